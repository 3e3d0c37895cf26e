#include "cmd/review_item.h"

const Rule review_rules[2] = {
    {"SD001", "pending-revision", SEVERITY_ERROR, "the database has not run all revisions",
     "run \"schemadiff upgrade\""},
    {"SD002", "drift", SEVERITY_ERROR, "the database differs from the model",
     "write a revision with \"schemadiff generate\", or take back what was done by hand"},
};

static ReviewItem item_of(const Rule *rule, const char *message, Location where, const char *object)
{
    return (ReviewItem){.code = rule->code,
                        .name = rule->name,
                        .severity = rule->severity,
                        .message = message,
                        .remedy = rule->remedy,
                        .where = where,
                        .object = object};
}

static void add_pending(Mem *mem, const Review *review, ReviewItems *out)
{
    for (size_t i = 0; i < review->pending.len; i++) {
        const Migration *m = review->pending.at[i];
        const char *text = mem_printf(mem, "revision %s is pending", migration_label(mem, m));
        list_push(mem, out,
                  item_of(&review_rules[0], text, (Location){m->path, 1, 1}, m->revision));
    }
}

static const Object *changed_object(const Change *change)
{
    return change->object.to ? change->object.to : change->object.from;
}

static void add_change(Mem *mem, const Change *change, const Object *owner, ReviewItems *out)
{
    const Object *object = changed_object(change);
    Location where = object->where.file ? object->where : owner ? owner->where : (Location){0};
    const char *text = change_describe(mem, change, true);
    list_push(mem, out,
              item_of(&review_rules[1], text, where,
                      owner || object->name ? object_label(mem, owner ? owner : object) : NULL));
}

/* A table's own change and those of its members: each is at its own place in the model. */
static void add_drift(Mem *mem, const Changes *changes, ReviewItems *out)
{
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (!change->children.len || change->parts) {
            add_change(mem, change, NULL, out);
        }
        for (size_t c = 0; c < change->children.len; c++) {
            add_change(mem, change->children.at[c], changed_object(change), out);
        }
    }
}

static void add_findings(Mem *mem, const Lint *lint, ReviewItems *out)
{
    for (size_t i = 0; i < lint->findings.len; i++) {
        const Finding *finding = &lint->findings.at[i];
        ReviewItem item =
            item_of(&lint_rules[finding->rule], finding->message, finding->where, finding->object);
        item.severity = finding->severity;
        item.remedy = finding->remedy;
        item.allowed = finding->allowed;
        list_push(mem, out, item);
    }
}

void review_items(Mem *mem, const Review *review, ReviewItems *out)
{
    add_pending(mem, review, out);
    if (review->comparison) {
        add_drift(mem, review->comparison->up, out);
    }
    add_findings(mem, review->lint, out);
}

bool review_item_fails(const Context *ctx, const ReviewItem *item)
{
    return !item->allowed && (item->severity == SEVERITY_ERROR ||
                              (item->severity == SEVERITY_WARNING && ctx->args->strict));
}

void review_rules_used(Mem *mem, const Review *review, RuleList *out)
{
    for (size_t i = 0; review->comparison && i < COUNT_OF(review_rules); i++) {
        list_push(mem, out, &review_rules[i]);
    }
    size_t last = review->comparison ? RULE_TENANT_POLICY : RULE_COUNT - 1;
    for (size_t i = 0; i <= last; i++) {
        if (review->lint->severities[i] != SEVERITY_OFF) {
            list_push(mem, out, &lint_rules[i]);
        }
    }
}
