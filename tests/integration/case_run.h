/* Runs one case: offline against the expected texts, or on a database. */
#ifndef TESTS_INTEGRATION_CASE_RUN_H
#define TESTS_INTEGRATION_CASE_RUN_H

#include "introspect/conn.h"
#include "tests/integration/case_file.h"

typedef enum Outcome { OUTCOME_OK, OUTCOME_FAILED, OUTCOME_SKIPPED } Outcome;

typedef struct Result {
    Outcome outcome;
    const char *why; /* what differs (lines), why it was skipped, or what was left out; NULL */
} Result;

/* The expected texts against what is planned for `server`; `accept` rewrites them. */
Result case_run_offline(Mem *mem, Case *test, const Server *server, bool accept);

/* On the empty database at `url`: from, up, down, each compared with what the
 * database says; then up and down again with rows in the tables. */
Result case_run_live(Mem *mem, const Case *test, const Dialect *dialect, const char *url);

#endif
