#include "cmd/apply.h"
#include "cmd/backup.h"
#include "cmd/compare.h"
#include "cmd/confirm.h"
#include "cmd/describe.h"
#include "cmd/hooks.h"
#include "cmd/losses.h"

static bool is_allowed(const Context *ctx, Error *err)
{
    const Environment *environment = &ctx->config.environment;
    if (environment->reset) {
        return true;
    }
    if (!environment->name) {
        error_set(err, ERR_SAFETY, "reset is for databases whose environment says \"reset\": true");
        return error_hint(err, "choose one with --env; elsewhere, use downgrade");
    }
    error_set(err, ERR_SAFETY, "the environment \"%s\" does not say \"reset\": true",
              environment->name);
    return error_hint(err, "reset drops all tables with their rows; elsewhere, use downgrade");
}

/* What the model's schemas hold, whoever made it. */
static bool plan_drop(Context *ctx, Conn *conn, Plan **out, Error *err)
{
    ModelFiles files = {0};
    Schema *model = NULL, *live = NULL, *empty = NULL;
    if (ctx->config.models.len &&
        (!session_model(ctx, &files, err) ||
         !model_decode(ctx->mem, files.doc, &conn->server, &model, err))) {
        return false;
    }
    Scope scope = session_scope(ctx, model);
    scope.thorough = true;
    if (!conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err) ||
        !compare_empty(ctx->mem, &conn->server, &empty, err)) {
        return false;
    }
    *out = plan_changes(ctx->mem, diff_schemas(ctx->mem, live, empty), err);
    return *out != NULL;
}

/* In the transaction that drops everything, where there is one. */
static bool forget_history(Context *ctx, Runner *runner, Error *err)
{
    for (size_t i = 0; i < runner->history.rows.len; i++) {
        if (!history_delete(ctx->mem, runner->conn, runner->table,
                            runner->history.rows.at[i].revision, err)) {
            return false;
        }
    }
    return true;
}

static bool build_again(Context *ctx, Runner *runner, Migrations *todo, Error *err)
{
    return history_read(ctx->mem, runner->conn, runner->table, runner->graph, &runner->history,
                        err) &&
           runner_upgrade(runner, todo, err) &&
           (!todo->len || hook_after(ctx, runner->conn, HOOK_AFTER_UPGRADE, todo, err));
}

static void tell(Context *ctx, const Plan *dropped, const Migrations *todo)
{
    Doc *doc = describe_document(ctx->mem, 0);
    json_number(ctx->mem, doc, "dropped_by", (int64_t)dropped->statements.len);
    json_value(ctx->mem, doc, "applied", describe_revisions_json(ctx->mem, NULL, todo));
    if (ctx->out->json) {
        out_document(ctx->out, doc);
    }
}

static bool reset_database(Context *ctx, Runner *runner, Error *err)
{
    Conn *conn = runner->conn;
    Migrations todo = runner->graph->list;
    Plan *plan = NULL;
    if (!plan_drop(ctx, conn, &plan, err)) {
        return false;
    }
    losses_tell_plan(ctx, conn, plan);
    const char *question = mem_printf(ctx->mem, "Drop all of %s and apply %zu revision%s?",
                                      conn->safe_url, todo.len, todo.len == 1 ? "" : "s");
    if (!confirm_change(ctx, conn, question, true, err) ||
        !hook_before(ctx, conn, HOOK_BEFORE_UPGRADE, &todo, err) || !backup_run(ctx, conn, err) ||
        !apply_plan(ctx, runner, plan, forget_history, err)) {
        return false;
    }
    out_note(ctx->out, "dropped by %zu statement%s", plan->statements.len,
             plan->statements.len == 1 ? "" : "s");
    if (!build_again(ctx, runner, &todo, err)) {
        return false;
    }
    tell(ctx, plan, &todo);
    return true;
}

static bool reset_run(Context *ctx, Error *err)
{
    const RunMode mode = {.accepted = FLAW_EDITED | FLAW_HALF_WAY | FLAW_NO_FILE, .creates = true};
    return is_allowed(ctx, err) && session_run(ctx, &mode, reset_database, err);
}

static const Flag reset_flags[] = {BACKUP_FLAG, NO_HOOKS_FLAG, LOCK_TIMEOUT_FLAG, LOG_FLAG};

const Command command_reset = {
    .name = "reset",
    .usage = "",
    .summary = "Drops all that a development database holds and applies every revision.",
    .details = "Only where the environment says \"reset\": true. Counts the rows that go, and\n"
               "asks. Needs no downgrades: half-way, edited and lost revisions do not matter.\n"
               "What --exclude or \"exclude\" names, and what belongs to an extension, stays.",
    .example = "schemadiff reset --env development",
    .flags = reset_flags,
    .flag_count = COUNT_OF(reset_flags),
    .formats = "text json",
    .database = DATABASE_CHANGES,
    .run = reset_run,
};
