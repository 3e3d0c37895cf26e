#include "emit/sqlite/sqlite.h"

/* --- tables ----------------------------------------------------------------------------------- */

static bool has_name(const Schema *schema, const char *name, const Object *but)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Object *other = &schema->tables.at[i]->base;
        if (other != but && text_equal_nocase(other->name, name)) {
            return true;
        }
    }
    return false;
}

static bool create_table(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Table *table = change->table.to;
    if (!sqlite_check_table(table, err)) {
        return false;
    }
    const char *text = sqlite_create_table(plan, all->to, table, table->base.name);
    statement_explains(plan, plan_add(plan, PHASE_CREATE_TABLE, &table->base, text), change);
    for (size_t i = 0; i < table->indexes.len; i++) {
        sqlite_plan_index(plan, all->to, table->indexes.at[i], NULL);
    }
    for (size_t i = 0; i < table->triggers.len; i++) {
        sqlite_plan_trigger(plan, table->triggers.at[i], table->triggers.at[i]->definition, NULL);
    }
    return true;
}

/* Tables and indexes share their names. */
static bool is_in_the_way(const Changes *all, const Table *from)
{
    bool taken = has_name(all->to, from->base.name, NULL);
    for (size_t i = 0; i < from->indexes.len && !taken; i++) {
        taken = has_name(all->to, index_name(all->from, from->indexes.at[i]), NULL);
    }
    return taken;
}

static void drop_table(Plan *plan, const Changes *all, const Change *change)
{
    const Table *table = change->table.from;
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "DROP TABLE");
    sql_ident(&sql, table->base.name);
    Phase phase = is_in_the_way(all, table) ? PHASE_DROP_EARLY : PHASE_DROP_TABLE;
    statement_explains(plan, plan_add(plan, phase, &table->base, sql_text(&sql)), change);
}

static const char *rename_text(Plan *plan, const Changes *all, const char *from, const char *to)
{
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "ALTER TABLE");
    sql_ident(&sql, from);
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, to);
    return sql_text(&sql);
}

/* A name that is taken, by a table that is renamed too or by this one in another letter case, takes
 * two steps. */
static void rename_table(Plan *plan, const Changes *all, const Change *change)
{
    const char *from = change->table.from->base.name, *to = change->table.to->base.name;
    if (has_name(all->from, to, NULL)) {
        const char *spare = mem_printf(plan->mem, "_schemadiff_old_%s", from);
        plan_add(plan, PHASE_DROP_EARLY, &change->table.from->base,
                 rename_text(plan, all, from, spare));
        from = spare;
    }
    statement_explains(
        plan,
        plan_add(plan, PHASE_RENAME, &change->table.to->base, rename_text(plan, all, from, to)),
        change);
}

static bool alter_table(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Alter alter = {.plan = plan,
                         .all = all,
                         .change = change,
                         .from = change->table.from,
                         .to = change->table.to,
                         .err = err};
    if (!sqlite_check_table(alter.to, err)) {
        return false;
    }
    bool rebuild = sqlite_needs_rebuild(&alter);
    sqlite_rename_columns(&alter);
    if (rebuild) {
        sqlite_rebuild(&alter);
    } else {
        sqlite_alter_native(&alter);
    }
    sqlite_alter_members(&alter, rebuild);
    return true;
}

static bool render_table(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    switch (change->op) {
    case CHANGE_CREATE:
        return create_table(plan, all, change, err);
    case CHANGE_DROP:
        drop_table(plan, all, change);
        return true;
    case CHANGE_RENAME:
        rename_table(plan, all, change);
        return true;
    case CHANGE_ALTER:
        return alter_table(plan, all, change, err);
    }
    return true;
}

/* --- views ------------------------------------------------------------------------------------ */

static void drop_view(Plan *plan, const Changes *all, const Change *change)
{
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "DROP VIEW");
    sql_ident(&sql, change->view.from->base.name);
    statement_explains(
        plan, plan_add(plan, PHASE_DROP_DEPENDENT, &change->view.from->base, sql_text(&sql)),
        change);
}

/* The user's own spelling, which SQLite keeps, as long as it still says the same. */
static void add_view_head(Sql *sql, const View *view)
{
    const char *head = options_get(&view->options, "head");
    if (head && sqlite_is_view_head(sql->buf.mem, head, view->base.name, view->columns.at,
                                    view->columns.len)) {
        sql_kw(sql, head);
        return;
    }
    sql_ident(sql, view->base.name);
    if (view->columns.len) {
        sql_kw(sql, "(");
        sql_idents(sql, &view->columns);
        sql_raw(sql, ")");
    }
    sql_kw(sql, "AS");
}

static bool create_view(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const View *view = change->view.to;
    if (view->materialized) {
        error_at(err, ERR_UNSUPPORTED, view->base.where, "sqlite has no materialized views: \"%s\"",
                 view->base.name);
        return error_hint(err, "restrict it to other databases with \"dialects\"");
    }
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "CREATE VIEW");
    add_view_head(&sql, view);
    sql_raw(&sql, "\n");
    sql_raw(&sql, view->query);
    statement_explains(plan, plan_add(plan, PHASE_CREATE_DEPENDENT, &view->base, sql_text(&sql)),
                       change);
    for (size_t i = 0; i < view->triggers.len; i++) {
        sqlite_plan_trigger(plan, view->triggers.at[i], view->triggers.at[i]->definition, NULL);
    }
    return true;
}

/* Only triggers change on a view that stays. */
static void alter_view_triggers(Plan *plan, const Changes *all, const Change *change)
{
    for (size_t i = 0; i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        if (child->trigger.from) {
            sqlite_plan_drop(plan, all->to, PHASE_DROP_DEPENDENT, "DROP TRIGGER",
                             &child->trigger.from->base, child);
        }
        if (child->trigger.to) {
            sqlite_plan_trigger(plan, child->trigger.to, child->trigger.to->definition, child);
        }
    }
}

/* A view is never altered: it is dropped and created, under a new name too; its triggers go and
 * come with it. */
static bool render_view(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const View *from = change->view.from, *to = change->view.to;
    bool renamed = from && to && !text_equal(from->base.name, to->base.name);
    if (change->op == CHANGE_ALTER && renamed) {
        return true; /* the rename has done it */
    }
    if (change->op == CHANGE_ALTER && !change->parts) {
        alter_view_triggers(plan, all, change);
        return true;
    }
    if (from) {
        drop_view(plan, all, change);
    }
    return !to || create_view(plan, all, change, err);
}

const RenderOps render_sqlite = {
    .render =
        {
            [OBJ_TABLE] = render_table,
            [OBJ_VIEW] = render_view,
        },
    .guard = sqlite_guard,
};
