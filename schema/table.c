#include "schema/schema.h"

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
           text_equal_nocase(column->type.text, "integer");
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
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_DOMAIN:
    case OBJ_SEQUENCE:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_TABLE:
    case OBJ_VIEW:
    case OBJ_COLLATION:
    case OBJ_RANGE:
    case OBJ_EVENT:
        break;
    }
    return table ? &table->base : view ? &view->base : NULL;
}
