/* The last look before SQLite drops a table that was copied. */
#ifndef MIGRATE_GUARD_SQLITE_H
#define MIGRATE_GUARD_SQLITE_H

#include "introspect/conn.h"

/* RunOps.exec: runs one statement. A DROP TABLE whose copy stands ready (SQLITE_NEW_PREFIX) is
 * refused (ERR_SAFETY) when the copy has not as many rows, or when foreign keys are enforced, for
 * then the drop would delete or change the rows that refer to the table; and what refers to it must
 * have as many rows afterwards. */
bool sqlite_guarded_exec(Conn *conn, const char *sql, Error *err);

#endif
