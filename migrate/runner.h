/* Runs migrations against a database: under a lock, each in a transaction with its history row
 * where DDL is transactional, with every statement counted where it is not. */
#ifndef MIGRATE_RUNNER_H
#define MIGRATE_RUNNER_H

#include "migrate/history.h"

/* What the caller is told while it runs. All slots may be NULL. */
typedef struct RunEvents {
    void *context;
    /* Before the first and behind the last statement of a migration. */
    void (*begins)(void *context, const Migration *migration, bool up);
    void (*done)(void *context, const Migration *migration, bool up, int64_t milliseconds);
    /* Before each statement. */
    void (*statement)(void *context, const Migration *migration, const Step *step);
    /* Asked between statements: true ends the run (Ctrl-C). */
    bool (*stop)(void *context);
} RunEvents;

typedef struct Runner {
    Mem *mem;
    Conn *conn;
    const Graph *graph;
    const char *table; /* history */
    const char *user;  /* of the operating system, for applied_by */
    RunEvents events;
    History history; /* filled by runner_open() */
    size_t done;     /* migrations that were finished by this runner */
    bool stopped;    /* by events.stop */
} Runner;

/* Takes the lock (waiting at most `seconds`), creates the history table when `create`, reads the
 * history and verifies it. The lock is held until runner_close(). */
NODISCARD bool runner_open(Runner *runner, int seconds, bool create, Error *err);
/* Gives the lock back; safe after any failure. */
void runner_close(Runner *runner);

/* In the given order. Parses all of them before the first statement runs. After a failure
 * err says which statements are in force. */
NODISCARD bool runner_upgrade(Runner *runner, const Migrations *todo, Error *err);
/* In the given order: children first. Refuses before anything runs when one cannot be taken
 * back. */
NODISCARD bool runner_downgrade(Runner *runner, const Migrations *todo, Error *err);

/* What a downgrade to `target` (NULL = base) takes back: applied descendants of the target (all,
 * for base), children first. */
void runner_downgrade_list(Mem *mem, const Graph *graph, const History *history,
                           const Migration *target, Migrations *out);

#endif
