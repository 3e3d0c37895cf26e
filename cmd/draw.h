/* Revisions as a drawing for terminals: a column for each line of descent. */
#ifndef CMD_DRAW_H
#define CMD_DRAW_H

#include "cmd/describe.h"

/* Children first, as in the list. What the list leaves out is not drawn. */
void draw_graph(Output *out, const History *history, const Migrations *list);

#endif
