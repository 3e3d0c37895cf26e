/* Dumps of databases, with their rows. */
#ifndef CMD_DUMP_H
#define CMD_DUMP_H

#include "cmd/process.h"
#include "migrate/scratch.h"

/* Fills the database with what the file holds: a dump that pg_dump wrote (as SQL, or in a format of
 * pg_restore), SQL of mysqldump, mariadb-dump or sqlite3. The programs that PostgreSQL needs are
 * looked for in $PATH. ERR_FILE, ERR_SQL, ERR_MODEL. */
NODISCARD bool dump_load(Mem *mem, const Scratch *scratch, const char *path, Error *err);

/* Is it a whole SQLite database? Then it is copied, not loaded. */
bool dump_is_database(const char *path);

/* What psql, pg_dump and pg_restore find a database by; nothing of it in their arguments. */
#define POSTGRES_VARIABLES 8
void dump_postgres_variables(const Url *url, const char *database,
                             Variable out[static POSTGRES_VARIABLES]);

#endif
