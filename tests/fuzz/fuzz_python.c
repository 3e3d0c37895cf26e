/* Python modules: reading ends, what is found is text, what is refused has a place and a remedy. */
#include "migrate/python.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    Error *err = error_new(mem);
    PythonName names[] = {{.name = "revision"}, {.name = "down_revision"}, {.name = "depends_on"}};
    const char *docstring = NULL;
    char *text = mem_strndup(mem, (const char *)data, size);
    if (!python_read(mem, "x.py", text, size, names, 3, &docstring, err)) {
        MUST(err->code == ERR_MODEL && err->hint && err->where.line);
    }
    for (size_t i = 0; i < 3; i++) {
        MUST(names[i].found || !names[i].values.len);
        for (size_t v = 0; v < names[i].values.len; v++) {
            MUST(names[i].values.at[v]);
        }
    }
    mem_destroy(mem);
    return 0;
}
