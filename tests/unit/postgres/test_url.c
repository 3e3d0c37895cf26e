#include "tests/unit/harness.h"

#include "introspect/conn.h"

#include <string.h>

static Url parse(const char *text)
{
    Url url = {0};
    ck_assert_msg(url_parse(mem, text, &url, err), "%s: %s", text, err->message);
    return url;
}

static void check(const char *part, const char *got, const char *wanted)
{
    ck_assert_msg(text_equal(got, wanted), "%s is %s, not %s", part, got ? got : "NULL",
                  wanted ? wanted : "NULL");
}

static const struct {
    const char *text, *scheme, *user, *password, *host, *port, *database, *safe;
} cases[] = {
    {"postgresql://u:p@h:5432/d", "postgresql", "u", "p", "h", "5432", "d",
     "postgresql://u:***@h:5432/d"},
    {"postgresql+psycopg2://u:p@h/d", "postgresql", "u", "p", "h", NULL, "d",
     "postgresql://u:***@h/d"},
    {"MySQL+PyMySQL://h/d", "mysql", NULL, NULL, "h", NULL, "d", "mysql://h/d"},
    {"postgres://", "postgres", NULL, NULL, NULL, NULL, "", "postgres://"},
    {"postgresql:///d?host=/run/pg&port=5433", "postgresql", NULL, NULL, NULL, NULL, "d",
     "postgresql:///d?host=/run/pg&port=5433"},
    {"postgresql://u%40x:p%2Fq%3A@h/d%20e", "postgresql", "u@x", "p/q:", "h", NULL, "d e",
     "postgresql://u%40x:***@h/d%20e"},
    {"mysql://root:a@b@h/d", "mysql", "root", "a@b", "h", NULL, "d", "mysql://root:***@h/d"},
    {"mysql://root:@h/d", "mysql", "root", "", "h", NULL, "d", "mysql://root:***@h/d"},
    {"postgresql://[::1]:5433/d", "postgresql", NULL, NULL, "::1", "5433", "d",
     "postgresql://[::1]:5433/d"},
    {"postgresql://a:1,b:2/d", "postgresql", NULL, NULL, "a:1,b:2", NULL, "d",
     "postgresql://a:1,b:2/d"},
    {"postgresql://u@h/d?password=geheim&sslmode=require", "postgresql", "u", NULL, "h", NULL, "d",
     "postgresql://u@h/d?password=***&sslmode=require"},
    {"sqlite:///rel.db", "sqlite", NULL, NULL, NULL, NULL, "rel.db", "sqlite:///rel.db"},
    {"sqlite:////abs/x.db", "sqlite", NULL, NULL, NULL, NULL, "/abs/x.db", "sqlite:////abs/x.db"},
    {"sqlite://", "sqlite", NULL, NULL, NULL, NULL, "", "sqlite://"},
    {"  mysql://h/d\n", "mysql", NULL, NULL, "h", NULL, "d", "mysql://h/d"},
    {"mysql://h/50%x", "mysql", NULL, NULL, "h", NULL, "50%x", "mysql://h/50%x"},
};

START_TEST(test_parts)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Url url = parse(cases[i].text);
        check("scheme", url.scheme, cases[i].scheme);
        check("user", url.user, cases[i].user);
        check("password", url.password, cases[i].password);
        check("host", url.host, cases[i].host);
        check("port", url.port, cases[i].port);
        check("database", url.database, cases[i].database);
        check("safe", url.safe, cases[i].safe);
    }
}
END_TEST

START_TEST(test_parameters)
{
    Url url = parse("mysql://h/d?unix_socket=%2Frun%2Fs.sock&ssl-mode=REQUIRED&flag&empty=");
    ck_assert_uint_eq(url.params.len, 4);
    ck_assert_str_eq(url_param(&url, "unix_socket"), "/run/s.sock");
    ck_assert_str_eq(url_param(&url, "ssl-mode"), "REQUIRED");
    ck_assert_str_eq(url_param(&url, "flag"), "");
    ck_assert_str_eq(url_param(&url, "empty"), "");
    ck_assert_ptr_null(url_param(&url, "none"));
}
END_TEST

START_TEST(test_what_is_refused)
{
    static const char *const texts[] = {"",
                                        "geheim",
                                        "://h/d",
                                        "1a://h/d",
                                        "a b://h/d",
                                        "mysql://u:geheim@h:port/d",
                                        "mysql://h:0/d",
                                        "mysql://h:65536/d",
                                        "postgresql://u:ge/heim@h/d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Url url;
        error_clear(err);
        ck_assert_msg(!url_parse(mem, texts[i], &url, err), "\"%s\"", texts[i]);
        ck_assert_int_eq(err->code, ERR_USAGE);
        ck_assert_ptr_nonnull(err->hint);
        ck_assert_msg(!strstr(err->message, "geheim") && !strstr(err->message, "heim"), "%s",
                      err->message);
    }
}
END_TEST

HARNESS_MAIN("url", test_parts, test_parameters, test_what_is_refused)
