#include "schema/dialects/mysql_partition.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* The length of the quoted run, group in parentheses or word at `at`, else 1. */
static size_t step(Mem *mem, const char *at)
{
    size_t len = 0;
    if (*at == '\'' || *at == '"') {
        return mysql_unquote(mem, at, &len) ? len : strlen(at);
    }
    if (*at == '`') {
        return mysql_unquote_name(mem, at, &len) ? len : strlen(at);
    }
    if (*at == '(') {
        for (len = 1; at[len] && at[len] != ')';) {
            len += step(mem, at + len);
        }
        return len + (at[len] == ')');
    }
    while (mysql_is_word(at[len])) {
        len++;
    }
    return len ? len : 1;
}

static void add_folded(Buf *buf, const char *token)
{
    char last = buf->len ? buf->at[buf->len - 1] : '(';
    if (mysql_is_word(*token) && (mysql_is_word(last) || last == ')')) {
        buf_char(buf, ' ');
    }
    buf_add(buf, text_lower(buf->mem, token));
}

/* Words in lower case with one space between them and none inside parentheses; back-quotes and
 * ENGINE = … left out. */
static const char *fold(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    for (const char *at = text; *at;) {
        size_t len = *at == '(' ? 1 : step(mem, at);
        const char *token = mem_strndup(mem, at, len);
        at += len;
        if (text_equal_nocase(token, "engine")) {
            at += strspn(at, " =\n");
            at += step(mem, at);
        } else if (*token == '`') {
            add_folded(&buf, mysql_unquote_name(mem, token, &len));
        } else if (*token == '\'') {
            buf_add(&buf, token);
        } else if (!char_is_space(*token)) {
            add_folded(&buf, token);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

static void add_part(Mem *mem, MysqlPartitioning *out, Str text)
{
    const char *own = str_dup(mem, str_trim(text));
    if (!text_starts_nocase(own, "partition ")) {
        return;
    }
    const char *name = own + strlen("partition ");
    name += strspn(name, " ");
    size_t len = step(mem, name);
    MysqlPartition part = {.text = own, .same = fold(mem, own)};
    part.name = *name == '`' ? mysql_unquote_name(mem, name, &len) : mem_strndup(mem, name, len);
    list_push(mem, &out->list, part);
}

/* (PARTITION p0 …, PARTITION p1 …) */
static void read_list(Mem *mem, MysqlPartitioning *out, const char *text)
{
    const char *start = ++text;
    while (*text && *text != ')') {
        if (*text == ',') {
            add_part(mem, out, (Str){start, (size_t)(text - start)});
            start = text + 1;
        }
        text += *text == ',' ? 1 : step(mem, text);
    }
    add_part(mem, out, (Str){start, (size_t)(text - start)});
}

/* HASH and KEY: partitions that are called as the server calls them, and say nothing else. */
static void fold_list(Mem *mem, MysqlPartitioning *out)
{
    bool counted = text_starts(out->head, "hash") || text_starts(out->head, "key") ||
                   text_starts(out->head, "linear");
    for (size_t i = 0; counted && i < out->list.len; i++) {
        counted = text_equal(out->list.at[i].same, mem_printf(mem, "partition p%zu", i));
    }
    if (counted && out->list.len) {
        out->count = out->list.len;
        out->list.len = 0;
    }
}

MysqlPartitioning mysql_parse_partitioning(Mem *mem, const char *text)
{
    MysqlPartitioning out = {.range = text_starts_nocase(text, "range"), .count = 1};
    Buf head = buf_new(mem);
    for (const char *at = text; *at;) {
        size_t len = step(mem, at);
        const char *token = mem_strndup(mem, at, len);
        if (*token == '(' &&
            text_starts_nocase(token + 1 + strspn(token + 1, " \n"), "partition ")) {
            read_list(mem, &out, token);
        } else if (text_equal_nocase(token, "partitions")) {
            at += len;
            at += strspn(at, " \n");
            len = step(mem, at);
            out.count = strtoul(at, NULL, 10);
        } else {
            buf_add(&head, token);
        }
        at += len;
    }
    out.head = fold(mem, buf_text(&head));
    fold_list(mem, &out);
    return out;
}

bool mysql_partition_equal(const MysqlPartition *a, const MysqlPartition *b)
{
    return strcmp(a->same, b->same) == 0;
}

typedef LIST(const char *) Values;

/* The values of VALUES IN (1, 'b', (2, 3)), as they are compared. */
static Values values_of(Mem *mem, const MysqlPartition *part)
{
    Values values = {0};
    const char *at = strstr(part->same, "values in");
    at = at ? strchr(at, '(') : NULL;
    for (const char *start = at ? ++at : ""; *start && *at;) {
        bool ends = *at == ',' || *at == ')';
        if (ends) {
            list_push(mem, &values, str_dup(mem, str_trim((Str){start, (size_t)(at - start)})));
            start = at + 1;
        }
        if (*at == ')') {
            break;
        }
        at += ends ? 1 : step(mem, at);
    }
    return values;
}

bool mysql_partition_shares(Mem *mem, const MysqlPartition *a, const MysqlPartition *b)
{
    Values x = values_of(mem, a), y = values_of(mem, b);
    for (size_t i = 0; i < x.len; i++) {
        for (size_t j = 0; j < y.len; j++) {
            if (strcmp(x.at[i], y.at[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

bool mysql_partitioning_equal(Mem *mem, const char *a, const char *b)
{
    if (!a || !b) {
        return a == b;
    }
    MysqlPartitioning x = mysql_parse_partitioning(mem, a), y = mysql_parse_partitioning(mem, b);
    bool same = strcmp(x.head, y.head) == 0 && x.list.len == y.list.len &&
                (x.list.len > 0 || x.count == y.count);
    for (size_t i = 0; same && i < x.list.len; i++) {
        same = mysql_partition_equal(&x.list.at[i], &y.list.at[i]);
    }
    return same;
}
