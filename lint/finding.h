/* What a review finds, as values: rules, their severities in a project, findings. */
#ifndef LINT_FINDING_H
#define LINT_FINDING_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

typedef enum Severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef enum RuleId {
#define RULE(TAG, code, name, severity, what, remedy) RULE_##TAG,
#include "lint/rules.def"
#undef RULE
    RULE_COUNT
} RuleId;

typedef struct Rule {
    const char *code, *name; /* "SD102", "tenant-column" */
    Severity severity;       /* unless the project says otherwise */
    const char *what, *remedy;
} Rule;

extern const Rule lint_rules[RULE_COUNT];

/* By code or name, letter case ignored; false = there is none. */
bool rule_named(const char *text, RuleId *out);
const char *rule_nearest(const char *text); /* for "did you mean"; NULL = none */

const char *severity_word(Severity severity); /* "warning" */
bool severity_named(const char *word, Severity *out);

/* Where the section about rules is: "docs/lint.md#tenant-column". */
const char *rule_anchor(Mem *mem, RuleId rule);

typedef struct Finding {
    RuleId rule;
    Severity severity;
    const char *message, *remedy; /* one line each */
    Location where;               /* file NULL: of a database */
    const char *object;           /* "orders.notes" for people; NULL = none */
    const char *allowed;          /* the reason in its `-- allow:` line; NULL = it counts */
} Finding;

/* One review. Findings of rules that are off are not kept, nor those that are there already (a
 * model is read for several databases). */
typedef struct Lint {
    Mem *mem;
    Severity severities[RULE_COUNT];
    LIST(Finding) findings;
    bool last; /* private: lint_remedy() may change the newest one */
} Lint;

Lint *lint_new(Mem *mem);

/* Adds a finding. The remedy is the rule's until lint_remedy() gives it one of its own. */
void lint_add(Lint *lint, RuleId rule, Location where, const char *object, const char *format, ...)
    PRINTF_LIKE(5, 6);
void lint_remedy(Lint *lint, const char *format, ...) PRINTF_LIKE(2, 3);

/* By file, line and column, then as they were found. Call it once, at the end. */
void lint_sort(Lint *lint);

/* How many count of this severity. */
size_t lint_count(const Lint *lint, Severity severity);

#endif
