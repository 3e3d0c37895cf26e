/* A difference in small steps: what changes, one object after the other, over schemas in between.
 * Each step is a difference of its own, so that both its directions are planned like any other. */
#ifndef DIFF_SPLIT_H
#define DIFF_SPLIT_H

#include "schema/change.h"

typedef LIST(const Object *) ObjectList;

typedef struct Stage {
    Changes *up;        /* from the stage before; never empty */
    ObjectList objects; /* that change in it: several where none can change without the others */
} Stage;

typedef LIST(Stage) Stages;

/* The way from changes->from to changes->to. What is needed changes before what needs it, and goes
 * after it. Foreign keys of tables that refer to each other come in stages behind the tables, and
 * go in stages before them. Objects that need each other in other ways change in one stage. */
void diff_split(Mem *mem, const Changes *changes, Stages *out);

#endif
