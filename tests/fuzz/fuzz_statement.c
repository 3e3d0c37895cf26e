/* The classifier of hand-written statements, and the rules that read it, for each dialect. */
#include "lint/lint.h"
#include "lint/sql.h"
#include "schema/dialects/syntax.h"
#include "tests/fuzz/target.h"

static const Dialect targets[] = {
    {.name = "postgresql",
     .model_bit = MODEL_POSTGRESQL,
     .assumed_version = 180000,
     .assumed_flavor = FLAVOR_POSTGRESQL,
     .syntax = &syntax_postgres,
     .run = &run_postgres},
    {.name = "mysql",
     .model_bit = MODEL_MYSQL,
     .assumed_version = 90704,
     .assumed_flavor = FLAVOR_MYSQL,
     .syntax = &syntax_mysql,
     .run = &run_mysql},
    {.name = "sqlite",
     .model_bit = MODEL_SQLITE,
     .assumed_version = 3040001,
     .assumed_flavor = FLAVOR_SQLITE,
     .syntax = &syntax_sqlite,
     .run = &run_sqlite},
};

/* The same statement up and down, so that what compares both is reached. */
static void review(Mem *mem, const char *text, const Dialect *dialect)
{
    const Schema model = {.tenant = {.column = "b", .table = "t", .rules = TENANT_ALL}};
    Server server = server_assumed(dialect);
    Migration migration = {.path = "fuzz.sql", .text = text, .len = strlen(text), .message = text};
    Step step = {text, 1, 1};
    list_push(mem, &migration.upgrade.steps, step);
    list_push(mem, &migration.upgrade.steps, step);
    list_push(mem, &migration.downgrade.steps, step);
    Lint *lint = lint_new(mem);
    Migration next = migration;
    Migrations history = {0};
    const Server *servers[] = {&server, &server};
    list_push(mem, &history, &migration);
    list_push(mem, &history, &next);
    lint_script(lint, &migration, &server, &model, later_new(mem, &history, servers));
    lint_sort(lint);
    for (size_t i = 0; i < lint->findings.len; i++) {
        MUST(lint->findings.at[i].message && lint->findings.at[i].remedy);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        Mem *mem = mem_root("fuzz");
        const char *text = mem_strndup(mem, (const char *)data, size);
        SqlStatement statement = sql_statement(mem, text, &targets[i]);
        MUST(statement.kind == SQL_OTHER || statement.tokens.len);
        review(mem, text, &targets[i]);
        mem_destroy(mem);
    }
    return 0;
}
