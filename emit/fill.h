/* Values for the rows that are there, when a column is added or becomes NOT NULL. */
#ifndef EMIT_FILL_H
#define EMIT_FILL_H

#include "emit/plan.h"
#include "emit/sql.h"

/* One line for people: what the rows of the table get (column_fill() gives something). */
const char *fill_describe(Mem *mem, const Column *from, const Column *to);

/* … and that the column is NOT NULL from then on. */
const char *fill_describe_end(Mem *mem, const Column *to);

/* UPDATE … SET: of all rows when the column is new (`from` NULL), else where it holds NULL. The
 * statement has its comment and its hazard. */
Statement *plan_fill(Plan *plan, const Server *server, Phase phase, const Column *from,
                     const Column *to);

#endif
