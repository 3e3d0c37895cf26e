/* Guards: whatever a file holds under the mark, what is asked of the server is one statement, of
 * which nothing leaves its literals; and no rule of a dialect reads behind the end. */
#include "emit/guard.h"
#include "emit/render.h"
#include "migrate/split.h"
#include "schema/dialects/syntax.h"
#include "tests/fuzz/target.h"

static const Dialect targets[] = {
    {.name = "postgresql",
     .syntax = &syntax_postgres,
     .run = &run_postgres,
     .render = &render_postgres},
    {.name = "mysql", .syntax = &syntax_mysql, .run = &run_mysql, .render = &render_mysql},
    {.name = "sqlite", .syntax = &syntax_sqlite, .run = &run_sqlite, .render = &render_sqlite},
};

static size_t count_statements(Mem *mem, const char *text, unsigned rules)
{
    Pieces pieces = {0};
    size_t count = 0;
    MUST(split_text(mem, "fuzz.sql", text, strlen(text), rules, &pieces, error_new(mem)));
    for (size_t i = 0; i < pieces.len; i++) {
        count += pieces.at[i].kind == PIECE_STATEMENT;
    }
    return count;
}

static void guard_once(const char *text, const Dialect *dialect, Flavor flavor)
{
    Mem *mem = mem_root("fuzz");
    const Server server = {.dialect = dialect, .flavor = flavor};
    const RenderOps *render = dialect->render;
    MUST(strlen(render->guard(mem, &server, text)) >= strlen(text));
    const char *needed = render->needed ? render->needed(mem, &server, text) : NULL;
    MUST(!needed ||
         count_statements(mem, mem_printf(mem, "SELECT %s", needed), dialect->run->split) == 1);
    mem_destroy(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("text");
    char *text = mem_strndup(mem, size ? (const char *)data : "", size);
    guard_once(text, &targets[0], FLAVOR_POSTGRESQL);
    guard_once(text, &targets[1], FLAVOR_MYSQL);
    guard_once(text, &targets[1], FLAVOR_MARIADB);
    guard_once(text, &targets[2], FLAVOR_SQLITE);
    mem_destroy(mem);
    return 0;
}
