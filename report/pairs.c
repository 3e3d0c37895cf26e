#include "report/pairs.h"

#include <stdlib.h>

const char *mark_word(Mark mark)
{
    static const char *const words[MARK_COUNT] = {"unchanged", "added", "changed", "renamed",
                                                  "removed"};
    return words[mark];
}

const Object *pair_object(const Pair *pair)
{
    return pair->to ? pair->to : pair->from;
}

static Mark mark_of(const Change *change)
{
    switch (change->op) {
    case CHANGE_CREATE:
        return MARK_ADDED;
    case CHANGE_DROP:
        return MARK_REMOVED;
    case CHANGE_RENAME:
        return MARK_RENAMED;
    case CHANGE_ALTER:
        break;
    }
    /* What only steps aside for another change is the same again afterwards. */
    return change->parts == PART_RECREATE && !change->children.len ? MARK_SAME : MARK_CHANGED;
}

static Pair pair_of(const Change *change)
{
    return (Pair){change->object.from, change->object.to, mark_of(change), change};
}

/* --- changes by what they lead to ------------------------------------------------------------- */

static int by_target(const void *a, const void *b)
{
    const Pair *left = a, *right = b;
    return left->to == right->to ? 0 : (uintptr_t)left->to < (uintptr_t)right->to ? -1 : 1;
}

/* The changes of things that stay or come, for lookup; of a rename and what else differs, the
 * latter. The order of pointers never leaves this file. */
static void index_changes(Mem *mem, const ChangeList *list, ObjectKind kind, Pairs *out)
{
    Pairs all = {0};
    for (size_t i = 0; i < list->len; i++) {
        const Change *change = list->at[i];
        if (change->kind == kind && change->object.to) {
            list_push(mem, &all, pair_of(change));
        }
    }
    if (all.len > 1) {
        qsort(all.at, all.len, sizeof *all.at, by_target);
    }
    for (size_t i = 0; i < all.len; i++) {
        Pair *last = out->len ? &out->at[out->len - 1] : NULL;
        if (last && last->to == all.at[i].to) {
            *last = last->mark == MARK_RENAMED ? all.at[i] : *last;
        } else {
            list_push(mem, out, all.at[i]);
        }
    }
}

static Pair find(const Pairs *index, const Object *object)
{
    const Pair key = {.to = object};
    const Pair *found =
        index->len ? bsearch(&key, index->at, index->len, sizeof key, by_target) : NULL;
    return found ? *found : (Pair){object, object, MARK_SAME, NULL};
}

static void add_dropped(Mem *mem, const ChangeList *list, ObjectKind kind, Pairs *out)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i]->kind == kind && list->at[i]->op == CHANGE_DROP) {
            list_push(mem, out, pair_of(list->at[i]));
        }
    }
}

/* --- tables ----------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const Pair *left = a, *right = b;
    int order = object_compare(pair_object(left), pair_object(right));
    return order ? order : (int)left->mark - (int)right->mark;
}

void pairs_of_changes(Mem *mem, const Changes *changes, Pairs *out)
{
    Pairs index = {0};
    index_changes(mem, &changes->list, OBJ_TABLE, &index);
    for (size_t i = 0; i < changes->to->tables.len; i++) {
        list_push(mem, out, find(&index, &changes->to->tables.at[i]->base));
    }
    add_dropped(mem, &changes->list, OBJ_TABLE, out);
    if (out->len > 1) {
        qsort(out->at, out->len, sizeof *out->at, by_name);
    }
}

void pairs_of_schema(Mem *mem, const Schema *schema, Pairs *out)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Object *table = &schema->tables.at[i]->base;
        list_push(mem, out, (Pair){table, table, MARK_SAME, NULL});
    }
}

void pairs_of_others(Mem *mem, const Changes *changes, Pairs *out)
{
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (change->kind != OBJ_TABLE && mark_of(change) != MARK_SAME) {
            list_push(mem, out, pair_of(change));
        }
    }
}

/* --- members of a table ----------------------------------------------------------------------- */

void pairs_of_members(Mem *mem, const Pair *table, ObjectKind kind, Pairs *out)
{
    const Members members = table_members(pair_table(table), kind);
    bool whole = table->mark == MARK_ADDED || table->mark == MARK_REMOVED;
    Pairs index = {0};
    if (!whole && table->change) {
        index_changes(mem, &table->change->children, kind, &index);
    }
    for (size_t i = 0; i < members.len; i++) {
        const Object *member = members.at[i];
        Pair pair = find(&index, member);
        if (whole) {
            pair =
                (Pair){table->from ? member : NULL, table->to ? member : NULL, table->mark, NULL};
        }
        list_push(mem, out, pair);
    }
    if (!whole && table->change) {
        add_dropped(mem, &table->change->children, kind, out);
    }
}
