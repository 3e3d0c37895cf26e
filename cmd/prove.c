#include "cmd/prove.h"

#include "migrate/stairway.h"

static bool is_wanted(const Context *ctx, const Conn *live)
{
    return !ctx->args->no_prove && (ctx->args->prove || scratch_at_hand(ctx, live));
}

typedef struct Proof {
    Context *ctx;
    Conn *live;
    Scratch *scratch;
    NewRevisions *revisions;
    Migrations files; /* the same, as files say it, alone in the world */
    Graph graph;
    Schema **states; /* what the scratch database holds before each, and in the end */
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
        !scratch_read(mem, proof->scratch->conn, history, &proof->states[0], err)) {
        return false;
    }
    return stairway_compare(mem, proof->states[0], live, "it comes out different", &stair) ||
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

static bool read_revisions(Proof *proof, Error *err)
{
    Context *ctx = proof->ctx;
    const Dialect *dialect = proof->live->server.dialect;
    for (size_t i = 0; i < proof->revisions->len; i++) {
        NewRevision *revision = &proof->revisions->at[i];
        Buf text = buf_new(ctx->mem);
        Migration *file = NULL;
        revision->head.dialect = dialect->name;
        format_migration(ctx->mem, &revision->head, revision->up, revision->down,
                         dialect->run->split, &text);
        if (!migration_read(ctx->mem, "the new revision", buf_text(&text), text.len, &file, err) ||
            !migration_parse(ctx->mem, file, dialect, err)) {
            return false;
        }
        list_push(ctx->mem, &proof->files, file);
    }
    proof->files.at[0]->revises = (Texts){0};
    return graph_build(ctx->mem, "", &proof->files, &proof->graph, err);
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

/* As far back as they can be taken. */
static bool back(Proof *proof, Runner *runner, Stair *stair, Error *err)
{
    for (size_t i = proof->files.len; i-- > 0 && !proof->files.at[i]->irreversible;) {
        Schema *below = NULL;
        stair->migration = proof->files.at[i];
        if (!stairway_step(runner, proof->files.at[i], STAIR_DOWN, &below, stair, err) ||
            !stairway_compare(proof->ctx->mem, below, proof->states[i],
                              "the downgrade does not restore what was there", stair)) {
            return false;
        }
        proof->revisions->at[i].head.proved = "upgrade and downgrade";
    }
    return true;
}

static bool there_and_back(Proof *proof, Stair *stair, Error *err)
{
    if (!read_revisions(proof, err)) {
        return false;
    }
    Runner runner = scratch_runner(proof->ctx, proof->scratch, &proof->graph);
    for (size_t i = 0; i < proof->files.len; i++) {
        stair->migration = proof->files.at[i];
        if (!stairway_step(&runner, proof->files.at[i], STAIR_UP, &proof->states[i + 1], stair,
                           err)) {
            return false;
        }
        proof->revisions->at[i].head.proved = "upgrade";
    }
    return reaches_model(proof, stair, err) && back(proof, &runner, stair, err);
}

static void tell_failure(Proof *proof, const Stair *stair, Error *err)
{
    bool several = proof->revisions->len > 1 && stair->migration;
    error_set(err, ERR_SAFETY, "the proof failed, nothing is written: %s%s%s%s fails\n%s",
              stair_word(stair->step), several ? " of \"" : "",
              several ? stair->migration->message : "", several ? "\"" : "", stair->failed);
    error_hint(err, "--no-prove writes it all the same");
}

bool prove_revisions(Context *ctx, Conn *conn, NewRevisions *revisions, Error *err)
{
    Proof proof = {.ctx = ctx, .live = conn, .revisions = revisions};
    Stair stair = {0};
    if (!is_wanted(ctx, conn)) {
        return true;
    }
    proof.states = MEM_ARRAY(ctx->mem, Schema *, revisions->len + 1);
    if (!prepare(&proof, err)) {
        return !error_is_set(err);
    }
    if (!there_and_back(&proof, &stair, err)) {
        if (stair.failed) {
            tell_failure(&proof, &stair, err);
        }
        return false;
    }
    for (size_t i = 0; i < revisions->len; i++) {
        MigrationHead *head = &revisions->at[i].head;
        head->proved = mem_printf(ctx->mem, "%s on %s", head->proved,
                                  server_label(ctx->mem, &proof.scratch->conn->server));
    }
    return scratch_end(proof.scratch, err);
}
