#include "introspect/postgres/literal.h"
#include "introspect/postgres/reader.h"

#include <string.h>

/* Columns of the queries. */
enum { NAMESPACE_OID, NAMESPACE_NAME };
enum { EXTENSION_NAME, EXTENSION_VERSION, EXTENSION_SCHEMA };
enum { COLLATION_OID, COLLATION_NAME, COLLATION_SCHEMA };
enum { ENUM_OID, ENUM_ARRAY, ENUM_SCHEMA, ENUM_NAME, ENUM_LABEL };
enum {
    DOMAIN_OID,
    DOMAIN_ARRAY,
    DOMAIN_SCHEMA,
    DOMAIN_NAME,
    DOMAIN_BASE,
    DOMAIN_TYPE,
    DOMAIN_NOT_NULL,
    DOMAIN_DEFAULT,
    DOMAIN_COLLATION
};

/* A declared enum or domain, found by its own oid and by its array type's. */
typedef struct UserType {
    const Object *object;
    const char *base; /* domains: the base type's text without modifiers */
    bool array;
} UserType;

/* The texts of one type by its modifier: few differ. */
typedef struct CachedType {
    int32_t modifier;
    Type type;
    struct CachedType *next;
} CachedType;

void read_namespaces(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_namespaces];
    for (size_t i = 0; i < rows->len; i++) {
        uint32_t oid = cell_oid(rows_get(rows, i, NAMESPACE_OID));
        const char **name = MEM_NEW(reader->temp, const char *);
        *name = reader_keep(reader, reader_schema(reader, rows_get(rows, i, NAMESPACE_NAME)));
        oid_put(reader->temp, &reader->namespaces, oid, name);
        list_push(reader->mem, &reader->schema->managed_schemas, *name);
        if (*name) {
            Namespace *ns = schema_add_namespace(reader->schema, *name);
            oid_put(reader->temp, &reader->namespace_objects, oid, &ns->base);
        }
    }
}

void read_extensions(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_extensions];
    for (size_t i = 0; i < rows->len; i++) {
        Extension *extension =
            schema_add_extension(reader->schema, rows_get(rows, i, EXTENSION_NAME));
        extension->version = reader_keep(reader, rows_get(rows, i, EXTENSION_VERSION));
        extension->in_schema =
            reader_keep(reader, reader_schema(reader, rows_get(rows, i, EXTENSION_SCHEMA)));
    }
}

void read_collations(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_collations];
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, COLLATION_NAME),
                   *ns = rows_get(rows, i, COLLATION_SCHEMA);
        if (!text_equal(ns, "pg_catalog") && reader_schema(reader, ns)) {
            name = mem_printf(reader->temp, "%s.%s", ns, name);
        }
        /* The map only hands out what it was given; nobody writes through it. */
        oid_put(reader->temp, &reader->collations, cell_oid(rows_get(rows, i, COLLATION_OID)),
                mem_strdup(reader->temp, name));
    }
}

static void add_user_type(Reader *reader, const char *oid, const char *array_oid,
                          const Object *object, const char *base)
{
    UserType *plain = MEM_NEW(reader->temp, UserType), *array = MEM_NEW(reader->temp, UserType);
    *plain = (UserType){.object = object, .base = base};
    *array = (UserType){.object = object, .array = true};
    oid_put(reader->temp, &reader->user_types, cell_oid(oid), plain);
    oid_put(reader->temp, &reader->user_types, cell_oid(array_oid), array);
}

void read_ranges(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_ranges];
    for (size_t i = 0; i < rows->len; i++) {
        const char *oid = rows_get(rows, i, DECLARED_OID), *ns;
        if (reader_namespace(reader, rows_get(rows, i, DECLARED_SCHEMA), &ns)) {
            Declared *range = schema_add_declared(reader->schema, OBJ_RANGE, ns,
                                                  rows_get(rows, i, DECLARED_NAME));
            range->definition = reader_keep(reader, rows_get(rows, i, DECLARED_TEXT));
            add_user_type(reader, oid, rows_get(rows, i, DECLARED_ARRAY), &range->base, NULL);
            oid_put(reader->temp, &reader->type_objects, cell_oid(oid), &range->base);
        }
    }
}

void read_enums(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_enums];
    Enum *current = NULL;
    for (size_t i = 0; i < rows->len; i++) {
        const char *oid = rows_get(rows, i, ENUM_OID), *label = rows_get(rows, i, ENUM_LABEL), *ns;
        if (!reader_namespace(reader, rows_get(rows, i, ENUM_SCHEMA), &ns)) {
            continue;
        }
        if (i == 0 || !text_equal(oid, rows_get(rows, i - 1, ENUM_OID))) {
            current = schema_add_enum(reader->schema, ns, rows_get(rows, i, ENUM_NAME));
            add_user_type(reader, oid, rows_get(rows, i, ENUM_ARRAY), &current->base, NULL);
            oid_put(reader->temp, &reader->type_objects, cell_oid(oid), &current->base);
        }
        if (label && current) {
            const EnumValue value = {.name = reader_keep(reader, label)};
            list_push(reader->mem, &current->values, value);
        }
    }
}

void reader_user_type(Reader *reader, const char *oid, const char *array_oid, const Object *object)
{
    add_user_type(reader, oid, array_oid, object, NULL);
}

static const char *without_modifiers(Mem *mem, const Type *type)
{
    size_t len = strcspn(type->text, "(");
    return mem_strndup(mem, type->text, len);
}

/* Two passes: a domain may be over another one that comes later. */
void read_domains(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_domains];
    const char *ns;
    for (size_t i = 0; i < rows->len; i++) {
        if (reader_namespace(reader, rows_get(rows, i, DOMAIN_SCHEMA), &ns)) {
            Domain *domain = schema_add_domain(reader->schema, ns, rows_get(rows, i, DOMAIN_NAME));
            oid_put(reader->temp, &reader->type_objects, cell_oid(rows_get(rows, i, DOMAIN_OID)),
                    &domain->base);
            add_user_type(reader, rows_get(rows, i, DOMAIN_OID), rows_get(rows, i, DOMAIN_ARRAY),
                          &domain->base, rows_get(rows, i, DOMAIN_TYPE));
        }
    }
    for (size_t i = 0; i < rows->len; i++) {
        Domain *domain = oid_get(&reader->type_objects, cell_oid(rows_get(rows, i, DOMAIN_OID)));
        if (!domain) {
            continue;
        }
        domain->type = reader_type(reader, 0, 0, rows_get(rows, i, DOMAIN_TYPE));
        UserType *of_base = oid_get(&reader->user_types, cell_oid(rows_get(rows, i, DOMAIN_BASE)));
        if (of_base) {
            domain->type = reader_type(reader, cell_oid(rows_get(rows, i, DOMAIN_BASE)), -1,
                                       rows_get(rows, i, DOMAIN_TYPE));
        }
        UserType *own = oid_get(&reader->user_types, cell_oid(rows_get(rows, i, DOMAIN_OID)));
        own->base = of_base && of_base->base ? of_base->base
                                             : without_modifiers(reader->temp, &domain->type);
        domain->not_null = cell_true(rows_get(rows, i, DOMAIN_NOT_NULL));
        domain->collation = reader_keep(
            reader, oid_get(&reader->collations, cell_oid(rows_get(rows, i, DOMAIN_COLLATION))));
        if (rows_get(rows, i, DOMAIN_DEFAULT)) {
            domain->default_value = postgres_default(reader->mem, rows_get(rows, i, DOMAIN_DEFAULT),
                                                     &domain->type, NULL);
        }
    }
}

const char *reader_domain_base(const Reader *reader, uint32_t oid)
{
    const UserType *user = oid_get(&reader->user_types, oid);
    return user ? user->base : NULL;
}

const Object *reader_type_object(const Reader *reader, uint32_t oid)
{
    const UserType *user = oid_get(&reader->user_types, oid);
    return user ? user->object : NULL;
}

static Type resolve(Reader *reader, uint32_t oid, const char *text)
{
    const UserType *user = oid_get(&reader->user_types, oid);
    Type type = type_none();
    if (user) {
        type.cls = TYPE_USER;
        type.user_schema = user->object->schema;
        type.user_name = type.name = user->object->name;
        type.dimensions = user->array;
        type.text = reader_keep(reader, text);
        return type;
    }
    if (!reader->server->dialect->syntax->parse_type(reader->mem, reader->server, text, &type)) {
        type.cls = TYPE_OTHER;
        type.name = type.text = reader_keep(reader, text);
    }
    return type;
}

Type reader_type(Reader *reader, uint32_t oid, int32_t modifier, const char *text)
{
    CachedType *first = oid_get(&reader->type_cache, oid);
    for (CachedType *entry = first; entry; entry = entry->next) {
        if (entry->modifier == modifier) {
            return entry->type;
        }
    }
    CachedType *entry = MEM_NEW(reader->temp, CachedType);
    *entry = (CachedType){modifier, resolve(reader, oid, text), first};
    oid_put(reader->temp, &reader->type_cache, oid, entry);
    return entry->type;
}
