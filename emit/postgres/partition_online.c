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
