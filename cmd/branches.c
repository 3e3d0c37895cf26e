#include "cmd/describe.h"

#include <string.h>

static void print(Context *ctx, const Migration *m)
{
    out_line(ctx->out, "%s%s", m->revision, describe_marks(ctx->mem, NULL, m));
    for (size_t i = 0; i < m->children.len; i++) {
        const Migration *child = m->children.at[i];
        const char *message = ctx->out->verbose ? format_line(ctx->mem, child->message) : "";
        out_line(ctx->out, "%*s -> %s%s%s%s", (int)strlen(m->revision), "", child->revision,
                 describe_marks(ctx->mem, NULL, child), *message ? ", " : "", message);
    }
}

static Doc *branch_json(Mem *mem, const Migration *m)
{
    Doc *doc = describe_revision_json(mem, NULL, m);
    json_value(mem, doc, "children", describe_revisions_json(mem, NULL, &m->children));
    return doc;
}

static bool branches_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    if (!session_graph(ctx, &graph, err)) {
        return false;
    }
    graph_fill_branches(&graph);
    Doc *list = json_array(ctx->mem);
    for (size_t i = 0; i < graph.list.len; i++) {
        if (graph.list.at[i]->children.len > 1) {
            print(ctx, graph.list.at[i]);
            doc_append(ctx->mem, list, branch_json(ctx->mem, graph.list.at[i]));
        }
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "branches", list);
        out_document(ctx->out, doc);
    }
    return true;
}

const Command command_branches = {
    .name = "branches",
    .usage = "",
    .summary = "Shows the revisions that several others revise.",
    .details = "Needs no database.",
    .example = "schemadiff branches -v",
    .formats = "text json",
    .run = branches_run,
};
