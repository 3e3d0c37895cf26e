/* What Alembic's env.py says of the version table: it is read, never run. */
#ifndef MIGRATE_ALEMBIC_ENV_H
#define MIGRATE_ALEMBIC_ENV_H

#include "migrate/alembic_config.h"

/* version_table= and version_table_schema= of the env.py in the folder; what it does not say, or
 * where there is none, stays. ERR_FILE; ERR_MODEL with the place: one of them is no constant. */
NODISCARD bool alembic_env_read(Mem *mem, const char *folder, AlembicTable *out, Error *err);

#endif
