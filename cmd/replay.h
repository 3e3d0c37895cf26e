/* What revisions make of an empty database. */
#ifndef CMD_REPLAY_H
#define CMD_REPLAY_H

#include "cmd/scratch.h"

/* Runs the revisions (parents first) on a scratch database and compares with what it holds then.
 * *out: what the live database would still need; NULL: nothing is compared, because no scratch
 * database is at hand (scratch_at_hand()) or the revisions cannot run there, which is told. */
NODISCARD bool replay_compare(Context *ctx, Conn *live, const Graph *graph, const Migrations *list,
                              const Changes **out, Error *err);

#endif
