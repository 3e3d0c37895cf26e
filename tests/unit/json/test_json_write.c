#include "schema/model.h"
#include "tests/unit/harness.h"

#include <string.h>

static const char *format_as(const char *text, bool relaxed)
{
    Buf out = buf_new(mem);
    error_clear(err);
    bool good = json_format(mem, "m.json", text, strlen(text), relaxed, &out, err);
    ck_assert_msg(good, "%s: %s", text, err->message);
    return buf_text(&out);
}

static const char *write_of(const char *text)
{
    Doc *doc = NULL;
    Buf out = buf_new(mem);
    ck_assert_msg(json_read(mem, "m.json", text, strlen(text), false, &doc, err), "%s", text);
    json_write(doc, &out);
    return buf_text(&out);
}

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10
#define X80 X70 X10

static const struct {
    const char *text, *want;
} layouts[] = {
    {"{}", "{}\n"},
    {"[]", "[]\n"},
    {"{\"a\":{},\"b\":[]}", "{\n  \"a\": {},\n  \"b\": []\n}\n"},
    {"[1,2]", "[\n  1,\n  2\n]\n"},
    {"{\"a\":[1,\"b\",null,true]}", "{\n  \"a\": [1, \"b\", null, true]\n}\n"},
    /* One column, one line; but the map of columns has a line for each. */
    {"{\"columns\":{\"id\":{\"type\":\"integer\",\"increment\":true}}}",
     "{\n  \"columns\": {\n    \"id\": { \"type\": \"integer\", \"increment\": true }\n  }\n}\n"},
    {"{\"t\":{\"type\":\"x\",\"default\":{\"expr\":\"now()\"}}}",
     "{\n  \"t\": { \"type\": \"x\", \"default\": { \"expr\": \"now()\" } }\n}\n"},
    /* Arrays of objects have a line for each item, lists of keys do not. */
    {"{\"values\":[{\"name\":\"a\"},\"b\"]}",
     "{\n  \"values\": [\n    { \"name\": \"a\" },\n    \"b\"\n  ]\n}\n"},
    {"{\"keys\":[\"a\",{\"expr\":\"lower(b)\"}]}",
     "{\n  \"keys\": [\"a\", { \"expr\": \"lower(b)\" }]\n}\n"},
    {"{\"unique\":[[\"a\",\"b\"],[\"c\"]]}",
     "{\n  \"unique\": [\n    [\"a\", \"b\"],\n    [\"c\"]\n  ]\n}\n"},
    /* 100 columns with room for a comma, counted in characters. */
    {"{\"a\":[\"" X80 "xxxxx\",1]}", "{\n  \"a\": [\"" X80 "xxxxx\", 1]\n}\n"},
    {"{\"a\":[\"" X80 "xxxxxx\",1]}", "{\n  \"a\": [\n    \"" X80 "xxxxxx\",\n    1\n  ]\n}\n"},
    {"{\"é\":[\"" X80 "ééééé\",1]}", "{\n  \"é\": [\"" X80 "ééééé\", 1]\n}\n"},
    {"{\"é\":[\"" X80 "éééééé\",1]}", "{\n  \"é\": [\n    \"" X80 "éééééé\",\n    1\n  ]\n}\n"},
    {"{\"a\":[\"" X80 "xxx\\n\",1]}", "{\n  \"a\": [\"" X80 "xxx\\n\", 1]\n}\n"},
    {"{\"a\":[\"" X80 "xxxx\\n\",1]}", "{\n  \"a\": [\n    \"" X80 "xxxx\\n\",\n    1\n  ]\n}\n"},
    {"{\"a\":[\"" X70 "xxxxxxxxx\\u0001\",1]}",
     "{\n  \"a\": [\"" X70 "xxxxxxxxx\\u0001\", 1]\n}\n"},
    {"{\"a\":[\"" X80 "\\u0001\",1]}", "{\n  \"a\": [\n    \"" X80 "\\u0001\",\n    1\n  ]\n}\n"},
    /* Texts: escapes only where JSON wants them. */
    {"[\"\\u00e9\\/\\\"\\\\\\u0008\\f\\n\\r\\t\\u001f\\u007f\"]",
     "[\n  \"é/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f\"\n]\n"},
    {"[12345678901234567890, 1.50, -1E5]", "[\n  12345678901234567890,\n  1.50,\n  -1E5\n]\n"},
};

START_TEST(layout)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        ck_assert_str_eq(write_of(layouts[i].text), layouts[i].want);
        ck_assert_str_eq(write_of(layouts[i].want), layouts[i].want);
        ck_assert_str_eq(format_as(layouts[i].text, false), layouts[i].want);
        ck_assert_str_eq(format_as(layouts[i].want, true), layouts[i].want);
    }
}
END_TEST

START_TEST(writing_appends)
{
    Buf out = buf_new(mem);
    buf_add(&out, "x");
    json_write(doc_new(mem, DOC_OBJECT, (Location){0}), &out);
    ck_assert_str_eq(buf_text(&out), "x{}\n");
}
END_TEST

START_TEST(what_is_no_text_becomes_a_mark)
{
    Buf out = buf_new(mem);
    json_write(doc_string(mem, "a\xE9z", (Location){0}), &out);
    ck_assert_str_eq(buf_text(&out), "\"a\xEF\xBF\xBDz\"\n");
}
END_TEST

static const struct {
    const char *text, *want;
} commented[] = {
    {"// head\n\n// more\n{} // tail\n\n// foot", "// head\n\n// more\n{} // tail\n\n// foot\n"},
    {"{ // open\n\"a\":1, // one\n// two\n\"b\":2 /* three */,\n\n/* end */}",
     "{ // open\n  \"a\": 1, // one\n  // two\n  \"b\": 2, /* three */\n\n  /* end */\n}\n"},
    /* Between two on one line: belongs to the second. */
    {"{\"a\": 1, /* b */ \"b\": 2}", "{\n  \"a\": 1,\n  /* b */\n  \"b\": 2\n}\n"},
    /* Within a member: before it. */
    {"{\"a\" /* x */ : // y\n [1]}", "{\n  /* x */\n  // y\n  \"a\": [1]\n}\n"},
    /* A comment inside keeps a value from one line. */
    {"{\"a\": [1, // one\n 2]}", "{\n  \"a\": [\n    1, // one\n    2\n  ]\n}\n"},
    {"{\"a\": { /* none */ }}", "{\n  \"a\": { /* none */\n  }\n}\n"},
    {"{\"a\": [ // none\n]}", "{\n  \"a\": [ // none\n  ]\n}\n"},
    /* Line ends and white space behind comments go, a block's own lines stay. */
    {"{\r\n// a \t\r\n\"a\": 1, /* x\r\n     y */\r\n\"b\": 2}",
     "{\n  // a\n  \"a\": 1, /* x\n     y */\n  \"b\": 2\n}\n"},
    {"{\"a\": 1, /* x *\r\r/ y\r\r\n*/\n\"b\": 2}",
     "{\n  \"a\": 1, /* x * / y\n*/\n  \"b\": 2\n}\n"},
    /* Trailing commas stay where lines are broken: they keep diffs small. */
    {"{\"a\": [1, 2,],}", "{\n  \"a\": [1, 2],\n}\n"},
    {"{\"keys\": [1, // x\n 2,]}", "{\n  \"keys\": [\n    1, // x\n    2,\n  ]\n}\n"},
};

START_TEST(comments_stay)
{
    for (size_t i = 0; i < sizeof commented / sizeof *commented; i++) {
        ck_assert_str_eq(format_as(commented[i].text, true), commented[i].want);
        ck_assert_str_eq(format_as(commented[i].want, true), commented[i].want);
    }
}
END_TEST

START_TEST(what_is_wrong_is_not_formatted)
{
    Buf out = buf_new(mem);
    ck_assert(!json_format(mem, "m.json", "{} // x", 7, false, &out, err));
    ck_assert_uint_eq(err->where.column, 4);
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

HARNESS_MAIN("json_write", layout, writing_appends, what_is_no_text_becomes_a_mark, comments_stay,
             what_is_wrong_is_not_formatted)
