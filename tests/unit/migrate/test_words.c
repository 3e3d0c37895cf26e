#include "tests/unit/harness.h"

#include "migrate/words.h"
#include "tests/unit/migrate/rules.h"

#include <string.h>

static Words read(const char *sql, unsigned rules)
{
    Words words = {0};
    words_of(mem, sql, rules, WORDS_ALL, &words);
    return words;
}

static void expect(const char *sql, unsigned rules, const char *joined)
{
    Words words = read(sql, rules);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < words.len; i++) {
        buf_fmt(&buf, "%s%s", i ? "|" : "", words.at[i].text);
    }
    ck_assert_str_eq(buf_text(&buf), joined);
}

START_TEST(test_words)
{
    expect("/* a */ CREATE  TABLE -- b\n \"x\"\"y\".t (a int)", run_postgres.split,
           "CREATE|TABLE|x\"y|.|t|(|a|int|)");
    expect("SELECT 'it''s', E'\\'', $$a;b$$", run_postgres.split,
           "SELECT|'it''s'|,|E|'\\''|,|$$a;b$$");
    expect("ALTER TABLE `a``b` # c\nADD d", run_mysql.split, "ALTER|TABLE|a`b|ADD|d");
    expect("DROP TABLE [a b]", run_sqlite.split, "DROP|TABLE|a b");
    expect("", run_mysql.split, "");
}
END_TEST

START_TEST(test_executable_comments_belong_to_the_statement)
{
    expect("/*!40101 SET NAMES utf8 */", run_mysql.split, "SET|NAMES|utf8");
    expect("/*M!100100 SET x */", run_mysql.split, "SET|x");
    expect("/*!40101 SET NAMES utf8 */ SELECT 1", run_postgres.split, "SELECT|1");
}
END_TEST

START_TEST(test_phrases)
{
    Words words = read("Create UNIQUE index concurrently \"create\" on t", run_postgres.split);
    ck_assert(words_at(&words, 0, "create unique index"));
    ck_assert(!words_at(&words, 0, "create index"));
    ck_assert(!words_at(&words, 4, "create")); /* a name is no keyword */
    ck_assert(!words_at(&words, 6, "t more"));
    ck_assert_uint_eq(words_find(&words, "on"), 5);
    ck_assert_uint_eq(words_find(&words, "off"), words.len);
}
END_TEST

START_TEST(test_reading_ends)
{
    Words words = {0};
    words_of(mem, "a b c d e f", run_mysql.split, 3, &words);
    ck_assert_uint_eq(words.len, 3);
}
END_TEST

START_TEST(test_names)
{
    Words words = read("RENAME TABLE `a` TO b, `A` TO b, c TO 'd'", run_mysql.split);
    NameList names = {0};
    words_names(mem, &words, &names);
    ck_assert_uint_eq(names.len, 7);
    ck_assert_str_eq(names.at[2], "a");
    ck_assert_str_eq(names.at[5], "A");
    ck_assert_str_eq(names.at[6], "c");
}
END_TEST

typedef struct Kind {
    const RunOps *ops;
    const char *sql;
    StepKind kind;
} Kind;

/* What shares a transaction with its journal entry, and what has to be announced. */
static const Kind kinds[] = {
    {&run_mysql, "INSERT INTO a VALUES (1)", STEP_PLAIN},
    {&run_mysql, "with x as (select 1) update a set b = 1", STEP_PLAIN},
    {&run_mysql, "ALTER TABLE a ADD b int", STEP_ALONE},
    {&run_mysql, "CALL p()", STEP_ALONE},
    {&run_mysql, "SET @a = 1", STEP_SESSION},
    {&run_mysql, "SET GLOBAL a = 1", STEP_PLAIN},
    {&run_mysql, "USE other", STEP_SESSION},
    {&run_mysql, "START TRANSACTION", STEP_BEGIN},
    {&run_mysql, "BEGIN NOT ATOMIC SELECT 1; END", STEP_ALONE},
    {&run_mysql, "COMMIT", STEP_COMMIT},
    {&run_mysql, "ROLLBACK TO a", STEP_PLAIN},
    {&run_mysql, "ROLLBACK", STEP_ROLLBACK},
    {&run_postgres, "CREATE INDEX CONCURRENTLY a ON b (c)", STEP_PLAIN}, /* the server refuses */
    {&run_postgres, "SET search_path = a", STEP_SESSION},
    {&run_postgres, "END", STEP_COMMIT},
    {&run_postgres, "COMMIT PREPARED 'a'", STEP_PLAIN},
    {&run_postgres, "ROLLBACK TO SAVEPOINT a", STEP_PLAIN},
    {&run_postgres, "ABORT", STEP_ROLLBACK},
    {&run_sqlite, "VACUUM", STEP_ALONE},
    {&run_sqlite, "PRAGMA foreign_keys = ON", STEP_SESSION},
    {&run_sqlite, "BEGIN IMMEDIATE", STEP_BEGIN},
    {&run_sqlite, "END TRANSACTION", STEP_COMMIT},
    {&run_sqlite, "CREATE TABLE a (b)", STEP_PLAIN},
};

START_TEST(test_kinds_of_statements)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        Words words = read(kinds[i].sql, kinds[i].ops->split);
        ck_assert_msg(kinds[i].ops->step_kind(&words) == kinds[i].kind, "%s", kinds[i].sql);
    }
}
END_TEST

HARNESS_MAIN("words", test_words, test_executable_comments_belong_to_the_statement, test_phrases,
             test_reading_ends, test_names, test_kinds_of_statements)
