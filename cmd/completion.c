#include "cmd/completion.h"

#include <string.h>

static const struct Shell {
    const char *name;
    void (*write)(Mem *mem, Buf *out);
} shells[] = {{"bash", completion_bash}, {"zsh", completion_zsh}, {"fish", completion_fish}};

static const char *shell_names(Mem *mem)
{
    Buf names = buf_new(mem);
    for (size_t i = 0; i < COUNT_OF(shells); i++) {
        buf_fmt(&names, "%s%s", i ? " " : "", shells[i].name);
    }
    return buf_text(&names);
}

static const char *command_names(Mem *mem)
{
    Buf names = buf_new(mem);
    for (const Command *const *c = commands; *c; c++) {
        buf_fmt(&names, "%s%s", c == commands ? "" : " ", (*c)->name);
    }
    return buf_text(&names);
}

Completion completion_of_value(Mem *mem, const Flag *flag, const Command *command)
{
    if (text_equal(flag->value, "FILE") || text_equal(flag->value, "DIR") ||
        text_equal(flag->value, "PATH")) {
        return (Completion){COMPLETE_FILES, NULL};
    }
    if (text_equal(flag->name, "format")) {
        return (Completion){COMPLETE_WORDS, command ? command->formats : "text json"};
    }
    if (text_equal(flag->name, "color")) {
        return (Completion){COMPLETE_WORDS, mem_printf(mem, "%s", "auto always never")};
    }
    if (text_equal(flag->name, "env")) {
        return (Completion){COMPLETE_ASKED, "environments"};
    }
    if (text_equal(flag->value, "REV") || text_equal(flag->value, "A:B")) {
        return (Completion){COMPLETE_ASKED, "revisions"};
    }
    return (Completion){COMPLETE_NOTHING, NULL};
}

Completion completion_of_rest(Mem *mem, const Command *command)
{
    if (command == &command_help) {
        return (Completion){COMPLETE_WORDS, command_names(mem)};
    }
    if (command == &command_completion) {
        return (Completion){COMPLETE_WORDS, shell_names(mem)};
    }
    if (text_mentions(command->usage, "REV")) {
        return (Completion){COMPLETE_ASKED, "revisions"};
    }
    bool files = text_mentions(command->usage, "FILE") || text_mentions(command->usage, "DIR") ||
                 command == &command_diff;
    return (Completion){files ? COMPLETE_FILES : COMPLETE_NOTHING, NULL};
}

const char *completion_names(Mem *mem, const Command *command, const char *separator)
{
    return command->alias ? mem_printf(mem, "%s%s%s", command->name, separator, command->alias)
                          : command->name;
}

void completion_quote(Buf *out, const char *text, bool fish)
{
    buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'') {
            buf_add(out, fish ? "\\'" : "'\\''");
        } else if (*text == '\\' && fish) {
            buf_add(out, "\\\\");
        } else {
            buf_char(out, *text);
        }
    }
    buf_char(out, '\'');
}

static bool completion_run(Context *ctx, Error *err)
{
    const char *name = ctx->args->rest.at[0];
    for (size_t i = 0; i < COUNT_OF(shells); i++) {
        if (text_equal(shells[i].name, name)) {
            Buf script = buf_new(ctx->mem);
            shells[i].write(ctx->mem, &script);
            out_text(ctx->out, buf_text(&script), script.len);
            return true;
        }
    }
    NameList typed = {ctx->args->rest.at + 1, ctx->args->rest.len - 1, 0};
    if (completion_answer(ctx, name, &typed)) {
        return true;
    }
    error_set(err, ERR_USAGE, "no completion for the shell \"%s\"", name);
    return error_hint(err, "there is one for: %s", shell_names(ctx->mem));
}

const Command command_completion = {
    .name = "completion",
    .usage = "SHELL",
    .summary = "Prints the completion script for bash, zsh or fish.",
    .details = "\"meson install\" puts the scripts where the shells look. By hand:\n"
               "bash: source <(schemadiff completion bash)\n"
               "zsh:  schemadiff completion zsh > a folder of $fpath, as _schemadiff\n"
               "fish: schemadiff completion fish | source\n"
               "The scripts ask \"completion revisions\" and \"completion environments\" for\n"
               "the words of the project; no database is asked.",
    .example = "schemadiff completion bash",
    .formats = "text",
    .min_rest = 1,
    .max_rest = SIZE_MAX,
    .run = completion_run,
};
