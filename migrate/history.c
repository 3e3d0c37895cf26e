#include "migrate/history.h"

#include <stdlib.h>
#include <string.h>

#define TOOL_NAME "schemadiff " PROJECT_VERSION

static const char *const state_words[] = {"applied", "applying", "reverting"};

static const char *quoted(Mem *mem, const Conn *conn, const char *name)
{
    char quote = conn->server.dialect->syntax->quote;
    Buf buf = buf_new(mem);
    buf_char(&buf, quote);
    for (; *name; name++) {
        buf_char(&buf, *name);
        if (*name == quote) {
            buf_char(&buf, quote);
        }
    }
    buf_char(&buf, quote);
    return buf_text(&buf);
}

/* The text with its one "%s" replaced. */
static const char *fill_in(Mem *mem, const char *text, const char *value)
{
    const char *at = strstr(text, "%s");
    Buf buf = buf_new(mem);
    if (!at) {
        return text;
    }
    buf_add_len(&buf, text, (size_t)(at - text));
    buf_add(&buf, value);
    buf_add(&buf, at + 2);
    return buf_text(&buf);
}

static size_t number(const char *text)
{
    return text ? (size_t)strtoull(text, NULL, 10) : 0;
}

static HistoryState state_of(const char *word)
{
    return text_equal(word, "applying")    ? HISTORY_APPLYING
           : text_equal(word, "reverting") ? HISTORY_REVERTING
                                           : HISTORY_APPLIED;
}

static HistoryRow row_of(const Rows *rows, size_t i)
{
    const char *by = rows_get(rows, i, 7);
    return (HistoryRow){.revision = rows_get(rows, i, 0),
                        .message = rows_get(rows, i, 1),
                        .checksum = rows_get(rows, i, 2),
                        .state = state_of(rows_get(rows, i, 3)),
                        .steps = number(rows_get(rows, i, 4)),
                        .steps_total = number(rows_get(rows, i, 5)),
                        .applied_at = rows_get(rows, i, 6),
                        .applied_by = by ? by : "",
                        .duration_ms = (int64_t)number(rows_get(rows, i, 8))};
}

static void find_current(Mem *mem, const Graph *graph, History *history)
{
    for (size_t i = 0; i < graph->list.len; i++) {
        Migration *m = graph->list.at[i];
        bool has_applied_child = false;
        for (size_t c = 0; c < m->children.len; c++) {
            has_applied_child |= history->applied[m->children.at[c]->index];
        }
        if (history->applied[i] && !has_applied_child) {
            list_push(mem, &history->current, m);
        }
    }
}

bool history_read(Mem *mem, Conn *conn, const char *table, const Graph *graph, History *out,
                  Error *err)
{
    History history = {.applied = MEM_ARRAY(mem, bool, graph->list.len)};
    const char *found = NULL;
    Rows rows = {0};
    const char *question =
        fill_in(mem, conn->server.dialect->run->history_exists, conn_literal(conn, mem, table));
    if (!conn_value(conn, mem, question, &found, err)) {
        return false;
    }
    history.exists = found != NULL;
    if (history.exists &&
        !conn_query_text(conn, mem,
                         mem_printf(mem,
                                    "SELECT revision, message, checksum, state, steps, "
                                    "steps_total, applied_at, applied_by, duration_ms FROM %s "
                                    "ORDER BY applied_at, revision",
                                    quoted(mem, conn, table)),
                         &rows, err)) {
        return error_hint(err, "is \"%s\" really the history table of schemadiff?", table);
    }
    for (size_t i = 0; i < rows.len; i++) {
        HistoryRow row = row_of(&rows, i);
        row.migration = graph_find(graph, row.revision);
        if (row.migration) {
            history.applied[row.migration->index] = true;
        }
        list_push(mem, &history.rows, row);
    }
    find_current(mem, graph, &history);
    *out = history;
    return true;
}

static bool half_way(Mem *mem, const HistoryRow *row, const char *table, Error *err)
{
    const char *label = mem_printf(mem, "%s \"%s\"", row->revision, row->message);
    if (row->state == HISTORY_APPLYING) {
        error_set(err, ERR_HISTORY,
                  "the upgrade to %s stopped half-way: %zu of its %zu statements are in force",
                  label, row->steps, row->steps_total);
        return error_hint(err,
                          "take them back by hand and delete the row of \"%s\" from \"%s\", or run "
                          "the remaining ones and set its state to 'applied'",
                          row->revision, table);
    }
    error_set(err, ERR_HISTORY,
              "the downgrade of %s stopped half-way: %zu of its %zu statements were run", label,
              row->steps, row->steps_total);
    return error_hint(err,
                      "run the remaining ones by hand and delete the row of \"%s\" from \"%s\", or "
                      "undo them and set its state to 'applied'",
                      row->revision, table);
}

static bool verify_row(Mem *mem, Conn *conn, const char *table, const Graph *graph,
                       const HistoryRow *row, Error *err)
{
    Migration *m = row->migration;
    if (row->state != HISTORY_APPLIED) {
        return half_way(mem, row, table, err);
    }
    if (!m) {
        error_set(err, ERR_HISTORY,
                  "the database has revision \"%s\" (\"%s\"), which no file of \"%s\" has",
                  row->revision, row->message, graph->folder);
        return error_hint(err, "bring its file back (another branch? another --dir?)");
    }
    if (!migration_parse(mem, m, conn->server.dialect, err)) {
        return false;
    }
    if (!text_equal(m->checksum, row->checksum)) {
        error_at(err, ERR_HISTORY, (Location){.file = m->path},
                 "revision \"%s\" was edited after it was applied at %s", m->revision,
                 row->applied_at);
        return error_hint(err, "restore the file as it was, and write a new revision for what has "
                               "to change");
    }
    return true;
}

bool history_verify(Mem *mem, Conn *conn, const char *table, const Graph *graph,
                    const History *history, Error *err)
{
    for (size_t i = 0; i < history->rows.len; i++) {
        if (!verify_row(mem, conn, table, graph, &history->rows.at[i], err)) {
            return false;
        }
    }
    return true;
}

bool history_create(Mem *mem, Conn *conn, const char *table, Error *err)
{
    const char *ddl = conn->server.dialect->run->history_ddl;
    return conn_exec(conn, fill_in(mem, ddl, quoted(mem, conn, table)), err);
}

bool history_insert(Mem *mem, Conn *conn, const char *table, const HistoryRow *row, Error *err)
{
    const char *sql = mem_printf(
        mem,
        "INSERT INTO %s (revision, message, checksum, state, steps, steps_total, applied_at, "
        "applied_by, duration_ms, tool) VALUES (%s, %s, %s, '%s', %zu, %zu, %s, %s, %lld, %s)",
        quoted(mem, conn, table), conn_literal(conn, mem, row->revision),
        conn_literal(conn, mem, row->message), conn_literal(conn, mem, row->checksum),
        state_words[row->state], row->steps, row->steps_total,
        conn_literal(conn, mem, row->applied_at), conn_literal(conn, mem, row->applied_by),
        (long long)row->duration_ms, conn_literal(conn, mem, TOOL_NAME));
    return conn_exec(conn, sql, err);
}

bool history_update(Mem *mem, Conn *conn, const char *table, const HistoryRow *row, Error *err)
{
    const char *sql = mem_printf(
        mem, "UPDATE %s SET state = '%s', steps = %zu, duration_ms = %lld WHERE revision = %s",
        quoted(mem, conn, table), state_words[row->state], row->steps, (long long)row->duration_ms,
        conn_literal(conn, mem, row->revision));
    return conn_exec(conn, sql, err);
}

bool history_delete(Mem *mem, Conn *conn, const char *table, const char *revision, Error *err)
{
    return conn_exec(conn,
                     mem_printf(mem, "DELETE FROM %s WHERE revision = %s", quoted(mem, conn, table),
                                conn_literal(conn, mem, revision)),
                     err);
}

bool history_has(Mem *mem, Conn *conn, const char *table, const char *revision, bool *out,
                 Error *err)
{
    const char *found = NULL;
    const char *sql = mem_printf(mem, "SELECT revision FROM %s WHERE revision = %s",
                                 quoted(mem, conn, table), conn_literal(conn, mem, revision));
    if (!conn_value(conn, mem, sql, &found, err)) {
        return false;
    }
    *out = found != NULL;
    return true;
}

void history_pending(Mem *mem, const Graph *graph, const History *history, const Migration *target,
                     Migrations *out)
{
    bool *wanted = MEM_ARRAY(mem, bool, graph->list.len);
    if (target) {
        graph_mark_ancestors(graph, target, wanted);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        if (!history->applied[i] && (!target || wanted[i])) {
            list_push(mem, out, graph->list.at[i]);
        }
    }
}
