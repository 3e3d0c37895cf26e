#include "cmd/command.h"
#include "tests/unit/harness.h"

#include <string.h>

static Arguments args;
static const Command *command;

/* Words separated by "|", which are copied: argv is writable. */
static bool parse(const char *line)
{
    static char *words[32];
    int n = 0;
    words[n++] = mem_strdup(mem, "schemadiff");
    for (const char *at = line; *at; n++) {
        size_t len = strcspn(at, "|");
        words[n] = mem_strndup(mem, at, len);
        at += len + (at[len] == '|');
    }
    words[n] = NULL;
    args = (Arguments){0};
    command = NULL;
    error_clear(err);
    return arguments_parse(mem, n, words, &args, &command, err);
}

START_TEST(test_places)
{
    ck_assert(parse("--url|a|-y|generate|-m|x y|--model=m1|--model|m2|-vv"));
    ck_assert_ptr_eq(command, &command_generate);
    ck_assert_str_eq(args.url, "a");
    ck_assert_str_eq(args.message, "x y");
    ck_assert_uint_eq(args.models.len, 2);
    ck_assert_str_eq(args.models.at[1], "m2");
    ck_assert(args.yes);
    ck_assert_int_eq(args.verbose, 2);
    ck_assert(parse("-m|generate|migrate"));
    ck_assert_ptr_eq(command, &command_generate);
    ck_assert_str_eq(args.message, "generate");
}
END_TEST

START_TEST(test_numbers)
{
    ck_assert(parse("downgrade|-2|-y"));
    ck_assert_uint_eq(args.rest.len, 1);
    ck_assert_str_eq(args.rest.at[0], "-2");
    ck_assert(parse("history|-r|-3:current"));
    ck_assert_str_eq(args.range, "-3:current");
    ck_assert(parse("history|-r-3:"));
    ck_assert_str_eq(args.range, "-3:");
    ck_assert(parse("upgrade|+1"));
    ck_assert_str_eq(args.rest.at[0], "+1");
}
END_TEST

START_TEST(test_failures)
{
    ck_assert(!parse("upgrade|a|b"));
    ck_assert_int_eq(err->code, ERR_USAGE);
    ck_assert(!parse("diff|a"));
    ck_assert(!parse("chekc"));
    ck_assert_ptr_nonnull(strstr(err->hint, "check"));
    ck_assert(!parse("check|--exclud|x"));
    ck_assert_ptr_nonnull(strstr(err->hint, "--exclude"));
    ck_assert(parse(""));
    ck_assert_ptr_null(command);
}
END_TEST

START_TEST(test_secrets)
{
    static const char *const pairs[][2] = {
        {"postgresql://joe:s3:c@ret@h/d", "postgresql://joe:***@h/d"},
        {"--url=mysql://joe:pw@h", "--url=mysql://joe:**@h"},
        {"postgresql://h/d?password=abc&x=1", "postgresql://h/d?password=***&x=1"},
        {"postgresql://joe@h:5432/d", "postgresql://joe@h:5432/d"},
        {"sqlite:///a.db", "sqlite:///a.db"},
        {"joe:pw@h", "joe:pw@h"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *argv[] = {mem_strdup(mem, "schemadiff"), mem_strdup(mem, pairs[i][0]), NULL};
        arguments_hide_secrets(2, argv);
        ck_assert_str_eq(argv[1], pairs[i][1]);
    }
}
END_TEST

HARNESS_MAIN("arguments", test_places, test_numbers, test_failures, test_secrets)
