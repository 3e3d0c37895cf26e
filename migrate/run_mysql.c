/* MySQL and MariaDB: DDL commits by itself, so the history row counts the statements; a named lock
 * per database. */
#include "base/digest.h"
#include "migrate/run.h"

#include <string.h>

#define LOCK_NAME_MAX 64

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

static bool locked_by(Conn *conn, Mem *mem, const char *name, Error *err)
{
    const char *holder = NULL;
    Error *ignored = error_new(mem);
    const char *query =
        mem_printf(mem,
                   "SELECT CONCAT(user, '@', host, ', connection ', id, ', since ', DATE_FORMAT("
                   "UTC_TIMESTAMP() - INTERVAL time SECOND, '%%Y-%%m-%%dT%%H:%%i:%%sZ')) "
                   "FROM information_schema.processlist WHERE id = IS_USED_LOCK(%s)",
                   name);
    (void)!conn_value(conn, mem, query, &holder, ignored);
    error_set(err, ERR_LOCKED, "somebody else holds the migration lock: %s",
              holder ? holder : "who, the server does not tell");
    return error_hint(err, "wait until that run is done, then start this one again");
}

static bool lock(Conn *conn, int seconds, Error *err)
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

const RunOps run_mysql = {
    .split = SPLIT_BACKSLASH | SPLIT_BACKTICKS | SPLIT_HASH_COMMENTS | SPLIT_DASH_NEEDS_SPACE |
             SPLIT_DELIMITER | SPLIT_BEGIN_END | SPLIT_EXECUTABLE_COMMENTS,
    .lock = lock,
    .unlock = unlock,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .history_exists = "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                      "table_name = %s",
    .history_ddl = "CREATE TABLE IF NOT EXISTS %s (\n"
                   "  revision varchar(255) NOT NULL PRIMARY KEY,\n"
                   "  message text NOT NULL,\n"
                   "  checksum varchar(64) NOT NULL,\n"
                   "  state varchar(16) NOT NULL,\n"
                   "  steps int NOT NULL,\n"
                   "  steps_total int NOT NULL,\n"
                   "  applied_at varchar(32) NOT NULL,\n"
                   "  applied_by varchar(255) NOT NULL,\n"
                   "  duration_ms bigint NOT NULL,\n"
                   "  tool varchar(32) NOT NULL\n"
                   ") ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
};
