#include "cmd/describe.h"

static bool heads_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    if (!session_graph(ctx, &graph, err)) {
        return false;
    }
    graph_fill_branches(&graph);
    for (size_t i = 0; i < graph.heads.len; i++) {
        const Migration *m = graph.heads.at[i];
        if (ctx->out->verbose) {
            describe_details(ctx->out, NULL, m);
        } else {
            out_line(ctx->out, "%s%s", m->revision, describe_marks(ctx->mem, NULL, m));
        }
    }
    if (graph.heads.len > 1) {
        out_note(ctx->out,
                 "%zu heads: \"schemadiff merge heads -m MSG\" joins them, \"schemadiff "
                 "rebase REV\" puts one behind the other",
                 graph.heads.len);
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "heads", describe_revisions_json(ctx->mem, NULL, &graph.heads));
        out_document(ctx->out, doc);
    }
    return true;
}

const Command command_heads = {
    .name = "heads",
    .usage = "",
    .summary = "Shows the revisions that nothing revises yet.",
    .details =
        "Several are the normal state of two branches, and need \"merge\" or \"rebase\" once\n"
        "they come together. Needs no database.",
    .example = "schemadiff heads -v",
    .formats = "text json",
    .run = heads_run,
};
