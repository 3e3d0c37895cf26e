/* Commands that the project file names: backup, online, hooks. Each is a line for sh: it may use
 * pipes and conditions, and nothing in it must be quoted for us, since all that we have to say
 * comes by the environment. */
#ifndef CMD_SHELL_H
#define CMD_SHELL_H

#include "cmd/process.h"
#include "cmd/session.h"

/* Runs the line in the folder of the project file and waits. Its environment has SCHEMADIFF_URL
 * (with its password), SCHEMADIFF_ENV, SCHEMADIFF_DATABASE and `variables`. `conn` NULL: no
 * database is looked at. Returns as process_run() does. */
const char *shell_run(Context *ctx, const Conn *conn, const char *line, const Variable *variables,
                      size_t n);

/* The path as it must be written in the folder of the project file. */
const char *shell_path(Context *ctx, const char *path);

#endif
