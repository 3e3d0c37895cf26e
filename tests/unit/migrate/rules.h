/* The dialects' rules, without linking their drivers. */
#ifndef TESTS_UNIT_MIGRATE_RULES_H
#define TESTS_UNIT_MIGRATE_RULES_H

#include "migrate/run.h"

#define PG   (run_postgres.split)
#define MY   (run_mysql.split)
#define LITE (run_sqlite.split)

#endif
