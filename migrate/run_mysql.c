/* MySQL and MariaDB: DDL commits by itself, so the history row counts the statements; a named lock
 * per database. */
#include "base/digest.h"
#include "migrate/words.h"

#include <string.h>

#define LOCK_NAME_MAX 64
#define MYSQL_SPLIT                                                                     \
    (SPLIT_BACKSLASH | SPLIT_BACKTICKS | SPLIT_HASH_COMMENTS | SPLIT_DASH_NEEDS_SPACE | \
     SPLIT_DELIMITER | SPLIT_BEGIN_END | SPLIT_EXECUTABLE_COMMENTS)

/* --- the lock ----------------------------------------------------------------------------------
 */

/* Named locks are server-wide: the database's name is part of it, its hash when it is long. */
static const char *lock_name(Conn *conn, Mem *mem)
{
    const char *database = conn->database ? conn->database : "";
    const char *name = mem_printf(mem, "schemadiff:%s", database);
    if (strlen(name) > LOCK_NAME_MAX) {
        name = mem_printf(mem, "schemadiff:%.40s", digest_sha256(mem, database, strlen(database)));
    }
    return conn_literal(conn, mem, name);
}

/* What the other end said about itself when it connected; NULL where the server keeps no account of
 * that (MariaDB: unless performance_schema is on). */
static const char *introduced(Conn *conn, Mem *mem, const char *name)
{
    const char *who = NULL;
    Error *ignored = error_new(mem);
    const char *query = mem_printf(
        mem,
        "SELECT CONCAT(MAX(CASE attr_name WHEN 'os_user' THEN attr_value END), '@', "
        "MAX(CASE attr_name WHEN 'os_host' THEN attr_value END), ' pid ', "
        "MAX(CASE attr_name WHEN '_pid' THEN attr_value END)) "
        "FROM performance_schema.session_connect_attrs WHERE processlist_id = IS_USED_LOCK(%s)",
        name);
    return conn_value(conn, mem, query, &who, ignored) ? who : NULL;
}

static bool locked_by(Conn *conn, Mem *mem, const char *name, Error *err)
{
    const char *holder = NULL;
    Error *ignored = error_new(mem);
    const char *query =
        mem_printf(mem,
                   "SELECT CONCAT('database user ', user, ' at ', host, ', connection ', id, ', "
                   "since ', DATE_FORMAT("
                   "UTC_TIMESTAMP() - INTERVAL time SECOND, '%%Y-%%m-%%dT%%H:%%i:%%sZ')) "
                   "FROM information_schema.processlist WHERE id = IS_USED_LOCK(%s)",
                   name);
    const char *who = introduced(conn, mem, name);
    (void)!conn_value(conn, mem, query, &holder, ignored);
    error_set(err, ERR_LOCKED, "somebody else holds the migration lock: %s%s%s", who ? who : "",
              who ? ", " : "", holder ? holder : "who, the server does not tell");
    return error_hint(err, "wait until that run is done, then start this one again");
}

static bool lock(Conn *conn, const RunIdentity *who UNUSED, int seconds, Error *err)
{
    Mem *mem = mem_child(err->mem, "lock");
    const char *name = lock_name(conn, mem), *got = NULL;
    bool ok =
        conn_value(conn, mem, mem_printf(mem, "SELECT GET_LOCK(%s, %d)", name, seconds), &got, err);
    ok = ok && (text_equal(got, "1") || locked_by(conn, mem, name, err));
    mem_destroy(mem);
    return ok;
}

static bool unlock(Conn *conn, Error *err)
{
    Mem *mem = mem_child(err->mem, "unlock");
    const char *sql = mem_printf(mem, "DO RELEASE_LOCK(%s)", lock_name(conn, mem));
    bool ok = conn_exec(conn, sql, err);
    mem_destroy(mem);
    return ok;
}

static int64_t whole_seconds(int64_t ms)
{
    return (ms + 999) / 1000;
}

/* A statement's time is limited by MariaDB for all, by MySQL for SELECT only. */
static bool limit(Conn *conn, const RunLimits *limits, Error *err)
{
    Mem *mem = mem_child(err->mem, "limits");
    long long lock = (long long)whole_seconds(limits->lock_ms),
              ms = (long long)limits->statement_ms;
    bool ok =
        !lock ||
        (conn_exec(conn, mem_printf(mem, "SET SESSION lock_wait_timeout = %lld", lock), err) &&
         conn_exec(conn, mem_printf(mem, "SET SESSION innodb_lock_wait_timeout = %lld", lock),
                   err));
    const char *sql =
        conn->server.flavor == FLAVOR_MARIADB
            ? mem_printf(mem, "SET SESSION max_statement_time = %lld.%03lld", ms / 1000, ms % 1000)
            : mem_printf(mem, "SET SESSION max_execution_time = %lld", ms);
    ok = ok && (!ms || conn_exec(conn, sql, err));
    mem_destroy(mem);
    return ok;
}

static bool begin(Conn *conn, Error *err)
{
    return conn_exec(conn, "START TRANSACTION", err);
}

static bool commit(Conn *conn, Error *err)
{
    return conn_exec(conn, "COMMIT", err);
}

static bool rollback(Conn *conn, Error *err)
{
    return conn_exec(conn, "ROLLBACK", err);
}

/* --- statements --------------------------------------------------------------------------------
 */

/* What goes on with the transaction that is open: everything else commits it, or may. */
static const char *const plain[] = {"insert",        "update",
                                    "delete",        "replace",
                                    "select",        "with",
                                    "values",        "table",
                                    "load",          "do",
                                    "set password",  "set global",
                                    "set persist",   "set default role",
                                    "set statement", "set role default",
                                    "savepoint",     "release",
                                    "rollback to",   "rollback work to",
                                    "show",          "explain",
                                    "describe",      NULL};
static const char *const session[] = {"set", "use", NULL};
static const char *const begins[] = {"start transaction", "begin", NULL};
static const char *const ends[] = {"commit", NULL};
static const char *const undoes[] = {"rollback", NULL};

static StepKind step_kind(const Words *words)
{
    if (words_at(words, 0, "begin not atomic")) {
        return STEP_ALONE;
    }
    return words_begin_with(words, plain)     ? STEP_PLAIN
           : words_begin_with(words, session) ? STEP_SESSION
           : words_begin_with(words, begins)  ? STEP_BEGIN
           : words_begin_with(words, ends)    ? STEP_COMMIT
           : words_begin_with(words, undoes)  ? STEP_ROLLBACK
                                              : STEP_ALONE;
}

static bool has_code(const Error *err, const char *const *codes)
{
    for (; err->server_code && *codes; codes++) {
        size_t len = strlen(*codes);
        if (strncmp(err->server_code, *codes, len) == 0 && err->server_code[len] == ' ') {
            return true;
        }
    }
    return false;
}

/* Not there: table, view, column or key, index, routine, trigger, event, database. There already:
 * table, column, key, foreign key, check, routine, trigger, event, database. */
static bool refused_as_done(const Error *err)
{
    static const char *const codes[] = {
        "1051", "1146", "1091", "1054", "1176", "1305", "1360", "1539", "1008", "1050", "1060",
        "1061", "1826", "3821", "3822", "3940", "4092", "1304", "1359", "1537", "1007", NULL};
    return has_code(err, codes);
}

/* Lock wait timeout, deadlock. */
static bool refused_as_busy(const Error *err)
{
    static const char *const codes[] = {"1205", "1213", NULL};
    return has_code(err, codes);
}

/* --- what is in force --------------------------------------------------------------------------
 */

/* Statements whose effects do not show in what observe() looks at. */
static const char *const invisible[] = {"call",
                                        "execute",
                                        "prepare",
                                        "begin",
                                        "create user",
                                        "create role",
                                        "drop user",
                                        "drop role",
                                        "alter user",
                                        "rename user",
                                        "create server",
                                        "drop server",
                                        "install",
                                        "uninstall",
                                        "create tablespace",
                                        "drop tablespace",
                                        "create undo",
                                        "drop undo",
                                        "create logfile",
                                        "create resource",
                                        "drop resource",
                                        "create package",
                                        "create or replace package",
                                        "create or replace user",
                                        "create or replace role",
                                        "xa",
                                        "handler",
                                        NULL};

/* What is there under the names of the statement: the word for SHOW CREATE, schema, name. */
static const char *const named_query =
    "SELECT CASE table_type WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' "
    "END AS word, table_schema AS place, table_name AS name FROM information_schema.tables "
    "WHERE table_schema IN (DATABASE(), %s) AND table_name IN (%s) "
    "UNION ALL SELECT routine_type, routine_schema, routine_name FROM information_schema.routines "
    "WHERE routine_schema IN (DATABASE(), %s) AND routine_name IN (%s) "
    "UNION ALL SELECT 'TRIGGER', trigger_schema, trigger_name FROM information_schema.triggers "
    "WHERE trigger_schema IN (DATABASE(), %s) AND trigger_name IN (%s) "
    "UNION ALL SELECT 'EVENT', event_schema, event_name FROM information_schema.events "
    "WHERE event_schema IN (DATABASE(), %s) AND event_name IN (%s) "
    "UNION ALL SELECT 'DATABASE', schema_name, schema_name FROM information_schema.schemata "
    "WHERE schema_name IN (%s) ORDER BY 1, 2, 3";

static const char *name_list(Conn *conn, Mem *mem, const Words *words)
{
    NameList names = {0};
    Buf buf = buf_new(mem);
    words_names(mem, words, &names);
    buf_add(&buf, "''");
    for (size_t i = 0; i < names.len; i++) {
        buf_fmt(&buf, ", %s", conn_literal(conn, mem, names.at[i]));
    }
    return buf_text(&buf);
}

static const char *quoted(Mem *mem, const char *name)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '`');
    for (; *name; name++) {
        buf_add(&buf, *name == '`' ? "`" : "");
        buf_char(&buf, *name);
    }
    buf_char(&buf, '`');
    return buf_text(&buf);
}

/* Rows that others insert move AUTO_INCREMENT on. */
static void add_definition(Buf *out, const char *text)
{
    static const char counter[] = " AUTO_INCREMENT=";
    const char *at = strstr(text, counter);
    if (at && strstr(text, "\n) ") && at > strstr(text, "\n) ")) {
        buf_add_len(out, text, (size_t)(at - text));
        text = at + strlen(counter);
        text += strspn(text, "0123456789");
    }
    buf_add(out, text);
    buf_char(out, '\n');
}

/* All columns but those that say when something was made or by which session. */
static bool add_object(Conn *conn, Mem *mem, const Rows *found, size_t i, Buf *out, Error *err)
{
    const char *word = rows_get(found, i, 0), *place = rows_get(found, i, 1);
    const char *name = rows_get(found, i, 2), *dot = text_equal(word, "DATABASE") ? NULL : ".";
    Rows rows;
    const char *sql = mem_printf(mem, "SHOW CREATE %s %s%s%s", word, quoted(mem, place),
                                 dot ? dot : "", dot ? quoted(mem, name) : "");
    Error *trial = error_new(mem);
    if (!conn_query_text(conn, mem, sql, &rows, trial)) {
        /* A view on what has changed under it cannot be shown: that, too, is how it is. */
        buf_fmt(out, "%s\n", trial->message);
        return trial->code != ERR_CONNECT || error_set(err, ERR_CONNECT, "%s", trial->message);
    }
    bool trigger = text_equal(word, "TRIGGER");
    size_t columns = trigger && rows.columns > 3 ? 3 : rows.columns;
    for (size_t c = 0; rows.len && c < columns; c++) {
        const char *cell = rows_get(&rows, 0, c);
        add_definition(out, cell ? cell : "");
    }
    return true;
}

static bool observe(Conn *conn, Mem *mem, const Words *words, const char **out, Error *err)
{
    Rows found;
    Buf buf = buf_new(mem);
    if (words_begin_with(words, invisible)) {
        *out = NULL;
        return true;
    }
    bool database = words_at(words, 1, "database") || words_at(words, 1, "schema");
    const char *names = name_list(conn, mem, words);
    const char *sql = mem_printf(mem, named_query, names, names, names, names, names, names, names,
                                 names, database ? names : "''");
    if (!conn_query_text(conn, mem, sql, &found, err)) {
        return false;
    }
    for (size_t i = 0; i < found.len; i++) {
        if (!add_object(conn, mem, &found, i, &buf, err)) {
            return false;
        }
    }
    *out = buf_text(&buf);
    return true;
}

/* Every statement is atomic but one: MariaDB drops several tables one after the other. What is
 * left of them after half of it is neither what was there before nor nothing. */
static bool verdict(Conn *conn, Mem *mem, const Words *words, const char *before, Verdict *out,
                    Error *err)
{
    const char *now = NULL;
    *out = VERDICT_UNKNOWN;
    if (!before || !observe(conn, mem, words, &now, err) || !now) {
        return !error_is_set(err);
    }
    bool drops = words_at(words, 0, "drop table") || words_at(words, 0, "drop view");
    bool same = text_equal(digest_sha256(mem, now, strlen(now)), before);
    *out = same ? VERDICT_NO : drops && *now ? VERDICT_UNKNOWN : VERDICT_YES;
    return true;
}

/* --- batches -----------------------------------------------------------------------------------
 */

#define BATCH_ROWS "10000"

/* Along the first column of the primary key. Its values stay in variables of the session, which
 * keep their type and collation. */
static bool batch_begin(Conn *conn, Mem *mem, Batch *batch, Error *err)
{
    Rows keys = {0};
    const char *sql = mem_printf(
        mem, "SHOW KEYS FROM %s WHERE Key_name = 'PRIMARY' AND Seq_in_index = 1", batch->table);
    if (!conn_query_text(conn, mem, sql, &keys, err)) {
        return false;
    }
    if (keys.len && !rows_get(&keys, 0, 7)) {
        batch->column = quoted(mem, rows_get(&keys, 0, 4));
    }
    return true;
}

/* Where the range ends, in @schemadiff_to: NULL behind the last row. */
static bool find_end(Conn *conn, Mem *mem, Batch *batch, Error *err)
{
    const char *behind =
        batch->at ? mem_printf(mem, " WHERE %s > @schemadiff_from", batch->column) : "";
    const char *end = NULL;
    const char *sql = mem_printf(
        mem, "SET @schemadiff_to = (SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET " BATCH_ROWS ")",
        batch->column, batch->table, behind, batch->column);
    if ((batch->at && !conn_exec(conn, "SET @schemadiff_from = @schemadiff_to", err)) ||
        !conn_exec(conn, sql, err) ||
        !conn_value(conn, mem, "SELECT @schemadiff_to IS NULL", &end, err)) {
        return false;
    }
    batch->last = text_equal(end, "1");
    return true;
}

static bool batch_next(Conn *conn, Mem *mem, Batch *batch, const char **range, Error *err)
{
    if (batch->last) {
        return true;
    }
    if (!batch->column) {
        batch->last = true;
        *range = "TRUE";
        return true;
    }
    if (!find_end(conn, mem, batch, err)) {
        return false;
    }
    const char *from = batch->at ? mem_printf(mem, "%s > @schemadiff_from", batch->column) : "TRUE";
    *range =
        batch->last ? from : mem_printf(mem, "%s AND %s <= @schemadiff_to", from, batch->column);
    batch->at++;
    return true;
}

/* --- tables with zero dates ---------------------------------------------------------------------
 */

static bool writes_table(Mem *scratch, const char *sql)
{
    Mem *mem = mem_child(scratch, "statement");
    Words words = {0};
    words_of(mem, sql, MYSQL_SPLIT, 2, &words);
    bool writes = words_at(&words, 0, "alter table") || words_at(&words, 0, "create table");
    mem_destroy(mem);
    return writes;
}

/* Old tables hold 0000-00-00, in rows and as defaults, which the usual mode refuses whenever a
 * table is written anew. Routines keep the mode that they were made in, so it is left out for
 * statements about tables alone. */
static bool send(Conn *conn, const char *sql, Error *err)
{
    if (!writes_table(err->mem, sql)) {
        return conn_exec(conn, sql, err);
    }
    bool ok = conn_exec(conn,
                        "SET @schemadiff_mode = @@SESSION.sql_mode, SESSION sql_mode = "
                        "REPLACE(REPLACE(@@SESSION.sql_mode, 'NO_ZERO_IN_DATE', ''), "
                        "'NO_ZERO_DATE', '')",
                        err) &&
              conn_exec(conn, sql, err);
    return conn_exec(conn, "SET SESSION sql_mode = @schemadiff_mode",
                     ok ? err : error_new(err->mem)) &&
           ok;
}

const RunOps run_mysql = {
    .split = MYSQL_SPLIT,
    .exec = send,
    .lock = lock,
    .unlock = unlock,
    .limit = limit,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .step_kind = step_kind,
    .step_begin = "START TRANSACTION",
    .observe = observe,
    .verdict = verdict,
    .refused_as_done = refused_as_done,
    .refused_as_busy = refused_as_busy,
    .batch_begin = batch_begin,
    .batch_next = batch_next,
    .scratch_create = "CREATE DATABASE {name}",
    .scratch_drop = "DROP DATABASE IF EXISTS {name}",
    .script_intro = "-- Run it as a whole, without --force: mysql DATABASE < FILE. It ends at the\n"
                    "-- first error, and does nothing unless the database is where it begins.",
    .script_stop = "",
    .script_begin = "START TRANSACTION;\n",
    .script_commit = "COMMIT;\n",
    .script_guard = "CREATE TEMPORARY TABLE schemadiff_guard (message varchar(255) PRIMARY KEY);\n"
                    "INSERT INTO schemadiff_guard VALUES ({message});\n"
                    "-- a duplicate: the condition does not hold\n"
                    "INSERT INTO schemadiff_guard SELECT {message} FROM DUAL WHERE NOT (\n"
                    "    {condition}\n);\n"
                    "DROP TEMPORARY TABLE schemadiff_guard;\n",
    .script_needed = "SET @schemadiff_needed = COALESCE({needed}, 'DO 0');\n"
                     "PREPARE schemadiff_needed FROM @schemadiff_needed;\n"
                     "EXECUTE schemadiff_needed;\n"
                     "DEALLOCATE PREPARE schemadiff_needed;\n",
    .script_now = "DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ')",
    .script_user = "CURRENT_USER()",
    .history_types = {[HISTORY_KEY] = "varchar(255)",
                      [HISTORY_LINE] = "varchar(255)",
                      [HISTORY_TEXT] = "mediumtext",
                      [HISTORY_NUMBER] = "bigint"},
    .history_options = " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    .history_columns = "SELECT column_name FROM information_schema.columns WHERE table_schema = "
                       "{schema} AND table_name = {table}",
};
