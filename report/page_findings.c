/* What a reviewer must see first: revisions that are pending, hazards of both directions, broken
 * rules. Then what changes, one line each. */
#include "report/page_part.h"

static void add_place(const Finding *finding, Buf *out)
{
    const Location *where = &finding->where;
    if (!where->file) {
        buf_add(out, "in the database");
        return;
    }
    buf_add(out, "<code>");
    markup_text(out, where->file);
    if (where->line) {
        buf_fmt(out, ":%u", where->line);
    }
    buf_add(out, "</code>");
}

static bool is_called(const PageDraft *draft, const Object *object, const char *label)
{
    return object && text_ends(label, object->name) &&
           text_equal(object_label(draft->mem, object), label);
}

/* ", table orders", which leads there; nothing when the page has no such table. */
static void add_table_link(const PageDraft *draft, const char *label, Buf *out)
{
    for (size_t i = 0; label && i < draft->tables.len; i++) {
        const Pair *pair = &draft->tables.at[i];
        if (is_called(draft, pair->to, label) || is_called(draft, pair->from, label)) {
            buf_fmt(out, ", <a href=\"#%s\">table ", table_anchor(draft->mem, &draft->tables, i));
            markup_text(out, label);
            buf_add(out, "</a>");
            return;
        }
    }
}

/* The table that a statement is for. */
static const char *table_of(const PageDraft *draft, const Statement *statement)
{
    const Change *change = statement->change;
    const Object *object = !change                     ? NULL
                           : change->kind != OBJ_TABLE ? NULL
                           : change->object.to         ? change->object.to
                                                       : change->object.from;
    return object ? object_label(draft->mem, object) : NULL;
}

static const char *severity_class(const Finding *finding)
{
    return finding->allowed || finding->severity <= SEVERITY_NOTE ? "quiet"
           : finding->severity == SEVERITY_ERROR                  ? "removed"
                                                                  : "changed";
}

static void add_finding(const PageDraft *draft, const Finding *finding, Buf *out)
{
    buf_fmt(out, "<li class=\"card %s\"><p><span class=\"badge %s\">%s</span> ",
            severity_class(finding), severity_class(finding),
            finding->allowed ? "allowed" : severity_word(finding->severity));
    markup_text(out, finding->message);
    buf_add(out, "</p><p class=\"more\">");
    markup_text(out, finding->allowed ? finding->allowed : finding->remedy);
    buf_fmt(out, "</p><p class=\"more\"><span class=\"rule\">%s %s</span>, ",
            lint_rules[finding->rule].code, lint_rules[finding->rule].name);
    add_place(finding, out);
    add_table_link(draft, finding->object, out);
    buf_add(out, "</p></li>\n");
}

static const char *hazard_class(HazardKind kind)
{
    return kind == HAZARD_DATA_LOSS || kind == HAZARD_IRREVERSIBLE ? "removed" : "changed";
}

static void add_hazards(const PageDraft *draft, const Plan *plan, const char *direction, Buf *out)
{
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        const Statement *statement = plan->statements.at[i];
        for (size_t h = 0; h < statement->hazards.len; h++) {
            const Hazard *hazard = &statement->hazards.at[h];
            buf_fmt(out, "<li class=\"card %s\"><p><span class=\"badge %s\">%s</span> ",
                    hazard_class(hazard->kind), hazard_class(hazard->kind),
                    hazard_word(hazard->kind));
            markup_text(out, hazard->text);
            buf_fmt(out, "</p><p class=\"more\">%s", direction);
            if (statement->comments.len) {
                buf_add(out, ": ");
                markup_text(out, statement->comments.at[0]);
            }
            add_table_link(draft, table_of(draft, statement), out);
            buf_add(out, "</p></li>\n");
        }
    }
}

static size_t hazards_in(const Plan *plan)
{
    size_t n = 0;
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        n += plan->statements.at[i]->hazards.len;
    }
    return n;
}

static void add_hazard_list(const PageDraft *draft, const Plan *plan, const char *direction,
                            Buf *out)
{
    if (hazards_in(plan)) {
        buf_fmt(out, "<h3>Hazards of the %s</h3>\n<ul class=\"cards\">\n", direction);
        add_hazards(draft, plan, direction, out);
        buf_add(out, "</ul>\n");
    }
}

static void add_pending(const Page *page, Buf *out)
{
    if (!page->pending.len) {
        return;
    }
    buf_add(out, "<h3>Pending revisions</h3>\n<ul class=\"cards\">\n");
    for (size_t i = 0; i < page->pending.len; i++) {
        buf_add(out, "<li class=\"card changed\"><p>");
        markup_text(out, page->pending.at[i]);
        buf_add(out, "</p></li>\n");
    }
    buf_add(out, "</ul>\n");
}

void page_findings(const PageDraft *draft, Buf *out)
{
    const Page *page = draft->page;
    buf_add(out, "<section id=\"findings\" aria-labelledby=\"h-findings\">\n"
                 "<h2 id=\"h-findings\">Hazards and findings</h2>\n");
    add_pending(page, out);
    if (page->lint->findings.len) {
        buf_add(out, "<h3>Rules</h3>\n<ul class=\"cards\">\n");
        for (size_t i = 0; i < page->lint->findings.len; i++) {
            add_finding(draft, &page->lint->findings.at[i], out);
        }
        buf_add(out, "</ul>\n");
    }
    add_hazard_list(draft, page->up, "upgrade", out);
    add_hazard_list(draft, page->down, "downgrade", out);
    if (!draft->hazards && !page->lint->findings.len && !page->pending.len) {
        buf_add(out, "<p class=\"nothing\">Nothing to beware of.</p>\n");
    }
    buf_add(out, "</section>\n");
}

static const char *line_class(const Change *change)
{
    return change->op == CHANGE_CREATE ? "added"
           : change->op == CHANGE_DROP ? "removed"
                                       : "changed";
}

static void add_lines(const PageDraft *draft, const ChangeList *list, Buf *out)
{
    for (size_t i = 0; i < list->len; i++) {
        const Change *change = list->at[i];
        bool children = change->op == CHANGE_ALTER && change->children.len;
        if (!children || change->parts) {
            buf_fmt(out, "<li class=\"%s\">", line_class(change));
            markup_text(out, change_describe(draft->mem, change, true));
            buf_add(out, "</li>\n");
        }
        if (children) {
            add_lines(draft, &change->children, out);
        }
    }
}

void page_changes(const PageDraft *draft, Buf *out)
{
    const Changes *changes = draft->page->changes;
    buf_add(out, "<section id=\"changes\" aria-labelledby=\"h-changes\">\n"
                 "<h2 id=\"h-changes\">What changes</h2>\n");
    if (changes->list.len) {
        buf_add(out, "<ul class=\"lines\">\n");
        add_lines(draft, &changes->list, out);
        buf_add(out, "</ul>\n");
    } else {
        buf_add(out, "<p class=\"nothing\">Nothing.</p>\n");
    }
    for (size_t i = 0; i < changes->notes.len; i++) {
        buf_add(out, "<p class=\"note\">");
        markup_text(out, changes->notes.at[i]);
        buf_add(out, "</p>\n");
    }
    buf_add(out, "</section>\n");
}
