/* Schema x Schema -> Changes. Pure: no I/O, no SQL text. Linear in the number of objects.
 *
 * A model says less than a database holds: it leaves constraints unnamed, options out, whole kinds
 * unmanaged. So the way from a model to changes has three steps:
 *
 *     diff_questions(model, live, &questions)  expressions that only the server can compare
 *     introspect->judge(…, &questions)         only when questions.list.len > 0
 *     diff_answer(&questions)                  puts the answers into the model's expressions
 *     diff_complete(model, live)               the model becomes the target: what it leaves open is
 *                                              taken from the database
 *     up   = diff_schemas(live, model)
 *     down = diff_schemas(model, live)
 *
 * After that a diff is symmetrical and complete: everything that differs is a change. Two
 * introspected schemas are compared with diff_schemas() alone; a model that starts from nothing is
 * completed with an empty schema first, which gives its constraints their names. */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "schema/change.h"
#include "schema/question.h"

/* Collects the expressions of the model whose text differs from the database's. Pure. */
void diff_questions(Mem *mem, Schema *model, const Schema *live, Questions *ask);

/* Puts the judge's answers into the model's expressions. When the server could not be asked at all
 * (questions->note) what it could not say counts as equal: never a difference that is not there.
 * Returns how many do. */
size_t diff_answer(Questions *questions);

/* Turns a decoded model into the target schema for this database: tables and kinds that the model
 * does not manage (Schema.managed, managed_schemas, Table.unmanaged), names of constraints and
 * indexes that match by what they are (else by convention), options that the model leaves as they
 * are (OptionDef.inherit), indexes that the server makes for a foreign key (CAP_FK_NEEDS_INDEX).
 * Objects of `live` are shared, so `live` must outlive the model. */
void diff_complete(Mem *mem, Schema *model, const Schema *live);

/* What turns `from` into `to`; both finished, for servers of one dialect. The result lives in a new
 * child of `mem` and points into both schemas. */
Changes *diff_schemas(Mem *mem, const Schema *from, const Schema *to);

/* A column that becomes NOT NULL. */
typedef struct ColumnChange {
    const Table *table; /* as the changes find it */
    const Column *from; /* NULL: new */
    const Column *to;
} ColumnChange;

typedef LIST(ColumnChange) ColumnChanges;

/* Columns of tables that are there which become NOT NULL while nothing says what rows get. */
void diff_unfilled(Mem *mem, const Changes *changes, ColumnChanges *out);

/* A rename of a table, column, enum, or value of an enum. */
typedef struct Rename {
    ObjectKind kind;       /* OBJ_ENUM with an owner: a value */
    const char *schema;    /* as in Object */
    const char *owner;     /* the table of a column, the enum of a value, as the model calls it */
    const char *from, *to; /* names */
} Rename;

typedef LIST(Rename) Renames;

/* What a drop and an add look like (same kind, same definition, different name), for asking the
 * user. Never acted upon here. */
void diff_rename_candidates(Mem *mem, const Changes *changes, Renames *out);

bool rename_equal(const Rename *a, const Rename *b);
/* `column "qty" of orders`: under its former name. */
const char *rename_what(Mem *mem, const Rename *rename);
/* Makes a model say the rename, as its renamed_from would. */
void rename_hint(const Rename *rename, Schema *model);

#endif
