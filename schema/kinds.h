/* The structs of all kinds. */
#ifndef SCHEMA_KINDS_H
#define SCHEMA_KINDS_H

#include "schema/table.h"

struct Namespace {
    Object base; /* base.name; base.schema is NULL */
};

struct Extension {
    Object base;
    const char *version;   /* NULL = any */
    const char *in_schema; /* where its objects live; NULL = the server's choice */
};

typedef struct EnumValue {
    const char *name, *renamed_from, *note;
} EnumValue;

struct Enum {
    Object base;
    LIST(EnumValue) values; /* in order */
};

struct Domain {
    Object base;
    Type type;
    bool not_null;
    Default default_value;
    const char *collation;
    LIST(Constraint *) checks; /* CONSTRAINT_CHECK, table = NULL */
};

struct Sequence {
    Object base;
    Type type; /* bigint unless said otherwise */
    SequenceNumbers numbers;
    const char *owner_schema, *owner_table, *owner_column; /* OWNED BY; NULL = nobody */
};

struct View {
    Object base;
    const char *query; /* the SELECT, without a final semicolon */
    const char *canonical;
    bool materialized;
    NameList columns;      /* explicit column names; empty = those of the query */
    NameList depends_on;   /* from the model or the catalogue: "schema.name" or "name" */
    LIST(Index *) indexes; /* of a materialized view; Index.table is NULL */
    Options options;       /* security_invoker, check_option, with … */
};

#endif
