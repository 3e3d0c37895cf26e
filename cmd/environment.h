/* The rules of an environment of the project file: which database it is, what may be done to it
 * and what must be confirmed. Without an environment there are none. */
#ifndef CMD_ENVIRONMENT_H
#define CMD_ENVIRONMENT_H

#include "introspect/conn.h"
#include "migrate/run.h"
#include "schema/doc.h"
#include "schema/table.h"

typedef struct Environment {
    const char *name; /* NULL = none was chosen */
    const char *file; /* for messages */
    NameList hosts, databases;
    NameList allow, deny, confirm; /* names of commands */
    bool production, sync;
    const char *backup; /* command for sh; NULL = none */
    const char *online; /* command for sh; NULL = none */
    const char *log;    /* NULL = none */
    RunLimits limits;
    int64_t migration_lock_ms; /* -1 = not said */
} Environment;

/* Reads "timeouts" and "log" of the project, then those of the environment (NULL: none). ERR_MODEL
 * with the place: no duration, no command of that name. */
NODISCARD bool environment_read(Mem *mem, const Doc *project, const Doc *environment,
                                const char *name, Environment *out, Error *err);

/* May the command be used here? ERR_SAFETY. */
NODISCARD bool environment_allows(const Environment *environment, const char *command, Error *err);
/* Is it the database that the environment means? ERR_SAFETY. */
NODISCARD bool environment_expects(const Environment *environment, const Conn *conn, Error *err);
bool environment_confirms(const Environment *environment, const char *command);

#endif
