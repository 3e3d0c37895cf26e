#include "cmd/replay.h"

static bool run_all(Context *ctx, Scratch *scratch, const Graph *graph, const Migrations *list,
                    bool *stopped, Error *err)
{
    Runner runner = scratch_runner(ctx, scratch, graph);
    if (!runner_open(&runner, 0, true, err)) {
        return false;
    }
    bool ok = runner_upgrade(&runner, list, err);
    *stopped = runner.stopped;
    runner_close(&runner);
    return ok;
}

static bool read_all(Context *ctx, Conn *conn, Schema **out, Error *err)
{
    Scope scope = session_scope_whole(ctx);
    return conn->server.dialect->introspect->read(ctx->mem, conn, &scope, out, err);
}

bool replay_compare(Context *ctx, Conn *live, const Graph *graph, const Migrations *list,
                    const Changes **out, Error *err)
{
    Scratch *scratch = NULL;
    Schema *now = NULL, *made = NULL;
    Error *why = error_new(ctx->mem);
    bool stopped = false;
    *out = NULL;
    if (!scratch_at_hand(ctx, live)) {
        return true;
    }
    if (!scratch_open(ctx, NULL, &scratch, why) ||
        !run_all(ctx, scratch, graph, list, &stopped, why)) {
        if (stopped) {
            return error_set(err, why->code, "%s", why->message);
        }
        out_warn(ctx->out, "not compared: the revisions do not run on a scratch database: %s",
                 why->message);
        return true;
    }
    if (!read_all(ctx, live, &now, err) || !read_all(ctx, scratch->conn, &made, err)) {
        return false;
    }
    *out = diff_schemas(ctx->mem, now, made);
    return scratch_end(scratch, err);
}
