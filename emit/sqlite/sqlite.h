/* Private to emit/sqlite/. SQLite alters little in place: columns are added, renamed and (under
 * conditions) dropped, tables renamed; everything else is a rebuild after the recipe of
 * sqlite.org/lang_altertable.html, 7. */
#ifndef EMIT_SQLITE_SQLITE_H
#define EMIT_SQLITE_SQLITE_H

#include "emit/render.h"
#include "schema/dialects/sqlite.h"

/* One CHANGE_ALTER of a table on its way into statements. */
typedef struct Alter {
    Plan *plan;
    const Changes *all;
    const Change *change;
    const Table *from, *to;
    Error *err;
} Alter;

/* --- definition.c: texts of definitions ------------------------------------------------------- */

/* CREATE TABLE under another name, for a rebuild; the table's own is table->base.name. */
const char *sqlite_create_table(Plan *plan, const Schema *schema, const Table *table,
                                const char *name);
/* A column as ALTER TABLE … ADD COLUMN takes it: with the constraints whose only key it is. */
const char *sqlite_add_column(Plan *plan, const Schema *schema, const Column *column);
const char *sqlite_create_index(Plan *plan, const Schema *schema, const Index *index);
/* `'x'`, `5`, `TRUE`, `CURRENT_TIMESTAMP`, `(datetime('now'))`: NULL when the default is none. */
const char *sqlite_default_sql(Mem *mem, const Server *server, const Default *def);
/* What ADD COLUMN takes as a constant: not in parentheses and not the time. */
bool sqlite_default_is_constant(Mem *mem, const Default *def);

/* --- check.c: what SQLite does not have
 * ----------------------------------------------------------- */

/* ERR_UNSUPPORTED with its place for an attribute that no SQLite table can have. */
NODISCARD bool sqlite_check_table(const Table *table, Error *err);

/* --- native.c: what needs no rebuild
 * --------------------------------------------------------------- */

bool sqlite_needs_rebuild(const Alter *alter);
void sqlite_alter_native(const Alter *alter);
/* RENAME COLUMN, which comes before everything else in both ways. */
void sqlite_rename_columns(const Alter *alter);
/* The column of `from` whose values `column` of `to` keeps; NULL = a new column. *name is what the
 * database calls it after the renames. */
const Column *sqlite_source(const Alter *alter, const Column *column, const char **name);

/* --- rebuild.c
 * -------------------------------------------------------------------------------------- */

void sqlite_rebuild(const Alter *alter);

/* --- members.c: indexes and triggers
 * ------------------------------------------------------------------ */

void sqlite_plan_drop(Plan *plan, const Schema *schema, Phase phase, const char *words,
                      const Object *object, const Change *why);
void sqlite_plan_index(Plan *plan, const Schema *schema, const Index *index, const Change *why);
void sqlite_plan_trigger(Plan *plan, const Trigger *trigger, const char *definition,
                         const Change *why);
/* Those that change; after a rebuild also those that went with the old table. */
void sqlite_alter_members(const Alter *alter, bool rebuilt);

/* guard.c */
const char *sqlite_guard(Mem *mem, const Server *server, const char *sql);

#endif
