#include "report/layers.h"

#include <stdlib.h>

#define NONE ((size_t)-1)

/* --- cycles ----------------------------------------------------------------------------------- */

typedef enum Visit { UNSEEN, OPEN, DONE } Visit;

typedef struct Step {
    size_t node, next; /* the next of its lines to look at */
} Step;

typedef struct Walk {
    Layers *layers;
    Indexes *lines; /* of each node: those that begin there */
    Visit *visits;
    LIST(Step) path;
} Walk;

static Indexes *lines_by_left(const Layers *layers)
{
    Indexes *lines = MEM_ARRAY(layers->mem, Indexes, layers->nodes.len);
    for (size_t i = 0; i < layers->lines.len; i++) {
        list_push(layers->mem, &lines[layers->lines.at[i].left], i);
    }
    return lines;
}

static void turn(Line *line)
{
    size_t left = line->left;
    line->left = line->right;
    line->right = left;
    line->turned = !line->turned;
}

/* One step of a depth first search. A line back to where the search came from closes a cycle. */
static void walk_step(Walk *walk)
{
    Step *step = &walk->path.at[walk->path.len - 1];
    const Indexes *lines = &walk->lines[step->node];
    if (step->next == lines->len) {
        walk->visits[step->node] = DONE;
        walk->path.len--;
        return;
    }
    Line *line = &walk->layers->lines.at[lines->at[step->next++]];
    if (walk->visits[line->right] == OPEN) {
        turn(line);
    } else if (walk->visits[line->right] == UNSEEN) {
        walk->visits[line->right] = OPEN;
        list_push(walk->layers->mem, &walk->path, (Step){line->right, 0});
    }
}

static void walk_from(Walk *walk, size_t node)
{
    if (walk->visits[node] != UNSEEN) {
        return;
    }
    walk->visits[node] = OPEN;
    list_push(walk->layers->mem, &walk->path, (Step){node, 0});
    while (walk->path.len) {
        walk_step(walk);
    }
}

void layers_break_cycles(Layers *layers)
{
    Walk walk = {.layers = layers,
                 .lines = lines_by_left(layers),
                 .visits = MEM_ARRAY(layers->mem, Visit, layers->nodes.len)};
    bool *entered = MEM_ARRAY(layers->mem, bool, layers->nodes.len);
    for (size_t i = 0; i < layers->lines.len; i++) {
        entered[layers->lines.at[i].right] = true;
    }
    /* What refers to nothing comes first: then only real cycles are broken. */
    for (size_t i = 0; i < layers->nodes.len; i++) {
        if (!entered[i]) {
            walk_from(&walk, i);
        }
    }
    for (size_t i = 0; i < layers->nodes.len; i++) {
        walk_from(&walk, i);
    }
}

/* --- layers ----------------------------------------------------------------------------------- */

static void link_nodes(Layers *layers, size_t left, size_t right)
{
    list_push(layers->mem, &layers->nodes.at[left].right, right);
    list_push(layers->mem, &layers->nodes.at[right].left, left);
}

/* Nodes such that every line leads from an earlier one to a later one. */
static void sort_nodes(const Layers *layers, Indexes *out)
{
    size_t *waiting = MEM_ARRAY(layers->mem, size_t, layers->nodes.len);
    for (size_t i = 0; i < layers->nodes.len; i++) {
        waiting[i] = layers->nodes.at[i].left.len;
        if (!waiting[i]) {
            list_push(layers->mem, out, i);
        }
    }
    for (size_t i = 0; i < out->len; i++) {
        const Indexes *right = &layers->nodes.at[out->at[i]].right;
        for (size_t k = 0; k < right->len; k++) {
            if (--waiting[right->at[k]] == 0) {
                list_push(layers->mem, out, right->at[k]);
            }
        }
    }
}

/* As far left as can be; what nothing stands left of, next to what refers to it. */
static void rank(Layers *layers, const Indexes *sorted)
{
    for (size_t i = 0; i < sorted->len; i++) {
        const Node *node = &layers->nodes.at[sorted->at[i]];
        for (size_t k = 0; k < node->right.len; k++) {
            Node *next = &layers->nodes.at[node->right.at[k]];
            next->column = next->column > node->column ? next->column : node->column + 1;
        }
    }
    for (size_t i = sorted->len; i-- > 0;) {
        Node *node = &layers->nodes.at[sorted->at[i]];
        size_t nearest = NONE;
        for (size_t k = 0; k < node->right.len; k++) {
            size_t column = layers->nodes.at[node->right.at[k]].column;
            nearest = column < nearest ? column : nearest;
        }
        if (!node->left.len && nearest != NONE) {
            node->column = nearest - 1;
        }
    }
}

static int64_t root_of(int64_t n)
{
    int64_t root = 1;
    while (root * root < n) {
        root += root / 8 + 1;
    }
    return root;
}

/* The height of a picture that is about half as high again as wide: lines take their room too. */
static int64_t height_for(const Layers *layers)
{
    int64_t area = 0, tallest = 0;
    for (size_t i = 0; i < layers->nodes.len; i++) {
        const Node *node = &layers->nodes.at[i];
        const int64_t height = node->height + GAP_DOWN;
        area += height * (node->width + GAP_ACROSS);
        tallest = height > tallest ? height : tallest;
    }
    const int64_t wanted = root_of(area * 9 / 10);
    return wanted > tallest ? wanted : tallest;
}

static void push_column(Layers *layers, const Indexes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        layers->nodes.at[nodes->at[i]].column = layers->columns.len;
    }
    list_push(layers->mem, &layers->columns, *nodes);
}

/* Of one layer as many columns as its height asks for, those that others refer to last: next to
 * them. */
static void split_layer(Layers *layers, const Indexes *layer, int64_t limit)
{
    Indexes column = {0};
    int64_t total = 0, height = 0;
    for (size_t i = 0; i < layer->len; i++) {
        total += layers->nodes.at[layer->at[i]].height + GAP_DOWN;
    }
    const int64_t parts = (total + limit - 1) / limit;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < layer->len; i++) {
            const Node *node = &layers->nodes.at[layer->at[i]];
            if ((node->right.len != 0) != (pass != 0)) {
                continue;
            }
            if (column.len && height >= total / (parts ? parts : 1)) {
                push_column(layers, &column);
                column = (Indexes){0};
                height = 0;
            }
            list_push(layers->mem, &column, layer->at[i]);
            height += node->height + GAP_DOWN;
        }
    }
    push_column(layers, &column);
}

void layers_assign(Layers *layers)
{
    Indexes sorted = {0};
    LIST(Indexes) ranks = {0};
    for (size_t i = 0; i < layers->lines.len; i++) {
        link_nodes(layers, layers->lines.at[i].left, layers->lines.at[i].right);
    }
    sort_nodes(layers, &sorted);
    rank(layers, &sorted);
    for (size_t i = 0; i < layers->nodes.len; i++) {
        while (ranks.len <= layers->nodes.at[i].column) {
            list_push(layers->mem, &ranks, (Indexes){0});
        }
        list_push(layers->mem, &ranks.at[layers->nodes.at[i].column], i);
    }
    const int64_t limit = height_for(layers);
    for (size_t i = 0; i < ranks.len; i++) {
        if (ranks.at[i].len) {
            split_layer(layers, &ranks.at[i], limit);
        }
    }
}

/* --- bends ------------------------------------------------------------------------------------ */

#define BEND_HEIGHT 8

typedef struct Trunk {
    Indexes bends; /* one a column, from the one right of the node on */
} Trunk;

static size_t add_bend(Layers *layers, size_t column)
{
    const Node bend = {.height = BEND_HEIGHT, .bend = true, .column = column};
    list_push(layers->mem, &layers->nodes, bend);
    list_push(layers->mem, &layers->columns.at[column], layers->nodes.len - 1);
    return layers->nodes.len - 1;
}

static void lead(Layers *layers, Trunk *trunk, Line *line)
{
    const size_t first = layers->nodes.at[line->left].column + 1;
    const size_t last = layers->nodes.at[line->right].column;
    size_t at = line->left;
    for (size_t column = first; column < last; column++) {
        if (trunk->bends.len <= column - first) {
            const size_t bend = add_bend(layers, column);
            list_push(layers->mem, &trunk->bends, bend);
            link_nodes(layers, at, bend);
        }
        at = trunk->bends.at[column - first];
        list_push(layers->mem, &line->bends, at);
    }
    link_nodes(layers, at, line->right);
}

void layers_bend(Layers *layers)
{
    const size_t n = layers->nodes.len;
    Trunk *trunks = MEM_ARRAY(layers->mem, Trunk, 2 * n);
    for (size_t i = 0; i < n; i++) {
        layers->nodes.at[i].left = layers->nodes.at[i].right = (Indexes){0};
    }
    for (size_t i = 0; i < layers->lines.len; i++) {
        Line *line = &layers->lines.at[i];
        lead(layers, &trunks[2 * line->left + line->turned], line);
    }
}
