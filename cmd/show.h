/* The revision that show and edit are asked for. */
#ifndef CMD_SHOW_H
#define CMD_SHOW_H

#include "cmd/session.h"
#include "migrate/target.h"

/* The first word behind the command, else `word`; *known is the history where the identifier needs
 * a database, else NULL. ERR_HISTORY when it is base. */
NODISCARD bool show_find(Context *ctx, const char *word, Graph *graph, const History **known,
                         Target *out, Error *err);

#endif
