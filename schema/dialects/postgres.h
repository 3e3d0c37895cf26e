/* What is known about PostgreSQL without a connection; shared by this dialect's reader, comparer
 * and renderer. */
#ifndef SCHEMA_DIALECTS_POSTGRES_H
#define SCHEMA_DIALECTS_POSTGRES_H

#include "schema/dialect.h"
#include "schema/table.h"

/* All built-in types with their synonyms, modifiers and array suffixes, as people and format_type()
 * write them, and the types of the widespread extensions. serial, bigserial and smallserial come
 * back as TYPE_INTEGER under those names. Names of other types: false. */
bool postgres_parse_type(Mem *mem, const Server *server, const char *text, Type *out);
bool postgres_type_equal(const Server *server, const Type *a, const Type *b);

/* "name", quoted always. */
const char *postgres_quote(Mem *mem, const char *name);
/* The type as DDL writes it: names of declared enums and domains quoted and qualified. */
const char *postgres_type_ddl(Mem *mem, const Type *type);
/* A collation (Column.collation, KeyPart.collation) as DDL writes it. The name of a collation may
 * hold a dot (en_US.utf8), so only a prefix that is a namespace of `schema` or "pg_catalog" or
 * "public" is one; `schema` may be NULL. */
struct Schema;
const char *postgres_collation_ddl(Mem *mem, const struct Schema *schema, const char *collation);

/* The name that the server gives the sequence of a serial or identity column: <table>_<column>_seq,
 * cut to 63 bytes as the server cuts it. */
const char *postgres_sequence_name(Mem *mem, const char *table, const char *column);

/* The storage that a column of the type has when nothing is said; NULL = not known here. */
const char *postgres_storage(const Type *type);
/* The numbers of a sequence of this type ("smallint", "integer", else bigint) for which nothing was
 * said, given the sign of its increment. All has_ bits are set. */
SequenceNumbers postgres_sequence_defaults(const char *type_name, bool descending);

/* The bounds of a partition in the spelling that stands for all: the server quotes numbers or not,
 * as their type wants it. */
const char *postgres_bound(Mem *mem, const char *text);

#endif
