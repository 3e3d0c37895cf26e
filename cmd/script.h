/* upgrade, downgrade and stamp with --sql: a script on standard output, no database. */
#ifndef CMD_SCRIPT_H
#define CMD_SCRIPT_H

#include "cmd/describe.h"
#include "migrate/target.h"

typedef LIST(Target) Targets;

/* "[FROM:]TO" behind the command; FROM is base when it is left out, TO the given word. */
NODISCARD bool script_of_upgrade(Context *ctx, Error *err);
NODISCARD bool script_of_downgrade(Context *ctx, Error *err);
NODISCARD bool script_of_stamp(Context *ctx, Error *err);

/* The rows that a stamp changes. */
typedef struct Stamp {
    Texts gone;         /* to delete: ids */
    Migrations applied; /* to insert */
} Stamp;

/* Everything the targets need becomes applied, what stands on them does not; other branches stay as
 * they are. With `purge` nothing stays. */
void stamp_plan(Mem *mem, const Graph *graph, const History *history, const Targets *targets,
                bool purge, Stamp *out);

#define SQL_FLAGS                                                                                 \
    FLAG("sql", 0, FLAG_SWITCH, NULL, sql, "print a script for [FROM:]REV instead; no database"), \
        FLAG("tag", 0, FLAG_VALUE, "TEXT", tag, "a word for the head of the script")

#endif
