/* The lines of an `indexes` block: indexes, unique constraints, exclusion constraints, and the
 * primary key. */
#include "schema/dsl/keys.h"
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

typedef struct ColumnScope {
    Lower *lower;
    const LowerTable *table;
} ColumnScope;

static bool is_column(const void *context, const char *name)
{
    const ColumnScope *scope = context;
    return lower_column_type(scope->lower, scope->table, name);
}

/* What key_2 settings say about a key: `column_2`, `expr_2`, `mysql_expr_2`. */
static Doc *key_said_aside(Lower *lower, const IndexNode *node, size_t i)
{
    const Value *value = &node->keys.at[i];
    const char *column =
        setting_text(lower, &node->settings, mem_printf(lower->mem, "column_%zu", i + 1));
    const char *expr =
        setting_text(lower, &node->settings, mem_printf(lower->mem, "expr_%zu", i + 1));
    Doc *key = doc_new(lower->mem, DOC_OBJECT, value->where);
    if (column) {
        doc_set(lower->mem, key, "column", value->where,
                doc_string(lower->mem, column, value->where));
    } else if (expr) {
        lower_text(lower, key, "expr", NULL, expr, value->where);
    }
    for (size_t j = 0; j <= DIALECT_COUNT; j++) {
        const char *name = mem_printf(lower->mem, "%s_expr_%zu", dialect_names[j], i + 1);
        const char *text = setting_text(lower, &node->settings, name);
        if (text) {
            lower_text(lower, key, "expr", dialect_names[j], text, value->where);
        }
    }
    if (!key->members.len) {
        return NULL;
    }
    if (!key_read_modifiers(lower->mem, value->text, key)) {
        lower_fail(
            lower, value->where, "as in: `desc nulls last`",
            "only what follows the key may stand here, because a setting says the key itself");
    }
    return key;
}

static Doc *lower_key(Lower *lower, const LowerTable *table, const IndexNode *node, size_t i)
{
    const Value *value = &node->keys.at[i];
    if (value->kind == VALUE_WORDS) {
        return doc_string(lower->mem, value->text, value->where);
    }
    Doc *key = key_said_aside(lower, node, i);
    if (key) {
        return key;
    }
    ColumnScope context = {lower, table};
    KeyScope scope = {is_column, &context};
    return key_read(lower->mem, &scope, value->text, value->where);
}

/* Keys of a constraint are columns. */
static bool check_columns(Lower *lower, const Doc *keys)
{
    for (size_t i = 0; i < keys->items.len; i++) {
        const Doc *key = keys->items.at[i];
        if (key->kind == DOC_OBJECT && doc_get(lower->mem, key, "expr")) {
            return lower_fail(lower, key->where,
                              "make it a unique index by leaving out \"constraint\"",
                              "a constraint takes columns, not expressions");
        }
    }
    return true;
}

static Doc *exclusion_elements(Lower *lower, const Setting *exclude, const Doc *keys)
{
    Doc *operators = value_names(lower, exclude);
    if (!operators) {
        return NULL;
    }
    if (operators->items.len != keys->items.len) {
        lower_fail(lower, exclude->where, "write one operator for each key: exclude: ('=', '&&')",
                   "%zu operators for %zu keys", operators->items.len, keys->items.len);
        return NULL;
    }
    Doc *elements = doc_new(lower->mem, DOC_ARRAY, keys->where);
    for (size_t i = 0; i < keys->items.len; i++) {
        Doc *element = doc_new(lower->mem, DOC_OBJECT, keys->items.at[i]->where);
        doc_set(lower->mem, element, "key", element->where, keys->items.at[i]);
        doc_set(lower->mem, element, "with", element->where, operators->items.at[i]);
        doc_append(lower->mem, elements, element);
    }
    return elements;
}

static void lower_primary_key(Lower *lower, LowerTable *table, Doc *doc)
{
    const Doc *earlier = table->primary_key_doc;
    if (earlier && !doc_equal(lower->mem, doc, earlier)) {
        lower_fail(lower, doc->where,
                   mem_printf(lower->mem, "the first one is in line %u", earlier->where.line),
                   "table \"%s\" has two primary keys", table->key);
    }
    table->primary_key_doc = doc;
}

static Context kind_of(Lower *lower, const Settings *settings)
{
    bool unique = setting_flag(lower, settings, "unique");
    return setting_flag(lower, settings, "pk")            ? CONTEXT_PRIMARY_KEY
           : setting_get(settings, "exclude")             ? CONTEXT_EXCLUSION
           : !setting_flag(lower, settings, "constraint") ? CONTEXT_INDEX
           : unique                                       ? CONTEXT_UNIQUE
                                                          : CONTEXT_CHECK;
}

/* DBML's own settings take only what DBML takes. */
static void check_native(Lower *lower, const Settings *settings)
{
    const Setting *name = setting_get(settings, "name"), *type = setting_get(settings, "type");
    bool string = name && (name->value.kind == VALUE_STRING || name->value.kind == VALUE_QUOTED);
    if (name && !string) {
        lower_fail(lower, name->where, "write name: 'the_name'", "the name stands in quotes");
    }
    if (type && type->value.kind != VALUE_WORDS && type->value.kind != VALUE_QUOTED) {
        lower_fail(lower, type->where, "write type: gin, or type: \"my method\"",
                   "the type of an index is a word");
    }
    const Setting *pk = setting_get(settings, "pk");
    if (pk && pk->value.kind != VALUE_NONE) {
        lower_fail(lower, pk->value.where, "leave the value out", "setting \"pk\" takes no value");
    }
}

void lower_index(Lower *lower, LowerTable *table, const IndexNode *node)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, node->where);
    Doc *keys = doc_new(lower->mem, DOC_ARRAY, node->where);
    Context kind = kind_of(lower, &node->settings);
    for (size_t i = 0; i < node->keys.len; i++) {
        doc_append(lower->mem, keys, lower_key(lower, table, node, i));
    }
    if (!keys->items.len) {
        return; /* `()` is an index on nothing: DBML reads it, nobody can make it */
    }
    check_native(lower, &node->settings);
    const Setting *name = setting_get(&node->settings, "name");
    NamedDoc named = {name ? name->value.text : NULL, name ? name->value.where : node->where, doc};
    if (kind == CONTEXT_CHECK) {
        lower_fail(lower, node->where, "write [unique, constraint]",
                   "only a unique index can be a constraint");
        return;
    }
    bool plain = kind == CONTEXT_INDEX, exclusion = kind == CONTEXT_EXCLUSION;
    if (exclusion) {
        keys = exclusion_elements(lower, setting_get(&node->settings, "exclude"), keys);
    } else if (!plain && !check_columns(lower, keys)) {
        return;
    }
    if (!keys) {
        return;
    }
    if (kind == CONTEXT_PRIMARY_KEY && name) {
        doc_set(lower->mem, doc, "name", name->where,
                doc_string(lower->mem, named.name, named.where));
    }
    doc_set(lower->mem, doc,
            plain       ? "keys"
            : exclusion ? "elements"
                        : "columns",
            node->where, keys);
    const Setting *unique = setting_get(&node->settings, "unique");
    bool flag;
    if (unique && plain && value_boolean(lower, unique, &flag)) {
        doc_set(lower->mem, doc, "unique", unique->where,
                doc_boolean(lower->mem, flag, unique->where));
    }
    lower_settings(lower, kind, &node->settings, doc);
    if (kind == CONTEXT_PRIMARY_KEY) {
        lower_primary_key(lower, table, doc);
        return;
    }
    list_push(lower->mem,
              plain       ? &table->indexes
              : exclusion ? &table->exclusions
                          : &table->unique,
              named);
}
