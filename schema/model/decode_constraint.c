#include "schema/model/decode.h"

/* --- what several kinds have ------------------------------------------------------------------ */

static void decode_deferrable(Decoder *d, const Doc *object, Constraint *out)
{
    static const Word words[] = {{"initially immediate", DEFERRABLE_IMMEDIATE},
                                 {"initially deferred", DEFERRABLE_DEFERRED}};
    int value = DEFERRABLE_NOT;
    /* Where it cannot wait, a constraint is tested at once: stricter, never wrong. */
    if (decode_word(d, object, "deferrable", WORDS(words), &value) &&
        server_can(d->server, CAP_DEFERRABLE)) {
        out->deferrable = (Deferrable)value;
    }
}

static void decode_conflict(Decoder *d, const Doc *object, Constraint *out)
{
    const char *text = decode_text(d, object, "conflict");
    if (!text_empty(text) && d->bit == MODEL_SQLITE && !text_equal_nocase(text, "abort")) {
        out->conflict = text_lower(d->mem, text);
    }
}

/* Everything of an object in long form that is not its definition. */
static void decode_common(Decoder *d, const Item *item, Constraint *out)
{
    const Doc *object = item->value;
    decode_base(d, item, &out->base);
    if (object->kind == DOC_OBJECT) {
        decode_deferrable(d, object, out);
        decode_conflict(d, object, out);
        decode_options(d, object, OBJ_CONSTRAINT, &out->options);
    }
}

/* As PostgreSQL 18 and MariaDB do. */
static bool knows_periods(const Decoder *d)
{
    return d->bit == MODEL_MARIADB ||
           (d->bit == MODEL_POSTGRESQL && server_can(d->server, CAP_CHECK_UNENFORCED));
}

/* Columns with what belongs to a unique index. */
static void decode_key_constraint(Decoder *d, const Doc *value, Constraint *out)
{
    bool is_short = value->kind == DOC_ARRAY;
    decode_keys(d, is_short ? value : decode_get(value, "columns"), &out->keys);
    if (!out->keys.len) {
        decode_wrong(d, value, "an array of columns, or an object with \"columns\"");
    }
    if (server_can(d->server, CAP_INCLUDE)) {
        decode_names(d, value, "include", &out->include);
    }
    out->period = decode_flag(d, value, "without_overlaps", false);
    if (out->period && !knows_periods(d)) {
        decode_unsupported(d, value->where, "a key with \"without_overlaps\"");
    }
    out->nulls_not_distinct = decode_flag(d, value, "nulls_not_distinct", false);
    if (out->nulls_not_distinct && !server_can(d->server, CAP_NULLS_NOT_DISTINCT)) {
        decode_unsupported(d, value->where, "unique constraint with \"nulls_not_distinct\"");
    }
}

/* --- primary key, unique ---------------------------------------------------------------------- */

void decode_primary_key(Decoder *d, Table *table, const Doc *value, Location where)
{
    const char *name = decode_text(d, value, "name"), *note = decode_text(d, value, "note");
    if (table_primary_key(table)) {
        error_add(d->err, ERR_MODEL, where, "table \"%s\" has two primary keys", table->base.name);
        error_hint(d->err, "name the columns in \"primary_key\" of the table only");
        return;
    }
    const Item item = {.where = where, .value = value};
    Constraint *key = table_add_constraint(d->schema, table, CONSTRAINT_PRIMARY_KEY,
                                           text_empty(name) ? NULL : name);
    decode_common(d, &item, key);
    decode_key_constraint(d, value, key);
    if (!text_empty(note) && server_can(d->server, CAP_COMMENTS)) {
        key->base.comment = mem_strdup(d->mem, note); /* MySQL's, of all constraints, on this one */
    }
}

void decode_unique(Decoder *d, Table *table, const Item *item)
{
    Constraint *unique = table_add_constraint(d->schema, table, CONSTRAINT_UNIQUE, item->name);
    decode_common(d, item, unique);
    decode_key_constraint(d, item->value, unique);
}

/* --- check ------------------------------------------------------------------------------------ */

bool decode_check_body(Decoder *d, const Item *item, Constraint *check)
{
    const Doc *value = item->value;
    bool is_short = value->kind == DOC_STRING;
    const Doc *expr = is_short ? value : decode_get(value, "expr");
    decode_base(d, item, &check->base);
    check->not_enforced = !decode_flag(d, value, "enforced", true);
    check->no_inherit = decode_flag(d, value, "no_inherit", false);
    check->not_valid = decode_flag(d, value, "not_valid", false);
    if (!expr) {
        return decode_wrong(d, value, "an SQL expression, or an object with \"expr\"");
    }
    if (!decode_expr(d, expr, "the check", &check->check)) {
        return false;
    }
    /* A check that nobody tests is documentation: better left out than tested. */
    return server_can(d->server, CAP_CHECKS) &&
           (!check->not_enforced || server_can(d->server, CAP_CHECK_UNENFORCED));
}

static void remove_last(Table *table)
{
    table->constraints.len--;
}

void decode_check(Decoder *d, Table *table, const Item *item)
{
    Constraint *check = table_add_constraint(d->schema, table, CONSTRAINT_CHECK, item->name);
    decode_common(d, item, check);
    if (!decode_check_body(d, item, check)) {
        remove_last(table);
    }
}

/* --- foreign key ------------------------------------------------------------------------------ */

static void decode_actions(Decoder *d, const Doc *object, Constraint *out)
{
    static const Word actions[] = {{"no action", ACTION_NO_ACTION},
                                   {"restrict", ACTION_RESTRICT},
                                   {"cascade", ACTION_CASCADE},
                                   {"set null", ACTION_SET_NULL},
                                   {"set default", ACTION_SET_DEFAULT}};
    int on_delete = ACTION_NONE, on_update = ACTION_NONE;
    decode_word(d, object, "on_delete", WORDS(actions), &on_delete);
    decode_word(d, object, "on_update", WORDS(actions), &on_update);
    out->on_delete = (FkAction)on_delete;
    out->on_update = (FkAction)on_update;
}

/* Only PostgreSQL 18 keeps a foreign key that it does not test. */
static bool is_kept(const Decoder *d, const Constraint *key)
{
    return !key->not_enforced ||
           (d->bit == MODEL_POSTGRESQL && server_can(d->server, CAP_CHECK_UNENFORCED));
}

static bool decode_references(Decoder *d, const Doc *object, Constraint *key)
{
    const Doc *references = decode_get(object, "references");
    const Doc *table = decode_get(references, "table");
    QualifiedName name;
    if (!table || table->kind != DOC_STRING) {
        return decode_wrong(d, references ? references : object,
                            "an object with \"references\": {\"table\": …}");
    }
    if (!decode_reference(d, table->text, table->where, &name)) {
        return false;
    }
    key->ref_schema = name.ns;
    key->ref_table = name.name;
    decode_names(d, references, "columns", &key->ref_columns);
    return true;
}

void decode_foreign_key(Decoder *d, Table *table, const Item *item)
{
    static const Word matches[] = {
        {"simple", MATCH_SIMPLE}, {"full", MATCH_FULL}, {"partial", MATCH_PARTIAL}};
    const Doc *object = item->value;
    int match = MATCH_SIMPLE;
    if (object->kind != DOC_OBJECT) {
        decode_wrong(d, object, "an object with \"columns\" and \"references\"");
        return;
    }
    if (decode_flag(d, object, "logical", false)) {
        return; /* documentation */
    }
    Constraint *key = table_add_constraint(d->schema, table, CONSTRAINT_FOREIGN_KEY, item->name);
    decode_common(d, item, key);
    decode_actions(d, object, key);
    decode_word(d, object, "match", WORDS(matches), &match);
    key->match = (FkMatch)match;
    key->not_enforced = !decode_flag(d, object, "enforced", true);
    key->not_valid = decode_flag(d, object, "not_valid", false);
    key->period = decode_flag(d, object, "period", false);
    if (key->period && !knows_periods(d)) {
        decode_unsupported(d, object->where, "a foreign key with \"period\"");
    }
    key->external = decode_flag(d, object, "external", false);
    decode_names(d, object, "delete_columns", &key->delete_columns);
    decode_keys(d, decode_get(object, "columns"), &key->keys);
    if (!key->keys.len) {
        decode_wrong(d, object, "an object with at least one of \"columns\"");
    }
    if (!decode_references(d, object, key) || !is_kept(d, key)) {
        remove_last(table);
    }
}

/* --- exclusion -------------------------------------------------------------------------------- */

static void decode_element(Decoder *d, const Doc *element, Constraint *out)
{
    const Doc *key = decode_get(element, "key");
    const char *operator_ = decode_text(d, element, "with");
    if (!key || !operator_) {
        decode_wrong(d, element, "an object with \"key\" and \"with\"");
        return;
    }
    Doc array = {.kind = DOC_ARRAY, .where = key->where};
    list_push(d->mem, &array.items, (Doc *)(uintptr_t)key);
    size_t before = out->keys.len;
    decode_keys(d, &array, &out->keys);
    if (out->keys.len > before) {
        out->keys.at[before].operator_ = operator_;
    }
}

void decode_exclusion(Decoder *d, Table *table, const Item *item)
{
    const Doc *object = item->value, *elements = decode_get(object, "elements");
    const Doc *where = decode_get(object, "where");
    if (!server_can(d->server, CAP_EXCLUSION)) {
        decode_unsupported(d, item->where, "exclusion constraint \"%s\"",
                           item->name ? item->name : "(unnamed)");
        return;
    }
    if (!elements || elements->kind != DOC_ARRAY || !elements->items.len) {
        decode_wrong(d, elements ? elements : object, "an object with an array of \"elements\"");
        return;
    }
    Constraint *out = table_add_constraint(d->schema, table, CONSTRAINT_EXCLUSION, item->name);
    decode_common(d, item, out);
    const char *method = decode_text(d, object, "using");
    if (!text_empty(method) && !text_equal_nocase(method, "gist")) {
        out->method = text_lower(d->mem, method);
    }
    for (size_t i = 0; i < elements->items.len; i++) {
        decode_element(d, elements->items.at[i], out);
    }
    decode_names(d, object, "include", &out->include);
    if (where) {
        decode_expr(d, where, "the predicate", &out->where);
    }
}

/* --- constraints of a column ------------------------------------------------------------------ */

static Constraint *add_of_column(Decoder *d, Column *column, ConstraintType type, Location where)
{
    Constraint *out = table_add_constraint(d->schema, column->table, type, NULL);
    out->base.where = where;
    out->on_column = true;
    list_push(d->mem, &out->keys, (KeyPart){.column = column->base.name});
    return out;
}

static void check_of_column(Decoder *d, Column *column, const Doc *value)
{
    Expr expr = {0};
    /* One that is written for other dialects only is none here. */
    if (decode_expr(d, value, NULL, &expr) && server_can(d->server, CAP_CHECKS)) {
        add_of_column(d, column, CONSTRAINT_CHECK, value->where)->check = expr;
    }
}

static void reference_of_column(Decoder *d, Column *column, const Doc *object)
{
    const Doc *value = decode_get(object, "references");
    const char *text = decode_text(d, object, "references");
    QualifiedName table;
    const char *target;
    if (!text || !decode_column_name(d, text, value->where, &table, &target)) {
        return;
    }
    Constraint *key = add_of_column(d, column, CONSTRAINT_FOREIGN_KEY, value->where);
    key->ref_schema = table.ns;
    key->ref_table = table.name;
    list_push(d->mem, &key->ref_columns, target);
    decode_actions(d, object, key);
}

void decode_column_constraints(Decoder *d, Column *column, const Item *item)
{
    const Doc *object = item->value;
    const Doc *check = decode_get(object, "check");
    if (decode_flag(d, object, "unique", false)) {
        Constraint *unique =
            add_of_column(d, column, CONSTRAINT_UNIQUE, decode_get(object, "unique")->where);
        decode_conflict(d, object, unique);
    }
    if (check) {
        check_of_column(d, column, check);
    }
    reference_of_column(d, column, object);
}
