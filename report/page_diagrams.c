/* The diagrams: what changes, and everything. Each in a frame that scrolls and zooms, and once more
 * as text. */
#include "report/page_part.h"

static void add_toolbar(const char *id, Buf *out)
{
    buf_fmt(out,
            "<div class=\"tools script\" role=\"toolbar\" aria-label=\"Zoom\" aria-controls=\"%s\">"
            "<button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">−</button>"
            "<output aria-live=\"polite\">100 %%</output>"
            "<button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button>"
            "<button type=\"button\" data-zoom=\"fit\">Fit</button>"
            "<button type=\"button\" data-zoom=\"full\">Full size</button></div>\n",
            id);
}

/* Links are in the order of the tables that refer: `next` is the first that is not written yet. */
static void add_text_links(const Diagram *diagram, size_t table, size_t *next, Buf *out)
{
    size_t n = 0;
    for (; *next < diagram->links.len; ++*next) {
        const DiagramLink *link = &diagram->links.at[*next];
        if (link->child != table) {
            return;
        }
        buf_add(out, n++ ? ", " : ": refers to ");
        markup_text(out, diagram->tables.at[link->parent].label);
        buf_add(out, " by ");
        markup_text(out, link->label);
        if (link->mark != MARK_SAME) {
            buf_fmt(out, " (%s)", mark_word(link->mark));
        }
    }
}

static void add_text(const Diagram *diagram, Buf *out)
{
    buf_add(out, "<details class=\"alternative\"><summary>This diagram as text</summary>\n<ul>\n");
    for (size_t i = 0, next = 0; i < diagram->tables.len; i++) {
        const DiagramTable *table = &diagram->tables.at[i];
        buf_add(out, "<li>");
        if (table->anchor) {
            buf_fmt(out, "<a href=\"#%s\">", table->anchor);
        }
        markup_text(out, table->label);
        buf_add(out, table->anchor ? "</a>" : "");
        if (table->mark != MARK_SAME) {
            buf_fmt(out, " (%s)", mark_word(table->mark));
        }
        add_text_links(diagram, i, &next, out);
        buf_add(out, "</li>\n");
    }
    buf_add(out, "</ul>\n</details>\n");
}

static void add_diagram(const Diagram *diagram, const char *id, const char *title, Buf *out)
{
    buf_fmt(
        out,
        "<div class=\"figure\">\n<a class=\"skip inside\" href=\"#%s-end\">Skip the diagram</a>\n",
        id);
    add_toolbar(id, out);
    buf_fmt(out,
            "<div class=\"canvas\" tabindex=\"0\" role=\"region\" aria-label=\"%s, scrolls\">\n",
            title);
    diagram_svg_inline(diagram, id, title, out);
    buf_add(out, "</div>\n");
    add_text(diagram, out);
    buf_fmt(out, "<span id=\"%s-end\" tabindex=\"-1\"></span></div>\n", id);
}

static void add_legend(Buf *out)
{
    buf_add(out, "<ul class=\"legend\" aria-label=\"Legend\"><li>");
    page_badge(MARK_ADDED, out);
    buf_add(out, "</li><li>");
    page_badge(MARK_CHANGED, out);
    buf_add(out, "</li><li>");
    page_badge(MARK_REMOVED, out);
    buf_add(out, "</li><li>dashed box: unchanged, only referred to</li>"
                 "<li>crow’s foot: many rows; bar: one; circle: none</li></ul>\n");
}

void page_diagrams(const PageDraft *draft, Buf *out)
{
    bool differs = draft->marks[MARK_SAME] != draft->tables.len;
    const DiagramScope touched = {.rows = ROWS_ALL, .touched = true};
    const DiagramScope whole = {.rows = diagram_rows_for(draft->tables.len)};
    buf_add(out, "<section id=\"diagrams\" aria-labelledby=\"h-diagrams\">\n"
                 "<h2 id=\"h-diagrams\">Diagram</h2>\n");
    if (differs) {
        buf_add(out, "<h3>Tables that change</h3>\n");
        add_legend(out);
        add_diagram(diagram_new(draft->mem, &draft->tables, &touched), "diagram-changes",
                    "Diagram of the tables that change", out);
    }
    if (draft->tables.len) {
        buf_fmt(out, "<details class=\"whole\"%s><summary><h3>All tables</h3></summary>\n",
                differs ? "" : " open");
        add_diagram(diagram_new(draft->mem, &draft->tables, &whole), "diagram-all",
                    "Diagram of all tables", out);
        buf_add(out, "</details>\n");
    }
    buf_add(out, "</section>\n");
}
