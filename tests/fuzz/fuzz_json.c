/* JSON and JSONC: what is read can be written and read back, formatting keeps the meaning, JSON is
 * JSONC, and every refusal has a place and a hint. */
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/fuzz/target.h"

static void check_errors(const Error *err)
{
    MUST(error_is_set(err));
    for (; err; err = err->next) {
        MUST(err->hint);
        MUST(err->where.file && err->where.line && err->where.column);
        MUST(utf8_valid(err->message, strlen(err->message), NULL));
    }
}

static void check_layout(Mem *mem, const Doc *doc, const char *text, size_t len, bool relaxed)
{
    Error *err = error_new(mem);
    Buf written = buf_new(mem), formatted = buf_new(mem), again = buf_new(mem);
    Buf from_written = buf_new(mem);
    Doc *back;
    json_write(doc, &written);
    MUST(json_read(mem, "w", buf_text(&written), written.len, false, &back, err));
    MUST(doc_equal(mem, doc, back));
    MUST(json_format(mem, "w", buf_text(&written), written.len, relaxed, &from_written, err));
    MUST(text_equal(buf_text(&from_written), buf_text(&written)));
    MUST(json_format(mem, "f", text, len, relaxed, &formatted, err));
    MUST(json_read(mem, "f", buf_text(&formatted), formatted.len, relaxed, &back, err));
    MUST(doc_equal(mem, doc, back));
    MUST(json_format(mem, "a", buf_text(&formatted), formatted.len, relaxed, &again, err));
    MUST(text_equal(buf_text(&again), buf_text(&formatted)));
}

static Doc *check_language(Mem *mem, const char *text, size_t len, bool relaxed)
{
    Error *err = error_new(mem);
    Doc *doc = NULL;
    if (!json_read(mem, "fuzz", text, len, relaxed, &doc, err)) {
        check_errors(err);
        return NULL;
    }
    MUST(!error_is_set(err));
    check_layout(mem, doc, text, len, relaxed);
    if (!shape_check(mem, &shape_model, doc, err)) {
        check_errors(err);
    }
    return doc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    char *text = mem_strndup(mem, (const char *)data, size);
    Doc *strict = check_language(mem, text, size, false);
    Doc *relaxed = check_language(mem, text, size, true);
    MUST(!strict || (relaxed && doc_equal(mem, strict, relaxed)));
    mem_destroy(mem);
    return 0;
}
