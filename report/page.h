/* One HTML file about the difference between a database and a model: nothing but text, style sheets
 * and a script that are part of it. It needs no network, and no script to be read. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "emit/plan.h"
#include "lint/finding.h"

typedef struct Page {
    const char *title;      /* what it is about: "schema, in postgresql://…" */
    const char *from, *to;  /* "the database postgresql://…", "the model schema.dbml" */
    const char *server;     /* "PostgreSQL 15.4" */
    const Changes *changes; /* from -> to */
    const Plan *up, *down;  /* NULL: cannot be planned, and the message says why */
    const char *up_problem, *down_problem;
    unsigned split;             /* SplitRule bits of the SQL */
    const Lint *lint;           /* sorted */
    LIST(const char *) pending; /* revisions that the database does not have yet */
} Page;

void page_write(Mem *mem, const Page *page, Buf *out);

#endif
