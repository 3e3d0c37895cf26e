/* Proofs of the rules about migration scripts: what a rule claims of a statement is compared with
 * what a server does. */
#ifndef TESTS_INTEGRATION_PROOF_H
#define TESTS_INTEGRATION_PROOF_H

#include "introspect/introspect.h"
#include "lint/lint.h"

#include <pthread.h>

#define PROOF_SPACE "schemadiff_proofs" /* the schema or database that the proofs work in */
#define NO_RULE     RULE_COUNT

/* One server under test. `work` runs the statements, `watch` looks on, `other` is somebody who
 * works with the table meanwhile. Each has a region of its own: they run in threads. */
typedef struct Proving {
    Mem *mem;
    const char *kind; /* "pg15" */
    Conn *work, *watch, *other;
    size_t number, failed; /* TAP */
    bool metadata_locks;   /* MySQL: the server shows them */
} Proving;

/* Prints one line of TAP; `format` says what was seen when it is not `ok`. */
void proof_point(Proving *p, bool ok, const char *name, const char *format, ...) PRINTF_LIKE(4, 5);

/* Does lint find the rule in a revision with these statements, on this server? */
bool proof_finds(Proving *p, RuleId rule, const char *up, const char *down, bool transaction_off);
/* All that it finds, for messages. */
const char *proof_findings(Proving *p, const char *up, const char *down, bool transaction_off);

/* The first cell; "error: …" when the statement fails, "nothing" when there is no row or NULL. */
const char *proof_ask(Proving *p, Conn *conn, const char *sql);
/* Stops the program when the statement fails: the proofs cannot go on without it. */
void proof_must(Proving *p, Conn *conn, const char *sql);

/* A statement that runs in a thread while others look on. */
typedef struct Running {
    pthread_t thread;
    Conn *conn;
    const char *sql;
    Mem *mem;
    Error *err;
    _Atomic bool done;
    bool ok;
} Running;

void running_start(Proving *p, Running *running, Conn *conn, const char *sql);
/* Waits for its end; false = it failed. */
bool running_end(Running *running);
void proof_nap(void); /* a few milliseconds */

void prove_postgres(Proving *p);
void prove_mysql(Proving *p);

#endif
