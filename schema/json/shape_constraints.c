/* Indexes and constraints. Each list is a map by name, or an array whose items may be unnamed. */
#include "schema/json/shape_constraints.h"

static const Field item_name_fields[] = {
    {.name = "name", .type = FIELD_NAME, .help = "Without it the naming rule decides."},
};
static const Field columns_form = {
    .type = FIELD_ARRAY, .value = &column_key_value, .non_empty = true};
static const Field expression_text_form = {.type = FIELD_NAME, .help = "SQL expression."};
static const char *const match_words[] = {"simple", "full", "partial", NULL};

#define COLUMNS_FIELD                                                                         \
    {                                                                                         \
        .name = "columns", .type = FIELD_ARRAY, .value = &column_key_value, .required = true, \
        .non_empty = true                                                                     \
    }
#define INCLUDE_FIELD                                                                        \
    {                                                                                        \
        .name = "include", .type = FIELD_NAMES, .help = "Columns that the index also holds." \
    }
#define DEFERRABLE_FIELD                                                          \
    {                                                                             \
        .name = "deferrable", .type = FIELD_ENUM, .words = deferrable_words,      \
        .help = "When the constraint is tested; without it after each statement." \
    }
#define CONFLICT_FIELD                                                   \
    {                                                                    \
        .name = "conflict", .type = FIELD_ENUM, .words = conflict_words, \
        .help = "ON CONFLICT clause (SQLite)."                           \
    }
#define NOT_VALID_FIELD                                                \
    {                                                                  \
        .name = "not_valid", .type = FIELD_BOOLEAN,                    \
        .help = "Rows that exist already are not tested (PostgreSQL)." \
    }
#define ENFORCED_FIELD                                                                           \
    {                                                                                            \
        .name = "enforced", .type = FIELD_BOOLEAN, .help = "false: the server does not test it." \
    }
#define OVERLAPS_FIELD                                                                   \
    {                                                                                    \
        .name = "without_overlaps", .type = FIELD_BOOLEAN,                               \
        .help = "The last column is a range of time: WITHOUT OVERLAPS (PostgreSQL); on " \
                "MariaDB the name of the table's period."                                \
    }
#define NULLS_FIELD                                          \
    {                                                        \
        .name = "nulls_not_distinct", .type = FIELD_BOOLEAN, \
        .help = "Two NULLs count as equal (PostgreSQL)."     \
    }

/* --- indexes ---------------------------------------------------------------------------------- */

static const Field index_fields[] = {
    {.name = "keys",
     .type = FIELD_ARRAY,
     .value = &index_key_value,
     .required = true,
     .non_empty = true,
     .help = "Columns and expressions in order."},
    {.name = "unique", .type = FIELD_BOOLEAN},
    {.name = "type",
     .type = FIELD_NAME,
     .help = "btree, hash, gin, gist, brin, spgist, fulltext, spatial …"},
    {.name = "where",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .help = "Predicate of a partial index."},
    INCLUDE_FIELD,
    NULLS_FIELD,
    {.name = "with", .type = FIELD_MAP, .value = &annotation_value, .help = "Storage parameters."},
    {.name = "tablespace", .type = FIELD_NAME},
    {.name = "invisible", .type = FIELD_BOOLEAN},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(index_options),
};
static const Shape shape_index = {.name = "index", FIELDS(index_fields)};
static const Shape shape_listed_index = {
    .name = "listed_index", FIELDS(item_name_fields), .base = &shape_index};

static const Field index_map = {.type = FIELD_MAP, .shape = &shape_index};
static const Field index_array = {.type = FIELD_ARRAY, .shape = &shape_listed_index};
const Field *const index_forms[] = {&index_map, &index_array, NULL};

/* --- unique ----------------------------------------------------------------------------------- */

static const Field unique_fields[] = {
    COLUMNS_FIELD,    INCLUDE_FIELD,
    NULLS_FIELD,      OVERLAPS_FIELD,
    DEFERRABLE_FIELD, CONFLICT_FIELD,
    DIALECTS_FIELD,   RENAMED_FIELD,
    NOTE_FIELD,       DIALECT_FIELDS(constraint_options),
};
static const Shape shape_unique = {.name = "unique", FIELDS(unique_fields)};
static const Shape shape_listed_unique = {
    .name = "listed_unique", FIELDS(item_name_fields), .base = &shape_unique};

static const Field unique_form = {.type = FIELD_OBJECT, .shape = &shape_unique};
static const Field *const unique_value_forms[] = {&columns_form, &unique_form, NULL};
static const Field unique_value = {
    .name = "unique constraint", .type = FIELD_UNION, .alternatives = unique_value_forms};
static const Field listed_unique_form = {.type = FIELD_OBJECT, .shape = &shape_listed_unique};
static const Field *const listed_unique_forms[] = {&columns_form, &listed_unique_form, NULL};
static const Field listed_unique_value = {
    .name = "unique constraint", .type = FIELD_UNION, .alternatives = listed_unique_forms};

static const Field unique_map = {.type = FIELD_MAP, .value = &unique_value};
static const Field unique_array = {.type = FIELD_ARRAY, .value = &listed_unique_value};
const Field *const unique_forms[] = {&unique_map, &unique_array, NULL};

/* --- primary key ------------------------------------------------------------------------------ */

static const Field primary_key_fields[] = {
    {.name = "name", .type = FIELD_NAME},
    COLUMNS_FIELD,
    INCLUDE_FIELD,
    OVERLAPS_FIELD,
    DEFERRABLE_FIELD,
    CONFLICT_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(constraint_options),
};
static const Shape shape_primary_key = {.name = "primary_key", FIELDS(primary_key_fields)};
static const Field primary_key_form = {.type = FIELD_OBJECT, .shape = &shape_primary_key};
const Field *const primary_key_forms[] = {&columns_form, &primary_key_form, NULL};

/* --- checks ----------------------------------------------------------------------------------- */

static const Field check_fields[] = {
    {.name = "expr",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "What must hold for every row."},
    ENFORCED_FIELD,
    NOT_VALID_FIELD,
    {.name = "no_inherit", .type = FIELD_BOOLEAN, .help = "Not for child tables (PostgreSQL)."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_check_constraint = {.name = "check", FIELDS(check_fields)};
static const Shape shape_listed_check = {
    .name = "listed_check", FIELDS(item_name_fields), .base = &shape_check_constraint};

static const Field check_form = {.type = FIELD_OBJECT, .shape = &shape_check_constraint};
static const Field *const check_value_forms[] = {&expression_text_form, &check_form, NULL};
static const Field check_value = {
    .name = "check", .type = FIELD_UNION, .alternatives = check_value_forms};
static const Field listed_check_form = {.type = FIELD_OBJECT, .shape = &shape_listed_check};
static const Field *const listed_check_forms[] = {&expression_text_form, &listed_check_form, NULL};
static const Field listed_check_value = {
    .name = "check", .type = FIELD_UNION, .alternatives = listed_check_forms};

static const Field check_map = {.type = FIELD_MAP, .value = &check_value};
static const Field check_array = {.type = FIELD_ARRAY, .value = &listed_check_value};
const Field *const check_forms[] = {&check_map, &check_array, NULL};

/* --- foreign keys ----------------------------------------------------------------------------- */

static const Field reference_fields[] = {
    {.name = "table", .type = FIELD_NAME, .required = true},
    {.name = "columns", .type = FIELD_NAMES, .help = "Without it the table's primary key."},
};
static const Shape shape_reference = {.name = "reference", FIELDS(reference_fields)};

static const Field foreign_key_fields[] = {
    {.name = "columns", .type = FIELD_NAMES, .required = true},
    {.name = "references", .type = FIELD_OBJECT, .shape = &shape_reference, .required = true},
    {.name = "on_delete", .type = FIELD_ENUM, .words = action_words},
    {.name = "on_update", .type = FIELD_ENUM, .words = action_words},
    {.name = "delete_columns",
     .type = FIELD_NAMES,
     .help = "The columns that ON DELETE SET NULL or SET DEFAULT sets (PostgreSQL)."},
    {.name = "match", .type = FIELD_ENUM, .words = match_words},
    {.name = "period",
     .type = FIELD_BOOLEAN,
     .help = "The last columns are ranges of time: PERIOD (PostgreSQL)."},
    DEFERRABLE_FIELD,
    ENFORCED_FIELD,
    NOT_VALID_FIELD,
    {.name = "external",
     .type = FIELD_BOOLEAN,
     .help = "The table that it refers to is not part of this model."},
    {.name = "logical",
     .type = FIELD_BOOLEAN,
     .help = "Documentation only: never created in a database."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_foreign_key = {.name = "foreign_key", FIELDS(foreign_key_fields)};
static const Shape shape_listed_foreign_key = {
    .name = "listed_foreign_key", FIELDS(item_name_fields), .base = &shape_foreign_key};

static const Field foreign_key_map = {.type = FIELD_MAP, .shape = &shape_foreign_key};
static const Field foreign_key_array = {.type = FIELD_ARRAY, .shape = &shape_listed_foreign_key};
const Field *const foreign_key_forms[] = {&foreign_key_map, &foreign_key_array, NULL};

/* --- exclusion constraints -------------------------------------------------------------------- */

static const Field element_fields[] = {
    {.name = "key", .type = FIELD_UNION, .alternatives = index_key_forms, .required = true},
    {.name = "with", .type = FIELD_NAME, .required = true, .help = "Operator: =, && …"},
};
static const Shape shape_element = {.name = "exclusion_element", FIELDS(element_fields)};

static const Field exclusion_fields[] = {
    {.name = "using", .type = FIELD_NAME, .help = "Index method; gist without it."},
    {.name = "elements",
     .type = FIELD_ARRAY,
     .shape = &shape_element,
     .required = true,
     .non_empty = true},
    {.name = "where",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .help = "The rows that it holds for."},
    INCLUDE_FIELD,
    DEFERRABLE_FIELD,
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(constraint_options),
};
const Shape shape_exclusion = {.name = "exclusion", FIELDS(exclusion_fields)};
