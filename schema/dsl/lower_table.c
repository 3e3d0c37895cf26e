/* Tables, partials, columns, checks. */
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

static const char *const column_order[] = {
    "type",         "null",      "default",  "increment", "identity",     "generated",
    "generated_as", "unique",    "conflict", "check",     "collate",      "references",
    "on_delete",    "on_update", "tenant",   "backfill",  "renamed_from", "note",
    "postgresql",   "mysql",     "mariadb",  "sqlite",    "meta",         NULL};
static const char *const table_order[] = {
    "renamed_from", "tenant",     "managed",     "dialects", "note",
    "columns",      "use",        "primary_key", "unique",   "foreign_keys",
    "exclusions",   "indexes",    "checks",      "triggers", "rules",
    "policies",     "postgresql", "mysql",       "mariadb",  "sqlite",
    "meta",         NULL};

/* --- identity ------------------------------------------------------------------------------------
 */

/* 'start 10 increment 5 no cycle' */
static void lower_identity_options(Lower *lower, const Setting *setting, Doc *identity)
{
    static const char *const numbers[] = {"start", "increment", "min", "max", "cache"};
    const char *text = value_text(lower, setting);
    Location where = setting->value.where;
    while (text && *(text += strspn(text, " \t\n,"))) {
        const char *word = mem_strndup(lower->mem, text, strcspn(text, " \t\n,"));
        text += strlen(word);
        bool negative = text_equal_nocase(word, "no");
        if (negative) {
            text += strspn(text, " \t\n");
            word = mem_strndup(lower->mem, text, strcspn(text, " \t\n,"));
            text += strlen(word);
        }
        const char *member = NULL, *value = NULL;
        for (size_t i = 0; !negative && i < sizeof numbers / sizeof *numbers; i++) {
            member = text_equal_nocase(word, numbers[i]) ? numbers[i] : member;
        }
        if (member) {
            text += strspn(text, " \t\n");
            value =
                text_integer(lower->mem, mem_strndup(lower->mem, text, strcspn(text, " \t\n,")));
            text += strcspn(text, " \t\n,");
        }
        if (value) {
            lower_set(lower, identity, member, where, doc_number(lower->mem, value, where),
                      "option");
        } else if (text_equal_nocase(word, "cycle")) {
            lower_set(lower, identity, "cycle", where, doc_boolean(lower->mem, !negative, where),
                      "option");
        } else {
            lower_fail(lower, where, "write 'start 10 increment 5 min 1 max 99 cache 20 cycle'",
                       "identity options cannot be read at \"%s\"", word);
            return;
        }
    }
}

static void lower_identity(Lower *lower, const Settings *settings, Doc *column)
{
    const Setting *kind = setting_get(settings, "identity");
    const Setting *options = setting_get(settings, "identity_options");
    const Setting *sequence = setting_get(settings, "identity_sequence");
    const Setting *first = kind ? kind : options ? options : sequence;
    if (!first) {
        return;
    }
    Doc *identity = doc_new(lower->mem, DOC_OBJECT, first->where);
    if (kind) {
        bool flag = kind->value.kind == VALUE_NONE;
        const char *text = flag ? "by default" : value_text(lower, kind);
        Location where = flag ? kind->where : kind->value.where;
        Doc *word = doc_string(lower->mem, text ? text_lower(lower->mem, text) : "", where);
        doc_set(lower->mem, identity, "generated", kind->where, word);
    }
    if (options) {
        lower_identity_options(lower, options, identity);
    }
    const char *name = sequence ? value_text(lower, sequence) : NULL;
    if (name) {
        doc_set(lower->mem, identity, "sequence", sequence->where,
                doc_string(lower->mem, name, sequence->value.where));
    }
    bool word_only = kind && identity->members.len == 1;
    doc_set(lower->mem, column, "identity", first->where,
            word_only ? identity->members.at[0].value : identity);
}

/* --- checks --------------------------------------------------------------------------------------
 */

void lower_check(Lower *lower, const CheckNode *node, NamedDocs *out)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, node->expr.where);
    /* `` `` `` stands where there are only texts for single dialects. */
    if (*node->expr.text) {
        const char *text =
            node->expr.block ? text_unindent(lower->mem, node->expr.text, true) : node->expr.text;
        lower_text(lower, doc, "expr", NULL, text, node->expr.where);
    }
    lower_settings(lower, CONTEXT_CHECK, &node->settings, doc);
    const Setting *name = setting_get(&node->settings, "name");
    const char *text = name ? value_text(lower, name) : NULL;
    if (!doc->members.len) {
        lower_fail(lower, node->expr.where, "write the condition between the backticks",
                   "this check is empty");
    }
    list_push(lower->mem, out, (NamedDoc){text, name ? name->value.where : node->expr.where, doc});
}

static void lower_column_checks(Lower *lower, LowerTable *table, const Settings *settings, Doc *doc)
{
    for (size_t i = 0; i < settings->len; i++) {
        const Setting *setting = &settings->at[i];
        if (strcmp(setting->name, "check") != 0 || !setting->native) {
            continue;
        }
        if (setting->value.kind != VALUE_EXPR && setting->value.kind != VALUE_STRING) {
            lower_fail(lower, setting->where, "write check: `a > 0`",
                       "a check is an SQL expression");
        } else if (!doc_get(lower->mem, doc, "check")) {
            CheckNode node = {.expr = setting->value};
            NamedDocs one = {0};
            lower_check(lower, &node, &one);
            Doc *expr = doc_get(lower->mem, one.at[0].doc, "expr");
            if (expr) {
                doc_set(lower->mem, doc, "check", setting->where, expr);
            }
        } else {
            /* A column says one; more of them belong to the table. */
            lower_check(lower, &(CheckNode){.expr = setting->value}, &table->checks);
        }
    }
}

/* --- columns -------------------------------------------------------------------------------------
 */

/* Actions without a relation: the decoder says what is missing. */
static void lower_lone_actions(Lower *lower, const Settings *settings, Doc *doc)
{
    static const char *const names[][2] = {{"ref_delete", "on_delete"},
                                           {"ref_update", "on_update"}};
    for (size_t i = 0; i < 2 && !setting_get(settings, "ref"); i++) {
        const Setting *setting = setting_get(settings, names[i][0]);
        const char *text = setting ? value_text(lower, setting) : NULL;
        if (text) {
            doc_set(lower->mem, doc, names[i][1], setting->where,
                    doc_string(lower->mem, text_lower(lower->mem, text), setting->value.where));
        }
    }
}

/* Settings that are said by their name alone. */
static bool native_flag(Lower *lower, const Settings *settings, const char *name)
{
    const Setting *setting = setting_get(settings, name);
    if (setting && setting->native && setting->value.kind != VALUE_NONE) {
        lower_fail(lower, setting->value.where, "leave the value out",
                   "setting \"%s\" takes no value", name);
    }
    return setting && setting->native;
}

void lower_type(Lower *lower, const ColumnNode *column, const Settings *settings, Doc *doc)
{
    bool others = false, base = setting_get(settings, "default_type");
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        const char *name = mem_printf(lower->mem, "%s_type", dialect_names[i]);
        others |= setting_get(settings, name) != NULL;
    }
    /* `""`: no type but those of single dialects. */
    if (!base && (*column->type || !others)) {
        lower_text(lower, doc, "type", NULL, column->type, column->type_where);
    }
}

static void lower_column(Lower *lower, LowerTable *table, const ColumnNode *column, Doc *columns)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, column->where);
    if (!*column->name) {
        lower_fail(lower, column->where, "write its name between the quotes",
                   "the name of a column is empty");
        return;
    }
    if (!lower_set(lower, columns, column->name, column->where, doc, "column")) {
        return;
    }
    Words path = {0};
    list_push(lower->mem, &path, column->name);
    const char *key = mem_printf(lower->mem, "%s.%s", table->key, words_join(lower->mem, &path));
    Settings settings = lower_with_metadata(lower, "column", key, &column->settings);
    lower_type(lower, column, &settings, doc);
    bool not_null = native_flag(lower, &settings, "not_null");
    if (not_null || native_flag(lower, &settings, "null")) {
        const Setting *said = setting_get(&settings, not_null ? "not_null" : "null");
        doc_set(lower->mem, doc, "null", said->where,
                doc_boolean(lower->mem, !not_null, said->where));
    }
    if (native_flag(lower, &settings, "pk") || native_flag(lower, &settings, "primary_key")) {
        table->key_where = table->primary_key.len ? table->key_where : column->where;
        list_push(lower->mem, &table->primary_key, column->name);
    }
    lower_column_checks(lower, table, &settings, doc);
    lower_settings(lower, CONTEXT_COLUMN, &settings, doc);
    lower_identity(lower, &settings, doc);
    lower_lone_actions(lower, &settings, doc);
    lower_arrange(doc, column_order);
}

/* --- tables --------------------------------------------------------------------------------------
 */

static void lower_uses(Lower *lower, LowerTable *table)
{
    Doc *use = doc_new(lower->mem, DOC_ARRAY, table->doc->where),
        *seen = doc_new(lower->mem, DOC_OBJECT, use->where);
    for (size_t i = 0; i < table->node->uses.len; i++) {
        const Name *name = &table->node->uses.at[i];
        const char *text = name->parts.at[0];
        Doc *item = doc_string(lower->mem, text, name->where);
        if (lower_set(lower, seen, text, name->where, item, "partial")) {
            doc_append(lower->mem, use, item);
        }
    }
    if (use->items.len) {
        doc_set(lower->mem, table->doc, "use", use->items.at[0]->where, use);
    }
}

static bool may_be_empty(Lower *lower, const LowerTable *table)
{
    const Doc *postgresql = doc_get(lower->mem, table->doc, "postgresql");
    return table->node->partial || setting_flag(lower, &table->node->settings, "no_columns") ||
           doc_get(lower->mem, postgresql, "inherits") ||
           doc_get(lower->mem, postgresql, "partition_of");
}

void lower_table(Lower *lower, LowerTable *table)
{
    const TableNode *node = table->node;
    Doc *columns = doc_new(lower->mem, DOC_OBJECT, node->name.where);
    Settings settings = node->settings;
    if (!node->partial) {
        settings = lower_with_metadata(lower, "table", table->key, &settings);
    }
    lower_settings(lower, node->partial ? CONTEXT_PARTIAL : CONTEXT_TABLE, &settings, table->doc);
    if (!node->partial || node->columns.len) {
        doc_set(lower->mem, table->doc, "columns", node->name.where, columns);
    }
    for (size_t i = 0; i < node->columns.len; i++) {
        lower_column(lower, table, &node->columns.at[i], columns);
    }
    lower_uses(lower, table);
    for (size_t i = 0; i < node->indexes.len; i++) {
        lower_index(lower, table, &node->indexes.at[i]);
    }
    for (size_t i = 0; i < node->checks.len; i++) {
        lower_check(lower, &node->checks.at[i], &table->checks);
    }
    if (!node->columns.len && !node->uses.len && !may_be_empty(lower, table)) {
        lower_fail(lower, node->name.where,
                   "write its columns, or [no_columns: 'true'] if it has none",
                   "table \"%s\" has no columns", table->key);
    }
}

Doc *lower_column_type(Lower *lower, const LowerTable *table, const char *column)
{
    Doc *doc = doc_get(lower->mem, doc_get(lower->mem, table->doc, "columns"), column);
    for (size_t i = 0; !doc && table->node && i < table->node->uses.len; i++) {
        const char *partial = table->node->uses.at[i].parts.at[0];
        const Doc *used = doc_get(lower->mem, lower->partial_keys, partial);
        doc = doc_get(lower->mem, doc_get(lower->mem, used, "columns"), column);
    }
    return doc_get(lower->mem, doc, "type");
}

static Doc *names_array(Lower *lower, const Words *names, Location where)
{
    Doc *array = doc_new(lower->mem, DOC_ARRAY, where);
    for (size_t i = 0; i < names->len; i++) {
        doc_append(lower->mem, array, doc_string(lower->mem, names->at[i], where));
    }
    return array;
}

static void finish_primary_key(Lower *lower, LowerTable *table)
{
    Doc *doc = table->primary_key_doc;
    Location where = doc ? doc->where : table->key_where;
    const Setting *name = table->node ? setting_get(&table->node->settings, "pk_name") : NULL;
    Doc *flagged = names_array(lower, &table->primary_key, table->key_where);
    if (doc && flagged->items.len &&
        !doc_equal(lower->mem, doc_get(lower->mem, doc, "columns"), flagged)) {
        lower_fail(lower, where, "list all columns of the key once: (a, b) [pk]",
                   "the columns with \"pk\" and the index with \"pk\" of table \"%s\" differ",
                   table->key);
    }
    if (!doc && flagged->items.len) {
        doc = doc_new(lower->mem, DOC_OBJECT, where);
        doc_set(lower->mem, doc, "columns", where, flagged);
    }
    const char *text = name && doc ? value_text(lower, name) : NULL;
    if (text && lower_set(lower, doc, "name", name->where,
                          doc_string(lower->mem, text, name->value.where), "setting")) {
        lower_arrange(doc, (const char *const[]){"name", "columns", NULL});
    } else if (name && !doc) {
        lower_fail(lower, name->where, "give a column the setting pk",
                   "table \"%s\" has no primary key", table->key);
    }
    if (doc) {
        doc_set(lower->mem, table->doc, "primary_key", where,
                doc->members.len == 1 ? doc->members.at[0].value : doc);
    }
}

void lower_finish_table(Lower *lower, LowerTable *table, Doc *into)
{
    const struct {
        const char *member, *bare;
        const NamedDocs *list;
    } lists[] = {{"unique", "columns", &table->unique},
                 {"foreign_keys", NULL, &table->foreign_keys},
                 {"exclusions", NULL, &table->exclusions},
                 {"indexes", NULL, &table->indexes},
                 {"checks", "expr", &table->checks}};
    finish_primary_key(lower, table);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        Doc *doc = lower_named(lower, lists[i].list, lists[i].bare);
        if (doc) {
            doc_set(lower->mem, table->doc, lists[i].member, doc->where, doc);
        }
    }
    lower_arrange(table->doc, table_order);
    doc_set(lower->mem, into, table->key, table->doc->where, table->doc);
}
