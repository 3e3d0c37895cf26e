#include "cmd/report.h"

static Doc *pending_json(Mem *mem, const Graph *graph, const History *history,
                         const Migrations *pending)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < pending->len; i++) {
        doc_append(mem, list, report_revision_json(mem, graph, history, pending->at[i]));
    }
    return list;
}

static bool check_run(Context *ctx, Error *err)
{
    Conn *conn = NULL;
    Graph graph = {0};
    History history = {0};
    Migrations pending = {0};
    Comparison comparison = {0};
    if (!session_connect(ctx, &conn, err) || !session_graph(ctx, &graph, err) ||
        !session_history(ctx, conn, &graph, true, &history, err)) {
        return false;
    }
    history_pending(ctx->mem, &graph, &history, NULL, &pending);
    if (!compare_live(ctx, conn, &comparison, err)) {
        return false;
    }
    size_t changes = comparison.up->list.len;
    ctx->status = pending.len || changes ? 1 : 0;
    if (ctx->out->json) {
        Doc *doc = report_document(ctx->mem, ctx->status);
        json_value(ctx->mem, doc, "pending", pending_json(ctx->mem, &graph, &history, &pending));
        json_value(ctx->mem, doc, "changes", report_changes_json(ctx->mem, comparison.up));
        out_document(ctx->out, doc);
        return true;
    }
    if (pending.len) {
        out_line(ctx->out,
                 "Target database is not up to date: %zu revision%s pending:", pending.len,
                 pending.len == 1 ? "" : "s");
        for (size_t i = 0; i < pending.len; i++) {
            out_line(ctx->out, "  %s", report_revision(ctx->mem, &graph, &history, pending.at[i]));
        }
    }
    if (changes) {
        out_line(ctx->out, "The database differs from the model; to match, it needs:");
        report_changes(ctx->out, comparison.up, "  ", true);
    }
    if (!ctx->status) {
        out_line(ctx->out, "No differences: the database is up to date and matches the model.");
    }
    return true;
}

const Command command_check = {
    .name = "check",
    .usage = "",
    .summary = "Compares the model with the database: no drift, nothing pending?",
    .details = "Exit status 0: no difference. 1: revisions are pending, or the database differs\n"
               "from the model; every difference is listed. Changes nothing.",
    .example = "schemadiff check --env production --format json",
    .formats = "text json",
    .run = check_run,
};
