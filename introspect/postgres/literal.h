/* Defaults as the server writes them -> literal or expression. */
#ifndef INTROSPECT_POSTGRES_LITERAL_H
#define INTROSPECT_POSTGRES_LITERAL_H

#include "schema/expr.h"
#include "schema/type.h"

/* `text` is pg_get_expr()'s; `type` the column's; `base` the type text of the domain's base when
 * the column's type is a domain, else NULL. A constant that the server would store for the plain
 * literal becomes that literal, everything else an expression without outer parentheses. */
Default postgres_default(Mem *mem, const char *text, const Type *type, const char *base);

#endif
