/* Table options of MySQL and MariaDB. */
#ifndef SCHEMA_DIALECTS_MYSQL_OPTIONS_H
#define SCHEMA_DIALECTS_MYSQL_OPTIONS_H

#include "schema/schema.h"

/* Leaves out what MariaDB's Aria engine writes down although nobody said it: it is transactional
 * and has checksums of pages. */
void mysql_fold_aria(Schema *schema, Table *table);

#endif
