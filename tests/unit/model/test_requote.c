#include "tests/unit/model/fixture.h"

#include "schema/model/names.h"
#include "schema/model/requote.h"

static const char *to_server(const Dialect *dialect, const char *text)
{
    return requote_for_server(mem, model_server(dialect), text);
}

static const char *to_model(const Dialect *dialect, const char *text)
{
    return requote_for_model(mem, model_server(dialect), text);
}

START_TEST(identifiers_go_both_ways)
{
    ck_assert_str_eq(to_server(&mysql_dialect, "\"a\" + b"), "`a` + b");
    ck_assert_str_eq(to_model(&mysql_dialect, "`a` + b"), "\"a\" + b");
    ck_assert_str_eq(to_server(&mysql_dialect, "\"a\"\"b`c\""), "`a\"b``c`");
    ck_assert_str_eq(to_model(&mysql_dialect, "`a\"b``c`"), "\"a\"\"b`c\"");
    ck_assert_str_eq(to_server(&pg_dialect, "\"a\""), "\"a\"");
    ck_assert_str_eq(to_server(&lite_dialect, "\"a\""), "\"a\"");
    ck_assert_str_eq(to_model(&lite_dialect, "`a` = \"b\""), "\"a\" = \"b\"");
    ck_assert_str_eq(to_model(&pg_dialect, "a ` b"), "a ` b");
    ck_assert_ptr_null(to_server(&mysql_dialect, NULL));
}
END_TEST

START_TEST(strings_and_comments_stay)
{
    ck_assert_str_eq(to_server(&mysql_dialect, "'it''s \"x\"' \"y\""), "'it''s \"x\"' `y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "'\\'\"x\"' \"y\""), "'\\'\"x\"' `y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "/* \"x\" */ \"y\""), "/* \"x\" */ `y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "-- \"x\"\n\"y\""), "-- \"x\"\n`y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "# \"x\"\n\"y\""), "# \"x\"\n`y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "a--\"y\""), "a--`y`");
    ck_assert_str_eq(to_server(&mysql_dialect, "`x` \"y\""), "`x` `y`");
    ck_assert_str_eq(to_model(&mysql_dialect, "'`x`' `y`"), "'`x`' \"y\"");
    ck_assert_str_eq(to_model(&lite_dialect, "'\\' `y`"), "'\\' \"y\"");
}
END_TEST

START_TEST(what_mysql_means_as_string_becomes_one)
{
    ck_assert_str_eq(to_model(&mysql_dialect, "\"it's\""), "'it''s'");
    ck_assert_str_eq(to_model(&mysql_dialect, "\"a\"\"b\""), "'a\"b'");
    ck_assert_str_eq(to_model(&mysql_dialect, "\"a\\\"b\""), "'a\\\"b'");
}
END_TEST

START_TEST(unfinished_quotes_do_no_harm)
{
    ck_assert_str_eq(to_server(&mysql_dialect, "\"a"), "\"a");
    ck_assert_str_eq(to_server(&mysql_dialect, "'a \"b\""), "'a `b`");
    ck_assert_str_eq(to_server(&mysql_dialect, "/* \"b\""), "/* \"b\"");
    ck_assert_str_eq(to_server(&mysql_dialect, "'\\"), "'\\");
    ck_assert_str_eq(to_model(&mysql_dialect, "`"), "`");
}
END_TEST

START_TEST(names_are_split_and_joined)
{
    static const struct {
        const char *text;
        size_t len;
        const char *first, *last;
    } good[] = {{"a", 1, "a", "a"},
                {"app.orders", 2, "app", "orders"},
                {"a.b.c", 3, "a", "c"},
                {"\"odd.name\"", 1, "odd.name", "odd.name"},
                {"app.\"odd.\"\"name\"", 2, "app", "odd.\"name"},
                {"it\"s", 1, "it\"s", "it\"s"}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        NameList parts = {0};
        ck_assert(names_split(mem, good[i].text, &parts));
        ck_assert_uint_eq(parts.len, good[i].len);
        ck_assert_str_eq(parts.at[0], good[i].first);
        ck_assert_str_eq(parts.at[parts.len - 1], good[i].last);
    }
    static const char *const bad[] = {"", ".", "a.", ".a", "\"a", "\"\"", "\"a\"b", "a..b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        NameList parts = {0};
        ck_assert_msg(!names_split(mem, bad[i], &parts), "%s", bad[i]);
    }
    ck_assert_str_eq(names_join(mem, NULL, "a"), "a");
    ck_assert_str_eq(names_join(mem, "app", "a b"), "app.a b");
    ck_assert_str_eq(names_join(mem, "x.y", "a\"b"), "\"x.y\".\"a\"\"b\"");
}
END_TEST

START_TEST(table_is_expanded)
{
    ck_assert_str_eq(names_expand(mem, "{table}_a_{table}", "t"), "t_a_t");
    ck_assert_str_eq(names_expand(mem, "{tabl}", "t"), "{tabl}");
    ck_assert_str_eq(names_expand(mem, "{table}", NULL), "{table}");
    ck_assert_ptr_null(names_expand(mem, NULL, "t"));
}
END_TEST

HARNESS_MAIN("model requote", identifiers_go_both_ways, strings_and_comments_stay,
             what_mysql_means_as_string_becomes_one, unfinished_quotes_do_no_harm,
             names_are_split_and_joined, table_is_expanded)
