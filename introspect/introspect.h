/* Live database -> Schema, and questions to the server about expressions. */
#ifndef INTROSPECT_INTROSPECT_H
#define INTROSPECT_INTROSPECT_H

#include "introspect/conn.h"
#include "schema/question.h"
#include "schema/schema.h"

/* What to look at. */
typedef struct Scope {
    /* Namespaces: empty = the connection's default one; {"*"} = all but the system's. A NULL entry
     * is the default one. */
    NameList schemas;
    /* PCRE2 patterns on "schema.table" (the default namespace spelled with its real name); a table
     * must match one of `include` (none = all) and none of `exclude`. */
    NameList include, exclude;
    /* Also what takes a statement for every table to learn and changes nothing but how the table is
     * written (MySQL: USING, KEY_BLOCK_SIZE, CONNECTION …). */
    bool thorough;
    /* The tool's own table, left out always. */
    const char *history_table;
} Scope;

/* Something that the database holds and no Schema can: it has no kind of ours. */
typedef struct Uncovered {
    const char *kind, *name; /* "rule", "orders.protect" */
} Uncovered;

typedef struct Coverage {
    LIST(Uncovered) list; /* by kind and name */
    NameList notes;       /* what this user may not look at, and why */
} Coverage;

typedef struct IntrospectOps {
    /* Opens a connection that lives in `mem` and closes with it; fills conn->server. */
    bool (*open)(Mem *mem, const Dialect *dialect, const Url *url, Conn **out, Error *err);
    /* Reads everything in `scope` in a fixed number of queries (SQLite excepted) and returns a
     * finished schema whose server is &conn->server. */
    bool (*read)(Mem *mem, Conn *conn, const Scope *scope, Schema **out, Error *err);
    /* Does Scope.thorough read more? */
    bool has_depth;
    /* Fills Question.answer for as many as it can, all in one batch, leaving nothing behind
     * (temporary objects in a transaction that is rolled back where the server has them). Where it
     * may not (read-only server, no TEMP right) sets questions->note and returns true. */
    bool (*judge)(Mem *mem, Conn *conn, Questions *questions, Error *err);
    /* What is in `scope` and not in what read() returns: one or two whole-catalogue queries, for
     * those who ask. Owners, definers and what belongs to the server as a whole (roles, users) are
     * not looked for. */
    bool (*coverage)(Mem *mem, Conn *conn, const Scope *scope, Coverage *out, Error *err);
} IntrospectOps;

extern const IntrospectOps introspect_postgres, introspect_mysql, introspect_sqlite;

/* Does "schema.table" pass the scope's patterns? Compile once, ask often; lives in `mem`. */
typedef struct Filter Filter;
NODISCARD bool filter_new(Mem *mem, const Scope *scope, Filter **out, Error *err);
bool filter_accepts(const Filter *filter, const char *schema, const char *table);

#endif
