#include "diff/begin.h"

#include <stdlib.h>

static int by_pair(const void *a, const void *b)
{
    const TablePair *x = a, *y = b;
    return object_compare(&x->from->base, &y->from->base);
}

static void find_renames(Diff *diff, TablePair *pair)
{
    const Table *from = pair->from, *to = pair->to;
    if (!text_equal(from->base.name, to->base.name) ||
        !text_equal(from->base.schema, to->base.schema)) {
        diff->renamed = true;
    }
    bool hints = false;
    for (size_t i = 0; i < to->columns.len; i++) {
        hints |= to->columns.at[i]->base.renamed_from != NULL;
    }
    for (size_t i = 0; i < from->columns.len; i++) {
        hints |= from->columns.at[i]->base.renamed_from != NULL;
    }
    if (!hints || from == to) {
        return;
    }
    Match match =
        match_objects(diff->mem, OBJECTS(&from->columns), OBJECTS(&to->columns), &match_names);
    for (size_t i = 0; i < match.to_len; i++) {
        const char *name = to->columns.at[i]->base.name;
        size_t j = match.partner[i];
        if (j != NO_MATCH && !text_equal(from->columns.at[j]->base.name, name)) {
            ColumnRename rename = {from->columns.at[j]->base.name, name};
            list_push(diff->mem, &pair->renames, rename);
            diff->renamed = true;
        }
    }
}

Diff diff_begin(Mem *mem, const Schema *from, const Schema *to)
{
    Diff diff = {.mem = mem,
                 .server = to->server,
                 .ops = to->server->dialect->compare,
                 .from = from,
                 .to = to};
    diff.tables = match_objects(mem, OBJECTS(&from->tables), OBJECTS(&to->tables), &match_names);
    for (size_t i = 0; i < to->tables.len; i++) {
        size_t j = diff.tables.partner[i];
        if (j != NO_MATCH) {
            TablePair pair = {.from = from->tables.at[j], .to = to->tables.at[i]};
            list_push(mem, &diff.pairs, pair);
        }
    }
    if (diff.pairs.len > 1) {
        qsort(diff.pairs.at, diff.pairs.len, sizeof *diff.pairs.at, by_pair);
    }
    for (size_t i = 0; i < diff.pairs.len; i++) {
        find_renames(&diff, &diff.pairs.at[i]);
    }
    return diff;
}

TablePair *diff_pair(const Diff *diff, const char *schema, const char *name)
{
    const Object wanted = {.schema = schema, .name = name};
    size_t low = 0, high = diff->pairs.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = object_compare(&wanted, &diff->pairs.at[middle].from->base);
        if (order == 0) {
            return &diff->pairs.at[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}
