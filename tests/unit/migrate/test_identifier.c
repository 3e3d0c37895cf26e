#include "migrate/identifier.h"

#include "tests/unit/harness.h"

typedef struct Case {
    const char *text, *branch;
    IdentifierWord word;
    const char *name;
    bool relative;
    long steps;
} Case;

static const Case cases[] = {
    {"head", NULL, WORD_HEAD, "head", false, 0},
    {"HEADS", NULL, WORD_HEADS, "HEADS", false, 0},
    {"base", NULL, WORD_BASE, "base", false, 0},
    {"current", NULL, WORD_CURRENT, "current", false, 0},
    {"a1b2", NULL, WORD_NAME, "a1b2", false, 0},
    {"header", NULL, WORD_NAME, "header", false, 0},
    {"+2", NULL, WORD_NONE, "", true, 2},
    {"-1", NULL, WORD_NONE, "", true, -1},
    {"a1b2+2", NULL, WORD_NAME, "a1b2", true, 2},
    {"head-3", NULL, WORD_HEAD, "head", true, -3},
    {"lib@head", "lib", WORD_HEAD, "head", false, 0},
    {"lib@+1", "lib", WORD_NONE, "", true, 1},
    {"lib@-1", "lib", WORD_NONE, "", true, -1},
    {"lib@base", "lib", WORD_BASE, "base", false, 0},
    {"lib@a1-2", "lib", WORD_NAME, "a1", true, -2},
    {"+0", NULL, WORD_NONE, "", true, 0},
    {"+999999", NULL, WORD_NONE, "", true, 999999},
};

START_TEST(test_cases)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *c = &cases[i];
        Identifier id = {0};
        ck_assert_msg(identifier_parse(mem, c->text, &id, err), "%s", c->text);
        ck_assert_pstr_eq(id.branch, c->branch);
        ck_assert_str_eq(id.name, c->name);
        ck_assert_int_eq(id.word, c->word);
        ck_assert_int_eq(id.relative, c->relative);
        ck_assert_int_eq(id.steps, c->steps);
    }
}
END_TEST

START_TEST(test_malformed)
{
    const char *const texts[] = {"",    "@",   "@head", "lib@", "a@b@c", "+",
                                 "-",   "a+",  "a+b",   "a+1b", "a+1+1", "+1000000",
                                 "a:b", "a b", "a-1@b", "+1@b", "a,b",   "+99999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Identifier id = {0};
        error_clear(err);
        ck_assert_msg(!identifier_parse(mem, texts[i], &id, err), "%s", texts[i]);
        ck_assert_int_eq(err->code, ERR_USAGE);
        ck_assert_ptr_nonnull(err->hint);
        ck_assert_ptr_null(id.text);
    }
}
END_TEST

static void check_range(const char *text, const char *first, const char *last)
{
    const char *from = NULL, *to = NULL;
    ck_assert(identifier_range(mem, text, &from, &to, err));
    ck_assert_pstr_eq(from, first);
    ck_assert_pstr_eq(to, last);
}

START_TEST(test_ranges)
{
    const char *from = NULL, *to = NULL;
    check_range("a:b", "a", "b");
    check_range(":b", NULL, "b");
    check_range("lib@base:", "lib@base", NULL);
    check_range(":", NULL, NULL);
    ck_assert(!identifier_range(mem, "ab", &from, &to, err));
    error_clear(err);
    ck_assert(!identifier_range(mem, "a:b:c", &from, &to, err));
    ck_assert_int_eq(err->code, ERR_USAGE);
}
END_TEST

HARNESS_MAIN("identifier", test_cases, test_malformed, test_ranges)
