/* Statements one by one, and the journal of those that no transaction around them protects. */
#include "migrate/run_step.h"

#include "base/digest.h"
#include "emit/render.h"
#include "migrate/run_batches.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

static const RunOps *ops(const Run *run)
{
    return run->runner->conn->server.dialect->run;
}

int64_t run_clock_ms(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static Location place_of(const Run *run, const Step *step)
{
    return (Location){run->migration->path, step->line, step->column};
}

/* --- one statement -----------------------------------------------------------------------------
 */

static RunStep told_step(const Run *run, size_t at)
{
    return (RunStep){.migration = run->migration,
                     .step = &run->section->steps.at[at],
                     .number = at + 1,
                     .total = run->section->steps.len,
                     .direction = run->direction};
}

static void tell_begin(const Run *run, size_t at)
{
    const RunEvents *events = &run->runner->events;
    RunStep step = told_step(run, at);
    if (events->statement) {
        events->statement(events->context, &step);
    }
}

static void tell_end(const Run *run, size_t at, int64_t started, bool ok)
{
    const RunEvents *events = &run->runner->events;
    RunStep step = told_step(run, at);
    if (events->finished) {
        events->finished(events->context, &step, run_clock_ms() - started, ok ? NULL : run->err);
    }
}

static void tell_note(const Run *run, const char *text)
{
    const RunEvents *events = &run->runner->events;
    if (events->note) {
        events->note(events->context, text);
    }
}

static bool hand_over(Run *run, const Step *step)
{
    const Runner *runner = run->runner;
    if (runner->hand_over) {
        return runner->hand_over(runner->hand_over_context, step, run->err);
    }
    error_set(run->err, ERR_SAFETY, "this statement is to be handed over, but to whom is not said");
    return error_hint(run->err, "name the command in \"online\" of the project file, or remove the "
                                "line \"-- " HAND_OVER_MARK "\" to let the server copy the table");
}

static bool send_whole(Run *run, const Step *step)
{
    bool (*exec)(Conn *, const char *, Error *) = ops(run)->exec ? ops(run)->exec : conn_exec;
    return exec(run->runner->conn, step->sql, run->err);
}

/* Each batch commits, which no transaction around it may be there to prevent. */
static bool goes_in_batches(const Run *run, size_t at)
{
    return run->section->steps.at[at].batches && ops(run)->batch_begin && !run->transaction &&
           !run->in_own;
}

/* Of a guarded statement only what is still needed is sent. */
static bool send_needed(Run *run, const Step *step)
{
    const Server *server = &run->runner->conn->server;
    Step needed = *step;
    if (step->guarded) {
        const char *ask = server->dialect->render->needed(run->scratch, server, step->sql);
        if (!conn_value(run->runner->conn, run->scratch, mem_printf(run->scratch, "SELECT %s", ask),
                        &needed.sql, run->err)) {
            return false;
        }
        if (!needed.sql) {
            tell_note(run, mem_printf(run->scratch, "%s:%" PRIu32 ": nothing of it is left to do",
                                      run->migration->path, step->line));
            return true;
        }
    }
    return step->hand_over ? hand_over(run, &needed) : send_whole(run, &needed);
}

/* Sends it; the error gets its place in the file. */
static bool send_step(Run *run, size_t at)
{
    const Step *step = &run->section->steps.at[at];
    if (goes_in_batches(run, at) ? run_batches(run, at) : send_needed(run, step)) {
        return true;
    }
    run->err->where = place_of(run, step);
    if (!run->err->statement) {
        run->err->statement = mem_strdup(run->err->mem, step->sql);
    }
    return false;
}

bool run_execute(Run *run, size_t at)
{
    int64_t started = run_clock_ms();
    tell_begin(run, at);
    bool ok = send_step(run, at);
    tell_end(run, at, started, ok);
    return ok;
}

bool run_stopped(Run *run, size_t at)
{
    const RunEvents *events = &run->runner->events;
    if (!events->stop || !events->stop(events->context)) {
        return false;
    }
    run->runner->stopped = true;
    error_at(run->err, ERR_SAFETY, place_of(run, &run->section->steps.at[at]),
             "interrupted before this statement of revision \"%s\"", run->migration->revision);
    return true;
}

#define WAIT_FIRST_MS 250
#define WAIT_MOST_MS  8000

/* Twice as long each time, less up to a quarter: two that collide must not do so again. */
bool run_wait(Run *run, size_t tries)
{
    if (tries >= run->runner->limits.retries) {
        return false;
    }
    int64_t ms = WAIT_FIRST_MS;
    for (size_t i = 0; i < tries && ms < WAIT_MOST_MS; i++) {
        ms *= 2;
    }
    ms -= run_clock_ms() % (ms / 4);
    tell_note(run, mem_printf(run->scratch, "%s; trying again (%zu of %zu)", run->err->message,
                              tries + 1, run->runner->limits.retries));
    error_clear(run->err);
    struct timespec pause = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
    return true;
}

/* --- the journal -------------------------------------------------------------------------------
 */

static bool write_row(Run *run)
{
    return history_update(run->scratch, run->runner->conn, run->runner->table, &run->row, run->err);
}

static bool write_done(Run *run, size_t at)
{
    HistoryRow before = run->row;
    run->row.steps = at + 1;
    run->row.doubt = 0;
    run->row.doubt_before = NULL;
    if (write_row(run)) {
        return true;
    }
    run->row = before;
    return false;
}

static void roll_back(Run *run)
{
    Error *ignored = error_new(run->scratch);
    (void)!conn_exec(run->runner->conn, "ROLLBACK", ignored);
}

static void read_words(Run *run, size_t at, size_t most, Words *out)
{
    words_of(run->scratch, run->section->steps.at[at].sql, ops(run)->split, most, out);
}

/* The statement and its entry in one transaction: both or none. */
static bool send_with_entry(Run *run, size_t at)
{
    Conn *conn = run->runner->conn;
    if (!conn_exec(conn, ops(run)->step_begin, run->err)) {
        return false;
    }
    size_t before = run->row.steps;
    if (send_step(run, at) && write_done(run, at) && conn_exec(conn, "COMMIT", run->err)) {
        return true;
    }
    run->row.steps = before;
    roll_back(run);
    return false;
}

static bool observe(Run *run, const Words *words, const char **out)
{
    const char *text = NULL;
    if (ops(run)->observe &&
        !ops(run)->observe(run->runner->conn, run->scratch, words, &text, run->err)) {
        return false;
    }
    *out = text ? digest_sha256(run->scratch, text, strlen(text)) : NULL;
    return true;
}

static bool announce(Run *run, size_t at, const Words *words)
{
    const char *told = NULL;
    if (ops(run)->clear_leftover &&
        !ops(run)->clear_leftover(run->runner->conn, run->scratch, words, &told, run->err)) {
        return false;
    }
    if (told) {
        tell_note(run, told);
    }
    run->row.doubt = at + 1;
    return observe(run, words, &run->row.doubt_before) && write_row(run);
}

/* Statements that run others: refused, they may have done half. */
static const char *const programs[] = {"call", "execute", "begin", "do", NULL};

static bool judge(Run *run, const Words *words, Verdict *out)
{
    const char *now = NULL;
    *out = VERDICT_UNKNOWN;
    if (goes_in_batches(run, run->row.doubt - 1)) {
        *out = VERDICT_NO; /* what is done is left out when it runs again */
        return true;
    }
    if (ops(run)->verdict) {
        return ops(run)->verdict(run->runner->conn, run->scratch, words, run->row.doubt_before, out,
                                 run->err);
    }
    if (!observe(run, words, &now)) {
        return false;
    }
    if (now && run->row.doubt_before) {
        *out = text_equal(now, run->row.doubt_before) ? VERDICT_NO : VERDICT_YES;
    }
    return true;
}

/* The server refused it, and is there to be asked whether that left no trace. */
static void settle_refused(Run *run, const Words *words)
{
    Run quiet = *run;
    Verdict verdict;
    quiet.err = error_new(run->scratch);
    if (run->err->code == ERR_CONNECT || !judge(&quiet, words, &verdict)) {
        return;
    }
    if (verdict == VERDICT_NO ||
        (verdict == VERDICT_UNKNOWN && !words_begin_with(words, programs))) {
        quiet.row.doubt = 0;
        quiet.row.doubt_before = NULL;
        if (write_row(&quiet)) {
            run->row = quiet.row;
        }
    }
}

static bool send_announced(Run *run, size_t at)
{
    Words words = {0};
    read_words(run, at, WORDS_ALL, &words);
    if (!announce(run, at, &words)) {
        return false;
    }
    if (!send_step(run, at)) {
        settle_refused(run, &words);
        return false;
    }
    run->in_own = false; /* it committed */
    return true;
}

/* Inside a transaction of the migration's own, entries belong to it: they go when it goes. */
static bool send_in_own(Run *run, size_t at, StepKind kind)
{
    if (kind == STEP_COMMIT) {
        run->in_own = false;
        return write_done(run, at) && send_step(run, at);
    }
    if (!send_step(run, at)) {
        return false;
    }
    run->in_own = kind != STEP_ROLLBACK;
    return write_done(run, at);
}

static bool send_once(Run *run, size_t at, StepKind kind)
{
    if (kind == STEP_ALONE) {
        return send_announced(run, at) && write_done(run, at);
    }
    if (run->in_own) {
        return send_in_own(run, at, kind);
    }
    if (kind == STEP_BEGIN) {
        run->in_own = true;
        run->own_steps = at;
        return send_step(run, at) && write_done(run, at);
    }
    if (kind != STEP_PLAIN) {
        return send_step(run, at) && write_done(run, at);
    }
    if (send_with_entry(run, at)) {
        return true;
    }
    if (!ops(run)->refused_in_transaction || !ops(run)->refused_in_transaction(run->err)) {
        return false;
    }
    error_clear(run->err);
    return send_announced(run, at) && write_done(run, at);
}

/* --- backing out -------------------------------------------------------------------------------
 */

static bool is_data(Run *run, const Step *step)
{
    static const char *const words[] = {"insert", "update", "delete", "replace",  "merge",
                                        "with",   "copy",   "load",   "truncate", NULL};
    Words first = {0};
    words_of(run->scratch, step->sql, ops(run)->split, 4, &first);
    return words_begin_with(&first, words);
}

/* The table whose rows the statement changes: the first name behind the keywords. */
static const char *data_table(Run *run, const Step *step)
{
    static const char *const keywords[] = {"insert", "into",  "update",       "delete",
                                           "from",   "only",  "replace",      "ignore",
                                           "merge",  "table", "low_priority", "truncate"};
    Words words = {0};
    words_of(run->scratch, step->sql, ops(run)->split, 16, &words);
    for (size_t i = 0; i < words.len; i++) {
        bool keyword = false;
        for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) {
            keyword |= words_at(&words, i, keywords[k]);
        }
        if (!keyword) {
            return words.at[i].text;
        }
    }
    return "";
}

static bool renames(Run *run)
{
    const Section *up = &run->migration->upgrade;
    for (size_t i = 0; i < up->steps.len; i++) {
        Words words = {0};
        words_of(run->scratch, up->steps.at[i].sql, ops(run)->split, 16, &words);
        if (words_find(&words, "rename") < words.len) {
            return true;
        }
    }
    return false;
}

/* Of the statements of the upgrade that change rows, of `table` (NULL = of any), how many there
 * are and were in force. */
static void count_data(Run *run, const char *table, size_t *all, size_t *in_force)
{
    const Section *up = &run->migration->upgrade;
    *all = *in_force = 0;
    for (size_t i = 0; i < up->steps.len; i++) {
        const Step *other = &up->steps.at[i];
        bool counts =
            is_data(run, other) && (!table || text_equal_nocase(data_table(run, other), table));
        *all += counts;
        *in_force += counts && i < run->row.up_steps;
    }
}

static bool ask_about_data(Run *run, size_t at)
{
    error_at(run->err, ERR_SAFETY, place_of(run, &run->section->steps.at[at]),
             "this statement changes rows, and only a part of the upgrade of \"%s\" is in force",
             run->migration->revision);
    return error_hint(run->err, "if it must run, say \"schemadiff resume --again\"; if not, "
                                "\"schemadiff resume --skip\"");
}

/* A statement that changes rows undoes what an earlier one did: it runs when all of those did. */
static bool pass_over_data(Run *run, size_t at, bool *pass)
{
    size_t all, in_force;
    *pass = false;
    if (!is_data(run, &run->section->steps.at[at])) {
        return true;
    }
    const char *table = data_table(run, &run->section->steps.at[at]);
    count_data(run, renames(run) ? NULL : table, &all, &in_force);
    if (!all) {
        count_data(run, NULL, &all, &in_force);
    }
    if (all == in_force) {
        return true;
    }
    *pass = in_force == 0;
    if (!*pass && run->runner->answer != RESUME_AGAIN) {
        return ask_about_data(run, at);
    }
    run->runner->answer = RESUME_ASK;
    return true;
}

static bool pass_over(Run *run, size_t at, const char *why)
{
    tell_note(run, mem_printf(run->scratch, "%s:%u: passed over: %s", run->migration->path,
                              run->section->steps.at[at].line, why));
    return write_done(run, at);
}

/* --- one statement that undoes several things --------------------------------------------------
 */

/* The names of what `ALTER TABLE a …, …` or `DROP TABLE a, b` works on; none for others. */
static void several_names(Mem *mem, const Words *words, NameList *out)
{
    size_t depth = 0, commas = 0, first = 2;
    bool alters = words_at(words, 0, "alter"), drops = words_at(words, 0, "drop");
    for (size_t i = 0; i < words->len; i++) {
        const char *text = words->at[i].kind == WORD_SYMBOL ? words->at[i].text : "";
        depth += *text == '(';
        depth -= *text == ')' && depth;
        commas += *text == ',' && !depth;
    }
    if (!commas || !(alters || drops)) {
        return;
    }
    first += words_at(words, first, "if exists") ? 2 : 0;
    while (alters && first + 2 < words->len && *words->at[first + 1].text == '.') {
        first += 2;
    }
    const Words named = {.at = words->at + first, .len = alters ? 1 : words->len - first};
    words_names(mem, &named, out);
}

static bool names_one_of(const Words *words, const NameList *names)
{
    for (size_t i = 0; i < words->len; i++) {
        for (size_t j = 0; j < names->len; j++) {
            if (text_equal_nocase(words->at[i].text, names->at[j])) {
                return true;
            }
        }
    }
    return false;
}

/* Refused as a whole because one thing is not there, while the upgrade may have done another. */
static bool undoes_a_part(Run *run, size_t at)
{
    const Section *up = &run->migration->upgrade;
    Words words = {0};
    NameList names = {0};
    read_words(run, at, WORDS_ALL, &words);
    several_names(run->scratch, &words, &names);
    bool alters = words_at(&words, 0, "alter");
    for (size_t i = 0; names.len && i < run->row.up_steps && i < up->steps.len; i++) {
        Words other = {0};
        words_of(run->scratch, up->steps.at[i].sql, ops(run)->split, WORDS_ALL, &other);
        if (names_one_of(&other, &names) && !(alters && words_at(&other, 0, "create table"))) {
            return true;
        }
    }
    return false;
}

/* --- all of them -------------------------------------------------------------------------------
 */

static bool run_entry(Run *run, size_t at)
{
    Words words = {0};
    int64_t started = run_clock_ms();
    bool pass = false, ok;
    read_words(run, at, 16, &words);
    StepKind kind = goes_in_batches(run, at) ? STEP_ALONE : ops(run)->step_kind(&words);
    if (run->direction == RUN_BACK_OUT && !pass_over_data(run, at, &pass)) {
        return false;
    }
    if (pass) {
        return pass_over(run, at, "the upgrade had changed no rows");
    }
    tell_begin(run, at);
    for (size_t tries = 0;; tries++) {
        ok = send_once(run, at, kind);
        if (ok || run->in_own || !ops(run)->refused_as_busy(run->err) || !run_wait(run, tries)) {
            break;
        }
    }
    tell_end(run, at, started, ok);
    if (ok || run->direction != RUN_BACK_OUT || !ops(run)->refused_as_done(run->err)) {
        return ok;
    }
    if (renames(run)) {
        return error_hint_more(
            run->err, "the revision renames something, so this may be about another name: if "
                      "there is nothing to undo, say \"schemadiff resume --skip\"");
    }
    if (undoes_a_part(run, at)) {
        return error_hint_more(
            run->err, "this statement undoes several things, and only a part of them is in "
                      "force: undo by hand what is, then say \"schemadiff resume --skip\"");
    }
    const char *why = mem_strdup(run->scratch, run->err->message);
    error_clear(run->err);
    return pass_over(run, at, why);
}

/* What earlier statements set for the session that they ran in. */
static bool restore_session(Run *run)
{
    for (size_t at = 0; at < run->row.steps; at++) {
        Words words = {0};
        read_words(run, at, 16, &words);
        if (ops(run)->step_kind(&words) == STEP_SESSION && !run_execute(run, at)) {
            return false;
        }
    }
    return true;
}

bool run_journalled(Run *run)
{
    if (!restore_session(run)) {
        return false;
    }
    for (size_t at = run->row.steps; at < run->section->steps.len; at++) {
        if (run_stopped(run, at) || !run_entry(run, at)) {
            if (run->in_own) {
                roll_back(run);
                run->row.steps = run->own_steps;
            }
            return false;
        }
    }
    return true;
}

/* --- doubt -------------------------------------------------------------------------------------
 */

static bool ask_about_doubt(Run *run, size_t at)
{
    const Step *step = &run->section->steps.at[at];
    error_at(run->err, ERR_SAFETY, place_of(run, step),
             "whether statement %zu of revision \"%s\" is in force, the server cannot tell", at + 1,
             run->migration->revision);
    run->err->statement = mem_strdup(run->err->mem, step->sql);
    return error_hint(run->err,
                      "look at the database: if it is, say \"schemadiff resume --skip\"; if it is "
                      "not, \"schemadiff resume --again\"");
}

static bool settle(Run *run, size_t at, bool in_force)
{
    run->row.steps = in_force ? at + 1 : at;
    run->row.doubt = 0;
    run->row.doubt_before = NULL;
    return write_row(run);
}

bool run_settle_doubt(Run *run)
{
    Words words = {0};
    Verdict verdict = VERDICT_UNKNOWN;
    size_t at = run->row.doubt - 1;
    ResumeAnswer answer = run->runner->answer;
    if (!run->row.doubt || at >= run->section->steps.len) {
        return true;
    }
    read_words(run, at, WORDS_ALL, &words);
    if (!judge(run, &words, &verdict)) {
        return false;
    }
    if (verdict == VERDICT_UNKNOWN && answer == RESUME_ASK) {
        return ask_about_doubt(run, at);
    }
    bool in_force = verdict == VERDICT_YES || (verdict == VERDICT_UNKNOWN && answer == RESUME_SKIP);
    tell_note(run, mem_printf(run->scratch,
                              "%s:%u: statement %zu, whose end was not recorded, is "
                              "%sin force",
                              run->migration->path, run->section->steps.at[at].line, at + 1,
                              in_force ? "" : "not "));
    if (verdict == VERDICT_UNKNOWN) {
        run->runner->answer = RESUME_ASK; /* it was for this one */
    }
    return settle(run, at, in_force);
}
