#include "tests/unit/sqlite/fixture.h"

#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

static bool opens(const char *path)
{
    const Url url = {.text = path, .scheme = "sqlite", .database = path, .safe = path};
    Conn *conn = NULL;
    error_clear(err);
    return introspect_sqlite.open(mem, &lite_dialect, &url, &conn, err);
}

static const char *temporary(const char *name)
{
    const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    return mem_printf(mem, "%s/schemadiff-test-%ld-%s", folder, (long)getpid(), name);
}

START_TEST(test_what_cannot_be_opened)
{
    const char *text = temporary("text.db");
    must(file_write(text, "this is not a database, however long it is ..............", 57, err));
    const struct {
        const char *path, *part;
    } cases[] = {{"/no/such/folder/a.db", "does not exist"},
                 {"/tmp", "is a folder"},
                 {text, "not a database"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert(!opens(cases[i].path));
        ck_assert_int_eq(err->code, ERR_CONNECT);
        ck_assert_msg(strstr(err->message, cases[i].part), "%s", err->message);
        ck_assert_ptr_nonnull(err->hint);
    }
    error_clear(err);
    unlink(text);
}
END_TEST

START_TEST(test_a_file_that_may_not_be_written)
{
    const char *path = temporary("readonly.db");
    run(open_path(path), "CREATE TABLE t (a)");
    const Url url = {.text = path,
                     .scheme = "sqlite",
                     .database = path,
                     .safe = path,
                     .params = {.at = (UrlParam[]){{"mode", "ro"}}, .len = 1}};
    Conn *conn = NULL;
    must(introspect_sqlite.open(mem, &lite_dialect, &url, &conn, err));
    ck_assert_uint_eq(read_schema(conn)->tables.len, 1);
    ck_assert(!conn_exec(conn, "DROP TABLE t", err));
    ck_assert_int_eq(err->code, ERR_SQL);
    ck_assert_str_eq(err->server_code, "SQLITE_READONLY");
    error_clear(err);
    unlink(path);
}
END_TEST

START_TEST(test_errors_name_code_statement_and_place)
{
    Conn *conn = database("CREATE TABLE t (a NOT NULL)");
    ck_assert(!conn_exec(conn, "INSERT INTO t VALUES (NULL)", err));
    ck_assert_int_eq(err->code, ERR_SQL);
    ck_assert_str_eq(err->server_code, "SQLITE_CONSTRAINT_NOTNULL");
    ck_assert_str_eq(err->statement, "INSERT INTO t VALUES (NULL)");
    error_clear(err);
    ck_assert(!conn_exec(conn, "SELECT a\nFROM t WHERE zzz", err));
    ck_assert_uint_eq(err->where.line, 2);
    ck_assert_uint_eq(err->where.column, 14);
    error_clear(err);
}
END_TEST

START_TEST(test_one_statement)
{
    Conn *conn = database("CREATE TABLE t (a)");
    must(conn_exec(conn, "INSERT INTO t VALUES ('a;b'); -- done\n /* ; */ ", err));
    must(conn_exec(conn, " -- nothing\n", err));
    ck_assert(!conn_exec(conn, "DELETE FROM t; DROP TABLE t", err));
    error_clear(err);
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "1");
}
END_TEST

START_TEST(test_rows_and_parameters)
{
    Conn *conn = database("CREATE TABLE t (a, b)");
    const char *params[] = {"it's", NULL};
    const Query query = {.sql = "INSERT INTO t VALUES (?, ?) RETURNING a, b, 1.5",
                         .params = params,
                         .param_count = 2};
    Rows rows;
    must(conn_query(conn, mem, &query, &rows, err));
    ck_assert_uint_eq(rows.len, 1);
    ck_assert_uint_eq(rows.columns, 3);
    ck_assert_str_eq(rows_get(&rows, 0, 0), "it's");
    ck_assert_ptr_null(rows_get(&rows, 0, 1));
    ck_assert_str_eq(rows_get(&rows, 0, 2), "1.5");
    ck_assert_str_eq(conn_literal(conn, mem, "it's"), "'it''s'");
    int64_t affected = 0;
    must(conn->ops->exec(conn, "UPDATE t SET b = 1", &affected, err));
    ck_assert_int_eq(affected, 1);
}
END_TEST

HARNESS_MAIN("sqlite connection", test_what_cannot_be_opened, test_a_file_that_may_not_be_written,
             test_errors_name_code_statement_and_place, test_one_statement,
             test_rows_and_parameters)
