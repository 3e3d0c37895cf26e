/* A database for trying things out, which is empty before and gone (or empty again) afterwards. */
#ifndef MIGRATE_SCRATCH_H
#define MIGRATE_SCRATCH_H

#include "emit/plan.h"
#include "introspect/introspect.h"

typedef struct Scratch {
    Conn *conn;
    const char *label; /* for people: what it is */
    const Url *url;
} Scratch;

/* A new one for the dialect of `url`: in memory where the dialect has that, else on the server of
 * the URL, under a name that nobody has. Looks like the database of the URL: same default
 * namespace, same character set. It is dropped with `mem` at the latest. */
NODISCARD bool scratch_make(Mem *mem, const Dialect *dialect, const Url *url, Scratch **out,
                            Error *err);

/* The user's own: ERR_SAFETY unless it is empty. It is emptied with `mem` at the latest. */
NODISCARD bool scratch_borrow(Mem *mem, const Dialect *dialect, const Url *url,
                              const char *history_table, Scratch **out, Error *err);

/* A copy of a whole SQLite database, rows and all; its file goes with `mem` at the latest. */
NODISCARD bool scratch_copy(Mem *mem, const Dialect *dialect, const char *path, Scratch **out,
                            Error *err);

/* Drops or empties it now; what goes wrong is told. */
NODISCARD bool scratch_end(Scratch *scratch, Error *err);

/* All that the database holds but the history. */
NODISCARD bool scratch_read(Mem *mem, Conn *conn, const char *history_table, Schema **out,
                            Error *err);
/* Runs the statements of a plan in one transaction, or without where one of them cannot. */
NODISCARD bool scratch_execute(Conn *conn, const Plan *plan, Error *err);

#endif
