/* The table of commands, and what a command gets. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/arguments.h"
#include "cmd/config.h"
#include "cmd/output.h"
#include "diff/diff.h"

typedef struct Context {
    Mem *mem;
    Output *out;
    const Arguments *args;
    const struct Command *command;
    Config config;
    Renames renames, denied; /* what the user answered about drops and adds (cmd/rename.h) */
    int status; /* what the program exits with when the command succeeds: 0; 1 = "no"; 7 = flaws */
} Context;

/* What a command does to the database, and so what becomes of one that is a file and not there. */
typedef enum DatabaseUse {
    DATABASE_LOOKS = 0, /* where it has changed nothing there is nothing: as if it were empty */
    DATABASE_SHOWS,     /* has nothing to show then: exit 4 */
    DATABASE_CHANGES    /* makes it */
} DatabaseUse;

typedef struct Command {
    const char *name, *alias; /* alias NULL = none */
    const char *usage;        /* what follows the name: "[REV]" */
    const char *summary;      /* one line */
    const char *details;      /* NULL, or lines of at most 78 characters */
    const char *example;      /* one real call */
    const Flag *flags;
    size_t flag_count;
    const char *formats; /* of --format, "text json"; the first is the default */
    size_t min_rest, max_rest;
    DatabaseUse database;
    bool (*run)(Context *ctx, Error *err);
} Command;

extern const Command *const commands[]; /* NULL-ended */

const Command *command_find(const char *name); /* also by alias; NULL = none */

/* The whole program but main(): returns the exit status. */
int command_main(int argc, char **argv);

/* Ctrl-C was pressed. */
bool command_interrupted(void *unused);
/* Until it says false: the program waits for a server, a lock or an answer, and nothing is half
 * done. Ctrl-C ends it at once. */
void command_waits(bool waits);

extern const Command command_check, command_completion, command_create, command_current,
    command_diff, command_downgrade, command_fmt, command_generate, command_help, command_history,
    command_init, command_inspect, command_lint, command_repair, command_reset, command_resume,
    command_revision, command_schema, command_sync, command_upgrade, command_verify;
extern const Command command_branches, command_edit, command_heads, command_merge, command_rebase,
    command_show, command_stamp;
extern const Command command_diagram, command_report;

/* `revision --autogenerate` is generate. */
bool generate_run(Context *ctx, Error *err);

#define FLAG(name, letter, type, value, member, help)                \
    {                                                                \
        name, letter, type, value, help, offsetof(Arguments, member) \
    }
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
