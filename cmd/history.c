#include "cmd/report.h"

#include "migrate/identifier.h"

#include <string.h>

/* One side of A:B. Negative numbers count from the head, as Alembic's do. */
static bool side(Context *ctx, const Graph *graph, const History *history, const char *text,
                 Migration **out, Error *err)
{
    if (*text == '-') {
        text = mem_printf(ctx->mem, "head%s", text);
    }
    return identifier_resolve(ctx->mem, graph, history, text, out, err);
}

/* Marks what lies between both ends, the ends included. */
static bool select_range(Context *ctx, const Graph *graph, const History *history, bool *shown,
                         Error *err)
{
    const char *range = ctx->args->range, *colon = strchr(range, ':');
    bool *above = MEM_ARRAY(ctx->mem, bool, graph->list.len);
    bool *below = MEM_ARRAY(ctx->mem, bool, graph->list.len);
    Migration *from = NULL, *to = NULL;
    if (!colon) {
        error_set(err, ERR_USAGE, "\"%s\" is no range of revisions", range);
        return error_hint(err, "write -r FROM:TO; either side may be left out");
    }
    const char *first = mem_strndup(ctx->mem, range, (size_t)(colon - range));
    const char *last = colon[1] ? colon + 1 : NULL;
    if ((*first && !side(ctx, graph, history, first, &from, err)) ||
        (last && !side(ctx, graph, history, last, &to, err))) {
        return false;
    }
    if (from) {
        graph_mark_descendants(graph, from, above);
    }
    if (to) {
        graph_mark_ancestors(graph, to, below);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        shown[i] = (!from || above[i]) && (last ? below[i] : true);
    }
    return true;
}

static bool needs_database(const Arguments *args)
{
    return args->indicate || (args->range && strstr(args->range, "current"));
}

static void print(Context *ctx, const Graph *graph, const History *history, const Migration *m)
{
    out_line(ctx->out, "%s", report_revision(ctx->mem, graph, history, m));
    if (ctx->out->verbose) {
        out_line(ctx->out, "  file: %s\n  created: %s", m->path, m->created ? m->created : "?");
    }
}

static bool history_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    History history = {0};
    Conn *conn = NULL;
    const History *known = needs_database(ctx->args) ? &history : NULL;
    if (!session_graph(ctx, &graph, err)) {
        return false;
    }
    if (known && (!session_connect(ctx, &conn, err) ||
                  !session_history(ctx, conn, &graph, false, &history, err))) {
        return false;
    }
    bool *shown = MEM_ARRAY(ctx->mem, bool, graph.list.len);
    memset(shown, 1, graph.list.len * sizeof *shown);
    if (ctx->args->range && !select_range(ctx, &graph, known, shown, err)) {
        return false;
    }
    Doc *list = json_array(ctx->mem);
    for (size_t i = graph.list.len; i-- > 0;) {
        if (!shown[i]) {
            continue;
        }
        if (ctx->out->json) {
            doc_append(ctx->mem, list,
                       report_revision_json(ctx->mem, &graph, known, graph.list.at[i]));
        } else {
            print(ctx, &graph, known, graph.list.at[i]);
        }
    }
    if (ctx->out->json) {
        Doc *doc = report_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "revisions", list);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag history_flags[] = {
    FLAG("rev-range", 'r', FLAG_VALUE, "A:B", range, "only these, both ends included"),
    FLAG("indicate-current", 'i', FLAG_SWITCH, NULL, indicate, "mark where the database is"),
};

const Command command_history = {
    .name = "history",
    .usage = "",
    .summary = "Lists the revisions, the newest first.",
    .details = "Needs the database only for -i and for ranges that say \"current\".",
    .example = "schemadiff history -i -r current:head",
    .flags = history_flags,
    .flag_count = COUNT_OF(history_flags),
    .formats = "text json",
    .run = history_run,
};
