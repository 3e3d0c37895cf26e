/* The two halves of model_load(): which files there are (load_paths.c), and what they say together
 * (load_merge.c). */
#ifndef SCHEMA_JSON_LOAD_H
#define SCHEMA_JSON_LOAD_H

#include "schema/model.h"

/* Adds the files that `path` means: a file, a folder with everything below it, or a pattern.
 * `where` is the place that names it, line 0 when that is the command line. */
NODISCARD bool load_paths(Mem *mem, const char *path, Location where, PathList *out, Error *err);

/* Adds what `doc` says to the union; false when the two contradict each other. Values are shared,
 * not copied. */
bool load_merge(Mem *mem, Doc *into, const Doc *doc, Error *err);

#endif
