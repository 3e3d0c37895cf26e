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
    if (!compare_drift(ctx, conn, comparison, err)) {
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

static bool check_run(Context *ctx, Error *err)
{
    Review review;
    if (!review_begin(ctx, "check", &review, err) || !check_drift(ctx, &review, err)) {
        return false;
    }
    lint_tenants(review.lint, review.comparison->to, review.comparison->to);
    lint_tenants(review.lint, review.comparison->from, review.comparison->to);
    check_plan(ctx, &review);
    return review_write(ctx, &review, err);
}

static const Flag check_flags[] = {REVIEW_FLAGS};

const Command command_check = {
    .name = "check",
    .usage = "",
    .summary = "Compares the model with the database: no drift, nothing pending?",
    .details = "Exit status 0: no difference. 1: revisions are pending, the database differs\n"
               "from the model, or one of them breaks a rule about tenants; all is listed.\n"
               "Changes nothing.",
    .example = "schemadiff check --env production --format json",
    .flags = check_flags,
    .flag_count = COUNT_OF(check_flags),
    .formats = REVIEW_FORMATS,
    .run = check_run,
};
