#include "schema/dialects/mysql_text.h"

#include <string.h>

/* What stands after a backslash, and what it means; others mean themselves. */
static const struct {
    char letter, value;
} escapes[] = {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'b', '\b'}, {'Z', 26}};

static char escaped(char letter)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        if (escapes[i].letter == letter) {
            return escapes[i].value;
        }
    }
    return letter;
}

/* \% and \_ keep their backslash: they mean something to LIKE, and the same as \\% elsewhere. */
static bool keeps_backslash(char letter)
{
    return letter == '%' || letter == '_';
}

const char *mysql_unquote(Mem *mem, const char *text, size_t *len)
{
    char quote = *text;
    Buf buf = buf_new(mem);
    const char *at = text + 1;
    while (*at) {
        if (*at == quote && at[1] != quote) {
            *len = (size_t)(at - text) + 1;
            return mem_strdup(mem, buf_text(&buf));
        }
        if (*at == '\\' && at[1]) {
            if (keeps_backslash(at[1])) {
                buf_char(&buf, '\\');
            }
            /* Texts end at NUL, so a value cannot hold one: mysql_has_nul() tells beforehand. */
            if (at[1] != '0') {
                buf_char(&buf, escaped(at[1]));
            }
            at += 2;
        } else {
            buf_char(&buf, *at);
            at += *at == quote ? 2 : 1;
        }
    }
    return NULL;
}

const char *mysql_quote(Mem *mem, const char *value)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '\'');
    for (const char *at = value; *at; at++) {
        if (*at == '\\' && keeps_backslash(at[1])) {
            buf_char(&buf, *at++);
            buf_char(&buf, *at);
        } else if (*at == '\\') {
            buf_add(&buf, "\\\\");
        } else if (*at == '\'') {
            buf_add(&buf, "''");
        } else if (*at == '\n') {
            buf_add(&buf, "\\n");
        } else if (*at == '\r') {
            buf_add(&buf, "\\r");
        } else {
            buf_char(&buf, *at);
        }
    }
    buf_char(&buf, '\'');
    return mem_strdup(mem, buf_text(&buf));
}

const char *mysql_unquote_name(Mem *mem, const char *text, size_t *len)
{
    Buf buf = buf_new(mem);
    for (const char *at = text + 1; *at; at++) {
        if (*at == '`' && at[1] != '`') {
            *len = (size_t)(at - text) + 1;
            return mem_strdup(mem, buf_text(&buf));
        }
        at += *at == '`';
        buf_char(&buf, *at);
    }
    return NULL;
}

const char *mysql_quote_name(Mem *mem, const char *name)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '`');
    for (const char *at = name; *at; at++) {
        buf_add(&buf, *at == '`' ? "`" : "");
        buf_char(&buf, *at);
    }
    buf_char(&buf, '`');
    return mem_strdup(mem, buf_text(&buf));
}

/* MySQL's catalogue has every byte of an expression beyond ASCII as a character of its own:
 * "\xc3\xaf" comes as the two characters U+00C3 U+00AF. What is not written that way is left alone.
 */
static const char *joined_bytes(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    size_t len = strlen(text), bad;
    for (size_t i = 0; i < len;) {
        uint32_t code_point = 0;
        size_t n = utf8_length(text + i, len - i, &code_point);
        if (!n || code_point > 0xff) {
            return text;
        }
        buf_char(&buf, (char)(unsigned char)code_point);
        i += n;
    }
    return utf8_valid(buf_text(&buf), buf.len, &bad) ? buf_text(&buf) : text;
}

const char *mysql_unescape(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    text = joined_bytes(mem, text);
    for (const char *at = text; *at; at++) {
        if (*at == '\\' && at[1]) {
            buf_char(&buf, escaped(*++at));
        } else {
            buf_char(&buf, *at);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

bool mysql_has_nul(const char *literal, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++) {
        if (literal[i] == '\\' && literal[++i] == '0') {
            return true;
        }
    }
    return false;
}

bool mysql_is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* The length of an introducer that says no more than the connection does: _utf8mb4'x'. */
static size_t introducer_length(const char *at)
{
    static const char *const usual[] = {"_utf8mb4'", "_utf8mb3'", "_utf8'"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (text_starts_nocase(at, usual[i])) {
            return strlen(usual[i]) - 1;
        }
    }
    return 0;
}

/* Copies the quoted run at `at`; returns its length. A literal is written anew. */
static size_t copy_quoted(Buf *buf, const char *at)
{
    size_t len = 0;
    const char *value =
        *at == '`' ? mysql_unquote_name(buf->mem, at, &len) : mysql_unquote(buf->mem, at, &len);
    if (!value) {
        len = strlen(at);
    }
    if (value && *at == '\'' && !mysql_has_nul(at, len)) {
        buf_add(buf, mysql_quote(buf->mem, value));
    } else {
        buf_add_len(buf, at, len);
    }
    return len;
}

/* The length of "`database`." at `at`, or 0. */
static size_t qualifier_length(Mem *mem, const char *at, const char *database)
{
    size_t len = 0;
    if (!database || *at != '`') {
        return 0;
    }
    const char *name = mysql_unquote_name(mem, at, &len);
    return name && at[len] == '.' && strcmp(name, database) == 0 ? len + 1 : 0;
}

const char *mysql_expression(Mem *mem, const char *text, const char *database, bool introducers)
{
    Buf buf = buf_new(mem);
    bool in_word = false, after_dot = false;
    while (*text) {
        size_t skip = in_word || introducers ? 0 : introducer_length(text);
        skip += after_dot ? 0 : qualifier_length(mem, text, database);
        text += skip;
        if (*text == '\'' || *text == '"' || *text == '`') {
            text += copy_quoted(&buf, text);
            in_word = after_dot = false;
            continue;
        }
        if (skip) {
            continue;
        }
        in_word = mysql_is_word(*text);
        after_dot = *text == '.';
        buf_char(&buf, *text++);
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *mysql_timestamp_text(Mem *mem, const char *text)
{
    static const char *const names[] = {"current_timestamp", "now", "localtimestamp", "localtime"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        if (!text_starts_nocase(text, names[i])) {
            continue;
        }
        const char *rest = text + len;
        size_t digits = *rest == '(' ? strspn(rest + 1, "0123456789") : 0;
        if (*rest == '(' && strcmp(rest + 1 + digits, ")") == 0) {
            bool plain = !digits || (digits == 1 && rest[1] == '0');
            return plain ? "CURRENT_TIMESTAMP" : mem_printf(mem, "CURRENT_TIMESTAMP%s", rest);
        }
        if (!*rest && strcmp(names[i], "now") != 0) {
            return "CURRENT_TIMESTAMP";
        }
    }
    return text;
}

/* Types whose literal defaults MySQL only takes as expressions. */
static bool needs_expression(const Server *server, const Type *type)
{
    bool large = type->cls == TYPE_TEXT || type->cls == TYPE_JSON || type->cls == TYPE_GEOMETRY ||
                 (type->cls == TYPE_BINARY && text_ends(type->name, "blob"));
    return large && server->flavor != FLAVOR_MARIADB && server_can(server, CAP_DEFAULT_EXPRESSION);
}

static const char *expression_clause(Mem *mem, const Server *server, const Type *type,
                                     const char *text)
{
    bool hex = text_starts_nocase(text, "0x") || text_starts_nocase(text, "x'") ||
               text_starts_nocase(text, "b'");
    const char *now = mysql_timestamp_text(mem, text);
    if (hex && !needs_expression(server, type)) {
        return text;
    }
    if (type->cls != TYPE_TIMESTAMP || !text_starts(now, "CURRENT_TIMESTAMP")) {
        return mem_printf(mem, "(%s)", text);
    }
    /* MySQL wants the same number of digits as the column has. */
    bool bare = strcmp(now, "CURRENT_TIMESTAMP") == 0 && type->fraction != TYPE_UNSET;
    return bare && server->flavor == FLAVOR_MYSQL
               ? mem_printf(mem, "CURRENT_TIMESTAMP(%d)", type->fraction)
               : now;
}

const char *mysql_default_clause(Mem *mem, const Server *server, const Type *type,
                                 const Default *def)
{
    bool text = type->cls == TYPE_CHAR || type->cls == TYPE_VARCHAR || type->cls == TYPE_TEXT ||
                type->cls == TYPE_ENUM || type->cls == TYPE_SET;
    const char *literal = NULL;
    switch (def->kind) {
    case DEFAULT_NONE:
    case DEFAULT_NULL:
        return NULL;
    case DEFAULT_BOOLEAN:
        literal =
            text ? mysql_quote(mem, def->value) : (strcmp(def->value, "true") == 0 ? "1" : "0");
        break;
    case DEFAULT_NUMBER:
        literal = text ? mysql_quote(mem, def->value) : def->value;
        break;
    case DEFAULT_STRING:
        literal = mysql_quote(mem, def->value);
        break;
    case DEFAULT_EXPRESSION:
        return expression_clause(mem, server, type, def->expr.text);
    }
    return needs_expression(server, type) ? mem_printf(mem, "(%s)", literal) : literal;
}

const char *mysql_charset_name(Mem *mem, const char *name)
{
    const char *lower = text_lower(mem, name);
    bool utf8 = text_starts(lower, "utf8") && (lower[4] == '_' || !lower[4]);
    return utf8 ? mem_printf(mem, "utf8mb3%s", lower + 4) : lower;
}

const char *mysql_collation_charset(Mem *mem, const char *collation)
{
    return mem_strndup(mem, collation, strcspn(collation, "_"));
}
