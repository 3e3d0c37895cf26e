/* What revision identifiers mean: in a graph, and for a database where one is at hand. */
#ifndef MIGRATE_TARGET_H
#define MIGRATE_TARGET_H

#include "migrate/history.h"

typedef struct Target {
    Migrations at; /* empty = base */
    /* What "LABEL@…" limits a downgrade to, an entry per migration; NULL = no limit. */
    bool *branch;
} Target;

/* `history` is NULL where no database is at hand: then `current`, `+N` and `-N` are errors.
 * `heads`, `current` and a step back from a merge can be several revisions. ERR_HISTORY;
 * ERR_USAGE for what is no identifier. */
NODISCARD bool target_resolve(Mem *mem, const Graph *graph, const History *history,
                              const char *text, Target *out, Error *err);
/* The same where only one revision makes sense; *out NULL means base. */
NODISCARD bool target_one(Mem *mem, const Graph *graph, const History *history, const char *text,
                          Migration **out, Error *err);

/* What a downgrade to the target takes back: of what is applied, all that descends from or depends
 * on it, children first. */
void target_undo(Mem *mem, const Graph *graph, const History *history, const Target *target,
                 Migrations *out);

/* The history of a database that is at the target, all that the target needs included. */
History target_history(Mem *mem, const Graph *graph, const Target *target);

#endif
