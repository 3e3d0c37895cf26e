#include "migrate/history.h"

void history_find_current(Mem *mem, const Graph *graph, History *history)
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
    HistoryRows rows = {0};
    if (!history_select(mem, conn, table, "", false, &rows, &history.exists, err)) {
        return false;
    }
    for (size_t i = 0; i < rows.len; i++) {
        HistoryRow row = rows.at[i];
        row.migration = graph_find(graph, row.revision);
        if (row.migration) {
            history.applied[row.migration->index] = true;
        }
        list_push(mem, &history.rows, row);
    }
    history_find_current(mem, graph, &history);
    *out = history;
    return true;
}

HistoryRow *history_find(const History *history, const char *revision)
{
    for (size_t i = 0; i < history->rows.len; i++) {
        if (text_equal(history->rows.at[i].revision, revision)) {
            return &history->rows.at[i];
        }
    }
    return NULL;
}

HistoryRow *history_half_way(const History *history)
{
    for (size_t i = 0; i < history->rows.len; i++) {
        if (history->rows.at[i].state != HISTORY_APPLIED) {
            return &history->rows.at[i];
        }
    }
    return NULL;
}

const char *history_progress(Mem *mem, const HistoryRow *row)
{
    const char *down = row->state == HISTORY_APPLYING ? "" : " of its downgrade";
    const char *one = row->state == HISTORY_APPLYING ? "is in force" : "was run";
    const char *many = row->state == HISTORY_APPLYING ? "are in force" : "were run";
    Buf buf = buf_new(mem);
    if (!row->steps) {
        buf_fmt(&buf, "none of the %zu statements%s %s", row->steps_total, down, one);
    } else if (row->steps == 1) {
        buf_fmt(&buf, "statement 1 of %zu%s %s", row->steps_total, down, one);
    } else {
        buf_fmt(&buf, "statements 1 to %zu of %zu%s %s", row->steps, row->steps_total, down, many);
    }
    if (row->doubt) {
        buf_fmt(&buf, "; statement %zu had begun, and its end is not recorded", row->doubt);
    }
    return buf_text(&buf);
}

static bool half_way(Mem *mem, const HistoryRow *row, Error *err)
{
    bool up = row->state == HISTORY_APPLYING;
    error_set(err, ERR_HISTORY, "the %s %s%s%s%s stopped half-way: %s",
              up ? "upgrade to" : "downgrade of", row->revision,
              text_empty(row->message) ? "" : " \"", text_empty(row->message) ? "" : row->message,
              text_empty(row->message) ? "" : "\"", history_progress(mem, row));
    return error_hint(err,
                      "\"schemadiff resume\" goes on where it stopped; \"schemadiff downgrade\" "
                      "takes back what is in force");
}

static bool verify_row(Mem *mem, Conn *conn, const Graph *graph, const HistoryRow *row,
                       unsigned accepted, Error *err)
{
    Migration *m = row->migration;
    if (row->state != HISTORY_APPLIED && !(accepted & FLAW_HALF_WAY)) {
        return half_way(mem, row, err);
    }
    if (!m && !(accepted & FLAW_NO_FILE)) {
        error_set(err, ERR_HISTORY,
                  "the database has revision \"%s\" (\"%s\"), which no file of \"%s\" has",
                  row->revision, row->message, graph->folder);
        return error_hint(err, "bring its file back (another branch? another --dir?)");
    }
    if (!m || row->state != HISTORY_APPLIED) {
        return true;
    }
    if (!migration_parse(mem, m, conn->server.dialect, err)) {
        return false;
    }
    if (!text_equal(m->checksum, row->checksum) && !(accepted & FLAW_EDITED)) {
        error_at(err, ERR_HISTORY, (Location){.file = m->path},
                 "revision \"%s\" was edited after it was applied at %s", m->revision,
                 row->applied_at);
        return error_hint(err, "restore the file as it was, and write a new revision for what has "
                               "to change; \"schemadiff repair\" shows the difference and can "
                               "accept it");
    }
    return true;
}

bool history_verify(Mem *mem, Conn *conn, const Graph *graph, const History *history,
                    unsigned accepted, Error *err)
{
    for (size_t i = 0; i < history->rows.len; i++) {
        if (!verify_row(mem, conn, graph, &history->rows.at[i], accepted, err)) {
            return false;
        }
    }
    return true;
}

void history_flaws(Mem *mem, Conn *conn, const Graph *graph, History *history, Texts *out)
{
    history->edited = MEM_ARRAY(mem, bool, graph->list.len);
    for (size_t i = 0; i < history->rows.len; i++) {
        const HistoryRow *row = &history->rows.at[i];
        Error *flaw = error_new(mem);
        if (verify_row(mem, conn, graph, row, 0, flaw)) {
            continue;
        }
        const char *file = flaw->where.file;
        list_push(mem, out,
                  mem_printf(mem, "%s%s%s", file ? file : "", file ? ": " : "", flaw->message));
        if (row->migration && row->state == HISTORY_APPLIED) {
            history->edited[row->migration->index] = true;
        }
    }
}

void history_pending(Mem *mem, const Graph *graph, const History *history,
                     const Migrations *targets, Migrations *out)
{
    bool *wanted = MEM_ARRAY(mem, bool, graph->list.len);
    for (size_t i = 0; targets && i < targets->len; i++) {
        graph_mark_ancestors(graph, targets->at[i], wanted);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        if (!history->applied[i] && (!targets || wanted[i])) {
            list_push(mem, out, graph->list.at[i]);
        }
    }
}
