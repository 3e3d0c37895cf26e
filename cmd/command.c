#include "cmd/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

const Command *const commands[] = {&command_init,
                                   &command_inspect,
                                   &command_fmt,
                                   &command_schema,
                                   &command_diff,
                                   &command_generate,
                                   &command_revision,
                                   &command_merge,
                                   &command_rebase,
                                   &command_upgrade,
                                   &command_downgrade,
                                   &command_stamp,
                                   &command_resume,
                                   &command_repair,
                                   &command_create,
                                   &command_sync,
                                   &command_reset,
                                   &command_current,
                                   &command_history,
                                   &command_heads,
                                   &command_branches,
                                   &command_show,
                                   &command_edit,
                                   &command_check,
                                   &command_lint,
                                   &command_diagram,
                                   &command_report,
                                   &command_verify,
                                   &command_completion,
                                   &command_help,
                                   NULL};

const Command *command_find(const char *name)
{
    for (const Command *const *c = commands; *c; c++) {
        if (text_equal((*c)->name, name) || text_equal((*c)->alias, name)) {
            return *c;
        }
    }
    return NULL;
}

static volatile sig_atomic_t interrupted, waiting;

static void on_signal(int number)
{
    interrupted = 1;
    if (waiting) {
        raise(number); /* behind this handler, which is gone by then */
    }
}

bool command_interrupted(void *unused)
{
    (void)unused;
    return interrupted != 0;
}

void command_waits(bool waits)
{
    waiting = waits;
}

/* The first one ends between statements, a second one at once. */
static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static bool check_format(const Command *command, const Arguments *args, Error *err)
{
    const char *at = command->formats;
    size_t len = args->format ? strlen(args->format) : 0;
    if (!args->format) {
        return true;
    }
    while (*at) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, args->format, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    error_set(err, ERR_USAGE, "\"%s\" cannot write the format \"%s\"", command->name, args->format);
    return error_hint(err, "its formats are: %s", command->formats);
}

static bool run(Mem *mem, const Command *command, const Arguments *args, Output *out, int *status,
                Error *err)
{
    Context ctx = {.mem = mem, .out = out, .args = args};
    if (args->version && !command) {
        out->json = false;
        out_line(out, "schemadiff %s", PROJECT_VERSION);
        return true;
    }
    if (args->help || !command || command == &command_help) {
        Arguments help = *args;
        if (command && (args->help || command != &command_help)) {
            help.rest = (NameList){0};
            list_push(mem, &help.rest, command->name);
        }
        ctx.args = &help;
        return command_help.run(&ctx, err);
    }
    if (!check_format(command, args, err)) {
        return false;
    }
    bool needs_project =
        command != &command_init && command != &command_schema && command != &command_completion;
    ctx.command = command;
    if (needs_project && (!config_load(mem, args, &ctx.config, err) ||
                          !environment_allows(&ctx.config.environment, command->name, err))) {
        return false;
    }
    bool ok = command->run(&ctx, err);
    *status = ctx.status;
    return ok;
}

static bool check_color(const char *when, Error *err)
{
    if (!when || text_equal(when, "auto") || text_equal(when, "always") ||
        text_equal(when, "never")) {
        return true;
    }
    error_set(err, ERR_USAGE, "\"%s\" is no value of --color", when);
    return error_hint(err, "say auto, always or never");
}

int command_main(int argc, char **argv)
{
    Mem *mem = mem_root("schemadiff");
    Error *err = error_new(mem);
    Arguments args = {0};
    Output out = {.mem = mem};
    const Command *command = NULL;
    int status = 0;
    watch_signals();
    bool ok = arguments_parse(mem, argc, argv, &args, &command, err);
    arguments_hide_secrets(argc, argv);
    out.json = text_equal(args.format, "json");
    out.quiet = args.quiet;
    out.verbose = args.verbose;
    out.color = out_wants_color(args.color);
    ok = ok && check_color(args.color, err) && run(mem, command, &args, &out, &status, err);
    ok = ok && out_finish(&out, err);
    if (!ok) {
        status = out_error(&out, err);
        status = interrupted && err->code == ERR_SAFETY ? 128 + SIGINT : status;
    }
    mem_destroy(mem);
    return status;
}
