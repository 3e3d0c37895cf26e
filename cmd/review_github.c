/* Workflow commands: lines that GitHub shows beside the code of a pull request. */
#include "cmd/review_item.h"

#include <string.h>

/* What ends a line, and in a property what ends a property, is escaped. */
static void add_escaped(Buf *out, const char *text, bool property)
{
    for (const char *c = text; *c; c++) {
        bool escape = *c == '%' || *c == '\r' || *c == '\n' || (property && strchr(":,", *c));
        if (escape) {
            buf_fmt(out, "%%%02X", (unsigned)(unsigned char)*c);
        } else {
            buf_char(out, *c);
        }
    }
}

static void add_item(Context *ctx, const ReviewItem *item, Buf *out)
{
    const char *word = item->severity == SEVERITY_NOTE ? "notice" : severity_word(item->severity);
    buf_fmt(out, "::%s ", word);
    if (item->where.file) {
        buf_add(out, "file=");
        add_escaped(out, item->where.file, true);
        buf_char(out, ',');
    }
    if (item->where.file && item->where.line) {
        buf_fmt(out, "line=%u,col=%u,", item->where.line,
                item->where.column ? item->where.column : 1);
    }
    buf_fmt(out, "title=%s %s::", item->code, item->name);
    add_escaped(out,
                mem_printf(ctx->mem, "%s\n%s", out_printable(ctx->mem, item->message, false),
                           out_printable(ctx->mem, item->remedy, false)),
                false);
    buf_char(out, '\n');
}

void review_github(Context *ctx, const Review *review, Buf *out)
{
    ReviewItems items = {0};
    review_items(ctx->mem, review, &items);
    for (size_t i = 0; i < items.len; i++) {
        if (!items.at[i].allowed) {
            add_item(ctx, &items.at[i], out);
        }
    }
}
