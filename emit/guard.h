/* IF [NOT] EXISTS: statements of a plan that may run where what they make is there already, or what
 * they drop is gone. A guard looks at names alone: whether what has the name is what was meant,
 * only `check` can say. */
#ifndef EMIT_GUARD_H
#define EMIT_GUARD_H

#include "emit/plan.h"

/* Words that a statement or a clause begins with, and what stands there with its guard. Of several
 * that fit the first one counts: the longer ones first. */
typedef struct GuardRule {
    const char *head, *guarded;
    /* What follows the name behind the head, and what stands there with its guard; NULL = anything,
     * as it is. */
    const char *named, *guarded_named;
} GuardRule;

/* NULL-terminated lists. */
typedef struct GuardRules {
    const GuardRule *statements;
    const GuardRule *clauses; /* of ALTER TABLE, one after the other; NULL = none */
} GuardRules;

/* Guards every statement of the plan for which the server has a guard. Returns how many need one
 * that it does not have. */
size_t plan_guard(Plan *plan, const Server *server);

/* For the dialects: the statement with its guards; the same pointer when no rule fits. */
const char *guard_statement(Mem *mem, const GuardRules *rules, const char *sql);
#endif
