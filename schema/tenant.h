/* Tables that many tenants share: whose a table is, and where it says so. The rules about it are
 * lint/tenant.h. */
#ifndef SCHEMA_TENANT_H
#define SCHEMA_TENANT_H

#include "schema/schema.h"

#define TENANT_SETTING     "app.tenant"
#define TENANT_POLICY_NAME "tenant_isolation"

/* "foreign_key"; NULL = no such bit. */
const char *tenant_rule_word(unsigned rule);

/* Do its rows belong to tenants? What the table says wins; without a word: every table but that
 * of the tenants, the exempt ones and partitions (whose parent answers). */
bool tenant_owns(const Tenant *tenant, const Table *table);

/* Is the table, or with `member` its unique key of that name, exempt? */
bool tenant_exempts(const Tenant *tenant, const Object *table, const char *member);

/* The column that names a row's tenant: one that is marked, else by name; NULL = none. Also of a
 * table that is not finished. */
Column *tenant_column(const Tenant *tenant, const Table *table);

/* The table of the tenants; NULL = none, or not part of the schema. */
const Table *tenant_home(const Tenant *tenant, const Schema *schema);
/* Does the foreign key refer to it? */
bool tenant_is_home(const Tenant *tenant, const Constraint *key);
/* Its primary key when that is one column; NULL = none. */
const Column *tenant_home_key(const Table *home);

/* What the policy demands of a row: "sucursal_id" = current_setting('app.tenant')::integer. */
const char *tenant_condition(Mem *mem, const Tenant *tenant, const Column *column);

#endif
