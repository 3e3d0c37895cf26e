/* Shapes of what a table holds besides its columns. */
#ifndef SCHEMA_JSON_SHAPE_CONSTRAINTS_H
#define SCHEMA_JSON_SHAPE_CONSTRAINTS_H

#include "schema/json/shapes.h"

/* NULL-ended alternatives. */
extern const Field *const unique_forms[], *const primary_key_forms[], *const foreign_key_forms[];
extern const Shape shape_exclusion;

#endif
