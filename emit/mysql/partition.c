/* PARTITION BY clauses: what turns one into the other without writing the whole table anew. */
#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- writing -------------------------------------------------------------------------------------
 */

static void names(Sql *sql, const MysqlPartitioning *parts, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (i > from) {
            sql_raw(sql, ",");
        }
        sql_ident(sql, parts->list.at[i].name);
    }
}

static void definitions(Sql *sql, const MysqlPartitioning *parts, size_t from, size_t end)
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
    const MysqlPartitioning *a, *b;
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
static bool bound_of(const MysqlPartition *part, double *out)
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
        if (first) {
            return; /* not all may go: the table is partitioned anew */
        }
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

typedef LIST(Span) Spans;

/* Between partitions that are the same on both sides, each gap is a change of its own. */
static Spans find_spans(Mem *mem, const MysqlPartitioning *a, const MysqlPartitioning *b)
{
    Spans spans = {0};
    Span span = {.a = a, .b = b};
    for (size_t i = 0; i < a->list.len; i++) {
        size_t j = span.to;
        while (j < b->list.len && !mysql_partition_equal(&a->list.at[i], &b->list.at[j])) {
            j++;
        }
        if (j < b->list.len) {
            span.from_end = i;
            span.to_end = j;
            list_push(mem, &spans, span);
            span.from = i + 1;
            span.to = j + 1;
        }
    }
    span.from_end = a->list.len;
    span.to_end = b->list.len;
    list_push(mem, &spans, span);
    return spans;
}

/* Do values, and so rows, of one gap belong into another one? */
static bool rows_cross(Mem *mem, const Span *from, const Span *to)
{
    for (size_t i = from->from; i < from->from_end; i++) {
        for (size_t j = to->to; j < to->to_end; j++) {
            if (mysql_partition_shares(mem, &from->a->list.at[i], &to->b->list.at[j])) {
                return true;
            }
        }
    }
    return false;
}

/* Gaps between which rows move become one, with all that is between them. */
static void join_spans(Mem *mem, Spans *spans)
{
    for (size_t i = 0; i < spans->len; i++) {
        for (size_t j = spans->len; j-- > i + 1;) {
            Span *first = &spans->at[i], *last = &spans->at[j];
            if (!rows_cross(mem, first, last) && !rows_cross(mem, last, first)) {
                continue;
            }
            first->from_end = last->from_end;
            first->to_end = last->to_end;
            for (size_t k = j + 1; k < spans->len; k++) {
                spans->at[k - (j - i)] = spans->at[k];
            }
            spans->len -= j - i;
        }
    }
}

static void change_list(Mem *mem, const Server *server, const MysqlPartitioning *a,
                        const MysqlPartitioning *b, PartitionChange *out)
{
    Spans spans = find_spans(mem, a, b);
    if (!a->range) {
        join_spans(mem, &spans);
    }
    for (size_t i = 0; i < spans.len; i++) {
        change_span(mem, server, spans.at[i], out);
    }
}

static void change_count(Mem *mem, const Server *server, const MysqlPartitioning *from,
                         const MysqlPartitioning *to, PartitionChange *out)
{
    unsigned long was = from->count, is = to->count;
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
    MysqlPartitioning a = mysql_parse_partitioning(mem, from ? from : ""),
                      b = mysql_parse_partitioning(mem, to);
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
