#include "cmd/describe.h"

static Doc *row_json(Mem *mem, const HistoryRow *row)
{
    static const char *const states[] = {"applied", "applying", "reverting", "backing-out"};
    Doc *doc = json_object(mem);
    json_text(mem, doc, "revision", row->revision);
    json_text(mem, doc, "message", row->message);
    json_text(mem, doc, "file", row->migration ? row->migration->path : NULL);
    json_flag(mem, doc, "head", row->migration && !row->migration->children.len);
    json_text(mem, doc, "state", states[row->state]);
    json_text(mem, doc, "applied_at", row->applied_at);
    json_text(mem, doc, "applied_by", row->applied_by);
    json_number(mem, doc, "duration_ms", row->duration_ms);
    return doc;
}

/* Applied without an applied child, half-way, or without a file: what people must see. */
static bool is_shown(const History *history, const HistoryRow *row)
{
    for (size_t i = 0; i < history->current.len; i++) {
        if (history->current.at[i] == row->migration) {
            return true;
        }
    }
    return !row->migration || row->state != HISTORY_APPLIED;
}

static void print_row(Output *out, const HistoryRow *row)
{
    Mem *mem = out->mem;
    const Migration *m = row->migration;
    const char *state = row->state == HISTORY_APPLIED    ? ""
                        : row->state == HISTORY_APPLYING ? " (half-way up)"
                                                         : " (half-way down)";
    out_line(out, "%s%s%s", row->revision, m ? describe_marks(mem, NULL, m) : " (no file)", state);
    if (out->verbose) {
        out_line(out, "  message: %s\n  file: %s\n  applied: %s by %s in %lld ms", row->message,
                 m ? m->path : "none", row->applied_at, row->applied_by,
                 (long long)row->duration_ms);
    }
}

static bool is_at_heads(const Graph *graph, const History *history)
{
    for (size_t i = 0; i < graph->heads.len; i++) {
        if (!history->applied[graph->heads.at[i]->index]) {
            return false;
        }
    }
    return true;
}

static bool current_run(Context *ctx, Error *err)
{
    Conn *conn = NULL;
    Graph graph = {0};
    History history = {0};
    if (!session_graph(ctx, &graph, err) || !session_connect(ctx, &conn, err) ||
        !session_history(ctx, conn, &graph, false, &history, err)) {
        return false;
    }
    bool at_heads = is_at_heads(&graph, &history);
    graph_fill_branches(&graph);
    Doc *list = json_array(ctx->mem);
    if (ctx->out->verbose) {
        out_line(ctx->out, "database: %s", conn->safe_url);
    }
    for (size_t i = 0; i < history.rows.len; i++) {
        if (is_shown(&history, &history.rows.at[i])) {
            print_row(ctx->out, &history.rows.at[i]);
            doc_append(ctx->mem, list, row_json(ctx->mem, &history.rows.at[i]));
        }
    }
    if (ctx->args->check_heads && !at_heads) {
        ctx->status = error_status(ERR_HISTORY);
        out_note(ctx->out, "Database is not on all head revisions");
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, ctx->status);
        json_value(ctx->mem, doc, "current", list);
        json_flag(ctx->mem, doc, "at_head", at_heads);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag current_flags[] = {
    FLAG("check-heads", 0, FLAG_SWITCH, NULL, check_heads,
         "exit 7 unless the database is at all heads"),
};

const Command command_current = {
    .name = "current",
    .usage = "",
    .summary = "Shows the revision that the database is at.",
    .details = "Prints nothing when no revision is applied. -v: when, by whom, from which file.",
    .example = "schemadiff current -v",
    .flags = current_flags,
    .flag_count = COUNT_OF(current_flags),
    .formats = "text json",
    .run = current_run,
};
