/* A comment for a pull request: what is wrong first, then what changes, at what price, and how. */
#include "cmd/review_item.h"
#include "report/diagram.h"

#include <string.h>

/* GitHub refuses a comment of more than 65536 characters: each part ends where the next ones still
 * find room. In bytes, which are more. */
enum {
    PENDING_END = 4000,
    FINDINGS_END = 26000,
    CHANGES_END = 36000,
    HAZARDS_END = 44000,
    SQL_END = 56000,
    COMMENT_END = 65000
};

/* False, and nothing: the part is full. */
static bool add_within(Buf *out, size_t end, Buf *line)
{
    bool fits = out->len + line->len <= end;
    if (fits) {
        buf_add(out, buf_text(line));
    }
    return fits;
}

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

static const char *escape(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    add_escaped(&buf, text);
    return buf_text(&buf);
}

static void add_list(Buf *out, size_t end, const NameList *lines)
{
    for (size_t i = 0; i < lines->len; i++) {
        Buf line = buf_new(out->mem);
        buf_fmt(&line, "- %s\n", lines->at[i]);
        if (!add_within(out, end, &line)) {
            buf_fmt(out, "- … and %zu more\n", lines->len - i);
            break;
        }
    }
    buf_char(out, '\n');
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
    NameList lines = {0};
    for (size_t i = 0; i < review->pending.len; i++) {
        list_push(mem, &lines, escape(mem, migration_label(mem, review->pending.at[i])));
    }
    buf_add(out, "### Pending revisions\n\n");
    add_list(out, PENDING_END, &lines);
}

static void format_finding(const Finding *finding, Buf *out)
{
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

/* What fails comes first, what is allowed last. */
static Severity weight_of(const Finding *finding)
{
    return finding->allowed ? SEVERITY_OFF : finding->severity;
}

static void add_findings(const Review *review, Buf *out)
{
    const Lint *lint = review->lint;
    size_t left = lint->findings.len;
    if (!left) {
        return;
    }
    buf_add(out, "### Findings\n\n| | where | what | remedy |\n|---|---|---|---|\n");
    for (int weight = SEVERITY_ERROR; weight >= SEVERITY_OFF; weight--) {
        for (size_t i = 0; i < lint->findings.len; i++) {
            Buf row = buf_new(out->mem);
            if (weight_of(&lint->findings.at[i]) != (Severity)weight) {
                continue;
            }
            format_finding(&lint->findings.at[i], &row);
            if (!add_within(out, FINDINGS_END, &row)) {
                buf_fmt(out, "\n… and %zu more: `schemadiff %s` lists them.\n\n", left,
                        review->command);
                return;
            }
            left--;
        }
    }
    buf_char(out, '\n');
}

static void add_hazards(const Plan *plan, Buf *out)
{
    NameList lines = {0};
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        const Hazards *hazards = &plan->statements.at[i]->hazards;
        for (size_t h = 0; h < hazards->len; h++) {
            Buf line = buf_new(out->mem);
            buf_fmt(&line, "**%s**: ", hazard_word(hazards->at[h].kind));
            add_escaped(&line, hazards->at[h].text);
            list_push(out->mem, &lines, buf_text(&line));
        }
    }
    if (lines.len) {
        buf_add(out, "### Hazards\n\n");
        add_list(out, HAZARDS_END, &lines);
    }
}

/* Whole statements, as many as there is room for. */
static void add_sql(Mem *mem, const Review *review, Buf *out)
{
    Buf sql = buf_new(mem);
    size_t count = review->plan ? review->plan->statements.len : 0;
    for (size_t i = 0; i < count; i++) {
        Buf one = buf_new(mem);
        buf_fmt(&one, "%s;\n", review->plan->statements.at[i]->sql);
        if (!add_within(&sql, SQL_END > out->len ? SQL_END - out->len : 0, &one)) {
            buf_fmt(&sql, "-- … and %zu more: \"schemadiff diff\" writes them\n", count - i);
            break;
        }
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
        Buf code = buf_new(mem);
        diagram_mermaid(diagram, &text);
        add_code(&code, "mermaid", buf_text(&text));
        if (!add_within(out, COMMENT_END, &code)) {
            buf_fmt(out,
                    "The diagram of %zu tables has no room here: `schemadiff diagram` draws it.\n",
                    diagram->tables.len);
        }
    }
}

static void add_changes(Mem *mem, const Review *review, Buf *out)
{
    const Changes *changes = review->comparison->up;
    ChangeLines lines = {0};
    NameList escaped = {0};
    if (!changes->list.len) {
        return;
    }
    buf_add(out, "### Differences between database and model\n\n");
    changes_describe(mem, changes, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        list_push(mem, &escaped, escape(mem, lines.at[i]));
    }
    add_list(out, CHANGES_END, &escaped);
    add_hazards(review->plan, out);
    add_sql(mem, review, out);
    add_diagram(mem, changes, out);
}

void review_markdown(Context *ctx, const Review *review, Buf *out)
{
    add_title(ctx, review, out);
    add_pending(ctx->mem, review, out);
    add_findings(review, out);
    if (review->comparison) {
        add_changes(ctx->mem, review, out);
    }
}
