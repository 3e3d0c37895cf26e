/* Shapes: which members an object of a model file (or of schemadiff.json) may have. One set of
 * tables drives validation with places and suggestions, the JSON Schema for editors, and the DSL's
 * setting names. */
#ifndef SCHEMA_SHAPE_H
#define SCHEMA_SHAPE_H

#include "schema/doc.h"
#include "schema/options.h"

typedef enum FieldType {
    FIELD_STRING,
    FIELD_NAME, /* a non-empty string */
    FIELD_BOOLEAN,
    FIELD_INTEGER, /* a number without fraction or exponent that fits int64 */
    FIELD_SCALAR,  /* string, number, boolean or null */
    FIELD_ENUM,    /* a string out of `words` */
    FIELD_NAMES,   /* a non-empty array of distinct names */
    FIELD_STRINGS, /* an array of strings */
    FIELD_OBJECT,  /* of `shape` */
    FIELD_MAP,     /* an object of any names whose values are of `shape` (or `value_type`) */
    FIELD_ARRAY,   /* an array whose items are of `shape` */
    FIELD_UNION,   /* any of `alternatives` (a NULL-ended array of Field pointers) */
    FIELD_ANY      /* not looked into */
} FieldType;

typedef struct Shape Shape;
typedef struct Field Field;

struct Field {
    const char *name;
    FieldType type;
    const Shape *shape;
    const Field *value;               /* FIELD_MAP, FIELD_ARRAY without a shape: each value */
    const Field *const *alternatives; /* FIELD_UNION */
    const char *const *words;         /* FIELD_ENUM, NULL-ended; FIELD_INTEGER: the only values */
    bool required;
    const char *help;    /* description in the JSON Schema */
    const char *pattern; /* strings: for the JSON Schema */
    bool non_empty;      /* FIELD_ARRAY: at least one item */
};

struct Shape {
    const char *name; /* "$defs" entry of the JSON Schema: "column" */
    const Field *fields;
    size_t len;
    const char *help;
    const Shape *base; /* its members are members of this one too; NULL = none */
    /* The options of schema/options.c for this kind and dialect are members too; 0 = none. */
    ModelDialect option_dialect;
    ObjectKind option_kind;
};

/* The field of that name, of the shape or of its base; NULL = none. Options are not fields. */
const Field *shape_field(const Shape *shape, const char *name);

/* Reports unknown members (with the nearest name), wrong kinds, missing members; up to ERROR_MAX.
 */
bool shape_check(Mem *mem, const Shape *shape, const Doc *doc, Error *err);

/* The JSON Schema (draft 2020-12) of documents of the shape, as a Doc for json_write(). */
Doc *shape_json_schema(Mem *mem, const Shape *shape, const char *id);

/* The model's root shape; the shapes of schemadiff.json belong to cmd/. */
extern const Shape shape_model;

#endif
