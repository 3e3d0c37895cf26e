#include "cmd/review.h"
#include "report/page.h"

/* "the model a.dbml, b.json" */
static const char *model_label(Context *ctx)
{
    Buf text = buf_new(ctx->mem);
    buf_add(&text, "the model ");
    for (size_t i = 0; i < ctx->config.models.len; i++) {
        buf_fmt(&text, "%s%s", i ? ", " : "", ctx->config.models.at[i]);
    }
    return buf_text(&text);
}

static const char *source_label(Context *ctx, const Review *review)
{
    if (review->database) {
        return mem_printf(ctx->mem, "the database %s", review->database);
    }
    return review->graph->heads.len
               ? mem_printf(ctx->mem, "the snapshot at %s", review->graph->heads.at[0]->revision)
               : "nothing, as no revision is written yet";
}

/* What cannot be planned is still worth a page, which says why. */
static const Plan *plan_or_problem(Context *ctx, const Changes *changes, const char **problem)
{
    Error *why = error_new(ctx->mem);
    const Plan *plan = plan_changes(ctx->mem, changes, why);
    *problem = plan ? NULL : why->message;
    return plan;
}

static Page page_of(Context *ctx, const Review *review)
{
    const Comparison *comparison = review->comparison;
    const Server *server = comparison->to->server;
    Page page = {.title = "What changes in the database",
                 .from = source_label(ctx, review),
                 .to = model_label(ctx),
                 .server = server_label(ctx->mem, server),
                 .changes = comparison->up,
                 .split = server->dialect->run->split,
                 .lint = review->lint};
    page.up = plan_or_problem(ctx, comparison->up, &page.up_problem);
    page.down = plan_or_problem(ctx, comparison->down, &page.down_problem);
    for (size_t i = 0; i < review->pending.len; i++) {
        list_push(ctx->mem, &page.pending,
                  describe_revision(ctx->mem, review->history, review->pending.at[i]));
    }
    return page;
}

static void tell_file(Context *ctx, const Page *page, const char *path)
{
    const size_t changes = page->changes->list.len;
    out_note(ctx->out, "%zu difference%s shown in %s", changes, changes == 1 ? "" : "s", path);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "file", path);
        json_number(ctx->mem, doc, "changes", (int64_t)changes);
        json_number(ctx->mem, doc, "findings", (int64_t)page->lint->findings.len);
        json_number(ctx->mem, doc, "pending", (int64_t)page->pending.len);
        out_document(ctx->out, doc);
    }
}

static bool report_run(Context *ctx, Error *err)
{
    const char *path = text_equal(ctx->args->output, "-") ? NULL : ctx->args->output;
    Review review;
    Buf text = buf_new(ctx->mem);
    if (ctx->out->json && !path) {
        error_set(err, ERR_USAGE, "with --format json the page must go to a file");
        return error_hint(err, "say -o report.html");
    }
    if (!review_begin(ctx, "report", &review, err) || !review_compare(ctx, &review, err)) {
        return false;
    }
    lint_sort(review.lint);
    const Page page = page_of(ctx, &review);
    page_write(ctx->mem, &page, &text);
    if (!path) {
        out_text(ctx->out, buf_text(&text), text.len);
        return true;
    }
    if (!file_write(path, buf_text(&text), text.len, err)) {
        return false;
    }
    tell_file(ctx, &page, path);
    return true;
}

static const Flag report_flags[] = {
    FLAG("output", 'o', FLAG_VALUE, "FILE", output, "write to this file"),
    FLAG("offline", 0, FLAG_SWITCH, NULL, offline,
         "compare with the snapshot of the newest revision, no database"),
};

const Command command_report = {
    .name = "report",
    .usage = "",
    .summary = "Writes a page that shows what changes, and at what price.",
    .details = "One HTML file that needs no network: hazards and findings, a diagram, each table\n"
               "before and after, the SQL of both directions. Changes nothing; the status is 0\n"
               "whatever the page says (\"check\" is the judge). --format json tells on the\n"
               "standard output what was written to FILE.",
    .example = "schemadiff report -o report.html",
    .flags = report_flags,
    .flag_count = COUNT_OF(report_flags),
    .formats = "html json",
    .run = report_run,
};
