/* JUnit XML: one test a rule, so that the list of tests stays the same from run to run. */
#include "cmd/review_item.h"

/* Control characters have no place in XML 1.0, not even escaped. */
static void add_escaped(Buf *out, const char *text)
{
    for (const char *c = out_printable(out->mem, text ? text : "", true); *c; c++) {
        switch (*c) {
        case '<':
            buf_add(out, "&lt;");
            break;
        case '>':
            buf_add(out, "&gt;");
            break;
        case '&':
            buf_add(out, "&amp;");
            break;
        case '"':
            buf_add(out, "&quot;");
            break;
        case '\n':
            buf_add(out, "&#10;");
            break;
        default:
            buf_char(out, *c);
        }
    }
}

static void add_attribute(Buf *out, const char *name, const char *value)
{
    buf_fmt(out, " %s=\"", name);
    add_escaped(out, value);
    buf_char(out, '"');
}

static const char *item_line(Mem *mem, const ReviewItem *item)
{
    const char *place = "database";
    if (item->where.file) {
        place = item->where.line ? mem_printf(mem, "%s:%u", item->where.file, item->where.line)
                                 : item->where.file;
    }
    return mem_printf(mem, "%s: %s: %s (%s)", place,
                      item->allowed ? "allowed" : severity_word(item->severity), item->message,
                      item->allowed ? item->allowed : item->remedy);
}

/* The items of a rule that fail, or those that do not; returns how many. */
static size_t lines_of(Context *ctx, const ReviewItems *items, const Rule *rule, bool fail,
                       Buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < items->len; i++) {
        const ReviewItem *item = &items->at[i];
        if (text_equal(item->code, rule->code) && review_item_fails(ctx, item) == fail) {
            buf_fmt(out, "%s%s", n ? "\n" : "", item_line(ctx->mem, item));
            n++;
        }
    }
    return n;
}

/* Returns whether it failed. */
static bool add_case(Context *ctx, const Review *review, const ReviewItems *items, const Rule *rule,
                     Buf *out)
{
    Buf bad = buf_new(ctx->mem), rest = buf_new(ctx->mem);
    size_t failures = lines_of(ctx, items, rule, true, &bad);
    size_t others = lines_of(ctx, items, rule, false, &rest);
    buf_add(out, "    <testcase");
    add_attribute(out, "classname", mem_printf(ctx->mem, "schemadiff.%s", review->command));
    add_attribute(out, "name", mem_printf(ctx->mem, "%s %s", rule->code, rule->name));
    buf_add(out, " time=\"0\"");
    if (!failures && !others) {
        buf_add(out, "/>\n");
        return false;
    }
    buf_add(out, ">\n");
    if (failures) {
        buf_add(out, "      <failure");
        add_attribute(out, "message", rule->what);
        add_attribute(out, "type", rule->name);
        buf_char(out, '>');
        add_escaped(out, buf_text(&bad));
        buf_add(out, "</failure>\n");
    }
    if (others) {
        buf_add(out, "      <system-out>");
        add_escaped(out, buf_text(&rest));
        buf_add(out, "</system-out>\n");
    }
    buf_add(out, "    </testcase>\n");
    return failures > 0;
}

void review_junit(Context *ctx, const Review *review, Buf *out)
{
    Buf body = buf_new(ctx->mem);
    ReviewItems items = {0};
    RuleList rules = {0};
    size_t failed = 0;
    review_items(ctx->mem, review, &items);
    review_rules_used(ctx->mem, review, &rules);
    for (size_t i = 0; i < rules.len; i++) {
        failed += add_case(ctx, review, &items, rules.at[i], &body);
    }
    const char *totals =
        mem_printf(ctx->mem, "tests=\"%zu\" failures=\"%zu\" errors=\"0\"", rules.len, failed);
    buf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_fmt(out, "<testsuites name=\"schemadiff\" %s time=\"0\">\n", totals);
    buf_fmt(out, "  <testsuite name=\"schemadiff %s\" %s skipped=\"0\" time=\"0\">\n",
            review->command, totals);
    buf_add(out, buf_text(&body));
    buf_add(out, "  </testsuite>\n</testsuites>\n");
}
