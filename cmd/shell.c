#include "cmd/shell.h"

#include <stdlib.h>
#include <string.h>

typedef LIST(Variable) Variables;

static bool is_elsewhere(const Context *ctx)
{
    return !text_equal(ctx->config.folder, ".");
}

static const char *working_folder(Mem *mem)
{
    char *here = realpath(".", NULL);
    if (here) {
        mem_adopt(mem, here, free);
    }
    return here ? here : ".";
}

const char *shell_path(Context *ctx, const char *path)
{
    return path && is_elsewhere(ctx) ? path_join(ctx->mem, working_folder(ctx->mem), path) : path;
}

/* A relative SQLite file is one of the folder that we were called in. */
static const char *shell_url(Context *ctx, const char *url)
{
    const char *path = url && text_starts(url, "sqlite:///") ? url + strlen("sqlite:///") : "";
    if (!is_elsewhere(ctx) || !*path || *path == '/' || *path == ':' || *path == '?') {
        return url;
    }
    return mem_printf(ctx->mem, "sqlite:///%s", shell_path(ctx, path));
}

static const char *database_of(Context *ctx, const Conn *conn)
{
    if (!conn || conn->server.flavor != FLAVOR_SQLITE || text_starts(conn->database, ":")) {
        return conn ? conn->database : NULL;
    }
    return shell_path(ctx, conn->database);
}

const char *shell_run(Context *ctx, const Conn *conn, const char *line, const Variable *variables,
                      size_t n)
{
    Variables all = {0};
    list_push(ctx->mem, &all, ((Variable){"SCHEMADIFF_URL", shell_url(ctx, ctx->config.url)}));
    list_push(ctx->mem, &all, ((Variable){"SCHEMADIFF_ENV", ctx->config.environment.name}));
    list_push(ctx->mem, &all, ((Variable){"SCHEMADIFF_DATABASE", database_of(ctx, conn)}));
    for (size_t i = 0; i < n; i++) {
        list_push(ctx->mem, &all, variables[i]);
    }
    return process_shell(ctx->mem, ctx->config.folder, line, all.at, all.len);
}
