#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

/* The length of the quoted run or parenthesised group at `at`, else 1. */
static size_t step(Mem *mem, const char *at)
{
    size_t len = 1;
    if (*at == '\'' || *at == '"') {
        return mysql_unquote(mem, at, &len) ? len : strlen(at);
    }
    if (*at == '`') {
        return mysql_unquote_name(mem, at, &len) ? len : strlen(at);
    }
    if (*at != '(') {
        return 1;
    }
    for (const char *c = at + 1; *c;) {
        if (*c == ')') {
            return (size_t)(c - at) + 1;
        }
        c += step(mem, c);
    }
    return strlen(at);
}

/* The end of the definition that starts at `at`: its comma at the end of a line, or the closing
 * parenthesis. A literal never spans lines here: the server escapes line ends in it. */
static const char *line_end(Mem *mem, const char *at)
{
    while (*at && !(at[0] == '\n') && !(at[0] == ',' && at[1] == '\n')) {
        at += step(mem, at);
    }
    return at;
}

static DdlLine parse_line(Mem *mem, const char *text)
{
    DdlLine line = {.words = "", .rest = text};
    size_t words = strcspn(text, "`'\"(");
    if (text[words] != '`') {
        return line;
    }
    size_t len;
    const char *name = mysql_unquote_name(mem, text + words, &len);
    if (name) {
        line.name = name;
        line.words = str_dup(mem, str_trim((Str){text, words}));
        line.rest = str_dup(mem, str_trim(str_of(text + words + len)));
    }
    return line;
}

/* Where the version comment that ends at `head` begins; NULL = there is none. */
static const char *version_comment(const char *tail, size_t head)
{
    while (head && char_is_space(tail[head - 1])) {
        head--;
    }
    while (head && char_is_digit(tail[head - 1])) {
        head--;
    }
    return head >= 3 && strncmp(tail + head - 3, "/*!", 3) == 0 ? tail + head - 3 : NULL;
}

/* "PARTITION BY …" of the tail, without MySQL's version comment around it. */
static void split_partition(Mem *mem, Ddl *ddl)
{
    const char *found = strstr(ddl->tail, "PARTITION BY ");
    if (!found) {
        return;
    }
    const char *text = found + strlen("PARTITION BY ");
    size_t len = strlen(text), head = (size_t)(found - ddl->tail);
    const char *comment = version_comment(ddl->tail, head);
    if (comment && text_ends(text, "*/")) {
        len -= 2;
        head = (size_t)(comment - ddl->tail);
    }
    ddl->partition = str_dup(mem, str_trim((Str){text, len}));
    ddl->tail = str_dup(mem, str_trim((Str){ddl->tail, head}));
}

Ddl ddl_parse(Mem *mem, const char *text)
{
    Ddl ddl = {.tail = ""};
    const char *at = strchr(text, '\n');
    while (at && *at == '\n' && at[1] != ')') {
        const char *start = ++at;
        at = line_end(mem, at);
        Str line = str_trim((Str){start, (size_t)(at - start)});
        list_push(mem, &ddl.lines, parse_line(mem, str_dup(mem, line)));
        at += *at == ',';
    }
    if (at && *at) {
        ddl.tail = str_dup(mem, str_trim(str_of(at + 2)));
        split_partition(mem, &ddl);
    }
    return ddl;
}

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

/* The value at `at`: (…), '…', b'101', or words joined by operators up to the next space outside
 * parentheses. */
static const char *take_value(Mem *mem, const char *at)
{
    size_t len = 0;
    while (at[len] && !char_is_space(at[len])) {
        len += step(mem, at + len);
    }
    if (*at == '(' && step(mem, at) == len) {
        return expr_strip_parens(mem, mem_strndup(mem, at, len));
    }
    return mem_strndup(mem, at, len);
}

const char *ddl_after(Mem *mem, const char *text, const char *keyword)
{
    size_t n = strlen(keyword);
    for (const char *at = text; *at; at += step(mem, at)) {
        bool starts = at == text || !is_word(at[-1]);
        if (starts && strncmp(at, keyword, n) == 0 && !is_word(at[n])) {
            const char *value = at + n;
            while (char_is_space(*value)) {
                value++;
            }
            return take_value(mem, value);
        }
    }
    return NULL;
}
