/* What a database holds and no model can say: nothing is left out in silence. */
#ifndef INTROSPECT_COVERAGE_H
#define INTROSPECT_COVERAGE_H

#include "introspect/introspect.h"

/* Adds the rows of the queries, sent in one round trip, with the columns
 *
 *     kind        in the user's words: "rule", "privileges on table"
 *     namespace   NULL = of the database as a whole
 *     relation    of which table or view, for the scope's patterns; NULL = of none
 *     name
 *
 * that pass the scope's patterns, and sorts *out. */
NODISCARD bool coverage_read(Mem *mem, Conn *conn, const Query *queries, size_t n,
                             const Scope *scope, Coverage *out, Error *err);

/* The same for a catalogue that may be closed to this user: then *out says so. `what` is what it
 * would have told: "loadable functions and servers". */
NODISCARD bool coverage_read_closed(Mem *mem, Conn *conn, const Query *query, const Scope *scope,
                                    const char *what, Coverage *out, Error *err);

#endif
