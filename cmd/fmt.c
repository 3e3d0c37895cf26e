#include "cmd/session.h"

#include <string.h>

static bool format_text(Context *ctx, const char *path, const char *text, size_t len, Buf *out,
                        Error *err)
{
    if (text_ends(path, ".dbml")) {
        return dsl_format(ctx->mem, path, text, len, out, err);
    }
    if (text_ends(path, ".json") || text_ends(path, ".jsonc")) {
        return json_format(ctx->mem, path, text, len, text_ends(path, ".jsonc"), out, err);
    }
    error_at(err, ERR_USAGE, (Location){.file = path}, "\"%s\" is no model file", path);
    return error_hint(err, "model files end in .dbml, .json or .jsonc");
}

static bool format_file(Context *ctx, const char *path, Doc *changed, Error *err)
{
    char *text = NULL;
    size_t len = 0;
    Buf buf = buf_new(ctx->mem);
    if (!file_read_stream(ctx->mem, path, &text, &len, err) ||
        !format_text(ctx, path, text, len, &buf, err)) {
        return false;
    }
    if (buf.len == len && (len == 0 || memcmp(buf_text(&buf), text, len) == 0)) {
        return true;
    }
    if (!ctx->args->check && !file_write(path, buf_text(&buf), buf.len, err)) {
        return false;
    }
    doc_append(ctx->mem, changed, doc_string(ctx->mem, path, (Location){0}));
    out_line(ctx->out, "%s", path);
    return true;
}

static bool fmt_run(Context *ctx, Error *err)
{
    ModelFiles files = {0};
    Doc *changed = json_array(ctx->mem);
    for (size_t i = 0; i < ctx->args->rest.len; i++) {
        list_push(ctx->mem, &files.files, ctx->args->rest.at[i]);
    }
    if (!files.files.len && !session_model(ctx, &files, err)) {
        return false;
    }
    for (size_t i = 0; i < files.files.len; i++) {
        if (!format_file(ctx, files.files.at[i], changed, err)) {
            return false;
        }
    }
    ctx->status = ctx->args->check && changed->items.len ? 1 : 0;
    if (ctx->out->json) {
        Doc *doc = json_object(ctx->mem);
        json_number(ctx->mem, doc, "status", ctx->status);
        json_value(ctx->mem, doc, "changed", changed);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag fmt_flags[] = {
    FLAG("check", 0, FLAG_SWITCH, NULL, check,
         "write nothing; exit 1 when a file is not formatted"),
};

const Command command_fmt = {
    .name = "fmt",
    .usage = "[FILE...]",
    .summary = "Formats model files; comments stay.",
    .details = "Without FILE: all files of the model. Prints the names of those that changed.",
    .example = "schemadiff fmt --check",
    .flags = fmt_flags,
    .flag_count = COUNT_OF(fmt_flags),
    .formats = "text json",
    .max_rest = 1000000,
    .run = fmt_run,
};
