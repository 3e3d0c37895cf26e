/* The query of a view as MySQL and MariaDB write it. */
#ifndef SCHEMA_DIALECTS_MYSQL_QUERY_H
#define SCHEMA_DIALECTS_MYSQL_QUERY_H

#include "schema/dialect.h"

/* A query of the catalogue in the spelling that makes the same view again: as mysql_expression()
 * has it, and with its comma joins as such. The server writes "from `a`,`b`" as "from `a` join
 * `b`", and that, read again, as "from (`a` join `b`)": only joins in parentheses were written as
 * joins. */
const char *mysql_query(Mem *mem, const char *text, const char *database);

#endif
