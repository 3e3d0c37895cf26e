/* A connection to a database. The client libraries' headers appear only in conn_*.c. */
#ifndef INTROSPECT_CONN_H
#define INTROSPECT_CONN_H

#include "schema/dialect.h"

#include <stdio.h>

/* A database URL, taken apart. Percent escapes are decoded. */
typedef struct UrlParam {
    const char *name, *value;
} UrlParam;

/* What to do about a database that is a file, and not there (SQLite). */
typedef enum AbsentFile {
    ABSENT_MAKE = 0,
    ABSENT_EMPTY, /* an empty database in its place, in memory: Conn.absent */
    ABSENT_ERROR  /* ERR_CONNECT */
} AbsentFile;

typedef struct Url {
    const char *text;   /* as given; holds the password: never print it */
    const char *scheme; /* lower case, without a SQLAlchemy driver suffix: "postgresql" */
    const char *user, *password, *host, *port; /* NULL = not given */
    const char *database;                      /* SQLite: the path, "" = memory; "/abs" or "rel" */
    LIST(UrlParam) params;
    AbsentFile absent;
    const char *safe; /* for people: the password (also one in a parameter) shown as *** */
} Url;

/* Errors (ERR_USAGE) never show the password. */
NODISCARD bool url_parse(Mem *mem, const char *text, Url *out, Error *err);
/* The text of the same URL with another database. */
const char *url_with_database(Mem *mem, const Url *url, const char *name);
const char *url_param(const Url *url, const char *name); /* NULL = absent */

/* A result. Cells are text in the server's output format, NULL for SQL NULL; they live as long as
 * the region that was passed to the query. */
typedef struct Rows {
    size_t len, columns;
    const char *const *cells; /* len * columns */
} Rows;

static inline const char *rows_get(const Rows *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->columns + column];
}

typedef struct Query {
    const char *sql;
    const char *const
        *params; /* text parameters for $1 … (PostgreSQL) or ? (others); NULL = none */
    size_t param_count;
} Query;

typedef struct Conn Conn;

/* One per driver, const. Every function reports through `err`: ERR_CONNECT or ERR_SQL with the
 * server's own message, its code and the statement. */
typedef struct ConnOps {
    /* One statement, sent verbatim, with its rows (none: len 0). */
    bool (*query)(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err);
    /* Several independent read-only statements; one round trip where the protocol can. */
    bool (*query_many)(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out, Error *err);
    /* One statement, sent verbatim, results dropped; *affected (may be NULL) = rows changed. */
    bool (*exec)(Conn *conn, const char *sql, int64_t *affected, Error *err);
    /* Escapes `text` for use inside '…' as this session reads it. */
    const char *(*escape)(Conn *conn, Mem *mem, const char *text);
} ConnOps;

struct Conn {
    const ConnOps *ops;
    Server server;
    const char *safe_url;
    bool absent;                 /* it is not there, and empty: ABSENT_EMPTY */
    const char *user, *database; /* as the server sees them */
    const char *host;            /* that it was reached at; NULL = a local socket or a file */
    FILE *trace;                 /* NULL, or where every statement is logged (-v -v) */
    /* The driver's own fields follow in its struct, which begins with a Conn. */
};

NODISCARD bool conn_query(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err);
NODISCARD bool conn_query_text(Conn *conn, Mem *mem, const char *sql, Rows *out, Error *err);
NODISCARD bool conn_query_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                               Error *err);
NODISCARD bool conn_exec(Conn *conn, const char *sql, Error *err);
/* The first cell of the first row; NULL when there is none. */
NODISCARD bool conn_value(Conn *conn, Mem *mem, const char *sql, const char **out, Error *err);
/* 'text' as a literal of this session. */
const char *conn_literal(Conn *conn, Mem *mem, const char *text);

#endif
