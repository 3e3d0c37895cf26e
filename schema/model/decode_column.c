#include "schema/model/decode.h"

#define MYSQL_FAMILY (MODEL_MYSQL | MODEL_MARIADB)

/* --- type ------------------------------------------------------------------------------------- */

static void add_quoted(Buf *buf, const char *text, char quote)
{
    buf_char(buf, quote);
    for (; *text; text++) {
        if (*text == quote) {
            buf_char(buf, quote);
        }
        buf_char(buf, *text);
    }
    buf_char(buf, quote);
}

/* Where an enum is neither a type of its own nor an inline one, a CHECK keeps the values. */
static void check_enum(Decoder *d, Column *column, const Enum *declared, Location where)
{
    if (!server_can(d->server, CAP_CHECKS)) {
        return;
    }
    Buf buf = buf_new(d->mem);
    add_quoted(&buf, column->base.name, d->server->dialect->syntax->quote);
    buf_add(&buf, " IN (");
    for (size_t i = 0; i < declared->values.len; i++) {
        buf_add(&buf, i ? ", " : "");
        add_quoted(&buf, declared->values.at[i].name, '\'');
    }
    buf_char(&buf, ')');
    Constraint *check = table_add_constraint(d->schema, column->table, CONSTRAINT_CHECK, NULL);
    check->base.where = where;
    check->on_column = true;
    check->check = (Expr){.text = mem_strdup(d->mem, buf_text(&buf)), .where = where};
    list_push(d->mem, &check->keys, (KeyPart){.column = column->base.name});
}

/* PostgreSQL's serial types are shorthands, not types. */
static void fold_serial(Column *column)
{
    static const struct {
        const char *serial, *type;
    } types[] = {{"serial", "integer"}, {"bigserial", "bigint"}, {"smallserial", "smallint"}};
    Type *type = &column->type;
    for (size_t i = 0; i < sizeof types / sizeof *types && type->cls == TYPE_INTEGER; i++) {
        if (text_equal(type->name, types[i].serial)) {
            type->name = type->text = types[i].type;
            column->identity.kind = IDENTITY_SERIAL;
        }
    }
}

static void decode_column_type(Decoder *d, Column *column, const Doc *object)
{
    const Doc *value = decode_get(object, "type");
    Location where = object->where;
    if (!value) {
        error_add(d->err, ERR_MODEL, column->base.where,
                  "column \"%s\" of table \"%s\" has no type", column->base.name,
                  column->table->base.name);
        error_hint(d->err, "add \"type\", for example \"type\": \"integer\"");
        return;
    }
    const char *ns = column->table->base.schema;
    const char *text = decode_choice(d, value, "the type", &where);
    if (!text || !decode_type(d, ns, text, where, &column->type)) {
        return;
    }
    fold_serial(column);
    /* Written inside the type (MySQL), they are the column's all the same. */
    column->charset = column->type.charset;
    column->collation = column->type.collation;
    if (!server_can(d->server, CAP_ENUM_TYPES) && column->type.cls != TYPE_ENUM) {
        const Enum *declared = decode_find_enum(d, ns, text);
        if (declared && decode_type(d, ns, "text", where, &column->type)) {
            check_enum(d, column, declared, where);
        }
    }
}

/* --- identity --------------------------------------------------------------------------------- */

static void read_identity(Decoder *d, Column *column, const Doc *object)
{
    static const Word kinds[] = {{"always", IDENTITY_ALWAYS}, {"by default", IDENTITY_BY_DEFAULT}};
    Identity *identity = &column->identity;
    bool is_serial = identity->kind == IDENTITY_SERIAL;
    const Doc *value = decode_get(object, "identity");
    int kind = IDENTITY_BY_DEFAULT;
    if (!value || value->kind == DOC_NULL) {
        if (decode_flag(d, object, "increment", false) && !is_serial) {
            identity->kind = IDENTITY_PORTABLE;
        }
        return;
    }
    if (value->kind == DOC_OBJECT) {
        decode_word(d, value, "generated", WORDS(kinds), &kind);
        decode_numbers(d, value, &identity->numbers);
        identity->sequence = decode_text(d, value, "sequence");
    } else {
        decode_word(d, object, "identity", WORDS(kinds), &kind);
    }
    identity->kind = is_serial ? IDENTITY_SERIAL : (IdentityKind)kind;
}

/* Elsewhere than on PostgreSQL the only thing left is the first number, and only MySQL has a place
 * for it: the table. */
static void fold_auto(Decoder *d, Column *column)
{
    Identity *identity = &column->identity;
    Options *options = &column->table->options;
    bool keeps_start = option_find(OBJ_TABLE, d->bit, "auto_increment") != NULL;
    if (identity->numbers.has_start && keeps_start && !options_get(options, "auto_increment")) {
        const char *start = mem_printf(d->mem, "%lld", (long long)identity->numbers.start);
        options_set(d->mem, options, "auto_increment", start, column->base.where);
    }
    *identity = (Identity){.kind = IDENTITY_AUTO};
    if (d->bit == MODEL_SQLITE && !text_equal(column->type.name, "integer") &&
        !decode_type(d, NULL, "integer", column->base.where, &column->type)) {
        return; /* reported */
    }
}

static void decode_identity(Decoder *d, Column *column, const Doc *object)
{
    read_identity(d, column, object);
    if (column->identity.kind == IDENTITY_NONE) {
        return;
    }
    if (d->bit != MODEL_POSTGRESQL) {
        fold_auto(d, column);
    } else if (column->identity.kind == IDENTITY_PORTABLE) {
        column->identity.kind = IDENTITY_BY_DEFAULT;
    }
    /* All of them imply NOT NULL, except that SQLite does not write it down. A serial column may
     * have lost it since; a model says so. */
    bool says_null = column->identity.kind == IDENTITY_SERIAL && column->null_said;
    column->not_null |= !says_null && !d->server->dialect->syntax->pk_allows_null;
}

/* --- the rest --------------------------------------------------------------------------------- */

static void decode_generated(Decoder *d, Column *column, const Doc *object)
{
    static const Word kinds[] = {{"stored", GENERATED_STORED}, {"virtual", GENERATED_VIRTUAL}};
    const Doc *value = decode_get(object, "generated");
    int kind = GENERATED_STORED;
    if (!value || !decode_expr(d, value, "the generated column", &column->generated_expr)) {
        return;
    }
    decode_word(d, object, "generated_as", WORDS(kinds), &kind);
    column->generated = (GeneratedKind)kind;
    bool is_virtual = kind == GENERATED_VIRTUAL;
    if (!server_can(d->server, is_virtual ? CAP_VIRTUAL_COLUMNS : CAP_STORED_COLUMNS)) {
        error_add(d->err, ERR_UNSUPPORTED, value->where,
                  "this version of %s has no %s generated columns", d->key,
                  is_virtual ? "virtual" : "stored");
        error_hint(d->err, "use \"generated_as\": \"%s\"", is_virtual ? "stored" : "virtual");
    }
}

/* "C" orders by code points everywhere; only PostgreSQL calls it that. */
static const char *portable_collation(Decoder *d, const Column *column, const char *collation)
{
    if (!text_equal(collation, "C") || d->bit == MODEL_POSTGRESQL) {
        return collation;
    }
    if (d->bit == MODEL_SQLITE) {
        return NULL;
    }
    const char *charset =
        column->charset ? column->charset : options_get(&column->table->options, "charset");
    charset = charset ? charset : d->server->charset;
    return mem_printf(d->mem, "%s_bin", charset ? charset : "utf8mb4");
}

static void decode_collation(Decoder *d, Column *column, const Doc *object)
{
    const char *collation = decode_choice(d, decode_get(object, "collate"), NULL, NULL);
    if (d->bit & MYSQL_FAMILY) {
        const Doc *charset = decode_native(d, object, "charset");
        column->charset = charset ? decode_choice(d, charset, NULL, NULL) : column->charset;
    }
    if (!text_empty(collation)) {
        column->collation = portable_collation(d, column, collation);
    }
}

void decode_column(Decoder *d, Table *table, const Item *item)
{
    const Doc *object = item->value;
    Column *column = table_add_column(d->schema, table, item->name);
    decode_base(d, item, &column->base);
    column->not_null = !decode_flag(d, object, "null", true);
    column->null_said = decode_get(object, "null") != NULL;
    column->tenant = decode_flag(d, object, "tenant", false);
    decode_column_type(d, column, object);
    decode_default(d, decode_get(object, "default"), &column->default_value);
    decode_default(d, decode_get(object, "backfill"), &column->backfill);
    decode_generated(d, column, object);
    decode_identity(d, column, object);
    decode_collation(d, column, object);
    decode_options(d, object, OBJ_COLUMN, &column->options);
    decode_column_constraints(d, column, item);
}
