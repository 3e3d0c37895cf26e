/* Writing a new revision file: shared by generate and revision. */
#ifndef CMD_REVISION_H
#define CMD_REVISION_H

#include "cmd/report.h"

typedef struct NewRevision {
    MigrationHead head;
    Plan *up, *down; /* NULL: empty sections */
    const char *path;
} NewRevision;

/* The head from the options: message, identifier, what it revises, time. ERR_HISTORY when the
 * folder has several heads or the identifier is taken. */
NODISCARD bool revision_prepare(Context *ctx, const Graph *graph, NewRevision *out, Error *err);
/* Writes the file into the folder, which is made when it is not there; fills `path`. */
NODISCARD bool revision_write(Context *ctx, const Dialect *dialect, NewRevision *revision,
                              Error *err);

#endif
