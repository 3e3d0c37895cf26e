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

/* Guards every statement of the plan: in its own words where the server has words for it, else by
 * what is still needed of it when it runs (Statement.guarded). Returns how many need a guard and
 * have neither. */
size_t plan_guard(Plan *plan, const Server *server);

/* For the dialects: the statement with its guards; the same pointer when no rule fits, or when a
 * clause needs a guard and no rule fits that. */
const char *guard_statement(Mem *mem, const GuardRules *rules, const char *sql);

/* Where the quoted name at `at`, which may be qualified, ends; NULL when there is none. */
const char *guard_behind_name(const char *at);
/* Where the clause that begins at `at` ends: at a comma, or with the text. */
const char *guard_clause_end(const char *at);
/* The words where they stand outside of quotes; a blank among them is any white space. NULL = they
 * do not. */
const char *guard_find(const char *sql, const char *words);
/* Does the clause make, rename or drop something, so that it cannot run twice by itself? */
bool guard_needed_by(const char *clause);
#endif
