/* What every unit test needs: one Check suite, TAP on standard output, a region per test. */
#ifndef TESTS_UNIT_HARNESS_H
#define TESTS_UNIT_HARNESS_H

#include "base/error.h"

#include <check.h>
#include <stdlib.h>

static Mem *mem;
static Error *err;

static void harness_setup(void)
{
    mem = mem_root("test");
    err = error_new(mem);
}

static void harness_teardown(void)
{
    mem_destroy(mem);
}

/* TCASE(suite, test_function …) */
static inline int harness_run(const char *name, const TTest *const *tests, size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, harness_setup, harness_teardown);
    for (size_t i = 0; i < n; i++) {
        tcase_add_test(tcase, tests[i]);
    }
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define HARNESS_MAIN(name, ...)                                        \
    int main(void)                                                     \
    {                                                                  \
        const TTest *const tests[] = {__VA_ARGS__};                    \
        return harness_run(name, tests, sizeof tests / sizeof *tests); \
    }

#endif
