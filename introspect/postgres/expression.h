/* Expressions as the server writes them -> expressions as they are kept. */
#ifndef INTROSPECT_POSTGRES_EXPRESSION_H
#define INTROSPECT_POSTGRES_EXPRESSION_H

#include "schema/expr.h"

/* The text of pg_get_expr(), pg_get_viewdef() and the like so that, when it is run, the server
 * writes it the same way again. NULL gives NULL. */
const char *postgres_stable(Mem *mem, const char *text);

/* The same without outer parentheses. */
const char *postgres_expression(Mem *mem, const char *text);

#endif
