/* The rules: pure functions over a schema (of a model or of a database) or a parsed migration,
 * which add what they find to a Lint. */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "emit/plan.h"
#include "lint/finding.h"
#include "migrate/migration.h"
#include "schema/doc.h"
#include "schema/schema.h"

/* Whose rows: every table of `schema` against the rules of `model` (which may be the same schema,
 * and says which tables are whose). Nothing when the model has no such rules. */
void lint_tenants(Lint *lint, const Schema *schema, const Schema *model);

/* A model as such: keys, indexes, names, types. */
void lint_model(Lint *lint, const Schema *model);
/* Types that mean different things to the databases a model file is for. */
void lint_model_types(Lint *lint, const Doc *model);

/* What the upgrades of one history do to tables, in their order: parsed migrations, parents first,
 * each with its server. */
typedef struct Later Later;
Later *later_new(Mem *mem, const Migrations *history, const Server *const *servers);

/* A parsed migration: what its statements do to rows and running code of such a server, and its
 * form. `-- allow: rule reason` above a statement (or in the header, for the whole file) allows a
 * finding. `model` says whose the tables are; NULL: no rules about tenants. `later` knows what
 * becomes of its tables: they are not held to what a later revision mends, and are found in the
 * model by the names that later ones give them; NULL: it is a script by itself. */
void lint_script(Lint *lint, const Migration *migration, const Server *server, const Schema *model,
                 const Later *later);

/* MySQL, MariaDB: each statement of `up` that changes a table which is there says what it may cost
 * (ALGORITHM=…, LOCK=…), so that the server refuses rather than do more. What cannot be done
 * without a copy that keeps writers away is marked for the project's own tool when there is one
 * (`hand_over`), and else says that it copies. `model` is where the upgrade leads, and on which
 * server; `down` (may be NULL) knows the types before. */
void lint_guard(Mem *mem, const Schema *model, Plan *up, const Plan *down, bool hand_over);

#endif
