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

/* A composite type (PostgreSQL): fields without constraints. */
typedef struct CompositeField {
    const char *name, *comment;
    Type type;
    const char *collation; /* as in Column */
} CompositeField;

struct Composite {
    Object base;
    LIST(CompositeField) fields; /* in order */
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

/* A function or procedure. Where functions are overloaded (PostgreSQL) base.name is the name with
 * the types of its arguments, "area(integer, text)"; a model may leave them out when the name is
 * unique. Aggregates are functions whose definition says CREATE AGGREGATE. */
struct Routine {
    Object base;
    const char *definition; /* the whole CREATE statement, without a final semicolon */
    const char *canonical;  /* the same in the server's words; NULL = not asked */
    NameList depends_on;    /* tables, views, types and routines: "schema.name", "name" or
                               "name(types)" */
};

/* What one statement declares as a whole: a scheduled event (MySQL, MariaDB), a collation, a range
 * type, an operator, a cast, extended statistics, an event trigger (PostgreSQL). An operator is
 * called "===(integer, NONE)", a cast "text as point", in the server's words. */
struct Declared {
    Object base;
    const char *definition; /* the whole CREATE statement, without a final semicolon */
    const char *canonical;
    Options options; /* what other statements say of it: target, enabled */
};

/* A comment on a column of a view. */
typedef struct ViewColumnNote {
    const char *column, *comment;
} ViewColumnNote;

struct View {
    Object base;
    const char *query; /* the SELECT, without a final semicolon */
    const char *canonical;
    bool materialized;
    NameList columns;         /* explicit column names; empty = those of the query */
    NameList depends_on;      /* from the model or the catalogue: "schema.name" or "name" */
    LIST(Index *) indexes;    /* of a materialized view; Index.table is NULL */
    LIST(Trigger *) triggers; /* INSTEAD OF; Trigger.table is NULL; sorted by name */
    LIST(Trigger *) rules;    /* the same, but never the one that is the view itself */
    LIST(ViewColumnNote) column_notes; /* sorted by column */
    Options options;                   /* security_invoker, check_option, with … */
};

#endif
