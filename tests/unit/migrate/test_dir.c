#include "migrate/dir.h"

#include "tests/unit/harness.h"

#include <string.h>
#include <unistd.h>

START_TEST(test_slug)
{
    ck_assert_str_eq(dir_slug(mem, "Add notes to Orders!"), "add_notes_to_orders");
    ck_assert_str_eq(dir_slug(mem, "  a -- b  "), "a_b");
    ck_assert_str_eq(dir_slug(mem, ""), "");
    ck_assert_str_eq(dir_slug(mem, "../../etc/passwd"), "etc_passwd");
    ck_assert_str_eq(dir_slug(mem, "Añadir «tabla» – 表"), "añadir_tabla_表");
    ck_assert_str_eq(dir_slug(mem, "one two three four five six seven eight nine"),
                     "one_two_three_four_five_six_seven_eight_");
    ck_assert_str_eq(dir_slug(mem, "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeee"),
                     "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd");
    ck_assert_str_eq(dir_slug(mem, "a\xFF\xFE b"), "a_b");
}
END_TEST

static const char *name(const char *template_, const char *message)
{
    const char *out = NULL;
    ck_assert(dir_file_name(mem, template_, "a1b2", message, 1795305600 + 3661, &out, err));
    return out;
}

START_TEST(test_names)
{
    ck_assert_str_eq(name(FILE_TEMPLATE_DEFAULT, "x y"), "20261122010101_x_y.sql");
    ck_assert_str_eq(name("%(rev)s_%(slug)s", "x"), "a1b2_x.sql");
    ck_assert_str_eq(name("%(rev)s_%(slug)s", ""), "a1b2.sql");
    ck_assert_str_eq(name("%(year)d-%(month).2d-%(day).2d_%(epoch)s", ""),
                     "2026-11-22_1795309261.sql");
    ck_assert_str_eq(name("100%_%(slug)s", "x"), "100%_x.sql");
    const char *out = NULL;
    ck_assert(!dir_file_name(mem, "%(revision)s", "a", "b", 0, &out, err));
    ck_assert_ptr_nonnull(strstr(err->message, "revision"));
    error_clear(err);
    ck_assert(!dir_file_name(mem, "a/%(rev)s", "a", "b", 0, &out, err));
    static const time_t times[] = {0, 951782399, 951782400, 1795651200, 4102444799, -1};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        time_t back = 0;
        ck_assert(dir_time_read(dir_time(mem, times[i]), &back) && back == times[i]);
    }
    ck_assert(!dir_time_read("yesterday", &(time_t){0}) && !dir_time_read(NULL, &(time_t){0}));
    ck_assert_str_eq(dir_time(mem, 0), "1970-01-01T00:00:00Z");
}
END_TEST

START_TEST(test_read)
{
    char *folder = mem_strdup(mem, "/tmp/schemadiff-dir-XXXXXX");
    Graph graph = {0};
    const char *text = "-- schemadiff: 1\n-- revision: a\n-- revises: base\n-- +upgrade\n";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert(dir_read(mem, path_join(mem, folder, "none"), &graph, err));
    ck_assert_uint_eq(graph.list.len, 0);
    const char *path = path_join(mem, folder, "1.sql"), *other = path_join(mem, folder, "README");
    ck_assert(file_create(path, text, strlen(text), err));
    ck_assert(file_create(other, "x", 1, err));
    ck_assert(dir_read(mem, folder, &graph, err));
    ck_assert_uint_eq(graph.list.len, 1);
    ck_assert_str_eq(graph.list.at[0]->path, path);
    unlink(path);
    unlink(other);
    rmdir(folder);
}
END_TEST

HARNESS_MAIN("dir", test_slug, test_names, test_read)
