/* Revision identifiers: what is accepted can be put together again, and resolving it in a graph
 * with branches, merges and labels gives revisions of that graph or an error with a remedy. */
#include "migrate/identifier.h"
#include "migrate/target.h"
#include "tests/fuzz/target.h"

static Migration *add(Mem *mem, Migrations *files, const char *id, const char *first,
                      const char *second)
{
    Migration *m = MEM_NEW(mem, Migration);
    m->revision = id;
    m->path = id;
    m->message = "";
    if (first) {
        list_push(mem, &m->revises, first);
    }
    if (second) {
        list_push(mem, &m->revises, second);
    }
    list_push(mem, files, m);
    return m;
}

static void build(Mem *mem, Graph *graph, Error *err)
{
    Migrations files = {0};
    add(mem, &files, "a1", NULL, NULL);
    add(mem, &files, "a2", "a1", NULL);
    add(mem, &files, "b1", "a1", NULL);
    add(mem, &files, "c1", "a2", "b1");
    Migration *lib = add(mem, &files, "d1", NULL, NULL);
    list_push(mem, &lib->labels, "lib");
    list_push(mem, &lib->depends_on, "a1");
    MUST(graph_build(mem, "migrations", &files, graph, err));
}

static void check_parts(Mem *mem, const char *text)
{
    Identifier id = {0};
    Error *err = error_new(mem);
    if (!identifier_parse(mem, text, &id, err)) {
        MUST(err->code == ERR_USAGE && err->hint);
        return;
    }
    Buf again = buf_new(mem);
    buf_fmt(&again, "%s%s%s", id.branch ? id.branch : "", id.branch ? "@" : "", id.name);
    MUST(text_starts(text, buf_text(&again)));
    MUST(id.relative == (text[again.len] != '\0'));
    MUST(labs(id.steps) <= IDENTIFIER_STEPS_MAX);
    MUST(id.relative || *id.name);
}

static void check_meaning(Mem *mem, const char *text, const Graph *graph, const History *history)
{
    Target target = {0};
    Migrations todo = {0};
    Error *err = error_new(mem);
    if (!target_resolve(mem, graph, history, text, &target, err)) {
        MUST(error_is_set(err) && err->hint);
        return;
    }
    for (size_t i = 0; i < target.at.len; i++) {
        MUST(graph_find(graph, target.at.at[i]->revision) == target.at.at[i]);
    }
    if (history) {
        target_above(mem, graph, history, &target, &todo);
        MUST(todo.len <= graph->list.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    Error *err = error_new(mem);
    char *text = mem_strndup(mem, (const char *)data, size);
    const char *from = NULL, *to = NULL;
    Graph graph = {0};
    Target target = {0};
    build(mem, &graph, err);
    list_push(mem, &target.at, graph_find(&graph, "c1"));
    History history = target_history(mem, &graph, &target);
    check_parts(mem, text);
    check_meaning(mem, text, &graph, &history);
    check_meaning(mem, text, &graph, NULL);
    if (identifier_range(mem, text, &from, &to, err)) {
        MUST(!from || strlen(from) < strlen(text));
        MUST(!to || *to);
    }
    mem_destroy(mem);
    return 0;
}
