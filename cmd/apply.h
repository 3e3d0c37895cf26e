/* Runs a plan that no migration file holds: create and sync. */
#ifndef CMD_APPLY_H
#define CMD_APPLY_H

#include "cmd/session.h"

/* Called inside the plan's transaction, behind its statements. */
typedef bool (*ApplyLast)(Context *ctx, Runner *runner, Error *err);

/* In one transaction where DDL is transactional; elsewhere a failure says how many statements are
 * in force. `last` may be NULL. */
NODISCARD bool apply_plan(Context *ctx, Runner *runner, const Plan *plan, ApplyLast last,
                          Error *err);

#endif
