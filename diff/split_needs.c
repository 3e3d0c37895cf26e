#include "diff/split_order.h"

#include <stdlib.h>

typedef struct Finder {
    Mem *mem;
    const Units *units;
    Needs *out;
} Finder;

static void need(const Finder *f, size_t before, size_t after)
{
    if (before != after) {
        const Need one = {.before = before, .after = after};
        list_push(f->mem, f->out, one);
    }
}

static void need_each_other(const Finder *f, size_t a, size_t b)
{
    need(f, a, b);
    need(f, b, a);
}

/* `user` uses what `used` has (`after`: afterwards, else before). */
static void uses(const Finder *f, size_t user, size_t used, bool after)
{
    if (used == NO_UNIT) {
        return;
    }
    const Unit *unit = &f->units->at[used];
    if (unit->renamed) {
        need_each_other(f, user, used);
    } else if (after && unit->adds) {
        need(f, used, user);
    } else if (!after && unit->removes) {
        need(f, user, used);
    }
}

/* --- dependencies ------------------------------------------------------------------------------
 */

static void dependencies(const Finder *f, size_t user)
{
    const Object *to = f->units->at[user].to, *from = f->units->at[user].from;
    for (size_t i = 0; to && i < to->deps.len; i++) {
        const Object *dep = to->deps.at[i];
        uses(f, user, unit_to(f->units, dep->kind, dep->schema, dep->name), true);
    }
    for (size_t i = 0; from && i < from->deps.len; i++) {
        const Object *dep = from->deps.at[i];
        uses(f, user, unit_from(f->units, dep->kind, dep->schema, dep->name), false);
    }
    if (to && to->schema) {
        uses(f, user, unit_to(f->units, OBJ_NAMESPACE, NULL, to->schema), true);
    }
    if (from && from->schema) {
        uses(f, user, unit_from(f->units, OBJ_NAMESPACE, NULL, from->schema), false);
    }
}

/* Anything may use an extension. */
static void extension(const Finder *f, size_t used)
{
    for (size_t i = 0; i < f->units->len; i++) {
        const Unit *user = &f->units->at[i];
        const Object *object = user->to ? user->to : user->from;
        if (object->kind == OBJ_NAMESPACE || object->kind == OBJ_EXTENSION) {
            continue;
        }
        uses(f, i, user->to ? used : NO_UNIT, true);
        uses(f, i, user->from ? used : NO_UNIT, false);
    }
}

/* A sequence that a column owns goes with its table. */
static void owner(const Finder *f, size_t sequence)
{
    const Unit *unit = &f->units->at[sequence];
    const Sequence *to = (const Sequence *)unit->to, *from = (const Sequence *)unit->from;
    size_t now = to && to->owner_table
                     ? unit_to(f->units, OBJ_TABLE, to->owner_schema, to->owner_table)
                     : NO_UNIT;
    size_t was = from && from->owner_table
                     ? unit_from(f->units, OBJ_TABLE, from->owner_schema, from->owner_table)
                     : NO_UNIT;
    if (now != NO_UNIT && f->units->at[now].adds) {
        need_each_other(f, sequence, now);
    }
    if (was != NO_UNIT && f->units->at[was].removes) {
        need_each_other(f, sequence, was);
    }
}

/* --- foreign keys ------------------------------------------------------------------------------
 */

static bool has_name(const NameList *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (text_equal(names->at[i], name)) {
            return true;
        }
    }
    return false;
}

static bool is_unique(const Change *child, const Object *object)
{
    if (child->kind == OBJ_INDEX) {
        return ((const Index *)object)->unique;
    }
    ConstraintType type =
        child->kind == OBJ_CONSTRAINT ? ((const Constraint *)object)->type : CONSTRAINT_CHECK;
    return type == CONSTRAINT_PRIMARY_KEY || type == CONSTRAINT_UNIQUE;
}

/* Does a change of the table that the key refers to make (`op` CREATE) or take (DROP) what it
 * needs there? */
static bool touches(const Unit *target, const Constraint *key, ChangeOp op)
{
    bool creates = op == CHANGE_CREATE;
    if (!(creates ? target->from : target->to)) {
        return true;
    }
    for (size_t i = 0; target->alter && i < target->alter->children.len; i++) {
        const Change *child = target->alter->children.at[i];
        const Object *object = creates ? child->object.to : child->object.from;
        bool replaced = child->op == CHANGE_ALTER && (child->parts & PART_KEYS);
        if ((child->op == op || replaced) &&
            (is_unique(child, object) ||
             (child->kind == OBJ_COLUMN && has_name(&key->ref_columns, object->name)))) {
            return true;
        }
    }
    return false;
}

static bool retypes(const Unit *unit, const char *column)
{
    for (size_t i = 0; unit->alter && i < unit->alter->children.len; i++) {
        const Change *child = unit->alter->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER &&
            (child->parts & (PART_TYPE | PART_COLLATION)) &&
            text_equal(child->column.to->base.name, column)) {
            return true;
        }
    }
    return false;
}

/* Columns on both sides of a key get another type: only at once do they fit together. */
static bool retypes_both(const Unit *table, const Unit *target, const Constraint *key)
{
    for (size_t i = 0; i < key->keys.len && i < key->ref_columns.len; i++) {
        if (retypes(table, key->keys.at[i].column) && retypes(target, key->ref_columns.at[i])) {
            return true;
        }
    }
    return false;
}

static void foreign_key(const Finder *f, size_t table, const Constraint *key, bool goes)
{
    size_t target =
        (goes ? unit_from : unit_to)(f->units, OBJ_TABLE, key->ref_schema, key->ref_table);
    if (target == NO_UNIT || target == table) {
        return;
    }
    const Unit *other = &f->units->at[target];
    if (unit_renames(other, key, !goes) || retypes_both(&f->units->at[table], other, key)) {
        need_each_other(f, table, target);
    } else if (touches(other, key, goes ? CHANGE_DROP : CHANGE_CREATE)) {
        const Need one = {goes ? table : target, goes ? target : table, key, goes};
        list_push(f->mem, f->out, one);
    }
}

static void foreign_keys(const Finder *f, size_t unit, const Table *table, bool goes)
{
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        if (table->constraints.at[i]->type == CONSTRAINT_FOREIGN_KEY) {
            foreign_key(f, unit, table->constraints.at[i], goes);
        }
    }
}

/* --- texts -------------------------------------------------------------------------------------
 */

static bool is_callable(ObjectKind kind)
{
    return kind == OBJ_FUNCTION || kind == OBJ_PROCEDURE || kind == OBJ_SEQUENCE;
}

/* Texts of members, which the object itself does not count as dependencies. */
static void reads(const Finder *f, size_t user, const char *text, bool after, bool calls)
{
    for (size_t i = 0; text && i < f->units->len; i++) {
        const Object *object = after ? f->units->at[i].to : f->units->at[i].from;
        if (i == user || !object || (calls && !is_callable(object->kind))) {
            continue;
        }
        Str name = is_callable(object->kind) && object->kind != OBJ_SEQUENCE ? routine_name(object)
                                                                             : str_of(object->name);
        if (text_mentions(text, str_dup(f->mem, name))) {
            uses(f, user, i, after);
        }
    }
}

static void table_texts(const Finder *f, size_t unit, const Table *table, bool after)
{
    for (size_t i = 0; i < table->triggers.len; i++) {
        reads(f, unit, table->triggers.at[i]->definition, after, false);
    }
    for (size_t i = 0; i < table->rules.len; i++) {
        reads(f, unit, table->rules.at[i]->definition, after, false);
    }
    for (size_t i = 0; i < table->policies.len; i++) {
        reads(f, unit, table->policies.at[i]->using_.text, after, false);
        reads(f, unit, table->policies.at[i]->check.text, after, false);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const Default *value = &table->columns.at[i]->default_value;
        reads(f, unit, value->kind == DEFAULT_EXPRESSION ? value->expr.text : NULL, after, true);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        reads(f, unit, index->where.text, after, true);
        for (size_t j = 0; j < index->keys.len; j++) {
            reads(f, unit, index->keys.at[j].expr.text, after, true);
        }
    }
}

static void view_texts(const Finder *f, size_t unit, const View *view, bool after)
{
    for (size_t i = 0; i < view->triggers.len; i++) {
        reads(f, unit, view->triggers.at[i]->definition, after, false);
    }
    for (size_t i = 0; i < view->rules.len; i++) {
        reads(f, unit, view->rules.at[i]->definition, after, false);
    }
}

static void texts(const Finder *f, size_t unit, const Object *object, bool after)
{
    if (object && object->kind == OBJ_TABLE) {
        table_texts(f, unit, (const Table *)object, after);
    } else if (object && object->kind == OBJ_VIEW) {
        view_texts(f, unit, (const View *)object, after);
    }
}

/* --- names -------------------------------------------------------------------------------------
 */

/* A name that a unit gives away or takes. */
typedef struct Owned {
    const char *schema, *name;
    size_t unit;
} Owned;

typedef LIST(Owned) OwnedNames;

static void own(const Finder *f, OwnedNames *list, size_t unit, const Object *object,
                const char *name)
{
    if (name) {
        const Owned one = {object->schema, name, unit};
        list_push(f->mem, list, one);
    }
}

static void own_all(const Finder *f, OwnedNames *list, size_t unit, const Object *object)
{
    own(f, list, unit, object, object->name);
    if (object->kind != OBJ_TABLE) {
        return;
    }
    const Table *table = (const Table *)object;
    for (size_t i = 0; i < table->constraints.len; i++) {
        own(f, list, unit, object, table->constraints.at[i]->base.name);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        own(f, list, unit, object, table->indexes.at[i]->base.name);
    }
    for (size_t i = 0; i < table->triggers.len; i++) {
        own(f, list, unit, object, table->triggers.at[i]->base.name);
    }
}

static void own_children(const Finder *f, OwnedNames *list, size_t unit, bool taken)
{
    const Change *alter = f->units->at[unit].alter;
    for (size_t i = 0; alter && i < alter->children.len; i++) {
        const Change *child = alter->children.at[i];
        bool moves =
            child->op == CHANGE_RENAME || child->op == (taken ? CHANGE_CREATE : CHANGE_DROP);
        const Object *object = taken ? child->object.to : child->object.from;
        if (moves && child->kind != OBJ_COLUMN) {
            own(f, list, unit, f->units->at[unit].to, object->name);
        }
    }
}

static int by_name(const void *a, const void *b)
{
    const Owned *x = a, *y = b;
    int order = text_compare(x->name, y->name);
    return order ? order : text_compare(x->schema, y->schema);
}

/* Who takes a name waits for who gives it away, whatever kinds they are. */
static void taken_names(const Finder *f)
{
    OwnedNames freed = {0}, taken = {0};
    for (size_t i = 0; i < f->units->len; i++) {
        const Unit *unit = &f->units->at[i];
        bool moves = !unit->from || !unit->to || unit->renamed;
        if (moves && unit->from) {
            own_all(f, &freed, i, unit->from);
        }
        if (moves && unit->to) {
            own_all(f, &taken, i, unit->to);
        }
        own_children(f, &freed, i, false);
        own_children(f, &taken, i, true);
    }
    if (freed.len > 1) {
        qsort(freed.at, freed.len, sizeof *freed.at, by_name);
    }
    for (size_t i = 0; freed.len && i < taken.len; i++) {
        const Owned *found = bsearch(&taken.at[i], freed.at, freed.len, sizeof *freed.at, by_name);
        if (found) {
            need(f, found->unit, taken.at[i].unit);
        }
    }
}

void split_needs(Mem *mem, const Units *units, Needs *out)
{
    const Finder f = {mem, units, out};
    for (size_t i = 0; i < units->len; i++) {
        const Unit *unit = &units->at[i];
        ObjectKind kind = (unit->to ? unit->to : unit->from)->kind;
        dependencies(&f, i);
        texts(&f, i, unit->to, true);
        texts(&f, i, unit->from, false);
        if (kind == OBJ_EXTENSION) {
            extension(&f, i);
        } else if (kind == OBJ_SEQUENCE) {
            owner(&f, i);
        } else if (kind == OBJ_TABLE) {
            foreign_keys(&f, i, (const Table *)unit->to, false);
            foreign_keys(&f, i, (const Table *)unit->from, true);
        }
    }
    taken_names(&f);
}
