/* crash URL FOLDER up|down N before|after PID: runs the migrations of FOLDER and kills PID (0 =
 * itself) with SIGKILL before or after the Nth statement that it sends, journal entries included.
 * N = 0 kills nothing. Prints how many statements it sent, and the error if there was one.
 *
 * crash URL sql STATEMENT...: runs the statements; prints rows, cells separated by tabs. */
#include "cmd/dialects.h"
#include "introspect/introspect.h"
#include "migrate/dir.h"
#include "migrate/runner.h"
#include "migrate/target.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    const ConnOps *real;
    ConnOps ops;
    long sent, at;
    bool after;
    pid_t pid;
} crash;

static void strike(bool after)
{
    if (crash.sent == crash.at && crash.after == after) {
        printf("%ld\n", crash.sent);
        fflush(stdout);
        kill(crash.pid, SIGKILL);
    }
}

static bool exec(Conn *conn, const char *sql, int64_t *affected, Error *err)
{
    crash.sent++;
    strike(false);
    bool ok = crash.real->exec(conn, sql, affected, err);
    strike(true);
    return ok;
}

static bool connect_to(Mem *mem, const char *text, Conn **out, Error *err)
{
    Url *url = MEM_NEW(mem, Url);
    const Dialect *dialect = NULL;
    if (!url_parse(mem, text, url, err) || !dialect_for_url(url, &dialect, err) ||
        !dialect->introspect->open(mem, dialect, url, out, err)) {
        return false;
    }
    crash.real = (*out)->ops;
    crash.ops = *crash.real;
    crash.ops.exec = exec;
    (*out)->ops = &crash.ops;
    return true;
}

static bool run(Mem *mem, char **argv, Error *err)
{
    Graph graph = {0};
    Conn *conn = NULL;
    Migrations todo = {0};
    bool up = strcmp(argv[3], "up") == 0;
    if (!dir_read(mem, argv[2], &graph, err) || !connect_to(mem, argv[1], &conn, err)) {
        return false;
    }
    Runner runner = {.mem = mem,
                     .conn = conn,
                     .graph = &graph,
                     .table = HISTORY_TABLE_DEFAULT,
                     .who = {"crash", "test", getpid()},
                     .accepted = up ? 0 : FLAW_HALF_WAY};
    if (!runner_open(&runner, 10, true, err)) {
        return false;
    }
    if (up) {
        history_pending(mem, &graph, &runner.history, NULL, &todo);
    } else {
        target_above(mem, &graph, &runner.history, &(Target){0}, &todo);
    }
    crash.sent = 0; /* from here on */
    bool ok = up ? runner_upgrade(&runner, &todo, err) : runner_downgrade(&runner, &todo, err);
    runner_close(&runner);
    return ok;
}

static bool query(Mem *mem, int argc, char **argv, Error *err)
{
    Conn *conn = NULL;
    bool ok = connect_to(mem, argv[1], &conn, err);
    for (int i = 3; ok && i < argc; i++) {
        Rows rows = {0};
        ok = conn_query_text(conn, mem, argv[i], &rows, err);
        for (size_t row = 0; ok && row < rows.len; row++) {
            for (size_t column = 0; column < rows.columns; column++) {
                const char *cell = rows_get(&rows, row, column);
                printf("%s%s", column ? "\t" : "", cell ? cell : "NULL");
            }
            printf("\n");
        }
    }
    return ok;
}

static int finish(Mem *mem, const Error *err, bool ok)
{
    if (!ok) {
        fprintf(stderr, "%s\n%s\n", err->message, err->hint ? err->hint : "");
    }
    mem_destroy(mem);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    Mem *mem = mem_root("crash");
    Error *err = error_new(mem);
    if (argc > 2 && strcmp(argv[2], "sql") == 0) {
        return finish(mem, err, query(mem, argc, argv, err));
    }
    if (argc != 7) {
        error_set(err, ERR_USAGE, "usage: crash URL FOLDER up|down N before|after PID");
        return finish(mem, err, false);
    }
    crash.at = strtol(argv[4], NULL, 10);
    crash.after = strcmp(argv[5], "after") == 0;
    crash.pid = (pid_t)strtol(argv[6], NULL, 10);
    crash.pid = crash.pid ? crash.pid : getpid();
    bool ok = run(mem, argv, err);
    printf("%ld\n", crash.sent);
    return finish(mem, err, ok);
}
