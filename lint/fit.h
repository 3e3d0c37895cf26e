/* Private to lint/: does a default fit its column? What nobody can tell from the texts fits. */
#ifndef LINT_FIT_H
#define LINT_FIT_H

#include "schema/dialect.h"
#include "schema/table.h"

/* Why the server refuses a literal, when it is declared or with the first row that takes it: "is no
 * number", "is longer than varchar(3)"; NULL = it fits. `values` are those of a declared enum, NULL
 * = not known. */
const char *default_misfit(Mem *mem, const Server *server, const Type *type, const NameList *values,
                           const Default *def);

/* PostgreSQL converts a default with its column only by a cast for assignments. `is_enum`: `to` is
 * known to be an enum. */
bool default_converts(const Type *from, const Type *to, bool is_enum);

/* As it is written: 'abc', 5. */
const char *default_shown(Mem *mem, const Default *def);

#endif
