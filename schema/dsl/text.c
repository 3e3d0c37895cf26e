#include "schema/dsl/text.h"

#include "schema/doc.h"
#include "schema/dsl/lex.h"

#include <string.h>

/* --- reading -----------------------------------------------------------------------------------
 */

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

static bool is_blank(const char *line, size_t len)
{
    return strspn(line, " \t") >= len;
}

/* The indentation that all lines with text share. */
static size_t common_indent(const char *text)
{
    size_t indent = SIZE_MAX;
    for (const char *line = text;;) {
        size_t len = line_length(line), blanks = strspn(line, " \t");
        if (!is_blank(line, len) && blanks < indent) {
            indent = blanks;
        }
        if (!line[len]) {
            return indent == SIZE_MAX ? 0 : indent;
        }
        line += len + 1;
    }
}

const char *text_unindent(Mem *mem, const char *text, bool trim)
{
    size_t len = line_length(text);
    while (text[len] && is_blank(text, len)) {
        text += len + 1;
        len = line_length(text);
    }
    size_t indent = common_indent(text);
    Buf buf = buf_new(mem);
    for (const char *line = text;; line += len + 1) {
        len = line_length(line);
        bool blank = is_blank(line, len);
        if (!blank) {
            buf_add_len(&buf, line + indent, len - indent);
        }
        if (!line[len]) {
            break;
        }
        buf_char(&buf, '\n');
    }
    while (trim && buf.len && char_is_space(buf.at[buf.len - 1])) {
        buf.at[--buf.len] = '\0';
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *words_join(Mem *mem, const Words *parts)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < parts->len; i++) {
        const char *part = parts->at[i];
        buf_add(&buf, i ? "." : "");
        if (!strpbrk(part, ".\"")) {
            buf_add(&buf, part);
            continue;
        }
        buf_char(&buf, '"');
        for (; *part; part++) {
            buf_add(&buf, *part == '"' ? "\"" : "");
            buf_char(&buf, *part);
        }
        buf_char(&buf, '"');
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *text_sql_literal(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '\'');
    for (; *text; text++) {
        buf_add(&buf, *text == '\'' ? "'" : "");
        buf_char(&buf, *text);
    }
    buf_char(&buf, '\'');
    return buf_text(&buf);
}

const char *text_integer(Mem *mem, const char *text)
{
    const char *digits = text + (*text == '-' || *text == '+');
    size_t len = strspn(digits, "0123456789");
    if (!len || digits[len]) {
        return NULL;
    }
    while (digits[0] == '0' && digits[1]) {
        digits++;
    }
    return mem_printf(mem, "%s%s", *text == '-' ? "-" : "", digits);
}

/* --- maps --------------------------------------------------------------------------------------
 */

static bool is_number(const char *text)
{
    const char *at = text + (*text == '-');
    size_t whole = strspn(at, "0123456789");
    if (!whole || (*at == '0' && whole > 1)) {
        return false;
    }
    at += whole;
    if (*at == '.') {
        size_t part = strspn(at + 1, "0123456789");
        if (!part) {
            return false;
        }
        at += part + 1;
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        size_t power = strspn(at, "0123456789");
        if (!power) {
            return false;
        }
        at += power;
    }
    return !*at;
}

/* What a bare word between "=" and "," is. */
static Doc *bare_value(Mem *mem, const char *text, Location where)
{
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
        return doc_boolean(mem, *text == 't', where);
    }
    if (strcmp(text, "null") == 0) {
        return doc_new(mem, DOC_NULL, where);
    }
    return is_number(text) ? doc_number(mem, text, where) : doc_string(mem, text, where);
}

/* A word up to one of `stop`, or "…" with backslashes; moves *at behind it. *quoted tells which. */
static const char *read_map_word(Mem *mem, const char **at, const char *stop, bool *quoted)
{
    const char *c = *at + strspn(*at, " \t\n");
    Buf buf = buf_new(mem);
    *quoted = *c == '"';
    if (!*quoted) {
        Str word = str_trim((Str){c, strcspn(c, stop)});
        *at = c + strcspn(c, stop);
        return str_dup(mem, word);
    }
    for (c++; *c && *c != '"'; c++) {
        c += *c == '\\' && c[1];
        buf_char(&buf, *c);
    }
    if (!*c) {
        return NULL;
    }
    *at = c + 1 + strspn(c + 1, " \t\n");
    return mem_strdup(mem, buf_text(&buf));
}

bool text_to_map(Mem *mem, const char *text, Location where, Doc **out)
{
    Doc *map = doc_new(mem, DOC_OBJECT, where);
    bool quoted;
    while (*(text += strspn(text, " \t\n"))) {
        const char *key = read_map_word(mem, &text, "=,", &quoted);
        if (text_empty(key) || *text++ != '=') {
            return false;
        }
        const char *value = read_map_word(mem, &text, ",", &quoted);
        if (!value || (*text && *text != ',')) {
            return false;
        }
        text += *text == ',';
        Doc *doc = quoted ? doc_string(mem, value, where) : bare_value(mem, value, where);
        if (doc_set(mem, map, key, where, doc)) {
            return false;
        }
    }
    *out = map;
    return true;
}

static void add_map_word(Buf *out, const char *text, bool quote)
{
    if (!quote && *text && !text[strcspn(text, " \t\n\r\v\f=,\"")]) {
        buf_add(out, text);
        return;
    }
    buf_char(out, '"');
    for (; *text; text++) {
        buf_add(out, *text == '"' || *text == '\\' ? "\\" : "");
        buf_char(out, *text);
    }
    buf_char(out, '"');
}

const char *text_from_map(Mem *mem, const Doc *map)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < map->members.len; i++) {
        const Doc *value = map->members.at[i].value;
        const char *text = value->text ? value->text : value->kind == DOC_NULL ? "null" : "";
        bool like_scalar = bare_value(mem, text, value->where)->kind != DOC_STRING;
        buf_add(&buf, i ? ", " : "");
        add_map_word(&buf, map->members.at[i].name, false);
        buf_char(&buf, '=');
        add_map_word(&buf, text, value->kind == DOC_STRING && like_scalar);
    }
    return buf_text(&buf);
}

/* --- writing -----------------------------------------------------------------------------------
 */

/* `c` with the escape that it needs between quotes `quote`. */
static void add_escaped(Buf *out, char c, char quote)
{
    static const char values[] = "\n\t\r\b\v\f", letters[] = "ntrbvf";
    const char *letter = strchr(values, c);
    if (letter && c) {
        buf_char(out, '\\');
        buf_char(out, letters[letter - values]);
    } else if ((unsigned char)c < 0x20 || c == 0x7F) {
        buf_fmt(out, "\\u%04x", (unsigned)c);
    } else {
        buf_add(out, c == '\\' || c == quote ? "\\" : "");
        buf_char(out, c);
    }
}

static void add_quoted(Buf *out, const char *text, char quote)
{
    buf_char(out, quote);
    for (; *text; text++) {
        add_escaped(out, *text, quote);
    }
    buf_char(out, quote);
}

void dsl_add_name(Buf *out, const char *name)
{
    if (dsl_is_plain_name(name)) {
        buf_add(out, name);
    } else {
        add_quoted(out, name, '"');
    }
}

void dsl_add_string(Buf *out, const char *text)
{
    add_quoted(out, text, '\'');
}

static void add_indent(Buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        buf_add(out, "  ");
    }
}

/* The lines, each behind its indentation, as they stand between the quotes. `escape` as the file
 * needs it, or plain, to see what reading would make of it; `glued`: the quotes that end the string
 * follow the text directly. */
static void add_block_lines(Buf *out, const char *text, size_t depth, bool escape, bool glued)
{
    buf_char(out, '\n');
    for (const char *line = text;;) {
        size_t len = line_length(line);
        if (len) {
            add_indent(out, depth);
        }
        for (size_t i = 0; i < len; i++) {
            size_t quotes = strspn(line + i, "'");
            bool close = quotes > 2 || (quotes && glued && !line[i + quotes]);
            if (escape && (quotes ? close : line[i] != '\t')) {
                add_escaped(out, line[i], quotes ? '\'' : '\0');
            } else {
                buf_char(out, line[i]);
            }
        }
        if (!line[len]) {
            return;
        }
        buf_char(out, '\n');
        line += len + 1;
    }
}

void dsl_add_block(Buf *out, const char *text, size_t depth, bool trim)
{
    Buf inside = buf_new(out->mem);
    add_block_lines(&inside, text, depth + 1, false, !trim);
    if (trim) {
        buf_char(&inside, '\n');
        add_indent(&inside, depth);
    }
    bool same = strcmp(text_unindent(out->mem, buf_text(&inside), trim), text) == 0;
    if (!strchr(text, '\n') || strchr(text, '\r') || !same) {
        dsl_add_string(out, text);
        return;
    }
    buf_add(out, "'''");
    add_block_lines(out, text, depth + 1, true, !trim);
    if (trim) {
        buf_char(out, '\n');
    }
    if (trim || text_ends(text, "\n")) {
        add_indent(out, depth);
    }
    buf_add(out, "'''");
}

bool dsl_fits_backticks(const char *text)
{
    for (; *text; text++) {
        if (*text == '`' || *text == '\n' || *text == '\r') {
            return false;
        }
    }
    return true;
}
