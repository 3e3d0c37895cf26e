/* A table that stays: its own options and, child by child, what belongs to it. */
#include "emit/postgres/postgres.h"

#include <string.h>

static Sql alter(const Emit *emit, const Table *to, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->base);
    sql_kw(&sql, words);
    return sql;
}

static void alter_with(Emit *emit, const Table *from, const Table *to)
{
    const char *a = options_get(&from->options, "with"), *b = options_get(&to->options, "with");
    const char *set = options_to_set(emit->plan->mem, a, b);
    const char *reset = options_to_reset(emit->plan->mem, a, b);
    if (set) {
        Sql sql = alter(emit, to, "SET");
        put_options(&sql, set);
        emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
    }
    if (reset) {
        Sql sql = alter(emit, to, "RESET");
        put_options(&sql, reset);
        emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
    }
}

static void rewrite_hazard(Emit *emit, Statement *statement, const Table *to)
{
    emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                mem_printf(emit->plan->mem, "%s is written anew and locked meanwhile",
                           emit_label(emit, &to->base, NULL)));
}

static void alter_option(Emit *emit, const Table *to, const char *name, const char *words,
                         const char *a, const char *b, const char *usual)
{
    const char *value = b ? b : usual;
    if (text_equal(a ? a : usual, value)) {
        return;
    }
    Sql sql = alter(emit, to, words);
    if (!text_equal(name, "unlogged")) {
        sql_ident(&sql, value);
    }
    rewrite_hazard(emit, emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql), to);
}

static void alter_options(Emit *emit, const Table *from, const Table *to)
{
    const Options *a = &from->options, *b = &to->options;
    bool unlogged = options_has(b, "unlogged");
    alter_with(emit, from, to);
    security_change(emit, from, to);
    alter_option(emit, to, "unlogged", unlogged ? "SET UNLOGGED" : "SET LOGGED",
                 options_get(a, "unlogged"), options_get(b, "unlogged"), "false");
    alter_option(emit, to, "access_method", "SET ACCESS METHOD", options_get(a, "access_method"),
                 options_get(b, "access_method"), "heap");
    alter_option(emit, to, "tablespace", "SET TABLESPACE", options_get(a, "tablespace"),
                 options_get(b, "tablespace"), "pg_default");
    trigger_states_change(emit, from, to);
}

/* --- columns --- */

static bool is_column_op(const Change *child, ChangeOp op)
{
    return child->kind == OBJ_COLUMN && child->op == op;
}

static bool name_is_taken(const ChangeList *children, const char *name)
{
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (is_column_op(child, CHANGE_RENAME) && text_equal(child->object.to->name, name)) {
            return true;
        }
    }
    return false;
}

static void rename_columns(Emit *emit, const Table *to)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (is_column_op(child, CHANGE_RENAME)) {
            Emit one = emit_child(emit, child);
            Sql sql = alter(&one, to, "RENAME COLUMN");
            sql_ident(&sql, child->object.from->name);
            sql_kw(&sql, "TO");
            sql_ident(&sql, child->object.to->name);
            emit_add(&one, PHASE_RENAME, &to->base, &sql);
        }
    }
}

/* Generated columns go before anything happens to what they read. */
static void drop_columns(Emit *emit)
{
    const ChangeList *children = &emit->change->children;
    const Table *to = emit->change->table.to;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (!is_column_op(child, CHANGE_DROP)) {
            continue;
        }
        const Column *from = child->column.from;
        if (is_inherited(emit->all->to, to, from->base.name)) {
            inherited_change(emit, to, from->base.name);
            continue;
        }
        if (goes_with_parents(emit, from->base.name)) {
            continue;
        }
        Emit one = emit_child(emit, child);
        column_drop(&one, to,
                    from->generated != GENERATED_NONE || name_is_taken(children, from->base.name) ||
                        sequence_is_claimed(&one, from, PHASE_DROP_COLUMN));
    }
}

static void create_columns(Emit *emit, bool generated)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        if (!is_column_op(child, CHANGE_CREATE) ||
            (child->column.to->generated != GENERATED_NONE) != generated) {
            continue;
        }
        const char *name = child->object.to->name;
        if (is_inherited(emit->all->from, emit->change->table.from, name) ||
            comes_with_parent(emit, name)) {
            inherited_change(emit, emit->change->table.to, name);
            continue;
        }
        Emit one = emit_child(emit, child);
        column_create(&one);
    }
}

static const char *usual_storage(const Column *column)
{
    const char *word = postgres_storage(&column->type);
    return text_equal(word, "plain")      ? "PLAIN"
           : text_equal(word, "main")     ? "MAIN"
           : text_equal(word, "external") ? "EXTERNAL"
                                          : "EXTENDED";
}

void put_storage(Emit *emit, const Column *from, const Column *to)
{
    static const struct {
        const char *option, *words, *usual;
    } settings[] = {{"compression", "SET COMPRESSION", "default"},
                    {"statistics", "SET STATISTICS", "-1"},
                    {"storage", "SET STORAGE", NULL}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *a = from ? options_get(&from->options, settings[i].option) : NULL;
        const char *b = options_get(&to->options, settings[i].option);
        if (text_equal_nocase(a, b)) {
            continue;
        }
        Sql sql = alter(emit, to->table, "ALTER COLUMN");
        sql_ident(&sql, to->base.name);
        sql_kw(&sql, settings[i].words);
        const char *usual = settings[i].usual ? settings[i].usual : usual_storage(to);
        sql_kw(&sql, b ? upper(emit->plan->mem, b) : usual);
        emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    }
}

/* A check that a parent brings along, or leaves behind, is neither dropped nor made. */
static bool check_comes_with_parent(const Emit *emit, const Change *child, const Table *from,
                                    const Table *to)
{
    return (child->op == CHANGE_DROP &&
            is_inherited_check(emit->all->to, to, child->constraint.from)) ||
           (child->op == CHANGE_CREATE &&
            is_inherited_check(emit->all->from, from, child->constraint.to));
}

static void alter_members(Emit *emit)
{
    const ChangeList *children = &emit->change->children;
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    for (size_t i = 0; i < children->len; i++) {
        Emit one = emit_child(emit, children->at[i]);
        switch (children->at[i]->kind) {
        case OBJ_COLUMN:
            if (children->at[i]->op == CHANGE_ALTER &&
                !generated_is_rebuilt(emit, children->at[i]->column.to)) {
                column_alter(&one);
                restore_in_children(&one);
            }
            break;
        case OBJ_CONSTRAINT:
            if (!check_comes_with_parent(emit, children->at[i], from, to)) {
                constraint_change(&one, from, to);
            }
            break;
        case OBJ_INDEX:
            index_change(&one, to);
            break;
        case OBJ_TRIGGER:
        case OBJ_RULE:
            trigger_change(&one);
            break;
        case OBJ_POLICY:
            policy_change(&one);
            break;
#define OBJECT(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
            break;
        }
    }
}

void table_alter(Emit *emit)
{
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    if (emit->change->parts & PART_RECREATE) {
        table_replace(emit, from, to);
        return;
    }
    /* The children explain themselves; the table's own description is for its own parts. */
    Change own = *emit->change;
    own.children.len = 0;
    Emit self = *emit;
    self.change = mem_copy(emit->plan->mem, &own, sizeof own);
    if (own.parts & PART_DEFINITION) {
        partition_change(&self);
    }
    typed_change(emit, from, to);
    drop_columns(emit);
    rename_columns(emit, to);
    if (text_equal(from->base.name, to->base.name)) {
        identity_follow(emit, from, to);
    }
    generated_take(emit);
    create_columns(emit, false);
    alter_members(emit);
    create_columns(emit, true);
    generated_give(emit);
    replica_identity_change(emit, from, to);
    if (own.parts & PART_DEFINITION) {
        inherit_change(&self);
    }
    if (own.parts & PART_OPTIONS) {
        alter_options(&self, from, to);
    }
    if (own.parts & PART_COMMENT) {
        comment_on(&self, "TABLE", &to->base, NULL, to->base.comment);
    }
}
