#include "schema/model/encode.h"
#include "schema/model/names.h"

static const Location nowhere;

static void put_map(Encoder *e, Doc *model, const char *section, Doc *map)
{
    if (map->members.len) {
        encode_put(e, model, section, map);
    }
}

static const char *key_of(Encoder *e, const Object *base)
{
    return names_join(e->mem, base->schema, base->name);
}

void encode_schemas(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->namespaces.len; i++) {
        const Object *base = &e->schema->namespaces.at[i]->base;
        Doc *object = encode_object(e);
        encode_put_base(e, object, base);
        encode_put(e, map, key_of(e, base), object);
    }
    put_map(e, model, "schemas", map);
}

void encode_extensions(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->extensions.len; i++) {
        const Extension *extension = e->schema->extensions.at[i];
        Doc *object = encode_object(e);
        encode_put_text(e, object, "version", extension->version);
        encode_put_text(e, object, "schema", extension->in_schema);
        encode_put_text(e, object, "note", extension->base.comment);
        encode_put(e, map, extension->base.name, object);
    }
    put_map(e, model, "extensions", map);
}

static Doc *encode_enum_value(Encoder *e, const EnumValue *value)
{
    if (!value->note && !value->renamed_from) {
        return doc_string(e->mem, value->name, nowhere);
    }
    Doc *object = encode_object(e);
    encode_put_text(e, object, "name", value->name);
    encode_put_text(e, object, "renamed_from", value->renamed_from);
    encode_put_text(e, object, "note", value->note);
    return object;
}

void encode_enums(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->enums.len; i++) {
        const Enum *declared = e->schema->enums.at[i];
        Doc *object = encode_object(e), *values = doc_new(e->mem, DOC_ARRAY, nowhere);
        for (size_t j = 0; j < declared->values.len; j++) {
            doc_append(e->mem, values, encode_enum_value(e, &declared->values.at[j]));
        }
        encode_put(e, object, "values", values);
        encode_put_base(e, object, &declared->base);
        encode_put(e, map, key_of(e, &declared->base), object);
    }
    put_map(e, model, "enums", map);
}

static Doc *encode_field(Encoder *e, const CompositeField *field)
{
    const char *type = field->type.text ? field->type.text : "";
    if (!field->collation && !field->comment) {
        return doc_string(e->mem, type, nowhere);
    }
    Doc *object = encode_object(e);
    encode_put_text(e, object, "type", type);
    encode_put_text(e, object, "collate", field->collation);
    encode_put_text(e, object, "note", field->comment);
    return object;
}

void encode_composites(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->composites.len; i++) {
        const Composite *composite = e->schema->composites.at[i];
        Doc *object = encode_object(e), *fields = encode_object(e);
        for (size_t j = 0; j < composite->fields.len; j++) {
            encode_put(e, fields, composite->fields.at[j].name,
                       encode_field(e, &composite->fields.at[j]));
        }
        encode_put(e, object, "fields", fields);
        encode_put_base(e, object, &composite->base);
        encode_put(e, map, key_of(e, &composite->base), object);
    }
    put_map(e, model, "composites", map);
}

void encode_domains(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->domains.len; i++) {
        const Domain *domain = e->schema->domains.at[i];
        Doc *object = encode_object(e);
        encode_put_text(e, object, "type", domain->type.text ? domain->type.text : "");
        if (domain->not_null) {
            encode_put(e, object, "null", doc_boolean(e->mem, false, nowhere));
        }
        encode_put_default(e, object, "default", &domain->default_value);
        encode_put_checks(e, object, domain);
        encode_put_text(e, object, "collate", domain->collation);
        encode_put_base(e, object, &domain->base);
        encode_put(e, map, key_of(e, &domain->base), object);
    }
    put_map(e, model, "domains", map);
}

void encode_sequences(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->sequences.len; i++) {
        const Sequence *sequence = e->schema->sequences.at[i];
        Doc *object = encode_object(e);
        if (!text_equal(sequence->type.name, "bigint")) {
            encode_put_text(e, object, "type", sequence->type.text);
        }
        encode_put_numbers(e, object, &sequence->numbers);
        if (sequence->owner_column) {
            const char *table = names_join(e->mem, sequence->owner_schema, sequence->owner_table);
            const char *column = names_join(e->mem, NULL, sequence->owner_column);
            encode_put_text(e, object, "owned_by", mem_printf(e->mem, "%s.%s", table, column));
        }
        encode_put_base(e, object, &sequence->base);
        encode_put(e, map, key_of(e, &sequence->base), object);
    }
    put_map(e, model, "sequences", map);
}

static Doc *encode_view(Encoder *e, const View *view)
{
    Doc *object = encode_object(e);
    NamedDocs indexes = {0};
    for (size_t i = 0; i < view->indexes.len; i++) {
        const Index *index = view->indexes.at[i];
        list_push(e->mem, &indexes, (Named){index->base.name, encode_index(e, index)});
    }
    encode_put_expr(e, object, "query", view->query);
    encode_put_flag(e, object, "materialized", view->materialized);
    encode_put_names(e, object, "columns", &view->columns);
    encode_put_labels(e, object, "depends_on", &view->depends_on);
    encode_put_section(e, object, "indexes", &indexes, NULL);
    encode_put_triggers(e, object, "triggers", view->triggers.at, view->triggers.len);
    encode_put_triggers(e, object, "rules", view->rules.at, view->rules.len);
    if (view->column_notes.len) {
        Doc *notes = encode_object(e);
        for (size_t i = 0; i < view->column_notes.len; i++) {
            const ViewColumnNote *note = &view->column_notes.at[i];
            encode_put_text(e, notes, note->column, note->comment);
        }
        encode_put(e, object, "column_notes", notes);
    }
    encode_put_base(e, object, &view->base);
    encode_put_native(e, object, encode_object(e), &view->options, OBJ_VIEW);
    return object;
}

void encode_views(Encoder *e, Doc *model)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < e->schema->views.len; i++) {
        const View *view = e->schema->views.at[i];
        encode_put(e, map, key_of(e, &view->base), encode_view(e, view));
    }
    put_map(e, model, "views", map);
}
