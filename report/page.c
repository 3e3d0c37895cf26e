#include "report/page.h"

#include "base/digest.h"
#include "report/assets.h"
#include "report/page_part.h"

#include <string.h>

/* --- bits and pieces -------------------------------------------------------------------------- */

void page_badge(Mark mark, Buf *out)
{
    static const char *const signs[MARK_COUNT] = {"", "+", "~", "~", "−"};
    if (mark != MARK_SAME) {
        buf_fmt(out, "<span class=\"badge %s\"><span aria-hidden=\"true\">%s </span>%s</span>",
                mark_word(mark), signs[mark], mark_word(mark));
    }
}

void page_count(size_t n, const char *one, Buf *out)
{
    buf_fmt(out, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

/* --- head ------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    return char_is_digit(c) ? c - '0' : c - 'a' + 10;
}

static void add_base64(Buf *out, uint32_t bits, size_t bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < 4; i++) {
        buf_char(out, i <= bytes ? digits[bits >> (18 - 6 * i) & 63] : '=');
    }
}

/* 'sha256-…': the only style sheet or script of this text may be used. */
static void add_hash(Mem *mem, const char *text, Buf *out)
{
    const char *hex = digest_sha256(mem, text, strlen(text));
    buf_add(out, " 'sha256-");
    for (size_t i = 0; i < 64; i += 6) {
        uint32_t bits = 0;
        size_t bytes = 0;
        for (size_t k = 0; k < 3; k++) {
            bits <<= 8;
            if (i + 2 * k < 64) {
                bits |= (uint32_t)(hex_digit(hex[i + 2 * k]) << 4 | hex_digit(hex[i + 2 * k + 1]));
                bytes++;
            }
        }
        add_base64(out, bits, bytes);
    }
    buf_char(out, '\'');
}

static void add_head(const PageDraft *draft, Buf *out)
{
    buf_add(out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src");
    add_hash(draft->mem, asset_page_css, out);
    add_hash(draft->mem, asset_shapes_css, out);
    buf_add(out, "; script-src");
    add_hash(draft->mem, asset_page_js, out);
    buf_add(out, "; base-uri 'none'; form-action 'none'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    markup_text(out, draft->page->title);
    buf_add(out, "</title>\n");
    buf_fmt(out, "<style>%s</style>\n<style>%s</style>\n</head>\n<body>\n", asset_page_css,
            asset_shapes_css);
}

/* --- top -------------------------------------------------------------------------------------- */

static void add_nav(const PageDraft *draft, Buf *out)
{
    const size_t found = draft->hazards + draft->page->lint->findings.len;
    buf_add(out,
            "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header class=\"bar\">\n"
            "<nav aria-label=\"Sections\"><ul>\n");
    buf_fmt(out, "<li><a href=\"#findings\">Findings <span class=\"count\">%zu</span></a></li>\n",
            found);
    buf_fmt(out, "<li><a href=\"#changes\">Changes <span class=\"count\">%zu</span></a></li>\n",
            draft->page->changes->list.len);
    buf_add(out, "<li><a href=\"#diagrams\">Diagram</a></li>\n");
    buf_fmt(out, "<li><a href=\"#tables\">Tables <span class=\"count\">%zu</span></a></li>\n",
            draft->tables.len);
    buf_add(out, draft->others.len ? "<li><a href=\"#others\">Other objects</a></li>\n" : "");
    buf_add(out, "<li><a href=\"#sql\">SQL</a></li>\n</ul></nav>\n"
                 "<button type=\"button\" id=\"theme\" class=\"script\" "
                 "aria-pressed=\"false\">Dark</button>\n"
                 "</header>\n");
}

static void add_tile(size_t n, const char *what, const char *class, Buf *out)
{
    buf_fmt(out, "<div class=\"tile%s%s\"><dt>%s</dt><dd>%zu</dd></div>\n", n && *class ? " " : "",
            n ? class : "", what, n);
}

static void add_verdict(const PageDraft *draft, Buf *out)
{
    const Page *page = draft->page;
    const size_t errors = lint_count(page->lint, SEVERITY_ERROR);
    const bool same = !page->changes->list.len && !page->pending.len;
    buf_fmt(out, "<p class=\"verdict %s\">", errors ? "removed" : same ? "added" : "changed");
    if (same) {
        buf_add(out, "No difference: both are the same.");
    } else {
        page_count(page->changes->list.len, "difference", out);
        buf_add(out, page->pending.len ? ", " : "");
        if (page->pending.len) {
            page_count(page->pending.len, "pending revision", out);
        }
        buf_char(out, '.');
    }
    if (errors) {
        buf_char(out, ' ');
        page_count(errors, "rule", out);
        buf_add(out, " broken.");
    }
    buf_add(out, "</p>\n");
}

static void add_summary(const PageDraft *draft, Buf *out)
{
    const Page *page = draft->page;
    const size_t steps = page->up ? page->up->statements.len : 0;
    buf_add(out, "<div class=\"intro\">\n<h1>");
    markup_text(out, page->title);
    buf_add(out, "</h1>\n<p class=\"subtitle\">From ");
    markup_text(out, page->from);
    buf_add(out, " to ");
    markup_text(out, page->to);
    buf_add(out, ", ");
    markup_text(out, page->server);
    buf_add(out, "</p>\n");
    add_verdict(draft, out);
    buf_add(out, "<dl class=\"tiles\">\n");
    add_tile(draft->marks[MARK_ADDED], "tables added", "added", out);
    add_tile(draft->marks[MARK_CHANGED] + draft->marks[MARK_RENAMED], "tables changed", "changed",
             out);
    add_tile(draft->marks[MARK_REMOVED], "tables removed", "removed", out);
    add_tile(draft->marks[MARK_SAME], "tables unchanged", "", out);
    add_tile(draft->others.len, "other objects", "changed", out);
    add_tile(steps, "statements", "", out);
    add_tile(draft->hazards, "hazards", "removed", out);
    add_tile(page->lint->findings.len, "findings", "removed", out);
    buf_add(out, "</dl>\n</div>\n");
}

/* --- the whole -------------------------------------------------------------------------------- */

static size_t count_hazards(const Plan *plan)
{
    size_t n = 0;
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        n += plan->statements.at[i]->hazards.len;
    }
    return n;
}

void page_write(Mem *mem, const Page *page, Buf *out)
{
    PageDraft draft = {.mem = mem, .page = page};
    draft.hazards = count_hazards(page->up) + count_hazards(page->down);
    pairs_of_changes(mem, page->changes, &draft.tables);
    pairs_of_others(mem, page->changes, &draft.others);
    for (size_t i = 0; i < draft.tables.len; i++) {
        draft.marks[draft.tables.at[i].mark]++;
    }
    add_head(&draft, out);
    add_nav(&draft, out);
    buf_add(out, "<main id=\"content\" tabindex=\"-1\">\n");
    add_summary(&draft, out);
    page_findings(&draft, out);
    page_changes(&draft, out);
    page_diagrams(&draft, out);
    page_tables(&draft, out);
    page_others(&draft, out);
    page_sql(&draft, out);
    buf_add(out, "</main>\n<footer><p>Written by schemadiff. The same input gives the same "
                 "page.</p></footer>\n");
    buf_fmt(out, "<script>%s</script>\n</body>\n</html>\n", asset_page_js);
}
