#include "cmd/dialects.h"

#include "diff/compare.h"
#include "emit/render.h"
#include "introspect/introspect.h"
#include "migrate/run.h"
#include "schema/dialects/syntax.h"

#ifdef HAVE_SQLITE
#define SQLITE_DRIVER &introspect_sqlite
#define SQLITE_RUN    &run_sqlite
#else
#define SQLITE_DRIVER NULL
#define SQLITE_RUN    &run_offline
/* Its transactions need the driver; files are still read and written. */
static const RunOps run_offline = {.split = SPLIT_BACKTICKS | SPLIT_BRACKETS | SPLIT_TRIGGERS};
#endif
#ifdef HAVE_POSTGRESQL
#define POSTGRESQL_DRIVER &introspect_postgres
#else
#define POSTGRESQL_DRIVER NULL
#endif
#ifdef HAVE_MYSQL
#define MYSQL_DRIVER &introspect_mysql
#else
#define MYSQL_DRIVER NULL
#endif

#define MARIADB_ASSUMED 101100

static const char *const postgresql_schemes[] = {"postgresql", "postgres", NULL};
static const char *const mysql_schemes[] = {"mysql", "mariadb", NULL};
static const char *const sqlite_schemes[] = {"sqlite", NULL};

static const Dialect postgresql = {
    .name = "postgresql",
    .schemes = postgresql_schemes,
    .model_bit = MODEL_POSTGRESQL,
    .assumed_version = 150000,
    .assumed_flavor = FLAVOR_POSTGRESQL,
    .syntax = &syntax_postgres,
    .introspect = POSTGRESQL_DRIVER,
    .compare = &compare_postgres,
    .render = &render_postgres,
    .run = &run_postgres,
};

static const Dialect mysql = {
    .name = "mysql",
    .schemes = mysql_schemes,
    .model_bit = MODEL_MYSQL,
    .assumed_version = 90000,
    .assumed_flavor = FLAVOR_MYSQL,
    .syntax = &syntax_mysql,
    .introspect = MYSQL_DRIVER,
    .compare = &compare_mysql,
    .render = &render_mysql,
    .run = &run_mysql,
};

static const Dialect sqlite = {
    .name = "sqlite",
    .schemes = sqlite_schemes,
    .model_bit = MODEL_SQLITE,
    .assumed_version = 3040000,
    .assumed_flavor = FLAVOR_SQLITE,
    .syntax = &syntax_sqlite,
    .introspect = SQLITE_DRIVER,
    .compare = &compare_sqlite,
    .render = &render_sqlite,
    .run = SQLITE_RUN,
};

const Dialect *const dialects[] = {&postgresql, &mysql, &sqlite, NULL};

const Dialect *dialect_for_scheme(const char *scheme)
{
    for (const Dialect *const *dialect = dialects; *dialect; dialect++) {
        for (const char *const *name = (*dialect)->schemes; *name; name++) {
            if (text_equal(*name, scheme)) {
                return *dialect;
            }
        }
    }
    return NULL;
}

const Dialect *dialect_named(const char *name)
{
    return dialect_for_scheme(name); /* the schemes include every name */
}

bool dialect_for_url(const Url *url, const Dialect **out, Error *err)
{
    static const char *const known[] = {"postgresql", "postgres", "mysql", "mariadb", "sqlite"};
    const Dialect *dialect = dialect_for_scheme(url->scheme);
    if (!dialect) {
        const char *nearest = text_nearest(url->scheme, known, sizeof known / sizeof *known);
        error_set(err, ERR_USAGE, "no driver knows URLs that begin with \"%s:\"", url->scheme);
        if (nearest) {
            return error_hint(err, "did you mean \"%s://\"?", nearest);
        }
        return error_hint(err, "URLs begin with postgresql://, mysql://, mariadb:// or sqlite:///");
    }
    if (!dialect->introspect) {
        error_set(err, ERR_USAGE, "this schemadiff was built without the %s driver", dialect->name);
        return error_hint(err, "build it again with -D%s=enabled", dialect->name);
    }
    *out = dialect;
    return true;
}

Server dialect_assumed(const Dialect *dialect, const char *name)
{
    Server server = server_assumed(dialect);
    if (text_equal(name, "mariadb")) {
        server.version = MARIADB_ASSUMED;
        server.flavor = FLAVOR_MARIADB;
        server.caps = dialect->syntax->caps(server.version, server.flavor);
    }
    return server;
}
