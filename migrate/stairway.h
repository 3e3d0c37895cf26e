/* The proof that migrations lead there and back: each is run up, down and up again on a scratch
 * database, and the database is looked at after every step. */
#ifndef MIGRATE_STAIRWAY_H
#define MIGRATE_STAIRWAY_H

#include "migrate/runner.h"
#include "schema/change.h"

typedef enum StairStep {
    STAIR_UP,
    STAIR_DOWN,
    STAIR_AGAIN /* up for the second time */
} StairStep;

/* One migration. */
typedef struct Stair {
    const Migration *migration;
    const char *skipped; /* why it was not taken back; NULL = it was */
    const char *failed;  /* what went wrong: lines; NULL = nothing */
    StairStep step;      /* … at this step */
} Stair;

/* One way: runs the migration and reads what the database holds then. `runner` has the scratch
 * database and a graph that holds the migration; lock and history are looked after here. False:
 * out->failed says what the database refused; `err` is set instead when that says nothing about
 * the migration (the connection is lost, Ctrl-C). */
NODISCARD bool stairway_step(Runner *runner, Migration *migration, StairStep step, Schema **now,
                             Stair *out, Error *err);

/* Is `now` what was wanted? Else out->failed lists what it would need. */
NODISCARD bool stairway_compare(Mem *mem, const Schema *now, const Schema *wanted, const char *what,
                                Stair *out);

/* Up, down (unless the migration is irreversible), compared, and up again, compared. `before` is
 * what the database holds now, *after what it holds then. False as above. */
NODISCARD bool stairway_climb(Runner *runner, Migration *migration, const Schema *before,
                              Schema **after, Stair *out, Error *err);

/* "the upgrade", "the downgrade", "the second upgrade" */
const char *stair_word(StairStep step);

#endif
