#include "tests/integration/case_rows.h"

#include "emit/sql.h"

#include <stdlib.h>
#include <string.h>

/* --- guessing values ---------------------------------------------------------------------------
 */

/* What is tried for a row, one after the other, until the database takes it. */
typedef enum Style {
    STYLE_MIXED, /* the last row has NULL where it may */
    STYLE_FULL,
    STYLE_CHECKED, /* texts that a check names */
    STYLE_TENS,    /* numbers from 11 */
    STYLE_HUNDREDS,
    STYLE_DEFAULTS, /* columns with a default are left out */
    STYLE_NULLS,    /* NULL wherever it may be */
    STYLE_COUNT
} Style;

#define ROWS_A_TABLE 3

typedef struct Guess {
    Mem *mem;
    const Schema *schema;
    const Table *table;
    int row; /* from 1 */
    Style style;
} Guess;

static int number_of(const Guess *guess)
{
    return guess->row + (guess->style == STYLE_TENS       ? 10
                         : guess->style == STYLE_HUNDREDS ? 100
                                                          : 0);
}

/* The first literal in the checks of the table that name the column, or NULL. */
static const char *checked_text(const Guess *guess, const Column *column)
{
    for (size_t i = 0; i < guess->table->constraints.len; i++) {
        const char *text = guess->table->constraints.at[i]->check.text;
        if (!text || !strstr(text, column->base.name)) {
            continue;
        }
        const char *open = strchr(text, '\'');
        const char *close = open ? strchr(open + 1, '\'') : NULL;
        if (close) {
            return mem_strndup(guess->mem, open + 1, (size_t)(close - open - 1));
        }
    }
    return NULL;
}

static const char *text_value(const Guess *guess, const Column *column, const Type *type)
{
    const char *checked = guess->style == STYLE_CHECKED ? checked_text(guess, column) : NULL;
    if (checked) {
        return checked;
    }
    const char *text = mem_printf(guess->mem, "%dv", number_of(guess));
    bool cut = type->length > 0 && (size_t)type->length < strlen(text);
    return cut ? mem_strndup(guess->mem, text, (size_t)type->length) : text;
}

static const char *network_value(const Guess *guess, const Type *type)
{
    const char *form = text_starts(type->name, "macaddr8")  ? "08:00:2b:01:02:03:04:%02d"
                       : text_starts(type->name, "macaddr") ? "08:00:2b:01:02:%02d"
                                                            : "10.0.0.%d";
    const char *at = strchr(form, '%');
    return mem_printf(guess->mem, "%.*s%02d", (int)(at - form), form, number_of(guess));
}

static const char *bits(const Guess *guess, const Type *type)
{
    size_t len = type->length > 0 ? (size_t)type->length : 1;
    Buf buf = buf_new(guess->mem);
    for (size_t i = 0; i < len; i++) {
        buf_char(&buf, i + (size_t)guess->row >= len ? '1' : '0');
    }
    return buf_text(&buf);
}

/* A literal's text; NULL = no idea. Numbers are quoted, too: every server takes that. */
static const char *plain_value(const Guess *guess, const Column *column, const Type *type)
{
    int n = number_of(guess);
    Mem *mem = guess->mem;
    switch (type->cls) {
    case TYPE_BOOLEAN:
        return n % 2 ? "1" : "0";
    case TYPE_INTEGER:
    case TYPE_NUMERIC:
    case TYPE_FLOAT:
        return mem_printf(mem, "%d", n);
    case TYPE_CHAR:
    case TYPE_VARCHAR:
    case TYPE_TEXT:
    case TYPE_BINARY:
        return text_value(guess, column, type);
    case TYPE_BIT:
        return bits(guess, type);
    case TYPE_DATE:
        return mem_printf(mem, "2026-01-%02d", n % 28 + 1);
    case TYPE_TIME:
        return mem_printf(mem, "10:00:%02d", n % 60);
    case TYPE_TIMESTAMP:
        return mem_printf(mem, "2026-01-%02d 10:00:00", n % 28 + 1);
    case TYPE_INTERVAL:
        return mem_printf(mem, "%d", n);
    case TYPE_YEAR:
        return mem_printf(mem, "%d", 2000 + n);
    case TYPE_UUID:
        return mem_printf(mem, "00000000-0000-0000-0000-%012d", n);
    case TYPE_JSON:
        return mem_printf(mem, "{\"n\": %d}", n);
    case TYPE_NETWORK:
        return network_value(guess, type);
    case TYPE_RANGE:
        return "empty";
    case TYPE_XML:
        return mem_printf(mem, "<n>%d</n>", n);
    case TYPE_ENUM:
    case TYPE_SET:
        return type->values.at[(size_t)n % type->values.len];
    case TYPE_GEOMETRY:
        return mem_printf(mem, "(%d,%d)", n, n);
    case TYPE_OTHER:
        return mem_printf(mem, "%d", n);
    case TYPE_NONE:
        return mem_printf(mem, "%d", n);
    case TYPE_USER:
        break;
    }
    return NULL;
}

static const char *value_of(const Guess *guess, const Column *column, const Type *type)
{
    if (type->dimensions) {
        return "{}";
    }
    if (type->cls != TYPE_USER) {
        return plain_value(guess, column, type);
    }
    const Enum *values = schema_enum(guess->schema, type->user_schema, type->user_name);
    if (values && values->values.len) {
        return values->values.at[(size_t)number_of(guess) % values->values.len].name;
    }
    const Domain *domain = schema_domain(guess->schema, type->user_schema, type->user_name);
    return domain ? value_of(guess, column, &domain->type) : NULL;
}

static bool is_left_out(const Guess *guess, const Column *column)
{
    return column->generated != GENERATED_NONE || column->identity.kind == IDENTITY_ALWAYS ||
           (guess->style == STYLE_DEFAULTS && column->default_value.kind != DEFAULT_NONE);
}

static bool is_null(const Guess *guess, const Column *column)
{
    bool wanted =
        guess->style == STYLE_NULLS || (guess->style == STYLE_MIXED && guess->row == ROWS_A_TABLE);
    return wanted && !column->not_null && !column_in_primary_key(column);
}

static void put_value(Sql *sql, const Guess *guess, const Column *column)
{
    const char *text = is_null(guess, column) ? NULL : value_of(guess, column, &column->type);
    bool mysql = sql->server->dialect->syntax->backslash_escapes;
    if (!text) {
        sql_kw(sql, "NULL");
    } else if (column->type.cls == TYPE_BIT) {
        sql_kw(sql, mysql ? "b" : "B");
        sql_raw(sql, mem_printf(guess->mem, "'%s'", text));
    } else if (mysql && column->type.cls == TYPE_GEOMETRY) {
        sql_kw(sql, mem_printf(guess->mem, "ST_GeomFromText('POINT(%d %d)', %s)", guess->row,
                               guess->row, column->type.fields ? column->type.fields : "0"));
    } else {
        sql_literal(sql, text);
    }
}

static const char *insert_text(const Guess *guess)
{
    Sql columns = sql_new(guess->mem, guess->schema->server), values = columns, sql = columns;
    size_t n = 0;
    for (size_t i = 0; i < guess->table->columns.len; i++) {
        const Column *column = guess->table->columns.at[i];
        if (is_left_out(guess, column)) {
            continue;
        }
        sql_raw(&columns, n ? ", " : "");
        sql_raw(&values, n++ ? ", " : "");
        sql_ident(&columns, column->base.name);
        put_value(&values, guess, column);
    }
    sql_kw(&sql, "INSERT INTO");
    sql_object(&sql, &guess->table->base);
    if (!n) {
        sql_kw(&sql, guess->schema->server->dialect->syntax->backslash_escapes ? "VALUES ()"
                                                                               : "DEFAULT VALUES");
        return sql_text(&sql);
    }
    sql_raw(&sql,
            mem_printf(guess->mem, " (%s) VALUES (%s)", sql_text(&columns), sql_text(&values)));
    return sql_text(&sql);
}

static bool insert_row(Mem *mem, Conn *conn, Guess guess)
{
    for (int style = 0; style < STYLE_COUNT; style++) {
        guess.style = (Style)style;
        if (conn_exec(conn, insert_text(&guess), error_new(mem))) {
            return true;
        }
    }
    return false;
}

/* Tables that refer to others take rows when those have some: as long as one more does, go on. */
void rows_generate(Mem *mem, Conn *conn, const Schema *schema, const Table **bare)
{
    bool *filled = MEM_ARRAY(mem, bool, schema->tables.len), more = true;
    while (more) {
        more = false;
        *bare = NULL;
        for (size_t i = 0; i < schema->tables.len; i++) {
            const Table *table = schema->tables.at[i];
            if (filled[i] || table->partition_of) {
                continue;
            }
            for (int row = 1; row <= ROWS_A_TABLE; row++) {
                Guess guess = {.mem = mem, .schema = schema, .table = table, .row = row};
                filled[i] |= insert_row(mem, conn, guess);
            }
            more |= filled[i];
            *bare = filled[i] ? *bare : table;
        }
    }
}

/* --- looking -----------------------------------------------------------------------------------
 */

/* A table before, what it is called now, and the columns to look at. */
typedef struct Look {
    const Object *now;
    LIST(size_t) columns;     /* of the table before */
    LIST(const char *) names; /* of the same now */
} Look;

static bool look_at(Mem *mem, Conn *conn, const Look *look, Rows *out, Error *err)
{
    Sql sql = sql_new(mem, &conn->server);
    sql_kw(&sql, "SELECT");
    for (size_t i = 0; i < look->names.len; i++) {
        sql_raw(&sql, i ? ", " : "");
        sql_ident(&sql, look->names.at[i]);
    }
    sql_kw(&sql, look->names.len ? "FROM" : "1 FROM");
    sql_object(&sql, look->now);
    return conn_query_text(conn, mem, sql_text(&sql), out, err);
}

bool rows_keep(Mem *mem, Conn *conn, const Schema *schema, Kept *out, Error *err)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        TableRows kept = {.table = schema->tables.at[i]};
        Look look = {.now = &kept.table->base};
        for (size_t j = 0; j < kept.table->columns.len; j++) {
            list_push(mem, &look.names, kept.table->columns.at[j]->base.name);
        }
        if (!look_at(mem, conn, &look, &kept.rows, err)) {
            return false;
        }
        list_push(mem, &out->tables, kept);
    }
    return true;
}

/* --- what became of a table --------------------------------------------------------------------
 */

static const Change *change_of(const ChangeList *list, ChangeOp op, const Object *from)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i]->op == op && list->at[i]->object.from == from) {
            return list->at[i];
        }
    }
    return NULL;
}

/* Is a value of the old type written in the same way in the new one? */
static bool reads_alike(const Server *server, const Column *from, const Column *to)
{
    bool texts = (from->type.cls == TYPE_VARCHAR || from->type.cls == TYPE_TEXT) &&
                 (to->type.cls == TYPE_VARCHAR || to->type.cls == TYPE_TEXT);
    bool integers = from->type.cls == TYPE_INTEGER && to->type.cls == TYPE_INTEGER;
    return !from->type.dimensions && !to->type.dimensions && (texts || integers) &&
           type_widens(server, &from->type, &to->type);
}

/* A value of a type that changes may be written in another way; NULL may be filled. */
static bool is_comparable(const ChangeList *children, const Column *column, const Changes *up)
{
    const unsigned other =
        (unsigned)PART_NULL | (unsigned)PART_GENERATED | (unsigned)PART_COLLATION;
    const Change *alter = children ? change_of(children, CHANGE_ALTER, &column->base) : NULL;
    bool same_type =
        column->type.cls != TYPE_USER ||
        !schema_enum(up->from, column->type.user_schema, column->type.user_name) ||
        !change_of(&up->list, CHANGE_ALTER,
                   &schema_enum(up->from, column->type.user_schema, column->type.user_name)->base);
    return same_type && column->generated == GENERATED_NONE &&
           (!alter || !(alter->parts & other)) &&
           (!alter || !(alter->parts & PART_TYPE) ||
            reads_alike(up->to->server, alter->column.from, alter->column.to)) &&
           !(children && change_of(children, CHANGE_DROP, &column->base));
}

/* False: the table goes. */
static bool follow(Mem *mem, const Table *table, const Changes *up, bool renamed, Look *out)
{
    const Change *rename = change_of(&up->list, CHANGE_RENAME, &table->base);
    const Change *alter = change_of(&up->list, CHANGE_ALTER, &table->base);
    if (change_of(&up->list, CHANGE_DROP, &table->base)) {
        return false;
    }
    out->now = renamed && rename ? rename->object.to : &table->base;
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        const ChangeList *children = alter ? &alter->children : NULL;
        const Change *other = children ? change_of(children, CHANGE_RENAME, &column->base) : NULL;
        if (is_comparable(children, column, up)) {
            list_push(mem, &out->columns, i);
            list_push(mem, &out->names,
                      renamed && other ? other->object.to->name : column->base.name);
        }
    }
    return true;
}

/* --- comparing ---------------------------------------------------------------------------------
 */

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each row as a line, sorted; `columns` NULL = all. */
static const char **lines_of(Mem *mem, const Rows *rows, const size_t *columns, size_t n)
{
    const char **lines = MEM_ARRAY(mem, const char *, rows->len);
    for (size_t i = 0; i < rows->len; i++) {
        Buf line = buf_new(mem);
        for (size_t j = 0; j < n; j++) {
            const char *cell = rows_get(rows, i, columns ? columns[j] : j);
            buf_fmt(&line, "%s%s", j ? "|" : "", cell ? cell : "NULL");
        }
        lines[i] = buf_text(&line);
    }
    qsort(lines, rows->len, sizeof *lines, compare_lines);
    return lines;
}

static bool same_rows(Mem *mem, const TableRows *kept, const Look *look, const Rows *now,
                      Error *err)
{
    const char *label = object_label(mem, look->now);
    if (now->len != kept->rows.len) {
        return error_set(err, ERR_BUG, "\"%s\" had %zu rows, and has %zu", label, kept->rows.len,
                         now->len);
    }
    const char **before = lines_of(mem, &kept->rows, look->columns.at, look->columns.len);
    const char **after = lines_of(mem, now, NULL, look->columns.len);
    for (size_t i = 0; i < now->len; i++) {
        if (!text_equal(before[i], after[i])) {
            return error_set(err, ERR_BUG, "a row of \"%s\" was %s, and is %s", label, before[i],
                             after[i]);
        }
    }
    return true;
}

static bool names_label(const NameList *labels, const char *label)
{
    for (size_t i = 0; i < labels->len; i++) {
        if (text_equal(labels->at[i], label)) {
            return true;
        }
    }
    return false;
}

/* The rows of a partition or child that leaves its parent are no rows of the parent any more. */
static bool loses_child(Mem *mem, const Table *parent, const Changes *up)
{
    const char *label = object_label(mem, &parent->base);
    for (size_t i = 0; i < up->list.len; i++) {
        const Change *change = up->list.at[i];
        if (change->kind != OBJ_TABLE || change->op != CHANGE_ALTER) {
            continue;
        }
        const Table *from = change->table.from, *to = change->table.to;
        if ((text_equal(from->partition_of, label) && !text_equal(to->partition_of, label)) ||
            (names_label(&from->inherits, label) && !names_label(&to->inherits, label))) {
            return true;
        }
    }
    return false;
}

static bool compare_kept(Mem *mem, Conn *conn, const Kept *kept, const Changes *up, bool renamed,
                         Error *err)
{
    for (size_t i = 0; i < kept->tables.len; i++) {
        Look look = {0};
        Rows now = {0};
        const Table *table = kept->tables.at[i].table;
        bool fewer = renamed && loses_child(mem, table, up);
        if (!fewer && follow(mem, table, up, renamed, &look) &&
            (!look_at(mem, conn, &look, &now, err) ||
             !same_rows(mem, &kept->tables.at[i], &look, &now, err))) {
            return false;
        }
    }
    return true;
}

bool rows_survive(Mem *mem, Conn *conn, const Kept *kept, const Changes *up, Error *err)
{
    return compare_kept(mem, conn, kept, up, true, err);
}

bool rows_return(Mem *mem, Conn *conn, const Kept *kept, const Changes *up, Error *err)
{
    return compare_kept(mem, conn, kept, up, false, err);
}

/* --- a case's own rows -------------------------------------------------------------------------
 */

bool rows_insert(Mem *mem, Conn *conn, const char *statements, Error *err)
{
    while (*statements) {
        const char *end = strstr(statements, ";\n");
        size_t len = end ? (size_t)(end - statements) : strlen(statements);
        if (!conn_exec(conn, mem_strndup(mem, statements, len), err)) {
            return false;
        }
        statements += len + (end ? 2 : 0);
    }
    return true;
}

static bool expect(Mem *mem, Conn *conn, const char *query, const char *want, Error *err)
{
    Rows rows = {0};
    if (!conn_query_text(conn, mem, query, &rows, err)) {
        return false;
    }
    Buf got = buf_new(mem);
    for (size_t i = 0; i < rows.len; i++) {
        for (size_t j = 0; j < rows.columns; j++) {
            const char *cell = rows_get(&rows, i, j);
            buf_fmt(&got, "%s%s", j ? "|" : "", cell ? cell : "NULL");
        }
        buf_char(&got, '\n');
    }
    return text_equal(want, buf_text(&got)) ||
           error_set(err, ERR_BUG, "%s\nexpected:\n%sgot:\n%s", query, want, buf_text(&got));
}

bool rows_expect(Mem *mem, Conn *conn, const char *text, Error *err)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        const char *query = mem_strndup(mem, text, len);
        text += len + (text[len] == '\n');
        const char *next = text_starts(text, "SELECT ") ? text : strstr(text, "\nSELECT ");
        size_t rows = next ? (size_t)(next - text) + (*next == '\n') : strlen(text);
        if (!expect(mem, conn, query, mem_strndup(mem, text, rows), err)) {
            return false;
        }
        text += rows;
    }
    return true;
}
