/* What the comparisons of MySQL and MariaDB share. */
#ifndef DIFF_DIALECTS_MYSQL_H
#define DIFF_DIALECTS_MYSQL_H

#include "schema/dialect.h"

/* The text in a spelling that quoting, letter case, comments and white space do not change. */
const char *mysql_fold(Mem *mem, const char *text);

/* CompareOps.statement_equal: heads by what they say, bodies byte for byte. */
bool mysql_statement_equal(Mem *mem, const Server *server, const char *a, const char *b);

#endif
