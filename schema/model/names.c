#include "schema/model/names.h"

#include <string.h>

/* Reads one part and returns what stands behind it; NULL when it is malformed. */
static const char *read_part(Mem *mem, const char *at, const char **part)
{
    if (*at != '"') {
        size_t len = strcspn(at, ".");
        *part = mem_strndup(mem, at, len);
        return len ? at + len : NULL;
    }
    Buf buf = buf_new(mem);
    for (at++; *at; at++) {
        if (*at == '"' && at[1] != '"') {
            *part = mem_strdup(mem, buf_text(&buf));
            return buf.len ? at + 1 : NULL;
        }
        at += *at == '"';
        buf_char(&buf, *at);
    }
    return NULL;
}

bool names_split(Mem *mem, const char *text, NameList *parts)
{
    NameList list = {0};
    for (const char *at = text;;) {
        const char *part;
        at = read_part(mem, at, &part);
        if (!at) {
            return false;
        }
        list_push(mem, &list, part);
        if (!*at) {
            *parts = list;
            return true;
        }
        if (*at++ != '.') {
            return false;
        }
    }
}

static void add_part(Buf *buf, const char *part)
{
    if (!strpbrk(part, ".\"")) {
        buf_add(buf, part);
        return;
    }
    buf_char(buf, '"');
    for (; *part; part++) {
        buf_add(buf, *part == '"' ? "\"" : "");
        buf_char(buf, *part);
    }
    buf_char(buf, '"');
}

const char *names_join(Mem *mem, const char *ns, const char *name)
{
    Buf buf = buf_new(mem);
    if (ns) {
        add_part(&buf, ns);
        buf_char(&buf, '.');
    }
    add_part(&buf, name);
    return mem_strdup(mem, buf_text(&buf));
}

const char *names_expand(Mem *mem, const char *text, const char *table)
{
    static const char token[] = "{table}";
    if (!text || !table || !strstr(text, token)) {
        return text;
    }
    Buf buf = buf_new(mem);
    for (const char *found; (found = strstr(text, token)); text = found + sizeof token - 1) {
        buf_add_len(&buf, text, (size_t)(found - text));
        buf_add(&buf, table);
    }
    buf_add(&buf, text);
    return mem_strdup(mem, buf_text(&buf));
}
