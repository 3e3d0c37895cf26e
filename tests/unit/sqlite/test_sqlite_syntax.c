#include "tests/unit/sqlite/fixture.h"

#include "schema/dialects/sqlite.h"

static Type parsed(const char *text)
{
    Type type;
    ck_assert_msg(syntax_sqlite.parse_type(mem, NULL, text, &type), "refused: %s", text);
    return type;
}

START_TEST(test_any_declared_type_is_legal)
{
    ck_assert_str_eq(parsed("NATIVE CHARACTER(70)").text, "NATIVE CHARACTER(70)");
    ck_assert_str_eq(parsed("UNSIGNED  BIG\n INT").name, "unsigned big int");
    ck_assert_str_eq(parsed("").text, "");
    ck_assert_str_eq(parsed("\"my type\"").text, "\"my type\"");
    ck_assert_str_eq(parsed("numeric( 10 , -2 )").name, "numeric(10,-2)");
}
END_TEST

START_TEST(test_what_is_no_type)
{
    static const char *const texts[] = {"integer primary key",
                                        "integer); drop table t; --",
                                        "varchar(max)",
                                        "int check (1)",
                                        "varchar(10",
                                        "int, b int",
                                        "(10)",
                                        "int not null",
                                        "int)",
                                        "varchar(1,2,3)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Type type;
        ck_assert_msg(!syntax_sqlite.parse_type(mem, NULL, texts[i], &type), "took: %s", texts[i]);
    }
}
END_TEST

START_TEST(test_type_equality)
{
    Type a = parsed("VARCHAR(20)"), b = parsed("varchar( 20 )"), c = parsed("varchar(21)");
    ck_assert(syntax_sqlite.type_equal(NULL, &a, &b));
    ck_assert(!syntax_sqlite.type_equal(NULL, &a, &c));
}
END_TEST

START_TEST(test_portable_aliases)
{
    const struct {
        const char *text, *wanted;
    } cases[] = {{"string(80)", "varchar(80)"},
                 {"json", "text"},
                 {"uuid", "text"},
                 {"bytes", "blob"},
                 {"jsonb", "text"},
                 {"datetime", "datetime"},
                 {"datetime(6)", "datetime"},
                 {"bytes(16)", "blob"},
                 {"timestamptz(3)", "timestamp"},
                 {"boolean", "boolean"},
                 {"JSON", "JSON"},
                 {"numeric(12,2)", "numeric(12,2)"}};
    Schema *schema = empty_schema();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Type type;
        must(type_resolve(mem, schema->server, NULL, cases[i].text, (Location){0}, &type, err));
        ck_assert_str_eq(type.text, cases[i].wanted);
    }
    Type type;
    ck_assert(!type_resolve(mem, schema->server, NULL, "interval", (Location){0}, &type, err));
}
END_TEST

/* A declared type that looks like an alias must come back from its model as it was. */
START_TEST(test_declared_alias_survives)
{
    Type type;
    sqlite_type(mem, "json", &type);
    ck_assert_str_eq(type.text, "JSON");
    ck_assert_str_eq(parsed(type.text).name, "json");
    sqlite_type(mem, "datetime", &type);
    ck_assert_str_eq(type.text, "datetime");
}
END_TEST

START_TEST(test_affinity)
{
    ck_assert_int_eq(sqlite_affinity("bigint"), AFFINITY_INTEGER);
    ck_assert_int_eq(sqlite_affinity("FLOATING POINT"), AFFINITY_INTEGER);
    ck_assert_int_eq(sqlite_affinity("nvarchar(4)"), AFFINITY_TEXT);
    ck_assert_int_eq(sqlite_affinity(""), AFFINITY_BLOB);
    ck_assert_int_eq(sqlite_affinity("double precision"), AFFINITY_REAL);
    ck_assert_int_eq(sqlite_affinity("string"), AFFINITY_NUMERIC);
}
END_TEST

START_TEST(test_defaults)
{
    ck_assert_int_eq(sqlite_default(mem, NULL).kind, DEFAULT_NONE);
    ck_assert_int_eq(sqlite_default(mem, "null").kind, DEFAULT_NULL);
    ck_assert_int_eq(sqlite_default(mem, "TRUE").kind, DEFAULT_BOOLEAN);
    ck_assert_int_eq(sqlite_default(mem, "true").kind, DEFAULT_EXPRESSION);
    ck_assert_int_eq(sqlite_default(mem, "-1.5e3").kind, DEFAULT_NUMBER);
    ck_assert_int_eq(sqlite_default(mem, "007").kind, DEFAULT_EXPRESSION);
    ck_assert_int_eq(sqlite_default(mem, "0x10").kind, DEFAULT_EXPRESSION);
    ck_assert_str_eq(sqlite_default(mem, "'it''s'").value, "it's");
    ck_assert_int_eq(sqlite_default(mem, "'a' || 'b'").kind, DEFAULT_EXPRESSION);
    ck_assert_str_eq(sqlite_default(mem, "1 -- one\n").value, "1");
    ck_assert_str_eq(sqlite_default(mem, "\"x\"").expr.text, "\"x\"");
}
END_TEST

static bool same_literal(const char *type, const char *a, const char *b)
{
    Type parsed_type = parsed(type);
    Default x = sqlite_default(mem, a), y = sqlite_default(mem, b);
    return compare_sqlite.literal_equal(NULL, &parsed_type, &x, &y);
}

START_TEST(test_literals_by_affinity)
{
    ck_assert(same_literal("integer", "5", "'5'"));
    ck_assert(same_literal("numeric(8,2)", "0", "0.00"));
    ck_assert(same_literal("boolean", "TRUE", "1"));
    ck_assert(same_literal("text", "5", "'5'"));
    ck_assert(!same_literal("text", "5", "5.0"));
    ck_assert(!same_literal("blob", "5", "'5'"));
    ck_assert(!same_literal("integer", "5", "6"));
    ck_assert(!same_literal("integer", "9007199254740992", "9007199254740993"));
    ck_assert(!same_literal("integer", "''", "0"));
    ck_assert(same_literal("date", "'2020-01-01'", "'2020-01-01'"));
}
END_TEST

START_TEST(test_expressions_however_quoted)
{
    const struct {
        const char *a, *b;
        bool same;
    } cases[] = {{"\"a\" > 0", "A>0", true},
                 {"`a` > 0", "[a] > 0", true},
                 {"a > 'x'", "a > 'X'", false},
                 {"a > 0", "a >= 0", false},
                 {"now()", "CURRENT_TIMESTAMP", true},
                 {"a /* c */ > 0 -- d", "a > 0", true},
                 {"'a'", "a", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(compare_sqlite.expr_equal(mem, NULL, NULL, cases[i].a, cases[i].b) ==
                          cases[i].same,
                      "%s | %s", cases[i].a, cases[i].b);
    }
}
END_TEST

START_TEST(test_tokens)
{
    LiteTokens tokens = sqlite_lex(mem, "a\"b\"\"c\"'d' x'00' 1.5e+3 .5 0xFF ->> || -- e\n /* f");
    const LiteKind kinds[] = {LITE_WORD,   LITE_NAME,   LITE_STRING, LITE_BLOB,   LITE_NUMBER,
                              LITE_NUMBER, LITE_NUMBER, LITE_SYMBOL, LITE_SYMBOL, LITE_END};
    ck_assert_uint_eq(tokens.len, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < tokens.len; i++) {
        ck_assert_int_eq(tokens.at[i].kind, kinds[i]);
    }
    ck_assert_str_eq(lite_value(mem, &tokens.at[1]), "b\"c");
    tokens = sqlite_lex(mem, "a 'b");
    ck_assert_int_eq(tokens.at[1].kind, LITE_BAD);
    ck_assert_int_eq(tokens.at[2].kind, LITE_END);
}
END_TEST

START_TEST(test_rename_in_text)
{
    ck_assert_str_eq(sqlite_rename_in(mem, "SELECT new.A, `a`, 'a', ab FROM t -- a", "a", "b c"),
                     "SELECT new.\"b c\", \"b c\", 'a', ab FROM t -- a");
    ck_assert(sqlite_mentions(mem, "lower([Full Name])", "full name"));
    ck_assert(!sqlite_mentions(mem, "lower('name')", "name"));
}
END_TEST

START_TEST(test_reserved_words)
{
    ck_assert(syntax_sqlite.is_reserved("select"));
    ck_assert(syntax_sqlite.is_reserved("when"));
    ck_assert(!syntax_sqlite.is_reserved("key"));
}
END_TEST

HARNESS_MAIN("sqlite syntax", test_any_declared_type_is_legal, test_what_is_no_type,
             test_type_equality, test_portable_aliases, test_declared_alias_survives, test_affinity,
             test_defaults, test_literals_by_affinity, test_expressions_however_quoted, test_tokens,
             test_rename_in_text, test_reserved_words)
