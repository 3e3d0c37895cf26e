#include "migrate/graph.h"

#include <stdlib.h>
#include <string.h>

#define HEADS_SHOWN 10u

static int compare_ids(const void *a, const void *b)
{
    const Migration *const *left = a, *const *right = b;
    return strcmp((*left)->revision, (*right)->revision);
}

static bool index_ids(Graph *graph, const Migrations *files, Error *err)
{
    graph->by_id = MEM_ARRAY(graph->mem, Migration *, files->len);
    if (files->len) {
        memcpy(graph->by_id, files->at, files->len * sizeof(Migration *));
        qsort(graph->by_id, files->len, sizeof(Migration *), compare_ids);
    }
    for (size_t i = 1; i < files->len; i++) {
        const Migration *a = graph->by_id[i - 1], *b = graph->by_id[i];
        if (text_equal(a->revision, b->revision)) {
            error_at(err, ERR_HISTORY, (Location){b->path, b->revision_line, 1},
                     "revision \"%s\" is in two files: \"%s\" and \"%s\"", a->revision, a->path,
                     b->path);
            return error_hint(err, "remove the copy, or give it an identifier of its own");
        }
    }
    return true;
}

/* The first of the n revisions of by_id that is not less than the text. */
static size_t lower_bound(const Graph *graph, size_t n, const char *text)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool less = strcmp(graph->by_id[middle]->revision, text) < 0;
        low = less ? middle + 1 : low;
        high = less ? high : middle;
    }
    return low;
}

static Migration *find(const Graph *graph, size_t n, const char *revision)
{
    size_t at = lower_bound(graph, n, revision);
    return at < n && text_equal(graph->by_id[at]->revision, revision) ? graph->by_id[at] : NULL;
}

Migration *graph_find(const Graph *graph, const char *revision)
{
    return find(graph, graph->list.len, revision);
}

size_t graph_lower_bound(const Graph *graph, const char *text)
{
    return lower_bound(graph, graph->list.len, text);
}

/* --- labels ------------------------------------------------------------------------------------
 */

static int compare_labels(const void *a, const void *b)
{
    const Label *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : strcmp(left->owner->path, right->owner->path);
}

Migration *graph_label(const Graph *graph, const char *name)
{
    size_t low = 0, high = graph->labels.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(graph->labels.at[middle].name, name);
        if (order == 0) {
            return graph->labels.at[middle].owner;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

static bool label_taken(const Label *label, const char *what, const Migration *other, Error *err)
{
    error_at(err, ERR_HISTORY, (Location){.file = label->owner->path},
             "the label \"%s\" of \"%s\" is also %s \"%s\"", label->name, label->owner->path, what,
             other->path);
    return error_hint(err,
                      "a label names one branch: change the \"-- labels:\" line of one of them");
}

static bool index_labels(Graph *graph, const Migrations *files, Error *err)
{
    for (size_t i = 0; i < files->len; i++) {
        for (size_t l = 0; l < files->at[i]->labels.len; l++) {
            Label label = {files->at[i]->labels.at[l], files->at[i]};
            list_push(graph->mem, &graph->labels, label);
        }
    }
    if (graph->labels.len) {
        qsort(graph->labels.at, graph->labels.len, sizeof(Label), compare_labels);
    }
    for (size_t i = 0; i < graph->labels.len; i++) {
        const Label *label = &graph->labels.at[i];
        const Migration *same = find(graph, files->len, label->name);
        if (i && text_equal(label->name, label[-1].name)) {
            return label_taken(label, "in", label[-1].owner, err);
        }
        if (same) {
            return label_taken(label, "the revision of", same, err);
        }
    }
    return true;
}

/* --- edges -------------------------------------------------------------------------------------
 */

static bool no_parent(const Graph *graph, const Migration *m, const char *id, Error *err)
{
    error_at(err, ERR_HISTORY, (Location){.file = m->path},
             "revision \"%s\" revises \"%s\", which no file of \"%s\" has", m->revision, id,
             graph->folder);
    return error_hint(err, "bring the missing file back, or correct the \"-- revises:\" line; the "
                           "first revision says \"-- revises: base\"");
}

static bool no_dependency(const Graph *graph, const Migration *m, const char *id, Error *err)
{
    error_at(err, ERR_HISTORY, (Location){.file = m->path},
             "revision \"%s\" depends on \"%s\", which is neither a revision nor a label of \"%s\"",
             m->revision, id, graph->folder);
    return error_hint(err, "bring the missing file back, or correct the \"-- depends-on:\" line; "
                           "it takes whole identifiers");
}

/* Once each, however often and under whatever names the header says it. */
static void add_parent(Graph *graph, Migration *m, Migration *parent)
{
    if (migrations_add(graph->mem, &m->parents, parent)) {
        list_push(graph->mem, &parent->children, m);
    }
}

static void add_need(Graph *graph, Migration *m, Migration *needed)
{
    if (!migrations_hold(&m->parents, needed) && migrations_add(graph->mem, &m->needs, needed)) {
        list_push(graph->mem, &needed->needed_by, m);
    }
}

static bool link_edges(Graph *graph, const Migrations *files, Error *err)
{
    for (size_t i = 0; i < files->len; i++) {
        Migration *m = files->at[i];
        for (size_t j = 0; j < m->revises.len; j++) {
            Migration *parent = find(graph, files->len, m->revises.at[j]);
            if (!parent) {
                return no_parent(graph, m, m->revises.at[j], err);
            }
            add_parent(graph, m, parent);
        }
        for (size_t j = 0; j < m->depends_on.len; j++) {
            Migration *needed = find(graph, files->len, m->depends_on.at[j]);
            needed = needed ? needed : graph_label(graph, m->depends_on.at[j]);
            if (!needed) {
                return no_dependency(graph, m, m->depends_on.at[j], err);
            }
            add_need(graph, m, needed);
        }
    }
    return true;
}

/* --- order -------------------------------------------------------------------------------------
 */

/* A parent or dependency that the sort left over, too. */
static Migration *left_over(const Migration *m, const size_t *missing)
{
    for (size_t i = 0; i < m->parents.len; i++) {
        if (missing[m->parents.at[i]->index]) {
            return m->parents.at[i];
        }
    }
    for (size_t i = 0; i < m->needs.len; i++) {
        if (missing[m->needs.at[i]->index]) {
            return m->needs.at[i];
        }
    }
    return NULL;
}

/* What the sort left over holds a loop: walk up until a migration comes again. */
static bool report_loop(const Migrations *files, const size_t *missing, Mem *mem, Error *err)
{
    size_t i = 0;
    while (!missing[i]) {
        i++;
    }
    const Migration *start = files->at[i];
    for (size_t n = 0; n < files->len; n++) {
        start = left_over(start, missing);
    }
    Buf names = buf_new(mem);
    const Migration *at = start;
    size_t shown = 0;
    do {
        buf_fmt(&names, "%s\"%s\"", shown ? ", " : "", at->path);
        at = left_over(at, missing);
    } while (at != start && ++shown < 10);
    error_at(err, ERR_HISTORY, (Location){start->path, start->revision_line, 1},
             "revisions revise or depend on each other in a loop: %s", buf_text(&names));
    return error_hint(err, "correct the \"-- revises:\" or \"-- depends-on:\" line of one of them");
}

static void count_down(Graph *graph, const Migrations *next, size_t *missing)
{
    for (size_t i = 0; i < next->len; i++) {
        if (--missing[next->at[i]->index] == 0) {
            list_push(graph->mem, &graph->list, next->at[i]);
        }
    }
}

static bool sort(Graph *graph, const Migrations *files, Error *err)
{
    Mem *scratch = mem_child(graph->mem, "graph");
    size_t *missing = MEM_ARRAY(scratch, size_t, files->len);
    for (size_t i = 0; i < files->len; i++) {
        Migration *m = files->at[i];
        m->index = i;
        missing[i] = m->parents.len + m->needs.len;
        if (!missing[i]) {
            list_push(graph->mem, &graph->list, m);
        }
    }
    for (size_t done = 0; done < graph->list.len; done++) {
        const Migration *m = graph->list.at[done];
        count_down(graph, &m->children, missing);
        count_down(graph, &m->needed_by, missing);
    }
    bool ok = graph->list.len == files->len || report_loop(files, missing, scratch, err);
    mem_destroy(scratch);
    return ok;
}

bool graph_build(Mem *mem, const char *folder, const Migrations *files, Graph *out, Error *err)
{
    Graph graph = {.mem = mem, .folder = folder};
    if (!index_ids(&graph, files, err) || !index_labels(&graph, files, err) ||
        !link_edges(&graph, files, err) || !sort(&graph, files, err)) {
        return false;
    }
    for (size_t i = 0; i < graph.list.len; i++) {
        graph.list.at[i]->index = i;
        if (!graph.list.at[i]->children.len) {
            list_push(mem, &graph.heads, graph.list.at[i]);
        }
    }
    *out = graph;
    return true;
}

bool graph_several_heads(const Migrations *heads, const char *remedy, Error *err)
{
    Buf names = buf_new(err->mem);
    for (size_t i = 0; i < heads->len && i < HEADS_SHOWN; i++) {
        buf_fmt(&names, "%s\"%s\" (%s)", i ? ", " : "", heads->at[i]->revision, heads->at[i]->path);
    }
    error_set(err, ERR_HISTORY, "there are %zu heads: %s%s", heads->len, buf_text(&names),
              heads->len > HEADS_SHOWN ? ", …" : "");
    return error_hint(err,
                      "\"schemadiff merge heads\" joins them, \"schemadiff rebase REV\" puts one "
                      "behind the other; %s",
                      remedy);
}

bool graph_head(const Graph *graph, Migration **out, Error *err)
{
    if (graph->heads.len > 1) {
        return graph_several_heads(&graph->heads, HEADS_REMEDY, err);
    }
    *out = graph->heads.len ? graph->heads.at[0] : NULL;
    return true;
}
