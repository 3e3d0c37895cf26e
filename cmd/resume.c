#include "cmd/confirm.h"
#include "cmd/describe.h"
#include "cmd/hooks.h"

static Doc *result_json(Context *ctx, const HistoryRow *row, bool up)
{
    Doc *doc = describe_document(ctx->mem, 0);
    json_value(ctx->mem, doc, "resumed",
               row ? describe_revision_json(ctx->mem, NULL, row->migration)
                   : doc_new(ctx->mem, DOC_NULL, (Location){0}));
    if (row) {
        json_text(ctx->mem, doc, "direction", up ? "upgrade" : "downgrade");
    }
    return doc;
}

static bool answer_from(const Arguments *args, ResumeAnswer *out, Error *err)
{
    if (args->skip && args->again) {
        error_set(err, ERR_USAGE, "--skip and --again exclude each other");
        return error_hint(err, "--skip: the statement is in force; --again: it is not");
    }
    *out = args->skip ? RESUME_SKIP : args->again ? RESUME_AGAIN : RESUME_ASK;
    return true;
}

static bool go_on(Context *ctx, Runner *runner, HistoryRow *row, bool up, Error *err)
{
    Conn *conn = runner->conn;
    Migrations one = {0};
    const char *question = mem_printf(ctx->mem, "Go on with the %s of %s on %s?",
                                      up ? "upgrade" : "downgrade", row->revision, conn->safe_url);
    list_push(ctx->mem, &one, row->migration);
    return confirm_change(ctx, conn, question, false, err) &&
           hook_before(ctx, conn, up ? HOOK_BEFORE_UPGRADE : HOOK_BEFORE_DOWNGRADE, &one, err) &&
           runner_resume(runner, row, err) &&
           hook_after(ctx, conn, up ? HOOK_AFTER_UPGRADE : HOOK_AFTER_DOWNGRADE, &one, err);
}

static bool resume_half_way(Context *ctx, Runner *runner, Error *err)
{
    HistoryRow *row = history_half_way(&runner->history);
    bool up = row && row->state == HISTORY_APPLYING;
    if (!row) {
        out_note(ctx->out, "nothing to do: no revision is half-way");
    } else {
        out_note(ctx->out, "%s %s: %s", up ? "upgrade to" : "downgrade of", row->revision,
                 history_progress(ctx->mem, row));
        if (!go_on(ctx, runner, row, up, err)) {
            return false;
        }
    }
    if (ctx->out->json) {
        out_document(ctx->out, result_json(ctx, row, up));
    }
    return true;
}

static bool resume_run(Context *ctx, Error *err)
{
    RunMode mode = {.accepted = FLAW_HALF_WAY};
    return answer_from(ctx->args, &mode.answer, err) &&
           session_run(ctx, &mode, resume_half_way, err);
}

static const Flag resume_flags[] = {
    FLAG("skip", 0, FLAG_SWITCH, NULL, skip, "the next statement is in force (you looked)"),
    FLAG("again", 0, FLAG_SWITCH, NULL, again, "the statement in doubt is not in force: run it"),
    NO_HOOKS_FLAG,
    LOCK_TIMEOUT_FLAG,
    LOG_FLAG,
};

const Command command_resume = {
    .name = "resume",
    .usage = "",
    .summary = "Goes on with a revision that stopped half-way.",
    .details = "Where a statement cannot be taken back, the history says how far it got.\n"
               "resume asks the database whether the statement in doubt is in force and runs\n"
               "the rest; what was not run yet may have been corrected in the file. To take\n"
               "back what is in force instead: schemadiff downgrade.",
    .example = "schemadiff resume --env production",
    .flags = resume_flags,
    .flag_count = COUNT_OF(resume_flags),
    .formats = "text json",
    .run = resume_run,
};
