/* SQLite in memory for the tests of this folder: open, fill, read, migrate. */
#ifndef TESTS_UNIT_SQLITE_FIXTURE_H
#define TESTS_UNIT_SQLITE_FIXTURE_H

#include "tests/unit/harness.h"

#include "diff/compare.h"
#include "diff/diff.h"
#include "emit/render.h"
#include "introspect/introspect.h"
#include "migrate/run.h"
#include "schema/dialects/syntax.h"

#include <string.h>

static const char *const lite_schemes[] = {"sqlite", NULL};
static const Dialect lite_dialect = {
    .name = "sqlite",
    .schemes = lite_schemes,
    .model_bit = MODEL_SQLITE,
    .assumed_version = 3040001,
    .assumed_flavor = FLAVOR_SQLITE,
    .syntax = &syntax_sqlite,
    .introspect = &introspect_sqlite,
    .compare = &compare_sqlite,
    .render = &render_sqlite,
    .run = &run_sqlite,
};

static inline void must(bool done)
{
    if (!done || error_is_set(err)) {
        ck_abort_msg("%s [%s]", err->message ? err->message : "failed without a message",
                     err->statement ? err->statement : "");
    }
}

static inline Conn *open_path(const char *path)
{
    const Url url = {.text = path, .scheme = "sqlite", .database = path, .safe = path};
    Conn *conn = NULL;
    must(introspect_sqlite.open(mem, &lite_dialect, &url, &conn, err));
    return conn;
}

/* Statements end at a semicolon at the end of a line, or at the end of the text; a CREATE TRIGGER
 * is given in one line. */
static inline void run(Conn *conn, const char *script)
{
    while (*script) {
        const char *end = strstr(script, ";\n");
        size_t len = end ? (size_t)(end - script) : strlen(script);
        must(conn_exec(conn, mem_strndup(mem, script, len), err));
        script += end ? len + 2 : len;
    }
}

/* An empty database in memory, filled by a script. */
static inline Conn *database(const char *script)
{
    Conn *conn = open_path("");
    run(conn, script);
    return conn;
}

static inline Schema *read_schema(Conn *conn)
{
    const Scope scope = {.history_table = "schemadiff_revisions"};
    Schema *schema = NULL;
    must(introspect_sqlite.read(mem, conn, &scope, &schema, err));
    return schema;
}

/* The first cell of the first row: "(null)" for NULL and for no row. */
static inline const char *value(Conn *conn, const char *sql)
{
    const char *cell = NULL;
    must(conn_value(conn, mem, sql, &cell, err));
    return cell ? cell : "(null)";
}

static inline Plan *plan_between(const Schema *from, const Schema *to)
{
    Plan *plan = plan_changes(mem, diff_schemas(mem, from, to), err);
    must(plan != NULL);
    return plan;
}

/* As the runner does it: all in one transaction; false with `err` set and everything undone. */
static inline bool execute(Conn *conn, const Plan *plan)
{
    bool done = run_sqlite.begin(conn, err);
    for (size_t i = 0; done && i < plan->statements.len; i++) {
        done = run_sqlite.exec(conn, plan->statements.at[i]->sql, err);
    }
    done = done && run_sqlite.commit(conn, err);
    if (!done) {
        Error *ignored = error_new(mem);
        (void)!run_sqlite.rollback(conn, ignored);
    }
    return done;
}

/* Migrates `conn` to the schema that `script` makes, and proves that it got there. */
static inline Plan *migrate_to(Conn *conn, const char *script)
{
    const Schema *to = read_schema(database(script));
    Plan *plan = plan_between(read_schema(conn), to);
    must(execute(conn, plan));
    ck_assert_uint_eq(diff_schemas(mem, read_schema(conn), to)->list.len, 0);
    return plan;
}

static inline bool plan_has(const Plan *plan, const char *part)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        if (strstr(plan->statements.at[i]->sql, part)) {
            return true;
        }
    }
    return false;
}

/* An empty schema with a table to parse into. */
static inline Schema *empty_schema(void)
{
    static Server server;
    server = (Server){.dialect = &lite_dialect, .version = 3040001, .flavor = FLAVOR_SQLITE};
    server.caps = syntax_sqlite.caps(server.version, server.flavor);
    return schema_new(mem, &server);
}

#endif
