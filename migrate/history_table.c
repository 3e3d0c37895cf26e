/* The history table as SQL: one list of columns makes it, reads it, and brings an older one up to
 * date. */
#include "migrate/history.h"

#include "emit/sql.h"

#include <stdlib.h>
#include <string.h>

#define TOOL_NAME "schemadiff " PROJECT_VERSION

static const char *const state_words[] = {"applied", "applying", "reverting", "backing-out"};

typedef enum ColumnId {
    COL_REVISION,
    COL_MESSAGE,
    COL_CHECKSUM,
    COL_STATE,
    COL_STEPS,
    COL_STEPS_TOTAL,
    COL_APPLIED_AT,
    COL_APPLIED_BY,
    COL_DURATION,
    COL_TOOL,
    COL_HOST,
    COL_PID,
    COL_DOUBT,
    COL_DOUBT_BEFORE,
    COL_UP_STEPS,
    COL_STATEMENTS,
    COL_COUNT
} ColumnId;

/* Those with a default, or that may be NULL, came later: a table without them is given them. */
static const struct {
    const char *name;
    HistoryType type;
    const char *rest; /* behind the type */
} columns[COL_COUNT] = {
    [COL_REVISION] = {"revision", HISTORY_KEY, " NOT NULL PRIMARY KEY"},
    [COL_MESSAGE] = {"message", HISTORY_TEXT, " NOT NULL"},
    [COL_CHECKSUM] = {"checksum", HISTORY_LINE, " NOT NULL"},
    [COL_STATE] = {"state", HISTORY_LINE, " NOT NULL"},
    [COL_STEPS] = {"steps", HISTORY_NUMBER, " NOT NULL"},
    [COL_STEPS_TOTAL] = {"steps_total", HISTORY_NUMBER, " NOT NULL"},
    [COL_APPLIED_AT] = {"applied_at", HISTORY_LINE, " NOT NULL"},
    [COL_APPLIED_BY] = {"applied_by", HISTORY_LINE, " NOT NULL"},
    [COL_DURATION] = {"duration_ms", HISTORY_NUMBER, " NOT NULL"},
    [COL_TOOL] = {"tool", HISTORY_LINE, " NOT NULL"},
    [COL_HOST] = {"host", HISTORY_LINE, " NOT NULL DEFAULT ''"},
    [COL_PID] = {"pid", HISTORY_NUMBER, " NOT NULL DEFAULT 0"},
    [COL_DOUBT] = {"doubt", HISTORY_NUMBER, " NOT NULL DEFAULT 0"},
    [COL_DOUBT_BEFORE] = {"doubt_before", HISTORY_LINE, ""},
    [COL_UP_STEPS] = {"up_steps", HISTORY_NUMBER, " NOT NULL DEFAULT 0"},
    [COL_STATEMENTS] = {"statements", HISTORY_TEXT, ""},
};

static const RunOps *ops(const Conn *conn)
{
    return conn->server.dialect->run;
}

static HistorySql sql_of(Mem *mem, Conn *conn, const char *table)
{
    return (HistorySql){.mem = mem, .server = &conn->server, .conn = conn, .table = table};
}

/* With its schema: a migration may say SET search_path or USE. */
const char *history_name(const HistorySql *sql)
{
    Sql name = sql_new(sql->mem, sql->server);
    sql_name(&name, sql->conn ? sql->server->default_schema : NULL, sql->table);
    return sql_text(&name);
}

static const char *quoted(Mem *mem, Conn *conn, const char *table)
{
    HistorySql sql = sql_of(mem, conn, table);
    return history_name(&sql);
}

static const char *literal(const HistorySql *sql, const char *text)
{
    if (sql->conn) {
        return conn_literal(sql->conn, sql->mem, text);
    }
    Sql written = sql_new(sql->mem, sql->server);
    sql_literal(&written, text);
    return sql_text(&written);
}

/* The query with "{schema}" and "{table}" replaced by literals. */
static const char *fill_in(Mem *mem, Conn *conn, const char *query, const char *table)
{
    static const char schema_mark[] = "{schema}", table_mark[] = "{table}";
    const char *schema = conn->server.default_schema ? conn->server.default_schema : "";
    Buf buf = buf_new(mem);
    while (*query) {
        if (text_starts(query, schema_mark)) {
            buf_add(&buf, conn_literal(conn, mem, schema));
            query += strlen(schema_mark);
        } else if (text_starts(query, table_mark)) {
            buf_add(&buf, conn_literal(conn, mem, table));
            query += strlen(table_mark);
        } else {
            buf_char(&buf, *query++);
        }
    }
    return buf_text(&buf);
}

/* --- the table ---------------------------------------------------------------------------------
 */

static bool read_columns(Mem *mem, Conn *conn, const char *table, Rows *out, Error *err)
{
    const char *question = fill_in(mem, conn, ops(conn)->history_columns, table);
    return conn_query_text(conn, mem, question, out, err);
}

bool history_table_exists(Mem *mem, Conn *conn, const char *table, bool *exists, Error *err)
{
    Rows rows;
    if (!read_columns(mem, conn, table, &rows, err)) {
        return false;
    }
    *exists = rows.len > 0;
    return true;
}

/* Which columns the table has; *exists false when there is none. */
static bool find_columns(Mem *mem, Conn *conn, const char *table, bool has[COL_COUNT], bool *exists,
                         Error *err)
{
    Rows rows;
    if (!read_columns(mem, conn, table, &rows, err)) {
        return false;
    }
    memset(has, 0, COL_COUNT * sizeof *has);
    for (size_t i = 0; i < rows.len; i++) {
        for (size_t c = 0; c < COL_COUNT; c++) {
            has[c] |= text_equal_nocase(rows_get(&rows, i, 0), columns[c].name);
        }
    }
    *exists = rows.len > 0;
    return true;
}

static const char *definition(Mem *mem, const Server *server, size_t column)
{
    return mem_printf(mem, "%s %s%s", columns[column].name,
                      server->dialect->run->history_types[columns[column].type],
                      columns[column].rest);
}

const char *history_create_sql(const HistorySql *sql)
{
    Buf text = buf_new(sql->mem);
    buf_fmt(&text, "CREATE TABLE IF NOT EXISTS %s (", history_name(sql));
    for (size_t c = 0; c < COL_COUNT; c++) {
        buf_fmt(&text, "%s\n  %s", c ? "," : "", definition(sql->mem, sql->server, c));
    }
    buf_fmt(&text, "\n)%s", sql->server->dialect->run->history_options);
    return buf_text(&text);
}

#define WRITE_RIGHTS "INSERT into it, UPDATE and DELETE from it"

/* The statement is ours: who reads the error wants to know what it was for. Returns false. */
static bool trouble(const char *verb, const char *table, const char *rights, Error *err)
{
    if (err->code != ERR_SQL) {
        return false;
    }
    err->message =
        mem_printf(err->mem, "cannot %s the history table \"%s\": %s", verb, table, err->message);
    err->statement = NULL;
    err->where = (Location){0};
    return err->hint ? false
                     : error_hint(err, "the user of the URL needs the right to %s%s", rights,
                                  text_equal(verb, "make") ? "" : "; or is it another table?");
}

static bool create_table(Mem *mem, Conn *conn, const char *table, Error *err)
{
    HistorySql sql = sql_of(mem, conn, table);
    return conn_exec(conn, history_create_sql(&sql), err) ||
           trouble("make", table, "create tables", err);
}

bool history_create(Mem *mem, Conn *conn, const char *table, Error *err)
{
    bool has[COL_COUNT], exists = false;
    if (!find_columns(mem, conn, table, has, &exists, err)) {
        return false;
    }
    if (!exists) {
        return create_table(mem, conn, table, err);
    }
    for (size_t c = 0; c < COL_COUNT; c++) {
        if (!has[c] &&
            !conn_exec(conn,
                       mem_printf(mem, "ALTER TABLE %s ADD COLUMN %s", quoted(mem, conn, table),
                                  definition(mem, &conn->server, c)),
                       err)) {
            return trouble("bring up to date", table, "ALTER it", err);
        }
    }
    return true;
}

/* --- rows --------------------------------------------------------------------------------------
 */

static int64_t number(const char *text)
{
    return text ? strtoll(text, NULL, 10) : 0;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static HistoryState state_of(const char *word)
{
    for (size_t i = 0; i < sizeof state_words / sizeof *state_words; i++) {
        if (text_equal(word, state_words[i])) {
            return (HistoryState)i;
        }
    }
    return HISTORY_APPLIED;
}

static HistoryRow row_of(const Rows *rows, size_t i)
{
    return (HistoryRow){.revision = rows_get(rows, i, COL_REVISION),
                        .message = text_or_empty(rows_get(rows, i, COL_MESSAGE)),
                        .checksum = rows_get(rows, i, COL_CHECKSUM),
                        .state = state_of(rows_get(rows, i, COL_STATE)),
                        .steps = (size_t)number(rows_get(rows, i, COL_STEPS)),
                        .steps_total = (size_t)number(rows_get(rows, i, COL_STEPS_TOTAL)),
                        .applied_at = text_or_empty(rows_get(rows, i, COL_APPLIED_AT)),
                        .applied_by = text_or_empty(rows_get(rows, i, COL_APPLIED_BY)),
                        .duration_ms = number(rows_get(rows, i, COL_DURATION)),
                        .tool = text_or_empty(rows_get(rows, i, COL_TOOL)),
                        .host = text_or_empty(rows_get(rows, i, COL_HOST)),
                        .pid = number(rows_get(rows, i, COL_PID)),
                        .doubt = (size_t)number(rows_get(rows, i, COL_DOUBT)),
                        .doubt_before = rows_get(rows, i, COL_DOUBT_BEFORE),
                        .up_steps = (size_t)number(rows_get(rows, i, COL_UP_STEPS)),
                        .statements = rows_get(rows, i, COL_STATEMENTS)};
}

bool history_select(Mem *mem, Conn *conn, const char *table, const char *where, bool statements,
                    HistoryRows *out, bool *exists, Error *err)
{
    bool has[COL_COUNT];
    Rows rows;
    Buf sql = buf_new(mem);
    if (!find_columns(mem, conn, table, has, exists, err) || !*exists) {
        return !error_is_set(err);
    }
    for (size_t c = 0; c < COL_COUNT; c++) {
        bool wanted = c <= COL_TOOL || (has[c] && (c != COL_STATEMENTS || statements));
        buf_fmt(&sql, "%s%s", c ? ", " : "SELECT ", wanted ? columns[c].name : "NULL");
    }
    buf_fmt(&sql, " FROM %s%s ORDER BY applied_at, revision", quoted(mem, conn, table), where);
    if (!conn_query_text(conn, mem, buf_text(&sql), &rows, err)) {
        return trouble("read", table, "SELECT from it", err);
    }
    for (size_t i = 0; i < rows.len; i++) {
        list_push(mem, out, row_of(&rows, i));
    }
    return true;
}

static const char *literal_or(const HistorySql *sql, const char *text, const char *otherwise)
{
    return text ? literal(sql, text) : otherwise;
}

/* The value of a column as SQL. */
static const char *value_of(const HistorySql *sql, const HistoryRow *row, ColumnId column)
{
    Mem *mem = sql->mem;
    const RunOps *run = sql->server->dialect->run;
    switch (column) {
    case COL_REVISION:
        return literal(sql, row->revision);
    case COL_MESSAGE:
        return literal(sql, row->message);
    case COL_CHECKSUM:
        return literal(sql, row->checksum);
    case COL_STATE:
        return mem_printf(mem, "'%s'", state_words[row->state]);
    case COL_STEPS:
        return mem_printf(mem, "%zu", row->steps);
    case COL_STEPS_TOTAL:
        return mem_printf(mem, "%zu", row->steps_total);
    case COL_APPLIED_AT:
        return literal_or(sql, row->applied_at, run->script_now);
    case COL_APPLIED_BY:
        return literal_or(sql, row->applied_by, run->script_user);
    case COL_DURATION:
        return mem_printf(mem, "%lld", (long long)row->duration_ms);
    case COL_TOOL:
        return literal(sql, TOOL_NAME);
    case COL_HOST:
        return literal(sql, text_or_empty(row->host));
    case COL_PID:
        return mem_printf(mem, "%lld", (long long)row->pid);
    case COL_DOUBT:
        return mem_printf(mem, "%zu", row->doubt);
    case COL_DOUBT_BEFORE:
        return literal_or(sql, row->doubt_before, "NULL");
    case COL_UP_STEPS:
        return mem_printf(mem, "%zu", row->up_steps);
    case COL_STATEMENTS:
        return literal_or(sql, row->statements, "NULL");
    case COL_COUNT:
        break;
    }
    return "NULL";
}

const char *history_insert_sql(const HistorySql *sql, const HistoryRow *row)
{
    Buf names = buf_new(sql->mem), values = buf_new(sql->mem);
    for (size_t c = 0; c < COL_COUNT; c++) {
        buf_fmt(&names, "%s%s", c ? ", " : "", columns[c].name);
        buf_fmt(&values, "%s%s", c ? ", " : "", value_of(sql, row, (ColumnId)c));
    }
    return mem_printf(sql->mem, "INSERT INTO %s (%s) VALUES (%s)", history_name(sql),
                      buf_text(&names), buf_text(&values));
}

bool history_insert(Mem *mem, Conn *conn, const char *table, const HistoryRow *row, Error *err)
{
    HistorySql sql = sql_of(mem, conn, table);
    return conn_exec(conn, history_insert_sql(&sql, row), err) ||
           trouble("write", table, WRITE_RIGHTS, err);
}

const char *history_delete_sql(const HistorySql *sql, const char *revision)
{
    return mem_printf(sql->mem, "DELETE FROM %s WHERE revision = %s", history_name(sql),
                      literal(sql, revision));
}

bool history_update(Mem *mem, Conn *conn, const char *table, const HistoryRow *row, Error *err)
{
    HistorySql own = sql_of(mem, conn, table);
    Buf sql = buf_new(mem);
    const char *between = " SET ";
    buf_fmt(&sql, "UPDATE %s", quoted(mem, conn, table));
    for (size_t c = COL_CHECKSUM; c < COL_COUNT; c++) {
        if (c != COL_STATEMENTS || row->statements) {
            buf_fmt(&sql, "%s%s = %s", between, columns[c].name, value_of(&own, row, (ColumnId)c));
            between = ", ";
        }
    }
    buf_fmt(&sql, " WHERE revision = %s", conn_literal(conn, mem, row->revision));
    return conn_exec(conn, buf_text(&sql), err) || trouble("write", table, WRITE_RIGHTS, err);
}

bool history_delete(Mem *mem, Conn *conn, const char *table, const char *revision, Error *err)
{
    HistorySql sql = sql_of(mem, conn, table);
    return conn_exec(conn, history_delete_sql(&sql, revision), err) ||
           trouble("write", table, WRITE_RIGHTS, err);
}

bool history_reload(Mem *mem, Conn *conn, const char *table, const char *revision, HistoryRow *out,
                    bool *found, Error *err)
{
    HistoryRows rows = {0};
    bool exists = false;
    const char *where = mem_printf(mem, " WHERE revision = %s", conn_literal(conn, mem, revision));
    if (!history_select(mem, conn, table, where, true, &rows, &exists, err)) {
        return false;
    }
    *found = rows.len > 0;
    if (*found) {
        *out = rows.at[0];
    }
    return true;
}
