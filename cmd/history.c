#include "cmd/describe.h"
#include "cmd/draw.h"

#include "migrate/identifier.h"
#include "migrate/target.h"

#include <string.h>

/* A range, taken apart. Negative numbers count from the head, as Alembic's do. */
typedef struct Range {
    const char *text, *from, *to; /* a side that is left out is NULL */
} Range;

static const char *side(Mem *mem, const char *text)
{
    if (!text || identifier_steps(text) >= 0) {
        return text;
    }
    const char *number = strrchr(text, '-');
    return mem_printf(mem, "%.*shead%s", (int)(number - text), text, number);
}

static bool read_range(Context *ctx, Range *out, Error *err)
{
    *out = (Range){.text = ctx->args->range};
    if (out->text && !identifier_range(ctx->mem, out->text, &out->from, &out->to, err)) {
        return false;
    }
    out->from = side(ctx->mem, out->from);
    out->to = side(ctx->mem, out->to);
    return true;
}

/* Where the range ends: what TO says, else the heads; of a branch that FROM names, its own. */
static void add_ends(Mem *mem, const Graph *graph, const Target *from, const Target *to,
                     bool to_is_given, Migrations *ends)
{
    const Migrations *all = to_is_given ? &to->at : &graph->heads;
    for (size_t i = 0; i < all->len; i++) {
        if (!from->lineage || from->lineage[all->at[i]->index]) {
            list_push(mem, ends, all->at[i]);
        }
    }
}

static bool nothing_between(const Range *range, Error *err)
{
    error_set(err, ERR_HISTORY, "the range \"%s\" is empty: \"%s\" does not descend from \"%s\"",
              range->text, range->to, range->from);
    return error_hint(err, "write the older revision first: FROM:TO");
}

/* Marks what lies between both ends, the ends included. */
static bool select_range(Context *ctx, const Range *range, const Graph *graph,
                         const History *history, bool *shown, Error *err)
{
    bool *above = MEM_ARRAY(ctx->mem, bool, graph->list.len), any = false;
    bool *below = MEM_ARRAY(ctx->mem, bool, graph->list.len);
    Target from = {0}, to = {0};
    Migrations ends = {0};
    if ((range->from && !target_resolve(ctx->mem, graph, history, range->from, &from, err)) ||
        (range->to && !target_resolve(ctx->mem, graph, history, range->to, &to, err))) {
        return false;
    }
    add_ends(ctx->mem, graph, &from, &to, range->to != NULL, &ends);
    for (size_t i = 0; i < from.at.len; i++) {
        graph_mark_descendants(graph, from.at.at[i], above);
    }
    for (size_t i = 0; i < ends.len; i++) {
        graph_mark_ancestors(graph, ends.at[i], below);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        shown[i] = (!from.at.len || above[i]) && below[i];
        any = any || shown[i];
    }
    return any || !from.at.len || !to.at.len || nothing_between(range, err);
}

static bool needs_database(Context *ctx, const Range *range)
{
    return ctx->args->indicate ||
           (range->from && identifier_needs_database(ctx->mem, range->from)) ||
           (range->to && identifier_needs_database(ctx->mem, range->to));
}

static void print(Context *ctx, const History *history, const Migrations *list)
{
    if (ctx->args->draw) {
        draw_graph(ctx->out, history, list);
        return;
    }
    for (size_t i = 0; i < list->len; i++) {
        if (ctx->out->verbose) {
            describe_details(ctx->out, history, list->at[i]);
        } else {
            out_line(ctx->out, "%s", describe_revision(ctx->mem, history, list->at[i]));
        }
    }
}

/* What check and upgrade would stop at; the list is shown all the same. */
static void tell_flaws(Context *ctx, Conn *conn, const Graph *graph, History *history)
{
    Texts flaws = {0};
    history_flaws(ctx->mem, conn, graph, history, &flaws);
    for (size_t i = 0; i < flaws.len; i++) {
        out_warn(ctx->out, "%s", flaws.at[i]);
    }
    ctx->status = flaws.len ? error_status(ERR_HISTORY) : 0;
}

static bool history_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    History history = {0};
    Conn *conn = NULL;
    Range range = {0};
    if (!read_range(ctx, &range, err) || !session_graph(ctx, &graph, err)) {
        return false;
    }
    const History *known = needs_database(ctx, &range) ? &history : NULL;
    if (known && (!session_connect(ctx, &conn, err) ||
                  !session_history(ctx, conn, &graph, false, &history, err))) {
        return false;
    }
    if (known) {
        tell_flaws(ctx, conn, &graph, &history);
    }
    bool *shown = MEM_ARRAY(ctx->mem, bool, graph.list.len);
    memset(shown, 1, graph.list.len * sizeof *shown);
    if (range.text && !select_range(ctx, &range, &graph, known, shown, err)) {
        return false;
    }
    Migrations list = {0};
    for (size_t i = graph.list.len; i-- > 0;) {
        if (shown[i]) {
            list_push(ctx->mem, &list, graph.list.at[i]);
        }
    }
    graph_fill_branches(&graph);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, ctx->status);
        json_value(ctx->mem, doc, "revisions", describe_revisions_json(ctx->mem, known, &list));
        out_document(ctx->out, doc);
    } else {
        print(ctx, known, &list);
    }
    return true;
}

static const Flag history_flags[] = {
    FLAG("rev-range", 'r', FLAG_VALUE, "A:B", range, "only these, both ends included"),
    FLAG("indicate-current", 'i', FLAG_SWITCH, NULL, indicate, "mark where the database is"),
    FLAG("graph", 0, FLAG_SWITCH, NULL, draw, "draw branches and merges"),
};

const Command command_history = {
    .name = "history",
    .usage = "",
    .summary = "Lists the revisions, the newest first.",
    .details = "Needs the database only for -i and for ranges that say \"current\"; files that\n"
               "were edited since they were applied are named then (exit 7). -v: all that each\n"
               "revision's header says.",
    .example = "schemadiff history -i -r current:head",
    .flags = history_flags,
    .flag_count = COUNT_OF(history_flags),
    .formats = "text json",
    .run = history_run,
};
