/* How an Alembic project is set up: alembic.ini, and the version table of env.py, which is read,
 * never run. */
#ifndef MIGRATE_ALEMBIC_CONFIG_H
#define MIGRATE_ALEMBIC_CONFIG_H

#include "base/file.h"

#define ALEMBIC_TABLE "alembic_version"

/* Where Alembic notes where a database is. */
typedef struct AlembicTable {
    const char *schema; /* NULL = the connection's */
    const char *name;
} AlembicTable;

typedef struct AlembicConfig {
    const char *ini;    /* the file; NULL = there is none */
    const char *folder; /* that holds env.py */
    PathList locations; /* of revisions, when they lie elsewhere than in `folder` */
    const char *url;    /* sqlalchemy.url, with its secrets; NULL = none, or not known */
    Location url_where;
    const char *url_lacks; /* the name that stands in it and that nobody sets; NULL = none */
    AlembicTable table;
} AlembicConfig;

/* `path` is alembic.ini, or the folder of env.py; then alembic.ini is looked for in it and beside
 * it.
 * %(name)s stands for another option, `here`, or a variable of the environment. ERR_FILE; ERR_MODEL
 * with the place: the name of the version table is no constant. */
NODISCARD bool alembic_config_read(Mem *mem, const char *path, AlembicConfig *out, Error *err);

/* "schema.name", or "name". */
const char *alembic_table_text(Mem *mem, const AlembicTable *table);
/* The other way; NULL: Alembic's own. */
AlembicTable alembic_table_of(Mem *mem, const char *text);

#endif
