/* The query of a view as MySQL and MariaDB write it. */
#ifndef SCHEMA_DIALECTS_MYSQL_QUERY_H
#define SCHEMA_DIALECTS_MYSQL_QUERY_H

#include "schema/dialect.h"

/* The query, as mysql_expression() has it, in the spelling that makes the same view again: with its
 * comma joins as such. The server writes "from `a`,`b`" as "from `a` join `b`", and that, read
 * again, as "from (`a` join `b`)": only joins in parentheses were written as joins. */
const char *mysql_comma_joins(Mem *mem, const char *query);

/* Do both say the same but for parentheses? */
bool mysql_same_query(const char *a, const char *b);

#endif
