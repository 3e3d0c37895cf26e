/* Sorts and places the nodes of each column: a node wants to stand where its neighbours do, in the
 * mean; the order of what all want is the order in the column (the barycentre heuristic), and the
 * places nearest to the wanted ones without overlap are a regression that one pass finds. */
#include "report/layers.h"

#include <stdlib.h>

#define SWEEPS      8
#define BEND_WEIGHT 4 /* lines should be straight */
#define BEND_GAP    6

typedef struct Wish {
    size_t node, before; /* where it stood in the column */
    int64_t middle;
} Wish;

static int by_wish(const void *a, const void *b)
{
    const Wish *left = a, *right = b;
    if (left->middle != right->middle) {
        return left->middle < right->middle ? -1 : 1;
    }
    return left->before < right->before ? -1 : left->before > right->before;
}

static int64_t middle_of(const Node *node)
{
    return node->y + node->height / 2;
}

static void add_middles(const Layers *layers, const Indexes *nodes, int64_t *sum, int64_t *n)
{
    for (size_t i = 0; i < nodes->len; i++) {
        *sum += middle_of(&layers->nodes.at[nodes->at[i]]);
        ++*n;
    }
}

static int64_t wanted_middle(const Layers *layers, const Node *node, bool left, bool right)
{
    int64_t sum = 0, n = 0;
    if (left) {
        add_middles(layers, &node->left, &sum, &n);
    }
    if (right) {
        add_middles(layers, &node->right, &sum, &n);
    }
    return n ? sum / n : middle_of(node);
}

/* --- places ----------------------------------------------------------------------------------- */

/* Nodes that touch, and the common shift that suits them best. */
typedef struct Block {
    size_t nodes;
    int64_t weight, sum;
} Block;

static int64_t gap_between(const Node *upper, const Node *lower)
{
    return upper->bend && lower->bend   ? BEND_GAP
           : upper->bend || lower->bend ? GAP_DOWN / 2
                                        : GAP_DOWN;
}

static int64_t shift_of(const Block *block)
{
    return block->sum / block->weight;
}

static void place(Layers *layers, const Wish *wishes, size_t n)
{
    Block *blocks = MEM_ARRAY(layers->mem, Block, n);
    int64_t *offsets = MEM_ARRAY(layers->mem, int64_t, n);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        const Node *node = &layers->nodes.at[wishes[i].node];
        if (i) {
            const Node *upper = &layers->nodes.at[wishes[i - 1].node];
            offsets[i] = offsets[i - 1] + upper->height + gap_between(upper, node);
        }
        const int64_t weight = node->bend ? BEND_WEIGHT : 1;
        const int64_t shift = wishes[i].middle - node->height / 2 - offsets[i];
        blocks[len++] = (Block){1, weight, weight * shift};
        while (len > 1 && shift_of(&blocks[len - 2]) > shift_of(&blocks[len - 1])) {
            len--;
            blocks[len - 1].nodes += blocks[len].nodes;
            blocks[len - 1].weight += blocks[len].weight;
            blocks[len - 1].sum += blocks[len].sum;
        }
    }
    for (size_t b = 0, i = 0; b < len; b++) {
        for (size_t k = 0; k < blocks[b].nodes; k++, i++) {
            layers->nodes.at[wishes[i].node].y = offsets[i] + shift_of(&blocks[b]);
        }
    }
}

static void settle(Layers *layers, size_t c, bool left, bool right, bool sort)
{
    Indexes *column = &layers->columns.at[c];
    Wish *wishes = MEM_ARRAY(layers->mem, Wish, column->len);
    for (size_t i = 0; i < column->len; i++) {
        const size_t node = column->at[i];
        wishes[i] = (Wish){node, i, wanted_middle(layers, &layers->nodes.at[node], left, right)};
    }
    if (sort && column->len > 1) {
        qsort(wishes, column->len, sizeof *wishes, by_wish);
    }
    place(layers, wishes, column->len);
    for (size_t i = 0; i < column->len; i++) {
        column->at[i] = wishes[i].node;
    }
}

static void stack(Layers *layers, const Indexes *column)
{
    int64_t y = 0;
    for (size_t i = 0; i < column->len; i++) {
        Node *node = &layers->nodes.at[column->at[i]];
        node->y = y;
        y += node->height + GAP_DOWN;
    }
}

void layers_place(Layers *layers)
{
    const size_t n = layers->columns.len;
    for (size_t c = 0; c < n; c++) {
        stack(layers, &layers->columns.at[c]);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        bool rightwards = sweep % 2 == 0;
        for (size_t i = 0; i < n; i++) {
            settle(layers, rightwards ? i : n - 1 - i, rightwards, !rightwards, true);
        }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (size_t i = 0; i < n; i++) {
            settle(layers, sweep % 2 ? n - 1 - i : i, true, true, false);
        }
    }
}
