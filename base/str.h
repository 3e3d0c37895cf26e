/* Strings: Str is a view that lives inside lexers and parsers, Buf a builder. Strings that are
 * kept are NUL-terminated `const char *` in a region. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})

Str str_of(const char *text); /* NULL gives the empty view */
char *str_dup(Mem *mem, Str view);
bool str_equal(Str a, Str b);
bool str_equal_text(Str a, const char *b);
Str str_trim(Str view); /* ASCII white space at both ends */

/* ASCII only and free of the locale, as SQL keywords are. NULL sorts before everything. */
bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_equal_nocase(const char *a, const char *b);
int text_compare(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_starts_nocase(const char *text, const char *prefix);
bool text_empty(const char *text); /* NULL or "" */
char *text_lower(Mem *mem, const char *text);
char *text_upper(Mem *mem, const char *text);
/* Does the text (may be NULL) hold the word, not as a part of another one? Quotes in the word may
 * stand doubled, as inside a quoted name. */
bool text_mentions(const char *text, const char *word);
/* In place: what is a password in the URLs of a text becomes "***". A URL goes on to one of the
 * characters of `ends`. */
void text_hide_secrets(char *text, const char *ends);
char char_lower(char c);
bool char_is_space(char c);
bool char_is_digit(char c);
bool char_is_alpha(char c); /* A-Z a-z */

/* Growing text in a region; buf_text() is always NUL-terminated and stays valid until the next
 * append. */
typedef struct Buf {
    Mem *mem;
    char *at;
    size_t len, cap;
} Buf;

Buf buf_new(Mem *mem);
void buf_add(Buf *buf, const char *text); /* NULL adds nothing */
void buf_add_len(Buf *buf, const char *text, size_t len);
void buf_char(Buf *buf, char c);
void buf_fmt(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
const char *buf_text(const Buf *buf);

/* Levenshtein distance, for "did you mean"; at most `limit`, then limit + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);
/* The nearest of `candidates` within a third of its length, or NULL. */
const char *text_nearest(const char *text, const char *const *candidates, size_t n);

/* UTF-8. Returns the length of the sequence at `at` (1..4), or 0 when it is not valid UTF-8
 * (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
size_t utf8_length(const char *at, size_t len, uint32_t *code_point);
/* True when valid; otherwise *bad_at is the offset of the first bad byte. */
bool utf8_valid(const char *text, size_t len, size_t *bad_at);
/* Appends the encoding of `code_point`. */
void buf_utf8(Buf *buf, uint32_t code_point);

#endif
