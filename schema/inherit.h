/* Tables that have columns from others: children by inheritance (PostgreSQL), and partitions. A
 * model and an introspection list only what such a table has for itself. */
#ifndef SCHEMA_INHERIT_H
#define SCHEMA_INHERIT_H

#include "schema/schema.h"

/* The table by its "name" or "schema.name"; NULL = there is none. */
const Table *labelled_table(const Schema *schema, const char *label);
/* The nearest ancestor's column of that name; NULL = none has one. */
const Column *inherited_column(const Schema *schema, const Table *table, const char *column);
/* Its own column, else the inherited one. */
const Column *any_column(const Schema *schema, const Table *table, const char *column);
/* Is the table a child of that one, or a child of its children? */
bool is_descendant(const Schema *schema, const Table *table, const Table *ancestor);

#endif
