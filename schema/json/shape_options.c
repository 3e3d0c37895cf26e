#include "schema/json/shapes.h"

static const Field parameter_value = {.name = "parameter", .type = FIELD_SCALAR};

const Field option_fields[] = {
    [OPTION_TEXT] = {.type = FIELD_STRING},
    [OPTION_BOOLEAN] = {.type = FIELD_BOOLEAN},
    [OPTION_INTEGER] = {.type = FIELD_INTEGER},
    [OPTION_MAP] = {.type = FIELD_MAP, .value = &parameter_value},
};

/* What a dialect has beyond the options of schema/options.c, because it is more than a name and a
 * value to the rest of the program. */
static const Field postgresql_table_fields[] = {
    {.name = "inherits", .type = FIELD_NAMES, .help = "Parent tables."},
    {.name = "partition_by", .type = FIELD_NAME, .help = "Clause: range (created_at)."},
    {.name = "partition_of", .type = FIELD_NAME, .help = "The table this is a partition of."},
    {.name = "partition_bound",
     .type = FIELD_NAME,
     .help = "Which rows it holds: for values from (…) to (…), or default."},
};
static const Field mysql_table_fields[] = {
    {.name = "partition_by", .type = FIELD_NAME, .help = "Clause after PARTITION BY."},
};
static const Field mysql_column_fields[] = {
    {.name = "charset", .type = FIELD_NAME, .help = "Character set of the column."},
};

#define OPTIONS(object, dialect, bit, kind) \
    .name = dialect "_" object, .option_dialect = (bit), .option_kind = (kind)

#define POSTGRESQL(object, kind) OPTIONS(object, "postgresql", MODEL_POSTGRESQL, kind)
#define MYSQL(object, kind)      OPTIONS(object, "mysql", MODEL_MYSQL, kind)
#define MARIADB(object, kind)    OPTIONS(object, "mariadb", MODEL_MARIADB, kind)
#define SQLITE(object, kind)     OPTIONS(object, "sqlite", MODEL_SQLITE, kind)

const DialectShapes table_options = {
    {POSTGRESQL("table", OBJ_TABLE), FIELDS(postgresql_table_fields)},
    {MYSQL("table", OBJ_TABLE), FIELDS(mysql_table_fields)},
    {MARIADB("table", OBJ_TABLE), FIELDS(mysql_table_fields)},
    {SQLITE("table", OBJ_TABLE)},
};
const DialectShapes column_options = {
    {POSTGRESQL("column", OBJ_COLUMN)},
    {MYSQL("column", OBJ_COLUMN), FIELDS(mysql_column_fields)},
    {MARIADB("column", OBJ_COLUMN), FIELDS(mysql_column_fields)},
    {SQLITE("column", OBJ_COLUMN)},
};
const DialectShapes constraint_options = {
    {POSTGRESQL("constraint", OBJ_CONSTRAINT)},
    {MYSQL("constraint", OBJ_CONSTRAINT)},
    {MARIADB("constraint", OBJ_CONSTRAINT)},
    {SQLITE("constraint", OBJ_CONSTRAINT)},
};
const DialectShapes index_options = {
    {POSTGRESQL("index", OBJ_INDEX)},
    {MYSQL("index", OBJ_INDEX)},
    {MARIADB("index", OBJ_INDEX)},
    {SQLITE("index", OBJ_INDEX)},
};
const DialectShapes trigger_options = {
    {POSTGRESQL("trigger", OBJ_TRIGGER)},
    {MYSQL("trigger", OBJ_TRIGGER)},
    {MARIADB("trigger", OBJ_TRIGGER)},
    {SQLITE("trigger", OBJ_TRIGGER)},
};
const DialectShapes rule_options = {
    {POSTGRESQL("rule", OBJ_RULE)},
    {MYSQL("rule", OBJ_RULE)},
    {MARIADB("rule", OBJ_RULE)},
    {SQLITE("rule", OBJ_RULE)},
};
const DialectShapes event_trigger_options = {
    {POSTGRESQL("event trigger", OBJ_EVENT_TRIGGER)},
    {MYSQL("event trigger", OBJ_EVENT_TRIGGER)},
    {MARIADB("event trigger", OBJ_EVENT_TRIGGER)},
    {SQLITE("event trigger", OBJ_EVENT_TRIGGER)},
};
const DialectShapes statistics_options = {
    {POSTGRESQL("statistics", OBJ_STATISTICS)},
    {MYSQL("statistics", OBJ_STATISTICS)},
    {MARIADB("statistics", OBJ_STATISTICS)},
    {SQLITE("statistics", OBJ_STATISTICS)},
};
const DialectShapes view_options = {
    {POSTGRESQL("view", OBJ_VIEW)},
    {MYSQL("view", OBJ_VIEW)},
    {MARIADB("view", OBJ_VIEW)},
    {SQLITE("view", OBJ_VIEW)},
};
