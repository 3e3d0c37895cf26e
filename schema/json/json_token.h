/* JSON's tokens with their places, comments included. Knows no grammar and never fails: what is no
 * token is a token too, for the messages. */
#ifndef SCHEMA_JSON_JSON_TOKEN_H
#define SCHEMA_JSON_JSON_TOKEN_H

#include "base/error.h"
#include "base/str.h"

typedef enum JsonTokenKind {
    JSON_TOKEN_END,
    JSON_TOKEN_OPEN_OBJECT,
    JSON_TOKEN_CLOSE_OBJECT,
    JSON_TOKEN_OPEN_ARRAY,
    JSON_TOKEN_CLOSE_ARRAY,
    JSON_TOKEN_COLON,
    JSON_TOKEN_COMMA,
    JSON_TOKEN_STRING,       /* with its quotes; escapes are not looked into */
    JSON_TOKEN_NUMBER,       /* whatever begins like a number */
    JSON_TOKEN_WORD,         /* true, false, null, and what should have been quoted */
    JSON_TOKEN_COMMENT,      /* a line comment without its line end, or a block comment */
    JSON_TOKEN_OPEN_STRING,  /* not closed on its line */
    JSON_TOKEN_OPEN_COMMENT, /* not closed */
    JSON_TOKEN_BAD           /* one character that begins no token */
} JsonTokenKind;

typedef struct JsonToken {
    JsonTokenKind kind;
    Str text;
    Location where;
} JsonToken;

typedef struct JsonScanner {
    const char *text;
    size_t len, at;
    Location here; /* of text[at] */
} JsonScanner;

/* A byte order mark at the start is skipped. */
JsonScanner json_scanner(const char *file, const char *text, size_t len);
JsonToken json_token(JsonScanner *scanner);
/* The next token that is not a comment. */
JsonToken json_token_past_comments(JsonScanner *scanner);
bool json_token_closes(JsonTokenKind kind);
/* Moves a place past `len` bytes of text. */
void json_advance(Location *where, const char *text, size_t len);

/* Says in the user's words why jansson refused the text; returns false. */
bool json_explain(Mem *mem, JsonScanner scanner, bool relaxed, Error *err);
/* The message for a document that is nested too deeply; returns false. */
bool json_too_deep(Location where, Error *err);

#endif
