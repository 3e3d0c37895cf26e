#include "schema/dialects/sqlite.h"

#include <string.h>

static bool is_word_byte(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* White space and comments; a comment that does not end takes the rest, as SQLite does. */
static const char *skip_blank(const char *at)
{
    for (;;) {
        if (char_is_space(*at)) {
            at++;
        } else if (at[0] == '-' && at[1] == '-') {
            at += strcspn(at, "\n");
        } else if (at[0] == '/' && at[1] == '*') {
            const char *end = strstr(at + 2, "*/");
            at = end ? end + 2 : at + strlen(at);
        } else {
            return at;
        }
    }
}

/* The length of what stands between quotes, both included; 0 when it does not end. */
static size_t quoted_length(const char *at, char close)
{
    for (size_t len = 1; at[len]; len++) {
        if (at[len] != close) {
            continue;
        }
        if (close == ']' || at[len + 1] != close) {
            return len + 1;
        }
        len++;
    }
    return 0;
}

static LiteToken quoted_token(const char *at, LiteKind kind, char close)
{
    size_t len = quoted_length(at, close);
    return len ? (LiteToken){kind, at, len} : (LiteToken){LITE_BAD, at, strlen(at)};
}

static LiteToken number_token(const char *at)
{
    size_t len = 0;
    if (at[0] == '0' && char_lower(at[1]) == 'x') {
        len = 2;
        while (is_word_byte(at[len])) {
            len++;
        }
        return (LiteToken){LITE_NUMBER, at, len};
    }
    while (char_is_digit(at[len])) {
        len++;
    }
    if (at[len] == '.') {
        len++;
    }
    while (char_is_digit(at[len])) {
        len++;
    }
    if (char_lower(at[len]) == 'e') {
        size_t sign = at[len + 1] == '+' || at[len + 1] == '-';
        if (char_is_digit(at[len + 1 + sign])) {
            len += 1 + sign;
        }
        while (char_is_digit(at[len])) {
            len++;
        }
    }
    return (LiteToken){LITE_NUMBER, at, len};
}

static LiteToken symbol_token(const char *at)
{
    static const char *const pairs[] = {"||", "<=", ">=", "<>", "!=", "==", "<<", ">>", "->"};
    if (strncmp(at, "->>", 3) == 0) {
        return (LiteToken){LITE_SYMBOL, at, 3};
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strncmp(at, pairs[i], 2) == 0) {
            return (LiteToken){LITE_SYMBOL, at, 2};
        }
    }
    bool known = strchr("()+-*/%<>=&|~,;.?:@#!", *at) != NULL;
    return (LiteToken){known ? LITE_SYMBOL : LITE_BAD, at, 1};
}

static LiteToken next_token(const char *at)
{
    switch (*at) {
    case '\0':
        return (LiteToken){LITE_END, at, 0};
    case '\'':
        return quoted_token(at, LITE_STRING, '\'');
    case '"':
    case '`':
        return quoted_token(at, LITE_NAME, *at);
    case '[':
        return quoted_token(at, LITE_NAME, ']');
    default:
        break;
    }
    if (char_lower(*at) == 'x' && at[1] == '\'') {
        LiteToken text = quoted_token(at + 1, LITE_BLOB, '\'');
        return (LiteToken){text.kind, at, text.len + 1};
    }
    if (char_is_digit(*at) || (*at == '.' && char_is_digit(at[1]))) {
        return number_token(at);
    }
    if (is_word_byte(*at) && *at != '$') {
        size_t len = 1;
        while (is_word_byte(at[len])) {
            len++;
        }
        return (LiteToken){LITE_WORD, at, len};
    }
    return symbol_token(at);
}

LiteTokens sqlite_lex(Mem *mem, const char *text)
{
    LiteTokens tokens = {0};
    for (const char *at = text;;) {
        LiteToken token = next_token(skip_blank(at));
        list_push(mem, &tokens, token);
        if (token.kind == LITE_END) {
            return tokens;
        }
        if (token.kind == LITE_BAD) {
            list_push(mem, &tokens, (LiteToken){LITE_END, text + strlen(text), 0});
            return tokens;
        }
        at = token.at + token.len;
    }
}

bool lite_is(const LiteToken *token, const char *word)
{
    if (token->kind != LITE_WORD || strlen(word) != token->len) {
        return false;
    }
    for (size_t i = 0; i < token->len; i++) {
        if (char_lower(token->at[i]) != char_lower(word[i])) {
            return false;
        }
    }
    return true;
}

bool lite_is_symbol(const LiteToken *token, const char *symbol)
{
    return token->kind == LITE_SYMBOL && str_equal_text((Str){token->at, token->len}, symbol);
}

const char *lite_value(Mem *mem, const LiteToken *token)
{
    if (token->kind != LITE_NAME && token->kind != LITE_STRING) {
        return mem_strndup(mem, token->at, token->len);
    }
    char close = token->at[token->len - 1];
    Buf buf = buf_new(mem);
    for (size_t i = 1; i + 1 < token->len; i++) {
        buf_char(&buf, token->at[i]);
        if (token->at[i] == close && close != ']') {
            i++;
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

static bool is_identifier(const LiteToken *token)
{
    return token->kind == LITE_WORD || token->kind == LITE_NAME;
}

bool sqlite_mentions(Mem *mem, const char *text, const char *name)
{
    LiteTokens tokens = sqlite_lex(mem, text);
    for (size_t i = 0; i < tokens.len; i++) {
        if (is_identifier(&tokens.at[i]) &&
            text_equal_nocase(lite_value(mem, &tokens.at[i]), name)) {
            return true;
        }
    }
    return false;
}

void sqlite_quote(Buf *buf, const char *name)
{
    buf_char(buf, '"');
    for (const char *c = name; *c; c++) {
        buf_add(buf, *c == '"' ? "\"" : "");
        buf_char(buf, *c);
    }
    buf_char(buf, '"');
}

const char *sqlite_rename_in(Mem *mem, const char *text, const char *from, const char *to)
{
    LiteTokens tokens = sqlite_lex(mem, text);
    Buf buf = buf_new(mem);
    const char *done = text;
    for (size_t i = 0; i < tokens.len; i++) {
        const LiteToken *token = &tokens.at[i];
        if (is_identifier(token) && text_equal_nocase(lite_value(mem, token), from)) {
            buf_add_len(&buf, done, (size_t)(token->at - done));
            sqlite_quote(&buf, to);
            done = token->at + token->len;
        }
    }
    buf_add(&buf, done);
    return mem_strdup(mem, buf_text(&buf));
}

static bool same_token(Mem *mem, const LiteToken *a, const LiteToken *b)
{
    if (is_identifier(a) && is_identifier(b)) {
        return text_equal_nocase(lite_value(mem, a), lite_value(mem, b));
    }
    return a->kind == b->kind && str_equal((Str){a->at, a->len}, (Str){b->at, b->len});
}

bool sqlite_same_tokens(Mem *mem, const char *a, const char *b)
{
    LiteTokens x = sqlite_lex(mem, a), y = sqlite_lex(mem, b);
    if (x.len != y.len) {
        return false;
    }
    for (size_t i = 0; i < x.len; i++) {
        if (!same_token(mem, &x.at[i], &y.at[i])) {
            return false;
        }
    }
    return true;
}

/* Without quotes the token would be the same name: not a keyword, not a value. */
static bool is_plain(const char *name)
{
    static const char *const values[] = {"true", "false", "current_date", "current_time",
                                         "current_timestamp"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (text_equal_nocase(name, values[i])) {
            return false;
        }
    }
    if (char_is_digit(*name) || !*name) {
        return false;
    }
    for (const char *c = name; *c; c++) {
        if (!is_word_byte(*c) || *c == '$') {
            return false;
        }
    }
    return true;
}

const char *sqlite_canonical(Mem *mem, const char *text)
{
    LiteTokens tokens = sqlite_lex(mem, text);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        const LiteToken *token = &tokens.at[i];
        buf_add(&buf, i ? " " : "");
        if (token->kind != LITE_NAME) {
            buf_add_len(&buf, token->at, token->len);
            continue;
        }
        const char *name = lite_value(mem, token);
        bool plain = is_plain(name) && !sqlite_is_reserved(text_lower(mem, name));
        if (plain) {
            buf_add(&buf, name);
        } else {
            sqlite_quote(&buf, name);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

bool sqlite_is_view_head(Mem *mem, const char *head, const char *name, const char *const *columns,
                         size_t n)
{
    LiteTokens tokens = sqlite_lex(mem, head);
    const LiteToken *at = tokens.at;
    /* name ( column , … ) AS end; a comment could swallow what follows. */
    size_t wanted = n ? 1 + 2 * n + 1 + 2 : 3;
    if (tokens.len != wanted || strstr(head, "--") || strstr(head, "/*") ||
        !text_equal(lite_value(mem, at++), name)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!lite_is_symbol(at++, i ? "," : "(") ||
            !text_equal(lite_value(mem, at++), columns[i])) {
            return false;
        }
    }
    return (!n || lite_is_symbol(at++, ")")) && lite_is(at, "as");
}
