/* The SQL of both directions. */
#include "migrate/format.h"
#include "report/highlight.h"
#include "report/page_part.h"

static void add_plan(const PageDraft *draft, const Plan *plan, const char *problem,
                     const char *title, const char *id, Buf *out)
{
    buf_fmt(out, "<div class=\"script-head\"><h3 id=\"h-%s\">%s</h3>", id, title);
    if (!plan || !plan->statements.len) {
        buf_add(out, "</div>\n<p class=\"nothing\">");
        markup_text(out, plan ? "Nothing to do." : problem);
        buf_add(out, "</p>\n");
        return;
    }
    Buf text = buf_new(draft->mem);
    format_plan(draft->mem, plan, draft->page->split, &text);
    buf_fmt(
        out,
        "<button type=\"button\" class=\"script\" data-copy=\"%s\">Copy<span class=\"hidden\"> the "
        "%s</span></button></div>\n<pre id=\"%s\" tabindex=\"0\" role=\"region\" "
        "aria-labelledby=\"h-%s\"><code>",
        id, id, id, id);
    highlight_sql(out, buf_text(&text), draft->page->split);
    buf_add(out, "</code></pre>\n");
}

void page_sql(const PageDraft *draft, Buf *out)
{
    const Page *page = draft->page;
    buf_add(out, "<section id=\"sql\" aria-labelledby=\"h-sql\">\n<h2 id=\"h-sql\">SQL</h2>\n");
    add_plan(draft, page->up, page->up_problem, "Upgrade", "upgrade", out);
    add_plan(draft, page->down, page->down_problem, "Downgrade", "downgrade", out);
    buf_add(out, "</section>\n");
}
