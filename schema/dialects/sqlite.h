/* What SQLite's own layers (introspect, diff, emit) know about types and literals. */
#ifndef SCHEMA_DIALECTS_SQLITE_H
#define SCHEMA_DIALECTS_SQLITE_H

#include "schema/dialects/sqlite_lexer.h"
#include "schema/expr.h"
#include "schema/type.h"

/* The name of the copy while a table is written anew begins so: the runner knows it (and a failed
 * run shows whose it is). */
#define SQLITE_NEW_PREFIX "_schemadiff_new_"

typedef enum Affinity {
    AFFINITY_BLOB,
    AFFINITY_TEXT,
    AFFINITY_NUMERIC,
    AFFINITY_INTEGER,
    AFFINITY_REAL
} Affinity;

/* Of a declared type; "" is BLOB. */
Affinity sqlite_affinity(const char *type);

/* A type as a CREATE TABLE declares it: any text is legal. A text that would be a portable alias
 * with another meaning is put in upper case, in which it is native. */
void sqlite_type(Mem *mem, const char *text, Type *out);

/* Keywords that are never names without quotes; `word` in lower case. */
bool sqlite_is_reserved(const char *word);

/* A default as PRAGMA table_xinfo tells it, NULL = none. */
Default sqlite_default(Mem *mem, const char *text);

#endif
