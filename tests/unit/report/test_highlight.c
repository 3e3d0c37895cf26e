#include "report/highlight.h"

#include "migrate/run.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ALL_RULES 0x3FFFu

static const char *shown(const char *sql, unsigned rules)
{
    Buf out = buf_new(mem);
    highlight_sql(&out, sql, rules);
    return buf_text(&out);
}

START_TEST(tokens_have_classes)
{
    ck_assert_str_eq(
        shown("SELECT \"a\", 'x''y' FROM t2", 0),
        "<span class=\"k\">SELECT</span> <span class=\"n\">&quot;a&quot;</span>, "
        "<span class=\"s\">&#39;x&#39;&#39;y&#39;</span> <span class=\"k\">FROM</span> t2");
    ck_assert_str_eq(shown("numeric(12)", 0), "numeric(<span class=\"d\">12</span>)");
    ck_assert_str_eq(shown("-- hazard: data-loss: x\n-- other", 0),
                     "<span class=\"h\">-- hazard: data-loss: x</span>\n"
                     "<span class=\"c\">-- other</span>");
    ck_assert_str_eq(shown("`a`", SPLIT_BACKTICKS), "<span class=\"n\">`a`</span>");
}
END_TEST

/* The table is searched by halves: one word out of order and its neighbours are lost. */
START_TEST(small_keywords_are_found)
{
    const char *const words[] = {"add",  "all",   "as",     "check", "end",     "extension",
                                 "from", "grant", "modify", "on",    "replace", "select",
                                 "then", "true",  "update", "with",  "without"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ck_assert_str_eq(shown(words[i], 0),
                         mem_printf(mem, "<span class=\"k\">%s</span>", words[i]));
    }
    ck_assert_str_eq(shown("orders", 0), "orders");
}
END_TEST

static const char *undone(const char *html)
{
    static const char *const escapes[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    Buf out = buf_new(mem);
    while (*html) {
        size_t step = *html == '<' ? strcspn(html, ">") + 1 : 0;
        for (size_t i = 0; !step && i < sizeof escapes / sizeof *escapes; i++) {
            if (text_starts(html, escapes[i][0])) {
                buf_add(&out, escapes[i][1]);
                step = strlen(escapes[i][0]);
            }
        }
        if (!step) {
            buf_char(&out, *html);
            step = 1;
        }
        html += step;
    }
    return buf_text(&out);
}

START_TEST(nothing_is_lost)
{
    static const char pieces[] = "aE0 \n'\"`[]$-/*#;()<>&\\.,x";
    const unsigned seed = (unsigned)time(NULL);
    fprintf(stderr, "# seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < 5000; round++) {
        char sql[30];
        const size_t len = (size_t)rand() % (sizeof sql - 1);
        for (size_t i = 0; i < len; i++) {
            sql[i] = pieces[(size_t)rand() % (sizeof pieces - 1)];
        }
        sql[len] = '\0';
        ck_assert_str_eq(undone(shown(sql, (unsigned)rand() & ALL_RULES)), sql);
    }
}
END_TEST

HARNESS_MAIN("highlighting", tokens_have_classes, small_keywords_are_found, nothing_is_lost)
