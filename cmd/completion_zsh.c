#include "cmd/completion.h"

#include <string.h>

/* What _arguments would take for the end of a description or of a message. */
static const char *described(Mem *mem, const char *text)
{
    Buf out = buf_new(mem);
    for (; *text; text++) {
        if (strchr("[]:\\", *text)) {
            buf_char(&out, '\\');
        }
        buf_char(&out, *text);
    }
    return buf_text(&out);
}

static const char *action(Mem *mem, Completion completion)
{
    switch (completion.kind) {
    case COMPLETE_NOTHING:
        break;
    case COMPLETE_FILES:
        return "_files";
    case COMPLETE_WORDS:
        return mem_printf(mem, "(%s)", completion.words);
    case COMPLETE_ASKED:
        return mem_printf(mem, " _schemadiff_ask %s", completion.words);
    }
    return " ";
}

/* '*--model=[help]:PATH:_files' */
static void add_spec(Mem *mem, Buf *out, const Flag *flag, const char *name, const Command *command)
{
    bool often = flag->type == FLAG_LIST || flag->type == FLAG_COUNT;
    Buf spec = buf_new(mem);
    buf_fmt(&spec, "%s%s", often ? "*" : "", name);
    if (flag->value && text_starts(name, "--")) {
        buf_char(&spec, '=');
    }
    buf_fmt(&spec, "[%s]", described(mem, flag->help));
    if (flag->value) {
        buf_fmt(&spec, ":%s:%s", described(mem, flag->value),
                action(mem, completion_of_value(mem, flag, command)));
    }
    buf_add(out, " \\\n            ");
    completion_quote(out, buf_text(&spec), false);
}

static void add_specs(Mem *mem, Buf *out, const Flag *flags, size_t n, const Command *command)
{
    for (size_t i = 0; i < n; i++) {
        add_spec(mem, out, &flags[i], mem_printf(mem, "--%s", flags[i].name), command);
        if (flags[i].letter) {
            add_spec(mem, out, &flags[i], mem_printf(mem, "-%c", flags[i].letter), command);
        }
    }
}

static void add_command(Mem *mem, Buf *out, const Command *command)
{
    Completion rest = completion_of_rest(mem, command);
    buf_fmt(out, "    %s)\n        _arguments", completion_names(mem, command, "|"));
    add_specs(mem, out, common_flags, common_flag_count, command);
    add_specs(mem, out, command->flags, command->flag_count, command);
    if (command->max_rest) {
        buf_add(out, " \\\n            ");
        completion_quote(
            out, mem_printf(mem, "*:%s:%s", described(mem, command->usage), action(mem, rest)),
            false);
    }
    buf_add(out, " ;;\n");
}

/* "WORD<tab>description" as _describe wants it; the order is that of the answer. */
static const char asking[] = "_schemadiff_ask() {\n"
                             "    local -a found\n"
                             "    found=(${(f)\"$($schemadiff_typed[1] completion $1 -- "
                             "${schemadiff_typed[2,-1]} 2>/dev/null)\"})\n"
                             "    found=(${${found//:/\\\\:}//$'\\t'/:})\n"
                             "    compset -P '*:'\n"
                             "    _describe -V $1 found\n"
                             "}\n";

void completion_zsh(Mem *mem, Buf *out)
{
    buf_fmt(out, "#compdef schemadiff\n%s", asking);
    buf_add(out, "_schemadiff() {\n"
                 "    local -a schemadiff_typed=(\"${(@Q)words[1,CURRENT-1]}\")\n"
                 "    local context state state_descr line\n    typeset -A opt_args\n"
                 "    local -a commands\n    commands=(\n");
    for (const Command *const *c = commands; *c; c++) {
        buf_add(out, "        ");
        completion_quote(out, mem_printf(mem, "%s:%s", (*c)->name, described(mem, (*c)->summary)),
                         false);
        buf_char(out, '\n');
    }
    buf_add(out, "    )\n    _arguments -C");
    add_specs(mem, out, common_flags, common_flag_count, NULL);
    buf_add(out, " \\\n            '(-): :->command' '(-)*:: :->rest' && return\n"
                 "    if [[ $state = command ]]; then\n"
                 "        _describe command commands\n        return\n    fi\n"
                 "    case $words[1] in\n");
    for (const Command *const *c = commands; *c; c++) {
        add_command(mem, out, *c);
    }
    buf_add(out, "    esac\n}\n"
                 "if [ \"$funcstack[1]\" = _schemadiff ]; then\n    _schemadiff \"$@\"\n"
                 "else\n    compdef _schemadiff schemadiff\nfi\n");
}
