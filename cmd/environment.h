/* The rules of an environment of the project file: which database it is, what may be done to it
 * and what must be confirmed. Without an environment there are none. */
#ifndef CMD_ENVIRONMENT_H
#define CMD_ENVIRONMENT_H

#include "introspect/conn.h"
#include "migrate/run.h"
#include "schema/doc.h"
#include "schema/table.h"

/* Commands of the project around a change: what they are called in the project file, and when they
 * run. */
#define HOOK_LIST(X)                                                                        \
    X(BEFORE_UPGRADE, before_upgrade, "Before an upgrade; its failure stops that.")         \
    X(AFTER_UPGRADE, after_upgrade, "Behind an upgrade: seeds, checks of the application.") \
    X(BEFORE_DOWNGRADE, before_downgrade, "Before a downgrade; its failure stops that.")    \
    X(AFTER_DOWNGRADE, after_downgrade, "Behind a downgrade.")                              \
    X(AFTER_GENERATE, after_generate, "Behind a new revision file: formatters, git add.")

typedef enum Hook {
#define HOOK_MEMBER(upper, lower, help) HOOK_##upper,
    HOOK_LIST(HOOK_MEMBER)
#undef HOOK_MEMBER
        HOOKS /* how many there are */
} Hook;

typedef struct Environment {
    const char *name; /* NULL = none was chosen */
    const char *file; /* for messages */
    NameList hosts, databases;
    NameList allow, deny, confirm; /* names of commands */
    bool production, sync, reset;
    const char *backup;       /* command for sh; NULL = none */
    const char *online;       /* command for sh; NULL = none */
    const char *hooks[HOOKS]; /* commands for sh; NULL = none */
    NameList users;           /* accounts that may change the database; empty = all */
    const char *log;          /* NULL = none */
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
/* May this account change the database? ERR_SAFETY. */
NODISCARD bool environment_admits(const Environment *environment, const char *user, Error *err);
bool environment_confirms(const Environment *environment, const char *command);

/* "before_upgrade" */
const char *hook_word(Hook hook);

#endif
