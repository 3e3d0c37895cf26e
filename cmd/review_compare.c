#include "cmd/offline.h"
#include "cmd/review.h"

static bool compare_database(Context *ctx, Review *review, Error *err)
{
    Conn *conn = NULL;
    Graph *graph = MEM_NEW(ctx->mem, Graph);
    History *history = MEM_NEW(ctx->mem, History);
    Comparison *comparison = MEM_NEW(ctx->mem, Comparison);
    if (!session_connect(ctx, &conn, err) || !session_graph(ctx, graph, err) ||
        !session_history(ctx, conn, graph, true, history, err)) {
        return false;
    }
    history_pending(ctx->mem, graph, history, NULL, &review->pending);
    if (!compare_drift(ctx, conn, comparison, err) ||
        !coverage_look(ctx, conn, comparison->to, &review->coverage, err)) {
        return false;
    }
    review->database = conn->safe_url;
    review->graph = graph;
    review->history = history;
    review->comparison = comparison;
    return true;
}

/* The model against the snapshot of the newest revision. */
static bool compare_snapshot(Context *ctx, Review *review, Error *err)
{
    Graph *graph = MEM_NEW(ctx->mem, Graph);
    Comparison *comparison = MEM_NEW(ctx->mem, Comparison);
    Migration *head = NULL;
    if (!session_graph(ctx, graph, err) || !graph_head(graph, &head, err) ||
        !offline_compare(ctx, graph, comparison, err)) {
        return false;
    }
    review->graph = graph;
    review->comparison = comparison;
    return true;
}

bool review_compare(Context *ctx, Review *review, Error *err)
{
    review->offline = ctx->args->offline;
    if (!(review->offline ? compare_snapshot : compare_database)(ctx, review, err)) {
        return false;
    }
    lint_tenants(review->lint, review->comparison->to, review->comparison->to);
    if (!review->offline) {
        lint_tenants(review->lint, review->comparison->from, review->comparison->to);
    }
    return true;
}
