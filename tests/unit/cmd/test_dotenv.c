#include "cmd/config.h"
#include "tests/unit/harness.h"

static const char text[] = "# comment\n"
                           "A=1\n"
                           " export B = two words # why\r\n"
                           "C='single # \\n'\n"
                           "D=\"double \\\"q\\\" \\n x\" # y\n"
                           "E=\n"
                           "URL=mysql://a:p#1@h/d\n"
                           "nonsense\n"
                           "A=2";

START_TEST(test_values)
{
    ck_assert_str_eq(dotenv_get(mem, text, "A"), "2");
    ck_assert_str_eq(dotenv_get(mem, text, "B"), "two words");
    ck_assert_str_eq(dotenv_get(mem, text, "C"), "single # \\n");
    ck_assert_str_eq(dotenv_get(mem, text, "D"), "double \"q\" \n x");
    ck_assert_str_eq(dotenv_get(mem, text, "E"), "");
    ck_assert_str_eq(dotenv_get(mem, text, "URL"), "mysql://a:p#1@h/d");
    ck_assert_ptr_null(dotenv_get(mem, text, "F"));
    ck_assert_ptr_null(dotenv_get(mem, "", "A"));
}
END_TEST

HARNESS_MAIN("dotenv", test_values)
