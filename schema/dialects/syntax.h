/* The pure halves of the dialects. Each is one file (and its tables) in this folder. */
#ifndef SCHEMA_DIALECTS_SYNTAX_H
#define SCHEMA_DIALECTS_SYNTAX_H

#include "schema/dialect.h"

extern const SyntaxOps syntax_postgres, syntax_mysql, syntax_sqlite;

#endif
