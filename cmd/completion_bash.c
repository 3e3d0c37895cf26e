#include "cmd/completion.h"

static void add_options(Buf *out, const Flag *flags, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_fmt(out, " --%s", flags[i].name);
        if (flags[i].letter) {
            buf_fmt(out, " -%c", flags[i].letter);
        }
    }
}

/* `|--config|-c` of the options that take a value, all or only those that take a file. */
static void add_valued(Mem *mem, Buf *out, const Flag *flags, size_t n, bool only_files)
{
    for (size_t i = 0; i < n; i++) {
        if (!flags[i].value ||
            (only_files && completion_of_value(mem, &flags[i], NULL).kind != COMPLETE_FILES)) {
            continue;
        }
        buf_fmt(out, "|--%s", flags[i].name);
        if (flags[i].letter) {
            buf_fmt(out, "|-%c", flags[i].letter);
        }
    }
}

/* The first alternative is a word that nobody types, so that all others begin with a bar. */
static void add_pattern(Mem *mem, Buf *out, bool only_files)
{
    buf_add(out, "''");
    add_valued(mem, out, common_flags, common_flag_count, only_files);
    for (const Command *const *c = commands; *c; c++) {
        add_valued(mem, out, (*c)->flags, (*c)->flag_count, only_files);
    }
}

static void add_command(Mem *mem, Buf *out, const Command *command)
{
    Completion rest = completion_of_rest(mem, command);
    buf_fmt(out, "    %s)\n        options+='", completion_names(mem, command, "|"));
    add_options(out, command->flags, command->flag_count);
    buf_fmt(out, "' formats='%s'", command->formats);
    switch (rest.kind) {
    case COMPLETE_NOTHING:
        break;
    case COMPLETE_FILES:
        buf_add(out, " files=yes");
        break;
    case COMPLETE_WORDS:
        buf_fmt(out, " words='%s'", rest.words);
        break;
    }
    buf_add(out, " ;;\n");
}

static void add_words(Mem *mem, Buf *out)
{
    buf_add(out, "    local words='");
    for (const Command *const *c = commands; *c; c++) {
        buf_fmt(out, "%s%s", c == commands ? "" : " ", completion_names(mem, *c, " "));
    }
    buf_add(out, "'\n    local options='");
    add_options(out, common_flags, common_flag_count);
    buf_add(out, "'\n    local formats='text json' files= command= i\n");
}

void completion_bash(Mem *mem, Buf *out)
{
    buf_add(out, "# bash completion of schemadiff\n_schemadiff()\n{\n"
                 "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n");
    add_words(mem, out);
    buf_add(out, "    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n"
                 "        ");
    add_pattern(mem, out, false);
    buf_add(out, ") ((i++)) ;;\n        -*) ;;\n"
                 "        *) command=${COMP_WORDS[i]} words=; break ;;\n        esac\n    done\n"
                 "    case $command in\n");
    for (const Command *const *c = commands; *c; c++) {
        add_command(mem, out, *c);
    }
    buf_add(out, "    esac\n    case $before in\n"
                 "    --format) words=$formats options= files= ;;\n"
                 "    --color) words='auto always never' options= files= ;;\n    ");
    add_pattern(mem, out, true);
    buf_add(out, ") words= options= files=yes ;;\n    ");
    add_pattern(mem, out, false);
    buf_add(out, ") return ;;\n    esac\n"
                 "    [[ $word != -* ]] || words=$options files=\n"
                 "    local IFS=$' \\n'\n"
                 "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                 "    if [[ $files ]]; then\n        compopt -o filenames 2>/dev/null\n"
                 "        IFS=$'\\n'\n"
                 "        COMPREPLY+=($(compgen -f -- \"$word\"))\n    fi\n}\n"
                 "complete -F _schemadiff schemadiff\n");
}
