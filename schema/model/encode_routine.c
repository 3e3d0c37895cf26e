/* Functions, procedures, triggers, rules, policies; the kinds of struct Declared. */
#include "schema/model/encode.h"
#include "schema/model/names.h"

static Doc *encode_routine(Encoder *e, const Routine *routine)
{
    Doc *object = encode_object(e);
    encode_put_text(e, object, "definition", routine->definition);
    encode_put_labels(e, object, "depends_on", &routine->depends_on);
    encode_put_base(e, object, &routine->base);
    return object;
}

static void put_routines(Encoder *e, Doc *model, const char *section, Routine *const *at, size_t n)
{
    Doc *map = encode_object(e);
    for (size_t i = 0; i < n; i++) {
        const Object *base = &at[i]->base;
        encode_put(e, map, names_join(e->mem, base->schema, base->name), encode_routine(e, at[i]));
    }
    if (n) {
        encode_put(e, model, section, map);
    }
}

void encode_routines(Encoder *e, Doc *model)
{
    const Schema *schema = e->schema;
    put_routines(e, model, "functions", schema->functions.at, schema->functions.len);
    put_routines(e, model, "procedures", schema->procedures.at, schema->procedures.len);
}

static const char *section_of(ObjectKind kind)
{
    static const char *const sections[OBJ_KIND_COUNT] = {
#define OBJECT(...)
#define DECLARED(TAG, member, word, rank, list, dialects) [OBJ_##TAG] = #list,
#include "schema/kinds.def"
    };
    return sections[kind];
}

void encode_declared(Encoder *e, Doc *model, ObjectKind kind)
{
    Members objects = schema_objects(e->schema, kind);
    Doc *map = encode_object(e);
    for (size_t i = 0; i < objects.len; i++) {
        const Declared *declared = (const Declared *)objects.at[i];
        const Object *base = &declared->base;
        Doc *object = encode_object(e);
        encode_put_text(e, object, "definition", declared->definition);
        encode_put_base(e, object, base);
        encode_put_native(e, object, encode_object(e), &declared->options, kind);
        bool dotted = object_kind_in_schema(kind);
        encode_put(e, map, dotted ? names_join(e->mem, base->schema, base->name) : base->name,
                   object);
    }
    if (objects.len) {
        encode_put(e, model, section_of(kind), map);
    }
}

void encode_put_triggers(Encoder *e, Doc *object, const char *section, Trigger *const *at, size_t n)
{
    NamedDocs entries = {0};
    for (size_t i = 0; i < n; i++) {
        Doc *value = encode_object(e);
        encode_put_text(e, value, "definition", at[i]->definition);
        encode_put_base(e, value, &at[i]->base);
        encode_put_native(e, value, encode_object(e), &at[i]->options, at[i]->base.kind);
        list_push(e->mem, &entries, (Named){at[i]->base.name, value});
    }
    encode_put_section(e, object, section, &entries, NULL);
}

static const char *command_word(PolicyCommand command)
{
    switch (command) {
    case POLICY_ALL:
        return NULL;
    case POLICY_SELECT:
        return "select";
    case POLICY_INSERT:
        return "insert";
    case POLICY_UPDATE:
        return "update";
    case POLICY_DELETE:
        return "delete";
    }
    return NULL;
}

void encode_put_policies(Encoder *e, Doc *object, const Table *table)
{
    NamedDocs entries = {0};
    for (size_t i = 0; i < table->policies.len; i++) {
        const Policy *policy = table->policies.at[i];
        Doc *value = encode_object(e);
        encode_put_text(e, value, "command", command_word(policy->command));
        encode_put_flag(e, value, "restrictive", policy->restrictive);
        encode_put_names(e, value, "roles", &policy->roles);
        encode_put_expr(e, value, "using", policy->using_.text);
        encode_put_expr(e, value, "check", policy->check.text);
        encode_put_base(e, value, &policy->base);
        list_push(e->mem, &entries, (Named){policy->base.name, value});
    }
    encode_put_section(e, object, "policies", &entries, NULL);
}
