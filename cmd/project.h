/* What schemadiff.json may say: field tables, for checking it and for its JSON Schema. */
#ifndef CMD_PROJECT_H
#define CMD_PROJECT_H

#include "schema/shape.h"

extern const Shape project_shape;

#endif
