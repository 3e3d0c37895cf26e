/* The model against the snapshot of the newest revision: no database. */
#ifndef CMD_OFFLINE_H
#define CMD_OFFLINE_H

#include "cmd/compare.h"
#include "migrate/snapshot.h"

/* The snapshot; a folder without revisions has an empty one (model NULL). ERR_HISTORY when there is
 * none, or it does not stand for the heads. */
NODISCARD bool offline_snapshot(Context *ctx, const Graph *graph, Snapshot *out, Error *err);

/* The server that offline work is for: the snapshot's dialect, else that of --url (which is not
 * connected to), of the newest revision, of the model. ERR_USAGE: nobody says. */
NODISCARD bool offline_server(Context *ctx, const Graph *graph, const Snapshot *snapshot,
                              const Doc *model, const Server **out, Error *err);

/* The snapshot as `from`, the model as `to`. */
NODISCARD bool offline_compare(Context *ctx, const Graph *graph, Comparison *out, Error *err);

#endif
