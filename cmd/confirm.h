/* What must be confirmed before a database is changed. */
#ifndef CMD_CONFIRM_H
#define CMD_CONFIRM_H

#include "cmd/session.h"

/* Must this command be confirmed in this environment? Then its plan should be shown before. */
bool confirm_is_wanted(const Context *ctx);

/* Asks where the environment wants it, or `always`: in production for the database's name, else
 * "question [y/N]". --yes answers. ERR_SAFETY. */
NODISCARD bool confirm_change(Context *ctx, const Conn *conn, const char *question, bool always,
                              Error *err);

/* The statements that will run, to standard error. */
void confirm_show(Context *ctx, const Migrations *todo, bool up);

#endif
