#include "cmd/rename.h"

static bool can_ask(const Context *ctx)
{
    return !ctx->args->yes && !ctx->out->json && !ctx->out->quiet && out_can_ask();
}

static bool is_known(const Renames *list, const Rename *rename)
{
    for (size_t i = 0; i < list->len; i++) {
        if (rename_equal(&list->at[i], rename)) {
            return true;
        }
    }
    return false;
}

bool rename_ask(Context *ctx, const Changes *changes)
{
    Renames found = {0};
    if (!can_ask(ctx)) {
        return false;
    }
    diff_rename_candidates(ctx->mem, changes, &found);
    for (size_t i = 0; i < found.len; i++) {
        const Rename *rename = &found.at[i];
        if (is_known(&ctx->denied, rename) || is_known(&ctx->renames, rename)) {
            continue;
        }
        const char *question = mem_printf(ctx->mem, "Was the %s renamed to \"%s\"?",
                                          rename_what(ctx->mem, rename), rename->to);
        if (out_ask(ctx->out, question)) {
            list_push(ctx->mem, &ctx->renames, *rename);
            return true;
        }
        list_push(ctx->mem, &ctx->denied, *rename);
    }
    return false;
}

void rename_hints(const Context *ctx, Schema *model)
{
    for (size_t i = 0; i < ctx->renames.len; i++) {
        rename_hint(&ctx->renames.at[i], model);
    }
}

void rename_tell(Context *ctx, const Changes *changes)
{
    Renames found = {0};
    for (size_t i = 0; i < ctx->renames.len; i++) {
        const Rename *rename = &ctx->renames.at[i];
        out_note(ctx->out,
                 "the script renames the %s to \"%s\"; let the model say so, too: there, "
                 "renamed_from is \"%s\"",
                 rename_what(ctx->mem, rename), rename->to, rename->from);
    }
    diff_rename_candidates(ctx->mem, changes, &found);
    for (size_t i = 0; i < found.len; i++) {
        const Rename *rename = &found.at[i];
        if (!is_known(&ctx->denied, rename)) {
            out_warn(ctx->out,
                     "the %s may have been renamed to \"%s\"; nobody was asked and nothing is "
                     "guessed: if so, say renamed_from in the model",
                     rename_what(ctx->mem, rename), rename->to);
        }
    }
}
