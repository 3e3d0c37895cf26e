/* Questions that only the server can answer: are these two expressions the same? A diff collects
 * them, introspect/ asks the server once for all, and a second diff uses the answers. */
#ifndef SCHEMA_QUESTION_H
#define SCHEMA_QUESTION_H

#include "schema/schema.h"

typedef enum QuestionKind {
    QUESTION_DEFAULT,      /* default_value.expr or literal of column */
    QUESTION_CHECK,        /* check of constraint */
    QUESTION_GENERATED,    /* generated_expr of column */
    QUESTION_INDEX_KEY,    /* expression of keys.at[key] of index or (exclusion) constraint */
    QUESTION_INDEX_WHERE,  /* predicate of index or (exclusion) constraint */
    QUESTION_VIEW,         /* query of view */
    QUESTION_ROUTINE,      /* definition of routine */
    QUESTION_TRIGGER,      /* definition of trigger, which may be a rule */
    QUESTION_DECLARED,     /* definition of declared, be it on table */
    QUESTION_POLICY_USING, /* using of policy */
    QUESTION_POLICY_CHECK  /* check of policy */
} QuestionKind;

typedef struct Question {
    QuestionKind kind;
    const Table
        *table; /* the model's, whose columns the expression names; NULL for objects of their own */
    const Column *column;
    const Constraint *constraint;
    const Index *index;
    const View *view;
    const Routine *routine;
    const Trigger *trigger; /* of a table or view */
    const Declared *declared;
    const Policy *policy;
    size_t key;
    const char *text; /* the model's text; NULL for a literal default (column->default_value) */
    const char *live; /* the text that the database has; NULL for a literal default */
    /* Filled by the judge: the model's version in the server's own words, exactly as an
     * introspection would give it; NULL = the server could not say. For QUESTION_DEFAULT the
     * answer is a Default (read as introspection reads it) and `answer` any non-NULL text. */
    const char *answer;
    Default answer_default;
    /* Where diff_answer() puts the answer. */
    Expr *expr;
    Default *default_value;
    const char **canonical; /* of a whole statement: view, routine, trigger, event */
} Question;

typedef struct Questions {
    Mem *mem;
    LIST(Question) list;
    const Schema *model; /* whose tables they are about */
    const char *note;    /* why the server could not be asked; NULL = it was */
} Questions;

#endif
