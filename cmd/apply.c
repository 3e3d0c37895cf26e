#include "cmd/apply.h"

static bool run_statements(Context *ctx, Runner *runner, const Plan *plan, size_t *done, Error *err)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        const char *sql = plan->statements.at[i]->sql;
        if (command_interrupted(NULL)) {
            return error_set(err, ERR_SAFETY, "interrupted");
        }
        if (ctx->out->verbose) {
            out_note(ctx->out, "%s;", sql);
        }
        if (!conn_exec(runner->conn, sql, err)) {
            return false;
        }
        *done = i + 1;
    }
    return true;
}

static bool needs_none(const Plan *plan)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        if (plan->statements.at[i]->tx == TX_OFF) {
            return true;
        }
    }
    return false;
}

bool apply_plan(Context *ctx, Runner *runner, const Plan *plan, ApplyLast last, Error *err)
{
    const RunOps *ops = runner->conn->server.dialect->run;
    bool whole = server_can(&runner->conn->server, CAP_DDL_TRANSACTION) && !needs_none(plan);
    size_t done = 0;
    if (whole && !ops->begin(runner->conn, err)) {
        return false;
    }
    bool ok = run_statements(ctx, runner, plan, &done, err) && (!last || last(ctx, runner, err));
    if (ok && (!whole || ops->commit(runner->conn, err))) {
        return true;
    }
    if (whole) {
        (void)!ops->rollback(runner->conn, error_new(ctx->mem));
    }
    return error_hint_more(err, "%zu of %zu statements are in force", whole ? (size_t)0 : done,
                           plan->statements.len);
}
