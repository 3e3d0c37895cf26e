/* The SQLite connection: what its reader and its runner need beyond ConnOps. */
#ifndef INTROSPECT_CONN_SQLITE_H
#define INTROSPECT_CONN_SQLITE_H

#include "introspect/conn.h"

/* IntrospectOps.open. A missing file is created by the first statement that writes; ?mode=ro opens
 * for reading only. */
NODISCARD bool sqlite_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out,
                           Error *err);

/* A broken reference: rows of `table` whose foreign key to `parent` finds nothing. */
typedef struct SqliteViolation {
    const char *table, *parent;
    int64_t rows;
} SqliteViolation;

typedef LIST(SqliteViolation) SqliteViolations;

/* What a migration must put back or compare with (migrate/run_sqlite.c). */
typedef struct SqliteSession {
    Mem *mem;          /* of the running migration; NULL = none runs */
    bool foreign_keys; /* enforced before it began */
    SqliteViolations violations;
    void *lock; /* the migration lock (migrate/lock_sqlite.c); NULL = not held */
} SqliteSession;

SqliteSession *sqlite_session(Conn *conn);
bool sqlite_in_transaction(const Conn *conn);
/* How long a statement waits for other connections' locks. */
void sqlite_wait(Conn *conn, int64_t milliseconds);
/* The region that dies with the connection. */
Mem *sqlite_mem(Conn *conn);

#endif
