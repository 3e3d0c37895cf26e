/* How an Alembic project is set up: alembic.ini, [tool.alembic] of pyproject.toml, and the version
 * table of env.py, which is read, never run. */
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
    const char *ini; /* the files; NULL = there is none */
    const char *toml;
    const char *folder; /* that holds env.py */
    PathList locations; /* of revisions, when they lie elsewhere than in `folder` */
    bool recursive;     /* the folders in the locations hold revisions, too */
    const char *url;    /* sqlalchemy.url, with its secrets; NULL = none, or not known */
    Location url_where;
    const char *databases; /* of the template "multidb": names of sections; NULL = one database */
    const char *url_lacks; /* the name that stands in it and that nobody sets; NULL = none */
    AlembicTable table;
} AlembicConfig;

/* `path` is alembic.ini, pyproject.toml, or the folder of env.py; then both are looked for in it
 * and beside it. %(name)s stands for another option, `here`, or a variable of the environment.
 * ERR_FILE; ERR_MODEL with the place: the name of the version table is no constant, or nothing says
 * where env.py is. */
NODISCARD bool alembic_config_read(Mem *mem, const char *path, AlembicConfig *out, Error *err);

/* "schema.name", or "name". */
const char *alembic_table_text(Mem *mem, const AlembicTable *table);
/* The other way; NULL: Alembic's own. */
AlembicTable alembic_table_of(Mem *mem, const char *text);

#endif
