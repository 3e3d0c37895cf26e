#include "tests/property/engine.h"

#include <stdlib.h>
#include <string.h>

const Engine *engine_named(const char *name)
{
    static const Engine *const engines[] = {&engine_sqlite, &engine_pg15, &engine_pg18,
                                            &engine_mysql, &engine_mariadb};
    for (int i = 0; i < LEN(engines); i++) {
        if (text_equal(engines[i]->name, name)) {
            return engines[i];
        }
    }
    return NULL;
}

static int compare_lines(const void *a, const void *b)
{
    return text_compare(*(const char *const *)a, *(const char *const *)b);
}

const char *sorted_lines(Mem *mem, const Rows *rows)
{
    const char **lines = MEM_ARRAY(mem, const char *, rows->len);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < rows->len; i++) {
        lines[i] = rows_get(rows, i, 0) ? rows_get(rows, i, 0) : "NULL";
    }
    qsort(lines, rows->len, sizeof *lines, compare_lines);
    for (size_t i = 0; i < rows->len; i++) {
        buf_fmt(&buf, "%s\n", lines[i]);
    }
    return buf_text(&buf);
}
