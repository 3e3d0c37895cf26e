#include "cmd/review.h"

#include "cmd/dialects.h"

#include <string.h>

/* --- rules ------------------------------------------------------------------------------------ */

static bool set_severity(Lint *lint, const DocMember *member, Error *err)
{
    RuleId rule;
    Severity severity;
    if (!rule_named(member->name, &rule)) {
        const char *nearest = rule_nearest(member->name);
        error_at(err, ERR_MODEL, member->where, "there is no rule \"%s\"", member->name);
        return nearest ? error_hint(err, "did you mean \"%s\"?", nearest)
                       : error_hint(err, "docs/lint.md lists them");
    }
    if (severity_named(member->value->text, &severity)) {
        lint->severities[rule] = severity;
    }
    return true;
}

bool review_begin(Context *ctx, const char *command, Review *out, Error *err)
{
    const Doc *settings = ctx->config.lint;
    *out = (Review){.command = command, .lint = lint_new(ctx->mem)};
    for (size_t i = 0; settings && i < settings->members.len; i++) {
        if (!set_severity(out->lint, &settings->members.at[i], err)) {
            return false;
        }
    }
    return true;
}

/* --- the model -------------------------------------------------------------------------------- */

static bool review_for(Context *ctx, Review *review, const Doc *doc, const Server *server,
                       Error *err)
{
    Schema *model = NULL;
    if (!model_decode(ctx->mem, doc, server, &model, err)) {
        return false;
    }
    review->model = model;
    lint_model(review->lint, model);
    lint_tenants(review->lint, model, model);
    return true;
}

/* The names of the databases that the model is for: of the URL, else its dialects. */
static bool target_names(Context *ctx, const Doc *doc, NameList *out, Error *err)
{
    const Doc *list = doc_get(ctx->mem, doc_get(ctx->mem, doc, "project"), "dialects");
    Url url = {0};
    if (ctx->config.url) {
        if (!url_parse(ctx->mem, ctx->config.url, &url, err)) {
            return false;
        }
        list_push(ctx->mem, out, url.scheme);
        return true;
    }
    for (size_t i = 0; list && i < list->items.len; i++) {
        list_push(ctx->mem, out, list->items.at[i]->text);
    }
    if (!out->len) {
        list_push(ctx->mem, out, "postgresql");
    }
    return true;
}

bool review_model(Context *ctx, Review *review, Error *err)
{
    ModelFiles files = {0};
    NameList names = {0};
    if (!session_model(ctx, &files, err) || !target_names(ctx, files.doc, &names, err)) {
        return false;
    }
    lint_model_types(review->lint, files.doc);
    for (size_t i = 0; i < names.len; i++) {
        const Dialect *dialect = dialect_named(names.at[i]);
        if (!dialect) {
            continue;
        }
        Server *server = MEM_NEW(ctx->mem, Server);
        *server = dialect_assumed(dialect, names.at[i]);
        if (!review_for(ctx, review, files.doc, server, err)) {
            return false;
        }
    }
    return true;
}

/* --- scripts ---------------------------------------------------------------------------------- */

/* A script knows its dialect; the URL knows the flavor. */
static Server script_server(Context *ctx, const Dialect *dialect)
{
    Url url = {0};
    if (ctx->config.url && url_parse(ctx->mem, ctx->config.url, &url, error_new(ctx->mem)) &&
        dialect_for_scheme(url.scheme) == dialect) {
        return dialect_assumed(dialect, url.scheme);
    }
    return dialect_assumed(dialect, dialect->name);
}

bool review_parse(Context *ctx, Migration *migration, const Server **out, Error *err)
{
    Url url = {0};
    const char *name = migration->dialect;
    if (!name && ctx->config.url && url_parse(ctx->mem, ctx->config.url, &url, err)) {
        name = url.scheme;
    }
    const Dialect *dialect = name ? dialect_named(name) : NULL;
    if (!dialect) {
        error_at(err, ERR_MODEL, (Location){migration->path, 1, 1},
                 "for which kind of database is this script?");
        return error_hint(err, "add \"-- dialect: postgresql\" (mysql, sqlite) to its header, or "
                               "give --url");
    }
    if (!migration_parse(ctx->mem, migration, dialect, err)) {
        return false;
    }
    Server *server = MEM_NEW(ctx->mem, Server);
    *server = script_server(ctx, dialect);
    *out = server;
    return true;
}

/* --- the answer ------------------------------------------------------------------------------- */

int review_status(const Context *ctx, const Review *review)
{
    bool differs = review->pending.len || (review->comparison && review->comparison->up->list.len);
    bool bad = lint_count(review->lint, SEVERITY_ERROR) ||
               (ctx->args->strict && lint_count(review->lint, SEVERITY_WARNING));
    const Coverage *coverage = &review->coverage;
    bool uncovered = ctx->args->strict_coverage && (coverage->list.len || coverage->notes.len);
    return differs || bad || uncovered ? 1 : 0;
}

typedef struct Format {
    const char *name;
    void (*write)(Context *ctx, const Review *review, Buf *out);
} Format;

static const Format formats[] = {
    {"text", review_text},   {"json", review_json},     {"sarif", review_sarif},
    {"junit", review_junit}, {"github", review_github}, {"markdown", review_markdown},
};

bool review_write(Context *ctx, Review *review, Error *err)
{
    const char *wanted = ctx->args->format ? ctx->args->format : "text";
    Buf buf = buf_new(ctx->mem);
    lint_sort(review->lint);
    ctx->status = review_status(ctx, review);
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (text_equal(formats[i].name, wanted)) {
            formats[i].write(ctx, review, &buf);
        }
    }
    if (ctx->args->output) {
        return file_write(ctx->args->output, buf_text(&buf), buf.len, err);
    }
    out_text(ctx->out, buf_text(&buf), buf.len);
    return true;
}
