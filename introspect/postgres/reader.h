/* One reading of a PostgreSQL catalogue: the rows of all queries and what is known by oid. Each
 * read_* function turns the rows of some queries into objects; read.c calls them in order. */
#ifndef INTROSPECT_POSTGRES_READER_H
#define INTROSPECT_POSTGRES_READER_H

#include "introspect/introspect.h"
#include "introspect/postgres/catalog.h"

/* QUERY(name): all versions return the same columns; the order is that of sending. */
#define READER_QUERIES(QUERY) \
    QUERY(namespaces)         \
    QUERY(extensions)         \
    QUERY(collations_own)     \
    QUERY(ranges)             \
    QUERY(enums)              \
    QUERY(composites)         \
    QUERY(domains)            \
    QUERY(relations)          \
    QUERY(columns)            \
    QUERY(inherits)           \
    QUERY(sequences)          \
    QUERY(constraints)        \
    QUERY(constraints_18)     \
    QUERY(collations)         \
    QUERY(opclasses)          \
    QUERY(indexes)            \
    QUERY(triggers)           \
    QUERY(rules)              \
    QUERY(policies)           \
    QUERY(routines)           \
    QUERY(operators)          \
    QUERY(casts)              \
    QUERY(statistics)         \
    QUERY(event_triggers)     \
    QUERY(dependencies)       \
    QUERY(comments)

typedef enum ReaderQuery {
#define QUERY(name) Q_##name,
    READER_QUERIES(QUERY)
#undef QUERY
        QUERY_COUNT
} ReaderQuery;

/* A column of a relation, own or inherited. */
typedef struct Attribute {
    const char *name;
    Column *column; /* NULL: inherited, or of a view, or of a table that is left out */
    uint32_t type, collation;
    size_t row; /* of the columns' query */
} Attribute;

typedef struct Relation Relation;

struct Relation {
    const char *schema, *name; /* as in Object */
    char kind;                 /* pg_class.relkind */
    bool partition;
    Table *table; /* NULL: a view, or left out by the scope */
    View *view;
    Attribute *attributes; /* by attnum - 1; dropped columns have no name */
    size_t attribute_count;
    LIST(const Relation *) parents; /* those that are read */
};

typedef struct Reader {
    Mem *mem;  /* the schema's: what is kept */
    Mem *temp; /* rows and maps */
    const Server *server;
    Schema *schema;
    const Scope *scope;
    const Filter *filter;
    Rows rows[QUERY_COUNT];
    OidMap namespaces;                        /* Object.schema as const char **, in scope */
    OidMap user_types;                        /* struct UserType */
    OidMap type_cache;                        /* struct CachedType */
    OidMap relations;                         /* Relation */
    OidMap collations;                        /* const char: names */
    OidMap opclasses;                         /* struct Opclass */
    OidMap key_constraints;                   /* oid of an index -> its Constraint */
    OidMap backed;                            /* oid of an index -> its Constraint */
    OidMap not_enforced, periods;             /* oids of constraints */
    OidMap class_objects, constraint_objects; /* oid -> Object, for comments */
    OidMap declared_objects[OBJ_KIND_COUNT];  /* of each kind that is read by read_declared() */
    OidMap type_objects, namespace_objects, trigger_objects, rule_objects, policy_objects,
        routine_objects;
    OidMap composites; /* oid of the relation behind the type -> struct FieldNumbers */
} Reader;

/* The namespace as in Object.schema: NULL for the default one. */
const char *reader_schema(const Reader *reader, const char *name);
/* Copies into the schema's memory. */
const char *reader_keep(const Reader *reader, const char *text);
/* Unquoted "schema.name", or "name" in the default namespace. */
const char *reader_label(const Reader *reader, const char *schema, const char *name);
/* Is the namespace in scope? Sets *schema as in Object.schema. */
bool reader_namespace(const Reader *reader, const char *oid_cell, const char **schema);

/* read_types.c */
void read_namespaces(Reader *reader);
void read_extensions(Reader *reader);
void read_collations(Reader *reader);
void read_ranges(Reader *reader);
void read_enums(Reader *reader);
void read_domains(Reader *reader);
/* Columns may be of this type, or of arrays of it. */
void reader_user_type(Reader *reader, const char *oid, const char *array_oid, const Object *object);
/* The enum, composite type or domain, also of an array of it; NULL = none that is read. */
const Object *reader_type_object(const Reader *reader, uint32_t oid);
/* oid 0: a type known by its text alone. */
Type reader_type(Reader *reader, uint32_t oid, int32_t modifier, const char *text);
/* The base type's text when the type is a domain, else NULL. */
const char *reader_domain_base(const Reader *reader, uint32_t oid);

/* read_composites.c */
void read_composites(Reader *reader);
void read_fields(Reader *reader);
/* Where the comment of a composite type's field is kept; NULL = there is no such field. */
const char **reader_field_comment(const Reader *reader, uint32_t relation, int32_t number);

/* read_tables.c */
void read_relations(Reader *reader);
void read_columns(Reader *reader);
/* The column of that attnum as the table's own, even where it is inherited; NULL = of no table. */
Column *reader_own_column(Reader *reader, const Relation *relation, size_t number);
void read_inherits(Reader *reader);

/* read_keys.c */
void read_constraints(Reader *reader);
void read_indexes(Reader *reader);

/* read_policies.c */
void read_policies(Reader *reader);

/* read_routines.c */
void read_routines(Reader *reader);
void read_dependencies(Reader *reader);
/* The query of read_routines(), for a scope of {pg_temp}. */
extern const char *const postgres_routines_query;
/* The definition of the one routine of the routines' query, under the name that `live` gives it. */
const char *routine_answer(Mem *mem, const Rows *rows, const char *live);

/* read_declared.c; after the relations. */
void read_declared(Reader *reader);
/* Those of a class of the catalogue, "pg_collation", by oid; NULL = they are of no kind here. */
const OidMap *declared_of_class(const Reader *reader, const char *class);
/* The query that reads a kind, and its text, for a scope of {pg_temp}. */
ReaderQuery declared_query(ObjectKind kind);
const char *declared_query_text(ObjectKind kind);
/* Its columns; the last two are of kinds that have an option. */
enum {
    DECLARED_OID,
    DECLARED_ARRAY,
    DECLARED_SCHEMA,
    DECLARED_NAME,
    DECLARED_TEXT,
    DECLARED_OPTION,
    DECLARED_RELATION
};

/* read_other.c */
void read_sequences(Reader *reader);
void read_triggers(Reader *reader);
void read_rules(Reader *reader);
void read_comments(Reader *reader);

/* The statements before and after the reading: a read-only transaction whose search_path is the
 * default namespace and whose texts do not depend on the session's settings. */
extern const char postgres_settings[];

#endif
