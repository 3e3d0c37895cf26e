/* Guards of MySQL 9 (reference manual, SQL statements: tables, programs and what can be replaced
 * have one, columns, indexes and constraints have none) and MariaDB 10.11 (knowledge base, ALTER
 * TABLE: nearly all have one). */
#include "emit/guard.h"

#include "emit/mysql/mysql.h"

#include <string.h>

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

static const GuardRule statements_of_maria[] = {
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

/* ADD CONSTRAINT name FOREIGN KEY IF NOT EXISTS, but ADD CONSTRAINT IF NOT EXISTS name CHECK. */
static const char *guard_constraints(Mem *mem, const char *sql)
{
    static const char add[] = "ADD CONSTRAINT ", key[] = " FOREIGN KEY (";
    const char *at = strstr(sql, add), *name = at ? at + strlen(add) : NULL;
    const char *rest = name ? guard_behind_name(name) : NULL;
    if (!rest) {
        return sql;
    }
    const char *tail = guard_constraints(mem, rest);
    if (strncmp(rest, key, strlen(key)) == 0) {
        return mem_printf(mem, "%.*s FOREIGN KEY IF NOT EXISTS (%s", (int)(rest - sql), sql,
                          tail + strlen(key));
    }
    return mem_printf(mem, "%.*sIF NOT EXISTS %.*s%s", (int)(name - sql), sql, (int)(rest - name),
                      name, tail);
}

const char *mysql_guard(Mem *mem, const Server *server, const char *sql)
{
    static const GuardRules of_mysql = {statements, NULL};
    static const GuardRules of_maria = {statements_of_maria, clauses_of_maria};
    if (server->flavor != FLAVOR_MARIADB) {
        return guard_statement(mem, &of_mysql, sql);
    }
    const char *guarded = guard_statement(mem, &of_maria, sql);
    return strncmp(sql, "ALTER TABLE ", 12) == 0 ? guard_constraints(mem, guarded) : guarded;
}
