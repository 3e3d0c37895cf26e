#include "lint/fit.h"
#include "lint/lint.h"
#include "lint/sql.h"

#include <string.h>

typedef struct Review {
    Lint *lint;
    const Schema *schema;
    const Table *table;
    const char *label;
} Review;

static Location place(const Review *r, const Object *object)
{
    return object->where.file ? object->where : r->table->base.where;
}

/* --- keys and indexes ------------------------------------------------------------------------- */

static void check_primary_key(const Review *r)
{
    if (!table_primary_key(r->table) && !r->table->partition_of && !r->table->inherits.len) {
        lint_add(r->lint, RULE_PRIMARY_KEY, r->table->base.where, r->label,
                 "\"%s\" has no primary key", r->label);
    }
}

static bool begins_with(const KeyParts *keys, const KeyParts *wanted)
{
    for (size_t i = 0; i < wanted->len; i++) {
        bool found = false;
        for (size_t j = 0; j < wanted->len && j < keys->len; j++) {
            found |= text_equal(keys->at[j].column, wanted->at[i].column);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool has_index_for(const Review *r, const Constraint *key)
{
    for (size_t i = 0; i < r->table->indexes.len; i++) {
        const Index *index = r->table->indexes.at[i];
        if (!index->where.text && !index->method && begins_with(&index->keys, &key->keys)) {
            return true;
        }
    }
    for (size_t i = 0; i < r->table->constraints.len; i++) {
        const Constraint *other = r->table->constraints.at[i];
        if ((other->type == CONSTRAINT_PRIMARY_KEY || other->type == CONSTRAINT_UNIQUE) &&
            begins_with(&other->keys, &key->keys)) {
            return true;
        }
    }
    return server_can(r->schema->server, CAP_FK_NEEDS_INDEX);
}

static const char *columns_of(Mem *mem, const KeyParts *keys)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < keys->len; i++) {
        buf_fmt(&buf, "%s%s", i ? ", " : "", keys->at[i].column ? keys->at[i].column : "…");
    }
    return buf_text(&buf);
}

static void check_key_type(const Review *r, const Constraint *key)
{
    const Server *server = r->schema->server;
    for (size_t i = 0; key->references && i < key->keys.len && i < key->ref_columns.len; i++) {
        const Column *mine = table_column(r->table, key->keys.at[i].column);
        const Column *theirs = table_column(key->references, key->ref_columns.at[i]);
        if (mine && theirs && server->flavor != FLAVOR_SQLITE &&
            !server->dialect->syntax->type_equal(server, &mine->type, &theirs->type)) {
            lint_add(r->lint, RULE_KEY_TYPE, place(r, &mine->base), r->label,
                     "\"%s\" of \"%s\" and what it refers to have different types", mine->base.name,
                     r->label);
        }
    }
}

/* The first column that the action cannot empty, or NULL. */
static const Column *refuses_null(const Review *r, const Constraint *key, bool on_delete)
{
    const NameList *some = &key->delete_columns;
    for (size_t i = 0; i < key->keys.len; i++) {
        const Column *column = table_column(r->table, key->keys.at[i].column);
        bool emptied = !on_delete || !some->len || sql_names_have(some, key->keys.at[i].column);
        if (column && column->not_null && emptied) {
            return column;
        }
    }
    return NULL;
}

static void check_set_null(const Review *r, const Constraint *key, bool on_delete)
{
    FkAction action = on_delete ? key->on_delete : key->on_update;
    const Column *column = action == ACTION_SET_NULL ? refuses_null(r, key, on_delete) : NULL;
    if (!column) {
        return;
    }
    lint_add(r->lint, RULE_SET_NULL, place(r, &key->base), r->label,
             "ON %s SET NULL of the foreign key (%s) of \"%s\" meets \"%s\", which is NOT NULL",
             on_delete ? "DELETE" : "UPDATE", columns_of(r->lint->mem, &key->keys), r->label,
             column->base.name);
    if (on_delete && key->keys.len > 1 && r->schema->server->flavor == FLAVOR_POSTGRESQL) {
        lint_remedy(r->lint,
                    "name the columns that it may empty (\"delete_columns\", PostgreSQL), or say "
                    "RESTRICT");
    }
}

static void check_foreign_keys(const Review *r)
{
    for (size_t i = 0; i < r->table->constraints.len; i++) {
        const Constraint *key = r->table->constraints.at[i];
        if (key->type != CONSTRAINT_FOREIGN_KEY) {
            continue;
        }
        if (!has_index_for(r, key)) {
            lint_add(r->lint, RULE_KEY_INDEX, place(r, &key->base), r->label,
                     "the foreign key (%s) of \"%s\" has no index",
                     columns_of(r->lint->mem, &key->keys), r->label);
        }
        check_key_type(r, key);
        check_set_null(r, key, true);
        check_set_null(r, key, false);
    }
}

/* The keys of one are the first keys of the other. */
static bool serves(const Index *small, const Index *large)
{
    if (small->unique || small->where.text || large->where.text || small->include.len ||
        !text_equal(small->method, large->method) || small->keys.len > large->keys.len) {
        return false;
    }
    for (size_t i = 0; i < small->keys.len; i++) {
        const KeyPart *a = &small->keys.at[i], *b = &large->keys.at[i];
        if (!a->column || !text_equal(a->column, b->column) || a->order != b->order ||
            a->nulls != b->nulls || a->length != b->length || !text_equal(a->opclass, b->opclass) ||
            !text_equal(a->collation, b->collation)) {
            return false;
        }
    }
    return true;
}

static void check_indexes(const Review *r)
{
    for (size_t i = 0; i < r->table->indexes.len; i++) {
        for (size_t j = 0; j < r->table->indexes.len; j++) {
            const Index *small = r->table->indexes.at[i], *large = r->table->indexes.at[j];
            bool equal = small->keys.len == large->keys.len && !large->unique;
            if (i == j || !serves(small, large) || (equal && i < j)) {
                continue;
            }
            lint_add(r->lint, RULE_DUPLICATE_INDEX, place(r, &small->base), r->label,
                     "the index (%s) of \"%s\" serves no query that (%s) does not",
                     columns_of(r->lint->mem, &small->keys), r->label,
                     columns_of(r->lint->mem, &large->keys));
            break;
        }
    }
}

/* --- names ------------------------------------------------------------------------------------ */

static bool is_plain(const char *name)
{
    if (!name || char_is_digit(*name)) {
        return !name;
    }
    for (const char *c = name; *c; c++) {
        if (!(*c >= 'a' && *c <= 'z') && !char_is_digit(*c) && *c != '_') {
            return false;
        }
    }
    return true;
}

static void check_name(const Review *r, const Object *object, const char *word)
{
    const SyntaxOps *syntax = r->schema->server->dialect->syntax;
    if (!is_plain(object->name)) {
        lint_add(r->lint, RULE_NAME_STYLE, place(r, object), r->label,
                 "the %s \"%s\" is not in lower case with underscores", word, object->name);
    } else if (syntax->is_reserved && syntax->is_reserved(object->name)) {
        lint_add(r->lint, RULE_RESERVED, place(r, object), r->label,
                 "the %s \"%s\" is a reserved word of %s", word, object->name,
                 r->schema->server->dialect->name);
    }
}

/* --- types ------------------------------------------------------------------------------------ */

static bool is_money(Mem *mem, const char *name)
{
    static const char *const words[] = {"price", "amount", "total", "balance", "cost",
                                        "fee",   "salary", "tax",   "money"};
    const char *lower = text_lower(mem, name);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(lower, words[i])) {
            return true;
        }
    }
    return false;
}

static const char *misfit_of(const Review *r, const Column *column)
{
    const Type *type = &column->type;
    const Enum *declared =
        type->cls == TYPE_USER ? schema_enum(r->schema, type->user_schema, type->user_name) : NULL;
    NameList values = {0};
    for (size_t i = 0; declared && i < declared->values.len; i++) {
        list_push(r->lint->mem, &values, declared->values.at[i].name);
    }
    if (column->default_value.kind == DEFAULT_NULL) {
        return column->not_null && column->null_said ? "stands on a column that is NOT NULL" : NULL;
    }
    return default_misfit(r->lint->mem, r->schema->server, type, declared ? &values : NULL,
                          &column->default_value);
}

static void check_default(const Review *r, const Column *column)
{
    const char *why = misfit_of(r, column);
    if (why) {
        lint_add(r->lint, RULE_BAD_DEFAULT, place(r, &column->base), r->label,
                 "the default %s of \"%s\".\"%s\" %s",
                 default_shown(r->lint->mem, &column->default_value), r->label, column->base.name,
                 why);
    }
}

static void check_column(const Review *r, const Column *column)
{
    check_name(r, &column->base, "column");
    check_default(r, column);
    if (column->type.cls == TYPE_FLOAT && is_money(r->lint->mem, column->base.name)) {
        lint_add(r->lint, RULE_FLOAT_MONEY, place(r, &column->base), r->label,
                 "\"%s\" of \"%s\" looks like money, but is a floating point number",
                 column->base.name, r->label);
        if (r->schema->server->flavor == FLAVOR_SQLITE) {
            lint_remedy(r->lint, "keep the smallest unit in an integer: SQLite keeps numeric(p,s) "
                                 "in floating point, too");
        }
    }
}

void lint_model(Lint *lint, const Schema *model)
{
    for (size_t i = 0; i < model->tables.len; i++) {
        const Table *table = model->tables.at[i];
        const Review r = {lint, model, table, object_label(lint->mem, &table->base)};
        if (table->unmanaged) {
            continue;
        }
        check_name(&r, &table->base, "table");
        check_primary_key(&r);
        check_foreign_keys(&r);
        check_indexes(&r);
        for (size_t j = 0; j < table->columns.len; j++) {
            check_column(&r, table->columns.at[j]);
        }
    }
}

/* --- types that mean something else elsewhere ------------------------------------------------- */

static const struct {
    const char *type, *why, *instead;
} false_friends[] = {
    {"timestamp", "it has a time zone in MySQL and none in PostgreSQL", "datetime or timestamptz"},
    {"real", "it has 8 bytes in MySQL and 4 in PostgreSQL", "double"},
    {"float", "it has 4 bytes in MySQL and 8 in PostgreSQL", "double"},
    {"text", "MySQL's holds 65535 bytes and cannot be indexed", "string(n), or longtext for mysql"},
    {"varchar", "MySQL wants a length", "string(n)"},
    {"bit", "a number in MySQL, a string of bits in PostgreSQL", "boolean or integer"},
    {"serial", "MySQL's is an unsigned bigint", "integer with increment"},
    {"json", "PostgreSQL's cannot be compared; MySQL's is stored parsed", "jsonb"},
    {"tinyint", "PostgreSQL has none", "smallint or boolean"},
    {"char", "without a length it holds one character", "string(n)"},
};

static void check_type_text(Lint *lint, const char *table, const DocMember *column)
{
    const Doc *type = doc_get(lint->mem, column->value, "type");
    for (size_t i = 0; type && i < sizeof false_friends / sizeof *false_friends; i++) {
        if (type->kind == DOC_STRING && text_equal_nocase(type->text, false_friends[i].type)) {
            lint_add(lint, RULE_FALSE_FRIEND, type->where, table,
                     "the type %s of \"%s\".\"%s\" is not the same everywhere: %s", type->text,
                     table, column->name, false_friends[i].why);
            lint_remedy(lint, "write %s, or one type for each database", false_friends[i].instead);
        }
    }
}

/* MySQL is the one that means something else. */
static bool meets_mysql(const Doc *dialects)
{
    size_t mysql = 0;
    for (size_t i = 0; dialects && i < dialects->items.len; i++) {
        const char *name = dialects->items.at[i]->text;
        mysql += text_equal(name, "mysql") || text_equal(name, "mariadb");
    }
    return mysql && mysql < dialects->items.len;
}

void lint_model_types(Lint *lint, const Doc *model)
{
    const Doc *dialects = doc_get(lint->mem, doc_get(lint->mem, model, "project"), "dialects");
    const Doc *tables = doc_get(lint->mem, model, "tables");
    if (!meets_mysql(dialects)) {
        return;
    }
    for (size_t i = 0; tables && i < tables->members.len; i++) {
        const DocMember *table = &tables->members.at[i];
        const Doc *columns = doc_get(lint->mem, table->value, "columns");
        for (size_t j = 0; columns && j < columns->members.len; j++) {
            check_type_text(lint, table->name, &columns->members.at[j]);
        }
    }
}
