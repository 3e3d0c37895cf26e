#include "migrate/split.h"

#include "rules.h"
#include "tests/unit/harness.h"

#include <string.h>

typedef struct Case {
    const char *name;
    const unsigned *rules;
    const char *text;
    const char *statements[8]; /* NULL-ended */
} Case;

#define RULES(ops) (&run_##ops.split)

static const Case cases[] = {
    {"two", RULES(postgres), "SELECT 1; SELECT 2;", {"SELECT 1", "SELECT 2"}},
    {"no end", RULES(postgres), "SELECT 1;\n SELECT 2\n\n", {"SELECT 1", "SELECT 2"}},
    {"nothing", RULES(sqlite), " \n-- only a comment; really\n /* ; */", {NULL}},
    {"empty ones", RULES(sqlite), ";;SELECT 1;;", {"SELECT 1"}},
    {"string", RULES(sqlite), "SELECT 'a;''b;', 2; x", {"SELECT 'a;''b;', 2", "x"}},
    {"name", RULES(postgres), "SELECT \"a;\"\"b\"; x", {"SELECT \"a;\"\"b\"", "x"}},
    {"backslash is itself", RULES(postgres), "SELECT '\\'; x", {"SELECT '\\'", "x"}},
    {"backslash escapes", RULES(mysql), "SELECT '\\';'; x", {"SELECT '\\';'", "x"}},
    {"mysql string", RULES(mysql), "SELECT \"a\\\";\"; x", {"SELECT \"a\\\";\"", "x"}},
    {"E string", RULES(postgres), "SELECT E'\\';'; x", {"SELECT E'\\';'", "x"}},
    {"word that ends in e", RULES(postgres), "SELECT date'\\'; x", {"SELECT date'\\'", "x"}},
    {"dollar", RULES(postgres), "DO $$ a; $b$ ; $$; x", {"DO $$ a; $b$ ; $$", "x"}},
    {"tag", RULES(postgres), "DO $f1$ $$; $f$ $f1$; x", {"DO $f1$ $$; $f$ $f1$", "x"}},
    {"parameter", RULES(postgres), "SELECT $1; SELECT $2;", {"SELECT $1", "SELECT $2"}},
    {"dollar in a name", RULES(postgres), "SELECT a$b$c; x", {"SELECT a$b$c", "x"}},
    {"nested comment", RULES(postgres), "/* a /* ; */ ; */ SELECT 1; x", {"SELECT 1", "x"}},
    {"flat comment", RULES(mysql), "/* a /* ; */ SELECT 1; x", {"SELECT 1", "x"}},
    {"comment inside", RULES(sqlite), "SELECT -- ;\n 1; x", {"SELECT -- ;\n 1", "x"}},
    {"comment at the end", RULES(sqlite), "SELECT 1 -- a\n;x", {"SELECT 1", "x"}},
    {"two dashes", RULES(mysql), "SELECT 1--1; x", {"SELECT 1--1", "x"}},
    {"hash", RULES(mysql), "SELECT 1 # ;\n ; x", {"SELECT 1", "x"}},
    {"json operator", RULES(postgres), "SELECT a #> b; x", {"SELECT a #> b", "x"}},
    {"executable", RULES(mysql), "/*!40101 SET a=1 */; x", {"/*!40101 SET a=1 */", "x"}},
    {"backtick", RULES(mysql), "SELECT `a;``b`; x", {"SELECT `a;``b`", "x"}},
    {"bracket", RULES(sqlite), "SELECT [a;b]; x", {"SELECT [a;b]", "x"}},
    {"array", RULES(postgres), "SELECT a[1]; SELECT b[2];", {"SELECT a[1]", "SELECT b[2]"}},
    {"rule",
     RULES(postgres),
     "CREATE RULE r AS ON INSERT TO t DO (a; b); x",
     {"CREATE RULE r AS ON INSERT TO t DO (a; b)", "x"}},
    {"atomic",
     RULES(postgres),
     "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; "
     "SELECT t.end AS end FROM t; END; x",
     {"CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; "
      "SELECT t.end AS end FROM t; END",
      "x"}},
    {"begin", RULES(postgres), "BEGIN; SELECT 1; END; x", {"BEGIN", "SELECT 1", "END", "x"}},
    {"lite trigger",
     RULES(sqlite),
     "CREATE TEMP TRIGGER t AFTER UPDATE OF \"end\" ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; "
     "DELETE FROM b; END; x",
     {"CREATE TEMP TRIGGER t AFTER UPDATE OF \"end\" ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; "
      "DELETE FROM b; END",
      "x"}},
    {"lite column end",
     RULES(sqlite),
     "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET begin = end; END; x",
     {"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET begin = end; END", "x"}},
    {"lite begin",
     RULES(sqlite),
     "BEGIN; DELETE FROM a; END; x",
     {"BEGIN", "DELETE FROM a", "END", "x"}},
    {"my trigger",
     RULES(mysql),
     "CREATE DEFINER=`a`@`%` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.a > IF(1,2,3) "
     "THEN SET NEW.b = CASE WHEN 1 THEN 2 ELSE 3 END; ELSE SET NEW.b = 1; END IF; END; x",
     {"CREATE DEFINER=`a`@`%` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.a > IF(1,2,3) "
      "THEN SET NEW.b = CASE WHEN 1 THEN 2 ELSE 3 END; ELSE SET NEW.b = 1; END IF; END",
      "x"}},
    {"my simple trigger",
     RULES(mysql),
     "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = IF(NEW.y, 1, 2); x",
     {"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = IF(NEW.y, 1, 2)", "x"}},
    {"my trigger without begin",
     RULES(mysql),
     "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS `if` IF (a) THEN SET x = 1; END IF; "
     "x",
     {"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS `if` IF (a) THEN SET x = 1; END IF",
      "x"}},
    {"my handler",
     RULES(mysql),
     "CREATE PROCEDURE p(a INT) READS SQL DATA l: BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION "
     "BEGIN "
     "ROLLBACK; END; DECLARE c INT DEFAULT IF(1,2,3); m: LOOP LEAVE m; END LOOP m; REPEAT SET a = "
     "1; UNTIL a = CASE 1 WHEN 1 THEN 2 END END REPEAT; WHILE a DO SET a = 0; END WHILE; END l; x",
     {"CREATE PROCEDURE p(a INT) READS SQL DATA l: BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION "
      "BEGIN "
      "ROLLBACK; END; DECLARE c INT DEFAULT IF(1,2,3); m: LOOP LEAVE m; END LOOP m; REPEAT SET a = "
      "1; UNTIL a = CASE 1 WHEN 1 THEN 2 END END REPEAT; WHILE a DO SET a = 0; END WHILE; END l",
      "x"}},
    {"my case statement",
     RULES(mysql),
     "CREATE PROCEDURE p() CASE x WHEN 1 THEN SELECT CASE 1 WHEN 1 THEN 2 END; ELSE BEGIN END; END "
     "CASE; x",
     {"CREATE PROCEDURE p() CASE x WHEN 1 THEN SELECT CASE 1 WHEN 1 THEN 2 END; ELSE BEGIN END; "
      "END "
      "CASE",
      "x"}},
    {"my columns named end",
     RULES(mysql),
     "CREATE PROCEDURE p() BEGIN SELECT begin, end FROM t; DROP TABLE IF EXISTS t; END; x",
     {"CREATE PROCEDURE p() BEGIN SELECT begin, end FROM t; DROP TABLE IF EXISTS t; END", "x"}},
    {"my function",
     RULES(mysql),
     "CREATE FUNCTION f(a INT) RETURNS SET('a','b') DETERMINISTIC RETURN IF(a, 1, 2); x",
     {"CREATE FUNCTION f(a INT) RETURNS SET('a','b') DETERMINISTIC RETURN IF(a, 1, 2)", "x"}},
    {"my event",
     RULES(mysql),
     "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'do' DO BEGIN DELETE FROM a; END; x",
     {"CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'do' DO BEGIN DELETE FROM a; END", "x"}},
    {"my transaction", RULES(mysql), "BEGIN; SELECT 1; COMMIT;", {"BEGIN", "SELECT 1", "COMMIT"}},
    {"mariadb block",
     RULES(mysql),
     "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; x",
     {"BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "x"}},
    {"mariadb if",
     RULES(mysql),
     "IF 1 THEN SELECT 1; END IF; x",
     {"IF 1 THEN SELECT 1; END IF", "x"}},
    {"mariadb for",
     RULES(mysql),
     "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END; x",
     {"CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END", "x"}},
    {"delimiter",
     RULES(mysql),
     "DELIMITER $$\nSELECT 1; SELECT 2$$\nEND$$\nDELIMITER ;\nx;",
     {"SELECT 1; SELECT 2", "END", "x"}},
    {"delimiter in a string",
     RULES(mysql),
     "delimiter //\nSELECT '//'//\ndelimiter ;\nx",
     {"SELECT '//'", "x"}},
    {"delimiter elsewhere", RULES(mysql), "SELECT delimiter; x", {"SELECT delimiter", "x"}},
    {"brackets", RULES(postgres), "-- +begin\nSELECT 'a; b;\n-- +end\nx;", {"SELECT 'a; b", "x"}},
    {"bracket in crlf", RULES(sqlite), "-- +begin\r\n a;b;\r\n-- +end\r\nx;\r\n", {"a;b", "x"}},
    {"marker ends", RULES(postgres), "SELECT 1\n-- +downgrade\nSELECT 2", {"SELECT 1", "SELECT 2"}},
    {"marker in a string",
     RULES(postgres),
     "SELECT '\n-- +downgrade\n'; x",
     {"SELECT '\n-- +downgrade\n'", "x"}},
};

static void check_join(const char *text, const Pieces *pieces)
{
    Buf joined = buf_new(mem);
    for (size_t i = 0; i < pieces->len; i++) {
        buf_add_len(&joined, pieces->at[i].at, pieces->at[i].len);
    }
    ck_assert_str_eq(buf_text(&joined), text);
}

START_TEST(test_cases)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *one = &cases[i];
        Pieces pieces = {0};
        size_t n = 0;
        ck_assert_msg(
            split_text(mem, "f.sql", one->text, strlen(one->text), *one->rules, &pieces, err),
            "%s: %s", one->name, err->message);
        check_join(one->text, &pieces);
        for (size_t p = 0; p < pieces.len; p++) {
            if (pieces.at[p].kind != PIECE_STATEMENT) {
                continue;
            }
            const char *got = mem_strndup(mem, pieces.at[p].at, pieces.at[p].len);
            ck_assert_msg(one->statements[n] != NULL, "%s: one more: %s", one->name, got);
            ck_assert_msg(text_equal(got, one->statements[n]), "%s: got %s", one->name, got);
            n++;
        }
        ck_assert_msg(one->statements[n] == NULL, "%s: %zu statements", one->name, n);
    }
}
END_TEST

typedef struct Failure {
    const char *text;
    unsigned line, column;
    const char *message;
} Failure;

static const Failure failures[] = {
    {"SELECT 1;\n  SELECT 'abc", 2, 10, "this string does not end"},
    {"SELECT \"abc", 1, 8, "this quoted name does not end"},
    {"é /* x", 1, 3, "this comment does not end"},
    {"DO $a$ x $b$", 1, 4, "this dollar-quoted string does not end"},
    {"SELECT (1;\nSELECT 2;", 1, 1, "this statement is not finished before the end of the file"},
    {"SELECT (1;\n-- +downgrade\n", 1, 1, "this statement is not finished before -- +downgrade"},
    {"x;\n-- +begin\nSELECT 2;", 2, 1, "this -- +begin has no -- +end"},
};

START_TEST(test_failures)
{
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        const Failure *one = &failures[i];
        Pieces pieces = {0};
        error_clear(err);
        ck_assert(!split_text(mem, "f.sql", one->text, strlen(one->text), PG, &pieces, err));
        ck_assert_str_eq(err->message, one->message);
        ck_assert_int_eq(err->code, ERR_MODEL);
        ck_assert_uint_eq(err->where.line, one->line);
        ck_assert_uint_eq(err->where.column, one->column);
        ck_assert_ptr_nonnull(err->hint);
    }
}
END_TEST

START_TEST(test_places)
{
    const char *text = "-- é\n\n  SELECT\n 1; \té SELECT 2;";
    Pieces pieces = {0};
    unsigned lines[] = {3, 4}, columns[] = {3, 6};
    size_t n = 0;
    ck_assert(split_text(mem, "f.sql", text, strlen(text), PG, &pieces, err));
    for (size_t i = 0; i < pieces.len; i++) {
        if (pieces.at[i].kind == PIECE_STATEMENT) {
            ck_assert_uint_lt(n, 2);
            ck_assert_uint_eq(pieces.at[i].line, lines[n]);
            ck_assert_uint_eq(pieces.at[i].column, columns[n]);
            n++;
        }
    }
    ck_assert_uint_eq(n, 2);
}
END_TEST

static const char *canonical(const char *text, unsigned rules)
{
    Buf buf = buf_new(mem);
    split_canonical(str_of(text), rules, &buf);
    return buf_text(&buf);
}

START_TEST(test_canonical)
{
    const char *plain = canonical("SELECT a,b FROM t WHERE x='1  2'", PG);
    ck_assert_str_eq(plain, canonical("SELECT a, /* c */ b\r\n FROM t -- d\nWHERE x = '1  2'", PG));
    ck_assert_str_ne(plain, canonical("SELECT a,b FROM t WHERE x='1 2'", PG));
    ck_assert_str_ne(plain, canonical("SELECT ab FROM t WHERE x='1  2'", PG));
    ck_assert_str_eq(canonical("SELECT 'a\r\nb'", PG), canonical("SELECT 'a\nb'", PG));
    ck_assert_str_ne(canonical("/*!50000 a */", MY), canonical("/*!50000 b */", MY));
}
END_TEST

HARNESS_MAIN("split", test_cases, test_failures, test_places, test_canonical)
