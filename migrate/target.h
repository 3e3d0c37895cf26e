/* What revision identifiers mean: in a graph, and for a database where one is at hand. */
#ifndef MIGRATE_TARGET_H
#define MIGRATE_TARGET_H

#include "migrate/history.h"

typedef struct Target {
    Migrations at; /* empty = base */
    /* Of "LABEL@…", and of "-1" the line that it leads back on; an entry per migration. NULL where
     * no branch is meant. */
    bool *branch;  /* what a downgrade is limited to */
    bool *lineage; /* the branch and what it stands on */
} Target;

/* `history` is NULL where no database is at hand: then `current`, `+N` and `-N` are errors.
 * `heads`, `current` and a step back from a merge can be several revisions. ERR_HISTORY;
 * ERR_USAGE for what is no identifier. */
NODISCARD bool target_resolve(Mem *mem, const Graph *graph, const History *history,
                              const char *text, Target *out, Error *err);
/* The same where only one revision makes sense; *out NULL means base. */
NODISCARD bool target_one(Mem *mem, const Graph *graph, const History *history, const char *text,
                          Migration **out, Error *err);

/* Where an upgrade or a downgrade is to end: ERR_USAGE, too, for steps the other way, and for an
 * upgrade that ends at base. */
NODISCARD bool target_up(Mem *mem, const Graph *graph, const History *history, const char *text,
                         Target *out, Error *err);
NODISCARD bool target_down(Mem *mem, const Graph *graph, const History *history, const char *text,
                           Target *out, Error *err);

/* A revision of the target that the database is beyond; NULL = none. */
const Migration *target_passed(const History *history, const Target *target);

/* What a downgrade to the target takes back, children first: of what is applied, all that descends
 * from it, and all that depends on that. What only depends on the target stays, as the target does.
 * ERR_HISTORY without a hint when the target is not applied. */
NODISCARD bool target_downgrade(Mem *mem, const Graph *graph, const History *history,
                                const Target *target, Migrations *out, Error *err);

/* Of what is applied, all that descends from the target or depends on it, children first. */
void target_above(Mem *mem, const Graph *graph, const History *history, const Target *target,
                  Migrations *out);

/* The history of a database that is at the target, all that the target needs included. */
History target_history(Mem *mem, const Graph *graph, const Target *target);

#endif
