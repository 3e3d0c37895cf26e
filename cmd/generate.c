#include "cmd/offline.h"
#include "cmd/prove.h"
#include "cmd/rename.h"
#include "cmd/revert.h"
#include "diff/split.h"
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

static void revision_json(Mem *mem, Doc *doc, const NewRevision *revision)
{
    json_text(mem, doc, "revision", revision->head.revision);
    json_text(mem, doc, "file", revision->path);
    json_value(mem, doc, "changes", describe_changes_json(mem, revision->changes));
    json_value(mem, doc, "upgrade", describe_plan_json(mem, revision->up));
    json_value(mem, doc, "downgrade", describe_plan_json(mem, revision->down));
}

static void tell_json(Context *ctx, const NewRevisions *revisions)
{
    Mem *mem = ctx->mem;
    Doc *doc = describe_document(mem, 0), *list = doc_new(mem, DOC_ARRAY, (Location){0});
    json_flag(mem, doc, "changed", true);
    if (!ctx->args->split) {
        revision_json(mem, doc, &revisions->at[0]);
    }
    for (size_t i = 0; ctx->args->split && i < revisions->len; i++) {
        Doc *one = doc_new(mem, DOC_OBJECT, (Location){0});
        revision_json(mem, one, &revisions->at[i]);
        doc_append(mem, list, one);
    }
    if (ctx->args->split) {
        json_value(mem, doc, "revisions", list);
    }
    out_document(ctx->out, doc);
}

static void tell_result(Context *ctx, const NewRevisions *revisions, const Changes *all)
{
    if (ctx->out->json) {
        tell_json(ctx, revisions);
        return;
    }
    for (size_t i = 0; i < revisions->len; i++) {
        const NewRevision *revision = &revisions->at[i];
        describe_changes(ctx->out, revision->changes, "  ", false);
        if (i + 1 == revisions->len) {
            rename_tell(ctx, all);
        }
        describe_hazards(ctx->out, revision->up, "upgrade");
        out_line(ctx->out, "%s", revision->path);
    }
}

static void guard(Context *ctx, const Schema *model, NewRevision *revision)
{
    if (ctx->args->online) {
        bool hand_over = ctx->config.environment.online != NULL;
        lint_guard(ctx->mem, model, revision->up, revision->down, hand_over);
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

/* Without -m what the changes say; one of several revisions says it behind the message. */
static const char *message_of(Context *ctx, const Changes *changes, bool several)
{
    const char *given = ctx->args->message, *derived = derived_message(ctx->mem, changes);
    if (!given) {
        return format_line(ctx->mem, derived);
    }
    return format_line(ctx->mem, several ? mem_printf(ctx->mem, "%s: %s", given, derived) : given);
}

static bool fill_revision(Context *ctx, Comparison *comparison, bool several, NewRevision *out,
                          Error *err)
{
    rows_fill_back(ctx, comparison);
    if (!revision_plan(ctx, comparison->up, comparison->down, out, err)) {
        return false;
    }
    guard(ctx, comparison->to, out);
    out->changes = comparison->up;
    out->head.message = message_of(ctx, comparison->up, several);
    return true;
}

static void tell_together(Context *ctx, const Stage *stage)
{
    Buf names = buf_new(ctx->mem);
    for (size_t i = 0; i < stage->objects.len; i++) {
        const Object *object = stage->objects.at[i];
        buf_fmt(&names, "%s%s \"%s\"", i ? ", " : "", object_kind_word(object->kind),
                object_label(ctx->mem, object));
    }
    if (stage->objects.len > 1) {
        out_note(ctx->out, "note: not split, because none can change without the others: %s",
                 buf_text(&names));
    }
}

/* One revision for each object that changes. */
static bool fill_split(Context *ctx, const Graph *graph, const Comparison *comparison,
                       const NewRevision *first, NewRevisions *out, Error *err)
{
    Stages stages = {0};
    diff_split(ctx->mem, comparison->up, &stages);
    for (size_t i = 0; i < stages.len; i++) {
        Changes *up = stages.at[i].up;
        Comparison step = {up->from, up->to, up, diff_schemas(ctx->mem, up->to, up->from)};
        NewRevision revision = i ? (NewRevision){0} : *first;
        tell_together(ctx, &stages.at[i]);
        if ((i &&
             !revision_prepare_behind(ctx, graph, first, &out->at[i - 1], i + 1, &revision, err)) ||
            !fill_revision(ctx, &step, stages.len > 1, &revision, err)) {
            return false;
        }
        list_push(ctx->mem, out, revision);
    }
    return true;
}

static bool fill_one(Context *ctx, Comparison *comparison, const NewRevision *first,
                     NewRevisions *out, Error *err)
{
    NewRevision revision = *first;
    if (!fill_revision(ctx, comparison, false, &revision, err)) {
        return false;
    }
    list_push(ctx->mem, out, revision);
    return true;
}

/* `conn` NULL: offline, nobody proves anything. */
static bool write_revisions(Context *ctx, const Graph *graph, Conn *conn, Comparison *comparison,
                            const NewRevision *first, Error *err)
{
    NewRevisions revisions = {0};
    bool ok = ctx->args->split ? fill_split(ctx, graph, comparison, first, &revisions, err)
                               : fill_one(ctx, comparison, first, &revisions, err);
    if (!ok) {
        return false;
    }
    revisions.at[revisions.len - 1].model =
        snapshot_model(ctx->mem, comparison->to, comparison->from);
    if ((conn && !prove_revisions(ctx, conn, &revisions, err)) ||
        !revisions_write(ctx, graph, comparison->to->server->dialect, &revisions, err)) {
        return false;
    }
    tell_result(ctx, &revisions, comparison->up);
    return true;
}

bool generate_run(Context *ctx, Error *err)
{
    Conn *conn = NULL; /* stays NULL offline */
    Graph graph = {0};
    Comparison comparison = {0};
    NewRevision first = {0};
    if (ctx->args->revert) {
        return revert_run(ctx, err);
    }
    if (!session_graph(ctx, &graph, err) || !revision_prepare(ctx, &graph, &first, err) ||
        (ctx->args->offline && !compare_snapshot(ctx, &graph, &comparison, err)) ||
        (!ctx->args->offline && !compare_database(ctx, &graph, &conn, &comparison, err))) {
        return false;
    }
    if (!comparison.up->list.len) {
        tell_compared(ctx, conn, &graph, &comparison);
        return refresh_snapshot(ctx, &graph, &comparison, err) && nothing_changed(ctx);
    }
    return write_revisions(ctx, &graph, conn, &comparison, &first, err);
}

static const Flag generate_flags[] = {
    REVISION_FLAGS,
    FLAG("offline", 0, FLAG_SWITCH, NULL, offline,
         "compare with the snapshot of the newest revision, no database"),
    FLAG("revert", 0, FLAG_VALUE, "REV", revert, "write what takes REV back, and nothing else"),
    FLAG("split", 0, FLAG_SWITCH, NULL, split,
         "one revision for each object that changes, in the order of dependencies"),
    FLAG("guards", 0, FLAG_SWITCH, NULL, guards,
         "IF [NOT] EXISTS, and what stands for it where there is none"),
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
