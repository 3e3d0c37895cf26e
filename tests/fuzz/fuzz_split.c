/* The splitter, for each dialect's rules: pieces joined must be the input. */
#include "migrate/split.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void split_once(const char *text, size_t size, unsigned rules)
{
    Mem *mem = mem_root("fuzz");
    Pieces pieces = {0};
    if (split_text(mem, "fuzz.sql", text, size, rules, &pieces, error_new(mem))) {
        const char *at = text;
        for (size_t i = 0; i < pieces.len; i++) {
            if (pieces.at[i].at != at || !pieces.at[i].len) {
                abort();
            }
            at += pieces.at[i].len;
        }
        if (at != text + size) {
            abort();
        }
    }
    Buf canonical = buf_new(mem);
    split_canonical((Str){text, size}, rules, &canonical);
    mem_destroy(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text) {
        return 0;
    }
    if (size) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    split_once(text, size, run_postgres.split);
    split_once(text, size, run_mysql.split);
    split_once(text, size, run_sqlite.split);
    free(text);
    return 0;
}
