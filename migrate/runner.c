#include "migrate/run_step.h"

#include "migrate/dir.h"

#include <time.h>

static const RunOps *ops(const Runner *runner)
{
    return runner->conn->server.dialect->run;
}

/* --- the lock ----------------------------------------------------------------------------------
 */

/* What the history knows about the run that holds the lock. */
static void tell_holder(Runner *runner, Error *err)
{
    Mem *mem = err->mem;
    HistoryRows rows = {0};
    bool exists = false;
    if (err->code != ERR_LOCKED ||
        !history_select(mem, runner->conn, runner->table, " WHERE state <> 'applied'", false, &rows,
                        &exists, error_new(mem)) ||
        !rows.len) {
        return;
    }
    const HistoryRow *row = &rows.at[0];
    error_hint_more(err, "it has been at revision \"%s\" since %s, by %s%s%s, pid %lld",
                    row->revision, row->applied_at, row->applied_by, *row->host ? " on " : "",
                    row->host, (long long)row->pid);
}

bool runner_open(Runner *runner, int seconds, bool create, Error *err)
{
    if (!ops(runner)->lock(runner->conn, &runner->who, seconds, err)) {
        tell_holder(runner, err);
        return false;
    }
    bool ok = ops(runner)->limit(runner->conn, &runner->limits, err);
    ok = ok && (!create || history_create(runner->mem, runner->conn, runner->table, err));
    ok = ok &&
         history_read(runner->mem, runner->conn, runner->table, runner->graph, &runner->history,
                      err) &&
         history_verify(runner->mem, runner->conn, runner->graph, &runner->history,
                        runner->accepted, err);
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

static HistoryState state_while(RunDirection direction)
{
    switch (direction) {
    case RUN_UP:
        return HISTORY_APPLYING;
    case RUN_DOWN:
        return HISTORY_REVERTING;
    case RUN_BACK_OUT:
        return HISTORY_BACKING_OUT;
    }
    return HISTORY_APPLIED;
}

static HistoryRow row_new(const Run *run)
{
    const Migration *m = run->migration;
    const RunIdentity *who = &run->runner->who;
    const Conn *conn = run->runner->conn;
    Mem *mem = run->scratch;
    const char *user = who->user, *db_user = conn->user ? conn->user : "";
    const char *by = text_empty(user) || text_equal(user, db_user) ? db_user
                     : text_empty(db_user)                         ? user
                                           : mem_printf(mem, "%s (%s)", db_user, user);
    return (HistoryRow){.revision = m->revision,
                        .message = m->message,
                        .checksum = m->checksum,
                        .state = state_while(run->direction),
                        .steps_total = run->section->steps.len,
                        .applied_at = dir_time(mem, time(NULL)),
                        .applied_by = by,
                        .host = who->host,
                        .pid = who->pid,
                        .statements = migration_record(mem, m)};
}

static const char *what_ran(const Run *run)
{
    return run->direction == RUN_UP ? "revision" : "the downgrade of";
}

static bool nothing_in_force(Run *run)
{
    return error_hint_more(run->err, "nothing of %s \"%s\" is in force", what_ran(run),
                           run->migration->revision);
}

/* Another process may have been faster where the lock does not reach (a copy on another host). */
static bool still_to_do(Run *run, bool *todo)
{
    HistoryRow row = {0};
    bool there = false;
    if (!history_reload(run->scratch, run->runner->conn, run->runner->table,
                        run->migration->revision, &row, &there, run->err)) {
        return false;
    }
    *todo = (run->direction == RUN_UP) != there;
    return true;
}

/* --- in one transaction ------------------------------------------------------------------------
 */

static bool run_statements(Run *run)
{
    for (size_t at = 0; at < run->section->steps.len; at++) {
        if (run_stopped(run, at) || !run_execute(run, at)) {
            return false;
        }
        run->row.steps = at + 1;
    }
    return true;
}

static bool record_transaction(Run *run)
{
    Runner *r = run->runner;
    run->row.duration_ms = run_clock_ms() - run->started;
    run->row.state = HISTORY_APPLIED;
    return run->direction == RUN_UP
               ? history_insert(run->scratch, r->conn, r->table, &run->row, run->err)
               : history_delete(run->scratch, r->conn, r->table, run->migration->revision,
                                run->err);
}

static bool commit_lost(Run *run)
{
    return error_hint_more(run->err,
                           "the connection was lost while %s \"%s\" was committed: "
                           "\"schemadiff current\" tells whether it is in force",
                           what_ran(run), run->migration->revision);
}

static bool try_transaction(Run *run)
{
    Conn *conn = run->runner->conn;
    bool todo = false;
    run->row.steps = 0;
    if (!ops(run->runner)->begin(conn, run->err)) {
        return nothing_in_force(run);
    }
    bool ok = still_to_do(run, &todo);
    ok = ok && (!todo || (run_statements(run) && record_transaction(run)));
    bool commits = ok;
    if (ok && ops(run->runner)->commit(conn, run->err)) {
        return true;
    }
    Error *ignored = error_new(run->scratch);
    (void)!ops(run->runner)->rollback(conn, ignored);
    return commits && run->err->code == ERR_CONNECT ? commit_lost(run) : nothing_in_force(run);
}

static bool run_in_transaction(Run *run)
{
    for (size_t tries = 0;; tries++) {
        if (try_transaction(run)) {
            return true;
        }
        if (!ops(run->runner)->refused_as_busy(run->err) || !run_wait(run, tries)) {
            return false;
        }
    }
}

/* --- with a journal ----------------------------------------------------------------------------
 */

/* Nothing happened: the row is as it was before. */
static bool forget(Run *run)
{
    Runner *r = run->runner;
    Error *ignored = error_new(run->scratch);
    if (run->direction == RUN_UP) {
        (void)!history_delete(run->scratch, r->conn, r->table, run->migration->revision, ignored);
    } else {
        const HistoryRow *before = history_find(&r->history, run->migration->revision);
        (void)!history_update(run->scratch, r->conn, r->table, before, ignored);
    }
    return nothing_in_force(run);
}

/* What the row says now is what counts: a transaction of the migration's own was rolled back. */
static bool tell_progress(Run *run)
{
    Runner *r = run->runner;
    Mem *mem = run->err->mem;
    bool found = false;
    HistoryRow row = run->row;
    bool lost = !history_reload(run->scratch, r->conn, r->table, run->migration->revision, &row,
                                &found, error_new(run->scratch));
    row = found && !lost ? row : run->row;
    if (found && !row.steps && !row.doubt && !run->resumes && run->direction != RUN_BACK_OUT) {
        run->row = row;
        return forget(run);
    }
    return error_hint_more(
        run->err,
        "%s%s; \"schemadiff resume\" goes on%s, \"schemadiff downgrade\" takes back what is in "
        "force",
        lost ? "the connection is lost; by the journal, " : "", history_progress(mem, &row),
        lost ? " and finds out about the last one" : " when the cause is removed");
}

static bool finish_journal(Run *run)
{
    Runner *r = run->runner;
    run->row.duration_ms += run_clock_ms() - run->started;
    if (run->direction != RUN_UP) {
        return history_delete(run->scratch, r->conn, r->table, run->migration->revision, run->err);
    }
    run->row.state = HISTORY_APPLIED;
    return history_update(run->scratch, r->conn, r->table, &run->row, run->err);
}

static bool open_journal(Run *run)
{
    Runner *r = run->runner;
    return run->direction == RUN_UP && !run->resumes
               ? history_insert(run->scratch, r->conn, r->table, &run->row, run->err)
               : history_update(run->scratch, r->conn, r->table, &run->row, run->err);
}

static bool run_step_by_step(Run *run)
{
    bool todo = true;
    if ((!run->resumes && !still_to_do(run, &todo)) || (todo && !open_journal(run))) {
        return false;
    }
    if (!todo || (run_journalled(run) && finish_journal(run))) {
        return true;
    }
    return tell_progress(run);
}

/* --- in any way --------------------------------------------------------------------------------
 */

static Run run_new(Runner *runner, Migration *migration, RunDirection direction, Error *err)
{
    const Section *section = direction == RUN_UP ? &migration->upgrade : &migration->downgrade;
    Run run = {.runner = runner,
               .migration = migration,
               .section = section,
               .direction = direction,
               .transaction = server_can(&runner->conn->server, CAP_DDL_TRANSACTION) &&
                              !section->transaction_off && direction != RUN_BACK_OUT,
               .started = run_clock_ms(),
               .scratch = mem_child(runner->mem, "migration"),
               .err = err};
    run.row = row_new(&run);
    return run;
}

static bool run_whole(Run *run)
{
    const RunEvents *events = &run->runner->events;
    if (events->begins) {
        events->begins(events->context, run->migration, run->direction);
    }
    bool ok = run->transaction ? run_in_transaction(run) : run_step_by_step(run);
    if (ok) {
        run->runner->done++;
        if (events->done) {
            events->done(events->context, run->migration, run->direction,
                         run_clock_ms() - run->started);
        }
    }
    mem_destroy(run->scratch);
    return ok;
}

static bool run_one(Runner *runner, Migration *migration, RunDirection direction, Error *err)
{
    Run run = run_new(runner, migration, direction, err);
    return run_whole(&run);
}

bool runner_record(Runner *runner, Migration *migration, Error *err)
{
    if (!migration_parse(runner->mem, migration, runner->conn->server.dialect, err)) {
        return false;
    }
    Run run = run_new(runner, migration, RUN_UP, err);
    run.row.state = HISTORY_APPLIED;
    run.row.steps = run.row.steps_total;
    bool ok = history_insert(run.scratch, runner->conn, runner->table, &run.row, err);
    mem_destroy(run.scratch);
    return ok;
}

/* --- half-way ----------------------------------------------------------------------------------
 */

static RunDirection direction_of(const HistoryRow *row)
{
    return row->state == HISTORY_APPLYING    ? RUN_UP
           : row->state == HISTORY_REVERTING ? RUN_DOWN
                                             : RUN_BACK_OUT;
}

static bool changed_below(const Run *run, const HistoryRow *row, size_t n, Error *err)
{
    error_at(err, ERR_HISTORY,
             (Location){run->migration->path,
                        n < run->section->steps.len ? run->section->steps.at[n].line
                                                    : run->section->line,
                        1},
             "statement %zu of revision \"%s\" was edited after it was run", n + 1, row->revision);
    return error_hint(err, "restore it as it was; what was not run yet may be edited");
}

/* The statements that were run must be those of the file; the others may have been corrected. */
static bool same_so_far(const Run *run, const HistoryRow *row, Error *err)
{
    const Dialect *dialect = run->runner->conn->server.dialect;
    Migration *recorded = NULL;
    size_t ran = row->doubt > row->steps ? row->doubt : row->steps;
    if (text_equal(row->checksum, run->migration->checksum)) {
        return true;
    }
    if (!row->statements) {
        return changed_below(run, row, 0, err);
    }
    if (!migration_recorded(run->scratch, row->statements, dialect, &recorded, err)) {
        return false;
    }
    const Section *old = run->direction == RUN_UP ? &recorded->upgrade : &recorded->downgrade;
    for (size_t i = 0; i < ran && i < old->steps.len; i++) {
        if (i >= run->section->steps.len ||
            !step_equal(&old->steps.at[i], &run->section->steps.at[i], dialect)) {
            return changed_below(run, row, i, err);
        }
    }
    return true;
}

/* The half-way row as it is now, and a run that goes on from it. */
static bool run_from_row(Runner *runner, const HistoryRow *known, Run *out, Error *err)
{
    HistoryRow row = {0};
    bool found = false;
    Migration *m = known->migration;
    if (!m) {
        error_set(err, ERR_HISTORY, "no file of \"%s\" has the half-way revision \"%s\"",
                  runner->graph->folder, known->revision);
        return error_hint(err, "bring its file back (another branch? another --dir?)");
    }
    if (!migration_parse(runner->mem, m, runner->conn->server.dialect, err) ||
        !history_reload(runner->mem, runner->conn, runner->table, known->revision, &row, &found,
                        err)) {
        return false;
    }
    if (!found) {
        return error_set(err, ERR_HISTORY, "revision \"%s\" is not half-way any more",
                         known->revision);
    }
    Run run = run_new(runner, m, direction_of(&row), err);
    if (!same_so_far(&run, &row, err)) {
        mem_destroy(run.scratch);
        return false;
    }
    run.resumes = true;
    run.transaction = false;
    run.row.steps = row.steps;
    run.row.doubt = row.doubt;
    run.row.doubt_before = row.doubt_before;
    run.row.up_steps = row.up_steps;
    run.row.duration_ms = row.duration_ms;
    *out = run;
    return true;
}

bool runner_resume(Runner *runner, HistoryRow *row, Error *err)
{
    Run run;
    if (!run_from_row(runner, row, &run, err)) {
        return false;
    }
    if (!run_settle_doubt(&run)) {
        mem_destroy(run.scratch);
        return false;
    }
    if (runner->answer == RESUME_SKIP && run.row.steps < run.section->steps.len) {
        run.row.steps++; /* what failed was done by hand */
        runner->answer = RESUME_ASK;
    }
    return run_whole(&run);
}

/* First the upgrade's doubt; then the downgrade, as far as there is something to take back. */
static bool back_out(Runner *runner, HistoryRow *row, Error *err)
{
    Run up;
    if (!run_from_row(runner, row, &up, err)) {
        return false;
    }
    bool unknown = !run_settle_doubt(&up) && err->code == ERR_SAFETY;
    if (unknown) {
        error_clear(err); /* "does not exist" will tell, statement by statement */
        up.row.steps = up.row.doubt;
    }
    HistoryRow left = up.row;
    mem_destroy(up.scratch);
    if (error_is_set(err)) {
        return false;
    }
    if (!left.steps) {
        return history_delete(runner->mem, runner->conn, runner->table, row->revision, err);
    }
    Run down = run_new(runner, row->migration, RUN_BACK_OUT, err);
    down.resumes = true;
    down.row.up_steps = left.steps;
    return run_whole(&down);
}

static bool take_back(Runner *runner, Migration *m, Error *err)
{
    HistoryRow *row = history_find(&runner->history, m->revision);
    switch (row ? row->state : HISTORY_APPLIED) {
    case HISTORY_APPLIED:
        return run_one(runner, m, RUN_DOWN, err);
    case HISTORY_APPLYING:
        return back_out(runner, row, err);
    case HISTORY_REVERTING:
    case HISTORY_BACKING_OUT:
        return runner_resume(runner, row, err);
    }
    return false;
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
        runner->left = todo->len - i - 1;
        if (!(up ? run_one(runner, todo->at[i], RUN_UP, err)
                 : take_back(runner, todo->at[i], err))) {
            return false;
        }
    }
    return true;
}

bool runner_upgrade(Runner *runner, const Migrations *todo, Error *err)
{
    if (!parse_all(runner, todo, err)) {
        return false;
    }
    for (size_t i = 0; i < todo->len; i++) {
        if (!run_check_section(runner->conn, todo->at[i], &todo->at[i]->upgrade, err)) {
            return false;
        }
    }
    return run_all(runner, todo, true, err);
}

bool runner_can_go_back(const Migration *m, Error *err)
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

bool runner_can_downgrade(Runner *runner, const Migrations *todo, Error *err)
{
    if (!parse_all(runner, todo, err)) {
        return false;
    }
    for (size_t i = 0; i < todo->len; i++) {
        if (!runner_can_go_back(todo->at[i], err) ||
            !run_check_section(runner->conn, todo->at[i], &todo->at[i]->downgrade, err)) {
            return false;
        }
    }
    return true;
}

bool runner_downgrade(Runner *runner, const Migrations *todo, Error *err)
{
    return runner_can_downgrade(runner, todo, err) && run_all(runner, todo, false, err);
}
