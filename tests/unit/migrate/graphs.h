/* Graphs for tests: {"a", "base"}, {"b", "a"} … */
#ifndef TESTS_UNIT_MIGRATE_GRAPHS_H
#define TESTS_UNIT_MIGRATE_GRAPHS_H

#include "migrate/graph.h"
#include "tests/unit/harness.h"

static Migration *add_revision(Migrations *files, const char *id, const char *parents)
{
    Migration *m = MEM_NEW(mem, Migration);
    m->revision = mem_strdup(mem, id);
    m->message = "";
    m->path = mem_printf(mem, "migrations/%s.sql", id);
    for (const char *at = parents; *at;) {
        size_t n = 0;
        while (at[n] && at[n] != ',') {
            n++;
        }
        list_push(mem, &m->revises, mem_strndup(mem, at, n));
        at += n + (at[n] == ',');
    }
    list_push(mem, files, m);
    return m;
}

static inline void add_label(Migration *m, const char *label)
{
    list_push(mem, &m->labels, label);
}

static inline void add_need(Migration *m, const char *id)
{
    list_push(mem, &m->depends_on, id);
}

#endif
