#include "cmd/draw.h"

#include <string.h>

/* Each column is on its way down to a revision; NULL = the column is free. */
typedef struct Drawing {
    Output *out;
    LIST(const Migration *) columns;
} Drawing;

static size_t column_of(const Drawing *d, const Migration *m)
{
    size_t i = 0;
    while (i < d->columns.len && d->columns.at[i] != m) {
        i++;
    }
    return i;
}

/* The column of a revision that nothing led to yet: the first free one. */
static size_t open_column(Drawing *d, const Migration *m)
{
    size_t at = column_of(d, m);
    if (at == d->columns.len) {
        at = column_of(d, NULL);
        if (at == d->columns.len) {
            list_push(d->out->mem, &d->columns, m);
        }
        d->columns.at[at] = m;
    }
    return at;
}

static void print_line(Drawing *d, const Buf *line, const char *text)
{
    size_t len = line->len;
    while (len && line->at[len - 1] == ' ') {
        len--;
    }
    out_line(d->out, "%.*s%s%s", (int)len, buf_text(line), *text ? "  " : "", text);
}

/* "| * |" and what the revision says. */
static void print_node(Drawing *d, size_t at, const char *text)
{
    Buf line = buf_new(d->out->mem);
    for (size_t i = 0; i < d->columns.len; i++) {
        buf_add(&line, i == at ? "* " : d->columns.at[i] ? "| " : "  ");
    }
    print_line(d, &line, text);
}

/* "|\\", "|/" and the like: from column `at` to column `to`, which begins here or goes on. */
static void print_link(Drawing *d, size_t at, size_t to, bool begins)
{
    Buf line = buf_new(d->out->mem);
    size_t low = at < to ? at : to, high = at < to ? to : at;
    size_t bend = begins == (at < to) ? high - 1 : low; /* beside what begins or ends here */
    for (size_t i = 0; i < d->columns.len; i++) {
        bool between = i > low && i < high;
        bool line_here = d->columns.at[i] && !(i == to && begins);
        buf_char(&line, line_here ? '|' : between ? '-' : ' ');
        buf_char(&line, i < low || i >= high ? ' ' : i != bend ? '-' : at < to ? '\\' : '/');
    }
    print_line(d, &line, "");
}

/* One parent goes on in this column; the others open theirs, or are in one already. */
static void descend(Drawing *d, const Migration *m, size_t at, const bool *listed)
{
    const Migration *straight = NULL;
    for (size_t i = 0; i < m->parents.len && !straight; i++) {
        const Migration *parent = m->parents.at[i];
        bool is_new = listed[parent->index] && column_of(d, parent) == d->columns.len;
        straight = is_new ? parent : NULL;
    }
    d->columns.at[at] = straight;
    for (size_t i = 0; i < m->parents.len; i++) {
        const Migration *parent = m->parents.at[i];
        if (parent != straight && listed[parent->index]) {
            bool begins = column_of(d, parent) == d->columns.len;
            print_link(d, at, open_column(d, parent), begins);
        }
    }
}

void draw_graph(Output *out, const History *history, const Migrations *list)
{
    Drawing d = {.out = out};
    size_t most = 0;
    for (size_t i = 0; i < list->len; i++) {
        const Migration *m = list->at[i];
        most = m->index >= most ? m->index + 1 : most; /* parents have smaller ones */
    }
    bool *listed = MEM_ARRAY(out->mem, bool, most);
    for (size_t i = 0; i < list->len; i++) {
        listed[list->at[i]->index] = true;
    }
    for (size_t i = 0; i < list->len; i++) {
        const Migration *m = list->at[i];
        size_t at = open_column(&d, m);
        const char *message = format_line(out->mem, m->message);
        print_node(&d, at,
                   mem_printf(out->mem, "%s%s%s%s%s", m->revision,
                              describe_marks(out->mem, history, m), describe_needs(out->mem, m),
                              *message ? ", " : "", message));
        descend(&d, m, at, listed);
    }
}
