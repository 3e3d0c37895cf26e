#include "schema/json/shapes.h"

/* --- project ---------------------------------------------------------------------------------- */

/* Words of schema/kinds.def: the kinds that are managed only when a model has or names them. */
static const char *const manage_words[] = {
    "schema",   "extension", "collation", "range",         "enum",  "composite", "domain",
    "sequence", "function",  "procedure", "operator",      "cast",  "view",      "statistics",
    "trigger",  "rule",      "policy",    "event trigger", "event", NULL};
static const Field manage_value = {.name = "kind", .type = FIELD_ENUM, .words = manage_words};

static const char *const tenant_rule_words[] = {"column",    "foreign_key", "index", "unique",
                                                "reference", "policy",      NULL};
static const Field tenant_rule_value = {
    .name = "rule", .type = FIELD_ENUM, .words = tenant_rule_words};

static const Field tenant_fields[] = {
    {.name = "column", .type = FIELD_NAME, .help = "The column that names a row's tenant."},
    {.name = "table", .type = FIELD_NAME, .help = "The table of the tenants."},
    {.name = "type",
     .type = FIELD_NAME,
     .help = "Type of the column; without it that of the tenants' primary key."},
    {.name = "rules",
     .type = FIELD_ARRAY,
     .value = &tenant_rule_value,
     .help = "Which rules count; without it all."},
    {.name = "exempt",
     .type = FIELD_STRINGS,
     .help = "Tables that all tenants share, and unique keys (table.name); * stands for any text."},
    {.name = "auto",
     .type = FIELD_BOOLEAN,
     .help = "Tables that are not exempt get the column, its foreign key and its index."},
    {.name = "rls",
     .type = FIELD_BOOLEAN,
     .help = "PostgreSQL: tables of tenants get row security with the policy tenant_isolation."},
    {.name = "setting",
     .type = FIELD_NAME,
     .help = "Setting that names the tenant of a session, for rls (app.tenant)."},
};
static const Shape shape_tenant = {.name = "tenant", FIELDS(tenant_fields)};

static const Field naming_fields[] = {
    {.name = "primary_key", .type = FIELD_NAME}, {.name = "foreign_key", .type = FIELD_NAME},
    {.name = "unique", .type = FIELD_NAME},      {.name = "index", .type = FIELD_NAME},
    {.name = "check", .type = FIELD_NAME},
};
static const Shape shape_naming = {
    .name = "naming",
    FIELDS(naming_fields),
    .help = "Names for what has none, with the tokens %(table_name)s, %(column_0_name)s …"};

static const Field project_fields[] = {
    {.name = "name", .type = FIELD_NAME},
    {.name = "dialects",
     .type = FIELD_ARRAY,
     .value = &dialect_value,
     .non_empty = true,
     .help = "The databases that the model is for."},
    {.name = "default_schema", .type = FIELD_NAME, .help = "Where objects without a schema are."},
    {.name = "tenant", .type = FIELD_OBJECT, .shape = &shape_tenant},
    {.name = "naming", .type = FIELD_OBJECT, .shape = &shape_naming},
    {.name = "manage",
     .type = FIELD_ARRAY,
     .value = &manage_value,
     .help = "Kinds of objects that are managed although the model has none of them."},
    {.name = "opaque_types", .type = FIELD_BOOLEAN, .help = "Unknown types are passed through."},
    NOTE_FIELD,
    META_FIELD,
};
static const Shape shape_project = {.name = "project", FIELDS(project_fields)};

/* --- objects ---------------------------------------------------------------------------------- */

static const Field schema_fields[] = {DIALECTS_FIELD, RENAMED_FIELD, NOTE_FIELD};
static const Shape shape_schema = {.name = "schema", FIELDS(schema_fields)};

static const Field extension_fields[] = {
    {.name = "version", .type = FIELD_NAME, .help = "Without it any."},
    {.name = "schema", .type = FIELD_NAME, .help = "Where its objects are."},
    DIALECTS_FIELD,
    NOTE_FIELD,
};
static const Shape shape_extension = {.name = "extension", FIELDS(extension_fields)};

static const Field value_fields[] = {
    {.name = "name", .type = FIELD_STRING, .required = true},
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_value = {.name = "enum_value", FIELDS(value_fields)};
static const Field value_text_form = {.type = FIELD_STRING};
static const Field value_form = {.type = FIELD_OBJECT, .shape = &shape_value};
static const Field *const value_forms[] = {&value_text_form, &value_form, NULL};
static const Field enum_value = {.name = "value", .type = FIELD_UNION, .alternatives = value_forms};

static const Field enum_fields[] = {
    {.name = "values",
     .type = FIELD_ARRAY,
     .value = &enum_value,
     .required = true,
     .help = "Values in order."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_enum = {.name = "enum", FIELDS(enum_fields)};

static const Field composite_field_fields[] = {
    {.name = "type", .type = FIELD_UNION, .alternatives = type_forms, .required = true},
    {.name = "collate", .type = FIELD_NAME},
    NOTE_FIELD,
};
static const Shape shape_composite_field = {.name = "composite_field",
                                            FIELDS(composite_field_fields)};
static const Field composite_type_form = {.type = FIELD_NAME};
static const Field composite_field_form = {.type = FIELD_OBJECT, .shape = &shape_composite_field};
static const Field *const composite_field_forms[] = {&composite_type_form, &composite_field_form,
                                                     NULL};
static const Field composite_field_value = {
    .name = "field", .type = FIELD_UNION, .alternatives = composite_field_forms};

static const Field composite_fields[] = {
    {.name = "fields",
     .type = FIELD_MAP,
     .value = &composite_field_value,
     .required = true,
     .help = "Fields in order, each with its type."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_composite = {.name = "composite", FIELDS(composite_fields)};

static const Field domain_fields[] = {
    {.name = "type", .type = FIELD_UNION, .alternatives = type_forms, .required = true},
    {.name = "null", .type = FIELD_BOOLEAN},
    {.name = "default", .type = FIELD_UNION, .alternatives = default_forms},
    {.name = "checks", .type = FIELD_UNION, .alternatives = check_forms},
    {.name = "collate", .type = FIELD_NAME},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_domain = {.name = "domain", FIELDS(domain_fields)};

static const char *const sequence_types[] = {"smallint", "integer", "bigint", NULL};
static const Field sequence_fields[] = {
    {.name = "type", .type = FIELD_ENUM, .words = sequence_types},
    {.name = "start", .type = FIELD_INTEGER},
    {.name = "increment", .type = FIELD_INTEGER},
    {.name = "min", .type = FIELD_INTEGER},
    {.name = "max", .type = FIELD_INTEGER},
    {.name = "cache", .type = FIELD_INTEGER},
    {.name = "cycle", .type = FIELD_BOOLEAN},
    {.name = "owned_by", .type = FIELD_NAME, .help = "table.column: dropped with it."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_sequence = {.name = "sequence", FIELDS(sequence_fields)};

static const Field routine_fields[] = {
    {.name = "definition",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "The whole CREATE FUNCTION or CREATE PROCEDURE statement."},
    {.name = "depends_on",
     .type = FIELD_STRINGS,
     .help = "Tables, views, types and functions that must exist before it."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_routine = {.name = "routine", FIELDS(routine_fields)};

#define DEFINITION_FIELD                                                                         \
    {                                                                                            \
        .name = "definition", .type = FIELD_UNION, .alternatives = text_forms, .required = true, \
        .help = "The whole CREATE statement.",                                                   \
    }
static const Field declared_fields[] = {DEFINITION_FIELD, DIALECTS_FIELD, RENAMED_FIELD,
                                        NOTE_FIELD};
static const Shape shape_event = {.name = "event", FIELDS(declared_fields)};
static const Shape shape_collation = {.name = "collation", FIELDS(declared_fields)};
static const Field statistics_fields[] = {DEFINITION_FIELD, DIALECTS_FIELD, RENAMED_FIELD,
                                          NOTE_FIELD, DIALECT_FIELDS(statistics_options)};
static const Shape shape_statistics = {.name = "statistics", FIELDS(statistics_fields)};
static const Field event_trigger_fields[] = {DEFINITION_FIELD, DIALECTS_FIELD, RENAMED_FIELD,
                                             NOTE_FIELD, DIALECT_FIELDS(event_trigger_options)};
static const Shape shape_event_trigger = {.name = "event trigger", FIELDS(event_trigger_fields)};
static const Shape shape_operator = {.name = "operator", FIELDS(declared_fields)};
static const Shape shape_cast = {.name = "cast", FIELDS(declared_fields)};
static const Shape shape_range = {.name = "range type", FIELDS(declared_fields)};

static const Field column_note_value = {.name = "note", .type = FIELD_STRING};

static const Field view_fields[] = {
    {.name = "query",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "The SELECT."},
    {.name = "materialized", .type = FIELD_BOOLEAN},
    {.name = "columns", .type = FIELD_NAMES, .help = "Names other than those of the query."},
    {.name = "depends_on", .type = FIELD_STRINGS, .help = "Tables and views that it reads."},
    {.name = "indexes",
     .type = FIELD_UNION,
     .alternatives = index_forms,
     .help = "Indexes of a materialized view."},
    {.name = "triggers",
     .type = FIELD_MAP,
     .shape = &shape_trigger,
     .help = "INSTEAD OF triggers."},
    {.name = "rules",
     .type = FIELD_MAP,
     .shape = &shape_rule,
     .help = "What happens instead of writing to it (PostgreSQL)."},
    {.name = "column_notes",
     .type = FIELD_MAP,
     .value = &column_note_value,
     .help = "Comments on its columns."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(view_options),
};
static const Shape shape_view = {.name = "view", FIELDS(view_fields)};

/* --- model ------------------------------------------------------------------------------------ */

static const char *const versions[] = {"1", NULL};

static const Field model_fields[] = {
    {.name = "$schema", .type = FIELD_STRING, .help = "Where editors find this schema."},
    {.name = "schemadiff",
     .type = FIELD_INTEGER,
     .words = versions,
     .required = true,
     .help = "Version of the model format."},
    {.name = "project", .type = FIELD_OBJECT, .shape = &shape_project},
    {.name = "include",
     .type = FIELD_STRINGS,
     .help = "More model files: paths relative to this one, folders or patterns."},
    {.name = "schemas", .type = FIELD_MAP, .shape = &shape_schema},
    {.name = "extensions", .type = FIELD_MAP, .shape = &shape_extension},
    {.name = "collations", .type = FIELD_MAP, .shape = &shape_collation},
    {.name = "enums", .type = FIELD_MAP, .shape = &shape_enum},
    {.name = "composites", .type = FIELD_MAP, .shape = &shape_composite},
    {.name = "domains", .type = FIELD_MAP, .shape = &shape_domain},
    {.name = "ranges", .type = FIELD_MAP, .shape = &shape_range},
    {.name = "sequences", .type = FIELD_MAP, .shape = &shape_sequence},
    {.name = "functions",
     .type = FIELD_MAP,
     .shape = &shape_routine,
     .help = "By name, with the types of the arguments where several have it: area(integer)."},
    {.name = "procedures", .type = FIELD_MAP, .shape = &shape_routine},
    {.name = "operators",
     .type = FIELD_MAP,
     .shape = &shape_operator,
     .help = "By name and types of the operands: ===(integer, integer) (PostgreSQL)."},
    {.name = "casts",
     .type = FIELD_MAP,
     .shape = &shape_cast,
     .help = "By their types: text as point (PostgreSQL)."},
    {.name = "partials", .type = FIELD_MAP, .shape = &shape_partial},
    {.name = "tables", .type = FIELD_MAP, .shape = &shape_table},
    {.name = "views", .type = FIELD_MAP, .shape = &shape_view},
    {.name = "statistics",
     .type = FIELD_MAP,
     .shape = &shape_statistics,
     .help = "What the planner counts beyond columns (PostgreSQL)."},
    {.name = "event_triggers",
     .type = FIELD_MAP,
     .shape = &shape_event_trigger,
     .help = "What happens when the database itself is changed (PostgreSQL)."},
    {.name = "events", .type = FIELD_MAP, .shape = &shape_event},
};
const Shape shape_model = {
    .name = "model",
    FIELDS(model_fields),
    .help = "Declarative database model. One file may hold any part of it; files are united.",
};
