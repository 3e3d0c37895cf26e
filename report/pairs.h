/* Before and after, side by side: the tables of two schemas and the members of two tables, each
 * with what becomes of it. Everything of one schema, too, which then merely stays. */
#ifndef REPORT_PAIRS_H
#define REPORT_PAIRS_H

#include "schema/change.h"

typedef enum Mark {
    MARK_SAME,
    MARK_ADDED,
    MARK_CHANGED,
    MARK_RENAMED, /* and nothing else */
    MARK_REMOVED
} Mark;

#define MARK_COUNT (MARK_REMOVED + 1)

/* "added"; "unchanged" for what stays. */
const char *mark_word(Mark mark);

typedef struct Pair {
    const Object *from, *to; /* NULL: was not there, goes; both the same when it stays */
    Mark mark;
    const Change *change; /* NULL = none; behind a rename, what else differs */
} Pair;

typedef LIST(Pair) Pairs;

/* What is there afterwards, or was before. */
const Object *pair_object(const Pair *pair);
static inline const Table *pair_table(const Pair *pair)
{
    return (const Table *)pair_object(pair);
}

/* Every table of both sides, by name. */
void pairs_of_changes(Mem *mem, const Changes *changes, Pairs *out);
void pairs_of_schema(Mem *mem, const Schema *schema, Pairs *out);

/* What stands by itself and is no table: only where it differs. */
void pairs_of_others(Mem *mem, const Changes *changes, Pairs *out);

/* The columns, constraints, indexes, triggers, rules or policies of a table, what goes at the end.
 */
void pairs_of_members(Mem *mem, const Pair *table, ObjectKind kind, Pairs *out);

#endif
