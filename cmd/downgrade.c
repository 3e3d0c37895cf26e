#include "cmd/backup.h"
#include "cmd/confirm.h"
#include "cmd/hooks.h"
#include "cmd/losses.h"
#include "cmd/script.h"

static Doc *result_json(Context *ctx, const Migrations *todo, size_t done)
{
    Doc *doc = describe_document(ctx->mem, 0), *list = json_array(ctx->mem);
    for (size_t i = 0; i < done; i++) {
        doc_append(ctx->mem, list, describe_revision_json(ctx->mem, NULL, todo->at[i]));
    }
    json_value(ctx->mem, doc, "reverted", list);
    return doc;
}

/* What is going to be lost, always said before anything is asked. */
static bool announce(Context *ctx, Runner *runner, const Migrations *todo, Error *err)
{
    for (size_t i = 0; i < todo->len; i++) {
        Migration *m = todo->at[i];
        if (!migration_parse(ctx->mem, m, runner->conn->server.dialect, err)) {
            return false;
        }
        out_note(ctx->out, "takes back %s", migration_label(ctx->mem, m));
        for (size_t h = 0; h < m->downgrade.hazards.len; h++) {
            out_warn(ctx->out, "%s", m->downgrade.hazards.at[h]);
        }
    }
    return losses_tell(ctx, runner->conn, todo, err);
}

/* What must be taken back, children first. */
static bool find_todo(Context *ctx, const Runner *runner, const char *text, Migrations *todo,
                      Error *err)
{
    Target target = {0};
    return target_down(ctx->mem, runner->graph, &runner->history, text, &target, err) &&
           (target_downgrade(ctx->mem, runner->graph, &runner->history, &target, todo, err) ||
            error_hint(err, "\"schemadiff history -i\" shows where the database is"));
}

static bool revert(Context *ctx, Runner *runner, const Migrations *todo, Error *err)
{
    Conn *conn = runner->conn;
    const char *question = mem_printf(ctx->mem, "Take back %zu revision%s of %s?", todo->len,
                                      todo->len == 1 ? "" : "s", conn->safe_url);
    return !todo->len || (confirm_change(ctx, conn, question, true, err) &&
                          hook_before(ctx, conn, HOOK_BEFORE_DOWNGRADE, todo, err) &&
                          backup_run(ctx, conn, err) && runner_downgrade(runner, todo, err) &&
                          hook_after(ctx, conn, HOOK_AFTER_DOWNGRADE, todo, err));
}

static bool run_todo(Context *ctx, Runner *runner, Error *err)
{
    const char *text = ctx->args->rest.len ? ctx->args->rest.at[0] : "-1";
    Migrations todo = {0};
    if (!find_todo(ctx, runner, text, &todo, err)) {
        return false;
    }
    if (!runner_can_downgrade(runner, &todo, err) || !announce(ctx, runner, &todo, err)) {
        return false;
    }
    if (!todo.len) {
        out_note(ctx->out, "nothing to do: nothing above %s is applied", text);
    }
    bool ok = revert(ctx, runner, &todo, err);
    if (ok && ctx->out->json) {
        out_document(ctx->out, result_json(ctx, &todo, runner->done));
    }
    if (!ok && runner->done) {
        out_note(ctx->out, "%zu of %zu revisions were taken back, the last was \"%s\"",
                 runner->done, todo.len, todo.at[runner->done - 1]->revision);
    }
    return ok;
}

static bool downgrade_run(Context *ctx, Error *err)
{
    if (ctx->args->sql) {
        return script_of_downgrade(ctx, err);
    }
    return session_run(ctx, &(RunMode){.accepted = FLAW_HALF_WAY}, run_todo, err);
}

static const Flag downgrade_flags[] = {SQL_FLAGS, BACKUP_FLAG, NO_HOOKS_FLAG, LOCK_TIMEOUT_FLAG,
                                       LOG_FLAG};

const Command command_downgrade = {
    .name = "downgrade",
    .usage = "[REV]",
    .summary = "Takes back revisions, down to REV (one step).",
    .details = "REV: a revision, which stays; -N (N steps back); base for everything; LABEL@base\n"
               "or LABEL@-N for one branch. What depends on a revision goes before it. Lists\n"
               "what will be lost and asks; --yes where there is no terminal.",
    .example = "schemadiff downgrade -2",
    .flags = downgrade_flags,
    .flag_count = COUNT_OF(downgrade_flags),
    .formats = "text json",
    .max_rest = 1,
    .run = downgrade_run,
};
