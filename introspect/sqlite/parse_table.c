#include "introspect/sqlite/parser.h"

/* --- parts of constraints ---------------------------------------------------------------------- */

/* ON CONFLICT x: lower case, NULL for the default. */
static bool parse_conflict(Parser *p, const char **out)
{
    static const char *const words[] = {"rollback", "abort", "fail", "ignore", "replace"};
    if (!lite_is(p->at, "on") || !lite_is(p->at + 1, "conflict")) {
        return true;
    }
    p->at += 2;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (parser_accept(p, words[i])) {
            *out = text_equal(words[i], "abort") ? NULL : words[i];
            return true;
        }
    }
    return parser_unexpected(p);
}

static bool parse_action(Parser *p, FkAction *out)
{
    if (parser_accept(p, "cascade")) {
        *out = ACTION_CASCADE;
    } else if (parser_accept(p, "restrict")) {
        *out = ACTION_RESTRICT;
    } else if (parser_accept(p, "no")) {
        *out = ACTION_NONE;
        return parser_expect(p, "action");
    } else if (parser_accept(p, "set")) {
        *out = lite_is(p->at, "null") ? ACTION_SET_NULL : ACTION_SET_DEFAULT;
        return parser_accept(p, "null") || parser_expect(p, "default");
    } else {
        return parser_unexpected(p);
    }
    return true;
}

static bool parse_match(Parser *p, FkMatch *out)
{
    const char *word;
    if (!parser_name(p, &word)) {
        return false;
    }
    *out = text_equal_nocase(word, "full")      ? MATCH_FULL
           : text_equal_nocase(word, "partial") ? MATCH_PARTIAL
                                                : MATCH_SIMPLE;
    return true;
}

/* [NOT] DEFERRABLE [INITIALLY DEFERRED|IMMEDIATE] */
static bool parse_deferrable(Parser *p, Constraint *key)
{
    bool refused = lite_is(p->at, "not") && lite_is(p->at + 1, "deferrable");
    p->at += refused;
    if (!parser_accept(p, "deferrable")) {
        return true;
    }
    key->deferrable = refused ? DEFERRABLE_NOT : DEFERRABLE_IMMEDIATE;
    if (!parser_accept(p, "initially")) {
        return true;
    }
    if (parser_accept(p, "immediate")) {
        return true;
    }
    key->deferrable = refused ? DEFERRABLE_NOT : DEFERRABLE_DEFERRED;
    return parser_expect(p, "deferred");
}

/* REFERENCES t (c, …) ON … MATCH … DEFERRABLE … */
static bool parse_references(Parser *p, Constraint *key)
{
    if (!parser_expect(p, "references") || !parser_name(p, &key->ref_table)) {
        return false;
    }
    if (lite_is_symbol(p->at, "(") && !parser_names(p, &key->ref_columns)) {
        return false;
    }
    for (;;) {
        if (parser_accept(p, "match")) {
            if (!parse_match(p, &key->match)) {
                return false;
            }
            continue;
        }
        if (!lite_is(p->at, "on") || lite_is(p->at + 1, "conflict")) {
            return parse_deferrable(p, key);
        }
        p->at++;
        FkAction ignored;
        FkAction *action = parser_accept(p, "delete")   ? &key->on_delete
                           : parser_accept(p, "update") ? &key->on_update
                           : parser_accept(p, "insert") ? &ignored
                                                        : NULL;
        if (!action) {
            return parser_unexpected(p);
        }
        if (!parse_action(p, action)) {
            return false;
        }
    }
}

/* --- columns ----------------------------------------------------------------------------------- */

static bool begins_column_constraint(const LiteToken *at)
{
    static const char *const words[] = {"constraint", "primary",    "not",     "null",
                                        "unique",     "check",      "default", "collate",
                                        "references", "deferrable", "as"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (lite_is(at, words[i])) {
            return true;
        }
    }
    return lite_is(at, "generated") && lite_is(at + 1, "always");
}

/* Words in any number, then at most two signed numbers (or words) in parentheses. */
static bool parse_type(Parser *p, Column *column)
{
    const LiteToken *first = p->at;
    while ((p->at->kind == LITE_WORD && !begins_column_constraint(p->at)) ||
           p->at->kind == LITE_NAME || p->at->kind == LITE_STRING) {
        p->at++;
    }
    const char *ignored;
    if (p->at > first && lite_is_symbol(p->at, "(") && !parser_parenthesised(p, &ignored)) {
        return false;
    }
    sqlite_type(p->mem, parser_slice(p, first), &column->type);
    return true;
}

static bool parse_default(Parser *p, Column *column)
{
    const LiteToken *first = p->at;
    const char *text;
    if (lite_is_symbol(p->at, "(")) {
        if (!parser_parenthesised(p, &text)) {
            return false;
        }
    } else {
        p->at += lite_is_symbol(p->at, "+") || lite_is_symbol(p->at, "-");
        if (p->at->kind == LITE_END || p->at->kind == LITE_BAD || p->at->kind == LITE_SYMBOL) {
            return parser_unexpected(p);
        }
        p->at++;
        text = parser_slice(p, first);
    }
    column->default_value = sqlite_default(p->mem, text);
    return true;
}

static bool parse_generated(Parser *p, Column *column)
{
    if (!parser_parenthesised(p, &column->generated_expr.text)) {
        return false;
    }
    column->generated = GENERATED_VIRTUAL;
    if (parser_accept(p, "stored")) {
        column->generated = GENERATED_STORED;
    } else {
        (void)parser_accept(p, "virtual");
    }
    return true;
}

static Constraint *add_constraint(Parser *p, Table *table, ConstraintType type, const char *name,
                                  const Column *column)
{
    Constraint *constraint = table_add_constraint(p->schema, table, type, name);
    if (column) {
        constraint->on_column = true;
        list_push(p->mem, &constraint->keys, (KeyPart){.column = column->base.name});
    }
    return constraint;
}

static bool parse_column_key(Parser *p, Column *column, const char *name)
{
    bool primary = parser_accept(p, "primary");
    if (!parser_expect(p, primary ? "key" : "unique")) {
        return false;
    }
    Constraint *key = add_constraint(p, column->table,
                                     primary ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE, name,
                                     column);
    if (primary && parser_accept(p, "desc")) {
        key->keys.at[0].order = SORT_DESC;
    } else if (primary) {
        (void)parser_accept(p, "asc");
    }
    if (!parse_conflict(p, &key->conflict)) {
        return false;
    }
    if (primary && parser_accept(p, "autoincrement")) {
        column->identity.kind = IDENTITY_AUTO;
    }
    return true;
}

static Constraint *last_foreign_key(const Table *table)
{
    for (size_t i = table->constraints.len; i-- > 0;) {
        if (table->constraints.at[i]->type == CONSTRAINT_FOREIGN_KEY) {
            return table->constraints.at[i];
        }
    }
    return NULL;
}

static bool parse_column_not(Parser *p, Column *column)
{
    if (!lite_is(p->at + 1, "null")) {
        Constraint *key = last_foreign_key(column->table);
        return lite_is(p->at + 1, "deferrable") && key ? parse_deferrable(p, key)
                                                       : parser_unexpected(p);
    }
    p->at += 2;
    const char *conflict = NULL;
    column->not_null = true;
    if (!parse_conflict(p, &conflict)) {
        return false;
    }
    options_set(p->mem, &column->options, "conflict", conflict, (Location){0});
    return true;
}

static bool parse_column_check(Parser *p, Column *column, const char *name)
{
    Constraint *check = add_constraint(p, column->table, CONSTRAINT_CHECK, name, column);
    return parser_expect(p, "check") && parser_parenthesised(p, &check->check.text) &&
           parse_conflict(p, &check->conflict);
}

/* One constraint of a column; `name` from a CONSTRAINT before it, or NULL. */
static bool parse_column_constraint(Parser *p, Column *column, const char *name)
{
    const char *ignored = NULL;
    if (lite_is(p->at, "primary") || lite_is(p->at, "unique")) {
        return parse_column_key(p, column, name);
    }
    if (lite_is(p->at, "not")) {
        return parse_column_not(p, column);
    }
    if (parser_accept(p, "null")) {
        return parse_conflict(p, &ignored);
    }
    if (parser_accept(p, "default")) {
        return parse_default(p, column);
    }
    if (lite_is(p->at, "check")) {
        return parse_column_check(p, column, name);
    }
    if (lite_is(p->at, "references")) {
        Constraint *key = add_constraint(p, column->table, CONSTRAINT_FOREIGN_KEY, name, column);
        return parse_references(p, key);
    }
    if (parser_accept(p, "collate")) {
        return parser_name(p, &column->collation);
    }
    if (lite_is(p->at, "deferrable")) {
        Constraint *key = last_foreign_key(column->table);
        return key ? parse_deferrable(p, key) : parser_unexpected(p);
    }
    if (parser_accept(p, "generated") && !parser_expect(p, "always")) {
        return false;
    }
    return parser_expect(p, "as") && parse_generated(p, column);
}

static bool parse_column(Parser *p, Table *table)
{
    const char *name;
    if (!parser_name(p, &name)) {
        return false;
    }
    Column *column = table_add_column(p->schema, table, name);
    if (!parse_type(p, column)) {
        return false;
    }
    const char *constraint = NULL;
    while (!lite_is_symbol(p->at, ",") && !lite_is_symbol(p->at, ")")) {
        if (parser_accept(p, "constraint")) {
            if (!parser_name(p, &constraint)) {
                return false;
            }
            continue;
        }
        if (!parse_column_constraint(p, column, constraint)) {
            return false;
        }
        constraint = NULL;
    }
    return true;
}

/* --- table constraints ------------------------------------------------------------------------- */

static bool begins_table_constraint(const LiteToken *at)
{
    return lite_is(at, "constraint") || lite_is(at, "primary") || lite_is(at, "unique") ||
           lite_is(at, "check") || lite_is(at, "foreign");
}

/* Keys of a foreign key or unique constraint are written in any letter case. */
static bool parse_foreign_columns(Parser *p, Constraint *key)
{
    return parser_keys(p, key->table, false, &key->keys, NULL);
}

static bool parse_table_key(Parser *p, Table *table, const char *name, bool primary)
{
    bool autoincrement = false;
    Constraint *key = add_constraint(p, table, primary ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE,
                                     name, NULL);
    if (!parser_keys(p, table, false, &key->keys, primary ? &autoincrement : NULL) ||
        !parse_conflict(p, &key->conflict)) {
        return false;
    }
    if (autoincrement) {
        sqlite_column(table, key->keys.at[0].column)->identity.kind = IDENTITY_AUTO;
    }
    return true;
}

static bool parse_table_constraint(Parser *p, Table *table)
{
    const char *name = NULL;
    while (parser_accept(p, "constraint")) {
        if (!parser_name(p, &name)) {
            return false;
        }
    }
    if (parser_accept(p, "primary")) {
        return parser_expect(p, "key") && parse_table_key(p, table, name, true);
    }
    if (parser_accept(p, "unique")) {
        return parse_table_key(p, table, name, false);
    }
    if (parser_accept(p, "check")) {
        Constraint *check = add_constraint(p, table, CONSTRAINT_CHECK, name, NULL);
        return parser_parenthesised(p, &check->check.text) && parse_conflict(p, &check->conflict);
    }
    if (!parser_accept(p, "foreign")) {
        return parser_unexpected(p);
    }
    Constraint *key = add_constraint(p, table, CONSTRAINT_FOREIGN_KEY, name, NULL);
    return parser_expect(p, "key") && parse_foreign_columns(p, key) && parse_references(p, key);
}

/* --- the whole --------------------------------------------------------------------------------- */

static bool parse_options(Parser *p, Table *table)
{
    do {
        if (parser_accept(p, "strict")) {
            options_set(p->mem, &table->options, "strict", "true", (Location){0});
        } else if (parser_accept(p, "without")) {
            if (!parser_expect(p, "rowid")) {
                return false;
            }
            options_set(p->mem, &table->options, "without_rowid", "true", (Location){0});
        }
    } while (parser_accept_symbol(p, ","));
    (void)parser_accept_symbol(p, ";");
    return p->at->kind == LITE_END || parser_unexpected(p);
}

bool sqlite_parse_table(Schema *schema, Table *table, const char *sql, Error *err)
{
    Parser parser = parser_new(schema, &table->base, sql, err), *p = &parser;
    if (!parser_head(p, "table", NULL) || !parser_expect_symbol(p, "(")) {
        return false;
    }
    bool more = true;
    while (more && !begins_table_constraint(p->at)) {
        if (!parse_column(p, table)) {
            return false;
        }
        more = parser_accept_symbol(p, ",");
    }
    if (!table->columns.len) {
        return parser_unexpected(p);
    }
    /* The commas between table constraints are optional. */
    while (!lite_is_symbol(p->at, ")")) {
        if (!parse_table_constraint(p, table)) {
            return false;
        }
        (void)parser_accept_symbol(p, ",");
    }
    p->at++;
    return parse_options(p, table);
}
