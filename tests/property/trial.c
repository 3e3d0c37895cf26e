#include "tests/property/trial.h"

#include "diff/diff.h"
#include "diff/split.h"
#include "emit/plan.h"
#include "introspect/introspect.h"
#include "migrate/format.h"
#include "migrate/run.h"
#include "schema/model.h"
#include "schema/shape.h"

#include <string.h>

typedef struct Attempt {
    Trial *trial;
    Random spelling;
    Error *err;
} Attempt;

static bool fail(Attempt *step, const char *stage, const char *what, const char *details)
{
    Trial *trial = step->trial;
    Buf text = buf_new(trial->mem);
    buf_fmt(&text, "%s\n%s", what, details ? details : "");
    for (const Error *each = step->err; each && each->message; each = each->next) {
        buf_fmt(&text, "%s%s%s\n", each->message, each->statement ? "\nin " : "",
                each->statement ? each->statement : "");
    }
    trial->stage = stage;
    trial->why = buf_text(&text);
    return false;
}

/* --- models and databases --------------------------------------------------------------------- */

static const IntrospectOps *introspection(const Attempt *step)
{
    return step->trial->conn->server.dialect->introspect;
}

static Schema *look(Attempt *step)
{
    Scope scope = {.thorough = true};
    if (step->trial->engine->can & HAS_SCHEMAS) {
        list_push(step->trial->mem, &scope.schemas, "*");
    }
    Schema *schema = NULL;
    return introspection(step)->read(step->trial->mem, step->trial->conn, &scope, &schema,
                                     step->err)
               ? schema
               : NULL;
}

static Schema *decode(Attempt *step, Pair *pair)
{
    Mem *mem = step->trial->mem;
    Doc *doc = NULL;
    Schema *schema = NULL;
    const char *json = pair_json(mem, pair, &step->spelling);
    bool ok = json_read(mem, "model.json", json, strlen(json), false, &doc, step->err) &&
              shape_check(mem, &shape_model, doc, step->err) &&
              model_decode(mem, doc, &step->trial->conn->server, &schema, step->err);
    return ok ? schema : NULL;
}

/* The model as the target for a database that looks like `now`; a NULL pair is an empty one. */
static Schema *target(Attempt *step, Pair *pair, const Schema *now)
{
    Pair empty = {.engine = step->trial->engine};
    Schema *schema = decode(step, pair ? pair : &empty);
    if (!schema) {
        return NULL;
    }
    Mem *mem = step->trial->mem;
    Questions questions = {.mem = mem};
    diff_questions(mem, schema, now, &questions);
    if (questions.list.len &&
        !introspection(step)->judge(mem, step->trial->conn, &questions, step->err)) {
        return NULL;
    }
    diff_answer(&questions);
    diff_complete(mem, schema, now);
    return schema;
}

/* --- steps ------------------------------------------------------------------------------------ */

static const char *plan_text(Attempt *step, const Plan *plan)
{
    Buf out = buf_new(step->trial->mem);
    format_plan(step->trial->mem, plan, step->trial->conn->server.dialect->run->split, &out);
    return buf_text(&out);
}

static bool execute(Attempt *step, const Plan *plan)
{
    Conn *conn = step->trial->conn;
    const RunOps *run = conn->server.dialect->run;
    bool (*exec)(Conn *, const char *, Error *) = run->exec ? run->exec : conn_exec;
    bool off = false;
    for (size_t i = 0; i < plan->statements.len; i++) {
        off |= plan->statements.at[i]->tx == TX_OFF;
    }
    bool ok = off || run->begin(conn, step->err);
    for (size_t i = 0; ok && i < plan->statements.len; i++) {
        ok = exec(conn, plan->statements.at[i]->sql, step->err);
    }
    if (off) {
        return ok;
    }
    ok = ok && run->commit(conn, step->err);
    if (!ok) {
        (void)!run->rollback(conn, error_new(step->trial->mem));
    }
    return ok;
}

/* Nothing is left to do between what is there and what should be. */
static bool is_same(Attempt *step, const char *stage, const Schema *from, const Schema *to)
{
    Changes *changes = diff_schemas(step->trial->mem, from, to);
    if (!changes->list.len) {
        return true;
    }
    Plan *plan = plan_changes(step->trial->mem, changes, step->err);
    return fail(step, stage, "still to do:", plan ? plan_text(step, plan) : "");
}

static bool is_now(Attempt *step, const char *stage, Pair *pair)
{
    Schema *now = look(step);
    Schema *want = now ? target(step, pair, now) : NULL;
    return want ? is_same(step, stage, now, want) : fail(step, stage, "cannot be looked at", NULL);
}

static bool print(Attempt *step, const char *stage, const char **out)
{
    return step->trial->engine->print(step->trial->mem, step->trial->conn, out, step->err) ||
           fail(step, stage, "fingerprint", NULL);
}

/* Lines that only one of the two texts has; both are sorted. */
static const char *line_difference(Mem *mem, const char *got, const char *wanted)
{
    Buf out = buf_new(mem);
    while (*got || *wanted) {
        size_t g = strcspn(got, "\n"), w = strcspn(wanted, "\n");
        const char *a = mem_strndup(mem, got, g), *b = mem_strndup(mem, wanted, w);
        int order = !*got ? 1 : !*wanted ? -1 : text_compare(a, b);
        if (order < 0) {
            buf_fmt(&out, "has  %s\n", a);
        } else if (order > 0) {
            buf_fmt(&out, "lost %s\n", b);
        }
        got += order <= 0 ? g + (got[g] == '\n') : 0;
        wanted += order >= 0 ? w + (wanted[w] == '\n') : 0;
    }
    return out.len ? buf_text(&out) : NULL;
}

static bool same_print(Attempt *step, const char *stage, const char *wanted)
{
    const char *got;
    if (!print(step, stage, &got)) {
        return false;
    }
    const char *lines = line_difference(step->trial->mem, got, wanted);
    return !lines || fail(step, stage, "the catalogue differs:", lines);
}

static bool apply(Attempt *step, const char *stage, const Schema *from, const Schema *to)
{
    Plan *plan =
        plan_changes(step->trial->mem, diff_schemas(step->trial->mem, from, to), step->err);
    if (!plan) {
        return fail(step, stage, "cannot be planned", NULL);
    }
    return execute(step, plan) || fail(step, stage, "cannot be run:", plan_text(step, plan));
}

/* From what is there to the model. */
static bool reach(Attempt *step, const char *stage, Pair *pair)
{
    Schema *now = look(step);
    Schema *to = now ? target(step, pair, now) : NULL;
    if (!to) {
        return fail(step, stage, "the model cannot be used", NULL);
    }
    return apply(step, stage, now, to) && is_now(step, stage, pair);
}

static bool up_and_down(Attempt *step, Pair *a, Pair *b, const char *print_a, const char **print_b)
{
    Schema *before = look(step);
    Schema *to = before ? target(step, b, before) : NULL;
    if (!to) {
        return fail(step, "upgrade", "the model cannot be used", NULL);
    }
    if (!apply(step, "upgrade", before, to) || !is_now(step, "upgrade", b) ||
        !print(step, "upgrade", print_b) || !apply(step, "downgrade", to, before) ||
        !same_print(step, "downgrade", print_a)) {
        return false;
    }
    Schema *after = look(step);
    if (!after) {
        return fail(step, "downgrade", "cannot be looked at", NULL);
    }
    /* A model that renames says so in its own words; here it is what the database was. */
    return is_same(step, "downgrade", after, before) && is_now(step, "downgrade", a);
}

/* The same way in stages. Each is a way of its own, there and back; together they lead to the same
 * database. */
static bool stage_by_stage(Attempt *step, Pair *b, const char *print_a, const char *print_b)
{
    Mem *mem = step->trial->mem;
    Schema *before = look(step);
    Schema *to = before ? target(step, b, before) : NULL;
    Stages stages = {0};
    LIST(const char *) prints = {0};
    if (!to) {
        return fail(step, "stages", "the model cannot be used", NULL);
    }
    diff_split(mem, diff_schemas(mem, before, to), &stages);
    list_push(mem, &prints, print_a);
    for (size_t i = 0; i < stages.len; i++) {
        const Changes *up = stages.at[i].up;
        const char *now = NULL;
        if (!apply(step, "stage up", up->from, up->to) || !print(step, "stage up", &now)) {
            return false;
        }
        list_push(mem, &prints, now);
    }
    if (!same_print(step, "stages up", print_b) || !is_now(step, "stages up", b)) {
        return false;
    }
    for (size_t i = stages.len; i-- > 0;) {
        const Changes *up = stages.at[i].up;
        if (!apply(step, "stage down", up->to, up->from) ||
            !same_print(step, "stage down", prints.at[i])) {
            return false;
        }
    }
    return true;
}

static bool has_renames(Pair *pair)
{
    bool found = false;
    for (int i = 0; i < pair->tables_len; i++) {
        found |= pair->tables[i].was != 0;
        for (int j = 0; j < pair->tables[i].columns_len; j++) {
            found |= pair->tables[i].columns[j].was != 0;
        }
    }
    return found;
}

/* What the model does not name keeps the name that it has, and InnoDB's foreign keys the index that
 * serves them. */
static bool takes_name(const PairMember *was, const PairMember *becomes)
{
    bool named = (was->flags & FLAG_NAMED) && !(becomes->flags & FLAG_NAMED);
    bool serves = was->kind == MEMBER_INDEX && becomes->kind == MEMBER_FOREIGN;
    return ((named && was->kind == becomes->kind) || serves) &&
           was->columns[0] == becomes->columns[0];
}

static bool table_takes_names(const PairTable *was, const PairTable *becomes)
{
    bool found = false;
    for (int i = 0; i < was->members_len; i++) {
        for (int j = 0; j < becomes->members_len; j++) {
            found |= takes_name(&was->members[i], &becomes->members[j]);
        }
    }
    return found;
}

static bool takes_names(const Pair *a, const Pair *b)
{
    bool found = false;
    for (int i = 0; i < a->tables_len; i++) {
        for (int j = 0; j < b->tables_len; j++) {
            found |= a->tables[i].id == b->tables[j].id &&
                     table_takes_names(&a->tables[i], &b->tables[j]);
        }
    }
    return found;
}

bool trial_run(Trial *trial, Pair *a, Pair *b)
{
    Attempt step = {trial, {trial->spelling}, error_new(trial->mem)};
    Random plain = {trial->spelling};
    const char *print_empty, *print_a, *print_b;
    trial->a = pair_json(trial->mem, a, &plain);
    trial->b = pair_json(trial->mem, b, &plain);
    if (!print(&step, "empty", &print_empty) || !reach(&step, "create A", a) ||
        !print(&step, "create A", &print_a) || !up_and_down(&step, a, b, print_a, &print_b) ||
        !stage_by_stage(&step, b, print_a, print_b) || !reach(&step, "drop A", NULL) ||
        !same_print(&step, "drop A", print_empty)) {
        return false;
    }
    /* Unnamed constraints keep the name that the former name of their table gave them. */
    return has_renames(b) || takes_names(a, b) ||
           (reach(&step, "create B", b) && same_print(&step, "create B", print_b) &&
            reach(&step, "drop B", NULL));
}
