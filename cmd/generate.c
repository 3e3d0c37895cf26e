#include "cmd/offline.h"
#include "cmd/prove.h"
#include "cmd/rename.h"
#include "cmd/revert.h"
#include "lint/lint.h"

static bool not_up_to_date(Context *ctx, const History *history, const Migrations *pending,
                           Error *err)
{
    Buf names = buf_new(ctx->mem);
    for (size_t i = 0; i < pending->len && i < 20; i++) {
        buf_fmt(&names, "\n  %s", describe_revision(ctx->mem, history, pending->at[i]));
    }
    error_set(err, ERR_HISTORY, "Target database is not up to date: %zu pending:%s%s", pending->len,
              buf_text(&names), pending->len > 20 ? "\n  …" : "");
    return error_hint(err, "run \"schemadiff upgrade\" first");
}

/* Who finds nothing wants to know where it was looked for: a model that was not read, a database
 * that somebody else brought up to date. */
static void tell_compared(Context *ctx, const Conn *conn, const Graph *graph,
                          const Comparison *comparison)
{
    Buf models = buf_new(ctx->mem), heads = buf_new(ctx->mem);
    size_t tables = comparison->to->tables.len;
    for (size_t i = 0; i < ctx->config.models.len; i++) {
        buf_fmt(&models, "%s%s", i ? ", " : "", ctx->config.models.at[i]);
    }
    for (size_t i = 0; i < graph->heads.len; i++) {
        buf_fmt(&heads, "%s%s", i ? ", " : "", graph->heads.at[i]->revision);
    }
    out_note(ctx->out, "compared: %zu table%s of %s, %s at %s", tables, tables == 1 ? "" : "s",
             buf_text(&models), conn ? conn->safe_url : "the snapshot",
             graph->heads.len ? buf_text(&heads) : "base");
}

static bool nothing_changed(Context *ctx)
{
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_flag(ctx->mem, doc, "changed", false);
        out_document(ctx->out, doc);
    } else {
        out_line(ctx->out, "No changes in schema detected.");
    }
    return true;
}

static bool tell_result(Context *ctx, const NewRevision *revision, const Changes *changes)
{
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_flag(ctx->mem, doc, "changed", true);
        json_text(ctx->mem, doc, "revision", revision->head.revision);
        json_text(ctx->mem, doc, "file", revision->path);
        json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, changes));
        json_value(ctx->mem, doc, "upgrade", describe_plan_json(ctx->mem, revision->up));
        json_value(ctx->mem, doc, "downgrade", describe_plan_json(ctx->mem, revision->down));
        out_document(ctx->out, doc);
        return true;
    }
    describe_changes(ctx->out, changes, "  ", false);
    rename_tell(ctx, changes);
    describe_hazards(ctx->out, revision->up, "upgrade");
    out_line(ctx->out, "%s", revision->path);
    return true;
}

static void guard(Context *ctx, const Server *server, NewRevision *revision)
{
    if (ctx->args->online) {
        bool hand_over = ctx->config.environment.online != NULL;
        lint_guard(ctx->mem, server, revision->up, revision->down, hand_over);
    }
}

/* Once more after each answer that something is renamed. */
static bool compare_asking(Context *ctx, const Graph *graph, Conn *conn, Comparison *out,
                           Error *err)
{
    bool ok;
    do {
        ok = conn ? compare_live(ctx, conn, out, err) : offline_compare(ctx, graph, out, err);
    } while (ok && rename_ask(ctx, out->up));
    return ok;
}

static bool compare_database(Context *ctx, const Graph *graph, Conn **conn_out, Comparison *out,
                             Error *err)
{
    Conn *conn = NULL;
    History history = {0};
    Migrations pending = {0};
    if (!session_connect(ctx, &conn, err) ||
        !session_history(ctx, conn, graph, true, &history, err)) {
        return false;
    }
    *conn_out = conn;
    history_pending(ctx->mem, graph, &history, NULL, &pending);
    if (pending.len) {
        return not_up_to_date(ctx, &history, &pending, err);
    }
    return compare_asking(ctx, graph, conn, out, err) &&
           (!out->up->list.len || (fuse_check(ctx, out, err) && rows_check(ctx, conn, out, err)));
}

static bool compare_snapshot(Context *ctx, const Graph *graph, Comparison *out, Error *err)
{
    return compare_asking(ctx, graph, NULL, out, err) && fuse_check(ctx, out, err);
}

/* Database and model are the same: then so is the snapshot, whatever was written by hand. */
static bool refresh_snapshot(Context *ctx, const Graph *graph, const Comparison *comparison,
                             Error *err)
{
    Texts heads = {0};
    bool changed = false;
    if (ctx->args->offline || !graph->list.len) {
        return true;
    }
    for (size_t i = 0; i < graph->heads.len; i++) {
        list_push(ctx->mem, &heads, graph->heads.at[i]->revision);
    }
    const Doc *model = snapshot_model(ctx->mem, comparison->to, comparison->from);
    if (!snapshot_write(ctx->mem, ctx->config.dir, &heads, model, &changed, err)) {
        return false;
    }
    if (changed) {
        out_note(ctx->out, "%s was brought up to date", SNAPSHOT_FILE);
    }
    return true;
}

/* Without -m: what the first change says. */
static const char *derived_message(Mem *mem, const Changes *changes)
{
    ChangeLines lines = {0};
    changes_describe(mem, changes, &lines);
    if (lines.len < 2) {
        return lines.len ? lines.at[0] : "";
    }
    return mem_printf(mem, "%s, and %zu more", lines.at[0], lines.len - 1);
}

bool generate_run(Context *ctx, Error *err)
{
    Conn *conn = NULL; /* stays NULL offline */
    Graph graph = {0};
    Comparison comparison = {0};
    NewRevision revision = {0};
    if (ctx->args->revert) {
        return revert_run(ctx, err);
    }
    if (!session_graph(ctx, &graph, err) || !revision_prepare(ctx, &graph, &revision, err) ||
        (ctx->args->offline && !compare_snapshot(ctx, &graph, &comparison, err)) ||
        (!ctx->args->offline && !compare_database(ctx, &graph, &conn, &comparison, err))) {
        return false;
    }
    if (!comparison.up->list.len) {
        tell_compared(ctx, conn, &graph, &comparison);
        return refresh_snapshot(ctx, &graph, &comparison, err) && nothing_changed(ctx);
    }
    rows_fill_back(ctx, &comparison);
    if (!revision_plan(ctx, comparison.up, comparison.down, &revision, err)) {
        return false;
    }
    guard(ctx, comparison.to->server, &revision);
    if (!ctx->args->message) {
        revision.head.message = format_line(ctx->mem, derived_message(ctx->mem, comparison.up));
    }
    revision.model = snapshot_model(ctx->mem, comparison.to, comparison.from);
    return (!conn || prove_revision(ctx, conn, &revision, err)) &&
           revision_write(ctx, &graph, comparison.to->server->dialect, &revision, err) &&
           tell_result(ctx, &revision, comparison.up);
}

static const Flag generate_flags[] = {
    REVISION_FLAGS,
    FLAG("offline", 0, FLAG_SWITCH, NULL, offline,
         "compare with the snapshot of the newest revision, no database"),
    FLAG("revert", 0, FLAG_VALUE, "REV", revert, "write what takes REV back, and nothing else"),
    FLAG("online", 0, FLAG_SWITCH, NULL, online,
         "forms that let others read and write the tables meanwhile"),
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
               "pending (exit 7) and when the model would drop most tables (exit 6).\n"
               "A drop and an add that look like one rename are asked about on a terminal.\n"
               "snapshot.json in the migrations folder is written along: the model as it is\n"
               "behind the newest revision. Without -m the message says what changes.",
    .example = "schemadiff generate -m \"add notes to orders\"",
    .flags = generate_flags,
    .flag_count = COUNT_OF(generate_flags),
    .formats = "text json",
    .run = generate_run,
};
