/* PARTITION BY clauses: what turns one into the other without writing the whole table anew. */
#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <math.h>
#include <stdlib.h>
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

static void names(Sql *sql, const Parts *parts, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (i > from) {
            sql_raw(sql, ",");
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

/* Partitions [from, from_end) of one list become [to, to_end) of the other. */
typedef struct Span {
    const Parts *a, *b;
    size_t from, from_end, to, to_end;
} Span;

static void add_step(PartitionChange *out, const Sql *sql, PartitionEffect effect)
{
    PartitionStep step = {.sql = sql_text(sql), .effect = effect};
    list_push(sql->buf.mem, &out->steps, step);
}

static void drop_parts(Mem *mem, const Server *server, const Span *span, PartitionChange *out)
{
    Sql sql = sql_new(mem, server);
    sql_kw(&sql, "DROP PARTITION");
    names(&sql, span->a, span->from, span->from_end);
    add_step(out, &sql, PARTITION_LOSES_ROWS);
}

static void add_parts(Mem *mem, const Server *server, const Span *span, PartitionChange *out)
{
    Sql sql = sql_new(mem, server);
    sql_kw(&sql, "ADD PARTITION");
    definitions(&sql, span->b, span->to, span->to_end);
    add_step(out, &sql, PARTITION_KEEPS_ROWS);
}

static void reorganize(Mem *mem, const Server *server, const Span *span, PartitionChange *out)
{
    Sql sql = sql_new(mem, server);
    sql_kw(&sql, "REORGANIZE PARTITION");
    names(&sql, span->a, span->from, span->from_end);
    sql_kw(&sql, "INTO");
    definitions(&sql, span->b, span->to, span->to_end);
    add_step(out, &sql, PARTITION_MOVES_ROWS);
}

/* The bound of VALUES LESS THAN (10) when it is a plain number; MAXVALUE is above all. */
static bool bound_of(const Part *part, double *out)
{
    const char *at = strstr(part->same, "less than");
    at = at ? at + strlen("less than") : "";
    at += strspn(at, " (");
    char *end;
    *out = text_starts(at, "maxvalue") ? HUGE_VAL : strtod(at, &end);
    return text_starts(at, "maxvalue") || (end > at && *end == ')');
}

/* REORGANIZE cannot make the last range end earlier. */
static bool shrinks(const Span *span)
{
    double was, is;
    bool last = span->a->range && span->from_end == span->a->list.len;
    return last && bound_of(&span->a->list.at[span->from_end - 1], &was) &&
           bound_of(&span->b->list.at[span->to_end - 1], &is) && is < was;
}

static void change_span(Mem *mem, const Server *server, Span span, PartitionChange *out)
{
    bool old = span.from < span.from_end, new = span.to < span.to_end;
    bool first = span.from == 0, last = span.from_end == span.a->list.len;
    if (!old && !new) {
        return;
    }
    if (!old && last) {
        add_parts(mem, server, &span, out);
    } else if (!new && (!span.a->range || first || last)) {
        /* The oldest ranges go to be rid of them, and behind the last one nothing takes the rows.
         */
        drop_parts(mem, server, &span, out);
    } else if (old && new &&shrinks(&span)) {
        drop_parts(mem, server, &span, out);
        add_parts(mem, server, &span, out);
    } else {
        /* Something must stand on both sides: the neighbour behind gives or takes the rows. */
        bool neighbour = !old || !new;
        span.from_end += neighbour;
        span.to_end += neighbour;
        reorganize(mem, server, &span, out);
    }
}

/* Between partitions that are the same on both sides, each gap is a change of its own. */
static void change_list(Mem *mem, const Server *server, const Parts *a, const Parts *b,
                        PartitionChange *out)
{
    Span span = {.a = a, .b = b};
    for (size_t i = 0; i < a->list.len; i++) {
        size_t j = span.to;
        while (j < b->list.len && !same_part(&a->list.at[i], &b->list.at[j])) {
            j++;
        }
        if (j < b->list.len) {
            span.from_end = i;
            span.to_end = j;
            change_span(mem, server, span, out);
            span.from = i + 1;
            span.to = j + 1;
        }
    }
    span.from_end = a->list.len;
    span.to_end = b->list.len;
    change_span(mem, server, span, out);
}

static unsigned long count_of(const Parts *parts)
{
    unsigned long n = 0;
    for (const char *at = parts->count; at && char_is_digit(*at); at++) {
        n = n * 10 + (unsigned long)(*at - '0');
    }
    return parts->count ? n : 1;
}

static void change_count(Mem *mem, const Server *server, const Parts *from, const Parts *to,
                         PartitionChange *out)
{
    unsigned long was = count_of(from), is = count_of(to);
    if (was != is) {
        Sql sql = sql_new(mem, server);
        sql_kw(&sql, is > was ? "ADD PARTITION PARTITIONS" : "COALESCE PARTITION");
        sql_number(&sql, (int64_t)(is > was ? is - was : was - is));
        add_step(out, &sql, PARTITION_MOVES_ROWS);
    }
}

PartitionChange mysql_change_partitions(Mem *mem, const Server *server, const char *from,
                                        const char *to)
{
    PartitionChange out = {0};
    if (!to) {
        out.whole = "REMOVE PARTITIONING";
        return out;
    }
    Parts a = parse(mem, from ? from : ""), b = parse(mem, to);
    bool lists = b.range || text_starts(b.head, "list");
    bool counts =
        text_starts(b.head, "hash") || text_starts(b.head, "key") || text_starts(b.head, "linear");
    if (from && strcmp(a.head, b.head) == 0) {
        if (lists && a.list.len && b.list.len) {
            change_list(mem, server, &a, &b, &out);
        } else if (counts && !a.list.len && !b.list.len) {
            change_count(mem, server, &a, &b, &out);
        }
    }
    if (!out.steps.len) {
        out.whole = mem_printf(mem, "PARTITION BY %s", to);
    }
    return out;
}
