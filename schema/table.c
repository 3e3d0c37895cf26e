#include "schema/schema.h"

bool constraint_has_index(const Constraint *constraint)
{
    return constraint->type != CONSTRAINT_FOREIGN_KEY && constraint->type != CONSTRAINT_CHECK;
}

bool column_in_primary_key(const Column *column)
{
    const Constraint *key = table_primary_key(column->table);
    for (size_t i = 0; key && i < key->keys.len; i++) {
        if (text_equal(key->keys.at[i].column, column->base.name)) {
            return true;
        }
    }
    return false;
}

bool column_is_rowid(const Column *column)
{
    const Constraint *key = table_primary_key(column->table);
    return key && key->keys.len == 1 && column_in_primary_key(column) &&
           key->keys.at[0].order != SORT_DESC && text_equal_nocase(column->type.text, "integer");
}

static bool has_value(const Default *def)
{
    return def->kind != DEFAULT_NONE && def->kind != DEFAULT_NULL;
}

static bool fills_itself(const Column *column)
{
    return column->generated != GENERATED_NONE || column->identity.kind != IDENTITY_NONE;
}

const Default *column_fill(const Column *from, const Column *to)
{
    bool tightened = from && to->not_null && !from->not_null;
    if (fills_itself(to) || (from && !tightened)) {
        return NULL;
    }
    if (has_value(&to->backfill)) {
        return &to->backfill;
    }
    return tightened && has_value(&to->default_value) ? &to->default_value : NULL;
}

bool column_is_filled(const Column *from, const Column *to)
{
    if (from) {
        return column_fill(from, to) != NULL;
    }
    return fills_itself(to) || has_value(&to->default_value) || has_value(&to->backfill);
}

const ObjectKind member_kinds[MEMBER_KINDS] = {OBJ_COLUMN,  OBJ_CONSTRAINT, OBJ_INDEX,
                                               OBJ_TRIGGER, OBJ_RULE,       OBJ_POLICY};

#define MEMBERS(list) ((Members){(const Object *const *)(const void *)(list).at, (list).len})

Members table_members(const Table *table, ObjectKind kind)
{
    switch (kind) {
    case OBJ_COLUMN:
        return MEMBERS(table->columns);
    case OBJ_CONSTRAINT:
        return MEMBERS(table->constraints);
    case OBJ_INDEX:
        return MEMBERS(table->indexes);
    case OBJ_TRIGGER:
        return MEMBERS(table->triggers);
    case OBJ_RULE:
        return MEMBERS(table->rules);
    case OBJ_POLICY:
        return MEMBERS(table->policies);
#define OBJECT(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        break;
    }
    return (Members){0};
}

const Object *object_owner(const Object *object)
{
    const Table *table = NULL;
    const View *view = NULL;
    switch (object->kind) {
    case OBJ_COLUMN:
        table = ((const Column *)object)->table;
        break;
    case OBJ_CONSTRAINT:
        table = ((const Constraint *)object)->table;
        break;
    case OBJ_INDEX:
        table = ((const Index *)object)->table;
        break;
    case OBJ_TRIGGER:
    case OBJ_RULE:
        table = ((const Trigger *)object)->table;
        view = ((const Trigger *)object)->view;
        break;
    case OBJ_POLICY:
        table = ((const Policy *)object)->table;
        break;
#define OBJECT(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        break;
    }
    return table ? &table->base : view ? &view->base : NULL;
}

const char *fk_action_word(FkAction action)
{
    switch (action) {
    case ACTION_NONE:
        break;
    case ACTION_NO_ACTION:
        return "no action";
    case ACTION_RESTRICT:
        return "restrict";
    case ACTION_CASCADE:
        return "cascade";
    case ACTION_SET_NULL:
        return "set null";
    case ACTION_SET_DEFAULT:
        return "set default";
    }
    return NULL;
}

/* Each member of the list anew, as one of `copy`. */
#define COPY_MEMBERS(mem, copy, list)                                                             \
    do {                                                                                          \
        (copy)->list.at =                                                                         \
            mem_copy((mem), (copy)->list.at, (copy)->list.len * sizeof *(copy)->list.at);         \
        (copy)->list.cap = (copy)->list.len;                                                      \
        for (size_t i = 0; i < (copy)->list.len; i++) {                                           \
            (copy)->list.at[i] = mem_copy((mem), (copy)->list.at[i], sizeof *(copy)->list.at[i]); \
            (copy)->list.at[i]->table = (copy);                                                   \
        }                                                                                         \
    } while (0)

static Column **columns_by_name(Mem *mem, const Table *table, const Table *copy)
{
    Column **sorted = MEM_ARRAY(mem, Column *, table->columns.len);
    for (size_t i = 0; i < table->columns.len; i++) {
        for (size_t j = 0; j < table->columns.len; j++) {
            if (table->columns_by_name[i] == table->columns.at[j]) {
                sorted[i] = copy->columns.at[j];
            }
        }
    }
    return sorted;
}

Table *table_copy(Mem *mem, const Table *table)
{
    Table *copy = mem_copy(mem, table, sizeof *table);
    COPY_MEMBERS(mem, copy, columns);
    COPY_MEMBERS(mem, copy, constraints);
    COPY_MEMBERS(mem, copy, indexes);
    COPY_MEMBERS(mem, copy, triggers);
    COPY_MEMBERS(mem, copy, rules);
    COPY_MEMBERS(mem, copy, policies);
    copy->columns_by_name = columns_by_name(mem, table, copy);
    return copy;
}
