/* Types that cannot be changed under their users: an enum that loses a value, a domain over another
 * type, a composite whose fields move while rows hold some. A new type takes the name, and what
 * uses the old one has to change over: other types are replaced, too, columns change their type,
 * and what holds constants or arguments of the old type is made again. */
#include "diff/internal.h"

#include "schema/enum_values.h"

typedef struct Replaced {
    const Object *from, *to;
} Replaced;

typedef struct Replacing {
    Diff *diff;
    LIST(Replaced) list;
} Replacing;

static bool is_type(const Type *type, const Object *object)
{
    return type->cls == TYPE_USER && text_equal(type->user_name, object->name) &&
           text_equal(type->user_schema, object->schema);
}

static bool is_replaced(const Replacing *all, const Type *from, const Type *to)
{
    for (size_t i = 0; i < all->list.len; i++) {
        if (is_type(from, all->list.at[i].from) && is_type(to, all->list.at[i].to)) {
            return true;
        }
    }
    return false;
}

/* --- where it starts --- */

static bool enum_needs_new(const Diff *diff, const Enum *from, const Enum *to)
{
    bool in_place = enum_only_grows(from, to);
    for (size_t j = 0; in_place && j < to->values.len; j++) {
        in_place = !enum_value_is_new(from, to, j) || !diff_uses_value(diff, to->values.at[j].name);
    }
    return !in_place;
}

static bool in_storage(const Schema *schema, const Object *type, size_t depth);

static bool type_in_storage(const Schema *schema, const Type *of, const Object *type,
                            const Object *user, size_t depth)
{
    return is_type(of, type) && depth && in_storage(schema, user, depth - 1);
}

/* Do tables hold values of the type, themselves or inside other types? */
static bool in_storage(const Schema *schema, const Object *type, size_t depth)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->columns.len; j++) {
            if (is_type(&schema->tables.at[i]->columns.at[j]->type, type)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < schema->domains.len; i++) {
        const Domain *domain = schema->domains.at[i];
        if (type_in_storage(schema, &domain->type, type, &domain->base, depth)) {
            return true;
        }
    }
    for (size_t i = 0; i < schema->composites.len; i++) {
        const Composite *composite = schema->composites.at[i];
        for (size_t j = 0; j < composite->fields.len; j++) {
            if (type_in_storage(schema, &composite->fields.at[j].type, type, &composite->base,
                                depth)) {
                return true;
            }
        }
    }
    return false;
}

/* Does something hold values of the type that the server does not look into when it tests them: an
 * array, a field of a row? A domain over the type counts as the type. */
static bool is_hidden(const Schema *schema, const Object *type, size_t depth)
{
    bool hidden = false;
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->columns.len; j++) {
            const Type *of = &schema->tables.at[i]->columns.at[j]->type;
            hidden |= is_type(of, type) && of->dimensions;
        }
    }
    for (size_t i = 0; i < schema->composites.len; i++) {
        const Composite *composite = schema->composites.at[i];
        for (size_t j = 0; j < composite->fields.len && !hidden; j++) {
            hidden |= type_in_storage(schema, &composite->fields.at[j].type, type, &composite->base,
                                      depth);
        }
    }
    for (size_t i = 0; depth && i < schema->domains.len && !hidden; i++) {
        const Domain *domain = schema->domains.at[i];
        hidden |= is_type(&domain->type, type) &&
                  (domain->type.dimensions ? in_storage(schema, &domain->base, depth - 1)
                                           : is_hidden(schema, &domain->base, depth - 1));
    }
    return hidden;
}

/* NOT NULL or a check is tested on the values that are there. */
static bool domain_needs_new(const Diff *diff, const Change *change)
{
    const Domain *from = change->domain.from, *to = change->domain.to;
    bool tested = ((change->parts & PART_NULL) && to->not_null) ||
                  ((change->parts & PART_CHECKS) && to->checks.len);
    return (change->parts & (PART_TYPE | PART_COLLATION)) ||
           (tested && is_hidden(diff->from, &from->base, 16));
}

/* Fields may go and may be added behind the others; none may move or change its type. */
static bool fields_stay(const Diff *diff, const Composite *from, const Composite *to)
{
    const SyntaxOps *syntax = diff->server->dialect->syntax;
    size_t next = 0;
    for (size_t i = 0; i < from->fields.len; i++) {
        const CompositeField *a = &from->fields.at[i], *b = NULL;
        for (size_t j = 0; j < to->fields.len && !b; j++) {
            b = text_equal(a->name, to->fields.at[j].name) ? &to->fields.at[j] : NULL;
        }
        if (!b) {
            continue;
        }
        if (b != &to->fields.at[next] || !text_equal(a->collation, b->collation) ||
            !syntax->type_equal(diff->server, &a->type, &b->type)) {
            return false;
        }
        next++;
    }
    return true;
}

static bool needs_new(const Diff *diff, const Change *change)
{
    switch (change->kind) {
    case OBJ_ENUM:
        return (change->parts & PART_VALUES) &&
               enum_needs_new(diff, change->enumeration.from, change->enumeration.to);
    case OBJ_DOMAIN:
        return domain_needs_new(diff, change);
    case OBJ_COMPOSITE:
        return (change->parts & PART_DEFINITION) &&
               !fields_stay(diff, change->composite.from, change->composite.to) &&
               in_storage(diff->from, &change->composite.from->base, 16);
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_SEQUENCE:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_TABLE:
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
    case OBJ_VIEW:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return false;
    }
    return false;
}

/* --- changes --- */

static void replace(Replacing *all, Change *change)
{
    const Replaced one = {change->object.from, change->object.to};
    change->parts |= PART_RECREATE;
    list_push(all->diff->mem, &all->list, one);
}

/* The change of an object that is there before and after; made when there is none. */
static Change *alter_of(const Replacing *all, ObjectKind kind, const Object *from, const Object *to)
{
    const ChangeList *list = &all->diff->changes->list;
    for (size_t i = 0; i < list->len; i++) {
        Change *change = list->at[i];
        if (change->op == CHANGE_ALTER && change->object.from == from && change->object.to == to) {
            return change;
        }
    }
    return diff_add(all->diff, CHANGE_ALTER, kind, from, to);
}

static Change *child_of(const Replacing *all, TablePair *pair, ObjectKind kind, const Object *from,
                        const Object *to)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        Change *child = pair->alter->children.at[i];
        if (child->op == CHANGE_ALTER && child->object.to == to) {
            return child;
        }
    }
    return diff_child(all->diff, pair, CHANGE_ALTER, kind, from, to);
}

/* --- other types --- */

static bool composite_uses(const Replacing *all, const Composite *from, const Composite *to)
{
    for (size_t i = 0; i < from->fields.len; i++) {
        for (size_t j = 0; j < to->fields.len; j++) {
            const CompositeField *a = &from->fields.at[i], *b = &to->fields.at[j];
            if (text_equal(a->name, b->name) && is_replaced(all, &a->type, &b->type)) {
                return true;
            }
        }
    }
    return false;
}

static void replace_user(Replacing *all, ObjectKind kind, const Object *from, const Object *to)
{
    Change *change = alter_of(all, kind, from, to);
    if (!(change->parts & PART_RECREATE)) {
        replace(all, change);
    }
}

static void replace_users(Replacing *all, const Match *domains, const Match *composites)
{
    const Schema *from = all->diff->from, *to = all->diff->to;
    for (size_t i = 0; i < to->domains.len; i++) {
        size_t j = domains->partner[i];
        if (j != NO_MATCH &&
            is_replaced(all, &from->domains.at[j]->type, &to->domains.at[i]->type)) {
            replace_user(all, OBJ_DOMAIN, &from->domains.at[j]->base, &to->domains.at[i]->base);
        }
    }
    for (size_t i = 0; i < to->composites.len; i++) {
        size_t j = composites->partner[i];
        if (j != NO_MATCH && composite_uses(all, from->composites.at[j], to->composites.at[i])) {
            replace_user(all, OBJ_COMPOSITE, &from->composites.at[j]->base,
                         &to->composites.at[i]->base);
        }
    }
}

/* Until no further type is found: a composite may hold a domain over an enum. */
static void replace_all_users(Replacing *all)
{
    Diff *diff = all->diff;
    Match domains = match_objects(diff->mem, OBJECTS(&diff->from->domains),
                                  OBJECTS(&diff->to->domains), &match_names);
    Match composites = match_objects(diff->mem, OBJECTS(&diff->from->composites),
                                     OBJECTS(&diff->to->composites), &match_names);
    for (size_t found = 0; found < all->list.len;) {
        found = all->list.len;
        replace_users(all, &domains, &composites);
    }
}

/* --- tables --- */

/* Checks and partial or expression indexes hold constants of the old type. */
static void recreate_expressions(const Replacing *all, TablePair *pair, const char *column)
{
    const Table *from = pair->from;
    for (size_t i = 0; i < from->constraints.len; i++) {
        const Constraint *a = from->constraints.at[i];
        if (text_mentions(a->check.text, column) || text_mentions(a->where.text, column)) {
            diff_recreate(all->diff, pair, OBJ_CONSTRAINT, &a->base);
        }
    }
    for (size_t i = 0; i < from->indexes.len; i++) {
        const Index *a = from->indexes.at[i];
        bool uses = text_mentions(a->where.text, column);
        for (size_t k = 0; k < a->keys.len; k++) {
            uses |= text_mentions(a->keys.at[k].expr.text, column);
        }
        if (uses) {
            diff_recreate(all->diff, pair, OBJ_INDEX, &a->base);
        }
    }
}

static void change_columns(const Replacing *all, TablePair *pair)
{
    for (size_t i = 0; i < pair->from->columns.len; i++) {
        const Column *from = pair->from->columns.at[i];
        const Column *to = table_column(pair->to, renamed_column(pair, from->base.name));
        if (to && is_replaced(all, &from->type, &to->type)) {
            child_of(all, pair, OBJ_COLUMN, &from->base, &to->base)->parts |= PART_TYPE;
            recreate_expressions(all, pair, from->base.name);
        }
    }
}

static bool is_type_kind(ObjectKind kind)
{
    return kind == OBJ_ENUM || kind == OBJ_COMPOSITE || kind == OBJ_DOMAIN || kind == OBJ_RANGE;
}

/* A type of another kind takes the name of one that goes. */
static void find_other_kinds(Replacing *all)
{
    const ChangeList *list = &all->diff->changes->list;
    for (size_t i = 0; i < list->len; i++) {
        const Change *drop = list->at[i];
        for (size_t j = 0; drop->op == CHANGE_DROP && is_type_kind(drop->kind) && j < list->len;
             j++) {
            const Change *create = list->at[j];
            if (create->op == CHANGE_CREATE && is_type_kind(create->kind) &&
                object_compare(create->object.to, drop->object.from) == 0) {
                const Replaced one = {drop->object.from, create->object.to};
                list_push(all->diff->mem, &all->list, one);
            }
        }
    }
}

void diff_replace_types(Diff *diff)
{
    Replacing all = {.diff = diff};
    size_t changes = diff->changes->list.len;
    for (size_t i = 0; i < changes; i++) {
        Change *change = diff->changes->list.at[i];
        if (change->op == CHANGE_ALTER && needs_new(diff, change)) {
            replace(&all, change);
        }
    }
    find_other_kinds(&all);
    if (!all.list.len) {
        return;
    }
    replace_all_users(&all);
    for (size_t i = 0; i < diff->pairs.len; i++) {
        change_columns(&all, &diff->pairs.at[i]);
    }
}
