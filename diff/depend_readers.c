/* Policies, rules and triggers that stay, but read a column that changes or goes, or a table, view
 * or type that goes: they are dropped before and made again after. A policy or rule may read any
 * table, so each is held against all that blocks, by the words of its expressions; a trigger reads
 * its own table, whose columns may be those of a parent. One made anew without need does no harm.
 */
#include "diff/internal.h"

typedef struct Blocker {
    const Table *table; /* whose own policies name the column without the table; NULL = none */
    const char *relation, *column; /* column NULL: the relation goes as a whole */
} Blocker;

typedef LIST(Blocker) Blockers;

static void collect_columns(Diff *diff, const TablePair *pair, Blockers *out)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        if (child->kind == OBJ_COLUMN && diff_stops_readers(child)) {
            const Blocker blocker = {pair->from, pair->from->base.name,
                                     child->column.from->base.name};
            list_push(diff->mem, out, blocker);
        }
    }
}

static bool change_is_type(const Change *change)
{
    return change->kind == OBJ_ENUM || change->kind == OBJ_COMPOSITE || change->kind == OBJ_DOMAIN;
}

static void collect_relations(Diff *diff, Blockers *out)
{
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        const Change *change = diff->changes->list.at[i];
        bool goes = change->op == CHANGE_DROP || (change->parts & PART_RECREATE) ||
                    (change->op == CHANGE_ALTER && change->kind == OBJ_VIEW &&
                     (change->parts & PART_DEFINITION));
        bool replaced = (change->parts & PART_RECREATE) && change_is_type(change);
        if (replaced || (goes && (change->kind == OBJ_TABLE || change->kind == OBJ_VIEW))) {
            const Blocker blocker = {.relation = change->object.from->name};
            list_push(diff->mem, out, blocker);
        }
    }
}

static bool reads(const Policy *policy, const char *word)
{
    return text_mentions(policy->using_.text, word) || text_mentions(policy->check.text, word);
}

static bool policy_is_blocked(const Policy *policy, const Blockers *blockers)
{
    for (size_t i = 0; i < blockers->len; i++) {
        const Blocker *blocker = &blockers->at[i];
        bool near = policy->table == blocker->table || reads(policy, blocker->relation);
        if (near && (!blocker->column || reads(policy, blocker->column))) {
            return true;
        }
    }
    return false;
}

/* Its table, or one that may have its columns from there. */
static bool has_columns_of(const Table *table, const Table *owner)
{
    return table == owner || table->partition_of || table->inherits.len;
}

static bool trigger_is_blocked(const Trigger *trigger, const Blockers *blockers)
{
    for (size_t i = 0; i < blockers->len; i++) {
        const Blocker *blocker = &blockers->at[i];
        if (blocker->column && has_columns_of(trigger->table, blocker->table) &&
            text_mentions(trigger->definition, blocker->column)) {
            return true;
        }
    }
    return false;
}

static bool rule_is_blocked(const Trigger *rule, const Blockers *blockers)
{
    for (size_t i = 0; i < blockers->len; i++) {
        const Blocker *blocker = &blockers->at[i];
        bool near = text_mentions(rule->definition, blocker->relation) ||
                    (blocker->column && rule->table && has_columns_of(rule->table, blocker->table));
        if (near && (!blocker->column || text_mentions(rule->definition, blocker->column))) {
            return true;
        }
    }
    return false;
}

static void recreate_readers(Diff *diff, TablePair *pair, const Blockers *blockers)
{
    for (size_t i = 0; i < pair->from->policies.len; i++) {
        const Policy *policy = pair->from->policies.at[i];
        if (policy_is_blocked(policy, blockers)) {
            diff_recreate(diff, pair, OBJ_POLICY, &policy->base);
        }
    }
    for (size_t i = 0; i < pair->from->triggers.len; i++) {
        const Trigger *trigger = pair->from->triggers.at[i];
        if (trigger_is_blocked(trigger, blockers)) {
            diff_recreate(diff, pair, OBJ_TRIGGER, &trigger->base);
        }
    }
    for (size_t i = 0; i < pair->from->rules.len; i++) {
        const Trigger *rule = pair->from->rules.at[i];
        if (rule_is_blocked(rule, blockers)) {
            diff_recreate(diff, pair, OBJ_RULE, &rule->base);
        }
    }
}

/* Rules of views that stay; a view that is made again brings its own along. */
static void recreate_view_rules(Diff *diff, const Blockers *blockers)
{
    Match views = match_objects(diff->mem, OBJECTS(&diff->from->views), OBJECTS(&diff->to->views),
                                &match_names);
    for (size_t i = 0; i < diff->to->views.len; i++) {
        const View *to = diff->to->views.at[i];
        const View *from =
            views.partner[i] == NO_MATCH ? NULL : diff->from->views.at[views.partner[i]];
        for (size_t j = 0; from && from != to && j < from->rules.len; j++) {
            if (rule_is_blocked(from->rules.at[j], blockers)) {
                diff_recreate_on_view(diff, from, to, from->rules.at[j]);
            }
        }
    }
}

void diff_recreate_readers(Diff *diff)
{
    Blockers blockers = {0};
    for (size_t i = 0; i < diff->pairs.len; i++) {
        collect_columns(diff, &diff->pairs.at[i], &blockers);
    }
    collect_relations(diff, &blockers);
    for (size_t i = 0; blockers.len && i < diff->pairs.len; i++) {
        recreate_readers(diff, &diff->pairs.at[i], &blockers);
    }
    if (blockers.len) {
        recreate_view_rules(diff, &blockers);
    }
}
