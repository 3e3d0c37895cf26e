/* Does a database hold what the revisions make of it? */
#ifndef CMD_AT_HEAD_H
#define CMD_AT_HEAD_H

#include "cmd/compare.h"

/* The live database as `from`, the snapshot as `to`. *known false: no snapshot stands for the
 * heads, and nothing is compared. */
NODISCARD bool at_head_compare(Context *ctx, Conn *conn, const Graph *graph, Comparison *out,
                               bool *known, Error *err);

#endif
