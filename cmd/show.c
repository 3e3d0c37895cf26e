#include "cmd/show.h"

#include "cmd/describe.h"

#include "migrate/identifier.h"

static void print(Context *ctx, const History *known, const Migrations *list)
{
    for (size_t i = 0; i < list->len; i++) {
        describe_details(ctx->out, known, list->at[i]);
        if (ctx->out->verbose) {
            out_text(ctx->out, list->at[i]->text, list->at[i]->len);
        }
    }
}

bool show_find(Context *ctx, const char *word, Graph *graph, const History **known, Target *out,
               Error *err)
{
    const char *text = ctx->args->rest.len ? ctx->args->rest.at[0] : word;
    History *history = MEM_NEW(ctx->mem, History);
    Conn *conn = NULL;
    bool needs_database = identifier_needs_database(ctx->mem, text);
    *known = needs_database ? history : NULL;
    if (!session_graph(ctx, graph, err) ||
        (needs_database && (!session_connect(ctx, &conn, err) ||
                            !session_history(ctx, conn, graph, false, history, err))) ||
        !target_resolve(ctx->mem, graph, *known, text, out, err)) {
        return false;
    }
    if (!out->at.len) {
        error_set(err, ERR_HISTORY, "\"%s\" is base: there is no file", text);
        return error_hint(err, "\"schemadiff history\" lists the revisions");
    }
    return true;
}

static bool show_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    Target target = {0};
    const History *known = NULL;
    if (!show_find(ctx, "head", &graph, &known, &target, err)) {
        return false;
    }
    graph_fill_branches(&graph);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "revisions",
                   describe_revisions_json(ctx->mem, known, &target.at));
        out_document(ctx->out, doc);
    } else {
        print(ctx, known, &target.at);
    }
    return true;
}

const Command command_show = {
    .name = "show",
    .usage = "[REV]",
    .summary = "Shows one revision (head): what it revises, its file, its message.",
    .details = "-v: its statements, too. Needs the database only for \"current\", +N and -N.",
    .example = "schemadiff show a1b2 -v",
    .formats = "text json",
    .max_rest = 1,
    .run = show_run,
};
