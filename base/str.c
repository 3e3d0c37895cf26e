#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_of(const char *text)
{
    return (Str){text ? text : "", text ? strlen(text) : 0};
}

char *str_dup(Mem *mem, Str view)
{
    return mem_strndup(mem, view.ptr, view.len);
}

bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_equal_text(Str a, const char *b)
{
    return str_equal(a, str_of(b));
}

Str str_trim(Str view)
{
    while (view.len && char_is_space(view.ptr[0])) {
        view.ptr++;
        view.len--;
    }
    while (view.len && char_is_space(view.ptr[view.len - 1])) {
        view.len--;
    }
    return view;
}

static void hide(char *from, const char *until)
{
    size_t len = (size_t)(until - from), shown = len < 3 ? len : 3;
    memset(from, '*', shown);
    memmove(from + shown, until, strlen(until) + 1);
}

/* user:password@host: the last @ counts, for a password may hold some. */
static void hide_of_user(char *url, const char *ends)
{
    size_t len = strcspn(url, ends);
    char *colon = memchr(url, ':', len);
    for (size_t at = len; colon && at-- > (size_t)(colon - url);) {
        if (url[at] == '@') {
            hide(colon + 1, url + at);
            return;
        }
    }
}

/* ?password=…, &sslpassword=… */
static void hide_parameters(char *url, const char *ends)
{
    const char *end = url + strcspn(url, ends);
    for (char *word = url; (word = strstr(word, "pass")) && word < end; word++) {
        char *equals = word + strcspn(word, "=&");
        if (*equals == '=' && equals < end) {
            size_t to_next = strcspn(equals + 1, "&"), to_end = strcspn(equals + 1, ends);
            hide(equals + 1, equals + 1 + (to_next < to_end ? to_next : to_end));
            end = url + strcspn(url, ends);
        }
    }
}

void text_hide_secrets(char *text, const char *ends)
{
    for (char *url = text; (url = strstr(url, "://"));) {
        url += strlen("://");
        hide_of_user(url, ends);
        hide_parameters(url, ends);
    }
}

char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool char_is_alpha(char c)
{
    char lower = char_lower(c);
    return lower >= 'a' && lower <= 'z';
}

bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

int text_compare(const char *a, const char *b)
{
    if (!a || !b) {
        return (a != NULL) - (b != NULL);
    }
    return strcmp(a, b);
}

bool text_equal_nocase(const char *a, const char *b)
{
    if (!a || !b) {
        return a == b;
    }
    while (*a && char_lower(*a) == char_lower(*b)) {
        a++;
        b++;
    }
    return char_lower(*a) == char_lower(*b);
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t len = strlen(text), suffix_len = strlen(suffix);
    return len >= suffix_len && strcmp(text + len - suffix_len, suffix) == 0;
}

bool text_starts_nocase(const char *text, const char *prefix)
{
    while (*prefix && char_lower(*text) == char_lower(*prefix)) {
        text++;
        prefix++;
    }
    return !*prefix;
}

bool text_empty(const char *text)
{
    return !text || !*text;
}

char *text_lower(Mem *mem, const char *text)
{
    char *copy = mem_strdup(mem, text);
    for (char *c = copy; c && *c; c++) {
        *c = char_lower(*c);
    }
    return copy;
}

char *text_upper(Mem *mem, const char *text)
{
    char *copy = mem_strdup(mem, text);
    for (char *c = copy; c && *c; c++) {
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    return copy;
}

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Behind the word that stands at `at`, whose quotes may be doubled there; NULL = another one. */
static const char *behind_word(const char *at, const char *word)
{
    for (; *word; word++, at++) {
        if (*at != *word) {
            return NULL;
        }
        at += (*word == '"' || *word == '`') && at[1] == *word && word[1] != *word;
    }
    return at;
}

bool text_mentions(const char *text, const char *word)
{
    for (const char *at = text ? strchr(text, *word) : NULL; at; at = strchr(at + 1, *word)) {
        const char *end = at == text || !is_word(at[-1]) ? behind_word(at, word) : NULL;
        if (end && !is_word(*end)) {
            return true;
        }
        if (!*at) {
            break;
        }
    }
    return false;
}

Buf buf_new(Mem *mem)
{
    return (Buf){.mem = mem};
}

static void buf_reserve(Buf *buf, size_t more)
{
    size_t needed = buf->len + more + 1;
    if (needed <= buf->cap) {
        return;
    }
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap < needed) {
        cap *= 2;
    }
    buf->at = mem_grow(buf->mem, buf->at, buf->len, cap);
    buf->cap = cap;
}

void buf_add_len(Buf *buf, const char *text, size_t len)
{
    if (!len) {
        return;
    }
    buf_reserve(buf, len);
    memcpy(buf->at + buf->len, text, len);
    buf->len += len;
    buf->at[buf->len] = '\0';
}

void buf_add(Buf *buf, const char *text)
{
    if (text) {
        buf_add_len(buf, text, strlen(text));
    }
}

void buf_char(Buf *buf, char c)
{
    buf_add_len(buf, &c, 1);
}

void buf_fmt(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0) {
        buf_reserve(buf, (size_t)len);
        vsnprintf(buf->at + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

const char *buf_text(const Buf *buf)
{
    return buf->at ? buf->at : "";
}

#define DISTANCE_MAX 128u

size_t text_distance(const char *a, const char *b, size_t limit)
{
    size_t row[DISTANCE_MAX + 1], a_len = strlen(a), b_len = strlen(b);
    if (b_len > DISTANCE_MAX || a_len > DISTANCE_MAX) {
        return strcmp(a, b) == 0 ? 0 : limit + 1;
    }
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0], best = i;
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t cost = diagonal + (char_lower(a[i - 1]) != char_lower(b[j - 1]));
            diagonal = row[j];
            size_t step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = cost < step ? cost : step;
            best = row[j] < best ? row[j] : best;
        }
        if (best > limit) {
            return limit + 1;
        }
    }
    return row[b_len] > limit ? limit + 1 : row[b_len];
}

const char *text_nearest(const char *text, const char *const *candidates, size_t n)
{
    size_t best = strlen(text) / 3 + 2;
    const char *nearest = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t distance = text_distance(text, candidates[i], best);
        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

size_t utf8_length(const char *at, size_t len, uint32_t *code_point)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (!len) {
        return 0;
    }
    unsigned char first = (unsigned char)at[0];
    size_t n = first < 0x80         ? 1
               : (first >> 5) == 6  ? 2
               : (first >> 4) == 14 ? 3
               : (first >> 3) == 30 ? 4
                                    : 0;
    if (!n || n > len) {
        return 0;
    }
    uint32_t code = n == 1 ? first : first & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        unsigned char c = (unsigned char)at[i];
        if ((c & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (c & 0x3Fu);
    }
    if (code < lowest[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return 0;
    }
    if (code_point) {
        *code_point = code;
    }
    return n;
}

bool utf8_valid(const char *text, size_t len, size_t *bad_at)
{
    for (size_t i = 0; i < len;) {
        size_t n = (unsigned char)text[i] < 0x80 ? 1 : utf8_length(text + i, len - i, NULL);
        if (!n) {
            if (bad_at) {
                *bad_at = i;
            }
            return false;
        }
        i += n;
    }
    return true;
}

void buf_utf8(Buf *buf, uint32_t code)
{
    if (code < 0x80) {
        buf_char(buf, (char)code);
        return;
    }
    if (code < 0x800) {
        buf_char(buf, (char)(0xC0 | code >> 6));
    } else if (code < 0x10000) {
        buf_char(buf, (char)(0xE0 | code >> 12));
        buf_char(buf, (char)(0x80 | (code >> 6 & 0x3F)));
    } else {
        buf_char(buf, (char)(0xF0 | code >> 18));
        buf_char(buf, (char)(0x80 | (code >> 12 & 0x3F)));
        buf_char(buf, (char)(0x80 | (code >> 6 & 0x3F)));
    }
    buf_char(buf, (char)(0x80 | (code & 0x3F)));
}
