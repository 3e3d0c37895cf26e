#include "schema/model.h"
#include "schema/model/decode.h"
#include "schema/model/dialects.h"

#include <stdlib.h>

/* --- project ---------------------------------------------------------------------------------- */

static void decode_naming(Decoder *d, const Doc *naming)
{
    Naming *out = &d->schema->naming;
    const struct {
        const char *name, **to;
    } rules[] = {{"primary_key", &out->primary_key},
                 {"foreign_key", &out->foreign_key},
                 {"unique", &out->unique},
                 {"index", &out->index},
                 {"check", &out->check}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *text = decode_text(d, naming, rules[i].name);
        if (!text_empty(text)) {
            *rules[i].to = text;
        }
    }
}

static void check_target(Decoder *d, const Doc *project)
{
    if (decode_applies(d, project)) {
        return;
    }
    const Doc *list = decode_get(project, "dialects");
    error_add(d->err, ERR_MODEL, list->where, "the model is not meant for %s", d->key);
    error_hint(d->err, "add \"%s\" to the project's \"dialects\", or use another database", d->key);
}

void decode_project(Decoder *d)
{
    const Doc *project = decode_get(d->model, "project");
    const Doc *extensions = decode_get(d->model, "extensions");
    d->default_schema = decode_text(d, project, "default_schema");
    d->opaque =
        decode_flag(d, project, "opaque_types", false) || (extensions && extensions->members.len);
    decode_tenant(d, decode_get(project, "tenant"));
    decode_naming(d, decode_get(project, "naming"));
    check_target(d, project);
}

/* --- what is managed -------------------------------------------------------------------------- */

static bool kind_of_word(const char *word, ObjectKind *out)
{
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        if (text_equal(object_kind_word((ObjectKind)kind), word)) {
            *out = (ObjectKind)kind;
            return true;
        }
    }
    return false;
}

static void decode_manage(Decoder *d)
{
    const Doc *list = decode_get(decode_get(d->model, "project"), "manage");
    for (size_t i = 0; list && i < list->items.len; i++) {
        const Doc *item = list->items.at[i];
        ObjectKind kind;
        if (kind_of_word(item->text, &kind)) {
            d->schema->managed |= 1u << kind;
            continue;
        }
        error_add(d->err, ERR_MODEL, item->where, "\"%s\" is no kind of object",
                  item->text ? item->text : "");
        error_hint(d->err,
                   "use a kind that can be left alone: \"view\", \"function\", \"trigger\" …");
    }
}

/* Triggers or rules. */
static bool holds_triggers(const Schema *schema, ObjectKind kind)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Table *table = schema->tables.at[i];
        if (kind == OBJ_RULE ? table->rules.len : table->triggers.len) {
            return true;
        }
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        const View *view = schema->views.at[i];
        if (kind == OBJ_RULE ? view->rules.len : view->triggers.len) {
            return true;
        }
    }
    return false;
}

/* Does the model hold at least one of the kind? */
static bool holds(const Schema *schema, ObjectKind kind)
{
    switch (kind) {
    case OBJ_TRIGGER:
    case OBJ_RULE:
        return holds_triggers(schema, kind);
    case OBJ_POLICY:
        for (size_t i = 0; i < schema->tables.len; i++) {
            if (schema->tables.at[i]->policies.len) {
                return true;
            }
        }
        return false;
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
        return true;
#define OBJECT(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return kind == OBJ_TABLE || schema_objects(schema, kind).len;
    }
    return false;
}

static void manage_schema(Decoder *d, const char *ns)
{
    NameList *list = &d->schema->managed_schemas;
    for (size_t i = 0; i < list->len; i++) {
        if (text_equal(list->at[i], ns)) {
            return;
        }
    }
    list_push(d->mem, list, ns);
}

static int by_name(const void *a, const void *b)
{
    return text_compare(*(const char *const *)a, *(const char *const *)b);
}

void decode_manages(Decoder *d)
{
    Schema *schema = d->schema;
    decode_manage(d);
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        schema->managed |= holds(schema, (ObjectKind)kind) ? 1u << kind : 0;
    }
    for (size_t i = 0; i < schema->namespaces.len; i++) {
        const char *name = schema->namespaces.at[i]->base.name;
        manage_schema(d, text_equal(name, d->server->default_schema) ? NULL : name);
    }
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        Members objects = schema_objects(schema, (ObjectKind)kind);
        for (size_t i = 0; i < objects.len && object_kind_in_schema((ObjectKind)kind); i++) {
            manage_schema(d, objects.at[i]->schema);
        }
    }
    if (!schema->managed_schemas.len) {
        manage_schema(d, NULL);
    }
    qsort(schema->managed_schemas.at, schema->managed_schemas.len, sizeof(const char *), by_name);
}

/* --- the whole -------------------------------------------------------------------------------- */

bool model_decode(Mem *mem, const Doc *doc, const Server *server, Schema **out, Error *err)
{
    Schema *schema = schema_new(mem, server);
    Decoder d = {.mem = schema->mem,
                 .server = server,
                 .schema = schema,
                 .model = doc,
                 .bit = server_model_bit(server),
                 .fallback = server_model_fallback(server),
                 .err = err};
    d.key = dialect_word(d.bit);
    d.fallback_key = dialect_word(d.fallback);
    if (!doc || doc->kind != DOC_OBJECT) {
        error_add(err, ERR_MODEL, doc ? doc->where : (Location){0}, "a model must be an object");
        return error_hint(err, "begin with {\"schemadiff\": 1, \"tables\": {…}}");
    }
    decode_project(&d);
    decode_schemas(&d);
    decode_extensions(&d);
    decode_all_declared(&d);
    decode_enums(&d);
    declare_tables(&d);
    decode_types(&d);
    decode_sequences(&d);
    decode_routines(&d);
    decode_tables(&d);
    decode_tenant_columns(&d);
    decode_views(&d);
    if (!server_can(server, CAP_ENUM_TYPES)) {
        schema->enums.len = 0; /* they have become types and checks of the columns */
    }
    decode_manages(&d);
    if (error_is_set(err) || !schema_finish(schema, err)) {
        return false;
    }
    *out = schema;
    return true;
}
