#include "base/str.h"
#include "tests/unit/harness.h"

#include <string.h>

START_TEST(views)
{
    ck_assert_uint_eq(str_of(NULL).len, 0);
    ck_assert(str_equal(STR("abc"), str_of("abc")));
    ck_assert(!str_equal(STR("abc"), str_of("abd")));
    ck_assert(!str_equal(STR("abc"), str_of("abcd")));
    ck_assert(str_equal_text(STR("abc"), "abc"));
    ck_assert(!str_equal_text(STR("abc"), "abcd"));
    ck_assert_str_eq(str_dup(mem, (Str){"abcdef", 2}), "ab");
    ck_assert_str_eq(str_dup(mem, str_trim(STR(" \t\n a b \r\n"))), "a b");
    ck_assert_uint_eq(str_trim(STR(" \t ")).len, 0);
}
END_TEST

START_TEST(comparisons_know_null)
{
    ck_assert(text_equal(NULL, NULL));
    ck_assert(!text_equal(NULL, ""));
    ck_assert(!text_equal("a", NULL));
    ck_assert(text_equal_nocase("SELECT", "select"));
    ck_assert(!text_equal_nocase("select", "selec"));
    ck_assert(!text_equal_nocase("\xC3\x84", "\xC3\xA4")); /* only ASCII folds */
    ck_assert_int_lt(text_compare(NULL, ""), 0);
    ck_assert_int_gt(text_compare("", NULL), 0);
    ck_assert_int_eq(text_compare(NULL, NULL), 0);
    ck_assert_int_lt(text_compare("a", "b"), 0);
    ck_assert(text_empty(NULL) && text_empty("") && !text_empty(" "));
}
END_TEST

START_TEST(prefixes_and_suffixes)
{
    ck_assert(text_starts("model.json", "model"));
    ck_assert(!text_starts("mod", "model"));
    ck_assert(text_starts("x", ""));
    ck_assert(text_ends("model.json", ".json"));
    ck_assert(!text_ends("json", ".json"));
    ck_assert(text_starts_nocase("CREATE TABLE", "create"));
    ck_assert(!text_starts_nocase("CRE", "create"));
}
END_TEST

START_TEST(letter_case_is_ascii)
{
    ck_assert_str_eq(text_lower(mem, "ABC\xC3\x84z"), "abc\xC3\x84z");
    ck_assert_str_eq(text_upper(mem, "abc\xC3\xA4Z"), "ABC\xC3\xA4Z");
    ck_assert_int_eq(char_lower('Z'), 'z');
    ck_assert_int_eq(char_lower('['), '[');
    ck_assert(char_is_space('\n') && char_is_space(' ') && !char_is_space('\0'));
    ck_assert(char_is_digit('0') && char_is_digit('9') && !char_is_digit('a'));
    ck_assert(char_is_alpha('A') && char_is_alpha('z') && !char_is_alpha('_'));
    ck_assert(!char_is_alpha('\xE4'));
}
END_TEST

START_TEST(buffers_grow)
{
    Buf buf = buf_new(mem);
    ck_assert_str_eq(buf_text(&buf), "");
    buf_add(&buf, NULL);
    buf_add(&buf, "ab");
    buf_char(&buf, 'c');
    buf_add_len(&buf, "defg", 2);
    buf_fmt(&buf, "-%d-%s", 12, "x");
    ck_assert_str_eq(buf_text(&buf), "abcde-12-x");
    ck_assert_uint_eq(buf.len, strlen("abcde-12-x"));
    for (int i = 0; i < 5000; i++) {
        buf_fmt(&buf, "%04d", i);
    }
    ck_assert_uint_eq(buf.len, 10 + 5000 * 4);
    ck_assert(text_ends(buf_text(&buf), "49984999"));
}
END_TEST

START_TEST(a_long_format_fits)
{
    Buf buf = buf_new(mem);
    char *long_text = mem_alloc(mem, 100001);
    memset(long_text, 'y', 100000);
    buf_fmt(&buf, "<%s>", long_text);
    ck_assert_uint_eq(buf.len, 100002);
    ck_assert_int_eq(buf_text(&buf)[100001], '>');
}
END_TEST

START_TEST(distances)
{
    ck_assert_uint_eq(text_distance("column", "column", 3), 0);
    ck_assert_uint_eq(text_distance("colum", "column", 3), 1);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 5), 3);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 2), 3); /* limit + 1 */
    ck_assert_uint_eq(text_distance("", "abc", 5), 3);
    ck_assert_uint_eq(text_distance("abc", "", 5), 3);
}
END_TEST

START_TEST(suggestions)
{
    static const char *const words[] = {"unique", "references", "default", "collate"};
    ck_assert_str_eq(text_nearest("uniqe", words, 4), "unique");
    ck_assert_str_eq(text_nearest("defualt", words, 4), "default");
    ck_assert_ptr_null(text_nearest("xyzzy", words, 4));
    ck_assert_ptr_null(text_nearest("unique", words, 0));
}
END_TEST

static const struct {
    const char *text;
    size_t length;
    uint32_t code;
} sequences[] = {
    {"A", 1, 'A'},
    {"\x7F", 1, 0x7F},
    {"\xC2\x80", 2, 0x80},
    {"\xDF\xBF", 2, 0x7FF},
    {"\xE0\xA0\x80", 3, 0x800},
    {"\xED\x9F\xBF", 3, 0xD7FF},
    {"\xEE\x80\x80", 3, 0xE000},
    {"\xF0\x90\x80\x80", 4, 0x10000},
    {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
    /* invalid */
    {"\x80", 0, 0},             /* continuation alone */
    {"\xC0\x80", 0, 0},         /* overlong NUL */
    {"\xC1\xBF", 0, 0},         /* overlong */
    {"\xE0\x9F\xBF", 0, 0},     /* overlong */
    {"\xF0\x8F\xBF\xBF", 0, 0}, /* overlong */
    {"\xED\xA0\x80", 0, 0},     /* surrogate */
    {"\xED\xBF\xBF", 0, 0},     /* surrogate */
    {"\xF4\x90\x80\x80", 0, 0}, /* above U+10FFFF */
    {"\xF8\x88\x80\x80\x80", 0, 0},
    {"\xFF", 0, 0},
    {"\xC3", 0, 0},     /* cut */
    {"\xE2\x82", 0, 0}, /* cut */
    {"\xC3(", 0, 0},    /* not a continuation */
};

START_TEST(utf8_sequences)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        uint32_t code = 0;
        size_t len = strlen(sequences[i].text);
        ck_assert_uint_eq(utf8_length(sequences[i].text, len, &code), sequences[i].length);
        if (sequences[i].length) {
            ck_assert_uint_eq(code, sequences[i].code);
        }
    }
    ck_assert_uint_eq(utf8_length("", 0, NULL), 0);
}
END_TEST

START_TEST(utf8_round_trip)
{
    for (uint32_t code = 1; code < 0x110000; code += code < 0x3000 ? 1 : 97) {
        if (code >= 0xD800 && code <= 0xDFFF) {
            continue;
        }
        Buf buf = buf_new(mem);
        uint32_t back = 0;
        buf_utf8(&buf, code);
        ck_assert_uint_eq(utf8_length(buf_text(&buf), buf.len, &back), buf.len);
        ck_assert_uint_eq(back, code);
    }
}
END_TEST

START_TEST(utf8_texts)
{
    size_t bad = 99;
    ck_assert(utf8_valid("na\xC3\xAFve", 6, &bad));
    ck_assert_uint_eq(bad, 99);
    ck_assert(utf8_valid("", 0, NULL));
    ck_assert(!utf8_valid("ab\xFFz", 4, &bad));
    ck_assert_uint_eq(bad, 2);
    ck_assert(!utf8_valid("ab\xC3", 3, &bad));
    ck_assert_uint_eq(bad, 2);
}
END_TEST

START_TEST(secrets)
{
    static const char *const pairs[][2] = {
        {"\"postgresql://u:p:w@d@h/x\" is none of a@b",
         "\"postgresql://u:***@h/x\" is none of a@b"},
        {"mysql://u:p@h, then my://v:long@i", "mysql://u:*@h, then my://v:***@i"},
        {"pg://h/x?password=abcd&b=1 pass=x", "pg://h/x?password=***&b=1 pass=x"},
        {"pg://h:1/x y@z", "pg://h:1/x y@z"},
        {"://", "://"},
        {"u:p@h", "u:p@h"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *text = mem_strdup(mem, pairs[i][0]);
        text_hide_secrets(text, " ,\"");
        ck_assert_str_eq(text, pairs[i][1]);
    }
}
END_TEST

HARNESS_MAIN("str", secrets, views, comparisons_know_null, prefixes_and_suffixes,
             letter_case_is_ascii, buffers_grow, a_long_format_fits, distances, suggestions,
             utf8_sequences, utf8_round_trip, utf8_texts)
