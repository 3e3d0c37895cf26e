#include "emit/postgres/postgres.h"

#include <string.h>

static void create_enum(Emit *emit, const Enum *to)
{
    Sql sql = emit_sql(emit, "CREATE TYPE");
    sql_object(&sql, &to->base);
    sql_kw(&sql, "AS ENUM (");
    for (size_t i = 0; i < to->values.len; i++) {
        sql_raw(&sql, i ? ", " : "");
        sql_literal(&sql, to->values.at[i].name);
    }
    sql_raw(&sql, ")");
    emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    comment_new(emit, "TYPE", &to->base, NULL);
}

/* The place in `to` of a value of `from`, by name or by either side's hint; to.len = gone. */
static size_t place_of(const Enum *from, size_t i, const Enum *to)
{
    const EnumValue *value = &from->values.at[i];
    for (size_t j = 0; j < to->values.len; j++) {
        if (text_equal(to->values.at[j].name, value->name)) {
            return j;
        }
    }
    for (size_t j = 0; j < to->values.len; j++) {
        const EnumValue *other = &to->values.at[j];
        bool renamed = text_equal(other->renamed_from, value->name) ||
                       text_equal(value->renamed_from, other->name);
        bool taken = false;
        for (size_t k = 0; k < from->values.len; k++) {
            taken |= text_equal(from->values.at[k].name, other->name);
        }
        if (renamed && !taken) {
            return j;
        }
    }
    return to->values.len;
}

/* Every old value is still there, in the old order. */
static bool only_grows(const Enum *from, const Enum *to)
{
    size_t next = 0;
    for (size_t i = 0; i < from->values.len; i++) {
        size_t at = place_of(from, i, to);
        if (at == to->values.len || at < next) {
            return false;
        }
        next = at + 1;
    }
    return true;
}

static bool is_new(const Enum *from, const Enum *to, size_t j)
{
    for (size_t i = 0; i < from->values.len; i++) {
        if (place_of(from, i, to) == j) {
            return false;
        }
    }
    return true;
}

/* --- are new values used at once? --- */

typedef struct Search {
    Mem *mem;
    const char *quoted; /* 'value' */
    const char *value;
} Search;

static bool text_uses(const Search *search, const char *text)
{
    return text && strstr(text, search->quoted);
}

static bool column_uses(const Search *search, const Column *column)
{
    const Default *def = &column->default_value;
    return (def->kind == DEFAULT_STRING &&
            (text_equal(def->value, search->value) ||
             (column->type.dimensions && strstr(def->value, search->value)))) ||
           text_uses(search, def->expr.text) || text_uses(search, column->generated_expr.text) ||
           (column->backfill.kind == DEFAULT_STRING &&
            text_equal(column->backfill.value, search->value)) ||
           text_uses(search, column->backfill.expr.text);
}

static bool object_uses(const Search *search, const Object *object)
{
    switch (object->kind) {
    case OBJ_COLUMN:
        return column_uses(search, (const Column *)object);
    case OBJ_CONSTRAINT:
        return text_uses(search, ((const Constraint *)object)->check.text) ||
               text_uses(search, ((const Constraint *)object)->where.text);
    case OBJ_INDEX:
        return text_uses(search, ((const Index *)object)->where.text);
    case OBJ_VIEW:
        return text_uses(search, ((const View *)object)->query);
    case OBJ_TRIGGER:
        return text_uses(search, ((const Trigger *)object)->definition);
    case OBJ_TABLE: {
        const Table *table = (const Table *)object;
        bool uses = text_uses(search, table->partition_bound);
        for (size_t i = 0; i < table->columns.len; i++) {
            uses |= object_uses(search, &table->columns.at[i]->base);
        }
        for (size_t i = 0; i < table->constraints.len; i++) {
            uses |= object_uses(search, &table->constraints.at[i]->base);
        }
        for (size_t i = 0; i < table->indexes.len; i++) {
            uses |= object_uses(search, &table->indexes.at[i]->base);
        }
        return uses;
    }
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_DOMAIN:
    case OBJ_SEQUENCE:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_POLICY:
    case OBJ_EVENT:
        return false;
    }
    return false;
}

static bool change_uses(const Search *search, const Change *change)
{
    bool whole = change->object.to && (change->op == CHANGE_CREATE || change->kind != OBJ_TABLE);
    if (whole && object_uses(search, change->object.to)) {
        return true;
    }
    for (size_t i = 0; i < change->children.len; i++) {
        if (change_uses(search, change->children.at[i])) {
            return true;
        }
    }
    return false;
}

/* A value that ALTER TYPE has added cannot be used before the transaction ends. */
static bool is_used_at_once(const Emit *emit, const char *value)
{
    Sql quoted = sql_new(emit->plan->mem, emit->all->to->server);
    sql_literal(&quoted, value);
    const Search search = {emit->plan->mem, sql_text(&quoted), value};
    for (size_t i = 0; i < emit->all->list.len; i++) {
        if (change_uses(&search, emit->all->list.at[i])) {
            return true;
        }
    }
    return false;
}

/* --- alter --- */

static void rename_values(Emit *emit, const Enum *from, const Enum *to)
{
    for (size_t i = 0; i < from->values.len; i++) {
        size_t j = place_of(from, i, to);
        if (j == to->values.len || text_equal(from->values.at[i].name, to->values.at[j].name)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER TYPE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "RENAME VALUE");
        sql_literal(&sql, from->values.at[i].name);
        sql_kw(&sql, "TO");
        sql_literal(&sql, to->values.at[j].name);
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
}

/* Values come in order, so that the one before is always there. */
static void add_values(Emit *emit, const Enum *from, const Enum *to)
{
    size_t last = to->values.len; /* the last one that is not new: after it none is wanted */
    for (size_t j = 0; j < to->values.len; j++) {
        last = is_new(from, to, j) ? last : j;
    }
    for (size_t j = 0; j < to->values.len; j++) {
        if (!is_new(from, to, j)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER TYPE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "ADD VALUE");
        sql_literal(&sql, to->values.at[j].name);
        if (j == 0 && from->values.len) {
            sql_kw(&sql, "BEFORE");
            for (size_t k = 1; k < to->values.len; k++) {
                if (!is_new(from, to, k)) {
                    sql_literal(&sql, to->values.at[k].name);
                    break;
                }
            }
        } else if (last < to->values.len && j < last) {
            sql_kw(&sql, "AFTER");
            sql_literal(&sql, to->values.at[j - 1].name);
        }
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
}

static void alter_values(Emit *emit, const Enum *from, const Enum *to)
{
    bool in_place = only_grows(from, to);
    for (size_t j = 0; in_place && j < to->values.len; j++) {
        in_place = !is_new(from, to, j) || !is_used_at_once(emit, to->values.at[j].name);
    }
    rename_values(emit, from, to);
    if (in_place) {
        add_values(emit, from, to);
        return;
    }
    swap_type(emit, "TYPE", &from->base, &to->base);
    /* The name is free from here on; the order of arrival is the order of running. */
    create_enum(emit, to);
}

bool render_enum(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    Sql sql;
    switch (change->op) {
    case CHANGE_CREATE:
        create_enum(&emit, change->enumeration.to);
        break;
    case CHANGE_DROP:
        sql = emit_sql(&emit, "DROP TYPE");
        sql_object(&sql, change->object.from);
        emit_add(&emit, PHASE_DROP_LAST, change->object.from, &sql);
        break;
    case CHANGE_RENAME:
        sql = emit_sql(&emit, "ALTER TYPE");
        sql_object(&sql, change->object.from);
        sql_kw(&sql, "RENAME TO");
        sql_ident(&sql, change->object.to->name);
        emit_add(&emit, PHASE_RENAME, change->object.to, &sql);
        break;
    case CHANGE_ALTER:
        if (change->parts & PART_VALUES) {
            alter_values(&emit, change->enumeration.from, change->enumeration.to);
        }
        if (change->parts & PART_COMMENT) {
            comment_on(&emit, "TYPE", change->object.to, NULL, change->object.to->comment);
        }
        break;
    }
    return true;
}
