#include "schema/json/shapes.h"

const char *const action_words[] = {"no action", "restrict",    "cascade",
                                    "set null",  "set default", NULL};
const char *const deferrable_words[] = {"initially immediate", "initially deferred", NULL};
const char *const conflict_words[] = {"rollback", "abort", "fail", "ignore", "replace", NULL};
static const char *const dialect_words[] = {"postgresql", "mysql", "mariadb", "sqlite", NULL};
static const char *const order_words[] = {"asc", "desc", NULL};
static const char *const nulls_words[] = {"first", "last", NULL};
static const char *const portable_types[] = {
    "smallint", "integer", "bigint", "numeric", "real",        "double",   "boolean",
    "string",   "text",    "bytes",  "date",    "time",        "datetime", "timestamp",
    "interval", "uuid",    "json",   "jsonb",   "timestamptz", NULL};

const Field dialect_value = {.name = "database", .type = FIELD_ENUM, .words = dialect_words};
const Field annotation_value = {.name = "annotation", .type = FIELD_SCALAR};

/* --- texts that may differ between the databases ---------------------------------------------- */

static const Field texts_fields[] = {
    {.name = "default", .type = FIELD_NAME, .help = "For every database that is not named."},
    {.name = "postgresql", .type = FIELD_NAME},
    {.name = "mysql", .type = FIELD_NAME, .help = "Also for MariaDB where it is not named."},
    {.name = "mariadb", .type = FIELD_NAME},
    {.name = "sqlite", .type = FIELD_NAME},
};
static const Shape shape_texts = {
    .name = "texts", FIELDS(texts_fields), .help = "One text per database."};

static const Field text_form = {.type = FIELD_NAME};
static const Field texts_form = {.type = FIELD_OBJECT, .shape = &shape_texts};
const Field *const text_forms[] = {&text_form, &texts_form, NULL};

/* SQLite has columns without a type: "". */
static const Field type_form = {
    .type = FIELD_STRING,
    .help = "A type of the database as it writes it, a portable name such as string(80), or the "
            "name of an enum or domain."};
static const Field portable_form = {.type = FIELD_ENUM, .words = portable_types};
const Field *const type_forms[] = {&type_form, &portable_form, &texts_form, NULL};

/* --- default values --------------------------------------------------------------------------- */

static const Field expression_fields[] = {
    {.name = "expr",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "SQL expression."},
};
static const Shape shape_expression = {
    .name = "expression", FIELDS(expression_fields), .help = "An SQL expression as a value."};

static const Field literal_form = {.type = FIELD_SCALAR, .help = "The value itself."};
static const Field expression_form = {.type = FIELD_OBJECT, .shape = &shape_expression};
const Field *const default_forms[] = {&literal_form, &expression_form, NULL};

/* --- keys of indexes and constraints ---------------------------------------------------------- */

static const Field key_fields[] = {
    {.name = "order", .type = FIELD_ENUM, .words = order_words},
    {.name = "nulls", .type = FIELD_ENUM, .words = nulls_words, .help = "Where NULL is sorted."},
    {.name = "collate", .type = FIELD_NAME, .help = "Collation of the key."},
    {.name = "opclass", .type = FIELD_NAME, .help = "Operator class, with its parameters."},
};
static const Shape shape_key = {.name = "key", FIELDS(key_fields)};

static const Field column_key_fields[] = {
    {.name = "column", .type = FIELD_NAME, .required = true},
    {.name = "length", .type = FIELD_INTEGER, .help = "Prefix length of the key (MySQL)."},
};
static const Shape shape_column_key = {
    .name = "column_key", FIELDS(column_key_fields), .base = &shape_key};

static const Field expression_key_fields[] = {
    {.name = "expr",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "Indexed expression."},
};
static const Shape shape_expression_key = {
    .name = "expression_key", FIELDS(expression_key_fields), .base = &shape_key};

static const Field name_form = {.type = FIELD_NAME, .help = "Name of a column."};
static const Field column_key_form = {.type = FIELD_OBJECT, .shape = &shape_column_key};
static const Field expression_key_form = {.type = FIELD_OBJECT, .shape = &shape_expression_key};
static const Field *const column_key_forms[] = {&name_form, &column_key_form, NULL};
const Field *const index_key_forms[] = {&name_form, &column_key_form, &expression_key_form, NULL};
const Field column_key_value = {
    .name = "key", .type = FIELD_UNION, .alternatives = column_key_forms};
const Field index_key_value = {.name = "key", .type = FIELD_UNION, .alternatives = index_key_forms};
