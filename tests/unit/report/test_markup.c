#include "report/markup.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *marked(const char *text)
{
    Buf out = buf_new(mem);
    markup_text(&out, text);
    return buf_text(&out);
}

static const char *cut(const char *text, size_t columns)
{
    Buf out = buf_new(mem);
    markup_cut(&out, text, columns);
    return buf_text(&out);
}

START_TEST(markup_stays_text)
{
    ck_assert_str_eq(marked("</script><img src=x onerror='alert(\"1\")'>"),
                     "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;");
    ck_assert_str_eq(marked("a && ]]> &amp; -->"), "a &amp;&amp; ]]&gt; &amp;amp; --&gt;");
    ck_assert_str_eq(marked("größe 日本 🐝\n\tx"), "größe 日本 🐝\n\tx");
    ck_assert_str_eq(marked(NULL), "");
}
END_TEST

START_TEST(what_xml_cannot_hold_is_replaced)
{
    ck_assert_str_eq(marked("\x01\x1b[2J\x7f"), "\xEF\xBF\xBD\xEF\xBF\xBD[2J\xEF\xBF\xBD");
    ck_assert_str_eq(marked("\xff<\xc3"), "\xEF\xBF\xBD&lt;\xEF\xBF\xBD");
    ck_assert_str_eq(marked("\xEF\xBF\xBE"), "\xEF\xBF\xBD");
    ck_assert_str_eq(marked("a\xE2\x80\xAEz"), "a\xEF\xBF\xBDz");
}
END_TEST

START_TEST(long_names_are_cut)
{
    ck_assert_str_eq(cut("abcdef", 6), "abcdef");
    ck_assert_str_eq(cut("abcdefg", 6), "abcde…");
    ck_assert_str_eq(cut("日本語の", 6), "日本…");
    ck_assert_str_eq(cut("<<<<<", 3), "&lt;&lt;…");
}
END_TEST

/* Whatever the bytes are: the result is UTF-8 without markup. */
START_TEST(random_bytes_become_text)
{
    const unsigned seed = (unsigned)time(NULL);
    fprintf(stderr, "# seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < 5000; round++) {
        char bytes[40];
        size_t len = (size_t)rand() % sizeof bytes, bad = 0;
        for (size_t i = 0; i < len; i++) {
            bytes[i] = (char)(rand() % 3 ? rand() % 256 : "<>&\"'\x1b\xe2"[rand() % 7]);
        }
        Buf out = buf_new(mem);
        markup_text_len(&out, bytes, len);
        const char *text = buf_text(&out);
        ck_assert(utf8_valid(text, out.len, &bad));
        ck_assert(!strpbrk(text, "<>\"'\x1b"));
        for (const char *c = strchr(text, '&'); c; c = strchr(c + 1, '&')) {
            ck_assert(text_starts(c, "&amp;") || text_starts(c, "&lt;") || text_starts(c, "&gt;") ||
                      text_starts(c, "&quot;") || text_starts(c, "&#39;"));
        }
    }
}
END_TEST

HARNESS_MAIN("markup", markup_stays_text, what_xml_cannot_hold_is_replaced, long_names_are_cut,
             random_bytes_become_text)
