#include "emit/sqlite/sqlite.h"

#include <string.h>

/* --- defaults --------------------------------------------------------------------------------- */

/* One token, or a sign and a number: what stands behind DEFAULT without parentheses. */
static bool is_bare(const LiteTokens *tokens)
{
    size_t n = tokens->len - 1;
    if (n == 2) {
        bool sign = lite_is_symbol(&tokens->at[0], "-") || lite_is_symbol(&tokens->at[0], "+");
        return sign && tokens->at[1].kind == LITE_NUMBER;
    }
    return n == 1 && tokens->at[0].kind != LITE_SYMBOL && tokens->at[0].kind != LITE_BAD;
}

static const char *expression_default(Mem *mem, const char *text)
{
    const char *inner = expr_strip_parens(mem, text);
    if (text_equal_nocase(inner, "now()")) {
        return "CURRENT_TIMESTAMP"; /* the portable word for it */
    }
    LiteTokens tokens = sqlite_lex(mem, text);
    return is_bare(&tokens) ? text : mem_printf(mem, "(%s)", text);
}

const char *sqlite_default_sql(Mem *mem, const Server *server, const Default *def)
{
    Sql sql = sql_new(mem, server);
    switch (def->kind) {
    case DEFAULT_NONE:
        return NULL;
    case DEFAULT_NULL:
        return def->value ? def->value : "NULL";
    case DEFAULT_BOOLEAN:
        return text_equal(def->value, "true") ? "TRUE" : "FALSE";
    case DEFAULT_NUMBER:
        return def->value;
    case DEFAULT_STRING:
        sql_literal(&sql, def->value);
        return sql_text(&sql);
    case DEFAULT_EXPRESSION:
        return expression_default(mem, def->expr.text);
    }
    return NULL;
}

bool sqlite_default_is_constant(Mem *mem, const Default *def)
{
    if (def->kind != DEFAULT_EXPRESSION) {
        return true;
    }
    const char *text = expression_default(mem, def->expr.text);
    return *text != '(' && !text_starts_nocase(text, "current_");
}

/* --- parts of constraints --------------------------------------------------------------------- */

static void add_conflict(Sql *sql, const char *conflict)
{
    if (conflict) {
        sql_kw(sql, "ON CONFLICT");
        sql_kw(sql, text_upper(sql->buf.mem, conflict));
    }
}

static void add_constraint_name(Sql *sql, const Schema *schema, const Constraint *constraint)
{
    const char *name = constraint_name(schema, constraint);
    if (name) {
        sql_kw(sql, "CONSTRAINT");
        sql_ident(sql, name);
    }
}

static void add_key(Sql *sql, const KeyPart *key)
{
    if (key->column) {
        sql_ident(sql, key->column);
    } else {
        sql_raw(sql, key->expr.text);
    }
    if (key->collation) {
        sql_kw(sql, "COLLATE");
        sql_ident(sql, key->collation);
    }
    if (key->order == SORT_DESC) {
        sql_kw(sql, "DESC");
    }
}

static void add_keys(Sql *sql, const KeyParts *keys)
{
    sql_kw(sql, "(");
    for (size_t i = 0; i < keys->len; i++) {
        sql_raw(sql, i ? ", " : "");
        add_key(sql, &keys->at[i]);
    }
    sql_raw(sql, ")");
}

static void add_references(Sql *sql, const Constraint *key)
{
    sql_kw(sql, "REFERENCES");
    sql_ident(sql, key->ref_table);
    if (key->ref_columns.len && !key->ref_implicit) {
        sql_kw(sql, "(");
        sql_idents(sql, &key->ref_columns);
        sql_raw(sql, ")");
    }
    if (key->match != MATCH_SIMPLE) {
        sql_kw(sql, key->match == MATCH_FULL ? "MATCH FULL" : "MATCH PARTIAL");
    }
    sql_action(sql, "ON DELETE", key->on_delete);
    sql_action(sql, "ON UPDATE", key->on_update);
    if (key->deferrable != DEFERRABLE_NOT) {
        sql_kw(sql, "DEFERRABLE");
        sql_kw(sql, key->deferrable == DEFERRABLE_DEFERRED ? "INITIALLY DEFERRED" : "");
    }
}

static void add_check(Sql *sql, const Constraint *check)
{
    sql_kw(sql, "CHECK (");
    sql_raw(sql, check->check.text);
    sql_raw(sql, ")");
    add_conflict(sql, check->conflict);
}

static void add_table_constraint(Sql *sql, const Schema *schema, const Constraint *constraint)
{
    add_constraint_name(sql, schema, constraint);
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE:
        sql_kw(sql, constraint->type == CONSTRAINT_UNIQUE ? "UNIQUE" : "PRIMARY KEY");
        add_keys(sql, &constraint->keys);
        add_conflict(sql, constraint->conflict);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        sql_kw(sql, "FOREIGN KEY");
        add_keys(sql, &constraint->keys);
        add_references(sql, constraint);
        break;
    case CONSTRAINT_CHECK:
        add_check(sql, constraint);
        break;
    case CONSTRAINT_EXCLUSION: /* sqlite_check_table() has refused it */
        break;
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

static bool is_autoincrement(const Column *column)
{
    return column->identity.kind != IDENTITY_NONE;
}

/* Written as part of its column. AUTOINCREMENT has no other place, nor has DESC where it keeps an
 * INTEGER from being the rowid. */
static bool is_inline(const Constraint *constraint, const Column *column)
{
    bool alone = constraint->keys.len == 1 && !constraint->keys.at[0].collation &&
                 text_equal(constraint->keys.at[0].column, column->base.name);
    bool plain = alone && (constraint->keys.at[0].order == SORT_DEFAULT ||
                           constraint->type == CONSTRAINT_PRIMARY_KEY);
    bool apart = alone && constraint->keys.at[0].order == SORT_DESC &&
                 text_equal_nocase(column->type.text, "integer");
    if (constraint->type == CONSTRAINT_PRIMARY_KEY && (is_autoincrement(column) || apart)) {
        return plain;
    }
    return plain && constraint->on_column;
}

static void add_inline(Sql *sql, const Schema *schema, const Constraint *constraint,
                       const Column *column)
{
    add_constraint_name(sql, schema, constraint);
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
        sql_kw(sql, "PRIMARY KEY");
        sql_kw(sql, constraint->keys.at[0].order == SORT_DESC ? "DESC" : "");
        add_conflict(sql, constraint->conflict);
        sql_kw(sql, is_autoincrement(column) ? "AUTOINCREMENT" : "");
        break;
    case CONSTRAINT_UNIQUE:
        sql_kw(sql, "UNIQUE");
        add_conflict(sql, constraint->conflict);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        add_references(sql, constraint);
        break;
    case CONSTRAINT_CHECK:
        add_check(sql, constraint);
        break;
    case CONSTRAINT_EXCLUSION:
        break;
    }
}

static void add_inlines(Sql *sql, const Schema *schema, const Column *column, ConstraintType type,
                        bool all)
{
    for (size_t i = 0; i < column->table->constraints.len; i++) {
        const Constraint *constraint = column->table->constraints.at[i];
        bool alone = constraint->type == CONSTRAINT_FOREIGN_KEY && constraint->keys.len == 1 &&
                     text_equal(constraint->keys.at[0].column, column->base.name);
        if (constraint->type == type && (is_inline(constraint, column) || (all && alone))) {
            add_inline(sql, schema, constraint, column);
        }
    }
}

/* `all`: foreign keys of this column alone too, wherever they were written. */
static void add_column(Sql *sql, const Schema *schema, const Column *column, bool all)
{
    Mem *mem = sql->buf.mem;
    sql_ident(sql, column->base.name);
    /* AUTOINCREMENT takes no other spelling of an integer type. */
    bool integer = text_equal_nocase(column->type.text, "integer");
    sql_kw(sql, is_autoincrement(column) && !integer ? "INTEGER" : column->type.text);
    if (column->generated != GENERATED_NONE) {
        sql_kw(sql, "GENERATED ALWAYS AS (");
        sql_raw(sql, column->generated_expr.text);
        sql_raw(sql, ")");
        sql_kw(sql, column->generated == GENERATED_STORED ? "STORED" : "VIRTUAL");
    }
    add_inlines(sql, schema, column, CONSTRAINT_PRIMARY_KEY, all);
    if (column->not_null) {
        sql_kw(sql, "NOT NULL");
        add_conflict(sql, options_get(&column->options, "conflict"));
    }
    const char *value = sqlite_default_sql(mem, schema->server, &column->default_value);
    if (value && column->generated == GENERATED_NONE) {
        sql_kw(sql, "DEFAULT");
        sql_kw(sql, value);
    }
    add_inlines(sql, schema, column, CONSTRAINT_UNIQUE, all);
    if (column->collation) {
        sql_kw(sql, "COLLATE");
        sql_ident(sql, column->collation);
    }
    add_inlines(sql, schema, column, CONSTRAINT_CHECK, all);
    add_inlines(sql, schema, column, CONSTRAINT_FOREIGN_KEY, all);
}

/* --- whole objects ---------------------------------------------------------------------------- */

static bool is_inlined(const Constraint *constraint)
{
    const char *name = constraint->keys.len == 1 ? constraint->keys.at[0].column : NULL;
    const Column *column = name ? table_column(constraint->table, name) : NULL;
    return column && is_inline(constraint, column);
}

static void add_options(Sql *sql, const Table *table)
{
    bool strict = options_has(&table->options, "strict");
    if (options_has(&table->options, "without_rowid")) {
        sql_raw(sql, strict ? " WITHOUT ROWID," : " WITHOUT ROWID");
    }
    sql_raw(sql, strict ? " STRICT" : "");
}

const char *sqlite_create_table(Plan *plan, const Schema *schema, const Table *table,
                                const char *name)
{
    Sql sql = sql_new(plan->mem, schema->server);
    sql_kw(&sql, "CREATE TABLE");
    sql_ident(&sql, name);
    sql_raw(&sql, " (");
    for (size_t i = 0; i < table->columns.len; i++) {
        sql_raw(&sql, i ? ",\n    " : "\n    ");
        add_column(&sql, schema, table->columns.at[i], false);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (!is_inlined(table->constraints.at[i])) {
            sql_raw(&sql, ",\n    ");
            add_table_constraint(&sql, schema, table->constraints.at[i]);
        }
    }
    sql_raw(&sql, "\n)");
    add_options(&sql, table);
    return sql_text(&sql);
}

const char *sqlite_add_column(Plan *plan, const Schema *schema, const Column *column)
{
    Sql sql = sql_new(plan->mem, schema->server);
    sql_kw(&sql, "ALTER TABLE");
    sql_ident(&sql, column->table->base.name);
    sql_kw(&sql, "ADD COLUMN");
    add_column(&sql, schema, column, true);
    return sql_text(&sql);
}

const char *sqlite_create_index(Plan *plan, const Schema *schema, const Index *index)
{
    Sql sql = sql_new(plan->mem, schema->server);
    sql_kw(&sql, index->unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
    sql_ident(&sql, index_name(schema, index));
    sql_kw(&sql, "ON");
    sql_ident(&sql, index->table->base.name);
    add_keys(&sql, &index->keys);
    if (index->where.text) {
        sql_kw(&sql, "WHERE");
        sql_kw(&sql, index->where.text);
    }
    return sql_text(&sql);
}
