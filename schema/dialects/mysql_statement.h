/* CREATE FUNCTION, PROCEDURE, TRIGGER and EVENT of MySQL and MariaDB, taken apart: the servers
 * write the head in words of their own and keep the body byte for byte. */
#ifndef SCHEMA_DIALECTS_MYSQL_STATEMENT_H
#define SCHEMA_DIALECTS_MYSQL_STATEMENT_H

#include "schema/dialect.h"
#include "schema/object.h"

/* Texts are as written, NULL where the statement says nothing. */
typedef struct MysqlStatement {
    ObjectKind kind; /* OBJ_FUNCTION, OBJ_PROCEDURE, OBJ_TRIGGER or OBJ_EVENT */
    const char *name;
    const char *definer; /* `user`@`host` */
    const char *rest; /* from FUNCTION, PROCEDURE … to the end: the statement without DEFINER */
    const char *comment; /* the value, unquoted */
    const char *body;    /* from its first word to the end, without white space behind it */
    /* routines */
    bool aggregate, deterministic, invoker;
    const char *params;   /* between the parentheses */
    const char *returns;  /* a type */
    const char *access;   /* "NO SQL", "READS SQL DATA", "MODIFIES SQL DATA"; NULL = CONTAINS SQL */
    const char *language; /* NULL = SQL */
    /* triggers */
    const char *timing, *action, *table; /* BEFORE, INSERT, t */
    const char *order, *other;           /* FOLLOWS or PRECEDES, and whom */
    /* events */
    const char *every, *at, *starts, *ends; /* every: "1 DAY" */
    const char *status;                     /* "ENABLE", "DISABLE", "DISABLE ON SLAVE" */
    bool preserve;
} MysqlStatement;

/* False: it is none of the four, or written in a way that is not known here. */
bool mysql_parse_statement(Mem *mem, const char *text, MysqlStatement *out);

/* The schedule of an event without its STARTS and ENDS: EVERY 1 DAY, AT '…'. */
const char *mysql_schedule(Mem *mem, const MysqlStatement *event);

#endif
