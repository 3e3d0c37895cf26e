/* Changes and revisions as lines for people and as JSON. */
#ifndef CMD_DESCRIBE_H
#define CMD_DESCRIBE_H

#include "cmd/compare.h"

/* One line a change; the children of a table's change in its place. */
void describe_changes(Output *out, const Changes *changes, const char *indent, bool to_stdout);
void describe_hazards(Output *out, const Plan *plan, const char *direction);

Doc *describe_changes_json(Mem *mem, const Changes *changes);
Doc *describe_plan_json(Mem *mem, const Plan *plan);
Doc *describe_revision_json(Mem *mem, const History *history, const Migration *migration);
Doc *describe_revisions_json(Mem *mem, const History *history, const Migrations *list);

/* For revisions, `history` may be NULL; labels appear behind graph_fill_branches(). */
/* ` (label) (head) (current) (edited) (branchpoint) (mergepoint)` */
const char *describe_marks(Mem *mem, const History *history, const Migration *migration);
/* ` (depends on a, b)`; "" = on nothing but its parents. */
const char *describe_needs(Mem *mem, const Migration *migration);
/* `a (needed) -> b (head) (current), message` */
const char *describe_revision(Mem *mem, const History *history, const Migration *migration);
/* All that its header says, over several lines. */
void describe_details(Output *out, const History *history, const Migration *migration);

/* The start of every document: {"status": N}. */
Doc *describe_document(Mem *mem, int status);

#endif
