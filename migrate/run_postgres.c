/* PostgreSQL: everything in one transaction, a session-wide advisory lock per database. What
 * cannot run in a transaction (… CONCURRENTLY, VACUUM) is told by the server itself. */
#include "migrate/words.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "schd", "iff ": the two halves of our advisory lock's key. */
#define LOCK_KEY "1935894628, 1768318496"

/* --- the lock ----------------------------------------------------------------------------------
 */

/* The lock's owner; the two-key form has objsubid 2. Its application_name says who it is. */
static const char *const holder_query =
    "SELECT CASE WHEN a.application_name LIKE 'schemadiff %' THEN substr(a.application_name, 12) "
    "|| ', ' ELSE '' END || 'database user ' || a.usename || coalesce(' at ' || "
    "host(a.client_addr), '') || ', server process ' || a.pid || ', since ' || "
    "to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
    "FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = 1935894628 "
    "AND l.objid = 1768318496 AND l.granted AND l.database = (SELECT oid FROM "
    "pg_catalog.pg_database WHERE datname = current_database())";

static bool locked_by(Conn *conn, Mem *mem, Error *err)
{
    const char *holder = NULL;
    Error *ignored = error_new(mem);
    (void)!conn_value(conn, mem, holder_query, &holder, ignored);
    error_set(err, ERR_LOCKED, "somebody else holds the migration lock: %s",
              holder ? holder : "who, the server does not tell");
    return error_hint(err, "wait until that run is done, then start this one again");
}

/* An application name has 63 bytes; the process matters more than a long host name. */
static bool introduce(Conn *conn, Mem *mem, const RunIdentity *who, Error *err)
{
    const char *name = mem_printf(mem, "schemadiff %.16s@%.20s pid %lld", who->user, who->host,
                                  (long long)who->pid);
    return conn_exec(
        conn, mem_printf(mem, "SET application_name = %s", conn_literal(conn, mem, name)), err);
}

/* Polls: lock_timeout would have to be set and restored. */
static bool lock(Conn *conn, const RunIdentity *who, int seconds, Error *err)
{
    Mem *mem = mem_child(err->mem, "lock");
    bool ok = introduce(conn, mem, who, err);
    for (int tries = seconds * 5; ok; tries--) {
        const char *got = NULL;
        ok = conn_value(conn, mem, "SELECT pg_try_advisory_lock(" LOCK_KEY ")::text", &got, err);
        if (!ok || text_equal(got, "true")) {
            break;
        }
        if (tries <= 0) {
            ok = locked_by(conn, mem, err);
            break;
        }
        nanosleep(&(struct timespec){.tv_nsec = 200 * 1000 * 1000}, NULL);
    }
    mem_destroy(mem);
    return ok;
}

static bool unlock(Conn *conn, Error *err)
{
    return conn_exec(conn, "SELECT pg_advisory_unlock(" LOCK_KEY ")", err);
}

static bool set_ms(Conn *conn, Mem *mem, const char *name, int64_t ms, Error *err)
{
    return !ms || conn_exec(conn, mem_printf(mem, "SET %s = %lld", name, (long long)ms), err);
}

static bool limit(Conn *conn, const RunLimits *limits, Error *err)
{
    Mem *mem = mem_child(err->mem, "limits");
    bool ok = set_ms(conn, mem, "lock_timeout", limits->lock_ms, err) &&
              set_ms(conn, mem, "statement_timeout", limits->statement_ms, err);
    mem_destroy(mem);
    return ok;
}

static bool begin(Conn *conn, Error *err)
{
    return conn_exec(conn, "BEGIN", err);
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

static StepKind step_kind(const Words *words)
{
    static const char *const begins[] = {"begin", "start transaction", NULL};
    static const char *const ends[] = {"commit", "end", NULL};
    static const char *const undoes[] = {"rollback", "abort", NULL};
    if (words_begin_with(words, begins)) {
        return STEP_BEGIN;
    }
    if (words_begin_with(words, ends) && !words_at(words, 1, "prepared")) {
        return STEP_COMMIT;
    }
    if (words_begin_with(words, undoes) && !words_at(words, 1, "prepared") &&
        words_find(words, "to") == words->len) {
        return STEP_ROLLBACK;
    }
    return words_at(words, 0, "set") || words_at(words, 0, "reset") ? STEP_SESSION : STEP_PLAIN;
}

static bool has_code(const Error *err, const char *const *codes)
{
    for (; *codes; codes++) {
        if (text_equal(err->server_code, *codes)) {
            return true;
        }
    }
    return false;
}

/* active_sql_transaction: nothing was begun. invalid_transaction_termination: a procedure that
 * commits was rolled back with the transaction that was in its way. */
static bool refused_in_transaction(const Error *err)
{
    static const char *const codes[] = {"25001", "2D000", NULL};
    return has_code(err, codes);
}

/* undefined_… and duplicate_… */
static bool refused_as_done(const Error *err)
{
    static const char *const codes[] = {"42P01", "42703", "42704", "42883", "3F000", "42P07",
                                        "42701", "42710", "42723", "42P06", NULL};
    return has_code(err, codes);
}

/* lock_not_available, deadlock_detected */
static bool refused_as_busy(const Error *err)
{
    static const char *const codes[] = {"55P03", "40P01", NULL};
    return has_code(err, codes);
}

/* --- what is in force --------------------------------------------------------------------------
 */

/* 'a', 'b': the names of the statement, as they are and folded. */
static const char *name_list(Conn *conn, Mem *mem, const Words *words)
{
    NameList names = {0};
    Buf buf = buf_new(mem);
    words_names(mem, words, &names);
    buf_add(&buf, "''");
    for (size_t i = 0; i < names.len; i++) {
        buf_fmt(&buf, ", %s, %s", conn_literal(conn, mem, names.at[i]),
                conn_literal(conn, mem, text_lower(mem, names.at[i])));
    }
    return buf_text(&buf);
}

/* Relations of these names and the valid indexes of such tables; partitions that are being
 * detached; databases, tablespaces, subscriptions. An index that is not valid counts as none. */
static const char *const observe_query =
    "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM ("
    "SELECT 'relation ' || c.oid || ' ' || c.relname || coalesce(' ' || c.reloptions::text, '') "
    "AS line FROM pg_catalog.pg_class c WHERE c.relname IN (%s) AND NOT EXISTS (SELECT FROM "
    "pg_catalog.pg_index x WHERE x.indexrelid = c.oid AND NOT x.indisvalid) "
    "UNION ALL SELECT 'index ' || c.oid || ' ' || pg_catalog.pg_get_indexdef(c.oid) "
    "FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
    "JOIN pg_catalog.pg_class t ON t.oid = x.indrelid WHERE x.indisvalid AND t.relname IN (%s) "
    "UNION ALL SELECT 'child ' || h.inhrelid || ' ' || h.inhparent || ' ' || h.inhdetachpending "
    "FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class t ON t.oid = h.inhparent "
    "WHERE t.relname IN (%s) "
    "UNION ALL SELECT 'database ' || datname FROM pg_catalog.pg_database WHERE datname IN (%s) "
    "UNION ALL SELECT 'tablespace ' || spcname FROM pg_catalog.pg_tablespace "
    "WHERE spcname IN (%s)) AS lines";

/* Statements whose effects do not show in the catalogue. */
static const char *const invisible[] = {
    "call", "do", "create subscription", "drop subscription", "alter subscription", NULL};

static bool observe(Conn *conn, Mem *mem, const Words *words, const char **out, Error *err)
{
    if (words_begin_with(words, invisible)) {
        *out = NULL;
        return true;
    }
    const char *names = name_list(conn, mem, words);
    return conn_value(conn, mem, mem_printf(mem, observe_query, names, names, names, names, names),
                      out, err);
}

static bool makes_index_concurrently(const Words *words)
{
    return words_at(words, 0, "create unique index concurrently") ||
           words_at(words, 0, "create index concurrently");
}

/* The name in CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name; NULL = it has none. */
static const char *concurrent_index(const Words *words)
{
    size_t at = words_at(words, 0, "create unique index concurrently") ? 4
                : words_at(words, 0, "create index concurrently")      ? 3
                                                                       : 0;
    if (!at) {
        return NULL;
    }
    at += words_at(words, at, "if not exists") ? 3 : 0;
    return at < words->len && !words_at(words, at, "on") ? words->at[at].text : NULL;
}

/* The table in … ON [ONLY] [schema .] table: where the index of that name would be made. */
static const char *const leftover_query =
    "SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_catalog.pg_index x "
    "JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid "
    "JOIN pg_catalog.pg_class t ON t.oid = x.indrelid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT x.indisvalid AND c.relkind = 'i' AND c.relname IN (%s, %s) AND t.relname IN (%s) "
    "AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p "
    "WHERE p.index_relid = c.oid)";

/* An index that the server is to name: an earlier attempt may have left one under any name. */
static const char *const invalid_query =
    "SELECT string_agg(x.indexrelid::regclass::text, ', ' ORDER BY 1) FROM pg_catalog.pg_index x "
    "JOIN pg_catalog.pg_class t ON t.oid = x.indrelid "
    "WHERE NOT x.indisvalid AND t.relkind <> 'p' AND t.relname IN (%s) "
    "AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p "
    "WHERE p.index_relid = x.indexrelid)";

static bool tell_invalid(Conn *conn, Mem *mem, const Words *words, const char **told, Error *err)
{
    const char *found = NULL;
    const char *query = mem_printf(mem, invalid_query, name_list(conn, mem, words));
    if (!conn_value(conn, mem, query, &found, err)) {
        return false;
    }
    if (found) {
        *told = mem_printf(mem,
                           "invalid, perhaps left behind by an earlier attempt: %s; drop what "
                           "nobody builds any more, and give the new index a name",
                           found);
    }
    return true;
}

static bool clear_leftover(Conn *conn, Mem *mem, const Words *words, const char **told, Error *err)
{
    const char *name = concurrent_index(words), *found = NULL;
    if (!name) {
        return !makes_index_concurrently(words) || tell_invalid(conn, mem, words, told, err);
    }
    const char *query =
        mem_printf(mem, leftover_query, conn_literal(conn, mem, name),
                   conn_literal(conn, mem, text_lower(mem, name)), name_list(conn, mem, words));
    if (!conn_value(conn, mem, query, &found, err) || !found) {
        return !error_is_set(err);
    }
    if (!conn_exec(conn, mem_printf(mem, "DROP INDEX CONCURRENTLY %s", found), err)) {
        return false;
    }
    *told = mem_printf(mem, "dropped the invalid index %s, which an earlier attempt left behind",
                       found);
    return true;
}

/* --- batches -----------------------------------------------------------------------------------
 */

#define BATCH_PAGES 128

/* The largest of a table and its partitions counts. */
static bool batch_begin(Conn *conn, Mem *mem, Batch *batch, Error *err)
{
    const char *table = conn_literal(conn, mem, batch->table), *pages = NULL;
    const char *sql = mem_printf(
        mem,
        "SELECT greatest(pg_relation_size(%s::regclass), (SELECT max(pg_relation_size(relid)) FROM "
        "pg_partition_tree(%s::regclass))) / current_setting('block_size')::bigint",
        table, table);
    if (!conn_value(conn, mem, sql, &pages, err)) {
        return false;
    }
    batch->end = pages ? strtoll(pages, NULL, 10) : 0;
    return true;
}

static bool batch_next(Conn *conn UNUSED, Mem *mem, Batch *batch, const char **range,
                       Error *err UNUSED)
{
    if (batch->last) {
        return true;
    }
    int64_t from = batch->at;
    batch->at += BATCH_PAGES;
    batch->last = batch->at > batch->end;
    *range = batch->last ? mem_printf(mem, "ctid >= '(%lld,0)'", (long long)from)
                         : mem_printf(mem, "ctid >= '(%lld,0)' AND ctid < '(%lld,0)'",
                                      (long long)from, (long long)batch->at);
    return true;
}

const RunOps run_postgres = {
    .split = SPLIT_DOLLAR_QUOTES | SPLIT_NESTED_COMMENTS | SPLIT_BEGIN_ATOMIC | SPLIT_E_STRINGS |
             SPLIT_PARENS,
    .lock = lock,
    .unlock = unlock,
    .limit = limit,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .step_kind = step_kind,
    .step_begin = "BEGIN",
    .refused_in_transaction = refused_in_transaction,
    .observe = observe,
    .clear_leftover = clear_leftover,
    .refused_as_done = refused_as_done,
    .refused_as_busy = refused_as_busy,
    .batch_begin = batch_begin,
    .batch_next = batch_next,
    .scratch_create = "CREATE DATABASE {name} TEMPLATE template0",
    .scratch_drop = "DROP DATABASE IF EXISTS {name} WITH (FORCE)",
    .script_intro =
        "-- Run it as a whole: psql -f FILE. Each revision is one transaction, and does\n"
        "-- nothing unless the database is where it begins.",
    .script_stop = "\\set ON_ERROR_STOP on\n",
    .script_begin = "BEGIN;\n",
    .script_commit = "COMMIT;\n",
    .script_guard = "DO $schemadiff$ BEGIN\n"
                    "  IF NOT (\n    {condition}\n  ) THEN\n"
                    "    RAISE EXCEPTION USING MESSAGE = {message};\n"
                    "  END IF;\n"
                    "END $schemadiff$;\n",
    .script_now = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    .script_user = "current_user",
    .history_types = {[HISTORY_KEY] = "varchar(255)",
                      [HISTORY_LINE] = "varchar(255)",
                      [HISTORY_TEXT] = "text",
                      [HISTORY_NUMBER] = "bigint"},
    .history_options = "",
    .history_columns =
        "SELECT attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON "
        "c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
        "c.relnamespace WHERE c.relname = {table} AND n.nspname = {schema} AND "
        "c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped",
};
