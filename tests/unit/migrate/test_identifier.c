#include "migrate/identifier.h"

#include "graphs.h"

#include <string.h>

static Graph graph;
static History history;

static void line_of_five(size_t applied)
{
    Migrations files = {0};
    const char *ids[] = {"aa11", "ab22", "ab33", "cd44", "ef55"};
    for (size_t i = 0; i < 5; i++) {
        add_revision(&files, ids[i], i ? ids[i - 1] : "");
    }
    ck_assert(graph_build(mem, "migrations", &files, &graph, err));
    history = (History){.applied = MEM_ARRAY(mem, bool, 5)};
    for (size_t i = 0; i < applied; i++) {
        history.applied[i] = true;
    }
    if (applied) {
        list_push(mem, &history.current, graph.list.at[applied - 1]);
    }
}

typedef struct Case {
    const char *text, *expected; /* "base", or NULL: an error */
} Case;

static const Case cases[] = {
    {"head", "ef55"},   {"base", "base"}, {"current", "ab22"},   {"aa11", "aa11"},
    {"c", "cd44"},      {"ab", NULL},     {"ab3", "ab33"},       {"zz", NULL},
    {"+1", "ab33"},     {"+3", "ef55"},   {"+4", NULL},          {"-1", "aa11"},
    {"-2", "base"},     {"-3", NULL},     {"aa+1", "ab22"},      {"head-1", "cd44"},
    {"base+1", "aa11"}, {"base-1", NULL}, {"current+1", "ab33"}, {"head+1", NULL},
    {"ab22-1", "aa11"}, {"+0", "ab22"},   {"heads", "ef55"},
};

START_TEST(test_cases)
{
    line_of_five(2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Migration *found = NULL;
        error_clear(err);
        bool ok = identifier_resolve(mem, &graph, &history, cases[i].text, &found, err);
        ck_assert_msg(ok == (cases[i].expected != NULL), "%s", cases[i].text);
        if (ok) {
            ck_assert_str_eq(found ? found->revision : "base", cases[i].expected);
        } else {
            ck_assert_int_eq(err->code, ERR_HISTORY);
            ck_assert_ptr_nonnull(err->hint);
        }
    }
}
END_TEST

START_TEST(test_messages)
{
    Migration *found = NULL;
    line_of_five(0);
    ck_assert(!identifier_resolve(mem, &graph, &history, "ab", &found, err));
    ck_assert_ptr_nonnull(strstr(err->message, "ab22, ab33"));
    error_clear(err);
    ck_assert(!identifier_resolve(mem, &graph, &history, "cd45", &found, err));
    ck_assert_ptr_nonnull(strstr(err->hint, "cd44"));
    error_clear(err);
    ck_assert(!identifier_resolve(mem, &graph, NULL, "current", &found, err));
    ck_assert(identifier_resolve(mem, &graph, &history, "+2", &found, error_new(mem)));
    ck_assert_str_eq(found->revision, "ab22");
}
END_TEST

START_TEST(test_branches)
{
    Migrations files = {0};
    Migration *found = NULL;
    add_revision(&files, "a", "");
    add_revision(&files, "b", "a");
    add_revision(&files, "c", "a");
    add_revision(&files, "d", "b,c");
    ck_assert(graph_build(mem, "migrations", &files, &graph, err));
    ck_assert(!identifier_resolve(mem, &graph, NULL, "a+1", &found, err));
    ck_assert_ptr_nonnull(strstr(err->message, "parts"));
    error_clear(err);
    ck_assert(!identifier_resolve(mem, &graph, NULL, "d-1", &found, err));
    error_clear(err);
    ck_assert(identifier_resolve(mem, &graph, NULL, "b+1", &found, err));
    ck_assert_str_eq(found->revision, "d");
}
END_TEST

HARNESS_MAIN("identifier", test_cases, test_messages, test_branches)
