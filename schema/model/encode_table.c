#include "schema/model/encode.h"
#include "schema/model/names.h"

/* --- columns ---------------------------------------------------------------------------------- */

static const char *type_text(const Column *column)
{
    static const struct {
        const char *type, *serial;
    } serials[] = {{"integer", "serial"}, {"bigint", "bigserial"}, {"smallint", "smallserial"}};
    const Type *type = &column->type;
    for (size_t i = 0; i < sizeof serials / sizeof *serials; i++) {
        if (column->identity.kind == IDENTITY_SERIAL && text_equal(type->name, serials[i].type)) {
            return serials[i].serial;
        }
    }
    return type->text ? type->text : "";
}

static void put_null(Encoder *e, Doc *object, const Column *column)
{
    IdentityKind identity = column->identity.kind;
    bool is_key = column_in_primary_key(column);
    bool allows = e->server->dialect->syntax->pk_allows_null;
    bool implied = !allows && (identity != IDENTITY_NONE || is_key);
    if (column->not_null && !implied) {
        encode_put(e, object, "null", doc_boolean(e->mem, false, (Location){0}));
    }
    bool unusual = identity == IDENTITY_SERIAL || (allows && is_key && !column_is_rowid(column));
    encode_put_flag(e, object, "null", !column->not_null && unusual);
}

static void put_identity(Encoder *e, Doc *object, const Identity *identity)
{
    Doc *value = encode_object(e);
    const char *word = NULL;
    switch (identity->kind) {
    case IDENTITY_NONE:
        return;
    case IDENTITY_PORTABLE:
    case IDENTITY_AUTO:
        encode_put_flag(e, object, "increment", true);
        return;
    case IDENTITY_ALWAYS:
        word = "always";
        break;
    case IDENTITY_BY_DEFAULT:
        word = "by default";
        break;
    case IDENTITY_SERIAL:
        break;
    }
    encode_put_text(e, value, "generated", word);
    encode_put_numbers(e, value, &identity->numbers);
    encode_put_text(e, value, "sequence", identity->sequence);
    if (word && value->members.len == 1) {
        encode_put_text(e, object, "identity", word);
    } else if (value->members.len) {
        encode_put(e, object, "identity", value);
    }
}

Doc *encode_column(Encoder *e, const Column *column, TableConstraints *constraints)
{
    Doc *object = encode_object(e), *native = encode_object(e);
    encode_put_text(e, object, "type", type_text(column));
    put_null(e, object, column);
    if (column->generated == GENERATED_NONE && column->identity.kind != IDENTITY_SERIAL) {
        encode_put_default(e, object, "default", &column->default_value);
    }
    put_identity(e, object, &column->identity);
    if (column->generated != GENERATED_NONE) {
        encode_put_expr(e, object, "generated", column->generated_expr.text);
        encode_put_text(e, object, "generated_as",
                        column->generated == GENERATED_VIRTUAL ? "virtual" : NULL);
    }
    encode_put_text(e, object, "collate", column->collation);
    encode_put_column_constraints(e, object, column, constraints);
    encode_put_flag(e, object, "tenant", column->tenant);
    encode_put_default(e, object, "backfill", &column->backfill);
    encode_put_base(e, object, &column->base);
    encode_put_text(e, native, "charset", column->charset);
    encode_put_native(e, object, native, &column->options, OBJ_COLUMN);
    return object;
}

/* --- tables ----------------------------------------------------------------------------------- */

static void put_columns(Encoder *e, Doc *object, const Table *table, TableConstraints *constraints)
{
    Doc *columns = encode_object(e);
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        encode_put(e, columns, column->base.name, encode_column(e, column, constraints));
    }
    encode_put(e, object, "columns", columns);
}

static void put_indexes(Encoder *e, Doc *object, const Table *table)
{
    NamedDocs entries = {0};
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if (!encode_is_constraint(index)) {
            list_push(e->mem, &entries, (Named){index->base.name, encode_index(e, index)});
        }
    }
    encode_put_section(e, object, "indexes", &entries, NULL);
}

static void put_native(Encoder *e, Doc *object, const Table *table)
{
    Doc *native = encode_object(e);
    encode_put_labels(e, native, "inherits", &table->inherits);
    encode_put_expr(e, native, "partition_by", table->partition_by);
    encode_put_text(e, native, "partition_of", encode_label(e, table->partition_of));
    encode_put_text(e, native, "partition_bound", table->partition_bound);
    encode_put_native(e, object, native, &table->options, OBJ_TABLE);
}

static Doc *encode_table(Encoder *e, const Table *table)
{
    static const char *const tenancies[] = {[TENANCY_UNSET] = NULL,
                                            [TENANCY_COLUMN] = "column",
                                            [TENANCY_SELF] = "self",
                                            [TENANCY_NONE] = "none"};
    Doc *object = encode_object(e);
    TableConstraints constraints = encode_constraints_of(e, table);
    encode_put_base(e, object, &table->base);
    encode_put_text(e, object, "tenant", tenancies[table->tenancy]);
    if (table->unmanaged) {
        encode_put(e, object, "managed", doc_boolean(e->mem, false, (Location){0}));
    }
    put_columns(e, object, table, &constraints);
    encode_put_constraints(e, object, &constraints);
    put_indexes(e, object, table);
    encode_put_triggers(e, object, "triggers", table->triggers.at, table->triggers.len);
    encode_put_triggers(e, object, "rules", table->rules.at, table->rules.len);
    encode_put_policies(e, object, table);
    put_native(e, object, table);
    return object;
}

void encode_tables(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->tables.len; i++) {
        const Table *table = e->schema->tables.at[i];
        encode_put(e, map, names_join(e->mem, table->base.schema, table->base.name),
                   encode_table(e, table));
    }
    if (map->members.len) {
        encode_put(e, model, "tables", map);
    }
}
