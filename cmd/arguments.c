#include "cmd/arguments.h"

#include "cmd/command.h"

#include <popt.h>
#include <stdlib.h>
#include <string.h>

const Flag common_flags[] = {
    FLAG("config", 'c', FLAG_VALUE, "FILE", config,
         "project file (schemadiff.json, searched upwards)"),
    FLAG("env", 'e', FLAG_VALUE, "NAME", env, "environment of the project file"),
    FLAG("url", 0, FLAG_VALUE, "URL", url, "database; else the environment's, else $DATABASE_URL"),
    FLAG("model", 0, FLAG_LIST, "PATH", models, "model file, folder or glob; repeatable"),
    FLAG("dir", 0, FLAG_VALUE, "DIR", dir, "migrations folder (migrations)"),
    FLAG("schema", 0, FLAG_LIST, "NAME", schemas, "schema to look at; repeatable; '*' for all"),
    FLAG("include", 0, FLAG_LIST, "RE", include, "only tables whose schema.table matches"),
    FLAG("exclude", 0, FLAG_LIST, "RE", exclude, "no tables whose schema.table matches"),
    FLAG("format", 0, FLAG_VALUE, "FMT", format, "output format: text or json"),
    FLAG("yes", 'y', FLAG_SWITCH, NULL, yes, "answer every confirmation with yes"),
    FLAG("quiet", 'q', FLAG_SWITCH, NULL, quiet, "results and errors only"),
    FLAG("verbose", 'v', FLAG_COUNT, NULL, verbose, "say more; twice: every statement sent"),
    FLAG("color", 0, FLAG_VALUE, "WHEN", color, "auto, always or never"),
    FLAG("help", 'h', FLAG_SWITCH, NULL, help, "this help"),
    FLAG("version", 0, FLAG_SWITCH, NULL, version, "the version"),
};
const size_t common_flag_count = COUNT_OF(common_flags);

/* popt takes "-1" for an option: such a word is marked and unmarked again. */
#define NUMBER_MARK '\x01'

static const char *unmarked(const char *text)
{
    return text && *text == NUMBER_MARK ? text + 1 : text;
}

static void store(Mem *mem, const Flag *flag, const char *value, Arguments *out)
{
    void *member = (char *)out + flag->offset;
    switch (flag->type) {
    case FLAG_SWITCH:
        *(bool *)member = true;
        break;
    case FLAG_COUNT:
        ++*(int *)member;
        break;
    case FLAG_VALUE:
        *(const char **)member = value;
        break;
    case FLAG_LIST:
        list_push(mem, (NameList *)member, value);
        break;
    }
}

/* --- finding the command -----------------------------------------------------------------------
 */

static const Flag *flag_in(const Flag *flags, size_t n, const char *word)
{
    bool is_long = text_starts(word, "--");
    size_t len = is_long ? strcspn(word + 2, "=") : 0;
    for (size_t i = 0; i < n; i++) {
        bool same = is_long
                        ? strlen(flags[i].name) == len && strncmp(flags[i].name, word + 2, len) == 0
                        : flags[i].letter == word[1];
        if (same) {
            return &flags[i];
        }
    }
    return NULL;
}

static const Flag *flag_anywhere(const char *word)
{
    const Flag *flag = flag_in(common_flags, common_flag_count, word);
    for (const Command *const *c = commands; !flag && *c; c++) {
        flag = flag_in((*c)->flags, (*c)->flag_count, word);
    }
    return flag;
}

/* Does the option swallow the next word? */
static bool takes_next(const char *word)
{
    const Flag *flag = flag_anywhere(word);
    if (!flag || flag->type == FLAG_SWITCH || flag->type == FLAG_COUNT) {
        return false;
    }
    return word[1] == '-' ? !strchr(word, '=') : word[2] == '\0';
}

/* The index of the first word that is no option; argc = none. */
static int find_command(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            return argc;
        }
        if (argv[i][0] != '-' || !argv[i][1]) {
            return i;
        }
        i += takes_next(argv[i]);
    }
    return argc;
}

/* --- parsing -----------------------------------------------------------------------------------
 */

static bool bad_option(Mem *mem, const Command *command, const char *word, int reason, Error *err)
{
    static const size_t most = 64;
    const char **names = MEM_ARRAY(mem, const char *, most);
    size_t n = 0;
    if (reason != POPT_ERROR_BADOPT) {
        error_set(err, ERR_USAGE, "option \"%s\": %s", word,
                  reason == POPT_ERROR_NOARG         ? "its value is missing"
                  : reason == POPT_ERROR_UNWANTEDARG ? "it takes no value"
                                                     : poptStrerror(reason));
        return error_hint(err, "\"schemadiff %s --help\" lists the options",
                          command ? command->name : "help");
    }
    for (size_t i = 0; i < common_flag_count; i++) {
        names[n++] = mem_printf(mem, "--%s", common_flags[i].name);
    }
    for (size_t i = 0; command && i < command->flag_count && n < most; i++) {
        names[n++] = mem_printf(mem, "--%s", command->flags[i].name);
    }
    const char *nearest = text_starts(word, "--") ? text_nearest(word, names, n) : NULL;
    error_set(err, ERR_USAGE, "unknown option \"%s\"%s%s%s", word, command ? " of \"" : "",
              command ? command->name : "", command ? "\"" : "");
    if (nearest) {
        return error_hint(err, "did you mean \"%s\"?", nearest);
    }
    return error_hint(err, "\"schemadiff %s --help\" lists the options",
                      command ? command->name : "help");
}

typedef struct Parser {
    Mem *mem;
    const Command *command;
    LIST(const Flag *) flags; /* popt's val - 1 is the index */
    struct poptOption *table;
    const char **words;
    int n;
} Parser;

/* The command's own options first: they win over common ones of the same letter. */
static void build_table(Parser *p)
{
    for (size_t i = 0; p->command && i < p->command->flag_count; i++) {
        list_push(p->mem, &p->flags, &p->command->flags[i]);
    }
    for (size_t i = 0; i < common_flag_count; i++) {
        list_push(p->mem, &p->flags, &common_flags[i]);
    }
    p->table = MEM_ARRAY(p->mem, struct poptOption, p->flags.len + 1);
    for (size_t i = 0; i < p->flags.len; i++) {
        const Flag *flag = p->flags.at[i];
        bool valued = flag->type == FLAG_VALUE || flag->type == FLAG_LIST;
        p->table[i] = (struct poptOption){.longName = flag->name,
                                          .shortName = flag->letter,
                                          .argInfo = valued ? POPT_ARG_STRING : POPT_ARG_NONE,
                                          .val = (int)i + 1};
    }
}

static void copy_words(Parser *p, int argc, char **argv, int skip)
{
    p->words = MEM_ARRAY(p->mem, const char *, argc + 2);
    for (int i = 0; i < argc; i++) {
        if (i == skip) {
            continue;
        }
        bool number = i > 0 && argv[i][0] == '-' && char_is_digit(argv[i][1]);
        p->words[p->n++] = number ? mem_printf(p->mem, "%c%s", NUMBER_MARK, argv[i]) : argv[i];
    }
}

static void free_context(void *handle)
{
    poptFreeContext(handle);
}

static bool parse_words(Parser *p, Arguments *out, Error *err)
{
    poptContext context = poptGetContext("schemadiff", p->n, p->words, p->table, 0);
    if (!context) {
        return error_set(err, ERR_BUG, "the options cannot be parsed");
    }
    mem_adopt(p->mem, context, free_context);
    int found;
    while ((found = poptGetNextOpt(context)) > 0) {
        char *value = poptGetOptArg(context);
        if (value) {
            mem_adopt(p->mem, value, free);
        }
        store(p->mem, p->flags.at[found - 1], unmarked(value), out);
    }
    if (found < -1) {
        return bad_option(p->mem, p->command,
                          unmarked(poptBadOption(context, POPT_BADOPTION_NOALIAS)), found, err);
    }
    for (const char *word; (word = poptGetArg(context));) {
        list_push(p->mem, &out->rest, mem_strdup(p->mem, unmarked(word)));
    }
    return true;
}

static bool unknown_command(Mem *mem, const char *word, Error *err)
{
    LIST(const char *) names = {0};
    for (const Command *const *c = commands; *c; c++) {
        list_push(mem, &names, (*c)->name);
        if ((*c)->alias) {
            list_push(mem, &names, (*c)->alias);
        }
    }
    const char *nearest = text_nearest(word, names.at, names.len);
    error_set(err, ERR_USAGE, "unknown command \"%s\"", word);
    if (nearest) {
        return error_hint(err, "did you mean \"%s\"?", nearest);
    }
    return error_hint(err, "\"schemadiff help\" lists the commands");
}

static bool check_rest(const Command *command, const Arguments *args, Error *err)
{
    if (args->help || args->rest.len >= command->min_rest) {
        if (args->rest.len <= command->max_rest) {
            return true;
        }
        error_set(err, ERR_USAGE, "\"%s\" is one argument too many",
                  args->rest.at[command->max_rest]);
    } else {
        error_set(err, ERR_USAGE, "\"%s\" needs %s", command->name, command->usage);
    }
    return error_hint(err, "usage: schemadiff %s%s%s", command->name, *command->usage ? " " : "",
                      command->usage);
}

/* How errors look must be known before the first one. */
static void find_output(int argc, char **argv, Arguments *out)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--format") == 0) {
            out->format = next;
        } else if (text_starts(argv[i], "--format=")) {
            out->format = argv[i] + strlen("--format=");
        } else if (strcmp(argv[i], "--color") == 0) {
            out->color = next;
        } else if (text_starts(argv[i], "--color=")) {
            out->color = argv[i] + strlen("--color=");
        }
    }
}

bool arguments_parse(Mem *mem, int argc, char **argv, Arguments *out, const Command **command,
                     Error *err)
{
    int at = find_command(argc, argv);
    find_output(argc, argv, out);
    Parser parser = {.mem = mem, .command = at < argc ? command_find(argv[at]) : NULL};
    if (at < argc && !parser.command) {
        return unknown_command(mem, argv[at], err);
    }
    build_table(&parser);
    copy_words(&parser, argc, argv, at);
    if (!parse_words(&parser, out, err)) {
        return false;
    }
    *command = parser.command;
    return !parser.command || check_rest(parser.command, out, err);
}

/* --- secrets -----------------------------------------------------------------------------------
 */

void arguments_hide_secrets(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        text_hide_secrets(argv[i], "");
    }
}
