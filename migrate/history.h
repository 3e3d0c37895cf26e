/* The history table: which revisions are in force. */
#ifndef MIGRATE_HISTORY_H
#define MIGRATE_HISTORY_H

#include "migrate/graph.h"
#include "migrate/run.h"

#define HISTORY_TABLE_DEFAULT "schemadiff_revisions"

typedef enum HistoryState {
    HISTORY_APPLIED,
    HISTORY_APPLYING, /* an upgrade stopped half-way: `steps` of its statements are in force */
    HISTORY_REVERTING /* a downgrade stopped half-way: `steps` of its statements were run */
} HistoryState;

typedef struct HistoryRow {
    const char *revision, *message, *checksum;
    HistoryState state;
    size_t steps, steps_total;
    const char *applied_at, *applied_by; /* UTC: 2026-11-20T23:54:47Z */
    int64_t duration_ms;
    Migration *migration; /* NULL: no file has it */
} HistoryRow;

typedef struct History {
    bool exists; /* the table */
    LIST(HistoryRow) rows;
    bool *applied;      /* an entry per migration of graph->list */
    Migrations current; /* applied and without an applied child */
} History;

/* Reads the table; no table is an empty history. Never changes anything. */
NODISCARD bool history_read(Mem *mem, Conn *conn, const char *table, const Graph *graph,
                            History *out, Error *err);

/* ERR_HISTORY: a row whose file is gone, a file that was edited since, a migration that stopped
 * half-way. Parses the applied files. */
NODISCARD bool history_verify(Mem *mem, Conn *conn, const char *table, const Graph *graph,
                              const History *history, Error *err);

NODISCARD bool history_create(Mem *mem, Conn *conn, const char *table, Error *err);
NODISCARD bool history_insert(Mem *mem, Conn *conn, const char *table, const HistoryRow *row,
                              Error *err);
/* Sets state, steps and duration. */
NODISCARD bool history_update(Mem *mem, Conn *conn, const char *table, const HistoryRow *row,
                              Error *err);
NODISCARD bool history_delete(Mem *mem, Conn *conn, const char *table, const char *revision,
                              Error *err);
/* Is there a row for the revision now? */
NODISCARD bool history_has(Mem *mem, Conn *conn, const char *table, const char *revision, bool *out,
                           Error *err);

/* Of the graph, not applied, among the ancestors of `target` (NULL: all), parents first. */
void history_pending(Mem *mem, const Graph *graph, const History *history, const Migration *target,
                     Migrations *out);

#endif
