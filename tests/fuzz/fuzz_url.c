/* Database URLs: a password never appears in the text for people. */
#include "introspect/conn.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    Error *err = error_new(mem);
    char *text = mem_strndup(mem, (const char *)data, size);
    Url url = {0};
    if (url_parse(mem, text, &url, err)) {
        MUST(url.scheme && url.safe);
        url_param(&url, "sslmode");
    } else {
        MUST(error_is_set(err));
    }
    mem_destroy(mem);
    return 0;
}
