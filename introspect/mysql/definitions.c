/* What only SHOW CREATE TABLE tells. */
#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_period.h"
#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* --- periods -------------------------------------------------------------------------------------
 */

static void remove_check(Table *table, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *own = table->constraints.at[i];
        if (own->type != CONSTRAINT_CHECK || !text_equal(own->base.name, name)) {
            table->constraints.at[kept++] = own;
        }
    }
    table->constraints.len = kept;
}

/* "PERIOD FOR `p` (`a`, `b`)": its check is no other object. */
static void read_period(Reading *reading, Table *table, const DdlLine *line)
{
    Mem *mem = reading->schema->mem;
    const char *text =
        mem_printf(reading->mem, "%s %s", mysql_quote_name(reading->mem, line->name), line->rest);
    MysqlPeriod period = mysql_parse_period(reading->mem, text);
    if (period.name) {
        options_set(mem, &table->options, "period", mysql_period_text(mem, &period), (Location){0});
        remove_check(table, period.name);
    }
}

/* The catalogue has the two columns of the period where the key names it. */
static void read_overlaps(Reading *reading, const Table *table, KeyParts *keys, const char *text)
{
    const char *period = mysql_table_period(reading->mem, table).name;
    if (period && keys->len > 2 && strstr(text, "` WITHOUT OVERLAPS)")) {
        keys->len -= 2;
        list_push(reading->schema->mem, keys,
                  (KeyPart){.column = mem_strdup(reading->schema->mem, period)});
    }
}

/* --- indexes -------------------------------------------------------------------------------------
 */

/* The number behind KEY_BLOCK_SIZE=, outside quotes; NULL = none. */
static const char *block_size(Mem *mem, const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = 1;
        if (*at == '`') {
            (void)mysql_unquote_name(mem, at, &len);
        } else if (*at == '\'') {
            (void)mysql_unquote(mem, at, &len);
        } else if (text_starts(at, "KEY_BLOCK_SIZE=")) {
            at += strlen("KEY_BLOCK_SIZE=");
            return mem_strndup(mem, at, strspn(at, "0123456789"));
        }
        at += len;
    }
    return NULL;
}

static void read_key(Reading *reading, Table *table, const DdlLine *line)
{
    Mem *mem = reading->schema->mem;
    Constraint *key = table_primary_key(table);
    const char *method = ddl_after(reading->mem, line->rest, "USING");
    const char *size = block_size(reading->mem, line->rest);
    if (key) {
        options_set(mem, &key->options, "using", method ? text_lower(mem, method) : NULL,
                    (Location){0});
        options_set(mem, &key->options, "key_block_size", size, (Location){0});
        read_overlaps(reading, table, &key->keys, line->rest);
    }
}

static Index *find_index(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_equal(table->indexes.at[i]->base.name, name)) {
            return table->indexes.at[i];
        }
    }
    return NULL;
}

static void read_index(Reading *reading, Table *table, const DdlLine *line)
{
    Mem *mem = reading->schema->mem;
    Index *index = find_index(table, line->name);
    if (!index) {
        return;
    }
    /* in a version comment of its own */
    const char *parser = strstr(line->rest, "WITH PARSER `");
    const char *method = ddl_after(reading->mem, line->rest, "USING");
    size_t len;
    if (parser && text_equal(index->method, "fulltext")) {
        options_set(mem, &index->options, "parser",
                    mysql_unquote_name(reading->mem, strchr(parser, '`'), &len), (Location){0});
    }
    options_set(mem, &index->options, "key_block_size", block_size(reading->mem, line->rest),
                (Location){0});
    index->method = method ? text_lower(mem, method) : index->method;
    read_overlaps(reading, table, &index->keys, line->rest);
}

/* --- the table -----------------------------------------------------------------------------------
 */

/* Puts an option among those that information_schema tells. */
static void add_create_option(Reading *reading, Table *table, const char *name, const char *value)
{
    const char *others = options_get(&table->options, "create_options");
    const char *own = mem_printf(reading->mem, "%s=%s", name, value);
    bool first = others && strcmp(own, others) < 0;
    const char *all =
        !others ? own
                : mem_printf(reading->mem, "%s,%s", first ? own : others, first ? others : own);
    options_set(reading->schema->mem, &table->options, "create_options", all, (Location){0});
}

/* What information_schema leaves out. */
static void read_tail(Reading *reading, Table *table, const char *tail)
{
    const char *connection = ddl_after(reading->mem, tail, "CONNECTION");
    const char *extend = ddl_after(reading->mem, tail, "AUTOEXTEND_SIZE");
    const char *space = ddl_after(reading->mem, tail, "TABLESPACE");
    size_t len;
    const char *value =
        connection && *connection == '=' ? mysql_unquote(reading->mem, connection + 1, &len) : NULL;
    if (value) {
        add_create_option(reading, table, "connection", value);
    }
    if (extend && *extend == '=') {
        add_create_option(reading, table, "autoextend_size", extend + 1);
    }
    if (space) {
        options_set(reading->schema->mem, &table->options, "tablespace",
                    mysql_unquote_name(reading->schema->mem, space, &len), (Location){0});
    }
}

static bool is_misnamed(const Reading *reading, const Table *table)
{
    for (size_t i = 0; i < reading->misnamed.len; i++) {
        if (reading->misnamed.at[i] == table) {
            return true;
        }
    }
    return false;
}

static void read_column_check(Reading *reading, Table *table, const DdlLine *line)
{
    const char *check = ddl_after(reading->mem, line->rest, "CHECK");
    if (check) {
        mysql_add_column_check(reading, table, line->name, reading_expression(reading, check));
    }
}

static void read_definition(Reading *reading, Table *table, const char *text)
{
    Ddl ddl = ddl_parse(reading->mem, text);
    table->partition_by = mem_strdup(reading->schema->mem, ddl.partition);
    read_tail(reading, table, ddl.tail);
    bool misnamed = is_misnamed(reading, table);
    for (size_t i = 0; i < ddl.lines.len; i++) {
        const DdlLine *line = &ddl.lines.at[i];
        if (text_equal(line->words, "PERIOD FOR")) {
            read_period(reading, table, line);
        } else if (text_ends(line->words, "KEY")) {
            read_index(reading, table, line);
        } else if (text_starts(line->rest, "PRIMARY KEY")) {
            read_key(reading, table, line);
        } else if (misnamed && line->name && !*line->words) {
            read_column_check(reading, table, line);
        }
    }
}

static int by_name(const void *a, const void *b)
{
    const Table *const *x = a, *const *y = b;
    return strcmp((*x)->base.name, (*y)->base.name);
}

bool mysql_read_definitions(Reading *reading, Error *err)
{
    const TableList *tables = reading->scope->thorough ? &reading->tables : &reading->show;
    const Table *last = NULL;
    if (reading->show.len > 1) {
        qsort(reading->show.at, reading->show.len, sizeof(Table *), by_name);
    }
    for (size_t i = 0; i < tables->len; i++) {
        Table *table = tables->at[i];
        if (table == last) {
            continue;
        }
        last = table;
        Rows rows;
        const char *sql = mem_printf(reading->mem, "SHOW CREATE TABLE %s",
                                     mysql_quote_name(reading->mem, table->base.name));
        if (!conn_query_text(reading->conn, reading->mem, sql, &rows, err)) {
            return false;
        }
        read_definition(reading, table, rows.len ? rows_get(&rows, 0, 1) : "");
    }
    return true;
}
