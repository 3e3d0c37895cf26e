/* The command line as a value: one table describes every option, for parsing and for help. */
#ifndef CMD_ARGUMENTS_H
#define CMD_ARGUMENTS_H

#include "base/error.h"
#include "schema/table.h"

typedef struct Arguments {
    /* every command */
    const char *config, *env, *url, *dir, *format, *color;
    NameList models, schemas, include, exclude;
    bool yes, quiet, help, version;
    int verbose;
    /* one command or another */
    const char *message, *output, *range, *revision_id;
    bool allow_empty_only, prove, no_prove;
    const char *scratch, *from_dump;
    bool no_hooks, verify, force;
    bool check, exit_code, autogenerate, indicate, check_heads, draw;
    /* revisions and history */
    const char *head, *revert, *tag;
    NameList branch_labels, depends_on;
    bool splice, purge, offline, sql;
    const char *lock_timeout;
    bool skip, again, strict, strict_coverage;
    bool project, prune;
    const char *log, *backup;
    const char *since;
    bool online, changes, split, guards;
    const char *columns;
    const char *from, *from_alembic;
    NameList rest; /* what is no option, without the command's name */
} Arguments;

typedef enum FlagType { FLAG_SWITCH, FLAG_COUNT, FLAG_VALUE, FLAG_LIST } FlagType;

typedef struct Flag {
    const char *name;
    char letter; /* 0 = none */
    FlagType type;
    const char *value; /* "FILE" for help; NULL for switches */
    const char *help;  /* one line */
    size_t offset;     /* in Arguments */
} Flag;

extern const Flag common_flags[];
extern const size_t common_flag_count;

struct Command;

/* Finds the command's name among `argv` (options may stand before it) and parses the rest.
 * *command is NULL when none is named. ERR_USAGE. */
NODISCARD bool arguments_parse(Mem *mem, int argc, char **argv, Arguments *out,
                               const struct Command **command, Error *err);

/* Overwrites passwords in argv, which other users of the machine can see. */
void arguments_hide_secrets(int argc, char **argv);

#endif
