#include "cmd/config.h"

#include <string.h>

/* 'verbatim', "with \n \" \\", or bare up to a comment. */
static const char *value_of(Mem *mem, Str raw)
{
    Buf buf = buf_new(mem);
    char quote = raw.len && (raw.ptr[0] == '"' || raw.ptr[0] == '\'') ? raw.ptr[0] : 0;
    for (size_t i = quote ? 1 : 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        bool comment = !quote && c == '#' && i > 0 && char_is_space(raw.ptr[i - 1]);
        if ((quote && c == quote) || comment) {
            break;
        }
        if (quote == '"' && c == '\\' && i + 1 < raw.len) {
            c = raw.ptr[++i];
            c = c == 'n' ? '\n' : c;
        }
        buf_char(&buf, c);
    }
    Str value = {buf_text(&buf), buf.len};
    return str_dup(mem, quote ? value : str_trim(value));
}

const char *dotenv_get(Mem *mem, const char *text, const char *name)
{
    const char *found = NULL;
    while (*text) {
        size_t n = strcspn(text, "\n");
        Str line = str_trim((Str){text, n});
        text += n + (text[n] == '\n');
        if (line.len > 7 && memcmp(line.ptr, "export ", 7) == 0) {
            line = str_trim((Str){line.ptr + 7, line.len - 7});
        }
        const char *equals = line.len ? memchr(line.ptr, '=', line.len) : NULL;
        if (!equals) {
            continue;
        }
        Str key = str_trim((Str){line.ptr, (size_t)(equals - line.ptr)});
        if (str_equal_text(key, name)) {
            size_t behind = (size_t)(equals + 1 - line.ptr);
            found = value_of(mem, str_trim((Str){line.ptr + behind, line.len - behind}));
        }
    }
    return found;
}
