#include "cmd/compare.h"
#include "introspect/probe.h"

#include <string.h>

static void refuse(const ColumnChange *change, Mem *mem, Error *err)
{
    const Column *to = change->to;
    const char *table = object_label(mem, &to->table->base);
    if (change->from) {
        error_add(err, ERR_SAFETY, to->base.where,
                  "column \"%s\" of \"%s\" becomes NOT NULL, and there are rows that hold NULL",
                  to->base.name, table);
    } else {
        error_add(err, ERR_SAFETY, to->base.where,
                  "the new column \"%s\" of \"%s\" is NOT NULL, and there are rows", to->base.name,
                  table);
    }
    error_hint(err, "say what they get: \"backfill\" (a value or an expression) or a default; "
                    "--allow-empty-only leaves it to the database to refuse");
}

bool rows_check(Context *ctx, Conn *conn, const Comparison *comparison, Error *err)
{
    Mem *mem = ctx->mem;
    ColumnChanges unfilled = {0};
    LIST(RowProbe) probes = {0};
    if (ctx->args->allow_empty_only) {
        return true;
    }
    diff_unfilled(mem, comparison->up, &unfilled);
    for (size_t i = 0; i < unfilled.len; i++) {
        const ColumnChange *change = &unfilled.at[i];
        list_push(mem, &probes, (RowProbe){.table = change->table, .column = change->from});
    }
    if (!probe_rows(mem, conn, probes.at, probes.len, err)) {
        return false;
    }
    for (size_t i = 0; i < unfilled.len; i++) {
        if (probes.at[i].found) {
            refuse(&unfilled.at[i], mem, err);
        }
    }
    return !error_is_set(err);
}

/* --- the way back ----------------------------------------------------------------------------- */

static bool names_column(const KeyParts *keys, const char *name)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (text_equal(keys->at[i].column, name)) {
            return true;
        }
    }
    return false;
}

/* A key or check can refuse the same value in every row. */
static bool is_bound(const Column *column)
{
    const Table *table = column->table;
    const char *name = column->base.name;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *c = table->constraints.at[i];
        if (c->check.text ? strstr(c->check.text, name) != NULL : names_column(&c->keys, name)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (table->indexes.at[i]->unique && names_column(&table->indexes.at[i]->keys, name)) {
            return true;
        }
    }
    return false;
}

/* DEFAULT_NONE: the type has none. */
static Default neutral_value(const Type *type)
{
    Default number = {.kind = DEFAULT_NUMBER, .value = "0"};
    Default text = {.kind = DEFAULT_STRING, .value = ""};
    Default none = {.kind = DEFAULT_NONE};
    if (type->dimensions) {
        return none;
    }
    switch (type->cls) {
    case TYPE_INTEGER:
    case TYPE_NUMERIC:
    case TYPE_FLOAT:
        return number;
    case TYPE_CHAR:
    case TYPE_VARCHAR:
    case TYPE_TEXT:
        return text;
    case TYPE_BOOLEAN:
        return (Default){.kind = DEFAULT_BOOLEAN, .value = "false"};
    case TYPE_DATE:
        return (Default){.kind = DEFAULT_STRING, .value = "1970-01-01"};
    case TYPE_TIME:
        return (Default){.kind = DEFAULT_STRING, .value = "00:00:00"};
    case TYPE_TIMESTAMP:
        return (Default){.kind = DEFAULT_STRING, .value = "1970-01-02 00:00:00"};
    case TYPE_UUID:
        return (Default){.kind = DEFAULT_STRING, .value = "00000000-0000-0000-0000-000000000000"};
    case TYPE_JSON:
        return (Default){.kind = DEFAULT_STRING, .value = "{}"};
    case TYPE_ENUM:
        return (Default){.kind = DEFAULT_STRING, .value = type->values.at[0]};
    case TYPE_NONE:
    case TYPE_BINARY:
    case TYPE_BIT:
    case TYPE_INTERVAL:
    case TYPE_YEAR:
    case TYPE_NETWORK:
    case TYPE_GEOMETRY:
    case TYPE_RANGE:
    case TYPE_XML:
    case TYPE_SET:
    case TYPE_USER:
    case TYPE_OTHER:
        break;
    }
    return none;
}

/* The live column that comes back, to be told what rows get. */
static Column *own_column(const Schema *live, const Column *column)
{
    const Object *table = &column->table->base;
    Table *own = schema_table(live, table->schema, table->name);
    for (size_t i = 0; own && i < own->columns.len; i++) {
        if (text_equal(own->columns.at[i]->base.name, column->base.name)) {
            return own->columns.at[i];
        }
    }
    return NULL;
}

static bool fill_back(Context *ctx, const Schema *live, const Column *column)
{
    Column *own = own_column(live, column);
    Default value = neutral_value(&column->type);
    if (own && value.kind != DEFAULT_NONE && !is_bound(column)) {
        own->backfill = value;
        return true;
    }
    out_warn(ctx->out,
             "downgrade: nothing says what rows of \"%s\" get in the NOT NULL column \"%s\" when "
             "it comes back: write it into the file, or take NOT NULL away in a revision before",
             object_label(ctx->mem, &column->table->base), column->base.name);
    return false;
}

void rows_fill_back(Context *ctx, Comparison *comparison)
{
    ColumnChanges unfilled = {0};
    bool filled = false;
    diff_unfilled(ctx->mem, comparison->down, &unfilled);
    for (size_t i = 0; i < unfilled.len; i++) {
        if (!unfilled.at[i].from) {
            filled |= fill_back(ctx, comparison->from, unfilled.at[i].to);
        }
    }
    if (filled) {
        comparison->down = diff_schemas(ctx->mem, comparison->to, comparison->from);
    }
}
