#include "schema/json/shape_constraints.h"

/* --- columns ---------------------------------------------------------------------------------- */

static const char *const identity_words[] = {"always", "by default", NULL};
static const char *const generated_words[] = {"stored", "virtual", NULL};

static const Field identity_fields[] = {
    {.name = "generated", .type = FIELD_ENUM, .words = identity_words},
    {.name = "start", .type = FIELD_INTEGER},
    {.name = "increment", .type = FIELD_INTEGER},
    {.name = "min", .type = FIELD_INTEGER},
    {.name = "max", .type = FIELD_INTEGER},
    {.name = "cache", .type = FIELD_INTEGER},
    {.name = "cycle", .type = FIELD_BOOLEAN},
    {.name = "sequence", .type = FIELD_NAME, .help = "Name of its sequence."},
};
static const Shape shape_identity = {.name = "identity", FIELDS(identity_fields)};
static const Field identity_word_form = {.type = FIELD_ENUM, .words = identity_words};
static const Field identity_form = {.type = FIELD_OBJECT, .shape = &shape_identity};
static const Field *const identity_forms[] = {&identity_word_form, &identity_form, NULL};

static const Field column_fields[] = {
    {.name = "type",
     .type = FIELD_UNION,
     .alternatives = type_forms,
     .required = true,
     .help = "Type of the database, portable type, enum or domain; or one text per database."},
    {.name = "null", .type = FIELD_BOOLEAN, .help = "false: NOT NULL. Without it true."},
    {.name = "default",
     .type = FIELD_UNION,
     .alternatives = default_forms,
     .help = "A literal, or an SQL expression as {\"expr\": \"now()\"}."},
    {.name = "increment",
     .type = FIELD_BOOLEAN,
     .help = "Numbers by itself, the way the database does that."},
    {.name = "identity",
     .type = FIELD_UNION,
     .alternatives = identity_forms,
     .help = "Identity column (PostgreSQL)."},
    {.name = "generated",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .help = "Expression of a generated column."},
    {.name = "generated_as",
     .type = FIELD_ENUM,
     .words = generated_words,
     .help = "Without it stored."},
    {.name = "unique", .type = FIELD_BOOLEAN, .help = "Unique constraint on this column alone."},
    {.name = "conflict",
     .type = FIELD_ENUM,
     .words = conflict_words,
     .help = "ON CONFLICT clause of the column's unique constraint (SQLite)."},
    {.name = "check",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .help = "What must hold for every row, named by the naming rule."},
    {.name = "collate", .type = FIELD_UNION, .alternatives = text_forms, .help = "Collation."},
    {.name = "references",
     .type = FIELD_NAME,
     .pattern = "^.+\\..+$",
     .help = "table.column: a foreign key of this column, named by the naming rule."},
    {.name = "on_delete", .type = FIELD_ENUM, .words = action_words},
    {.name = "on_update", .type = FIELD_ENUM, .words = action_words},
    {.name = "tenant", .type = FIELD_BOOLEAN, .help = "This column names the row's tenant."},
    {.name = "backfill",
     .type = FIELD_UNION,
     .alternatives = default_forms,
     .help = "What existing rows get when the column becomes NOT NULL."},
    RENAMED_FIELD,
    NOTE_FIELD,
    META_FIELD,
    DIALECT_FIELDS(column_options),
};
const Shape shape_column = {.name = "column", FIELDS(column_fields)};

/* --- partials and tables ---------------------------------------------------------------------- */

static const Field partial_fields[] = {
    {.name = "columns", .type = FIELD_MAP, .shape = &shape_column, .help = "Columns in order."},
    {.name = "primary_key", .type = FIELD_UNION, .alternatives = primary_key_forms},
    {.name = "unique",
     .type = FIELD_UNION,
     .alternatives = unique_forms,
     .help = "Unique constraints."},
    {.name = "indexes", .type = FIELD_UNION, .alternatives = index_forms},
    {.name = "checks", .type = FIELD_UNION, .alternatives = check_forms},
    {.name = "foreign_keys", .type = FIELD_UNION, .alternatives = foreign_key_forms},
    {.name = "exclusions", .type = FIELD_MAP, .shape = &shape_exclusion},
    NOTE_FIELD,
    DIALECT_FIELDS(table_options),
};
const Shape shape_partial = {
    .name = "partial", FIELDS(partial_fields), .help = "Part of a table that several tables use."};

static const Field trigger_fields[] = {
    {.name = "definition",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "The whole CREATE TRIGGER statement."},
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(trigger_options),
};
const Shape shape_trigger = {.name = "trigger", FIELDS(trigger_fields)};

static const Field rule_fields[] = {
    {.name = "definition",
     .type = FIELD_UNION,
     .alternatives = text_forms,
     .required = true,
     .help = "The whole CREATE RULE statement."},
    RENAMED_FIELD,
    NOTE_FIELD,
    DIALECT_FIELDS(rule_options),
};
const Shape shape_rule = {.name = "rule", FIELDS(rule_fields)};

static const char *const policy_commands[] = {"all", "select", "insert", "update", "delete", NULL};
static const Field policy_fields[] = {
    {.name = "command", .type = FIELD_ENUM, .words = policy_commands, .help = "Without it all."},
    {.name = "restrictive", .type = FIELD_BOOLEAN, .help = "Must hold beside the others."},
    {.name = "roles", .type = FIELD_NAMES, .help = "Without it everybody."},
    {.name = "using", .type = FIELD_NAME, .help = "Which rows are seen."},
    {.name = "check", .type = FIELD_NAME, .help = "Which rows may be written."},
    RENAMED_FIELD,
    NOTE_FIELD,
};
static const Shape shape_policy = {.name = "policy", FIELDS(policy_fields)};

static const char *const tenant_words[] = {"self", "none", "column", NULL};

static const Field table_fields[] = {
    {.name = "use", .type = FIELD_NAMES, .help = "Partials whose members the table gets."},
    {.name = "triggers", .type = FIELD_MAP, .shape = &shape_trigger},
    {.name = "rules",
     .type = FIELD_MAP,
     .shape = &shape_rule,
     .help = "What else happens, or happens instead (PostgreSQL)."},
    {.name = "policies",
     .type = FIELD_MAP,
     .shape = &shape_policy,
     .help = "Row security (PostgreSQL)."},
    {.name = "tenant",
     .type = FIELD_ENUM,
     .words = tenant_words,
     .help = "self: the tenants' own table; none: shared by all tenants; column: has the tenant "
             "column."},
    {.name = "managed", .type = FIELD_BOOLEAN, .help = "false: known, but never changed."},
    DIALECTS_FIELD,
    RENAMED_FIELD,
    META_FIELD,
};
const Shape shape_table = {.name = "table", FIELDS(table_fields), .base = &shape_partial};
