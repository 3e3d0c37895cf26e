/* What is valid. Every rule is that of a server, or of names: nothing here stands for a weakness of
 * our own. */
#include "tests/property/pair.h"

static bool can(Pair *pair, unsigned ability)
{
    return (pair->engine->can & ability) != 0;
}

static const TypeWord *type_of(Pair *pair, PairColumn *column)
{
    return &pair->engine->types[pair_root(pair, column)->type];
}

/* Traits of a column's type; enums may stand in keys. */
static unsigned traits(Pair *pair, PairColumn *column)
{
    PairColumn *root = pair_root(pair, column);
    return root->enumeration ? TYPE_KEY : pair->engine->types[root->type].traits;
}

static PairMember *primary_key(PairTable *table)
{
    for (int i = 0; i < table->members_len; i++) {
        if (table->members[i].kind == MEMBER_PRIMARY) {
            return &table->members[i];
        }
    }
    return NULL;
}

static bool in_primary_key(PairTable *table, int column)
{
    PairMember *key = primary_key(table);
    return key && pair_uses(key, column);
}

static bool in_foreign_key(PairTable *table, int column)
{
    for (int i = 0; i < table->members_len; i++) {
        PairMember *member = &table->members[i];
        if (member->kind == MEMBER_FOREIGN && pair_uses(member, column)) {
            return true;
        }
    }
    return false;
}

static bool is_source(PairTable *table, int column)
{
    for (int i = 0; i < table->columns_len; i++) {
        if (table->columns[i].generated && table->columns[i].source == column) {
            return true;
        }
    }
    return false;
}

/* --- columns ---------------------------------------------------------------------------------- */

static void repair_increment(Pair *pair, PairTable *table, PairColumn *column)
{
    PairMember *key = primary_key(table);
    bool sole_key = key && key->len == 1 && key->columns[0] == column->id;
    bool fits = (traits(pair, column) & TYPE_INCREMENT) && !column->generated && !column->like;
    if (!fits || (can(pair, INCREMENT_IS_KEY) && !sole_key)) {
        column->increment = 0;
    }
    if (column->increment) {
        column->def = 0;
        column->not_null = true;
    }
}

static void repair_generated(Pair *pair, PairTable *table, PairColumn *column)
{
    PairColumn *source = column->source ? pair_column(table, column->source) : NULL;
    PairColumn *root = source ? pair_root(pair, source) : NULL;
    const Group *group = root ? &pair->engine->groups[pair->engine->types[root->type].group] : NULL;
    bool fits = root && source != column && !root->enumeration && group->generated.len &&
                !source->generated && !source->increment && !column->like &&
                !in_primary_key(table, column->id) && !in_foreign_key(table, column->id);
    /* MySQL: what has an expression as its default stands before what is made of it. */
    if (!fits || (can(pair, INNODB) && source > column)) {
        column->generated = 0;
        column->source = 0;
    }
    if (column->generated) {
        column->def = column->collation = column->increment = column->enumeration = 0;
        column->not_null = false;
    }
}

static void repair_column(Pair *pair, PairTable *table, PairColumn *column)
{
    PairColumn *root = pair_root(pair, column);
    if (column->enumeration && !pair_enum(pair, column->enumeration)) {
        column->enumeration = 0;
    }
    if (root == column) {
        column->like = 0;
    }
    if (column->like) {
        column->type = root->type;
        column->enumeration = root->enumeration;
        column->collation = root->collation;
    }
    if (!(traits(pair, column) & TYPE_COLLATE) || column->enumeration) {
        column->collation = 0;
    }
    repair_generated(pair, table, column);
    repair_increment(pair, table, column);
    if (in_primary_key(table, column->id)) {
        column->not_null = true;
    }
    if (!can(pair, HAS_COMMENTS)) {
        column->comment = 0;
    }
}

/* --- members ---------------------------------------------------------------------------------- */

static bool may_be_key(Pair *pair, PairMember *member, PairColumn *column)
{
    if (column->generated) {
        bool virtual = column->virtual && can(pair, HAS_VIRTUAL);
        return member->kind == MEMBER_INDEX && (!virtual || can(pair, HAS_VIRTUAL_KEY));
    }
    unsigned wanted = TYPE_KEY;
    wanted |= member->kind == MEMBER_PRIMARY ? 0 : TYPE_NAMES_KEY;
    wanted |= member->kind == MEMBER_INDEX ? TYPE_PREFIX : 0;
    return traits(pair, column) & wanted;
}

static void repair_key(Pair *pair, PairTable *table, PairMember *member)
{
    int kept = 0;
    for (int i = 0; i < member->len; i++) {
        PairColumn *column = pair_column(table, member->columns[i]);
        if (column && may_be_key(pair, member, column)) {
            member->columns[kept++] = member->columns[i];
        }
    }
    member->len = kept;
}

static bool same_type(Pair *pair, PairColumn *a, PairColumn *b)
{
    PairColumn *x = pair_root(pair, a), *y = pair_root(pair, b);
    return x->type == y->type && x->enumeration == y->enumeration && x->collation == y->collation;
}

/* Is any column of the key in another foreign key, the source of a generated one, or tested? */
static bool is_used_elsewhere(PairTable *table, PairMember *member)
{
    for (int i = 0; i < member->len; i++) {
        if (is_source(table, member->columns[i])) {
            return true;
        }
    }
    for (int i = 0; i < table->members_len; i++) {
        PairMember *other = &table->members[i];
        for (int j = 0; other->kind == MEMBER_CHECK && j < member->len; j++) {
            if (pair_uses(other, member->columns[j])) {
                return true;
            }
        }
    }
    return false;
}

/* InnoDB writes no NULL of the key into a column that refuses it. */
static bool may_propagate(Pair *pair, PairTable *table, PairMember *member)
{
    PairTable *to;
    PairMember *key = pair_target(pair, member, &to);
    for (int i = 0; i < member->len; i++) {
        if (pair_column(table, member->columns[i])->not_null &&
            !pair_column(to, key->columns[i])->not_null) {
            return false;
        }
    }
    return !is_used_elsewhere(table, member);
}

static void repair_action(Pair *pair, PairTable *table, PairMember *member)
{
    member->variant %= pair->engine->actions_len;
    const Action *action = &pair->engine->actions[member->variant];
    bool fits = !can(pair, INNODB) || !action->propagates || may_propagate(pair, table, member);
    for (int i = 0; action->sets_null && i < member->len; i++) {
        fits = fits && !pair_column(table, member->columns[i])->not_null;
    }
    member->variant = fits ? member->variant : 0;
    if (pair->engine->actions[member->variant].listed) {
        member->flags &= ~(unsigned)FLAG_INLINE;
    }
}

static bool repair_foreign(Pair *pair, PairTable *table, PairMember *member)
{
    PairTable *to;
    PairMember *key = pair_target(pair, member, &to);
    if (!key || key->len != member->len) {
        return false;
    }
    for (int i = 0; i < member->len; i++) {
        PairColumn *from = pair_column(table, member->columns[i]);
        PairColumn *target = pair_column(to, key->columns[i]);
        if (!from || !target || from == target || from->generated || target->generated ||
            !same_type(pair, from, target)) {
            return false;
        }
    }
    repair_action(pair, table, member);
    return true;
}

static bool repair_check(Pair *pair, PairTable *table, PairMember *member)
{
    PairColumn *column = member->len ? pair_column(table, member->columns[0]) : NULL;
    if (!column || column->generated || pair_root(pair, column)->enumeration) {
        return false;
    }
    const Group *group = &pair->engine->groups[type_of(pair, column)->group];
    return group->tests.len && !(can(pair, INNODB) && column->increment);
}

static void repair_index(Pair *pair, PairTable *table, PairMember *index)
{
    static const struct {
        unsigned flag, ability;
    } needs[] = {{FLAG_PARTIAL, HAS_PARTIAL},
                 {FLAG_EXPRESSION, HAS_EXPRESSION},
                 {FLAG_INCLUDE, HAS_INCLUDE},
                 {FLAG_NULLS, HAS_NULLS},
                 {FLAG_COLLATION, HAS_KEY_COLLATION}};
    for (int i = 0; i < LEN(needs); i++) {
        if (!can(pair, needs[i].ability)) {
            index->flags &= ~needs[i].flag;
        }
    }
    if (index->len < 2) {
        index->flags &= ~(unsigned)FLAG_INCLUDE;
    }
    PairColumn *column = index->len ? pair_column(table, index->columns[0]) : NULL;
    const Group *group = column ? &pair->engine->groups[type_of(pair, column)->group] : NULL;
    bool plain = column && !column->generated && !pair_root(pair, column)->enumeration;
    if (!plain || !group->keys.len) {
        index->flags &= ~(unsigned)(FLAG_EXPRESSION | FLAG_COLLATION);
    }
    if (!plain || !group->tests.len) {
        index->flags &= ~(unsigned)FLAG_PARTIAL;
    }
    if (!plain || !(traits(pair, column) & TYPE_COLLATE)) {
        index->flags &= ~(unsigned)FLAG_COLLATION;
    }
}

/* Members that the rule would give one name, or that are the same twice. */
static bool is_double(Pair *pair, PairTable *table, int place)
{
    PairMember *member = &table->members[place];
    for (int i = 0; i < place; i++) {
        PairMember *other = &table->members[i];
        bool kinds = other->kind == member->kind;
        if (can(pair, UNIQUE_IS_INDEX)) { /* … and the primary key of WITHOUT ROWID tables */
            kinds |= other->kind != MEMBER_CHECK && other->kind != MEMBER_FOREIGN &&
                     member->kind != MEMBER_CHECK && member->kind != MEMBER_FOREIGN;
        }
        bool both_named = (member->flags & FLAG_NAMED) && (other->flags & FLAG_NAMED);
        if (kinds && (!both_named || member->kind == MEMBER_PRIMARY) &&
            (member->kind == MEMBER_PRIMARY || member->columns[0] == other->columns[0])) {
            return true;
        }
    }
    return false;
}

static bool repair_member(Pair *pair, PairTable *table, PairMember *member)
{
    if (!can(pair, HAS_DEFERRABLE) || member->kind != MEMBER_FOREIGN) {
        member->flags &= ~(unsigned)FLAG_DEFERRABLE;
    }
    if (!can(pair, HAS_COMMENTS_ALL)) {
        member->comment = 0;
    }
    if (member->len != 1 || member->comment || member->kind == MEMBER_PRIMARY) {
        member->flags &= ~(unsigned)FLAG_INLINE;
    }
    if (member->flags & FLAG_INLINE) {
        member->flags &= ~(unsigned)(FLAG_NAMED | FLAG_DEFERRABLE);
    }
    switch (member->kind) {
    case MEMBER_FOREIGN:
        return repair_foreign(pair, table, member);
    case MEMBER_CHECK:
        return repair_check(pair, table, member);
    case MEMBER_PRIMARY:
        if (can(pair, NO_NAMES)) {
            member->flags &= ~(unsigned)FLAG_NAMED;
        }
        repair_key(pair, table, member);
        return member->len;
    case MEMBER_UNIQUE:
        repair_key(pair, table, member);
        return member->len;
    case MEMBER_INDEX:
        repair_key(pair, table, member);
        repair_index(pair, table, member);
        return member->len;
    }
    return false;
}

static void repair_members(Pair *pair, PairTable *table)
{
    int kept = 0;
    for (int i = 0; i < table->members_len; i++) {
        PairMember member = table->members[i];
        if (repair_member(pair, table, &member)) {
            table->members[kept] = member;
            kept += !is_double(pair, table, kept);
        }
    }
    table->members_len = kept;
}

/* --- all -------------------------------------------------------------------------------------- */

static void repair_option(Pair *pair, PairTable *table)
{
    const TableOption *option = &pair->engine->options[table->option];
    PairMember *key = primary_key(table);
    bool fits = key || !option->needs_primary;
    for (int i = 0; i < table->columns_len; i++) {
        PairColumn *column = &table->columns[i];
        fits = fits && !(option->no_increment && column->increment);
        fits = fits && (!option->needs_strict || (traits(pair, column) & TYPE_STRICT));
    }
    table->option = fits ? table->option : 0;
}

static void repair_table(Pair *pair, PairTable *table)
{
    if (!can(pair, HAS_SCHEMAS)) {
        table->schema = 0;
    }
    if (!can(pair, HAS_COMMENTS)) {
        table->comment = 0;
    }
    repair_members(pair, table);
    for (int i = 0; i < table->columns_len; i++) {
        repair_column(pair, table, &table->columns[i]);
    }
    repair_option(pair, table);
}

static void repair_types(Pair *pair)
{
    /* A model that names no table of the default schema says nothing about that schema. */
    pair->tables[0].schema = 0;
    if (!can(pair, HAS_ENUMS)) {
        pair->enums_len = 0;
    }
    if (!can(pair, HAS_SEQUENCES)) {
        pair->sequences_len = 0;
    }
    if (!can(pair, HAS_VIEWS) || !pair_table(pair, pair->view)) {
        pair->view = 0;
    }
}

/* One repair may break what another relied on: as long as there is something to do. */
void pair_repair(Pair *pair)
{
    repair_types(pair);
    for (int round = 0; round < 8; round++) {
        for (int i = 0; i < pair->tables_len; i++) {
            repair_table(pair, &pair->tables[i]);
        }
    }
}
