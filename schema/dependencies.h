/* What must exist before an object: Object.deps. */
#ifndef SCHEMA_DEPENDENCIES_H
#define SCHEMA_DEPENDENCIES_H

#include "schema/schema.h"

/* Fills Object.deps of tables, types, views, routines and what is declared in a schema whose lists
 * are sorted: from types, parents and depends_on; where nothing says what a view, a routine or an
 * expression uses, from the words of its text. An edge too many is harmless, a missing one is not.
 */
void schema_fill_dependencies(Schema *schema);

/* The table or view that the definition makes it on (SyntaxOps.declared_relation); NULL = none of
 * the schema. */
const Object *declared_relation(const Schema *schema, const Declared *declared);

#endif
