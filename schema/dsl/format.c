/* Layout of a DSL text by its tokens: comments stay, nothing is reordered. One step in for each
 * brace, one line for each element, column, value and key, one blank line at most. A settings list
 * is spread over lines when its author began a line behind the "[", or when it would be too long.
 */
#include "schema/dsl/format.h"

#include "schema/dsl/parse.h"
#include "schema/model.h"

#include <string.h>

#define WIDTH_MAX 100u /* of a settings list on one line */
#define ALIGN_MAX 80u  /* of a line whose neighbours' comments are aligned to its own */

static bool is(const Token *token, const char *text)
{
    return (token->kind == TOKEN_PUNCT || token->kind == TOKEN_OP) &&
           strcmp(token->text, text) == 0;
}

static bool is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_IDENT && text_equal_nocase(token->text, word);
}

static bool is_line_comment(const Token *token)
{
    return token->kind == TOKEN_COMMENT && token->raw.ptr[1] == '/';
}

/* --- lines ---------------------------------------------------------------------------------------
 */

static bool starts_line(Formatter *f, const Token *token)
{
    while (f->next_start < f->starts.len && f->starts.at[f->next_start] < token->raw.ptr) {
        f->next_start++;
    }
    return f->next_start < f->starts.len && f->starts.at[f->next_start] == token->raw.ptr;
}

/* The first token behind comments. */
static const Token *behind_comments(const Token *token)
{
    while (token->kind == TOKEN_COMMENT) {
        token++;
    }
    return token;
}

/* Does a new line begin at `token`? `previous` is NULL at the start of the file. */
static bool breaks_before(Formatter *f, const Token *previous, const Token *token)
{
    if (!previous || is(token, "}") || token->kind == TOKEN_END) {
        return true;
    }
    if (token->kind == TOKEN_COMMENT) {
        const Token *next = behind_comments(token);
        bool line =
            is(previous, "{") || is(next, "}") || next->kind == TOKEN_END || starts_line(f, next);
        return token->newline_before && line;
    }
    return is(previous, "{") || starts_line(f, token);
}

static uint32_t end_line(const Token *token)
{
    uint32_t line = token->line;
    for (size_t i = 0; i < token->raw.len; i++) {
        line += token->raw.ptr[i] == '\n';
    }
    return line;
}

static bool blank_before(const Formatter *f, const Token *previous, const Token *token)
{
    if (!previous || is(previous, "{") || is(token, "}") || token->kind == TOKEN_END) {
        return false;
    }
    bool element = f->blocks.len == 0 && f->line_closed_block;
    return element || token->line > end_line(previous) + 1;
}

static void new_line(Formatter *f, size_t depth)
{
    while (f->out->len && f->out->at[f->out->len - 1] == ' ') {
        f->out->at[--f->out->len] = '\0';
    }
    if (f->out->len > f->start) {
        buf_char(f->out, '\n');
    }
    for (size_t i = 0; i < depth; i++) {
        buf_add(f->out, "  ");
    }
}

/* --- blocks --------------------------------------------------------------------------------------
 */

static BlockKind block_kind(const Token *heading)
{
    static const struct {
        const char *word;
        BlockKind kind;
    } kinds[] = {{"table", BLOCK_COLUMNS},    {"tablepartial", BLOCK_COLUMNS},
                 {"note", BLOCK_STRING},      {"records", BLOCK_RECORDS},
                 {"ref", BLOCK_NAMES},        {"enum", BLOCK_NAMES},
                 {"indexes", BLOCK_NAMES},    {"tablegroup", BLOCK_NAMES},
                 {"use", BLOCK_NAMES},        {"reuse", BLOCK_NAMES},
                 {"composite", BLOCK_COLUMNS}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (is_word(heading, kinds[i].word)) {
            return kinds[i].kind;
        }
    }
    return BLOCK_OTHER;
}

/* What kind of line begins at `token`. */
static LineKind line_kind(const Formatter *f, const Token *token)
{
    BlockKind block = f->blocks.len ? f->blocks.at[f->blocks.len - 1] : BLOCK_NONE;
    const Token *next = behind_comments(token + (token->kind != TOKEN_END));
    bool opens = is(next, "{");
    bool note = is_word(token, "note") && (opens || is(next, ":"));
    switch (block) {
    case BLOCK_NONE:
        return is_word(token, "records")                         ? LINE_RECORDS
               : is_word(token, "view") || is_word(token, "dep") ? LINE_VALUES
                                                                 : LINE_NAMES;
    case BLOCK_COLUMNS:
        if (is_word(token, "records") && (opens || is(next, "(") || is(next, "["))) {
            return LINE_RECORDS;
        }
        return note || opens ? LINE_VALUES : is(token, "~") ? LINE_NAMES : LINE_COLUMN;
    case BLOCK_NAMES:
        return note ? LINE_VALUES : LINE_NAMES;
    case BLOCK_STRING:
    case BLOCK_RECORDS:
    case BLOCK_OTHER:
        break;
    }
    return LINE_VALUES;
}

/* --- the text of a token
 * -------------------------------------------------------------------------- */

/* Keywords have one spelling. */
static const char *keyword(const Formatter *f, const Token *token)
{
    static const char *const elements[] = {
        "Table",      "TablePartial", "Enum",     "Ref",       "Project", "TableGroup",  "Note",
        "View",       "Sequence",     "Domain",   "Extension", "Schema",  "Trigger",     "Metadata",
        "Policy",     "Composite",    "Function", "Procedure", "Event",   "Collation",   "Range",
        "Statistics", "EventTrigger", "Operator", "Cast",      "Rule",    "DiagramView", "Dep",
        "use",        "reuse",        "records"};
    static const char *const inner[] = {"Note", "indexes", "checks", "records"};
    bool top = f->blocks.len == 0;
    const char *const *words = top ? elements : inner;
    size_t n = top ? sizeof elements / sizeof *elements : sizeof inner / sizeof *inner;
    const Token *next = behind_comments(token + 1);
    bool item = f->line == LINE_VALUES || f->line == LINE_RECORDS;
    bool fits = top || (item && (is(next, "{") || is(next, ":") || is(next, "(") || is(next, "[")));
    for (size_t i = 0; token->kind == TOKEN_IDENT && fits && i < n; i++) {
        bool colon_only = !top && i > 0 && is(next, ":");
        if (text_equal_nocase(token->text, words[i]) && !colon_only) {
            return words[i];
        }
    }
    return NULL;
}

/* A quoted name that needs no quotes; a string in double quotes keeps them. */
static bool is_needlessly_quoted(const Formatter *f, const Token *token)
{
    static const char *const kept[] = {"note", "indexes", "checks", "records",
                                       "as",   "pk",      "unique", "from"};
    bool name = token->kind == TOKEN_QUOTED && f->brackets == 0 &&
                (f->line == LINE_NAMES || f->line == LINE_COLUMN) &&
                !(f->line == LINE_COLUMN && f->parens);
    for (const char *c = token->text; name && *c; c++) {
        name = (unsigned char)*c < 0x80;
    }
    for (size_t i = 0; name && i < sizeof kept / sizeof *kept; i++) {
        name = !text_equal_nocase(token->text, kept[i]);
    }
    return name && dsl_is_plain_name(token->text);
}

static void add_raw(Buf *out, Str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        i += dsl_line_break(raw, i);
        buf_char(out, raw.ptr[i]);
    }
}

static void add_token(Formatter *f, const Token *token, bool first)
{
    const char *word = first ? keyword(f, token) : NULL;
    if (word) {
        buf_add(f->out, word);
    } else if (f->in_setting_name && token->kind == TOKEN_IDENT) {
        buf_add(f->out, text_lower(f->mem, token->text));
    } else if (is_needlessly_quoted(f, token)) {
        buf_add(f->out, token->text);
    } else if (token->kind == TOKEN_COMMENT) {
        if (!first && is_line_comment(token)) {
            list_push(f->mem, &f->comments, f->out->len);
        }
        Str raw = {token->raw.ptr, token->raw.len};
        while (raw.len && char_is_space(raw.ptr[raw.len - 1])) {
            raw.len--;
        }
        add_raw(f->out, raw);
    } else {
        add_raw(f->out, token->raw);
    }
}

/* --- blanks --------------------------------------------------------------------------------------
 */

static bool is_sign(const Token *token)
{
    return is(token, "-") || is(token, "+");
}

/* The sign of a number, not a relation. */
static bool is_unary(const Token *token)
{
    if (!is_sign(token)) {
        return false;
    }
    while (is_sign(token)) {
        token++;
    }
    return token->kind == TOKEN_NUMBER;
}

/* `[not null]` and `[primary key]` have a blank inside; other names of settings an underscore. */
static const char *between_setting_words(const Token *previous, const Token *token)
{
    bool native = (is_word(previous, "not") && is_word(token, "null")) ||
                  (is_word(previous, "primary") && is_word(token, "key"));
    bool whole = previous[-1].kind != TOKEN_IDENT && !is(&previous[-1], ".") &&
                 token[1].kind != TOKEN_IDENT && !is(&token[1], ".");
    return native && whole ? " " : "_";
}

static const char *between(const Formatter *f, const Token *previous, const Token *token)
{
    if (previous->kind == TOKEN_COMMENT) {
        return " ";
    }
    if (token->kind == TOKEN_COMMENT) {
        return is_line_comment(token) ? "  " : " ";
    }
    if (f->in_setting_name && previous->kind == TOKEN_IDENT && token->kind == TOKEN_IDENT) {
        return between_setting_words(previous, token);
    }
    if (f->in_setting_name && (is(token, ".") || is(previous, "."))) {
        return is(token, ".") ? "_" : "";
    }
    bool type = f->line == LINE_COLUMN && !f->brackets;
    if (is(token, "[") && !(type && !token->space_before)) {
        return " ";
    }
    bool tight = is(token, ",") || is(token, ")") || is(token, "]") || is(token, ":") ||
                 is(token, ".") || is(previous, "(") || is(previous, "[") || is(previous, ".") ||
                 is(previous, "~") || is_unary(previous);
    bool call =
        is(token, "(") && (type || f->line == LINE_RECORDS) &&
        (previous->kind == TOKEN_IDENT || previous->kind == TOKEN_QUOTED || is(previous, ")"));
    bool argument = type && (f->parens || f->in_array || is(token, "["));
    return tight || call || argument ? "" : " ";
}

/* --- settings lists
 * ------------------------------------------------------------------------------- */

/* How long the line gets up to the "]" that belongs to the "[" at `token`, in characters. */
static size_t flat_width(const Formatter *f, const Token *token)
{
    size_t line_start = f->out->len;
    while (line_start > f->start && f->out->at[line_start - 1] != '\n') {
        line_start--;
    }
    size_t width = 0;
    for (size_t i = line_start; i < f->out->len; i++) {
        width += ((unsigned char)f->out->at[i] & 0xC0) != 0x80;
    }
    for (const Token *at = token; at->kind != TOKEN_END; at++) {
        for (size_t i = 0; i < at->raw.len; i++) {
            if (at->raw.ptr[i] == '\n') {
                return width;
            }
            width += ((unsigned char)at->raw.ptr[i] & 0xC0) != 0x80;
        }
        if (is(at, "]")) {
            return width + 1;
        }
        width += !(is(at + 1, ",") || is(at + 1, ":") || is(at + 1, "]") || is(at, "[") ||
                   is(at + 1, ")") || is(at, "(") || is(at, ".") || is(at + 1, "."));
    }
    return width;
}

static bool must_spread(const Formatter *f, const Token *open)
{
    if (is(open + 1, "]")) {
        return false;
    }
    for (const Token *token = open; token->kind != TOKEN_END && !is(token, "]"); token++) {
        if (is_line_comment(token)) {
            return true;
        }
    }
    return open[1].newline_before || flat_width(f, open) > WIDTH_MAX;
}

/* --- tokens --------------------------------------------------------------------------------------
 */

/* Counts brackets, and tells whether the name of a setting stands next. */
static void track(Formatter *f, const Token *token)
{
    bool array = f->line == LINE_COLUMN && !f->brackets && is(token, "[") && !token->space_before;
    if (is(token, "[") && !array) {
        f->brackets++;
        f->in_setting_name = true;
    } else if (array) {
        f->in_array = true;
    } else if (is(token, "]") && f->in_array) {
        f->in_array = false;
    } else if (is(token, "]")) {
        f->brackets -= f->brackets > 0;
        f->in_setting_name = f->spread = false;
    } else if (is(token, "(")) {
        f->parens++;
    } else if (is(token, ")")) {
        f->parens -= f->parens > 0;
    } else if (is(token, ":")) {
        f->in_setting_name = false;
    } else if (is(token, ",") && f->brackets && !f->parens) {
        f->in_setting_name = true;
    }
}

/* Inside a spread list: does a line begin before this token? */
static bool breaks_in_list(const Formatter *f, const Token *previous, const Token *token)
{
    bool comment = token->kind == TOKEN_COMMENT;
    if (!f->spread || f->parens) {
        return is_line_comment(previous);
    }
    if (comment) {
        return token->newline_before;
    }
    return is(token, "]") || is(previous, "[") || is_line_comment(previous) ||
           (is(previous, ",") && f->in_setting_name) ||
           (previous->kind == TOKEN_COMMENT && token->newline_before);
}

static void add_inner(Formatter *f, const Token *previous, const Token *token)
{
    size_t depth = f->blocks.len;
    bool in_list = f->brackets > 0;
    if (in_list && breaks_in_list(f, previous, token)) {
        new_line(f, depth + !is(token, "]"));
    } else if (!in_list && is_line_comment(previous)) {
        new_line(f, depth + !is(token, "{"));
    } else {
        const char *dot = is(token, ".") && f->in_setting_name ? "" : between(f, previous, token);
        buf_add(f->out, dot);
    }
    if (is(token, ".") && f->in_setting_name) {
        buf_char(f->out, '_');
        return;
    }
    bool opens = is(token, "[") && !(f->line == LINE_COLUMN && !token->space_before) && !in_list;
    bool spread = opens && must_spread(f, token);
    add_token(f, token, false);
    track(f, token);
    f->spread |= spread;
}

static void begin_line(Formatter *f, const Token *previous, const Token *token)
{
    bool close = is(token, "}");
    if (blank_before(f, previous, token)) {
        new_line(f, 0);
    }
    f->blocks.len -= close && f->blocks.len > 0;
    if (token->kind == TOKEN_END) {
        return;
    }
    new_line(f, f->blocks.len);
    f->brackets = f->parens = 0;
    f->in_setting_name = f->spread = f->in_array = false;
    f->line_closed_block = close;
    if (token->kind != TOKEN_COMMENT && !close) {
        f->line = line_kind(f, token);
        f->heading = token;
    }
    add_token(f, token, !close);
    track(f, token);
}

/* --- comments behind lines
 * ------------------------------------------------------------------------ */

static size_t line_start(const Buf *out, size_t at)
{
    while (at > 0 && out->at[at - 1] != '\n') {
        at--;
    }
    return at;
}

/* Characters between the start of the line and `at`, without the blanks before the comment. */
static size_t width_before(const Buf *out, size_t at)
{
    size_t width = 0, start = line_start(out, at);
    while (at > start && out->at[at - 1] == ' ') {
        at--;
    }
    for (size_t i = start; i < at; i++) {
        width += ((unsigned char)out->at[i] & 0xC0) != 0x80;
    }
    return width;
}

/* Is the comment at `b` on the line after that of the comment at `a`? */
static bool follows(const Buf *out, size_t a, size_t b)
{
    const char *end = memchr(out->at + a, '\n', out->len - a);
    return end && line_start(out, b) == (size_t)(end - out->at) + 1;
}

/* Comments behind neighbouring lines begin in one column, unless a long line forbids it. */
static void align_comments(Formatter *f)
{
    Buf aligned = buf_new(f->mem);
    size_t done = f->start;
    for (size_t i = 0; i < f->comments.len;) {
        size_t end = i, widest = 0;
        do {
            size_t width = width_before(f->out, f->comments.at[end]);
            widest = width > widest ? width : widest;
            end++;
        } while (end < f->comments.len &&
                 follows(f->out, f->comments.at[end - 1], f->comments.at[end]));
        for (; i < end; i++) {
            size_t at = f->comments.at[i], width = width_before(f->out, at);
            size_t blanks = widest <= ALIGN_MAX ? widest - width : 0;
            buf_add_len(&aligned, f->out->at + done, at - done);
            for (size_t j = 0; j < blanks; j++) {
                buf_char(&aligned, ' ');
            }
            done = at;
        }
    }
    buf_add_len(&aligned, f->out->at + done, f->out->len - done);
    f->out->len = f->start;
    buf_add(f->out, buf_text(&aligned));
}

bool dsl_format(Mem *mem, const char *file, const char *text, size_t len, Buf *out, Error *err)
{
    Formatter f = {.mem = mem, .out = out, .start = out->len};
    TokenList tokens = {0};
    FileNode *ast;
    if (!dsl_parse_lines(mem, file, text, len, &ast, &f.starts, err) ||
        !dsl_lex(mem, file, text, len, true, &tokens, err)) {
        return false;
    }
    const Token *previous = NULL;
    for (size_t i = 0; i < tokens.len; i++) {
        const Token *token = &tokens.at[i];
        if (breaks_before(&f, previous, token)) {
            begin_line(&f, previous, token);
        } else {
            add_inner(&f, previous, token);
        }
        if (is(token, "{")) {
            list_push(mem, &f.blocks, block_kind(f.heading));
            f.line_closed_block = false;
        }
        previous = token;
    }
    if (out->len > f.start) {
        new_line(&f, 0);
        align_comments(&f);
    }
    return true;
}
