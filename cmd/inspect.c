#include "cmd/compare.h"
#include "cmd/coverage.h"

#include <string.h>

/* SQL: what makes this schema out of nothing. */
static bool write_sql(Context *ctx, Conn *conn, const Schema *live, Buf *out, Error *err)
{
    Schema *empty = NULL;
    if (!compare_empty(ctx->mem, &conn->server, &empty, err)) {
        return false;
    }
    Plan *plan = plan_changes(ctx->mem, diff_schemas(ctx->mem, empty, live), err);
    if (plan) {
        format_plan(ctx->mem, plan, conn->server.dialect->run->split, out);
    }
    return plan != NULL;
}

/* What --format says, else the name of the file. */
static const char *chosen_format(const Arguments *args)
{
    const char *path = args->format ? NULL : args->output;
    if (path && (text_ends(path, ".dbml") || text_ends(path, ".sql"))) {
        return strrchr(path, '.') + 1;
    }
    return args->format;
}

static bool write_model(Context *ctx, Conn *conn, const Schema *live, Buf *out, Error *err)
{
    const char *format = chosen_format(ctx->args);
    if (text_equal(format, "sql")) {
        return write_sql(ctx, conn, live, out, err);
    }
    const Doc *doc = model_encode(ctx->mem, live);
    if (text_equal(format, "dbml")) {
        dsl_write(ctx->mem, doc, out);
    } else {
        json_write(doc, out);
    }
    return true;
}

static bool deliver(Context *ctx, const Schema *live, const Buf *text, Error *err)
{
    const char *path = ctx->args->output;
    if (!path || text_equal(path, "-")) {
        out_text(ctx->out, buf_text(text), text->len);
        return true;
    }
    if (!file_write(path, buf_text(text), text->len, err)) {
        return false;
    }
    out_note(ctx->out, "%zu table%s written to %s", live->tables.len,
             live->tables.len == 1 ? "" : "s", path);
    if (ctx->out->json) {
        Doc *doc = json_object(ctx->mem);
        json_number(ctx->mem, doc, "status", 0);
        json_text(ctx->mem, doc, "file", path);
        json_number(ctx->mem, doc, "tables", (int64_t)live->tables.len);
        out_document(ctx->out, doc);
    }
    return true;
}

static bool tell_coverage(Context *ctx, Conn *conn, Error *err)
{
    Coverage coverage;
    NameList lines = {0};
    if (!coverage_look(ctx, conn, NULL, &coverage, err)) {
        return false;
    }
    coverage_lines(ctx->mem, &coverage, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        out_note(ctx->out, "%s", lines.at[i]);
    }
    return true;
}

static bool inspect_run(Context *ctx, Error *err)
{
    Conn *conn = NULL;
    Schema *live = NULL;
    Buf text = buf_new(ctx->mem);
    if (!session_connect(ctx, &conn, err)) {
        return false;
    }
    const Scope scope = session_scope_whole(ctx);
    return conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err) &&
           write_model(ctx, conn, live, &text, err) && deliver(ctx, live, &text, err) &&
           tell_coverage(ctx, conn, err);
}

static const Flag inspect_flags[] = {
    FLAG("output", 'o', FLAG_VALUE, "FILE", output, "write to this file"),
};

const Command command_inspect = {
    .name = "inspect",
    .usage = "",
    .summary = "Writes the model of a live database.",
    .details = "json (the default) and dbml are models; sql is the script that creates it all.\n"
               "Without --format the name of FILE decides: .dbml, .json, .sql. \"check\" right\n"
               "after it finds no difference. -v lists what the database holds and no model\n"
               "covers.",
    .example = "schemadiff inspect --url sqlite:///shop.db -o shop.dbml",
    .flags = inspect_flags,
    .flag_count = COUNT_OF(inspect_flags),
    .formats = "json dbml sql",
    .database = DATABASE_SHOWS,
    .run = inspect_run,
};
