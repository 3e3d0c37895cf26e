/* SQL expressions and default values. */
#ifndef SCHEMA_EXPR_H
#define SCHEMA_EXPR_H

#include "base/error.h"
#include "base/str.h"

/* `text` is what is written out. `canonical` only ever decides equality: NULL until somebody (the
 * light normaliser, or the server: introspect/judge.h) has written the expression in normal form.
 * An Expr whose text is NULL is absent. No outer parentheses unless they are the user's. */
typedef struct Expr {
    const char *text, *canonical;
    Location where;
} Expr;

typedef enum DefaultKind {
    DEFAULT_NONE = 0,
    DEFAULT_NULL,      /* written as NULL: the same as none everywhere */
    DEFAULT_BOOLEAN,   /* value: "true" or "false" */
    DEFAULT_NUMBER,    /* value: the digits as written */
    DEFAULT_STRING,    /* value: the unquoted text */
    DEFAULT_EXPRESSION /* expr */
} DefaultKind;

typedef struct Default Default;
struct Default {
    DefaultKind kind;
    const char *value; /* literals only */
    Expr expr;         /* DEFAULT_EXPRESSION only */
    /* The same default as the server gives it back, when it was asked; only for comparing. */
    const Default *canonical;
};

bool default_is_literal(const Default *def);

/* Equal text, ignoring white space runs, letter case outside quotes, and outer parentheses, with
 * comments dropped: the light canonical form. Never joins what the server may tell apart. */
const char *expr_light(Mem *mem, const char *text);
/* Without the parentheses that enclose the whole text: "((a > 0))" -> "a > 0". */
const char *expr_strip_parens(Mem *mem, const char *text);

#endif
