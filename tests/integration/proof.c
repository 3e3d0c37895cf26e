/* hazards KIND: proves the rules about migration scripts on a real server, whose URL is in
 * SCHEMADIFF_<KIND>_URL. TAP on standard output. */
#include "tests/integration/proof.h"

#include "cmd/dialects.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void proof_point(Proving *p, bool ok, const char *name, const char *format, ...)
{
    p->number++;
    p->failed += !ok;
    printf("%sok %zu - %s: %s\n", ok ? "" : "not ", p->number, p->kind, name);
    if (!ok) {
        va_list args;
        va_start(args, format);
        printf("# %s\n", mem_vprintf(p->mem, format, args));
        va_end(args);
    }
    fflush(stdout);
}

/* --- what lint says --------------------------------------------------------------------------- */

static Lint *lint_of(Proving *p, const char *up, const char *down, bool off)
{
    Lint *lint = lint_new(p->mem);
    Migration *migration = NULL;
    Error *err = error_new(p->mem);
    const Server *server = &p->work->server;
    const char *mark = off ? "-- transaction: off\n" : "";
    const char *text = mem_printf(p->mem,
                                  "-- schemadiff: 1\n-- message: prove a rule\n-- revision: a1\n"
                                  "-- revises: a0\n-- dialect: %s\n\n-- +upgrade\n%s%s;\n"
                                  "-- +downgrade\n%s;\n",
                                  server->dialect->name, mark, up, down ? down : "SELECT 1");
    if (!migration_read(p->mem, "proof.sql", text, strlen(text), &migration, err) ||
        !migration_parse(p->mem, migration, server->dialect, err)) {
        printf("Bail out! %s\n%s\n", err->message, text);
        exit(1);
    }
    lint_script(lint, migration, server, NULL, NULL);
    return lint;
}

bool proof_finds(Proving *p, RuleId rule, const char *up, const char *down, bool off)
{
    const Lint *lint = lint_of(p, up, down, off);
    for (size_t i = 0; i < lint->findings.len; i++) {
        if (lint->findings.at[i].rule == rule) {
            return true;
        }
    }
    return false;
}

const char *proof_findings(Proving *p, const char *up, const char *down, bool off)
{
    Buf names = buf_new(p->mem);
    const Lint *lint = lint_of(p, up, down, off);
    for (size_t i = 0; i < lint->findings.len; i++) {
        buf_fmt(&names, " %s", lint_rules[lint->findings.at[i].rule].name);
    }
    return buf_text(&names);
}

/* --- what the server says --------------------------------------------------------------------- */

const char *proof_ask(Proving *p, Conn *conn, const char *sql)
{
    Rows rows = {0};
    Error *err = error_new(p->mem);
    if (!conn_query_text(conn, p->mem, sql, &rows, err)) {
        return mem_printf(p->mem, "error: %s", err->message);
    }
    const char *cell = rows.len && rows.columns ? rows_get(&rows, 0, 0) : NULL;
    return cell ? cell : "nothing";
}

void proof_must(Proving *p, Conn *conn, const char *sql)
{
    Error *err = error_new(p->mem);
    if (!conn_exec(conn, sql, err)) {
        printf("Bail out! %s: %s: %s\n", p->kind, sql, err->message);
        exit(1);
    }
}

/* --- threads ---------------------------------------------------------------------------------- */

static void *run(void *data)
{
    Running *running = data;
    running->ok = conn_exec(running->conn, running->sql, running->err);
    running->done = true;
    return NULL;
}

void running_start(Proving *p, Running *running, Conn *conn, const char *sql)
{
    *running = (Running){.conn = conn, .sql = sql, .mem = mem_root("running")};
    running->err = error_new(running->mem);
    if (pthread_create(&running->thread, NULL, run, running)) {
        printf("Bail out! %s: no thread\n", p->kind);
        exit(1);
    }
}

bool running_end(Running *running)
{
    pthread_join(running->thread, NULL);
    mem_destroy(running->mem);
    return running->ok;
}

void proof_nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

/* --- all -------------------------------------------------------------------------------------- */

static Conn *connect_to(Mem *mem, const char *text)
{
    Url *url = MEM_NEW(mem, Url);
    Conn *conn = NULL;
    Error *err = error_new(mem);
    const Dialect *dialect = NULL;
    if (!url_parse(mem, text, url, err) || !dialect_for_url(url, &dialect, err) ||
        !dialect->introspect->open(mem, dialect, url, &conn, err)) {
        printf("Bail out! %s\n", err->message);
        exit(1);
    }
    return conn;
}

int main(int argc, char **argv)
{
    Mem *mem = mem_root("proofs"), *others[2] = {mem_root("watch"), mem_root("other")};
    const char *kind = argc == 2 ? argv[1] : "";
    const char *name = mem_printf(mem, "SCHEMADIFF_%s_URL", text_upper(mem, kind));
    const char *url = getenv(name);
    if (text_empty(url)) {
        printf("1..0 # SKIP %s is not set\n", name);
        return 0;
    }
    Proving p = {.mem = mem,
                 .kind = kind,
                 .work = connect_to(mem, url),
                 .watch = connect_to(others[0], url),
                 .other = connect_to(others[1], url)};
    (p.work->server.flavor == FLAVOR_POSTGRESQL ? prove_postgres : prove_mysql)(&p);
    printf("1..%zu\n", p.number);
    int status = p.failed ? 1 : 0;
    mem_destroy(others[0]);
    mem_destroy(others[1]);
    mem_destroy(mem);
    return status;
}
