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

/* Options that take a value: all of them, or those whose value is of a kind. */
typedef struct Valued {
    bool all;
    Completion only;
} Valued;

static bool is_valued(Mem *mem, const Flag *flag, Valued which)
{
    Completion has = completion_of_value(mem, flag, NULL);
    return flag->value &&
           (which.all || (has.kind == which.only.kind && text_equal(has.words, which.only.words)));
}

/* `|--config|-c` */
static void add_valued(Mem *mem, Buf *out, const Flag *flags, size_t n, Valued which)
{
    for (size_t i = 0; i < n; i++) {
        if (is_valued(mem, &flags[i], which)) {
            buf_fmt(out, "|--%s", flags[i].name);
            if (flags[i].letter) {
                buf_fmt(out, "|-%c", flags[i].letter);
            }
        }
    }
}

/* The first alternative is a word that nobody types, so that all others begin with a bar. */
static void add_pattern(Mem *mem, Buf *out, Valued which)
{
    buf_add(out, "''");
    add_valued(mem, out, common_flags, common_flag_count, which);
    for (const Command *const *c = commands; *c; c++) {
        add_valued(mem, out, (*c)->flags, (*c)->flag_count, which);
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
    case COMPLETE_ASKED:
        buf_fmt(out, " ask=%s", rest.words);
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
    buf_add(out, "'\n    local formats='text json' files= ask= command= i\n");
}

/* A case of `before`, whose value is completed with `what`. */
static void add_value_case(Mem *mem, Buf *out, Completion completion, const char *what)
{
    buf_add(out, "    ");
    add_pattern(mem, out, (Valued){.only = completion});
    buf_fmt(out, ") words= options= files= ask= %s ;;\n", what);
}

static const char parting[] = "    # Bash parts words at = and :, too. Here they are whole again.\n"
                              "    local typed=() line=${COMP_LINE:0:COMP_POINT} part rest\n"
                              "    for part in \"${COMP_WORDS[@]:0:COMP_CWORD+1}\"; do\n"
                              "        rest=${line#\"${line%%[![:space:]]*}\"}\n"
                              "        if [[ $rest == \"$line\" && ${#typed[@]} != 0 ]]; then\n"
                              "            typed[-1]+=$part\n"
                              "        else\n"
                              "            typed+=(\"$part\")\n"
                              "        fi\n"
                              "        line=${rest#\"$part\"}\n"
                              "    done\n"
                              "    local last=$((${#typed[@]} - 1))\n"
                              "    local word=${typed[last]} before=${typed[last-1]} prefix=\n"
                              "    local whole=$word\n"
                              "    if [[ $word == --*=* ]]; then\n"
                              "        before=${word%%=*} prefix=${word%%=*}= word=${word#*=}\n"
                              "    fi\n";

static const char replying[] =
    "    if [[ $ask == revisions && $word == *:* ]]; then\n"
    "        prefix+=${word%:*}: word=${word##*:}\n"
    "    fi\n"
    "    [[ -z $ask ]] || words+=\" $(\"${typed[0]/#\\~/$HOME}\" completion $ask -- "
    "\"${typed[@]:1:last-1}\" 2>/dev/null | cut -f 1)\"\n"
    "    local IFS=$' \\n'\n"
    "    COMPREPLY=($(compgen -W \"$words\" -P \"$prefix\" -- \"$word\"))\n"
    "    if [[ $files ]]; then\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        IFS=$'\\n'\n"
    "        COMPREPLY+=($(compgen -f -P \"$prefix\" -- \"$word\"))\n"
    "    fi\n"
    "    # Only what stands behind the last mark is replaced; @ itself is, too.\n"
    "    local stem= at marks=${COMP_WORDBREAKS//[^:=]}\n"
    "    [[ -z $marks ]] || stem=${whole%\"${whole##*[$marks]}\"}\n"
    "    if [[ $whole == *@* && $COMP_WORDBREAKS == *@* ]]; then\n"
    "        at=${whole%@*}\n"
    "        ((${#at} < ${#stem})) || stem=$at\n"
    "    fi\n"
    "    COMPREPLY=(\"${COMPREPLY[@]#\"$stem\"}\")\n"
    "}\n"
    "complete -F _schemadiff schemadiff\n";

void completion_bash(Mem *mem, Buf *out)
{
    buf_fmt(out, "# bash completion of schemadiff\n_schemadiff()\n{\n%s", parting);
    add_words(mem, out);
    buf_add(out, "    for ((i = 1; i < last; i++)); do\n        case ${typed[i]} in\n        ");
    add_pattern(mem, out, (Valued){.all = true});
    buf_add(out, ") ((i++)) ;;\n        -*) ;;\n"
                 "        *) command=${typed[i]} words=; break ;;\n        esac\n    done\n"
                 "    case $command in\n");
    for (const Command *const *c = commands; *c; c++) {
        add_command(mem, out, *c);
    }
    buf_add(out, "    esac\n    case $before in\n"
                 "    --format) words=$formats options= files= ask= ;;\n"
                 "    --color) words='auto always never' options= files= ask= ;;\n");
    add_value_case(mem, out, (Completion){COMPLETE_FILES, NULL}, "files=yes");
    add_value_case(mem, out, (Completion){COMPLETE_ASKED, "revisions"}, "ask=revisions");
    add_value_case(mem, out, (Completion){COMPLETE_ASKED, "environments"}, "ask=environments");
    buf_add(out, "    ");
    add_pattern(mem, out, (Valued){.all = true});
    buf_add(out, ") COMPREPLY=(); return ;;\n    esac\n"
                 "    [[ $whole != -* || $prefix ]] || words=$options files= ask=\n");
    buf_add(out, replying);
}
