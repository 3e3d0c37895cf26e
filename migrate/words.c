#include "migrate/words.h"

#include "migrate/split_scan.h"

#include <string.h>

/* The text between the quotes, doubled ones made single. */
static const char *unquoted(Mem *mem, const char *text, size_t len)
{
    char end = text[0] == '[' ? ']' : text[0];
    Buf buf = buf_new(mem);
    for (size_t i = 1; i + 1 < len; i++) {
        buf_char(&buf, text[i]);
        i += text[i] == end && i + 2 < len && text[i + 1] == end;
    }
    return buf_text(&buf);
}

static bool is_name_quote(char c, unsigned rules)
{
    return c == '`' || c == '[' || (c == '"' && !(rules & SPLIT_BACKSLASH));
}

/* A comment that is executed: behind its "!" and version, up to its end. */
static bool executable_body(const char *text, size_t len, const char **at, size_t *n)
{
    if (len < 5 || text[0] != '/' || text[1] != '*') {
        return false;
    }
    size_t from = text[2] == 'M' ? 4 : 3;
    while (from < len && char_is_digit(text[from])) {
        from++;
    }
    *at = text + from;
    *n = len - from - 2;
    return true;
}

static void scan(Mem *mem, const char *sql, size_t len, unsigned rules, size_t most, Words *out)
{
    bool after_e = false;
    for (size_t at = 0; at < len && out->len < most;) {
        const char *text = sql + at, *body;
        size_t n;
        Token token = token_scan(text, len - at, after_e, rules);
        after_e = token_is_e(&token, text);
        at += token.len;
        switch (token.kind) {
        case TOKEN_SPACE:
        case TOKEN_COMMENT:
            break;
        case TOKEN_WORD:
            list_push(mem, out, (Word){WORD_PLAIN, mem_strndup(mem, text, token.len)});
            break;
        case TOKEN_SYMBOL:
            list_push(mem, out, (Word){WORD_SYMBOL, mem_strndup(mem, text, token.len)});
            break;
        case TOKEN_QUOTE:
            if (executable_body(text, token.len, &body, &n)) {
                scan(mem, body, n, rules & ~(unsigned)SPLIT_EXECUTABLE_COMMENTS, most, out);
            } else if (is_name_quote(*text, rules)) {
                list_push(mem, out, (Word){WORD_NAME, unquoted(mem, text, token.len)});
            } else {
                list_push(mem, out, (Word){WORD_STRING, mem_strndup(mem, text, token.len)});
            }
            break;
        }
    }
}

void words_of(Mem *mem, const char *sql, unsigned rules, size_t most, Words *out)
{
    scan(mem, sql, strlen(sql), rules, most, out);
}

bool words_at(const Words *words, size_t at, const char *phrase)
{
    while (*phrase) {
        size_t len = strcspn(phrase, " ");
        const Word *word = at < words->len ? &words->at[at] : NULL;
        if (!word || word->kind != WORD_PLAIN || strlen(word->text) != len) {
            return false;
        }
        for (size_t i = 0; i < len; i++) {
            if (char_lower(word->text[i]) != phrase[i]) {
                return false;
            }
        }
        phrase += len;
        phrase += *phrase == ' ';
        at++;
    }
    return true;
}

size_t words_find(const Words *words, const char *phrase)
{
    size_t at = 0;
    while (at < words->len && !words_at(words, at, phrase)) {
        at++;
    }
    return at;
}

bool words_begin_with(const Words *words, const char *const *list)
{
    for (; *list; list++) {
        if (words_at(words, 0, *list)) {
            return true;
        }
    }
    return false;
}

void words_names(Mem *mem, const Words *words, NameList *out)
{
    for (size_t i = 0; i < words->len; i++) {
        const Word *word = &words->at[i];
        bool known = word->kind != WORD_PLAIN && word->kind != WORD_NAME;
        for (size_t j = 0; !known && j < out->len; j++) {
            known = text_equal(out->at[j], word->text);
        }
        if (!known) {
            list_push(mem, out, word->text);
        }
    }
}
