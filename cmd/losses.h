/* What a downgrade will lose, counted. */
#ifndef CMD_LOSSES_H
#define CMD_LOSSES_H

#include "cmd/session.h"
#include "emit/plan.h"

/* For each table and column that the downgrades drop: how many rows have values in it now. Parses
 * the migrations. */
NODISCARD bool losses_tell(Context *ctx, Conn *conn, const Migrations *todo, Error *err);

/* The same for the tables that a plan drops. */
void losses_tell_plan(Context *ctx, Conn *conn, const Plan *plan);

#endif
