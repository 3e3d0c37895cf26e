#include "cmd/prove.h"

#include "base/digest.h"
#include "cmd/dialects.h"

static bool choose_id(Context *ctx, const Graph *graph, const char **out, Error *err)
{
    const char *id = ctx->args->revision_id;
    if (!id) {
        *out = digest_random_hex(ctx->mem, 6);
        return true;
    }
    if (!revision_is_valid(id)) {
        error_set(err, ERR_USAGE, "\"%s\" is no revision identifier", id);
        return error_hint(err, "use letters, digits, \".\" and \"_\", at most 64");
    }
    const Migration *taken = graph_find(graph, id);
    if (taken) {
        error_set(err, ERR_HISTORY, "revision \"%s\" is there already: \"%s\"", id, taken->path);
        return error_hint(err, "choose another --rev-id, or leave it out");
    }
    *out = id;
    return true;
}

bool revision_prepare(Context *ctx, const Graph *graph, NewRevision *out, Error *err)
{
    Migration *head = NULL;
    const char *message = ctx->args->message ? ctx->args->message : "";
    size_t bad = 0;
    if (!utf8_valid(message, str_of(message).len, &bad)) {
        error_set(err, ERR_USAGE, "the message is not valid UTF-8");
        return error_hint(err, "is the terminal set to UTF-8?");
    }
    if (!graph_head(graph, &head, err) || !choose_id(ctx, graph, &out->head.revision, err)) {
        return false;
    }
    if (head) {
        list_push(ctx->mem, &out->head.revises, head->revision);
    }
    out->head.message = format_line(ctx->mem, message);
    out->head.created = dir_time(ctx->mem, session_now());
    return true;
}

static bool file_path(Context *ctx, const NewRevision *revision, const char **out, Error *err)
{
    const char *name = NULL;
    const char *message =
        *revision->head.message ? revision->head.message : revision->head.revision;
    if (!dir_file_name(ctx->mem, ctx->config.file_template, revision->head.revision, message,
                       session_now(), &name, err)) {
        return false;
    }
    const char *path = path_join(ctx->mem, ctx->config.dir, name);
    if (file_exists(path)) {
        path = mem_printf(ctx->mem, "%.*s_%s.sql", (int)(str_of(path).len - 4), path,
                          revision->head.revision);
    }
    *out = path;
    return true;
}

bool revision_write(Context *ctx, const Dialect *dialect, NewRevision *revision, Error *err)
{
    Buf text = buf_new(ctx->mem);
    const char *path = NULL;
    Migration *check = NULL;
    revision->head.dialect = dialect->name;
    format_migration(ctx->mem, &revision->head, revision->up, revision->down, dialect->run->split,
                     &text);
    if (!file_path(ctx, revision, &path, err)) {
        return false;
    }
    /* What is written must be read back: better no file than one that stops the next command. */
    if (!migration_read(ctx->mem, path, buf_text(&text), text.len, &check, err) ||
        !migration_parse(ctx->mem, check, dialect, err)) {
        err->code = ERR_BUG;
        return false;
    }
    if (!file_make_folder(ctx->config.dir, err) ||
        !file_create(path, buf_text(&text), text.len, err)) {
        return false;
    }
    revision->path = path;
    return true;
}

/* Offline: the dialect of the URL, else that of the newest revision. */
static bool find_dialect(Context *ctx, const Graph *graph, const Dialect **out, Error *err)
{
    const Migration *last = graph->list.len ? graph->list.at[graph->list.len - 1] : NULL;
    Url url = {0};
    if (ctx->config.url) {
        return url_parse(ctx->mem, ctx->config.url, &url, err) && dialect_for_url(&url, out, err);
    }
    *out = last && last->dialect ? dialect_named(last->dialect) : NULL;
    if (*out) {
        return true;
    }
    error_set(err, ERR_USAGE, "for which kind of database is this revision?");
    return error_hint(err, "give --url; it is not connected to");
}

static bool revision_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    NewRevision revision = {0};
    const Dialect *dialect = NULL;
    if (ctx->args->autogenerate) {
        return generate_run(ctx, err);
    }
    if (!session_graph(ctx, &graph, err) || !revision_prepare(ctx, &graph, &revision, err) ||
        !find_dialect(ctx, &graph, &dialect, err) ||
        !revision_write(ctx, dialect, &revision, err)) {
        return false;
    }
    out_line(ctx->out, "%s", revision.path);
    if (ctx->out->json) {
        Doc *doc = report_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "revision", revision.head.revision);
        json_text(ctx->mem, doc, "file", revision.path);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag revision_flags[] = {
    FLAG("message", 'm', FLAG_VALUE, "MSG", message, "what the revision does"),
    FLAG("rev-id", 0, FLAG_VALUE, "ID", revision_id, "its identifier (12 random hex digits)"),
    FLAG("allow-empty-only", 0, FLAG_SWITCH, NULL, allow_empty_only, "as for generate"),
    PROVE_FLAGS,
    FLAG("autogenerate", 0, FLAG_SWITCH, NULL, autogenerate, "the same as generate"),
};

const Command command_revision = {
    .name = "revision",
    .usage = "",
    .summary = "Writes an empty revision for hand-written SQL.",
    .details = "Fill in the statements behind -- +upgrade and -- +downgrade.",
    .example = "schemadiff revision -m \"raise premium prices\"",
    .flags = revision_flags,
    .flag_count = COUNT_OF(revision_flags),
    .formats = "text json",
    .run = revision_run,
};
