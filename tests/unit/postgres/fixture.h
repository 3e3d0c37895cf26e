/* What the tests of PostgreSQL share: the dialect, an assumed server, and databases of the servers
 * that SCHEMADIFF_PG15_URL and SCHEMADIFF_PG18_URL name. */
#ifndef TESTS_UNIT_POSTGRES_FIXTURE_H
#define TESTS_UNIT_POSTGRES_FIXTURE_H

#include "tests/unit/harness.h"

#include "cmd/dialects.h"
#include "introspect/introspect.h"
#include "schema/dialects/postgres.h"
#include "schema/dialects/syntax.h"

#include <string.h>
#include <unistd.h>

#define must(call) ck_assert_msg((call), "%s", err->message ? err->message : "no message")

static const char *const server_variables[] = {"SCHEMADIFF_PG15_URL", "SCHEMADIFF_PG18_URL"};
enum { SERVERS = sizeof server_variables / sizeof *server_variables };

static inline Server postgres_server(int version)
{
    Server server = server_assumed(dialect_named("postgresql"));
    server.version = version;
    server.caps = syntax_postgres.caps(version, FLAVOR_POSTGRESQL);
    return server;
}

/* The URL with another database. */
static inline const char *with_database(const char *url, const char *database)
{
    const char *authority = strstr(url, "://") + 3;
    size_t end = strcspn(authority, "/?");
    const char *params = strchr(authority, '?');
    return mem_printf(mem, "%.*s/%s%s", (int)(authority - url + (ptrdiff_t)end), url, database,
                      params ? params : "");
}

static inline Conn *connect_to(const char *text)
{
    Url url;
    Conn *conn = NULL;
    must(url_parse(mem, text, &url, err));
    must(introspect_postgres.open(mem, dialect_named("postgresql"), &url, &conn, err));
    return conn;
}

typedef struct Scratch {
    Mem *mem;
    Conn *admin, *conn;
    const char *name;
} Scratch;

/* An empty database of the server, or false with a reason printed when there is none. */
static inline bool scratch_open(size_t server, Scratch *out)
{
    const char *url = getenv(server_variables[server]);
    if (!url) {
        printf("# skipped: %s is not set\n", server_variables[server]);
        return false;
    }
    out->name = mem_printf(mem, "schemadiff_unit_%ld", (long)getpid());
    out->admin = connect_to(url);
    must(conn_exec(out->admin, mem_printf(mem, "DROP DATABASE IF EXISTS %s", out->name), err));
    must(conn_exec(out->admin, mem_printf(mem, "CREATE DATABASE %s TEMPLATE template0", out->name),
                   err));
    out->conn = connect_to(with_database(url, out->name));
    return true;
}

static inline void scratch_close(const Scratch *scratch)
{
    must(conn_exec(scratch->admin, mem_printf(mem, "DROP DATABASE %s WITH (FORCE)", scratch->name),
                   err));
}

static inline Schema *read_all(Conn *conn)
{
    Schema *schema = NULL;
    Scope scope = {0};
    list_push(mem, &scope.schemas, "*");
    must(introspect_postgres.read(mem, conn, &scope, &schema, err));
    return schema;
}

#endif
