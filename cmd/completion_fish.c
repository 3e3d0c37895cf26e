#include "cmd/completion.h"

static void add_value(Buf *out, Completion completion)
{
    switch (completion.kind) {
    case COMPLETE_NOTHING:
        buf_add(out, " -x");
        break;
    case COMPLETE_FILES:
        buf_add(out, " -r -F");
        break;
    case COMPLETE_WORDS:
        buf_fmt(out, " -x -a '%s'", completion.words);
        break;
    case COMPLETE_ASKED:
        buf_fmt(out, " -x -a '(__schemadiff_ask %s)'", completion.words);
        break;
    }
}

static void add_option(Mem *mem, Buf *out, const Flag *flag, const char *when,
                       const Command *command)
{
    buf_fmt(out, "complete -c schemadiff%s -l %s", when, flag->name);
    if (flag->letter) {
        buf_fmt(out, " -s %c", flag->letter);
    }
    if (flag->value) {
        add_value(out, completion_of_value(mem, flag, command));
    }
    buf_add(out, " -d ");
    completion_quote(out, flag->help, true);
    buf_char(out, '\n');
}

static void add_rest(Mem *mem, Buf *out, const char *when, const Command *command)
{
    Completion rest = completion_of_rest(mem, command);
    switch (rest.kind) {
    case COMPLETE_NOTHING:
        break;
    case COMPLETE_FILES:
        buf_fmt(out, "complete -c schemadiff%s -F\n", when);
        break;
    case COMPLETE_WORDS:
        buf_fmt(out, "complete -c schemadiff%s -x -a '%s'\n", when, rest.words);
        break;
    case COMPLETE_ASKED:
        buf_fmt(out, "complete -c schemadiff%s -k -x -a '(__schemadiff_ask %s)'\n", when,
                rest.words);
        break;
    }
}

/* --format is the command's own, for each writes other formats. */
static void add_command(Mem *mem, Buf *out, const Command *command)
{
    const char *when = mem_printf(mem, " -n '__fish_seen_subcommand_from %s'",
                                  completion_names(mem, command, " "));
    for (size_t i = 0; i < common_flag_count; i++) {
        if (text_equal(common_flags[i].name, "format")) {
            add_option(mem, out, &common_flags[i], when, command);
        }
    }
    for (size_t i = 0; i < command->flag_count; i++) {
        add_option(mem, out, &command->flags[i], when, command);
    }
    add_rest(mem, out, when, command);
}

static void add_asking(Buf *out)
{
    buf_add(out, "function __schemadiff_ask\n    set -l typed (commandline -opc)\n"
                 "    set -l range (string replace -r '^--[^=]*=' '' -- (commandline -ct) | "
                 "string match -r '.*:')\n"
                 "    $typed[1] completion $argv -- $typed[2..-1] 2>/dev/null | "
                 "string replace -r '^' -- \"$range\"\nend\n");
}

/* fish's own test takes the value of an option before the command for the command. */
static void add_test(Mem *mem, Buf *out)
{
    buf_add(out, "function __schemadiff_no_command\n    not __fish_seen_subcommand_from");
    for (const Command *const *c = commands; *c; c++) {
        buf_fmt(out, " %s", completion_names(mem, *c, " "));
    }
    buf_add(out, "\nend\n");
}

void completion_fish(Mem *mem, Buf *out)
{
    buf_add(out, "# fish completion of schemadiff\ncomplete -c schemadiff -f\n");
    add_test(mem, out);
    add_asking(out);
    for (size_t i = 0; i < common_flag_count; i++) {
        if (!text_equal(common_flags[i].name, "format")) {
            add_option(mem, out, &common_flags[i], "", NULL);
        }
    }
    for (const Command *const *c = commands; *c; c++) {
        buf_fmt(out, "complete -c schemadiff -n __schemadiff_no_command -a %s -d ", (*c)->name);
        completion_quote(out, (*c)->summary, true);
        buf_char(out, '\n');
        add_command(mem, out, *c);
    }
}
