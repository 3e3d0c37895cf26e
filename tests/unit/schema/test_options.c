#include "schema/options.h"

#include "tests/unit/harness.h"

START_TEST(options_stay_sorted_and_unique)
{
    static const char *const names[] = {"row_format", "engine", "charset", "engine", "with"};
    Options options = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        options_set(mem, &options, names[i], mem_printf(mem, "v%zu", i), (Location){0});
    }
    ck_assert_uint_eq(options.len, 4);
    for (size_t i = 1; i < options.len; i++) {
        ck_assert_int_lt(text_compare(options.at[i - 1].name, options.at[i].name), 0);
    }
    ck_assert_str_eq(options_get(&options, "engine"), "v3");
    options_set(mem, &options, "engine", NULL, (Location){0});
    ck_assert_ptr_null(options_get(&options, "engine"));
    ck_assert_uint_eq(options.len, 3);
    ck_assert_str_eq(options_get(&options, "with"), "v4");
    ck_assert_ptr_null(options_get(&options, "absent"));
}
END_TEST

START_TEST(definitions_are_found_by_kind_and_dialect)
{
    ck_assert_ptr_nonnull(option_find(OBJ_TABLE, MODEL_MARIADB, "engine"));
    ck_assert_ptr_null(option_find(OBJ_TABLE, MODEL_SQLITE, "engine"));
    ck_assert_ptr_null(option_find(OBJ_COLUMN, MODEL_MYSQL, "engine"));
    ck_assert_ptr_nonnull(option_find(OBJ_TABLE, MODEL_SQLITE, "strict"));
}
END_TEST

START_TEST(the_table_is_sorted_and_explained)
{
    for (size_t i = 0; i < option_def_count; i++) {
        ck_assert_ptr_nonnull(option_defs[i].help);
        if (i > 0 && option_defs[i - 1].kind == option_defs[i].kind) {
            ck_assert_int_lt(text_compare(option_defs[i - 1].name, option_defs[i].name), 0);
        }
    }
}
END_TEST

HARNESS_MAIN("schema/options", options_stay_sorted_and_unique,
             definitions_are_found_by_kind_and_dialect, the_table_is_sorted_and_explained)
