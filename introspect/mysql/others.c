#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* --- views -------------------------------------------------------------------------------------
 */

/* Names in back-quotes of the query that are tables or views of the database: what the view needs.
 * A column of the same name only orders two objects that need no order. */
static void find_dependencies(Reading *reading, View *view)
{
    Mem *mem = reading->schema->mem;
    for (const char *at = view->query; *at;) {
        size_t len = 1;
        const char *name = NULL;
        if (*at == '`') {
            name = mysql_unquote_name(mem, at, &len);
        } else if (*at == '\'' || *at == '"') {
            (void)mysql_unquote(reading->mem, at, &len);
        }
        bool known = name && !text_equal(name, view->base.name) && reading_table(reading, name);
        for (size_t i = 0; name && !known && i < reading->schema->views.len; i++) {
            const View *other = reading->schema->views.at[i];
            known = other != view && text_equal(other->base.name, name);
        }
        for (size_t i = 0; known && i < view->depends_on.len; i++) {
            known = !text_equal(view->depends_on.at[i], name);
        }
        if (known) {
            list_push(mem, &view->depends_on, name);
        }
        at += len;
    }
}

void mysql_read_views(Reading *reading, const Rows *rows)
{
    Mem *mem = reading->schema->mem;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, 0), *query = rows_get(rows, i, 1);
        const char *option = rows_get(rows, i, 2);
        if (!query || !filter_accepts(reading->filter, reading->database, name)) {
            continue;
        }
        View *view = schema_add_view(reading->schema, NULL, name);
        view->query = mysql_expression(mem, query, reading->database);
        if (option && strcmp(option, "NONE") != 0) {
            options_set(mem, &view->options, "check_option", text_lower(mem, option),
                        (Location){0});
        }
    }
    for (size_t i = 0; i < reading->schema->views.len; i++) {
        find_dependencies(reading, reading->schema->views.at[i]);
    }
}

/* --- triggers ----------------------------------------------------------------------------------
 */

void mysql_read_triggers(Reading *reading, const Rows *rows)
{
    Mem *mem = reading->schema->mem;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, 0);
        Table *table = reading_table(reading, rows_get(rows, i, 1));
        if (!table) {
            continue;
        }
        Trigger *trigger = table_add_trigger(reading->schema, table, name);
        trigger->definition = mem_printf(
            mem, "CREATE TRIGGER %s %s %s ON %s FOR EACH ROW %s",
            mysql_quote_name(reading->mem, name), rows_get(rows, i, 2), rows_get(rows, i, 3),
            mysql_quote_name(reading->mem, table->base.name), rows_get(rows, i, 4));
    }
}

/* --- sequences ---------------------------------------------------------------------------------
 */

static int64_t number(const Rows *rows, size_t column)
{
    const char *text = rows_get(rows, 0, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

static bool read_sequence(Reading *reading, const char *name, Error *err)
{
    Rows rows;
    const char *sql = mem_printf(reading->mem,
                                 "SELECT start_value, minimum_value, maximum_value, increment, "
                                 "cache_size, cycle_option FROM %s",
                                 mysql_quote_name(reading->mem, name));
    if (!conn_query_text(reading->conn, reading->mem, sql, &rows, err)) {
        return false;
    }
    if (!rows.len) {
        return true;
    }
    Mem *mem = reading->schema->mem;
    const Server *server = &reading->conn->server;
    Sequence *sequence = schema_add_sequence(reading->schema, NULL, name);
    sequence->numbers = (SequenceNumbers){.has_start = true,
                                          .has_increment = true,
                                          .has_min = true,
                                          .has_max = true,
                                          .has_cache = true,
                                          .has_cycle = true,
                                          .start = number(&rows, 0),
                                          .min = number(&rows, 1),
                                          .max = number(&rows, 2),
                                          .increment = number(&rows, 3),
                                          .cache = number(&rows, 4),
                                          .cycle = number(&rows, 5) != 0};
    (void)server->dialect->syntax->parse_type(mem, server, "bigint", &sequence->type);
    return true;
}

bool mysql_read_sequences(Reading *reading, Error *err)
{
    for (size_t i = 0; i < reading->sequences.len; i++) {
        if (!read_sequence(reading, reading->sequences.at[i], err)) {
            return false;
        }
    }
    return true;
}
