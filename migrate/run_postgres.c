/* PostgreSQL: everything in one transaction, a session-wide advisory lock per database. */
#include "migrate/run.h"

#include <time.h>

/* "schd", "iff ": the two halves of our advisory lock's key. */
#define LOCK_KEY "1935894628, 1768318496"

/* The lock's owner; the two-key form has objsubid 2. */
static const char *const holder_query =
    "SELECT a.usename || coalesce(' at ' || host(a.client_addr), '') || ', process ' || a.pid || "
    "', since ' || to_char(coalesce(a.query_start, a.backend_start) AT TIME ZONE 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
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

/* Polls: lock_timeout would have to be set and restored. */
static bool lock(Conn *conn, int seconds, Error *err)
{
    Mem *mem = mem_child(err->mem, "lock");
    bool ok = false;
    for (int tries = seconds * 5;; tries--) {
        const char *got = NULL;
        if (!conn_value(conn, mem, "SELECT pg_try_advisory_lock(" LOCK_KEY ")::text", &got, err)) {
            break;
        }
        ok = text_equal(got, "true");
        if (ok || tries <= 0) {
            ok = ok || locked_by(conn, mem, err);
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

const RunOps run_postgres = {
    .split = SPLIT_DOLLAR_QUOTES | SPLIT_NESTED_COMMENTS | SPLIT_BEGIN_ATOMIC | SPLIT_E_STRINGS |
             SPLIT_PARENS,
    .lock = lock,
    .unlock = unlock,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .history_exists = "SELECT 1 FROM pg_catalog.pg_class WHERE relname = %s AND relkind IN ('r', "
                      "'p') AND pg_catalog.pg_table_is_visible(oid)",
    .history_ddl = "CREATE TABLE IF NOT EXISTS %s (\n"
                   "  revision varchar(255) NOT NULL PRIMARY KEY,\n"
                   "  message text NOT NULL,\n"
                   "  checksum varchar(64) NOT NULL,\n"
                   "  state varchar(16) NOT NULL,\n"
                   "  steps integer NOT NULL,\n"
                   "  steps_total integer NOT NULL,\n"
                   "  applied_at varchar(32) NOT NULL,\n"
                   "  applied_by varchar(255) NOT NULL,\n"
                   "  duration_ms bigint NOT NULL,\n"
                   "  tool varchar(32) NOT NULL\n"
                   ")",
};
