#include "migrate/target.h"

#include "graphs.h"

#include <string.h>

static Migrations files;
static Graph graph;
static History history;

static void build(void)
{
    ck_assert(graph_build(mem, "migrations", &files, &graph, err));
}

/* What the ids, and all they need, leave in the history. */
static void apply(const char *ids)
{
    Target target = {0};
    for (size_t i = 0; i < graph.list.len; i++) {
        if (strstr(ids, graph.list.at[i]->revision)) {
            list_push(mem, &target.at, graph.list.at[i]);
        }
    }
    history = target_history(mem, &graph, &target);
}

static const char *ids_of(const Migrations *list)
{
    Buf ids = buf_new(mem);
    for (size_t i = 0; i < list->len; i++) {
        buf_fmt(&ids, "%s%s", i ? " " : "", list->at[i]->revision);
    }
    return buf_text(&ids);
}

/* The ids of the target, "base", or NULL: ERR_HISTORY with a hint. */
static void check(const char *text, const char *expected)
{
    Target target = {0};
    error_clear(err);
    bool ok = target_resolve(mem, &graph, &history, text, &target, err);
    ck_assert_msg(ok == (expected != NULL), "%s: %s", text, err->message);
    if (ok) {
        ck_assert_msg(text_equal(target.at.len ? ids_of(&target.at) : "base", expected), "%s: %s",
                      text, ids_of(&target.at));
    } else {
        ck_assert_int_eq(err->code, ERR_HISTORY);
        ck_assert_ptr_nonnull(err->hint);
    }
}

static void check_undo(const char *text, const char *expected)
{
    Target target = {0};
    Migrations todo = {0};
    error_clear(err);
    ck_assert_msg(target_resolve(mem, &graph, &history, text, &target, err), "%s", err->message);
    ck_assert(target_downgrade(mem, &graph, &history, &target, &todo, err));
    ck_assert_str_eq(ids_of(&todo), expected);
}

static void check_pending(const char *text, const char *expected)
{
    Target target = {0};
    Migrations todo = {0};
    error_clear(err);
    ck_assert_msg(target_resolve(mem, &graph, &history, text, &target, err), "%s", err->message);
    history_pending(mem, &graph, &history, &target.at, &todo);
    ck_assert_str_eq(ids_of(&todo), expected);
}

typedef struct Case {
    const char *text, *expected;
} Case;

static const Case line_cases[] = {
    {"head", "ef55"},   {"base", "base"}, {"current", "ab22"},   {"aa11", "aa11"},
    {"c", "cd44"},      {"ab", NULL},     {"ab3", "ab33"},       {"zz", NULL},
    {"+1", "ab33"},     {"+3", "ef55"},   {"+4", NULL},          {"-1", "aa11"},
    {"-2", "base"},     {"-3", NULL},     {"aa+1", "ab22"},      {"head-1", "cd44"},
    {"base+1", "aa11"}, {"base-1", NULL}, {"current+1", "ab33"}, {"head+1", NULL},
    {"ab22-1", "aa11"}, {"+0", "ab22"},   {"heads", "ef55"},     {"HEAD", "ef55"},
};

static void line_of_five(void)
{
    const char *ids[] = {"aa11", "ab22", "ab33", "cd44", "ef55"};
    files = (Migrations){0};
    for (size_t i = 0; i < 5; i++) {
        add_revision(&files, ids[i], i ? ids[i - 1] : "");
    }
    build();
}

START_TEST(test_line)
{
    line_of_five();
    apply("ab22");
    for (size_t i = 0; i < sizeof line_cases / sizeof *line_cases; i++) {
        check(line_cases[i].text, line_cases[i].expected);
    }
    check_pending("+2", "ab33 cd44");
    check_undo("-1", "ab22");
    check_undo("base", "ab22 aa11");
}
END_TEST

START_TEST(test_messages)
{
    Target target = {0};
    Migration *one = NULL;
    line_of_five();
    apply("");
    check("ab", NULL);
    ck_assert_ptr_nonnull(strstr(err->message, "ab22, ab33"));
    check("cd45", NULL);
    ck_assert_ptr_nonnull(strstr(err->hint, "cd44"));
    error_clear(err);
    ck_assert(!target_resolve(mem, &graph, NULL, "current", &target, err));
    error_clear(err);
    ck_assert(!target_resolve(mem, &graph, NULL, "+1", &target, err));
    error_clear(err);
    ck_assert(target_one(mem, &graph, &history, "+2", &one, err));
    ck_assert_str_eq(one->revision, "ab22");
}
END_TEST

/* a - b - c - e(merge) - f
 *      \- d -/
 * x - y (labelled lib; y depends on c) */
static void two_bases(void)
{
    files = (Migrations){0};
    add_revision(&files, "a0", "");
    add_revision(&files, "b0", "a0");
    add_revision(&files, "c0", "b0");
    add_revision(&files, "d0", "b0");
    add_revision(&files, "e0", "c0,d0");
    add_revision(&files, "f0", "e0");
    Migration *x = add_revision(&files, "x0", "");
    add_label(x, "lib");
    Migration *y = add_revision(&files, "y0", "x0");
    add_need(y, "c0");
    build();
}

START_TEST(test_heads)
{
    Migration *one = NULL;
    two_bases();
    apply("");
    check("head", NULL);
    ck_assert_ptr_nonnull(strstr(err->message, "migrations/f0.sql"));
    ck_assert_ptr_nonnull(strstr(err->hint, "merge heads"));
    check("heads", "y0 f0");
    check("lib@head", "y0");
    check("lib@heads", "y0");
    check("lib", "x0");
    check("lib@y", "y0");
    check("lib@f0", NULL);
    check("a0@head", "f0");
    check("nobody@head", NULL);
    error_clear(err);
    ck_assert(!target_one(mem, &graph, &history, "heads", &one, err));
    ck_assert_ptr_nonnull(strstr(err->message, "2 revisions"));
}
END_TEST

START_TEST(test_dependencies)
{
    two_bases();
    apply("");
    check_pending("lib@head", "a0 x0 b0 c0 y0");
    check_pending("d0", "a0 b0 d0");
    apply("f0 y0");
    check_undo("lib@base", "y0 x0");
    check_undo("b0", "f0 e0 y0 d0 c0"); /* y0 depends on c0 */
    check_undo("c0", "f0 e0");          /* which stays, and y0 with it */
    check_undo("base", "f0 e0 y0 d0 c0 b0 x0 a0");
}
END_TEST

START_TEST(test_steps_at_merges)
{
    two_bases();
    apply("e0");
    check("current", "e0");
    check("-1", "c0 d0");
    check_undo("-1", "e0");
    check("-2", NULL);
    ck_assert_ptr_nonnull(strstr(err->message, "parts"));
    check("+1", "f0");
    check("b0+1", NULL);
    check("c0+1", "e0");
    check("c0@+1", "f0");
    apply("c0 d0");
    check("current", "c0 d0");
    check("+1", "e0"); /* the only way on */
    check("-1", NULL);
    apply("");
    check("+1", NULL); /* two bases */
    check("lib@+1", "x0");
    check("lib@+2", "y0");
    check("lib@+3", NULL);
}
END_TEST

START_TEST(test_branch_of_a_trunk)
{
    files = (Migrations){0};
    add_revision(&files, "t1", "");
    add_revision(&files, "t2", "t1");
    add_label(add_revision(&files, "l1", "t2"), "left");
    add_revision(&files, "l2", "l1");
    add_label(add_revision(&files, "r1", "t2"), "right");
    build();
    apply("l2 r1");
    check("left@-1", "l1");
    check_undo("left@-1", "l2");
    check_undo("left@-2", "l2 l1");
    check_undo("left@base", "l2 l1");
    check_undo("left@-3", "l2 r1 l1 t2"); /* the trunk carries the other branch */
    check("left@t2", "t2");
    check("left@r1", NULL);
    apply("t1");
    check("right@+1", "t2");
    check("right@+2", "r1");
    check("+2", NULL);
}
END_TEST

HARNESS_MAIN("target", test_line, test_messages, test_heads, test_dependencies,
             test_steps_at_merges, test_branch_of_a_trunk)
