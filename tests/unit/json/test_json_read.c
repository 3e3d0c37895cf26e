#include "schema/model.h"
#include "tests/unit/harness.h"

#include <string.h>

static Doc *read_as(const char *text, bool relaxed)
{
    Doc *doc = NULL;
    error_clear(err);
    if (!json_read(mem, "m.json", text, strlen(text), relaxed, &doc, err)) {
        ck_assert_msg(error_is_set(err), "no error for: %s", text);
        ck_assert_ptr_null(doc);
    }
    return doc;
}

static void ck_place(Location where, unsigned line, unsigned column)
{
    ck_assert_str_eq(where.file, "m.json");
    ck_assert_uint_eq(where.line, line);
    ck_assert_uint_eq(where.column, column);
}

START_TEST(everything_has_its_place)
{
    Doc *doc = read_as("{\n  \"a\": 1, \"é\": [true,\n\t\"x\", {}],\r\n  \"b\" :null}", false);
    ck_assert_ptr_nonnull(doc);
    ck_place(doc->where, 1, 1);
    ck_place(doc->members.at[0].where, 2, 3);
    ck_place(doc->members.at[0].value->where, 2, 8);
    ck_place(doc->members.at[1].where, 2, 11);
    const Doc *array = doc->members.at[1].value;
    ck_place(array->where, 2, 16);
    ck_place(array->items.at[0]->where, 2, 17);
    ck_place(array->items.at[1]->where, 3, 2);
    ck_place(array->items.at[2]->where, 3, 7);
    ck_place(doc->members.at[2].where, 4, 3);
    ck_place(doc->members.at[2].value->where, 4, 8);
}
END_TEST

START_TEST(values_keep_what_they_say)
{
    Doc *doc = read_as("[12345678901234567890123, -0.10, 1E+2, \"a\\u00e9\\ud83d\\ude00\\n\\/\", "
                       "true, false, null]",
                       false);
    static const struct {
        DocKind kind;
        const char *text;
    } want[] = {
        {DOC_NUMBER, "12345678901234567890123"},
        {DOC_NUMBER, "-0.10"},
        {DOC_NUMBER, "1E+2"},
        {DOC_STRING, "aé😀\n/"},
        {DOC_BOOLEAN, "true"},
        {DOC_BOOLEAN, "false"},
        {DOC_NULL, NULL},
    };
    ck_assert_ptr_nonnull(doc);
    ck_assert_uint_eq(doc->items.len, sizeof want / sizeof *want);
    for (size_t i = 0; i < doc->items.len; i++) {
        ck_assert_int_eq(doc->items.at[i]->kind, want[i].kind);
        ck_assert_pstr_eq(doc->items.at[i]->text, want[i].text);
    }
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped)
{
    Doc *doc = read_as("\xEF\xBB\xBF{\"a\": 1}", false);
    ck_assert_ptr_nonnull(doc);
    ck_place(doc->where, 1, 1);
    ck_place(doc->members.at[0].where, 1, 2);
}
END_TEST

START_TEST(jsonc_has_comments_and_trailing_commas)
{
    const char *text =
        "// é\n/* é */ {\"a\": /* x */ [1, // one\n 2,],\n /* y\n */ \"b\": \"//\",}";
    Doc *doc = read_as(text, true);
    ck_assert_ptr_nonnull(doc);
    ck_place(doc->where, 2, 9);
    ck_place(doc->members.at[0].where, 2, 10);
    ck_place(doc->members.at[0].value->where, 2, 23);
    ck_place(doc->members.at[0].value->items.at[1]->where, 3, 2);
    ck_place(doc->members.at[1].where, 5, 5);
    ck_assert_str_eq(doc->members.at[1].value->text, "//");
    ck_assert_uint_eq(doc->members.len, 2);
}
END_TEST

typedef struct Case {
    const char *text;
    unsigned line, column;
    const char *message, *hint; /* the hint: a part of it */
} Case;

static const Case wrong[] = {
    {"", 1, 1, "the file is empty", "begins with"},
    {" \n ", 2, 2, "the file is empty", "begins with"},
    {"7", 1, 1, "the document begins with \"7\"", "begins with \"{\""},
    {"{\"a\": 1", 1, 8, "the file ends before the \"{\" of line 1, column 1 is closed", "\"}\""},
    {"{\n \"a\": [1,\n", 3, 1, "the file ends before the \"[\" of line 2, column 7 is closed",
     "\"]\""},
    {"{\"a\": [1}", 1, 9, "\"}\" cannot close the \"[\" of line 1, column 7", "\"]\""},
    {"{}}", 1, 3, "\"}\" closes nothing", "remove"},
    {"{} {}", 1, 4, "{ after the end of the document", "remove"},
    {"{\"a\": 1,\n}", 2, 1, "comma before \"}\"", ".jsonc"},
    {"[1, ]", 1, 5, "comma before \"]\"", ".jsonc"},
    {"[1,,2]", 1, 4, "a value is missing before \",\"", "write"},
    {"[,]", 1, 2, "a value is missing before \",\"", "write"},
    {"{,}", 1, 2, "a name is missing before \",\"", "{\"name\""},
    {"{\"a\" 1}", 1, 6, "colon missing before 1", "colon"},
    {"{\"a\",}", 1, 5, "colon missing before ,", "colon"},
    {"{\"a\"}", 1, 5, "a value is missing here", "colon and a value"},
    {"{\"a\":}", 1, 6, "a value is missing here", "value"},
    {"{\"a\": 1\n \"b\": 2}", 2, 2, "comma missing before \"b\"", "comma"},
    {"{a: 1}", 1, 2, "name a without quotes", "\"a\""},
    {"{1: 1}", 1, 2, "name 1 without quotes", "\"1\""},
    {"{'a': 1}", 1, 2, "a single quote cannot stand here", "double quotes"},
    {"{\"a\": True}", 1, 7, "unknown word True", "true"},
    {"[undefined]", 1, 2, "unknown word undefined", "double quotes"},
    {"[01]", 1, 2, "01 is not a number", "leading zero"},
    {"[+1]", 1, 2, "+1 is not a number", "plus"},
    {"[.5]", 1, 2, ".5 is not a number", "digit"},
    {"[1e999]", 1, 2, "number 1e999 is too large", "expr"},
    {"[1 // x\n]", 1, 4, "a .json file cannot have comments", ".jsonc"},
    {"[\"a\nb\"]", 1, 2, "this string is not closed on its line", "\\n"},
    {"[\"abc", 1, 2, "this string is not closed on its line", "double quote"},
    {"[\"é\ta\"]", 1, 4, "control character in a string", "\\t"},
    {"[\"é\\x\"]", 1, 4, "invalid escape in a string", "\\\\"},
    {"[\"\\u12g4\"]", 1, 3, "invalid escape in a string", "hexadecimal"},
    {"[\"a\\u0000\"]", 1, 4, "a string cannot hold the character U+0000", "remove"},
    {"[\"\\ud800\"]", 1, 2, "invalid Unicode escape in a string", "two escapes"},
    {"[1,\xC2\xA0"
     "2]",
     1, 4, "unexpected character \xC2\xA0 (U+00A0)", "remove"},
    {"{\n<<<<<<< HEAD\n \"a\": 1\n=======\n}", 2, 1, "merge conflict marker", "two branches"},
    {"{\"a\": 1\n=======\n}", 2, 1, "merge conflict marker", "two branches"},
    {"{\n \"a\": 1,\n \"b\": {\"a\": 2},\n \"a\": 3}", 4, 2,
     "duplicate name \"a\": it stands in line 2, column 2 already", "rename"},
    {"{\"a\": 1, \"\\u0061\": 3}", 1, 10,
     "duplicate name \"a\": it stands in line 1, column 2 already", "rename"},
    {"{\"a\": \"caf\xE9\"}", 1, 11, "the text is not valid UTF-8: byte 0xE9", "UTF-8"},
    {"\xFF\xFE{", 1, 1, "the text is not valid UTF-8: byte 0xFF", "UTF-16"},
};

static void ck_error(const Case *want)
{
    ck_assert_str_eq(err->message, want->message);
    ck_place(err->where, want->line, want->column);
    ck_assert_int_eq(err->code, ERR_MODEL);
    ck_assert_ptr_nonnull(err->hint);
    ck_assert_msg(strstr(err->hint, want->hint), "hint of \"%s\": %s", want->message, err->hint);
}

START_TEST(errors_say_what_and_where)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!read_as(wrong[i].text, false), "accepted: %s", wrong[i].text);
        ck_error(&wrong[i]);
    }
}
END_TEST

static const Case wrong_relaxed[] = {
    {"[1 /* x]", 1, 4, "this comment is not closed", "*/"},
    {"[,] // x", 1, 2, "a value is missing before \",\"", "write"},
    {"[1,,]", 1, 4, "a value is missing before \",\"", "write"},
    {"{\"a\",}", 1, 5, "colon missing before ,", "colon"},
    {"// é\n{\"a\": 1, /* é */ \"a\": 2}", 2, 18,
     "duplicate name \"a\": it stands in line 2, column 2 already", "rename"},
    {"[tr/**/ue]", 1, 2, "unknown word tr", "true"},
    {"[1/**/2]", 1, 7, "comma missing before 2", "comma"},
    {"// only", 1, 8, "the file is empty", "begins"},
};

START_TEST(errors_of_jsonc)
{
    for (size_t i = 0; i < sizeof wrong_relaxed / sizeof *wrong_relaxed; i++) {
        ck_assert_msg(!read_as(wrong_relaxed[i].text, true), "accepted: %s", wrong_relaxed[i].text);
        ck_error(&wrong_relaxed[i]);
    }
}
END_TEST

START_TEST(a_zero_byte_is_no_text)
{
    static const char text[] = "[\"a\0b\"]";
    Doc *doc = NULL;
    ck_assert(!json_read(mem, "m.json", text, sizeof text - 1, false, &doc, err));
    ck_error(&(Case){NULL, 1, 4, "the text holds a zero byte", "UTF-8"});
}
END_TEST

static const char *nested(size_t depth, const char *open, const char *close)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < depth; i++) {
        buf_add(&buf, open);
    }
    buf_add(&buf, *open == '{' ? "1" : "");
    for (size_t i = 0; i < depth; i++) {
        buf_add(&buf, close);
    }
    return buf_text(&buf);
}

START_TEST(nesting_has_a_limit)
{
    const size_t deep[] = {DOC_DEPTH_MAX + 1, 1000, 3000, 1000000};
    ck_assert_ptr_nonnull(read_as(nested(DOC_DEPTH_MAX, "[", "]"), false));
    ck_assert_ptr_nonnull(read_as(nested(DOC_DEPTH_MAX, "{\"a\":", "}"), false));
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
        Case want = {NULL, 1, DOC_DEPTH_MAX + 1, "objects and arrays are nested more than 64 deep",
                     "bracket"};
        ck_assert_ptr_null(read_as(nested(deep[i], "[", "]"), false));
        ck_error(&want);
        want.column = DOC_DEPTH_MAX * 5 + 1;
        ck_assert_ptr_null(read_as(nested(deep[i], "{\"a\":", "}"), true));
        ck_error(&want);
        ck_assert_ptr_null(read_as(nested(deep[i], "[", ""), false));
    }
}
END_TEST

START_TEST(a_long_document_stays_linear)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "{");
    for (size_t i = 0; i < 100000; i++) {
        buf_fmt(&buf, "%s\"name_%zu\": [%zu, \"x\"]", i ? ", " : "", i, i);
    }
    buf_add(&buf, "}");
    Mem *region = mem_child(mem, "doc");
    Doc *doc = NULL;
    ck_assert(json_read(region, "m.json", buf_text(&buf), buf.len, false, &doc, err));
    ck_assert_uint_eq(doc->members.len, 100000);
    ck_assert_str_eq(doc_get(region, doc, "name_99999")->items.at[0]->text, "99999");
    /* Three nodes, a member and three texts each: nothing that grows faster than the text. */
    ck_assert_uint_lt(mem_bytes(region), 100000 * 600);
    /* One line: the column of the last name counts all characters before it. */
    ck_assert_uint_gt(doc->members.at[99999].where.column, 2000000);
}
END_TEST

START_TEST(a_duplicate_behind_many_names_is_found_quickly)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "{\n");
    for (size_t i = 0; i < 50000; i++) {
        buf_fmt(&buf, "\"name_%zu\": 1,\n", i);
    }
    buf_add(&buf, "\"name_7\": 1}");
    ck_assert_ptr_null(read_as(buf_text(&buf), false));
    ck_error(&(Case){NULL, 50002, 1,
                     "duplicate name \"name_7\": it stands in line 9, column 1 already", "rename"});
}
END_TEST

HARNESS_MAIN("json_read", everything_has_its_place, values_keep_what_they_say,
             a_byte_order_mark_is_skipped, jsonc_has_comments_and_trailing_commas,
             errors_say_what_and_where, errors_of_jsonc, a_zero_byte_is_no_text,
             nesting_has_a_limit, a_long_document_stays_linear,
             a_duplicate_behind_many_names_is_found_quickly)
