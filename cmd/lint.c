#include "cmd/review.h"

#include "migrate/target.h"

static bool lint_file(Context *ctx, Review *review, const char *path, Error *err)
{
    char *text = NULL;
    size_t len = 0;
    Migration *migration = NULL;
    const Server *server = NULL;
    if (!file_read_stream(ctx->mem, path, &text, &len, err) ||
        !migration_read(ctx->mem, path, text, len, &migration, err) ||
        !review_parse(ctx, migration, &server, err)) {
        return false;
    }
    lint_script(review->lint, migration, server, review->model, NULL);
    return true;
}

/* The folder's revisions; with --since those that are not behind that one. */
static bool lint_folder(Context *ctx, Review *review, Error *err)
{
    Graph graph = {0};
    Migration *since = NULL;
    if (!session_graph(ctx, &graph, err) ||
        (ctx->args->since && !target_one(ctx->mem, &graph, NULL, ctx->args->since, &since, err))) {
        return false;
    }
    bool *known = MEM_ARRAY(ctx->mem, bool, graph.list.len + 1);
    const Server **servers = MEM_ARRAY(ctx->mem, const Server *, graph.list.len + 1);
    if (since) {
        graph_mark_ancestors(&graph, since, known);
    }
    for (size_t i = 0; i < graph.list.len; i++) {
        if (!known[i] && !review_parse(ctx, graph.list.at[i], &servers[i], err)) {
            return false;
        }
    }
    const Later *later = later_new(ctx->mem, &graph.list, servers);
    for (size_t i = 0; i < graph.list.len; i++) {
        if (!known[i]) {
            lint_script(review->lint, graph.list.at[i], servers[i], review->model, later);
        }
    }
    return true;
}

static bool lint_run(Context *ctx, Error *err)
{
    Review review;
    const NameList *files = &ctx->args->rest;
    if (!review_begin(ctx, "lint", &review, err)) {
        return false;
    }
    if (ctx->config.models.len && !review_model(ctx, &review, err)) {
        return false;
    }
    if (!files->len && !lint_folder(ctx, &review, err)) {
        return false;
    }
    for (size_t i = 0; i < files->len; i++) {
        if (!lint_file(ctx, &review, files->at[i], err)) {
            return false;
        }
    }
    return review_write(ctx, &review, err);
}

static const Flag lint_flags[] = {
    FLAG("since", 0, FLAG_VALUE, "REV", since, "only revisions that are not behind REV"),
    REVIEW_FLAGS,
};

const Command command_lint = {
    .name = "lint",
    .usage = "[FILE...]",
    .summary = "Rules on the model, hazards of migration scripts.",
    .details = "Exit status 0: nothing, or notes and warnings. 1: errors (with --strict also\n"
               "warnings). No database is needed. Without FILE: the model and all revisions of\n"
               "the folder. \"-- allow: rule reason\" above a statement allows a finding.",
    .example = "schemadiff lint --strict",
    .flags = lint_flags,
    .flag_count = COUNT_OF(lint_flags),
    .formats = REVIEW_FORMATS,
    .max_rest = SIZE_MAX,
    .run = lint_run,
};
