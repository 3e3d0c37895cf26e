#include "base/who.h"

#include <pwd.h>
#include <unistd.h>

const char *who_account(Mem *mem)
{
    const struct passwd *entry = getpwuid(geteuid());
    return entry ? mem_strdup(mem, entry->pw_name) : mem_printf(mem, "%ld", (long)geteuid());
}

#define HOST_NAME_SIZE 256

const char *who_host(Mem *mem)
{
    char *name = mem_alloc(mem, HOST_NAME_SIZE);
    return gethostname(name, HOST_NAME_SIZE - 1) == 0 ? name : "";
}
