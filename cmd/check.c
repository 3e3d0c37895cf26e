#include "cmd/review.h"

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
    if (!review_begin(ctx, "check", &review, err) || !review_compare(ctx, &review, err)) {
        return false;
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
