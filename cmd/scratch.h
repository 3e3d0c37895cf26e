/* Which scratch database a command uses. */
#ifndef CMD_SCRATCH_H
#define CMD_SCRATCH_H

#include "cmd/session.h"
#include "migrate/scratch.h"

/* The one at `url`; NULL: --scratch, else the environment's "scratch"; else one that is made for
 * the environment's database and dropped. */
NODISCARD bool scratch_open(Context *ctx, const char *url, Scratch **out, Error *err);

/* Is there one that costs nothing, because the dialect has databases in memory, or that somebody
 * named for such things? */
bool scratch_at_hand(const Context *ctx, const Conn *live);

/* The same, filled with the dump of --from-dump, where there is one. */
NODISCARD bool scratch_open_filled(Context *ctx, const char *url, Scratch **out, Error *err);

/* A runner on it that says nothing but stops at Ctrl-C. */
Runner scratch_runner(Context *ctx, Scratch *scratch, const Graph *graph);

#define SCRATCH_FLAG                               \
    FLAG("scratch", 0, FLAG_VALUE, "URL", scratch, \
         "empty database for the proof (default: one that is made)")

#endif
