#include "cmd/prove.h"

#include "migrate/stairway.h"

static bool is_wanted(const Context *ctx, const Conn *live)
{
    const Arguments *args = ctx->args;
    bool cheap = live->server.dialect->run->scratch_url != NULL;
    return !args->no_prove && (args->prove || args->scratch || ctx->config.scratch || cheap);
}

typedef struct Proof {
    Context *ctx;
    Conn *live;
    Scratch *scratch;
    NewRevision *revision;
    Schema *before; /* what the scratch database holds, as the live one does */
} Proof;

/* --- the live database once more, without its rows ----------------------------------------------
 */

static bool rebuild(Proof *proof, Error *err)
{
    Mem *mem = proof->ctx->mem;
    const char *history = proof->ctx->config.history_table;
    Schema *live = NULL, *empty = NULL;
    if (!scratch_read(mem, proof->live, history, &live, err) ||
        !compare_empty(mem, &proof->live->server, &empty, err)) {
        return false;
    }
    Plan *plan = plan_changes(mem, diff_schemas(mem, empty, live), err);
    Stair stair = {0};
    if (!plan || !scratch_execute(proof->scratch->conn, plan, err) ||
        !scratch_read(mem, proof->scratch->conn, history, &proof->before, err)) {
        return false;
    }
    return stairway_compare(mem, proof->before, live, "it comes out different", &stair) ||
           error_set(err, ERR_UNSUPPORTED, "%s", stair.failed);
}

/* False without an error: there is no proof, and that is only a pity. */
static bool prepare(Proof *proof, Error *err)
{
    Context *ctx = proof->ctx;
    Error *why = error_new(ctx->mem);
    if (scratch_open(ctx, NULL, &proof->scratch, why) && rebuild(proof, why)) {
        return true;
    }
    if (why->code == ERR_CONNECT || ctx->args->prove || ctx->args->scratch) {
        error_set(err, why->code,
                  "no proof: what the database holds cannot be built again on a "
                  "scratch database: %s",
                  why->message);
        return error_hint(err, "%s", why->hint ? why->hint : "--no-prove does without");
    }
    out_warn(ctx->out, "not proved: what the database holds cannot be built again: %s",
             why->message);
    return false;
}

/* --- there and back ----------------------------------------------------------------------------
 */

/* The new revision as a file says it, alone in the world. */
static bool read_revision(Proof *proof, Graph *graph, Migration **out, Error *err)
{
    Context *ctx = proof->ctx;
    NewRevision *revision = proof->revision;
    const Dialect *dialect = proof->live->server.dialect;
    Buf text = buf_new(ctx->mem);
    Migrations files = {0};
    revision->head.dialect = dialect->name;
    format_migration(ctx->mem, &revision->head, revision->up, revision->down, dialect->run->split,
                     &text);
    if (!migration_read(ctx->mem, "the new revision", buf_text(&text), text.len, out, err)) {
        return false;
    }
    (*out)->revises = (Texts){0};
    list_push(ctx->mem, &files, *out);
    return migration_parse(ctx->mem, *out, dialect, err) &&
           graph_build(ctx->mem, "", &files, graph, err);
}

static bool reaches_model(Proof *proof, Stair *stair, Error *err)
{
    Output silent = *proof->ctx->out; /* its notes were told already */
    Context ctx = *proof->ctx;
    Comparison comparison = {0};
    silent.quiet = true;
    ctx.out = &silent;
    if (!compare_live(&ctx, proof->scratch->conn, &comparison, err)) {
        return false;
    }
    return stairway_compare(ctx.mem, comparison.from, comparison.to,
                            "the upgrade does not lead to the model", stair);
}

static bool there_and_back(Proof *proof, Stair *stair, Error *err)
{
    Context *ctx = proof->ctx;
    Graph graph = {0};
    Migration *migration = NULL;
    Schema *above = NULL, *below = NULL;
    if (!read_revision(proof, &graph, &migration, err)) {
        return false;
    }
    Runner runner = scratch_runner(ctx, proof->scratch, &graph);
    if (!stairway_step(&runner, migration, STAIR_UP, &above, stair, err) ||
        !reaches_model(proof, stair, err)) {
        return false;
    }
    return migration->irreversible ||
           (stairway_step(&runner, migration, STAIR_DOWN, &below, stair, err) &&
            stairway_compare(ctx->mem, below, proof->before,
                             "the downgrade does not restore what was there", stair));
}

bool prove_revision(Context *ctx, Conn *conn, NewRevision *revision, Error *err)
{
    Proof proof = {.ctx = ctx, .live = conn, .revision = revision};
    Stair stair = {0};
    if (!is_wanted(ctx, conn)) {
        return true;
    }
    if (!prepare(&proof, err)) {
        return !error_is_set(err);
    }
    if (!there_and_back(&proof, &stair, err)) {
        if (stair.failed) {
            error_set(err, ERR_SAFETY, "the proof failed, nothing is written: %s fails\n%s",
                      stair_word(stair.step), stair.failed);
            error_hint(err, "--no-prove writes it all the same");
        }
        return false;
    }
    revision->head.proved = mem_printf(
        ctx->mem, "%s on %s", revision->head.irreversible ? "upgrade" : "upgrade and downgrade",
        server_label(ctx->mem, &proof.scratch->conn->server));
    return scratch_end(proof.scratch, err);
}
