#include "cmd/script.h"

#include "cmd/offline.h"
#include "migrate/identifier.h"
#include "migrate/script.h"

#include <string.h>

/* What the three commands have in common. */
typedef struct Job {
    Graph graph;
    Target from;
    History before; /* of a database that is at `from` */
    Targets to;
    Script script;
} Job;

static bool resolve_from(Context *ctx, Job *job, const char *from, Error *err)
{
    if (from && !target_resolve(ctx->mem, &job->graph, NULL, from, &job->from, err)) {
        return false;
    }
    job->before = target_history(ctx->mem, &job->graph, &job->from);
    return true;
}

typedef bool Resolve(Mem *, const Graph *, const History *, const char *, Target *, Error *);

static bool add_target(Context *ctx, Job *job, Resolve *resolve, const char *to, Error *err)
{
    Target target = {0};
    if (!resolve(ctx->mem, &job->graph, &job->before, to, &target, err)) {
        return false;
    }
    list_push(ctx->mem, &job->to, target);
    return true;
}

static const char *first_word(const Context *ctx)
{
    return ctx->args->rest.len ? ctx->args->rest.at[0] : NULL;
}

/* Steps (+2, -1) count from FROM. */
static bool open_job(Context *ctx, Job *job, const char *command, Resolve *resolve,
                     const char *word, const char *usual, Error *err)
{
    const char *from = NULL, *to = word;
    Snapshot none = {0};
    if (word && strchr(word, ':') && !identifier_range(ctx->mem, word, &from, &to, err)) {
        return false;
    }
    to = to ? to : usual;
    job->script = (Script){
        .mem = ctx->mem,
        .table = ctx->config.history_table,
        .tag = ctx->args->tag,
        .title = mem_printf(ctx->mem, "schemadiff %s %s -> %s", command, from ? from : "base", to)};
    return session_graph(ctx, &job->graph, err) &&
           offline_server(ctx, &job->graph, &none, NULL, &job->script.server, err) &&
           resolve_from(ctx, job, from, err) && add_target(ctx, job, resolve, to, err);
}

static bool finish(Context *ctx, const Job *job)
{
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "sql", buf_text(&job->script.out));
        out_document(ctx->out, doc);
    } else {
        out_text(ctx->out, buf_text(&job->script.out), job->script.out.len);
    }
    return true;
}

bool script_of_upgrade(Context *ctx, Error *err)
{
    Job job = {0};
    Migrations todo = {0};
    if (!open_job(ctx, &job, "upgrade", target_up, first_word(ctx), "head", err)) {
        return false;
    }
    history_pending(ctx->mem, &job.graph, &job.before, &job.to.at[0].at, &todo);
    if (!todo.len && target_passed(&job.before, &job.to.at[0])) {
        error_set(err, ERR_USAGE, "\"%s\" leads back", first_word(ctx));
        return error_hint(err, "say \"schemadiff downgrade --sql %s\"", first_word(ctx));
    }
    job.script.creates = !job.from.at.len;
    return script_upgrade(&job.script, &todo, err) && finish(ctx, &job);
}

bool script_of_downgrade(Context *ctx, Error *err)
{
    Job job = {0};
    Migrations todo = {0};
    const char *word = first_word(ctx) ? first_word(ctx) : "head:-1";
    if (!strchr(word, ':')) {
        error_set(err, ERR_USAGE, "downgrade with --sql requires FROM:TO");
        return error_hint(err, "say where the database is: schemadiff downgrade --sql head:%s",
                          word);
    }
    if (!open_job(ctx, &job, "downgrade", target_down, word, "base", err)) {
        return false;
    }
    if (!target_downgrade(ctx->mem, &job.graph, &job.before, &job.to.at[0], &todo, err)) {
        return error_hint(err, "FROM:TO begins with where the database is");
    }
    return script_downgrade(&job.script, &todo, err) && finish(ctx, &job);
}

/* The rows of a database at `from`. */
static void fill_rows(Context *ctx, Job *job)
{
    for (size_t i = 0; i < job->graph.list.len; i++) {
        if (job->before.applied[i]) {
            HistoryRow row = {.revision = job->graph.list.at[i]->revision,
                              .migration = job->graph.list.at[i]};
            list_push(ctx->mem, &job->before.rows, row);
        }
    }
}

bool script_of_stamp(Context *ctx, Error *err)
{
    Job job = {0};
    Stamp rows = {0};
    if (ctx->args->purge) {
        error_set(err, ERR_USAGE, "--purge cannot go with --sql");
        return error_hint(err, "a script cannot know what it would forget: run stamp --purge");
    }
    if (!open_job(ctx, &job, "stamp", target_resolve, first_word(ctx), "head", err)) {
        return false;
    }
    for (size_t i = 1; i < ctx->args->rest.len; i++) {
        if (!add_target(ctx, &job, target_resolve, ctx->args->rest.at[i], err)) {
            return false;
        }
    }
    fill_rows(ctx, &job);
    job.script.start = job.from.at;
    stamp_plan(ctx->mem, &job.graph, &job.before, &job.to, false, &rows);
    job.script.creates = !job.from.at.len;
    return script_stamp(&job.script, &rows.gone, &rows.applied, err) && finish(ctx, &job);
}
