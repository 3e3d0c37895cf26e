/* Replacing a type under its name: the old one steps aside, the columns move over, it goes. */
#include "emit/postgres/postgres.h"

#include <string.h>

static const char *old_name(Mem *mem, const char *name)
{
    const char prefix[] = "schemadiff_old_";
    size_t room = 63 - strlen(prefix), len = strlen(name);
    len = len > room ? room : len;
    while (len > 0 && len < strlen(name) && ((unsigned char)name[len] & 0xC0u) == 0x80u) {
        len--;
    }
    return mem_printf(mem, "%s%.*s", prefix, (int)len, name);
}

static bool is_of(const Column *column, const Object *type)
{
    return column->type.cls == TYPE_USER && text_equal(column->type.user_name, type->name) &&
           text_equal(column->type.user_schema, type->schema);
}

/* --- what stands on the column --- */

static const Change *change_of(const Changes *all, const Object *to)
{
    for (size_t i = 0; i < all->list.len; i++) {
        if (all->list.at[i]->op == CHANGE_ALTER && all->list.at[i]->object.to == to) {
            return all->list.at[i];
        }
    }
    return NULL;
}

static bool has_change(const Change *table, const Object *from, const Object *to)
{
    for (size_t i = 0; table && i < table->children.len; i++) {
        const Change *child = table->children.at[i];
        if (child->op != CHANGE_RENAME &&
            ((from && child->object.from == from) || (to && child->object.to == to))) {
            return true;
        }
    }
    return false;
}

static void step_aside(Emit *emit, const Object *relation, const char *words, const char *schema,
                       const char *name, const Object *object)
{
    Sql sql = emit_sql(emit, words);
    if (relation) {
        sql_object(&sql, relation);
        sql_kw(&sql, "DROP CONSTRAINT");
        sql_ident(&sql, name);
    } else {
        sql_name(&sql, schema, name);
    }
    emit_add(emit, PHASE_DROP_CONSTRAINT, object, &sql);
}

/* Checks and partial or expression indexes hold constants of the old type. */
static void move_dependents(Emit *emit, const Table *from, const Table *to, const char *column)
{
    const Change *change = change_of(emit->all, &to->base);
    for (size_t i = 0; i < to->constraints.len; i++) {
        const Constraint *check = to->constraints.at[i];
        const char *text = check->type == CONSTRAINT_CHECK ? check->check.text : check->where.text;
        if (text_mentions(text, column) && !has_change(change, NULL, &check->base)) {
            step_aside(emit, &from->base, "ALTER TABLE", NULL,
                       constraint_name(emit->all->to, check), &check->base);
            constraint_create(emit, check);
        }
    }
    for (size_t i = 0; i < to->indexes.len; i++) {
        const Index *index = to->indexes.at[i];
        bool uses = text_mentions(index->where.text, column);
        for (size_t k = 0; k < index->keys.len; k++) {
            uses |= text_mentions(index->keys.at[k].expr.text, column);
        }
        if (uses && !has_change(change, NULL, &index->base)) {
            step_aside(emit, NULL, "DROP INDEX", from->base.schema,
                       index_name(emit->all->to, index), &index->base);
            index_create(emit, PHASE_CREATE_CONSTRAINT, &to->base, index);
        }
    }
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

/* --- columns --- */

static Sql alter(const Emit *emit, const Column *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "ALTER COLUMN");
    sql_ident(&sql, to->base.name);
    return sql;
}

static void move_column(Emit *emit, const Column *from, const Column *to)
{
    const Object *table = &to->table->base;
    bool from_default = from->default_value.kind != DEFAULT_NONE;
    Sql sql;
    if (from_default) {
        sql = alter(emit, to);
        sql_kw(&sql, "DROP DEFAULT");
        emit_add(emit, PHASE_ALTER_TABLE, table, &sql);
    }
    sql = alter(emit, to);
    sql_kw(&sql, "TYPE");
    put_type(&sql, &to->type);
    sql_kw(&sql, "USING");
    sql_ident(&sql, to->base.name);
    sql_raw(&sql, to->type.dimensions ? "::text[]::" : "::text::");
    sql_raw(&sql, postgres_type_ddl(emit->plan->mem, &to->type));
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, table, &sql);
    emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                mem_printf(emit->plan->mem, "%s is written anew and locked meanwhile",
                           emit_label(emit, table, NULL)));
    if (to->default_value.kind != DEFAULT_NONE) {
        sql = alter(emit, to);
        sql_kw(&sql, "SET DEFAULT");
        put_default(&sql, &to->default_value, false);
        emit_add(emit, PHASE_ALTER_TABLE, table, &sql);
    }
}

static const Column *former_column(const Table *from, const Column *to)
{
    const Column *same = table_column(from, to->base.name);
    if (!same && to->base.renamed_from) {
        same = table_column(from, to->base.renamed_from);
    }
    for (size_t i = 0; !same && i < from->columns.len; i++) {
        if (text_equal(from->columns.at[i]->base.renamed_from, to->base.name)) {
            same = from->columns.at[i];
        }
    }
    return same;
}

static void move_table(Emit *emit, const Table *table, const Object *from, const Object *to)
{
    const Table *former = former_table(emit->all, table);
    bool any = false;
    for (size_t i = 0; former && i < table->columns.len; i++) {
        const Column *column = table->columns.at[i], *old = former_column(former, column);
        if (old && is_of(old, from) && is_of(column, to)) {
            move_dependents(emit, former, table, column->base.name);
            move_column(emit, old, column);
            any = true;
        }
    }
    if (any) {
        views_step_aside(emit, former);
    }
}

void swap_type(Emit *emit, const char *word, const Object *from, const Object *to)
{
    Mem *mem = emit->plan->mem;
    Sql sql = emit_sql(emit, "ALTER");
    sql_kw(&sql, word);
    sql_object(&sql, to);
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, old_name(mem, to->name));
    emit_add(emit, PHASE_CREATE_TYPE, to, &sql);
    for (size_t i = 0; i < emit->all->to->tables.len; i++) {
        move_table(emit, emit->all->to->tables.at[i], from, to);
    }
    sql = emit_sql(emit, "DROP");
    sql_kw(&sql, word);
    sql_name(&sql, to->schema, old_name(mem, to->name));
    emit_add(emit, PHASE_DROP_LAST, to, &sql);
}
