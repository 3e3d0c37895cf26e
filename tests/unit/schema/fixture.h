/* Servers for tests below cmd/: a dialect with only its pure half. */
#ifndef TESTS_UNIT_SCHEMA_FIXTURE_H
#define TESTS_UNIT_SCHEMA_FIXTURE_H

#include "schema/dialects/syntax.h"
#include "schema/schema.h"

#include <stdlib.h>

static const Dialect postgres_pure = {.name = "postgresql",
                                      .model_bit = MODEL_POSTGRESQL,
                                      .assumed_version = 150000,
                                      .assumed_flavor = FLAVOR_POSTGRESQL,
                                      .syntax = &syntax_postgres};
static const Dialect mysql_pure = {.name = "mysql",
                                   .model_bit = MODEL_MYSQL,
                                   .assumed_version = 90704,
                                   .assumed_flavor = FLAVOR_MYSQL,
                                   .syntax = &syntax_mysql};
static const Dialect sqlite_pure = {.name = "sqlite",
                                    .model_bit = MODEL_SQLITE,
                                    .assumed_version = 3040001,
                                    .assumed_flavor = FLAVOR_SQLITE,
                                    .syntax = &syntax_sqlite};

static inline Schema *fixture_schema(Mem *mem, const Dialect *dialect)
{
    Server *server = MEM_NEW(mem, Server);
    *server = server_assumed(dialect);
    return schema_new(mem, server);
}

static inline Column *fixture_column(Schema *schema, Table *table, const char *name,
                                     const char *type)
{
    Column *column = table_add_column(schema, table, name);
    Error *failed = error_new(schema->mem);
    TypeScope scope = {.schema = schema};
    if (!type_resolve(schema->mem, schema->server, &scope, type, (Location){0}, &column->type,
                      failed)) {
        abort();
    }
    return column;
}

static inline void fixture_key(Schema *schema, KeyParts *keys, const char *column)
{
    KeyPart key = {.column = column};
    list_push(schema->mem, keys, key);
}

#endif
