/* Views that stay, but read a table that cannot be changed while they do. */
#include "emit/postgres/postgres.h"

#include <string.h>

static const Change *change_of(const Changes *all, const Object *to)
{
    for (size_t i = 0; i < all->list.len; i++) {
        if (all->list.at[i]->op == CHANGE_ALTER && all->list.at[i]->object.to == to) {
            return all->list.at[i];
        }
    }
    return NULL;
}

static bool view_reads(const Object *view, const Object *table, size_t depth)
{
    for (size_t i = 0; depth && i < view->deps.len; i++) {
        const Object *other = view->deps.at[i];
        if (other == table || (other->kind == OBJ_VIEW && view_reads(other, table, depth - 1))) {
            return true;
        }
    }
    return false;
}

static bool is_dropped_already(const Plan *plan, const Object *view)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        const Statement *statement = plan->statements.at[i];
        if (statement->phase == PHASE_DROP_DEPENDENT && statement->object == view) {
            return true;
        }
    }
    return false;
}

/* The views that stay and have no change that already takes them out of the way. */
static bool must_step_aside(const Emit *emit, const View *view, const Table *from)
{
    const View *same = schema_view(emit->all->to, view->base.schema, view->base.name);
    const Change *change = same ? change_of(emit->all, &same->base) : NULL;
    bool moves = change && (change->parts & (PART_DEFINITION | PART_RECREATE));
    return same && !moves && view_reads(&view->base, &from->base, 64) &&
           !is_dropped_already(emit->plan, &view->base);
}

typedef LIST(const View *) ViewList;

static bool holds(const ViewList *list, const Object *view)
{
    for (size_t i = 0; i < list->len; i++) {
        if (&list->at[i]->base == view) {
            return true;
        }
    }
    return false;
}

/* What a view reads comes before it. */
static void collect(const Emit *emit, const View *view, const Table *from, ViewList *out)
{
    if (holds(out, &view->base) || !must_step_aside(emit, view, from)) {
        return;
    }
    for (size_t i = 0; i < view->base.deps.len; i++) {
        if (view->base.deps.at[i]->kind == OBJ_VIEW) {
            collect(emit, (const View *)view->base.deps.at[i], from, out);
        }
    }
    list_push(emit->plan->mem, out, view);
}

void views_step_aside(const Emit *emit, const Table *from)
{
    const Schema *before = emit->all->from;
    ViewList list = {0};
    for (size_t i = 0; i < before->views.len; i++) {
        collect(emit, before->views.at[i], from, &list);
    }
    for (size_t i = list.len; i-- > 0;) {
        Emit one = {.plan = emit->plan, .all = emit->all};
        view_drop(&one, list.at[i]);
    }
    for (size_t i = 0; i < list.len; i++) {
        Emit one = {.plan = emit->plan, .all = emit->all};
        const Object *view = &list.at[i]->base;
        view_create(&one, schema_view(emit->all->to, view->schema, view->name));
    }
}
