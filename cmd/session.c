#include "cmd/session.h"

#include "cmd/dialects.h"

#include <stdio.h>
#include <stdlib.h>

static AbsentFile absent_file(const Context *ctx)
{
    switch (ctx->command->database) {
    case DATABASE_LOOKS:
        break;
    case DATABASE_SHOWS:
        return ABSENT_ERROR;
    case DATABASE_CHANGES:
        return ctx->args->check ? ABSENT_EMPTY : ABSENT_MAKE;
    }
    return ABSENT_EMPTY;
}

bool session_connect_to(Context *ctx, const char *text, Conn **out, Error *err)
{
    Url *url = MEM_NEW(ctx->mem, Url);
    const Dialect *dialect = NULL;
    Conn *conn = NULL;
    if (!url_parse(ctx->mem, text, url, err) || !dialect_for_url(url, &dialect, err)) {
        return false;
    }
    if (ctx->out->verbose) {
        out_note(ctx->out, "connecting to %s", url->safe);
    }
    url->absent = absent_file(ctx);
    command_waits(true);
    bool ok = dialect->introspect->open(ctx->mem, dialect, url, &conn, err);
    command_waits(false);
    if (!ok) {
        return false;
    }
    if (conn->absent) {
        out_note(ctx->out, "note: there is no database \"%s\" yet: as good as an empty one",
                 conn->database);
    }
    conn->trace = ctx->out->verbose > 1 ? stderr : NULL;
    *out = conn;
    return true;
}

bool session_connect(Context *ctx, Conn **out, Error *err)
{
    const Config *config = &ctx->config;
    if (config->url) {
        return session_connect_to(ctx, config->url, out, err) &&
               environment_expects(&config->environment, *out, err);
    }
    if (config->missing_variable) {
        error_set(err, ERR_USAGE, "the variable \"%s\" of the environment \"%s\" is not set",
                  config->missing_variable, config->env);
        return error_hint(err, "set it, put it into .env beside %s, or give --url",
                          config->file ? path_base(config->file) : PROJECT_FILE);
    }
    error_set(err, ERR_USAGE, "no database is named");
    return error_hint(err, "give --url, set $DATABASE_URL, or name one in %s", PROJECT_FILE);
}

/* project.naming of the model wins over that of the project file. */
static void add_naming(Mem *mem, const Doc *naming, Doc *model)
{
    Doc *project = doc_get(mem, model, "project");
    if (!project) {
        project = doc_new(mem, DOC_OBJECT, naming->where);
        doc_set(mem, model, "project", naming->where, project);
    }
    if (!doc_get(mem, project, "naming")) {
        Doc *copy = MEM_NEW(mem, Doc);
        *copy = *naming;
        doc_set(mem, project, "naming", naming->where, copy);
    }
}

bool session_model(Context *ctx, ModelFiles *out, Error *err)
{
    if (!ctx->config.models.len) {
        error_set(err, ERR_USAGE, "no model is named");
        return error_hint(err, "give --model, or name it in %s; \"schemadiff init\" writes one",
                          PROJECT_FILE);
    }
    if (!model_load(ctx->mem, &ctx->config.models, out, err)) {
        return false;
    }
    if (ctx->config.naming) {
        add_naming(ctx->mem, ctx->config.naming, out->doc);
    }
    return true;
}

bool session_graph(Context *ctx, Graph *out, Error *err)
{
    return dir_read(ctx->mem, ctx->config.dir, out, err);
}

bool session_history(Context *ctx, Conn *conn, const Graph *graph, bool verify, History *out,
                     Error *err)
{
    const char *table = ctx->config.history_table;
    return history_read(ctx->mem, conn, table, graph, out, err) &&
           (!verify || history_verify(ctx->mem, conn, graph, out, 0, err));
}

Scope session_scope(const Context *ctx, const Schema *model)
{
    const Config *config = &ctx->config;
    Scope scope = {.schemas = config->schemas,
                   .include = config->include,
                   .exclude = config->exclude,
                   .history_table = config->history_table};
    if (!scope.schemas.len && model) {
        scope.schemas = model->managed_schemas;
    }
    return scope;
}

Scope session_scope_whole(const Context *ctx)
{
    Scope scope = session_scope(ctx, NULL);
    scope.thorough = true;
    if (!scope.schemas.len) {
        list_push(ctx->mem, &scope.schemas, "*");
    }
    return scope;
}

time_t session_now(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    return text_empty(epoch) ? time(NULL) : (time_t)strtoll(epoch, NULL, 10);
}
