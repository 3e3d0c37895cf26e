#include "base/error.h"
#include "base/str.h"

#include <stdarg.h>
#include <string.h>

Error *error_new(Mem *mem)
{
    Error *err = MEM_NEW(mem, Error);
    err->mem = mem;
    return err;
}

/* Whoever mistook a URL for something else is told so without its password. */
static char *PRINTF_LIKE(2, 0) say(Mem *mem, const char *format, va_list args)
{
    char *text = mem_vprintf(mem, format, args);
    text_hide_secrets(text, " \t\n\"',");
    return text;
}

static void PRINTF_LIKE(4, 0)
    fill(Error *err, ErrorCode code, Location where, const char *format, va_list args)
{
    err->code = code;
    err->where = where;
    err->message = say(err->mem, format, args);
}

bool error_set(Error *err, ErrorCode code, const char *format, ...)
{
    if (err->code == ERR_NONE) {
        va_list args;
        va_start(args, format);
        fill(err, code, (Location){0}, format, args);
        va_end(args);
        err->count = 1;
    }
    return false;
}

bool error_at(Error *err, ErrorCode code, Location where, const char *format, ...)
{
    if (err->code == ERR_NONE) {
        va_list args;
        va_start(args, format);
        fill(err, code, where, format, args);
        va_end(args);
        err->count = 1;
    }
    return false;
}

static Error *newest(Error *err)
{
    while (err->next) {
        err = err->next;
    }
    return err;
}

bool error_add(Error *err, ErrorCode code, Location where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (err->code == ERR_NONE) {
        fill(err, code, where, format, args);
    } else if (err->count < ERROR_MAX) {
        Error *more = error_new(err->mem);
        fill(more, code, where, format, args);
        newest(err)->next = more;
    }
    va_end(args);
    err->count++;
    return false;
}

bool error_hint(Error *err, const char *format, ...)
{
    Error *last = newest(err);
    if (!last->hint && err->count <= ERROR_MAX) {
        va_list args;
        va_start(args, format);
        last->hint = say(err->mem, format, args);
        va_end(args);
    }
    return false;
}

bool error_hint_more(Error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = say(err->mem, format, args);
    va_end(args);
    size_t len = err->hint ? strlen(err->hint) : 0;
    len -= len && err->hint[len - 1] == '.';
    err->hint = len ? mem_printf(err->mem, "%.*s; %s", (int)len, err->hint, text) : text;
    return false;
}

bool error_is_set(const Error *err)
{
    return err->code != ERR_NONE;
}

void error_clear(Error *err)
{
    *err = (Error){.mem = err->mem};
}
