#include "schema/expr.h"

#include <string.h>

bool default_is_literal(const Default *def)
{
    return def->kind == DEFAULT_BOOLEAN || def->kind == DEFAULT_NUMBER ||
           def->kind == DEFAULT_STRING;
}

/* The length of the quoted run that starts at `at` (a quote character), closing quote included; a
 * doubled quote does not end it. */
static size_t quoted(const char *at)
{
    char quote = *at;
    size_t len = 1;
    while (at[len]) {
        if (at[len] == quote) {
            if (at[len + 1] != quote) {
                return len + 1;
            }
            len++;
        }
        len++;
    }
    return len;
}

static size_t comment_length(const char *at)
{
    if (at[0] == '-' && at[1] == '-') {
        return strcspn(at, "\n");
    }
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end - at) + 2 : strlen(at);
    }
    return 0;
}

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

const char *expr_strip_parens(Mem *mem, const char *text)
{
    Str view = str_trim(str_of(text));
    while (view.len >= 2 && view.ptr[0] == '(' && view.ptr[view.len - 1] == ')') {
        size_t depth = 0, i = 0;
        for (; i < view.len; i++) {
            char c = view.ptr[i];
            if (c == '\'' || c == '"' || c == '`') {
                i += quoted(view.ptr + i) - 1;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                break;
            }
        }
        if (i != view.len - 1) {
            break;
        }
        view = str_trim((Str){view.ptr + 1, view.len - 2});
    }
    return str_dup(mem, view);
}

/* The length of $tag$ … $tag$ at `at`; 0 = there is none. */
static size_t dollar_quoted(const char *at)
{
    size_t tag = 1;
    while (at[tag] != '$' && is_word(at[tag])) {
        tag++;
    }
    if (at[0] != '$' || at[tag] != '$' || char_is_digit(at[1])) {
        return 0;
    }
    for (const char *end = at + ++tag; *end; end++) {
        if (strncmp(end, at, tag) == 0) {
            return (size_t)(end - at) + tag;
        }
    }
    return strlen(at);
}

static bool is_operator(char c)
{
    return c && strchr("+-*/<>=~!@#%^&|?:", c) != NULL;
}

/* Would two characters mean something else without the space between them? */
static bool needs_space(char last, char next)
{
    bool word_before = is_word(last) || last == '\'' || last == '"' || last == '`';
    bool word_after = is_word(next) || next == '\'' || next == '"' || next == '`';
    return (word_before && word_after) || (is_operator(last) && is_operator(next));
}

/* Whether a backslash escapes is the dialect's business; where it could escape a quote, nobody
 * knows here where the quoted run ends. */
static bool may_escape_quote(const char *text)
{
    for (const char *at = strchr(text, '\\'); at; at = strchr(at + 1, '\\')) {
        if (at[1] && strchr("'\"`\\", at[1])) {
            return true;
        }
    }
    return false;
}

const char *expr_light(Mem *mem, const char *text)
{
    if (may_escape_quote(text)) {
        return str_dup(mem, str_trim(str_of(text)));
    }
    Buf buf = buf_new(mem);
    bool space = false;
    while (*text) {
        size_t skip = comment_length(text);
        if (skip || char_is_space(*text)) {
            space = true;
            text += skip ? skip : 1;
            continue;
        }
        /* "a  >  0" and "a>0" are the same, "not a" and "a < -1" keep their spaces. */
        char last = buf.len ? buf.at[buf.len - 1] : ' ';
        if (space && needs_space(last, *text)) {
            buf_char(&buf, ' ');
        }
        space = false;
        size_t len = buf.len && is_word(buf.at[buf.len - 1]) ? 0 : dollar_quoted(text);
        if (len || *text == '\'' || *text == '"' || *text == '`') {
            len = len ? len : quoted(text);
            buf_add_len(&buf, text, len);
            text += len;
        } else {
            buf_char(&buf, char_lower(*text++));
        }
    }
    return expr_strip_parens(mem, buf_text(&buf)); /* a comment may have stood behind them */
}
