/* Private to the layout: one connected part of a diagram as nodes in columns. */
#ifndef REPORT_LAYERS_H
#define REPORT_LAYERS_H

#include "base/list.h"

#include <stdbool.h>
#include <stdint.h>

#define GAP_ACROSS 76 /* between columns, for the lines */
#define GAP_DOWN   26

typedef LIST(size_t) Indexes;

/* A table, or a bend: where lines to one and the same table pass a column on their way. */
typedef struct Node {
    int width, height;
    bool bend;
    size_t column;
    int64_t y;
    Indexes left, right; /* nodes; behind layers_bend() only of the neighbouring columns */
} Node;

/* A line: `left` stands left of `right`, whoever refers to whom. */
typedef struct Line {
    size_t left, right;
    bool turned;   /* the table on the right is the one referred to */
    Indexes bends; /* on the way, from left to right */
} Line;

typedef struct Layers {
    Mem *mem;
    LIST(Node) nodes;
    LIST(Line) lines;
    LIST(Indexes) columns; /* nodes from top to bottom */
} Layers;

/* Turns lines that close a cycle, so that every other one leads to the right. */
void layers_break_cycles(Layers *layers);
/* Gives each node a column; a layer that would be much higher than the picture is wide becomes
 * several columns. */
void layers_assign(Layers *layers);
/* Leads lines that cross columns through bends; lines from one node share them. */
void layers_bend(Layers *layers);
/* Sorts and places the nodes of each column. */
void layers_place(Layers *layers);

#endif
