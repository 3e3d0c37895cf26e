/* Hand-written SQL, as far as a review must understand it: tokens, what a statement does to which
 * table. No parser of everything: what is not recognised is SQL_OTHER and gives no finding. */
#ifndef LINT_SQL_H
#define LINT_SQL_H

#include "schema/dialect.h"
#include "schema/table.h"

typedef enum SqlTokenKind { SQL_WORD, SQL_NAME, SQL_STRING, SQL_SYMBOL } SqlTokenKind;

typedef struct SqlToken {
    SqlTokenKind kind;
    const char *text; /* names and strings unquoted */
    size_t at;        /* where it begins */
} SqlToken;

typedef LIST(SqlToken) SqlTokens;

/* White space and comments are left out. `rules` are SplitRule bits. */
void sql_tokens(Mem *mem, const char *text, unsigned rules, SqlTokens *out);

typedef enum SqlKind {
    SQL_OTHER = 0,
    SQL_CREATE_TABLE,
    SQL_ALTER_TABLE,
    SQL_DROP_TABLE,
    SQL_CREATE_INDEX,
    SQL_DROP_INDEX,
    SQL_TRUNCATE,
    SQL_INSERT,
    SQL_UPDATE,
    SQL_DELETE,
    SQL_ADD_ENUM_VALUE,
    SQL_RENAME_OBJECT, /* of another kind than a table: ALTER TYPE … RENAME, ALTER SCHEMA … RENAME
                        */
    SQL_DROP_OBJECT,   /* of another kind than a table or index */
    SQL_TRANSACTION,   /* BEGIN, COMMIT, ROLLBACK, SAVEPOINT … */
    SQL_EXCLUSIVE,     /* VACUUM FULL, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW, LOCK TABLE */
    SQL_OUTSIDE        /* what refuses a transaction: VACUUM, CREATE DATABASE, ALTER SYSTEM */
} SqlKind;

/* One clause of ALTER TABLE, or one element of CREATE TABLE. */
typedef enum SqlActionKind {
    ACT_OTHER = 0,
    ACT_ADD_COLUMN,
    ACT_DROP_COLUMN,
    ACT_MODIFY_COLUMN, /* PostgreSQL ALTER … TYPE; MySQL MODIFY and CHANGE */
    ACT_SET_NOT_NULL,
    ACT_DROP_NOT_NULL,
    ACT_SET_DEFAULT, /* and DROP DEFAULT: given.kind is DEFAULT_NONE */
    ACT_ADD_PRIMARY_KEY,
    ACT_ADD_UNIQUE,
    ACT_ADD_FOREIGN_KEY,
    ACT_ADD_CHECK,
    ACT_ADD_EXCLUSION,
    ACT_ADD_INDEX, /* MySQL */
    ACT_ADD_FULLTEXT,
    ACT_DROP_CONSTRAINT,
    ACT_DROP_FOREIGN_KEY,
    ACT_DROP_PRIMARY_KEY,
    ACT_DROP_INDEX,
    ACT_VALIDATE,
    ACT_RENAME_COLUMN,
    ACT_RENAME_TABLE,
    ACT_MOVE_TABLE,   /* SET SCHEMA: name */
    ACT_RENAME_INDEX, /* and constraints */
    ACT_PARTITION,    /* MySQL: rows move to other partitions, or in and out of them */
    ACT_REBUILD,      /* ENGINE=name, FORCE, ROW_FORMAT=; SET UNLOGGED, SET ACCESS METHOD */
    ACT_CONVERT,      /* CONVERT TO CHARACTER SET */
    ACT_VERSION,      /* MariaDB: ADD SYSTEM VERSIONING, ADD PERIOD */
    ACT_UNVERSION,    /* MariaDB: DROP SYSTEM VERSIONING */
    ACT_ATTACH,
    ACT_DETACH,
    ACT_CHEAP,     /* of the catalogue only: comments, statistics, options */
    ACT_ALGORITHM, /* ALGORITHM=…: name */
    ACT_LOCK       /* LOCK=…: name */
} SqlActionKind;

typedef struct SqlAction {
    SqlActionKind kind;
    const char *name, *new_name; /* of the column, constraint or index; NULL = not said */
    const char *type;            /* columns: "varchar(20)" */
    const char *collation;       /* COLLATE: name; NULL = not said */
    const char *expression;      /* of a generated column, with its parentheses; NULL = none */
    const char *default_;        /* its text; NULL = none */
    Default given;               /* the same, a literal as its value */
    NameList columns;            /* of a key, in order; expressions as "" */
    const char *references;      /* table */
    bool not_null, null_said, unique, primary, check, stored, generated, identity;
    bool not_valid, using_index, concurrently, if_exists, cascade;
    bool placed; /* MySQL: FIRST, AFTER */
} SqlAction;

typedef struct SqlStatement {
    SqlKind kind;
    const char *table; /* "schema.name" or "name" as it counts; NULL = none */
    const char *name;  /* index, type …, new enum value */
    NameList more;     /* DROP TABLE a, b: the others */
    LIST(SqlAction) actions;
    NameList columns; /* CREATE INDEX: keys; expressions as "" */
    bool concurrently, cascade, unique, fulltext, has_where, if_exists, if_not_exists, as_select;
    bool only;
    bool outside; /* cannot run inside a transaction */
    SqlTokens tokens;
} SqlStatement;

/* Names are kept as written and compared without letter case. */
SqlStatement sql_statement(Mem *mem, const char *text, const Dialect *dialect);

/* Are both names of one table? A name without a schema equals it in any. */
bool sql_same_table(const char *a, const char *b);

/* Behind the last dot. */
const char *sql_last_part(const char *name);

/* "-1.5e3" */
bool sql_is_number(const char *text);

bool sql_names_have(const NameList *names, const char *name); /* letter case ignored */

#endif
