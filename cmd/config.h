/* The project file schemadiff.json, the environment and .env: what the options leave out. */
#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "cmd/arguments.h"
#include "cmd/environment.h"
#include "schema/doc.h"

typedef struct Config {
    const char *file;             /* the project file; NULL = none was found */
    const char *folder;           /* where it lies; "." without one */
    const char *env;              /* name of the environment; NULL = none chosen */
    const char *url;              /* NULL = none is known; holds the password */
    const char *scratch;          /* URL of an empty database, or "auto"; NULL = not said */
    const char *url_source;       /* for messages: "--url", "environment \"dev\"" … */
    const char *missing_variable; /* the environment names a variable that is not set */
    NameList models;              /* paths; empty = none is known */
    const char *dir;              /* migrations folder */
    NameList schemas, include, exclude;
    const char *history_table, *file_template;
    const Doc *naming; /* NULL = none */
    const Doc *lint;   /* severities by rule; NULL = none */
    bool guards;       /* generate --guards */
    Environment environment;
} Config;

#define PROJECT_FILE "schemadiff.json"

NODISCARD bool config_load(Mem *mem, const Arguments *args, Config *out, Error *err);

/* The names of the environments, whichever is chosen. */
NODISCARD bool config_environments(Mem *mem, const Arguments *args, NameList *out, Error *err);

/* Where there is none yet: the options, $DATABASE_URL and .env say all. */
void config_without_project(Mem *mem, const Arguments *args, Config *out);

/* A line of KEY=VALUE settings; values may be quoted, `export` may stand before them. NULL = the
 * file does not have it. */
const char *dotenv_get(Mem *mem, const char *text, const char *name);

#endif
