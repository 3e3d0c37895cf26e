#include "emit/mysql/mysql.h"

static void add_line(Sql *sql, bool *first)
{
    sql_raw(sql, *first ? "\n    " : ",\n    ");
    *first = false;
}

static void add_constraints(Sql *sql, const Schema *schema, const Table *table, ConstraintType type,
                            bool *first)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *constraint = table->constraints.at[i];
        if (constraint->type != type || mysql_check_is_inline(sql->server, constraint)) {
            continue;
        }
        add_line(sql, first);
        if (type == CONSTRAINT_PRIMARY_KEY) {
            mysql_primary_key(sql, constraint);
        } else {
            mysql_check(sql, schema, constraint);
        }
    }
}

static void add_period(Sql *sql, const Table *table, bool *first,
                       bool (*write)(Sql *, const Table *))
{
    Sql period = sql_new(sql->buf.mem, sql->server);
    if (write(&period, table)) {
        add_line(sql, first);
        sql_raw(sql, sql_text(&period));
    }
}

static const char *create_sql(Plan *plan, const Schema *schema, const Table *table)
{
    Sql sql = sql_new(plan->mem, schema->server);
    bool first = true;
    sql_kw(&sql, "CREATE TABLE");
    sql_object(&sql, &table->base);
    sql_kw(&sql, "(");
    for (size_t i = 0; i < table->columns.len; i++) {
        add_line(&sql, &first);
        mysql_column(&sql, table->columns.at[i], false);
    }
    add_constraints(&sql, schema, table, CONSTRAINT_PRIMARY_KEY, &first);
    for (size_t i = 0; i < table->indexes.len; i++) {
        add_line(&sql, &first);
        mysql_index(&sql, schema, table->indexes.at[i]);
    }
    if (server_can(schema->server, CAP_CHECKS)) {
        add_constraints(&sql, schema, table, CONSTRAINT_CHECK, &first);
    }
    add_period(&sql, table, &first, mysql_application_period);
    add_period(&sql, table, &first, mysql_system_period);
    sql_raw(&sql, "\n)");
    mysql_table_options(&sql, table);
    if (table->partition_by) {
        sql_raw(&sql, "\nPARTITION BY ");
        sql_raw(&sql, table->partition_by);
    }
    return sql_text(&sql);
}

/* The index that InnoDB made for an earlier key, named after its first column: it would make way
 * for one named after the new key. */
static bool may_vanish(const Table *from, const Index *index, const Constraint *key)
{
    bool same = index->keys.len == key->keys.len && !index->unique && !index->method &&
                !index->options.len && !text_equal(index->base.name, key->base.name);
    for (size_t i = 0; same && i < index->keys.len; i++) {
        const KeyPart *part = &index->keys.at[i];
        same = !part->length && part->order != SORT_DESC &&
               text_equal(part->column, key->keys.at[i].column);
    }
    bool was_there = false;
    for (size_t i = 0; same && i < from->indexes.len; i++) {
        was_there |= text_equal(from->indexes.at[i]->base.name, index->base.name);
    }
    return was_there && text_starts(index->base.name, key->keys.at[0].column);
}

static void keep_indexes(Clauses *clauses, const Schema *schema, const Table *from,
                         const Table *table, const Constraint *key)
{
    for (size_t i = 0; from && i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if (may_vanish(from, index, key)) {
            Sql sql = sql_new(clauses->mem, schema->server);
            clauses_name(clauses, "DROP INDEX", index->base.name);
            sql_kw(&sql, "ADD");
            mysql_index(&sql, schema, index);
            clauses_add(clauses, &sql);
        }
    }
}

void mysql_add_foreign_keys(Plan *plan, const Schema *schema, const Table *from, const Table *table,
                            const Constraint *const *keys, size_t n)
{
    Clauses clauses = clauses_new(plan->mem, schema->server);
    for (size_t i = 0; i < n; i++) {
        Sql sql = sql_new(plan->mem, schema->server);
        keep_indexes(&clauses, schema, from, table, keys[i]);
        sql_kw(&sql, "ADD");
        mysql_foreign_key(&sql, schema, keys[i]);
        clauses_add(&clauses, &sql);
    }
    if (n) {
        plan_add(plan, PHASE_CREATE_FOREIGN_KEY, n == 1 ? &keys[0]->base : &table->base,
                 clauses_sql(&clauses, &table->base));
    }
}

static void create_table(Plan *plan, const Changes *all, const Change *change)
{
    const Table *table = change->table.to;
    LIST(const Constraint *) keys = {0};
    statement_explains(
        plan, plan_add(plan, PHASE_CREATE_TABLE, &table->base, create_sql(plan, all->to, table)),
        change);
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->type == CONSTRAINT_FOREIGN_KEY) {
            list_push(plan->mem, &keys, table->constraints.at[i]);
        }
    }
    mysql_add_foreign_keys(plan, all->to, NULL, table, keys.at, keys.len);
    for (size_t i = 0; i < table->triggers.len; i++) {
        mysql_create_trigger(plan, all->to->server, table->triggers.at[i], NULL);
    }
}

/* Is the name of a dropped table given to another one? */
static bool is_taken(const Changes *all, const Object *dropped)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        bool comes = change->op == CHANGE_RENAME || change->op == CHANGE_CREATE;
        if (comes && (change->kind == OBJ_TABLE || change->kind == OBJ_VIEW) &&
            object_compare(change->object.to, dropped) == 0) {
            return true;
        }
    }
    return false;
}

static bool gives_check(const Changes *all, const Table *table)
{
    bool one_space = all->to->server->flavor == FLAVOR_MYSQL;
    for (size_t i = 0; one_space && i < table->constraints.len; i++) {
        const Constraint *check = table->constraints.at[i];
        if (check->type == CONSTRAINT_CHECK && mysql_check_is_taken(all, table, check->base.name)) {
            return true;
        }
    }
    return false;
}

static void drop_table(Plan *plan, const Changes *all, const Change *change)
{
    const Table *table = change->table.from;
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "DROP TABLE");
    sql_object(&sql, &table->base);
    bool early = is_taken(all, &table->base) || gives_check(all, table);
    Phase phase = early ? PHASE_DROP_EARLY : PHASE_DROP_TABLE;
    statement_explains(plan, plan_add(plan, phase, &table->base, sql_text(&sql)), change);
}

static void rename_table(Plan *plan, const Changes *all, const Change *change)
{
    Sql sql = sql_new(plan->mem, all->to->server);
    sql_kw(&sql, "RENAME TABLE");
    sql_object(&sql, change->object.from);
    sql_kw(&sql, "TO");
    sql_object(&sql, change->object.to);
    statement_explains(plan, plan_add(plan, PHASE_RENAME, change->object.to, sql_text(&sql)),
                       change);
}

static bool render_table(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    switch (change->op) {
    case CHANGE_CREATE:
        create_table(plan, all, change);
        return true;
    case CHANGE_DROP:
        drop_table(plan, all, change);
        return true;
    case CHANGE_RENAME:
        rename_table(plan, all, change);
        return true;
    case CHANGE_ALTER:
        return mysql_alter_table(plan, all, change, err);
    }
    return true;
}

static bool drop_foreign_key(Plan *plan, const Changes *all, const Constraint *key,
                             Error *err UNUSED)
{
    Clauses clauses = clauses_new(plan->mem, all->to->server);
    clauses_name(&clauses, "DROP FOREIGN KEY", constraint_name(all->from, key));
    plan_add(plan, PHASE_DROP_FOREIGN_KEY, &key->table->base,
             clauses_sql(&clauses, &key->table->base));
    return true;
}

const RenderOps render_mysql = {
    .render = {[OBJ_TABLE] = render_table,
               [OBJ_FUNCTION] = mysql_render_routine,
               [OBJ_PROCEDURE] = mysql_render_routine,
               [OBJ_EVENT] = mysql_render_event,
               [OBJ_VIEW] = mysql_render_view,
               [OBJ_SEQUENCE] = mysql_render_sequence},
    .drop_foreign_key = drop_foreign_key,
    .guard = mysql_guard,
    .needed = mysql_needed,
};
