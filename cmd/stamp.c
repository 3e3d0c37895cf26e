#include "cmd/at_head.h"
#include "cmd/replay.h"
#include "cmd/script.h"

/* Which rows go. What has a row that stays is wanted no more. */
static void add_rows(Mem *mem, const History *history, bool purge, bool *wanted, const bool *gone,
                     Stamp *out)
{
    for (size_t i = 0; i < history->rows.len; i++) {
        const HistoryRow *row = &history->rows.at[i];
        size_t at = row->migration ? row->migration->index : 0;
        bool touched = row->migration && (wanted[at] || gone[at]);
        bool right = row->migration && wanted[at] && row->state == HISTORY_APPLIED;
        if (purge || (touched && !right)) {
            list_push(mem, &out->gone, row->revision);
        } else if (right) {
            wanted[at] = false;
        }
    }
}

void stamp_plan(Mem *mem, const Graph *graph, const History *history, const Targets *targets,
                bool purge, Stamp *out)
{
    bool *wanted = MEM_ARRAY(mem, bool, graph->list.len);
    bool *gone = MEM_ARRAY(mem, bool, graph->list.len);
    for (size_t i = 0; i < targets->len; i++) {
        Migrations undone = {0};
        for (size_t j = 0; j < targets->at[i].at.len; j++) {
            graph_mark_ancestors(graph, targets->at[i].at.at[j], wanted);
        }
        target_above(mem, graph, history, &targets->at[i], &undone);
        for (size_t j = 0; j < undone.len; j++) {
            gone[undone.at[j]->index] = true;
        }
    }
    add_rows(mem, history, purge, wanted, gone, out);
    for (size_t i = 0; i < graph->list.len; i++) {
        if (wanted[i]) { /* and has no row that stays */
            list_push(mem, &out->applied, graph->list.at[i]);
        }
    }
}

static void tell(Context *ctx, const Stamp *stamp)
{
    Doc *gone = json_array(ctx->mem);
    for (size_t i = 0; i < stamp->gone.len; i++) {
        out_line(ctx->out, "not applied: %s", stamp->gone.at[i]);
        doc_append(ctx->mem, gone, doc_string(ctx->mem, stamp->gone.at[i], (Location){0}));
    }
    for (size_t i = 0; i < stamp->applied.len; i++) {
        out_line(ctx->out, "applied: %s", describe_revision(ctx->mem, NULL, stamp->applied.at[i]));
    }
    if (!stamp->gone.len && !stamp->applied.len) {
        out_note(ctx->out, "nothing to do: the history says so already");
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "not_applied", gone);
        json_value(ctx->mem, doc, "applied",
                   describe_revisions_json(ctx->mem, NULL, &stamp->applied));
        out_document(ctx->out, doc);
    }
}

static bool find_targets(Context *ctx, const Runner *runner, Targets *out, Error *err)
{
    NameList names = ctx->args->rest;
    if (!names.len) {
        list_push(ctx->mem, &names, "head");
    }
    for (size_t i = 0; i < names.len; i++) {
        Target target = {0};
        if (!target_resolve(ctx->mem, runner->graph, &runner->history, names.at[i], &target, err)) {
            return false;
        }
        list_push(ctx->mem, out, target);
    }
    return true;
}

/* --- is it true? -------------------------------------------------------------------------------
 */

/* The revisions that will count as applied, parents first. */
static Migrations applied_then(Mem *mem, const Runner *runner, const Stamp *rows)
{
    Migrations out = {0};
    bool *applied = MEM_ARRAY(mem, bool, runner->graph->list.len);
    for (size_t i = 0; i < rows->applied.len; i++) {
        applied[rows->applied.at[i]->index] = true;
    }
    for (size_t i = 0; i < runner->history.rows.len; i++) {
        const HistoryRow *row = &runner->history.rows.at[i];
        if (row->migration && !texts_hold(&rows->gone, row->revision)) {
            applied[row->migration->index] = true;
        }
    }
    for (size_t i = 0; i < runner->graph->list.len; i++) {
        if (applied[i]) {
            list_push(mem, &out, runner->graph->list.at[i]);
        }
    }
    return out;
}

/* What the database would need to be there; NULL: nobody knows. The snapshot stands for the heads,
 * between them the revisions themselves must say it. */
static bool find_needed(Context *ctx, const Runner *runner, const Migrations *then,
                        const Changes **out, Error *err)
{
    Comparison comparison = {0};
    bool known = false;
    if (then->len == runner->graph->list.len &&
        !at_head_compare(ctx, runner->conn, runner->graph, &comparison, &known, err)) {
        return false;
    }
    *out = comparison.up;
    return known || replay_compare(ctx, runner->conn, runner->graph, then, out, err);
}

static bool verify(Context *ctx, const Runner *runner, const Stamp *rows, Error *err)
{
    const Changes *needed = NULL;
    Migrations then = applied_then(ctx->mem, runner, rows);
    if (ctx->args->force || !rows->applied.len) {
        return true;
    }
    if (!find_needed(ctx, runner, &then, &needed, err)) {
        return false;
    }
    if (!needed || !needed->list.len) {
        return true;
    }
    error_set(err, ERR_SAFETY,
              "the database is not what the revisions make of it; it would still need:\n%s",
              changes_text(ctx->mem, needed));
    return error_hint(err, "stamp where it is and say \"schemadiff upgrade\"; --force records it "
                           "all the same");
}

static bool stamp(Context *ctx, Runner *runner, Error *err)
{
    Targets targets = {0};
    Stamp rows = {0};
    if (!find_targets(ctx, runner, &targets, err)) {
        return false;
    }
    stamp_plan(ctx->mem, runner->graph, &runner->history, &targets, ctx->args->purge, &rows);
    if (!verify(ctx, runner, &rows, err)) {
        return false;
    }
    if ((rows.gone.len || rows.applied.len) &&
        !runner_stamp(runner, &rows.gone, &rows.applied, err)) {
        return false;
    }
    tell(ctx, &rows);
    return true;
}

static bool stamp_run(Context *ctx, Error *err)
{
    if (ctx->args->sql) {
        return script_of_stamp(ctx, err);
    }
    const RunMode mode = {
        .accepted = FLAW_HALF_WAY | FLAW_EDITED | (ctx->args->purge ? FLAW_NO_FILE : 0),
        .creates = true,
    };
    return session_run(ctx, &mode, stamp, err);
}

static const Flag stamp_flags[] = {
    FLAG("purge", 0, FLAG_SWITCH, NULL, purge, "forget all that the history says before"),
    FLAG("force", 0, FLAG_SWITCH, NULL, force, "without comparing the database first"),
    SCRATCH_FLAG,
    SQL_FLAGS,
    LOCK_TIMEOUT_FLAG,
    LOG_FLAG,
};

const Command command_stamp = {
    .name = "stamp",
    .usage = "[REV...]",
    .summary = "Writes down that the database is at REV (head); runs nothing.",
    .details = "What REV needs counts as applied, what stands on it does not; other branches\n"
               "stay. base: nothing is applied. --purge: also forgets revisions without a file.\n"
               "The database is compared first, and refused when it differs (--force): with the\n"
               "snapshot at the head; elsewhere with what the revisions make of a scratch\n"
               "database, on SQLite and where one is named.",
    .example = "schemadiff stamp head --url postgresql://localhost/restored",
    .flags = stamp_flags,
    .flag_count = COUNT_OF(stamp_flags),
    .formats = "text json",
    .max_rest = 64,
    .database = DATABASE_CHANGES,
    .run = stamp_run,
};
