#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

static bool is_number(const char *text)
{
    const char *at = text + (*text == '-' || *text == '+');
    size_t digits = strspn(at, "0123456789");
    at += digits;
    if (*at == '.') {
        size_t fraction = strspn(++at, "0123456789");
        digits += fraction;
        at += fraction;
    }
    if (digits && (*at == 'e' || *at == 'E')) {
        at++;
        at += *at == '-' || *at == '+';
        size_t exponent = strspn(at, "0123456789");
        return exponent && !at[exponent];
    }
    return digits && !*at;
}

static bool numeric(const Type *type)
{
    return type->cls == TYPE_INTEGER || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT ||
           type->cls == TYPE_BOOLEAN || type->cls == TYPE_YEAR || type->cls == TYPE_BIT;
}

/* b'101' -> "5"; NULL when it is no bit literal of at most 64 bits. */
static const char *bit_number(Mem *mem, const char *text)
{
    if ((*text != 'b' && *text != 'B') || text[1] != '\'') {
        return NULL;
    }
    size_t len = strspn(text + 2, "01");
    if (!len || len > 64 || strcmp(text + 2 + len, "'") != 0) {
        return NULL;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value << 1 | (uint64_t)(text[2 + i] == '1');
    }
    return mem_printf(mem, "%llu", (unsigned long long)value);
}

static Default literal(DefaultKind kind, const char *value)
{
    return (Default){.kind = kind, .value = value};
}

static Default expression(Mem *mem, const Server *server, const char *text, const char *database)
{
    bool maria = server->flavor == FLAVOR_MARIADB;
    const char *plain = expr_strip_parens(mem, mysql_expression(mem, text, database, maria));
    /* MySQL keeps (now()) and CURRENT_TIMESTAMP apart, by the parentheses alone. */
    bool called = !maria && text_starts_nocase(plain, "now(");
    const char *own = called ? mem_printf(mem, "(%s)", plain) : mysql_timestamp_text(mem, plain);
    return (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = own}};
}

static int hex_digit(char c)
{
    const char *at = c ? strchr("0123456789abcdef", char_lower(c)) : NULL;
    return at ? (int)(at - "0123456789abcdef") : -1;
}

/* 0x6162, how the catalogue has the default of a binary column: as text where it is one. */
static Default binary_default(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    size_t bad;
    for (const char *at = text + 2; *at; at += 2) {
        int high = hex_digit(at[0]), low = high < 0 ? -1 : hex_digit(at[1]);
        if (low < 0 || (high == 0 && low == 0)) {
            return (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = mem_strdup(mem, text)}};
        }
        buf_char(&buf, (char)(unsigned char)(high << 4 | low));
    }
    if (!utf8_valid(buf_text(&buf), buf.len, &bad)) {
        return (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = mem_strdup(mem, text)}};
    }
    return literal(DEFAULT_STRING, mem_strdup(mem, buf_text(&buf)));
}

Default mysql_default(Mem *mem, const Server *server, const Type *type, const char *text,
                      bool generated, const char *database)
{
    if (!text) {
        return (Default){0};
    }
    bool now = type->cls == TYPE_TIMESTAMP && text_starts_nocase(text, "CURRENT_TIMESTAMP");
    if (generated || now) {
        return expression(mem, server, mysql_unescape(mem, text), database);
    }
    if (type->cls == TYPE_BIT || server->flavor == FLAVOR_MARIADB) {
        return mysql_default_sql(mem, server, type, text, database);
    }
    if (type->cls == TYPE_BINARY && text_starts(text, "0x")) {
        return binary_default(mem, text);
    }
    return literal(numeric(type) ? DEFAULT_NUMBER : DEFAULT_STRING, mem_strdup(mem, text));
}

/* A literal with \0 in it cannot be a text of ours: x'610062'. */
static Default hexadecimal(Mem *mem, const char *text, size_t len)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "x'");
    for (size_t i = 1; i + 1 < len; i++) {
        bool escape = text[i] == '\\' || text[i] == '\'';
        i += escape;
        buf_fmt(&buf, "%02x", escape && text[i] == '0' ? 0u : (unsigned)(unsigned char)text[i]);
    }
    buf_char(&buf, '\'');
    return (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = mem_strdup(mem, buf_text(&buf))}};
}

Default mysql_default_sql(Mem *mem, const Server *server, const Type *type, const char *text,
                          const char *database)
{
    size_t len;
    if (!text || text_equal_nocase(text, "NULL")) {
        return (Default){0};
    }
    if (*text == '\'') {
        const char *value = mysql_unquote(mem, text, &len);
        if (value && !text[len]) {
            if (mysql_has_nul(text, len)) {
                return hexadecimal(mem, text, len);
            }
            return literal(numeric(type) && is_number(value) ? DEFAULT_NUMBER : DEFAULT_STRING,
                           value);
        }
    }
    const char *bits = bit_number(mem, text);
    if (bits || is_number(text)) {
        return literal(DEFAULT_NUMBER, bits ? bits : mem_strdup(mem, text));
    }
    return expression(mem, server, text, database);
}
