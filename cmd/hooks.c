#include "cmd/hooks.h"

#include "cmd/shell.h"

#define HOOK_VARIABLES 3

/* NULL = there is none, or it did what it should; else why not. */
static const char *run(Context *ctx, const Conn *conn, Hook hook, const char *revision,
                       const Variable *more)
{
    const char *line = ctx->config.environment.hooks[hook];
    const Variable variables[HOOK_VARIABLES] = {
        {"SCHEMADIFF_HOOK", hook_word(hook)}, {"SCHEMADIFF_REVISION", revision}, *more};
    if (!line || ctx->args->no_hooks) {
        return NULL;
    }
    if (ctx->out->verbose) {
        out_note(ctx->out, "%s: %s", hook_word(hook), line);
    }
    return shell_run(ctx, conn, line, variables, HOOK_VARIABLES);
}

static const char *run_around(Context *ctx, const Conn *conn, Hook hook, const Migrations *list)
{
    Buf all = buf_new(ctx->mem);
    const char *last = list->len ? list->at[list->len - 1]->revision : NULL;
    for (size_t i = 0; i < list->len; i++) {
        buf_fmt(&all, "%s%s", i ? " " : "", list->at[i]->revision);
    }
    return run(ctx, conn, hook, last, &(Variable){"SCHEMADIFF_REVISIONS", buf_text(&all)});
}

bool hook_before(Context *ctx, const Conn *conn, Hook hook, const Migrations *todo, Error *err)
{
    const char *why = run_around(ctx, conn, hook, todo);
    if (!why) {
        return true;
    }
    error_set(err, ERR_SAFETY, "the hook \"%s\" failed: %s", hook_word(hook), why);
    return error_hint(err, "nothing was changed; --no-hooks goes on without it");
}

bool hook_after(Context *ctx, const Conn *conn, Hook hook, const Migrations *done, Error *err)
{
    const char *why = run_around(ctx, conn, hook, done);
    if (!why) {
        return true;
    }
    error_set(err, ERR_HOOK, "the hook \"%s\" failed: %s", hook_word(hook), why);
    return error_hint(err, "what was %s before it stays; do by hand what it should have done",
                      hook == HOOK_AFTER_DOWNGRADE ? "taken back" : "applied");
}

bool hook_generated(Context *ctx, const char *revision, const char *path, Error *err)
{
    const Variable file = {"SCHEMADIFF_FILE", shell_path(ctx, path)};
    const char *why = run(ctx, NULL, HOOK_AFTER_GENERATE, revision, &file);
    if (!why) {
        return true;
    }
    error_at(err, ERR_HOOK, (Location){.file = path}, "the hook \"%s\" failed: %s",
             hook_word(HOOK_AFTER_GENERATE), why);
    return error_hint(err, "the file is written and stays");
}
