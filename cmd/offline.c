#include "cmd/offline.h"

#include "cmd/dialects.h"
#include "cmd/rename.h"

static const char *ids_of(Mem *mem, const Texts *ids)
{
    Buf text = buf_new(mem);
    for (size_t i = 0; i < ids->len; i++) {
        buf_fmt(&text, "%s\"%s\"", i ? ", " : "", ids->at[i]);
    }
    return ids->len ? buf_text(&text) : "base";
}

static const char *heads_of(Mem *mem, const Graph *graph)
{
    Texts ids = {0};
    for (size_t i = 0; i < graph->heads.len; i++) {
        list_push(mem, &ids, graph->heads.at[i]->revision);
    }
    return ids_of(mem, &ids);
}

#define REFRESH_HINT \
    "run \"schemadiff generate\" against a database that is up to date: it writes the snapshot"

bool offline_snapshot(Context *ctx, const Graph *graph, Snapshot *out, Error *err)
{
    Snapshot snapshot = {0};
    if (!snapshot_read(ctx->mem, ctx->config.dir, &snapshot, err)) {
        return false;
    }
    if (!snapshot.exists && graph->list.len) {
        error_set(err, ERR_HISTORY, "there is no \"%s\" to compare with", snapshot.path);
        return error_hint(err, REFRESH_HINT);
    }
    if (snapshot.exists && !snapshot_is_current(&snapshot, graph)) {
        error_set(err, ERR_HISTORY, "\"%s\" stands for %s, but the newest revision is %s",
                  snapshot.path, ids_of(ctx->mem, &snapshot.heads), heads_of(ctx->mem, graph));
        return error_hint(err, REFRESH_HINT " again");
    }
    *out = snapshot;
    return true;
}

static const char *first_dialect(Mem *mem, const Doc *model)
{
    const Doc *list = doc_get(mem, doc_get(mem, model, "project"), "dialects");
    return list && list->items.len ? list->items.at[0]->text : NULL;
}

static bool dialect_word_of(Context *ctx, const Graph *graph, const Snapshot *snapshot,
                            const Doc *model, const char **out, Error *err)
{
    const Migration *last = graph->list.len ? graph->list.at[graph->list.len - 1] : NULL;
    Url url = {0};
    *out = first_dialect(ctx->mem, snapshot->model);
    if (!*out && ctx->config.url) {
        if (!url_parse(ctx->mem, ctx->config.url, &url, err)) {
            return false;
        }
        *out = url.scheme;
    }
    *out = !*out && last ? last->dialect : *out;
    *out = !*out ? first_dialect(ctx->mem, model) : *out;
    return true;
}

bool offline_server(Context *ctx, const Graph *graph, const Snapshot *snapshot, const Doc *model,
                    const Server **out, Error *err)
{
    const char *word = NULL;
    if (!dialect_word_of(ctx, graph, snapshot, model, &word, err)) {
        return false;
    }
    const Dialect *dialect = word ? dialect_named(word) : NULL;
    if (!dialect) {
        error_set(err, ERR_USAGE, "for which kind of database is this?");
        return error_hint(err, "give --url (it is not connected to), or say \"dialects\" in the "
                               "model's project");
    }
    Server *server = MEM_NEW(ctx->mem, Server);
    *server = dialect_assumed(dialect, word);
    *out = server;
    return true;
}

bool offline_compare(Context *ctx, const Graph *graph, Comparison *out, Error *err)
{
    Snapshot snapshot = {0};
    ModelFiles files = {0};
    const Server *server = NULL;
    Schema *from = NULL, *to = NULL;
    if (!offline_snapshot(ctx, graph, &snapshot, err) || !session_model(ctx, &files, err) ||
        !offline_server(ctx, graph, &snapshot, files.doc, &server, err) ||
        !model_decode(ctx->mem, files.doc, server, &to, err)) {
        return false;
    }
    rename_hints(ctx, to);
    bool ok = snapshot.model ? model_decode(ctx->mem, snapshot.model, server, &from, err)
                             : compare_empty(ctx->mem, server, &from, err);
    return ok && compare_model(ctx, NULL, from, to, out, err);
}
