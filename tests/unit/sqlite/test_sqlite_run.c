#include "tests/unit/sqlite/fixture.h"

#include "introspect/conn_sqlite.h"

#include <unistd.h>

static const char family[] = "CREATE TABLE p (id integer primary key);\n"
                             "CREATE TABLE c (id integer primary key, p int references p (id) on "
                             "delete cascade);\n"
                             "INSERT INTO p VALUES (1), (2);\n"
                             "INSERT INTO c VALUES (1, 1), (2, 1)";

START_TEST(test_new_violations_are_refused)
{
    Conn *conn = database(family);
    must(run_sqlite.begin(conn, err));
    must(conn_exec(conn, "DELETE FROM p WHERE id = 1", err));
    ck_assert(!run_sqlite.commit(conn, err));
    ck_assert_msg(strstr(err->message, "2 rows of table \"c\""), "%s", err->message);
    ck_assert_str_eq(err->server_code, "SQLITE_CONSTRAINT_FOREIGNKEY");
    error_clear(err);
    must(run_sqlite.rollback(conn, err));
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM p"), "2");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM c"), "2");
}
END_TEST

START_TEST(test_old_violations_are_not_ours)
{
    Conn *conn = database(family);
    run(conn, "INSERT INTO c VALUES (3, 99)");
    must(run_sqlite.begin(conn, err));
    must(conn_exec(conn, "ALTER TABLE c RENAME TO children", err));
    must(run_sqlite.commit(conn, err));
    must(run_sqlite.begin(conn, err));
    must(conn_exec(conn, "INSERT INTO children VALUES (4, 98)", err));
    ck_assert(!run_sqlite.commit(conn, err));
    error_clear(err);
    must(run_sqlite.rollback(conn, err));
}
END_TEST

/* Runs the statements of a rebuild as the runner does; the first that is refused ends it. */
static bool rebuild(Conn *conn, const char *copy)
{
    const char *statements[] = {
        "CREATE TABLE _schemadiff_new_p (id integer primary key, note text)", copy,
        "DROP TABLE IF EXISTS main.[p]", "ALTER TABLE _schemadiff_new_p RENAME TO p"};
    for (size_t i = 0; i < 4; i++) {
        if (!run_sqlite.exec(conn, statements[i], err)) {
            return false;
        }
    }
    return true;
}

START_TEST(test_rows_are_counted_before_the_table_goes)
{
    Conn *conn = database(family);
    must(run_sqlite.begin(conn, err));
    ck_assert(!rebuild(conn, "INSERT INTO _schemadiff_new_p SELECT id, '' FROM p WHERE id > 1"));
    ck_assert_msg(strstr(err->message, "table \"p\" has 2 rows, its copy"), "%s", err->message);
    ck_assert_int_eq(err->code, ERR_SAFETY);
    error_clear(err);
    must(run_sqlite.rollback(conn, err));
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM p"), "2");
    must(run_sqlite.begin(conn, err));
    must(rebuild(conn, "INSERT INTO _schemadiff_new_p SELECT id, '' FROM p"));
    must(run_sqlite.commit(conn, err));
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM c"), "2");
}
END_TEST

START_TEST(test_enforced_keys_stop_the_drop)
{
    Conn *conn = database(family);
    run(conn, "PRAGMA foreign_keys = ON");
    ck_assert(!rebuild(conn, "INSERT INTO _schemadiff_new_p SELECT id, '' FROM p"));
    ck_assert_msg(strstr(err->message, "foreign keys are enforced"), "%s", err->message);
    error_clear(err);
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM c"), "2");
    must(run_sqlite.exec(conn, "DROP TABLE _schemadiff_new_p", err));
    must(run_sqlite.exec(conn, "DROP TABLE c", err));
}
END_TEST

START_TEST(test_pragmas_come_back)
{
    Conn *conn = database(family);
    run(conn, "PRAGMA foreign_keys = ON");
    must(run_sqlite.begin(conn, err));
    ck_assert_str_eq(value(conn, "PRAGMA foreign_keys"), "0");
    must(run_sqlite.commit(conn, err));
    ck_assert_str_eq(value(conn, "PRAGMA foreign_keys"), "1");
    must(run_sqlite.begin(conn, err));
    run(conn, "PRAGMA legacy_alter_table = ON");
    must(run_sqlite.rollback(conn, err));
    ck_assert_str_eq(value(conn, "PRAGMA foreign_keys"), "1");
    ck_assert_str_eq(value(conn, "PRAGMA legacy_alter_table"), "0");
    must(run_sqlite.rollback(conn, err)); /* harmless without a transaction */
}
END_TEST

/* A key that fits nothing makes foreign_key_check itself fail. */
START_TEST(test_mismatched_key_is_no_obstacle)
{
    Conn *conn = database("CREATE TABLE p (a);\n"
                          "CREATE TABLE c (b references p (a));\n"
                          "INSERT INTO c VALUES (1)");
    must(run_sqlite.begin(conn, err));
    must(conn_exec(conn, "CREATE TABLE x (y)", err));
    must(run_sqlite.commit(conn, err));
}
END_TEST

START_TEST(test_lock_is_bounded)
{
    const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    const char *path = mem_printf(mem, "%s/schemadiff-test-%ld-lock.db", folder, (long)getpid());
    Conn *one = open_path(path), *two = open_path(path);
    run(one, "CREATE TABLE t (a)");
    sqlite_wait(two, 0);
    must(run_sqlite.begin(one, err));
    ck_assert(!run_sqlite.begin(two, err));
    ck_assert_int_eq(err->code, ERR_LOCKED);
    ck_assert_ptr_nonnull(strstr(err->message, path));
    error_clear(err);
    must(run_sqlite.commit(one, err));
    must(run_sqlite.begin(two, err));
    must(run_sqlite.rollback(two, err));
    unlink(path);
}
END_TEST

HARNESS_MAIN("sqlite runner", test_new_violations_are_refused, test_old_violations_are_not_ours,
             test_rows_are_counted_before_the_table_goes, test_enforced_keys_stop_the_drop,
             test_pragmas_come_back, test_mismatched_key_is_no_obstacle, test_lock_is_bounded)
