#include "emit/postgres/postgres.h"

#include <string.h>

static const char *serial_word(const Type *type)
{
    return text_equal(type->name, "smallint") ? "smallserial"
           : text_equal(type->name, "bigint") ? "bigserial"
                                              : "serial";
}

static bool has_default(const Column *column)
{
    return column->default_value.kind != DEFAULT_NONE;
}

void put_column(Sql *sql, const Schema *schema, const Column *column)
{
    bool serial = column->identity.kind == IDENTITY_SERIAL;
    sql_ident(sql, column->base.name);
    if (serial) {
        sql_kw(sql, serial_word(&column->type));
    } else {
        put_type(sql, &column->type);
    }
    put_collation(sql, schema, column->collation);
    if (column->generated != GENERATED_NONE) {
        sql_kw(sql, "GENERATED ALWAYS AS (");
        sql_raw(sql, column->generated_expr.text);
        sql_raw(sql, column->generated == GENERATED_VIRTUAL ? ") VIRTUAL" : ") STORED");
    } else if (has_default(column)) {
        sql_kw(sql, "DEFAULT");
        put_default(sql, &column->default_value, true);
    }
    sql_kw(sql, column->not_null ? "NOT NULL" : NULL);
    if (column->identity.kind != IDENTITY_NONE && !serial) {
        put_identity(sql, column);
    }
}

static Sql alter(const Emit *emit, const Column *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "ALTER COLUMN");
    sql_ident(&sql, to->base.name);
    return sql;
}

/* --- create --- */

static bool is_volatile(const Default *def)
{
    static const char *const functions[] = {
        "random(", "gen_random_uuid(", "clock_timestamp(",     "uuid_generate",
        "uuidv",   "nextval(",         "statement_timestamp(", "timeofday("};
    for (size_t i = 0; def->kind == DEFAULT_EXPRESSION && i < sizeof functions / sizeof *functions;
         i++) {
        if (strstr(def->expr.text, functions[i])) {
            return true;
        }
    }
    return false;
}

static void backfill(Emit *emit, const Column *to)
{
    Sql sql = emit_sql(emit, "UPDATE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "SET");
    sql_ident(&sql, to->base.name);
    sql_kw(&sql, "=");
    put_default(&sql, &to->backfill, false);
    sql_kw(&sql, "WHERE");
    sql_ident(&sql, to->base.name);
    sql_kw(&sql, "IS NULL");
    emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
}

static void set_not_null(Emit *emit, const Column *to)
{
    Sql sql = alter(emit, to);
    sql_kw(&sql, to->not_null ? "SET NOT NULL" : "DROP NOT NULL");
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if (to->not_null) {
        emit_hazard(emit, statement, HAZARD_LOCK,
                    mem_printf(emit->plan->mem, "%s is locked while all rows are read",
                               emit_label(emit, &to->table->base, NULL)));
    }
}

static void add_column(Emit *emit, const Column *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "ADD COLUMN");
    put_column(&sql, emit->all->to, to);
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if (to->identity.kind != IDENTITY_NONE || to->generated == GENERATED_STORED ||
        is_volatile(&to->default_value)) {
        emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                    mem_printf(emit->plan->mem, "%s is written anew and locked meanwhile",
                               emit_label(emit, &to->table->base, NULL)));
    }
}

static void add_new_column(Emit *emit, const Column *to)
{
    bool later = to->not_null && to->backfill.kind != DEFAULT_NONE;
    if (later) {
        Column nullable = *to;
        nullable.not_null = false;
        add_column(emit, mem_copy(emit->plan->mem, &nullable, sizeof nullable));
        backfill(emit, to);
        set_not_null(emit, to);
    } else {
        add_column(emit, to);
    }
    put_storage(emit, NULL, to);
    comment_new(emit, "COLUMN", &to->base, &to->table->base);
}

void column_create(Emit *emit)
{
    add_new_column(emit, emit->change->column.to);
}

void column_drop(Emit *emit, const Table *to, bool early)
{
    const Column *from = emit->change->column.from;
    const Object *table = early ? &from->table->base : &to->base;
    bool only = children_keep(emit, to, from->base.name);
    Sql sql = emit_sql(emit, only ? "ALTER TABLE ONLY" : "ALTER TABLE");
    sql_object(&sql, table);
    sql_kw(&sql, "DROP COLUMN");
    sql_ident(&sql, from->base.name);
    emit_add(emit, early ? PHASE_DROP_EARLY : PHASE_DROP_COLUMN, &from->table->base, &sql);
}

/* --- alter --- */

bool needs_drop_and_add(const Changes *all, const Column *from, const Column *to, unsigned parts)
{
    bool set_expression = all->to->server->version >= 170000;
    if (!(parts & PART_GENERATED)) {
        return false;
    }
    if (to->generated == GENERATED_NONE) {
        return from->generated == GENERATED_VIRTUAL;
    }
    return from->generated != to->generated || !set_expression;
}

static bool uses_column(const KeyParts *keys, const NameList *include, const char *name)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (text_equal(keys->at[i].column, name) ||
            (keys->at[i].expr.text && strstr(keys->at[i].expr.text, name))) {
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
static bool is_made(const Change *table, const Object *to)
{
    for (size_t i = 0; table && i < table->children.len; i++) {
        const Change *child = table->children.at[i];
        bool made = child->op == CHANGE_CREATE ||
                    (child->op == CHANGE_ALTER && (child->parts & (PART_KEYS | PART_RECREATE)));
        if (child->object.to == to && made) {
            return true;
        }
    }
    return false;
}

static const Change *change_of(const Changes *all, const Table *to)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op == CHANGE_ALTER && change->table.to == to) {
            return change;
        }
    }
    return NULL;
}

/* Indexes and constraints go with a column; those that stay the same come back. */
static void restore_users(Emit *emit, const Column *to)
{
    const Table *table = to->table;
    const Change *change = change_of(emit->all, table);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        bool uses = uses_column(&index->keys, &index->include, to->base.name) ||
                    (index->where.text && strstr(index->where.text, to->base.name));
        if (uses && !is_made(change, &index->base)) {
            index_create(emit, PHASE_CREATE_CONSTRAINT, &table->base, index);
        }
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *constraint = table->constraints.at[i];
        bool uses = uses_column(&constraint->keys, &constraint->include, to->base.name) ||
                    (constraint->check.text && strstr(constraint->check.text, to->base.name));
        if (uses && !is_made(change, &constraint->base)) {
            constraint_create(emit, constraint);
        }
    }
}

static void drop_and_add(Emit *emit, const Column *from, const Column *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "DROP COLUMN");
    sql_ident(&sql, to->base.name);
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if (from->generated == GENERATED_NONE) {
        emit_hazard(emit, statement, HAZARD_DATA_LOSS,
                    mem_printf(emit->plan->mem, "the values of %s are replaced by computed ones",
                               emit_label(emit, &to->table->base, to->base.name)));
    }
    add_new_column(emit, to);
    restore_users(emit, to);
}

static void change_expression(Emit *emit, const Column *to)
{
    Sql sql = alter(emit, to);
    if (to->generated == GENERATED_NONE) {
        sql_kw(&sql, "DROP EXPRESSION");
    } else {
        sql_kw(&sql, "SET EXPRESSION AS (");
        sql_raw(&sql, to->generated_expr.text);
        sql_raw(&sql, ")");
    }
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if (to->generated == GENERATED_STORED) {
        emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                    mem_printf(emit->plan->mem, "%s is written anew and locked meanwhile",
                               emit_label(emit, &to->table->base, NULL)));
    }
}

static void set_default(Emit *emit, const Column *to)
{
    Sql sql = alter(emit, to);
    if (has_default(to)) {
        sql_kw(&sql, "SET DEFAULT");
        put_default(&sql, &to->default_value, false);
    } else {
        sql_kw(&sql, "DROP DEFAULT");
    }
    emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
}

static void drop_default(Emit *emit, const Column *to)
{
    Sql sql = alter(emit, to);
    sql_kw(&sql, "DROP DEFAULT");
    emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
}

/* The default is converted with the column; where it might not convert it is taken off first. */
static void change_type(Emit *emit, const Column *from, const Column *to, bool *set)
{
    bool plain = from->type.cls == to->type.cls && from->type.cls != TYPE_USER &&
                 from->type.dimensions == to->type.dimensions;
    bool off = has_default(from) && !plain;
    if (off) {
        drop_default(emit, to);
    }
    column_type(emit, from, to);
    /* A default that stays "the same" is converted to another text: written again it is exact. */
    *set = (off || (has_default(from) && from->type.cls != TYPE_USER)) ? has_default(to) || *set
                                                                       : *set;
}

void column_alter(Emit *emit, const Table *from_table UNUSED, const Table *to_table UNUSED)
{
    const Column *from = emit->change->column.from, *to = emit->change->column.to;
    unsigned parts = emit->change->parts;
    bool set = parts & PART_DEFAULT;
    if (needs_drop_and_add(emit->all, from, to, parts)) {
        drop_and_add(emit, from, to);
        return;
    }
    if (parts & PART_IDENTITY) {
        identity_take(emit, from, to);
    }
    if ((parts & PART_GENERATED) && to->generated == GENERATED_NONE) {
        change_expression(emit, to);
    }
    if (parts & (PART_TYPE | PART_COLLATION)) {
        change_type(emit, from, to, &set);
    }
    if ((parts & PART_GENERATED) && to->generated != GENERATED_NONE) {
        change_expression(emit, to);
    }
    if ((parts & PART_NULL) && to->not_null && to->backfill.kind != DEFAULT_NONE) {
        backfill(emit, to);
    }
    if (parts & PART_NULL) {
        set_not_null(emit, to);
    }
    if (set && to->identity.kind != IDENTITY_NONE && has_default(from)) {
        drop_default(emit, to);
    }
    bool serial = to->identity.kind == IDENTITY_SERIAL || from->identity.kind == IDENTITY_SERIAL;
    if (set && to->identity.kind == IDENTITY_NONE && !(serial && !has_default(to))) {
        set_default(emit, to);
    }
    if (parts & PART_IDENTITY) {
        identity_give(emit, from, to);
    }
    if (parts & PART_OPTIONS) {
        put_storage(emit, from, to);
    }
    if (parts & PART_COMMENT) {
        comment_on(emit, "COLUMN", &to->base, &to->table->base, to->base.comment);
    }
}
