/* A runner whose events are shown, logged and interrupted by Ctrl-C. */
#include "base/who.h"
#include "cmd/log.h"
#include "cmd/session.h"
#include "cmd/ticker.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Watch {
    Context *ctx;
    Runner *runner; /* set when it is opened */
    Log *log;       /* NULL = none */
    bool live;      /* a line on the terminal is kept up to date */
    Mem *line;      /* that one and what keeps it; NULL: there is none now */
    time_t started; /* the migration */
} Watch;

static const char *parents_of(Mem *mem, const Migration *m)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < m->revises.len; i++) {
        buf_fmt(&buf, "%s%s", i ? ", " : "", m->revises.at[i]);
    }
    return m->revises.len ? buf_text(&buf) : "base";
}

/* --- the terminal ------------------------------------------------------------------------------
 */

static void end_progress(Watch *watch)
{
    mem_destroy(watch->line);
    watch->line = NULL;
}

static void show_progress(Watch *watch, const RunStep *step)
{
    const Migration *m = step->migration;
    size_t left = watch->runner ? watch->runner->left : 0;
    end_progress(watch);
    Mem *mem = mem_child(watch->ctx->mem, "progress");
    const char *before = mem_printf(mem, "%s%s%s: statement %zu of %zu, ", m->revision,
                                    text_empty(m->message) ? "" : " ", format_line(mem, m->message),
                                    step->number, step->total);
    const char *after = mem_printf(mem, " s, %zu more revision%s", left, left == 1 ? "" : "s");
    ticker_start(mem, out_printable(mem, before, false), after, watch->started);
    watch->line = mem;
}

/* --- events ------------------------------------------------------------------------------------
 */

static void begins(void *context, const Migration *m UNUSED, RunDirection direction UNUSED)
{
    Watch *watch = context;
    watch->started = time(NULL);
}

static void done(void *context, const Migration *m, RunDirection direction, int64_t milliseconds)
{
    Watch *watch = context;
    Context *ctx = watch->ctx;
    bool up = direction == RUN_UP;
    const char *parents = parents_of(ctx->mem, m), *message = format_line(ctx->mem, m->message);
    end_progress(watch);
    out_line(ctx->out, "%s %s -> %s%s%s (%lld ms)", up ? "upgrade" : "downgrade",
             up ? parents : m->revision, up ? m->revision : parents, *message ? ", " : "", message,
             (long long)milliseconds);
    log_revision(watch->log, m, direction, milliseconds);
}

static void statement(void *context, const RunStep *step)
{
    Watch *watch = context;
    if (watch->live && step->step->hand_over) {
        end_progress(watch); /* the line is the tool's */
    } else if (watch->live) {
        show_progress(watch, step);
    } else if (watch->ctx->out->verbose) {
        out_note(watch->ctx->out, "%s:%u: %s", step->migration->path, step->step->line,
                 step->step->sql);
    }
}

/* From here on a statement's time is worth a line of its own on a terminal. */
#define LONG_MS 1000

static void tell_time(Watch *watch, const RunStep *step, int64_t milliseconds)
{
    if (watch->ctx->out->verbose || (watch->live && milliseconds >= LONG_MS)) {
        end_progress(watch);
        out_note(watch->ctx->out, "%s: statement %zu of %zu took %lld ms",
                 step->migration->revision, step->number, step->total, (long long)milliseconds);
    }
}

static void finished(void *context, const RunStep *step, int64_t milliseconds, const Error *err)
{
    Watch *watch = context;
    if (err) {
        end_progress(watch);
    } else {
        tell_time(watch, step, milliseconds);
    }
    log_statement(watch->log, step, milliseconds, err);
}

static void note(void *context, const char *text)
{
    Watch *watch = context;
    end_progress(watch);
    out_note(watch->ctx->out, "%s", text);
}

/* --- the runner --------------------------------------------------------------------------------
 */

Runner session_runner(Context *ctx, Conn *conn, const Graph *graph)
{
    const Output *out = ctx->out;
    Watch *watch = MEM_NEW(ctx->mem, Watch);
    watch->ctx = ctx;
    watch->live = isatty(STDERR_FILENO) && !out->quiet && !out->verbose && !out->json &&
                  !text_equal(getenv("TERM"), "dumb");
    return (Runner){.mem = ctx->mem,
                    .conn = conn,
                    .graph = graph,
                    .table = ctx->config.history_table,
                    .limits = ctx->config.environment.limits,
                    .who = {who_account(ctx->mem), who_host(ctx->mem), getpid()},
                    .events = {.context = watch,
                               .begins = begins,
                               .done = done,
                               .statement = statement,
                               .finished = finished,
                               .note = note,
                               .stop = command_interrupted}};
}

#define LOCK_SECONDS_MAX 86400

static bool lock_seconds(const Context *ctx, int *out, Error *err)
{
    const char *text = ctx->args->lock_timeout;
    int64_t ms = ctx->config.environment.migration_lock_ms;
    char *end = NULL;
    long seconds = text     ? strtol(text, &end, 10)
                   : ms < 0 ? LOCK_SECONDS
                            : (long)((ms + 999) / 1000);
    if (text && (!char_is_digit(*text) || *end || seconds > LOCK_SECONDS_MAX)) {
        error_set(err, ERR_USAGE, "\"%s\" is no number of seconds", text);
        return error_hint(err, "give --lock-timeout a whole number, 0 for not waiting at all");
    }
    *out = (int)seconds;
    return true;
}

static bool open_runner(Context *ctx, Runner *runner, bool create, Error *err)
{
    Watch *watch = runner->events.context;
    int seconds = 0;
    watch->runner = runner;
    session_hand_over(ctx, runner);
    if (!environment_admits(&ctx->config.environment, runner->who.user, err) ||
        !lock_seconds(ctx, &seconds, err) ||
        !log_open(ctx, runner->conn, &runner->who, &watch->log, err)) {
        return false;
    }
    log_run(watch->log, "begin", NULL);
    command_waits(true);
    bool ok = runner_open(runner, seconds, create, err);
    command_waits(false);
    if (ok) {
        return true;
    }
    log_run(watch->log, "end", err);
    return false;
}

static bool run_under_lock(Context *ctx, Conn *conn, const Graph *graph, const RunMode *mode,
                           RunFn run, Error *err)
{
    Runner runner = session_runner(ctx, conn, graph);
    runner.accepted = mode->accepted;
    runner.answer = mode->answer;
    if (!open_runner(ctx, &runner, mode->creates && graph->list.len, err)) {
        return false;
    }
    bool ok = run(ctx, &runner, err);
    Watch *watch = runner.events.context;
    end_progress(watch);
    log_run(watch->log, "end", ok ? NULL : err);
    runner_close(&runner);
    return ok;
}

bool session_run(Context *ctx, const RunMode *mode, RunFn run, Error *err)
{
    Conn *conn = NULL;
    Graph graph = {0};
    return session_graph(ctx, &graph, err) && session_connect(ctx, &conn, err) &&
           run_under_lock(ctx, conn, &graph, mode, run, err);
}

bool session_run_on(Context *ctx, Conn *conn, const RunMode *mode, RunFn run, Error *err)
{
    Graph graph = {0};
    return session_graph(ctx, &graph, err) && run_under_lock(ctx, conn, &graph, mode, run, err);
}
