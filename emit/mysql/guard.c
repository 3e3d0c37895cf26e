/* Guards of MySQL 9 (reference manual, SQL statements: tables, programs and what can be replaced
 * have one, columns, indexes and constraints have none) and MariaDB 10.11 (knowledge base, ALTER
 * TABLE: nearly all have one). */
#include "emit/guard.h"

#include "emit/mysql/mysql.h"

static const GuardRule statements[] = {
    {"CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "},
    {"CREATE EVENT ", "CREATE EVENT IF NOT EXISTS "},
    {"CREATE FUNCTION ", "CREATE FUNCTION IF NOT EXISTS "},
    {"CREATE PROCEDURE ", "CREATE PROCEDURE IF NOT EXISTS "},
    {"CREATE TRIGGER ", "CREATE TRIGGER IF NOT EXISTS "},
    {"CREATE VIEW ", "CREATE OR REPLACE VIEW "},
    {"DROP TABLE ", "DROP TABLE IF EXISTS "},
    {"DROP VIEW ", "DROP VIEW IF EXISTS "},
    {"DROP EVENT ", "DROP EVENT IF EXISTS "},
    {"DROP FUNCTION ", "DROP FUNCTION IF EXISTS "},
    {"DROP PROCEDURE ", "DROP PROCEDURE IF EXISTS "},
    {"DROP TRIGGER ", "DROP TRIGGER IF EXISTS "},
    {NULL, NULL},
};

/* Besides those. */
static const GuardRule statements_of_maria[] = {
    {"CREATE SEQUENCE ", "CREATE SEQUENCE IF NOT EXISTS "},
    {"CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS "},
    {"CREATE FULLTEXT INDEX ", "CREATE FULLTEXT INDEX IF NOT EXISTS "},
    {"CREATE SPATIAL INDEX ", "CREATE SPATIAL INDEX IF NOT EXISTS "},
    {"CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "},
    {"DROP SEQUENCE ", "DROP SEQUENCE IF EXISTS "},
    {"DROP INDEX ", "DROP INDEX IF EXISTS "},
    {NULL, NULL},
};

static const GuardRule clauses_of_maria[] = {
    {"ADD COLUMN ", "ADD COLUMN IF NOT EXISTS "},
    {"ADD CONSTRAINT ", "ADD CONSTRAINT ", " FOREIGN KEY (", " FOREIGN KEY IF NOT EXISTS ("},
    {"ADD CONSTRAINT ", "ADD CONSTRAINT IF NOT EXISTS "},
    {"DROP COLUMN ", "DROP COLUMN IF EXISTS "},
    {"MODIFY COLUMN ", "MODIFY COLUMN IF EXISTS "},
    {"CHANGE COLUMN ", "CHANGE COLUMN IF EXISTS "},
    {"RENAME COLUMN ", "RENAME COLUMN IF EXISTS "},
    {"ADD UNIQUE KEY ", "ADD UNIQUE KEY IF NOT EXISTS "},
    {"ADD UNIQUE INDEX ", "ADD UNIQUE INDEX IF NOT EXISTS "},
    {"ADD KEY ", "ADD KEY IF NOT EXISTS "},
    {"ADD INDEX ", "ADD INDEX IF NOT EXISTS "},
    {"ADD FULLTEXT KEY ", "ADD FULLTEXT KEY IF NOT EXISTS "},
    {"ADD SPATIAL KEY ", "ADD SPATIAL KEY IF NOT EXISTS "},
    {"DROP KEY ", "DROP KEY IF EXISTS "},
    {"DROP INDEX ", "DROP INDEX IF EXISTS "},
    {"DROP CONSTRAINT ", "DROP CONSTRAINT IF EXISTS "},
    {"DROP FOREIGN KEY ", "DROP FOREIGN KEY IF EXISTS "},
    {NULL, NULL},
};

const char *mysql_guard(Mem *mem, const Server *server, const char *sql)
{
    static const GuardRules of_mysql = {statements, NULL};
    static const GuardRules of_maria = {statements_of_maria, clauses_of_maria};
    const char *guarded = guard_statement(mem, &of_mysql, sql);
    if (guarded != sql || server->flavor != FLAVOR_MARIADB) {
        return guarded;
    }
    /* Each IF [NOT] EXISTS sees the table as it was before: what is dropped would not come back. */
    if (mysql_brings_back(mem, server, sql)) {
        return sql;
    }
    return guard_statement(mem, &of_maria, sql);
}
