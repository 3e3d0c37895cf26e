#include "base/file.h"
#include "tests/unit/harness.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

/* A fresh folder; the process works inside it, as a user would. */
static void enter_folder(void)
{
    const char *tmp = getenv("TMPDIR");
    folder = mem_printf(mem, "%s/schemadiff-test-XXXXXX", tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(mem_printf(mem, "rm -rf '%s'", folder)), 0);
}

static void put(const char *path, const char *text)
{
    ck_assert(file_make_folder(path_folder(mem, path), err));
    ck_assert(file_write(path, text, strlen(text), err));
}

static const char *get(const char *path)
{
    char *text = NULL;
    ck_assert(file_read(mem, path, &text, NULL, err));
    return text;
}

/* The matches of a pattern joined by blanks. */
static const char *matches(const char *pattern)
{
    PathList found = {0};
    Buf buf = buf_new(mem);
    ck_assert(file_glob(mem, pattern, &found, err));
    for (size_t i = 0; i < found.len; i++) {
        buf_fmt(&buf, "%s%s", i ? " " : "", found.at[i]);
    }
    return buf_text(&buf);
}

START_TEST(reads_what_was_written)
{
    enter_folder();
    char *text = NULL;
    size_t len = 0;
    ck_assert(file_write("a", "x\0y\n", 4, err));
    ck_assert(file_read(mem, "a", &text, &len, err));
    ck_assert_uint_eq(len, 4);
    ck_assert_mem_eq(text, "x\0y\n", 5);
    ck_assert(file_write("a", "", 0, err));
    ck_assert_str_eq(get("a"), "");
    leave_folder();
}
END_TEST

START_TEST(reads_files_without_a_size)
{
    ck_assert_uint_gt(strlen(get("/proc/self/status")), 100);
}
END_TEST

START_TEST(a_missing_file_has_a_remedy)
{
    char *text = NULL;
    ck_assert(!file_read(mem, "/nonexistent/x", &text, NULL, err));
    ck_assert_int_eq(err->code, ERR_FILE);
    ck_assert_ptr_null(text);
    ck_assert_ptr_nonnull(strstr(err->message, "\"/nonexistent/x\""));
    ck_assert_ptr_nonnull(err->hint);
    ck_assert_str_eq(err->where.file, "/nonexistent/x");
}
END_TEST

START_TEST(a_folder_is_not_a_file)
{
    char *text = NULL;
    ck_assert(!file_read(mem, "/tmp", &text, NULL, err));
    ck_assert_int_eq(err->code, ERR_FILE);
}
END_TEST

START_TEST(writing_replaces_whole_files_and_leaves_no_rest)
{
    enter_folder();
    PathList names = {0};
    struct stat info;
    put("a", "long old content");
    put("a", "new");
    ck_assert_str_eq(get("a"), "new");
    ck_assert(file_list(mem, ".", &names, err));
    ck_assert_uint_eq(names.len, 1);
    mode_t mask = umask(0);
    umask(mask);
    ck_assert_int_eq(stat("a", &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777, 0666 & ~mask);
    leave_folder();
}
END_TEST

START_TEST(a_device_is_written_to_and_never_replaced)
{
    struct stat before, after;
    ck_assert_int_eq(stat("/dev/full", &before), 0);
    ck_assert(!file_write("/dev/full", "x", 1, err));
    ck_assert_int_eq(err->code, ERR_FILE);
    ck_assert_int_eq(stat("/dev/full", &after), 0);
    ck_assert(S_ISCHR(after.st_mode) && before.st_ino == after.st_ino);
    error_clear(err);
    ck_assert(file_write("/dev/null", "x", 1, err));
}
END_TEST

START_TEST(creating_never_overwrites)
{
    enter_folder();
    PathList names = {0};
    ck_assert(file_create("a", "one", 3, err));
    ck_assert(!file_create("a", "two", 3, err));
    ck_assert_int_eq(err->code, ERR_FILE);
    error_clear(err);
    ck_assert_str_eq(get("a"), "one");
    ck_assert(file_list(mem, ".", &names, err));
    ck_assert_uint_eq(names.len, 1); /* no temporary file stays */
    leave_folder();
}
END_TEST

START_TEST(writing_into_a_missing_folder_fails)
{
    enter_folder();
    ck_assert(!file_write("no/such/file", "x", 1, err));
    ck_assert_int_eq(err->code, ERR_FILE);
    leave_folder();
}
END_TEST

START_TEST(folders_are_made_with_their_parents)
{
    enter_folder();
    ck_assert(file_make_folder("a/b/c", err));
    ck_assert(file_make_folder("a/b/c", err));
    ck_assert(file_is_folder("a/b/c"));
    ck_assert(!file_is_folder("a/b/d"));
    put("f", "");
    ck_assert(!file_is_folder("f"));
    ck_assert(file_exists("f"));
    ck_assert(!file_exists("g"));
    ck_assert(!file_make_folder("f", err));
    error_clear(err);
    ck_assert(!file_make_folder("f/g", err));
    leave_folder();
}
END_TEST

START_TEST(lists_are_sorted_by_bytes_without_hidden_names)
{
    enter_folder();
    PathList names = {0};
    put("b", "");
    put("a", "");
    put("Z", "");
    put(".hidden", "");
    put("\xC3\xA4", "");
    ck_assert(file_list(mem, ".", &names, err));
    ck_assert_uint_eq(names.len, 4);
    ck_assert_str_eq(names.at[0], "Z");
    ck_assert_str_eq(names.at[1], "a");
    ck_assert_str_eq(names.at[2], "b");
    ck_assert_str_eq(names.at[3], "\xC3\xA4");
    leave_folder();
}
END_TEST

START_TEST(globs)
{
    enter_folder();
    put("one.json", "");
    put("two.json", "");
    put("three.dbml", "");
    put("m/four.json", "");
    put("m/n/five.json", "");
    put("m/n/.six.json", "");
    put(".m/seven.json", "");
    ck_assert_int_eq(symlink("m", "link"), 0);
    ck_assert_str_eq(matches("*.json"), "one.json two.json");
    ck_assert_str_eq(matches("t*.*"), "three.dbml two.json");
    ck_assert_str_eq(matches("**/*.json"), "m/four.json m/n/five.json one.json two.json");
    ck_assert_str_eq(matches("m/**/*.json"), "m/four.json m/n/five.json");
    ck_assert_str_eq(matches("*/*.json"), "m/four.json");
    ck_assert_str_eq(matches("m/n/????.json"), "m/n/five.json");
    ck_assert_str_eq(matches("[ot]*.json"), "one.json two.json");
    ck_assert_str_eq(matches("[!o]*.json"), "two.json");
    ck_assert_str_eq(matches("[a-p]*.json"), "one.json");
    ck_assert_str_eq(matches("./m/*.json"), "m/four.json");
    ck_assert_str_eq(matches(mem_printf(mem, "%s/on*", folder)),
                     mem_printf(mem, "%s/one.json", folder));
    ck_assert_str_eq(matches("one.json"), "one.json");
    ck_assert_str_eq(matches("none.json"), "");
    ck_assert_str_eq(matches("none/*.json"), "");
    leave_folder();
}
END_TEST

START_TEST(patterns_are_recognised)
{
    ck_assert(file_is_pattern("a*") && file_is_pattern("a?") && file_is_pattern("[a]"));
    ck_assert(!file_is_pattern("a/b.json"));
}
END_TEST

START_TEST(paths)
{
    ck_assert_str_eq(path_join(mem, "a", "b"), "a/b");
    ck_assert_str_eq(path_join(mem, "a/", "b"), "a/b");
    ck_assert_str_eq(path_join(mem, "a", "/b"), "/b");
    ck_assert_str_eq(path_join(mem, ".", "b"), "b");
    ck_assert_str_eq(path_folder(mem, "a/b/c"), "a/b");
    ck_assert_str_eq(path_folder(mem, "a"), ".");
    ck_assert_str_eq(path_folder(mem, "/a"), "/");
    ck_assert_str_eq(path_base("a/b/c"), "c");
    ck_assert_str_eq(path_base("c"), "c");
    ck_assert_str_eq(path_clean(mem, "./a//b/../c/."), "a/c");
    ck_assert_str_eq(path_clean(mem, "../../a"), "../../a");
    ck_assert_str_eq(path_clean(mem, "a/.."), ".");
    ck_assert_str_eq(path_clean(mem, "/a/.."), "/");
    ck_assert_str_eq(path_clean(mem, "/a/./b"), "/a/b");
}
END_TEST

HARNESS_MAIN("file", a_device_is_written_to_and_never_replaced, reads_what_was_written,
             reads_files_without_a_size, a_missing_file_has_a_remedy, a_folder_is_not_a_file,
             writing_replaces_whole_files_and_leaves_no_rest, creating_never_overwrites,
             writing_into_a_missing_folder_fails, folders_are_made_with_their_parents,
             lists_are_sorted_by_bytes_without_hidden_names, globs, patterns_are_recognised, paths)
