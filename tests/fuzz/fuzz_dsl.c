/* The DSL: what is read can be written and read back, and formatting keeps the meaning. */
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/fuzz/target.h"

static void formats(Mem *mem, const char *text, size_t len, const Doc *doc)
{
    Error *err = error_new(mem);
    Doc *back = NULL;
    Buf once = buf_new(mem), twice = buf_new(mem);
    MUST(dsl_format(mem, "x", text, len, &once, err));
    MUST(dsl_read(mem, "x", buf_text(&once), once.len, &back, err));
    MUST(doc_equal(mem, doc, back));
    MUST(dsl_format(mem, "x", buf_text(&once), once.len, &twice, err));
    MUST(text_equal(buf_text(&once), buf_text(&twice)));
}

static void written(Mem *mem, const Doc *doc)
{
    Error *err = error_new(mem);
    Doc *back = NULL;
    Buf out = buf_new(mem);
    dsl_write(mem, doc, &out);
    MUST(dsl_read(mem, "x", buf_text(&out), out.len, &back, err));
    MUST(doc_equal(mem, doc, back));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    Error *err = error_new(mem);
    char *text = mem_strndup(mem, (const char *)data, size);
    Doc *doc = NULL;
    if (dsl_read(mem, "x", text, size, &doc, err)) {
        formats(mem, text, size, doc);
        if (shape_check(mem, &shape_model, doc, error_new(mem))) {
            written(mem, doc);
        }
    } else {
        MUST(error_is_set(err));
    }
    mem_destroy(mem);
    return 0;
}
