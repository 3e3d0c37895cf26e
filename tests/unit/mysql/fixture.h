/* What the tests of MySQL and MariaDB share: the dialect, assumed servers, and scratch databases on
 * the servers that SCHEMADIFF_MYSQL_URL and SCHEMADIFF_MARIADB_URL name. */
#ifndef TESTS_UNIT_MYSQL_FIXTURE_H
#define TESTS_UNIT_MYSQL_FIXTURE_H

#include "tests/unit/harness.h"

#include "cmd/dialects.h"
#include "introspect/introspect.h"
#include "schema/dialects/mysql_types.h"
#include "schema/dialects/syntax.h"

#include <string.h>
#include <unistd.h>

#define must(call) ck_assert_msg((call), "%s", err->message ? err->message : "no message")

static const char *const server_variables[] = {"SCHEMADIFF_MYSQL_URL", "SCHEMADIFF_MARIADB_URL"};
enum { SERVERS = sizeof server_variables / sizeof *server_variables };

static inline Server mysql_server(Flavor flavor, int version)
{
    Server server = server_assumed(dialect_named("mysql"));
    server.flavor = flavor;
    server.version = version;
    server.caps = syntax_mysql.caps(version, flavor);
    return server;
}

static inline Server mysql_nine(void)
{
    return mysql_server(FLAVOR_MYSQL, 90704);
}

static inline Server maria_ten(void)
{
    return mysql_server(FLAVOR_MARIADB, 101119);
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
    must(introspect_mysql.open(mem, dialect_named("mysql"), &url, &conn, err));
    return conn;
}

typedef struct Scratch {
    Conn *admin, *conn;
    const char *name;
} Scratch;

static inline bool is_maria(const Scratch *scratch)
{
    return scratch->conn->server.flavor == FLAVOR_MARIADB;
}

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
    must(conn_exec(out->admin,
                   mem_printf(mem, "CREATE DATABASE %s CHARACTER SET utf8mb4", out->name), err));
    out->conn = connect_to(with_database(url, out->name));
    return true;
}

static inline void scratch_close(const Scratch *scratch)
{
    must(conn_exec(scratch->admin, mem_printf(mem, "DROP DATABASE %s", scratch->name), err));
}

/* The statements of a NULL-ended list, one by one. */
static inline void run_all(Conn *conn, const char *const *statements)
{
    for (; *statements; statements++) {
        must(conn_exec(conn, *statements, err));
    }
}

static inline Schema *read_all(Conn *conn)
{
    Schema *schema = NULL;
    Scope scope = {.history_table = "schemadiff_revisions"};
    must(introspect_mysql.read(mem, conn, &scope, &schema, err));
    return schema;
}

#endif
