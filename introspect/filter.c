#define PCRE2_CODE_UNIT_WIDTH 8
#include "introspect/introspect.h"

#include <pcre2.h>

/* A pattern that needs more than this on one name is a mistake; it then does not match. */
#define MATCH_LIMIT 100000u
#define DEPTH_LIMIT 1000u

typedef LIST(pcre2_code *) Patterns;

struct Filter {
    Mem *mem;
    Patterns include, exclude;
    pcre2_match_data *match;
    pcre2_match_context *context;
};

static void free_code(void *handle)
{
    pcre2_code_free(handle);
}

static void free_match(void *handle)
{
    pcre2_match_data_free(handle);
}

static void free_context(void *handle)
{
    pcre2_match_context_free(handle);
}

static const char *reason(Mem *mem, int code)
{
    size_t size = 128;
    for (;;) {
        PCRE2_UCHAR *text = mem_alloc(mem, size);
        if (pcre2_get_error_message(code, text, size) != PCRE2_ERROR_NOMEMORY) {
            return (const char *)text;
        }
        size *= 2;
    }
}

static bool compile(Mem *mem, const NameList *patterns, const char *option, Patterns *out,
                    Error *err)
{
    for (size_t i = 0; i < patterns->len; i++) {
        int code;
        PCRE2_SIZE at;
        const char *text = patterns->at[i];
        pcre2_code *pattern = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                                            PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
        if (!pattern) {
            error_set(err, ERR_USAGE, "the pattern \"%s\" of %s is wrong at character %zu: %s",
                      text, option, (size_t)at + 1, reason(mem, code));
            return error_hint(err, "it is a PCRE2 regular expression on \"schema.table\", as in "
                                   "'^public\\.tmp_'");
        }
        mem_adopt(mem, pattern, free_code);
        list_push(mem, out, pattern);
    }
    return true;
}

bool filter_new(Mem *mem, const Scope *scope, Filter **out, Error *err)
{
    Filter *filter = MEM_NEW(mem, Filter);
    filter->mem = mem;
    if (!compile(mem, &scope->include, "--include", &filter->include, err) ||
        !compile(mem, &scope->exclude, "--exclude", &filter->exclude, err)) {
        return false;
    }
    filter->match = pcre2_match_data_create(1, NULL);
    filter->context = pcre2_match_context_create(NULL);
    if (!filter->match || !filter->context) {
        return error_set(err, ERR_BUG, "out of memory for patterns");
    }
    mem_adopt(mem, filter->match, free_match);
    mem_adopt(mem, filter->context, free_context);
    pcre2_set_match_limit(filter->context, MATCH_LIMIT);
    pcre2_set_depth_limit(filter->context, DEPTH_LIMIT);
    *out = filter;
    return true;
}

static bool any_matches(const Filter *filter, const Patterns *patterns, const char *name)
{
    for (size_t i = 0; i < patterns->len; i++) {
        int count = pcre2_match(patterns->at[i], (PCRE2_SPTR)name, PCRE2_ZERO_TERMINATED, 0, 0,
                                filter->match, filter->context);
        if (count >= 0) {
            return true;
        }
    }
    return false;
}

bool filter_accepts(const Filter *filter, const char *schema, const char *table)
{
    if (filter->include.len == 0 && filter->exclude.len == 0) {
        return true;
    }
    const char *name = schema ? mem_printf(filter->mem, "%s.%s", schema, table) : table;
    return (filter->include.len == 0 || any_matches(filter, &filter->include, name)) &&
           !any_matches(filter, &filter->exclude, name);
}
