#include "emit/plan.h"

#include "emit/order.h"
#include "emit/render.h"

Statement *plan_add(Plan *plan, Phase phase, const Object *object, const char *sql)
{
    Statement *statement = MEM_NEW(plan->mem, Statement);
    statement->sql = sql;
    statement->phase = phase;
    statement->object = object;
    list_push(plan->mem, &plan->statements, statement);
    return statement;
}

static bool has_hazard(const Statement *statement, const Hazard *hazard)
{
    for (size_t i = 0; i < statement->hazards.len; i++) {
        if (statement->hazards.at[i].kind == hazard->kind &&
            text_equal(statement->hazards.at[i].text, hazard->text)) {
            return true;
        }
    }
    return false;
}

void statement_explains(Plan *plan, Statement *statement, const Change *change)
{
    list_push(plan->mem, &statement->comments, change_describe(plan->mem, change, true));
    for (size_t i = 0; i < change->hazards.len; i++) {
        if (!has_hazard(statement, &change->hazards.at[i])) {
            list_push(plan->mem, &statement->hazards, change->hazards.at[i]);
        }
    }
}

bool statement_makes_room(Plan *plan, Statement *statement, const Change *change)
{
    bool member = change->kind == OBJ_INDEX || change->kind == OBJ_CONSTRAINT;
    bool drops =
        statement->phase == PHASE_DROP_CONSTRAINT || statement->phase == PHASE_DROP_FOREIGN_KEY;
    if (!member || !drops || change->op != CHANGE_ALTER) {
        return false;
    }
    list_push(plan->mem, &statement->comments, change_describe(plan->mem, change, true));
    return true;
}

static bool unsupported(const Changes *changes, const Change *change, Error *err)
{
    const Object *object = change->object.to ? change->object.to : change->object.from;
    error_at(err, ERR_UNSUPPORTED, object->where, "%s has no %s: cannot %s",
             changes->to->server->dialect->name, object_kind_word(change->kind),
             change_describe(err->mem, change, false));
    return error_hint(err, "restrict it to other databases with \"dialects\", or remove it");
}

/* What was planned since belongs to the change. */
static void steps_of(Plan *plan, size_t since, const Change *change)
{
    for (size_t i = since; i < plan->statements.len; i++) {
        plan->statements.at[i]->change = change;
    }
}

/* No statement is left to be guessed: the order may have parted it from the line that says why. */
static void explain_steps(Plan *plan)
{
    const Change *last = NULL;
    for (size_t i = 0; i < plan->statements.len; i++) {
        Statement *statement = plan->statements.at[i];
        if (!statement->comments.len && statement->change != last) {
            list_push(plan->mem, &statement->comments,
                      change_continue(plan->mem, statement->change, statement->object));
        }
        last = statement->change;
    }
}

/* Of tables that are dropped: those that would be in the way before. */
static bool drop_foreign_keys(Plan *plan, const Changes *changes, const Order *order,
                              const RenderOps *render, Error *err)
{
    for (size_t i = 0; render->drop_foreign_key && i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (change->kind != OBJ_TABLE || change->op != CHANGE_DROP) {
            continue;
        }
        const Table *table = change->table.from;
        size_t since = plan->statements.len;
        for (size_t j = 0; j < table->constraints.len; j++) {
            const Constraint *key = table->constraints.at[j];
            if (key->type == CONSTRAINT_FOREIGN_KEY && order_needs_early_drop(order, key) &&
                !render->drop_foreign_key(plan, changes, key, err)) {
                return false;
            }
        }
        steps_of(plan, since, change);
    }
    return true;
}

static Plan *plan_with(Mem *mem, const Changes *changes, bool online, Error *err)
{
    const RenderOps *render = changes->to->server->dialect->render;
    Plan *plan = MEM_NEW(mem, Plan);
    plan->mem = mem;
    plan->online = online;
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        RenderFn fn = render->render[change->kind];
        if (!fn) {
            unsupported(changes, change, err);
            return NULL;
        }
        size_t since = plan->statements.len;
        if (!fn(plan, changes, change, err)) {
            return NULL;
        }
        steps_of(plan, since, change);
    }
    Order *order = order_new(mem, changes);
    if (!drop_foreign_keys(plan, changes, order, render, err)) {
        return NULL;
    }
    order_statements(order, plan);
    explain_steps(plan);
    for (size_t i = 0; i < changes->notes.len; i++) {
        list_push(mem, &plan->notes, changes->notes.at[i]);
    }
    return plan;
}

Plan *plan_changes(Mem *mem, const Changes *changes, Error *err)
{
    return plan_with(mem, changes, false, err);
}

Plan *plan_online(Mem *mem, const Changes *changes, Error *err)
{
    return plan_with(mem, changes, true, err);
}
