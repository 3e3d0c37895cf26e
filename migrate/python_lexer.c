#include "migrate/python_lexer.h"

#include <string.h>

#define NESTED_MAX 32u

PythonLexer python_lexer(Mem *mem, const char *path, const char *text, size_t len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    PythonLexer lexer = {.mem = mem, .path = path, .at = text, .end = text + len, .line = 1};
    if (len >= 3 && !memcmp(text, mark, 3)) {
        lexer.at += 3;
    }
    lexer.line_start = lexer.at;
    return lexer;
}

static char peek(const PythonLexer *x, size_t ahead)
{
    return (size_t)(x->end - x->at) > ahead ? x->at[ahead] : '\0';
}

static bool ended(const PythonLexer *x)
{
    return x->at >= x->end;
}

/* One character, counting lines. */
static char take(PythonLexer *x)
{
    char c = *x->at++;
    if (c == '\n') {
        x->line++;
        x->line_start = x->at;
    }
    return c;
}

static bool is_name_start(char c)
{
    return char_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name(char c)
{
    return is_name_start(c) || char_is_digit(c);
}

/* --- strings -----------------------------------------------------------------------------------
 */

typedef struct Quotes {
    bool raw, bytes, computed; /* of the letters before the quote */
    char quote;
    bool triple;
    uint32_t line, column; /* where it begins */
} Quotes;

/* How many letters before a quote belong to the string: r"", Rb'', f"…"; *out says what they mean.
 * False when this is no string. */
static bool find_quotes(const PythonLexer *x, size_t *prefix, Quotes *out)
{
    size_t n = 0;
    while (n < 2 && peek(x, n) && strchr("rRbBuUfFtT", peek(x, n))) {
        char c = char_lower(peek(x, n++));
        out->raw |= c == 'r';
        out->bytes |= c == 'b';
        out->computed |= c == 'f' || c == 't';
    }
    out->quote = peek(x, n);
    out->triple = peek(x, n + 1) == out->quote && peek(x, n + 2) == out->quote;
    *prefix = n;
    return out->quote == '"' || out->quote == '\'';
}

static bool not_ended(const PythonLexer *x, const Quotes *q, Error *err)
{
    error_at(err, ERR_MODEL, (Location){x->path, q->line, q->column}, "this string does not end");
    return error_hint(err, "is the file Python that runs?");
}

/* Up to `most` digits of the base. */
static uint32_t number(PythonLexer *x, size_t most, uint32_t base)
{
    uint32_t value = 0;
    for (size_t i = 0; i < most && !ended(x); i++) {
        char c = char_lower(peek(x, 0));
        uint32_t digit = char_is_digit(c)       ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                                                : base;
        if (digit >= base) {
            break;
        }
        value = value * base + digit;
        take(x);
    }
    return value;
}

static void add_code(Buf *out, uint32_t code)
{
    bool character = code && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    buf_utf8(out, character ? code : 0xFFFD);
}

/* Behind a backslash. What has no meaning to Python stays as it is. */
static void add_escape(PythonLexer *x, Buf *out)
{
    static const char letters[] = "abfnrtv\\'\"", meant[] = "\a\b\f\n\r\t\v\\'\"";
    char c = ended(x) ? '\\' : peek(x, 0);
    const char *known = c ? strchr(letters, c) : NULL;
    if (c >= '0' && c <= '7') {
        add_code(out, number(x, 3, 8));
        return;
    }
    if (!ended(x)) {
        take(x);
    }
    if (c == 'x' || c == 'u' || c == 'U') {
        add_code(out, number(x, c == 'x' ? 2 : c == 'u' ? 4 : 8, 16));
    } else if (known) {
        buf_char(out, meant[known - letters]);
    } else if (c != '\n') {
        buf_char(out, '\\');
        buf_char(out, c ? c : ' ');
    }
}

static bool at_closing(const PythonLexer *x, const Quotes *q)
{
    return peek(x, 0) == q->quote &&
           (!q->triple || (peek(x, 1) == q->quote && peek(x, 2) == q->quote));
}

static bool read_string(PythonLexer *x, Quotes q, size_t nested, Buf *out, Error *err);

/* `{expression}` of an f-string, behind its brace: strings in it may hold the same quotes. */
static bool pass_expression(PythonLexer *x, const Quotes *q, size_t nested, Error *err)
{
    size_t open = 1, prefix = 0;
    while (open && !ended(x)) {
        Quotes inner = {.line = x->line, .column = q->column};
        if (find_quotes(x, &prefix, &inner) && nested < NESTED_MAX) {
            Buf dropped = buf_new(x->mem);
            x->at += prefix;
            if (!read_string(x, inner, nested + 1, &dropped, err)) {
                return false;
            }
            continue;
        }
        char c = take(x);
        open += c == '{' ? 1 : 0;
        open -= c == '}' ? 1 : 0;
    }
    return open == 0 || not_ended(x, q, err);
}

/* At the opening quote. */
static bool read_string(PythonLexer *x, Quotes q, size_t nested, Buf *out, Error *err)
{
    x->at += q.triple ? 3 : 1;
    while (!ended(x) && !at_closing(x, &q)) {
        char c = take(x);
        if (c == '\n' && !q.triple) {
            return not_ended(x, &q, err);
        }
        if (c == '\\' && q.raw) {
            buf_char(out, c);
            if (!ended(x)) {
                buf_char(out, take(x));
            }
        } else if (c == '\\') {
            add_escape(x, out);
        } else if (c == '{' && q.computed && peek(x, 0) == '{') {
            take(x);
        } else if (c == '{' && q.computed) {
            if (!pass_expression(x, &q, nested, err)) {
                return false;
            }
        } else if (c && c != '\r') {
            buf_char(out, c);
        }
    }
    if (ended(x)) {
        return not_ended(x, &q, err);
    }
    x->at += q.triple ? 3 : 1;
    return true;
}

/* --- tokens ------------------------------------------------------------------------------------
 */

/* A backslash at the end of a line joins it with the next. */
static bool pass_joint(PythonLexer *x)
{
    size_t n = peek(x, 1) == '\r' ? 2 : 1;
    if (peek(x, 0) != '\\' || peek(x, n) != '\n') {
        return false;
    }
    x->at += n;
    take(x);
    return true;
}

static bool pass_comment(PythonLexer *x)
{
    if (peek(x, 0) != '#') {
        return false;
    }
    while (!ended(x) && peek(x, 0) != '\n') {
        x->at++;
    }
    return true;
}

/* A line end counts outside brackets. */
static bool pass_blank(PythonLexer *x)
{
    char c = peek(x, 0);
    if (c == '\n' ? x->depth == 0 : !char_is_space(c)) {
        return false;
    }
    take(x);
    return true;
}

static void pass_space(PythonLexer *x)
{
    while (!ended(x) && (pass_joint(x) || pass_comment(x) || pass_blank(x))) {
    }
}

static void read_name(PythonLexer *x, PythonToken *out)
{
    const char *start = x->at;
    while (!ended(x) && is_name(*x->at)) {
        x->at++;
    }
    out->kind = PYTHON_NAME;
    out->text = mem_strndup(x->mem, start, (size_t)(x->at - start));
}

static void read_other(PythonLexer *x, PythonToken *out)
{
    char c = take(x);
    out->kind = c == '\n' ? PYTHON_NEWLINE : PYTHON_OTHER;
    out->text = mem_strndup(x->mem, &c, 1);
    if (c == '(' || c == '[' || c == '{') {
        x->depth++;
    } else if ((c == ')' || c == ']' || c == '}') && x->depth) {
        x->depth--;
    }
}

bool python_next(PythonLexer *x, PythonToken *out, Error *err)
{
    size_t prefix = 0;
    pass_space(x);
    *out = (PythonToken){.kind = PYTHON_END,
                         .text = "",
                         .line = x->line,
                         .column = (uint32_t)(x->at - x->line_start) + 1};
    if (ended(x)) {
        return true;
    }
    Quotes q = {.line = out->line, .column = out->column};
    if (find_quotes(x, &prefix, &q)) {
        Buf text = buf_new(x->mem);
        x->at += prefix;
        out->kind = PYTHON_STRING;
        out->constant = !q.bytes && !q.computed;
        if (!read_string(x, q, 0, &text, err)) {
            return false;
        }
        out->text = buf_text(&text);
        return true;
    }
    if (is_name_start(peek(x, 0))) {
        read_name(x, out);
    } else {
        read_other(x, out);
    }
    return true;
}
