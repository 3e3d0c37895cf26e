#include "schema/expr.h"

#include "tests/unit/harness.h"

START_TEST(light_form_folds_case_space_and_outer_parentheses)
{
    static const char *const same[][2] = {
        {"((total >= 0))", "TOTAL>=0"},
        {"a  >\n 0", "a > 0"},
        {"lower( name )", "LOWER(name)"},
        {"a > 0 -- positive", "a>0"},
        {"/* always */ (a > 0) -- positive", "a>0"},
        {"(a > 0 /* :) */)", "a>0"},
        {"a /* x */ > 0", "a>0"},
        {"status IN ('a', 'b')", "status in('a','b')"},
        {"AS  $x$A$x$ STRICT", "as $x$A$x$ strict"},
        {"F($1 , $2)", "f($1,$2)"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        ck_assert_str_eq(expr_light(mem, same[i][0]), expr_light(mem, same[i][1]));
    }
}
END_TEST

START_TEST(light_form_keeps_what_the_server_may_tell_apart)
{
    static const char *const different[][2] = {
        {"name = 'A'", "name = 'a'"},
        {"\"Name\" > 0", "\"name\" > 0"},
        {"a b", "ab"},
        {"'a' 'b'", "'a''b'"},
        {"not a", "nota"},
        {"(a) + (b)", "a) + (b"},
        {"name = 'a  b'", "name = 'a b'"},
        {"note = '-- x'", "note = '"},
        {"a < -1", "a <- 1"},
        {"a - - 1", "a -- 1"},
        {"x = '\\'A'", "x = '\\'a'"},
        {"as $$ A  b $$", "as $$ a b $$"},
        {"as $x$ -- A $x$", "as $x$ $x$"},
    };
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        ck_assert_str_ne(expr_light(mem, different[i][0]), expr_light(mem, different[i][1]));
    }
}
END_TEST

START_TEST(parentheses_are_stripped_only_around_the_whole)
{
    ck_assert_str_eq(expr_strip_parens(mem, " ((a > 0)) "), "a > 0");
    ck_assert_str_eq(expr_strip_parens(mem, "(a) or (b)"), "(a) or (b)");
    ck_assert_str_eq(expr_strip_parens(mem, "(a = ')')"), "a = ')'");
    ck_assert_str_eq(expr_strip_parens(mem, "('unterminated"), "('unterminated");
    ck_assert_str_eq(expr_strip_parens(mem, "()"), "");
}
END_TEST

HARNESS_MAIN("schema/expr", light_form_folds_case_space_and_outer_parentheses,
             light_form_keeps_what_the_server_may_tell_apart,
             parentheses_are_stripped_only_around_the_whole)
