/* A Schema: the objects of a model or of a database, for one target server. Built by the model
 * loader (schema/model.h) or an introspection (introspect/introspect.h), closed by
 * schema_finish(), read-only afterwards. */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "schema/dialect.h"
#include "schema/kinds.h"

/* Names for what the model leaves unnamed. Tokens as documented by SQLAlchemy/Alembic:
 * %(table_name)s %(column_0_name)s %(column_0_label)s %(column_0_N_name)s %(column_0N_name)s
 * %(referred_table_name)s %(referred_column_0_name)s %(constraint_name)s. A result that is too
 * long for the dialect is cut and gets "_" and four hexadecimal digits of its hash. */
typedef struct Naming {
    const char *primary_key, *foreign_key, *unique, *index, *check;
} Naming;

/* ix_%(column_0_label)s, uq_%(table_name)s_%(column_0_name)s,
 * ck_%(table_name)s_%(constraint_name)s,
 * fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s, pk_%(table_name)s */
extern const Naming naming_default;

/* Which of the rules of schema/tenant.h a model lets count. */
typedef enum TenantRule {
    TENANT_COLUMN = 1u << 0,      /* the column, of the right type, refuses NULL */
    TENANT_FOREIGN_KEY = 1u << 1, /* … refers to the table of the tenants */
    TENANT_INDEX = 1u << 2,       /* … begins an index */
    TENANT_UNIQUE = 1u << 3,      /* unique keys carry it */
    TENANT_REFERENCE = 1u << 4,   /* foreign keys between tables of tenants carry it */
    TENANT_POLICY = 1u << 5,      /* with row security: the policy is there */
    TENANT_ALL = (1u << 6) - 1
} TenantRule;

/* How the rows of many tenants share tables: project.tenant of a model. */
typedef struct Tenant {
    const char *column;  /* NULL: the model has no such rules */
    const char *table;   /* of the tenants themselves: "schema.name" or "name"; NULL = none */
    Type type;           /* TYPE_NONE: that of the key of `table` */
    NameList exempt;     /* patterns with "*": tables, or "table.name" of one of its unique keys */
    unsigned rules;      /* TenantRule bits */
    bool automatic;      /* tables get column, key and index without saying so */
    bool row_security;   /* PostgreSQL: … and a policy */
    const char *setting; /* that names the tenant of a session */
    Location where;      /* of `table`, else of the whole; in the model */
} Tenant;

typedef struct Schema {
    Mem *mem; /* owns everything below */
    const Server *server;
    Naming naming;
    LIST(Namespace *) namespaces;
    LIST(Extension *) extensions;
    LIST(Enum *) enums;
    LIST(Composite *) composites;
    LIST(Domain *) domains;
    LIST(Sequence *)
    sequences; /* free-standing ones and owned ones that no column's identity
                  stands for */
    LIST(Routine *) functions;
    LIST(Routine *) procedures;
    LIST(Table *) tables;
    LIST(View *) views;
#define DECLARED(TAG, member, word, rank, list, dialects) LIST(Declared *) list;
#define OBJECT(...)
#include "schema/kinds.def"
    /* Kinds that the model manages (bit 1 << ObjectKind); what is not managed is never touched.
     * Introspection sets all bits that the dialect can read. */
    unsigned managed;
    /* The namespaces that the model names (NULL entry = the default one); sorted. */
    NameList managed_schemas;
    /* Project wide facts of a model; zero when introspected. */
    Tenant tenant;
} Schema;

/* An empty schema in a new child region of `mem`. `server` must outlive it. */
Schema *schema_new(Mem *mem, const Server *server);

/* Adds an empty object of the kind and returns it; names are copied. The caller fills the rest. */
Namespace *schema_add_namespace(Schema *schema, const char *name);
Extension *schema_add_extension(Schema *schema, const char *name);
Enum *schema_add_enum(Schema *schema, const char *ns, const char *name);
Composite *schema_add_composite(Schema *schema, const char *ns, const char *name);
Domain *schema_add_domain(Schema *schema, const char *ns, const char *name);
Sequence *schema_add_sequence(Schema *schema, const char *ns, const char *name);
Table *schema_add_table(Schema *schema, const char *ns, const char *name);
Routine *schema_add_function(Schema *schema, const char *ns, const char *name);
Routine *schema_add_procedure(Schema *schema, const char *ns, const char *name);
View *schema_add_view(Schema *schema, const char *ns, const char *name);
/* Of one of the kinds that are declared. */
Declared *schema_add_declared(Schema *schema, ObjectKind kind, const char *ns, const char *name);
Column *table_add_column(Schema *schema, Table *table, const char *name);
Constraint *table_add_constraint(Schema *schema, Table *table, ConstraintType type,
                                 const char *name);
Index *table_add_index(Schema *schema, Table *table, const char *name);
Trigger *table_add_trigger(Schema *schema, Table *table, const char *name);
Policy *table_add_policy(Schema *schema, Table *table, const char *name);
Trigger *view_add_trigger(Schema *schema, View *view, const char *name);
Trigger *table_add_rule(Schema *schema, Table *table, const char *name);
Trigger *view_add_rule(Schema *schema, View *view, const char *name);

/* Sorts, resolves references, fills dependencies and convention names, folds what means the
 * same (PK implies NOT NULL, ASC is the default, unique constraints are indexes where
 * CAP_UNIQUE_IS_INDEX …) and validates: duplicate names, unknown columns and tables, key lengths.
 * Reports up to ERROR_MAX errors with their places. */
NODISCARD bool schema_finish(Schema *schema, Error *err);

/* After schema_finish(): binary search; NULL = none. `ns` as in Object.schema. */
Table *schema_table(const Schema *schema, const char *ns, const char *name);
Enum *schema_enum(const Schema *schema, const char *ns, const char *name);
Composite *schema_composite(const Schema *schema, const char *ns, const char *name);
Domain *schema_domain(const Schema *schema, const char *ns, const char *name);
Sequence *schema_sequence(const Schema *schema, const char *ns, const char *name);
View *schema_view(const Schema *schema, const char *ns, const char *name);
/* `name` as in Routine. */
Routine *schema_function(const Schema *schema, const char *ns, const char *name);
Routine *schema_procedure(const Schema *schema, const char *ns, const char *name);
Declared *schema_declared(const Schema *schema, ObjectKind kind, const char *ns, const char *name);

/* All of a kind that stands for itself; none of one whose objects are members of tables. */
Members schema_objects(const Schema *schema, ObjectKind kind);

/* The name of a routine before the types of its arguments. */
Str routine_name(const Object *routine);
/* Of one name, whatever the arguments? */
bool routine_same_name(const Object *a, const Object *b);

/* What a constraint or index is called when it is created: its name, else by convention; NULL
 * where the dialect leaves it nameless (SQLite constraints). */
const char *constraint_name(const Schema *schema, const Constraint *constraint);
const char *index_name(const Schema *schema, const Index *index);

/* What a constraint or index is, without its name: equal signatures on one table make an unnamed
 * one of the model and one of the database the same. Expressions in canonical or light form. */
const char *constraint_signature(Mem *mem, const Constraint *constraint);
const char *index_signature(Mem *mem, const Index *index);

static inline bool schema_manages(const Schema *schema, ObjectKind kind)
{
    return schema->managed >> kind & 1u;
}

#endif
