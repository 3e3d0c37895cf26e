#include "cmd/scratch.h"

#include "cmd/dialects.h"
#include "cmd/dump.h"

static bool no_database(Error *err)
{
    error_set(err, ERR_USAGE, "no scratch database is named");
    return error_hint(err, "give the URL of an empty one; sqlite:// is one in memory");
}

bool scratch_open(Context *ctx, const char *url, Scratch **out, Error *err)
{
    const Config *config = &ctx->config;
    const char *said = url ? url : ctx->args->scratch ? ctx->args->scratch : config->scratch;
    bool make = !said || text_equal(said, "auto");
    const char *text = make ? config->url : said;
    const Dialect *dialect = NULL;
    Url *parsed = MEM_NEW(ctx->mem, Url);
    if (!text) {
        return no_database(err);
    }
    if (!url_parse(ctx->mem, text, parsed, err) || !dialect_for_url(parsed, &dialect, err)) {
        return false;
    }
    bool ok = make ? scratch_make(ctx->mem, dialect, parsed, out, err)
                   : scratch_borrow(ctx->mem, dialect, parsed, config->history_table, out, err);
    if (ok) {
        (*out)->conn->trace = ctx->out->verbose > 1 ? stderr : NULL;
    }
    if (ok && ctx->out->verbose) {
        out_note(ctx->out, "scratch: %s", (*out)->label);
    }
    return ok;
}

bool scratch_at_hand(const Context *ctx, const Conn *live)
{
    return live->server.dialect->run->scratch_url || ctx->args->scratch || ctx->config.scratch;
}

bool scratch_open_filled(Context *ctx, const char *url, Scratch **out, Error *err)
{
    const char *dump = ctx->args->from_dump;
    Url sqlite = {0};
    const Dialect *dialect = NULL;
    if (dump && dump_is_database(dump)) {
        return url_parse(ctx->mem, "sqlite://", &sqlite, err) &&
               dialect_for_url(&sqlite, &dialect, err) &&
               scratch_copy(ctx->mem, dialect, dump, out, err);
    }
    return scratch_open(ctx, url, out, err) && (!dump || dump_load(ctx->mem, *out, dump, err));
}

Runner scratch_runner(Context *ctx, Scratch *scratch, const Graph *graph)
{
    Runner runner = session_runner(ctx, scratch->conn, graph);
    runner.events.done = NULL;
    runner.events.note = NULL;
    return runner;
}
