/* Guards of PostgreSQL 15 to 18 (manual: the synopsis of each command), and for what has none a
 * block that takes "is there already" and "is gone already" for an answer. */
#include "emit/guard.h"

#include "emit/postgres/postgres.h"

#include <string.h>

static const GuardRule statements[] = {
    {"CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "},
    {"CREATE UNLOGGED TABLE ", "CREATE UNLOGGED TABLE IF NOT EXISTS "},
    {"CREATE MATERIALIZED VIEW ", "CREATE MATERIALIZED VIEW IF NOT EXISTS "},
    {"CREATE SEQUENCE ", "CREATE SEQUENCE IF NOT EXISTS "},
    {"CREATE UNIQUE INDEX CONCURRENTLY ", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "},
    {"CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS "},
    {"CREATE INDEX CONCURRENTLY ", "CREATE INDEX CONCURRENTLY IF NOT EXISTS "},
    {"CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "},
    {"CREATE SCHEMA ", "CREATE SCHEMA IF NOT EXISTS "},
    {"CREATE EXTENSION ", "CREATE EXTENSION IF NOT EXISTS "},
    {"CREATE COLLATION ", "CREATE COLLATION IF NOT EXISTS "},
    {"CREATE STATISTICS ", "CREATE STATISTICS IF NOT EXISTS "},
    {"CREATE VIEW ", "CREATE OR REPLACE VIEW "},
    {"CREATE FUNCTION ", "CREATE OR REPLACE FUNCTION "},
    {"CREATE PROCEDURE ", "CREATE OR REPLACE PROCEDURE "},
    {"CREATE AGGREGATE ", "CREATE OR REPLACE AGGREGATE "},
    {"CREATE TRIGGER ", "CREATE OR REPLACE TRIGGER "},
    {"CREATE RULE ", "CREATE OR REPLACE RULE "},
    {"DROP TABLE ", "DROP TABLE IF EXISTS "},
    {"DROP MATERIALIZED VIEW ", "DROP MATERIALIZED VIEW IF EXISTS "},
    {"DROP VIEW ", "DROP VIEW IF EXISTS "},
    {"DROP SEQUENCE ", "DROP SEQUENCE IF EXISTS "},
    {"DROP INDEX CONCURRENTLY ", "DROP INDEX CONCURRENTLY IF EXISTS "},
    {"DROP INDEX ", "DROP INDEX IF EXISTS "},
    {"DROP TYPE ", "DROP TYPE IF EXISTS "},
    {"DROP DOMAIN ", "DROP DOMAIN IF EXISTS "},
    {"DROP COLLATION ", "DROP COLLATION IF EXISTS "},
    {"DROP FUNCTION ", "DROP FUNCTION IF EXISTS "},
    {"DROP PROCEDURE ", "DROP PROCEDURE IF EXISTS "},
    {"DROP AGGREGATE ", "DROP AGGREGATE IF EXISTS "},
    {"DROP ROUTINE ", "DROP ROUTINE IF EXISTS "},
    {"DROP SCHEMA ", "DROP SCHEMA IF EXISTS "},
    {"DROP EXTENSION ", "DROP EXTENSION IF EXISTS "},
    {"DROP TRIGGER ", "DROP TRIGGER IF EXISTS "},
    {"DROP POLICY ", "DROP POLICY IF EXISTS "},
    {"DROP RULE ", "DROP RULE IF EXISTS "},
    {"DROP OPERATOR ", "DROP OPERATOR IF EXISTS "},
    {"DROP CAST ", "DROP CAST IF EXISTS "},
    {"DROP EVENT TRIGGER ", "DROP EVENT TRIGGER IF EXISTS "},
    {"DROP STATISTICS ", "DROP STATISTICS IF EXISTS "},
    {NULL, NULL},
};

static const GuardRule clauses[] = {
    {"ADD COLUMN ", "ADD COLUMN IF NOT EXISTS "},
    {"DROP COLUMN ", "DROP COLUMN IF EXISTS "},
    {"DROP CONSTRAINT ", "DROP CONSTRAINT IF EXISTS "},
    {NULL, NULL},
};

/* What has no guard, by what it says, and the conditions that mean that nothing is to be done. */
typedef struct Block {
    const char *begins, *says, *conditions;
} Block;

static const Block blocks[] = {
    {"CREATE TYPE ", " ", "duplicate_object"},
    {"CREATE DOMAIN ", " ", "duplicate_object"},
    {"CREATE POLICY ", " ", "duplicate_object"},
    {"CREATE OPERATOR ", " ", "duplicate_function"},
    {"CREATE CAST ", " ", "duplicate_object"},
    {"CREATE EVENT TRIGGER ", " ", "duplicate_object"},
    {"CREATE CONSTRAINT TRIGGER ", " ", "duplicate_object"},
    {"ALTER TABLE ", " ADD CONSTRAINT ",
     "duplicate_object OR duplicate_table OR invalid_table_definition"},
    {"ALTER TABLE ", " RENAME COLUMN ", "undefined_column"},
    {"ALTER TABLE ", " RENAME CONSTRAINT ", "undefined_object"},
    {"ALTER TABLE ", " RENAME TO ", "undefined_table"},
    {"ALTER INDEX ", " RENAME TO ", "undefined_table"},
    {"ALTER SEQUENCE ", " RENAME TO ", "undefined_table"},
    {"ALTER VIEW ", " RENAME TO ", "undefined_table"},
    {"ALTER TYPE ", " RENAME TO ", "undefined_object"},
    {"ALTER TYPE ", " RENAME VALUE ", "invalid_parameter_value"},
    {"ALTER DOMAIN ", " RENAME TO ", "undefined_object"},
    {"ALTER POLICY ", " RENAME TO ", "undefined_object"},
    {"ALTER STATISTICS ", " RENAME TO ", "undefined_object"},
    {"ALTER EVENT TRIGGER ", " RENAME TO ", "undefined_object"},
};

static const char *in_block(Mem *mem, const char *sql, const char *conditions)
{
    return mem_printf(mem,
                      "DO $guard$\nBEGIN\n    %s;\nEXCEPTION\n    WHEN %s THEN NULL;\nEND\n$guard$",
                      sql, conditions);
}

/* Of several clauses the block would leave out all where one is there already. */
static bool fits(const Block *block, const char *sql)
{
    bool several = strcmp(block->begins, "ALTER TABLE ") == 0 && *guard_clause_end(sql);
    return text_starts(sql, block->begins) && !several && guard_find(sql, block->says) &&
           !strstr(sql, "$guard$");
}

const char *postgres_guard(Mem *mem, const Server *server UNUSED, const char *sql)
{
    static const GuardRules rules = {statements, clauses};
    static const char enum_value[] = " ADD VALUE ";
    const char *guarded = guard_statement(mem, &rules, sql), *at = guard_find(sql, enum_value);
    if (text_starts(sql, "ALTER TYPE ") && at) {
        return mem_printf(mem, "%.*s ADD VALUE IF NOT EXISTS %s", (int)(at - sql), sql,
                          at + strlen(enum_value));
    }
    for (size_t i = 0; guarded == sql && i < sizeof blocks / sizeof *blocks; i++) {
        if (fits(&blocks[i], sql)) {
            return in_block(mem, sql, blocks[i].conditions);
        }
    }
    return guarded;
}
