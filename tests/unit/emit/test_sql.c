#include "emit/sql.h"

#include "tests/unit/harness.h"
#include "tests/unit/schema/fixture.h"

static Sql builder(const Dialect *dialect)
{
    return sql_new(mem, fixture_schema(mem, dialect)->server);
}

START_TEST(words_are_separated_once)
{
    Sql sql = builder(&postgres_pure);
    sql_kw(&sql, "ALTER TABLE");
    sql_name(&sql, "app", "orders");
    sql_kw(&sql, "ADD COLUMN");
    sql_ident(&sql, "notes");
    sql_kw(&sql, "text DEFAULT");
    sql_literal(&sql, "x");
    sql_kw(&sql, ",");
    sql_kw(&sql, "CHECK (");
    sql_ident(&sql, "a");
    sql_kw(&sql, ")");
    ck_assert_str_eq(sql_text(&sql), "ALTER TABLE \"app\".\"orders\" ADD COLUMN \"notes\" text "
                                     "DEFAULT 'x', CHECK (\"a\")");
}
END_TEST

START_TEST(names_and_literals_cannot_break_out)
{
    Sql postgres = builder(&postgres_pure), mysql = builder(&mysql_pure);
    sql_ident(&postgres, "a\"; drop table x; --");
    ck_assert_str_eq(sql_text(&postgres), "\"a\"\"; drop table x; --\"");
    sql_ident(&mysql, "a`b");
    sql_literal(&mysql, "it's \\ here");
    ck_assert_str_eq(sql_text(&mysql), "`a``b` 'it''s \\\\ here'");
    Sql plain = builder(&postgres_pure);
    sql_literal(&plain, "it's \\ here");
    ck_assert_str_eq(sql_text(&plain), "'it''s \\ here'");
}
END_TEST

START_TEST(numbers_and_lists)
{
    Sql sql = builder(&postgres_pure);
    NameList names = {0};
    list_push(mem, &names, (const char *)"a");
    list_push(mem, &names, (const char *)"b");
    sql_kw(&sql, "x");
    sql_number(&sql, INT64_MIN);
    sql_kw(&sql, "(");
    sql_idents(&sql, &names);
    sql_kw(&sql, ")");
    ck_assert_str_eq(sql_text(&sql), "x -9223372036854775808 (\"a\", \"b\")");
}
END_TEST

HARNESS_MAIN("emit/sql", words_are_separated_once, names_and_literals_cannot_break_out,
             numbers_and_lists)
