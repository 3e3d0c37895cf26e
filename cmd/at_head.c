#include "cmd/at_head.h"

#include "migrate/snapshot.h"

bool at_head_compare(Context *ctx, Conn *conn, const Graph *graph, Comparison *out, bool *known,
                     Error *err)
{
    Snapshot snapshot = {0};
    Schema *head = NULL, *live = NULL;
    *known = false;
    if (!snapshot_read(ctx->mem, ctx->config.dir, &snapshot, err)) {
        return false;
    }
    if (!snapshot.model || !snapshot_is_current(&snapshot, graph)) {
        return true;
    }
    if (!model_decode(ctx->mem, snapshot.model, &conn->server, &head, err)) {
        return false;
    }
    Scope scope = session_scope(ctx, head);
    scope.thorough = true;
    *known = true;
    return conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err) &&
           compare_model(ctx, conn, live, head, out, err);
}
