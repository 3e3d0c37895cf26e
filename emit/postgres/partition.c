/* Tables that become partitions, or are none any more. */
#include "emit/postgres/postgres.h"

static const Constraint *find_constraint(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (text_equal(table->constraints.at[i]->base.name, name)) {
            return table->constraints.at[i];
        }
    }
    return NULL;
}

static void put_own_keys(Sql *sql, const Schema *schema, const Table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        sql_raw(sql, ", ");
        sql_literal(sql, index_name(schema, table->indexes.at[i]));
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const char *name = constraint_name(schema, table->constraints.at[i]);
        if (name) {
            sql_raw(sql, ", ");
            sql_literal(sql, name);
        }
    }
}

/* The names are the server's, so it is asked for them; the statement stands for any number of DROP
 * INDEX and DROP CONSTRAINT. */
static void drop_copied_keys(Emit *emit, const Table *from)
{
    Sql label = sql_new(emit->plan->mem, emit->all->from->server);
    sql_object(&label, &from->base);
    Sql sql = emit_sql(emit, "DO $schemadiff$\n"
                             "DECLARE copy record;\n"
                             "BEGIN\n"
                             "    FOR copy IN\n"
                             "        SELECT x.indexrelid::regclass AS index,\n"
                             "               quote_ident(c.conname) AS key\n"
                             "        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid\n"
                             "        LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid\n"
                             "                                  AND c.conrelid = x.indrelid\n"
                             "        WHERE x.indrelid = ");
    sql_literal(&sql, sql_text(&label));
    sql_raw(&sql, "::regclass AND i.relname NOT IN (''");
    put_own_keys(&sql, emit->all->from, from);
    sql_raw(&sql, ")\n    LOOP\n"
                  "        EXECUTE CASE WHEN copy.key IS NULL THEN 'DROP INDEX ' || copy.index\n"
                  "                ELSE 'ALTER TABLE ");
    sql_raw(&sql, sql_text(&label));
    sql_raw(&sql, " DROP CONSTRAINT ' || copy.key END;\n"
                  "    END LOOP;\n"
                  "END $schemadiff$");
    emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
}

static bool has_copied_keys(const Schema *schema, const Table *parent)
{
    bool any = parent && parent->indexes.len;
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        ConstraintType type = parent->constraints.at[i]->type;
        any |= type != CONSTRAINT_CHECK && type != CONSTRAINT_FOREIGN_KEY;
    }
    return any || (parent && parent->partition_of &&
                   has_copied_keys(schema, labelled_table(schema, parent->partition_of)));
}

/* A table that was a partition keeps the checks and foreign keys of its parent, under their names,
 * and copies of its indexes under names of the server's. Those that the parent has lost by then are
 * gone from it, too; keys and indexes that it shall have are made as its own. */
static void drop_left_behind(Emit *emit, const Table *from, const Table *to)
{
    const Table *parent = labelled_table(emit->all->from, from->partition_of);
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const Constraint *left = parent->constraints.at[i];
        bool goes = left->type == CONSTRAINT_FOREIGN_KEY ||
                    (left->type == CONSTRAINT_CHECK && !left->no_inherit &&
                     !find_constraint(to, left->base.name));
        if (goes && left->base.name) {
            Sql sql = emit_sql(emit, "ALTER TABLE");
            sql_object(&sql, &from->base);
            sql_kw(&sql, "DROP CONSTRAINT IF EXISTS");
            sql_ident(&sql, left->base.name);
            emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
        }
    }
    if (has_copied_keys(emit->all->from, parent)) {
        drop_copied_keys(emit, from);
    }
}

/* With the parent's new columns, and before its next partition takes the rows of these bounds. */
static void detach_for_bounds(Emit *emit, const Table *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_relation(&sql, emit->all->to, to->partition_of);
    sql_kw(&sql, "DETACH PARTITION");
    sql_object(&sql, &to->base);
    emit_add(emit, PHASE_DETACH, &to->base, &sql);
}

static void detach(Emit *emit, const Table *from, const Table *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_relation(&sql, emit->all->from, from->partition_of);
    sql_kw(&sql, "DETACH PARTITION");
    sql_object(&sql, &from->base);
    emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
    drop_left_behind(emit, from, to);
    leave_columns(emit, from, to, labelled_table(emit->all->from, from->partition_of));
}

static void attach(Emit *emit, const Table *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_relation(&sql, emit->all->to, to->partition_of);
    sql_kw(&sql, "ATTACH PARTITION");
    sql_object(&sql, &to->base);
    sql_kw(&sql, to->partition_bound);
    Statement *statement = emit_add(emit, PHASE_CREATE_CONSTRAINT, &to->base, &sql);
    emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                mem_printf(emit->plan->mem, "fails if rows of %s lie outside the bounds",
                           emit_label(emit, &to->base, NULL)));
}

bool keeps_parent(const Changes *all, const Table *from, const Table *to)
{
    if (!from->partition_of || !to->partition_of) {
        return false;
    }
    const Table *parent = labelled_table(all->to, to->partition_of);
    return parent ? former_table(all, parent) == labelled_table(all->from, from->partition_of)
                  : text_equal(from->partition_of, to->partition_of);
}

void partition_change(Emit *emit)
{
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    Mem *mem = emit->plan->mem;
    bool stays = keeps_parent(emit->all, from, to);
    if (stays && text_equal(postgres_bound(mem, from->partition_bound),
                            postgres_bound(mem, to->partition_bound))) {
        return;
    }
    if (stays) {
        detach_for_bounds(emit, to);
    } else if (from->partition_of) {
        detach(emit, from, to);
    }
    if (to->partition_of && !stays) {
        agree_with_parent(emit, from, to, to->partition_of);
    }
    if (to->partition_of) {
        attach(emit, to);
    }
}
