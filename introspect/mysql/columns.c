#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

/* Columns of sql/columns_*.sql. */
enum {
    C_TABLE,
    C_NAME,
    C_TYPE,
    C_NULLABLE,
    C_DEFAULT,
    C_EXTRA,
    C_CHARSET,
    C_COLLATION,
    C_COMMENT,
    C_GENERATION,
    C_SRID
};

/* EXTRA without regard to case: "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)". */
static const char *find_extra(const char *extra, const char *words)
{
    for (const char *at = extra; *at; at++) {
        if (text_starts_nocase(at, words)) {
            return at + strlen(words);
        }
    }
    return NULL;
}

static bool read_type(Reading *reading, Column *column, const char *text, Error *err)
{
    const SyntaxOps *syntax = reading->conn->server.dialect->syntax;
    Mem *mem = reading->schema->mem;
    if (!syntax->parse_type(mem, &reading->conn->server, text, &column->type)) {
        /* A type of a plugin or of a newer server: kept as it is, compared by its text. */
        column->type = type_none();
        column->type.cls = TYPE_OTHER;
        column->type.name = column->type.text = text_lower(mem, text);
    }
    return !error_is_set(err);
}

/* Only what differs from the table's default is the column's own. */
static void read_collation(Reading *reading, Column *column, const char *charset,
                           const char *collation)
{
    const Options *options = &column->table->options;
    Mem *mem = reading->schema->mem;
    if (!collation || text_equal(collation, options_get(options, "collate"))) {
        return;
    }
    column->collation = mem_strdup(mem, collation);
    if (!text_equal(charset, options_get(options, "charset"))) {
        column->charset = mem_strdup(mem, charset);
    }
}

static void read_generated(Reading *reading, Column *column, const char *extra, const char *text)
{
    bool stored = find_extra(extra, "STORED GENERATED") || find_extra(extra, "PERSISTENT");
    if (text_empty(text) || (!stored && !find_extra(extra, "VIRTUAL GENERATED"))) {
        return;
    }
    column->generated = stored ? GENERATED_STORED : GENERATED_VIRTUAL;
    column->generated_expr.text = reading_expression(reading, text);
}

static void read_extra(Reading *reading, Column *column, const char *extra)
{
    Mem *mem = reading->schema->mem;
    const char *update = find_extra(extra, "on update ");
    if (find_extra(extra, "auto_increment")) {
        column->identity.kind = IDENTITY_AUTO;
    }
    if (update) {
        const char *text = mem_strndup(mem, update, strcspn(update, " ,"));
        options_set(mem, &column->options, "on_update", mysql_timestamp_text(mem, text),
                    (Location){0});
    }
    if (find_extra(extra, "WITHOUT SYSTEM VERSIONING")) {
        options_set(mem, &column->options, "unversioned", "true", (Location){0});
    }
    if (find_extra(extra, "INVISIBLE")) {
        options_set(mem, &column->options, "invisible", "true", (Location){0});
    }
}

static bool read_column(Reading *reading, Table *table, const Rows *rows, size_t row, Error *err)
{
    Mem *mem = reading->schema->mem;
    const Server *server = &reading->conn->server;
    const char *extra = rows_get(rows, row, C_EXTRA), *comment = rows_get(rows, row, C_COMMENT);
    const char *srid = rows_get(rows, row, C_SRID);
    extra = extra ? extra : "";
    Column *column = table_add_column(reading->schema, table, rows_get(rows, row, C_NAME));
    const char *type = rows_get(rows, row, C_TYPE);
    const char *compressed = strstr(type, " /*M!100301 COMPRESSED*/"); /* MariaDB says it here */
    type = compressed ? mem_strndup(mem, type, (size_t)(compressed - type)) : type;
    if (!read_type(reading, column, type, err)) {
        return false;
    }
    column->not_null = strcmp(rows_get(rows, row, C_NULLABLE), "NO") == 0;
    column->base.comment = text_empty(comment) ? NULL : mem_strdup(mem, comment);
    read_collation(reading, column, rows_get(rows, row, C_CHARSET),
                   rows_get(rows, row, C_COLLATION));
    read_generated(reading, column, extra, rows_get(rows, row, C_GENERATION));
    read_extra(reading, column, extra);
    if (compressed) {
        options_set(mem, &column->options, "compressed", "true", (Location){0});
    }
    if (srid) {
        options_set(mem, &column->options, "srid", srid, (Location){0});
    }
    if (column->generated == GENERATED_NONE) {
        column->default_value =
            mysql_default(mem, server, &column->type, rows_get(rows, row, C_DEFAULT),
                          find_extra(extra, "DEFAULT_GENERATED") != NULL, reading->database);
    }
    return true;
}

bool mysql_read_columns(Reading *reading, const Rows *rows, Error *err)
{
    const char *name = NULL;
    Table *table = NULL;
    for (size_t i = 0; i < rows->len; i++) {
        if (!text_equal(name, rows_get(rows, i, C_TABLE))) {
            name = rows_get(rows, i, C_TABLE);
            table = reading_table(reading, name);
        }
        if (table && !read_column(reading, table, rows, i, err)) {
            return false;
        }
    }
    return true;
}
