#include "migrate/split_scan.h"

#include <string.h>

static bool is_word_start(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word(char c)
{
    return is_word_start(c) || c == '$';
}

static size_t to_line_end(const char *text, size_t len)
{
    const char *end = memchr(text, '\n', len);
    return end ? (size_t)(end - text) : len;
}

static Token comment_scan(const char *text, size_t len, unsigned rules)
{
    size_t depth = 1, i = 2;
    while (i < len) {
        if (text[i] == '*' && i + 1 < len && text[i + 1] == '/') {
            i += 2;
            if (--depth == 0) {
                return (Token){TOKEN_COMMENT, i, NULL};
            }
        } else if (rules & SPLIT_NESTED_COMMENTS && text[i] == '/' && i + 1 < len &&
                   text[i + 1] == '*') {
            depth++;
            i += 2;
        } else {
            i++;
        }
    }
    return (Token){TOKEN_COMMENT, len, "comment"};
}

static Token quote_scan(const char *text, size_t len, char end, bool backslash)
{
    for (size_t i = 1; i < len; i++) {
        if (text[i] == '\\' && backslash) {
            i++;
        } else if (text[i] == end && i + 1 < len && text[i + 1] == end && end != ']') {
            i++;
        } else if (text[i] == end) {
            return (Token){TOKEN_QUOTE, i + 1, NULL};
        }
    }
    return (Token){TOKEN_QUOTE, len, end == '\'' ? "string" : "quoted name"};
}

/* $tag$ … $tag$; len 0 when it is not one. */
static Token dollar_scan(const char *text, size_t len)
{
    size_t tag = 1;
    while (tag < len && text[tag] != '$' && is_word_start(text[tag])) {
        tag++;
    }
    if (tag >= len || text[tag] != '$' || char_is_digit(text[1])) {
        return (Token){TOKEN_SYMBOL, 0, NULL};
    }
    tag++;
    for (size_t i = tag; i + tag <= len; i++) {
        const char *next = memchr(text + i, '$', len - i);
        if (!next) {
            break;
        }
        i = (size_t)(next - text);
        if (i + tag <= len && memcmp(next, text, tag) == 0) {
            return (Token){TOKEN_QUOTE, i + tag, NULL};
        }
    }
    return (Token){TOKEN_QUOTE, len, "dollar-quoted string"};
}

static bool is_dash_comment(const char *text, size_t len, unsigned rules)
{
    return len >= 2 && text[0] == '-' && text[1] == '-' &&
           (!(rules & SPLIT_DASH_NEEDS_SPACE) || len == 2 || (unsigned char)text[2] <= ' ');
}

static bool is_executable(const char *text, size_t len, unsigned rules)
{
    return rules & SPLIT_EXECUTABLE_COMMENTS && len > 2 &&
           (text[2] == '!' || (text[2] == 'M' && len > 3 && text[3] == '!'));
}

Token token_scan(const char *text, size_t len, bool after_e, unsigned rules)
{
    char c = text[0];
    if (char_is_space(c)) {
        size_t n = 1;
        while (n < len && char_is_space(text[n])) {
            n++;
        }
        return (Token){TOKEN_SPACE, n, NULL};
    }
    if (is_dash_comment(text, len, rules) || (c == '#' && rules & SPLIT_HASH_COMMENTS)) {
        return (Token){TOKEN_COMMENT, to_line_end(text, len), NULL};
    }
    if (c == '/' && len > 1 && text[1] == '*') {
        Token token = comment_scan(text, len, rules);
        token.kind = is_executable(text, len, rules) ? TOKEN_QUOTE : TOKEN_COMMENT;
        return token;
    }
    if (c == '\'' || c == '"') {
        bool escapes = rules & SPLIT_BACKSLASH || (c == '\'' && rules & SPLIT_E_STRINGS && after_e);
        return quote_scan(text, len, c, escapes);
    }
    if ((c == '`' && rules & SPLIT_BACKTICKS) || (c == '[' && rules & SPLIT_BRACKETS)) {
        return quote_scan(text, len, c == '[' ? ']' : c, false);
    }
    if (c == '$' && rules & SPLIT_DOLLAR_QUOTES) {
        Token token = dollar_scan(text, len);
        if (token.len) {
            return token;
        }
    }
    if (is_word_start(c)) {
        size_t n = 1;
        while (n < len && is_word(text[n])) {
            n++;
        }
        return (Token){TOKEN_WORD, n, NULL};
    }
    return (Token){TOKEN_SYMBOL, 1, NULL};
}
