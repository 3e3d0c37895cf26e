#include "schema/dsl/lex.h"

#include <string.h>

typedef struct Lexer {
    Mem *mem;
    const char *file, *text;
    size_t len, at;
    uint32_t line;
    size_t line_start;   /* offset of the line that `counted` belongs to */
    size_t counted;      /* columns are counted up to this offset … */
    uint32_t characters; /* … and this many characters stand before it on its line */
    bool newline, space, comments;
    TokenList *out;
    Error *err;
} Lexer;

/* Longest first within a first character. */
static const char *const operators[] = {
    "?<>?", "?-?", "?<?", "?>?", "?<>", "<>?", "?-", "?<", "?>", "<>", "<-",
    "<=",   "<?",  "->",  "-?",  ">=",  ">?",  "==", "!=", "<",  ">",  "-",
    "=",    "!",   "+",   "/",   "%",   ".",   "&",  "|",  "~",  "?"};

static char peek(const Lexer *lexer, size_t ahead)
{
    size_t at = lexer->at + ahead;
    return at < lexer->len ? lexer->text[at] : '\0';
}

static bool looking_at(const Lexer *lexer, const char *text)
{
    size_t n = strlen(text);
    return lexer->len - lexer->at >= n && memcmp(lexer->text + lexer->at, text, n) == 0;
}

/* The place of an offset at or behind the last one asked for, or earlier on the current line. */
static Location place(Lexer *lexer, size_t offset)
{
    if (offset < lexer->counted) {
        lexer->counted = lexer->line_start;
        lexer->characters = 0;
    }
    for (; lexer->counted < offset; lexer->counted++) {
        lexer->characters += ((unsigned char)lexer->text[lexer->counted] & 0xC0) != 0x80;
    }
    return (Location){lexer->file, lexer->line, lexer->characters + 1};
}

static void new_line(Lexer *lexer, size_t start)
{
    lexer->line++;
    lexer->line_start = lexer->counted = start;
    lexer->characters = 0;
}

/* Counts the line breaks of a token that spans lines. */
static void pass_lines(Lexer *lexer, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (lexer->text[i] == '\n') {
            new_line(lexer, i + 1);
        }
    }
}

static int hex_digit(char c)
{
    char lower = char_lower(c);
    return char_is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t hex_four(Str text, size_t at)
{
    int32_t code = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < text.len ? hex_digit(text.ptr[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code;
}

/* `\uXXXX`, with the second half of a surrogate pair when it is one; `at` is behind the "u".
 * Returns how many bytes it took, 0 when it is wrong. */
static size_t unescape_unicode(Str text, size_t at, Buf *out)
{
    int32_t code = hex_four(text, at);
    size_t used = 4;
    if (code >= 0xD800 && code < 0xDC00 && at + 5 < text.len && text.ptr[at + 4] == '\\' &&
        text.ptr[at + 5] == 'u') {
        int32_t low = hex_four(text, at + 6);
        if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            used = 10;
        }
    }
    if (code <= 0 || (code >= 0xD800 && code < 0xE000)) {
        return 0;
    }
    buf_utf8(out, (uint32_t)code);
    return used;
}

size_t dsl_line_break(Str text, size_t at)
{
    size_t end = at;
    if (at && text.ptr[at - 1] == '\r') {
        return 0; /* in the middle of some that have been looked at: no time is lost on long runs */
    }
    while (end < text.len && text.ptr[end] == '\r') {
        end++;
    }
    return end < text.len && text.ptr[end] == '\n' ? end - at : 0;
}

/* One escape; `at` is behind the backslash. Returns how many bytes it took, 0 when it is wrong. */
static size_t unescape(Str text, size_t at, Buf *out)
{
    static const char letters[] = "ntrbvf", values[] = "\n\t\r\b\v\f";
    char c = text.ptr[at];
    const char *letter = c ? strchr(letters, c) : NULL;
    if (letter) {
        buf_char(out, values[letter - letters]);
        return 1;
    }
    if (c == '\n') {
        return 1;
    }
    if (dsl_line_break(text, at)) {
        return dsl_line_break(text, at) + 1;
    }
    if (c == 'u') {
        size_t used = unescape_unicode(text, at + 1, out);
        return used ? used + 1 : 0;
    }
    if (c == '0') {
        return 0;
    }
    buf_add(out, c == ' ' ? "\\" : "");
    buf_char(out, c);
    return 1;
}

/* The value of a string: escapes resolved (unless `raw`), CRLF as LF. *bad_at is set to the offset
 * of a wrong escape, else left alone. */
static const char *string_value(Mem *mem, Str text, bool raw, size_t *bad_at)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < text.len;) {
        size_t n = dsl_line_break(text, i);
        if (n) {
            i += n;
            continue;
        }
        n = 1;
        if (!raw && text.ptr[i] == '\\' && i + 1 < text.len) {
            size_t used = unescape(text, i + 1, &buf);
            if (!used && *bad_at == SIZE_MAX) {
                *bad_at = i;
            }
            n = used ? used + 1 : 2;
        } else {
            buf_char(&buf, text.ptr[i]);
        }
        i += n;
    }
    return mem_strdup(mem, buf_text(&buf));
}

/* Adds the token that ends at `end`; its text is set by the caller when it is not the raw one. */
static Token *add(Lexer *lexer, TokenKind kind, size_t end)
{
    Location where = place(lexer, lexer->at);
    Str raw = {lexer->text + lexer->at, end - lexer->at};
    list_push(lexer->mem, lexer->out,
              (Token){.kind = kind,
                      .newline_before = lexer->newline,
                      .space_before = lexer->space,
                      .line = where.line,
                      .column = where.column,
                      .raw = raw});
    pass_lines(lexer, lexer->at, end);
    lexer->at = end;
    lexer->newline = lexer->space = false;
    return &lexer->out->at[lexer->out->len - 1];
}

static void lex_words(Lexer *lexer, TokenKind kind, size_t end)
{
    Token *token = add(lexer, kind, end);
    token->text = str_dup(lexer->mem, token->raw);
}

/* The end of a string that starts with `open` characters of quote `quote`; SIZE_MAX when it does
 * not end (for one on a line: before the line does). */
static size_t string_end(const Lexer *lexer, char quote, size_t open)
{
    const char *text = lexer->text;
    bool raw = quote == '`', one_line = !raw && open == 1;
    for (size_t i = lexer->at + open; i < lexer->len; i++) {
        if (text[i] == '\\' && !raw) {
            i++;
        } else if (text[i] == '\n' && one_line) {
            return SIZE_MAX;
        } else if (text[i] == quote && (open == 1 || (i + 2 < lexer->len && text[i + 1] == quote &&
                                                      text[i + 2] == quote))) {
            return i + open;
        }
    }
    return SIZE_MAX;
}

static void report_unterminated(Lexer *lexer, char quote, size_t open)
{
    Location where = place(lexer, lexer->at);
    error_add(lexer->err, ERR_MODEL, where, "this string has no end");
    if (quote == '`') {
        error_hint(lexer->err, "close it with a backtick; there cannot be one inside: write the "
                               "expression as a '…' string then");
    } else if (open == 3) {
        error_hint(lexer->err, "close it with '''");
    } else {
        error_hint(lexer->err,
                   "close it with %c on the same line; text of several lines goes "
                   "between ''' and '''",
                   quote);
    }
}

static void lex_string(Lexer *lexer, char quote)
{
    size_t open = quote == '\'' && looking_at(lexer, "'''") ? 3 : 1;
    size_t end = string_end(lexer, quote, open);
    if (end == SIZE_MAX) {
        report_unterminated(lexer, quote, open);
        const char *start = lexer->text + lexer->at;
        const char *stop =
            open == 1 && quote != '`' ? memchr(start, '\n', lexer->len - lexer->at) : NULL;
        end = stop ? (size_t)(stop - lexer->text) : lexer->len;
        add(lexer, TOKEN_STRING, end)->text = "";
        return;
    }
    TokenKind kind = quote == '\'' ? TOKEN_STRING : quote == '"' ? TOKEN_QUOTED : TOKEN_EXPR;
    Location where = place(lexer, lexer->at);
    Token *token = add(lexer, kind, end);
    Str inside = {token->raw.ptr + open, token->raw.len - 2 * open};
    size_t bad_at = SIZE_MAX;
    token->text = string_value(lexer->mem, inside, quote == '`', &bad_at);
    token->block = open == 3 && memchr(inside.ptr, '\n', inside.len);
    if (bad_at != SIZE_MAX) {
        error_add(lexer->err, ERR_MODEL, where, "this string has a wrong escape \"%.2s\"",
                  inside.ptr + bad_at);
        error_hint(lexer->err, "\\u takes four hexadecimal digits (two such for characters above "
                               "FFFF); the NUL character is not allowed; a backslash is \\\\");
    }
}

static size_t digits_end(const Lexer *lexer, size_t at)
{
    while (at < lexer->len && char_is_digit(lexer->text[at])) {
        at++;
    }
    return at;
}

/* The end of the letters and digits at `at`. */
static size_t word_end(const Lexer *lexer, size_t at)
{
    while (at < lexer->len) {
        uint32_t code = 0;
        size_t n = utf8_length(lexer->text + at, lexer->len - at, &code);
        if (!n || !(dsl_is_letter(code) || (code < 0x80 && char_is_digit((char)code)))) {
            break;
        }
        at += n;
    }
    return at;
}

/* A number, or a name that starts with digits: "1st", "1e2abc". */
static void lex_number(Lexer *lexer)
{
    const char *text = lexer->text;
    size_t at = digits_end(lexer, lexer->at);
    if (at < lexer->len && text[at] == '.') {
        at = digits_end(lexer, at + 1);
    }
    if (at < lexer->len && char_lower(text[at]) == 'e') {
        size_t sign = at + 1 < lexer->len && (text[at + 1] == '+' || text[at + 1] == '-');
        size_t end = digits_end(lexer, at + 1 + sign);
        at = end > at + 1 + sign ? end : at;
    }
    size_t word = word_end(lexer, lexer->at);
    /* "1.5" is longer than the word "1"; "1e2abc" is longer than the number "1e2". */
    lex_words(lexer, word > at ? TOKEN_IDENT : TOKEN_NUMBER, word > at ? word : at);
}

static void lex_comment(Lexer *lexer)
{
    const char *start = lexer->text + lexer->at, *stop;
    size_t end = lexer->len;
    if (start[1] == '/') {
        stop = memchr(start, '\n', lexer->len - lexer->at);
        end = stop ? (size_t)(stop - lexer->text) : end;
    } else {
        size_t i = lexer->at + 2;
        while (i + 1 < lexer->len && !(lexer->text[i] == '*' && lexer->text[i + 1] == '/')) {
            i++;
        }
        if (i + 1 >= lexer->len) {
            error_add(lexer->err, ERR_MODEL, place(lexer, lexer->at), "this comment has no end");
            error_hint(lexer->err, "close it with */");
        } else {
            end = i + 2;
        }
    }
    if (lexer->comments) {
        add(lexer, TOKEN_COMMENT, end);
        return;
    }
    uint32_t line = lexer->line;
    pass_lines(lexer, lexer->at, end);
    lexer->newline |= lexer->line != line;
    lexer->at = end;
}

static void lex_unexpected(Lexer *lexer, size_t n)
{
    Location where = place(lexer, lexer->at);
    unsigned char c = (unsigned char)lexer->text[lexer->at];
    if (looking_at(lexer, "<<<<<<<") || looking_at(lexer, ">>>>>>>")) {
        error_add(lexer->err, ERR_MODEL, where, "a merge conflict was left in the file");
        error_hint(lexer->err, "resolve it and remove the marker lines");
        while (lexer->at < lexer->len && lexer->text[lexer->at] != '\n') {
            lexer->at++;
        }
        return;
    }
    if (c < 0x20 || c == 0x7F) {
        error_add(lexer->err, ERR_MODEL, where, "unexpected control character 0x%02X", c);
        error_hint(lexer->err, "remove it, or write it as an escape inside a string");
    } else {
        uint32_t code = 0;
        utf8_length(lexer->text + lexer->at, lexer->len - lexer->at, &code);
        error_add(lexer->err, ERR_MODEL, where, "unexpected character \"%.*s\" (U+%04X)", (int)n,
                  lexer->text + lexer->at, (unsigned)code);
        error_hint(lexer->err, "put names with characters other than letters, digits and \"_\" in "
                               "double quotes; a comment starts with //");
    }
    lexer->at += n;
}

static bool lex_operator(Lexer *lexer)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (looking_at(lexer, operators[i])) {
            add(lexer, TOKEN_OP, lexer->at + strlen(operators[i]))->text = operators[i];
            return true;
        }
    }
    return false;
}

/* `#` and what follows; the parser looks at the digits. */
static void lex_color(Lexer *lexer)
{
    size_t end = word_end(lexer, lexer->at + 1);
    if (end == lexer->at + 1) {
        lex_unexpected(lexer, 1);
        return;
    }
    lex_words(lexer, TOKEN_COLOR, end);
}

static void lex_blank(Lexer *lexer, char c)
{
    /* A blank counts when it stands directly behind the token, on the same line. */
    lexer->space |= c != '\n' && c != '\r' && !lexer->newline;
    lexer->at++;
    if (c == '\n') {
        lexer->newline = true;
        new_line(lexer, lexer->at);
    }
}

static void lex_token(Lexer *lexer)
{
    char c = peek(lexer, 0);
    uint32_t code = 0;
    size_t n = utf8_length(lexer->text + lexer->at, lexer->len - lexer->at, &code);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        lex_blank(lexer, c);
    } else if (c == '/' && (peek(lexer, 1) == '/' || peek(lexer, 1) == '*')) {
        lex_comment(lexer);
    } else if (char_is_digit(c)) {
        lex_number(lexer);
    } else if (dsl_is_letter(code)) {
        lex_words(lexer, TOKEN_IDENT, word_end(lexer, lexer->at));
    } else if (c == '\'' || c == '"' || c == '`') {
        lex_string(lexer, c);
    } else if (c == '#') {
        lex_color(lexer);
    } else if (c && strchr(",()[]{}:*;", c)) {
        lex_words(lexer, TOKEN_PUNCT, lexer->at + 1);
    } else if (looking_at(lexer, "<<<<<<<") || looking_at(lexer, ">>>>>>>") ||
               !lex_operator(lexer)) {
        lex_unexpected(lexer, n);
    }
}

static bool check_text(Lexer *lexer)
{
    size_t bad_at = 0;
    bool valid = utf8_valid(lexer->text, lexer->len, &bad_at);
    const char *nul = memchr(lexer->text, '\0', lexer->len);
    if (valid && !nul) {
        return true;
    }
    size_t at = valid ? (size_t)(nul - lexer->text) : bad_at;
    pass_lines(lexer, 0, at);
    Location where = place(lexer, at);
    if (valid) {
        error_add(lexer->err, ERR_MODEL, where, "the file contains a NUL byte");
    } else {
        error_add(lexer->err, ERR_MODEL, where, "the file is not valid UTF-8 (byte 0x%02X)",
                  (unsigned char)lexer->text[at]);
    }
    return error_hint(lexer->err, "save the file as UTF-8 text");
}

bool dsl_lex(Mem *mem, const char *file, const char *text, size_t len, bool comments,
             TokenList *out, Error *err)
{
    static const char bom[] = "\xEF\xBB\xBF";
    Lexer lexer = {.mem = mem,
                   .file = file,
                   .text = text,
                   .len = len,
                   .line = 1,
                   .comments = comments,
                   .out = out,
                   .err = err};
    size_t before = err->count;
    if (!check_text(&lexer)) {
        return false;
    }
    if (len >= 3 && memcmp(text, bom, 3) == 0) {
        lexer.at = lexer.line_start = lexer.counted = 3;
    }
    while (lexer.at < len && err->count - before < ERROR_MAX) {
        lex_token(&lexer);
    }
    add(&lexer, TOKEN_END, lexer.at)->text = "";
    return err->count == before;
}
