/* Other programs: dumps, the project's own commands. */
#ifndef CMD_PROCESS_H
#define CMD_PROCESS_H

#include "base/str.h"

typedef struct Variable {
    const char *name, *value; /* value NULL: left out */
} Variable;

/* Runs the program with these variables in its environment and waits. Its standard output becomes
 * our standard error. NULL = it ended with status 0; else why not: "exit status 3". */
const char *process_run(Mem *mem, char *const *argv, const Variable *variables, size_t n);
/* The same for a line of sh in the folder. */
const char *process_shell(Mem *mem, const char *folder, const char *line, const Variable *variables,
                          size_t n);

#endif
