/* snapshot.json beside the revisions: the whole model as it is behind the newest revision, headed
 * by the heads it stands for. So a model can be compared, and a revision generated, without a
 * database; and two people who generate on the same parent get a conflict in git, always in the
 * line of the heads, and else only where they changed the same thing. */
#ifndef MIGRATE_SNAPSHOT_H
#define MIGRATE_SNAPSHOT_H

#include "migrate/graph.h"
#include "schema/model.h"

#define SNAPSHOT_FILE "snapshot.json"

typedef struct Snapshot {
    const char *path;
    bool exists;
    Texts heads; /* sorted */
    Doc *model;  /* as model_decode() takes it; NULL = there is none */
} Snapshot;

/* A file with the conflict markers of git is read as what both sides say together. ERR_MODEL where
 * they contradict each other. */
NODISCARD bool snapshot_read(Mem *mem, const char *folder, Snapshot *out, Error *err);
/* The file is replaced as a whole, and left alone when nothing changes; *changed may be NULL. */
NODISCARD bool snapshot_write(Mem *mem, const char *folder, const Texts *heads, const Doc *model,
                              bool *changed, Error *err);

/* Does it stand for exactly the heads of the graph? */
bool snapshot_is_current(const Snapshot *snapshot, const Graph *graph);

/* The heads once a revision with these parents is there. */
Texts snapshot_heads_after(Mem *mem, const Graph *graph, const Texts *revises,
                           const char *revision);

/* The model that a completed target says by itself: without what diff_complete() took from `live`
 * because the model does not manage it. */
Doc *snapshot_model(Mem *mem, const Schema *target, const Schema *live);

/* --- private to snapshot*.c --- */

bool snapshot_has_conflicts(const char *text);
/* Both sides of the conflicts, each read and put together again. */
NODISCARD bool snapshot_join(Mem *mem, const char *path, const char *text, Doc **out, Error *err);

#endif
