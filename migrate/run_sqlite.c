/* SQLite: one transaction that locks the whole file. Foreign keys are not enforced inside it (the
 * rebuild of a table would cascade) but checked before it is committed. */
#include "introspect/conn_sqlite.h"
#include "migrate/guard_sqlite.h"
#include "migrate/lock_sqlite.h"
#include "migrate/words.h"

#include <stdlib.h>
#include <string.h>

/* --- foreign keys ----------------------------------------------------------------------------- */

static const char *const table_query = "SELECT name FROM pragma_table_list "
                                       "WHERE schema = 'main' AND type = 'table' ORDER BY name";

static const char *const check_query = "SELECT \"table\", parent, count(*) "
                                       "FROM pragma_foreign_key_check(?) GROUP BY 1, 2 "
                                       "ORDER BY 1, 2";

/* One table after the other: a foreign key that fits no key of its parent ("foreign key mismatch")
 * makes the check of its table fail, which says nothing about the rows of the others. */
static bool find_violations(Conn *conn, Mem *mem, SqliteViolations *out, Error *err)
{
    Rows tables;
    if (!conn_query_text(conn, mem, table_query, &tables, err)) {
        return false;
    }
    Error *ignored = error_new(mem);
    for (size_t i = 0; i < tables.len; i++) {
        const char *params[] = {rows_get(&tables, i, 0)};
        const Query query = {.sql = check_query, .params = params, .param_count = 1};
        Rows rows = {0};
        if (!conn_query(conn, mem, &query, &rows, ignored)) {
            error_clear(ignored);
            continue;
        }
        for (size_t j = 0; j < rows.len; j++) {
            SqliteViolation violation = {rows_get(&rows, j, 0), rows_get(&rows, j, 1),
                                         strtoll(rows_get(&rows, j, 2), NULL, 10)};
            list_push(mem, out, violation);
        }
    }
    return true;
}

static int64_t total(const SqliteViolations *violations)
{
    int64_t rows = 0;
    for (size_t i = 0; i < violations->len; i++) {
        rows += violations->at[i].rows;
    }
    return rows;
}

static int64_t rows_before(const SqliteViolations *before, const SqliteViolation *now)
{
    for (size_t i = 0; i < before->len; i++) {
        if (text_equal(before->at[i].table, now->table) &&
            text_equal(before->at[i].parent, now->parent)) {
            return before->at[i].rows;
        }
    }
    return 0;
}

/* What was broken before is not ours, also when its table has another name now: only when there is
 * more of it altogether is some of it new. */
static bool check_violations(Conn *conn, const SqliteSession *session, Error *err)
{
    SqliteViolations now = {0};
    if (!find_violations(conn, session->mem, &now, err)) {
        return false;
    }
    if (total(&now) <= total(&session->violations)) {
        return true;
    }
    for (size_t i = 0; i < now.len; i++) {
        int64_t more = now.at[i].rows - rows_before(&session->violations, &now.at[i]);
        if (more > 0) {
            error_set(err, ERR_SQL, "%lld row%s of table \"%s\" would refer to no row of \"%s\"",
                      (long long)more, more == 1 ? "" : "s", now.at[i].table, now.at[i].parent);
            error_hint(err,
                       "correct the rows first, or in the migration; see: pragma "
                       "foreign_key_check(\"%s\")",
                       now.at[i].table);
            err->server_code = "SQLITE_CONSTRAINT_FOREIGNKEY";
            return false;
        }
    }
    return true;
}

/* --- transactions ----------------------------------------------------------------------------- */

/* SQLite waits for locks in whole; it cannot limit how long a statement runs. */
static bool limit(Conn *conn, const RunLimits *limits, Error *err UNUSED)
{
    if (limits->lock_ms) {
        sqlite_wait(conn, limits->lock_ms);
    }
    return true;
}

/* Pragmas that change nothing inside a transaction, or are not undone by ROLLBACK. */
static bool restore(Conn *conn, Error *err)
{
    SqliteSession *session = sqlite_session(conn);
    if (!session->mem) {
        return true;
    }
    bool enforced = session->foreign_keys;
    mem_destroy(session->mem);
    session->mem = NULL;
    session->violations = (SqliteViolations){0};
    return conn_exec(conn, "PRAGMA legacy_alter_table = OFF", err) &&
           conn_exec(conn, enforced ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF",
                     err);
}

static bool begin_immediate(Conn *conn, Error *err)
{
    if (conn_exec(conn, "BEGIN IMMEDIATE", err)) {
        return true;
    }
    if (err->code == ERR_LOCKED) {
        const char *code = err->server_code;
        error_clear(err);
        error_set(err, ERR_LOCKED, "another connection is writing to database \"%s\"",
                  conn->database);
        error_hint(err, "wait until it is done, then start again; SQLite does not tell who it is");
        err->server_code = code;
    }
    return false;
}

static bool begin(Conn *conn, Error *err)
{
    SqliteSession *session = sqlite_session(conn);
    const char *enforced = NULL;
    session->mem = mem_child(sqlite_mem(conn), "sqlite migration");
    session->violations = (SqliteViolations){0};
    bool ok = conn_value(conn, session->mem, "PRAGMA foreign_keys", &enforced, err);
    session->foreign_keys = text_equal(enforced, "1");
    ok = ok && conn_exec(conn, "PRAGMA foreign_keys = OFF", err) &&
         conn_exec(conn, "PRAGMA legacy_alter_table = OFF", err) && begin_immediate(conn, err);
    if (ok && find_violations(conn, session->mem, &session->violations, err)) {
        return true;
    }
    Error *ignored = error_new(session->mem);
    if (sqlite_in_transaction(conn)) {
        (void)!conn_exec(conn, "ROLLBACK", ignored);
    }
    (void)!restore(conn, error_new(err->mem));
    return false;
}

static bool commit(Conn *conn, Error *err)
{
    return check_violations(conn, sqlite_session(conn), err) && conn_exec(conn, "COMMIT", err) &&
           restore(conn, err);
}

static bool rollback(Conn *conn, Error *err)
{
    bool done = !sqlite_in_transaction(conn) || conn_exec(conn, "ROLLBACK", err);
    return restore(conn, err) && done;
}

/* --- statements --------------------------------------------------------------------------------
 */

static StepKind step_kind(const Words *words)
{
    static const char *const outside[] = {"pragma", "attach", "detach", NULL};
    static const char *const ends[] = {"commit", "end", NULL};
    if (words_at(words, 0, "vacuum")) {
        return STEP_ALONE;
    }
    if (words_begin_with(words, outside)) {
        return STEP_SESSION;
    }
    if (words_at(words, 0, "begin")) {
        return STEP_BEGIN;
    }
    if (words_begin_with(words, ends)) {
        return STEP_COMMIT;
    }
    bool whole = words_at(words, 0, "rollback") && words_find(words, "to") == words->len;
    return whole ? STEP_ROLLBACK : STEP_PLAIN;
}

/* VACUUM, the only one that stands alone, changes nothing that could be done twice. */
static bool observe(Conn *conn UNUSED, Mem *mem UNUSED, const Words *words UNUSED, const char **out,
                    Error *err UNUSED)
{
    *out = "";
    return true;
}

static bool refused_as_done(const Error *err)
{
    static const char *const parts[] = {"no such table",        "no such index",   "no such column",
                                        "no such view",         "no such trigger", "already exists",
                                        "duplicate column name"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(err->message, parts[i])) {
            return true;
        }
    }
    return false;
}

static bool refused_as_busy(const Error *err)
{
    return text_starts(err->server_code ? err->server_code : "", "SQLITE_BUSY") ||
           text_starts(err->server_code ? err->server_code : "", "SQLITE_LOCKED");
}

const RunOps run_sqlite = {
    .split = SPLIT_BACKTICKS | SPLIT_BRACKETS | SPLIT_TRIGGERS,
    .lock = sqlite_lock,
    .unlock = sqlite_unlock,
    .limit = limit,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .exec = sqlite_guarded_exec,
    .step_kind = step_kind,
    .step_begin = "BEGIN IMMEDIATE",
    .observe = observe,
    .refused_as_done = refused_as_done,
    .refused_as_busy = refused_as_busy,
    .scratch_url = "sqlite://",
    .script_intro =
        "-- Run it as a whole: sqlite3 DATABASE < FILE. Each revision is one transaction, and\n"
        "-- does nothing unless the database is where it begins. The lines up to PRAGMA are\n"
        "-- for the sqlite3 shell: leave .bail out elsewhere, and stop at the first error.\n"
        ".bail on\n"
        "PRAGMA foreign_keys = OFF;",
    .script_stop = "",
    .script_begin = "BEGIN IMMEDIATE;\n",
    .script_commit = "COMMIT;\n",
    .script_guard = "CREATE TEMP TABLE schemadiff_guard (holds CONSTRAINT {name} CHECK (holds));\n"
                    "INSERT INTO schemadiff_guard SELECT (\n    {condition}\n);\n"
                    "DROP TABLE temp.schemadiff_guard;\n",
    .script_now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
    .script_user = "'script'",
    .history_types = {[HISTORY_KEY] = "TEXT",
                      [HISTORY_LINE] = "TEXT",
                      [HISTORY_TEXT] = "TEXT",
                      [HISTORY_NUMBER] = "INTEGER"},
    .history_options = "",
    .history_columns = "SELECT name FROM pragma_table_info({table}, {schema})",
};
