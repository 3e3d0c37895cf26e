/* Guards of SQLite (lang_createtable.html and its neighbours). A table that is written anew has
 * none: run twice, it would lose what the first run filled in. */
#include "emit/guard.h"

#include "emit/sqlite/sqlite.h"

#include <string.h>

static const GuardRule statements[] = {
    {"CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "},
    {"CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS "},
    {"CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "},
    {"CREATE VIEW ", "CREATE VIEW IF NOT EXISTS "},
    {"CREATE TRIGGER ", "CREATE TRIGGER IF NOT EXISTS "},
    {"CREATE VIRTUAL TABLE ", "CREATE VIRTUAL TABLE IF NOT EXISTS "},
    {"DROP TABLE ", "DROP TABLE IF EXISTS "},
    {"DROP INDEX ", "DROP INDEX IF EXISTS "},
    {"DROP VIEW ", "DROP VIEW IF EXISTS "},
    {"DROP TRIGGER ", "DROP TRIGGER IF EXISTS "},
    {NULL, NULL},
};

const char *sqlite_guard(Mem *mem, const Server *server UNUSED, const char *sql)
{
    static const GuardRules rules = {statements, NULL};
    return strstr(sql, "_schemadiff_") ? sql : guard_statement(mem, &rules, sql);
}
