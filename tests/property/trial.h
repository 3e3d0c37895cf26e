/* One pair on one database. */
#ifndef TESTS_PROPERTY_TRIAL_H
#define TESTS_PROPERTY_TRIAL_H

#include "tests/property/pair.h"

typedef struct Trial {
    Mem *mem; /* lives as long as the trial */
    const Engine *engine;
    Conn *conn;
    uint64_t spelling; /* seed of the spellings */
    const char *a, *b; /* the models, in one spelling */
    const char *stage; /* where it failed: "create A" */
    const char *why;
} Trial;

/* A is made from nothing, upgraded to B, downgraded to A, upgraded and downgraded once more in
 * stages, and dropped; B is made from nothing. After each step the tool finds nothing left to do,
 * and the catalogue says the same as before. False: stage and why are set. */
bool trial_run(Trial *trial, Pair *a, Pair *b);

#endif
