/* The text of a migration file. */
#ifndef MIGRATE_FORMAT_H
#define MIGRATE_FORMAT_H

#include "emit/plan.h"
#include "migrate/migration.h"

typedef struct MigrationHead {
    const char *message, *revision, *created, *dialect;
    Texts revises; /* empty = base */
    Texts labels, depends_on;
    const char *alembic;       /* NULL = none */
    const char *alembic_table; /* NULL = where it always is */
    const char *irreversible;  /* NULL = it can be taken back */
    const char *proved;        /* what was tried, and where; NULL = nothing */
} MigrationHead;

/* The header alone. */
void format_head(Mem *mem, const MigrationHead *head, Buf *out);

/* Plans may be NULL: an empty section for hand-written SQL. */
void format_migration(Mem *mem, const MigrationHead *head, const Plan *up, const Plan *down,
                      unsigned rules, Buf *out);

/* The statements of one plan, each with its comments and hazards, ended by semicolons. */
void format_plan(Mem *mem, const Plan *plan, unsigned rules, Buf *out);

/* One line without control characters: what stands in a comment must not leave it. */
const char *format_line(Mem *mem, const char *text);

#endif
