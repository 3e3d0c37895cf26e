/* Private to the runner: a statement in batches (BATCHES_MARK). */
#ifndef MIGRATE_RUN_BATCHES_H
#define MIGRATE_RUN_BATCHES_H

#include "migrate/run_step.h"

/* Runs the UPDATE once for every range of its table's rows. What is done stays when one fails: the
 * statement's own condition (`c IS NULL`) must leave out rows that are done. ERR_MODEL: it is no
 * statement to which a range can be added. */
NODISCARD bool run_batches(Run *run, size_t at);

#endif
