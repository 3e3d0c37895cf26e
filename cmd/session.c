#include "cmd/session.h"

#include "cmd/dialects.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    if (!dialect->introspect->open(ctx->mem, dialect, url, &conn, err)) {
        return false;
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

static const char *parents_of(Mem *mem, const Migration *m)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < m->revises.len; i++) {
        buf_fmt(&buf, "%s%s", i ? ", " : "", m->revises.at[i]);
    }
    return m->revises.len ? buf_text(&buf) : "base";
}

static void done(void *context, const Migration *m, RunDirection direction, int64_t milliseconds)
{
    Context *ctx = context;
    bool up = direction == RUN_UP;
    const char *parents = parents_of(ctx->mem, m), *message = format_line(ctx->mem, m->message);
    out_line(ctx->out, "%s %s -> %s%s%s (%lld ms)", up ? "upgrade" : "downgrade",
             up ? parents : m->revision, up ? m->revision : parents, *message ? ", " : "", message,
             (long long)milliseconds);
}

static void statement(void *context, const RunStep *step)
{
    Context *ctx = context;
    if (ctx->out->verbose) {
        out_note(ctx->out, "%s:%u: %s", step->migration->path, step->step->line, step->step->sql);
    }
}

static void note(void *context, const char *text)
{
    Context *ctx = context;
    out_note(ctx->out, "%s", text);
}

/* By the account, not by $USER, which anybody can set. */
static const char *account(void)
{
    const struct passwd *entry = getpwuid(geteuid());
    const char *user = entry ? entry->pw_name : getenv("USER");
    return user ? user : "";
}

#define HOST_NAME_SIZE 256

static const char *host_name(Mem *mem)
{
    char *name = mem_alloc(mem, HOST_NAME_SIZE);
    return gethostname(name, HOST_NAME_SIZE - 1) == 0 ? name : "";
}

Runner session_runner(Context *ctx, Conn *conn, const Graph *graph)
{
    return (Runner){.mem = ctx->mem,
                    .conn = conn,
                    .graph = graph,
                    .table = ctx->config.history_table,
                    .limits = ctx->config.environment.limits,
                    .who = {account(), host_name(ctx->mem), getpid()},
                    .events = {.context = ctx,
                               .done = done,
                               .statement = statement,
                               .note = note,
                               .stop = command_interrupted}};
}

#define LOCK_SECONDS_MAX 86400

static bool lock_seconds(const Context *ctx, int *out, Error *err)
{
    const char *text = ctx->args->lock_timeout;
    int64_t ms = ctx->config.environment.migration_lock_ms;
    char *end = NULL;
    long seconds = text     ? strtol(text, &end, 10)
                   : ms < 0 ? LOCK_SECONDS
                            : (long)((ms + 999) / 1000);
    if (text && (!char_is_digit(*text) || *end || seconds > LOCK_SECONDS_MAX)) {
        error_set(err, ERR_USAGE, "\"%s\" is no number of seconds", text);
        return error_hint(err, "give --lock-timeout a whole number, 0 for not waiting at all");
    }
    *out = (int)seconds;
    return true;
}

bool session_open_runner(Context *ctx, Runner *runner, bool create, Error *err)
{
    int seconds = 0;
    return lock_seconds(ctx, &seconds, err) && runner_open(runner, seconds, create, err);
}

time_t session_now(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    return text_empty(epoch) ? time(NULL) : (time_t)strtoll(epoch, NULL, 10);
}
