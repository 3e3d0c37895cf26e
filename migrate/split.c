#include "migrate/split.h"

#include "migrate/split_body.h"

#include <string.h>

typedef struct Splitter {
    Mem *mem;
    const char *file, *text;
    size_t len, at;
    uint32_t line, column; /* of `at` */
    unsigned rules;
    Str delimiter;
    Pieces *out;
    Error *err;
    /* The statement being read; start == end: none. */
    bool open;
    Piece statement;
    size_t content_end;            /* behind its last token */
    uint32_t end_line, end_column; /* of content_end */
    bool after_e;
    Body body;
} Splitter;

static void advance(Splitter *s, size_t n)
{
    for (size_t end = s->at + n; s->at < end; s->at++) {
        unsigned char c = (unsigned char)s->text[s->at];
        if (c == '\n') {
            s->line++;
            s->column = 1;
        } else if ((c & 0xC0) != 0x80) {
            s->column++;
        }
    }
}

static Location place(const Splitter *s, uint32_t line, uint32_t column)
{
    return (Location){s->file, line, column};
}

static void take(Splitter *s, PieceKind kind, size_t n)
{
    if (n) {
        Piece piece = {kind, s->text + s->at, n, s->line, s->column};
        list_push(s->mem, s->out, piece);
        advance(s, n);
    }
}

/* Goes back to the end of the statement's last token and hands out what stands between. */
static void close_statement(Splitter *s)
{
    if (!s->open) {
        return;
    }
    size_t until = s->at;
    s->statement.len = s->content_end - (size_t)(s->statement.at - s->text);
    list_push(s->mem, s->out, s->statement);
    s->open = false;
    s->after_e = false;
    s->at = s->content_end;
    s->line = s->end_line;
    s->column = s->end_column;
    while (s->at < until) {
        Token token = token_scan(s->text + s->at, until - s->at, false, s->rules);
        take(s, token.kind == TOKEN_SPACE ? PIECE_BLANK : PIECE_COMMENT, token.len);
    }
}

static bool unfinished(Splitter *s, const char *what)
{
    error_at(s->err, ERR_MODEL, place(s, s->statement.line, s->statement.column),
             "this statement is not finished before %s", what);
    return error_hint(s->err, "look for a missing END, a missing semicolon or an open parenthesis; "
                              "a body that cannot be split goes between -- +begin and -- +end");
}

static bool at_line_start(const Splitter *s)
{
    size_t i = s->at;
    while (i > 0 && (s->text[i - 1] == ' ' || s->text[i - 1] == '\t')) {
        i--;
    }
    return i == 0 || s->text[i - 1] == '\n' || s->text[i - 1] == '\r';
}

static bool is_marker(const Splitter *s, size_t len)
{
    const char *text = s->text + s->at;
    return len > 4 && memcmp(text, "-- +", 4) == 0 && char_is_alpha(text[4]) && at_line_start(s);
}

static size_t line_len(const Splitter *s, size_t from)
{
    const char *end = memchr(s->text + from, '\n', s->len - from);
    return end ? (size_t)(end - s->text) - from : s->len - from;
}

/* From behind `-- +begin` up to the line `-- +end`: one statement, whatever it holds. */
static bool take_bracketed(Splitter *s, const Piece *begin)
{
    size_t end = s->at;
    for (;;) {
        if (end >= s->len) {
            error_at(s->err, ERR_MODEL, place(s, begin->line, begin->column),
                     "this -- +begin has no -- +end");
            return error_hint(s->err, "write -- +end on a line of its own behind the statement");
        }
        size_t n = line_len(s, end);
        if (str_equal_text(str_trim((Str){s->text + end, n}), "-- +end")) {
            break;
        }
        end += n + (end + n < s->len);
    }
    Str body = str_trim((Str){s->text + s->at, end - s->at});
    bool has_end = body.len && body.ptr[body.len - 1] == ';';
    Str sql = str_trim((Str){body.ptr, body.len - has_end});
    if (body.len) {
        take(s, PIECE_BLANK, (size_t)(sql.ptr - (s->text + s->at)));
        take(s, PIECE_STATEMENT, sql.len);
        take(s, PIECE_BLANK, body.len - has_end - sql.len);
        take(s, PIECE_END, has_end);
    }
    take(s, PIECE_BLANK, end - s->at);
    return true;
}

static bool take_marker(Splitter *s, size_t len)
{
    if (s->open && body_is_open(&s->body)) {
        return unfinished(s, mem_strndup(s->mem, s->text + s->at, len));
    }
    close_statement(s);
    take(s, PIECE_MARKER, len);
    Piece marker = s->out->at[s->out->len - 1];
    return !piece_is_marker(&marker, "+begin") || take_bracketed(s, &marker);
}

/* The client command DELIMITER at the start of a statement. */
static bool take_delimiter(Splitter *s, const Token *token)
{
    const char *text = s->text + s->at;
    if (!(s->rules & SPLIT_DELIMITER) || s->open || token->kind != TOKEN_WORD ||
        token->len != strlen("delimiter") || !text_starts_nocase(text, "delimiter") ||
        !at_line_start(s)) {
        return false;
    }
    size_t n = line_len(s, s->at);
    Str rest = str_trim((Str){text + token->len, n - token->len});
    size_t end = 0;
    while (end < rest.len && !char_is_space(rest.ptr[end])) {
        end++;
    }
    if (!end) {
        return false;
    }
    s->delimiter = (Str){rest.ptr, end};
    take(s, PIECE_DELIMITER, n);
    return true;
}

static bool starts_with(const char *text, size_t len, Str what)
{
    return what.len <= len && memcmp(text, what.ptr, what.len) == 0;
}

static bool is_plain_delimiter(const Splitter *s)
{
    return str_equal_text(s->delimiter, ";");
}

static bool ends_here(const Splitter *s, const Token *token)
{
    if (token->kind == TOKEN_QUOTE || token->kind == TOKEN_COMMENT ||
        !starts_with(s->text + s->at, s->len - s->at, s->delimiter)) {
        return false;
    }
    return !is_plain_delimiter(s) || !s->open || !body_is_open(&s->body);
}

/* A delimiter like $$ or // may stick to a word. */
static size_t word_len(const Splitter *s, const Token *token)
{
    for (size_t i = 1; !is_plain_delimiter(s) && i < token->len; i++) {
        if (starts_with(s->text + s->at + i, s->len - s->at - i, s->delimiter)) {
            return i;
        }
    }
    return token->len;
}

static void take_content(Splitter *s, const Token *token)
{
    const char *text = s->text + s->at;
    size_t n = token->kind == TOKEN_WORD ? word_len(s, token) : token->len;
    if (!s->open) {
        s->open = true;
        s->statement = (Piece){PIECE_STATEMENT, text, 0, s->line, s->column};
        s->body = (Body){.rules = s->rules};
    }
    s->after_e = token_is_e(token, text);
    body_token(&s->body, token->kind, (Str){text, n});
    advance(s, n);
    s->content_end = s->at;
    s->end_line = s->line;
    s->end_column = s->column;
}

static bool take_token(Splitter *s)
{
    Token token = token_scan(s->text + s->at, s->len - s->at, s->after_e, s->rules);
    if (token.unfinished) {
        error_at(s->err, ERR_MODEL, place(s, s->line, s->column), "this %s does not end",
                 token.unfinished);
        return error_hint(s->err, "add the closing quote or comment mark");
    }
    if (token.kind == TOKEN_COMMENT && is_marker(s, token.len)) {
        return take_marker(s, token.len);
    }
    if (take_delimiter(s, &token)) {
        return true;
    }
    if (ends_here(s, &token)) {
        close_statement(s);
        take(s, PIECE_END, s->delimiter.len);
        return true;
    }
    if (token.kind == TOKEN_SPACE || token.kind == TOKEN_COMMENT) {
        s->after_e = false;
        if (s->open) {
            advance(s, token.len);
        } else {
            take(s, token.kind == TOKEN_SPACE ? PIECE_BLANK : PIECE_COMMENT, token.len);
        }
        return true;
    }
    take_content(s, &token);
    return true;
}

bool split_text(Mem *mem, const char *file, const char *text, size_t len, unsigned rules,
                Pieces *out, Error *err)
{
    Splitter s = {.mem = mem,
                  .file = file,
                  .text = text,
                  .len = len,
                  .line = 1,
                  .column = 1,
                  .rules = rules,
                  .delimiter = STR(";"),
                  .out = out,
                  .err = err};
    while (s.at < len) {
        if (!take_token(&s)) {
            return false;
        }
    }
    if (s.open && is_plain_delimiter(&s) && body_is_open(&s.body)) {
        return unfinished(&s, "the end of the file");
    }
    close_statement(&s);
    return true;
}

bool piece_is_marker(const Piece *piece, const char *name)
{
    Str text = str_trim((Str){piece->at, piece->len});
    return piece->kind == PIECE_MARKER && str_equal_text((Str){text.ptr + 3, text.len - 3}, name);
}

void split_canonical(Str statement, unsigned rules, Buf *out)
{
    bool after_e = false;
    for (size_t at = 0; at < statement.len;) {
        const char *text = statement.ptr + at;
        Token token = token_scan(text, statement.len - at, after_e, rules);
        after_e = token_is_e(&token, text);
        at += token.len;
        if (token.kind == TOKEN_SPACE || token.kind == TOKEN_COMMENT) {
            continue;
        }
        for (size_t i = 0; i < token.len; i++) {
            if (text[i] != '\r') {
                buf_char(out, text[i]);
            }
        }
        buf_char(out, '\n');
    }
}
