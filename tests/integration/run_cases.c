/* run_cases [--accept] TARGET PATH...: runs the cases below the folders (tests/cases/<dialect>).
 *
 * TARGET is "offline", "sqlite" (in memory), or a server whose URL stands in the environment:
 * pg15, pg18, mariadb, mysql. The output is TAP. --accept rewrites what offline cases expect: read
 * every line of the result. */
#include "cmd/dialects.h"
#include "introspect/introspect.h"
#include "tests/integration/case_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Target {
    const char *name, *dialect, *variable;
    const char *create, *drop; /* a database of this name */
} Target;

#define MY_CREATE "CREATE DATABASE `%s` CHARACTER SET utf8mb4"

static const Target targets[] = {
    {"offline", NULL, NULL, NULL, NULL},
    {"sqlite", "sqlite", NULL, NULL, NULL},
    {"pg15", "postgresql", "SCHEMADIFF_PG15_URL", "CREATE DATABASE \"%s\"", "DROP DATABASE \"%s\""},
    {"pg18", "postgresql", "SCHEMADIFF_PG18_URL", "CREATE DATABASE \"%s\"", "DROP DATABASE \"%s\""},
    {"mariadb", "mysql", "SCHEMADIFF_MARIADB_URL", MY_CREATE, "DROP DATABASE `%s`"},
    {"mysql", "mysql", "SCHEMADIFF_MYSQL_URL", MY_CREATE, "DROP DATABASE `%s`"},
};

static const Target *find_target(const char *name)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (text_equal(targets[i].name, name)) {
            return &targets[i];
        }
    }
    return NULL;
}

/* Folders are named after the dialect or its flavor. */
static const Dialect *dialect_of(const Case *test)
{
    return dialect_named(test->folder);
}

/* The URL with another database in its path. */
static const char *with_database(Mem *mem, const char *url, const char *name)
{
    const char *host = strstr(url, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    size_t head = path ? (size_t)(path - url) : strcspn(url, "?");
    const char *query = strchr(url, '?');
    return mem_printf(mem, "%.*s/%s%s", (int)head, url, name, query ? query : "");
}

/* The server of an offline run; a case that needs a newer version than the assumed one gets it. */
static Server assumed(const Case *test)
{
    Server server = dialect_assumed(dialect_of(test), test->folder);
    if (test->needs * 10000 > server.version) {
        server.version = test->needs * 10000;
        server.caps = server.dialect->syntax->caps(server.version, server.flavor);
    }
    return server;
}

static bool administer(Mem *mem, const Dialect *dialect, const char *url, const char *sql,
                       Error *err)
{
    Url parsed = {0};
    Conn *conn = NULL;
    return url_parse(mem, url, &parsed, err) &&
           dialect->introspect->open(mem, dialect, &parsed, &conn, err) &&
           conn_exec(conn, sql, err);
}

/* CREATE or DROP DATABASE: the statement has one %s for the name, which is ours and harmless. */
static const char *with_name(Mem *mem, const char *sql, const char *name)
{
    const char *at = strstr(sql, "%s");
    return mem_printf(mem, "%.*s%s%s", (int)(at - sql), sql, name, at + 2);
}

static Result run_on_server(Mem *mem, const Case *test, const Target *target)
{
    const Dialect *dialect = dialect_of(test);
    const char *url = getenv(target->variable);
    const char *name = mem_printf(mem, "schemadiff_case_%ld", (long)getpid());
    Error *err = error_new(mem);
    if (!administer(mem, dialect, url, with_name(mem, target->create, name), err)) {
        return (Result){OUTCOME_FAILED, err->message};
    }
    /* Its connection must be closed before the database can be dropped. */
    Mem *inner = mem_child(mem, "case");
    Result result = case_run_live(inner, test, dialect, with_database(mem, url, name));
    result.why = mem_strdup(mem, result.why);
    mem_destroy(inner);
    if (!administer(mem, dialect, url, with_name(mem, target->drop, name), err)) {
        return (Result){OUTCOME_FAILED, err->message};
    }
    return result;
}

/* NULL, or why the target does not run this case. */
static const char *excluded(Mem *mem, const Case *test, const Target *target)
{
    if (text_equal(target->name, "offline")) {
        return NULL;
    }
    if (test->only && !text_equal(test->only, target->name)) {
        return mem_printf(mem, "only on %s", test->only);
    }
    if (case_section(test, "error")) {
        return "an error before anything runs";
    }
    bool mariadb_only = text_equal(test->folder, "mariadb") && !text_equal(target->name, "mariadb");
    return mariadb_only || !text_equal(dialect_of(test)->name, target->dialect)
               ? "for another database"
               : NULL;
}

static Result run(Mem *mem, Case *test, const Target *target, bool accept)
{
    if (!dialect_of(test)) {
        return (Result){OUTCOME_FAILED, "its folder is not named after a dialect"};
    }
    const char *why = excluded(mem, test, target);
    if (why) {
        return (Result){OUTCOME_SKIPPED, why};
    }
    if (!target->dialect) {
        Server server = assumed(test);
        return case_run_offline(mem, test, &server, accept);
    }
    return target->variable ? run_on_server(mem, test, target)
                            : case_run_live(mem, test, dialect_of(test), "sqlite://");
}

/* To standard error: meson shows that of a failed test, not its TAP. */
static void print_lines(const char *text)
{
    while (text && *text) {
        size_t len = strcspn(text, "\n");
        fprintf(stderr, "# %.*s\n", (int)len, text);
        text += len + (text[len] == '\n');
    }
}

static bool run_file(const char *path, const Target *target, bool accept, size_t number)
{
    Mem *mem = mem_root("case");
    Error *err = error_new(mem);
    Case test = {.name = path};
    Result result = {OUTCOME_FAILED, NULL};
    if (case_read(mem, path, &test, err)) {
        result = run(mem, &test, target, accept);
    } else {
        result.why = err->message;
    }
    bool ok = result.outcome != OUTCOME_FAILED;
    bool skipped = result.outcome == OUTCOME_SKIPPED;
    printf("%sok %zu - %s%s%s\n", ok ? "" : "not ", number, test.name, skipped ? " # SKIP " : "",
           skipped ? result.why : "");
    if (result.outcome == OUTCOME_OK && result.why) {
        printf("# %s\n", result.why);
    }
    print_lines(ok ? NULL : result.why);
    fflush(stdout);
    mem_destroy(mem);
    return ok;
}

static bool collect(Mem *mem, const char *path, PathList *out)
{
    Error *err = error_new(mem);
    const char *pattern = file_is_folder(path) ? path_join(mem, path, "*.case") : path;
    if (!file_glob(mem, pattern, out, err)) {
        fprintf(stderr, "%s\n", err->message);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    Mem *mem = mem_root("cases");
    int at = 1;
    bool accept = argc > 1 && text_equal(argv[1], "--accept"), ok = true;
    at += accept;
    const Target *target = at < argc ? find_target(argv[at++]) : NULL;
    PathList paths = {0};
    for (; ok && at < argc; at++) {
        ok = collect(mem, argv[at], &paths);
    }
    if (!target || !ok || !paths.len) {
        fprintf(stderr, "usage: run_cases [--accept] TARGET FOLDER|FILE...\n");
        mem_destroy(mem);
        return 2;
    }
    if (target->variable && !getenv(target->variable)) {
        printf("1..0 # SKIP %s is not set\n", target->variable);
        paths.len = 0;
    } else {
        printf("1..%zu\n", paths.len);
    }
    for (size_t i = 0; i < paths.len; i++) {
        ok &= run_file(paths.at[i], target, accept, i + 1);
    }
    mem_destroy(mem);
    return ok ? 0 : 1;
}
