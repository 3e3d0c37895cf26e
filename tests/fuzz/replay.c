/* Runs a fuzz target over every file of the given folders, without libFuzzer: TAP. */
#include "base/file.h"
#include "tests/fuzz/target.h"

#include <stdio.h>

static bool replay(Mem *mem, const char *path, size_t number)
{
    Mem *scratch = mem_child(mem, "file");
    Error *err = error_new(scratch);
    char *text = NULL;
    size_t len = 0;
    bool ok = file_read(scratch, path, &text, &len, err);
    if (ok) {
        /* A copy of the exact size, so that the sanitizers see a read behind its end. */
        void *exact = malloc(len ? len : 1);
        memcpy(exact, text, len);
        LLVMFuzzerTestOneInput(exact, len);
        free(exact);
    }
    printf("%sok %zu - %s\n", ok ? "" : "not ", number, path_base(path));
    fflush(stdout);
    mem_destroy(scratch);
    return ok;
}

int main(int argc, char **argv)
{
    Mem *mem = mem_root("replay");
    Error *err = error_new(mem);
    PathList paths = {0};
    bool ok = argc > 1;
    for (int i = 1; ok && i < argc; i++) {
        ok = file_glob(mem, path_join(mem, argv[i], "*"), &paths, err);
    }
    ok = ok && paths.len > 0;
    printf("1..%zu\n", paths.len);
    for (size_t i = 0; i < paths.len; i++) {
        ok &= replay(mem, paths.at[i], i + 1);
    }
    mem_destroy(mem);
    return ok ? 0 : 1;
}
