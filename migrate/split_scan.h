/* One token of SQL: for the splitter, and for who shows SQL. */
#ifndef MIGRATE_SPLIT_SCAN_H
#define MIGRATE_SPLIT_SCAN_H

#include "base/str.h"
#include "migrate/run.h"

typedef enum TokenKind {
    TOKEN_SPACE,
    TOKEN_COMMENT,
    TOKEN_WORD,  /* identifier, keyword or number, unquoted */
    TOKEN_QUOTE, /* string or quoted name, prefix excluded */
    TOKEN_SYMBOL /* one character */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    size_t len;
    const char *unfinished; /* what the text ends in the middle of: "string", "comment"; or NULL */
} Token;

/* The token at `text`, which has `len` > 0 bytes left. `after_e`: the word E stands right before
 * it, so that a string has backslash escapes (PostgreSQL). */
Token token_scan(const char *text, size_t len, bool after_e, unsigned rules);

static inline bool token_is_e(const Token *token, const char *text)
{
    return token->kind == TOKEN_WORD && token->len == 1 && char_lower(*text) == 'e';
}

#endif
