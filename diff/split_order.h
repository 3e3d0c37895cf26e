/* Private to the split: which objects change, and in which order. */
#ifndef DIFF_SPLIT_ORDER_H
#define DIFF_SPLIT_ORDER_H

#include "diff/internal.h"

/* An object that changes, with all that belongs to it. */
typedef struct Unit {
    const Object *from, *to; /* NULL: created, dropped */
    const Change *alter;     /* NULL: it does not change but for its name */
    bool adds;               /* others may need what it has afterwards */
    bool removes;            /* … may stand in the way of what it loses */
    bool renamed;            /* it or one of its columns: who refers to it changes along */
    size_t place;            /* in the order; equal: at once */
} Unit;

typedef struct Units {
    Unit *at;
    size_t len;
    size_t *by_from, *by_to; /* sorted by (kind, schema, name) */
    size_t from_len, to_len;
    size_t places;
    bool renamed; /* any */
} Units;

/* "`before` changes before `after`." A foreign key says so only as long as it is not cut. */
typedef struct Need {
    size_t before, after;
    const Constraint *key; /* NULL: it must be so */
    bool goes;             /* the key is one of `from` */
} Need;

typedef LIST(Need) Needs;

#define NO_UNIT SIZE_MAX

/* The unit of an object of one side, by its kind and name; NO_UNIT = it does not change. */
size_t unit_from(const Units *units, ObjectKind kind, const char *schema, const char *name);
size_t unit_to(const Units *units, ObjectKind kind, const char *schema, const char *name);

/* Does what the key refers to have another name on the other side? `to`: it is a key of that side.
 */
bool unit_renames(const Unit *target, const Constraint *key, bool to);

void split_units(Mem *mem, const Changes *changes, Units *out);
/* split_needs.c */
void split_needs(Mem *mem, const Units *units, Needs *out);
/* Gives every unit its place. Needs that cannot be met put units at one place; those of foreign
 * keys are left unmet. */
void split_places(Mem *mem, Units *units, const Needs *needs);

#endif
