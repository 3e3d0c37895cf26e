#include "tests/unit/harness.h"

#include "introspect/introspect.h"

#include <string.h>

static Filter *make(const char *include, const char *exclude)
{
    Scope scope = {0};
    Filter *filter = NULL;
    if (include) {
        list_push(mem, &scope.include, include);
    }
    if (exclude) {
        list_push(mem, &scope.exclude, exclude);
    }
    ck_assert_msg(filter_new(mem, &scope, &filter, err), "%s", err->message);
    return filter;
}

START_TEST(test_everything_passes_without_patterns)
{
    ck_assert(filter_accepts(make(NULL, NULL), "public", "orders"));
}
END_TEST

START_TEST(test_include_and_exclude)
{
    const Filter *filter = make("^public\\.", "_tmp$");
    ck_assert(filter_accepts(filter, "public", "orders"));
    ck_assert(!filter_accepts(filter, "public", "orders_tmp"));
    ck_assert(!filter_accepts(filter, "shop", "orders"));
    ck_assert(!filter_accepts(filter, NULL, "public_orders"));
}
END_TEST

START_TEST(test_characters_are_not_bytes)
{
    ck_assert(filter_accepts(make("^public\\.caf.$", NULL), "public", "caf\xc3\xa9"));
}
END_TEST

START_TEST(test_a_wrong_pattern_is_explained)
{
    Scope scope = {0};
    Filter *filter;
    list_push(mem, &scope.exclude, "a(b");
    ck_assert(!filter_new(mem, &scope, &filter, err));
    ck_assert_int_eq(err->code, ERR_USAGE);
    ck_assert_msg(strstr(err->message, "--exclude") && strstr(err->message, "a(b"), "%s",
                  err->message);
}
END_TEST

/* Exponential without a limit. */
START_TEST(test_a_hostile_pattern_ends)
{
    const Filter *filter = make("^public\\.(a+)+$", NULL);
    ck_assert(!filter_accepts(filter, "public", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
}
END_TEST

HARNESS_MAIN("filter", test_everything_passes_without_patterns, test_include_and_exclude,
             test_characters_are_not_bytes, test_a_wrong_pattern_is_explained,
             test_a_hostile_pattern_ends)
