#include "migrate/graph.h"

/* Which edges a walk follows. */
typedef enum Way { WAY_UP = 1 << 0, WAY_DOWN = 1 << 1, WAY_NEEDS = 1 << 2 } Way;

static void mark_from(const Graph *graph, const Migration *from, unsigned way, bool *mark)
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
        const Migrations *line = way & WAY_DOWN ? &m->parents : &m->children;
        const Migrations *needs = way & WAY_DOWN ? &m->needs : &m->needed_by;
        for (size_t i = 0; i < line->len; i++) {
            list_push(scratch, &todo, line->at[i]);
        }
        for (size_t i = 0; way & WAY_NEEDS && i < needs->len; i++) {
            list_push(scratch, &todo, needs->at[i]);
        }
    }
    mem_destroy(scratch);
}

void graph_mark_ancestors(const Graph *graph, const Migration *from, bool *mark)
{
    mark_from(graph, from, WAY_DOWN | WAY_NEEDS, mark);
}

void graph_mark_descendants(const Graph *graph, const Migration *from, bool *mark)
{
    mark_from(graph, from, WAY_UP | WAY_NEEDS, mark);
}

void graph_mark_below(const Graph *graph, const Migration *from, bool *mark)
{
    mark_from(graph, from, WAY_DOWN, mark);
}

static bool is_line(const Migration *m)
{
    return m->children.len == 1 && m->parents.len <= 1;
}

void graph_mark_branch(const Graph *graph, const Migration *owner, bool *mark)
{
    mark_from(graph, owner, WAY_UP, mark);
    while (owner->parents.len == 1 && is_line(owner->parents.at[0])) {
        owner = owner->parents.at[0];
        mark[owner->index] = true;
    }
}

void graph_mark_lineage(const Graph *graph, const Migration *owner, bool *mark)
{
    graph_mark_below(graph, owner, mark);
    mark[owner->index] = false; /* the branch begins its walk there */
    graph_mark_branch(graph, owner, mark);
}

void graph_fill_branches(const Graph *graph)
{
    for (size_t l = 0; l < graph->labels.len; l++) {
        Mem *scratch = mem_child(graph->mem, "branch");
        bool *mark = MEM_ARRAY(scratch, bool, graph->list.len);
        graph_mark_branch(graph, graph->labels.at[l].owner, mark);
        for (size_t i = 0; i < graph->list.len; i++) {
            if (mark[i]) {
                list_push(graph->mem, &graph->list.at[i]->branches, graph->labels.at[l].name);
            }
        }
        mem_destroy(scratch);
    }
}
