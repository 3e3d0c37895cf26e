/* Literals, expressions and SHOW CREATE TABLE as the servers write them; defaults; comparing. */
#include "tests/unit/mysql/fixture.h"

#include "diff/compare.h"
#include "introspect/mysql/mysql.h"
#include "schema/dialects/mysql_query.h"
#include "schema/dialects/mysql_text.h"

START_TEST(test_literals)
{
    static const struct {
        const char *sql, *value, *written;
    } cases[] = {
        {"'a'", "a", "'a'"},
        {"'it''s'", "it's", "'it''s'"},
        {"'it\\'s \\\\ q'", "it's \\ q", "'it''s \\\\ q'"},
        {"'a\\nb'", "a\nb", "'a\\nb'"},
        {"\"say \"\"hi\"\"\"", "say \"hi\"", "'say \"hi\"'"},
        {"'100\\%'", "100\\%", "'100\\%'"},
        {"''", "", "''"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = 0;
        ck_assert_pstr_eq(mysql_unquote(mem, cases[i].sql, &len), cases[i].value);
        ck_assert_uint_eq(len, strlen(cases[i].sql));
        ck_assert_str_eq(mysql_quote(mem, cases[i].value), cases[i].written);
    }
    size_t len;
    ck_assert_ptr_null(mysql_unquote(mem, "'open", &len));
    ck_assert_ptr_null(mysql_unquote_name(mem, "`open", &len));
    ck_assert_str_eq(mysql_unquote_name(mem, "`a``b` x", &len), "a`b");
    ck_assert_uint_eq(len, 6);
    ck_assert(mysql_has_nul("'ab\\0'", 6));
    ck_assert(!mysql_has_nul("'ab\\\\0'", 7));
}
END_TEST

START_TEST(test_expressions)
{
    static const struct {
        const char *catalogue, *text;
        bool escaped;
    } cases[] = {
        {"(`a` <> _utf8mb4\\'it\\\\\\'s \\\\\\\\ z\\')", "(`a` <> 'it''s \\\\ z')", true},
        {"concat(`a`,'it\\'s \\\\ q')", "concat(`a`,'it''s \\\\ q')", false},
        {"nextval(`shop`.`s`)", "nextval(`s`)", false},
        {"select `shop`.`t`.`a` AS `a` from `shop`.`t`", "select `t`.`a` AS `a` from `t`", false},
        {"`t`.`shop`.`x`", "`t`.`shop`.`x`", false},
        {"_latin1'x'", "_latin1'x'", false},
        {"my_utf8mb4'x'", "my_utf8mb4'x'", false},
        {"'\\0'", "'\\0'", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text =
            cases[i].escaped ? mysql_unescape(mem, cases[i].catalogue) : cases[i].catalogue;
        ck_assert_str_eq(mysql_expression(mem, text, "shop", false), cases[i].text);
    }
    ck_assert_str_eq(mysql_expression(mem, "_utf8mb4'x'", NULL, true), "_utf8mb4'x'");
    ck_assert_str_eq(mysql_timestamp_text(mem, "current_timestamp()"), "CURRENT_TIMESTAMP");
    ck_assert_str_eq(mysql_timestamp_text(mem, "now(6)"), "CURRENT_TIMESTAMP(6)");
    ck_assert_str_eq(mysql_timestamp_text(mem, "now() + 1"), "now() + 1");
}
END_TEST

START_TEST(test_queries)
{
    static const struct {
        const char *catalogue, *text;
    } cases[] = {
        {"select `t`.`a` AS `a` from `t` join `u` `b`", "select `t`.`a` AS `a` from `t`, `u` `b`"},
        {"select 1 AS `1` from `t` join (`u` join `w` on((`u`.`a` = `w`.`a`)))",
         "select 1 AS `1` from `t`, (`u` join `w` on((`u`.`a` = `w`.`a`)))"},
        {"select 1 AS `1` from ((`t` join `u`) join `w`)",
         "select 1 AS `1` from ((`t` join `u`) join `w`)"},
        {"select 1 AS `1` from (`t` straight_join `u`) join `w` where exists(select 1 from `t` "
         "join "
         "`u` where (`u`.`j` = ' from a join b'))",
         "select 1 AS `1` from (`t` straight_join `u`), `w` where exists(select 1 from `t`, `u` "
         "where (`u`.`j` = ' from a join b'))"},
        {"with c as (select 1 AS `1` from `t` join `u`)select 1 AS `1` from `c` join `w` union "
         "select 1 AS `1` from `join` left join `w` on((`from` = `w`))",
         "with c as (select 1 AS `1` from `t`, `u`)select 1 AS `1` from `c`, `w` union select 1 AS "
         "`1` from `join` left join `w` on((`from` = `w`))"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_str_eq(mysql_comma_joins(mem, cases[i].catalogue), cases[i].text);
    }
    ck_assert(mysql_same_query("select 1 from `a` join `b`", "select 1 from (`a` join `b`)"));
    ck_assert(!mysql_same_query("select 1 from `a` join `b`", "select 1 from (`a` join `c`)"));
    ck_assert(!mysql_same_query("select 'x' AS `x`", "select _latin1'x' AS `x`"));
    ck_assert(!mysql_same_query("select 1", "select 1 AS `1`"));
}
END_TEST

static Type type_of(const Server *server, const char *text)
{
    Type type = type_none();
    ck_assert_msg(mysql_parse_type(mem, server, text, &type), "%s", text);
    return type;
}

START_TEST(test_mariadb_defaults)
{
    static const struct {
        const char *type, *text;
        DefaultKind kind;
        const char *value, *clause;
    } cases[] = {
        {"int", "NULL", DEFAULT_NONE, NULL, NULL},
        {"int", "5", DEFAULT_NUMBER, "5", "5"},
        {"int", "'5'", DEFAULT_NUMBER, "5", "5"},
        {"varchar(9)", "'NULL'", DEFAULT_STRING, "NULL", "'NULL'"},
        {"varchar(9)", "'it''s'", DEFAULT_STRING, "it's", "'it''s'"},
        {"varchar(9)", "concat('a','b')", DEFAULT_EXPRESSION, "concat('a','b')",
         "(concat('a','b'))"},
        {"bit(3)", "b'101'", DEFAULT_NUMBER, "5", "5"},
        {"binary(3)", "'ab\\0'", DEFAULT_EXPRESSION, "x'616200'", "x'616200'"},
        {"timestamp(3)", "current_timestamp(3)", DEFAULT_EXPRESSION, "CURRENT_TIMESTAMP(3)",
         "CURRENT_TIMESTAMP(3)"},
        {"date", "curdate()", DEFAULT_EXPRESSION, "curdate()", "(curdate())"},
        {"double", "-1.5e3", DEFAULT_NUMBER, "-1.5e3", "-1.5e3"},
    };
    const Server ten = maria_ten();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Type type = type_of(&ten, cases[i].type);
        const Default got = mysql_default_sql(mem, &ten, &type, cases[i].text, NULL);
        ck_assert_msg(got.kind == cases[i].kind, "kind of %s", cases[i].text);
        ck_assert_pstr_eq(got.kind == DEFAULT_EXPRESSION ? got.expr.text : got.value,
                          cases[i].value);
        ck_assert_pstr_eq(mysql_default_clause(mem, &ten, &type, &got), cases[i].clause);
    }
}
END_TEST

START_TEST(test_mysql_defaults)
{
    const Server nine = mysql_nine();
    Type type = type_of(&nine, "text");
    Default text = {.kind = DEFAULT_STRING, .value = "it's"};
    ck_assert_str_eq(mysql_default_clause(mem, &nine, &type, &text), "('it''s')");
    type = type_of(&nine, "datetime(6)");
    Default now = {.kind = DEFAULT_EXPRESSION, .expr = {.text = "now()"}};
    ck_assert_str_eq(mysql_default_clause(mem, &nine, &type, &now), "CURRENT_TIMESTAMP(6)");
    type = type_of(&nine, "bool");
    Default truth = {.kind = DEFAULT_BOOLEAN, .value = "true"};
    ck_assert_str_eq(mysql_default_clause(mem, &nine, &type, &truth), "1");
    type = type_of(&nine, "varchar(20)");
    Default bare = mysql_default(mem, &nine, &type, "it's \\ x", false, NULL);
    ck_assert_int_eq(bare.kind, DEFAULT_STRING);
    ck_assert_str_eq(bare.value, "it's \\ x");
    Default made = mysql_default(mem, &nine, &type, "concat(_utf8mb4\\'a\\')", true, NULL);
    ck_assert_str_eq(made.expr.text, "concat('a')");
    type = type_of(&nine, "datetime");
    Default called = mysql_default(mem, &nine, &type, "now()", true, NULL);
    ck_assert_str_eq(called.expr.text, "(now())");
    Default usual = mysql_default(mem, &nine, &type, "CURRENT_TIMESTAMP", true, NULL);
    ck_assert_str_eq(usual.expr.text, "CURRENT_TIMESTAMP");
    type = type_of(&nine, "binary(2)");
    Default hex = mysql_default(mem, &nine, &type, "0x6162", false, NULL);
    ck_assert_str_eq(mysql_default_clause(mem, &nine, &type, &hex), "'ab'");
    hex = mysql_default(mem, &nine, &type, "0x61ff", false, NULL);
    ck_assert_str_eq(mysql_default_clause(mem, &nine, &type, &hex), "0x61ff");
}
END_TEST

START_TEST(test_ddl)
{
    const Ddl ddl = ddl_parse(
        mem, "CREATE TABLE `t` (\n  `a` int DEFAULT (1 + 2) COMMENT 'x,\\ny `) DEFAULT 5',\n"
             "  `b` int GENERATED ALWAYS AS ((`a` + 1)) STORED,\n"
             "  `c` bit(3) DEFAULT b'101',\n"
             "  PRIMARY KEY (`a`),\n"
             "  KEY `sd` (((`a` + 1))),\n"
             "  CONSTRAINT `ck` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */\n"
             ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4\n"
             "/*!50100 PARTITION BY HASH (`a`)\nPARTITIONS 4 */");
    ck_assert_uint_eq(ddl.lines.len, 6);
    ck_assert_str_eq(ddl.lines.at[0].name, "a");
    ck_assert_str_eq(ddl_after(mem, ddl.lines.at[0].rest, "DEFAULT"), "1 + 2");
    ck_assert_str_eq(ddl_after(mem, ddl.lines.at[1].rest, "AS"), "`a` + 1");
    ck_assert_str_eq(ddl_after(mem, ddl.lines.at[2].rest, "DEFAULT"), "b'101'");
    ck_assert_ptr_null(ddl_after(mem, ddl.lines.at[1].rest, "DEFAULT"));
    ck_assert_ptr_null(ddl.lines.at[3].name);
    ck_assert_str_eq(ddl.lines.at[4].words, "KEY");
    ck_assert_str_eq(ddl_after(mem, ddl.lines.at[5].rest, "CHECK"), "`a` > 0");
    ck_assert_str_eq(ddl.tail, "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
    ck_assert_str_eq(ddl.partition, "HASH (`a`)\nPARTITIONS 4");
    ck_assert_uint_eq(ddl_parse(mem, "").lines.len, 0);
    ck_assert_uint_eq(ddl_parse(mem, "CREATE TABLE `t` (\n  `a` int COMMENT 'open").lines.len, 1);
}
END_TEST

START_TEST(test_comparing)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"now()", "CURRENT_TIMESTAMP", true},
        {"a > 0", "(`a` > 0)", true},
        {"`A` > 'X'", "a > 'x'", false},
        {"a != b", "`a` <> `b`", true},
        {"a = 'it''s'", "a = 'it\\'s'", true},
        {"concat(a, 'b')", "concat(`a`,_utf8mb4'b')", true},
        {"a <> 'b'", "(`a` <> _latin1'b')", true},
        {"a <> '\xc3\xa9'", "(`a` <> _latin1'\xc3\xa9')", false},
        {"a <> 'b'", "(`a` <> _utf16'b')", false},
        {"a + 1", "a - 1", false},
        {"CREATE DEFINER=`root`@`localhost` TRIGGER `x` BEFORE INSERT ON t FOR EACH ROW SET a = 1",
         "create trigger x before insert on `t` for each row set a=1", true},
        {"a -- b\n + 1", "a + 1", true},
        {"not a", "nota", false},
    };
    const Server nine = mysql_nine();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(compare_mysql.expr_equal(mem, &nine, NULL, cases[i].a, cases[i].b) ==
                          cases[i].same,
                      "%s, %s", cases[i].a, cases[i].b);
    }
}
END_TEST

START_TEST(test_comparing_literals)
{
    static const struct {
        const char *type, *a, *b;
        DefaultKind a_kind, b_kind;
        bool same;
    } cases[] = {
        {"bool", "true", "1", DEFAULT_BOOLEAN, DEFAULT_NUMBER, true},
        {"bool", "false", "1", DEFAULT_BOOLEAN, DEFAULT_NUMBER, false},
        {"int", "5", "5", DEFAULT_STRING, DEFAULT_NUMBER, true},
        {"decimal(10,2)", "0", "0.00", DEFAULT_NUMBER, DEFAULT_NUMBER, true},
        {"decimal(30,1)", "12345678901234567890.1", "12345678901234567890.2", DEFAULT_NUMBER,
         DEFAULT_NUMBER, false},
        {"double", "1e3", "1000", DEFAULT_NUMBER, DEFAULT_NUMBER, true},
        {"varchar(9)", "1.0", "1", DEFAULT_STRING, DEFAULT_STRING, false},
        {"varchar(9)", "5", "5", DEFAULT_NUMBER, DEFAULT_STRING, true},
        {"int", "", "0", DEFAULT_STRING, DEFAULT_NUMBER, false},
    };
    const Server nine = mysql_nine();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Type type = type_of(&nine, cases[i].type);
        const Default a = {.kind = cases[i].a_kind, .value = cases[i].a};
        const Default b = {.kind = cases[i].b_kind, .value = cases[i].b};
        ck_assert_msg(compare_mysql.literal_equal(&nine, &type, &a, &b) == cases[i].same,
                      "%s: %s, %s", cases[i].type, cases[i].a, cases[i].b);
    }
}
END_TEST

START_TEST(test_session_mode)
{
    ck_assert_str_eq(mysql_session_mode(mem, ""), "STRICT_TRANS_TABLES");
    ck_assert_str_eq(mysql_session_mode(mem, "ONLY_FULL_GROUP_BY,ANSI_QUOTES,NO_ZERO_DATE"),
                     "STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE");
    ck_assert_str_eq(mysql_session_mode(mem, "NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES"),
                     "STRICT_TRANS_TABLES");
}
END_TEST

/* What is wrong with a URL is said before a server is asked, and never with the password. */
START_TEST(test_url_options)
{
    static const struct {
        const char *url, *part;
        ErrorCode code;
    } cases[] = {
        {"mysql://u:secret@h/d?ssl-mode=maybe", "unknown ssl-mode \"maybe\"", ERR_USAGE},
        {"mysql://u:secret@h/d?ssl_fast=1", "unknown parameter \"ssl_fast\"", ERR_USAGE},
        {"mysql://u:secret@h/d?connect_timeout=soon", "\"soon\"", ERR_USAGE},
        {"mysql://u:secret@localhost/d?unix_socket=/nowhere/s.sock", "cannot connect to mysql://",
         ERR_CONNECT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Error *own = error_new(mem);
        Url url;
        Conn *conn = NULL;
        must(url_parse(mem, cases[i].url, &url, err));
        ck_assert(!introspect_mysql.open(mem, dialect_named("mysql"), &url, &conn, own));
        ck_assert_int_eq(own->code, cases[i].code);
        ck_assert_msg(strstr(own->message, cases[i].part) != NULL, "%s", own->message);
        ck_assert_ptr_nonnull(own->hint);
        ck_assert_ptr_null(strstr(own->message, "secret"));
        ck_assert_ptr_null(strstr(own->hint, "secret"));
    }
}
END_TEST

HARNESS_MAIN("mysql_text", test_literals, test_expressions, test_queries, test_mariadb_defaults,
             test_mysql_defaults, test_ddl, test_comparing, test_comparing_literals,
             test_session_mode, test_url_options)
