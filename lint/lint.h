/* The rules: pure functions over a schema (of a model or of a database) or a parsed migration,
 * which add what they find to a Lint. */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "lint/finding.h"
#include "migrate/migration.h"
#include "schema/schema.h"

/* Whose rows: every table of `schema` against the rules of `model` (which may be the same schema,
 * and says which tables are whose). Nothing when the model has no such rules. */
void lint_tenants(Lint *lint, const Schema *schema, const Schema *model);

#endif
