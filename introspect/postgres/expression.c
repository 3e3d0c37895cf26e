#include "introspect/postgres/expression.h"

#include <string.h>

/* Where the quoted run at `at` ends. */
static const char *after_quoted(const char *at)
{
    char quote = *at++;
    while (*at && !(*at == quote && at[1] != quote)) {
        at += *at == quote ? 2 : 1;
    }
    return *at ? at + 1 : at;
}

/* The "]" that closes the "[" before `at`, when all elements are strings cast to varchar. */
static const char *end_of_strings(const char *at)
{
    const char cast[] = "::character varying";
    for (;;) {
        if (*at != '\'') {
            return NULL;
        }
        at = after_quoted(at);
        if (!text_starts(at, cast)) {
            return NULL;
        }
        at += strlen(cast);
        if (*at == ']') {
            return at;
        }
        if (!text_starts(at, ", ")) {
            return NULL;
        }
        at += 2;
    }
}

/* At ANY or ALL of an array that was cast as a whole: copies it without the cast and returns what
 * follows; else NULL. */
static const char *copy_array(Buf *out, const char *at)
{
    const char array[] = "ARRAY[";
    if (!text_starts(at, "ANY (") && !text_starts(at, "ALL (")) {
        return NULL;
    }
    bool parens = at[5] == '(';
    const char *begin = at + 5 + parens;
    if (!text_starts(begin, array)) {
        return NULL;
    }
    const char *end = end_of_strings(begin + strlen(array));
    const char *rest = parens ? "])::text[])" : "]::text[])";
    if (!end || !text_starts(end, rest)) {
        return NULL;
    }
    buf_add_len(out, at, 5);
    buf_add_len(out, begin, (size_t)(end + 1 - begin));
    buf_char(out, ')');
    return end + strlen(rest);
}

/* status IN ('a', 'b') on a varchar comes back as
 *
 *     (status)::text = ANY ((ARRAY['a'::character varying, …])::text[])
 *
 * and that, run again, as ANY (ARRAY[('a'::character varying)::text, …]): the parser hands the cast
 * of an array constructor down to its elements. Without the cast it is added where it was. */
const char *postgres_stable(Mem *mem, const char *text)
{
    if (!text || !strstr(text, "::text[])")) {
        return mem_strdup(mem, text);
    }
    Buf out = buf_new(mem);
    while (*text) {
        const char *next = copy_array(&out, text);
        if (!next) {
            next = *text == '\'' || *text == '"' ? after_quoted(text) : text + 1;
            buf_add_len(&out, text, (size_t)(next - text));
        }
        text = next;
    }
    return mem_strdup(mem, buf_text(&out));
}

const char *postgres_expression(Mem *mem, const char *text)
{
    return text ? expr_strip_parens(mem, postgres_stable(mem, text)) : NULL;
}
