/* The revisions of a folder as a graph: parents before children. */
#ifndef MIGRATE_GRAPH_H
#define MIGRATE_GRAPH_H

#include "migrate/migration.h"

typedef struct Graph {
    Mem *mem;
    const char *folder;
    Migrations list;   /* parents first; otherwise in the order of the file names */
    Migration **by_id; /* list.len pointers sorted by revision */
    Migrations heads;  /* without children */
} Graph;

/* From migrations in the order of their file names. ERR_HISTORY, naming the files: an id that
 * occurs twice, an unknown parent, a loop. Several heads are no error yet. */
NODISCARD bool graph_build(Mem *mem, const char *folder, const Migrations *files, Graph *out,
                           Error *err);

Migration *graph_find(const Graph *graph, const char *revision); /* NULL = none */

/* The one head; *out NULL when there are no revisions. ERR_HISTORY when there are several. */
NODISCARD bool graph_head(const Graph *graph, Migration **out, Error *err);

/* `mark` has an entry per migration of graph->list: sets those of `from` and all its ancestors
 * (or descendants). */
void graph_mark_ancestors(const Graph *graph, const Migration *from, bool *mark);
void graph_mark_descendants(const Graph *graph, const Migration *from, bool *mark);

#endif
