#include "cmd/process.h"

#include "base/list.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef LIST(char *) Entries;

/* Secrets go by the environment, which other users cannot read; not by the command line. */
static char **extended_environment(Mem *mem, const Variable *variables, size_t n)
{
    Entries all = {0};
    for (size_t i = 0; i < n; i++) {
        if (variables[i].value) {
            list_push(mem, &all, mem_printf(mem, "%s=%s", variables[i].name, variables[i].value));
        }
    }
    size_t own = all.len;
    for (char **old = environ; *old; old++) {
        size_t len = strcspn(*old, "=") + 1;
        bool replaced = false;
        for (size_t i = 0; i < own; i++) {
            replaced |= strncmp(*old, all.at[i], len) == 0;
        }
        if (!replaced) {
            list_push(mem, &all, *old);
        }
    }
    list_push(mem, &all, NULL);
    return all.at;
}

static void end_actions(void *actions)
{
    posix_spawn_file_actions_destroy(actions);
}

static void end_attributes(void *attributes)
{
    posix_spawnattr_destroy(attributes);
}

/* Its standard output becomes our standard error: ours is for results. Returns an errno. */
static int prepare_output(Mem *mem, posix_spawn_file_actions_t *actions)
{
    int code = posix_spawn_file_actions_init(actions);
    if (code) {
        return code;
    }
    mem_adopt(mem, actions, end_actions);
    return posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
}

/* SIGPIPE, which we ignore, must end the members of its pipelines. Returns an errno. */
static int prepare_signals(Mem *mem, posix_spawnattr_t *attributes)
{
    sigset_t defaults;
    int code = posix_spawnattr_init(attributes);
    if (code) {
        return code;
    }
    mem_adopt(mem, attributes, end_attributes);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    code = posix_spawnattr_setsigdefault(attributes, &defaults);
    return code ? code : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

static int start(Mem *mem, char *const *argv, const Variable *variables, size_t n, pid_t *pid)
{
    posix_spawn_file_actions_t *actions = MEM_NEW(mem, posix_spawn_file_actions_t);
    posix_spawnattr_t *attributes = MEM_NEW(mem, posix_spawnattr_t);
    int code = prepare_output(mem, actions);
    code = code ? code : prepare_signals(mem, attributes);
    return code ? code
                : posix_spawnp(pid, argv[0], actions, attributes, argv,
                               extended_environment(mem, variables, n));
}

const char *process_run(Mem *mem, char *const *argv, const Variable *variables, size_t n)
{
    int status = 0;
    pid_t pid = 0;
    fflush(NULL);
    int code = start(mem, argv, variables, n, &pid);
    if (code) {
        return mem_strdup(mem, strerror(code));
    }
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return mem_strdup(mem, strerror(errno));
        }
    }
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status) ? mem_printf(mem, "exit status %d", WEXITSTATUS(status)) : NULL;
    }
    return mem_printf(mem, "ended by signal %d", WTERMSIG(status));
}

const char *process_shell(Mem *mem, const char *folder, const char *line, const Variable *variables,
                          size_t n)
{
    const char *script = mem_printf(mem, "cd -- \"$0\" || exit\n%s", line);
    char *argv[] = {mem_strdup(mem, "sh"), mem_strdup(mem, "-c"), mem_strdup(mem, script),
                    mem_strdup(mem, folder), NULL};
    return process_run(mem, argv, variables, n);
}
