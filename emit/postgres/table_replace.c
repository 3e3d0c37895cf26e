/* A table whose partitioning changes: a new one takes its name and its rows. The old one moves into
 * a schema of its own meanwhile, with its partitions, keys and sequences, whose names are free
 * then; it goes when its rows have gone over, so that a script that ends in between loses nothing.
 */
#include "emit/postgres/postgres.h"

static const Change *change_of(const Changes *all, const Table *from)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op != CHANGE_RENAME &&
            change->table.from == from) {
            return change;
        }
    }
    return NULL;
}

bool table_is_replaced(const Changes *all, const Table *from)
{
    const Change *change = change_of(all, from);
    return change && change->op == CHANGE_ALTER && (change->parts & PART_RECREATE);
}

static const Table *parent_of(const Schema *schema, const Table *table)
{
    return table->partition_of ? labelled_table(schema, table->partition_of) : NULL;
}

bool goes_with_parent(const Changes *all, const Table *from)
{
    const Table *parent = parent_of(all->from, from);
    return parent && (table_is_replaced(all, parent) || goes_with_parent(all, parent));
}

/* --- the schema --- */

static const char *aside(const Emit *emit, const Table *from)
{
    const char *own = from->base.schema;
    return name_with_prefix(emit->plan->mem, OLD_PREFIX,
                            own ? own : emit->all->from->server->default_schema);
}

static bool is_planned(const Plan *plan, Phase phase, const char *sql)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        if (plan->statements.at[i]->phase == phase &&
            text_equal(plan->statements.at[i]->sql, sql)) {
            return true;
        }
    }
    return false;
}

/* Once for all the tables that need it. */
static void add_schema(Emit *emit, const Table *from)
{
    Sql create = emit_sql(emit, "CREATE SCHEMA"), drop = emit_sql(emit, "DROP SCHEMA");
    sql_ident(&create, aside(emit, from));
    sql_ident(&drop, aside(emit, from));
    if (!is_planned(emit->plan, PHASE_CREATE_FIRST, sql_text(&create))) {
        emit_add(emit, PHASE_CREATE_FIRST, &from->base, &create);
        emit_add(emit, PHASE_DROP_LAST, &from->base, &drop);
    }
}

/* --- out of the way --- */

static Sql alter_old(const Emit *emit, const Table *from, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &from->base);
    sql_kw(&sql, words);
    return sql;
}

static void detach(Emit *emit, const Table *from)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_relation(&sql, emit->all->from, from->partition_of);
    sql_kw(&sql, "DETACH PARTITION");
    sql_object(&sql, &from->base);
    emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
}

/* What they refer to may change, or go, before the table does. */
static void drop_foreign_keys(Emit *emit, const Table *from)
{
    for (size_t i = 0; i < from->constraints.len; i++) {
        const Constraint *key = from->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY && key->base.name) {
            Sql sql = alter_old(emit, from, "DROP CONSTRAINT");
            sql_ident(&sql, key->base.name);
            emit_add(emit, PHASE_DROP_FOREIGN_KEY, &from->base, &sql);
        }
    }
}

static bool is_owned_by(const Sequence *sequence, const Table *table)
{
    return text_equal(sequence->owner_table, table->base.name) &&
           text_equal(sequence->owner_schema, table->base.schema);
}

/* A sequence that is declared stays where it is; one that a serial column takes over does not. */
static void free_sequences(Emit *emit, const Table *from)
{
    const Schema *schema = emit->all->from;
    for (size_t i = 0; i < schema->sequences.len; i++) {
        const Sequence *sequence = schema->sequences.at[i];
        if (is_owned_by(sequence, from) && !serial_of(emit->all->to, sequence)) {
            Sql sql = emit_sql(emit, "ALTER SEQUENCE");
            sql_object(&sql, &sequence->base);
            sql_kw(&sql, "OWNED BY NONE");
            emit_add(emit, PHASE_DROP_EARLY, &from->base, &sql);
        }
    }
}

static void own_sequences(Emit *emit, const Table *to)
{
    const Schema *schema = emit->all->to;
    for (size_t i = 0; i < schema->sequences.len; i++) {
        const Sequence *sequence = schema->sequences.at[i];
        if (is_owned_by(sequence, to) &&
            schema_sequence(emit->all->from, sequence->base.schema, sequence->base.name)) {
            Sql sql = emit_sql(emit, "ALTER SEQUENCE");
            sql_object(&sql, &sequence->base);
            sql_kw(&sql, "OWNED BY");
            sql_object(&sql, &to->base);
            sql_raw(&sql, ".");
            sql_ident(&sql, sequence->owner_column);
            emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
        }
    }
}

Statement *table_move_aside(Emit *emit, const Table *from)
{
    drop_foreign_keys(emit, from);
    free_sequences(emit, from);
    if (options_has(&from->options, "row_security")) {
        /* The owner must see all rows. */
        Sql sql = alter_old(emit, from, "NO FORCE ROW LEVEL SECURITY");
        emit_add(emit, PHASE_DROP_EARLY, &from->base, &sql);
    }
    Sql sql = alter_old(emit, from, "SET SCHEMA");
    sql_ident(&sql, aside(emit, from));
    Statement *statement = emit_add(emit, PHASE_DROP_EARLY, &from->base, &sql);
    add_schema(emit, from);
    return statement;
}

/* --- rows --- */

/* The table that lists the columns: a partition has its parent's. */
static const Table *listing(const Schema *schema, const Table *table)
{
    const Table *parent = parent_of(schema, table);
    return parent ? listing(schema, parent) : table;
}

static const Change *column_change(const Changes *all, const Table *from, const Column *to)
{
    const Change *alter = change_of(all, from);
    for (size_t i = 0; alter && i < alter->children.len; i++) {
        const Change *child = alter->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER && child->column.to == to) {
            return child;
        }
    }
    return NULL;
}

/* The column of `from` that became this one; NULL = it is new. */
static const Column *former_column(const Changes *all, const Table *from, const Column *to)
{
    const Change *alter = change_of(all, from);
    for (size_t i = 0; alter && i < alter->children.len; i++) {
        const Change *child = alter->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME && child->column.to == to) {
            return child->column.from;
        }
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_CREATE && child->column.to == to) {
            return NULL;
        }
    }
    return table_column(from, to->base.name);
}

/* What goes into the column: its value, converted and filled; false = the default does. */
static bool put_source(Sql *sql, const Changes *all, const Table *from, const Column *to)
{
    const Column *old = former_column(all, from, to);
    const Change *change = column_change(all, from, to);
    const Default *fill = column_fill(old, to);
    if (to->generated != GENERATED_NONE || (!old && !fill)) {
        return false;
    }
    sql_kw(sql, old && fill ? "coalesce(" : NULL);
    if (old && change && (change->parts & PART_TYPE)) {
        put_conversion(sql, all, postgres_quote(all->mem, old->base.name), &old->type, &to->type);
    } else if (old) {
        sql_ident(sql, old->base.name);
    }
    sql_raw(sql, old && fill ? ", " : "");
    if (fill) {
        put_default(sql, fill, false);
    }
    sql_raw(sql, old && fill ? ")" : "");
    return true;
}

static bool has_identity(const Table *table)
{
    bool any = false;
    for (size_t i = 0; i < table->columns.len; i++) {
        IdentityKind kind = table->columns.at[i]->identity.kind;
        any |= kind != IDENTITY_NONE && kind != IDENTITY_SERIAL;
    }
    return any;
}

static void copy_rows(Emit *emit, const Table *from, const Table *to)
{
    const Changes *all = emit->all;
    const Table *before = listing(all->from, from), *after = listing(all->to, to);
    Sql into = emit_sql(emit, "INSERT INTO"), select = emit_sql(emit, "SELECT");
    bool any = false;
    sql_object(&into, &to->base);
    sql_kw(&into, "(");
    for (size_t i = 0; i < after->columns.len; i++) {
        Sql source = sql_new(emit->plan->mem, all->to->server);
        if (put_source(&source, all, before, after->columns.at[i])) {
            sql_raw(&into, any ? ", " : "");
            sql_ident(&into, after->columns.at[i]->base.name);
            sql_raw(&select, any ? ", " : " ");
            sql_raw(&select, sql_text(&source));
            any = true;
        }
    }
    if (!any) {
        return;
    }
    sql_raw(&into, ")\n");
    sql_raw(&into, has_identity(after) ? "OVERRIDING SYSTEM VALUE\n" : "");
    sql_raw(&into, sql_text(&select));
    sql_raw(&into, from->partition_by ? "\nFROM" : "\nFROM ONLY");
    sql_name(&into, aside(emit, from), from->base.name);
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->base, &into);
    if (to->partition_by) {
        emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                    mem_printf(emit->plan->mem, "fails if a row fits no partition of %s",
                               emit_label(emit, &to->base, NULL)));
    }
}

/* Counters go on where they were. */
static void copy_counters(Emit *emit, const Table *from, const Table *to)
{
    Mem *mem = emit->plan->mem;
    for (size_t i = 0; i < to->columns.len; i++) {
        const Column *is = to->columns.at[i], *was = former_column(emit->all, from, is);
        if (is->identity.kind == IDENTITY_NONE) {
            continue;
        }
        if (!was || was->identity.kind == IDENTITY_NONE) {
            identity_catch_up(emit, is);
            continue;
        }
        Sql name = sql_new(mem, emit->all->to->server);
        sql_name(&name, to->base.schema, column_sequence(mem, is));
        Sql sql = emit_sql(emit, "SELECT setval(");
        sql_literal(&sql, sql_text(&name));
        sql_raw(&sql, ", last_value, is_called) FROM");
        sql_name(&sql, aside(emit, from), column_sequence(mem, was));
        emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
    }
}

/* --- the whole --- */

static void explain(Emit *emit, Statement *statement, const Table *from)
{
    Mem *mem = emit->plan->mem;
    for (size_t i = 0; i < emit->change->children.len; i++) {
        statement_explains(emit->plan, statement, emit->change->children.at[i]);
    }
    emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                mem_printf(mem,
                           "all rows of %s are written into a new table and it is locked "
                           "meanwhile; privileges on it must be granted again",
                           emit_label(emit, &from->base, NULL)));
}

void table_replace(Emit *emit, const Table *from, const Table *to)
{
    bool follows = goes_with_parent(emit->all, from);
    if (from->partition_of && !follows) {
        detach(emit, from);
    }
    Statement *statement = table_move_aside(emit, from);
    if (!follows) {
        explain(emit, statement, from);
        copy_rows(emit, from, to);
    }
    table_create(emit, to);
    copy_counters(emit, from, to);
    own_sequences(emit, to);
    if (!follows) {
        Sql sql = emit_sql(emit, "DROP TABLE");
        sql_name(&sql, aside(emit, from), from->base.name);
        emit_add(emit, PHASE_DROP_TABLE, &from->base, &sql);
    }
}
