/* A comment for a pull request: what is wrong first, then what changes, at what price, and how. */
#include "cmd/review_item.h"
#include "report/diagram.h"

#include <string.h>

/* Text from files and databases must stay text: no HTML, no table cells, no mentions. */
static void add_escaped(Buf *out, const char *text)
{
    for (const char *c = out_printable(out->mem, text, false); *c; c++) {
        if (*c == '<' || *c == '&') {
            buf_add(out, *c == '<' ? "&lt;" : "&amp;");
        } else if (*c == '@') {
            buf_add(out, "&#64;");
        } else {
            if (strchr("\\`*_[]|#~", *c)) {
                buf_char(out, '\\');
            }
            buf_char(out, *c);
        }
    }
}

/* A fence longer than any run of backticks within. */
static void add_code(Buf *out, const char *language, const char *text)
{
    size_t longest = 2, run = 0;
    for (const char *c = text; *c; c++) {
        run = *c == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    Buf fence = buf_new(out->mem);
    for (size_t i = 0; i <= longest; i++) {
        buf_char(&fence, '`');
    }
    buf_fmt(out, "%s%s\n%s%s%s\n\n", buf_text(&fence), language, text,
            text_ends(text, "\n") ? "" : "\n", buf_text(&fence));
}

static void add_title(Context *ctx, const Review *review, Buf *out)
{
    size_t errors = lint_count(review->lint, SEVERITY_ERROR);
    size_t warnings = lint_count(review->lint, SEVERITY_WARNING);
    size_t changes = review->comparison ? review->comparison->up->list.len : 0;
    buf_fmt(out, "<!-- schemadiff %s -->\n## schemadiff %s: %s\n\n", review->command,
            review->command, ctx->status ? "failed" : "passed");
    if (review->comparison) {
        buf_fmt(out, "%zu pending revision%s, %zu difference%s, ", review->pending.len,
                review->pending.len == 1 ? "" : "s", changes, changes == 1 ? "" : "s");
    }
    buf_fmt(out, "%zu error%s, %zu warning%s.\n\n", errors, errors == 1 ? "" : "s", warnings,
            warnings == 1 ? "" : "s");
}

static void add_pending(Mem *mem, const Review *review, Buf *out)
{
    if (!review->pending.len) {
        return;
    }
    buf_add(out, "### Pending revisions\n\n");
    for (size_t i = 0; i < review->pending.len; i++) {
        buf_add(out, "- ");
        add_escaped(out, migration_label(mem, review->pending.at[i]));
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
}

static void add_findings(const Lint *lint, Buf *out)
{
    if (!lint->findings.len) {
        return;
    }
    buf_add(out, "### Findings\n\n| | where | what | remedy |\n|---|---|---|---|\n");
    for (size_t i = 0; i < lint->findings.len; i++) {
        const Finding *finding = &lint->findings.at[i];
        const Location *where = &finding->where;
        buf_fmt(out, "| %s %s | ", finding->allowed ? "allowed" : severity_word(finding->severity),
                lint_rules[finding->rule].name);
        add_escaped(out, where->file ? where->file : "database");
        if (where->file && where->line) {
            buf_fmt(out, ":%u", where->line);
        }
        buf_add(out, " | ");
        add_escaped(out, finding->message);
        buf_add(out, " | ");
        add_escaped(out, finding->allowed ? finding->allowed : finding->remedy);
        buf_add(out, " |\n");
    }
    buf_char(out, '\n');
}

static void add_hazards(const Plan *plan, Buf *out)
{
    bool any = false;
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        const Hazards *hazards = &plan->statements.at[i]->hazards;
        for (size_t h = 0; h < hazards->len; h++) {
            buf_add(out, any ? "" : "### Hazards\n\n");
            buf_fmt(out, "- **%s**: ", hazard_word(hazards->at[h].kind));
            add_escaped(out, hazards->at[h].text);
            buf_char(out, '\n');
            any = true;
        }
    }
    buf_add(out, any ? "\n" : "");
}

static void add_sql(Mem *mem, const Review *review, Buf *out)
{
    Buf sql = buf_new(mem);
    for (size_t i = 0; review->plan && i < review->plan->statements.len; i++) {
        buf_fmt(&sql, "%s;\n", review->plan->statements.at[i]->sql);
    }
    if (sql.len) {
        buf_add(out, "<details open><summary>SQL that makes the database match</summary>\n\n");
        add_code(out, "sql", buf_text(&sql));
        buf_add(out, "</details>\n\n");
    }
}

/* The tables that differ, and those that they refer to. */
static void add_diagram(Mem *mem, const Changes *changes, Buf *out)
{
    const DiagramScope scope = {.rows = ROWS_ALL, .touched = true};
    Pairs tables = {0};
    Buf text = buf_new(mem);
    pairs_of_changes(mem, changes, &tables);
    const Diagram *diagram = diagram_new(mem, &tables, &scope);
    if (diagram->tables.len) {
        diagram_mermaid(diagram, &text);
        add_code(out, "mermaid", buf_text(&text));
    }
}

static void add_changes(Mem *mem, const Review *review, Buf *out)
{
    const Changes *changes = review->comparison->up;
    ChangeLines lines = {0};
    if (!changes->list.len) {
        return;
    }
    buf_add(out, "### Differences between database and model\n\n");
    changes_describe(mem, changes, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        buf_add(out, "- ");
        add_escaped(out, lines.at[i]);
        buf_char(out, '\n');
    }
    buf_char(out, '\n');
    add_hazards(review->plan, out);
    add_sql(mem, review, out);
    add_diagram(mem, changes, out);
}

void review_markdown(Context *ctx, const Review *review, Buf *out)
{
    add_title(ctx, review, out);
    add_pending(ctx->mem, review, out);
    add_findings(review->lint, out);
    if (review->comparison) {
        add_changes(ctx->mem, review, out);
    }
}
