#include "migrate/identifier.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 10

static bool unknown(Mem *mem, const Graph *graph, const char *text, Error *err)
{
    const char **ids = MEM_ARRAY(mem, const char *, graph->list.len + 4);
    size_t n = 0;
    for (; n < graph->list.len; n++) {
        ids[n] = graph->list.at[n]->revision;
    }
    ids[n++] = "head";
    ids[n++] = "base";
    ids[n++] = "current";
    const char *nearest = text_nearest(text, ids, n);
    error_set(err, ERR_HISTORY, "there is no revision \"%s\" in \"%s\"", text, graph->folder);
    if (nearest) {
        return error_hint(err, "did you mean \"%s\"?", nearest);
    }
    return error_hint(err, "\"schemadiff history\" lists the revisions");
}

/* by_id is sorted: all revisions with a prefix stand together. */
static bool by_prefix(Mem *mem, const Graph *graph, const char *text, Migration **out, Error *err)
{
    Migration *exact = graph_find(graph, text);
    if (exact) {
        *out = exact;
        return true;
    }
    Buf names = buf_new(mem);
    Migration *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < graph->list.len; i++) {
        Migration *m = graph->by_id[i];
        if (text_starts(m->revision, text)) {
            if (n < SHOWN_MAX) {
                buf_fmt(&names, "%s%s", n ? ", " : "", migration_label(mem, m));
            }
            found = m;
            n++;
        }
    }
    if (n == 0) {
        return unknown(mem, graph, text, err);
    }
    if (n > 1) {
        error_set(err, ERR_HISTORY, "\"%s\" can be %zu revisions: %s%s", text, n, buf_text(&names),
                  n > SHOWN_MAX ? ", …" : "");
        return error_hint(err, "give more characters");
    }
    *out = found;
    return true;
}

static bool the_current(const Graph *graph, const History *history, Migration **out, Error *err)
{
    if (!history) {
        error_set(err, ERR_HISTORY, "\"current\" needs a database");
        return error_hint(err, "name a revision, or give --url");
    }
    if (history->current.len > 1) {
        error_set(err, ERR_HISTORY, "the database is at %zu revisions at once: \"%s\", \"%s\"%s",
                  history->current.len, history->current.at[0]->revision,
                  history->current.at[1]->revision, history->current.len > 2 ? ", …" : "");
        return error_hint(err, "name the revision that you mean");
    }
    (void)graph;
    *out = history->current.len ? history->current.at[0] : NULL;
    return true;
}

static bool named(Mem *mem, const Graph *graph, const History *history, const char *text,
                  Migration **out, Error *err)
{
    if (text_equal(text, "base")) {
        *out = NULL;
        return true;
    }
    if (text_equal(text, "head") || text_equal(text, "heads")) {
        return graph_head(graph, out, err);
    }
    if (text_equal(text, "current") || !*text) {
        return the_current(graph, history, out, err);
    }
    return by_prefix(mem, graph, text, out, err);
}

static bool ambiguous(const char *from, const char *way, Error *err)
{
    error_set(err, ERR_HISTORY, "the way %s from \"%s\" parts", way, from);
    return error_hint(err, "name the revision that you mean");
}

/* One step towards the heads. */
static bool step_up(const Graph *graph, Migration **at, bool *moved, Error *err)
{
    const Migrations *next = *at ? &(*at)->children : NULL;
    Migration *only = NULL;
    size_t n = 0;
    for (size_t i = 0; i < (next ? next->len : graph->list.len); i++) {
        Migration *m = next ? next->at[i] : graph->list.at[i];
        if (next || !m->parents.len) {
            only = m;
            n++;
        }
    }
    if (n > 1) {
        return ambiguous(*at ? (*at)->revision : "base", "up", err);
    }
    *moved = n == 1;
    *at = n ? only : *at;
    return true;
}

static bool step_down(Migration **at, bool *moved, Error *err)
{
    if (*at && (*at)->parents.len > 1) {
        return ambiguous((*at)->revision, "down", err);
    }
    *moved = *at != NULL;
    *at = *at && (*at)->parents.len ? (*at)->parents.at[0] : NULL;
    return true;
}

static bool walk(const Graph *graph, long steps, const char *text, Migration **at, Error *err)
{
    for (long i = 0; i < labs(steps); i++) {
        bool moved = false;
        if (!(steps > 0 ? step_up(graph, at, &moved, err) : step_down(at, &moved, err))) {
            return false;
        }
        if (!moved) {
            error_set(err, ERR_HISTORY, "\"%s\" goes beyond the %s: %ld revision%s on the way",
                      text, steps > 0 ? "head" : "base", i, i == 1 ? " lies" : "s lie");
            return error_hint(err, "\"schemadiff history -i\" shows where the database is");
        }
    }
    return true;
}

/* The sign of a relative part at the end: "+2" of "a1b2+2"; NULL = none. */
static const char *relative_part(const char *text)
{
    size_t digits = strlen(text);
    while (digits > 0 && char_is_digit(text[digits - 1])) {
        digits--;
    }
    bool has = digits > 0 && text[digits] && (text[digits - 1] == '+' || text[digits - 1] == '-');
    return has ? text + digits - 1 : NULL;
}

bool identifier_resolve(Mem *mem, const Graph *graph, const History *history, const char *text,
                        Migration **out, Error *err)
{
    const char *relative = relative_part(text);
    Migration *at = NULL;
    if (!relative) {
        return named(mem, graph, history, text, out, err);
    }
    const char *name = mem_strndup(mem, text, (size_t)(relative - text));
    if (!named(mem, graph, history, name, &at, err) ||
        !walk(graph, strtol(relative, NULL, 10), text, &at, err)) {
        return false;
    }
    *out = at;
    return true;
}
