#include "cmd/prove.h"

#include "base/digest.h"
#include "cmd/dialects.h"
#include "emit/guard.h"
#include "migrate/snapshot.h"
#include "migrate/target.h"

#include <stdio.h>

/* `id` NULL: any. */
static bool choose_id(Context *ctx, const Graph *graph, const char *id, const char **out,
                      Error *err)
{
    if (!id) {
        *out = digest_random_hex(ctx->mem, 6);
        return true;
    }
    if (!revision_is_valid(id)) {
        error_set(err, ERR_USAGE, "\"%s\" is no revision identifier", id);
        return error_hint(err, "use letters, digits, \".\" and \"_\", at most 64");
    }
    const Migration *taken = graph_find(graph, id);
    if (taken) {
        error_set(err, ERR_HISTORY, "revision \"%s\" is there already: \"%s\"", id, taken->path);
        return error_hint(err, "choose another --rev-id, or leave it out");
    }
    *out = id;
    return true;
}

static bool choose_labels(Context *ctx, const Graph *graph, Texts *out, Error *err)
{
    const NameList *labels = &ctx->args->branch_labels;
    for (size_t i = 0; i < labels->len; i++) {
        const Migration *taken = graph_label(graph, labels->at[i]);
        taken = taken ? taken : graph_find(graph, labels->at[i]);
        if (!revision_is_valid(labels->at[i])) {
            error_set(err, ERR_USAGE, "\"%s\" is no label", labels->at[i]);
            return error_hint(err, "use letters, digits, \".\" and \"_\", at most 64");
        }
        if (taken) {
            error_set(err, ERR_HISTORY, "the label \"%s\" is taken by \"%s\"", labels->at[i],
                      taken->path);
            return error_hint(err, "choose another --branch-label");
        }
        list_push(ctx->mem, out, labels->at[i]);
    }
    return true;
}

static bool choose_dependencies(Context *ctx, const Graph *graph, Texts *out, Error *err)
{
    const NameList *names = &ctx->args->depends_on;
    for (size_t i = 0; i < names->len; i++) {
        Migration *needed = NULL;
        if (!target_one(ctx->mem, graph, NULL, names->at[i], &needed, err)) {
            return false;
        }
        if (needed) {
            list_push(ctx->mem, out, needed->revision);
        }
    }
    return true;
}

bool revision_not_head(const Migration *migration, Error *err)
{
    error_set(err, ERR_HISTORY, "revision \"%s\" is not a head", migration->revision);
    return error_hint(err, "say --splice if that is meant");
}

/* What the new revision revises. */
static bool choose_parent(Context *ctx, const Graph *graph, Migrations *out, Error *err)
{
    Migration *parent = NULL;
    if (!ctx->args->head && graph->heads.len > 1) {
        return graph_several_heads(
            &graph->heads, "or say which to go on from: --head REV, --head LABEL@head", err);
    }
    if (!target_one(ctx->mem, graph, NULL, ctx->args->head ? ctx->args->head : "head", &parent,
                    err)) {
        return false;
    }
    if (parent && parent->children.len && !ctx->args->splice) {
        return revision_not_head(parent, err);
    }
    if (parent) {
        list_push(ctx->mem, out, parent);
    }
    return true;
}

/* The last of a split may be ahead of the clock. */
static void be_younger(NewRevision *revision, const Migration *parent)
{
    time_t then = 0;
    if (dir_time_read(parent->created, &then) && then > revision->created) {
        revision->created = then + 1;
    }
}

bool revision_prepare_on(Context *ctx, const Graph *graph, const Migrations *parents,
                         NewRevision *out, Error *err)
{
    const char *message = ctx->args->message ? ctx->args->message : "";
    size_t bad = 0;
    if (!utf8_valid(message, str_of(message).len, &bad)) {
        error_set(err, ERR_USAGE, "the message is not valid UTF-8");
        return error_hint(err, "is the terminal set to UTF-8?");
    }
    if (!choose_id(ctx, graph, ctx->args->revision_id, &out->head.revision, err) ||
        !choose_labels(ctx, graph, &out->head.labels, err) ||
        !choose_dependencies(ctx, graph, &out->head.depends_on, err)) {
        return false;
    }
    out->created = session_now();
    for (size_t i = 0; i < parents->len; i++) {
        list_push(ctx->mem, &out->head.revises, parents->at[i]->revision);
        be_younger(out, parents->at[i]);
    }
    out->head.message = format_line(ctx->mem, message);
    out->head.created = dir_time(ctx->mem, out->created);
    return true;
}

bool revision_prepare_behind(Context *ctx, const Graph *graph, const NewRevision *first,
                             const NewRevision *on, size_t number, NewRevision *out, Error *err)
{
    const char *id = ctx->args->revision_id
                         ? mem_printf(ctx->mem, "%s_%zu", first->head.revision, number)
                         : NULL;
    if (!choose_id(ctx, graph, id, &out->head.revision, err)) {
        return false;
    }
    list_push(ctx->mem, &out->head.revises, on->head.revision);
    out->head.message = "";
    out->created = on->created + 1;
    out->head.created = dir_time(ctx->mem, out->created);
    return true;
}

bool revision_prepare(Context *ctx, const Graph *graph, NewRevision *out, Error *err)
{
    Migrations parents = {0};
    return choose_parent(ctx, graph, &parents, err) &&
           revision_prepare_on(ctx, graph, &parents, out, err);
}

static Plan *plan_way(const Context *ctx, const Changes *changes, Error *err)
{
    return (ctx->args->online ? plan_online : plan_changes)(ctx->mem, changes, err);
}

static void guard(Context *ctx, const NewRevision *revision, const Server *server)
{
    if (!ctx->args->guards && !ctx->config.guards) {
        return;
    }
    size_t bare = plan_guard(revision->up, server);
    bare += revision->down ? plan_guard(revision->down, server) : 0;
    if (bare) {
        out_note(ctx->out, "note: %zu statement%s without a guard: %s has none for %s", bare,
                 bare == 1 ? "" : "s", server_label(ctx->mem, server), bare == 1 ? "it" : "them");
    }
}

/* The way back may be beyond the database; then the file says why. */
static void plan_back(Context *ctx, const Changes *down, NewRevision *out)
{
    Error *err = error_new(ctx->mem);
    out->down = plan_way(ctx, down, err);
    if (!out->down) {
        out->head.irreversible = err->message;
        out_warn(ctx->out, "this revision cannot be taken back: %s", err->message);
    } else if (!out->down->statements.len && out->up->statements.len) {
        out->head.irreversible = "no statement restores what was there";
        out_warn(ctx->out, "this revision cannot be taken back");
    }
}

bool revision_plan(Context *ctx, const Changes *up, const Changes *down, NewRevision *out,
                   Error *err)
{
    out->up = plan_way(ctx, up, err);
    if (out->up) {
        plan_back(ctx, down, out);
        guard(ctx, out, up->to->server);
    }
    return out->up != NULL;
}

static bool file_path(Context *ctx, const NewRevision *revision, const char **out, Error *err)
{
    const char *name = NULL;
    const char *message =
        *revision->head.message ? revision->head.message : revision->head.revision;
    if (!dir_file_name(ctx->mem, ctx->config.file_template, revision->head.revision, message,
                       revision->created, &name, err)) {
        return false;
    }
    const char *path = path_join(ctx->mem, ctx->config.dir, name);
    if (file_exists(path)) {
        path = mem_printf(ctx->mem, "%.*s_%s.sql", (int)(str_of(path).len - 4), path,
                          revision->head.revision);
    }
    *out = path;
    return true;
}

static void format_revision(Context *ctx, const Dialect *dialect, NewRevision *revision, Buf *out)
{
    revision->head.dialect = dialect->name;
    if (revision->body) {
        format_head(ctx->mem, &revision->head, out);
        buf_add(out, revision->body);
    } else {
        format_migration(ctx->mem, &revision->head, revision->up, revision->down,
                         dialect->run->split, out);
    }
}

static bool write_file(Context *ctx, const Dialect *dialect, NewRevision *revision, Error *err)
{
    const char *path = NULL;
    Buf text = buf_new(ctx->mem);
    Migration *check = NULL;
    format_revision(ctx, dialect, revision, &text);
    if (!file_path(ctx, revision, &path, err)) {
        return false;
    }
    /* What is written must be read back: better no file than one that stops the next command. */
    if (!migration_read(ctx->mem, path, buf_text(&text), text.len, &check, err) ||
        !migration_parse(ctx->mem, check, dialect, err)) {
        err->code = ERR_BUG;
        return false;
    }
    revision->path = path;
    return file_make_folder(ctx->config.dir, err) &&
           file_create(path, buf_text(&text), text.len, err);
}

/* A snapshot that does not stand for the heads is left alone: it stays found out. */
static bool write_snapshot(Context *ctx, const Graph *graph, const Snapshot *before,
                           const NewRevisions *revisions, Error *err)
{
    const NewRevision *first = &revisions->at[0], *last = &revisions->at[revisions->len - 1];
    Texts heads = snapshot_heads_after(ctx->mem, graph, &first->head.revises, last->head.revision);
    const Doc *model = last->model                          ? last->model
                       : snapshot_is_current(before, graph) ? before->model
                                                            : NULL;
    return !model || snapshot_write(ctx->mem, ctx->config.dir, &heads, model, NULL, err);
}

static bool write_files(Context *ctx, const Graph *graph, const Dialect *dialect,
                        const Snapshot *before, NewRevisions *revisions, Error *err)
{
    bool ok = true;
    size_t written = 0;
    for (; ok && written < revisions->len; written += ok) {
        ok = write_file(ctx, dialect, &revisions->at[written], err);
    }
    ok = ok && write_snapshot(ctx, graph, before, revisions, err);
    while (!ok && written) {
        (void)remove(revisions->at[--written].path); /* all or none */
    }
    return ok;
}

bool revisions_write(Context *ctx, const Graph *graph, const Dialect *dialect,
                     NewRevisions *revisions, Error *err)
{
    Snapshot before = {0};
    if (!revisions->at[revisions->len - 1].model &&
        !snapshot_read(ctx->mem, ctx->config.dir, &before, err)) {
        return false;
    }
    bool ok = write_files(ctx, graph, dialect, &before, revisions, err);
    for (size_t i = 0; ok && i < revisions->len; i++) {
        const NewRevision *revision = &revisions->at[i];
        ok = hook_generated(ctx, revision->head.revision, revision->path, err);
    }
    return ok;
}

bool revision_write(Context *ctx, const Graph *graph, const Dialect *dialect, NewRevision *revision,
                    Error *err)
{
    NewRevisions one = {.at = revision, .len = 1};
    return revisions_write(ctx, graph, dialect, &one, err);
}

bool revision_dialect(Context *ctx, const Graph *graph, const Dialect **out, Error *err)
{
    const Migration *last = graph->list.len ? graph->list.at[graph->list.len - 1] : NULL;
    Url url = {0};
    if (ctx->config.url) {
        return url_parse(ctx->mem, ctx->config.url, &url, err) && dialect_for_url(&url, out, err);
    }
    *out = last && last->dialect ? dialect_named(last->dialect) : NULL;
    if (*out) {
        return true;
    }
    error_set(err, ERR_USAGE, "for which kind of database is this revision?");
    return error_hint(err, "give --url; it is not connected to");
}

bool revision_write_by_hand(Context *ctx, const Graph *graph, NewRevision *revision, Error *err)
{
    const Dialect *dialect = NULL;
    if (!revision_dialect(ctx, graph, &dialect, err) ||
        !revision_write(ctx, graph, dialect, revision, err)) {
        return false;
    }
    out_line(ctx->out, "%s", revision->path);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "revision", revision->head.revision);
        json_text(ctx->mem, doc, "file", revision->path);
        out_document(ctx->out, doc);
    }
    return true;
}

static bool revision_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    NewRevision revision = {0};
    if (ctx->args->autogenerate) {
        return generate_run(ctx, err);
    }
    return session_graph(ctx, &graph, err) && revision_prepare(ctx, &graph, &revision, err) &&
           revision_write_by_hand(ctx, &graph, &revision, err);
}

static const Flag revision_flags[] = {
    REVISION_FLAGS,
    FLAG("allow-empty-only", 0, FLAG_SWITCH, NULL, allow_empty_only, "as for generate"),
    PROVE_FLAGS,
    FLAG("autogenerate", 0, FLAG_SWITCH, NULL, autogenerate, "the same as generate"),
};

const Command command_revision = {
    .name = "revision",
    .usage = "",
    .summary = "Writes an empty revision for hand-written SQL.",
    .details = "Fill in the statements behind -- +upgrade and -- +downgrade. Needs no database.\n"
               "--head base begins a history of its own.",
    .example = "schemadiff revision -m \"raise premium prices\"",
    .flags = revision_flags,
    .flag_count = COUNT_OF(revision_flags),
    .formats = "text json",
    .run = revision_run,
};
