#include "emit/fill.h"
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

static void fill(Emit *emit, const Column *from, const Column *to)
{
    plan_fill(emit->plan, emit->all->to->server, PHASE_ALTER_TABLE, from, to);
}

static Statement *add_check_step(Emit *emit, const Column *to, const char *words, bool body)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, words);
    sql_ident(&sql, mem_printf(emit->plan->mem, "schemadiff_not_null_%s", to->base.name));
    if (body) {
        sql_kw(&sql, "CHECK (");
        sql_ident(&sql, to->base.name);
        sql_raw(&sql, " IS NOT NULL) NOT VALID");
    }
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    statement->tx = TX_OFF;
    return statement;
}

/* A check that is known to hold spares the server the reading of all rows under its lock. */
static void set_not_null_online(Emit *emit, const Column *to)
{
    add_check_step(emit, to, "ADD CONSTRAINT", true);
    add_check_step(emit, to, "VALIDATE CONSTRAINT", false);
    Sql sql = alter(emit, to);
    sql_kw(&sql, "SET NOT NULL");
    emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    add_check_step(emit, to, "DROP CONSTRAINT", false);
}

static void set_not_null(Emit *emit, const Column *to)
{
    if (to->not_null && is_used(emit, to->table)) {
        set_not_null_online(emit, to);
        return;
    }
    Sql sql = alter(emit, to);
    sql_kw(&sql, to->not_null ? "SET NOT NULL" : "DROP NOT NULL");
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if (to->not_null) {
        emit_hazard(emit, statement, HAZARD_LOCK,
                    mem_printf(emit->plan->mem, "%s is locked while all rows are read",
                               emit_label(emit, &to->table->base, NULL)));
    } else if (is_used(emit, to->table)) {
        not_null_drop_on_partitions(emit, to, to->table);
    }
}

/* The last step for a column that was filled: the change was explained by the first one. */
static void refuse_null(Emit *emit, const Column *to)
{
    Mem *mem = emit->plan->mem;
    set_not_null(emit, to);
    Statement *last = emit->plan->statements.at[emit->plan->statements.len - 1];
    if (!last->comments.len) {
        list_push(mem, &last->comments, fill_describe_end(mem, to));
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

/* Rows that come get the default from the first moment on; those that are there get their values in
 * batches, so that no lock lasts as long as the table is large. */
static void add_column_online(Emit *emit, const Column *to)
{
    Column bare = *to, filled = *to;
    bare.not_null = false;
    bare.default_value = (Default){0};
    filled.backfill = column_fill(NULL, to) ? *column_fill(NULL, to) : to->default_value;
    add_column(emit, mem_copy(emit->plan->mem, &bare, sizeof bare));
    if (has_default(to)) {
        set_default(emit, to);
    }
    fill(emit, NULL, mem_copy(emit->plan->mem, &filled, sizeof filled));
    if (to->not_null) {
        refuse_null(emit, to);
    }
}

static bool is_added_online(const Emit *emit, const Column *to)
{
    bool rewrites = is_volatile(&to->default_value) && to->identity.kind == IDENTITY_NONE;
    return emit->plan->online && (column_fill(NULL, to) || rewrites);
}

void add_new_column(Emit *emit, const Column *to)
{
    if (is_added_online(emit, to)) {
        add_column_online(emit, to);
    } else if (column_fill(NULL, to)) {
        Column nullable = *to;
        nullable.not_null = false;
        add_column(emit, mem_copy(emit->plan->mem, &nullable, sizeof nullable));
        fill(emit, NULL, to);
        if (to->not_null) {
            refuse_null(emit, to);
        }
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

void change_expression(Emit *emit, const Column *to)
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

static void drop_default(Emit *emit, const Column *to)
{
    Sql sql = alter(emit, to);
    sql_kw(&sql, "DROP DEFAULT");
    emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
}

void differ_from_parent(Emit *emit, const Column *parent, const Column *to)
{
    put_storage(emit, parent, to);
    if (parent && has_default(parent) && !has_default(to)) {
        drop_default(emit, to);
    }
    if (parent && parent->not_null && !to->not_null) {
        set_not_null(emit, to);
    }
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

/* The default calls a function that is about to be replaced. */
static void take_default(Emit *emit, const Column *from)
{
    Sql sql = alter(emit, from);
    sql_kw(&sql, "DROP DEFAULT");
    emit_add(emit, PHASE_DROP_CONSTRAINT, &from->table->base, &sql);
}

void column_alter(Emit *emit)
{
    const Column *from = emit->change->column.from, *to = emit->change->column.to;
    unsigned parts = emit->change->parts;
    bool set = parts & PART_DEFAULT;
    if ((parts & PART_RECREATE) && has_default(from)) {
        take_default(emit, from);
        set = has_default(to);
    }
    if (parts & PART_IDENTITY) {
        identity_take(emit, from, to);
    }
    if (parts & (PART_TYPE | PART_COLLATION)) {
        change_type(emit, from, to, &set);
    }
    if ((parts & PART_GENERATED) && to->generated != GENERATED_NONE) {
        change_expression(emit, to);
    }
    if ((parts & PART_NULL) && column_fill(from, to)) {
        fill(emit, from, to);
        refuse_null(emit, to);
    } else if (parts & PART_NULL) {
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
