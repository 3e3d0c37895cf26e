#include "lint/script.h"

#include <stdlib.h>
#include <string.h>

typedef struct LaterStep {
    const char *table; /* its last part, in lower case */
    size_t at;         /* in the history */
    const SqlStatement *sql;
} LaterStep;

struct Later {
    const Migrations *history;
    size_t *ends;          /* for each migration: how many statements up to its end */
    LIST(LaterStep) steps; /* by table, then as they run */
};

static int compare(const void *left, const void *right)
{
    const LaterStep *a = left, *b = right;
    int order = strcmp(a->table, b->table);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static void add(Mem *mem, Later *later, const char *table, size_t at, const SqlStatement *sql)
{
    if (table) {
        LaterStep step = {text_lower(mem, sql_last_part(table)), at, sql};
        list_push(mem, &later->steps, step);
    }
}

Later *later_new(Mem *mem, const Migrations *history, const Server *const *servers)
{
    Later *later = MEM_NEW(mem, Later);
    size_t at = 0;
    *later = (Later){.history = history, .ends = MEM_ARRAY(mem, size_t, history->len + 1)};
    for (size_t i = 0; i < history->len; i++) {
        const Section *upgrade = &history->at[i]->upgrade;
        for (size_t j = 0; servers[i] && j < upgrade->steps.len; j++, at++) {
            SqlStatement *sql = MEM_NEW(mem, SqlStatement);
            *sql = sql_statement(mem, upgrade->steps.at[j].sql, servers[i]->dialect);
            add(mem, later, sql->table, at, sql);
            for (size_t k = 0; k < sql->more.len; k++) {
                add(mem, later, sql->more.at[k], at, sql);
            }
        }
        later->ends[i] = at;
    }
    if (later->steps.len) {
        qsort(later->steps.at, later->steps.len, sizeof *later->steps.at, compare);
    }
    return later;
}

/* The first step about the table from that place of the history on. */
static size_t find(const Later *later, const LaterStep *wanted)
{
    size_t low = 0, high = later->steps.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&later->steps.at[middle], wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t end_of(const Later *later, const Migration *migration)
{
    for (size_t i = 0; i < later->history->len; i++) {
        if (later->history->at[i] == migration) {
            return later->ends[i];
        }
    }
    return SIZE_MAX;
}

static const char *renamed(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->actions.len; i++) {
        if (sql->actions.at[i].kind == ACT_RENAME_TABLE) {
            return sql->actions.at[i].new_name;
        }
    }
    return NULL;
}

const char *later_about(Mem *mem, const Later *later, const Migration *migration, const char *table,
                        SqlStatements *out)
{
    if (!later || !table) {
        return table;
    }
    LaterStep wanted = {.table = text_lower(mem, sql_last_part(table)),
                        .at = end_of(later, migration)};
    for (size_t i = find(later, &wanted); i < later->steps.len; i++) {
        const LaterStep *step = &later->steps.at[i];
        const char *name = text_equal(step->table, wanted.table) ? renamed(step->sql) : NULL;
        if (!text_equal(step->table, wanted.table)) {
            break;
        }
        list_push(mem, out, step->sql);
        if (name) {
            table = name;
            wanted = (LaterStep){.table = text_lower(mem, sql_last_part(name)), .at = step->at + 1};
            i = find(later, &wanted) - 1;
        }
    }
    return table;
}
