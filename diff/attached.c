/* Indexes of partitions that are attached to one of their parent (PostgreSQL). None can be let go
 * of: the parent's goes, with all its parts, and those that stay are made anew with it. */
#include "diff/internal.h"

static const Change *change_of(const TablePair *pair, const Index *from)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        if (child->op != CHANGE_RENAME && child->object.from == &from->base) {
            return child;
        }
    }
    return NULL;
}

static bool option_differs(const Change *change, const char *name)
{
    return change->op == CHANGE_ALTER &&
           !text_equal(options_get(&change->index.from->options, name),
                       options_get(&change->index.to->options, name));
}

static bool is_remade(const Change *change)
{
    return change && (change->op == CHANGE_DROP || (change->parts & (PART_KEYS | PART_RECREATE)) ||
                      option_differs(change, "only"));
}

static bool has_parts(const Table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (options_get(&table->indexes.at[i]->options, "partition_of")) {
            return true;
        }
    }
    return false;
}

/* The pair of the table that it is, and stays, a partition of. */
static TablePair *parent_of(const Diff *diff, const TablePair *pair)
{
    const char *label = pair->from->partition_of;
    for (size_t i = 0; label && i < diff->pairs.len; i++) {
        TablePair *parent = &diff->pairs.at[i];
        if (text_equal(object_label(diff->mem, &parent->from->base), label)) {
            bool stays =
                pair->to->partition_of &&
                text_equal(object_label(diff->mem, &parent->to->base), pair->to->partition_of);
            return stays ? parent : NULL;
        }
    }
    return NULL;
}

static const Index *whole_of(const TablePair *parent, const Index *part)
{
    const char *name = options_get(&part->options, "partition_of");
    for (size_t i = 0; name && i < parent->from->indexes.len; i++) {
        if (text_equal(parent->from->indexes.at[i]->base.name, name)) {
            return parent->from->indexes.at[i];
        }
    }
    return NULL;
}

/* `down`: from the wholes to the parts; else from the parts to the wholes. */
static void recreate_indexes(Diff *diff, TablePair *pair, bool down)
{
    TablePair *parent = has_parts(pair->from) ? parent_of(diff, pair) : NULL;
    for (size_t i = 0; parent && i < pair->from->indexes.len; i++) {
        const Index *part = pair->from->indexes.at[i], *whole = whole_of(parent, part);
        if (!whole) {
            continue;
        }
        const Change *own = change_of(pair, part), *other = change_of(parent, whole);
        bool goes = is_remade(own) || (own && option_differs(own, "partition_of"));
        if (!down && goes && !is_remade(other)) {
            diff_recreate(diff, parent, OBJ_INDEX, &whole->base);
        } else if (down && is_remade(other) && !goes) {
            diff_recreate(diff, pair, OBJ_INDEX, &part->base);
        }
    }
}

void diff_recreate_attached(Diff *diff)
{
    for (size_t i = 0; i < diff->pairs.len; i++) {
        recreate_indexes(diff, &diff->pairs.at[i], false);
    }
    for (size_t i = 0; i < diff->pairs.len; i++) {
        recreate_indexes(diff, &diff->pairs.at[i], true);
    }
}
