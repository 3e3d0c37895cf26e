/* A diagram in Graphviz's language: names stand in HTML-like labels, so that nothing but markup
 * must be escaped. */
#include "report/diagram.h"
#include "report/markup.h"

typedef struct Colours {
    const char *head, *row, *line;
} Colours;

static const Colours colours[MARK_COUNT] = {
    [MARK_SAME] = {"#e8edf3", "#ffffff", "#64748b"},
    [MARK_ADDED] = {"#b7e4c7", "#e6f6ea", "#1a7f37"},
    [MARK_CHANGED] = {"#ffe08a", "#fff6d8", "#9a6700"},
    [MARK_RENAMED] = {"#ffe08a", "#fff6d8", "#9a6700"},
    [MARK_REMOVED] = {"#ffc9c4", "#feeceb", "#b42318"},
};

static void add_cell(Buf *out, const char *attributes, const char *text)
{
    buf_fmt(out, "<td align=\"left\"%s>", attributes);
    markup_text(out, *text ? text : " ");
    buf_add(out, "</td>");
}

static void add_row(Mem *mem, const DiagramRow *row, size_t i, Buf *out)
{
    const char *fill = mem_printf(mem, " bgcolor=\"%s\"", colours[row->mark].row);
    const char *keys = row->primary ? row->foreign ? "PK FK" : "PK" : row->foreign ? "FK" : "";
    const Column *column = row->column;
    buf_fmt(out, "<tr><td align=\"left\" port=\"c%zu\"%s>", i, fill);
    markup_text(out, column->base.name);
    buf_add(out, "</td>");
    add_cell(out, fill, column->type.text ? column->type.text : "");
    add_cell(out, fill, keys);
    add_cell(out, mem_printf(mem, " port=\"e%zu\"%s", i, fill),
             row->mark == MARK_SAME ? "" : mark_word(row->mark));
    buf_add(out, "</tr>");
}

static void add_table(const Diagram *diagram, size_t at, Buf *out)
{
    const DiagramTable *table = &diagram->tables.at[at];
    buf_fmt(
        out,
        "  t%zu [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
        "color=\"%s\"><tr><td colspan=\"4\" port=\"head\" bgcolor=\"%s\"><b>",
        at, colours[table->mark].line, colours[table->mark].head);
    markup_text(out, table->label);
    buf_add(out, "</b>");
    if (table->mark != MARK_SAME) {
        buf_fmt(out, " (%s)", mark_word(table->mark));
    }
    buf_add(out, "</td></tr>");
    for (size_t i = 0; i < table->rows.len; i++) {
        add_row(diagram->mem, &table->rows.at[i], i, out);
    }
    if (table->hidden) {
        buf_fmt(out, "<tr><td colspan=\"4\" align=\"left\"><i>%zu more</i></td></tr>",
                table->hidden);
    }
    buf_add(out, "</table>>];\n");
}

/* Lines leave on the right, from the last cell of a row, and arrive on the left, at its first. */
static void add_port(Buf *out, size_t table, size_t row, bool leaves)
{
    buf_fmt(out, "t%zu", table);
    if (row == NO_ROW) {
        buf_add(out, ":head");
    } else {
        buf_fmt(out, ":%c%zu", leaves ? 'e' : 'c', row);
    }
    buf_add(out, leaves ? ":e" : ":w");
}

static void add_link(const DiagramLink *link, Buf *out)
{
    buf_add(out, "  ");
    add_port(out, link->parent, link->parent_row, true);
    buf_add(out, " -> ");
    add_port(out, link->child, link->child_row, false);
    buf_fmt(out, " [arrowtail=%s, arrowhead=%s, color=\"%s\"%s, tooltip=<",
            link->optional ? "teeodot" : "teetee", link->single ? "teeodot" : "crowodot",
            colours[link->mark].line, link->mark == MARK_REMOVED ? ", style=dashed" : "");
    markup_text(out, link->label);
    buf_add(out, ">];\n");
}

void diagram_dot(const Diagram *diagram, Buf *out)
{
    buf_add(out, "digraph model {\n"
                 "  graph [rankdir=LR, ranksep=1, nodesep=0.4, charset=\"UTF-8\"];\n"
                 "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
                 "  edge [dir=both];\n");
    for (size_t i = 0; i < diagram->tables.len; i++) {
        add_table(diagram, i, out);
    }
    for (size_t i = 0; i < diagram->links.len; i++) {
        add_link(&diagram->links.at[i], out);
    }
    buf_add(out, "}\n");
}
