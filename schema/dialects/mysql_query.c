#include "schema/dialects/mysql_query.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

/* Where a query stands, for each parenthesis that is open: in the list of a FROM or not. */
typedef LIST(bool) Levels;

/* Words that end the list of tables; the list goes on behind every other one. */
static bool ends_from(Str word)
{
    static const char *const words[] = {"where", "group",     "having", "window", "order", "limit",
                                        "union", "intersect", "except", "select", "for",   "lock"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal_text(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* `a` left join `b`: the word before says how, so it was no comma. */
static bool is_qualified(Str before)
{
    static const char *const words[] = {"left", "right", "outer", "inner", "cross", "natural"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal_text(before, words[i])) {
            return true;
        }
    }
    return false;
}

static void add_comma(Buf *buf)
{
    while (buf->len && char_is_space(buf->at[buf->len - 1])) {
        buf->len--;
    }
    buf_char(buf, ',');
}

static void add_word(Buf *buf, bool *in_from, Str word, Str before)
{
    if (*in_from && str_equal_text(word, "join") && !is_qualified(before)) {
        add_comma(buf);
        return;
    }
    if (str_equal_text(word, "from")) {
        *in_from = true;
    } else if (ends_from(word)) {
        *in_from = false;
    }
    buf_add_len(buf, word.ptr, word.len);
}

/* The length of the quoted run at `at`. */
static size_t quoted_length(Mem *mem, const char *at)
{
    size_t len = 0;
    const char *value =
        *at == '`' ? mysql_unquote_name(mem, at, &len) : mysql_unquote(mem, at, &len);
    return value ? len : strlen(at);
}

const char *mysql_comma_joins(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    Levels levels = {0};
    Str before = {0};
    list_push(mem, &levels, false);
    while (*text) {
        size_t len = 1;
        if (mysql_is_word(*text)) {
            while (mysql_is_word(text[len])) {
                len++;
            }
            Str word = {text, len};
            add_word(&buf, &levels.at[levels.len - 1], word, before);
            before = word;
            text += len;
            continue;
        }
        if (*text == '(') {
            list_push(mem, &levels, false);
        } else if (*text == ')') {
            levels.len -= levels.len > 1;
        } else if (*text == '\'' || *text == '"' || *text == '`') {
            len = quoted_length(mem, text);
        }
        before = char_is_space(*text) ? before : (Str){0};
        buf_add_len(&buf, text, len);
        text += len;
    }
    return mem_strdup(mem, buf_text(&buf));
}

static const char *skip_parentheses(const char *at)
{
    return at + strspn(at, "() ");
}

bool mysql_same_query(const char *a, const char *b)
{
    for (a = skip_parentheses(a), b = skip_parentheses(b); *a && *a == *b;) {
        a = skip_parentheses(a + 1);
        b = skip_parentheses(b + 1);
    }
    return *a == *b;
}
