/* What CREATE FUNCTION, PROCEDURE, AGGREGATE, TRIGGER and RULE statements say, as far as it decides
 * how they are changed. The bodies stay opaque. */
#ifndef SCHEMA_DIALECTS_POSTGRES_STATEMENT_H
#define SCHEMA_DIALECTS_POSTGRES_STATEMENT_H

#include "base/str.h"

/* All views point into the definition; what is not there is empty. */
typedef struct PostgresRoutine {
    bool or_replace;
    const char *word; /* "FUNCTION", "PROCEDURE" or "AGGREGATE" */
    Str name;         /* as written: qualified, quoted */
    Str arguments;    /* between the parentheses */
    Str returns;      /* behind RETURNS */
    Str language;
    Str body;   /* within the quotes behind AS */
    Str rest;   /* behind the arguments of an aggregate; where a bound body begins */
    bool bound; /* BEGIN ATOMIC or RETURN: the server knows what the body names */
} PostgresRoutine;

/* False when the text is no such statement. */
bool postgres_routine_parse(const char *definition, PostgresRoutine *out);

/* SyntaxOps.routine_uses: types, defaults, a bound body, the functions of an aggregate. */
const char *postgres_routine_uses(Mem *mem, const char *definition);

/* CREATE OR REPLACE does it: nothing that others rely on changes. */
bool postgres_routine_in_place(Mem *mem, const char *from, const char *to);

/* Where a CREATE TRIGGER or CREATE RULE statement names its table or view, as written; empty = it
 * is neither. */
Str postgres_trigger_relation(const char *definition);

/* The name, as written, of what CREATE COLLATION, TYPE, STATISTICS, EVENT TRIGGER, OPERATOR or CAST
 * makes (a cast's: its types); empty = it is none of them. */
Str postgres_declared_name(const char *definition);

/* SyntaxOps.declared_relation: of CREATE STATISTICS … FROM. */
Str postgres_declared_relation(const char *definition);

/* SyntaxOps.declared_text. What statistics are of is a set to the server, in the order of the
 * table's columns; so are the attributes of an operator. */
const char *postgres_declared_text(Mem *mem, const char *definition);

#endif
