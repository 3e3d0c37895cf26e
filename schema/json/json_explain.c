/* jansson says whether a text is JSON; people want to know what to do about it. This walks the
 * tokens of a refused text to the first one that cannot stand where it stands. */
#include "schema/doc.h"
#include "schema/json/json_token.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

typedef enum Expect {
    EXPECT_ROOT,
    EXPECT_VALUE,
    EXPECT_ITEM, /* a value or "]" */
    EXPECT_NAME, /* a name or "}" */
    EXPECT_COLON,
    EXPECT_COMMA, /* "," or the end of the object or array */
    EXPECT_END    /* of the file */
} Expect;

typedef struct Open {
    bool object;
    Location where;
    Doc *names; /* of an object: what it has already, to find duplicates */
} Open;

typedef struct Explainer {
    Mem *mem;
    Error *err;
    bool relaxed, after_comma;
    Expect expect;
    Open open[DOC_DEPTH_MAX];
    size_t depth;
} Explainer;

static bool fail(Explainer *ex, Location where, const char *message, const char *hint)
{
    error_at(ex->err, ERR_MODEL, where, "%s", message);
    return error_hint(ex->err, "%s", hint);
}

static const char *quote(Explainer *ex, Str text)
{
    const size_t most = 40;
    size_t len = text.len;
    if (len > most) {
        /* Cut between characters, not inside one. */
        for (len = most; len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80; len--) {
        }
    }
    return mem_printf(ex->mem, "%.*s%s", (int)len, text.ptr, len < text.len ? "…" : "");
}

bool json_too_deep(Location where, Error *err)
{
    error_at(err, ERR_MODEL, where, "objects and arrays are nested more than %d deep",
             DOC_DEPTH_MAX);
    return error_hint(err, "no model needs that many levels: look for a bracket too many");
}

/* --- tokens that are wrong wherever they stand ------------------------------------------------ */

static bool is_conflict_marker(const JsonToken *token, const char *end)
{
    const char *at = token->text.ptr;
    if (token->where.column != 1 || end - at < 7 || !*at || !strchr("<=>|", *at)) {
        return false;
    }
    for (size_t i = 1; i < 7; i++) {
        if (at[i] != at[0]) {
            return false;
        }
    }
    return true;
}

static bool explain_bad(Explainer *ex, const JsonToken *token, const char *end)
{
    uint32_t code = 0;
    if (is_conflict_marker(token, end)) {
        return fail(ex, token->where, "merge conflict marker",
                    "two branches changed this place: keep what you want of both and remove the "
                    "lines with <<<<<<<, ======= and >>>>>>>");
    }
    utf8_length(token->text.ptr, token->text.len, &code);
    if (code == '\'') {
        return fail(ex, token->where, "a single quote cannot stand here",
                    "JSON takes names and strings in double quotes");
    }
    error_at(ex->err, ERR_MODEL, token->where, "unexpected character %s (U+%04X)",
             code > ' ' ? quote(ex, token->text) : "", (unsigned)code);
    return error_hint(ex->err, "remove it; text belongs in double quotes");
}

/* The bytes of a string token that jansson will not take; jansson's own verdict has no place. */
static size_t bad_escape(Str text, const char **message, const char **hint)
{
    for (size_t i = 1; i + 1 < text.len; i++) {
        size_t at = i;
        if ((unsigned char)text.ptr[i] < 0x20) {
            *message = "control character in a string";
            *hint = "write it as an escape: \\t, \\n or \\u001f";
            return at;
        }
        if (text.ptr[i] != '\\') {
            continue;
        }
        char escape = text.ptr[++i];
        bool wrong = !escape || !strchr("\"\\/bfnrtu", escape);
        for (size_t k = 1; escape == 'u' && k <= 4; k++) {
            wrong |= !isxdigit((unsigned char)text.ptr[i + k < text.len ? i + k : text.len - 1]);
        }
        if (wrong || (escape == 'u' && memcmp(text.ptr + i, "u0000", 5) == 0)) {
            *message =
                wrong ? "invalid escape in a string" : "a string cannot hold the character U+0000";
            *hint = wrong ? "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four "
                            "hexadecimal digits; write a backslash as \\\\"
                          : "remove it";
            return at;
        }
    }
    return 0;
}

static bool is_plain(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == '\\') {
            return false;
        }
    }
    return true;
}

static bool explain_string(Explainer *ex, const JsonToken *token, const char **value)
{
    if (is_plain(token->text)) {
        *value = mem_strndup(ex->mem, token->text.ptr + 1, token->text.len - 2);
        return true;
    }
    json_error_t error;
    json_t *json = json_loadb(token->text.ptr, token->text.len, JSON_DECODE_ANY, &error);
    if (json) {
        *value = mem_strdup(ex->mem, json_string_value(json));
        json_decref(json);
        return true;
    }
    const char *message = "invalid Unicode escape in a string";
    const char *hint =
        "characters above U+FFFF take two escapes, as \\ud83d\\ude00, or none at all";
    Location where = token->where;
    json_advance(&where, token->text.ptr, bad_escape(token->text, &message, &hint));
    return fail(ex, where, message, hint);
}

static bool explain_number(Explainer *ex, const JsonToken *token)
{
    json_error_t error;
    json_t *json = json_loadb(token->text.ptr, token->text.len,
                              JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    if (json) {
        json_decref(json);
        return true;
    }
    if (json_error_code(&error) == json_error_numeric_overflow) {
        error_at(ex->err, ERR_MODEL, token->where, "number %s is too large",
                 quote(ex, token->text));
        return error_hint(ex->err, "write it as an expression: {\"expr\": \"…\"}");
    }
    error_at(ex->err, ERR_MODEL, token->where, "%s is not a number", quote(ex, token->text));
    return error_hint(ex->err, "JSON numbers look like 1, -1, 0.5 or 1e6: no leading zero, no plus "
                               "sign, a digit before and after the point");
}

static bool explain_word(Explainer *ex, const JsonToken *token)
{
    static const char *const words[] = {"true", "false", "null"};
    char *word = str_dup(ex->mem, token->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    error_at(ex->err, ERR_MODEL, token->where, "unknown word %s", quote(ex, token->text));
    const char *near = text_nearest(word, words, sizeof words / sizeof *words);
    return near ? error_hint(ex->err, "did you mean %s? text belongs in double quotes", near)
                : error_hint(ex->err, "text belongs in double quotes; the only words are true, "
                                      "false and null");
}

static bool explain_lexical(Explainer *ex, const JsonToken *token, const char *end)
{
    switch (token->kind) {
    case JSON_TOKEN_BAD:
        return explain_bad(ex, token, end);
    case JSON_TOKEN_OPEN_STRING:
        return fail(ex, token->where, "this string is not closed on its line",
                    "end it with a double quote; a line break inside a string is written \\n");
    case JSON_TOKEN_OPEN_COMMENT:
        return fail(ex, token->where, "this comment is not closed", "end it with */");
    case JSON_TOKEN_COMMENT:
        return ex->relaxed ||
               fail(ex, token->where, "a .json file cannot have comments",
                    "rename the file to .jsonc, which may have comments and trailing commas");
    case JSON_TOKEN_END:
    case JSON_TOKEN_OPEN_OBJECT:
    case JSON_TOKEN_CLOSE_OBJECT:
    case JSON_TOKEN_OPEN_ARRAY:
    case JSON_TOKEN_CLOSE_ARRAY:
    case JSON_TOKEN_COLON:
    case JSON_TOKEN_COMMA:
    case JSON_TOKEN_STRING:
    case JSON_TOKEN_NUMBER:
    case JSON_TOKEN_WORD:
        return true;
    }
    return true;
}

/* --- tokens in the wrong place ---------------------------------------------------------------- */

static bool explain_end(Explainer *ex, const JsonToken *token)
{
    if (ex->expect == EXPECT_END) {
        return true;
    }
    if (ex->expect == EXPECT_ROOT) {
        return fail(ex, token->where, "the file is empty",
                    "a JSON document begins with \"{\" and ends with \"}\"");
    }
    const Open *open = &ex->open[ex->depth - 1];
    error_at(ex->err, ERR_MODEL, token->where,
             "the file ends before the \"%s\" of line %u, column %u is closed",
             open->object ? "{" : "[", open->where.line, open->where.column);
    return error_hint(ex->err, "add the missing \"%s\"", open->object ? "}" : "]");
}

static bool explain_close(Explainer *ex, const JsonToken *token)
{
    bool object = token->kind == JSON_TOKEN_CLOSE_OBJECT;
    if (!ex->depth) {
        error_at(ex->err, ERR_MODEL, token->where, "\"%s\" closes nothing", object ? "}" : "]");
        return error_hint(ex->err, "remove it");
    }
    const Open *open = &ex->open[ex->depth - 1];
    if (open->object != object) {
        error_at(ex->err, ERR_MODEL, token->where,
                 "\"%s\" cannot close the \"%s\" of line %u, column %u", object ? "}" : "]",
                 open->object ? "{" : "[", open->where.line, open->where.column);
        return error_hint(ex->err, "put a \"%s\" before it", open->object ? "}" : "]");
    }
    if (ex->after_comma && !ex->relaxed) {
        error_at(ex->err, ERR_MODEL, token->where, "comma before \"%s\"", object ? "}" : "]");
        return error_hint(ex->err, "remove the comma, or rename the file to .jsonc, which may have "
                                   "trailing commas");
    }
    if (ex->expect == EXPECT_COLON || (ex->expect == EXPECT_VALUE && object)) {
        return fail(ex, token->where, "a value is missing here", "write a colon and a value");
    }
    ex->depth--;
    ex->expect = ex->depth ? EXPECT_COMMA : EXPECT_END;
    return true;
}

static bool explain_open(Explainer *ex, const JsonToken *token)
{
    bool object = token->kind == JSON_TOKEN_OPEN_OBJECT;
    if (ex->depth == DOC_DEPTH_MAX) {
        return json_too_deep(token->where, ex->err);
    }
    ex->open[ex->depth++] =
        (Open){object, token->where, object ? doc_new(ex->mem, DOC_OBJECT, token->where) : NULL};
    ex->expect = object ? EXPECT_NAME : EXPECT_ITEM;
    return true;
}

static bool explain_name(Explainer *ex, const JsonToken *token)
{
    const char *name;
    if (token->kind == JSON_TOKEN_WORD || token->kind == JSON_TOKEN_NUMBER) {
        error_at(ex->err, ERR_MODEL, token->where, "name %s without quotes",
                 quote(ex, token->text));
        return error_hint(ex->err, "write \"%s\"", quote(ex, token->text));
    }
    if (token->kind != JSON_TOKEN_STRING) {
        error_at(ex->err, ERR_MODEL, token->where, "a name is missing before \"%s\"",
                 quote(ex, token->text));
        return error_hint(ex->err, "an object is written {\"name\": value, …}");
    }
    if (!explain_string(ex, token, &name)) {
        return false;
    }
    const DocMember *earlier =
        doc_set(ex->mem, ex->open[ex->depth - 1].names, name, token->where, NULL);
    if (earlier) {
        error_at(ex->err, ERR_MODEL, token->where,
                 "duplicate name \"%s\": it stands in line %u, column %u already", name,
                 earlier->where.line, earlier->where.column);
        return error_hint(ex->err, "remove or rename one of the two");
    }
    ex->expect = EXPECT_COLON;
    return true;
}

static bool explain_value(Explainer *ex, const JsonToken *token)
{
    const char *value;
    bool good = true;
    if (ex->expect == EXPECT_ROOT && token->kind != JSON_TOKEN_OPEN_OBJECT &&
        token->kind != JSON_TOKEN_OPEN_ARRAY) {
        error_at(ex->err, ERR_MODEL, token->where, "the document begins with \"%s\"",
                 quote(ex, token->text));
        return error_hint(ex->err, "a JSON document begins with \"{\" and ends with \"}\"");
    }
    if (token->kind == JSON_TOKEN_OPEN_OBJECT || token->kind == JSON_TOKEN_OPEN_ARRAY) {
        return explain_open(ex, token);
    }
    if (token->kind == JSON_TOKEN_STRING) {
        good = explain_string(ex, token, &value);
    } else if (token->kind == JSON_TOKEN_NUMBER) {
        good = explain_number(ex, token);
    } else if (token->kind == JSON_TOKEN_WORD) {
        good = explain_word(ex, token);
    } else {
        error_at(ex->err, ERR_MODEL, token->where, "a value is missing before \"%s\"",
                 quote(ex, token->text));
        return error_hint(ex->err, "write a string, a number, true, false, null, an array or an "
                                   "object");
    }
    ex->expect = EXPECT_COMMA;
    return good;
}

static bool explain_comma(Explainer *ex, const JsonToken *token)
{
    if (token->kind != JSON_TOKEN_COMMA) {
        error_at(ex->err, ERR_MODEL, token->where, "comma missing before %s",
                 quote(ex, token->text));
        return error_hint(ex->err, "put a comma after what stands before it");
    }
    ex->expect = ex->open[ex->depth - 1].object ? EXPECT_NAME : EXPECT_VALUE;
    return true;
}

static bool explain_token(Explainer *ex, const JsonToken *token)
{
    if (token->kind == JSON_TOKEN_END) {
        return explain_end(ex, token);
    }
    if (json_token_closes(token->kind)) {
        return explain_close(ex, token);
    }
    switch (ex->expect) {
    case EXPECT_ROOT:
    case EXPECT_VALUE:
    case EXPECT_ITEM:
        return explain_value(ex, token);
    case EXPECT_NAME:
        return explain_name(ex, token);
    case EXPECT_COLON:
        if (token->kind != JSON_TOKEN_COLON) {
            error_at(ex->err, ERR_MODEL, token->where, "colon missing before %s",
                     quote(ex, token->text));
            return error_hint(ex->err, "write a colon between a name and its value");
        }
        ex->expect = EXPECT_VALUE;
        return true;
    case EXPECT_COMMA:
        return explain_comma(ex, token);
    case EXPECT_END:
        error_at(ex->err, ERR_MODEL, token->where, "%s after the end of the document",
                 quote(ex, token->text));
        return error_hint(ex->err, "remove it, or the bracket too many before it");
    }
    return true;
}

bool json_explain(Mem *mem, JsonScanner scanner, bool relaxed, Error *err)
{
    Explainer ex = {.mem = mem, .err = err, .relaxed = relaxed};
    JsonToken token;
    do {
        token = json_token(&scanner);
        if (!explain_lexical(&ex, &token, scanner.text + scanner.len)) {
            return false;
        }
        if (token.kind != JSON_TOKEN_COMMENT) {
            if (!explain_token(&ex, &token)) {
                return false;
            }
            ex.after_comma = token.kind == JSON_TOKEN_COMMA;
        }
    } while (token.kind != JSON_TOKEN_END);
    return false;
}
