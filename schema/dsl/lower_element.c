/* Project, Enum, View, Sequence, Domain, Extension, Schema, Trigger, Metadata. */
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

/* --- enums ---------------------------------------------------------------------------------------
 */

void lower_enum(Lower *lower, const EnumNode *node)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, node->name.where);
    Doc *values = doc_new(lower->mem, DOC_ARRAY, node->name.where);
    Doc *seen = doc_new(lower->mem, DOC_OBJECT, node->name.where);
    doc_set(lower->mem, doc, "values", node->name.where, values);
    for (size_t i = 0; i < node->values.len; i++) {
        const EnumValueNode *value = &node->values.at[i];
        Doc *name = doc_string(lower->mem, value->name, value->where);
        Doc *object = doc_new(lower->mem, DOC_OBJECT, value->where);
        doc_set(lower->mem, object, "name", value->where, name);
        lower_settings(lower, CONTEXT_ENUM_VALUE, &value->settings, object);
        doc_append(lower->mem, values, object->members.len > 1 ? object : name);
        lower_set(lower, seen, value->name, value->where, name, "value");
    }
    if (!node->values.len) {
        lower_fail(lower, node->name.where, "write its values, one a line",
                   "enum \"%s\" has no values", words_join(lower->mem, &node->name.parts));
    }
    lower_settings(lower, CONTEXT_ENUM, &node->settings, doc);
    lower_set(lower, lower_object(lower, lower->root, "enums", node->name.where),
              words_join(lower->mem, &node->name.parts), node->name.where, doc, "enum");
}

/* --- the project
 * ---------------------------------------------------------------------------------- */

/* DBML lets the later line of a key win. */
static Settings last_of_each(Lower *lower, const Settings *settings)
{
    Settings out = {0};
    Doc *last = doc_new(lower->mem, DOC_OBJECT, (Location){0});
    for (size_t i = settings->len; i-- > 0;) {
        const Setting *setting = &settings->at[i];
        bool several = strcmp(setting->name, "meta") == 0;
        if (several || !doc_set(lower->mem, last, setting->name, setting->where, last)) {
            list_push(lower->mem, &out, *setting);
        }
    }
    for (size_t i = 0; i < out.len / 2; i++) {
        Setting swap = out.at[i];
        out.at[i] = out.at[out.len - 1 - i];
        out.at[out.len - 1 - i] = swap;
    }
    return out;
}

/* DBML takes any text there: what is no version number is an annotation. */
static void lower_version(Lower *lower, Settings *settings)
{
    for (size_t i = 0; i < settings->len; i++) {
        Setting *setting = &settings->at[i];
        bool version = strcmp(setting->name, "schemadiff") == 0;
        const char *text = version && setting->value.text ? setting->value.text : "";
        const char *number = text_integer(lower->mem, text);
        if (number) {
            doc_set(lower->mem, lower->root, "schemadiff", setting->where,
                    doc_number(lower->mem, number, setting->value.where));
        } else if (version) {
            setting->name = "meta_schemadiff";
        }
    }
}

static void lower_project(Lower *lower, const ElementNode *node)
{
    static const char *const order[] = {"name",   "dialects", "default_schema", "tenant",
                                        "naming", "manage",   "opaque_types",   "note",
                                        "meta",   NULL};
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, node->where);
    Settings settings = last_of_each(lower, &node->settings);
    if (node->name.parts.len) {
        doc_set(lower->mem, doc, "name", node->name.where,
                doc_string(lower->mem, node->name.parts.at[0], node->name.where));
    }
    lower_version(lower, &settings);
    lower_settings(lower, CONTEXT_PROJECT, &settings, doc);
    lower_arrange(doc, order);
    lower_set(lower, lower->root, "project", node->where, doc, "element");
}

/* --- objects
 * -------------------------------------------------------------------------------------- */

/* Where the triggers, rules or policies of a table or view are, or, when it is in another file, the
 * root member of that name that strays.c moves. */
static Doc *members_of(Lower *lower, const Name *owner, const char *member, Location where)
{
    const LowerTable *table = lower_find_table(lower, owner);
    const char *key = lower_table_key(lower, owner);
    Doc *view = doc_get(lower->mem, doc_get(lower->mem, lower->root, "views"), key);
    Doc *parent = table ? table->doc : view;
    if (parent) {
        return lower_object(lower, parent, member, where);
    }
    return lower_object(lower, lower_object(lower, lower->root, member, where), key, where);
}

/* Trigger table.name, Rule table.name, Policy table.name */
static void lower_member(Lower *lower, const ElementNode *node, const char *member,
                         const char *word, Doc *doc)
{
    Name owner = {.where = node->name.where};
    size_t n = node->name.parts.len;
    if (n < 2) {
        lower_fail(
            lower, node->name.where,
            mem_printf(lower->mem, "write %c%s table.name { … }", *word - 'a' + 'A', word + 1),
            "%s \"%s\" needs its table", word, node->name.parts.at[0]);
        return;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        list_push(lower->mem, &owner.parts, node->name.parts.at[i]);
    }
    lower_set(lower, members_of(lower, &owner, member, node->where), node->name.parts.at[n - 1],
              node->name.where, doc, word);
}

static void lower_fields(Lower *lower, const ElementNode *node, Doc *doc)
{
    Doc *fields = doc_new(lower->mem, DOC_OBJECT, node->name.where);
    doc_set(lower->mem, doc, "fields", node->name.where, fields);
    for (size_t i = 0; i < node->blocks.columns.len; i++) {
        const ColumnNode *column = &node->blocks.columns.at[i];
        Doc *field = doc_new(lower->mem, DOC_OBJECT, column->where);
        lower_type(lower, column, &column->settings, field);
        lower_settings(lower, CONTEXT_COMPOSITE_FIELD, &column->settings, field);
        const Doc *type = doc_get(lower->mem, field, "type");
        bool bare = field->members.len == 1 && type && type->kind == DOC_STRING;
        lower_set(lower, fields, column->name, column->where,
                  bare ? field->members.at[0].value : field, "field");
    }
    if (!node->blocks.columns.len) {
        lower_fail(lower, node->name.where, "write them one a line: amount numeric(10,2)",
                   "a composite type needs fields");
    }
}

/* The blocks of a view or domain, by the same functions as a table's. */
static void lower_blocks(Lower *lower, const ElementNode *node, Doc *doc)
{
    LowerTable table = {.node = &node->blocks, .key = "", .doc = doc};
    for (size_t i = 0; i < node->blocks.indexes.len; i++) {
        lower_index(lower, &table, &node->blocks.indexes.at[i]);
    }
    for (size_t i = 0; i < node->settings.len; i++) {
        const Setting *setting = &node->settings.at[i];
        if (node->kind == ELEMENT_DOMAIN && strcmp(setting->name, "check") == 0) {
            CheckNode check = {.expr = setting->value};
            check.expr.text = value_text(lower, setting);
            if (check.expr.text) {
                lower_check(lower, &check, &table.checks);
            }
        }
    }
    for (size_t i = 0; i < node->blocks.checks.len; i++) {
        lower_check(lower, &node->blocks.checks.at[i], &table.checks);
    }
    if (table.unique.len || table.exclusions.len || table.primary_key_doc) {
        lower_fail(lower, node->blocks.indexes.at[0].where, "leave out pk, constraint and exclude",
                   "a view has indexes, but no constraints");
    }
    Doc *indexes = lower_named(lower, &table.indexes, NULL);
    Doc *checks = lower_named(lower, &table.checks, "expr");
    if (indexes) {
        doc_set(lower->mem, doc, "indexes", indexes->where, indexes);
    }
    if (checks) {
        doc_set(lower->mem, doc, "checks", checks->where, checks);
    }
}

bool lower_is_member(const ElementNode *node)
{
    return node->kind == ELEMENT_TRIGGER || node->kind == ELEMENT_RULE ||
           node->kind == ELEMENT_POLICY;
}

void lower_element(Lower *lower, const ElementNode *node)
{
    static const struct {
        const char *member, *word;
        Context context;
    } kinds[] = {
        [ELEMENT_PROJECT] = {"project", "project", CONTEXT_PROJECT},
        [ELEMENT_VIEW] = {"views", "view", CONTEXT_VIEW},
        [ELEMENT_SEQUENCE] = {"sequences", "sequence", CONTEXT_SEQUENCE},
        [ELEMENT_DOMAIN] = {"domains", "domain", CONTEXT_DOMAIN},
        [ELEMENT_EXTENSION] = {"extensions", "extension", CONTEXT_EXTENSION},
        [ELEMENT_SCHEMA] = {"schemas", "schema", CONTEXT_SCHEMA},
        [ELEMENT_TRIGGER] = {"triggers", "trigger", CONTEXT_TRIGGER},
        [ELEMENT_RULE] = {"rules", "rule", CONTEXT_RULE},
        [ELEMENT_POLICY] = {"policies", "policy", CONTEXT_POLICY},
        [ELEMENT_COMPOSITE] = {"composites", "composite type", CONTEXT_COMPOSITE},
        [ELEMENT_FUNCTION] = {"functions", "function", CONTEXT_FUNCTION},
        [ELEMENT_PROCEDURE] = {"procedures", "procedure", CONTEXT_PROCEDURE},
        [ELEMENT_COLLATION] = {"collations", "collation", CONTEXT_COLLATION},
        [ELEMENT_RANGE] = {"ranges", "range type", CONTEXT_RANGE},
        [ELEMENT_EVENT_TRIGGER] = {"event_triggers", "event trigger", CONTEXT_EVENT_TRIGGER},
        [ELEMENT_OPERATOR] = {"operators", "operator", CONTEXT_OPERATOR},
        [ELEMENT_CAST] = {"casts", "cast", CONTEXT_CAST},
        [ELEMENT_STATISTICS] = {"statistics", "statistics", CONTEXT_STATISTICS},
        [ELEMENT_EVENT] = {"events", "event", CONTEXT_EVENT},
        [ELEMENT_METADATA] = {NULL, NULL, CONTEXT_TABLE},
    };
    if (node->kind == ELEMENT_PROJECT) {
        lower_project(lower, node);
        return;
    }
    if (node->kind == ELEMENT_METADATA) {
        return; /* lower_collect_metadata() */
    }
    const char *word = kinds[node->kind].word;
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, node->name.where);
    if (node->kind == ELEMENT_COMPOSITE) {
        lower_fields(lower, node, doc);
    }
    lower_settings(lower, kinds[node->kind].context, &node->settings, doc);
    if (lower_is_member(node)) {
        lower_member(lower, node, kinds[node->kind].member, word, doc);
        return;
    }
    if (node->kind != ELEMENT_COMPOSITE) {
        lower_blocks(lower, node, doc);
    }
    bool dotted = context_in_schema(kinds[node->kind].context);
    if (!dotted && node->name.parts.len > 1) {
        lower_fail(lower, node->name.where, "put the name in double quotes", "%s with a schema",
                   context_def(kinds[node->kind].context)->word);
        return;
    }
    const char *key = dotted ? words_join(lower->mem, &node->name.parts) : node->name.parts.at[0];
    Doc *all = lower_object(lower, lower->root, kinds[node->kind].member, node->where);
    lower_set(lower, all, key, node->name.where, doc, word);
}

/* --- metadata
 * ------------------------------------------------------------------------------------- */

/* "table orders", "column orders.total": aliases resolved. */
static const char *metadata_key(Lower *lower, const ElementNode *node)
{
    bool column = strcmp(node->of, "column") == 0;
    size_t n = node->name.parts.len;
    if (column && n < 2) {
        return NULL;
    }
    Name table = {.where = node->name.where};
    Words last = {0};
    for (size_t i = 0; i < n - column; i++) {
        list_push(lower->mem, &table.parts, node->name.parts.at[i]);
    }
    list_push(lower->mem, &last, node->name.parts.at[n - 1]);
    const char *key = lower_table_key(lower, &table);
    return column ? mem_printf(lower->mem, "column %s.%s", key, words_join(lower->mem, &last))
                  : mem_printf(lower->mem, "table %s", key);
}

/* Adds settings; those of the same name there before give way. */
static void override(Lower *lower, Settings *settings, const Settings *more)
{
    Settings out = {0};
    for (size_t i = 0; i < settings->len; i++) {
        const Setting *setting = &settings->at[i];
        /* DBML's own words stay: in a Metadata block they only annotate. */
        bool stays = setting->native && setting_is_dbml(setting->name);
        if (stays || !setting_get(more, setting->name)) {
            list_push(lower->mem, &out, *setting);
        }
    }
    for (size_t i = 0; i < more->len; i++) {
        list_push(lower->mem, &out, more->at[i]);
    }
    *settings = out;
}

void lower_collect_metadata(Lower *lower)
{
    for (size_t i = 0; i < lower->ast->elements.len; i++) {
        const ElementNode *node = lower->ast->elements.at[i];
        bool wanted = node->kind == ELEMENT_METADATA &&
                      (strcmp(node->of, "table") == 0 || strcmp(node->of, "column") == 0);
        const char *key = wanted ? metadata_key(lower, node) : NULL;
        if (!key) {
            continue;
        }
        DocMember *there = doc_member(lower->mem, lower->metadata_keys, key);
        if (there) {
            size_t at = (size_t)(there - lower->metadata_keys->members.at);
            override(lower, &lower->metadata_settings.at[at], &node->settings);
            continue;
        }
        doc_set(lower->mem, lower->metadata_keys, key, node->name.where, lower->root);
        list_push(lower->mem, &lower->metadata, node);
        list_push(lower->mem, &lower->metadata_settings, node->settings);
        list_push(lower->mem, &lower->metadata_used, false);
    }
}

Settings lower_with_metadata(Lower *lower, const char *of, const char *key,
                             const Settings *settings)
{
    Settings out = *settings;
    if (!lower->metadata.len) {
        return out;
    }
    DocMember *there =
        doc_member(lower->mem, lower->metadata_keys, mem_printf(lower->mem, "%s %s", of, key));
    if (there) {
        size_t at = (size_t)(there - lower->metadata_keys->members.at);
        lower->metadata_used.at[at] = true;
        override(lower, &out, &lower->metadata_settings.at[at]);
    }
    return out;
}

void lower_check_metadata(Lower *lower)
{
    for (size_t i = 0; i < lower->metadata.len; i++) {
        if (!lower->metadata_used.at[i]) {
            const ElementNode *node = lower->metadata.at[i];
            lower_fail(lower, node->name.where, "write the settings in the file that has it",
                       "there is no %s \"%s\" in this file", node->of,
                       words_join(lower->mem, &node->name.parts));
        }
    }
}
