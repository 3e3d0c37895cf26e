/* Names by convention for what the model leaves unnamed (Schema.naming). */
#ifndef SCHEMA_NAMING_H
#define SCHEMA_NAMING_H

#include "schema/schema.h"

/* Deterministic; cut to the dialect's longest identifier with a hash when too long. */
const char *naming_constraint(const Schema *schema, const Constraint *constraint);
const char *naming_index(const Schema *schema, const Index *index);

#endif
