#include "diff/split_order.h"

#include "schema/enum_values.h"

#include <stdlib.h>

/* --- units -------------------------------------------------------------------------------------
 */

static bool is_only_recreated(const Change *change)
{
    bool only = change->op == CHANGE_ALTER && (change->parts & ~(unsigned)PART_RECREATE) == 0;
    for (size_t i = 0; only && i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        only = child->op == CHANGE_ALTER && child->parts == PART_RECREATE;
    }
    return only;
}

static void add_parts(Unit *unit, unsigned parts)
{
    const unsigned own = PART_NULL | PART_DEFAULT | PART_COMMENT | PART_OPTIONS | PART_NUMBERS |
                         PART_OWNER | PART_ENFORCED;
    bool matters = (parts & ~own) != 0;
    unit->adds |= matters;
    unit->removes |= matters;
}

static void add_child(Unit *unit, const Change *child)
{
    if (child->kind != OBJ_COLUMN && child->kind != OBJ_CONSTRAINT) {
        return;
    }
    bool renamed = child->op == CHANGE_RENAME && child->kind == OBJ_COLUMN;
    unit->renamed |= renamed;
    unit->adds |= renamed || child->op == CHANGE_CREATE;
    unit->removes |= renamed || child->op == CHANGE_DROP;
    if (child->op == CHANGE_ALTER && child->kind == OBJ_COLUMN) {
        add_parts(unit, child->parts);
    }
}

static void add_alter(Unit *unit, const Change *change)
{
    unit->alter = change;
    for (size_t i = 0; i < change->children.len; i++) {
        add_child(unit, change->children.at[i]);
    }
    /* On its own, that is: what uses a new value comes later. */
    bool grows = change->kind == OBJ_ENUM &&
                 enum_only_grows(change->enumeration.from, change->enumeration.to);
    bool in_place = (change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE) &&
                    !(change->parts & PART_RECREATE);
    unit->adds |= grows;
    if (!grows && !in_place) {
        add_parts(unit, change->parts);
    }
}

static void add_change(Unit *unit, const Change *change)
{
    unit->from = change->object.from;
    unit->to = change->object.to;
    if (change->op == CHANGE_ALTER) {
        add_alter(unit, change);
        return;
    }
    unit->renamed |= change->op == CHANGE_RENAME;
    unit->adds |= change->op != CHANGE_DROP;
    unit->removes |= change->op != CHANGE_CREATE;
}

static int compare_kinds(const Object *a, const Object *b)
{
    int order = object_kind_rank(a->kind) - object_kind_rank(b->kind);
    return order ? order : object_compare(a, b);
}

typedef const Object *(*SideFn)(const Unit *unit);

static const Object *side_from(const Unit *unit)
{
    return unit->from;
}

static const Object *side_to(const Unit *unit)
{
    return unit->to;
}

typedef struct Named {
    const Object *object;
    size_t unit;
} Named;

static int by_object(const void *a, const void *b)
{
    return compare_kinds(((const Named *)a)->object, ((const Named *)b)->object);
}

static size_t *sorted_side(Mem *mem, const Units *units, SideFn side, size_t *len)
{
    Named *named = MEM_ARRAY(mem, Named, units->len);
    size_t *out = MEM_ARRAY(mem, size_t, units->len), n = 0;
    for (size_t i = 0; i < units->len; i++) {
        if (side(&units->at[i])) {
            named[n++] = (Named){side(&units->at[i]), i};
        }
    }
    if (n > 1) {
        qsort(named, n, sizeof *named, by_object);
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = named[i].unit;
    }
    *len = n;
    return out;
}

static size_t find_unit(const Units *units, SideFn side, const size_t *sorted, size_t len,
                        const Object *wanted)
{
    size_t low = 0, high = len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_kinds(side(&units->at[sorted[middle]]), wanted);
        if (order == 0) {
            return sorted[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NO_UNIT;
}

size_t unit_from(const Units *units, ObjectKind kind, const char *schema, const char *name)
{
    const Object wanted = {.kind = kind, .schema = schema, .name = name};
    return find_unit(units, side_from, units->by_from, units->from_len, &wanted);
}

size_t unit_to(const Units *units, ObjectKind kind, const char *schema, const char *name)
{
    const Object wanted = {.kind = kind, .schema = schema, .name = name};
    return find_unit(units, side_to, units->by_to, units->to_len, &wanted);
}

/* What comes and what changes in the order of kinds, then what goes, the other way round. A rename
 * stands right before the change of the same object. */
static void collect(const Changes *changes, Units *units)
{
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (change->op == CHANGE_DROP || is_only_recreated(change)) {
            continue;
        }
        Unit *last = units->len ? &units->at[units->len - 1] : NULL;
        bool same = last && change->object.from && last->from == change->object.from;
        add_change(same ? last : &units->at[units->len++], change);
    }
    for (size_t i = changes->list.len; i-- > 0;) {
        if (changes->list.at[i]->op == CHANGE_DROP) {
            add_change(&units->at[units->len++], changes->list.at[i]);
        }
    }
}

bool unit_renames(const Unit *unit, const Constraint *key, bool to)
{
    if (unit->from && unit->to && object_compare(unit->from, unit->to) != 0) {
        return true;
    }
    for (size_t i = 0; unit->alter && i < unit->alter->children.len; i++) {
        const Change *child = unit->alter->children.at[i];
        const char *name = child->op == CHANGE_RENAME && child->kind == OBJ_COLUMN
                               ? (to ? child->column.to : child->column.from)->base.name
                               : NULL;
        for (size_t j = 0; name && j < key->ref_columns.len; j++) {
            if (text_equal(key->ref_columns.at[j], name)) {
                return true;
            }
        }
    }
    return false;
}

void split_units(Mem *mem, const Changes *changes, Units *out)
{
    Units units = {.at = MEM_ARRAY(mem, Unit, changes->list.len)};
    collect(changes, &units);
    for (size_t i = 0; i < units.len; i++) {
        units.renamed |= units.at[i].renamed;
    }
    units.by_from = sorted_side(mem, &units, side_from, &units.from_len);
    units.by_to = sorted_side(mem, &units, side_to, &units.to_len);
    *out = units;
}

/* --- order -------------------------------------------------------------------------------------
 */

/* Tarjan's walk over the needs: `before` is visited first, so that the numbers of the components
 * rise in the order in which they can change. */
typedef struct Walk {
    const Needs *needs; /* sorted by (after, before) */
    const size_t *first;
    bool hard; /* without those of foreign keys */
    size_t *index, *low, *component, *stack;
    size_t visited, depth, components;
} Walk;

static void visit(Walk *walk, size_t unit)
{
    size_t at = walk->depth;
    walk->index[unit] = walk->low[unit] = ++walk->visited;
    walk->stack[walk->depth++] = unit;
    for (size_t i = walk->first[unit]; i < walk->first[unit + 1]; i++) {
        const Need *need = &walk->needs->at[i];
        if (walk->hard && need->key) {
            continue;
        }
        if (!walk->index[need->before]) {
            visit(walk, need->before);
        }
        if (walk->component[need->before] == NO_UNIT && walk->low[need->before] < walk->low[unit]) {
            walk->low[unit] = walk->low[need->before];
        }
    }
    if (walk->low[unit] == walk->index[unit]) {
        while (walk->depth > at) {
            walk->component[walk->stack[--walk->depth]] = walk->components;
        }
        walk->components++;
    }
}

static size_t *components(Mem *mem, const Needs *needs, const size_t *first, size_t len, bool hard)
{
    Walk walk = {.needs = needs, .first = first, .hard = hard};
    walk.index = MEM_ARRAY(mem, size_t, len);
    walk.low = MEM_ARRAY(mem, size_t, len);
    walk.stack = MEM_ARRAY(mem, size_t, len);
    walk.component = MEM_ARRAY(mem, size_t, len);
    for (size_t i = 0; i < len; i++) {
        walk.component[i] = NO_UNIT;
    }
    for (size_t i = 0; i < len; i++) {
        if (!walk.index[i]) {
            visit(&walk, i);
        }
    }
    return walk.component;
}

typedef struct Ordering {
    Units *units;
    const Needs *needs;
    const size_t *first;
    const size_t *together; /* units that change at once */
    size_t *members;        /* of the cluster at hand: units in their own order */
    size_t len;
} Ordering;

#define UNPLACED SIZE_MAX

/* What it costs to cut the key: a table whose rows can do without it gets along better. */
static size_t cost_of(const Constraint *key)
{
    for (size_t i = 0; i < key->keys.len; i++) {
        const Column *column = table_column(key->table, key->keys.at[i].column);
        if (column && !column->not_null) {
            return 1;
        }
    }
    return 2;
}

/* What the group of `unit` still waits for: NO_UNIT when it must wait, else the cost of its foreign
 * keys to tables that have no place yet. */
static size_t waits_for(const Ordering *o, size_t unit)
{
    size_t cost = 0;
    for (size_t m = 0; m < o->len; m++) {
        size_t member = o->members[m];
        if (o->together[member] != o->together[unit]) {
            continue;
        }
        for (size_t i = o->first[member]; i < o->first[member + 1]; i++) {
            const Need *need = &o->needs->at[i];
            if (o->units->at[need->before].place != UNPLACED ||
                o->together[need->before] == o->together[unit]) {
                continue;
            }
            if (!need->key) {
                return NO_UNIT;
            }
            cost += cost_of(need->key);
        }
    }
    return cost;
}

/* The next group of the cluster: the one that waits for the fewest. */
static size_t choose(const Ordering *o)
{
    size_t best = NO_UNIT, least = NO_UNIT;
    for (size_t m = 0; m < o->len && least; m++) {
        size_t unit = o->members[m];
        size_t waits = o->units->at[unit].place == UNPLACED ? waits_for(o, unit) : NO_UNIT;
        if (waits < least) {
            best = unit;
            least = waits;
        }
    }
    return best;
}

static void place_cluster(Ordering *o)
{
    for (size_t unit; (unit = choose(o)) != NO_UNIT; o->units->places++) {
        for (size_t m = 0; m < o->len; m++) {
            if (o->together[o->members[m]] == o->together[unit]) {
                o->units->at[o->members[m]].place = o->units->places;
            }
        }
    }
}

static int by_after(const void *a, const void *b)
{
    const Need *x = a, *y = b;
    if (x->after != y->after) {
        return x->after < y->after ? -1 : 1;
    }
    return (x->before > y->before) - (x->before < y->before);
}

static size_t *first_needs(Mem *mem, const Needs *sorted, size_t len)
{
    size_t *first = MEM_ARRAY(mem, size_t, len + 1);
    for (size_t unit = 0, i = 0; unit <= len; unit++) {
        while (i < sorted->len && sorted->at[i].after < unit) {
            i++;
        }
        first[unit] = i;
    }
    return first;
}

/* The units of each component, one behind the other; *starts[c] is where component c begins. */
static size_t *clusters(Mem *mem, const size_t *component, size_t len, size_t **starts)
{
    size_t *out = MEM_ARRAY(mem, size_t, len), *start = MEM_ARRAY(mem, size_t, len + 2);
    for (size_t i = 0; i < len; i++) {
        start[component[i] + 2]++;
    }
    for (size_t c = 2; c < len + 2; c++) {
        start[c] += start[c - 1];
    }
    for (size_t i = 0; i < len; i++) {
        out[start[component[i] + 1]++] = i;
    }
    *starts = start;
    return out;
}

void split_places(Mem *mem, Units *units, const Needs *needs)
{
    Needs sorted = *needs;
    sorted.at = mem_copy(mem, needs->at, needs->len * sizeof *needs->at);
    if (sorted.len > 1) {
        qsort(sorted.at, sorted.len, sizeof *sorted.at, by_after);
    }
    const size_t *first = first_needs(mem, &sorted, units->len);
    const size_t *cluster = components(mem, &sorted, first, units->len, false);
    Ordering o = {.units = units, .needs = &sorted, .first = first};
    o.together = components(mem, &sorted, first, units->len, true);
    size_t *starts = NULL, *members = clusters(mem, cluster, units->len, &starts);
    for (size_t i = 0; i < units->len; i++) {
        units->at[i].place = UNPLACED;
    }
    for (size_t c = 0; c < units->len && starts[c] < units->len; c++) {
        o.members = members + starts[c];
        o.len = starts[c + 1] - starts[c];
        place_cluster(&o);
    }
}
