#include "migrate/python.h"

#include "migrate/python_lexer.h"

#include <string.h>

typedef struct Reader {
    Mem *mem;
    PythonLexer lexer;
    PythonToken token;
    bool line_begins; /* the token is the first of its logical line */
    PythonName *names;
    size_t n;
    Error *err;
} Reader;

static bool next(Reader *r)
{
    r->line_begins = r->token.kind == PYTHON_NEWLINE;
    return python_next(&r->lexer, &r->token, r->err);
}

static bool is_other(const Reader *r, char c)
{
    return r->token.kind == PYTHON_OTHER && r->token.text[0] == c;
}

static bool not_constant(Reader *r, const PythonName *name)
{
    error_at(r->err, ERR_MODEL, (Location){r->lexer.path, r->token.line, r->token.column},
             "what \"%s\" is cannot be told without running Python", name->name);
    return error_hint(r->err, "write it as a string, or as a tuple of strings, or None");
}

/* Strings that stand side by side are one. */
static bool read_string(Reader *r, PythonName *name)
{
    Buf text = buf_new(r->mem);
    while (r->token.kind == PYTHON_STRING) {
        if (!r->token.constant) {
            return not_constant(r, name);
        }
        buf_add(&text, r->token.text);
        if (!next(r)) {
            return false;
        }
    }
    list_push(r->mem, &name->values, buf_text(&text));
    return true;
}

/* `"a"`, `None`, `(`, `[`, `{`, commas and what closes, up to the end of the logical line: how
 * deep the values lie does not matter. */
static bool read_value(Reader *r, PythonName *name)
{
    while (r->token.kind != PYTHON_NEWLINE && r->token.kind != PYTHON_END && !is_other(r, ';')) {
        bool nothing = r->token.kind == PYTHON_NAME && text_equal(r->token.text, "None");
        bool punctuation = r->token.kind == PYTHON_OTHER && strchr("()[]{},", r->token.text[0]);
        if (r->token.kind == PYTHON_STRING) {
            if (!read_string(r, name)) {
                return false;
            }
        } else if (!nothing && !punctuation) {
            return not_constant(r, name);
        } else if (!next(r)) {
            return false;
        }
    }
    return true;
}

/* `: Union[str, None]` up to the "=", on this logical line. */
static bool pass_annotation(Reader *r)
{
    while (r->token.kind != PYTHON_NEWLINE && r->token.kind != PYTHON_END &&
           !(is_other(r, '=') && r->lexer.depth == 0)) {
        if (!next(r)) {
            return false;
        }
    }
    return true;
}

static PythonName *wanted(const Reader *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->token.kind == PYTHON_NAME && text_equal(r->token.text, r->names[i].name)) {
            return &r->names[i];
        }
    }
    return NULL;
}

/* The token is a name that was asked for, at the beginning of a line. */
static bool read_assignment(Reader *r, PythonName *name)
{
    uint32_t line = r->token.line;
    if (!next(r) || (is_other(r, ':') && !pass_annotation(r))) {
        return false;
    }
    if (!is_other(r, '=')) {
        return true; /* an expression, or an annotation alone */
    }
    name->found = true;
    name->line = line;
    name->values.len = 0;
    return next(r) && read_value(r, name);
}

static bool all_found(const Reader *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (!r->names[i].found) {
            return false;
        }
    }
    return true;
}

static bool read_docstring(Reader *r, const char **out)
{
    do {
        if (!next(r)) {
            return false;
        }
    } while (r->token.kind == PYTHON_NEWLINE);
    *out = r->token.kind == PYTHON_STRING && r->token.constant ? r->token.text : NULL;
    return true;
}

bool python_read(Mem *mem, const char *path, const char *text, size_t len, PythonName *names,
                 size_t n, const char **docstring, Error *err)
{
    Reader r = {.mem = mem, .names = names, .n = n, .err = err};
    r.lexer = python_lexer(mem, path, text, len);
    r.token.kind = PYTHON_NEWLINE;
    if (!read_docstring(&r, docstring)) {
        return false;
    }
    while (r.token.kind != PYTHON_END && !all_found(&r)) {
        PythonName *name = r.line_begins && r.token.column == 1 ? wanted(&r) : NULL;
        if (!(name ? read_assignment(&r, name) : next(&r))) {
            return false;
        }
    }
    return true;
}
