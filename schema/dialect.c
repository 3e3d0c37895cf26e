#include "schema/dialect.h"

Server server_assumed(const Dialect *dialect)
{
    return (Server){
        .dialect = dialect,
        .version = dialect->assumed_version,
        .flavor = dialect->assumed_flavor,
        .caps = dialect->syntax->caps(dialect->assumed_version, dialect->assumed_flavor),
        .default_schema = dialect->assumed_flavor == FLAVOR_POSTGRESQL ? "public" : NULL};
}

ModelDialect server_model_bit(const Server *server)
{
    switch (server->flavor) {
    case FLAVOR_POSTGRESQL:
        return MODEL_POSTGRESQL;
    case FLAVOR_MYSQL:
        return MODEL_MYSQL;
    case FLAVOR_MARIADB:
        return MODEL_MARIADB;
    case FLAVOR_SQLITE:
        return MODEL_SQLITE;
    }
    return MODEL_ALL;
}

ModelDialect server_model_fallback(const Server *server)
{
    return server->flavor == FLAVOR_MARIADB ? MODEL_MYSQL : (ModelDialect)0;
}

const char *server_label(Mem *mem, const Server *server)
{
    int v = server->version;
    switch (server->flavor) {
    case FLAVOR_POSTGRESQL:
        return mem_printf(mem, "PostgreSQL %d.%d", v / 10000, v % 10000);
    case FLAVOR_MYSQL:
        return mem_printf(mem, "MySQL %d.%d.%d", v / 10000, v / 100 % 100, v % 100);
    case FLAVOR_MARIADB:
        return mem_printf(mem, "MariaDB %d.%d.%d", v / 10000, v / 100 % 100, v % 100);
    case FLAVOR_SQLITE:
        return mem_printf(mem, "SQLite %d.%d.%d", v / 1000000, v / 1000 % 1000, v % 1000);
    }
    return "";
}
