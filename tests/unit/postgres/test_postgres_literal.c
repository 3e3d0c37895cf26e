#include "tests/unit/postgres/fixture.h"

#include "introspect/postgres/expression.h"
#include "introspect/postgres/literal.h"

/* Every text is what a server gave back for the column type beside it. */
static const struct {
    const char *text, *type, *base;
    DefaultKind kind;
    const char *value; /* of a literal, or the expression's text */
} cases[] = {
    {"0", "integer", NULL, DEFAULT_NUMBER, "0"},
    {"0.00", "numeric(10,2)", NULL, DEFAULT_NUMBER, "0.00"},
    {"'-1'::integer", "integer", NULL, DEFAULT_NUMBER, "-1"},
    {"'-1'::integer", "numeric", NULL, DEFAULT_NUMBER, "-1"},
    {"'-1.5'::numeric", "double precision", NULL, DEFAULT_NUMBER, "-1.5"},
    {"'-5000000000'::bigint", "bigint", NULL, DEFAULT_NUMBER, "-5000000000"},
    {"'-1'::numeric", "numeric", NULL, DEFAULT_STRING, "-1"},
    {"'0'::bigint", "bigint", NULL, DEFAULT_STRING, "0"},
    {"(0)::numeric", "numeric", NULL, DEFAULT_EXPRESSION, "(0)::numeric"},
    {"1e+20", "double precision", NULL, DEFAULT_NUMBER, "1e+20"},
    {"true", "boolean", NULL, DEFAULT_BOOLEAN, "true"},
    {"'open'::character varying", "varchar(20)", NULL, DEFAULT_STRING, "open"},
    {"'open'::text", "varchar(20)", NULL, DEFAULT_EXPRESSION, "'open'::text"},
    {"'it''s'::text", "text", NULL, DEFAULT_STRING, "it's"},
    {"'a\\b'::text", "text", NULL, DEFAULT_STRING, "a\\b"},
    {"''::text", "text", NULL, DEFAULT_STRING, ""},
    {"'x'::bpchar", "char(3)", NULL, DEFAULT_STRING, "x"},
    {"'{}'::jsonb", "jsonb", NULL, DEFAULT_STRING, "{}"},
    {"'{}'::text[]", "text[]", NULL, DEFAULT_STRING, "{}"},
    {"'{}'::text[]", "text", NULL, DEFAULT_EXPRESSION, "'{}'::text[]"},
    {"'2020-01-01 00:00:00'::timestamp without time zone", "timestamp(3)", NULL, DEFAULT_STRING,
     "2020-01-01 00:00:00"},
    {"'1 day'::interval", "interval", NULL, DEFAULT_STRING, "1 day"},
    {"'x@y'::character varying", "text", "character varying", DEFAULT_STRING, "x@y"},
    {"NULL::character varying", "varchar(5)", NULL, DEFAULT_EXPRESSION, "NULL::character varying"},
    {"now()", "timestamptz", NULL, DEFAULT_EXPRESSION, "now()"},
    {"('a'::text || 'b'::text)", "text", NULL, DEFAULT_EXPRESSION, "'a'::text || 'b'::text"},
    {"'a'::text || 'b'::text", "text", NULL, DEFAULT_EXPRESSION, "'a'::text || 'b'::text"},
    {"nextval('s'::regclass)", "integer", NULL, DEFAULT_EXPRESSION, "nextval('s'::regclass)"},
};

START_TEST(test_defaults)
{
    Server server = postgres_server(150000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Type type;
        must(syntax_postgres.parse_type(mem, &server, cases[i].type, &type));
        Default def = postgres_default(mem, cases[i].text, &type, cases[i].base);
        ck_assert_msg(def.kind == cases[i].kind, "%s: kind %d", cases[i].text, (int)def.kind);
        const char *value = def.kind == DEFAULT_EXPRESSION ? def.expr.text : def.value;
        ck_assert_msg(text_equal(value, cases[i].value), "%s: %s", cases[i].text, value);
    }
}
END_TEST

START_TEST(test_declared_types)
{
    Type type = type_none();
    type.cls = TYPE_USER;
    type.name = type.user_name = type.text = "status";
    Default def = postgres_default(mem, "'open'::status", &type, NULL);
    ck_assert_int_eq(def.kind, DEFAULT_STRING);
    ck_assert_str_eq(def.value, "open");
    def = postgres_default(mem, "'open'::other", &type, NULL);
    ck_assert_int_eq(def.kind, DEFAULT_EXPRESSION);
}
END_TEST

/* What comes back from a server does not survive another round trip as it is. */
START_TEST(test_lists_of_strings)
{
    static const char *const texts[][2] = {
        {"((s)::text = ANY ((ARRAY['a'::character varying, 'it''s, ]'::character "
         "varying])::text[]))",
         "(s)::text = ANY (ARRAY['a'::character varying, 'it''s, ]'::character varying])"},
        {"((s)::text <> ALL ((ARRAY['a'::character varying])::text[]))",
         "(s)::text <> ALL (ARRAY['a'::character varying])"},
        {"new.s::text = ANY (ARRAY['a'::character varying]::text[])",
         "new.s::text = ANY (ARRAY['a'::character varying])"},
        {"(s = ANY (ARRAY['a'::text, 'b'::text]))", "s = ANY (ARRAY['a'::text, 'b'::text])"},
        {"((s)::text = ANY (ARRAY[('a'::character varying)::text]))",
         "(s)::text = ANY (ARRAY[('a'::character varying)::text])"},
        {"(s = 'ANY ((ARRAY[''a''::character varying])::text[])'::text)",
         "s = 'ANY ((ARRAY[''a''::character varying])::text[])'::text"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ck_assert_str_eq(postgres_expression(mem, texts[i][0]), texts[i][1]);
    }
}
END_TEST

HARNESS_MAIN("postgres defaults", test_defaults, test_declared_types, test_lists_of_strings)
