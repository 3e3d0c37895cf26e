#include "cmd/describe.h"
#include "cmd/show.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* NULL: there is none, and no terminal. */
static const char *editor(void)
{
    const char *const names[] = {"EDITOR", "VISUAL"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        if (!text_empty(value)) {
            return value;
        }
    }
    return isatty(STDIN_FILENO) ? "vi" : NULL;
}

/* By the shell, since $EDITOR can have options; the path is an argument and never code. */
static bool run_editor(Mem *mem, const char *path, Error *err)
{
    const char *command = editor();
    if (!command) {
        error_set(err, ERR_USAGE, "there is no terminal for vi");
        return error_hint(err, "set $EDITOR to what can edit \"%s\" without one", path);
    }
    char *arguments[] = {
        mem_strdup(mem, "sh"), mem_strdup(mem, "-c"), mem_printf(mem, "%s \"$1\"", command),
        mem_strdup(mem, "sh"), mem_strdup(mem, path), NULL};
    pid_t pid = 0;
    int status = 0;
    int failed = posix_spawn(&pid, "/bin/sh", NULL, NULL, arguments, environ);
    while (!failed && waitpid(pid, &status, 0) < 0) {
        failed = errno == EINTR ? 0 : errno;
    }
    if (failed || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        error_set(err, ERR_FILE, "the editor \"%s\" failed%s%s", command, failed ? ": " : "",
                  failed ? strerror(failed) : "");
        return error_hint(err, "set $EDITOR to your editor");
    }
    return true;
}

/* A slip is told at once, not by the next command. */
static bool check_file(Context *ctx, const char *path, const Migration *before, Error *err)
{
    char *text = NULL;
    size_t len = 0;
    Migration *after = NULL;
    if (!file_read(ctx->mem, path, &text, &len, err) ||
        !migration_read(ctx->mem, path, text, len, &after, err)) {
        return false;
    }
    if (!text_equal(after->revision, before->revision)) {
        out_warn(ctx->out, "the revision was \"%s\", now it is \"%s\"", before->revision,
                 after->revision);
    }
    return true;
}

static bool edit_run(Context *ctx, Error *err)
{
    Graph graph = {0};
    Target target = {0};
    const History *known = NULL;
    if (!show_find(ctx, "head", &graph, &known, &target, err)) {
        return false;
    }
    for (size_t i = 0; i < target.at.len; i++) {
        const Migration *m = target.at.at[i];
        if (!run_editor(ctx->mem, m->path, err) || !check_file(ctx, m->path, m, err)) {
            return false;
        }
        out_line(ctx->out, "%s", m->path);
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "revisions", describe_revisions_json(ctx->mem, NULL, &target.at));
        out_document(ctx->out, doc);
    }
    return true;
}

const Command command_edit = {
    .name = "edit",
    .usage = "[REV]",
    .summary = "Opens a revision (head) in $EDITOR, else $VISUAL, else vi.",
    .details = "Afterwards the file is read, and what is wrong with its header is told.",
    .example = "schemadiff edit head",
    .formats = "text json",
    .max_rest = 1,
    .run = edit_run,
};
