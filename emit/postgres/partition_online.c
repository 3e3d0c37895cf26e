/* A partitioned table that others work with: each partition gets the object in a form that does not
 * lock it, then the parent adopts what is there, without reading any rows. */
#include "base/digest.h"
#include "emit/postgres/postgres.h"

#include <string.h>

#define NAME_MOST 63

/* Unlike that of any other index: of the parent's index and the partition. */
static const char *part_name(Mem *mem, const char *index, const Table *partition)
{
    const char *name = mem_printf(mem, "%s_%s", index, partition->base.name);
    size_t len = strlen(name);
    return len <= NAME_MOST ? name
                            : mem_printf(mem, "schemadiff_%.16s", digest_sha256(mem, name, len));
}

static bool is_partition_of(const Emit *emit, const Table *table, const Table *parent)
{
    return table->partition_of && labelled_table(emit->all->to, table->partition_of) == parent;
}

static void add_step(Emit *emit, Phase phase, const Object *object, const Sql *sql)
{
    emit_add(emit, phase, object, sql)->tx = TX_OFF;
}

static void attach(Emit *emit, Phase phase, const Object *object, const Index *whole,
                   const Index *part)
{
    Sql sql = emit_sql(emit, "ALTER INDEX");
    sql_name(&sql, whole->table->base.schema, whole->base.name);
    sql_kw(&sql, "ATTACH PARTITION");
    sql_name(&sql, part->table->base.schema, part->base.name);
    add_step(emit, phase, object, &sql);
}

bool has_partitions(const Emit *emit, const Table *table)
{
    for (size_t i = 0; i < emit->all->to->tables.len; i++) {
        if (is_partition_of(emit, emit->all->to->tables.at[i], table)) {
            return true;
        }
    }
    return false;
}

/* `object` is the index of the uppermost table: all steps belong to it. */
static void create_tree(Emit *emit, Phase phase, const Object *object, const Index *index)
{
    const Table *table = index->table;
    Sql sql = emit_sql(emit, index->unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
    sql_kw(&sql, table->partition_by ? NULL : "CONCURRENTLY");
    put_index(&sql, emit->all->to, &table->base, index, table->partition_by != NULL);
    add_step(emit, phase, object, &sql);
    for (size_t i = 0; table->partition_by && i < emit->all->to->tables.len; i++) {
        Table *partition = emit->all->to->tables.at[i];
        if (is_partition_of(emit, partition, table)) {
            Index part = *index;
            part.table = partition;
            part.base.name = part_name(emit->plan->mem, index->base.name, partition);
            create_tree(emit, phase, object, &part);
            attach(emit, phase, object, index, &part);
        }
    }
}

void index_create_on_partitions(Emit *emit, Phase phase, const Index *index)
{
    Index named = *index;
    named.base.name = index_name(emit->all->to, index);
    create_tree(emit, phase, &index->base, &named);
}

/* The parent's key is not valid until all partitions have brought theirs. */
static void create_keys(Emit *emit, const Object *object, const Constraint *key)
{
    const Table *table = key->table;
    const Index whole = {.base = {.name = key->base.name}, .table = key->table};
    if (!table->partition_by) {
        key_create_from_index(emit, key, object);
        return;
    }
    Sql sql = emit_sql(emit, "ALTER TABLE ONLY");
    sql_object(&sql, &table->base);
    sql_kw(&sql, "ADD");
    put_constraint(&sql, emit->all->to, key);
    add_step(emit, PHASE_CREATE_CONSTRAINT, object, &sql);
    for (size_t i = 0; i < emit->all->to->tables.len; i++) {
        Table *partition = emit->all->to->tables.at[i];
        if (is_partition_of(emit, partition, table)) {
            Constraint part = *key;
            part.table = partition;
            part.base.name = part_name(emit->plan->mem, key->base.name, partition);
            create_keys(emit, object, &part);
            const Index own = {.base = {.name = part.base.name}, .table = partition};
            attach(emit, PHASE_CREATE_CONSTRAINT, object, &whole, &own);
        }
    }
}

void key_create_on_partitions(Emit *emit, const Constraint *key)
{
    Constraint named = *key;
    named.base.name = constraint_name(emit->all->to, key);
    create_keys(emit, &key->base, &named);
}

/* PostgreSQL 18 takes NOT NULL for the partition's own when the key is made there first. */
void not_null_drop_on_partitions(Emit *emit, const Column *parent, const Table *table)
{
    for (size_t i = 0; i < emit->all->to->tables.len; i++) {
        Table *partition = emit->all->to->tables.at[i];
        const Column *own = table_column(partition, parent->base.name);
        if (!is_partition_of(emit, partition, table) || (own && own->not_null)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_object(&sql, &partition->base);
        sql_kw(&sql, "ALTER COLUMN");
        sql_ident(&sql, parent->base.name);
        sql_kw(&sql, "DROP NOT NULL");
        emit_add(emit, PHASE_ALTER_TABLE, &parent->table->base, &sql);
        not_null_drop_on_partitions(emit, parent, partition);
    }
}

void foreign_key_create_on_partitions(Emit *emit, const Constraint *key, const Table *table)
{
    for (size_t i = 0; i < emit->all->to->tables.len; i++) {
        Table *partition = emit->all->to->tables.at[i];
        if (!is_partition_of(emit, partition, table)) {
            continue;
        }
        if (partition->partition_by) {
            foreign_key_create_on_partitions(emit, key, partition);
        } else {
            Constraint part = *key;
            part.table = partition;
            constraint_create_validated(emit, &part, &key->base);
        }
    }
}
