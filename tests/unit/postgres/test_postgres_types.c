#include "tests/unit/postgres/fixture.h"

static Type parse(const char *text)
{
    Server server = postgres_server(150000);
    Type type = type_none();
    ck_assert_msg(syntax_postgres.parse_type(mem, &server, text, &type), "\"%s\" is a type", text);
    return type;
}

static const struct {
    const char *text, *canonical;
    TypeClass cls;
} spellings[] = {
    {"int", "integer", TYPE_INTEGER},
    {"INT4", "integer", TYPE_INTEGER},
    {"int8", "bigint", TYPE_INTEGER},
    {"int2", "smallint", TYPE_INTEGER},
    {"pg_catalog.int4", "integer", TYPE_INTEGER},
    {"serial8", "bigserial", TYPE_INTEGER},
    {"SERIAL", "serial", TYPE_INTEGER},
    {"bool", "boolean", TYPE_BOOLEAN},
    {"character varying(20)", "varchar(20)", TYPE_VARCHAR},
    {"character varying(20)[]", "varchar(20)[]", TYPE_VARCHAR},
    {"varchar", "varchar", TYPE_VARCHAR},
    {"national character varying ( 7 )", "varchar(7)", TYPE_VARCHAR},
    {"char", "char(1)", TYPE_CHAR},
    {"character(3)", "char(3)", TYPE_CHAR},
    {"bpchar", "bpchar", TYPE_CHAR},
    {"bpchar(3)", "char(3)", TYPE_CHAR},
    {"\"char\"", "\"char\"", TYPE_OTHER},
    {"numeric", "numeric", TYPE_NUMERIC},
    {"decimal(10)", "numeric(10)", TYPE_NUMERIC},
    {"numeric(10, 2)", "numeric(10,2)", TYPE_NUMERIC},
    {"numeric(3,-2)", "numeric(3,-2)", TYPE_NUMERIC},
    {"float", "double precision", TYPE_FLOAT},
    {"float(24)", "real", TYPE_FLOAT},
    {"float(25)", "double precision", TYPE_FLOAT},
    {"double  precision", "double precision", TYPE_FLOAT},
    {"bit", "bit(1)", TYPE_BIT},
    {"bit varying(5)", "varbit(5)", TYPE_BIT},
    {"timestamp(3) with time zone", "timestamptz(3)", TYPE_TIMESTAMP},
    {"timestamp without time zone", "timestamp", TYPE_TIMESTAMP},
    {"time(0) with time zone[]", "timetz(0)[]", TYPE_TIME},
    {"interval day to second(3)", "interval day to second(3)", TYPE_INTERVAL},
    {"interval(6)", "interval(6)", TYPE_INTERVAL},
    {"interval year to month", "interval year to month", TYPE_INTERVAL},
    {"integer array[4]", "integer[]", TYPE_INTEGER},
    {"integer[3][4]", "integer[][]", TYPE_INTEGER},
    {"jsonb", "jsonb", TYPE_JSON},
    {"tstzmultirange", "tstzmultirange", TYPE_RANGE},
    {"macaddr8", "macaddr8", TYPE_NETWORK},
    {"geometry(Point, 4326)", "geometry(Point,4326)", TYPE_GEOMETRY},
    {"vector(3)", "vector(3)", TYPE_OTHER},
};

START_TEST(test_spellings)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        Type type = parse(spellings[i].text);
        ck_assert_str_eq(type.text, spellings[i].canonical);
        ck_assert_msg(type.cls == spellings[i].cls, "class of %s", spellings[i].text);
        /* What is written out is read as the same type. */
        Server server = postgres_server(150000);
        Type again = parse(type.text);
        ck_assert(syntax_postgres.type_equal(&server, &type, &again));
    }
}
END_TEST

START_TEST(test_what_is_no_type)
{
    static const char *const texts[] = {"",
                                        "order_status",
                                        "shop.status",
                                        "\"Status\"",
                                        "varchar(",
                                        "varchar()",
                                        "varchar(-1)",
                                        "varchar(1,2)",
                                        "integer(4)",
                                        "float(54)",
                                        "float(0)",
                                        "timestamp with time zone(3)",
                                        "timestamp(7)",
                                        "interval hour to day",
                                        "int[",
                                        "int]",
                                        "int[-1]",
                                        "numeric(2,3,4)",
                                        "serial[]",
                                        "text x",
                                        "tinyint",
                                        "enum('a')",
                                        "varchar(20) with time zone",
                                        "(3)",
                                        "[]",
                                        "1int"};
    Server server = postgres_server(150000);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Type type;
        ck_assert_msg(!syntax_postgres.parse_type(mem, &server, texts[i], &type), "\"%s\"",
                      texts[i]);
    }
}
END_TEST

static const struct {
    const char *a, *b;
    bool equal;
} pairs[] = {
    {"float(24)", "real", true},
    {"float", "double precision", true},
    {"decimal(10,2)", "numeric(10,2)", true},
    {"numeric(10)", "numeric(10,0)", true},
    {"numeric", "numeric(10,0)", false},
    {"char", "char(1)", true},
    {"char", "bpchar", false},
    {"char", "\"char\"", false},
    {"varchar(20)", "varchar(21)", false},
    {"varchar", "text", false},
    {"int[]", "int[3][4]", true},
    {"int[]", "int", false},
    {"timestamp", "timestamptz", false},
    {"timestamp", "timestamp(6)", false},
    {"interval", "interval day", false},
    {"json", "jsonb", false},
    {"bit(3)", "varbit(3)", false},
    {"geometry(point,4326)", "geometry(Point, 4326)", true},
    {"integer", "bigint", false},
};

START_TEST(test_equality)
{
    Server server = postgres_server(150000);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Type a = parse(pairs[i].a), b = parse(pairs[i].b);
        ck_assert_msg(syntax_postgres.type_equal(&server, &a, &b) == pairs[i].equal, "%s, %s",
                      pairs[i].a, pairs[i].b);
    }
}
END_TEST

START_TEST(test_aliases)
{
    static const char *const cases[][3] = {{"string", "20", "varchar(20)"},
                                           {"double", NULL, "double precision"},
                                           {"datetime", "3", "timestamp(3)"},
                                           {"bytes", "16", "bytea"},
                                           {"bytes", NULL, "bytea"},
                                           {"timestamptz", NULL, "timestamptz"},
                                           {"numeric", "12,2", "numeric(12,2)"}};
    Server server = postgres_server(150000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *native = syntax_postgres.alias(mem, &server, cases[i][0], cases[i][1]);
        ck_assert_str_eq(native, cases[i][2]);
    }
    ck_assert_ptr_null(syntax_postgres.alias(mem, &server, "datetime", "9"));
}
END_TEST

START_TEST(test_capabilities)
{
    ck_assert(!(syntax_postgres.caps(150000, FLAVOR_POSTGRESQL) & CAP_VIRTUAL_COLUMNS));
    ck_assert(syntax_postgres.caps(180004, FLAVOR_POSTGRESQL) & CAP_VIRTUAL_COLUMNS);
    ck_assert(syntax_postgres.caps(150000, FLAVOR_POSTGRESQL) & CAP_NULLS_NOT_DISTINCT);
    ck_assert(!(syntax_postgres.caps(180004, FLAVOR_POSTGRESQL) & CAP_UNIQUE_IS_INDEX));
}
END_TEST

START_TEST(test_reserved_words)
{
    ck_assert(syntax_postgres.is_reserved("all"));
    ck_assert(syntax_postgres.is_reserved("order"));
    ck_assert(syntax_postgres.is_reserved("with"));
    ck_assert(!syntax_postgres.is_reserved("status"));
}
END_TEST

START_TEST(test_names_of_sequences)
{
    /* Measured: the longer part is cut first, and no character is cut in two. */
    const char *table = "a_table_with_a_name_that_is_quite_long_for_a_table_of_any_sort";
    ck_assert_str_eq(postgres_sequence_name(mem, "orders", "id"), "orders_id_seq");
    const char *name = postgres_sequence_name(mem, table, "identifier");
    ck_assert_uint_eq(strlen(name), 63);
    ck_assert(text_ends(name, "_identifier_seq"));
    const char *wide = postgres_sequence_name(
        mem,
        "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
        "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
        "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
        "i");
    ck_assert(utf8_valid(wide, strlen(wide), NULL));
}
END_TEST

START_TEST(test_bounds)
{
    ck_assert_str_eq(postgres_bound(mem, "FOR VALUES IN ('1', -2, '-3.5', '2024-01-02')"),
                     postgres_bound(mem, "for values in (1, '-2', -3.5, '2024-01-02')"));
    ck_assert_str_ne(postgres_bound(mem, "for values in ('1a')"),
                     postgres_bound(mem, "for values in ('1')"));
    ck_assert_str_ne(postgres_bound(mem, "for values in ('-')"),
                     postgres_bound(mem, "for values in ('')"));
    ck_assert_str_eq(postgres_bound(mem, "DEFAULT"), postgres_bound(mem, "default"));
}
END_TEST

HARNESS_MAIN("postgres types", test_spellings, test_what_is_no_type, test_equality, test_aliases,
             test_capabilities, test_reserved_words, test_names_of_sequences, test_bounds)
