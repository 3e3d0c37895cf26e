/* What a dialect must be able to write: the render half of struct Dialect. */
#ifndef EMIT_RENDER_H
#define EMIT_RENDER_H

#include "emit/plan.h"
#include "emit/sql.h"

/* One call plans one change; returns false with `err` set. */
typedef bool (*RenderFn)(Plan *plan, const Changes *all, const Change *change, Error *err);

/* Slots by kind of a top-level change (CREATE, DROP, ALTER, RENAME). NULL = the dialect has no such
 * object: plan_changes() reports ERR_UNSUPPORTED with the object and its place. A table's
 * CHANGE_ALTER arrives with its children (columns, constraints, indexes, triggers), so that MySQL
 * can put them into one ALTER TABLE and SQLite can rebuild; COLUMN, CONSTRAINT, INDEX and TRIGGER
 * slots are therefore unused. A new table's CREATE carries everything of `to` (foreign keys in
 * PHASE_CREATE_FOREIGN_KEY, unless the dialect writes them inline). */
struct RenderOps {
    RenderFn render[OBJ_KIND_COUNT];
    /* Drops a foreign key in PHASE_DROP_FOREIGN_KEY: for tables that are dropped while they refer
     * to each other. NULL: the dialect drops tables in any order. */
    bool (*drop_foreign_key)(Plan *plan, const Changes *all, const Constraint *key, Error *err);
    /* The statement with IF [NOT] EXISTS (emit/guard.h); the same pointer where there is none. */
    const char *(*guard)(Mem *mem, const Server *server, const char *sql);
    /* An expression whose value is what of the statement is still needed when the server evaluates
     * it, itself a statement; its value is NULL when nothing is. For ALTER TABLE, of which only
     * some clauses may be needed. NULL: that cannot be asked of this statement, or of this server.
     */
    const char *(*needed)(Mem *mem, const Server *server, const char *sql);
};
typedef struct RenderOps RenderOps;

extern const RenderOps render_postgres, render_mysql, render_sqlite;

#endif
