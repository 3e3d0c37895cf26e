#include "cmd/output.h"

#include "cmd/command.h"
#include "schema/model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Controls beyond ASCII, and marks that turn the direction of what follows: their code; 0 = none.
 */
static unsigned hidden_character(const char *text)
{
    unsigned char a = (unsigned char)text[0], b = a ? (unsigned char)text[1] : 0;
    unsigned char c = b ? (unsigned char)text[2] : 0;
    if (a == 0xC2 && b >= 0x80 && b < 0xA0) {
        return b;
    }
    unsigned code = a == 0xE2 ? 0x2000u | (b & 0x3Fu) << 6 | (c & 0x3Fu) : 0;
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ? code : 0;
}

const char *out_printable(Mem *mem, const char *text, bool lines)
{
    Buf buf = buf_new(mem);
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        unsigned hidden = hidden_character(c);
        if ((byte < ' ' && !(lines && (byte == '\n' || byte == '\t'))) || byte == 0x7F) {
            buf_fmt(&buf, "\\x%02x", byte);
        } else if (hidden) {
            buf_fmt(&buf, "\\u%04x", hidden);
            c += hidden < 0x800 ? 1 : 2;
        } else {
            buf_char(&buf, *c);
        }
    }
    return buf_text(&buf);
}

static void note_failure(Output *out, bool failed)
{
    if (failed && !out->write_error) {
        out->write_error = errno ? errno : EIO;
    }
}

static void print(Output *out, FILE *file, const char *before, const char *format, va_list args,
                  const char *after) PRINTF_LIKE(4, 0);

static void print(Output *out, FILE *file, const char *before, const char *format, va_list args,
                  const char *after)
{
    Mem *mem = mem_child(out->mem, "line");
    const char *text = out_printable(mem, mem_vprintf(mem, format, args), true);
    note_failure(out, fprintf(file, "%s%s%s\n", before, text, after) < 0 && file == stdout);
    mem_destroy(mem);
}

void out_line(Output *out, const char *format, ...)
{
    va_list args;
    if (out->json) {
        return;
    }
    va_start(args, format);
    print(out, stdout, "", format, args, "");
    va_end(args);
}

void out_text(Output *out, const char *text, size_t len)
{
    note_failure(out, fwrite(text, 1, len, stdout) != len);
}

void out_document(Output *out, const Doc *doc)
{
    Buf buf = buf_new(out->mem);
    json_write(doc, &buf);
    out_text(out, buf_text(&buf), buf.len);
}

void out_note(Output *out, const char *format, ...)
{
    va_list args;
    if (out->quiet) {
        return;
    }
    fflush(stdout);
    va_start(args, format);
    print(out, stderr, "", format, args, "");
    va_end(args);
}

void out_warn(Output *out, const char *format, ...)
{
    va_list args;
    fflush(stdout);
    va_start(args, format);
    print(out, stderr, out->color ? "\033[33mwarning:\033[0m " : "warning: ", format, args, "");
    va_end(args);
}

bool out_can_ask(void)
{
    return isatty(STDIN_FILENO);
}

/* The line that is typed behind question and prompt; NULL and ERR_SAFETY where there is no
 * terminal. */
static const char *ask(Output *out, const char *question, const char *prompt, Error *err)
{
    Buf answer = buf_new(out->mem);
    if (!out_can_ask()) {
        error_set(err, ERR_SAFETY, "not confirmed: %s", question);
        error_hint(err,
                   "there is no terminal to ask on: look at what would happen, then say --yes");
        return NULL;
    }
    fflush(stdout);
    command_waits(true);
    fprintf(stderr, "%s %s ", out_printable(out->mem, question, true), prompt);
    for (int c; (c = fgetc(stdin)) != EOF && c != '\n';) {
        buf_char(&answer, (char)c);
    }
    command_waits(false);
    return buf_text(&answer);
}

bool out_ask(Output *out, const char *question)
{
    const char *answer = ask(out, question, "[y/N]", error_new(out->mem));
    return answer && char_lower(*answer) == 'y';
}

bool out_confirm(Output *out, bool yes, const char *question, Error *err)
{
    if (yes) {
        return true;
    }
    const char *answer = ask(out, question, "[y/N]", err);
    return answer && (char_lower(*answer) == 'y' ||
                      error_set(err, ERR_SAFETY, "not confirmed: nothing was done"));
}

bool out_confirm_name(Output *out, bool yes, const char *question, const char *name, Error *err)
{
    if (yes) {
        return true;
    }
    const char *prompt = mem_printf(out->mem, "Type \"%s\" to go on:", name);
    const char *answer = ask(out, question, out_printable(out->mem, prompt, false), err);
    return answer && (str_equal_text(str_trim(str_of(answer)), name) ||
                      error_set(err, ERR_SAFETY, "not confirmed: nothing was done"));
}

bool out_wants_color(const char *when)
{
    const char *no_color = getenv("NO_COLOR");
    if (text_equal(when, "always")) {
        return true;
    }
    return !text_equal(when, "never") && text_empty(no_color) && isatty(STDERR_FILENO) &&
           !text_equal(getenv("TERM"), "dumb");
}

bool out_finish(Output *out, Error *err)
{
    note_failure(out, fflush(stdout) != 0);
    if (!out->write_error) {
        return true;
    }
    error_set(err, ERR_FILE, "cannot write to standard output: %s", strerror(out->write_error));
    return error_hint(err, "is the disk full, or the reader gone?");
}

Doc *json_object(Mem *mem)
{
    return doc_new(mem, DOC_OBJECT, (Location){0});
}

Doc *json_array(Mem *mem)
{
    return doc_new(mem, DOC_ARRAY, (Location){0});
}

void json_value(Mem *mem, Doc *object, const char *name, Doc *value)
{
    doc_set(mem, object, name, (Location){0}, value);
}

void json_text(Mem *mem, Doc *object, const char *name, const char *value)
{
    json_value(mem, object, name,
               value ? doc_string(mem, value, (Location){0})
                     : doc_new(mem, DOC_NULL, (Location){0}));
}

void json_number(Mem *mem, Doc *object, const char *name, int64_t value)
{
    json_value(mem, object, name,
               doc_number(mem, mem_printf(mem, "%lld", (long long)value), (Location){0}));
}

void json_flag(Mem *mem, Doc *object, const char *name, bool value)
{
    json_value(mem, object, name, doc_boolean(mem, value, (Location){0}));
}
