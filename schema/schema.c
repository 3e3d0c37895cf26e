#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

Schema *schema_new(Mem *mem, const Server *server)
{
    Mem *own = mem_child(mem, "schema");
    Schema *schema = MEM_NEW(own, Schema);
    schema->mem = own;
    schema->server = server;
    schema->naming = naming_default;
    return schema;
}

static Object object_of(const Schema *schema, ObjectKind kind, const char *ns, const char *name)
{
    return (Object){
        .kind = kind, .schema = mem_strdup(schema->mem, ns), .name = mem_strdup(schema->mem, name)};
}

#define ADD(schema, T, list, kind, ns, name)                  \
    T *object = MEM_NEW((schema)->mem, T);                    \
    object->base = object_of((schema), (kind), (ns), (name)); \
    list_push((schema)->mem, (list), object);                 \
    return object

Namespace *schema_add_namespace(Schema *schema, const char *name)
{
    ADD(schema, Namespace, &schema->namespaces, OBJ_NAMESPACE, NULL, name);
}

Extension *schema_add_extension(Schema *schema, const char *name)
{
    ADD(schema, Extension, &schema->extensions, OBJ_EXTENSION, NULL, name);
}

Enum *schema_add_enum(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Enum, &schema->enums, OBJ_ENUM, ns, name);
}

Composite *schema_add_composite(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Composite, &schema->composites, OBJ_COMPOSITE, ns, name);
}

Domain *schema_add_domain(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Domain, &schema->domains, OBJ_DOMAIN, ns, name);
}

Sequence *schema_add_sequence(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Sequence, &schema->sequences, OBJ_SEQUENCE, ns, name);
}

Table *schema_add_table(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Table, &schema->tables, OBJ_TABLE, ns, name);
}

Routine *schema_add_function(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Routine, &schema->functions, OBJ_FUNCTION, ns, name);
}

Routine *schema_add_procedure(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, Routine, &schema->procedures, OBJ_PROCEDURE, ns, name);
}

Declared *schema_add_declared(Schema *schema, ObjectKind kind, const char *ns, const char *name)
{
    Declared *declared = MEM_NEW(schema->mem, Declared);
    declared->base = object_of(schema, kind, ns, name);
#define OBJECT(...)
#define DECLARED(TAG, member, word, rank, list, dialects) \
    if (kind == OBJ_##TAG) {                              \
        list_push(schema->mem, &schema->list, declared);  \
    }
#include "schema/kinds.def"
    return declared;
}

View *schema_add_view(Schema *schema, const char *ns, const char *name)
{
    ADD(schema, View, &schema->views, OBJ_VIEW, ns, name);
}

Column *table_add_column(Schema *schema, Table *table, const char *name)
{
    Column *column = MEM_NEW(schema->mem, Column);
    column->base = object_of(schema, OBJ_COLUMN, table->base.schema, name);
    column->table = table;
    column->position = (uint32_t)table->columns.len;
    column->type = type_none();
    list_push(schema->mem, &table->columns, column);
    return column;
}

Constraint *table_add_constraint(Schema *schema, Table *table, ConstraintType type,
                                 const char *name)
{
    Constraint *constraint = MEM_NEW(schema->mem, Constraint);
    constraint->base = object_of(schema, OBJ_CONSTRAINT, table->base.schema, name);
    constraint->table = table;
    constraint->type = type;
    list_push(schema->mem, &table->constraints, constraint);
    return constraint;
}

Index *table_add_index(Schema *schema, Table *table, const char *name)
{
    Index *index = MEM_NEW(schema->mem, Index);
    index->base = object_of(schema, OBJ_INDEX, table->base.schema, name);
    index->table = table;
    list_push(schema->mem, &table->indexes, index);
    return index;
}

Trigger *table_add_trigger(Schema *schema, Table *table, const char *name)
{
    Trigger *trigger = MEM_NEW(schema->mem, Trigger);
    trigger->base = object_of(schema, OBJ_TRIGGER, table->base.schema, name);
    trigger->table = table;
    list_push(schema->mem, &table->triggers, trigger);
    return trigger;
}

Policy *table_add_policy(Schema *schema, Table *table, const char *name)
{
    Policy *policy = MEM_NEW(schema->mem, Policy);
    policy->base = object_of(schema, OBJ_POLICY, table->base.schema, name);
    policy->table = table;
    list_push(schema->mem, &table->policies, policy);
    return policy;
}

Trigger *table_add_rule(Schema *schema, Table *table, const char *name)
{
    Trigger *rule = MEM_NEW(schema->mem, Trigger);
    rule->base = object_of(schema, OBJ_RULE, table->base.schema, name);
    rule->table = table;
    list_push(schema->mem, &table->rules, rule);
    return rule;
}

Trigger *view_add_rule(Schema *schema, View *view, const char *name)
{
    Trigger *rule = MEM_NEW(schema->mem, Trigger);
    rule->base = object_of(schema, OBJ_RULE, view->base.schema, name);
    rule->view = view;
    list_push(schema->mem, &view->rules, rule);
    return rule;
}

Trigger *view_add_trigger(Schema *schema, View *view, const char *name)
{
    Trigger *trigger = MEM_NEW(schema->mem, Trigger);
    trigger->base = object_of(schema, OBJ_TRIGGER, view->base.schema, name);
    trigger->view = view;
    list_push(schema->mem, &view->triggers, trigger);
    return trigger;
}

/* Every list of named objects starts with an Object in each element's struct, so one search serves
 * all of them. */
static void *find(void *const *at, size_t len, const char *ns, const char *name)
{
    const Object wanted = {.schema = ns, .name = name};
    size_t low = 0, high = len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = object_compare(&wanted, at[middle]);
        if (order == 0) {
            return at[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

Table *schema_table(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->tables.at, schema->tables.len, ns, name);
}

Enum *schema_enum(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->enums.at, schema->enums.len, ns, name);
}

Composite *schema_composite(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->composites.at, schema->composites.len, ns, name);
}

Domain *schema_domain(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->domains.at, schema->domains.len, ns, name);
}

Sequence *schema_sequence(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->sequences.at, schema->sequences.len, ns, name);
}

View *schema_view(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->views.at, schema->views.len, ns, name);
}

Routine *schema_function(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->functions.at, schema->functions.len, ns, name);
}

Routine *schema_procedure(const Schema *schema, const char *ns, const char *name)
{
    return find((void *const *)schema->procedures.at, schema->procedures.len, ns, name);
}

Declared *schema_declared(const Schema *schema, ObjectKind kind, const char *ns, const char *name)
{
    switch (kind) {
#define KIND(TAG, ...)   case OBJ_##TAG:
#define OBJECT(TAG, ...) case OBJ_##TAG:
#define DECLARED(TAG, member, word, rank, list, dialects) \
    case OBJ_##TAG:                                       \
        return find((void *const *)schema->list.at, schema->list.len, ns, name);
#include "schema/kinds.def"
    }
    return NULL;
}

Members schema_objects(const Schema *schema, ObjectKind kind)
{
    switch (kind) {
#define KIND(TAG, ...) \
    case OBJ_##TAG:    \
        break;
#define OBJECT(TAG, member, Type, word, rank, list) \
    case OBJ_##TAG:                                 \
        return (Members){(const Object *const *)(const void *)schema->list.at, schema->list.len};
#include "schema/kinds.def"
    }
    return (Members){0};
}

Column *table_column(const Table *table, const char *name)
{
    if (!table->columns_by_name) {
        for (size_t i = 0; i < table->columns.len; i++) {
            if (text_equal(table->columns.at[i]->base.name, name)) {
                return table->columns.at[i];
            }
        }
        return NULL;
    }
    size_t low = 0, high = table->columns.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(name, table->columns_by_name[middle]->base.name);
        if (order == 0) {
            return table->columns_by_name[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

Constraint *table_primary_key(const Table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->type == CONSTRAINT_PRIMARY_KEY) {
            return table->constraints.at[i];
        }
    }
    return NULL;
}

const char *constraint_name(const Schema *schema, const Constraint *constraint)
{
    bool nameless = server_can(schema->server, CAP_NAMELESS);
    return constraint->base.name ? constraint->base.name
           : nameless            ? NULL
                                 : constraint->convention_name;
}

const char *index_name(const Schema *schema UNUSED, const Index *index)
{
    return index->base.name ? index->base.name : index->convention_name;
}

Str routine_name(const Object *routine)
{
    return (Str){routine->name, strcspn(routine->name, "(")};
}

bool routine_same_name(const Object *a, const Object *b)
{
    return text_equal(a->schema, b->schema) && str_equal(routine_name(a), routine_name(b));
}
