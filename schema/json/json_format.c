#include "schema/json/json_print.h"
#include "schema/json/json_token.h"
#include "schema/model.h"

#include <string.h>

typedef struct Collector {
    Mem *mem;
    JsonNotes *notes;
    size_t open[DOC_DEPTH_MAX]; /* positions in notes->closes */
    size_t depth;
    JsonTokenKind before; /* the last token that is no comment */
    uint32_t line;        /* where the last token ended, comments included; 0 = nothing yet */
    bool behind;          /* a comment that begins in that line stands behind a value or bracket */
    size_t undecided;     /* comments from here on wait for the token that follows them */
} Collector;

/* Without white space at the end of a line comment, and with plain line ends. Carriage returns
 * inside a line are a blank: they may part a "*" from a "/". */
static const char *comment_text(Mem *mem, Str text)
{
    Buf buf = buf_new(mem);
    text = str_trim(text); /* so none are at the end */
    for (size_t i = 0; i < text.len; i++) {
        size_t begin = i;
        while (text.ptr[i] == '\r') {
            i++;
        }
        if (i > begin && text.ptr[i] != '\n') {
            buf_char(&buf, ' ');
        }
        buf_char(&buf, text.ptr[i]);
    }
    return buf_text(&buf);
}

static uint32_t last_line(const JsonToken *token)
{
    Location end = token->where;
    json_advance(&end, token->text.ptr, token->text.len);
    return end.line;
}

static void collect_comment(Collector *collector, const JsonToken *token)
{
    bool behind = collector->behind && token->where.line == collector->line;
    list_push(collector->mem, &collector->notes->comments,
              (JsonComment){.where = token->where,
                            .text = comment_text(collector->mem, token->text),
                            .trailing = behind,
                            .blank_before = token->where.line > collector->line + 1});
    collector->behind = behind;
}

/* A comment between two things on one line belongs to the second, as does one before a colon. */
static void decide(Collector *collector, const JsonToken *next)
{
    bool separates = next->kind == JSON_TOKEN_COMMA || json_token_closes(next->kind);
    for (; collector->undecided < collector->notes->comments.len; collector->undecided++) {
        JsonComment *comment = &collector->notes->comments.at[collector->undecided];
        uint32_t end = comment->where.line;
        for (const char *c = comment->text; *c; c++) {
            end += *c == '\n';
        }
        bool same_line = end == next->where.line && next->kind != JSON_TOKEN_END;
        if (next->kind == JSON_TOKEN_COLON || (same_line && !separates)) {
            comment->trailing = false;
        }
    }
}

static void collect(Collector *collector, const JsonToken *token)
{
    JsonNotes *notes = collector->notes;
    decide(collector, token);
    if (token->kind == JSON_TOKEN_OPEN_OBJECT || token->kind == JSON_TOKEN_OPEN_ARRAY) {
        collector->open[collector->depth++] = notes->closes.len;
        list_push(collector->mem, &notes->closes, (JsonClose){0});
    } else if (json_token_closes(token->kind)) {
        notes->closes.at[collector->open[--collector->depth]] =
            (JsonClose){token->where, collector->before == JSON_TOKEN_COMMA};
    }
    collector->before = token->kind;
    collector->behind = true;
}

static void collect_all(Mem *mem, JsonScanner scanner, JsonNotes *notes)
{
    Collector collector = {.mem = mem, .notes = notes};
    JsonToken token;
    do {
        token = json_token(&scanner);
        if (token.kind == JSON_TOKEN_COMMENT) {
            collect_comment(&collector, &token);
        } else {
            collect(&collector, &token);
        }
        collector.line = last_line(&token);
    } while (token.kind != JSON_TOKEN_END);
}

bool json_format(Mem *mem, const char *file, const char *text, size_t len, bool relaxed, Buf *out,
                 Error *err)
{
    Mem *scratch = mem_child(mem, "format");
    Doc *doc;
    bool good = json_read(scratch, file, text, len, relaxed, &doc, err);
    if (good) {
        JsonNotes notes = {0};
        collect_all(scratch, json_scanner(file, text, len), &notes);
        Buf formatted = buf_new(scratch);
        json_print(doc, &notes, &formatted);
        buf_add_len(out, formatted.at, formatted.len);
    }
    mem_destroy(scratch);
    return good;
}
