/* Errors for people (place, source line, caret, hint) and for programs. */
#include "base/file.h"
#include "cmd/output.h"

#include <stdio.h>
#include <string.h>

typedef struct ErrorClass {
    ErrorCode code;
    int status;
    const char *word; /* in JSON */
} ErrorClass;

static const ErrorClass classes[] = {
    {ERR_NONE, 0, "none"},
    {ERR_USAGE, 2, "usage"},
    {ERR_MODEL, 3, "model"},
    {ERR_FILE, 3, "file"},
    {ERR_UNSUPPORTED, 3, "unsupported"},
    {ERR_CONNECT, 4, "connection"},
    {ERR_SQL, 5, "sql"},
    {ERR_SAFETY, 6, "safety"},
    {ERR_HISTORY, 7, "history"},
    {ERR_LOCKED, 8, "locked"},
    {ERR_HOOK, 9, "hook"},
    {ERR_BUG, 70, "bug"},
};

static const ErrorClass *class_of(ErrorCode code)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].code == code) {
            return &classes[i];
        }
    }
    return &classes[sizeof classes / sizeof *classes - 1];
}

int error_status(ErrorCode code)
{
    return class_of(code)->status;
}

/* --- for programs ------------------------------------------------------------------------------
 */

static Doc *error_doc(Mem *mem, const Error *err)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "code", class_of(err->code)->word);
    json_text(mem, doc, "message", err->message);
    if (err->hint) {
        json_text(mem, doc, "hint", err->hint);
    }
    if (err->where.file) {
        json_text(mem, doc, "file", err->where.file);
    }
    if (err->where.line) {
        json_number(mem, doc, "line", err->where.line);
        json_number(mem, doc, "column", err->where.column);
    }
    if (err->server_code) {
        json_text(mem, doc, "server_code", err->server_code);
    }
    if (err->statement) {
        json_text(mem, doc, "statement", err->statement);
    }
    return doc;
}

static void print_document(Output *out, const Error *err)
{
    Mem *mem = out->mem;
    Doc *doc = json_object(mem), *list = json_array(mem);
    json_number(mem, doc, "status", error_status(err->code));
    for (const Error *one = err; one; one = one->next) {
        doc_append(mem, list, error_doc(mem, one));
    }
    json_value(mem, doc, "errors", list);
    out_document(out, doc);
}

/* --- for people --------------------------------------------------------------------------------
 */

#define SHOWN_WIDTH 160

static const char *paint(const Output *out, const char *color)
{
    return out->color ? color : "";
}

/* The line of the file; *len without its end. NULL when it cannot be read. */
static const char *source_line(Mem *mem, const Location *where, size_t *len)
{
    char *text = NULL;
    size_t size = 0;
    if (!where->file || !where->line ||
        !file_read(mem, where->file, &text, &size, error_new(mem))) {
        return NULL;
    }
    const char *at = text, *end = text + size;
    for (uint32_t line = 1; line < where->line; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at) {
            return NULL;
        }
        at++;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    *len = (size_t)((stop ? stop : end) - at);
    *len -= *len && at[*len - 1] == '\r';
    return at;
}

/* The line and a caret below the column; tabs become spaces, bytes that are no character "?". */
static void print_source(Output *out, Mem *mem, const Location *where)
{
    size_t len = 0;
    const char *line = source_line(mem, where, &len);
    Buf text = buf_new(mem), caret = buf_new(mem);
    if (!line) {
        return;
    }
    uint32_t column = 1;
    for (size_t at = 0; at < len && column <= where->column + SHOWN_WIDTH; column++) {
        size_t n = utf8_length(line + at, len - at, NULL);
        bool plain = n && (unsigned char)line[at] >= ' ' && line[at] != 0x7F;
        buf_add_len(&text, plain ? line + at : line[at] == '\t' ? " " : "?", plain ? n : 1);
        buf_add(&caret, column < where->column ? " " : "");
        at += n ? n : 1;
    }
    const char *shown = buf_text(&text);
    if (where->column > SHOWN_WIDTH || text.len > 4 * SHOWN_WIDTH) {
        return; /* a machine-made line: the place says enough */
    }
    fprintf(stderr, "%6u | %s\n", where->line, shown);
    if (where->column) {
        fprintf(stderr, "       | %s%s^%s\n", buf_text(&caret), paint(out, "\033[1;31m"),
                paint(out, "\033[0m"));
    }
}

static void print_statement(Output *out, Mem *mem, const char *statement)
{
    const char *text = out_printable(mem, statement, true);
    for (size_t lines = 0; *text; lines++) {
        size_t n = strcspn(text, "\n");
        if (lines == 20 && !out->verbose) {
            fprintf(stderr, "       | …\n");
            return;
        }
        fprintf(stderr, "       | %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static void print_one(Output *out, const Error *err)
{
    Mem *mem = mem_child(out->mem, "error");
    const Location *where = &err->where;
    if (where->file && where->line) {
        fprintf(stderr, "%s:%u:%u: ", out_printable(mem, where->file, false), where->line,
                where->column ? where->column : 1);
    } else if (where->file && !strstr(err->message, where->file)) {
        fprintf(stderr, "%s: ", out_printable(mem, where->file, false));
    }
    fprintf(stderr, "%serror:%s %s%s%s%s\n", paint(out, "\033[1;31m"), paint(out, "\033[0m"),
            out_printable(mem, err->message, true), err->server_code ? " (" : "",
            err->server_code ? err->server_code : "", err->server_code ? ")" : "");
    if (err->statement) {
        print_statement(out, mem, err->statement);
    } else {
        print_source(out, mem, where);
    }
    if (err->hint) {
        fprintf(stderr, "%shint:%s %s\n", paint(out, "\033[36m"), paint(out, "\033[0m"),
                out_printable(mem, err->hint, true));
    }
    mem_destroy(mem);
}

int out_error(Output *out, const Error *err)
{
    size_t shown = 0;
    fflush(stdout);
    if (out->json) {
        print_document(out, err);
        return error_status(err->code);
    }
    for (const Error *one = err; one; one = one->next) {
        print_one(out, one);
        shown++;
    }
    if (err->count > shown) {
        fprintf(stderr, "and %zu more errors\n", err->count - shown);
    }
    return error_status(err->code);
}
