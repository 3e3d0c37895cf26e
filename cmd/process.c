#include "cmd/process.h"

#include "base/list.h"

#include <errno.h>
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

/* Its standard output becomes our standard error: ours is for results. Returns an errno. */
static int start(Mem *mem, char *const *argv, const Variable *variables, size_t n, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code) {
        return code;
    }
    code = posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    if (!code) {
        code = posix_spawnp(pid, argv[0], &actions, NULL, argv,
                            extended_environment(mem, variables, n));
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
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

const char *process_shell(Mem *mem, const char *command, const Variable *variables, size_t n)
{
    char *argv[] = {mem_strdup(mem, "sh"), mem_strdup(mem, "-c"), mem_strdup(mem, command), NULL};
    return process_run(mem, argv, variables, n);
}
