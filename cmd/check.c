#include "cmd/offline.h"
#include "cmd/review.h"

static bool check_drift(Context *ctx, Review *review, Error *err)
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
    review->graph = graph;
    review->history = history;
    review->comparison = comparison;
    return true;
}

/* What cannot be planned is still a difference: the format says so without SQL. */
static void check_plan(Context *ctx, Review *review)
{
    if (text_equal(ctx->args->format, "markdown")) {
        review->plan = plan_changes(ctx->mem, review->comparison->up, error_new(ctx->mem));
    }
}

/* The model against the snapshot of the newest revision. */
static bool check_snapshot(Context *ctx, Review *review, Error *err)
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
    review->offline = true;
    return true;
}

static bool check_run(Context *ctx, Error *err)
{
    Review review;
    if (!review_begin(ctx, "check", &review, err) ||
        !(ctx->args->offline ? check_snapshot : check_drift)(ctx, &review, err)) {
        return false;
    }
    lint_tenants(review.lint, review.comparison->to, review.comparison->to);
    if (!ctx->args->offline) {
        lint_tenants(review.lint, review.comparison->from, review.comparison->to);
    }
    check_plan(ctx, &review);
    return review_write(ctx, &review, err);
}

static const Flag check_flags[] = {
    FLAG("offline", 0, FLAG_SWITCH, NULL, offline,
         "compare with the snapshot of the newest revision, no database"),
    FLAG("strict-coverage", 0, FLAG_SWITCH, NULL, strict_coverage,
         "what no model covers makes the status 1"),
    REVIEW_FLAGS,
};

const Command command_check = {
    .name = "check",
    .usage = "",
    .summary = "Compares the model with the database: no drift, nothing pending?",
    .details = "Exit status 0: no difference. 1: revisions are pending, the database differs\n"
               "from the model, or one of them breaks a rule about tenants; all is listed.\n"
               "Changes nothing. --offline needs no database: are there changes of the model\n"
               "that no revision holds (1), or several heads (7)? -v and --strict-coverage\n"
               "list what the database holds and no model covers: statistics, privileges...",
    .example = "schemadiff check --env production --format json",
    .flags = check_flags,
    .flag_count = COUNT_OF(check_flags),
    .formats = REVIEW_FORMATS,
    .run = check_run,
};
