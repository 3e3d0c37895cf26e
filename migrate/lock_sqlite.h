/* The migration lock of an SQLite database: a file beside it, "app.db-schemadiff", that the
 * operating system locks. The lock ends with the process; the file says who has it. A database in
 * memory needs none. */
#ifndef MIGRATE_LOCK_SQLITE_H
#define MIGRATE_LOCK_SQLITE_H

#include "migrate/run.h"

bool sqlite_lock(Conn *conn, const RunIdentity *who, int seconds, Error *err);
bool sqlite_unlock(Conn *conn, Error *err);

#endif
