/* generate --revert: a revision that takes another one back. */
#ifndef CMD_REVERT_H
#define CMD_REVERT_H

#include "cmd/revision.h"

/* Its upgrade is the downgrade of --revert REV, and the other way round. */
NODISCARD bool revert_run(Context *ctx, Error *err);

#endif
