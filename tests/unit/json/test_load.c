#include "schema/model.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *folder;

static void enter_folder(void)
{
    char *name = mem_strdup(mem, "/tmp/schemadiff-load-XXXXXX");
    folder = mkdtemp(name);
    ck_assert_ptr_nonnull(folder);
}

static void remove_all(const char *path)
{
    PathList names = {0};
    if (!file_list(mem, path, &names, err)) {
        return;
    }
    for (size_t i = 0; i < names.len; i++) {
        const char *entry = path_join(mem, path, names.at[i]);
        if (unlink(entry) != 0) {
            remove_all(entry);
        }
    }
    unlink(path_join(mem, path, ".hidden.json"));
    rmdir(path);
}

static const char *in_folder(const char *name)
{
    return *name ? path_join(mem, folder, name) : folder;
}

static void put(const char *name, const char *text)
{
    const char *path = in_folder(name);
    ck_assert(file_make_folder(path_folder(mem, path), err));
    ck_assert(file_write(path, text, strlen(text), err));
}

/* Loads up to two paths, relative to the folder; NULL = none. */
static bool load(const char *first, const char *second, ModelFiles *files)
{
    NameList paths = {0};
    error_clear(err);
    *files = (ModelFiles){0};
    list_push(mem, &paths, in_folder(first));
    if (second) {
        list_push(mem, &paths, in_folder(second));
    }
    bool good = model_load(mem, &paths, files, err);
    ck_assert_int_eq(good, !error_is_set(err));
    ck_assert(good || !files->doc);
    return good;
}

/* The names of a section of the loaded model, joined by blanks. */
static const char *names(const ModelFiles *files, const char *section)
{
    const Doc *doc = doc_get(mem, files->doc, section);
    Buf buf = buf_new(mem);
    for (size_t i = 0; doc && i < doc->members.len; i++) {
        buf_fmt(&buf, "%s%s", i ? " " : "", doc->members.at[i].name);
    }
    return buf_text(&buf);
}

#define TABLE(name)                                                                     \
    "{\"schemadiff\": 1, \"tables\": {\"" name "\": {\"columns\": {\"id\": {\"type\": " \
    "\"int\"}}}}}"
#define INCLUDE(path) "{\"schemadiff\": 1, \"include\": [\"" path "\"]}"

START_TEST(files_folders_and_patterns)
{
    ModelFiles files;
    enter_folder();
    put("a.json", TABLE("a"));
    put("sub/b.jsonc", "// comment\n" TABLE("b"));
    put("sub/deep/c.json", TABLE("c"));
    put("sub/.hidden.json", "broken");
    put("sub/notes.txt", "broken");
    put("sub/schemadiff.json", "{\"model\": [\".\"]}");
    ck_assert(load("a.json", NULL, &files));
    ck_assert_str_eq(names(&files, "tables"), "a");
    ck_assert_msg(load("", NULL, &files), "%s", err->message);
    ck_assert_str_eq(names(&files, "tables"), "a b c");
    ck_assert_uint_eq(files.files.len, 3);
    ck_assert_str_eq(files.files.at[2], in_folder("sub/deep/c.json"));
    ck_assert(load("sub/**/*.json", "./sub//../a.json", &files) == false);
    ck_assert(strstr(err->message, "\"schemadiff.json\" does not say that it is a model"));
    ck_assert(load("**/?.json*", NULL, &files));
    ck_assert_str_eq(names(&files, "tables"), "a b c");
    ck_assert_str_eq(doc_get(mem, files.doc, "schemadiff")->text, "1");
    remove_all(folder);
}
END_TEST

START_TEST(each_file_is_read_once)
{
    ModelFiles files;
    enter_folder();
    put("a.json", TABLE("a"));
    ck_assert_int_eq(symlink("a.json", in_folder("link.json")), 0);
    ck_assert_msg(load("a.json", "./a.json", &files), "%s", err->message);
    ck_assert_uint_eq(files.files.len, 1);
    ck_assert(load("link.json", "", &files));
    ck_assert_uint_eq(files.files.len, 1);
    remove_all(folder);
}
END_TEST

START_TEST(includes_are_followed)
{
    ModelFiles files;
    enter_folder();
    put("root.json",
        "{\"schemadiff\": 1, \"include\": [\"sub/x.json\", \"./more\", \"g/*.json\"]}");
    put("sub/x.json", "{\"schemadiff\": 1, \"include\": [\"../root.json\", \"y.json\"]}");
    put("sub/y.json", TABLE("y"));
    put("more/m.json", TABLE("m"));
    put("g/g1.json", TABLE("g1"));
    put("g/g2.json", TABLE("g2"));
    ck_assert_msg(load("root.json", NULL, &files), "%s", err->message);
    ck_assert_str_eq(names(&files, "tables"), "m g1 g2 y");
    ck_assert_uint_eq(files.files.len, 6);
    ck_assert_ptr_null(doc_get(mem, files.doc, "include"));
    remove_all(folder);
}
END_TEST

START_TEST(a_duplicate_names_both_places)
{
    ModelFiles files;
    enter_folder();
    put("a.json", "{\n  \"schemadiff\": 1,\n  \"tables\": {\n    \"t\": {}\n  }\n}");
    put("b.json",
        "{\"schemadiff\": 1, \"views\": {\"t\": {\"query\": \"x\"}}, \"tables\": {\n\"t\": {}}}");
    ck_assert(!load("a.json", "b.json", &files));
    ck_assert_str_eq(err->message, mem_printf(mem, "table \"t\" is declared in %s:4:5 already",
                                              in_folder("a.json")));
    ck_assert_str_eq(err->where.file, in_folder("b.json"));
    ck_assert_uint_eq(err->where.line, 2);
    ck_assert_uint_eq(err->where.column, 1);
    ck_assert_uint_eq(err->count, 1);
    ck_assert_ptr_nonnull(err->hint);
    remove_all(folder);
}
END_TEST

#define PROJECT(members) "{\"schemadiff\": 1, \"project\": {" members "}}"

START_TEST(projects_are_united)
{
    ModelFiles files;
    enter_folder();
    put("a.json", PROJECT("\"name\": \"p\", \"tenant\": {\"column\": \"c\"}"));
    put("b.json",
        PROJECT("\"name\": \"p\", \"dialects\": [\"mysql\"], \"tenant\": {\"table\": \"t\"}"));
    put("c.json", PROJECT("\"name\": \"q\""));
    put("d.json", PROJECT("\"tenant\": {\"column\": \"d\"}"));
    ck_assert_msg(load("a.json", "b.json", &files), "%s", err->message);
    ck_assert_str_eq(names(&files, "project"), "name tenant dialects");
    const Doc *tenant = doc_get(mem, doc_get(mem, files.doc, "project"), "tenant");
    ck_assert_str_eq(doc_get(mem, tenant, "column")->text, "c");
    ck_assert_str_eq(doc_get(mem, tenant, "table")->text, "t");
    ck_assert(!load("a.json", "c.json", &files));
    ck_assert_str_eq(err->message, mem_printf(mem,
                                              "\"name\" of the project differs from what "
                                              "%s:1:31 says",
                                              in_folder("a.json")));
    ck_assert(!load("a.json", "d.json", &files));
    ck_assert(text_starts(err->message, "\"column\" of the project differs"));
    remove_all(folder);
}
END_TEST

typedef struct Case {
    const char *text; /* of m.json */
    const char *path; /* to load; NULL = m.json */
    ErrorCode code;
    const char *message, *hint; /* parts of */
} Case;

static const Case wrong[] = {
    {"{}", NULL, ERR_MODEL, "\"m.json\" does not say that it is a model", "{\"schemadiff\": 1"},
    {"{\"schemadiff\": 2}", NULL, ERR_MODEL, "model format 2 is unknown", "newer"},
    {"{\"schemadiff\": \"1\"}", NULL, ERR_MODEL, "\"schemadiff\" must be an integer", "quotes"},
    {"{\"schemadiff\": 1}", NULL, ERR_MODEL, "the model is empty: its 1 file declares nothing",
     "declare"},
    {"[]", NULL, ERR_MODEL, "the model must be an object, not an array", "object"},
    {"", NULL, ERR_MODEL, "the file is empty", "begins"},
    {INCLUDE("none.json"), NULL, ERR_FILE, "there is no model file", "folder of the file"},
    {INCLUDE("none/*.json"), NULL, ERR_FILE, "no file matches", "folder of the file"},
    {INCLUDE("notes.txt"), NULL, ERR_MODEL, "its extension is unknown", ".dbml"},
    {TABLE("t"), "x.json", ERR_FILE, "there is no model file", "current folder"},
    {TABLE("t"), "*.dbml", ERR_FILE, "no file matches", "current folder"},
    {TABLE("t"), "empty", ERR_FILE, "there is no .dbml, .json or .jsonc file in", "path"},
    {TABLE("t"), "notes.txt", ERR_MODEL, "its extension is unknown", ".jsonc"},
};

START_TEST(errors_are_clear)
{
    ModelFiles files;
    enter_folder();
    put("notes.txt", "x");
    ck_assert(file_make_folder(in_folder("empty"), err));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        put("m.json", wrong[i].text);
        ck_assert_msg(!load(wrong[i].path ? wrong[i].path : "m.json", NULL, &files), "%s",
                      wrong[i].text);
        ck_assert_int_eq(err->code, wrong[i].code);
        ck_assert_msg(strstr(err->message, wrong[i].message), "%s", err->message);
        ck_assert_msg(err->hint && strstr(err->hint, wrong[i].hint), "%s: %s", err->message,
                      err->hint ? err->hint : "no hint");
        ck_assert_ptr_nonnull(err->where.file);
    }
    remove_all(folder);
}
END_TEST

START_TEST(no_path_at_all)
{
    ModelFiles files;
    ck_assert(!model_load(mem, &(NameList){0}, &files, err));
    ck_assert_int_eq(err->code, ERR_USAGE);
    ck_assert_ptr_nonnull(err->hint);
}
END_TEST

START_TEST(errors_of_several_files_come_together)
{
    ModelFiles files;
    enter_folder();
    put("a.json", "{\"schemadiff\": 1, \"tabels\": {}}");
    put("b.json", "{\"schemadiff\": 1, \"veiws\": {}}");
    put("c.json", TABLE("c"));
    ck_assert(!load("", NULL, &files));
    ck_assert_uint_eq(err->count, 2);
    ck_assert_str_eq(err->where.file, in_folder("a.json"));
    ck_assert_str_eq(err->next->where.file, in_folder("b.json"));
    ck_assert_str_eq(err->next->hint, "did you mean \"views\"?");
    remove_all(folder);
}
END_TEST

START_TEST(a_model_of_an_empty_database_is_a_model)
{
    ModelFiles files;
    enter_folder();
    put("m.json", PROJECT("\"dialects\": [\"sqlite\"]"));
    ck_assert(load("m.json", NULL, &files));
    remove_all(folder);
}
END_TEST

START_TEST(a_reference_may_stand_apart_from_its_tables)
{
    ModelFiles files;
    enter_folder();
    put("tables.dbml", "Table a {\n id int [pk]\n}\nTable b {\n id int [pk]\n a_id int\n}\n");
    put("refs.dbml", "Ref b_a: b.a_id > a.id\n");
    ck_assert(load("tables.dbml", "refs.dbml", &files));
    const Doc *table = doc_get(mem, doc_get(mem, files.doc, "tables"), "b");
    const Doc *keys = doc_get(mem, table, "foreign_keys");
    ck_assert_uint_eq(keys->items.len, 1);
    ck_assert_str_eq(doc_get(mem, keys->items.at[0], "name")->text, "b_a");
    ck_assert_ptr_null(doc_get(mem, files.doc, "foreign_keys"));
    put("refs.dbml", "Ref: c.a_id > a.id\n");
    ck_assert(!load("tables.dbml", "refs.dbml", &files));
    ck_assert_ptr_nonnull(strstr(err->message, "\"c\""));
    ck_assert_uint_eq(err->where.line, 1);
    remove_all(folder);
}
END_TEST

HARNESS_MAIN("load", a_reference_may_stand_apart_from_its_tables, files_folders_and_patterns,
             each_file_is_read_once, includes_are_followed, a_duplicate_names_both_places,
             projects_are_united, errors_are_clear, no_path_at_all,
             errors_of_several_files_come_together, a_model_of_an_empty_database_is_a_model)
