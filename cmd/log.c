#include "cmd/log.h"

#include "base/file.h"
#include "migrate/dir.h"
#include "schema/model.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct Log {
    Mem *mem;
    FILE *file;
    const char *command, *env, *database;
    const RunIdentity *who;
};

static void close_file(void *file)
{
    fclose(file);
}

bool log_open(Context *ctx, const Conn *conn, const RunIdentity *who, Log **out, Error *err)
{
    const char *path = ctx->args->log;
    if (!path && ctx->config.environment.log) {
        path = path_join(ctx->mem, ctx->config.folder, ctx->config.environment.log);
    }
    *out = NULL;
    if (!path) {
        return true;
    }
    FILE *file = fopen(path, "ae");
    if (!file) {
        error_at(err, ERR_FILE, (Location){.file = path}, "cannot write the log \"%s\": %s", path,
                 strerror(errno));
        return error_hint(err, "check the path and its permissions");
    }
    mem_adopt(ctx->mem, file, close_file);
    *out = MEM_NEW(ctx->mem, Log);
    **out = (Log){.mem = ctx->mem,
                  .file = file,
                  .command = ctx->command->name,
                  .env = ctx->config.environment.name,
                  .database = conn->safe_url,
                  .who = who};
    return true;
}

/* What every line begins with. */
static Doc *line_of(const Log *log, Mem *mem, const char *event)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "at", dir_time(mem, time(NULL)));
    json_text(mem, doc, "event", event);
    json_text(mem, doc, "command", log->command);
    json_text(mem, doc, "environment", log->env);
    json_text(mem, doc, "database", log->database);
    json_text(mem, doc, "user", log->who->user);
    json_text(mem, doc, "host", log->who->host);
    json_number(mem, doc, "pid", log->who->pid);
    json_text(mem, doc, "tool", "schemadiff " PROJECT_VERSION);
    return doc;
}

static void add_result(Mem *mem, Doc *doc, const Error *err)
{
    json_text(mem, doc, "result", err ? "error" : "done");
    if (err) {
        json_text(mem, doc, "error", err->message);
        json_text(mem, doc, "server_code", err->server_code);
    }
}

/* One line, written at once: several processes may share the file. */
static void write_line(const Log *log, const Doc *doc)
{
    Buf text = buf_new(log->mem), line = buf_new(log->mem);
    json_write(doc, &text);
    for (const char *c = buf_text(&text); *c; c++) {
        if (*c == '\n') {
            c += strspn(c, "\n ") - 1; /* white space between members only: strings escape theirs */
        } else {
            buf_char(&line, *c);
        }
    }
    buf_char(&line, '\n');
    fwrite(buf_text(&line), 1, line.len, log->file);
    fflush(log->file);
}

static const char *direction_word(RunDirection direction)
{
    switch (direction) {
    case RUN_UP:
        return "upgrade";
    case RUN_DOWN:
        return "downgrade";
    case RUN_BACK_OUT:
        return "back out";
    }
    return "";
}

void log_run(Log *log, const char *event, const Error *err)
{
    if (!log) {
        return;
    }
    Mem *mem = mem_child(log->mem, "log");
    Doc *doc = line_of(log, mem, event);
    if (text_equal(event, "end")) {
        add_result(mem, doc, err);
    }
    write_line(log, doc);
    mem_destroy(mem);
}

void log_revision(Log *log, const Migration *migration, RunDirection direction, int64_t ms)
{
    if (!log) {
        return;
    }
    Mem *mem = mem_child(log->mem, "log");
    Doc *doc = line_of(log, mem, "revision");
    json_text(mem, doc, "revision", migration->revision);
    json_text(mem, doc, "direction", direction_word(direction));
    json_number(mem, doc, "duration_ms", ms);
    write_line(log, doc);
    mem_destroy(mem);
}

void log_statement(Log *log, const RunStep *step, int64_t ms, const Error *err)
{
    if (!log) {
        return;
    }
    Mem *mem = mem_child(log->mem, "log");
    Doc *doc = line_of(log, mem, "statement");
    json_text(mem, doc, "revision", step->migration->revision);
    json_text(mem, doc, "direction", direction_word(step->direction));
    json_text(mem, doc, "file", step->migration->path);
    json_number(mem, doc, "line", step->step->line);
    json_number(mem, doc, "number", (int64_t)step->number);
    json_number(mem, doc, "total", (int64_t)step->total);
    json_text(mem, doc, "statement", step->step->sql);
    json_number(mem, doc, "duration_ms", ms);
    add_result(mem, doc, err);
    write_line(log, doc);
    mem_destroy(mem);
}
