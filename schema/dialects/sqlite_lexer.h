/* SQLite's tokens (sqlite.org/lang_keywords.html, tokenize.c's rules): for reading stored CREATE
 * statements, comparing expressions, and finding the names that an expression uses. */
#ifndef SCHEMA_DIALECTS_SQLITE_LEXER_H
#define SCHEMA_DIALECTS_SQLITE_LEXER_H

#include "base/list.h"
#include "base/str.h"

typedef enum LiteKind {
    LITE_END = 0,
    LITE_WORD,   /* keyword or bare name */
    LITE_NAME,   /* "name", `name`, [name] */
    LITE_STRING, /* 'text' */
    LITE_NUMBER, /* 12, 1.5e3, 0x1F */
    LITE_BLOB,   /* x'00' */
    LITE_SYMBOL, /* punctuation and operators, one or two characters */
    LITE_BAD     /* an unterminated quote or comment, or a byte that begins no token */
} LiteKind;

typedef struct LiteToken {
    LiteKind kind;
    const char *at; /* into the text */
    size_t len;
} LiteToken;

typedef LIST(LiteToken) LiteTokens;

/* All tokens without white space and comments, closed by one LITE_END (whose `at` is the end of
 * the text). Stops after a LITE_BAD. */
LiteTokens sqlite_lex(Mem *mem, const char *text);

/* A word of this spelling, in any letter case. */
bool lite_is(const LiteToken *token, const char *word);
bool lite_is_symbol(const LiteToken *token, const char *symbol);
/* The name or string without its quotes; a word as it is. */
const char *lite_value(Mem *mem, const LiteToken *token);

/* The name in double quotes. */
void sqlite_quote(Buf *buf, const char *name);
/* Does the text use `name` as an identifier (in any case, quoted or not)? */
bool sqlite_mentions(Mem *mem, const char *text, const char *name);
/* The text with every identifier `from` replaced by `to`, quoted. */
const char *sqlite_rename_in(Mem *mem, const char *text, const char *from, const char *to);
/* The same tokens, however quoted and spaced; letter case of words does not count. */
bool sqlite_same_tokens(Mem *mem, const char *a, const char *b);

/* "v (a, b) AS": what stands between CREATE VIEW and a query. True when that is what `head` says,
 * in whatever spelling. */
bool sqlite_is_view_head(Mem *mem, const char *head, const char *name, const char *const *columns,
                         size_t n);
/* The text as it would be written with the fewest marks: names unquoted where they are plain words,
 * no comments, single spaces. Letter case stays. */
const char *sqlite_canonical(Mem *mem, const char *text);

#endif
