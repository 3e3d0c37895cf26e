/* A diagram as SVG. Each table is a link to its section in the page, each line says what it stands
 * for; colour never stands alone: words in the heads and signs before the rows say the same. */
#include "report/assets.h"
#include "report/layout.h"
#include "report/markup.h"

#define CORNER    7
#define FOOT      10 /* length of the signs at the ends of a line */
#define FOOT_HALF 5

static const char *const signs[MARK_COUNT] = {"", "+", "~", "~", "−"};

/* --- lines ------------------------------------------------------------------------------------ */

/* Curves through the gaps, straight along the columns. */
static void add_path(Buf *out, const Route *route)
{
    const Point *p = route->points.at;
    buf_fmt(out, "M%d %d", p[0].x, p[0].y);
    for (size_t i = 1; i < route->points.len; i += 2) {
        const int middle = (p[i - 1].x + p[i].x) / 2;
        buf_fmt(out, "C%d %d %d %d %d %d", middle, p[i - 1].y, middle, p[i].y, p[i].x, p[i].y);
        if (i + 1 < route->points.len) {
            buf_fmt(out, "H%d", p[i + 1].x);
        }
    }
}

static void add_loop(Buf *out, const Route *route)
{
    const Point *p = route->points.at;
    buf_fmt(out, "M%d %dC%d %d %d %d %d %d", p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x,
            p[3].y);
}

/* Of the rows that refer: a crow's foot for many, a bar for one. */
static void add_child_end(Buf *out, const DiagramLink *link, const Route *route)
{
    const Point at = route->points.at[0];
    const int out_x = at.x + (route->child_leaves_right ? FOOT : -FOOT);
    if (link->single) {
        buf_fmt(out, "M%d %dv%d", out_x, at.y - FOOT_HALF, 2 * FOOT_HALF);
    } else {
        buf_fmt(out, "M%d %dL%d %dL%d %d", at.x, at.y - FOOT_HALF, out_x, at.y, at.x,
                at.y + FOOT_HALF);
    }
}

/* Of the row that is referred to: a bar, with a circle when there may be none. */
static void add_parent_end(Buf *out, const DiagramLink *link, const Route *route)
{
    const Point at = route->points.at[route->points.len - 1];
    const int side = route->parent_enters_left ? -1 : 1;
    buf_fmt(out, "M%d %dv%d", at.x + side * FOOT_HALF, at.y - FOOT_HALF, 2 * FOOT_HALF);
    if (link->optional) {
        buf_fmt(out, "M%d %da3 3 0 1 0 6 0a3 3 0 1 0 -6 0", at.x + side * (FOOT + 1) - 3, at.y);
    }
}

/* The signs are a path of their own: they stay solid where the line is dashed. */
static void add_link(const Diagram *diagram, const DiagramLink *link, const Route *route, Buf *out)
{
    buf_fmt(out, "<g class=\"link %s\" data-child=\"%zu\" data-parent=\"%zu\"><title>",
            mark_word(link->mark), link->child, link->parent);
    markup_text(out, diagram->tables.at[link->child].label);
    buf_add(out, " (");
    markup_text(out, link->label);
    buf_add(out, ") refers to ");
    markup_text(out, diagram->tables.at[link->parent].label);
    if (link->mark != MARK_SAME) {
        buf_fmt(out, ", %s", mark_word(link->mark));
    }
    buf_add(out, "</title><path class=\"line\" d=\"");
    if (link->child == link->parent) {
        add_loop(out, route);
    } else {
        add_path(out, route);
    }
    buf_add(out, "\"/><path d=\"");
    add_child_end(out, link, route);
    add_parent_end(out, link, route);
    buf_add(out, "\"/></g>\n");
}

/* What changes is drawn over what stays. */
static void add_links(const Diagram *diagram, const Layout *layout, Buf *out)
{
    buf_add(out, "<g class=\"links\">\n");
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < diagram->links.len; i++) {
            const DiagramLink *link = &diagram->links.at[i];
            if ((link->mark != MARK_SAME) == (pass != 0)) {
                add_link(diagram, link, &layout->routes[i], out);
            }
        }
    }
    buf_add(out, "</g>\n");
}

/* --- tables ----------------------------------------------------------------------------------- */

static void add_row(const DiagramRow *row, size_t i, int width, Buf *out)
{
    const Column *column = row->column;
    const int top = HEAD_HEIGHT + (int)i * ROW_HEIGHT;
    const char *type = column->type.text ? column->type.text : "";
    const int base = top + ROW_HEIGHT - 7;
    buf_fmt(out, "<g class=\"row %s\">", mark_word(row->mark));
    if (row->mark != MARK_SAME) {
        buf_fmt(out, "<rect x=\"1\" y=\"%d\" width=\"%d\" height=\"%d\"/>", top, width - 2,
                ROW_HEIGHT);
        buf_fmt(out, "<text class=\"sign\" x=\"6\" y=\"%d\">%s</text>", base, signs[row->mark]);
    }
    buf_fmt(out, "<text class=\"column%s\" x=\"18\" y=\"%d\">", row->primary ? " primary" : "",
            base);
    markup_cut(out, column->base.name, NAME_MAX_COLUMNS);
    buf_fmt(out, "</text><text class=\"type\" x=\"%d\" y=\"%d\">", width - 28, base);
    markup_cut(out, type, TYPE_MAX_COLUMNS);
    buf_add(out, "</text>");
    if (row->primary || row->foreign) {
        buf_fmt(out, "<text class=\"key\" x=\"%d\" y=\"%d\">%s</text>", width - 8, base,
                row->primary ? "PK" : "FK");
    }
    buf_add(out, "</g>\n");
}

static void add_title(const DiagramTable *table, Buf *out)
{
    buf_add(out, "<title>");
    markup_text(out, table->label);
    if (table->mark != MARK_SAME) {
        buf_fmt(out, " (%s)", mark_word(table->mark));
    }
    if (table->note) {
        buf_add(out, ": ");
        markup_text(out, table->note);
    }
    buf_add(out, "</title>");
}

static void add_head(const DiagramTable *table, const Box *box, Buf *out)
{
    const int inner = box->width - 2 * CORNER;
    buf_fmt(out, "<rect class=\"box\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", box->width,
            box->height, CORNER);
    if (box->height > HEAD_HEIGHT) {
        buf_fmt(out, "<path class=\"head\" d=\"M0 %dV%dQ0 0 %d 0h%dQ%d 0 %d %dV%dz\"/>",
                HEAD_HEIGHT, CORNER, CORNER, inner, box->width, box->width, CORNER, HEAD_HEIGHT);
    } else {
        buf_fmt(out, "<rect class=\"head\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", box->width,
                box->height, CORNER);
    }
    buf_add(out, "<text class=\"name\" x=\"12\" y=\"21\">");
    markup_cut(out, table->label, NAME_MAX_COLUMNS);
    buf_add(out, "</text>");
    if (table->mark != MARK_SAME) {
        buf_fmt(out, "<text class=\"mark\" x=\"%d\" y=\"21\">%s %s</text>", box->width - 10,
                signs[table->mark], mark_word(table->mark));
    }
    buf_char(out, '\n');
}

static void add_table(const DiagramTable *table, size_t at, const Box *box, bool links, Buf *out)
{
    bool link = links && table->anchor;
    buf_fmt(out, "<g class=\"table %s%s\" data-table=\"%zu\" transform=\"translate(%d %d)\">",
            mark_word(table->mark), table->outside ? " outside" : "", at, box->x, box->y);
    if (link) {
        buf_add(out, "<a href=\"#");
        markup_text(out, table->anchor);
        buf_add(out, "\">");
    }
    add_title(table, out);
    add_head(table, box, out);
    for (size_t i = 0; i < table->rows.len; i++) {
        add_row(&table->rows.at[i], i, box->width, out);
    }
    if (table->hidden && box->height > HEAD_HEIGHT) {
        buf_fmt(out, "<text class=\"more\" x=\"18\" y=\"%d\">%zu more column%s</text>",
                layout_row_middle(table->rows.len) + 4, table->hidden,
                table->hidden == 1 ? "" : "s");
    }
    buf_fmt(out, "%s</g>\n", link ? "</a>" : "");
}

static void add_content(const Diagram *diagram, const Layout *layout, bool links, Buf *out)
{
    add_links(diagram, layout, out);
    buf_add(out, "<g class=\"tables\">\n");
    for (size_t i = 0; i < diagram->tables.len; i++) {
        add_table(&diagram->tables.at[i], i, &layout->boxes[i], links, out);
    }
    buf_add(out, "</g>\n");
}

void diagram_svg(const Diagram *diagram, Buf *out)
{
    const Layout layout = layout_diagram(diagram->mem, diagram);
    buf_fmt(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" role=\"img\" "
            "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
            layout.width, layout.height, layout.width, layout.height);
    buf_fmt(out, "<title>%zu table%s, %zu foreign key%s</title>\n<style>\n%s%s</style>\n",
            diagram->tables.len, diagram->tables.len == 1 ? "" : "s", diagram->links.len,
            diagram->links.len == 1 ? "" : "s", asset_diagram_css, asset_shapes_css);
    buf_fmt(out, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", layout.width,
            layout.height);
    add_content(diagram, &layout, false, out);
    buf_add(out, "</svg>\n");
}

void diagram_svg_inline(const Diagram *diagram, const char *id, const char *title, Buf *out)
{
    const Layout layout = layout_diagram(diagram->mem, diagram);
    buf_fmt(out,
            "<svg class=\"diagram\" id=\"%s\" role=\"group\" aria-labelledby=\"%s-title\" "
            "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<title id=\"%s-title\">",
            id, id, layout.width, layout.height, layout.width, layout.height, id);
    markup_text(out, title);
    buf_add(out, "</title>\n");
    add_content(diagram, &layout, true, out);
    buf_add(out, "</svg>\n");
}
