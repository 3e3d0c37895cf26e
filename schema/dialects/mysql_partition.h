/* PARTITION BY clauses of MySQL and MariaDB, taken apart: the servers write them with quotes,
 * spaces and engines of their own. */
#ifndef SCHEMA_DIALECTS_MYSQL_PARTITION_H
#define SCHEMA_DIALECTS_MYSQL_PARTITION_H

#include "schema/dialect.h"

typedef struct MysqlPartition {
    const char *name; /* unquoted */
    const char *text; /* the definition as written */
    const char *same; /* the definition for comparing: folded, without the engine */
} MysqlPartition;

typedef struct MysqlPartitioning {
    const char *head; /* what stands before the list, folded: range(…)subpartition by … */
    bool range;
    unsigned long count;       /* of PARTITIONS n; 1 = not said */
    LIST(MysqlPartition) list; /* empty for one of p0, p1, … that says no more than their number */
} MysqlPartitioning;

/* `text` is what follows PARTITION BY. */
MysqlPartitioning mysql_parse_partitioning(Mem *mem, const char *text);
/* Do both clauses (NULL = not partitioned) say the same? */
bool mysql_partitioning_equal(Mem *mem, const char *a, const char *b);
bool mysql_partition_equal(const MysqlPartition *a, const MysqlPartition *b);
/* Of LIST: do both take the same value? */
bool mysql_partition_shares(Mem *mem, const MysqlPartition *a, const MysqlPartition *b);

#endif
