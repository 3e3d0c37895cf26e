#include "schema/model/decode.h"
#include "schema/model/names.h"

/* --- schemas ---------------------------------------------------------------------------------- */

static void decode_schema(Decoder *d, const Item *item)
{
    NameList parts = {0};
    if (!names_split(d->mem, item->name ? item->name : "", &parts) || parts.len != 1) {
        error_add(d->err, ERR_MODEL, item->where, "\"%s\" is no name of a schema",
                  item->name ? item->name : "");
        error_hint(d->err, "put a name that has a dot in it into double quotes");
        return;
    }
    if (server_can(d->server, CAP_SCHEMAS)) {
        Namespace *ns = schema_add_namespace(d->schema, parts.at[0]);
        decode_base(d, item, &ns->base);
    } else if (!text_equal(parts.at[0], d->default_schema)) {
        decode_unsupported(d, item->where, "schema \"%s\"", parts.at[0]);
    }
}

void decode_schemas(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "schemas", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (decode_applies(d, items.at[i].value)) {
            decode_schema(d, &items.at[i]);
        }
    }
}

/* --- extensions ------------------------------------------------------------------------------- */

static void decode_extension(Decoder *d, const Item *item)
{
    if (d->bit != MODEL_POSTGRESQL) {
        decode_unsupported(d, item->where, "extension \"%s\"", item->name);
        return;
    }
    Extension *extension = schema_add_extension(d->schema, item->name);
    decode_base(d, item, &extension->base);
    extension->version = decode_text(d, item->value, "version");
    const char *ns = decode_text(d, item->value, "schema");
    extension->in_schema = text_equal(ns, d->server->default_schema) ? NULL : ns;
}

void decode_extensions(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "extensions", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (items.at[i].name && decode_applies(d, items.at[i].value)) {
            decode_extension(d, &items.at[i]);
        }
    }
}

/* --- enums ------------------------------------------------------------------------------------ */

static void decode_enum_value(Decoder *d, const Doc *item, Enum *out)
{
    EnumValue value = {0};
    if (item->kind == DOC_STRING) {
        value.name = mem_strdup(d->mem, item->text);
    } else {
        const char *note = decode_text(d, item, "note");
        value.name = decode_text(d, item, "name");
        value.renamed_from = decode_text(d, item, "renamed_from");
        value.note = text_empty(note) ? NULL : note;
    }
    if (!value.name) {
        decode_wrong(d, item, "a string or {\"name\": …}");
        return;
    }
    for (size_t i = 0; i < out->values.len; i++) {
        if (text_equal(out->values.at[i].name, value.name)) {
            error_add(d->err, ERR_MODEL, item->where, "enum \"%s\" has the value \"%s\" twice",
                      out->base.name, value.name);
            error_hint(d->err, "remove one of the two");
            return;
        }
    }
    list_push(d->mem, &out->values, value);
}

static void decode_enum(Decoder *d, const Item *item)
{
    QualifiedName name;
    if (!decode_name(d, item->name, item->where, &name)) {
        return;
    }
    Enum *out = schema_add_enum(d->schema, name.ns, name.name);
    decode_base(d, item, &out->base);
    const Doc *values = decode_get(item->value, "values");
    if (!values || values->kind != DOC_ARRAY) {
        decode_wrong(d, values ? values : item->value, "an object with an array of \"values\"");
        return;
    }
    for (size_t i = 0; i < values->items.len; i++) {
        decode_enum_value(d, values->items.at[i], out);
    }
}

void decode_enums(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "enums", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (decode_applies(d, items.at[i].value)) {
            decode_enum(d, &items.at[i]);
        }
    }
}

/* --- domains ---------------------------------------------------------------------------------- */

static void decode_domain_checks(Decoder *d, const Doc *object, Domain *domain)
{
    Items items = {0};
    decode_items(d, object, "checks", &items);
    for (size_t i = 0; i < items.len; i++) {
        Constraint *check = MEM_NEW(d->mem, Constraint);
        check->base.kind = OBJ_CONSTRAINT;
        check->base.schema = domain->base.schema;
        check->base.name = mem_strdup(d->mem, items.at[i].name);
        check->type = CONSTRAINT_CHECK;
        if (decode_check_body(d, &items.at[i], check)) {
            list_push(d->mem, &domain->checks, check);
        }
    }
}

static void decode_domain(Decoder *d, const Item *item, Domain *domain)
{
    const Doc *type_at = decode_get(item->value, "type");
    const char *type = decode_choice(d, type_at, "the type", NULL);
    decode_base(d, item, &domain->base);
    domain->not_null = !decode_flag(d, item->value, "null", true);
    domain->collation = decode_choice(d, decode_get(item->value, "collate"), NULL, NULL);
    decode_default(d, decode_get(item->value, "default"), &domain->default_value);
    decode_domain_checks(d, item->value, domain);
    if (!type_at) {
        decode_wrong(d, item->value, "an object with a \"type\"");
    } else if (type && !decode_type(d, domain->base.schema, type, type_at->where, &domain->type)) {
        return; /* reported */
    }
}

/* --- composite types -------------------------------------------------------------------------- */

static void decode_composite_field(Decoder *d, const DocMember *member, Composite *composite)
{
    const Doc *value = member->value;
    bool object = value->kind == DOC_OBJECT;
    const Doc *type_at = object ? decode_get(value, "type") : value;
    const char *type = decode_choice(d, type_at, "the type", NULL);
    CompositeField field = {.name = mem_strdup(d->mem, member->name)};
    if (object) {
        const char *note = decode_text(d, value, "note");
        field.collation = decode_text(d, value, "collate");
        field.comment = text_empty(note) ? NULL : note;
    }
    if (type && decode_type(d, composite->base.schema, type, type_at->where, &field.type)) {
        list_push(d->mem, &composite->fields, field);
    }
}

static void decode_composite(Decoder *d, const Item *item, Composite *composite)
{
    const Doc *fields = decode_get(item->value, "fields");
    decode_base(d, item, &composite->base);
    if (!fields || fields->kind != DOC_OBJECT) {
        decode_wrong(d, item->value, "an object with \"fields\"");
        return;
    }
    for (size_t i = 0; i < fields->members.len; i++) {
        decode_composite_field(d, &fields->members.at[i], composite);
    }
}

/* --- domains and composite types: all names first, for one may be the type of another ----------
 */

typedef struct DeclaredType {
    const Item *item;
    Domain *domain;
    Composite *composite;
} DeclaredType;

typedef LIST(DeclaredType) DeclaredTypes;

static void declare_types(Decoder *d, const Items *items, bool domains, DeclaredTypes *out)
{
    for (size_t i = 0; i < items->len; i++) {
        const Item *item = &items->at[i];
        QualifiedName name;
        if (!decode_applies(d, item->value)) {
            continue;
        }
        if (!server_can(d->server, CAP_DOMAINS)) {
            decode_unsupported(d, item->where, "%s \"%s\"", domains ? "domain" : "composite type",
                               item->name ? item->name : "");
        } else if (decode_name(d, item->name, item->where, &name)) {
            DeclaredType one = {.item = item};
            if (domains) {
                one.domain = schema_add_domain(d->schema, name.ns, name.name);
            } else {
                one.composite = schema_add_composite(d->schema, name.ns, name.name);
            }
            list_push(d->mem, out, one);
        }
    }
}

void decode_types(Decoder *d)
{
    Items domains = {0}, composites = {0};
    DeclaredTypes types = {0};
    decode_items(d, d->model, "domains", &domains);
    decode_items(d, d->model, "composites", &composites);
    declare_types(d, &domains, true, &types);
    declare_types(d, &composites, false, &types);
    for (size_t i = 0; i < types.len; i++) {
        if (types.at[i].domain) {
            decode_domain(d, types.at[i].item, types.at[i].domain);
        } else {
            decode_composite(d, types.at[i].item, types.at[i].composite);
        }
    }
}

/* --- sequences -------------------------------------------------------------------------------- */

static void decode_sequence(Decoder *d, const Item *item)
{
    QualifiedName name, owner;
    if (!server_can(d->server, CAP_SEQUENCES)) {
        decode_unsupported(d, item->where, "sequence \"%s\"", item->name ? item->name : "");
        return;
    }
    if (!decode_name(d, item->name, item->where, &name)) {
        return;
    }
    Sequence *sequence = schema_add_sequence(d->schema, name.ns, name.name);
    decode_base(d, item, &sequence->base);
    decode_numbers(d, item->value, &sequence->numbers);
    const Doc *type_at = decode_get(item->value, "type");
    const char *type = decode_choice(d, type_at, "the type", NULL);
    if (!decode_type(d, name.ns, type ? type : "bigint", type_at ? type_at->where : item->where,
                     &sequence->type)) {
        return; /* reported */
    }
    const Doc *owner_at = decode_get(item->value, "owned_by");
    const char *text = decode_text(d, item->value, "owned_by");
    if (text && decode_column_name(d, text, owner_at->where, &owner, &sequence->owner_column)) {
        sequence->owner_schema = owner.ns;
        sequence->owner_table = owner.name;
    }
}

void decode_sequences(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "sequences", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (decode_applies(d, items.at[i].value)) {
            decode_sequence(d, &items.at[i]);
        }
    }
}
