/* The tokens of Python source, as far as it takes to find assignments on the top level: where
 * strings, comments, brackets and logical lines end. */
#ifndef MIGRATE_PYTHON_LEXER_H
#define MIGRATE_PYTHON_LEXER_H

#include "base/error.h"
#include "base/str.h"

typedef enum PythonKind {
    PYTHON_NEWLINE, /* the end of a logical line: none inside brackets or behind a backslash */
    PYTHON_NAME,
    PYTHON_STRING,
    PYTHON_OTHER, /* one character of anything else */
    PYTHON_END
} PythonKind;

typedef struct PythonToken {
    PythonKind kind;
    const char *text; /* of a string: decoded */
    bool constant;    /* a string that is text, not bytes, without parts that are computed */
    uint32_t line, column;
} PythonToken;

typedef struct PythonLexer {
    Mem *mem;
    const char *path;
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    size_t depth; /* open brackets */
} PythonLexer;

PythonLexer python_lexer(Mem *mem, const char *path, const char *text, size_t len);

/* ERR_MODEL, with the place: a string does not end. */
NODISCARD bool python_next(PythonLexer *lexer, PythonToken *out, Error *err);

#endif
