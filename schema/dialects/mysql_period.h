/* Periods of time in MariaDB's tables: that of the rows' versions (SYSTEM_TIME) and the one that an
 * application keeps itself, the table option "period". */
#ifndef SCHEMA_DIALECTS_MYSQL_PERIOD_H
#define SCHEMA_DIALECTS_MYSQL_PERIOD_H

#include "schema/dialect.h"
#include "schema/schema.h"

typedef struct MysqlPeriod {
    const char *name; /* NULL = there is none */
    const char *start, *end;
} MysqlPeriod;

/* Of "name (start, end)", each name bare or in back-quotes; no name when it is anything else. */
MysqlPeriod mysql_parse_period(Mem *mem, const char *text);
/* As the option spells it: in back-quotes only what needs them. */
const char *mysql_period_text(Mem *mem, const MysqlPeriod *period);
MysqlPeriod mysql_table_period(Mem *mem, const Table *table);
/* What the server adds itself is taken as said: NOT NULL of the period's columns, the end of a
 * row's version in unique keys. Columns of the period that are not there are errors. */
void mysql_fold_periods(Schema *schema, Table *table, Error *err);

#endif
