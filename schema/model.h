/* Model files. Text -> Doc (json_read.c, dsl_parse.c), Doc -> Schema (decode_*.c), and back:
 * Schema -> Doc (encode_*.c), Doc -> text (json_write.c, dsl_write.c). */
#ifndef SCHEMA_MODEL_H
#define SCHEMA_MODEL_H

#include "base/file.h"
#include "schema/doc.h"
#include "schema/schema.h"

/* --- text -> Doc -------------------------------------------------------------------------------
 */

/* JSON by jansson (JSON_REJECT_DUPLICATES) with places from our own scan. `.jsonc` (comments,
 * trailing commas) when `relaxed`. `file` is for places only. */
NODISCARD bool json_read(Mem *mem, const char *file, const char *text, size_t len, bool relaxed,
                         Doc **out, Error *err);
/* The DSL: a strict superset of DBML (docs/model.md). Lowers to the JSON shape. */
NODISCARD bool dsl_read(Mem *mem, const char *file, const char *text, size_t len, Doc **out,
                        Error *err);

/* --- Doc -> text -------------------------------------------------------------------------------
 */

/* Canonical JSON: two spaces, one member a line, short arrays of scalars on one line, LF at the
 * end. Writes to `out`. */
void json_write(const Doc *doc, Buf *out);
void dsl_write(Mem *mem, const Doc *doc, Buf *out);

/* Canonical formatting that keeps comments: works on tokens. */
NODISCARD bool json_format(Mem *mem, const char *file, const char *text, size_t len, bool relaxed,
                           Buf *out, Error *err);
NODISCARD bool dsl_format(Mem *mem, const char *file, const char *text, size_t len, Buf *out,
                          Error *err);

/* --- many files -> one Doc ---------------------------------------------------------------------
 */

typedef struct ModelFiles {
    PathList files; /* in the order read, each once */
    Doc *doc;       /* the union of all */
} ModelFiles;

/* Paths are files, folders (every *.dbml, *.json, *.jsonc below) or globs; `include` and DSL `use`
 * are followed. All files share one name space: a duplicate names both places. A path that matches
 * nothing is an error. The result is validated against the shapes (schema/shape.h). */
NODISCARD bool model_load(Mem *mem, const NameList *paths, ModelFiles *out, Error *err);

/* --- Doc <-> Schema ----------------------------------------------------------------------------
 */

/* For one target: per-dialect texts chosen, partials injected, types resolved; finished. */
NODISCARD bool model_decode(Mem *mem, const Doc *doc, const Server *server, Schema **out,
                            Error *err);
/* A model that says exactly this schema, for its server's dialect; project.dialects and
 * project.manage are written. */
Doc *model_encode(Mem *mem, const Schema *schema);

/* The JSON Schema (draft 2020-12) of the model, generated from the shapes. */
void model_json_schema(Mem *mem, Buf *out);

#endif
