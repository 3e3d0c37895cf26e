/* Migrations as a script for whoever may not let a program at the database: the same statements and
 * history rows, guarded so that nothing happens when the database is not where the script begins.
 */
#ifndef MIGRATE_SCRIPT_H
#define MIGRATE_SCRIPT_H

#include "migrate/history.h"

typedef struct Script {
    Mem *mem;
    const Server *server;
    const char *table; /* history */
    const char *title; /* one line: what the script is for */
    const char *tag;   /* the user's word; NULL = none */
    Migrations start;  /* of a stamp: where the database is; empty = base */
    bool creates;      /* begins at base: the history table may have to be made */
    Buf out;
} Script;

/* In the given order. ERR_MODEL, ERR_HISTORY (what cannot be taken back). */
NODISCARD bool script_upgrade(Script *script, const Migrations *todo, Error *err);
NODISCARD bool script_downgrade(Script *script, const Migrations *todo, Error *err);
/* History rows only. */
NODISCARD bool script_stamp(Script *script, const Texts *gone, const Migrations *applied,
                            Error *err);

#endif
