/* Revision identifiers as people type them. */
#ifndef MIGRATE_IDENTIFIER_H
#define MIGRATE_IDENTIFIER_H

#include "migrate/history.h"

/* An unambiguous prefix, `head`, `base`, `current`, `+2`, `-1` (counted from what is applied),
 * `REV+2`, `head-1`. *out NULL means base. `history` is NULL where no database is at hand: then
 * `current`, `+N` and `-N` are errors. ERR_HISTORY. */
NODISCARD bool identifier_resolve(Mem *mem, const Graph *graph, const History *history,
                                  const char *text, Migration **out, Error *err);

#endif
