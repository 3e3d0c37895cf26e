#include "cmd/revert.h"

#include "cmd/dialects.h"
#include "migrate/target.h"

static bool cannot_revert(const Migration *m, const char *why, Error *err)
{
    error_at(err, ERR_HISTORY, (Location){.file = m->path},
             "revision \"%s\" cannot be taken back: %s", m->revision, why);
    return error_hint(err, "write the revision by hand: schemadiff revision -m MSG");
}

static bool find_reverted(Context *ctx, const Graph *graph, Migration **out, Error *err)
{
    Migration *m = NULL;
    if (!target_one(ctx->mem, graph, NULL, ctx->args->revert, &m, err)) {
        return false;
    }
    if (!m) {
        error_set(err, ERR_USAGE, "base cannot be taken back");
        return error_hint(err, "name a revision");
    }
    *out = m;
    return !m->irreversible || cannot_revert(m, m->irreversible, err);
}

static void add_section(Context *ctx, const Migration *m, const char *marker,
                        const Section *section, Buf *out)
{
    const char *text = migration_section_text(ctx->mem, m, section);
    buf_fmt(out, "\n-- %s\n%s%s%s", marker, m->transaction_off ? "-- transaction: off\n" : "", text,
            *text ? "\n" : "");
}

bool revert_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    Migration *m = NULL;
    NewRevision revision = {0};
    const Dialect *dialect = NULL;
    if (!session_graph(ctx, &graph, err) || !find_reverted(ctx, &graph, &m, err) ||
        !revision_prepare(ctx, &graph, &revision, err) ||
        !revision_dialect(ctx, &graph, &dialect, err) ||
        !migration_parse(ctx->mem, m, dialect, err)) {
        return false;
    }
    if (m->upgrade.steps.len && !m->downgrade.steps.len) {
        return cannot_revert(m, "its downgrade has no statements", err);
    }
    if (!*revision.head.message) {
        revision.head.message =
            mem_printf(ctx->mem, "revert %s", *m->message ? m->message : m->revision);
    }
    Buf body = buf_new(ctx->mem);
    add_section(ctx, m, "+upgrade", &m->downgrade, &body);
    add_section(ctx, m, "+downgrade", &m->upgrade, &body);
    revision.body = buf_text(&body);
    return revision_write_by_hand(ctx, &graph, &revision, err);
}
