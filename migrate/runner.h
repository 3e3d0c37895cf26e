/* Runs migrations against a database, under a lock. Where DDL is transactional each migration is
 * one transaction with its history row: all or nothing. Elsewhere, and in sections that say
 * `-- transaction: off`, the history row is a journal: it says which statements are in force, and
 * before a statement that commits by itself it says that this one begins. So whatever ends the
 * process or the server, what is in force is known, and runner_resume() or runner_downgrade() goes
 * on from there. */
#ifndef MIGRATE_RUNNER_H
#define MIGRATE_RUNNER_H

#include "migrate/history.h"

typedef enum RunDirection {
    RUN_UP,
    RUN_DOWN,
    RUN_BACK_OUT /* the downgrade of a migration whose upgrade stopped half-way */
} RunDirection;

/* A statement and where it stands among the others. */
typedef struct RunStep {
    const Migration *migration;
    const Step *step;
    size_t number, total; /* of its section, from 1 */
    RunDirection direction;
} RunStep;

/* What the caller is told while it runs. All slots may be NULL. */
typedef struct RunEvents {
    void *context;
    /* Before the first and behind the last statement of a migration. */
    void (*begins)(void *context, const Migration *migration, RunDirection direction);
    void (*done)(void *context, const Migration *migration, RunDirection direction,
                 int64_t milliseconds);
    /* Before each statement and behind it, before the journal says so; `err` NULL = done. */
    void (*statement)(void *context, const RunStep *step);
    void (*finished)(void *context, const RunStep *step, int64_t milliseconds, const Error *err);
    /* Something that the user should know; one line. */
    void (*note)(void *context, const char *text);
    /* Asked between statements: true ends the run (Ctrl-C). */
    bool (*stop)(void *context);
} RunEvents;

/* How a statement whose end nobody saw is dealt with where the server cannot tell. */
typedef enum ResumeAnswer { RESUME_ASK, RESUME_SKIP, RESUME_AGAIN } ResumeAnswer;

typedef struct Runner {
    Mem *mem;
    Conn *conn;
    const Graph *graph;
    const char *table; /* history */
    RunIdentity who;
    unsigned accepted; /* HistoryFlaw bits that runner_open() lets pass */
    RunLimits limits;
    ResumeAnswer answer;
    RunEvents events;
    /* Does the work of a step that is to be handed over; NULL = nobody does (ERR_SAFETY). */
    bool (*hand_over)(void *context, const Step *step, Error *err);
    void *hand_over_context;
    History history; /* filled by runner_open() */
    size_t done;     /* migrations that were finished by this runner */
    size_t left;     /* that come behind the running one */
    bool stopped;    /* by events.stop */
} Runner;

/* Takes the lock (waiting at most `seconds`), creates the history table when `create`, reads the
 * history and verifies it. The lock is held until runner_close(). */
NODISCARD bool runner_open(Runner *runner, int seconds, bool create, Error *err);
/* Gives the lock back; safe after any failure. */
void runner_close(Runner *runner);

/* Records the migration as applied without running it. */
NODISCARD bool runner_record(Runner *runner, Migration *migration, Error *err);

/* In the given order. Parses all of them before the first statement runs. After a failure
 * err says which statements are in force. */
NODISCARD bool runner_upgrade(Runner *runner, const Migrations *todo, Error *err);
/* In the given order: children first. Refuses before anything runs when one cannot be taken
 * back. What stopped half-way up is backed out: a statement of the downgrade whose work is done
 * already ("does not exist", "exists already") is passed over with a note. What stopped half-way
 * down goes on. */
NODISCARD bool runner_downgrade(Runner *runner, const Migrations *todo, Error *err);

/* Goes on with the half-way migration of the row, in its direction. Whether a statement in doubt
 * is in force the server is asked; ERR_SAFETY where it cannot tell and `answer` is RESUME_ASK.
 * The file may have been edited, but not where it was run. */
NODISCARD bool runner_resume(Runner *runner, HistoryRow *row, Error *err);

/* Makes the history say that `applied` are in force and `gone` (revisions) are not, in one
 * transaction. Runs nothing of the migrations. */
NODISCARD bool runner_stamp(Runner *runner, const Texts *gone, const Migrations *applied,
                            Error *err);

/* ERR_HISTORY when a migration of the list says that it is irreversible, or has statements up but
 * none down. Parses them. */
NODISCARD bool runner_can_downgrade(Runner *runner, const Migrations *todo, Error *err);
/* The same for one that is parsed. */
NODISCARD bool runner_can_go_back(const Migration *migration, Error *err);

#endif
