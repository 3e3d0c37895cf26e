#include "migrate/format.h"

#include "tests/unit/harness.h"

#include <string.h>

static const char *const schemes[] = {"postgresql", NULL};
static const RunOps run = {.split = SPLIT_DOLLAR_QUOTES};
static const Dialect dialect = {.name = "postgresql", .schemes = schemes, .run = &run};

static Statement *add(Plan *plan, const char *sql)
{
    Statement *statement = MEM_NEW(mem, Statement);
    statement->sql = sql;
    list_push(mem, &plan->statements, statement);
    return statement;
}

static const char *text_of(const Plan *up, const Plan *down)
{
    MigrationHead head = {.message = "a\nDROP TABLE x;",
                          .revision = "r1",
                          .created = "2026-11-20T23:54:47Z",
                          .dialect = "postgresql"};
    Buf buf = buf_new(mem);
    format_migration(mem, &head, up, down, run.split, &buf);
    return buf_text(&buf);
}

static Migration *read_back(const char *text)
{
    Migration *m = NULL;
    ck_assert_msg(migration_read(mem, "f", text, strlen(text), &m, err), "%s", err->message);
    ck_assert_msg(migration_parse(mem, m, &dialect, err), "%s\n%s", err->message, text);
    return m;
}

START_TEST(test_text)
{
    Plan up = {.mem = mem}, down = {.mem = mem};
    Statement *first = add(&up, "ALTER TABLE a\n    ADD b text");
    list_push(mem, &first->comments, "a: add column \"b\" text");
    list_push(mem, &first->hazards, (Hazard){HAZARD_DATA_LOSS, "gone"});
    add(&up, "SELECT 1");
    add(&down, "SELECT 2");
    ck_assert_str_eq(text_of(&up, &down), "-- schemadiff: 1\n"
                                          "-- message: a DROP TABLE x;\n"
                                          "-- revision: r1\n"
                                          "-- revises: base\n"
                                          "-- created: 2026-11-20T23:54:47Z\n"
                                          "-- dialect: postgresql\n"
                                          "\n"
                                          "-- +upgrade\n"
                                          "-- a: add column \"b\" text\n"
                                          "-- hazard: data-loss: gone\n"
                                          "ALTER TABLE a\n"
                                          "    ADD b text;\n"
                                          "\n"
                                          "SELECT 1;\n"
                                          "\n"
                                          "-- +downgrade\n"
                                          "SELECT 2;\n");
}
END_TEST

/* Names of objects come from anywhere: none may end a comment or look like a marker. */
START_TEST(test_comments_stay_comments)
{
    Plan up = {.mem = mem}, down = {.mem = mem};
    Statement *first = add(&up, "SELECT 1");
    list_push(mem, &first->comments, "+downgrade");
    list_push(mem, &first->comments, "a\nDROP TABLE b;\r\n-- +downgrade");
    list_push(mem, &first->hazards, (Hazard){HAZARD_RENAME, "a\rb\n;"});
    Migration *m = read_back(text_of(&up, &down));
    ck_assert_uint_eq(m->upgrade.steps.len, 1);
    ck_assert_str_eq(m->upgrade.steps.at[0].sql, "SELECT 1");
    ck_assert_uint_eq(m->downgrade.steps.len, 0);
}
END_TEST

START_TEST(test_brackets)
{
    static const char *const statements[] = {
        "CREATE FUNCTION f() AS BEGIN; a; END",
        "CREATE VIEW v AS SELECT 1 -- no end",
        "SELECT 'it;''s'",
        "SELECT $$ -- +downgrade\n; $$",
    };
    Plan up = {.mem = mem}, down = {.mem = mem};
    for (size_t i = 0; i < 4; i++) {
        add(&up, statements[i]);
    }
    Migration *m = read_back(text_of(&up, &down));
    ck_assert_uint_eq(m->upgrade.steps.len, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(m->upgrade.steps.at[i].sql, statements[i]);
    }
}
END_TEST

START_TEST(test_transaction_off)
{
    Plan up = {.mem = mem}, down = {.mem = mem};
    add(&up, "SELECT 1");
    add(&up, "SELECT 2")->tx = TX_OFF;
    Migration *m = read_back(text_of(&up, &down));
    ck_assert(m->upgrade.transaction_off);
    ck_assert(!m->downgrade.transaction_off);
}
END_TEST

HARNESS_MAIN("format", test_text, test_comments_stay_comments, test_brackets, test_transaction_off)
