/* The history table: which revisions are in force, and how far a half-way one got. */
#ifndef MIGRATE_HISTORY_H
#define MIGRATE_HISTORY_H

#include "migrate/graph.h"
#include "migrate/run.h"

#define HISTORY_TABLE_DEFAULT "schemadiff_revisions"

typedef enum HistoryState {
    HISTORY_APPLIED,
    HISTORY_APPLYING,   /* an upgrade stopped half-way: `steps` of its statements are in force */
    HISTORY_REVERTING,  /* a downgrade stopped half-way: `steps` of its statements were run */
    HISTORY_BACKING_OUT /* the same of a downgrade that takes back half an upgrade */
} HistoryState;

typedef struct HistoryRow {
    const char *revision, *message, *checksum;
    HistoryState state;
    size_t steps, steps_total;
    size_t doubt;             /* the statement (from 1) that began and whose end is not recorded */
    const char *doubt_before; /* digest of what the server showed before it; NULL = not known */
    size_t up_steps;          /* backing out: of the upgrade, how many were in force before */
    const char *applied_at;   /* UTC: 2026-11-20T23:54:47Z */
    const char *applied_by;   /* database user, and the operating system's when it is another */
    const char *host;         /* "" = not recorded */
    int64_t pid;
    int64_t duration_ms;
    const char *tool;
    const char *statements; /* migration_record(); NULL = not recorded, or not read */
    Migration *migration;   /* NULL: no file has it */
} HistoryRow;

typedef struct History {
    bool exists; /* the table */
    LIST(HistoryRow) rows;
    bool *applied;      /* an entry per migration of graph->list */
    bool *edited;       /* the same, history_flaws(); NULL = not looked at */
    Migrations current; /* applied and without an applied child */
} History;

/* Reads the table, one that an older version made too; no table is an empty history. Never changes
 * anything. */
NODISCARD bool history_read(Mem *mem, Conn *conn, const char *table, const Graph *graph,
                            History *out, Error *err);

/* Is there such a table where the history would be? */
NODISCARD bool history_table_exists(Mem *mem, Conn *conn, const char *table, bool *exists,
                                    Error *err);

/* What a caller of history_verify() can live with. */
typedef enum HistoryFlaw {
    FLAW_HALF_WAY = 1u << 0, /* a migration that stopped half-way */
    FLAW_EDITED = 1u << 1,   /* a file that was edited since */
    FLAW_NO_FILE = 1u << 2   /* a row whose file is gone */
} HistoryFlaw;

/* ERR_HISTORY for every flaw that is not accepted. Parses the applied files. */
NODISCARD bool history_verify(Mem *mem, Conn *conn, const Graph *graph, const History *history,
                              unsigned accepted, Error *err);

/* All flaws of all rows, one line each, with their files; fills `edited`. */
void history_flaws(Mem *mem, Conn *conn, const Graph *graph, History *history, Texts *out);

/* The row of a revision; NULL = none. */
HistoryRow *history_find(const History *history, const char *revision);
/* The first row that is half-way; NULL = none. */
HistoryRow *history_half_way(const History *history);
/* `statements 1 to 3 of 10 are in force; whether statement 4 is, is not known` */
const char *history_progress(Mem *mem, const HistoryRow *row);

/* The history in SQL. Without a connection: for a script, whose time and user are those of the
 * session that runs it, and whose names have no schema. */
typedef struct HistorySql {
    Mem *mem;
    const Server *server;
    Conn *conn; /* NULL = for a script */
    const char *table;
} HistorySql;

const char *history_name(const HistorySql *sql); /* quoted */
const char *history_create_sql(const HistorySql *sql);
const char *history_insert_sql(const HistorySql *sql, const HistoryRow *row);
const char *history_delete_sql(const HistorySql *sql, const char *revision);

/* Makes the table, or gives one that an older version made the columns that it lacks. */
NODISCARD bool history_create(Mem *mem, Conn *conn, const char *table, Error *err);
NODISCARD bool history_insert(Mem *mem, Conn *conn, const char *table, const HistoryRow *row,
                              Error *err);
/* Sets everything but the revision, the message and (when they are NULL) the statements. */
NODISCARD bool history_update(Mem *mem, Conn *conn, const char *table, const HistoryRow *row,
                              Error *err);
NODISCARD bool history_delete(Mem *mem, Conn *conn, const char *table, const char *revision,
                              Error *err);
/* The row as it is now; *found false when there is none. Reads the statements, too. */
NODISCARD bool history_reload(Mem *mem, Conn *conn, const char *table, const char *revision,
                              HistoryRow *out, bool *found, Error *err);

/* Of the graph, not applied, and needed for the targets (NULL: all), parents first. */
void history_pending(Mem *mem, const Graph *graph, const History *history,
                     const Migrations *targets, Migrations *out);

/* Fills `current` from `applied`. */
void history_find_current(Mem *mem, const Graph *graph, History *history);

/* --- private to history*.c --- */

/* The rows of the table, `where` appended ("" = all); an older table's missing columns are empty.
 * *exists false: there is no table. */
typedef LIST(HistoryRow) HistoryRows;
NODISCARD bool history_select(Mem *mem, Conn *conn, const char *table, const char *where,
                              bool statements, HistoryRows *out, bool *exists, Error *err);

#endif
