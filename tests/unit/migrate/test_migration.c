#include "migrate/migration.h"

#include "tests/unit/harness.h"

#include <string.h>

static const char *const schemes[] = {"mysql", "mariadb", NULL};
static const RunOps run = {.split = SPLIT_BACKTICKS};
static const Dialect dialect = {.name = "mysql", .schemes = schemes, .run = &run};

static Migration *read_text(const char *text)
{
    Migration *migration = NULL;
    error_clear(err);
    return migration_read(mem, "m/1.sql", text, strlen(text), &migration, err) ? migration : NULL;
}

#define HEAD "-- schemadiff: 1\n-- revision: a1\n-- revises: base\n"

START_TEST(test_header)
{
    Migration *m =
        read_text("\xEF\xBB\xBF-- schemadiff: 1\r\n-- message:  add: notes \r\n"
                  "-- revision: a1\r\n-- revises: b2, c3\r\n-- note: mine\r\n"
                  "-- created: 2026-11-20T23:54:47Z\r\n-- dialect: mariadb\r\n"
                  "-- irreversible: data\r\n\r\n-- +upgrade\r\n-- revision: not this\r\n");
    ck_assert_ptr_nonnull(m);
    ck_assert_str_eq(m->message, "add: notes");
    ck_assert_str_eq(m->revision, "a1");
    ck_assert_uint_eq(m->revises.len, 2);
    ck_assert_str_eq(m->revises.at[0], "b2");
    ck_assert_str_eq(m->revises.at[1], "c3");
    ck_assert_str_eq(m->dialect, "mariadb");
    ck_assert_str_eq(m->irreversible, "data");
    ck_assert_uint_eq(m->revision_line, 3);
    ck_assert(migration_parse(mem, m, &dialect, err));
}
END_TEST

typedef struct Failure {
    const char *text, *message;
    unsigned line;
} Failure;

START_TEST(test_bad_headers)
{
    static const Failure failures[] = {
        {"", "this is not a migration file", 1},
        {"SELECT 1;", "this is not a migration file", 1},
        {"-- schemadiff: 2\n", "file format \"2\" is not known", 1},
        {"-- schemadiff: 1\n", "the header has no \"revises\"", 1},
        {"-- schemadiff: 1\n-- revises: base\n", "the header has no \"revision\"", 1},
        {"-- schemadiff: 1\n-- revision: a b\n", "\"a b\" is not a revision identifier", 2},
        {"-- schemadiff: 1\n-- revision: HEAD\n", "\"HEAD\" is not a revision identifier", 2},
        {"-- schemadiff: 1\n-- revises: x,\n", "the header has no \"revision\"", 1},
        {"-- schemadiff: 1\n-- revises: x,,y\n", "\"\" is not a revision identifier", 2},
        {HEAD "-- revision: b\n", "\"revision\" stands twice in this header", 4},
    };
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        ck_assert_ptr_null(read_text(failures[i].text));
        ck_assert_str_eq(err->message, failures[i].message);
        ck_assert_uint_eq(err->where.line, failures[i].line);
        ck_assert_int_eq(err->code, ERR_MODEL);
    }
}
END_TEST

START_TEST(test_bytes)
{
    Migration *m = NULL;
    ck_assert(!migration_read(mem, "f", "-- a\n\0", 6, &m, err));
    ck_assert_str_eq(err->message, "a NUL byte in a migration file");
    ck_assert_uint_eq(err->where.line, 2);
    ck_assert_ptr_null(read_text("-- \xC3\xA9 \xFF"));
    ck_assert_uint_eq(err->where.column, 6);
}
END_TEST

START_TEST(test_sections)
{
    Migration *m = read_text(HEAD "\n-- +upgrade\n-- transaction: off\n-- a table\n"
                                  "-- hazard: data-loss: gone\nSELECT 1;\n\nSELECT 2;\n"
                                  "-- +downgrade\n-- hazard:  x\nSELECT 3\n");
    ck_assert(migration_parse(mem, m, &dialect, err));
    ck_assert(m->upgrade.transaction_off);
    ck_assert(!m->downgrade.transaction_off);
    ck_assert_uint_eq(m->upgrade.steps.len, 2);
    ck_assert_str_eq(m->upgrade.steps.at[1].sql, "SELECT 2");
    ck_assert_uint_eq(m->upgrade.steps.at[1].line, 11);
    ck_assert_str_eq(m->upgrade.hazards.at[0], "data-loss: gone");
    ck_assert_str_eq(m->downgrade.hazards.at[0], "x");
    ck_assert_uint_eq(m->downgrade.steps.len, 1);
}
END_TEST

START_TEST(test_bad_sections)
{
    static const Failure failures[] = {
        {HEAD, "there is no section -- +upgrade", 0},
        {HEAD "SELECT 1;\n-- +upgrade\n", "a statement outside the sections", 4},
        {HEAD "-- +upgrade\n-- +upgrade\n", "this section stands twice, first in line 4", 5},
        {HEAD "-- +upgrade\n-- +downgrade2\n", "unknown marker \"+downgrade2\"", 5},
        {HEAD "-- dialect: sqlite\n-- +upgrade\n",
         "this migration is for \"sqlite\", the database is \"mysql\"", 0},
    };
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        Migration *m = read_text(failures[i].text);
        ck_assert_ptr_nonnull(m);
        ck_assert(!migration_parse(mem, m, &dialect, err));
        ck_assert_str_eq(err->message, failures[i].message);
        ck_assert_uint_eq(err->where.line, failures[i].line);
    }
}
END_TEST

static const char *checksum(const char *body)
{
    Migration *m = read_text(mem_printf(mem, HEAD "-- +upgrade\n%s", body));
    ck_assert(migration_parse(mem, m, &dialect, err));
    return m->checksum;
}

START_TEST(test_checksum)
{
    const char *plain = checksum("SELECT 1; SELECT 'a';\n-- +downgrade\nSELECT 2;");
    ck_assert_uint_eq(strlen(plain), 64);
    ck_assert_str_eq(plain, checksum("-- why\nSELECT  1 ;\r\n\r\nSELECT /* */ 'a';\n-- x\n"
                                     "-- +downgrade\n-- y\nSELECT 2"));
    ck_assert_str_ne(plain, checksum("SELECT 1; SELECT 'b';\n-- +downgrade\nSELECT 2;"));
    ck_assert_str_ne(plain, checksum("SELECT 1; SELECT 'a';\n-- +downgrade\nSELECT 3;"));
    ck_assert_str_ne(plain, checksum("SELECT 1;\n-- +downgrade\nSELECT 'a'; SELECT 2;"));
}
END_TEST

START_TEST(test_ids)
{
    ck_assert(revision_is_valid("a1b2c3d4e5f6"));
    ck_assert(revision_is_valid("2026.11_x"));
    ck_assert(!revision_is_valid(""));
    ck_assert(!revision_is_valid("a+1"));
    ck_assert(!revision_is_valid("a-1"));
    ck_assert(!revision_is_valid("a@b"));
    ck_assert(!revision_is_valid("a:b"));
    ck_assert(!revision_is_valid("../a"));
    ck_assert(!revision_is_valid("a,b"));
    ck_assert(!revision_is_valid("base"));
    ck_assert(!revision_is_valid("Current"));
}
END_TEST

/* What the history keeps gives the same statements and the same checksum. */
START_TEST(test_record)
{
    Migration *m = read_text(HEAD "-- +upgrade\n-- transaction: off\nSELECT 1; -- +1\n"
                                  "-- +begin\nCREATE x BEGIN a; b; END\n-- +end\n"
                                  "-- +downgrade\nSELECT ';'");
    Migration *recorded = NULL;
    ck_assert(migration_parse(mem, m, &dialect, err));
    const char *text = migration_record(mem, m);
    ck_assert(migration_recorded(mem, text, &dialect, &recorded, err));
    ck_assert_uint_eq(recorded->upgrade.steps.len, 2);
    ck_assert(recorded->upgrade.transaction_off);
    ck_assert(!recorded->downgrade.transaction_off);
    ck_assert_str_eq(recorded->checksum, m->checksum);
    ck_assert_str_eq(migration_record(mem, recorded), text);
}
END_TEST

START_TEST(test_too_much_is_not_recorded)
{
    Buf text = buf_new(mem);
    buf_add(&text, HEAD "-- +upgrade\nINSERT '");
    for (size_t i = 0; i < 1200000; i++) {
        buf_char(&text, 'x');
    }
    buf_add(&text, "';\n");
    Migration *m = read_text(buf_text(&text));
    ck_assert(migration_parse(mem, m, &dialect, err));
    ck_assert_ptr_null(migration_record(mem, m));
}
END_TEST

START_TEST(test_equal_steps)
{
    const Step a = {.sql = "SELECT  1 /* a */"}, b = {.sql = "SELECT 1"}, c = {.sql = "SELECT 2"};
    ck_assert(step_equal(&a, &b, &dialect));
    ck_assert(!step_equal(&a, &c, &dialect));
}
END_TEST

HARNESS_MAIN("migration", test_header, test_bad_headers, test_bytes, test_sections,
             test_bad_sections, test_checksum, test_ids, test_record, test_too_much_is_not_recorded,
             test_equal_steps)
