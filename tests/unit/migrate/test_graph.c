#include "graphs.h"

#include <string.h>

static Migrations files;
static Graph graph;

static bool build(void)
{
    error_clear(err);
    return graph_build(mem, "migrations", &files, &graph, err);
}

START_TEST(test_empty)
{
    Migration *head = NULL;
    files = (Migrations){0};
    ck_assert(build());
    ck_assert(graph_head(&graph, &head, err));
    ck_assert_ptr_null(head);
}
END_TEST

START_TEST(test_order)
{
    Migration *head = NULL;
    files = (Migrations){0};
    add_revision(&files, "c", "b");
    add_revision(&files, "b", "a");
    add_revision(&files, "a", "");
    ck_assert(build());
    ck_assert_str_eq(graph.list.at[0]->revision, "a");
    ck_assert_str_eq(graph.list.at[2]->revision, "c");
    ck_assert(graph_head(&graph, &head, err));
    ck_assert_str_eq(head->revision, "c");
    ck_assert_ptr_eq(graph_find(&graph, "b"), graph.list.at[1]);
    ck_assert_ptr_null(graph_find(&graph, "bb"));
}
END_TEST

START_TEST(test_merge)
{
    bool up[4] = {0}, down[4] = {0};
    files = (Migrations){0};
    add_revision(&files, "a", "");
    add_revision(&files, "b", "a");
    add_revision(&files, "c", "a");
    add_revision(&files, "d", "b,c");
    ck_assert(build());
    ck_assert_uint_eq(graph.heads.len, 1);
    ck_assert_str_eq(graph.list.at[3]->revision, "d");
    graph_mark_ancestors(&graph, graph_find(&graph, "b"), up);
    graph_mark_descendants(&graph, graph_find(&graph, "b"), down);
    for (size_t i = 0; i < 4; i++) {
        const char *id = graph.list.at[i]->revision;
        ck_assert(up[i] == (strchr("ab", *id) != NULL));
        ck_assert(down[i] == (strchr("bd", *id) != NULL));
    }
}
END_TEST

START_TEST(test_heads)
{
    Migration *head = NULL;
    files = (Migrations){0};
    add_revision(&files, "a", "");
    add_revision(&files, "b", "a");
    add_revision(&files, "c", "a");
    ck_assert(build());
    ck_assert(!graph_head(&graph, &head, err));
    ck_assert_int_eq(err->code, ERR_HISTORY);
    ck_assert_ptr_nonnull(strstr(err->message, "migrations/b.sql"));
    ck_assert_ptr_nonnull(strstr(err->message, "migrations/c.sql"));
}
END_TEST

static void check_failure(const char *first, const char *second)
{
    ck_assert(!build());
    ck_assert_int_eq(err->code, ERR_HISTORY);
    ck_assert_ptr_nonnull(strstr(err->message, first));
    ck_assert_ptr_nonnull(strstr(err->message, second));
    ck_assert_ptr_nonnull(err->hint);
}

START_TEST(test_failures)
{
    files = (Migrations){0};
    add_revision(&files, "a", "");
    add_revision(&files, "a", "")->path = "migrations/copy.sql";
    check_failure("migrations/a.sql", "migrations/copy.sql");
    files = (Migrations){0};
    add_revision(&files, "a", "gone");
    check_failure("\"a\"", "\"gone\"");
    files = (Migrations){0};
    add_revision(&files, "r", "");
    add_revision(&files, "x", "r,z");
    add_revision(&files, "y", "x");
    add_revision(&files, "z", "y");
    add_revision(&files, "after", "z");
    check_failure("migrations/x.sql", "migrations/z.sql");
    ck_assert_ptr_null(strstr(err->message, "after"));
    files = (Migrations){0};
    add_revision(&files, "self", "self");
    check_failure("loop", "migrations/self.sql");
    files = (Migrations){0};
    add_revision(&files, "a", "");
    add_need(add_revision(&files, "b", "a"), "c");
    add_revision(&files, "c", "b");
    check_failure("migrations/b.sql", "migrations/c.sql");
    files = (Migrations){0};
    add_need(add_revision(&files, "a", ""), "gone");
    check_failure("depends on", "\"gone\"");
    files = (Migrations){0};
    add_label(add_revision(&files, "a", ""), "lib");
    add_label(add_revision(&files, "b", ""), "lib");
    check_failure("migrations/a.sql", "migrations/b.sql");
    files = (Migrations){0};
    add_label(add_revision(&files, "a", ""), "a");
    check_failure("label", "migrations/a.sql");
}
END_TEST

START_TEST(test_dependencies)
{
    bool up[4] = {0}, branch[4] = {0};
    files = (Migrations){0};
    add_need(add_revision(&files, "a", ""), "lib");
    add_revision(&files, "b", "a");
    add_label(add_revision(&files, "c", ""), "lib");
    add_revision(&files, "d", "c");
    ck_assert(build());
    ck_assert_str_eq(graph.list.at[0]->revision, "c");
    ck_assert_ptr_eq(graph_label(&graph, "lib"), graph.list.at[0]);
    ck_assert_uint_eq(graph.heads.len, 2);
    graph_mark_ancestors(&graph, graph_find(&graph, "b"), up);
    graph_mark_branch(&graph, graph_find(&graph, "c"), branch);
    graph_fill_branches(&graph);
    for (size_t i = 0; i < 4; i++) {
        const char *id = graph.list.at[i]->revision;
        ck_assert(up[i] == (strchr("abc", *id) != NULL));
        ck_assert(branch[i] == (strchr("cd", *id) != NULL));
        ck_assert_uint_eq(graph.list.at[i]->branches.len, strchr("cd", *id) ? 1 : 0);
    }
}
END_TEST

START_TEST(test_ten_thousand)
{
    const char *parent = "";
    files = (Migrations){0};
    for (unsigned i = 0; i < 10000; i++) {
        const char *id = mem_printf(mem, "%08x", i * 2654435761u);
        add_revision(&files, id, parent);
        parent = id;
    }
    bool *mark = MEM_ARRAY(mem, bool, files.len);
    ck_assert(build());
    ck_assert_str_eq(graph.heads.at[0]->revision, parent);
    graph_mark_ancestors(&graph, graph.heads.at[0], mark);
    ck_assert(mark[0]);
}
END_TEST

HARNESS_MAIN("graph", test_empty, test_order, test_merge, test_heads, test_failures,
             test_dependencies, test_ten_thousand)
