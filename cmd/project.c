#include "cmd/project.h"

#include "cmd/command.h"
#include "cmd/environment.h"

static const Field name_value = {.type = FIELD_NAME};
static const Field names_value = {.type = FIELD_STRINGS};
static const Field *const name_or_names[] = {&name_value, &names_value, NULL};

static const Field naming_fields[] = {
    {.name = "primary_key", .type = FIELD_NAME, .help = "pk_%(table_name)s"},
    {.name = "foreign_key", .type = FIELD_NAME},
    {.name = "unique", .type = FIELD_NAME},
    {.name = "index", .type = FIELD_NAME},
    {.name = "check", .type = FIELD_NAME},
};
static const Shape naming_shape = {"naming", naming_fields, COUNT_OF(naming_fields),
                                   "Names for what the model leaves unnamed."};

static const Field integer_value = {.type = FIELD_INTEGER};
static const Field *const duration_forms[] = {&integer_value, &name_value, NULL};
static const Field timeouts_fields[] = {
    {.name = "migration_lock",
     .type = FIELD_UNION,
     .alternatives = duration_forms,
     .help = "How long to wait for another run; as --lock-timeout. Seconds, or \"500ms\"."},
    {.name = "lock",
     .type = FIELD_UNION,
     .alternatives = duration_forms,
     .help = "How long a statement may wait for locks of others."},
    {.name = "statement",
     .type = FIELD_UNION,
     .alternatives = duration_forms,
     .help = "How long a statement may take."},
    {.name = "retries",
     .type = FIELD_INTEGER,
     .help = "How often to try again what waited too long for a lock."},
};
static const Shape timeouts_shape = {"timeouts", timeouts_fields, COUNT_OF(timeouts_fields),
                                     "Limits on waiting; 0 or absent: the database's own."};

static const Field hooks_fields[] = {
#define HOOK_FIELD(upper, lower, text) {.name = #lower, .type = FIELD_NAME, .help = (text)},
    HOOK_LIST(HOOK_FIELD)
#undef HOOK_FIELD
};
static const Shape hooks_shape = {"hooks", hooks_fields, COUNT_OF(hooks_fields),
                                  "Commands for sh, run in the folder of the project file."};

static const Field environment_fields[] = {
    {.name = "url", .type = FIELD_NAME, .help = "Database, where url_env gives none."},
    {.name = "url_env", .type = FIELD_NAME, .help = "Name of the variable that holds the URL."},
    {.name = "scratch",
     .type = FIELD_NAME,
     .help = "URL of an empty database for proofs, or auto: one made on the same server."},
    {.name = "host",
     .type = FIELD_UNION,
     .alternatives = name_or_names,
     .help = "The host it must be; * stands for anything."},
    {.name = "database",
     .type = FIELD_UNION,
     .alternatives = name_or_names,
     .help = "The database it must be; * stands for anything."},
    {.name = "allow", .type = FIELD_STRINGS, .help = "The only commands that may be used on it."},
    {.name = "deny", .type = FIELD_STRINGS, .help = "Commands that may not be used on it."},
    {.name = "confirm", .type = FIELD_STRINGS, .help = "Commands that ask before they change it."},
    {.name = "users",
     .type = FIELD_UNION,
     .alternatives = name_or_names,
     .help = "The only accounts that may change it; * stands for anything."},
    {.name = "migrations",
     .type = FIELD_NAME,
     .help = "Folder of its revisions, where it is another kind of database."},
    {.name = "production",
     .type = FIELD_BOOLEAN,
     .help = "What changes it shows its plan and wants the database's name typed, or --yes."},
    {.name = "sync", .type = FIELD_BOOLEAN, .help = "Allows sync."},
    {.name = "reset", .type = FIELD_BOOLEAN, .help = "Allows reset, which drops everything."},
    {.name = "backup",
     .type = FIELD_NAME,
     .help = "Command for sh, run before upgrade and downgrade; its failure stops them."},
    {.name = "timeouts", .type = FIELD_OBJECT, .shape = &timeouts_shape},
    {.name = "online", .type = FIELD_NAME, .help = "As in the project."},
    {.name = "hooks", .type = FIELD_OBJECT, .shape = &hooks_shape},
    {.name = "log", .type = FIELD_NAME, .help = "File that runs are logged to; as --log."},
    {.name = "note", .type = FIELD_STRING},
};
static const Shape environment_shape = {"environment", environment_fields,
                                        COUNT_OF(environment_fields), "One database."};

static const char *const severities[] = {"off", "note", "warning", "error", NULL};
static const Field severity_value = {.type = FIELD_ENUM, .words = severities};

static const Field project_fields[] = {
    {.name = "$schema", .type = FIELD_STRING},
    {.name = "schemadiff", .type = FIELD_INTEGER, .help = "Version of the file's format: 1."},
    {.name = "model",
     .type = FIELD_UNION,
     .alternatives = name_or_names,
     .help = "Model files, folders or globs."},
    {.name = "migrations", .type = FIELD_NAME, .help = "Folder of the revisions."},
    {.name = "default_env", .type = FIELD_NAME, .help = "Environment when --env says nothing."},
    {.name = "environments", .type = FIELD_MAP, .shape = &environment_shape},
    {.name = "schemas", .type = FIELD_STRINGS, .help = "As --schema."},
    {.name = "include", .type = FIELD_STRINGS, .help = "As --include."},
    {.name = "exclude", .type = FIELD_STRINGS, .help = "As --exclude."},
    {.name = "version_table", .type = FIELD_NAME, .help = "Where applied revisions are recorded."},
    {.name = "file_template", .type = FIELD_NAME, .help = "Names of new revision files."},
    {.name = "timeouts", .type = FIELD_OBJECT, .shape = &timeouts_shape},
    {.name = "log", .type = FIELD_NAME, .help = "File that runs are logged to; as --log."},
    {.name = "guards", .type = FIELD_BOOLEAN, .help = "As --guards of generate."},
    {.name = "online",
     .type = FIELD_NAME,
     .help = "Command for sh that changes a table without locking it (gh-ost …)."},
    {.name = "hooks", .type = FIELD_OBJECT, .shape = &hooks_shape},
    {.name = "naming", .type = FIELD_OBJECT, .shape = &naming_shape},
    {.name = "lint",
     .type = FIELD_MAP,
     .value = &severity_value,
     .help = "Severities by rule (docs/lint.md): off, note, warning or error."},
};
const Shape project_shape = {"project file", project_fields, COUNT_OF(project_fields),
                             "schemadiff.json"};
