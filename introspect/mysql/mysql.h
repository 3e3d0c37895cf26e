/* What the MySQL and MariaDB readers share. */
#ifndef INTROSPECT_MYSQL_MYSQL_H
#define INTROSPECT_MYSQL_MYSQL_H

#include "introspect/introspect.h"

/* IntrospectOps.open and .judge. */
NODISCARD bool mysql_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out, Error *err);
NODISCARD bool mysql_judge(Mem *mem, Conn *conn, Questions *questions, Error *err);
/* The sql_mode of our sessions, made from the server's default one. */
const char *mysql_session_mode(Mem *mem, const char *mode);

/* A finding of the catalogue that needs a statement of its own. */
typedef LIST(Table *) TableList;

/* One introspection under way. `mem` is scratch; what stays goes to schema->mem. */
typedef struct Reading {
    Mem *mem;
    Conn *conn;
    const Scope *scope;
    const Filter *filter;
    Schema *schema;
    const char *database;
    bool maria;
    TableList tables;   /* sorted by name, for reading_table() */
    TableList show;     /* whose SHOW CREATE TABLE must be read; may repeat */
    TableList misnamed; /* MariaDB: whose columns' checks only its definition tells */
    NameList sequences; /* MariaDB */
} Reading;

/* The table that is being read, NULL when it is outside the scope. */
Table *reading_table(const Reading *reading, const char *name);
/* An expression as the catalogue has it -> as a model spells it. */
const char *reading_expression(const Reading *reading, const char *text);

NODISCARD bool mysql_read_tables(Reading *reading, const Rows *rows, Error *err);
NODISCARD bool mysql_read_columns(Reading *reading, const Rows *rows, Error *err);
void mysql_read_indexes(Reading *reading, const Rows *rows);
void mysql_read_foreign_keys(Reading *reading, const Rows *columns, const Rows *rules);
void mysql_read_checks(Reading *reading, const Rows *checks, const Rows *tables);
/* The check that MariaDB keeps as a part of the column `name`. */
void mysql_add_column_check(Reading *reading, Table *table, const char *name, const char *text);
NODISCARD bool mysql_read_views(Reading *reading, const Rows *rows, Error *err);
/* What each view needs, once everything is read. */
void mysql_link_views(Reading *reading);
/* The query of one view as mysql_read_views() reads it; NULL = it is not there. */
const char *mysql_view_query(Mem *mem, Conn *conn, const char *name, Error *err);
NODISCARD bool mysql_read_routines(Reading *reading, const Rows *rows, Error *err);
NODISCARD bool mysql_read_events(Reading *reading, const Rows *rows, Error *err);
NODISCARD bool mysql_read_triggers(Reading *reading, const Rows *rows, Error *err);
NODISCARD bool mysql_read_sequences(Reading *reading, Error *err);
/* Partitions, full-text parsers, and what a thorough reading wants: only SHOW CREATE TABLE tells.
 */
NODISCARD bool mysql_read_definitions(Reading *reading, Error *err);

/* --- defaults.c --------------------------------------------------------------------------------
 */

/* MySQL's COLUMN_DEFAULT: the bare value, or an expression when `generated`. */
Default mysql_default(Mem *mem, const Server *server, const Type *type, const char *text,
                      bool generated, const char *database);
/* A default as SHOW CREATE TABLE and MariaDB's COLUMN_DEFAULT write it: NULL, a literal in quotes,
 * a number, or an expression. */
Default mysql_default_sql(Mem *mem, const Server *server, const Type *type, const char *text,
                          const char *database);

/* --- ddl.c: reading SHOW CREATE TABLE ----------------------------------------------------------
 */

typedef struct DdlLine {
    const char *name;  /* of a column, key or constraint; NULL = the line has none */
    const char *words; /* before the name: "" for a column, "FULLTEXT KEY", "CONSTRAINT" … */
    const char *rest;  /* after the name, without the final comma */
} DdlLine;

typedef struct Ddl {
    LIST(DdlLine) lines;   /* between the outer parentheses */
    const char *tail;      /* ENGINE=… and what follows, without the partition clause */
    const char *partition; /* "RANGE (`id`) (PARTITION …)"; NULL = none */
} Ddl;

Ddl ddl_parse(Mem *mem, const char *text);
/* What follows `keyword` outside quotes and parentheses: a parenthesised text without its
 * parentheses, a literal with its quotes, or a word with its arguments. NULL = not there. */
const char *ddl_after(Mem *mem, const char *text, const char *keyword);

#endif
