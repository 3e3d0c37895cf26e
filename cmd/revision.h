/* Writing a new revision file: shared by generate, revision and merge. */
#ifndef CMD_REVISION_H
#define CMD_REVISION_H

#include "cmd/describe.h"
#include "cmd/hooks.h"

#include <time.h>

typedef struct NewRevision {
    MigrationHead head;
    Plan *up, *down;        /* NULL: empty sections */
    const char *body;       /* both sections as text; NULL = from the plans */
    const Changes *changes; /* what it does; NULL = nobody knows */
    Doc *model;             /* for the snapshot; NULL = it keeps what it says */
    time_t created;
    const char *path;
} NewRevision;

typedef LIST(NewRevision) NewRevisions;

/* The head from the options: message, identifier, labels, dependencies, time, and what it revises
 * (--head, else the head). ERR_HISTORY when the folder has several heads and none is named, or the
 * identifier or label is taken. */
NODISCARD bool revision_prepare(Context *ctx, const Graph *graph, NewRevision *out, Error *err);
/* The same with these parents. */
NODISCARD bool revision_prepare_on(Context *ctx, const Graph *graph, const Migrations *parents,
                                   NewRevision *out, Error *err);
/* The same for one that stands on the new revision `on`, as its `number` (from 2): the head has its
 * identifier with the number, and is a second younger, so that files sort as they follow. */
NODISCARD bool revision_prepare_behind(Context *ctx, const Graph *graph, const NewRevision *first,
                                       const NewRevision *on, size_t number, NewRevision *out,
                                       Error *err);
/* Plans both directions. A way back that is beyond the database makes the revision irreversible. */
NODISCARD bool revision_plan(Context *ctx, const Changes *up, const Changes *down, NewRevision *out,
                             Error *err);
/* Writes the file into the folder, which is made when it is not there, and the snapshot; fills
 * `path`. */
NODISCARD bool revision_write(Context *ctx, const Graph *graph, const Dialect *dialect,
                              NewRevision *revision, Error *err);
/* The same for revisions that stand on each other: all of them or none. The snapshot is that of the
 * last one. */
NODISCARD bool revisions_write(Context *ctx, const Graph *graph, const Dialect *dialect,
                               NewRevisions *revisions, Error *err);
/* revision_write() offline, for the dialect of --url or of the newest revision, and tells the path.
 */
NODISCARD bool revision_write_by_hand(Context *ctx, const Graph *graph, NewRevision *revision,
                                      Error *err);

/* Offline: the dialect of the URL, else that of the newest revision. ERR_USAGE: nobody says. */
NODISCARD bool revision_dialect(Context *ctx, const Graph *graph, const Dialect **out, Error *err);

/* ERR_HISTORY: --splice is missing. */
bool revision_not_head(const Migration *migration, Error *err);

/* What generate and revision have in common. */
#define REVISION_FLAGS                                                                             \
    FLAG("message", 'm', FLAG_VALUE, "MSG", message, "what the revision does"),                    \
        FLAG("rev-id", 0, FLAG_VALUE, "ID", revision_id, "its identifier (12 random hex digits)"), \
        FLAG("head", 0, FLAG_VALUE, "REV", head, "what it revises (the head)"),                    \
        FLAG("splice", 0, FLAG_SWITCH, NULL, splice, "REV may be no head: begin a branch"),        \
        FLAG("branch-label", 0, FLAG_LIST, "LABEL", branch_labels,                                 \
             "label of the branch that begins here"),                                              \
        FLAG("depends-on", 0, FLAG_LIST, "REV", depends_on, "what must be applied before it"),     \
        NO_HOOKS_FLAG

#endif
