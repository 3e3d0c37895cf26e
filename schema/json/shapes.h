/* The shapes below shape_model, one a "$defs" entry of the JSON Schema. */
#ifndef SCHEMA_JSON_SHAPES_H
#define SCHEMA_JSON_SHAPES_H

#include "schema/shape.h"

#define FIELDS(array) .fields = (array), .len = sizeof(array) / sizeof *(array)

/* Members that many shapes have. */
#define NOTE_FIELD                                                             \
    {                                                                          \
        .name = "note", .type = FIELD_STRING, .help = "Comment of the object." \
    }
#define RENAMED_FIELD                                                                        \
    {                                                                                        \
        .name = "renamed_from", .type = FIELD_NAME,                                          \
        .help = "Former name, so that the object is renamed instead of dropped and created." \
    }
#define DIALECTS_FIELD                                                                       \
    {                                                                                        \
        .name = "dialects", .type = FIELD_ARRAY, .value = &dialect_value, .non_empty = true, \
        .help = "Only for these databases; without it for all."                              \
    }
#define META_FIELD                                                     \
    {                                                                  \
        .name = "meta", .type = FIELD_MAP, .value = &annotation_value, \
        .help = "Free annotations (owner, pii …); never compared."   \
    }
/* The objects under the dialects' names; `shapes` is a DialectShapes. */
#define DIALECT_FIELD(dialect, member_shape)                               \
    {                                                                      \
        .name = (dialect), .type = FIELD_OBJECT, .shape = &(member_shape), \
        .help = "What only this database has."                             \
    }
#define DIALECT_FIELDS(shapes)                                                                \
    DIALECT_FIELD("postgresql", (shapes).postgresql), DIALECT_FIELD("mysql", (shapes).mysql), \
        DIALECT_FIELD("mariadb", (shapes).mariadb), DIALECT_FIELD("sqlite", (shapes).sqlite)

/* Fields of values that have no name of their own: their name is what messages call them. */
extern const Field dialect_value, annotation_value, index_key_value, column_key_value;

/* NULL-ended. */
extern const char *const action_words[], *const deferrable_words[], *const conflict_words[];
extern const Field *const text_forms[];    /* a text, or one per dialect */
extern const Field *const type_forms[];    /* the same for a type, with the portable names */
extern const Field *const default_forms[]; /* a literal or {"expr": …} */
extern const Field *const index_key_forms[];
extern const Field *const index_forms[]; /* a map by name, or a list */
extern const Field *const check_forms[];

typedef struct DialectShapes {
    Shape postgresql, mysql, mariadb, sqlite;
} DialectShapes;
extern const DialectShapes table_options, column_options, constraint_options, index_options,
    view_options, trigger_options, rule_options, statistics_options, event_trigger_options;
/* How an option of each OptionType is written. */
extern const Field option_fields[];

extern const Shape shape_table, shape_partial, shape_column, shape_trigger, shape_rule;

#endif
