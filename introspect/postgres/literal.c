#include "introspect/postgres/literal.h"
#include "introspect/postgres/expression.h"

#include "schema/dialects/postgres.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static Default expression(Mem *mem, const char *text)
{
    return (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = postgres_expression(mem, text)}};
}

static Default literal(DefaultKind kind, const char *value)
{
    return (Default){.kind = kind, .value = value};
}

/* Digits with an optional fraction and exponent; a sign only where `sign` says so. */
static bool is_number(const char *text, bool sign)
{
    const char *at = text + (sign && *text == '-');
    const char *digits = at;
    while (char_is_digit(*at)) {
        at++;
    }
    if (at == digits) {
        return false;
    }
    if (*at == '.') {
        at++;
        while (char_is_digit(*at)) {
            at++;
        }
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        if (!char_is_digit(*at)) {
            return false;
        }
        while (char_is_digit(*at)) {
            at++;
        }
    }
    return *at == '\0';
}

/* The type that the server gives the number when it stands without quotes. */
static const char *natural_type(const char *number)
{
    if (strpbrk(number, ".eE")) {
        return "numeric";
    }
    errno = 0;
    long long value = strtoll(number, NULL, 10);
    if (errno == ERANGE) {
        return "numeric";
    }
    return value >= INT32_MIN && value <= INT32_MAX ? "integer" : "bigint";
}

/* 'it''s' at the start of `text` -> its value; returns what follows, or NULL. */
static const char *read_string(Mem *mem, const char *text, const char **value)
{
    Buf buf = buf_new(mem);
    if (*text++ != '\'') {
        return NULL;
    }
    for (; *text; text++) {
        if (*text == '\'' && *++text != '\'') {
            *value = mem_strdup(mem, buf_text(&buf));
            return text;
        }
        buf_char(&buf, *text);
    }
    return NULL;
}

static bool same_name(const char *a, const char *b)
{
    a = text_equal(a, "bpchar") ? "char" : a;
    b = text_equal(b, "bpchar") ? "char" : b;
    return text_equal(a, b);
}

/* Is `cast` the type's own name, without modifiers? */
static bool is_own_type(Mem *mem, const char *cast, const Type *type, const char *base)
{
    Type parsed, of_domain;
    if (type->cls == TYPE_USER && !base) {
        return text_equal(cast, type->text);
    }
    if (base && text_equal(cast, base)) {
        return true;
    }
    if (base && postgres_parse_type(mem, NULL, base, &of_domain)) {
        type = &of_domain;
    }
    if (!postgres_parse_type(mem, NULL, cast, &parsed)) {
        size_t len = strcspn(type->text, "(");
        return strlen(cast) == len && strncmp(cast, type->text, len) == 0;
    }
    return parsed.cls == type->cls && same_name(parsed.name, type->name) &&
           (parsed.dimensions > 0) == (type->dimensions > 0);
}

/* 'value'::type and nothing else. */
static Default from_quoted(Mem *mem, const char *text, const Type *type, const char *base)
{
    const char *value, *rest = read_string(mem, text, &value);
    if (!rest || !text_starts(rest, "::")) {
        return expression(mem, text);
    }
    const char *cast = rest + strlen("::");
    if (is_number(value, true) && *value == '-' && text_equal(cast, natural_type(value))) {
        return literal(DEFAULT_NUMBER, value);
    }
    return is_own_type(mem, cast, type, base) ? literal(DEFAULT_STRING, value)
                                              : expression(mem, text);
}

Default postgres_default(Mem *mem, const char *text, const Type *type, const char *base)
{
    if (text_equal(text, "true") || text_equal(text, "false")) {
        return literal(DEFAULT_BOOLEAN, mem_strdup(mem, text));
    }
    if (is_number(text, false)) {
        return literal(DEFAULT_NUMBER, mem_strdup(mem, text));
    }
    return from_quoted(mem, text, type, base);
}
