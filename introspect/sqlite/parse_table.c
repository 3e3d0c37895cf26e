#include "introspect/sqlite/parser.h"

/* --- parts of constraints --------------------------------------------------------------------- */

/* ON CONFLICT x: lower case, NULL for the default. */
static bool parse_conflict(Parser *p, const char **out)
{
    static const char *const words[] = {"rollback", "abort", "fail", "ignore", "replace"};
    if (!lite_is(p->at, "on") || !lite_is(p->at + 1, "conflict")) {
        return true;
    }
    p->at += 2;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (ddl_accept(p, words[i])) {
            *out = text_equal(words[i], "abort") ? NULL : words[i];
            return true;
        }
    }
    return ddl_unexpected(p);
}

static bool parse_action(Parser *p, FkAction *out)
{
    if (ddl_accept(p, "cascade")) {
        *out = ACTION_CASCADE;
    } else if (ddl_accept(p, "restrict")) {
        *out = ACTION_RESTRICT;
    } else if (ddl_accept(p, "no")) {
        *out = ACTION_NONE;
        return ddl_expect(p, "action");
    } else if (ddl_accept(p, "set")) {
        *out = lite_is(p->at, "null") ? ACTION_SET_NULL : ACTION_SET_DEFAULT;
        return ddl_accept(p, "null") || ddl_expect(p, "default");
    } else {
        return ddl_unexpected(p);
    }
    return true;
}

static bool parse_match(Parser *p, FkMatch *out)
{
    const char *word;
    if (!ddl_name(p, &word)) {
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
    if (!ddl_accept(p, "deferrable")) {
        return true;
    }
    key->deferrable = refused ? DEFERRABLE_NOT : DEFERRABLE_IMMEDIATE;
    if (!ddl_accept(p, "initially")) {
        return true;
    }
    if (ddl_accept(p, "immediate")) {
        return true;
    }
    key->deferrable = refused ? DEFERRABLE_NOT : DEFERRABLE_DEFERRED;
    return ddl_expect(p, "deferred");
}

/* REFERENCES t (c, …) ON … MATCH … DEFERRABLE … */
static bool parse_references(Parser *p, Constraint *key)
{
    if (!ddl_expect(p, "references") || !ddl_name(p, &key->ref_table)) {
        return false;
    }
    if (lite_is_symbol(p->at, "(") && !ddl_names(p, &key->ref_columns)) {
        return false;
    }
    for (;;) {
        if (ddl_accept(p, "match")) {
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
        FkAction *action = ddl_accept(p, "delete")   ? &key->on_delete
                           : ddl_accept(p, "update") ? &key->on_update
                           : ddl_accept(p, "insert") ? &ignored
                                                     : NULL;
        if (!action) {
            return ddl_unexpected(p);
        }
        if (!parse_action(p, action)) {
            return false;
        }
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

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
    if (p->at > first && lite_is_symbol(p->at, "(") && !ddl_parenthesised(p, &ignored)) {
        return false;
    }
    sqlite_type(p->mem, ddl_slice(p, first), &column->type);
    return true;
}

static bool parse_default(Parser *p, Column *column)
{
    const LiteToken *first = p->at;
    const char *text;
    if (lite_is_symbol(p->at, "(")) {
        if (!ddl_parenthesised(p, &text)) {
            return false;
        }
    } else {
        p->at += lite_is_symbol(p->at, "+") || lite_is_symbol(p->at, "-");
        if (p->at->kind == LITE_END || p->at->kind == LITE_BAD || p->at->kind == LITE_SYMBOL) {
            return ddl_unexpected(p);
        }
        p->at++;
        text = ddl_slice(p, first);
    }
    column->default_value = sqlite_default(p->mem, text);
    return true;
}

static bool parse_generated(Parser *p, Column *column)
{
    if (!ddl_parenthesised(p, &column->generated_expr.text)) {
        return false;
    }
    column->generated = GENERATED_VIRTUAL;
    if (ddl_accept(p, "stored")) {
        column->generated = GENERATED_STORED;
    } else {
        (void)ddl_accept(p, "virtual");
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
    bool primary = ddl_accept(p, "primary");
    if (!ddl_expect(p, primary ? "key" : "unique")) {
        return false;
    }
    Constraint *key = add_constraint(
        p, column->table, primary ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE, name, column);
    if (primary && ddl_accept(p, "desc")) {
        key->keys.at[0].order = SORT_DESC;
    } else if (primary) {
        (void)ddl_accept(p, "asc");
    }
    if (!parse_conflict(p, &key->conflict)) {
        return false;
    }
    if (primary && ddl_accept(p, "autoincrement")) {
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
                                                       : ddl_unexpected(p);
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
    return ddl_expect(p, "check") && ddl_parenthesised(p, &check->check.text) &&
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
    if (ddl_accept(p, "null")) {
        return parse_conflict(p, &ignored);
    }
    if (ddl_accept(p, "default")) {
        return parse_default(p, column);
    }
    if (lite_is(p->at, "check")) {
        return parse_column_check(p, column, name);
    }
    if (lite_is(p->at, "references")) {
        Constraint *key = add_constraint(p, column->table, CONSTRAINT_FOREIGN_KEY, name, column);
        return parse_references(p, key);
    }
    if (ddl_accept(p, "collate")) {
        return ddl_name(p, &column->collation);
    }
    if (lite_is(p->at, "deferrable")) {
        Constraint *key = last_foreign_key(column->table);
        return key ? parse_deferrable(p, key) : ddl_unexpected(p);
    }
    if (ddl_accept(p, "generated") && !ddl_expect(p, "always")) {
        return false;
    }
    return ddl_expect(p, "as") && parse_generated(p, column);
}

static bool parse_column(Parser *p, Table *table)
{
    const char *name;
    if (!ddl_name(p, &name)) {
        return false;
    }
    Column *column = table_add_column(p->schema, table, name);
    if (!parse_type(p, column)) {
        return false;
    }
    const char *constraint = NULL;
    while (!lite_is_symbol(p->at, ",") && !lite_is_symbol(p->at, ")")) {
        if (ddl_accept(p, "constraint")) {
            if (!ddl_name(p, &constraint)) {
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

/* --- table constraints ------------------------------------------------------------------------ */

static bool begins_table_constraint(const LiteToken *at)
{
    return lite_is(at, "constraint") || lite_is(at, "primary") || lite_is(at, "unique") ||
           lite_is(at, "check") || lite_is(at, "foreign");
}

/* Keys of a foreign key or unique constraint are written in any letter case. */
static bool parse_foreign_columns(Parser *p, Constraint *key)
{
    return ddl_keys(p, key->table, false, &key->keys, NULL);
}

static bool parse_table_key(Parser *p, Table *table, const char *name, bool primary)
{
    bool autoincrement = false;
    Constraint *key =
        add_constraint(p, table, primary ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE, name, NULL);
    if (!ddl_keys(p, table, false, &key->keys, primary ? &autoincrement : NULL) ||
        !parse_conflict(p, &key->conflict)) {
        return false;
    }
    Column *column = key->keys.len == 1 ? sqlite_column(table, key->keys.at[0].column) : NULL;
    if (autoincrement && column) {
        column->identity.kind = IDENTITY_AUTO;
    }
    if (primary && column && text_equal_nocase(column->type.text, "integer")) {
        key->keys.at[0].order = SORT_DEFAULT; /* the rowid has no order */
    }
    return true;
}

static bool parse_table_constraint(Parser *p, Table *table)
{
    const char *name = NULL;
    while (ddl_accept(p, "constraint")) {
        if (!ddl_name(p, &name)) {
            return false;
        }
    }
    if (ddl_accept(p, "primary")) {
        return ddl_expect(p, "key") && parse_table_key(p, table, name, true);
    }
    if (ddl_accept(p, "unique")) {
        return parse_table_key(p, table, name, false);
    }
    if (ddl_accept(p, "check")) {
        Constraint *check = add_constraint(p, table, CONSTRAINT_CHECK, name, NULL);
        return ddl_parenthesised(p, &check->check.text) && parse_conflict(p, &check->conflict);
    }
    if (!ddl_accept(p, "foreign")) {
        return ddl_unexpected(p);
    }
    Constraint *key = add_constraint(p, table, CONSTRAINT_FOREIGN_KEY, name, NULL);
    return ddl_expect(p, "key") && parse_foreign_columns(p, key) && parse_references(p, key);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool parse_options(Parser *p, Table *table)
{
    do {
        if (ddl_accept(p, "strict")) {
            options_set(p->mem, &table->options, "strict", "true", (Location){0});
        } else if (ddl_accept(p, "without")) {
            if (!ddl_expect(p, "rowid")) {
                return false;
            }
            options_set(p->mem, &table->options, "without_rowid", "true", (Location){0});
        }
    } while (ddl_accept_symbol(p, ","));
    (void)ddl_accept_symbol(p, ";");
    return p->at->kind == LITE_END || ddl_unexpected(p);
}

bool sqlite_parse_table(Schema *schema, Table *table, const char *sql, Error *err)
{
    Parser parser = ddl_new(schema, &table->base, sql, err), *p = &parser;
    if (!ddl_head(p, "table", NULL) || !ddl_expect_symbol(p, "(")) {
        return false;
    }
    bool more = true;
    while (more && !begins_table_constraint(p->at)) {
        if (!parse_column(p, table)) {
            return false;
        }
        more = ddl_accept_symbol(p, ",");
    }
    if (!table->columns.len) {
        return ddl_unexpected(p);
    }
    /* The commas between table constraints are optional. */
    while (!lite_is_symbol(p->at, ")")) {
        if (!parse_table_constraint(p, table)) {
            return false;
        }
        (void)ddl_accept_symbol(p, ",");
    }
    p->at++;
    return parse_options(p, table);
}
