#include "emit/sqlite/sqlite.h"

#define MINOR_PARTS ((unsigned)PART_COMMENT | (unsigned)PART_RECREATE)

/* --- which column is which -------------------------------------------------------------------- */

static const Change *column_change(const Alter *alter, ChangeOp op, const Column *from,
                                   const Column *to)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == op && (!from || child->column.from == from) &&
            (!to || child->column.to == to)) {
            return child;
        }
    }
    return NULL;
}

static const Column *column_nocase(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_equal_nocase(table->columns.at[i]->base.name, name)) {
            return table->columns.at[i];
        }
    }
    return NULL;
}

/* A dropped column whose name is given to another one by a rename. */
static bool is_displaced(const Alter *alter, const Column *from)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME &&
            text_equal_nocase(child->column.to->base.name, from->base.name)) {
            return column_change(alter, CHANGE_DROP, from, NULL) != NULL;
        }
    }
    return false;
}

const Column *sqlite_source(const Alter *alter, const Column *column, const char **name)
{
    const Change *rename = column_change(alter, CHANGE_RENAME, NULL, column);
    *name = column->base.name;
    if (rename) {
        return rename->column.from;
    }
    if (!column_change(alter, CHANGE_CREATE, NULL, column)) {
        return table_column(alter->from, column->base.name);
    }
    /* Dropped and added with another letter case: one column to SQLite. */
    const Column *same = column_nocase(alter->from, column->base.name);
    if (!same || !column_change(alter, CHANGE_DROP, same, NULL) || is_displaced(alter, same)) {
        return NULL;
    }
    *name = same->base.name;
    return same;
}

/* --- renames ---------------------------------------------------------------------------------- */

static const char *rename_text(const Alter *alter, const char *from, const char *to)
{
    Sql sql = sql_new(alter->plan->mem, alter->all->to->server);
    sql_kw(&sql, "ALTER TABLE");
    sql_ident(&sql, alter->to->base.name);
    sql_kw(&sql, "RENAME COLUMN");
    sql_ident(&sql, from);
    sql_kw(&sql, "TO");
    sql_ident(&sql, to);
    return sql_text(&sql);
}

static const char *spare_name(const Alter *alter, const char *name)
{
    return mem_printf(alter->plan->mem, "_schemadiff_old_%s", name);
}

static Statement *plan_rename(const Alter *alter, const char *from, const char *to)
{
    return plan_add(alter->plan, PHASE_RENAME, &alter->to->base, rename_text(alter, from, to));
}

/* Names that are taken, by a column that goes, by one that is renamed as well, or by the same one
 * in another letter case, take two steps. */
void sqlite_rename_columns(const Alter *alter)
{
    const ChangeList *children = &alter->change->children;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_DROP &&
            is_displaced(alter, child->column.from)) {
            const char *name = child->column.from->base.name;
            plan_rename(alter, name, spare_name(alter, name));
        }
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME) {
            const char *from = child->column.from->base.name, *to = child->column.to->base.name;
            const Column *taken = column_nocase(alter->from, to);
            if (taken && !column_change(alter, CHANGE_DROP, taken, NULL)) {
                plan_rename(alter, from, spare_name(alter, from));
            }
        }
    }
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->kind != OBJ_COLUMN || child->op != CHANGE_RENAME) {
            continue;
        }
        const char *from = child->column.from->base.name, *to = child->column.to->base.name;
        const Column *taken = column_nocase(alter->from, to);
        bool moved = taken && !column_change(alter, CHANGE_DROP, taken, NULL);
        statement_explains(alter->plan,
                           plan_rename(alter, moved ? spare_name(alter, from) : from, to), child);
    }
}

/* --- what ADD COLUMN can do ------------------------------------------------------------------- */

static bool names_column(const Constraint *constraint, const Column *column)
{
    for (size_t i = 0; i < constraint->keys.len; i++) {
        if (text_equal(constraint->keys.at[i].column, column->base.name)) {
            return true;
        }
    }
    return false;
}

/* Can the constraint be written as part of a column that is added? */
static bool rides_along(const Alter *alter, const Constraint *constraint)
{
    const char *name = constraint->keys.len == 1 ? constraint->keys.at[0].column : NULL;
    const Column *column = name ? table_column(alter->to, name) : NULL;
    if (!column || !column_change(alter, CHANGE_CREATE, NULL, column)) {
        return false;
    }
    return constraint->type == CONSTRAINT_FOREIGN_KEY ||
           (constraint->type == CONSTRAINT_CHECK && constraint->on_column);
}

/* sqlite.org/lang_altertable.html, 4. */
static bool can_add(const Alter *alter, const Column *column)
{
    const Default *value = &column->default_value;
    bool null = value->kind == DEFAULT_NONE || value->kind == DEFAULT_NULL;
    if (column->generated == GENERATED_STORED || column->identity.kind != IDENTITY_NONE ||
        column_fill(NULL, column) || !sqlite_default_is_constant(alter->plan->mem, value) ||
        column_nocase(alter->from, column->base.name)) {
        return false;
    }
    for (size_t i = 0; i < alter->to->constraints.len; i++) {
        const Constraint *constraint = alter->to->constraints.at[i];
        if (!names_column(constraint, column)) {
            continue;
        }
        if (!rides_along(alter, constraint) ||
            (constraint->type == CONSTRAINT_FOREIGN_KEY && !null)) {
            return false;
        }
    }
    return true;
}

/* --- what DROP COLUMN can do ------------------------------------------------------------------ */

static bool has_triggers(const Schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (schema->tables.at[i]->triggers.len) {
            return true;
        }
    }
    return false;
}

static bool uses(Mem *mem, const Expr *expr, const Column *column)
{
    return expr->text && sqlite_mentions(mem, expr->text, column->base.name);
}

/* sqlite.org/lang_altertable.html, 5. It reads every view and trigger of the database again and
 * fails when one of them is broken, even before; a rebuild costs the same and does not. */
static bool can_drop(const Alter *alter, const Column *column)
{
    Mem *mem = alter->plan->mem;
    const Schema *from = alter->all->from;
    if (alter->all->to->server->version < 3035000 || from->views.len || has_triggers(from) ||
        is_displaced(alter, column)) {
        return false;
    }
    for (size_t i = 0; i < alter->from->constraints.len; i++) {
        const Constraint *constraint = alter->from->constraints.at[i];
        if (names_column(constraint, column) || uses(mem, &constraint->check, column)) {
            return false;
        }
    }
    size_t left = 0;
    for (size_t i = 0; i < alter->from->columns.len; i++) {
        const Column *other = alter->from->columns.at[i];
        if (other != column && uses(mem, &other->generated_expr, column)) {
            return false;
        }
        left +=
            other->generated == GENERATED_NONE && !column_change(alter, CHANGE_DROP, other, NULL);
    }
    return left > 0;
}

/* --- the decision ----------------------------------------------------------------------------- */

static bool column_needs_rebuild(const Alter *alter, const Change *child)
{
    switch (child->op) {
    case CHANGE_CREATE:
        return !can_add(alter, child->column.to);
    case CHANGE_DROP:
        return !can_drop(alter, child->column.from);
    case CHANGE_ALTER:
        return (child->parts & ~MINOR_PARTS) != 0;
    case CHANGE_RENAME:
        return alter->all->to->server->version < 3025000;
    }
    return true;
}

static bool constraint_needs_rebuild(const Alter *alter, const Change *child)
{
    switch (child->op) {
    case CHANGE_CREATE:
        return !rides_along(alter, child->constraint.to);
    case CHANGE_ALTER:
        return (child->parts & ~MINOR_PARTS) != 0;
    case CHANGE_DROP:
    case CHANGE_RENAME:
        return true;
    }
    return true;
}

bool sqlite_needs_rebuild(const Alter *alter)
{
    bool needed = (alter->change->parts & ~MINOR_PARTS) != 0;
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN) {
            needed |= column_needs_rebuild(alter, child);
        } else if (child->kind == OBJ_CONSTRAINT) {
            needed |= constraint_needs_rebuild(alter, child);
        }
    }
    return needed;
}

/* --- statements ------------------------------------------------------------------------------- */

static void plan_add_column(const Alter *alter, const Change *child)
{
    const Column *column = child->column.to;
    const char *text = sqlite_add_column(alter->plan, alter->all->to, column);
    Statement *statement = plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base, text);
    statement_explains(alter->plan, statement, child);
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *other = alter->change->children.at[i];
        if (other->kind == OBJ_CONSTRAINT && other->op == CHANGE_CREATE &&
            names_column(other->constraint.to, column)) {
            statement_explains(alter->plan, statement, other);
        }
    }
}

static void plan_drop_column(const Alter *alter, const Change *child)
{
    Sql sql = sql_new(alter->plan->mem, alter->all->to->server);
    sql_kw(&sql, "ALTER TABLE");
    sql_ident(&sql, alter->to->base.name);
    sql_kw(&sql, "DROP COLUMN");
    sql_ident(&sql, child->column.from->base.name);
    Statement *statement =
        plan_add(alter->plan, PHASE_DROP_COLUMN, &alter->to->base, sql_text(&sql));
    statement_explains(alter->plan, statement, child);
}

void sqlite_alter_native(const Alter *alter)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind != OBJ_COLUMN) {
            continue;
        }
        if (child->op == CHANGE_CREATE) {
            plan_add_column(alter, child);
        } else if (child->op == CHANGE_DROP) {
            plan_drop_column(alter, child);
        }
    }
}
