#include "lint/cursor.h"

#include <string.h>

static const SqlToken *token(const Cursor *c, size_t ahead)
{
    return c->at + ahead < c->end ? &c->tokens->at[c->at + ahead] : NULL;
}

bool cursor_is_at(const Cursor *c, size_t ahead, const char *word)
{
    const SqlToken *t = token(c, ahead);
    return t && t->kind == SQL_WORD && text_equal_nocase(t->text, word);
}

bool cursor_is(const Cursor *c, const char *word)
{
    return cursor_is_at(c, 0, word);
}

bool cursor_symbol(const Cursor *c, char symbol)
{
    const SqlToken *t = token(c, 0);
    return t && t->kind == SQL_SYMBOL && t->text[0] == symbol;
}

bool cursor_partitions(const Cursor *c)
{
    return (cursor_is(c, "partition") && cursor_is_at(c, 1, "by")) ||
           (cursor_is(c, "remove") && cursor_is_at(c, 1, "partitioning"));
}

bool cursor_take(Cursor *c, const char *words)
{
    size_t at = c->at;
    while (*words) {
        size_t n = strcspn(words, " ");
        const SqlToken *t = at < c->end ? &c->tokens->at[at] : NULL;
        if (!t || t->kind != SQL_WORD || strlen(t->text) != n) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            if (char_lower(t->text[i]) != char_lower(words[i])) {
                return false;
            }
        }
        at++;
        words += n + (words[n] == ' ');
    }
    c->at = at;
    return true;
}

bool cursor_take_symbol(Cursor *c, char symbol)
{
    bool found = cursor_symbol(c, symbol);
    c->at += found;
    return found;
}

void cursor_skip(Cursor *c)
{
    size_t depth = 0;
    do {
        depth += cursor_symbol(c, '(');
        depth -= cursor_symbol(c, ')') && depth > 0;
        c->at += !cursor_ends(c);
    } while (depth && !cursor_ends(c));
}

static bool is_name(const SqlToken *t)
{
    return t && (t->kind == SQL_NAME || t->kind == SQL_WORD || t->kind == SQL_STRING);
}

const char *cursor_name(Cursor *c)
{
    if (!is_name(token(c, 0))) {
        return NULL;
    }
    Buf buf = buf_new(c->mem);
    buf_add(&buf, token(c, 0)->text);
    c->at++;
    while (cursor_symbol(c, '.') && is_name(token(c, 1))) {
        buf_fmt(&buf, ".%s", token(c, 1)->text);
        c->at += 2;
    }
    return buf_text(&buf);
}

bool cursor_clause(Cursor *c, Cursor *clause)
{
    *clause = *c;
    if (cursor_ends(c)) {
        return false;
    }
    while (!cursor_ends(c) && !cursor_symbol(c, ',')) {
        cursor_skip(c);
    }
    clause->end = c->at;
    cursor_take_symbol(c, ',');
    return true;
}

bool cursor_group(Cursor *c, Cursor *inside)
{
    if (!cursor_symbol(c, '(')) {
        return false;
    }
    *inside = *c;
    inside->at++;
    cursor_skip(c);
    bool closed = c->at > inside->at && c->tokens->at[c->at - 1].kind == SQL_SYMBOL &&
                  c->tokens->at[c->at - 1].text[0] == ')';
    inside->end = closed ? c->at - 1 : c->at;
    return true;
}

static void put_string(Buf *buf, const char *text)
{
    buf_char(buf, '\'');
    for (const char *at = text; *at; at++) {
        bool doubled = *at == '\'' && (at == text || at[-1] != '\\');
        buf_add(buf, doubled ? "'" : "");
        buf_char(buf, *at);
    }
    buf_char(buf, '\'');
}

const char *cursor_text(const Cursor *c, size_t from)
{
    Buf buf = buf_new(c->mem);
    for (size_t i = from; i < c->at; i++) {
        const SqlToken *t = &c->tokens->at[i], *before = i > from ? t - 1 : NULL;
        bool tight = !before || t->kind == SQL_SYMBOL ||
                     (before->kind == SQL_SYMBOL && before->text[0] != ')' && *before->text != ',');
        buf_add(&buf, tight ? "" : " ");
        if (t->kind == SQL_STRING) {
            put_string(&buf, t->text);
        } else {
            buf_add(&buf, t->text);
        }
    }
    return buf_text(&buf);
}

bool cursor_columns(Cursor *c, NameList *out)
{
    Cursor inside, part;
    if (!cursor_group(c, &inside)) {
        return false;
    }
    while (cursor_clause(&inside, &part)) {
        const char *name = cursor_name(&part);
        list_push(
            c->mem, out,
            name && (cursor_ends(&part) || !cursor_symbol(&part, '(') || part.end - part.at <= 3)
                ? name
                : "");
    }
    return true;
}
