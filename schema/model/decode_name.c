#include "schema/model/decode.h"
#include "schema/model/names.h"

#include <string.h>

/* --- names ------------------------------------------------------------------------------------ */

/* `any`: one that the target cannot hold is kept: MySQL refers to tables of other databases. */
static bool decode_namespace(Decoder *d, const char *ns, bool any, Location where, const char **out)
{
    ns = ns ? ns : d->default_schema;
    if (!ns || text_equal(ns, d->server->default_schema)) {
        *out = NULL;
        return true;
    }
    bool has_schemas = server_can(d->server, CAP_SCHEMAS);
    /* One model for several databases: its default schema has no name here. "public" is DBML's word
     * for having none. */
    if (!has_schemas && (text_equal(ns, d->default_schema) || text_equal(ns, "public"))) {
        *out = NULL;
        return true;
    }
    if (any || has_schemas) {
        *out = ns;
        return true;
    }
    decode_unsupported(d, where, "schema prefix \"%s\"", ns);
    return false;
}

static bool say_malformed(Decoder *d, const char *text, Location where, const char *form)
{
    error_add(d->err, ERR_MODEL, where, "\"%s\" is no name", text);
    return error_hint(d->err, "write %s; put a part that has a dot in it into double quotes", form);
}

static bool read_name(Decoder *d, const char *text, bool any, Location where, QualifiedName *out)
{
    NameList parts = {0};
    if (!text || !names_split(d->mem, text, &parts) || parts.len > 2) {
        return say_malformed(d, text ? text : "", where, "\"name\" or \"schema.name\"");
    }
    out->name = parts.at[parts.len - 1];
    return decode_namespace(d, parts.len == 2 ? parts.at[0] : NULL, any, where, &out->ns);
}

bool decode_name(Decoder *d, const char *text, Location where, QualifiedName *out)
{
    return read_name(d, text, false, where, out);
}

bool decode_reference(Decoder *d, const char *text, Location where, QualifiedName *out)
{
    return read_name(d, text, true, where, out);
}

bool decode_column_name(Decoder *d, const char *text, Location where, QualifiedName *table,
                        const char **column)
{
    NameList parts = {0};
    if (!text || !names_split(d->mem, text, &parts) || parts.len < 2 || parts.len > 3) {
        return say_malformed(d, text ? text : "", where,
                             "\"table.column\" or \"schema.table.column\"");
    }
    *column = parts.at[parts.len - 1];
    table->name = parts.at[parts.len - 2];
    return decode_namespace(d, parts.len == 3 ? parts.at[0] : NULL, true, where, &table->ns);
}

const char *decode_label(Decoder *d, const char *text, Location where)
{
    QualifiedName name;
    if (!decode_name(d, text, where, &name)) {
        return NULL;
    }
    return name.ns ? mem_printf(d->mem, "%s.%s", name.ns, name.name) : name.name;
}

void decode_labels(Decoder *d, const Doc *object, const char *name, NameList *out)
{
    NameList texts = {0};
    decode_names(d, object, name, &texts);
    for (size_t i = 0; i < texts.len; i++) {
        const char *label = decode_label(d, texts.at[i], decode_get(object, name)->where);
        if (label) {
            list_push(d->mem, out, label);
        }
    }
}

/* --- sections --------------------------------------------------------------------------------- */

static bool find_item(const Items *items, size_t from, size_t to, const char *name, size_t *at)
{
    for (size_t i = from; name && i < to; i++) {
        const Item *item = &items->at[i];
        if (item->name && text_equal(item->name, name)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static void add_item(Decoder *d, Item item, size_t own, Items *out)
{
    size_t at;
    if (item.table) {
        item.name = names_expand(d->mem, item.name, item.table);
        if (find_item(out, 0, own, item.name, &at)) {
            return;
        }
        if (find_item(out, own, out->len, item.name, &at)) {
            memmove(out->at + at, out->at + at + 1, (out->len - at - 1) * sizeof *out->at);
            out->len--;
        }
    }
    list_push(d->mem, out, item);
}

void decode_items_of_partial(Decoder *d, const Doc *partial, const char *section, const char *table,
                             size_t own, Items *out)
{
    const Doc *list = decode_get(partial, section);
    if (!list) {
        return;
    }
    switch (list->kind) {
    case DOC_OBJECT:
        for (size_t i = 0; i < list->members.len; i++) {
            const DocMember *member = &list->members.at[i];
            add_item(d, (Item){member->name, table, member->where, member->value}, own, out);
        }
        return;
    case DOC_ARRAY:
        for (size_t i = 0; i < list->items.len; i++) {
            const Doc *item = list->items.at[i];
            const char *name = decode_text(d, item, "name");
            add_item(d, (Item){text_empty(name) ? NULL : name, table, item->where, item}, own, out);
        }
        return;
    case DOC_NULL:
    case DOC_BOOLEAN:
    case DOC_NUMBER:
    case DOC_STRING:
        decode_wrong(d, list, "an object (or, for what has no name, an array)");
        return;
    }
}

void decode_items(Decoder *d, const Doc *object, const char *section, Items *out)
{
    decode_items_of_partial(d, object, section, NULL, 0, out);
}

/* --- what every object has -------------------------------------------------------------------- */

static bool keeps_comment(const Decoder *d, ObjectKind kind)
{
    switch (kind) {
    case OBJ_TABLE:
    case OBJ_COLUMN:
        return server_can(d->server, CAP_COMMENTS);
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_DOMAIN:
    case OBJ_SEQUENCE:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
    case OBJ_VIEW:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return server_can(d->server, CAP_COMMENTS_ALL);
    }
    return false;
}

/* Only the name counts: nothing moves from one schema to another. */
static const char *former_name(Decoder *d, const Item *item, const Object *object)
{
    const char *text = decode_text(d, item->value, "renamed_from");
    NameList parts = {0};
    if (text_empty(text)) {
        return NULL;
    }
    text = names_expand(d->mem, text, item->table);
    bool is_qualified = object->kind == OBJ_TABLE || object->kind == OBJ_VIEW ||
                        object->kind == OBJ_ENUM || object->kind == OBJ_DOMAIN ||
                        object->kind == OBJ_SEQUENCE;
    if (!is_qualified || !names_split(d->mem, text, &parts) || parts.len > 2) {
        return text;
    }
    QualifiedName name;
    Location where = decode_get(item->value, "renamed_from")->where;
    if (parts.len == 2) {
        if (!decode_name(d, text, where, &name)) {
            return NULL;
        }
        if (!text_equal(name.ns, object->schema)) {
            error_add(d->err, ERR_MODEL, where, "\"%s\" is in another schema than \"%s\"", text,
                      object_label(d->mem, object));
            error_hint(d->err,
                       "a rename cannot move an object: use the same schema for both names");
        }
    }
    return parts.at[parts.len - 1];
}

void decode_base(Decoder *d, const Item *item, Object *object)
{
    const char *note = decode_text(d, item->value, "note");
    object->where = item->where;
    object->renamed_from = mem_strdup(d->mem, former_name(d, item, object));
    object->comment =
        text_empty(note) || !keeps_comment(d, object->kind) ? NULL : mem_strdup(d->mem, note);
}

/* --- types ------------------------------------------------------------------------------------ */

/* Types of extensions are called by their schema as a rule; no list here can know them. */
static bool has_prefix(const char *text)
{
    size_t quotes = 0;
    for (; *text && *text != '('; text++) {
        quotes += *text == '"';
        if (*text == '.' && quotes % 2 == 0) {
            return true;
        }
    }
    return false;
}

bool decode_type(Decoder *d, const char *ns, const char *text, Location where, Type *out)
{
    TypeScope scope = {.schema = d->schema, .ns = ns, .opaque = d->opaque || has_prefix(text)};
    return type_resolve(d->mem, d->server, &scope, text, where, out, d->err);
}

const Enum *decode_find_enum(Decoder *d, const char *ns, const char *text)
{
    NameList parts = {0};
    const char *trimmed = str_dup(d->mem, str_trim(str_of(text)));
    if (!names_split(d->mem, trimmed, &parts) || parts.len > 2) {
        return NULL;
    }
    const char *prefix = parts.len == 2 ? parts.at[0] : NULL;
    prefix = text_equal(prefix, d->server->default_schema) ? NULL : prefix;
    for (size_t i = 0; i < d->schema->enums.len; i++) {
        const Object *base = &d->schema->enums.at[i]->base;
        if (text_equal(base->name, parts.at[parts.len - 1]) &&
            (text_equal(base->schema, prefix) || (!prefix && text_equal(base->schema, ns)))) {
            return d->schema->enums.at[i];
        }
    }
    return NULL;
}
