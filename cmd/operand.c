#include "cmd/operand.h"

#include "cmd/dialects.h"
#include "cmd/offline.h"

#include <string.h>

/* What the revisions lead to. */
static bool open_snapshot(Context *ctx, Operand *out, Error *err)
{
    Graph graph = {0};
    Snapshot snapshot = {0};
    if (!session_graph(ctx, &graph, err) || !offline_snapshot(ctx, &graph, &snapshot, err)) {
        return false;
    }
    out->files.doc = snapshot.model;
    out->kind = snapshot.model ? OPERAND_MODEL : OPERAND_EMPTY;
    return true;
}

bool operand_open(Context *ctx, const char *text, Operand *out, Error *err)
{
    *out = (Operand){.text = text};
    if (text_equal(text, "empty")) {
        return true;
    }
    if (strstr(text, "://")) {
        out->kind = OPERAND_URL;
        return session_connect_to(ctx, text, &out->conn, err);
    }
    out->kind = OPERAND_MODEL;
    if (text_equal(text, "migrations")) {
        return open_snapshot(ctx, out, err);
    }
    NameList paths = {0};
    list_push(ctx->mem, &paths, text);
    return model_load(ctx->mem, &paths, &out->files, err);
}

/* The first of project.dialects; NULL = it says none. */
static const char *model_dialect(Mem *mem, const Operand *operand)
{
    if (operand->kind != OPERAND_MODEL) {
        return NULL;
    }
    const Doc *list = doc_get(mem, doc_get(mem, operand->files.doc, "project"), "dialects");
    return list && list->items.len ? list->items.at[0]->text : NULL;
}

static bool assume_server(Context *ctx, const Operand *from, const Operand *to, Server *out,
                          Error *err)
{
    const char *name = NULL;
    Url url = {0};
    if (ctx->config.url) {
        if (!url_parse(ctx->mem, ctx->config.url, &url, err)) {
            return false;
        }
        name = url.scheme;
    }
    name = name ? name : model_dialect(ctx->mem, to);
    name = name ? name : model_dialect(ctx->mem, from);
    const Dialect *dialect = name ? dialect_named(name) : NULL;
    if (dialect) {
        *out = dialect_assumed(dialect, name);
        return true;
    }
    error_set(err, ERR_USAGE, "for which kind of database?");
    return error_hint(err,
                      "give --url (it is not connected to), or say \"dialects\" in the model's "
                      "project");
}

bool operand_server(Context *ctx, const Operand *from, const Operand *to, const Server **out,
                    Error *err)
{
    if (from->conn && to->conn && from->conn->server.dialect != to->conn->server.dialect) {
        error_set(err, ERR_USAGE, "\"%s\" and \"%s\" are different kinds of database",
                  from->conn->server.dialect->name, to->conn->server.dialect->name);
        return error_hint(err, "compare databases of one kind");
    }
    if (from->conn || to->conn) {
        *out = to->conn ? &to->conn->server : &from->conn->server;
        return true;
    }
    Server *server = MEM_NEW(ctx->mem, Server);
    *out = server;
    return assume_server(ctx, from, to, server, err);
}

static bool decode(Context *ctx, Operand *operand, const Server *server, Error *err)
{
    return operand->kind != OPERAND_MODEL ||
           model_decode(ctx->mem, operand->files.doc, server, &operand->schema, err);
}

static bool introspect(Context *ctx, Operand *operand, const Schema *other, Error *err)
{
    if (operand->kind != OPERAND_URL) {
        return true;
    }
    Scope scope = session_scope(ctx, other);
    scope.thorough = true;
    return operand->conn->server.dialect->introspect->read(ctx->mem, operand->conn, &scope,
                                                           &operand->schema, err);
}

static bool make_empty(Context *ctx, Operand *operand, const Server *server, Error *err)
{
    return operand->kind != OPERAND_EMPTY || compare_empty(ctx->mem, server, &operand->schema, err);
}

bool operand_schemas(Context *ctx, Operand *from, Operand *to, const Server *server, Error *err)
{
    return decode(ctx, from, server, err) && decode(ctx, to, server, err) &&
           introspect(ctx, from, to->schema, err) && introspect(ctx, to, from->schema, err) &&
           make_empty(ctx, from, server, err) && make_empty(ctx, to, server, err);
}
