/* Two schemas, compared with the server's help. */
#ifndef CMD_COMPARE_H
#define CMD_COMPARE_H

#include "cmd/session.h"
#include "diff/diff.h"
#include "emit/plan.h"

typedef struct Comparison {
    const Schema *from, *to;
    Changes *up;   /* from -> to */
    Changes *down; /* to -> from */
} Comparison;

/* The live database against a model, which is completed from it: both directions. Expressions that
 * differ as text are put to the server in one batch (`conn` NULL: nobody to ask). */
NODISCARD bool compare_model(Context *ctx, Conn *conn, const Schema *live, Schema *model,
                             Comparison *out, Error *err);

/* The model decoded for the server of `conn`, the database read in the model's scope, and both
 * compared. */
NODISCARD bool compare_live(Context *ctx, Conn *conn, Comparison *out, Error *err);

/* The same, as fast as can be where there is no difference. */
NODISCARD bool compare_drift(Context *ctx, Conn *conn, Comparison *out, Error *err);

NODISCARD bool compare_empty(Mem *mem, const Server *server, Schema **out, Error *err);

/* Refuses a model that would drop every table, or more than half of ten or more: ERR_SAFETY. */
NODISCARD bool fuse_check(Context *ctx, const Comparison *comparison, Error *err);

/* Refuses a column that becomes NOT NULL where the model does not say what the rows get that are
 * there: ERR_SAFETY for each. Asks the database only when there are such columns;
 * --allow-empty-only lets them pass. */
NODISCARD bool rows_check(Context *ctx, Conn *conn, const Comparison *comparison, Error *err);

/* A NOT NULL column that is dropped comes back on the way down, and rows may be there: they get the
 * neutral value of its type (0, '', false …). Warns of columns for which none is right: those in
 * keys and checks, and of types without one. */
void rows_fill_back(Context *ctx, Comparison *comparison);

#endif
