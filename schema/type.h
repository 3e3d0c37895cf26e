/* Typed column types. Type text, from a model or from a catalogue, becomes a Type through one
 * parser a dialect (struct SyntaxOps, schema/dialect.h); equality is decided on this value, the
 * text is only kept for output. */
#ifndef SCHEMA_TYPE_H
#define SCHEMA_TYPE_H

#include "base/list.h"
#include "base/str.h"

typedef enum TypeClass {
    TYPE_NONE = 0,
    TYPE_BOOLEAN,
    TYPE_INTEGER, /* name tells the width: smallint, integer, bigint, tinyint, mediumint … */
    TYPE_NUMERIC, /* exact: numeric, decimal, money */
    TYPE_FLOAT,   /* real, double precision, float */
    TYPE_CHAR,    /* blank-padded fixed length */
    TYPE_VARCHAR, /* varying length with a limit, or PostgreSQL's varchar without one */
    TYPE_TEXT,    /* text, mediumtext, clob … */
    TYPE_BINARY,  /* bytea, binary, varbinary, blob … */
    TYPE_BIT,     /* bit, bit varying */
    TYPE_DATE,
    TYPE_TIME,      /* time [with time zone] */
    TYPE_TIMESTAMP, /* timestamp [with time zone], datetime */
    TYPE_INTERVAL,
    TYPE_YEAR,
    TYPE_UUID,
    TYPE_JSON,     /* json, jsonb */
    TYPE_NETWORK,  /* inet, cidr, macaddr … */
    TYPE_GEOMETRY, /* point, polygon, geometry … */
    TYPE_RANGE,    /* int4range, tstzmultirange … */
    TYPE_XML,
    TYPE_ENUM, /* MySQL's inline enum('a','b') */
    TYPE_SET,  /* MySQL's set('a','b') */
    TYPE_USER, /* a declared enum or domain, by user_schema/user_name */
    TYPE_OTHER /* another type of the server or of an extension, compared by its text */
} TypeClass;

#define TYPE_UNSET (-1) /* length, precision, scale, fraction: not given */

typedef struct Type {
    TypeClass cls;
    const char *name; /* canonical native name in lower case without modifiers: "varchar",
                         "timestamptz", "int"; synonyms are folded ("int4" -> "integer") */
    const char *text; /* the whole type as it is written in DDL: "character varying(20)[]" */
    int32_t length;   /* characters, bytes or bits: varchar(20), bit(3) */
    int32_t precision, scale; /* numeric(p,s); precision of float */
    int32_t fraction;         /* digits of a second: timestamp(6) */
    uint8_t dimensions;       /* of an array; PostgreSQL stores but does not enforce it */
    bool is_unsigned, zerofill, with_time_zone;
    const char *fields; /* interval: "day to second"; geometry: "Point,4326"; else NULL */
    const char *charset, *collation;     /* MySQL: written inside the type text; else NULL */
    const char *user_schema, *user_name; /* TYPE_USER */
    LIST(const char *) values;           /* TYPE_ENUM, TYPE_SET: unquoted, in order */
} Type;

Type type_none(void); /* all fields unset */

/* The width of an integer type, by its name; 0 = unknown, or no integer. */
int type_integer_bytes(const Type *type);

/* From a moment to the time on a clock, or back: by the time zone of the session. */
bool type_moves_zone(const Type *from, const Type *to);

#endif
