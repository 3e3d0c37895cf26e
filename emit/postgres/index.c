#include "emit/postgres/postgres.h"

bool is_used(const Emit *emit, const Table *table)
{
    return emit->plan->online && table && !is_new_table(emit);
}

/* Nobody waits for an index that is built or dropped concurrently. The parent of partitions has no
 * such form. */
bool is_concurrent(const Emit *emit, const Table *table)
{
    return is_used(emit, table) && !table->partition_by;
}

void put_index(Sql *sql, const Schema *schema, const Object *relation, const Index *index,
               bool only)
{
    const char *with = options_get(&index->options, "with");
    const char *space = options_get(&index->options, "tablespace");
    sql_ident(sql, index_name(schema, index));
    sql_kw(sql, only ? "ON ONLY" : "ON");
    sql_object(sql, relation);
    if (index->method && !text_equal(index->method, "btree")) {
        sql_kw(sql, "USING");
        sql_ident(sql, index->method);
    }
    put_keys(sql, schema, &index->keys);
    put_include(sql, &index->include);
    sql_kw(sql, index->nulls_not_distinct ? "NULLS NOT DISTINCT" : NULL);
    if (with) {
        sql_kw(sql, "WITH");
        put_options(sql, with);
    }
    if (space) {
        sql_kw(sql, "TABLESPACE");
        sql_ident(sql, space);
    }
    if (index->where.text) {
        sql_kw(sql, "WHERE");
        sql_kw(sql, index->where.text);
    }
}

/* The index of the parent table that it is a part of; NULL = none. */
static const char *whole_of(const Index *index)
{
    return options_get(&index->options, "partition_of");
}

static void attach_index(Emit *emit, Phase phase, const Index *index)
{
    const char *label = index->table->partition_of;
    const Table *parent = label ? labelled_table(emit->all->to, label) : NULL;
    Sql sql = emit_sql(emit, "ALTER INDEX");
    sql_name(&sql, parent ? parent->base.schema : index->table->base.schema, whole_of(index));
    sql_kw(&sql, "ATTACH PARTITION");
    sql_name(&sql, index->table->base.schema, index_name(emit->all->to, index));
    emit_add(emit, phase, &index->base, &sql);
}

void index_create(Emit *emit, Phase phase, const Object *relation, const Index *index)
{
    bool concurrently = is_concurrent(emit, index->table);
    bool only = options_has(&index->options, "only");
    if (is_used(emit, index->table) && !concurrently && !only &&
        has_partitions(emit, index->table)) {
        index_create_on_partitions(emit, phase, index);
        comment_new(emit, "INDEX", &index->base, NULL);
        return;
    }
    Sql sql = emit_sql(emit, index->unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
    sql_kw(&sql, concurrently ? "CONCURRENTLY" : NULL);
    put_index(&sql, emit->all->to, relation, index, only);
    Statement *statement = emit_add(emit, phase, index->table ? &index->base : relation, &sql);
    if (concurrently) {
        statement->tx = TX_OFF;
    } else if (index->table && !is_new_table(emit)) {
        emit_hazard(emit, statement, HAZARD_LOCK,
                    mem_printf(emit->plan->mem, "writing to %s is blocked while the index is built",
                               emit_label(emit, relation, NULL)));
    }
    if (whole_of(index)) {
        attach_index(emit, phase, index);
    }
    comment_new(emit, "INDEX", &index->base, NULL);
}

static void drop_index(Emit *emit, const Index *from)
{
    if (whole_of(from)) {
        return; /* it goes with the parent's, which is dropped or made anew: diff/attached.c */
    }
    bool concurrently = is_concurrent(emit, from->table);
    Sql sql = emit_sql(emit, concurrently ? "DROP INDEX CONCURRENTLY" : "DROP INDEX");
    sql_name(&sql, from->table->base.schema, index_name(emit->all->from, from));
    Statement *statement = emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
    statement->tx = concurrently ? TX_OFF : TX_NORMAL;
}

static Sql alter_storage(const Emit *emit, const Table *table, const char *name, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER INDEX");
    sql_name(&sql, table->base.schema, name);
    sql_kw(&sql, words);
    return sql;
}

void index_storage(Emit *emit, const Object *index, const char *name, const Table *table,
                   const Options *from, const Options *to)
{
    const char *a = options_get(from, "with"), *b = options_get(to, "with");
    const char *set = options_to_set(emit->plan->mem, a, b);
    const char *reset = options_to_reset(emit->plan->mem, a, b);
    const char *space = options_get(to, "tablespace");
    if (set) {
        Sql sql = alter_storage(emit, table, name, "SET");
        put_options(&sql, set);
        emit_add(emit, PHASE_CREATE_CONSTRAINT, index, &sql);
    }
    if (reset) {
        Sql sql = alter_storage(emit, table, name, "RESET");
        put_options(&sql, reset);
        emit_add(emit, PHASE_CREATE_CONSTRAINT, index, &sql);
    }
    if (!text_equal(options_get(from, "tablespace"), space)) {
        Sql sql = alter_storage(emit, table, name, "SET TABLESPACE");
        sql_ident(&sql, space ? space : "pg_default");
        emit_add(emit, PHASE_CREATE_CONSTRAINT, index, &sql);
    }
}

/* A part that is let go of while its table stays a partition is gone with the whole. */
static bool is_remade(const Emit *emit, const Index *from, const Index *to)
{
    bool let_go = whole_of(from) && !text_equal(whole_of(from), whole_of(to)) &&
                  keeps_parent(emit->all, from->table, to->table);
    return (emit->change->parts & (PART_KEYS | PART_RECREATE)) || let_go ||
           options_has(&from->options, "only") != options_has(&to->options, "only");
}

static void alter_index(Emit *emit, const Index *from, const Index *to)
{
    if (is_remade(emit, from, to)) {
        drop_index(emit, from);
        index_create(emit, PHASE_CREATE_CONSTRAINT, &to->table->base, to);
        return;
    }
    if (whole_of(to) && !whole_of(from)) {
        attach_index(emit, PHASE_CREATE_CONSTRAINT, to);
    }
    if (emit->change->parts & PART_OPTIONS) {
        index_storage(emit, &to->base, index_name(emit->all->to, to), to->table, &from->options,
                      &to->options);
    }
    if (emit->change->parts & PART_COMMENT) {
        comment_on(emit, "INDEX", &to->base, NULL, to->base.comment);
    }
}

static void rename_index(Emit *emit, const Index *from, const Index *to)
{
    const char *name = make_room(emit, "INDEX", &from->base, index_name(emit->all->from, from),
                                 name_spaces(OBJ_INDEX));
    Sql sql = emit_sql(emit, "ALTER INDEX");
    /* A table that moves to another schema in the same migration has moved by now. */
    sql_name(&sql, to->table->base.schema, name);
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, index_name(emit->all->to, to));
    emit_add(emit, PHASE_RENAME, &to->base, &sql);
}

void index_change(Emit *emit, const Table *table UNUSED)
{
    const Index *from = emit->change->index.from, *to = emit->change->index.to;
    switch (emit->change->op) {
    case CHANGE_CREATE:
        index_create(emit, PHASE_CREATE_CONSTRAINT, &to->table->base, to);
        break;
    case CHANGE_DROP:
        drop_index(emit, from);
        break;
    case CHANGE_ALTER:
        alter_index(emit, from, to);
        break;
    case CHANGE_RENAME:
        rename_index(emit, from, to);
        break;
    }
}
