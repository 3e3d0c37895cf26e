#include "emit/postgres/postgres.h"

static const Change *change_of(const Emit *emit, const Column *to)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER && child->column.to == to) {
            return child;
        }
    }
    return NULL;
}

/* The column before the change: by its own change, by a renaming, else by name. */
static const Column *former(const Emit *emit, const Column *to)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->kind == OBJ_COLUMN && child->column.to == to) {
            return child->column.from;
        }
    }
    return table_column(emit->change->table.from, to->base.name);
}

static bool is_replaced(const Emit *emit, const Column *from, const Column *to)
{
    bool set_expression = emit->all->to->server->version >= 170000;
    const Change *change = change_of(emit, to);
    if (change && (change->parts & PART_RECREATE) && from->generated != GENERATED_NONE) {
        return true;
    }
    if (!change || !(change->parts & PART_GENERATED)) {
        return false;
    }
    if (to->generated == GENERATED_NONE) {
        return from->generated == GENERATED_VIRTUAL;
    }
    /* Type and expression do not change in one statement, and neither fits the other's old form. */
    return from->generated != to->generated || !set_expression || (change->parts & PART_TYPE);
}

/* The server does not change the type of a column that a generated one reads. */
static bool reads_changing(const Emit *emit, const Column *from)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; from->generated != GENERATED_NONE && i < children->len; i++) {
        const Change *child = children->at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER &&
            (child->parts & (PART_TYPE | PART_COLLATION)) &&
            text_mentions(from->generated_expr.text, child->object.from->name)) {
            return true;
        }
    }
    return false;
}

bool generated_is_rebuilt(const Emit *emit, const Column *to)
{
    const Column *from = former(emit, to);
    return from && (is_replaced(emit, from, to) ||
                    (to->generated != GENERATED_NONE && reads_changing(emit, from)));
}

/* --- the way out --- */

static Emit emit_for(const Emit *emit, const Column *to)
{
    return (Emit){.plan = emit->plan, .all = emit->all, .change = change_of(emit, to)};
}

static void take(const Emit *emit, const Column *from, const Column *to)
{
    Emit one = emit_for(emit, to);
    /* What it calls is replaced before anything is renamed or altered. */
    bool early = one.change && (one.change->parts & PART_RECREATE);
    const Column *column = early ? from : to;
    Sql sql = emit_sql(&one, "ALTER TABLE");
    sql_object(&sql, &column->table->base);
    sql_kw(&sql, "DROP COLUMN");
    sql_ident(&sql, column->base.name);
    Statement *statement =
        emit_add(&one, early ? PHASE_DROP_EARLY : PHASE_ALTER_TABLE, &column->table->base, &sql);
    if (from->generated == GENERATED_NONE) {
        emit_hazard(&one, statement, HAZARD_DATA_LOSS,
                    mem_printf(one.plan->mem, "the values of %s are replaced by computed ones",
                               emit_label(&one, &to->table->base, to->base.name)));
    }
}

void generated_take(Emit *emit)
{
    const Table *to = emit->change->table.to;
    /* Generated columns first: one of the others may be what they read. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < to->columns.len; i++) {
            const Column *column = to->columns.at[i], *from = former(emit, column);
            if (!from || (from->generated == GENERATED_NONE) != (pass == 1)) {
                continue;
            }
            const Change *change = change_of(emit, column);
            if (generated_is_rebuilt(emit, column)) {
                take(emit, from, column);
            } else if (change && (change->parts & PART_GENERATED) &&
                       column->generated == GENERATED_NONE) {
                Emit one = emit_child(emit, change);
                change_expression(&one, column);
            }
        }
    }
}

/* --- the way back --- */

static bool uses_column(const KeyParts *keys, const NameList *include, const char *name)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (text_equal(keys->at[i].column, name) || text_mentions(keys->at[i].expr.text, name)) {
            return true;
        }
    }
    for (size_t i = 0; i < include->len; i++) {
        if (text_equal(include->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* Is the object made, or made anew, by a change of its own? */
static bool is_made(const Emit *emit, const Object *to)
{
    for (size_t i = 0; i < emit->change->children.len; i++) {
        const Change *child = emit->change->children.at[i];
        bool made = child->op == CHANGE_CREATE ||
                    (child->op == CHANGE_ALTER && (child->parts & (PART_KEYS | PART_RECREATE)));
        if (child->object.to == to && made) {
            return true;
        }
    }
    return false;
}

/* Indexes and constraints go with a column, once for all the columns that are rebuilt. */
static bool uses_rebuilt(const Emit *emit, const KeyParts *keys, const NameList *include,
                         const char *text)
{
    const Table *to = emit->change->table.to;
    for (size_t i = 0; i < to->columns.len; i++) {
        const Column *column = to->columns.at[i];
        if ((uses_column(keys, include, column->base.name) ||
             text_mentions(text, column->base.name)) &&
            generated_is_rebuilt(emit, column)) {
            return true;
        }
    }
    return false;
}

static void restore_users(const Emit *emit)
{
    const Table *to = emit->change->table.to;
    Emit quiet = {.plan = emit->plan, .all = emit->all};
    for (size_t i = 0; i < to->indexes.len; i++) {
        const Index *index = to->indexes.at[i];
        if (uses_rebuilt(emit, &index->keys, &index->include, index->where.text) &&
            !is_made(emit, &index->base)) {
            index_create(&quiet, PHASE_CREATE_CONSTRAINT, &to->base, index);
        }
    }
    for (size_t i = 0; i < to->constraints.len; i++) {
        const Constraint *constraint = to->constraints.at[i];
        if (uses_rebuilt(emit, &constraint->keys, &constraint->include, constraint->check.text) &&
            !is_made(emit, &constraint->base)) {
            constraint_create(&quiet, constraint);
        }
    }
}

void generated_give(Emit *emit)
{
    const Table *to = emit->change->table.to;
    bool any = false;
    for (size_t i = 0; i < to->columns.len; i++) {
        const Column *column = to->columns.at[i];
        if (generated_is_rebuilt(emit, column)) {
            Emit one = emit_for(emit, column);
            one.explained = true;
            add_new_column(&one, column);
            any = true;
        }
    }
    if (any) {
        restore_users(emit);
    }
}
