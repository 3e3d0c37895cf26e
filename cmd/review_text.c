#include "cmd/review.h"

static void text_line(Buf *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* What comes from files and databases must not move the cursor. */
static void text_line(Buf *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_add(out, out_printable(out->mem, mem_vprintf(out->mem, format, args), false));
    va_end(args);
    buf_char(out, '\n');
}

static void add_finding(const Finding *finding, Buf *out)
{
    const Location *where = &finding->where;
    const char *place = !where->file  ? "database"
                        : where->line ? mem_printf(out->mem, "%s:%u:%u", where->file, where->line,
                                                   where->column ? where->column : 1)
                                      : where->file;
    text_line(out, "%s: %s: %s [%s]", place,
              finding->allowed ? "allowed" : severity_word(finding->severity), finding->message,
              lint_rules[finding->rule].name);
    if (finding->allowed) {
        text_line(out, "  reason: %s", finding->allowed);
    } else {
        text_line(out, "  hint: %s", finding->remedy);
    }
}

static void add_drift(Context *ctx, const Review *review, Buf *out)
{
    size_t pending = review->pending.len;
    if (pending) {
        text_line(out, "Target database is not up to date: %zu revision%s pending:", pending,
                  pending == 1 ? "" : "s");
        for (size_t i = 0; i < pending; i++) {
            text_line(out, "  %s",
                      describe_revision(ctx->mem, review->history, review->pending.at[i]));
        }
    }
    if (review->comparison && review->comparison->up->list.len) {
        text_line(out, review->offline
                           ? "Uncommitted model changes, which no revision makes yet:"
                           : "The database differs from the model; to match, it needs:");
        ChangeLines lines = {0};
        changes_describe(ctx->mem, review->comparison->up, &lines);
        for (size_t i = 0; i < lines.len; i++) {
            text_line(out, "  %s", lines.at[i]);
        }
        if (review->offline) {
            text_line(out, "hint: \"schemadiff generate\" writes a revision that makes them; is "
                           "there one by hand, it");
            text_line(out, "brings snapshot.json up to date behind \"schemadiff upgrade\"");
        }
    }
}

static void add_coverage(const Review *review, Buf *out)
{
    NameList lines = {0};
    coverage_lines(out->mem, &review->coverage, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        text_line(out, "%s", lines.at[i]);
    }
}

static void add_totals(const Lint *lint, Buf *out)
{
    size_t errors = lint_count(lint, SEVERITY_ERROR);
    size_t warnings = lint_count(lint, SEVERITY_WARNING);
    size_t notes = lint_count(lint, SEVERITY_NOTE);
    text_line(out, "%zu error%s, %zu warning%s, %zu note%s", errors, errors == 1 ? "" : "s",
              warnings, warnings == 1 ? "" : "s", notes, notes == 1 ? "" : "s");
}

void review_text(Context *ctx, const Review *review, Buf *out)
{
    const Lint *lint = review->lint;
    add_drift(ctx, review, out);
    add_coverage(review, out);
    for (size_t i = 0; i < lint->findings.len; i++) {
        const Finding *finding = &lint->findings.at[i];
        if (!finding->allowed || ctx->out->verbose) {
            add_finding(finding, out);
        }
    }
    bool any = lint_count(lint, SEVERITY_ERROR) || lint_count(lint, SEVERITY_WARNING) ||
               lint_count(lint, SEVERITY_NOTE);
    if (any) {
        add_totals(lint, out);
    } else if (review->comparison && !ctx->status) {
        text_line(out, review->offline
                           ? "No differences: the revisions say what the model says."
                           : "No differences: the database is up to date and matches the model.");
    } else if (!review->comparison) {
        text_line(out, "No findings.");
    }
}

/* --- JSON ------------------------------------------------------------------------------------- */

static Doc *finding_json(Mem *mem, const Finding *finding)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "code", lint_rules[finding->rule].code);
    json_text(mem, doc, "rule", lint_rules[finding->rule].name);
    json_text(mem, doc, "severity", severity_word(finding->severity));
    json_text(mem, doc, "message", finding->message);
    json_text(mem, doc, "remedy", finding->remedy);
    json_text(mem, doc, "object", finding->object);
    json_text(mem, doc, "file", finding->where.file);
    if (finding->where.line) {
        json_number(mem, doc, "line", finding->where.line);
        json_number(mem, doc, "column", finding->where.column);
    }
    json_text(mem, doc, "docs", rule_anchor(mem, finding->rule));
    if (finding->allowed) {
        json_text(mem, doc, "allowed", finding->allowed);
    }
    return doc;
}

static Doc *pending_json(Mem *mem, const Review *review)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < review->pending.len; i++) {
        doc_append(mem, list, describe_revision_json(mem, review->history, review->pending.at[i]));
    }
    return list;
}

void review_json(Context *ctx, const Review *review, Buf *out)
{
    Mem *mem = ctx->mem;
    Doc *doc = describe_document(mem, ctx->status), *findings = json_array(mem);
    if (review->comparison) {
        json_value(mem, doc, "pending", pending_json(mem, review));
        json_value(mem, doc, "changes", describe_changes_json(mem, review->comparison->up));
        json_value(mem, doc, "uncovered", coverage_json(mem, &review->coverage));
    }
    for (size_t i = 0; i < review->lint->findings.len; i++) {
        doc_append(mem, findings, finding_json(mem, &review->lint->findings.at[i]));
    }
    json_value(mem, doc, "findings", findings);
    json_write(doc, out);
}
