/* Routines, triggers and events. information_schema has their bodies in a form that lost the
 * escapes of its literals, so whoever has any is asked for by SHOW CREATE. */
#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_statement.h"
#include "schema/dialects/mysql_text.h"

#include <string.h>

/* SHOW CREATE … `name`: the statement in the given column; *out NULL = this account may not see it.
 */
static bool show_create(Reading *reading, const char *what, const char *name, size_t column,
                        const char **out, Error *err)
{
    Rows rows = {0};
    Error *trial = error_new(reading->mem);
    const char *sql =
        mem_printf(reading->mem, "SHOW CREATE %s %s", what, mysql_quote_name(reading->mem, name));
    *out = NULL;
    if (conn_query_text(reading->conn, reading->mem, sql, &rows, trial)) {
        *out = rows.len ? rows_get(&rows, 0, column) : NULL;
    } else if (trial->code == ERR_CONNECT) {
        return error_set(err, ERR_CONNECT, "%s", trial->message);
    }
    return true;
}

/* The statement without its DEFINER, who belongs to the server rather than to the model. */
static const char *without_definer(Mem *mem, const char *text)
{
    MysqlStatement statement;
    return mysql_parse_statement(mem, text, &statement)
               ? mem_printf(mem, "CREATE %s", statement.rest)
               : mem_strdup(mem, text);
}

bool mysql_read_routines(Reading *reading, const Rows *rows, Error *err)
{
    Schema *schema = reading->schema;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, 0), *type = rows_get(rows, i, 1), *text;
        if (!filter_accepts(reading->filter, reading->database, name)) {
            continue;
        }
        if (!show_create(reading, type, name, 2, &text, err)) {
            return false;
        }
        if (text) {
            Routine *routine = strcmp(type, "FUNCTION") == 0
                                   ? schema_add_function(schema, NULL, name)
                                   : schema_add_procedure(schema, NULL, name);
            routine->definition = without_definer(schema->mem, text);
        }
    }
    return true;
}

bool mysql_read_events(Reading *reading, const Rows *rows, Error *err)
{
    Schema *schema = reading->schema;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, 0), *text;
        if (!filter_accepts(reading->filter, reading->database, name)) {
            continue;
        }
        if (!show_create(reading, "EVENT", name, 3, &text, err)) {
            return false;
        }
        if (text) {
            schema_add_declared(schema, OBJ_EVENT, NULL, name)->definition =
                without_definer(schema->mem, text);
        }
    }
    return true;
}

/* --- triggers ------------------------------------------------------------------------------------
 */

/* Columns of sql/triggers.sql. */
enum { T_NAME, T_TABLE, T_TIMING, T_ACTION, T_BODY, T_ORDER };

static bool read_body(Reading *reading, const Rows *rows, size_t row, const char **body, Error *err)
{
    MysqlStatement statement;
    const char *text = NULL;
    *body = rows_get(rows, row, T_BODY);
    if (!*body || !(*body)[strcspn(*body, "'\"\\")]) {
        return true;
    }
    if (!show_create(reading, "TRIGGER", rows_get(rows, row, T_NAME), 2, &text, err)) {
        return false;
    }
    if (text && mysql_parse_statement(reading->mem, text, &statement)) {
        *body = statement.body;
    }
    return true;
}

bool mysql_read_triggers(Reading *reading, const Rows *rows, Error *err)
{
    Mem *mem = reading->schema->mem;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, T_NAME), *body;
        Table *table = reading_table(reading, rows_get(rows, i, T_TABLE));
        if (!table) {
            continue;
        }
        if (!read_body(reading, rows, i, &body, err)) {
            return false;
        }
        Trigger *trigger = table_add_trigger(reading->schema, table, name);
        trigger->definition =
            mem_printf(mem, "CREATE TRIGGER %s %s %s ON %s FOR EACH ROW %s",
                       mysql_quote_name(reading->mem, name), rows_get(rows, i, T_TIMING),
                       rows_get(rows, i, T_ACTION),
                       mysql_quote_name(reading->mem, table->base.name), body ? body : "");
    }
    return true;
}
