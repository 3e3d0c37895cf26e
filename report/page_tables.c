/* Table by table, and what else differs: before and after, side by side. */
#include "report/definition.h"
#include "report/page_part.h"

static void add_cell(Mem *mem, const Object *object, const char *class, Buf *out)
{
    if (!object) {
        buf_add(out, "<td class=\"none\"><span class=\"hidden\">nothing</span></td>");
        return;
    }
    buf_fmt(out, "<td%s>", class);
    const char *text = definition_of(mem, object);
    buf_add(out, "<code>");
    markup_text(out, *text ? text : "–");
    buf_add(out, "</code></td>");
}

void page_before_after(Mem *mem, const Pair *pair, Buf *out)
{
    add_cell(mem, pair->from, pair->mark == MARK_SAME ? "" : " class=\"before\"", out);
    add_cell(mem, pair->to, pair->mark == MARK_SAME ? "" : " class=\"after\"", out);
}

/* A name, and the one before it if that was another. */
static void add_name(const Pair *pair, Buf *out)
{
    const Object *object = pair_object(pair);
    if (pair->from && pair->to && !text_equal(pair->from->name, pair->to->name)) {
        buf_add(out, "<del>");
        markup_text(out, pair->from->name ? pair->from->name : "unnamed");
        buf_add(out, "</del> ");
    }
    markup_text(out, object->name ? object->name : "unnamed");
}

/* What differs but is no part of the definitions: that is said in words. */
static void add_unseen(Mem *mem, const Pair *pair, Buf *out)
{
    if (pair->mark == MARK_CHANGED && pair->change && pair->change->kind != OBJ_TABLE &&
        text_equal(definition_of(mem, pair->from), definition_of(mem, pair->to))) {
        buf_add(out, "<span class=\"unseen\">");
        markup_text(out, change_describe(mem, pair->change, false));
        buf_add(out, "</span>");
    }
}

static void add_row(Mem *mem, const Pair *pair, bool both, Buf *out)
{
    buf_fmt(out, "<tr class=\"%s\"><th scope=\"row\"><span class=\"kind\">%s</span> ",
            mark_word(pair->mark), definition_kind(pair_object(pair)));
    add_name(pair, out);
    buf_char(out, ' ');
    page_badge(both ? pair->mark : MARK_SAME, out);
    add_unseen(mem, pair, out);
    buf_add(out, "</th>");
    if (both) {
        page_before_after(mem, pair, out);
    } else {
        add_cell(mem, pair_object(pair), "", out);
    }
    buf_add(out, "</tr>\n");
}

/* The table itself, when it says something besides its members. */
static void add_own(Mem *mem, const Pair *pair, bool both, Buf *out)
{
    bool says = (pair->from && *definition_of(mem, pair->from)) ||
                (pair->to && *definition_of(mem, pair->to));
    if (says) {
        const bool own = pair->change && pair->change->op == CHANGE_ALTER && pair->change->parts;
        const Pair self = {pair->from, pair->to, own || !both ? pair->mark : MARK_SAME, NULL};
        add_row(mem, &self, both, out);
    }
}

static void add_members(Mem *mem, const Pair *table, Buf *out)
{
    bool both = table->mark == MARK_CHANGED || table->mark == MARK_RENAMED;
    buf_add(out, "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">What</th>");
    buf_add(out, both ? "<th scope=\"col\">Before</th><th scope=\"col\">After</th>"
                 : table->mark == MARK_REMOVED ? "<th scope=\"col\">Before</th>"
                 : table->mark == MARK_ADDED   ? "<th scope=\"col\">After</th>"
                                               : "<th scope=\"col\">Definition</th>");
    buf_add(out, "</tr></thead>\n<tbody>\n");
    add_own(mem, table, both, out);
    for (size_t k = 0; k < MEMBER_KINDS; k++) {
        Pairs members = {0};
        pairs_of_members(mem, table, member_kinds[k], &members);
        for (size_t i = 0; i < members.len; i++) {
            add_row(mem, &members.at[i], both, out);
        }
    }
    buf_add(out, "</tbody></table></div>\n");
}

static void add_table(const PageDraft *draft, size_t i, Buf *out)
{
    const Pair *pair = &draft->tables.at[i];
    const Table *table = pair_table(pair);
    buf_fmt(out, "<details class=\"entry %s\" id=\"%s\"%s><summary><h3>", mark_word(pair->mark),
            table_anchor(draft->mem, &draft->tables, i), pair->mark == MARK_SAME ? "" : " open");
    if (pair->from && pair->to && object_compare(pair->from, pair->to) != 0) {
        buf_add(out, "<del>");
        markup_text(out, object_label(draft->mem, pair->from));
        buf_add(out, "</del> ");
    }
    markup_text(out, object_label(draft->mem, &table->base));
    buf_add(out, "</h3> ");
    page_badge(pair->mark, out);
    buf_add(out, " <span class=\"size\">");
    page_count(table->columns.len, "column", out);
    buf_add(out, "</span></summary>\n");
    add_members(draft->mem, pair, out);
    buf_add(out, "</details>\n");
}

static void add_tools(Buf *out)
{
    buf_add(out,
            "<div class=\"tools script\" role=\"search\">"
            "<label>Search tables and columns <input type=\"search\" id=\"search\" "
            "autocomplete=\"off\" "
            "spellcheck=\"false\" aria-describedby=\"found\"></label>"
            "<label class=\"check\"><input type=\"checkbox\" id=\"only\"> only what changes</label>"
            "<button type=\"button\" id=\"open-all\">Open all</button>"
            "<button type=\"button\" id=\"close-all\">Close all</button>"
            "<p id=\"found\" role=\"status\"></p></div>\n");
}

void page_tables(const PageDraft *draft, Buf *out)
{
    buf_add(out, "<section id=\"tables\" aria-labelledby=\"h-tables\">\n"
                 "<h2 id=\"h-tables\">Tables</h2>\n");
    if (draft->tables.len) {
        add_tools(out);
    } else {
        buf_add(out, "<p class=\"nothing\">There are none.</p>\n");
    }
    buf_add(out, "<div id=\"entries\">\n");
    for (int pass = 0; pass < 2; pass++) { /* what changes comes first */
        for (size_t i = 0; i < draft->tables.len; i++) {
            if ((draft->tables.at[i].mark == MARK_SAME) == (pass != 0)) {
                add_table(draft, i, out);
            }
        }
    }
    buf_add(out, "</div>\n</section>\n");
}

void page_others(const PageDraft *draft, Buf *out)
{
    if (!draft->others.len) {
        return;
    }
    buf_add(out,
            "<section id=\"others\" aria-labelledby=\"h-others\">\n"
            "<h2 id=\"h-others\">Other objects</h2>\n<div class=\"scroll\"><table>\n<thead><tr>"
            "<th scope=\"col\">What</th><th scope=\"col\">Before</th>"
            "<th scope=\"col\">After</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < draft->others.len; i++) {
        add_row(draft->mem, &draft->others.at[i], true, out);
    }
    buf_add(out, "</tbody></table></div>\n</section>\n");
}
