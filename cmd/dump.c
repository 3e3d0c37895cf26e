#include "cmd/dump.h"

#include "base/file.h"
#include "migrate/split.h"

#include <stdio.h>
#include <string.h>

#define MAGIC_MAX 16

static bool begins_with(const char *path, const char *magic)
{
    char start[MAGIC_MAX] = {0};
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(start, 1, strlen(magic), file) : 0;
    if (file) {
        fclose(file);
    }
    return len == strlen(magic) && memcmp(start, magic, len) == 0;
}

bool dump_is_database(const char *path)
{
    return begins_with(path, "SQLite format 3");
}

/* --- PostgreSQL: its own programs, for COPY and its formats -------------------------------------
 */

void dump_postgres_variables(const Url *url, const char *database,
                             Variable out[static POSTGRES_VARIABLES])
{
    const Variable all[POSTGRES_VARIABLES] = {
        {"PGHOST", url->host ? url->host : url_param(url, "host")},
        {"PGPORT", url->port ? url->port : url_param(url, "port")},
        {"PGUSER", url->user},
        {"PGPASSWORD", url->password},
        {"PGDATABASE", database},
        {"PGSSLMODE", url_param(url, "sslmode")},
        {"PGSSLROOTCERT", url_param(url, "sslrootcert")},
        {"PGSERVICE", url_param(url, "service")}};
    memcpy(out, all, sizeof all);
}

static bool load_postgres(Mem *mem, const Scratch *scratch, const char *path, Error *err)
{
    Variable variables[POSTGRES_VARIABLES];
    bool archive = begins_with(path, "PGDMP") || file_is_folder(path);
    char *file = mem_strdup(mem, path);
    char *const psql[] = {(char[]){"psql"},
                          (char[]){"--output=/dev/null"},
                          (char[]){"--no-psqlrc"},
                          (char[]){"--quiet"},
                          (char[]){"--set=ON_ERROR_STOP=1"},
                          mem_printf(mem, "--file=%s", file),
                          NULL};
    char *const restore[] = {(char[]){"pg_restore"},
                             (char[]){"--no-owner"},
                             (char[]){"--exit-on-error"},
                             (char[]){"--no-privileges"},
                             mem_printf(mem, "--dbname=%s", scratch->conn->database),
                             file,
                             NULL};
    dump_postgres_variables(scratch->url, scratch->conn->database, variables);
    char *const *argv = archive ? restore : psql;
    const char *why = process_run(mem, argv, variables, POSTGRES_VARIABLES);
    if (!why) {
        return true;
    }
    error_at(err, ERR_FILE, (Location){.file = path}, "%s could not load the dump: %s", argv[0],
             why);
    return error_hint(err,
                      "it must be as new as the server that wrote the dump; roles and extensions "
                      "of the dump must be here");
}

/* --- the others: statement by statement ---------------------------------------------------------
 */

static bool load_statements(Mem *mem, Conn *conn, const char *path, Error *err)
{
    char *text = NULL;
    size_t len = 0;
    Pieces pieces = {0};
    if (!file_read_stream(mem, path, &text, &len, err) ||
        !split_text(mem, path, text, len, conn->server.dialect->run->split, &pieces, err)) {
        return false;
    }
    for (size_t i = 0; i < pieces.len; i++) {
        const Piece *piece = &pieces.at[i];
        if (piece->kind != PIECE_STATEMENT) {
            continue;
        }
        Mem *scratch = mem_child(mem, "statement");
        if (!conn_exec(conn, mem_strndup(scratch, piece->at, piece->len), err)) {
            err->where = (Location){path, piece->line, piece->column};
            return error_hint(err, "is it a dump of this kind of database?");
        }
        mem_destroy(scratch);
    }
    return true;
}

bool dump_load(Mem *mem, const Scratch *scratch, const char *path, Error *err)
{
    Mem *own = mem_child(mem, "dump");
    bool ok = scratch->conn->server.flavor == FLAVOR_POSTGRESQL
                  ? load_postgres(own, scratch, path, err)
                  : load_statements(own, scratch->conn, path, err);
    mem_destroy(own);
    return ok;
}
