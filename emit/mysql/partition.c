/* PARTITION BY clauses: what turns one into the other without writing the whole table anew. */
#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

typedef struct Part {
    const char *name; /* unquoted */
    const char *text; /* the definition as written */
    const char *same; /* the definition for comparing: folded, without the engine */
} Part;

typedef struct Parts {
    const char *head;  /* what stands before the list, folded: RANGE (…) SUBPARTITION BY … */
    const char *count; /* of PARTITIONS n; NULL = not said */
    bool range;
    LIST(Part) list;
} Parts;

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
    while (char_is_alpha(at[len]) || char_is_digit(at[len]) || at[len] == '_') {
        len++;
    }
    return len ? len : 1;
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
            buf_add(&buf, text_lower(mem, mysql_unquote_name(mem, token, &len)));
        } else if (*token == '\'') {
            buf_add(&buf, token);
        } else if (!char_is_space(*token)) {
            bool word = len > 1 || char_is_alpha(*token) || char_is_digit(*token);
            char last = buf.len ? buf.at[buf.len - 1] : '(';
            if (word && (char_is_alpha(last) || char_is_digit(last) || last == ')')) {
                buf_char(&buf, ' ');
            }
            buf_add(&buf, text_lower(mem, token));
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

static void add_part(Mem *mem, Parts *parts, Str text)
{
    const char *own = str_dup(mem, str_trim(text));
    if (!text_starts_nocase(own, "partition ")) {
        return;
    }
    const char *name = own + strlen("partition ");
    name += strspn(name, " ");
    size_t len = step(mem, name);
    Part part = {.text = own, .same = fold(mem, own)};
    part.name = *name == '`' ? mysql_unquote_name(mem, name, &len) : mem_strndup(mem, name, len);
    list_push(mem, &parts->list, part);
}

/* (PARTITION p0 …, PARTITION p1 …) */
static void read_list(Mem *mem, Parts *parts, const char *text)
{
    const char *start = ++text;
    while (*text && *text != ')') {
        if (*text == ',') {
            add_part(mem, parts, (Str){start, (size_t)(text - start)});
            start = text + 1;
        }
        text += *text == ',' ? 1 : step(mem, text);
    }
    add_part(mem, parts, (Str){start, (size_t)(text - start)});
}

static Parts parse(Mem *mem, const char *text)
{
    Parts parts = {0};
    Buf head = buf_new(mem);
    parts.range = text_starts_nocase(text, "range");
    for (const char *at = text; *at;) {
        size_t len = step(mem, at);
        const char *token = mem_strndup(mem, at, len);
        if (*token == '(' &&
            text_starts_nocase(token + 1 + strspn(token + 1, " \n"), "partition ")) {
            read_list(mem, &parts, token);
        } else if (text_equal_nocase(token, "partitions")) {
            at += len;
            at += strspn(at, " ");
            len = step(mem, at);
            parts.count = mem_strndup(mem, at, len);
        } else {
            buf_add(&head, token);
        }
        at += len;
    }
    parts.head = fold(mem, buf_text(&head));
    return parts;
}

static bool same_part(const Part *a, const Part *b)
{
    return strcmp(a->same, b->same) == 0;
}

/* --- writing -------------------------------------------------------------------------------------
 */

typedef struct Span {
    size_t from, from_end, to, to_end; /* what differs: [from, from_end) becomes [to, to_end) */
} Span;

static Span differing(const Parts *from, const Parts *to)
{
    Span span = {0, from->list.len, 0, to->list.len};
    while (span.from < span.from_end && span.to < span.to_end &&
           same_part(&from->list.at[span.from], &to->list.at[span.to])) {
        span.from++;
        span.to++;
    }
    while (span.from_end > span.from && span.to_end > span.to &&
           same_part(&from->list.at[span.from_end - 1], &to->list.at[span.to_end - 1])) {
        span.from_end--;
        span.to_end--;
    }
    return span;
}

static void names(Sql *sql, const Parts *parts, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (i > from) {
            sql_raw(sql, ", ");
        }
        sql_ident(sql, parts->list.at[i].name);
    }
}

static void definitions(Sql *sql, const Parts *parts, size_t from, size_t end)
{
    sql_kw(sql, "(");
    for (size_t i = from; i < end; i++) {
        sql_raw(sql, i > from ? ",\n    " : "");
        sql_raw(sql, parts->list.at[i].text);
    }
    sql_raw(sql, ")");
}

/* All that stays in `to` stands in the same order and says the same: the others are dropped. */
static bool only_drops(const Parts *from, const Parts *to)
{
    size_t j = 0;
    for (size_t i = 0; i < from->list.len && j < to->list.len; i++) {
        j += same_part(&from->list.at[i], &to->list.at[j]);
    }
    return j == to->list.len && to->list.len < from->list.len;
}

static bool has_name(const Parts *parts, const char *name)
{
    for (size_t i = 0; i < parts->list.len; i++) {
        if (text_equal_nocase(parts->list.at[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* Rows of a range that goes fit into the next one, unless it is the first or the last that go: the
 * oldest are dropped to be rid of them, and behind the last there is nothing. */
static bool is_dropped(const Parts *from, const Parts *to, const Span *span)
{
    bool edge = span->from == 0 || span->from_end == from->list.len;
    return only_drops(from, to) && (!from->range || edge);
}

static bool change_list(Sql *sql, const Parts *from, const Parts *to, PartitionChange *out)
{
    Span span = differing(from, to);
    bool appended = span.from == from->list.len && span.from == span.from_end;
    bool added = span.from == span.from_end && !from->range;
    if (appended || added) {
        sql_kw(sql, "ADD PARTITION");
        definitions(sql, to, span.to, span.to_end);
        return true;
    }
    if (is_dropped(from, to, &span)) {
        Sql list = sql_new(sql->buf.mem, sql->server);
        for (size_t i = 0; i < from->list.len; i++) {
            if (!has_name(to, from->list.at[i].name)) {
                sql_raw(&list, list.buf.len ? ", " : "");
                sql_ident(&list, from->list.at[i].name);
            }
        }
        sql_kw(sql, "DROP PARTITION");
        sql_raw(sql, " ");
        sql_raw(sql, sql_text(&list));
        out->loses_rows = true;
        return true;
    }
    /* REORGANIZE wants something on both sides: the neighbour behind, which takes the rows. */
    if (span.from == span.from_end || span.to == span.to_end) {
        span.from_end++;
        span.to_end++;
    }
    sql_kw(sql, "REORGANIZE PARTITION");
    names(sql, from, span.from, span.from_end);
    sql_kw(sql, "INTO");
    definitions(sql, to, span.to, span.to_end);
    out->moves_rows = true;
    return true;
}

static unsigned long count_of(const Parts *parts)
{
    unsigned long n = 0;
    for (const char *at = parts->count; at && char_is_digit(*at); at++) {
        n = n * 10 + (unsigned long)(*at - '0');
    }
    return parts->count ? n : 1;
}

static bool change_count(Sql *sql, const Parts *from, const Parts *to, PartitionChange *out)
{
    unsigned long was = count_of(from), is = count_of(to);
    if (was == is) {
        return false;
    }
    sql_kw(sql, is > was ? "ADD PARTITION PARTITIONS" : "COALESCE PARTITION");
    sql_number(sql, (int64_t)(is > was ? is - was : was - is));
    out->moves_rows = true;
    return true;
}

PartitionChange mysql_change_partitions(Mem *mem, const Server *server, const char *from,
                                        const char *to)
{
    PartitionChange out = {0};
    Sql sql = sql_new(mem, server);
    if (!to) {
        sql_kw(&sql, "REMOVE PARTITIONING");
        out.rewrites = true;
    } else {
        Parts a = parse(mem, from ? from : ""), b = parse(mem, to);
        bool same_head = from && strcmp(a.head, b.head) == 0;
        bool hash = text_starts(b.head, "hash") || text_starts(b.head, "key") ||
                    text_starts(b.head, "linear");
        bool lists = a.list.len && b.list.len && !hash && (b.range || text_starts(b.head, "list"));
        bool counts = hash && !a.list.len && !b.list.len;
        if (!same_head || !((lists && change_list(&sql, &a, &b, &out)) ||
                            (counts && change_count(&sql, &a, &b, &out)))) {
            sql_kw(&sql, "PARTITION BY ");
            sql_raw(&sql, to);
            out.rewrites = true;
        }
    }
    out.sql = sql_text(&sql);
    return out;
}
