/* Quoting of identifiers in SQL texts. A model writes identifiers bare or in "…" whatever the
 * target is; a server whose identifiers stand in `…` gets and gives its own form. */
#ifndef SCHEMA_MODEL_REQUOTE_H
#define SCHEMA_MODEL_REQUOTE_H

#include "schema/dialect.h"

/* Model text -> what the server reads: "a" becomes `a` where the server quotes so; elsewhere the
 * text itself. Strings and comments stay as they are; NULL gives NULL. */
const char *requote_for_server(Mem *mem, const Server *server, const char *text);

/* The way back: `a` becomes "a" (SQLite takes both), and what MySQL means as a string, "a",
 * becomes 'a'. */
const char *requote_for_model(Mem *mem, const Server *server, const char *text);

#endif
