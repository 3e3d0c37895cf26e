/* Tables as a whole: created, dropped, renamed. */
#include "emit/postgres/postgres.h"

#include <string.h>

const Table *former_table(const Changes *all, const Table *table)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->table.to == table) {
            return change->table.from;
        }
    }
    return schema_table(all->from, table->base.schema, table->base.name);
}

bool is_new_table(const Emit *emit)
{
    return emit->change && emit->change->kind == OBJ_TABLE && emit->change->op == CHANGE_CREATE;
}

/* --- create --- */

static bool same_keys(const Constraint *a, const Constraint *b)
{
    bool same = a->keys.len == b->keys.len && a->include.len == b->include.len;
    for (size_t i = 0; same && i < a->keys.len; i++) {
        same = text_equal(a->keys.at[i].column, b->keys.at[i].column);
    }
    return same;
}

/* CREATE TABLE makes one key of a UNIQUE and another on the same columns. */
static bool is_merged(const Constraint *constraint)
{
    const Table *table = constraint->table;
    for (size_t i = 0; constraint->type == CONSTRAINT_UNIQUE && i < table->constraints.len; i++) {
        const Constraint *other = table->constraints.at[i];
        if (other == constraint) {
            return false;
        }
        if (other->type <= CONSTRAINT_UNIQUE && same_keys(constraint, other)) {
            return true;
        }
    }
    return false;
}

bool constraint_is_inline(const Constraint *constraint)
{
    return constraint->type != CONSTRAINT_FOREIGN_KEY && !constraint->not_valid &&
           !is_merged(constraint);
}

/* A partition has its parent's columns; what it changes of them is written without the type. */
static void put_partition_column(Sql *sql, const Column *column)
{
    sql_ident(sql, column->base.name);
    sql_kw(sql, "WITH OPTIONS");
    if (column->default_value.kind != DEFAULT_NONE) {
        sql_kw(sql, "DEFAULT");
        put_default(sql, &column->default_value, true);
    }
    sql_kw(sql, column->not_null ? "NOT NULL" : NULL);
}

static void put_elements(Emit *emit, Sql *sql, const Table *table)
{
    const char *comma = "\n    ";
    for (size_t i = 0; i < table->columns.len; i++, comma = ",\n    ") {
        sql_raw(sql, comma);
        if (table->partition_of) {
            put_partition_column(sql, table->columns.at[i]);
        } else {
            put_column(sql, emit->all->to, table->columns.at[i]);
        }
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (constraint_is_inline(table->constraints.at[i])) {
            sql_raw(sql, comma);
            put_constraint(sql, emit->all->to, table->constraints.at[i]);
            comma = ",\n    ";
        }
    }
    sql_raw(sql, *comma == ',' ? "\n)" : ")");
}

static bool has_elements(const Table *table)
{
    bool any = table->columns.len > 0;
    for (size_t i = 0; i < table->constraints.len; i++) {
        any |= constraint_is_inline(table->constraints.at[i]);
    }
    return any;
}

static void put_clauses(Emit *emit, Sql *sql, const Table *table)
{
    const char *method = options_get(&table->options, "access_method");
    const char *with = options_get(&table->options, "with");
    const char *space = options_get(&table->options, "tablespace");
    if (table->inherits.len) {
        sql_kw(sql, "INHERITS (");
        for (size_t i = 0; i < table->inherits.len; i++) {
            sql_raw(sql, i ? ", " : "");
            put_relation(sql, emit->all->to, table->inherits.at[i]);
        }
        sql_raw(sql, ")");
    }
    if (table->partition_by) {
        sql_kw(sql, "PARTITION BY");
        sql_kw(sql, table->partition_by);
    }
    if (method && !text_equal(method, "heap")) {
        sql_kw(sql, "USING");
        sql_ident(sql, method);
    }
    if (with) {
        sql_kw(sql, "WITH");
        put_options(sql, with);
    }
    if (space) {
        sql_kw(sql, "TABLESPACE");
        sql_ident(sql, space);
    }
}

static void create_rest(Emit *emit, const Table *to)
{
    security_change(emit, NULL, to);
    for (size_t i = 0; i < to->columns.len; i++) {
        differ_from_parent(emit, inherited_column(emit->all->to, to, to->columns.at[i]->base.name),
                           to->columns.at[i]);
    }
    for (size_t i = 0; i < to->indexes.len; i++) {
        index_create(emit, PHASE_CREATE_CONSTRAINT, &to->base, to->indexes.at[i]);
    }
    for (size_t i = 0; i < to->constraints.len; i++) {
        if (constraint_is_inline(to->constraints.at[i])) {
            constraint_comments(emit, to->constraints.at[i]);
        } else {
            constraint_create(emit, to->constraints.at[i]);
        }
    }
    replica_identity_change(emit, NULL, to);
    typed_change(emit, NULL, to);
    trigger_states_change(emit, NULL, to);
    for (size_t i = 0; i < to->triggers.len; i++) {
        trigger_create(emit, to->triggers.at[i]);
    }
    for (size_t i = 0; i < to->rules.len; i++) {
        trigger_create(emit, to->rules.at[i]);
    }
    for (size_t i = 0; i < to->policies.len; i++) {
        policy_create(emit, to->policies.at[i]);
    }
    comment_new(emit, "TABLE", &to->base, NULL);
    for (size_t i = 0; i < to->columns.len; i++) {
        comment_new(emit, "COLUMN", &to->columns.at[i]->base, &to->base);
    }
}

static const Change *change_to(const Changes *all, const Table *to)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op != CHANGE_RENAME && change->table.to == to) {
            return change;
        }
    }
    return NULL;
}

static bool waits_for_parent(const Changes *all, const Table *to);

static bool waits_for(const Changes *all, const char *label)
{
    const Table *parent = labelled_table(all->to, label);
    const Change *change = parent ? change_to(all, parent) : NULL;
    return change && (change->op == CHANGE_CREATE
                          ? waits_for_parent(all, parent)
                          : change->op == CHANGE_ALTER && !(change->parts & PART_RECREATE));
}

/* Does another partition give up its bounds, which may be those of this one? */
static bool waits_for_bounds(const Changes *all, const Table *to)
{
    for (size_t i = 0; to->partition_of && i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op == CHANGE_ALTER &&
            (change->parts & PART_DEFINITION) && !(change->parts & PART_RECREATE) &&
            text_equal(change->table.to->partition_of, to->partition_of)) {
            return true;
        }
    }
    return false;
}

/* What is done to the parent would be done to a child that is there already, and to what it has for
 * itself. */
static bool waits_for_parent(const Changes *all, const Table *to)
{
    bool waits =
        (to->partition_of && waits_for(all, to->partition_of)) || waits_for_bounds(all, to);
    for (size_t i = 0; !waits && i < to->inherits.len; i++) {
        waits = waits_for(all, to->inherits.at[i]);
    }
    return waits;
}

static void put_off(Plan *plan, size_t since)
{
    for (size_t i = since; i < plan->statements.len; i++) {
        Statement *statement = plan->statements.at[i];
        statement->phase =
            statement->phase < PHASE_CREATE_CHILD ? PHASE_CREATE_CHILD : statement->phase;
    }
}

void table_create(Emit *emit, const Table *to)
{
    size_t since = emit->plan->statements.len;
    bool unlogged = options_has(&to->options, "unlogged");
    Sql sql = emit_sql(emit, unlogged ? "CREATE UNLOGGED TABLE" : "CREATE TABLE");
    sql_object(&sql, &to->base);
    if (to->partition_of) {
        sql_kw(&sql, "PARTITION OF");
        put_relation(&sql, emit->all->to, to->partition_of);
    }
    if (!to->partition_of || has_elements(to)) {
        sql_kw(&sql, "(");
        put_elements(emit, &sql, to);
    }
    if (to->partition_of) {
        sql_raw(&sql, " ");
        sql_raw(&sql, to->partition_bound ? to->partition_bound : "DEFAULT");
    }
    put_clauses(emit, &sql, to);
    emit_add(emit, PHASE_CREATE_TABLE, &to->base, &sql);
    create_rest(emit, to);
    if (waits_for_parent(emit->all, to)) {
        put_off(emit->plan, since);
    }
}

/* --- drop, rename --- */

/* Is a routine that it calls made anew? */
static bool calls_remade(const Changes *all, const Table *from)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        bool remade = (change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE) &&
                      routine_comes_back(all, change);
        for (size_t j = 0; remade && j < from->base.deps.len; j++) {
            if (from->base.deps.at[j] == change->object.from) {
                return true;
            }
        }
    }
    return false;
}

static void drop_table(Emit *emit, const Table *from)
{
    if (goes_with_parent(emit->all, from)) {
        table_move_aside(emit, from);
        return;
    }
    Sql sql = emit_sql(emit, "DROP TABLE");
    sql_object(&sql, &from->base);
    views_step_aside(emit, from);
    /* The bounds of a new partition may overlap those of one that goes. */
    bool early =
        from->partition_of || table_is_in_the_way(emit, from) || calls_remade(emit->all, from);
    Phase phase = early ? PHASE_DROP_EARLY : PHASE_DROP_TABLE;
    emit_add(emit, phase, &from->base, &sql);
    rules_drop(emit, from->rules.at, from->rules.len);
}

static void rename_table(Emit *emit, const Table *from, const Table *to)
{
    const char *name =
        make_room(emit, "TABLE", &from->base, from->base.name, name_spaces(OBJ_TABLE));
    if (!text_equal(from->base.schema, to->base.schema)) {
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_name(&sql, from->base.schema, name);
        sql_kw(&sql, "SET SCHEMA");
        sql_ident(&sql, to->base.schema ? to->base.schema : emit->all->to->server->default_schema);
        emit_add(emit, PHASE_RENAME, &to->base, &sql);
    }
    if (!text_equal(name, to->base.name)) {
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_name(&sql, to->base.schema, name);
        sql_kw(&sql, "RENAME TO");
        sql_ident(&sql, to->base.name);
        emit_add(emit, PHASE_RENAME, &to->base, &sql);
    }
    if (!text_equal(from->base.name, to->base.name)) {
        identity_follow(emit, from, to);
    }
}

bool render_table(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        table_create(&emit, change->table.to);
        break;
    case CHANGE_DROP:
        drop_table(&emit, change->table.from);
        break;
    case CHANGE_RENAME:
        if (!table_is_replaced(all, change->table.from)) {
            rename_table(&emit, change->table.from, change->table.to);
        }
        break;
    case CHANGE_ALTER:
        table_alter(&emit);
        break;
    }
    return true;
}
