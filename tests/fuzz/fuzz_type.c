/* Type texts and expressions: what a type is written as parses to the same type. */
#include "cmd/dialects.h"
#include "tests/fuzz/target.h"

static void parse(const Dialect *dialect, const char *text)
{
    Mem *mem = mem_root("fuzz");
    Server server = server_assumed(dialect);
    Type type = type_none(), again = type_none();
    if (dialect->syntax->parse_type(mem, &server, text, &type)) {
        MUST(type.text && type.name);
        MUST(dialect->syntax->parse_type(mem, &server, type.text, &again));
        MUST(dialect->syntax->type_equal(&server, &type, &again));
    }
    const char *light = expr_light(mem, text);
    MUST(text_equal(light, expr_light(mem, light)));
    expr_strip_parens(mem, text);
    mem_destroy(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("text");
    char *text = mem_strndup(mem, (const char *)data, size);
    if (utf8_valid(text, size, NULL)) {
        for (size_t i = 0; dialects[i]; i++) {
            parse(dialects[i], text);
        }
    }
    mem_destroy(mem);
    return 0;
}
