/* --log FILE: a line of JSON for every run, revision and statement. No values, no secrets: the
 * statements are those of the migration files. */
#ifndef CMD_LOG_H
#define CMD_LOG_H

#include "cmd/command.h"
#include "migrate/runner.h"

typedef struct Log Log;

/* Opens the file of --log, else of the environment, for appending; *out NULL when neither names
 * one. ERR_FILE. */
NODISCARD bool log_open(Context *ctx, const Conn *conn, const RunIdentity *who, Log **out,
                        Error *err);

/* All of them do nothing when `log` is NULL. */
void log_run(Log *log, const char *event, const Error *err); /* "begin", "end" */
void log_revision(Log *log, const Migration *migration, RunDirection direction, int64_t ms);
void log_statement(Log *log, const RunStep *step, int64_t ms, const Error *err);

#endif
