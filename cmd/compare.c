#include "cmd/compare.h"

#include "cmd/rename.h"

static void tell_notes(Context *ctx, const Changes *changes)
{
    for (size_t i = 0; i < changes->notes.len; i++) {
        out_note(ctx->out, "note: %s", changes->notes.at[i]);
    }
}

static bool ask_server(Context *ctx, Conn *conn, const Schema *live, Schema *model, Error *err)
{
    Questions questions = {.mem = ctx->mem};
    diff_questions(ctx->mem, model, live, &questions);
    if (!questions.list.len || !conn) {
        return true;
    }
    if (!conn->server.dialect->introspect->judge(ctx->mem, conn, &questions, err)) {
        return false;
    }
    size_t unasked = diff_answer(&questions);
    if (unasked) {
        out_note(ctx->out, "note: %zu expression%s as text and count%s as equal: %s", unasked,
                 unasked == 1 ? " differs" : "s differ", unasked == 1 ? "s" : "", questions.note);
    }
    return true;
}

bool compare_model(Context *ctx, Conn *conn, const Schema *live, Schema *model, Comparison *out,
                   Error *err)
{
    Comparison result = {.from = live, .to = model};
    if (!ask_server(ctx, conn, live, model, err)) {
        return false;
    }
    diff_complete(ctx->mem, model, live);
    result.up = diff_schemas(ctx->mem, live, model);
    result.down = diff_schemas(ctx->mem, model, live);
    tell_notes(ctx, result.up);
    *out = result;
    return true;
}

static bool compare_read(Context *ctx, Conn *conn, bool thorough, Comparison *out, Error *err)
{
    ModelFiles files = {0};
    Schema *model = NULL, *live = NULL;
    if (!session_model(ctx, &files, err) ||
        !model_decode(ctx->mem, files.doc, &conn->server, &model, err)) {
        return false;
    }
    rename_hints(ctx, model);
    Scope scope = session_scope(ctx, model);
    scope.thorough = thorough;
    return conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err) &&
           compare_model(ctx, conn, live, model, out, err);
}

bool compare_live(Context *ctx, Conn *conn, Comparison *out, Error *err)
{
    return compare_read(ctx, conn, true, out, err);
}

/* Most databases have not drifted: only one that seems to is read in depth. */
bool compare_drift(Context *ctx, Conn *conn, Comparison *out, Error *err)
{
    bool deeper = conn->server.dialect->introspect->has_depth;
    if (!compare_read(ctx, conn, !deeper, out, err)) {
        return false;
    }
    return !deeper || !out->up->list.len || compare_read(ctx, conn, true, out, err);
}

bool compare_empty(Mem *mem, const Server *server, Schema **out, Error *err)
{
    Schema *schema = schema_new(mem, server);
    if (!schema_finish(schema, err)) {
        return false;
    }
    *out = schema;
    return true;
}
