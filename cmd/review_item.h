/* A review as one list, for the formats that know only findings: what is pending and what differs
 * come first, as findings of two rules of their own. */
#ifndef CMD_REVIEW_ITEM_H
#define CMD_REVIEW_ITEM_H

#include "cmd/review.h"

typedef struct ReviewItem {
    const char *code, *name; /* of the rule */
    Severity severity;
    const char *message, *remedy;
    Location where;      /* file NULL: of the database */
    const char *object;  /* NULL = none */
    const char *allowed; /* the reason; NULL = it counts */
} ReviewItem;

typedef LIST(ReviewItem) ReviewItems;

/* The two rules; lint_rules has the others. */
extern const Rule review_rules[2];

void review_items(Mem *mem, const Review *review, ReviewItems *out);

/* Does it make the exit status 1? */
bool review_item_fails(const Context *ctx, const ReviewItem *item);

/* Every rule that a review of this kind can break and that is on, in the order of the codes: check
 * knows drift and tenants, lint all the others, too. */
typedef LIST(const Rule *) RuleList;
void review_rules_used(Mem *mem, const Review *review, RuleList *out);

#endif
