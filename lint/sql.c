#include "lint/sql.h"

#include "migrate/split_scan.h"

/* --- tokens ----------------------------------------------------------------------------------- */

/* Without the quotes; doubled ones become one. Dollar quotes go, too. */
static const char *unquoted(Mem *mem, const char *text, size_t len)
{
    Buf buf = buf_new(mem);
    char quote = text[0] == '[' ? ']' : text[0];
    if (quote == '$') {
        size_t tag = 1;
        while (tag < len && text[tag] != '$') {
            tag++;
        }
        tag++;
        return 2 * tag <= len ? mem_strndup(mem, text + tag, len - 2 * tag) : "";
    }
    for (size_t i = 1; i < len; i++) {
        if (text[i] != quote) {
            buf_char(&buf, text[i]);
        } else if (i + 1 < len && text[i + 1] == quote) {
            buf_char(&buf, text[i++]);
        }
    }
    return buf_text(&buf);
}

static SqlToken quoted(Mem *mem, const char *text, size_t len, unsigned rules)
{
    bool name = text[0] == '`' || text[0] == '[' || (text[0] == '"' && !(rules & SPLIT_BACKSLASH));
    bool comment = text[0] == '/';
    return (SqlToken){.kind = name ? SQL_NAME : SQL_STRING,
                      .text = comment ? "" : unquoted(mem, text, len)};
}

void sql_tokens(Mem *mem, const char *text, unsigned rules, SqlTokens *out)
{
    size_t len = str_of(text).len;
    bool after_e = false;
    for (size_t at = 0; at < len;) {
        Token token = token_scan(text + at, len - at, after_e, rules);
        const char *from = text + at;
        SqlToken next = {.at = at};
        after_e = token_is_e(&token, from);
        switch (token.kind) {
        case TOKEN_SPACE:
        case TOKEN_COMMENT:
            break;
        case TOKEN_WORD:
            next = (SqlToken){SQL_WORD, mem_strndup(mem, from, token.len), at};
            break;
        case TOKEN_QUOTE:
            next = quoted(mem, from, token.len, rules);
            next.at = at;
            break;
        case TOKEN_SYMBOL:
            next = (SqlToken){SQL_SYMBOL, mem_strndup(mem, from, token.len), at};
            break;
        }
        if (next.text) {
            list_push(mem, out, next);
        }
        at += token.len;
    }
}

/* --- names ------------------------------------------------------------------------------------ */

const char *sql_last_part(const char *name)
{
    const char *last = name;
    for (const char *c = name; *c; c++) {
        last = *c == '.' ? c + 1 : last;
    }
    return last;
}

bool sql_same_table(const char *a, const char *b)
{
    if (!a || !b) {
        return false;
    }
    const char *last_a = sql_last_part(a), *last_b = sql_last_part(b);
    return text_equal_nocase(last_a, last_b) &&
           (last_a == a || last_b == b || text_equal_nocase(a, b));
}

bool sql_names_have(const NameList *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (text_equal_nocase(names->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* --- numbers ---------------------------------------------------------------------------------- */

static size_t digits(const char **at)
{
    const char *from = *at;
    while (char_is_digit(**at)) {
        ++*at;
    }
    return (size_t)(*at - from);
}

bool sql_is_number(const char *text)
{
    text += *text == '-' || *text == '+';
    size_t mantissa = digits(&text);
    text += *text == '.';
    mantissa += digits(&text);
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        if (!digits(&text)) {
            return false;
        }
    }
    return mantissa && !*text;
}
