#include "migrate/target.h"

#include "migrate/identifier.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 10u

/* One identifier on its way to a target. */
typedef struct Resolver {
    Mem *mem;
    const Graph *graph;
    const History *history; /* NULL = no database at hand */
    Identifier id;
    bool *branch;  /* of id.branch; NULL = not limited */
    bool *lineage; /* the branch and what it stands on */
    Error *err;
} Resolver;

static bool inside(const bool *marks, const Migration *m)
{
    return !marks || marks[m->index];
}

static const char *names_of(Mem *mem, const Migrations *list)
{
    Buf names = buf_new(mem);
    for (size_t i = 0; i < list->len && i < SHOWN_MAX; i++) {
        buf_fmt(&names, "%s%s", i ? ", " : "", migration_label(mem, list->at[i]));
    }
    buf_add(&names, list->len > SHOWN_MAX ? ", …" : "");
    return buf_text(&names);
}

/* --- names -------------------------------------------------------------------------------------
 */

static bool unknown(Resolver *r, const char *text)
{
    const Graph *graph = r->graph;
    LIST(const char *) names = {0};
    for (size_t i = 0; i < graph->list.len; i++) {
        list_push(r->mem, &names, graph->list.at[i]->revision);
    }
    for (size_t i = 0; i < graph->labels.len; i++) {
        list_push(r->mem, &names, graph->labels.at[i].name);
    }
    for (size_t i = 0; identifier_words[i]; i++) {
        list_push(r->mem, &names, identifier_words[i]);
    }
    const char *nearest = text_nearest(text, names.at, names.len);
    error_set(r->err, ERR_HISTORY, "there is no revision \"%s\" in \"%s\"", text, graph->folder);
    if (nearest) {
        return error_hint(r->err, "did you mean \"%s\"?", nearest);
    }
    return error_hint(r->err, "\"schemadiff history\" lists the revisions");
}

/* Those of `within` whose id begins with the text; where there is none, those whose label does. */
static void by_prefix(Resolver *r, const char *text, const bool *within, Migrations *found)
{
    const Graph *graph = r->graph;
    for (size_t i = graph_lower_bound(graph, text); i < graph->list.len; i++) {
        if (!text_starts(graph->by_id[i]->revision, text)) {
            break;
        }
        if (inside(within, graph->by_id[i])) {
            list_push(r->mem, found, graph->by_id[i]);
        }
    }
    bool ids = found->len > 0;
    for (size_t i = 0; !ids && i < graph->labels.len; i++) {
        if (text_starts(graph->labels.at[i].name, text)) {
            migrations_add(r->mem, found, graph->labels.at[i].owner);
        }
    }
}

/* A whole id, a label, or the beginning of one of them among those of `within`. */
static bool by_name(Resolver *r, const char *text, const bool *within, Migration **out)
{
    const Graph *graph = r->graph;
    Migrations found = {0};
    Migration *exact = graph_find(graph, text);
    exact = exact ? exact : graph_label(graph, text);
    if (exact) {
        *out = exact;
        return true;
    }
    by_prefix(r, text, within, &found);
    if (found.len > 1) {
        error_set(r->err, ERR_HISTORY, "\"%s\" can be %zu revisions: %s", text, found.len,
                  names_of(r->mem, &found));
        return error_hint(r->err, "give more characters");
    }
    if (!found.len) {
        return unknown(r, text);
    }
    *out = found.at[0];
    return true;
}

static void limit_to(Resolver *r, const Migration *owner)
{
    r->branch = MEM_ARRAY(r->mem, bool, r->graph->list.len);
    r->lineage = MEM_ARRAY(r->mem, bool, r->graph->list.len);
    graph_mark_branch(r->graph, owner, r->branch);
    graph_mark_lineage(r->graph, owner, r->lineage);
}

static bool find_branch(Resolver *r)
{
    Migration *owner = NULL;
    if (!r->id.branch) {
        return true;
    }
    if (!by_name(r, r->id.branch, NULL, &owner)) {
        return false;
    }
    limit_to(r, owner);
    return true;
}

/* --- words -------------------------------------------------------------------------------------
 */

static bool the_heads(Resolver *r, bool all, Migrations *out)
{
    for (size_t i = 0; i < r->graph->heads.len; i++) {
        if (inside(r->branch, r->graph->heads.at[i])) {
            list_push(r->mem, out, r->graph->heads.at[i]);
        }
    }
    return all || out->len < 2 || graph_several_heads(out, HEADS_REMEDY, r->err);
}

static bool any_applied(const History *history, const Migrations *list)
{
    for (size_t i = 0; i < list->len; i++) {
        if (history->applied[list->at[i]->index]) {
            return true;
        }
    }
    return false;
}

/* Steps begin at what nothing applied stands on or depends on; "current" is the tip of each line.
 */
static void the_tips(Resolver *r, Migrations *out)
{
    const Migrations *current = &r->history->current;
    for (size_t i = 0; i < current->len; i++) {
        if (r->id.word == WORD_CURRENT || !any_applied(r->history, &current->at[i]->needed_by)) {
            list_push(r->mem, out, current->at[i]);
        }
    }
}

/* Applied, and nothing above it in the lineage is. */
static bool the_current(Resolver *r, Migrations *out)
{
    const History *history = r->history;
    if (!history) {
        error_set(r->err, ERR_HISTORY, "\"%s\" needs a database", r->id.text);
        return error_hint(r->err, "name a revision, or give --url");
    }
    if (!r->lineage) {
        the_tips(r, out);
        return true;
    }
    for (size_t i = 0; i < r->graph->list.len; i++) {
        const Migration *m = r->graph->list.at[i];
        bool top = history->applied[i] && r->lineage[i];
        for (size_t c = 0; top && c < m->children.len; c++) {
            size_t child = m->children.at[c]->index;
            top = !(history->applied[child] && r->lineage[child]);
        }
        if (top) {
            list_push(r->mem, out, r->graph->list.at[i]);
        }
    }
    return true;
}

static bool the_named(Resolver *r, Migrations *out)
{
    Migration *found = NULL;
    if (!by_name(r, r->id.name, r->lineage, &found)) {
        return false;
    }
    if (!inside(r->lineage, found)) {
        error_set(r->err, ERR_HISTORY, "revision \"%s\" does not belong to the branch \"%s\"",
                  found->revision, r->id.branch);
        return error_hint(r->err, "\"schemadiff history -v\" shows the branches");
    }
    list_push(r->mem, out, found);
    return true;
}

static bool start(Resolver *r, Migrations *out)
{
    switch (r->id.word) {
    case WORD_BASE:
        return true;
    case WORD_HEAD:
        return the_heads(r, false, out);
    case WORD_HEADS:
        return the_heads(r, true, out);
    case WORD_CURRENT:
    case WORD_NONE:
        return the_current(r, out);
    case WORD_NAME:
        return the_named(r, out);
    }
    return false;
}

/* --- steps -------------------------------------------------------------------------------------
 */

static bool parts(Resolver *r, const char *way, const Migrations *ways)
{
    error_set(r->err, ERR_HISTORY, "\"%s\": the way %s parts: %s", r->id.text, way,
              names_of(r->mem, ways));
    return error_hint(r->err, "name the revision that you mean, or a branch: LABEL@%+ld",
                      r->id.steps);
}

static bool beyond(Resolver *r, long done)
{
    error_set(r->err, ERR_HISTORY, "\"%s\" goes beyond the %s: %ld revision%s on the way",
              r->id.text, r->id.steps > 0 ? "head" : "base", done, done == 1 ? " lies" : "s lie");
    return error_hint(r->err, "\"schemadiff history -i\" shows where the database is");
}

/* What lies one step above all of `at`; above base, what revises nothing. */
static void above(Resolver *r, const Migrations *at, Migrations *out)
{
    for (size_t i = 0; !at->len && i < r->graph->list.len; i++) {
        Migration *m = r->graph->list.at[i];
        if (!m->parents.len && inside(r->lineage, m)) {
            list_push(r->mem, out, m);
        }
    }
    for (size_t i = 0; i < at->len; i++) {
        for (size_t c = 0; c < at->at[i]->children.len; c++) {
            if (inside(r->lineage, at->at[i]->children.at[c])) {
                migrations_add(r->mem, out, at->at[i]->children.at[c]);
            }
        }
    }
}

static bool step_up(Resolver *r, long done, Migrations *at)
{
    Migrations next = {0};
    above(r, at, &next);
    if (!next.len) {
        return beyond(r, done);
    }
    *at = next;
    return next.len == 1 || parts(r, "up", &next);
}

/* From a merge, one step leads to all that it joined. */
static bool step_down(Resolver *r, long done, Migrations *at)
{
    if (!at->len) {
        return beyond(r, done);
    }
    if (at->len > 1) {
        return parts(r, "down", at);
    }
    *at = at->at[0]->parents;
    return true;
}

/* "-1" leads back on the line where it begins: another one, which that only depends on, stays. */
static bool walk(Resolver *r, Migrations *at)
{
    if (r->id.word == WORD_NONE && r->id.steps < 0 && !r->branch && at->len == 1) {
        limit_to(r, at->at[0]);
    }
    for (long i = 0; i < labs(r->id.steps); i++) {
        if (!(r->id.steps > 0 ? step_up(r, i, at) : step_down(r, i, at))) {
            return false;
        }
    }
    return true;
}

/* --- targets -----------------------------------------------------------------------------------
 */

bool target_resolve(Mem *mem, const Graph *graph, const History *history, const char *text,
                    Target *out, Error *err)
{
    Resolver r = {.mem = mem, .graph = graph, .history = history, .err = err};
    Migrations at = {0};
    if (!identifier_parse(mem, text, &r.id, err) || !find_branch(&r) || !start(&r, &at) ||
        !walk(&r, &at)) {
        return false;
    }
    bool whole_branch = !at.len && !r.id.relative;
    *out = (Target){.at = at, .branch = whole_branch ? r.branch : r.lineage, .lineage = r.lineage};
    return true;
}

bool target_one(Mem *mem, const Graph *graph, const History *history, const char *text,
                Migration **out, Error *err)
{
    Target target = {0};
    if (!target_resolve(mem, graph, history, text, &target, err)) {
        return false;
    }
    if (target.at.len > 1) {
        error_set(err, ERR_HISTORY, "\"%s\" is %zu revisions: %s", text, target.at.len,
                  names_of(mem, &target.at));
        return error_hint(err, "name the one that you mean");
    }
    *out = target.at.len ? target.at.at[0] : NULL;
    return true;
}

bool target_up(Mem *mem, const Graph *graph, const History *history, const char *text, Target *out,
               Error *err)
{
    if (identifier_steps(text) < 0) {
        error_set(err, ERR_USAGE, "\"%s\" steps back", text);
        return error_hint(err, "say \"schemadiff downgrade %s\"", text);
    }
    if (!target_resolve(mem, graph, history, text, out, err)) {
        return false;
    }
    if (!out->at.len && graph->list.len && !text_equal(text, "current")) {
        error_set(err, ERR_USAGE, "an upgrade cannot end at base");
        return error_hint(err, "say \"schemadiff downgrade %s\"", text);
    }
    return true;
}

bool target_down(Mem *mem, const Graph *graph, const History *history, const char *text,
                 Target *out, Error *err)
{
    if (identifier_steps(text) > 0) {
        error_set(err, ERR_USAGE, "\"%s\" steps on", text);
        return error_hint(err, "say \"schemadiff upgrade %s\"", text);
    }
    return target_resolve(mem, graph, history, text, out, err);
}

const Migration *target_passed(const History *history, const Target *target)
{
    for (size_t i = 0; i < target->at.len; i++) {
        const Migration *m = target->at.at[i];
        for (size_t c = 0; c < m->children.len; c++) {
            if (history->applied[m->children.at[c]->index]) {
                return m;
            }
        }
    }
    return NULL;
}

/* Marks what stands on the target; and what only depends on it, or that may stay as the target
 * does.
 */
static void mark_above(const Graph *graph, const Migrations *at, bool dependents,
                       bool *above_target)
{
    for (size_t i = 0; i < at->len; i++) {
        const Migration *m = at->at[i];
        for (size_t c = 0; c < m->children.len; c++) {
            graph_mark_descendants(graph, m->children.at[c], above_target);
        }
        for (size_t n = 0; dependents && n < m->needed_by.len; n++) {
            graph_mark_descendants(graph, m->needed_by.at[n], above_target);
        }
    }
}

/* Marks what has to go: where a branch is given, what lies in it, and with that all that stands on
 * it elsewhere. */
static void mark_undone(Mem *mem, const Graph *graph, const Target *target, bool dependents,
                        bool *gone)
{
    bool *above_target = MEM_ARRAY(mem, bool, graph->list.len);
    bool *kept = MEM_ARRAY(mem, bool, graph->list.len);
    mark_above(graph, &target->at, dependents, above_target);
    for (size_t i = 0; i < target->at.len; i++) {
        graph_mark_ancestors(graph, target->at.at[i], kept);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        if ((!target->at.len || (above_target[i] && !kept[i])) &&
            inside(target->branch, graph->list.at[i])) {
            graph_mark_descendants(graph, graph->list.at[i], gone);
        }
    }
}

static void collect_undone(Mem *mem, const Graph *graph, const History *history,
                           const Target *target, bool dependents, Migrations *out)
{
    Mem *scratch = mem_child(mem, "undo");
    bool *gone = MEM_ARRAY(scratch, bool, graph->list.len);
    mark_undone(scratch, graph, target, dependents, gone);
    for (size_t i = graph->list.len; i-- > 0;) {
        if (history->applied[i] && gone[i]) {
            list_push(mem, out, graph->list.at[i]);
        }
    }
    mem_destroy(scratch);
}

bool target_downgrade(Mem *mem, const Graph *graph, const History *history, const Target *target,
                      Migrations *out, Error *err)
{
    for (size_t i = 0; i < target->at.len; i++) {
        if (!history->applied[target->at.at[i]->index]) {
            return error_set(err, ERR_HISTORY, "revision \"%s\" is not applied",
                             target->at.at[i]->revision);
        }
    }
    collect_undone(mem, graph, history, target, false, out);
    return true;
}

void target_above(Mem *mem, const Graph *graph, const History *history, const Target *target,
                  Migrations *out)
{
    collect_undone(mem, graph, history, target, true, out);
}

History target_history(Mem *mem, const Graph *graph, const Target *target)
{
    History history = {.exists = target->at.len > 0,
                       .applied = MEM_ARRAY(mem, bool, graph->list.len)};
    for (size_t i = 0; i < target->at.len; i++) {
        graph_mark_ancestors(graph, target->at.at[i], history.applied);
    }
    history_find_current(mem, graph, &history);
    return history;
}
