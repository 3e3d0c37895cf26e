/* Tokens of the DSL: DBML's, nothing added (docs/model.md, "Text form"). */
#ifndef SCHEMA_DSL_LEX_H
#define SCHEMA_DSL_LEX_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_IDENT,  /* text: the word */
    TOKEN_QUOTED, /* "…": text is unescaped; a name, or a string where one is wanted */
    TOKEN_STRING, /* '…' or '''…''': text is unescaped */
    TOKEN_EXPR,   /* `…`: text is what stands between */
    TOKEN_NUMBER, /* unsigned */
    TOKEN_COLOR,  /* #fff */
    TOKEN_OP,     /* text: the operator, longest match */
    TOKEN_PUNCT,  /* one of , ( ) [ ] { } : * ; */
    TOKEN_COMMENT /* raw only; just when asked for */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    bool newline_before; /* between it and the token before */
    bool space_before;   /* a blank directly behind the token before: `int [` against `int[` */
    bool block;          /* '''…''' with line breaks: its indentation is layout */
    uint32_t line, column;
    const char *text;
    Str raw; /* as in the source */
} Token;

typedef LIST(Token) TokenList;

/* All tokens, TOKEN_END last. Comments are left out unless `comments`. Reports every error that
 * it finds; the text must outlive the tokens. */
NODISCARD bool dsl_lex(Mem *mem, const char *file, const char *text, size_t len, bool comments,
                       TokenList *out, Error *err);

/* How many carriage returns at `at` belong to a line feed behind them, and mean nothing. */
size_t dsl_line_break(Str text, size_t at);

/* Unicode category L or M, near enough: what an unquoted name may hold besides digits and "_". */
bool dsl_is_letter(uint32_t code_point);
/* May stand without quotes: a letter first, and only letters, digits and "_". */
bool dsl_is_plain_name(const char *text);

#endif
