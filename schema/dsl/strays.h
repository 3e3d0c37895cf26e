/* A Ref or Trigger of the DSL may belong to a table of another file. dsl_read() puts those under
 * the root members "foreign_keys", "triggers", "rules" and "policies", by table; the model loader
 * brings them home. */
#ifndef SCHEMA_DSL_STRAYS_H
#define SCHEMA_DSL_STRAYS_H

#include "schema/doc.h"

/* Takes them off the Doc of one file and returns them as a model of their own, {"schemadiff": 1,
 * "tables": {…}}, whose shape can be checked like any other; NULL when there are none. */
Doc *strays_take(Mem *mem, Doc *doc);
/* Adds them to the tables of the union of all files. A table that is nowhere is an error. */
NODISCARD bool strays_place(Mem *mem, Doc *model, const Doc *strays, Error *err);

#endif
