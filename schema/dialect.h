/* A dialect is one const struct: data, pure functions, and the tables of the upper layers. The
 * layers get it as an argument; the registry is cmd/dialects.c, the only place that names them
 * all. Code asks `server->caps`, never the name. */
#ifndef SCHEMA_DIALECT_H
#define SCHEMA_DIALECT_H

#include "schema/expr.h"
#include "schema/options.h"
#include "schema/type.h"

/* What a server can do. */
typedef enum Cap {
    CAP_DDL_TRANSACTION = 1u << 0, /* DDL is transactional */
    CAP_SCHEMAS = 1u << 1,         /* several namespaces in a database */
    CAP_UNIQUE_IS_INDEX = 1u << 2, /* a UNIQUE constraint is a unique index and nothing else */
    CAP_NAMELESS = 1u << 3,        /* constraints may have no name, and then keep none */
    CAP_COMMENTS = 1u << 4,        /* comments on tables and columns */
    CAP_COMMENTS_ALL = 1u << 5,    /* comments on every kind of object */
    CAP_ENUM_TYPES = 1u << 6,      /* CREATE TYPE … AS ENUM */
    CAP_DOMAINS = 1u << 7,
    CAP_SEQUENCES = 1u << 8,
    CAP_CHECKS = 1u << 9, /* CHECK constraints are stored and enforced */
    CAP_PARTIAL_INDEX = 1u << 10,
    CAP_INCLUDE = 1u << 11,
    CAP_EXPRESSION_INDEX = 1u << 12,
    CAP_PREFIX_INDEX = 1u << 13,
    CAP_RENAME_CONSTRAINT = 1u << 14,
    CAP_RENAME_INDEX = 1u << 15,
    CAP_RENAME_COLUMN = 1u << 16,
    CAP_NULLS_ORDER = 1u << 17,
    CAP_NULLS_NOT_DISTINCT = 1u << 18,
    CAP_EXCLUSION = 1u << 19,
    CAP_DEFERRABLE = 1u << 20,
    CAP_PK_UNNAMED = 1u << 21,     /* the primary key's name is fixed (MySQL: PRIMARY) */
    CAP_FK_NEEDS_INDEX = 1u << 22, /* InnoDB makes one for a foreign key that has none */
    CAP_DEFAULT_EXPRESSION = 1u << 23,
    CAP_MATERIALIZED = 1u << 24,
    CAP_VIRTUAL_COLUMNS = 1u << 25,
    CAP_STORED_COLUMNS = 1u << 26,
    CAP_CHECK_UNENFORCED = 1u << 27,
    CAP_DESC_INDEX = 1u << 28, /* DESC keys are stored, not just parsed */
    CAP_UUID_TYPE = 1u << 29,
    CAP_INVISIBLE_COLUMN = 1u << 30
} Cap;

typedef enum Flavor { FLAVOR_POSTGRESQL, FLAVOR_MYSQL, FLAVOR_MARIADB, FLAVOR_SQLITE } Flavor;

typedef struct Dialect Dialect;

/* A server: connected to, or assumed when there is none (server_assumed()). */
typedef struct Server {
    const Dialect *dialect;
    int version; /* PostgreSQL 150004, MySQL 90704, MariaDB 101119, SQLite 3040001 */
    Flavor flavor;
    uint32_t caps;              /* Cap bits */
    const char *default_schema; /* PostgreSQL: "public"; elsewhere the database's name or NULL */
    const char *charset, *collation; /* MySQL: the database's defaults; else NULL */
    bool names_fold; /* MySQL lower_case_table_names != 0: table names compare without case */
} Server;

/* Declared enums and domains, which type text may name (before native types). */
typedef struct TypeScope {
    const struct Schema *schema; /* NULL = none */
    const char *ns;              /* namespace of the object the type belongs to */
    bool opaque;                 /* pass unknown types through as TYPE_OTHER */
} TypeScope;

/* The pure half: no I/O, no state. Required unless said otherwise. */
typedef struct SyntaxOps {
    /* Capability bits of a version. */
    uint32_t (*caps)(int version, Flavor flavor);
    /* Native type text with all its synonyms and modifiers, as a model or the catalogue writes it.
     * False without an error when the text is not a native type of the dialect: the caller tries
     * portable aliases, then reports. Sets every field of *out, including text. */
    bool (*parse_type)(Mem *mem, const Server *server, const char *text, Type *out);
    /* A portable alias (facts: docs/model.md, "Types") in this dialect's words; `args` is what
     * stood in parentheses ("12,2") or NULL. NULL = the dialect has no such type. */
    const char *(*alias)(Mem *mem, const Server *server, const char *alias, const char *args);
    /* Are the two the same type to this server? Ignores Type.text. */
    bool (*type_equal)(const Server *server, const Type *a, const Type *b);
    /* Lower-cased reserved words that must be quoted as identifiers; the emitters quote always,
     * this serves messages and the DSL writer. NULL = none. */
    bool (*is_reserved)(const char *word);
    char quote;      /* '"' or '`' */
    size_t name_max; /* longest identifier; see name_in_bytes */
    bool name_in_bytes;
    /* Backslashes escape inside '…' (MySQL). */
    bool backslash_escapes;
    /* An expression in the spelling that stands for all the ways to quote and space it; only ever
     * compared. NULL = as it is. */
    const char *(*canonical)(Mem *mem, const char *text);
    /* What of a routine's definition names other objects that must be there first: not the names of
     * its arguments, not a body that is read when it runs. NULL = all of it, less literals. */
    const char *(*routine_uses)(Mem *mem, const char *definition);
    /* The table or view, as written, that the statement of a declared object makes it on; empty =
     * none. NULL = there are none such. */
    Str (*declared_relation)(const char *definition);
    /* What the statement says beside the object's own name and that of its relation, which stay
     * behind when they are changed; in an order of its own. NULL = all of it. */
    const char *(*declared_text)(Mem *mem, const char *definition);
    /* Primary key columns are nullable unless declared NOT NULL (SQLite). */
    bool pk_allows_null;
} SyntaxOps;

struct IntrospectOps; /* introspect/introspect.h */
struct CompareOps;    /* diff/compare.h */
struct RenderOps;     /* emit/render.h */
struct RunOps;        /* migrate/run.h */

struct Dialect {
    const char *name;           /* "postgresql": in migration files and messages */
    const char *const *schemes; /* URL schemes, NULL-terminated */
    ModelDialect model_bit;     /* the bit of the main flavor */
    int assumed_version;        /* offline */
    Flavor assumed_flavor;
    const SyntaxOps *syntax;
    const struct IntrospectOps *introspect; /* NULL: built without the driver */
    const struct CompareOps *compare;
    const struct RenderOps *render;
    const struct RunOps *run;
};

/* The server that is assumed when there is no connection. */
Server server_assumed(const Dialect *dialect);
/* For people: "PostgreSQL 15.4", "MariaDB 10.11.19". */
const char *server_label(Mem *mem, const Server *server);
/* The bits of the model's per-dialect keys that apply to the server, most specific first: MariaDB
 * reads "mariadb", then "mysql". */
ModelDialect server_model_bit(const Server *server);
ModelDialect server_model_fallback(const Server *server); /* 0 = none */
static inline bool server_can(const Server *server, Cap cap)
{
    return (server->caps & (uint32_t)cap) != 0;
}

/* Every value of `from` fits into `to` unchanged, as far as the types tell. */
bool type_widens(const Server *server, const Type *from, const Type *to);

/* Native type, declared enum or domain, portable alias, in the documented order. On a dialect
 * without enum types a declared enum becomes an inline ENUM (MySQL) or text (SQLite, where the
 * caller adds the CHECK). Reports unknown types with a suggestion at `where`. */
NODISCARD bool type_resolve(Mem *mem, const Server *server, const TypeScope *scope,
                            const char *text, Location where, Type *out, Error *err);

#endif
