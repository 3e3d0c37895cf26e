/* What commands begin with: the connection, the model, the folder, the history. */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "cmd/command.h"
#include "introspect/introspect.h"
#include "migrate/dir.h"
#include "migrate/format.h"
#include "migrate/runner.h"
#include "schema/model.h"

/* ERR_USAGE when no database is known. */
NODISCARD bool session_connect(Context *ctx, Conn **out, Error *err);
NODISCARD bool session_connect_to(Context *ctx, const char *url, Conn **out, Error *err);

/* ERR_USAGE when no model is known; the naming of the project file is put into the model. */
NODISCARD bool session_model(Context *ctx, ModelFiles *out, Error *err);

NODISCARD bool session_graph(Context *ctx, Graph *out, Error *err);

/* Reads the history without a lock, and verifies it when `verify`. */
NODISCARD bool session_history(Context *ctx, Conn *conn, const Graph *graph, bool verify,
                               History *out, Error *err);

/* What to introspect: --schema, else the namespaces that the model manages (NULL: none given). */
Scope session_scope(const Context *ctx, const Schema *model);

/* What inspect looks at: --schema, else everything, and all of it. */
Scope session_scope_whole(const Context *ctx);

/* A runner that reports on `ctx->out` and stops at Ctrl-C. */
Runner session_runner(Context *ctx, Conn *conn, const Graph *graph);

/* How a command works with the history. */
typedef struct RunMode {
    unsigned accepted;   /* flaws of the history that do not stop it (Runner.accepted) */
    bool creates;        /* makes the history's table, where there are revisions */
    ResumeAnswer answer; /* resume: about the statement that may be in force */
} RunMode;

typedef bool (*RunFn)(Context *ctx, Runner *runner, Error *err);

/* Reads the migrations, connects and gives `run` a runner that holds the lock, waiting for it as
 * long as --lock-timeout or the environment says. The log (--log) gets how it ended. */
NODISCARD bool session_run(Context *ctx, const RunMode *mode, RunFn run, Error *err);
/* The same on a connection that is there. */
NODISCARD bool session_run_on(Context *ctx, Conn *conn, const RunMode *mode, RunFn run, Error *err);

/* Seconds to wait for the migration lock when nothing else is said. */
#define LOCK_SECONDS 10

#define LOG_FLAG \
    FLAG("log", 0, FLAG_VALUE, "FILE", log, "append what was run to FILE, as lines of JSON")

#define LOCK_TIMEOUT_FLAG                                        \
    FLAG("lock-timeout", 0, FLAG_VALUE, "SECONDS", lock_timeout, \
         "how long to wait for the migration lock (10)")

/* Seconds since 1970; SOURCE_DATE_EPOCH wins, for reproducible files. */
time_t session_now(void);

/* Steps that are to be handed over go to the command of "online" in the project file, with
 * SCHEMADIFF_URL, SCHEMADIFF_DATABASE, SCHEMADIFF_TABLE, SCHEMADIFF_ALTER (what stands behind ALTER
 * TABLE name) and SCHEMADIFF_STATEMENT in its environment. */
void session_hand_over(Context *ctx, Runner *runner);

#endif
