/* Private to lint/: one script under review. */
#ifndef LINT_SCRIPT_H
#define LINT_SCRIPT_H

#include "lint/lint.h"
#include "lint/sql.h"

typedef struct ScriptStep {
    const Step *step;
    SqlStatement sql;
    bool in_transaction;
} ScriptStep;

typedef LIST(ScriptStep) ScriptSteps;
typedef LIST(const ScriptStep *) StepList;

typedef LIST(const SqlStatement *) SqlStatements;

/* The statements of revisions behind `migration` about what is `table` there, in order; -> its name
 * after them. `later` may be NULL. */
const char *later_about(Mem *mem, const Later *later, const Migration *migration, const char *table,
                        SqlStatements *out);

typedef struct Script {
    Lint *lint;
    const Migration *migration;
    const Server *server;
    const Schema *model; /* NULL = not known */
    const Table *home;   /* of the tenants, in the model; NULL = none */
    ScriptSteps up, down;
    StepList up_by_table, down_by_table; /* the same, for script_about() */
    const Later *later;                  /* NULL = none */
    NameList created;                    /* tables that the upgrade creates: nobody uses them yet */
} Script;

/* What a server does for a clause, from the cheapest. */
typedef enum Price {
    PRICE_INSTANT,
    PRICE_INPLACE,
    PRICE_REBUILD,     /* in place, but the table is written again; others go on */
    PRICE_SHARED,      /* in place; nobody writes */
    PRICE_COPY_ONLINE, /* copied while others go on */
    PRICE_COPY         /* copied; nobody writes */
} Price;

/* Of one clause of an ALTER TABLE, and of the whole (lint/price.c). */
Price script_price_of(const Script *script, const ScriptStep *step, const SqlAction *action);
Price script_price(const Script *script, const ScriptStep *step);
/* The column as it was before a MODIFY or CHANGE, and both types; NULL = not known. */
const SqlAction *script_change(const Script *script, const ScriptStep *step,
                               const SqlAction *action, Type *from, Type *to);

/* Once both sections are read: finds what the upgrade creates, and sorts the steps by table. */
void script_prepare(Script *script);
/* The steps of a section about tables of that last name, in their order; -> the first of `*count`.
 */
const ScriptStep *const *script_about(const StepList *by_table, const char *table, size_t *count);
bool script_creates(const Script *script, const char *table);
/* … above this step of the upgrade? */
bool script_has_created(const Script *script, const ScriptStep *step, const char *table);
/* Is the table dropped only to make room for its successor (SQLite)? */
bool script_replaces(const Script *script, const char *table);
/* Is it called so: "name", or "schema.name" where the schema is known? Letter case is ignored. */
bool script_is_called(const Object *object, const char *table);
bool script_was_called(const Object *object, const char *table);
/* As the model has it, under its name of now or before; NULL = it is not there (any more), or there
 * is no model. */
const Table *script_known(const Script *script, const char *table);
static inline Location script_place(const Script *script, const ScriptStep *step)
{
    return (Location){script->migration->path, step->step->line, step->step->column};
}

#define SAY(script, step, rule, table, ...) \
    lint_add((script)->lint, rule, script_place(script, step), table, __VA_ARGS__)

/* Says so when values of the column's type before may not fit the one that the clause gives. */
void script_fit(const Script *script, const ScriptStep *step, const SqlAction *action,
                const Type *from, const Type *to);

/* Clauses on tables that are there already. */
void script_postgres(const Script *script, const ScriptStep *step, const SqlAction *action);
void script_mysql(const Script *script, const ScriptStep *step);
/* Defaults that do not fit their columns, in both sections. */
void script_defaults(const Script *script);
void script_hazards(const Script *script);
void script_form(const Script *script);
void script_tenants(const Script *script);

#endif
