/* The history of a project that used Alembic: its revision files, which are read, never run, and
 * the table in which it notes where a database is. */
#ifndef MIGRATE_ALEMBIC_H
#define MIGRATE_ALEMBIC_H

#include "migrate/alembic_config.h"
#include "migrate/graph.h"
#include "migrate/run.h"

/* The revisions of a project (its locations; else "versions" in its folder, where there is one,
 * else the folder itself; folders below where the project says so, or where nothing fits together
 * without them), as env.py, helpers and __init__.py hold none.
 * `skipped` gets the files that name no revision. ERR_FILE; ERR_MODEL: what Python would have to be
 * run for; ERR_HISTORY as graph_build(), and where there is no revision at all. */
NODISCARD bool alembic_read(Mem *mem, const AlembicConfig *config, Graph *out, Texts *skipped,
                            Error *err);

/* The rows of the version table, sorted; *exists false = there is no table. */
NODISCARD bool alembic_versions(Mem *mem, Conn *conn, const AlembicTable *table, Texts *out,
                                bool *exists, Error *err);

/* Of the graph, what a database with these rows lacks: parents first. ERR_HISTORY: a row that no
 * file has. */
NODISCARD bool alembic_pending(Mem *mem, const Graph *graph, const Texts *versions, Migrations *out,
                               Error *err);

/* "a, b" */
const char *alembic_names(Mem *mem, const Texts *versions);

#endif
