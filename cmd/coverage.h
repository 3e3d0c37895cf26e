/* What the database holds and no model can say, for -v and --strict-coverage. */
#ifndef CMD_COVERAGE_H
#define CMD_COVERAGE_H

#include "cmd/session.h"

/* Leaves *out empty, without a query, where nobody asks. */
NODISCARD bool coverage_look(Context *ctx, Conn *conn, const Schema *model, Coverage *out,
                             Error *err);

/* For people: a line that says what follows, then one line each; none when there is nothing. */
void coverage_lines(Mem *mem, const Coverage *coverage, NameList *lines);

/* [{"kind", "name"}] */
Doc *coverage_json(Mem *mem, const Coverage *coverage);

#endif
