/* property ENGINE [--seed S] [--count N] [--keep-going] [--trace]: random pairs of models on a real
 * server.
 *
 * ENGINE: sqlite, or pg15, pg18, mysql, mariadb whose URL stands in SCHEMADIFF_<ENGINE>_URL. Pair i
 * has the seed S + i: `--seed S+i --count 1` repeats it alone. A pair that fails is made as small
 * as it gets and printed: both models, ready for a case file. The first failure ends the run unless
 * --keep-going; --trace prints every statement. See trial.h for what must hold. */
#include "cmd/dialects.h"
#include "introspect/introspect.h"
#include "tests/property/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Run {
    const Engine *engine;
    const char *url;
    uint64_t seed;
    long count;
    bool keep_going, trace;
    Mem *mem;
    Mem *conn_mem;
    Conn *conn; /* of a server: used again after it was wiped */
    bool dirty;
} Run;

static void print_comment(const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        printf("# %.*s\n", (int)len, text);
        text += len + (text[len] == '\n');
    }
}

/* --- databases -------------------------------------------------------------------------------- */

static bool open_url(Mem *mem, const Run *run, const char *text, Conn **out, Error *err)
{
    Url url = {0};
    const Dialect *dialect = dialect_named(run->engine->dialect);
    return url_parse(mem, text, &url, err) &&
           dialect->introspect->open(mem, dialect, &url, out, err);
}

/* The URL with another database in its path. */
static const char *with_database(Mem *mem, const char *url, const char *name)
{
    const char *host = strstr(url, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    const char *query = strchr(url, '?');
    size_t head = path ? (size_t)(path - url) : strcspn(url, "?");
    return mem_printf(mem, "%.*s/%s%s", (int)head, url, name, query ? query : "");
}

static const char *database_name(const Run *run)
{
    return mem_printf(run->mem, "schemadiff_property_%ld", (long)getpid());
}

static bool administer(Run *run, const char *verb)
{
    Mem *mem = mem_child(run->mem, "administer");
    Error *err = error_new(mem);
    Conn *conn = NULL;
    const char *sql = mem_printf(mem, "%s DATABASE %s", verb, database_name(run));
    bool ok = open_url(mem, run, run->url, &conn, err) && conn_exec(conn, sql, err);
    if (!ok) {
        printf("# %s\n", err->message);
    }
    mem_destroy(mem);
    return ok;
}

/* An empty database for a trial in `mem`. */
static bool connect_trial(Run *run, Mem *mem, Conn **out, Error *err)
{
    if (!run->engine->variable) {
        return open_url(mem, run, "sqlite://", out, err);
    }
    if (!run->conn &&
        !open_url(run->conn_mem, run, with_database(run->mem, run->url, database_name(run)),
                  &run->conn, err)) {
        return false;
    }
    *out = run->conn;
    bool clean = !run->dirty || run->engine->wipe(mem, run->conn, err);
    run->dirty = false;
    return clean;
}

/* --- trials ----------------------------------------------------------------------------------- */

static bool try_pair(Run *run, Mem *mem, uint64_t seed, Pair *a, Pair *b, Trial *out)
{
    Error *err = error_new(mem);
    *out = (Trial){.mem = mem, .engine = run->engine, .spelling = seed};
    if (!connect_trial(run, mem, &out->conn, err)) {
        out->stage = "connect";
        out->why = err->message;
        return false;
    }
    out->conn->trace = run->trace ? stderr : NULL;
    bool ok = trial_run(out, a, b);
    run->dirty = !ok;
    return ok;
}

/* Does the smaller pair still fail at the same place? */
static bool still_fails(Run *run, uint64_t seed, const char *stage, Pair *a, Pair *b)
{
    Mem *mem = mem_root("smaller");
    Trial trial;
    bool fails = !try_pair(run, mem, seed, a, b, &trial) && text_equal(trial.stage, stage);
    mem_destroy(mem);
    return fails;
}

static void shrink(Run *run, uint64_t seed, const char *stage, Pair *a, Pair *b)
{
    for (int step = 0;;) {
        Pair smaller_a = *a, smaller_b = *b;
        if (!pair_simpler(&smaller_a, &smaller_b, step)) {
            return;
        }
        bool changed =
            memcmp(&smaller_a, a, sizeof *a) != 0 || memcmp(&smaller_b, b, sizeof *b) != 0;
        if (changed && still_fails(run, seed, stage, &smaller_a, &smaller_b)) {
            *a = smaller_a;
            *b = smaller_b;
        } else {
            step++;
        }
    }
}

static void report(Run *run, uint64_t seed, const char *stage, Pair *a, Pair *b)
{
    Mem *mem = mem_root("report");
    Trial trial;
    shrink(run, seed, stage, a, b);
    if (try_pair(run, mem, seed, a, b, &trial)) {
        printf("# fails at random\n");
    } else {
        print_comment(mem_printf(mem, "%s: %s", trial.stage, trial.why));
        print_comment(mem_printf(mem, "-- from.json --\n%s-- to.json --\n%s", trial.a, trial.b));
    }
    printf("# FAILED: property %s --seed %llu --count 1\n", run->engine->name,
           (unsigned long long)seed);
    fflush(stdout);
    mem_destroy(mem);
}

static bool run_seed(Run *run, uint64_t seed)
{
    Random random = {seed};
    Mem *mem = mem_root("trial");
    Pair a = pair_generate(&random, run->engine), b = a;
    pair_mutate(&random, &b);
    Trial trial;
    bool ok = try_pair(run, mem, seed, &a, &b, &trial);
    const char *stage = trial.stage; /* a literal */
    mem_destroy(mem);
    if (!ok) {
        report(run, seed, stage, &a, &b);
    }
    return ok;
}

static bool parse_arguments(int argc, char **argv, Run *run)
{
    run->engine = argc > 1 ? engine_named(argv[1]) : NULL;
    for (int i = 2; i < argc; i++) {
        if (text_equal(argv[i], "--keep-going")) {
            run->keep_going = true;
        } else if (text_equal(argv[i], "--trace")) {
            run->trace = true;
        } else if (text_equal(argv[i], "--seed") && i + 1 < argc) {
            run->seed = strtoull(argv[++i], NULL, 10);
        } else if (text_equal(argv[i], "--count") && i + 1 < argc) {
            run->count = strtol(argv[++i], NULL, 10);
        } else {
            return false;
        }
    }
    return run->engine != NULL;
}

int main(int argc, char **argv)
{
    const char *seed = getenv("SCHEMADIFF_SEED");
    Run run = {.seed = seed ? strtoull(seed, NULL, 10) : 20261121, .count = 100};
    if (!parse_arguments(argc, argv, &run)) {
        fprintf(stderr, "usage: property ENGINE [--seed S] [--count N] [--keep-going] [--trace]\n");
        return 2;
    }
    run.url = run.engine->variable ? getenv(run.engine->variable) : NULL;
    if (run.engine->variable && !run.url) {
        printf("1..0 # SKIP %s is not set\n", run.engine->variable);
        return 0;
    }
    run.mem = mem_root("property");
    run.conn_mem = mem_child(run.mem, "connection");
    bool ready = !run.engine->variable || administer(&run, "CREATE");
    long failed = ready ? 0 : 1, done = 0;
    for (; ready && done < run.count && (!failed || run.keep_going); done++) {
        failed += !run_seed(&run, run.seed + (uint64_t)done);
    }
    mem_destroy(run.conn_mem);
    bool dropped = !ready || !run.engine->variable || administer(&run, "DROP");
    printf("1..1\n%s 1 - %ld pairs on %s from seed %llu: %ld failed\n",
           failed || !dropped ? "not ok" : "ok", done, run.engine->name,
           (unsigned long long)run.seed, failed);
    mem_destroy(run.mem);
    return failed || !dropped ? EXIT_FAILURE : EXIT_SUCCESS;
}
