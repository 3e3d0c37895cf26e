#include "cmd/adopt.h"
#include "cmd/backup.h"
#include "cmd/confirm.h"
#include "cmd/hooks.h"
#include "cmd/script.h"
#include "cmd/unversioned.h"

static Doc *result_json(Context *ctx, const Migrations *todo, size_t done, const Changes *rest)
{
    Doc *doc = describe_document(ctx->mem, ctx->status), *list = json_array(ctx->mem);
    for (size_t i = 0; i < done; i++) {
        doc_append(ctx->mem, list, describe_revision_json(ctx->mem, NULL, todo->at[i]));
    }
    json_value(ctx->mem, doc, "applied", list);
    if (rest) {
        json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, rest));
    }
    return doc;
}

/* A target behind the database is in force, which is what an upgrade is for; but it may have been
 * meant as the way back. */
static void tell_nothing(Context *ctx, const Migration *behind)
{
    if (behind) {
        out_note(ctx->out,
                 "nothing to do: the database is beyond revision \"%s\" already; to go back, say "
                 "\"schemadiff downgrade %s\"",
                 behind->revision, behind->revision);
    } else {
        out_note(ctx->out, "nothing to do: the database is up to date");
    }
}

/* What must run. */
static bool find_todo(Context *ctx, const Runner *runner, const char *text, Migrations *todo,
                      const Migration **behind, Error *err)
{
    Target target = {0};
    if (!target_up(ctx->mem, runner->graph, &runner->history, text, &target, err)) {
        return false;
    }
    history_pending(ctx->mem, runner->graph, &runner->history, &target.at, todo);
    *behind = target_passed(&runner->history, &target);
    return true;
}

static bool confirm(Context *ctx, Runner *runner, const Migrations *todo, Error *err)
{
    if (!confirm_is_wanted(ctx)) {
        return true;
    }
    for (size_t i = 0; i < todo->len; i++) {
        if (!migration_parse(ctx->mem, todo->at[i], runner->conn->server.dialect, err)) {
            return false;
        }
    }
    confirm_show(ctx, todo, true);
    const char *question = mem_printf(ctx->mem, "Apply %zu revision%s to %s?", todo->len,
                                      todo->len == 1 ? "" : "s", runner->conn->safe_url);
    return confirm_change(ctx, runner->conn, question, false, err);
}

static bool apply(Context *ctx, Runner *runner, const Migrations *todo, Error *err)
{
    Conn *conn = runner->conn;
    return !todo->len || (confirm(ctx, runner, todo, err) &&
                          hook_before(ctx, conn, HOOK_BEFORE_UPGRADE, todo, err) &&
                          backup_run(ctx, conn, err) && runner_upgrade(runner, todo, err) &&
                          hook_after(ctx, conn, HOOK_AFTER_UPGRADE, todo, err));
}

/* --- afterwards: --verify ----------------------------------------------------------------------
 */

/* Before anything runs: is there a model, and will it be what the database is compared with? */
static bool can_verify(Context *ctx, const Runner *runner, const Migrations *todo, Error *err)
{
    ModelFiles files = {0};
    Migrations pending = {0};
    if (!ctx->args->verify) {
        return true;
    }
    history_pending(ctx->mem, runner->graph, &runner->history, NULL, &pending);
    if (pending.len > todo->len) {
        error_set(err, ERR_USAGE,
                  "--verify compares with the model, but %zu revision%s would stay "
                  "pending",
                  pending.len - todo->len, pending.len - todo->len == 1 ? "" : "s");
        return error_hint(err, "upgrade to the head, or leave --verify out");
    }
    return session_model(ctx, &files, err);
}

static bool verify(Context *ctx, Conn *conn, const Changes **rest, Error *err)
{
    Comparison comparison = {0};
    if (!ctx->args->verify) {
        return true;
    }
    if (!compare_drift(ctx, conn, &comparison, err)) {
        return false;
    }
    *rest = comparison.up;
    ctx->status = comparison.up->list.len ? 1 : 0;
    if (!ctx->status) {
        out_note(ctx->out, "verified: the database matches the model");
        return true;
    }
    out_line(ctx->out, "The upgrade is done, but does not lead to the model; it still needs:");
    describe_changes(ctx->out, comparison.up, "  ", !ctx->out->json);
    return true;
}

static bool run_todo(Context *ctx, Runner *runner, Error *err)
{
    const char *text = ctx->args->rest.len ? ctx->args->rest.at[0] : "head";
    Migrations todo = {0};
    const Migration *behind = NULL;
    bool stamped = false;
    if (!adopt_take_over(ctx, runner, err) || !unversioned_check(ctx, runner, &stamped, err) ||
        (!stamped && !find_todo(ctx, runner, text, &todo, &behind, err)) ||
        !can_verify(ctx, runner, &todo, err)) {
        return false;
    }
    if (!todo.len) {
        tell_nothing(ctx, behind);
    }
    const Changes *rest = NULL;
    bool ok = apply(ctx, runner, &todo, err) && verify(ctx, runner->conn, &rest, err);
    if (ok && ctx->out->json) {
        out_document(ctx->out, result_json(ctx, &todo, runner->done, rest));
    }
    if (!ok && runner->done) {
        out_note(ctx->out, "%zu of %zu revisions are applied; the database is at \"%s\"",
                 runner->done, todo.len, todo.at[runner->done - 1]->revision);
    }
    return ok;
}

static bool upgrade_run(Context *ctx, Error *err)
{
    if (ctx->args->sql) {
        return script_of_upgrade(ctx, err);
    }
    return session_run(ctx, &(RunMode){.creates = true}, run_todo, err);
}

static const Flag upgrade_flags[] = {FLAG("verify", 0, FLAG_SWITCH, NULL, verify,
                                          "compare with the model afterwards, as check does"),
                                     SQL_FLAGS,
                                     BACKUP_FLAG,
                                     NO_HOOKS_FLAG,
                                     LOCK_TIMEOUT_FLAG,
                                     LOG_FLAG};

const Command command_upgrade = {
    .name = "upgrade",
    .usage = "[REV]",
    .summary = "Applies pending revisions, up to REV (head).",
    .details = "REV: an unambiguous prefix of a revision, head, heads (where there are several),\n"
               "a label, LABEL@head, +N (N steps on), REV+N. What a revision depends on runs\n"
               "before it. Each runs in one transaction with its history row where the database\n"
               "can; elsewhere every statement is counted, and a failure says which are in\n"
               "force.",
    .example = "schemadiff upgrade --env production",
    .flags = upgrade_flags,
    .flag_count = COUNT_OF(upgrade_flags),
    .formats = "text json",
    .max_rest = 1,
    .database = DATABASE_CHANGES,
    .run = upgrade_run,
};
