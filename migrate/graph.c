#include "migrate/graph.h"

#include <stdlib.h>
#include <string.h>

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

static Migration *find(const Graph *graph, size_t n, const char *revision)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(graph->by_id[middle]->revision, revision);
        if (order == 0) {
            return graph->by_id[middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

Migration *graph_find(const Graph *graph, const char *revision)
{
    return find(graph, graph->list.len, revision);
}

static bool link_parents(Graph *graph, const Migrations *files, Error *err)
{
    for (size_t i = 0; i < files->len; i++) {
        Migration *m = files->at[i];
        for (size_t j = 0; j < m->revises.len; j++) {
            Migration *parent = find(graph, files->len, m->revises.at[j]);
            if (!parent) {
                error_at(err, ERR_HISTORY, (Location){.file = m->path},
                         "revision \"%s\" revises \"%s\", which no file of \"%s\" has", m->revision,
                         m->revises.at[j], graph->folder);
                return error_hint(err,
                                  "bring the missing file back, or correct the \"-- revises:\" "
                                  "line; the first revision says \"-- revises: base\"");
            }
            list_push(graph->mem, &m->parents, parent);
            list_push(graph->mem, &parent->children, m);
        }
    }
    return true;
}

/* What the sort left over holds a loop: walk up until a migration comes again. */
static bool report_loop(const Migrations *files, const size_t *missing, Mem *mem, Error *err)
{
    size_t i = 0;
    while (!missing[i]) {
        i++;
    }
    Migration *start = files->at[i];
    for (size_t n = 0; n < files->len; n++) {
        for (size_t p = 0; p < start->parents.len; p++) {
            if (missing[start->parents.at[p]->index]) {
                start = start->parents.at[p];
                break;
            }
        }
    }
    Buf names = buf_new(mem);
    Migration *at = start;
    size_t shown = 0;
    do {
        buf_fmt(&names, "%s\"%s\"", shown ? ", " : "", at->path);
        for (size_t p = 0; p < at->parents.len; p++) {
            if (missing[at->parents.at[p]->index]) {
                at = at->parents.at[p];
                break;
            }
        }
    } while (at != start && ++shown < 10);
    error_at(err, ERR_HISTORY, (Location){start->path, start->revision_line, 1},
             "revisions revise each other in a loop: %s", buf_text(&names));
    return error_hint(err, "correct the \"-- revises:\" line of one of them");
}

static bool sort(Graph *graph, const Migrations *files, Error *err)
{
    Mem *scratch = mem_child(graph->mem, "graph");
    size_t *missing = MEM_ARRAY(scratch, size_t, files->len);
    for (size_t i = 0; i < files->len; i++) {
        files->at[i]->index = i;
        missing[i] = files->at[i]->parents.len;
        if (!missing[i]) {
            list_push(graph->mem, &graph->list, files->at[i]);
        }
    }
    for (size_t done = 0; done < graph->list.len; done++) {
        Migration *m = graph->list.at[done];
        for (size_t c = 0; c < m->children.len; c++) {
            if (--missing[m->children.at[c]->index] == 0) {
                list_push(graph->mem, &graph->list, m->children.at[c]);
            }
        }
    }
    bool ok = graph->list.len == files->len || report_loop(files, missing, scratch, err);
    mem_destroy(scratch);
    return ok;
}

bool graph_build(Mem *mem, const char *folder, const Migrations *files, Graph *out, Error *err)
{
    Graph graph = {.mem = mem, .folder = folder};
    if (!index_ids(&graph, files, err) || !link_parents(&graph, files, err) ||
        !sort(&graph, files, err)) {
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

bool graph_head(const Graph *graph, Migration **out, Error *err)
{
    if (graph->heads.len > 1) {
        Buf names = buf_new(err->mem);
        for (size_t i = 0; i < graph->heads.len; i++) {
            buf_fmt(&names, "%s\"%s\" (%s)", i ? ", " : "", graph->heads.at[i]->revision,
                    graph->heads.at[i]->path);
        }
        error_set(err, ERR_HISTORY, "there are %zu heads: %s", graph->heads.len, buf_text(&names));
        return error_hint(err, "put them in a line: let the \"-- revises:\" line of one name the "
                               "other, or name a revision instead of head");
    }
    *out = graph->heads.len ? graph->heads.at[0] : NULL;
    return true;
}

static void mark_from(const Graph *graph, const Migration *from, bool up, bool *mark)
{
    Mem *scratch = mem_child(graph->mem, "walk");
    LIST(const Migration *) todo = {0};
    list_push(scratch, &todo, from);
    while (todo.len) {
        const Migration *m = todo.at[--todo.len];
        if (mark[m->index]) {
            continue;
        }
        mark[m->index] = true;
        const Migrations *next = up ? &m->parents : &m->children;
        for (size_t i = 0; i < next->len; i++) {
            list_push(scratch, &todo, next->at[i]);
        }
    }
    mem_destroy(scratch);
}

void graph_mark_ancestors(const Graph *graph, const Migration *from, bool *mark)
{
    mark_from(graph, from, true, mark);
}

void graph_mark_descendants(const Graph *graph, const Migration *from, bool *mark)
{
    mark_from(graph, from, false, mark);
}
