/* Names in a model: parts joined by dots, a part with a dot or a quote in it in "…". */
#ifndef SCHEMA_MODEL_NAMES_H
#define SCHEMA_MODEL_NAMES_H

#include "schema/table.h"

/* Splits at the dots outside quotes; false when a part is empty or a quote does not end. */
NODISCARD bool names_split(Mem *mem, const char *text, NameList *parts);

/* "schema.name", or "name" when `ns` is NULL; parts are quoted where they must be. */
const char *names_join(Mem *mem, const char *ns, const char *name);

/* `text` with every "{table}" replaced. */
const char *names_expand(Mem *mem, const char *text, const char *table);

#endif
