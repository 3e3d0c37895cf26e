/* Backups before a database is changed. */
#ifndef CMD_BACKUP_H
#define CMD_BACKUP_H

#include "cmd/session.h"

/* Runs the environment's backup command; with --backup FILE and no such command, the database's
 * own: VACUUM INTO for SQLite, pg_dump, mariadb-dump or mysqldump. Nothing when neither is said.
 * ERR_SAFETY when it fails: nothing was changed then.
 *
 * The command is given to sh with SCHEMADIFF_URL (with its password), SCHEMADIFF_ENV,
 * SCHEMADIFF_DATABASE and, with --backup, SCHEMADIFF_BACKUP in its environment. */
NODISCARD bool backup_run(Context *ctx, Conn *conn, Error *err);

#define BACKUP_FLAG \
    FLAG("backup", 0, FLAG_VALUE, "FILE", backup, "write a backup first; stop when that fails")

#endif
