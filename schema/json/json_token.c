#include "schema/json/json_token.h"

#include <string.h>

JsonScanner json_scanner(const char *file, const char *text, size_t len)
{
    bool mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    return (JsonScanner){text, len, mark ? 3 : 0, {file, 1, 1}};
}

void json_advance(Location *where, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n') {
            where->line++;
            where->column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            where->column++;
        }
    }
}

static bool is_number_char(char c)
{
    return char_is_digit(c) || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' ||
           ((unsigned char)c & 0x80);
}

static size_t span(Str rest, bool (*belongs)(char c))
{
    size_t n = 1;
    while (n < rest.len && belongs(rest.ptr[n])) {
        n++;
    }
    return n;
}

/* Strings end on their line, so that a missing quote spoils no more than that. */
static JsonTokenKind string(Str rest, size_t *len)
{
    for (size_t i = 1; i < rest.len && rest.ptr[i] != '\n'; i++) {
        if (rest.ptr[i] == '"') {
            *len = i + 1;
            return JSON_TOKEN_STRING;
        }
        if (rest.ptr[i] == '\\' && i + 1 < rest.len && rest.ptr[i + 1] != '\n') {
            i++;
        }
    }
    const char *end = memchr(rest.ptr, '\n', rest.len);
    *len = end ? (size_t)(end - rest.ptr) : rest.len;
    return JSON_TOKEN_OPEN_STRING;
}

static JsonTokenKind comment(Str rest, size_t *len)
{
    if (rest.ptr[1] == '/') {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        *len = end ? (size_t)(end - rest.ptr) : rest.len;
        return JSON_TOKEN_COMMENT;
    }
    for (size_t i = 2; i + 1 < rest.len; i++) {
        if (rest.ptr[i] == '*' && rest.ptr[i + 1] == '/') {
            *len = i + 2;
            return JSON_TOKEN_COMMENT;
        }
    }
    *len = rest.len;
    return JSON_TOKEN_OPEN_COMMENT;
}

static JsonTokenKind kind_of(Str rest, size_t *len)
{
    static const char punctuation[] = "{}[]:,";
    static const JsonTokenKind kinds[] = {JSON_TOKEN_OPEN_OBJECT, JSON_TOKEN_CLOSE_OBJECT,
                                          JSON_TOKEN_OPEN_ARRAY,  JSON_TOKEN_CLOSE_ARRAY,
                                          JSON_TOKEN_COLON,       JSON_TOKEN_COMMA};
    char c = rest.ptr[0];
    const char *found = c ? strchr(punctuation, c) : NULL;
    *len = 1;
    if (found) {
        return kinds[found - punctuation];
    }
    if (c == '"') {
        return string(rest, len);
    }
    if (c == '/' && rest.len > 1 && (rest.ptr[1] == '/' || rest.ptr[1] == '*')) {
        return comment(rest, len);
    }
    if (char_is_digit(c) || c == '-' || c == '+' || c == '.') {
        *len = span(rest, is_number_char);
        return JSON_TOKEN_NUMBER;
    }
    if (char_is_alpha(c) || c == '_' || c == '$') {
        *len = span(rest, is_word_char);
        return JSON_TOKEN_WORD;
    }
    size_t n = utf8_length(rest.ptr, rest.len, NULL);
    *len = n ? n : 1;
    return JSON_TOKEN_BAD;
}

static void skip_blanks(JsonScanner *scanner)
{
    Location here = scanner->here;
    size_t at = scanner->at;
    for (; at < scanner->len; at++) {
        char c = scanner->text[at];
        if (c == '\n') {
            here.line++;
            here.column = 1;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            here.column++;
        } else {
            break;
        }
    }
    scanner->here = here;
    scanner->at = at;
}

JsonToken json_token(JsonScanner *scanner)
{
    skip_blanks(scanner);
    Str rest = {scanner->text + scanner->at, scanner->len - scanner->at};
    JsonToken token = {JSON_TOKEN_END, {rest.ptr, 0}, scanner->here};
    if (rest.len) {
        token.kind = kind_of(rest, &token.text.len);
        json_advance(&scanner->here, token.text.ptr, token.text.len);
        scanner->at += token.text.len;
    }
    return token;
}

JsonToken json_token_past_comments(JsonScanner *scanner)
{
    JsonToken token;
    do {
        token = json_token(scanner);
    } while (token.kind == JSON_TOKEN_COMMENT);
    return token;
}

bool json_token_closes(JsonTokenKind kind)
{
    return kind == JSON_TOKEN_CLOSE_OBJECT || kind == JSON_TOKEN_CLOSE_ARRAY;
}
