#include "diff/split.h"

#include "diff/split_order.h"

#include <stdlib.h>

/* When a unit turns into what it will be. A table whose foreign keys cannot come along, because
 * what they refer to comes later, is a table without them for a while; likewise one whose keys must
 * go before it changes. */
typedef struct Turn {
    size_t early; /* turns into `before`; NEVER: not */
    size_t at;
    size_t late; /* turns from `after` into what it will be; NEVER: it is that at once */
    Table *before, *after;
} Turn;

#define NEVER SIZE_MAX

/* What does not change, but refers to something that gets another name, has another text then. */
typedef struct Follower {
    const Object *from, *to;
    size_t unit;
} Follower;

typedef struct Split {
    Mem *mem;
    const Changes *changes;
    Units units;
    Turn *turns; /* an entry per unit */
    LIST(Follower) followers;
    size_t times; /* stages, some of which may be empty */
} Split;

/* --- foreign keys that come later or go before -------------------------------------------------
 */

/* Two keys that are the same but for their names go together. */
static Table *without(Mem *mem, Table *copy, const Table *table, const Constraint *key)
{
    copy = copy ? copy : table_copy(mem, table);
    size_t kept = 0;
    for (size_t i = 0; i < copy->constraints.len; i++) {
        const Constraint *other = copy->constraints.at[i];
        bool same = other->type == CONSTRAINT_FOREIGN_KEY &&
                    text_equal(constraint_signature(mem, other), constraint_signature(mem, key));
        if (!same) {
            copy->constraints.at[kept++] = copy->constraints.at[i];
        }
    }
    copy->constraints.len = kept;
    return copy;
}

static void cut(Split *split, const Needs *needs)
{
    const Unit *units = split->units.at;
    for (size_t i = 0; i < needs->len; i++) {
        const Need *need = &needs->at[i];
        if (!need->key || units[need->before].place <= units[need->after].place) {
            continue;
        }
        size_t unit = need->goes ? need->before : need->after;
        Turn *turn = &split->turns[unit];
        if (need->goes) {
            turn->before =
                without(split->mem, turn->before, (const Table *)units[unit].from, need->key);
        } else {
            turn->after =
                without(split->mem, turn->after, (const Table *)units[unit].to, need->key);
        }
    }
}

static void plan_turns(Split *split, const Needs *needs)
{
    size_t time = 0;
    split->turns = MEM_ARRAY(split->mem, Turn, split->units.len);
    cut(split, needs);
    for (size_t i = 0; i < split->units.len; i++) {
        split->turns[i].early = split->turns[i].before ? time++ : NEVER;
    }
    for (size_t i = 0; i < split->units.len; i++) {
        split->turns[i].at = time + split->units.at[i].place;
    }
    time += split->units.places;
    for (size_t i = 0; i < split->units.len; i++) {
        split->turns[i].late = split->turns[i].after ? time++ : NEVER;
    }
    split->times = time;
}

/* --- followers ---------------------------------------------------------------------------------
 */

static size_t renamed_unit(const Split *split, ObjectKind kind, const char *schema,
                           const char *name)
{
    size_t unit = unit_to(&split->units, kind, schema, name);
    return unit != NO_UNIT && split->units.at[unit].renamed ? unit : NO_UNIT;
}

static void follow(Split *split, const Object *from, const Object *to, size_t unit, Needs *needs)
{
    Follower *last = split->followers.len ? &split->followers.at[split->followers.len - 1] : NULL;
    if (unit == NO_UNIT) {
        return;
    }
    if (last && last->to == to) { /* one that follows two: they change at once */
        const Need there = {.before = last->unit, .after = unit};
        const Need back = {.before = unit, .after = last->unit};
        list_push(split->mem, needs, there);
        list_push(split->mem, needs, back);
        return;
    }
    const Follower follower = {from, to, unit};
    list_push(split->mem, &split->followers, follower);
}

static void find_follower(Split *split, const Object *from, const Object *to, Needs *needs)
{
    if (unit_to(&split->units, to->kind, to->schema, to->name) != NO_UNIT) {
        return;
    }
    for (size_t i = 0; i < to->deps.len; i++) {
        const Object *dep = to->deps.at[i];
        follow(split, from, to, renamed_unit(split, dep->kind, dep->schema, dep->name), needs);
    }
    const Table *table = to->kind == OBJ_TABLE ? (const Table *)to : NULL;
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY) {
            follow(split, from, to, renamed_unit(split, OBJ_TABLE, key->ref_schema, key->ref_table),
                   needs);
        }
    }
}

#define FIND_FOLLOWERS(split, list, needs)                                           \
    do {                                                                             \
        const Schema *from_ = (split)->changes->from, *to_ = (split)->changes->to;   \
        for (size_t i = 0, j = 0; i < from_->list.len && j < to_->list.len;) {       \
            const Object *a = &from_->list.at[i]->base, *b = &to_->list.at[j]->base; \
            int order = object_compare(a, b);                                        \
            if (order == 0 && a != b) {                                              \
                find_follower((split), a, b, (needs));                               \
            }                                                                        \
            i += order <= 0;                                                         \
            j += order >= 0;                                                         \
        }                                                                            \
    } while (0)

static void find_followers(Split *split, Needs *needs)
{
    if (split->units.renamed) {
        FIND_FOLLOWERS(split, composites, needs);
        FIND_FOLLOWERS(split, domains, needs);
        FIND_FOLLOWERS(split, functions, needs);
        FIND_FOLLOWERS(split, procedures, needs);
        FIND_FOLLOWERS(split, tables, needs);
        FIND_FOLLOWERS(split, views, needs);
    }
}

/* --- schemas -----------------------------------------------------------------------------------
 */

/* The unit whose turn it is when the object of one side goes or comes; NO_UNIT: it stays. */
static size_t unit_of(const Split *split, const Object *object, bool to)
{
    size_t unit =
        (to ? unit_to : unit_from)(&split->units, object->kind, object->schema, object->name);
    for (size_t i = 0; unit == NO_UNIT && i < split->followers.len; i++) {
        const Follower *follower = &split->followers.at[i];
        unit = (to ? follower->to : follower->from) == object ? follower->unit : NO_UNIT;
    }
    return unit;
}

static bool is_there(const Split *split, const Object *object, size_t time, bool to)
{
    size_t unit = unit_of(split, object, to);
    bool turned = unit != NO_UNIT && time >= split->turns[unit].at;
    return turned == to;
}

/* With the foreign keys that it has at that time. */
static Table *table_at(const Split *split, Table *table, size_t time, bool to)
{
    const Object *object = &table->base;
    size_t unit =
        (to ? unit_to : unit_from)(&split->units, OBJ_TABLE, object->schema, object->name);
    const Turn *turn = unit == NO_UNIT ? NULL : &split->turns[unit];
    if (turn && to && turn->after && time < turn->late) {
        return turn->after;
    }
    return turn && !to && turn->before && time >= turn->early ? turn->before : table;
}

static int by_name(const void *a, const void *b)
{
    return object_compare(*(const Object *const *)a, *(const Object *const *)b);
}

#define ADD_SIDE(split, time, out, list, side, to)                           \
    for (size_t i = 0; i < (side)->list.len; i++) {                          \
        if (is_there((split), &(side)->list.at[i]->base, (time), (to))) {    \
            list_push((out)->mem, &(out)->list,                              \
                      object_at((split), (side)->list.at[i], (time), (to))); \
        }                                                                    \
    }

#define MIX(split, time, out, list)                                                  \
    do {                                                                             \
        ADD_SIDE(split, time, out, list, (split)->changes->from, false)              \
        ADD_SIDE(split, time, out, list, (split)->changes->to, true)                 \
        if ((out)->list.len > 1) {                                                   \
            qsort((out)->list.at, (out)->list.len, sizeof *(out)->list.at, by_name); \
        }                                                                            \
    } while (0)

/* A table with its keys of that time, anything else as it is. */
static void *object_at(const Split *split, void *object, size_t time, bool to)
{
    bool table = ((const Object *)object)->kind == OBJ_TABLE;
    return table ? table_at(split, object, time, to) : object;
}

/* What is there once everything up to that time has turned. */
static const Schema *schema_at(const Split *split, size_t time)
{
    if (time + 1 >= split->times) {
        return split->changes->to;
    }
    const Schema *to = split->changes->to;
    Schema *out = schema_new(split->mem, to->server);
    out->naming = to->naming;
    out->managed = to->managed;
    out->managed_schemas = to->managed_schemas;
    out->tenant = to->tenant;
#define OBJECT(TAG, member, Type, word, rank, list) MIX(split, time, out, list);
#include "schema/kinds.def"
    return out;
}

static ObjectList objects_at(const Split *split, size_t time)
{
    ObjectList objects = {0};
    for (size_t i = 0; i < split->units.len; i++) {
        const Turn *turn = &split->turns[i];
        if (turn->early == time || turn->at == time || turn->late == time) {
            const Unit *unit = &split->units.at[i];
            list_push(split->mem, &objects, unit->to ? unit->to : unit->from);
        }
    }
    return objects;
}

void diff_split(Mem *mem, const Changes *changes, Stages *out)
{
    Split split = {.mem = mem, .changes = changes};
    Needs needs = {0};
    split_units(mem, changes, &split.units);
    split_needs(mem, &split.units, &needs);
    find_followers(&split, &needs);
    split_places(mem, &split.units, &needs);
    plan_turns(&split, &needs);
    const Schema *before = changes->from;
    for (size_t time = 0; time < split.times; time++) {
        const Schema *after = schema_at(&split, time);
        Stage stage = {diff_schemas(mem, before, after), objects_at(&split, time)};
        if (stage.up->list.len) {
            list_push(mem, out, stage);
        }
        before = after;
    }
}
