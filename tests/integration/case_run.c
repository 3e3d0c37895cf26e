#include "tests/integration/case_run.h"

#include "diff/diff.h"
#include "emit/plan.h"
#include "introspect/introspect.h"
#include "migrate/format.h"
#include "migrate/run.h"
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/integration/case_rows.h"

#include <stdio.h>
#include <string.h>

static Result failed(Mem *mem, const char *step, const Error *err)
{
    Buf text = buf_new(mem);
    for (const Error *each = err; each; each = each->next) {
        buf_fmt(&text, "%s: %s:%u:%u: %s\n", step, each->where.file ? each->where.file : "",
                each->where.line, each->where.column, each->message ? each->message : "no message");
        if (each->statement) {
            buf_fmt(&text, "%s\n", each->statement);
        }
    }
    return (Result){OUTCOME_FAILED, buf_text(&text)};
}

/* The model in the sections `side`.json or `side`.dbml for this server; no section, no objects. */
static Schema *model(Mem *mem, const Case *test, const char *side, const Server *server, Error *err)
{
    static const char empty[] = "{\"schemadiff\": 1}";
    Doc *doc = NULL;
    Schema *schema = NULL;
    const char *json = mem_printf(mem, "%s.json", side), *dsl = mem_printf(mem, "%s.dbml", side);
    const char *text = case_section(test, dsl);
    bool ok;
    if (text) {
        ok = dsl_read(mem, dsl, text, strlen(text), &doc, err);
    } else {
        text = case_section(test, json);
        text = text ? text : empty;
        ok = json_read(mem, json, text, strlen(text), false, &doc, err);
    }
    ok = ok && shape_check(mem, &shape_model, doc, err) &&
         model_decode(mem, doc, server, &schema, err);
    return ok ? schema : NULL;
}

/* --- offline -----------------------------------------------------------------------------------
 */

static const char *plan_text(Mem *mem, const Schema *from, const Schema *to, Error *err)
{
    Plan *plan = plan_changes(mem, diff_schemas(mem, from, to), err);
    if (!plan) {
        return NULL;
    }
    Buf out = buf_new(mem);
    format_plan(mem, plan, to->server->dialect->run->split, &out);
    return buf_text(&out);
}

static const char *error_text(Mem *mem, const Error *err)
{
    Buf out = buf_new(mem);
    for (const Error *each = err; each; each = each->next) {
        if (each->where.line) {
            buf_fmt(&out, "%s:%u:%u: ", each->where.file, each->where.line, each->where.column);
        }
        buf_fmt(&out, "%s\n", each->message);
        if (each->hint) {
            buf_fmt(&out, "hint: %s\n", each->hint);
        }
    }
    return buf_text(&out);
}

static void compare(Buf *out, const Case *test, const char *name, const char *got)
{
    const char *want = case_section(test, name);
    if (!text_equal(want, got)) {
        buf_fmt(out, "%s, expected:\n%sgot:\n%s", name, want ? want : "(nothing)\n",
                got ? got : "(nothing)\n");
    }
}

Result case_run_offline(Mem *mem, Case *test, const Server *server, bool accept)
{
    static const char *const outputs[] = {"up.sql", "down.sql", "error"};
    const char *texts[3] = {0};
    Error *err = error_new(mem);
    Schema *from = model(mem, test, "from", server, err);
    Schema *to = from ? model(mem, test, "to", server, err) : NULL;
    Schema *empty = schema_new(mem, server);
    if (to && schema_finish(empty, err)) {
        diff_complete(mem, from, empty);
        diff_complete(mem, to, from);
        texts[0] = plan_text(mem, from, to, err);
        texts[1] = texts[0] ? plan_text(mem, to, from, err) : NULL;
    }
    if (error_is_set(err)) {
        texts[0] = texts[1] = NULL;
        texts[2] = error_text(mem, err);
    }
    Buf differences = buf_new(mem);
    for (size_t i = 0; i < 3; i++) {
        compare(&differences, test, outputs[i], texts[i]);
        case_set(mem, test, outputs[i], texts[i]);
    }
    if (!differences.len) {
        return (Result){OUTCOME_OK, NULL};
    }
    error_clear(err);
    if (accept && case_write(mem, test, err)) {
        return (Result){OUTCOME_OK, NULL};
    }
    return (Result){OUTCOME_FAILED, buf_text(&differences)};
}

/* --- live --------------------------------------------------------------------------------------
 */

typedef struct Live {
    Mem *mem;
    Conn *conn;
    const Case *test;
    Error *err;
    const char *note;
} Live;

static Schema *look(Live *live)
{
    Scope scope = {.history_table = "schemadiff_revisions", .thorough = true};
    list_push(live->mem, &scope.schemas, "*");
    if (!server_can(&live->conn->server, CAP_SCHEMAS)) {
        scope.schemas.len = 0;
    }
    Schema *schema = NULL;
    const IntrospectOps *ops = live->conn->server.dialect->introspect;
    return ops->read(live->mem, live->conn, &scope, &schema, live->err) ? schema : NULL;
}

/* The model as the target for a database that looks like `now`. */
static Schema *target(Live *live, const char *side, const Schema *now)
{
    Schema *schema = model(live->mem, live->test, side, &live->conn->server, live->err);
    if (!schema) {
        return NULL;
    }
    Questions questions = {.mem = live->mem};
    diff_questions(live->mem, schema, now, &questions);
    const IntrospectOps *ops = live->conn->server.dialect->introspect;
    if (questions.list.len && !ops->judge(live->mem, live->conn, &questions, live->err)) {
        return NULL;
    }
    diff_answer(&questions);
    diff_complete(live->mem, schema, now);
    return schema;
}

static bool execute(Live *live, const Plan *plan)
{
    const RunOps *run = live->conn->server.dialect->run;
    bool (*exec)(Conn *, const char *, Error *) = run->exec ? run->exec : conn_exec;
    bool off = false;
    for (size_t i = 0; i < plan->statements.len; i++) {
        off |= plan->statements.at[i]->tx == TX_OFF;
    }
    bool ok = off || run->begin(live->conn, live->err);
    for (size_t i = 0; ok && i < plan->statements.len; i++) {
        ok = exec(live->conn, plan->statements.at[i]->sql, live->err);
    }
    if (!off) {
        ok = ok ? run->commit(live->conn, live->err) : run->rollback(live->conn, live->err) && ok;
    }
    return ok;
}

/* Fails with the statements that would still be needed. */
static bool same(Live *live, const Schema *from, const Schema *to, const char *what)
{
    Changes *changes = diff_schemas(live->mem, from, to);
    if (!changes->list.len) {
        return true;
    }
    Error *ignored = error_new(live->mem);
    const char *text = plan_text(live->mem, from, to, ignored);
    return error_set(live->err, ERR_BUG, "%s, still different:\n%s", what,
                     text ? text : ignored->message);
}

static bool is_now(Live *live, const char *side)
{
    Schema *now = look(live);
    Schema *want = now ? target(live, side, now) : NULL;
    return want && same(live, now, want, mem_printf(live->mem, "the database is not %s", side));
}

/* The way there and back. */
typedef struct Trip {
    Schema *before, *to;
    Changes *changes;
    Plan *up, *down;
} Trip;

static bool plan_trip(Live *live, Trip *trip)
{
    Mem *mem = live->mem;
    trip->before = look(live);
    trip->to = trip->before ? target(live, "to", trip->before) : NULL;
    if (!trip->to) {
        return false;
    }
    trip->changes = diff_schemas(mem, trip->before, trip->to);
    trip->up = plan_changes(mem, trip->changes, live->err);
    trip->down =
        trip->up ? plan_changes(mem, diff_schemas(mem, trip->to, trip->before), live->err) : NULL;
    return trip->down != NULL;
}

static bool is_back(Live *live, const Trip *trip)
{
    Schema *after = look(live);
    return after && same(live, after, trip->before, "down does not restore what was there");
}

static bool may_fail(const Plan *plan)
{
    bool may = false;
    for (size_t i = 0; i < plan->statements.len; i++) {
        const Hazards *hazards = &plan->statements.at[i]->hazards;
        for (size_t j = 0; j < hazards->len; j++) {
            may |=
                hazards->at[j].kind == HAZARD_MAY_FAIL || hazards->at[j].kind == HAZARD_DATA_LOSS;
        }
    }
    return may;
}

/* Generated rows may be what a hazard warns of. */
static bool is_excused(Live *live, const Plan *plan, const char *direction)
{
    if (case_section(live->test, "rows.sql") || !may_fail(plan) || live->err->code != ERR_SQL) {
        return false;
    }
    live->note =
        mem_printf(live->mem, "%s fails on the generated rows: %s", direction, live->err->message);
    error_clear(live->err);
    return true;
}

static bool put_rows(Live *live, const Schema *schema)
{
    const char *own = case_section(live->test, "rows.sql");
    const Table *bare = NULL;
    if (own) {
        return rows_insert(live->mem, live->conn, own, live->err);
    }
    rows_generate(live->mem, live->conn, schema, &bare);
    return !bare || live->test->no_rows ||
           error_set(live->err, ERR_BUG,
                     "no generated row fits \"%s\": give the case its own in rows.sql, or say "
                     "\"# no rows: why\"",
                     object_label(live->mem, &bare->base));
}

static bool expected(Live *live, const char *section)
{
    const char *text = case_section(live->test, section);
    return !text || rows_expect(live->mem, live->conn, text, live->err);
}

/* Once more, with rows in the tables. */
static const char *run_with_rows(Live *live)
{
    Mem *mem = live->mem;
    Trip trip = {0};
    Kept kept = {0};
    if (!plan_trip(live, &trip) || !put_rows(live, trip.before) ||
        !rows_keep(mem, live->conn, trip.before, &kept, live->err)) {
        return "rows";
    }
    if (!execute(live, trip.up)) {
        return is_excused(live, trip.up, "up") ? NULL : "up with rows";
    }
    if (!is_now(live, "to") || !rows_survive(mem, live->conn, &kept, trip.changes, live->err) ||
        !expected(live, "rows.up")) {
        return "up with rows";
    }
    if (!execute(live, trip.down)) {
        return is_excused(live, trip.down, "down") ? NULL : "down with rows";
    }
    return is_back(live, &trip) && rows_return(mem, live->conn, &kept, trip.changes, live->err) &&
                   expected(live, "rows.down")
               ? NULL
               : "down with rows";
}

static const char *run_steps(Live *live)
{
    Mem *mem = live->mem;
    Trip trip = {0};
    Schema *empty = look(live);
    Schema *from = empty ? target(live, "from", empty) : NULL;
    Plan *plan = from ? plan_changes(mem, diff_schemas(mem, empty, from), live->err) : NULL;
    if (!plan || !execute(live, plan) || !is_now(live, "from")) {
        return "create from";
    }
    if (!plan_trip(live, &trip)) {
        return "plan";
    }
    if (!execute(live, trip.up) || !is_now(live, "to")) {
        return "up";
    }
    if (!execute(live, trip.down) || !is_back(live, &trip)) {
        return "down";
    }
    return run_with_rows(live);
}

static int major(const Server *server)
{
    return server->version / 10000;
}

Result case_run_live(Mem *mem, const Case *test, const Dialect *dialect, const char *url)
{
    Live live = {.mem = mem, .test = test, .err = error_new(mem)};
    Url parsed = {0};
    if (!url_parse(mem, url, &parsed, live.err) ||
        !dialect->introspect->open(mem, dialect, &parsed, &live.conn, live.err)) {
        return failed(mem, "connect", live.err);
    }
    if (test->needs > major(&live.conn->server)) {
        return (Result){OUTCOME_SKIPPED, mem_printf(mem, "needs version %d", test->needs)};
    }
    const char *step = run_steps(&live);
    return step ? failed(mem, step, live.err) : (Result){OUTCOME_OK, live.note};
}
