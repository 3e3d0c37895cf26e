#include "migrate/runner.h"

#include "migrate/dir.h"

#include <time.h>

static const RunOps *ops(const Runner *runner)
{
    return runner->conn->server.dialect->run;
}

static int64_t clock_ms(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool runner_open(Runner *runner, int seconds, bool create, Error *err)
{
    if (!ops(runner)->lock(runner->conn, seconds, err)) {
        return false;
    }
    bool ok = history_read(runner->mem, runner->conn, runner->table, runner->graph,
                           &runner->history, err);
    if (ok && create && !runner->history.exists) {
        ok = history_create(runner->mem, runner->conn, runner->table, err);
    }
    ok = ok && history_verify(runner->mem, runner->conn, runner->table, runner->graph,
                              &runner->history, err);
    if (!ok) {
        runner_close(runner);
    }
    return ok;
}

void runner_close(Runner *runner)
{
    Mem *scratch = mem_child(runner->mem, "unlock");
    Error *ignored = error_new(scratch);
    (void)!ops(runner)->unlock(runner->conn, ignored);
    mem_destroy(scratch);
}

/* --- one migration -----------------------------------------------------------------------------
 */

typedef struct Run {
    Runner *runner;
    Migration *migration;
    const Section *section;
    bool up, transactional;
    int64_t started;
    HistoryRow row;
    Mem *scratch;
    Error *err;
} Run;

static HistoryRow row_new(const Run *run)
{
    const Migration *m = run->migration;
    const Conn *conn = run->runner->conn;
    Mem *mem = run->scratch;
    const char *user = run->runner->user, *db_user = conn->user ? conn->user : "";
    const char *by = text_empty(user) || text_equal(user, db_user) ? db_user
                     : text_empty(db_user)                         ? user
                                           : mem_printf(mem, "%s (%s)", db_user, user);
    return (HistoryRow){.revision = m->revision,
                        .message = m->message,
                        .checksum = m->checksum,
                        .state = run->up ? HISTORY_APPLYING : HISTORY_REVERTING,
                        .steps_total = run->section->steps.len,
                        .applied_at = dir_time(mem, time(NULL)),
                        .applied_by = by};
}

static void place_error(Run *run, const Step *step)
{
    run->err->where = (Location){run->migration->path, step->line, step->column};
    if (!run->err->statement) {
        run->err->statement = mem_strdup(run->err->mem, step->sql);
    }
}

/* The error of a region becomes that of the run: the rollback must not hide it. */
static bool run_statements(Run *run)
{
    const RunEvents *events = &run->runner->events;
    for (size_t i = 0; i < run->section->steps.len; i++) {
        const Step *step = &run->section->steps.at[i];
        if (events->stop && events->stop(events->context)) {
            run->runner->stopped = true;
            return error_at(
                run->err, ERR_SAFETY, (Location){run->migration->path, step->line, step->column},
                "interrupted before this statement of revision \"%s\"", run->migration->revision);
        }
        if (events->statement) {
            events->statement(events->context, run->migration, step);
        }
        if (!conn_exec(run->runner->conn, step->sql, run->err)) {
            place_error(run, step);
            return false;
        }
        run->row.steps = i + 1;
        if (!run->transactional && i + 1 < run->section->steps.len &&
            !history_update(run->scratch, run->runner->conn, run->runner->table, &run->row,
                            run->err)) {
            return false;
        }
    }
    return true;
}

static bool finish_row(Run *run)
{
    Runner *r = run->runner;
    run->row.duration_ms = clock_ms() - run->started;
    if (!run->up) {
        return history_delete(run->scratch, r->conn, r->table, run->migration->revision, run->err);
    }
    run->row.state = HISTORY_APPLIED;
    return run->transactional
               ? history_insert(run->scratch, r->conn, r->table, &run->row, run->err)
               : history_update(run->scratch, r->conn, r->table, &run->row, run->err);
}

/* Another process may have been faster where only the transaction locks (SQLite). */
static bool still_to_do(Run *run, bool *todo)
{
    bool there = false;
    if (!history_has(run->scratch, run->runner->conn, run->runner->table, run->migration->revision,
                     &there, run->err)) {
        return false;
    }
    *todo = run->up != there;
    return true;
}

/* Behind the server's hint: what is in force must be said whatever else is said. */
static bool add_hint(Error *err, const char *text)
{
    err->hint = err->hint ? mem_printf(err->mem, "%s; %s", err->hint, text) : text;
    return false;
}

static bool nothing_in_force(Run *run)
{
    return add_hint(run->err, mem_printf(run->err->mem, "nothing of %s \"%s\" is in force",
                                         run->up ? "revision" : "the downgrade of",
                                         run->migration->revision));
}

static bool run_in_transaction(Run *run)
{
    Conn *conn = run->runner->conn;
    bool todo = false;
    if (!ops(run->runner)->begin(conn, run->err)) {
        return false;
    }
    bool ok = still_to_do(run, &todo);
    ok = ok && (!todo || (run_statements(run) && finish_row(run)));
    if (ok && ops(run->runner)->commit(conn, run->err)) {
        return true;
    }
    Error *ignored = error_new(run->scratch);
    (void)!ops(run->runner)->rollback(conn, ignored);
    return nothing_in_force(run);
}

static bool in_force(Run *run)
{
    size_t done = run->row.steps, total = run->section->steps.len;
    return add_hint(
        run->err,
        mem_printf(run->err->mem,
                   "%s%zu of %zu statements of revision \"%s\" %s in force: take them back by "
                   "hand and delete its row from \"%s\", or finish them and set the row's state "
                   "to 'applied'; until then nothing else runs",
                   done == 1 ? "" : "the first ", done, total, run->migration->revision,
                   done == 1 ? "is" : "are", run->runner->table));
}

static bool reverted(Run *run)
{
    size_t done = run->row.steps, total = run->section->steps.len;
    return add_hint(
        run->err,
        mem_printf(run->err->mem,
                   "%zu of the %zu statements of the downgrade of \"%s\" were run: run the rest "
                   "by hand and delete its row from \"%s\", or undo them and set the row's state "
                   "to 'applied'; until then nothing else runs",
                   done, total, run->migration->revision, run->runner->table));
}

/* Where a statement cannot be taken back, the row says how far it went. */
static bool run_step_by_step(Run *run)
{
    Runner *r = run->runner;
    bool todo = false;
    if (!still_to_do(run, &todo)) {
        return false;
    }
    if (!todo) {
        return true;
    }
    bool ok = run->up ? history_insert(run->scratch, r->conn, r->table, &run->row, run->err)
                      : history_update(run->scratch, r->conn, r->table, &run->row, run->err);
    if (!ok) {
        return false;
    }
    if (run_statements(run) && finish_row(run)) {
        return true;
    }
    if (run->row.steps) {
        return run->up ? in_force(run) : reverted(run);
    }
    Error *ignored = error_new(run->scratch);
    if (run->up) {
        (void)!history_delete(run->scratch, r->conn, r->table, run->migration->revision, ignored);
    } else {
        run->row.state = HISTORY_APPLIED;
        run->row.steps = run->row.steps_total;
        (void)!history_update(run->scratch, r->conn, r->table, &run->row, ignored);
    }
    return nothing_in_force(run);
}

static bool run_one(Runner *runner, Migration *migration, bool up, Error *err)
{
    const Section *section = up ? &migration->upgrade : &migration->downgrade;
    const RunEvents *events = &runner->events;
    Run run = {.runner = runner,
               .migration = migration,
               .section = section,
               .up = up,
               .transactional = server_can(&runner->conn->server, CAP_DDL_TRANSACTION) &&
                                !section->transaction_off,
               .started = clock_ms(),
               .scratch = mem_child(runner->mem, "migration"),
               .err = err};
    run.row = row_new(&run);
    if (events->begins) {
        events->begins(events->context, migration, up);
    }
    bool ok = run.transactional ? run_in_transaction(&run) : run_step_by_step(&run);
    if (ok) {
        runner->done++;
        if (events->done) {
            events->done(events->context, migration, up, clock_ms() - run.started);
        }
    }
    mem_destroy(run.scratch);
    return ok;
}

/* --- several -----------------------------------------------------------------------------------
 */

static bool parse_all(Runner *runner, const Migrations *todo, Error *err)
{
    for (size_t i = 0; i < todo->len; i++) {
        if (!migration_parse(runner->mem, todo->at[i], runner->conn->server.dialect, err)) {
            return false;
        }
    }
    return true;
}

static bool run_all(Runner *runner, const Migrations *todo, bool up, Error *err)
{
    const RunEvents *events = &runner->events;
    for (size_t i = 0; i < todo->len; i++) {
        if (events->stop && events->stop(events->context)) {
            runner->stopped = true;
            return error_set(err, ERR_SAFETY, "interrupted before revision \"%s\"",
                             todo->at[i]->revision);
        }
        if (!run_one(runner, todo->at[i], up, err)) {
            return false;
        }
    }
    return true;
}

bool runner_upgrade(Runner *runner, const Migrations *todo, Error *err)
{
    return parse_all(runner, todo, err) && run_all(runner, todo, true, err);
}

static bool can_go_back(const Migration *m, Error *err)
{
    Location where = {m->path, m->downgrade.line, m->downgrade.line ? 1 : 0};
    if (m->irreversible) {
        error_at(err, ERR_HISTORY, where, "revision \"%s\" cannot be taken back: %s", m->revision,
                 m->irreversible);
        return error_hint(err, "restore a backup, or write a new revision that goes forward");
    }
    if (m->upgrade.steps.len && !m->downgrade.steps.len) {
        error_at(err, ERR_HISTORY, where, "the downgrade of revision \"%s\" has no statements",
                 m->revision);
        return error_hint(err,
                          "write it, or say \"-- irreversible: why\" in the header; if there is "
                          "nothing to do, write SELECT 1;");
    }
    return true;
}

bool runner_downgrade(Runner *runner, const Migrations *todo, Error *err)
{
    if (!parse_all(runner, todo, err)) {
        return false;
    }
    for (size_t i = 0; i < todo->len; i++) {
        if (!can_go_back(todo->at[i], err)) {
            return false;
        }
    }
    return run_all(runner, todo, false, err);
}

void runner_downgrade_list(Mem *mem, const Graph *graph, const History *history,
                           const Migration *target, Migrations *out)
{
    bool *below = MEM_ARRAY(mem, bool, graph->list.len);
    if (target) {
        graph_mark_descendants(graph, target, below);
        below[target->index] = false;
    }
    for (size_t i = graph->list.len; i-- > 0;) {
        if (history->applied[i] && (!target || below[i])) {
            list_push(mem, out, graph->list.at[i]);
        }
    }
}
