/* A database that holds the schema of the revisions but no history: made by something else, or
 * restored without it. */
#ifndef CMD_UNVERSIONED_H
#define CMD_UNVERSIONED_H

#include "cmd/session.h"

/* Without a row in the history, and with all tables of the first revision there: when the database
 * is what they lead to (the snapshot says; without one, the model), offers to record all revisions
 * as applied (*stamped); otherwise ERR_HISTORY, which says what to do. Anything else is fine. */
NODISCARD bool unversioned_check(Context *ctx, Runner *runner, bool *stamped, Error *err);

#endif
