#include "migrate/migration.h"

#include <string.h>

/* The end of the line that begins at `at`, its line end not included. */
static size_t line_end(const Migration *m, size_t at)
{
    const char *end = memchr(m->text + at, '\n', m->len - at);
    size_t stop = end ? (size_t)(end - m->text) : m->len;
    return stop > at && m->text[stop - 1] == '\r' ? stop - 1 : stop;
}

/* Where the header's line "-- revises: …" begins; migration_read() saw it. */
static size_t find_revises(const Migration *m)
{
    size_t at = 0;
    while (at < m->len) {
        Str line = str_trim((Str){m->text + at, line_end(m, at) - at});
        Str rest = line.len > 2 ? str_trim((Str){line.ptr + 2, line.len - 2}) : line;
        const char *colon = rest.len ? memchr(rest.ptr, ':', rest.len) : NULL;
        if (colon &&
            str_equal_text(str_trim((Str){rest.ptr, (size_t)(colon - rest.ptr)}), "revises")) {
            return at;
        }
        const char *next = memchr(m->text + at, '\n', m->len - at);
        at = next ? (size_t)(next - m->text) + 1 : m->len;
    }
    return at;
}

void migration_rewrite_revises(const Migration *m, const Texts *revises, Buf *out)
{
    size_t at = find_revises(m), end = line_end(m, at);
    buf_add_len(out, m->text, at);
    buf_add(out, revises->len ? "-- revises: " : "-- revises: base");
    for (size_t i = 0; i < revises->len; i++) {
        buf_fmt(out, "%s%s", i ? ", " : "", revises->at[i]);
    }
    buf_add_len(out, m->text + end, m->len - end);
}

const char *migration_section_text(Mem *mem, const Migration *m, const Section *section)
{
    const Section *other = section == &m->upgrade ? &m->downgrade : &m->upgrade;
    size_t start = 0, stop = 0, at = 0;
    for (uint32_t line = 1; at < m->len; line++) {
        const char *next = memchr(m->text + at, '\n', m->len - at);
        if (line == other->line && line > section->line && !stop) {
            stop = at;
        }
        at = next ? (size_t)(next - m->text) + 1 : m->len;
        start = line == section->line ? at : start;
    }
    stop = stop ? stop : m->len;
    return section->line ? str_dup(mem, str_trim((Str){m->text + start, stop - start})) : "";
}

/* Where the line before the one at `at` begins. */
static size_t line_before(const Migration *m, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && m->text[start - 1] != '\n') {
        start--;
    }
    return start;
}

const char *migration_comments_above(Mem *mem, const Migration *m, uint32_t line)
{
    size_t end = 0;
    for (uint32_t i = 1; i < line && end < m->len; i++) {
        const char *next = memchr(m->text + end, '\n', m->len - end);
        end = next ? (size_t)(next - m->text) + 1 : m->len;
    }
    size_t start = end;
    while (start > 0) {
        size_t above = line_before(m, start);
        const char *text = m->text + above;
        bool marker = text_starts(text, "-- +begin");
        if (!text_starts(text, "--") || (text_starts(text, "-- +") && !marker)) {
            break;
        }
        end = marker ? above : end;
        start = above;
    }
    return mem_strndup(mem, m->text + start, end - start);
}
