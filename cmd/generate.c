#include "cmd/prove.h"

static bool not_up_to_date(Context *ctx, const Graph *graph, const History *history,
                           const Migrations *pending, Error *err)
{
    Buf names = buf_new(ctx->mem);
    for (size_t i = 0; i < pending->len && i < 20; i++) {
        buf_fmt(&names, "\n  %s", report_revision(ctx->mem, graph, history, pending->at[i]));
    }
    error_set(err, ERR_HISTORY, "Target database is not up to date: %zu pending:%s%s", pending->len,
              buf_text(&names), pending->len > 20 ? "\n  …" : "");
    return error_hint(err, "run \"schemadiff upgrade\" first");
}

static bool nothing_changed(Context *ctx)
{
    if (ctx->out->json) {
        Doc *doc = report_document(ctx->mem, 0);
        json_flag(ctx->mem, doc, "changed", false);
        out_document(ctx->out, doc);
    } else {
        out_line(ctx->out, "No changes in schema detected.");
    }
    return true;
}

/* A drop and an add that look like a rename: the data would be lost, and the file can still be
 * thrown away. */
static void tell_renames(Context *ctx, const Changes *changes)
{
    const char **lines = NULL;
    size_t n = diff_rename_candidates(ctx->mem, changes, &lines);
    for (size_t i = 0; i < n; i++) {
        out_warn(ctx->out, "%s: if so, say renamed_from in the model", lines[i]);
    }
}

static bool tell_result(Context *ctx, const NewRevision *revision, const Changes *changes)
{
    if (ctx->out->json) {
        Doc *doc = report_document(ctx->mem, 0);
        json_flag(ctx->mem, doc, "changed", true);
        json_text(ctx->mem, doc, "revision", revision->head.revision);
        json_text(ctx->mem, doc, "file", revision->path);
        json_value(ctx->mem, doc, "changes", report_changes_json(ctx->mem, changes));
        json_value(ctx->mem, doc, "upgrade", report_plan_json(ctx->mem, revision->up));
        json_value(ctx->mem, doc, "downgrade", report_plan_json(ctx->mem, revision->down));
        out_document(ctx->out, doc);
        return true;
    }
    report_changes(ctx->out, changes, "  ", false);
    tell_renames(ctx, changes);
    report_hazards(ctx->out, revision->up, "upgrade");
    out_line(ctx->out, "%s", revision->path);
    return true;
}

/* The way back may be beyond the database; then the file says why. */
static void plan_back(Context *ctx, const Comparison *comparison, NewRevision *revision)
{
    Error *err = error_new(ctx->mem);
    revision->down = plan_changes(ctx->mem, comparison->down, err);
    if (!revision->down) {
        revision->head.irreversible = err->message;
        out_warn(ctx->out, "this revision cannot be taken back: %s", err->message);
    } else if (!revision->down->statements.len && revision->up->statements.len) {
        revision->head.irreversible = "no statement restores what was there";
        out_warn(ctx->out, "this revision cannot be taken back");
    }
}

bool generate_run(Context *ctx, Error *err)
{
    Conn *conn = NULL;
    Graph graph = {0};
    History history = {0};
    Migrations pending = {0};
    Comparison comparison = {0};
    NewRevision revision = {0};
    if (!session_graph(ctx, &graph, err) || !revision_prepare(ctx, &graph, &revision, err) ||
        !session_connect(ctx, &conn, err) ||
        !session_history(ctx, conn, &graph, true, &history, err)) {
        return false;
    }
    history_pending(ctx->mem, &graph, &history, NULL, &pending);
    if (pending.len) {
        return not_up_to_date(ctx, &graph, &history, &pending, err);
    }
    if (!compare_live(ctx, conn, &comparison, err)) {
        return false;
    }
    if (!comparison.up->list.len) {
        return nothing_changed(ctx);
    }
    if (!fuse_check(ctx, &comparison, err) || !rows_check(ctx, conn, &comparison, err)) {
        return false;
    }
    revision.up = plan_changes(ctx->mem, comparison.up, err);
    if (!revision.up) {
        return false;
    }
    plan_back(ctx, &comparison, &revision);
    return prove_revision(ctx, conn, &revision, err) &&
           revision_write(ctx, conn->server.dialect, &revision, err) &&
           tell_result(ctx, &revision, comparison.up);
}

static const Flag generate_flags[] = {
    FLAG("message", 'm', FLAG_VALUE, "MSG", message, "what the revision does"),
    FLAG("rev-id", 0, FLAG_VALUE, "ID", revision_id, "its identifier (12 random hex digits)"),
    FLAG("allow-empty-only", 0, FLAG_SWITCH, NULL, allow_empty_only,
         "NOT NULL though rows get no value: fails if there are any"),
    PROVE_FLAGS,
};

const Command command_generate = {
    .name = "generate",
    .alias = "migrate",
    .usage = "",
    .summary = "Compares the model with the database and writes one revision.",
    .details = "Writes the upgrade and the downgrade; nothing is run. Refuses when revisions are\n"
               "pending (exit 7) and when the model would drop most tables (exit 6).",
    .example = "schemadiff generate -m \"add notes to orders\"",
    .flags = generate_flags,
    .flag_count = COUNT_OF(generate_flags),
    .formats = "text json",
    .run = generate_run,
};
