#include "diff/internal.h"

Change *diff_add(Diff *diff, ChangeOp op, ObjectKind kind, const void *from, const void *to)
{
    Change *change = MEM_NEW(diff->mem, Change);
    change->op = op;
    change->kind = kind;
    change->object.from = from;
    change->object.to = to;
    list_push(diff->mem, &diff->changes->list, change);
    return change;
}

Change *diff_alter(Diff *diff, TablePair *pair)
{
    if (!pair->alter) {
        pair->alter = diff_add(diff, CHANGE_ALTER, OBJ_TABLE, pair->from, pair->to);
    }
    return pair->alter;
}

Change *diff_child(Diff *diff, TablePair *pair, ChangeOp op, ObjectKind kind, const void *from,
                   const void *to)
{
    Change *parent = diff_alter(diff, pair);
    Change *change = MEM_NEW(diff->mem, Change);
    change->op = op;
    change->kind = kind;
    change->object.from = from;
    change->object.to = to;
    list_push(diff->mem, &parent->children, change);
    return change;
}

typedef unsigned (*PartsFn)(const Diff *diff, const TablePair *pair, const Object *from,
                            const Object *to);

static unsigned parts_of_column(const Diff *diff, const TablePair *pair, const Object *from,
                                const Object *to)
{
    return column_parts(diff, pair, (const Column *)from, (const Column *)to);
}

static unsigned parts_of_constraint(const Diff *diff, const TablePair *pair, const Object *from,
                                    const Object *to)
{
    return constraint_parts(diff, pair, (const Constraint *)from, (const Constraint *)to);
}

static unsigned parts_of_index(const Diff *diff, const TablePair *pair, const Object *from,
                               const Object *to)
{
    return index_parts(diff, pair, (const Index *)from, (const Index *)to);
}

static unsigned parts_of_trigger(const Diff *diff, const TablePair *pair UNUSED, const Object *from,
                                 const Object *to)
{
    return trigger_parts(diff, (const Trigger *)from, (const Trigger *)to);
}

static unsigned parts_of_policy(const Diff *diff, const TablePair *pair, const Object *from,
                                const Object *to)
{
    return policy_parts(diff, pair, (const Policy *)from, (const Policy *)to);
}

static const PartsFn parts_of[OBJ_KIND_COUNT] = {
    [OBJ_COLUMN] = parts_of_column, [OBJ_CONSTRAINT] = parts_of_constraint,
    [OBJ_INDEX] = parts_of_index,   [OBJ_TRIGGER] = parts_of_trigger,
    [OBJ_RULE] = parts_of_trigger,  [OBJ_POLICY] = parts_of_policy,
};

/* The members of one kind of both tables. */
typedef struct MemberPairs {
    ObjectKind kind;
    const Object *const *from, *const *to;
    Match match;
    bool renames; /* the dialect can rename them; otherwise another name is drop and create */
} MemberPairs;

static bool is_renamed(const MemberPairs *members, const Object *from, const Object *to)
{
    return members->renames && from->name && to->name && !text_equal(from->name, to->name);
}

static bool is_replaced(const MemberPairs *members, const Object *from, const Object *to)
{
    return !members->renames && !text_equal(from->name, to->name);
}

static void add_renames(Diff *diff, TablePair *pair, const MemberPairs *members)
{
    for (size_t i = 0; i < members->match.to_len; i++) {
        size_t j = members->match.partner[i];
        if (j != NO_MATCH && is_renamed(members, members->from[j], members->to[i])) {
            diff_child(diff, pair, CHANGE_RENAME, members->kind, members->from[j], members->to[i]);
        }
    }
}

static void add_drops(Diff *diff, TablePair *pair, const MemberPairs *members)
{
    for (size_t j = 0; j < members->match.from_len; j++) {
        size_t i = members->match.back[j];
        if (i == NO_MATCH || is_replaced(members, members->from[j], members->to[i])) {
            diff_child(diff, pair, CHANGE_DROP, members->kind, members->from[j], NULL);
        }
    }
}

static void add_creates(Diff *diff, TablePair *pair, const MemberPairs *members)
{
    for (size_t i = 0; i < members->match.to_len; i++) {
        size_t j = members->match.partner[i];
        if (j == NO_MATCH || is_replaced(members, members->from[j], members->to[i])) {
            diff_child(diff, pair, CHANGE_CREATE, members->kind, NULL, members->to[i]);
        }
    }
}

static void add_alters(Diff *diff, TablePair *pair, const MemberPairs *members)
{
    for (size_t i = 0; i < members->match.to_len; i++) {
        size_t j = members->match.partner[i];
        if (j == NO_MATCH || is_replaced(members, members->from[j], members->to[i])) {
            continue;
        }
        unsigned parts = parts_of[members->kind](diff, pair, members->from[j], members->to[i]);
        if (parts) {
            diff_child(diff, pair, CHANGE_ALTER, members->kind, members->from[j], members->to[i])
                ->parts = parts;
        }
    }
}

static bool can_rename(const Diff *diff, ObjectKind kind)
{
    return kind == OBJ_COLUMN || kind == OBJ_POLICY ||
           (kind == OBJ_CONSTRAINT && server_can(diff->server, CAP_RENAME_CONSTRAINT)) ||
           (kind == OBJ_INDEX && server_can(diff->server, CAP_RENAME_INDEX));
}

static MatchRule rule_of(const Diff *diff, ObjectKind kind)
{
    MatchRule rule = kind == OBJ_CONSTRAINT ? match_constraints
                     : kind == OBJ_INDEX    ? match_indexes
                                            : match_names;
    if (kind == OBJ_CONSTRAINT || kind == OBJ_INDEX) {
        rule.pure_renames = can_rename(diff, kind) && !diff->renamed;
    }
    return rule;
}

static MemberPairs pair_members(const Diff *diff, const TablePair *pair, ObjectKind kind)
{
    const Members a = table_members(pair->from, kind), b = table_members(pair->to, kind);
    const MatchRule rule = rule_of(diff, kind);
    return (MemberPairs){
        .kind = kind,
        .from = a.at,
        .to = b.at,
        .match = match_objects(diff->mem, a.at, a.len, b.at, b.len, &rule),
        .renames = can_rename(diff, kind),
    };
}

static bool equal_partitioning(const Diff *diff, const char *from, const char *to)
{
    Expr a = {.text = from}, b = {.text = to};
    return diff->ops->partition_equal ? diff->ops->partition_equal(diff->mem, from, to)
                                      : equal_expr(diff, NULL, NULL, &a, &b);
}

static bool equal_bounds(const Diff *diff, const char *from, const char *to)
{
    Expr a = {.text = from}, b = {.text = to};
    return diff->ops->bound_equal && from && to ? diff->ops->bound_equal(diff->mem, from, to)
                                                : equal_expr(diff, NULL, NULL, &a, &b);
}

static unsigned table_parts(const Diff *diff, const Table *from, const Table *to)
{
    bool definition = equal_partitioning(diff, from->partition_by, to->partition_by) &&
                      equal_bounds(diff, from->partition_bound, to->partition_bound) &&
                      text_equal(from->partition_of, to->partition_of) &&
                      equal_names(&from->inherits, &to->inherits);
    return (definition ? 0u : (unsigned)PART_DEFINITION) |
           (text_equal(from->base.comment, to->base.comment) ? 0u : (unsigned)PART_COMMENT) |
           (equal_options(diff, OBJ_TABLE, &from->base, &from->options, &to->base, &to->options)
                ? 0u
                : (unsigned)PART_OPTIONS);
}

void diff_table(Diff *diff, TablePair *pair)
{
    MemberPairs members[MEMBER_KINDS];
    if (pair->from == pair->to) {
        return; /* not managed: the target shares the database's own object */
    }
    for (size_t i = 0; i < MEMBER_KINDS; i++) {
        members[i] = pair_members(diff, pair, member_kinds[i]);
    }
    unsigned parts = table_parts(diff, pair->from, pair->to);
    if (parts) {
        diff_alter(diff, pair)->parts = parts;
    }
    for (size_t i = 0; i < MEMBER_KINDS; i++) {
        add_renames(diff, pair, &members[i]);
    }
    for (size_t i = MEMBER_KINDS; i-- > 0;) {
        add_drops(diff, pair, &members[i]);
    }
    for (size_t i = 0; i < MEMBER_KINDS; i++) {
        add_creates(diff, pair, &members[i]);
    }
    for (size_t i = 0; i < MEMBER_KINDS; i++) {
        add_alters(diff, pair, &members[i]);
    }
}

static void forget_rename(TablePair *pair, const Object *from)
{
    ChangeList *children = &pair->alter->children;
    size_t kept = 0;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->op != CHANGE_RENAME || child->object.from != from) {
            children->at[kept++] = children->at[i];
        }
    }
    children->len = kept;
}

void diff_recreate(Diff *diff, TablePair *pair, ObjectKind kind, const Object *from)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        Change *child = pair->alter->children.at[i];
        if (child->object.from == from && child->op != CHANGE_RENAME) {
            child->parts |= child->op == CHANGE_ALTER ? PART_RECREATE : 0u;
            forget_rename(pair, from);
            return;
        }
    }
    const MemberPairs members = pair_members(diff, pair, kind);
    for (size_t j = 0; j < members.match.from_len; j++) {
        size_t i = members.match.back[j];
        if (members.from[j] == from && i != NO_MATCH) {
            diff_child(diff, pair, CHANGE_ALTER, kind, from, members.to[i])->parts = PART_RECREATE;
            forget_rename(pair, from);
        }
    }
}
