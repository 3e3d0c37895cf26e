#include "introspect/conn_sqlite.h"
#include "introspect/coverage.h"
#include "introspect/sqlite/parser.h"
#include "introspect/sqlite/sqlite_sql.h"

#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    Schema *schema;
    const Scope *scope;
    Filter *filter;
    Rows objects; /* tables, views, what hangs on them */
    Rows columns; /* sorted by table */
    Error *err;
} Reader;

/* Columns of objects.sql. */
enum { OBJECT_TYPE, OBJECT_NAME, OBJECT_TABLE, OBJECT_SQL };

/* Columns of columns.sql. */
enum { COLUMN_TABLE, COLUMN_NAME, COLUMN_TYPE, COLUMN_NOT_NULL, COLUMN_DEFAULT, COLUMN_HIDDEN };

static const char *object_cell(const Reader *reader, size_t row, size_t column)
{
    return rows_get(&reader->objects, row, column);
}

static bool is_wanted(const Reader *reader, const char *name)
{
    const char *history = reader->scope->history_table;
    return !(history && text_equal_nocase(name, history)) &&
           filter_accepts(reader->filter, reader->schema->server->default_schema, name);
}

/* --- tables ----------------------------------------------------------------------------------- */

/* The rows of columns.sql that belong to a table: [*first, *end). */
static void find_columns(const Reader *reader, const char *table, size_t *first, size_t *end)
{
    size_t low = 0, high = reader->columns.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(rows_get(&reader->columns, middle, COLUMN_TABLE), table) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low < reader->columns.len &&
           strcmp(rows_get(&reader->columns, low, COLUMN_TABLE), table) == 0) {
        low++;
    }
    *end = low;
}

/* The pragma puts the usual types in upper case: they stay as they were declared. */
static void take_type(const Reader *reader, Column *column, const char *text)
{
    Type type;
    sqlite_type(reader->schema->mem, text, &type);
    if (!text_equal(type.name, column->type.name)) {
        column->type = type;
    }
}

/* The pragma knows best what the text means: NOT NULL that STRICT and WITHOUT ROWID imply, the
 * value of a default. */
static bool take_facts(const Reader *reader, Table *table, size_t first, size_t end)
{
    if (table->columns.len != end - first) {
        error_set(reader->err, ERR_UNSUPPORTED,
                  "the stored definition of table \"%s\" has %zu columns, the table %zu",
                  table->base.name, table->columns.len, end - first);
        return error_hint(reader->err,
                          "look at it with: select sql from sqlite_schema where name "
                          "= '%s'; --exclude leaves it out",
                          table->base.name);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        Column *column = table->columns.at[i];
        const Rows *rows = &reader->columns;
        if (!text_equal(column->base.name, rows_get(rows, first + i, COLUMN_NAME))) {
            return error_set(reader->err, ERR_UNSUPPORTED,
                             "the stored definition of table \"%s\" calls column \"%s\" \"%s\"",
                             table->base.name, rows_get(rows, first + i, COLUMN_NAME),
                             column->base.name);
        }
        take_type(reader, column, rows_get(rows, first + i, COLUMN_TYPE));
        column->not_null = text_equal(rows_get(rows, first + i, COLUMN_NOT_NULL), "1");
        column->default_value =
            sqlite_default(reader->schema->mem, rows_get(rows, first + i, COLUMN_DEFAULT));
    }
    return true;
}

static bool read_table(const Reader *reader, size_t row)
{
    const char *name = object_cell(reader, row, OBJECT_NAME);
    const char *sql = object_cell(reader, row, OBJECT_SQL);
    size_t first, end;
    find_columns(reader, name, &first, &end);
    if (first == end || !is_wanted(reader, name)) {
        return true;
    }
    Table *table = schema_add_table(reader->schema, NULL, name);
    table->source_sql = mem_strdup(reader->schema->mem, sql);
    return sqlite_parse_table(reader->schema, table, table->source_sql, reader->err) &&
           take_facts(reader, table, first, end);
}

/* --- what hangs on tables --------------------------------------------------------------------- */

static bool read_index(const Reader *reader, size_t row)
{
    Table *table = schema_table(reader->schema, NULL, object_cell(reader, row, OBJECT_TABLE));
    if (!table) {
        return true;
    }
    Index *index = table_add_index(reader->schema, table, object_cell(reader, row, OBJECT_NAME));
    const char *sql = mem_strdup(reader->schema->mem, object_cell(reader, row, OBJECT_SQL));
    return sqlite_parse_index(reader->schema, index, sql, reader->err);
}

/* Without what stands behind the last token: a comment there would swallow the semicolon. */
static const char *without_tail(Mem *mem, const char *sql)
{
    LiteTokens tokens = sqlite_lex(mem, sql);
    size_t n = tokens.len - 1;
    while (n > 0 && lite_is_symbol(&tokens.at[n - 1], ";")) {
        n--;
    }
    const LiteToken *last = n ? &tokens.at[n - 1] : NULL;
    return last ? mem_strndup(mem, sql, (size_t)(last->at + last->len - sql)) : sql;
}

static void read_trigger(const Reader *reader, size_t row)
{
    Schema *schema = reader->schema;
    const char *owner = object_cell(reader, row, OBJECT_TABLE);
    const char *name = object_cell(reader, row, OBJECT_NAME);
    Table *table = schema_table(schema, NULL, owner);
    View *view = table ? NULL : schema_view(schema, NULL, owner);
    if (!table && !view) {
        return;
    }
    Trigger *trigger =
        table ? table_add_trigger(schema, table, name) : view_add_trigger(schema, view, name);
    trigger->definition = without_tail(schema->mem, object_cell(reader, row, OBJECT_SQL));
}

static bool read_view(const Reader *reader, size_t row)
{
    const char *name = object_cell(reader, row, OBJECT_NAME);
    if (!is_wanted(reader, name)) {
        return true;
    }
    View *view = schema_add_view(reader->schema, NULL, name);
    const char *sql = mem_strdup(reader->schema->mem, object_cell(reader, row, OBJECT_SQL));
    return sqlite_parse_view(reader->schema, view, sql, reader->err);
}

/* --- references ------------------------------------------------------------------------------- */

typedef struct NamedTable {
    const char *lower;
    Table *table;
} NamedTable;

static int by_lower(const void *a, const void *b)
{
    return strcmp(((const NamedTable *)a)->lower, ((const NamedTable *)b)->lower);
}

/* Names compare without letter case here; everywhere else they are exact. So what a foreign key
 * names gets the spelling of what it finds. */
static void spell_reference(Constraint *key, const NamedTable *tables, size_t len, Mem *mem)
{
    NamedTable wanted = {.lower = text_lower(mem, key->ref_table)};
    const NamedTable *found = bsearch(&wanted, tables, len, sizeof wanted, by_lower);
    if (!found) {
        return;
    }
    key->ref_table = found->table->base.name;
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        const Column *column = sqlite_column(found->table, key->ref_columns.at[i]);
        if (column) {
            key->ref_columns.at[i] = column->base.name;
        }
    }
}

static void spell_references(Schema *schema)
{
    size_t len = schema->tables.len;
    NamedTable *tables = MEM_ARRAY(schema->mem, NamedTable, len);
    for (size_t i = 0; i < len; i++) {
        Table *table = schema->tables.at[i];
        tables[i] = (NamedTable){text_lower(schema->mem, table->base.name), table};
    }
    if (len > 1) {
        qsort(tables, len, sizeof *tables, by_lower);
    }
    for (size_t i = 0; i < len; i++) {
        const Table *table = schema->tables.at[i];
        for (size_t j = 0; j < table->constraints.len; j++) {
            if (table->constraints.at[j]->type == CONSTRAINT_FOREIGN_KEY) {
                spell_reference(table->constraints.at[j], tables, len, schema->mem);
            }
        }
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool read_object(const Reader *reader, size_t row)
{
    const char *type = object_cell(reader, row, OBJECT_TYPE);
    if (text_equal(type, "table")) {
        return read_table(reader, row);
    }
    if (text_equal(type, "index")) {
        return read_index(reader, row);
    }
    if (text_equal(type, "trigger")) {
        read_trigger(reader, row);
        return true;
    }
    return !text_equal(type, "view") || read_view(reader, row);
}

static bool read_objects(const Reader *reader)
{
    for (size_t i = 0; i < reader->objects.len; i++) {
        if (!read_object(reader, i)) {
            return false;
        }
    }
    return true;
}

static bool sqlite_read(Mem *mem, Conn *conn, const Scope *scope, Schema **out, Error *err)
{
    Schema *schema = schema_new(mem, &conn->server);
    Reader reader = {.schema = schema, .scope = scope, .err = err};
    const Query queries[] = {{.sql = sql_objects}, {.sql = sql_columns}};
    Rows rows[2];
    if (!filter_new(schema->mem, scope, &reader.filter, err) ||
        !conn_query_many(conn, schema->mem, queries, 2, rows, err)) {
        return false;
    }
    reader.objects = rows[0];
    reader.columns = rows[1];
    if (!read_objects(&reader)) {
        return false;
    }
    spell_references(schema);
    schema->managed = 1u << OBJ_TABLE | 1u << OBJ_COLUMN | 1u << OBJ_CONSTRAINT | 1u << OBJ_INDEX |
                      1u << OBJ_VIEW | 1u << OBJ_TRIGGER;
    if (!schema_finish(schema, err)) {
        return false;
    }
    *out = schema;
    return true;
}

/* SQLite keeps every expression as it was written: it has no words of its own to answer in. */
static bool sqlite_judge(Mem *mem UNUSED, Conn *conn UNUSED, Questions *questions UNUSED,
                         Error *err UNUSED)
{
    return true;
}

static bool sqlite_coverage(Mem *mem, Conn *conn, const Scope *scope, Coverage *out, Error *err)
{
    return coverage_read(mem, conn, &(Query){.sql = sql_coverage}, 1, scope, out, err);
}

const IntrospectOps introspect_sqlite = {
    .open = sqlite_open,
    .read = sqlite_read,
    .judge = sqlite_judge,
    .coverage = sqlite_coverage,
};
