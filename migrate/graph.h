/* The revisions of a folder as a graph: parents before children. */
#ifndef MIGRATE_GRAPH_H
#define MIGRATE_GRAPH_H

#include "migrate/migration.h"

/* The name of a branch, and the revision that carries it. */
typedef struct Label {
    const char *name;
    Migration *owner;
} Label;

typedef struct Graph {
    Mem *mem;
    const char *folder;
    Migrations list;    /* parents, and what is depended on, first; else as the files are named */
    Migration **by_id;  /* list.len pointers sorted by revision */
    Migrations heads;   /* without children */
    LIST(Label) labels; /* sorted by name */
} Graph;

/* From migrations in the order of their file names. ERR_HISTORY, naming the files: an id or label
 * that occurs twice, an unknown parent or dependency, a loop. Several heads are no error yet. */
NODISCARD bool graph_build(Mem *mem, const char *folder, const Migrations *files, Graph *out,
                           Error *err);

Migration *graph_find(const Graph *graph, const char *revision); /* NULL = none */
Migration *graph_label(const Graph *graph, const char *name);    /* NULL = none */

/* The first of by_id that is not less than the text; list.len = none. Revisions with a prefix stand
 * together from there on. */
size_t graph_lower_bound(const Graph *graph, const char *text);

/* The one head; *out NULL when there are no revisions. ERR_HISTORY when there are several. */
NODISCARD bool graph_head(const Graph *graph, Migration **out, Error *err);
/* ERR_HISTORY that lists the heads and says what to do: merge, rebase, or the remedy. */
bool graph_several_heads(const Migrations *heads, const char *remedy, Error *err);
#define HEADS_REMEDY "to name one, give its identifier or LABEL@head, and heads for all of them"

/* `mark` has an entry per migration of graph->list: sets those of `from` and of all that must be in
 * force with it (or that goes with it): parents and dependencies (or children and dependents). */
void graph_mark_ancestors(const Graph *graph, const Migration *from, bool *mark);
void graph_mark_descendants(const Graph *graph, const Migration *from, bool *mark);

/* The revision and all that it descends from, dependencies left aside. */
void graph_mark_below(const Graph *graph, const Migration *from, bool *mark);
/* The branch of a revision, dependencies left aside: the revision, what descends from it, and what
 * it descends from up to where branches part or join. */
void graph_mark_branch(const Graph *graph, const Migration *owner, bool *mark);
/* The branch and all that its revision descends from. */
void graph_mark_lineage(const Graph *graph, const Migration *owner, bool *mark);

/* Fills `branches` of every migration: the labels of the branches that it belongs to. */
void graph_fill_branches(const Graph *graph);

#endif
