#include "schema/dialects/mysql_options.h"

#include <string.h>
#include <strings.h>

static bool is_usual(const char *pair, size_t len)
{
    static const char *const usual[] = {"transactional=1", "page_checksum=1"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (len == strlen(usual[i]) && strncasecmp(pair, usual[i], len) == 0) {
            return true;
        }
    }
    return false;
}

void mysql_fold_aria(Schema *schema, Table *table)
{
    const char *text = options_get(&table->options, "create_options");
    if (!text || !text_equal_nocase(options_get(&table->options, "engine"), "aria")) {
        return;
    }
    Buf kept = buf_new(schema->mem);
    while (*text) {
        size_t len = strcspn(text, ",");
        if (!is_usual(text, len)) {
            buf_add(&kept, kept.len ? "," : "");
            buf_add_len(&kept, text, len);
        }
        text += len + (text[len] == ',');
    }
    options_set(schema->mem, &table->options, "create_options",
                kept.len ? mem_strdup(schema->mem, buf_text(&kept)) : NULL, (Location){0});
}
