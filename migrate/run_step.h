/* Private to the runner: one migration on its way. */
#ifndef MIGRATE_RUN_STEP_H
#define MIGRATE_RUN_STEP_H

#include "migrate/runner.h"
#include "migrate/words.h"

typedef struct Run {
    Runner *runner;
    Migration *migration;
    const Section *section;
    RunDirection direction;
    bool resumes;     /* the row is there already */
    bool in_own;      /* inside a transaction that the migration began */
    size_t own_steps; /* statements that were in force when it began */
    bool transaction; /* one for all statements */
    int64_t started;
    HistoryRow row;
    Mem *scratch;
    Error *err;
} Run;

int64_t run_clock_ms(void);

/* Runs the statement, tells the events, gives the error its place; without any journal. */
bool run_execute(Run *run, size_t at);
/* The statement may not be begun: Ctrl-C. Sets the error. */
bool run_stopped(Run *run, size_t at);

/* Waits before another try, longer each time; false when there were enough. */
bool run_wait(Run *run, size_t tries);

/* ERR_MODEL: statements that would end the transaction around them, or lock the journal out. */
bool run_check_section(Conn *conn, const Migration *migration, const Section *section, Error *err);

/* Statements from row.steps on, each journalled in the history row. */
bool run_journalled(Run *run);

/* Finds out whether the statement in doubt is in force and settles the row. */
bool run_settle_doubt(Run *run);

#endif
