/* Type text of MySQL and MariaDB. */
#ifndef SCHEMA_DIALECTS_MYSQL_TYPES_H
#define SCHEMA_DIALECTS_MYSQL_TYPES_H

#include "schema/dialect.h"

/* SyntaxOps.parse_type: every native type with its synonyms and attributes. Type.text is the
 * server's own spelling, without character set and collation, which go to Type.charset and
 * Type.collation. */
bool mysql_parse_type(Mem *mem, const Server *server, const char *text, Type *out);
/* SyntaxOps.type_equal; character set and collation belong to the column and are not looked at. */
bool mysql_type_equal(const Server *server, const Type *a, const Type *b);
/* Does a column of this type have a character set? */
bool mysql_type_has_charset(const Type *type);

#endif
