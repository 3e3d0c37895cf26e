/* Where everything of a diagram goes: tables in columns, what is referred to left of what refers to
 * it, few crossings, lines between the boxes. Deterministic, n log n. Units are pixels. */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "report/diagram.h"

#define ROW_HEIGHT       22
#define HEAD_HEIGHT      32
#define BOX_PADDING      6  /* below the last row */
#define NAME_MAX_COLUMNS 30 /* longer names are cut */
#define TYPE_MAX_COLUMNS 22

typedef struct Point {
    int x, y;
} Point;

typedef struct Box {
    int x, y, width, height;
} Box;

/* From the referring table to the other one. Between points 0-1, 2-3, … the line runs through a
 * gap between columns, between 1-2, 3-4, … straight along a column. */
typedef struct Route {
    LIST(Point) points;
    bool child_leaves_right; /* else to the left */
    bool parent_enters_left; /* else from the right */
} Route;

typedef struct Layout {
    int width, height;
    Box *boxes;    /* one a table */
    Route *routes; /* one a link */
} Layout;

Layout layout_diagram(Mem *mem, const Diagram *diagram);

/* The middle of a row, of the head for NO_ROW; relative to the box. */
int layout_row_middle(size_t row);

#endif
