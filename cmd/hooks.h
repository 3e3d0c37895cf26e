/* The project's own commands before and behind a change: "hooks" in the project file. They run
 * under the migration lock, so of several runs at once only the one that does the work calls them,
 * and who waited finds their work done. Nothing to do: no hook. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "cmd/session.h"

/* ERR_SAFETY when it fails: nothing was changed then. `todo` in the order in which it will run. */
NODISCARD bool hook_before(Context *ctx, const Conn *conn, Hook hook, const Migrations *todo,
                           Error *err);
/* ERR_HOOK when it fails: what was done stays. */
NODISCARD bool hook_after(Context *ctx, const Conn *conn, Hook hook, const Migrations *done,
                          Error *err);
/* after_generate, for a file that was written. ERR_HOOK. */
NODISCARD bool hook_generated(Context *ctx, const char *revision, const char *path, Error *err);

#define NO_HOOKS_FLAG \
    FLAG("no-hooks", 0, FLAG_SWITCH, NULL, no_hooks, "without the \"hooks\" of the project file")

#endif
