/* What the MySQL and MariaDB renderers share. */
#ifndef EMIT_MYSQL_MYSQL_H
#define EMIT_MYSQL_MYSQL_H

#include "emit/render.h"

/* --- column.c ----------------------------------------------------------------------------------
 */

/* The full definition, as CREATE TABLE, ADD and MODIFY want it: `name` type … A column whose
 * `nullable` is forced leaves NOT NULL out. On MariaDB with the column's own check. */
void mysql_column(Sql *sql, const Column *column, bool force_nullable);
/* The columns of MariaDB's PERIOD FOR SYSTEM_TIME, which it fills itself. */
bool mysql_is_row_start(const Column *column);
bool mysql_is_row_end(const Column *column);
/* Changes that no MODIFY can make: to or from a virtual column. */
bool mysql_column_is_replaced(const Column *from, const Column *to);
/* Is the check part of its column here? */
bool mysql_check_is_inline(const Server *server, const Constraint *constraint);
/* Does `text` name the column? */
bool mysql_mentions(Mem *mem, const char *text, const char *column);

/* --- key.c: as they stand in CREATE TABLE and after ADD ------------------------------------------
 */

/* `table` may have a period, which its keys name. */
void mysql_keys(Sql *sql, const Table *table, const KeyParts *keys);
void mysql_primary_key(Sql *sql, const Constraint *key);
void mysql_index(Sql *sql, const Schema *schema, const Index *index);
void mysql_check(Sql *sql, const Schema *schema, const Constraint *check);
void mysql_foreign_key(Sql *sql, const Schema *schema, const Constraint *key);

/* --- clauses.c: ALTER TABLE under construction
 * ----------------------------------------------------- */

typedef struct Clauses {
    const Server *server;
    Mem *mem;
    LIST(const char *) list;
    const char *partition; /* written last, without a comma before it */
    bool keeps_history;    /* MariaDB changes no column of a versioned table without being told */
} Clauses;

Clauses clauses_new(Mem *mem, const Server *server);
void clauses_add(Clauses *clauses, const Sql *clause);
/* Keywords and a name: clauses_name(&c, "DROP INDEX", "ix"). */
void clauses_name(Clauses *clauses, const char *words, const char *name);
bool clauses_any(const Clauses *clauses);
const char *clauses_sql(const Clauses *clauses, const Object *table);

/* --- default.c
 * ------------------------------------------------------------------------------------- */

/* Does MySQL refuse to add or modify a column with this default ("statement is unsafe")? On its
 * own, ALTER COLUMN … SET DEFAULT it takes. */
bool mysql_default_is_unsafe(Mem *mem, const Server *server, const Column *column);
/* The change of a table, whose new columns with such a default fill the rows that are there. */
const Change *mysql_with_fills(Plan *plan, const Server *server, const Change *change);

/* --- partition.c
 * ----------------------------------------------------------------------------------- */

typedef enum PartitionEffect {
    PARTITION_KEEPS_ROWS,
    PARTITION_MOVES_ROWS, /* copies those of the partitions it names */
    PARTITION_LOSES_ROWS
} PartitionEffect;

typedef struct PartitionStep {
    const char *sql; /* ADD PARTITION …: nothing else may be in its statement */
    PartitionEffect effect;
} PartitionStep;

typedef struct PartitionChange {
    LIST(PartitionStep) steps;
    const char *whole; /* PARTITION BY …, REMOVE PARTITIONING: writes the table anew, and can stand
                          behind other clauses; NULL = the steps do */
} PartitionChange;

/* What turns one PARTITION BY clause (NULL = not partitioned) into another one. */
PartitionChange mysql_change_partitions(Mem *mem, const Server *server, const char *from,
                                        const char *to);

/* --- options.c
 * ------------------------------------------------------------------------------------- */

/* ENGINE=… behind CREATE TABLE (…), the comment included. */
void mysql_table_options(Sql *sql, const Table *table);
/* PERIOD FOR SYSTEM_TIME of a table that has columns for it; false = it has none. */
bool mysql_system_period(Sql *sql, const Table *table);
/* PERIOD FOR the one that the application keeps; false = there is none. */
bool mysql_application_period(Sql *sql, const Table *table);
/* Is the KEY_BLOCK_SIZE that `from` has another one in `to`? */
bool mysql_resizes_blocks(Mem *mem, const Table *from, const Table *to);
/* What differs between two tables, as clauses. */
void mysql_changed_options(Clauses *clauses, const Table *from, const Table *to, unsigned parts);

/* --- names.c -------------------------------------------------------------------------------------
 */

/* Does another table than `table` get a check of this name? On MySQL no two tables have one. */
bool mysql_check_is_taken(const Changes *all, const Table *table, const char *name);

/* --- alter.c, table.c, other.c, program.c
 * ----------------------------------------------------------------------- */

bool mysql_alter_table(Plan *plan, const Changes *all, const Change *change, Error *err);
/* `from` is the table as it was, NULL = it is new. */
void mysql_add_foreign_keys(Plan *plan, const Schema *schema, const Table *from, const Table *table,
                            const Constraint *const *keys, size_t n);
void mysql_create_trigger(Plan *plan, const Server *server, const Trigger *trigger,
                          const Change *change);
void mysql_drop_trigger(Plan *plan, const Server *server, const Trigger *trigger,
                        const Change *change);
bool mysql_render_routine(Plan *plan, const Changes *all, const Change *change, Error *err);
bool mysql_render_event(Plan *plan, const Changes *all, const Change *change, Error *err);
bool mysql_render_view(Plan *plan, const Changes *all, const Change *change, Error *err);
bool mysql_render_sequence(Plan *plan, const Changes *all, const Change *change, Error *err);

/* guard.c */
const char *mysql_guard(Mem *mem, const Server *server, const char *sql);
/* needed.c */
const char *mysql_needed(Mem *mem, const Server *server, const char *sql);
/* Is it an ALTER TABLE that drops and adds something of the same name? */
bool mysql_brings_back(Mem *mem, const Server *server, const char *sql);

#endif
