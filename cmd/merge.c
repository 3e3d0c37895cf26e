#include "cmd/revision.h"

#include "migrate/target.h"

#include <string.h>

static bool add_target(Context *ctx, const Graph *graph, const char *text, Migrations *out,
                       Error *err)
{
    Target target = {0};
    if (!target_resolve(ctx->mem, graph, NULL, text, &target, err)) {
        return false;
    }
    for (size_t i = 0; i < target.at.len; i++) {
        list_push(ctx->mem, out, target.at.at[i]);
    }
    if (!target.at.len) {
        error_set(err, ERR_USAGE, "base cannot be merged");
        return error_hint(err, "name revisions, or say \"schemadiff merge heads\"");
    }
    return true;
}

static bool related(const Migration *above, const Migration *below, Error *err)
{
    error_set(err, ERR_HISTORY, "revision \"%s\" descends from \"%s\": there is nothing to merge",
              above->revision, below->revision);
    return error_hint(err, "\"schemadiff history --graph\" shows the branches");
}

/* None twice, none below another, all of them heads unless --splice. */
static bool check_parents(Context *ctx, const Graph *graph, const Migrations *parents, Error *err)
{
    for (size_t i = 0; i < parents->len; i++) {
        bool *below = MEM_ARRAY(ctx->mem, bool, graph->list.len);
        graph_mark_below(graph, parents->at[i], below);
        for (size_t j = 0; j < parents->len; j++) {
            if (i != j && parents->at[i] == parents->at[j]) {
                error_set(err, ERR_USAGE, "revision \"%s\" is named twice",
                          parents->at[i]->revision);
                return error_hint(err, "name each revision once");
            }
            if (i != j && below[parents->at[j]->index]) {
                return related(parents->at[i], parents->at[j], err);
            }
        }
        if (parents->at[i]->children.len && !ctx->args->splice) {
            return revision_not_head(parents->at[i], err);
        }
    }
    return true;
}

static bool nothing(Context *ctx, const Graph *graph)
{
    out_note(ctx->out, "nothing to merge: there is %s",
             graph->heads.len ? "one head" : "no revision");
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "revision", NULL);
        out_document(ctx->out, doc);
    }
    return true;
}

static bool merge_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    Migrations parents = {0};
    NewRevision revision = {0};
    const NameList *rest = &ctx->args->rest;
    bool all = rest->len == 1 && text_equal(rest->at[0], "heads");
    if (!session_graph(ctx, &graph, err)) {
        return false;
    }
    for (size_t i = 0; i < rest->len; i++) {
        if (!(all && !graph.heads.len) && !add_target(ctx, &graph, rest->at[i], &parents, err)) {
            return false;
        }
    }
    if (all && parents.len < 2) {
        return nothing(ctx, &graph);
    }
    if (parents.len < 2) {
        error_set(err, ERR_USAGE, "a merge joins at least two revisions");
        return error_hint(err, "name them, or say \"schemadiff merge heads\"");
    }
    return check_parents(ctx, &graph, &parents, err) &&
           revision_prepare_on(ctx, &graph, &parents, &revision, err) &&
           revision_write_by_hand(ctx, &graph, &revision, err);
}

static const Flag merge_flags[] = {
    FLAG("message", 'm', FLAG_VALUE, "MSG", message, "why"),
    FLAG("rev-id", 0, FLAG_VALUE, "ID", revision_id, "its identifier (12 random hex digits)"),
    FLAG("branch-label", 0, FLAG_LIST, "LABEL", branch_labels,
         "label of the branch that begins here"),
    FLAG("splice", 0, FLAG_SWITCH, NULL, splice, "also revisions that are no heads"),
    NO_HOOKS_FLAG,
};

const Command command_merge = {
    .name = "merge",
    .usage = "REV REV... | heads",
    .summary = "Writes a revision that joins branches.",
    .details = "It has no statements of its own; both sections are there to be filled. Needs no\n"
               "database.",
    .example = "schemadiff merge heads -m \"orders and customers\"",
    .flags = merge_flags,
    .flag_count = COUNT_OF(merge_flags),
    .formats = "text json",
    .min_rest = 1,
    .max_rest = 64,
    .run = merge_run,
};
