/* What the generator of pairs needs to know about a database: which words there are, which of them
 * fit together, how its catalogue is read without our own code. One const struct an engine; the
 * generator knows no names of engines. */
#ifndef TESTS_PROPERTY_ENGINE_H
#define TESTS_PROPERTY_ENGINE_H

#include "introspect/conn.h"

/* Up to four ways to write the same thing; in expressions "@" stands for a column. `type` is the
 * type of a generated column. */
typedef struct Word {
    const char *spellings[4];
    const char *type;
} Word;

typedef struct Words {
    const Word *at;
    int len;
} Words;

/* Types whose columns take the same expressions. Defaults are JSON values, the rest is SQL. */
typedef struct Group {
    Words defaults, tests, generated, keys;
} Group;

typedef enum Trait {
    TYPE_KEY = 1u << 0,       /* may stand in a key */
    TYPE_PREFIX = 1u << 1,    /* may stand in an index, with a length */
    TYPE_COLLATE = 1u << 2,   /* has a collation */
    TYPE_INCREMENT = 1u << 3, /* may number by itself */
    TYPE_STRICT = 1u << 4,    /* allowed in STRICT tables */
    TYPE_NAMES_KEY = 1u << 5  /* TYPE_KEY, but not in a primary key */
} Trait;

typedef struct TypeWord {
    Word word;
    int group;
    unsigned traits;
} TypeWord;

/* A JSON member of a table, such as "sqlite": {"strict": true}. */
typedef struct TableOption {
    const char *json;
    bool needs_primary, needs_strict, no_increment;
} TableOption;

/* A JSON member of a foreign key. */
typedef struct Action {
    const char *json;
    bool sets_null;  /* needs columns that may be NULL */
    bool propagates; /* writes into the referring row */
    bool listed;     /* cannot be written at a column */
} Action;

typedef enum Ability {
    HAS_SCHEMAS = 1u << 0,
    HAS_ENUMS = 1u << 1,
    HAS_SEQUENCES = 1u << 2,
    HAS_COMMENTS = 1u << 3,       /* on tables and columns */
    HAS_COMMENTS_ALL = 1u << 4,   /* on everything */
    HAS_PARTIAL = 1u << 5,        /* WHERE of an index */
    HAS_EXPRESSION = 1u << 6,     /* expressions as keys of an index */
    HAS_INCLUDE = 1u << 7,        /* covering columns */
    HAS_NULLS = 1u << 8,          /* NULLS FIRST, NULLS NOT DISTINCT */
    HAS_DEFERRABLE = 1u << 9,     /* foreign keys */
    HAS_KEY_COLLATION = 1u << 10, /* collation of an index key */
    HAS_VIRTUAL = 1u << 11,       /* virtual generated columns … */
    HAS_VIRTUAL_KEY = 1u << 12,   /* … that may be indexed */
    NO_NAMES = 1u << 13,          /* the primary key has no name of its own */
    INCREMENT_IS_KEY = 1u << 14,  /* what numbers by itself is the primary key */
    INNODB = 1u << 15,            /* its rules about foreign keys, checks and generated columns */
    UNIQUE_IS_INDEX = 1u << 16,
    HAS_VIEWS = 1u << 17
} Ability;

typedef struct Engine {
    const char *name;     /* "pg15" */
    const char *dialect;  /* "postgresql" */
    const char *variable; /* where the URL stands; NULL = in memory */
    const char *manage;   /* JSON: the kinds that every model manages */
    char quote;           /* around names */
    unsigned can;         /* Ability bits */
    const TypeWord *types;
    int types_len;
    const Group *groups;
    const char *const *collations; /* the first is the default: NULL */
    int collations_len;
    const char *const *increments; /* JSON members of a column; the first is none */
    int increments_len;
    const Action *actions;
    int actions_len;
    const TableOption *options; /* the first is none */
    int options_len;
    const char *const *sequences; /* JSON members */
    int sequences_len;
    /* Lines that describe the whole catalogue, sorted; made of the server's own functions. */
    bool (*print)(Mem *mem, Conn *conn, const char **out, Error *err);
    /* Drops everything, whatever is there. */
    bool (*wipe)(Mem *mem, Conn *conn, Error *err);
} Engine;

#define WORDS(list)                                  \
    {                                                \
        (list), (int)(sizeof(list) / sizeof *(list)) \
    }
#define LEN(list) ((int)(sizeof(list) / sizeof *(list)))

extern const Engine engine_sqlite, engine_pg15, engine_pg18, engine_mysql, engine_mariadb;

const Engine *engine_named(const char *name);

/* The rows' first cells as lines, sorted. */
const char *sorted_lines(Mem *mem, const Rows *rows);

#endif
