/* Beginning with a database that is there already, or with the history of another tool. */
#ifndef CMD_ADOPT_H
#define CMD_ADOPT_H

#include "cmd/session.h"

/* init --from URL, --from-alembic DIR: into `folder` the project file, the model of the database,
 * a baseline revision that makes all of it and its snapshot; the database is stamped with the
 * baseline. All or nothing. ERR_HISTORY: the database has revisions, or is behind Alembic's. */
NODISCARD bool adopt_run(Context *ctx, const char *folder, Error *err);

/* For upgrade: a database that Alembic brought to where the baseline stands counts as being at the
 * baseline, and is stamped with it. ERR_HISTORY: Alembic left it elsewhere. */
NODISCARD bool adopt_take_over(Context *ctx, Runner *runner, Error *err);

#endif
