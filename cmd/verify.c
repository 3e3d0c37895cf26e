#include "cmd/describe.h"
#include "cmd/scratch.h"
#include "migrate/stairway.h"

typedef struct Verify {
    Context *ctx;
    Graph graph;
    Scratch *scratch;
    Migrations todo;     /* all; behind a dump, what it lacks */
    LIST(Stair) stairs;  /* those that were climbed, the failed one last */
    const Changes *rest; /* what the model needs at the end; NULL = no model, or not got there */
} Verify;

static const Stair *failed_stair(const Verify *v)
{
    const Stair *last = v->stairs.len ? &v->stairs.at[v->stairs.len - 1] : NULL;
    return last && last->failed ? last : NULL;
}

static void tell_stair(const Verify *v, const Stair *stair)
{
    if (stair->skipped) {
        out_note(v->ctx->out, "note: %s was not taken back: %s",
                 migration_label(v->ctx->mem, stair->migration), stair->skipped);
    } else if (v->ctx->out->verbose && !stair->failed) {
        out_note(v->ctx->out, "%s: up, down, up", migration_label(v->ctx->mem, stair->migration));
    }
}

/* A dump says by its own history where it is. */
static bool find_todo(Verify *v, Error *err)
{
    Context *ctx = v->ctx;
    Conn *conn = v->scratch->conn;
    History history = {0};
    v->todo = v->graph.list;
    if (!ctx->args->from_dump) {
        return true;
    }
    if (!session_history(ctx, conn, &v->graph, true, &history, err)) {
        return false;
    }
    if (!history.rows.len) {
        error_at(err, ERR_HISTORY, (Location){.file = ctx->args->from_dump},
                 "the dump holds no rows of the history \"%s\"", ctx->config.history_table);
        return error_hint(err, "dump the whole database, that table, too; one without a history "
                               "needs \"schemadiff stamp\" before");
    }
    v->todo = (Migrations){0};
    history_pending(ctx->mem, &v->graph, &history, NULL, &v->todo);
    return true;
}

/* A schema lives until the next one is compared with it. */
static bool climb_all(Verify *v, Error *err)
{
    Context *ctx = v->ctx;
    Mem *below = mem_child(ctx->mem, "stair");
    Schema *before = NULL;
    Runner runner = scratch_runner(ctx, v->scratch, &v->graph);
    if (!scratch_read(below, v->scratch->conn, ctx->config.history_table, &before, err)) {
        return false;
    }
    for (size_t i = 0; i < v->todo.len; i++) {
        Migration *migration = v->todo.at[i];
        Stair stair = {0};
        Schema *after = NULL;
        runner.mem = mem_child(ctx->mem, "stair");
        if (!migration_parse(ctx->mem, migration, v->scratch->conn->server.dialect, err)) {
            return false;
        }
        bool ok = stairway_climb(&runner, migration, before, &after, &stair, err);
        list_push(ctx->mem, &v->stairs, stair);
        if (!ok) {
            return !error_is_set(err);
        }
        tell_stair(v, &stair);
        mem_destroy(below);
        below = runner.mem;
        before = after;
    }
    return true;
}

static bool compare_end(Verify *v, Error *err)
{
    Comparison comparison = {0};
    if (failed_stair(v) || !v->ctx->config.models.len) {
        return true;
    }
    if (!compare_live(v->ctx, v->scratch->conn, &comparison, err)) {
        return false;
    }
    v->rest = comparison.up;
    return true;
}

/* --- telling -----------------------------------------------------------------------------------
 */

static Doc *stair_json(Mem *mem, const Stair *stair)
{
    Doc *doc = json_object(mem);
    bool up = !stair->failed || stair->step != STAIR_UP;
    json_text(mem, doc, "revision", stair->migration->revision);
    json_text(mem, doc, "file", stair->migration->path);
    json_flag(mem, doc, "upgrade", up);
    if (stair->skipped) {
        json_text(mem, doc, "irreversible", stair->skipped);
    } else {
        json_flag(mem, doc, "downgrade", !stair->failed || stair->step == STAIR_AGAIN);
        json_flag(mem, doc, "again", !stair->failed);
    }
    if (stair->failed) {
        json_text(mem, doc, "failed", stair_word(stair->step));
        json_text(mem, doc, "why", stair->failed);
    }
    return doc;
}

static void tell_json(Verify *v)
{
    Context *ctx = v->ctx;
    Doc *doc = describe_document(ctx->mem, ctx->status), *list = json_array(ctx->mem);
    json_text(ctx->mem, doc, "server", server_label(ctx->mem, &v->scratch->conn->server));
    for (size_t i = 0; i < v->stairs.len; i++) {
        doc_append(ctx->mem, list, stair_json(ctx->mem, &v->stairs.at[i]));
    }
    json_value(ctx->mem, doc, "revisions", list);
    if (v->rest) {
        json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, v->rest));
    }
    out_document(ctx->out, doc);
}

static void tell_text(Verify *v)
{
    Context *ctx = v->ctx;
    const Stair *failed = failed_stair(v);
    if (failed) {
        out_line(ctx->out, "%s fails: revision %s, %s", stair_word(failed->step),
                 migration_label(ctx->mem, failed->migration), failed->migration->path);
        out_text(ctx->out, mem_printf(ctx->mem, "%s\n", failed->failed),
                 str_of(failed->failed).len + 1);
        return;
    }
    if (ctx->status) {
        out_line(ctx->out, "The revisions do not lead to the model; it still needs:");
        describe_changes(ctx->out, v->rest, "  ", true);
        return;
    }
    const char *dump = ctx->args->from_dump;
    out_line(ctx->out, "%zu revision%s: up, down and up again on %s%s%s%s.", v->stairs.len,
             v->stairs.len == 1 ? "" : "s", server_label(ctx->mem, &v->scratch->conn->server),
             dump ? " with the rows of " : "", dump ? dump : "",
             v->rest ? "; the end equals the model" : "");
}

static bool verify_run(Context *ctx, Error *err)
{
    Verify v = {.ctx = ctx};
    if (!session_graph(ctx, &v.graph, err) ||
        !scratch_open_filled(ctx, ctx->args->url, &v.scratch, err) || !find_todo(&v, err) ||
        !climb_all(&v, err) || !compare_end(&v, err)) {
        return false;
    }
    ctx->status = failed_stair(&v) || (v.rest && v.rest->list.len) ? 1 : 0;
    if (ctx->out->json) {
        tell_json(&v);
    } else {
        tell_text(&v);
    }
    return scratch_end(v.scratch, err);
}

static const Flag verify_flags[] = {
    FLAG("from-dump", 0, FLAG_VALUE, "FILE", from_dump,
         "load a dump with its rows first; only what it lacks is run"),
    SCRATCH_FLAG,
};

const Command command_verify = {
    .name = "verify",
    .usage = "",
    .summary = "Runs every revision up, down and up again on a scratch database.",
    .details = "Each downgrade must restore exactly what was there, and the end must equal the\n"
               "model; else exit status 1. --url names the scratch database, which must be\n"
               "empty and is emptied again. Without it one is made for the environment's\n"
               "database (SQLite: in memory) and dropped. Irreversible revisions only go up.\n"
               "--from-dump: SQL of pg_dump, mysqldump or sqlite3, an archive of pg_dump, or an\n"
               "SQLite file. What is pending behind it runs on its rows.",
    .example = "schemadiff verify --url sqlite://",
    .flags = verify_flags,
    .flag_count = COUNT_OF(verify_flags),
    .formats = "text json",
    .run = verify_run,
};
