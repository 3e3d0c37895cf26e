#include "schema/model.h"
#include "schema/model/dialects.h"
#include "schema/model/encode.h"
#include "schema/tenant.h"

static const Location nowhere;

static void put_naming(Encoder *e, Doc *project)
{
    const Naming *own = &e->schema->naming;
    const struct {
        const char *name, *rule, *usual;
    } rules[] = {{"primary_key", own->primary_key, naming_default.primary_key},
                 {"foreign_key", own->foreign_key, naming_default.foreign_key},
                 {"unique", own->unique, naming_default.unique},
                 {"index", own->index, naming_default.index},
                 {"check", own->check, naming_default.check}};
    Doc *naming = encode_object(e);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!text_equal(rules[i].rule, rules[i].usual)) {
            encode_put_text(e, naming, rules[i].name, rules[i].rule);
        }
    }
    if (naming->members.len) {
        encode_put(e, project, "naming", naming);
    }
}

static void put_tenant_rules(Encoder *e, Doc *object)
{
    NameList words = {0};
    for (unsigned bit = 0; bit < 32; bit++) {
        const char *word = e->schema->tenant.rules >> bit & 1u ? tenant_rule_word(1u << bit) : NULL;
        if (word) {
            list_push(e->mem, &words, word);
        }
    }
    if (e->schema->tenant.rules != TENANT_ALL) {
        encode_put_names(e, object, "rules", &words);
    }
}

static void put_tenant(Encoder *e, Doc *project)
{
    const Tenant *tenant = &e->schema->tenant;
    Doc *object = encode_object(e);
    if (!tenant->column && !tenant->table) {
        return;
    }
    encode_put_text(e, object, "column", tenant->column);
    encode_put_text(e, object, "table", tenant->table);
    encode_put_text(e, object, "type", tenant->type.cls == TYPE_NONE ? NULL : tenant->type.text);
    put_tenant_rules(e, object);
    encode_put_names(e, object, "exempt", &tenant->exempt);
    encode_put_flag(e, object, "auto", tenant->automatic);
    encode_put_flag(e, object, "rls", tenant->row_security);
    encode_put_text(e, object, "setting", tenant->setting);
    encode_put(e, project, "tenant", object);
}

/* What every model manages needs no word. */
static bool is_always_managed(ObjectKind kind)
{
    switch (kind) {
    case OBJ_TABLE:
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
        return true;
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_DOMAIN:
    case OBJ_SEQUENCE:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
    case OBJ_VIEW:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return false;
    }
    return false;
}

static void put_manage(Encoder *e, Doc *project)
{
    NameList words = {0};
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        if (schema_manages(e->schema, (ObjectKind)kind) && !is_always_managed((ObjectKind)kind)) {
            list_push(e->mem, &words, object_kind_word((ObjectKind)kind));
        }
    }
    encode_put_names(e, project, "manage", &words);
}

/* Types that only pass because unknown ones do. */
static bool is_opaque(Encoder *e, const Type *type)
{
    Type known;
    return type->cls == TYPE_OTHER && type->text &&
           !e->server->dialect->syntax->parse_type(e->mem, e->server, type->text, &known);
}

static bool has_opaque_types(Encoder *e)
{
    for (size_t i = 0; i < e->schema->tables.len; i++) {
        const Table *table = e->schema->tables.at[i];
        for (size_t j = 0; j < table->columns.len; j++) {
            if (is_opaque(e, &table->columns.at[j]->type)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < e->schema->domains.len; i++) {
        if (is_opaque(e, &e->schema->domains.at[i]->type)) {
            return true;
        }
    }
    return false;
}

void encode_project(Encoder *e, Doc *model)
{
    Doc *project = encode_object(e);
    NameList dialects = {0};
    list_push(e->mem, &dialects, e->key);
    encode_put_names(e, project, "dialects", &dialects);
    put_tenant(e, project);
    put_naming(e, project);
    put_manage(e, project);
    encode_put_flag(e, project, "opaque_types", has_opaque_types(e));
    encode_put(e, model, "project", project);
}

Doc *model_encode(Mem *mem, const Schema *schema)
{
    ModelDialect bit = server_model_bit(schema->server);
    Encoder e = {.mem = mem,
                 .schema = schema,
                 .server = schema->server,
                 .bit = bit,
                 .key = dialect_word(bit)};
    Doc *model = doc_new(mem, DOC_OBJECT, nowhere);
    encode_put_integer(&e, model, "schemadiff", 1);
    encode_project(&e, model);
    encode_schemas(&e, model);
    encode_extensions(&e, model);
    encode_declared(&e, model, OBJ_COLLATION);
    encode_enums(&e, model);
    encode_composites(&e, model);
    encode_domains(&e, model);
    encode_declared(&e, model, OBJ_RANGE);
    encode_sequences(&e, model);
    encode_routines(&e, model);
    encode_declared(&e, model, OBJ_OPERATOR);
    encode_declared(&e, model, OBJ_CAST);
    encode_tables(&e, model);
    encode_views(&e, model);
    encode_declared(&e, model, OBJ_STATISTICS);
    encode_declared(&e, model, OBJ_EVENT_TRIGGER);
    encode_declared(&e, model, OBJ_EVENT);
    return model;
}
