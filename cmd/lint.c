#include "cmd/review.h"

static bool lint_run(Context *ctx, Error *err)
{
    Review review;
    if (!review_begin(ctx, "lint", &review, err)) {
        return false;
    }
    if (ctx->config.models.len && !review_model(ctx, &review, err)) {
        return false;
    }
    return review_write(ctx, &review, err);
}

static const Flag lint_flags[] = {REVIEW_FLAGS};

const Command command_lint = {
    .name = "lint",
    .usage = "[FILE...]",
    .summary = "Rules on the model, hazards of migration scripts.",
    .details = "Exit status 0: nothing, or notes and warnings. 1: errors (with --strict also\n"
               "warnings). No database is needed.",
    .example = "schemadiff lint --strict",
    .flags = lint_flags,
    .flag_count = COUNT_OF(lint_flags),
    .formats = REVIEW_FORMATS,
    .max_rest = SIZE_MAX,
    .run = lint_run,
};
