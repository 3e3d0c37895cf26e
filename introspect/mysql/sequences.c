#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>

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
