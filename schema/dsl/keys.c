#include "schema/dsl/keys.h"

#include "schema/dsl/lex.h"

#include <string.h>

typedef enum PieceKind {
    PIECE_WORD,   /* may hold dots */
    PIECE_QUOTED, /* "…" */
    PIECE_GROUP,  /* (…) */
    PIECE_OTHER
} PieceKind;

typedef struct Piece {
    PieceKind kind;
    Str text;
} Piece;

typedef LIST(Piece) Pieces;

/* --- cutting a text into pieces -----------------------------------------------------------------
 */

static size_t quoted_length(const char *text)
{
    size_t i = 1;
    while (text[i] && (text[i] != text[0] || text[i + 1] == text[0])) {
        i += text[i] == text[0] ? 2 : 1;
    }
    return text[i] ? i + 1 : i;
}

static size_t group_length(const char *text)
{
    size_t i = 0, depth = 0;
    do {
        if (text[i] == '\'' || text[i] == '"') {
            i += quoted_length(text + i);
            continue;
        }
        depth += text[i] == '(';
        depth -= text[i] == ')';
        i++;
    } while (depth && text[i]);
    return i;
}

static bool in_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static size_t word_length(const char *text)
{
    size_t i = 0;
    while (in_word(text[i]) || (i && text[i] == '.' && in_word(text[i + 1]))) {
        i++;
    }
    return i;
}

static Pieces cut(Mem *mem, const char *text)
{
    Pieces pieces = {0};
    while (*text) {
        PieceKind kind = PIECE_OTHER;
        size_t len = 1;
        if (char_is_space(*text)) {
            text++;
            continue;
        }
        if (in_word(*text) && !char_is_digit(*text)) {
            kind = PIECE_WORD;
            len = word_length(text);
        } else if (*text == '"' || *text == '\'') {
            kind = *text == '"' ? PIECE_QUOTED : PIECE_OTHER;
            len = quoted_length(text);
        } else if (*text == '(') {
            kind = PIECE_GROUP;
            len = group_length(text);
        } else if (in_word(*text)) {
            len = word_length(text);
        }
        char last = text[len - 1];
        bool open = (kind == PIECE_QUOTED && (len < 2 || last != '"')) ||
                    (kind == PIECE_GROUP && last != ')');
        list_push(mem, &pieces, (Piece){open ? PIECE_OTHER : kind, {text, len}});
        text += len;
    }
    return pieces;
}

static bool piece_is(const Piece *piece, const char *word)
{
    size_t len = strlen(word);
    if (piece->kind != PIECE_WORD || piece->text.len != len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (char_lower(piece->text.ptr[i]) != word[i]) {
            return false;
        }
    }
    return true;
}

/* The name without its quotes. */
static const char *piece_name(Mem *mem, const Piece *piece)
{
    if (piece->kind != PIECE_QUOTED) {
        return str_dup(mem, piece->text);
    }
    Buf buf = buf_new(mem);
    for (size_t i = 1; i + 1 < piece->text.len; i++) {
        i += piece->text.ptr[i] == '"';
        buf_char(&buf, piece->text.ptr[i]);
    }
    return mem_strdup(mem, buf_text(&buf));
}

/* --- reading -----------------------------------------------------------------------------------
 */

static void set_text(Mem *mem, Doc *key, const char *name, const char *text)
{
    if (text) {
        doc_set(mem, key, name, key->where, doc_string(mem, text, key->where));
    }
}

/* `(10)` -> "10" */
static const char *group_digits(Mem *mem, const Piece *piece)
{
    if (piece->kind != PIECE_GROUP) {
        return NULL;
    }
    const char *text = str_dup(mem, str_trim((Str){piece->text.ptr + 1, piece->text.len - 2}));
    bool digits = *text && *text != '0' && !text[strspn(text, "0123456789")];
    return digits ? text : NULL;
}

static bool is_name(const Piece *piece)
{
    return piece->kind == PIECE_WORD || piece->kind == PIECE_QUOTED;
}

/* `is null` and its like end an expression; they are no operator classes. */
static bool may_be_opclass(const Piece *piece)
{
    return piece->kind == PIECE_WORD && !piece_is(piece, "isnull") && !piece_is(piece, "notnull") &&
           !piece_is(piece, "collate");
}

/* The text from one piece through another. */
static const char *between(Mem *mem, const Piece *first, const Piece *last)
{
    const char *end = last->text.ptr + last->text.len;
    return mem_strndup(mem, first->text.ptr, (size_t)(end - first->text.ptr));
}

/* Reads [first, end) as modifiers into `key`; false (with `key` half filled) when it is more. */
static bool read_modifiers(Mem *mem, const Piece *at, const Piece *end, bool length, Doc *key)
{
    if (length && at < end && group_digits(mem, at)) {
        doc_set(mem, key, "length", key->where, doc_number(mem, group_digits(mem, at), key->where));
        at++;
    }
    if (end - at >= 2 && piece_is(at, "collate") && is_name(at + 1)) {
        set_text(mem, key, "collate", piece_name(mem, at + 1));
        at += 2;
    }
    bool order = at < end && (piece_is(at, "asc") || piece_is(at, "desc"));
    bool nulls = end - at == 2 && piece_is(at, "nulls");
    if (at < end && !order && !nulls && may_be_opclass(at)) {
        bool parameters = end - at >= 2 && at[1].kind == PIECE_GROUP;
        set_text(mem, key, "opclass", between(mem, at, at + parameters));
        at += parameters ? 2 : 1;
        order = at < end && (piece_is(at, "asc") || piece_is(at, "desc"));
    }
    if (order) {
        set_text(mem, key, "order", piece_is(at, "asc") ? "asc" : "desc");
        at++;
    }
    if (end - at == 2 && piece_is(at, "nulls") &&
        (piece_is(at + 1, "first") || piece_is(at + 1, "last"))) {
        set_text(mem, key, "nulls", piece_is(at + 1, "first") ? "first" : "last");
        at += 2;
    }
    return at == end;
}

static Doc *new_key(Mem *mem, const char *member, const char *text, Location where)
{
    Doc *key = doc_new(mem, DOC_OBJECT, where);
    set_text(mem, key, member, text);
    return key;
}

static Doc *read_column(Mem *mem, const KeyScope *scope, const Pieces *pieces, Location where)
{
    const Piece *first = pieces->at, *end = pieces->at + pieces->len;
    if (!is_name(first) || piece_is(first, "not")) {
        return NULL;
    }
    const char *name = piece_name(mem, first);
    bool call = pieces->len > 1 && first[1].kind == PIECE_GROUP;
    if (!*name || (call && !scope->is_column(scope->table, name))) {
        return NULL;
    }
    Doc *key = new_key(mem, "column", name, where);
    if (!read_modifiers(mem, first + 1, end, true, key)) {
        return NULL;
    }
    return key->members.len == 1 ? key->members.at[0].value : key;
}

/* A call or a parenthesis with modifiers behind it. */
static Doc *read_call(Mem *mem, const Pieces *pieces, Location where)
{
    const Piece *first = pieces->at, *end = pieces->at + pieces->len;
    bool call = pieces->len > 1 && first->kind == PIECE_WORD && first[1].kind == PIECE_GROUP;
    if (!call && first->kind != PIECE_GROUP) {
        return NULL;
    }
    Doc *key = new_key(mem, "expr", between(mem, first, first + call), where);
    return read_modifiers(mem, first + call + 1, end, false, key) ? key : NULL;
}

/* Any expression with `desc` and `nulls last` behind it. */
static Doc *read_expression(Mem *mem, const char *text, Pieces *pieces, Location where)
{
    const char *order = NULL, *nulls = NULL;
    size_t n = pieces->len;
    const Piece *at = pieces->at;
    if (n > 2 && piece_is(&at[n - 2], "nulls") &&
        (piece_is(&at[n - 1], "first") || piece_is(&at[n - 1], "last"))) {
        nulls = piece_is(&at[n - 1], "first") ? "first" : "last";
        n -= 2;
    }
    if (n > 1 && (piece_is(&at[n - 1], "asc") || piece_is(&at[n - 1], "desc"))) {
        order = piece_is(&at[n - 1], "asc") ? "asc" : "desc";
        n--;
    }
    Doc *key = new_key(mem, "expr", order || nulls ? between(mem, at, &at[n - 1]) : text, where);
    set_text(mem, key, "order", order);
    set_text(mem, key, "nulls", nulls);
    return key;
}

Doc *key_read(Mem *mem, const KeyScope *scope, const char *text, Location where)
{
    Pieces pieces = cut(mem, text);
    if (!pieces.len) {
        return new_key(mem, "expr", text, where);
    }
    Doc *key = read_column(mem, scope, &pieces, where);
    if (!key) {
        key = read_call(mem, &pieces, where);
    }
    return key ? key : read_expression(mem, text, &pieces, where);
}

bool key_read_modifiers(Mem *mem, const char *text, Doc *key)
{
    Pieces pieces = cut(mem, text);
    return !pieces.len || read_modifiers(mem, pieces.at, pieces.at + pieces.len, true, key);
}

/* --- writing -----------------------------------------------------------------------------------
 */

static const char *text_of(const Doc *key, const char *name)
{
    for (size_t i = 0; i < key->members.len; i++) {
        if (strcmp(key->members.at[i].name, name) == 0) {
            return key->members.at[i].value->text;
        }
    }
    return NULL;
}

static void add_identifier(Buf *buf, const char *name)
{
    static const char *const reserved[] = {"asc", "desc", "nulls", "collate", "not"};
    bool plain = dsl_is_plain_name(name);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        plain &= !text_equal_nocase(name, reserved[i]);
    }
    if (plain) {
        buf_add(buf, name);
        return;
    }
    buf_char(buf, '"');
    for (; *name; name++) {
        buf_add(buf, *name == '"' ? "\"" : "");
        buf_char(buf, *name);
    }
    buf_char(buf, '"');
}

const char *key_modifiers(Mem *mem, const Doc *key)
{
    Buf buf = buf_new(mem);
    const char *length = text_of(key, "length"), *collate = text_of(key, "collate");
    const char *opclass = text_of(key, "opclass"), *order = text_of(key, "order");
    const char *nulls = text_of(key, "nulls");
    if (length) {
        buf_fmt(&buf, "(%s)", length);
    }
    if (collate) {
        buf_add(&buf, " collate ");
        Buf quoted = buf_new(mem);
        buf_char(&quoted, '"');
        for (const char *c = collate; *c; c++) {
            buf_add(&quoted, *c == '"' ? "\"" : "");
            buf_char(&quoted, *c);
        }
        buf_char(&quoted, '"');
        buf_add(&buf, buf_text(&quoted));
    }
    buf_fmt(&buf, "%s%s", opclass ? " " : "", opclass ? opclass : "");
    buf_fmt(&buf, "%s%s", order ? " " : "", order ? order : "");
    buf_fmt(&buf, "%s%s", nulls ? " nulls " : "", nulls ? nulls : "");
    const char *text = buf_text(&buf);
    return text + (*text == ' ');
}

const char *key_write(Mem *mem, const Doc *key)
{
    if (key->kind == DOC_STRING) {
        return key->text;
    }
    Buf buf = buf_new(mem);
    const char *column = text_of(key, "column"), *expr = text_of(key, "expr");
    const char *modifiers = key_modifiers(mem, key);
    if (column) {
        add_identifier(&buf, column);
    } else {
        buf_add(&buf, expr);
    }
    buf_fmt(&buf, "%s%s", *modifiers && *modifiers != '(' ? " " : "", modifiers);
    return buf_text(&buf);
}
