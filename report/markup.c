#include "report/markup.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_forbidden(uint32_t c)
{
    bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
    bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                 c == 0x200F || c == 0x061C;
    return control || turns || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static void add_character(Buf *out, const char *at, size_t n, uint32_t c)
{
    switch (c) {
    case '&':
        buf_add(out, "&amp;");
        return;
    case '<':
        buf_add(out, "&lt;");
        return;
    case '>':
        buf_add(out, "&gt;");
        return;
    case '"':
        buf_add(out, "&quot;");
        return;
    case '\'':
        buf_add(out, "&#39;");
        return;
    }
    if (is_forbidden(c)) {
        buf_add(out, REPLACEMENT);
    } else {
        buf_add_len(out, at, n);
    }
}

static size_t columns_of(uint32_t c)
{
    bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

/* The character at `text`, a byte that begins none by itself as U+FFFD. */
static size_t take(const char *text, size_t len, uint32_t *c)
{
    size_t n = utf8_length(text, len, c);
    if (!n) {
        *c = 0xFFFE;
    }
    return n ? n : 1;
}

void markup_text_len(Buf *out, const char *text, size_t len)
{
    while (len) {
        uint32_t c = 0;
        size_t n = take(text, len, &c);
        add_character(out, text, n, c);
        text += n;
        len -= n;
    }
}

void markup_text(Buf *out, const char *text)
{
    markup_text_len(out, text, text ? strlen(text) : 0);
}

size_t text_columns(const char *text)
{
    size_t len = strlen(text), columns = 0;
    while (len) {
        uint32_t c = 0;
        size_t n = take(text, len, &c);
        columns += columns_of(c);
        text += n;
        len -= n;
    }
    return columns;
}

void markup_cut(Buf *out, const char *text, size_t columns)
{
    size_t len = strlen(text), used = 0;
    bool fits = text_columns(text) <= columns;
    while (len) {
        uint32_t c = 0;
        size_t n = take(text, len, &c);
        used += columns_of(c);
        if (!fits && used >= columns) {
            buf_add(out, "…");
            return;
        }
        add_character(out, text, n, c);
        text += n;
        len -= n;
    }
}
