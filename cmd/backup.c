#include "cmd/backup.h"

#include "cmd/dump.h"
#include "cmd/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef LIST(char *) Argv;

static bool failed(const char *what, const char *why, Error *err)
{
    error_set(err, ERR_SAFETY, "the backup failed: %s: %s", what, why);
    return error_hint(err, "nothing was changed; without a backup nothing will be");
}

static bool run_program(Context *ctx, char *const *argv, const Variable *variables, size_t n,
                        const char *what, Error *err)
{
    const char *why = process_run(ctx->mem, argv, variables, n);
    return !why || failed(what, why, err);
}

static bool run_command(Context *ctx, const Conn *conn, const char *command, Error *err)
{
    const Variable file = {"SCHEMADIFF_BACKUP", shell_path(ctx, ctx->args->backup)};
    const char *why = shell_run(ctx, conn, command, &file, 1);
    return !why || failed("the environment's command", why, err);
}

static bool backup_sqlite(Context *ctx, Conn *conn, Error *err)
{
    const char *file = conn_literal(conn, ctx->mem, ctx->args->backup);
    Error *own = error_new(ctx->mem);
    return conn_exec(conn, mem_printf(ctx->mem, "VACUUM INTO %s", file), own) ||
           failed("VACUUM INTO", own->message, err);
}

static void add(Context *ctx, Argv *argv, const char *option, const char *value)
{
    if (value) {
        list_push(ctx->mem, argv, mem_printf(ctx->mem, "%s%s", option, value));
    }
}

static bool in_path(Context *ctx, const char *program)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t len = strcspn(path, ":");
        const char *name = mem_printf(ctx->mem, "%.*s/%s", (int)len, path, program);
        if (access(name, X_OK) == 0) {
            return true;
        }
        path += len + (path[len] == ':');
    }
    return false;
}

static bool backup_postgres(Context *ctx, const Url *url, Error *err)
{
    Argv argv = {0};
    list_push(ctx->mem, &argv, mem_strdup(ctx->mem, "pg_dump"));
    add(ctx, &argv, "--format=", "custom");
    add(ctx, &argv, "--file=", ctx->args->backup);
    list_push(ctx->mem, &argv, NULL);
    Variable variables[POSTGRES_VARIABLES];
    dump_postgres_variables(url, url->database, variables);
    return run_program(ctx, argv.at, variables, COUNT_OF(variables), "pg_dump", err);
}

static bool backup_mysql(Context *ctx, const Conn *conn, const Url *url, Error *err)
{
    const char *program = conn->server.flavor == FLAVOR_MARIADB && in_path(ctx, "mariadb-dump")
                              ? "mariadb-dump"
                              : "mysqldump";
    Argv argv = {0};
    add(ctx, &argv, program, "");
    add(ctx, &argv, "--single-transaction", "");
    add(ctx, &argv, "--routines", "");
    add(ctx, &argv, "--triggers", "");
    add(ctx, &argv, "--result-file=", ctx->args->backup);
    add(ctx, &argv,
        "--host=", text_equal(url->host, "localhost") && url->port ? "127.0.0.1" : url->host);
    add(ctx, &argv, "--port=", url->port);
    add(ctx, &argv, "--user=", url->user);
    add(ctx, &argv, "--socket=", url_param(url, "unix_socket"));
    add(ctx, &argv, "", conn->database);
    list_push(ctx->mem, &argv, NULL);
    const Variable variables[] = {{"MYSQL_PWD", url->password}};
    return run_program(ctx, argv.at, variables, COUNT_OF(variables), program, err);
}

static bool backup_own(Context *ctx, Conn *conn, Error *err)
{
    Url url = {0};
    if (!url_parse(ctx->mem, ctx->config.url, &url, err)) {
        return false;
    }
    switch (conn->server.flavor) {
    case FLAVOR_SQLITE:
        return backup_sqlite(ctx, conn, err);
    case FLAVOR_POSTGRESQL:
        return backup_postgres(ctx, &url, err);
    case FLAVOR_MYSQL:
    case FLAVOR_MARIADB:
        return backup_mysql(ctx, conn, &url, err);
    }
    return false;
}

bool backup_run(Context *ctx, Conn *conn, Error *err)
{
    const char *command = ctx->config.environment.backup, *file = ctx->args->backup;
    if (!command && !file) {
        return true;
    }
    if (file && file_exists(file)) {
        return failed(file, "the file is there already", err);
    }
    if (command ? !run_command(ctx, conn, command, err) : !backup_own(ctx, conn, err)) {
        return false;
    }
    if (file && !file_exists(file)) {
        return failed(file, "the command did not write it", err);
    }
    out_note(ctx->out, "backup: %s", file ? file : command);
    return true;
}
