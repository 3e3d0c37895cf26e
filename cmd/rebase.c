#include "cmd/describe.h"

#include "migrate/snapshot.h"
#include "migrate/target.h"

#include <string.h>

#include <stdio.h>

typedef struct Rebase {
    Context *ctx;
    Graph graph;
    Migration *root; /* the revision that gets another parent */
    Migration *onto; /* that parent */
    bool *moved;     /* the root and what stands on it */
    bool *below;     /* `onto` and what it stands on */
    bool checked;    /* the database was asked */
} Rebase;

/* The only other head, or --head. */
static bool choose_onto(Rebase *r, const Migration *named, Error *err)
{
    const Graph *graph = &r->graph;
    bool *above = MEM_ARRAY(r->ctx->mem, bool, graph->list.len);
    Migrations others = {0};
    if (r->ctx->args->head) {
        return target_one(r->ctx->mem, graph, NULL, r->ctx->args->head, &r->onto, err);
    }
    graph_mark_descendants(graph, named, above);
    for (size_t i = 0; i < graph->heads.len; i++) {
        if (!above[graph->heads.at[i]->index]) {
            list_push(r->ctx->mem, &others, graph->heads.at[i]);
        }
    }
    if (others.len > 1) {
        return graph_several_heads(&others, "name the one to go on top of: --head REV", err);
    }
    if (!others.len) {
        error_set(err, ERR_HISTORY, "there is no other head: \"%s\" is in line already",
                  named->revision);
        return error_hint(err, "\"schemadiff heads\" shows the heads");
    }
    r->onto = others.at[0];
    return true;
}

static bool cannot_move(const Migration *m, const char *why, Error *err)
{
    error_set(err, ERR_HISTORY, "revision \"%s\" cannot be moved: %s", m->revision, why);
    return error_hint(err, "\"schemadiff merge heads\" joins the branches instead");
}

/* Down from the named revision to the first that the other side does not have. */
static bool find_root(Rebase *r, Migration *named, Error *err)
{
    if (r->onto) {
        graph_mark_ancestors(&r->graph, r->onto, r->below);
    }
    if (r->below[named->index]) {
        return cannot_move(named, "the other head stands on it", err);
    }
    r->root = named;
    while (r->root->parents.len == 1 && !r->below[r->root->parents.at[0]->index]) {
        r->root = r->root->parents.at[0];
    }
    if (r->root->parents.len > 1) {
        return cannot_move(r->root, "it is a merge", err);
    }
    graph_mark_descendants(&r->graph, r->root, r->moved);
    if (r->onto && r->moved[r->onto->index]) {
        return cannot_move(r->root, "the other head stands on it", err);
    }
    return true;
}

static bool refuse_applied(const Migration *m, const char *where, Error *err)
{
    error_set(err, ERR_HISTORY, "revision \"%s\" is applied in %s: it cannot be moved any more",
              m->revision, where);
    return error_hint(err, "move the other branch, or join both with \"schemadiff merge heads\"");
}

/* Asks the database, where one is named and answers. */
static bool check_applied(Rebase *r, Error *err)
{
    Context *ctx = r->ctx;
    Conn *conn = NULL;
    History history = {0};
    Error *problem = error_new(ctx->mem);
    if (!session_connect(ctx, &conn, problem) ||
        !session_history(ctx, conn, &r->graph, false, &history, problem)) {
        out_warn(ctx->out, "could not check whether the revisions are applied: %s",
                 problem->message);
        return true;
    }
    r->checked = true;
    for (size_t i = 0; i < r->graph.list.len; i++) {
        if (r->moved[i] && history.applied[i]) {
            return refuse_applied(r->graph.list.at[i], conn->safe_url, err);
        }
    }
    return true;
}

/* What git merged stays as it is; the heads it stands for change. A snapshot that did not stand for
 * the heads (one side of a conflict was taken) must not do so now by chance: it is gone. */
static bool rewrite_snapshot(Rebase *r, const Snapshot *snapshot, Error *err)
{
    Texts heads = {0};
    for (size_t i = 0; i < r->graph.heads.len; i++) {
        if (r->graph.heads.at[i] != r->onto) {
            list_push(r->ctx->mem, &heads, r->graph.heads.at[i]->revision);
        }
    }
    if (snapshot_is_current(snapshot, &r->graph)) {
        return snapshot_write(r->ctx->mem, r->ctx->config.dir, &heads, snapshot->model, NULL, err);
    }
    if (snapshot->exists && remove(snapshot->path) == 0) {
        out_warn(r->ctx->out,
                 "\"%s\" stood for one branch only and is removed: \"schemadiff generate\" against "
                 "a database that is up to date writes it again",
                 snapshot->path);
    }
    return true;
}

static bool rewrite(Rebase *r, Error *err)
{
    Snapshot snapshot = {0};
    Texts revises = {0};
    Buf text = buf_new(r->ctx->mem);
    if (r->onto) {
        list_push(r->ctx->mem, &revises, r->onto->revision);
    }
    migration_rewrite_revises(r->root, &revises, &text);
    return snapshot_read(r->ctx->mem, r->ctx->config.dir, &snapshot, err) &&
           file_write(r->root->path, buf_text(&text), text.len, err) &&
           rewrite_snapshot(r, &snapshot, err);
}

static void tell(Rebase *r)
{
    Context *ctx = r->ctx;
    out_line(ctx->out, "%s now revises %s", migration_label(ctx->mem, r->root),
             r->onto ? r->onto->revision : "base");
    out_line(ctx->out, "%s", r->root->path);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "revision", r->root->revision);
        json_text(ctx->mem, doc, "revises", r->onto ? r->onto->revision : NULL);
        json_text(ctx->mem, doc, "file", r->root->path);
        json_flag(ctx->mem, doc, "checked", r->checked);
        out_document(ctx->out, doc);
    }
}

static bool rebase_run(Context *ctx, Error *err)
{
    Rebase r = {.ctx = ctx};
    Migration *named = NULL;
    if (!session_graph(ctx, &r.graph, err) ||
        !target_one(ctx->mem, &r.graph, NULL, ctx->args->rest.at[0], &named, err)) {
        return false;
    }
    if (!named) {
        error_set(err, ERR_USAGE, "base cannot be moved");
        return error_hint(err, "name a revision");
    }
    r.moved = MEM_ARRAY(ctx->mem, bool, r.graph.list.len);
    r.below = MEM_ARRAY(ctx->mem, bool, r.graph.list.len);
    if (!choose_onto(&r, named, err) || !find_root(&r, named, err) || !check_applied(&r, err) ||
        !rewrite(&r, err)) {
        return false;
    }
    tell(&r);
    return true;
}

static const Flag rebase_flags[] = {
    FLAG("head", 0, FLAG_VALUE, "REV", head, "what to go on top of (the only other head)"),
};

const Command command_rebase = {
    .name = "rebase",
    .usage = "REV",
    .summary = "Puts a branch that is not applied yet on top of the other one.",
    .details = "REV is any revision of the branch: the first that the other head does not stand\n"
               "on gets a new \"-- revises:\" line; what stands on it comes along. Refuses when\n"
               "the database has one of them, and says so when no database could be asked.",
    .example = "schemadiff rebase a1b2",
    .flags = rebase_flags,
    .flag_count = COUNT_OF(rebase_flags),
    .formats = "text json",
    .min_rest = 1,
    .max_rest = 1,
    .run = rebase_run,
};
