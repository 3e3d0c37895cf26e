/* Type text of the two flavors: synonyms, modifiers, what is the same and what is not. */
#include "tests/unit/mysql/fixture.h"

static Type parse(const Server *server, const char *text)
{
    Type type = type_none();
    ck_assert_msg(mysql_parse_type(mem, server, text, &type), "\"%s\" is a type", text);
    return type;
}

static const struct {
    const char *text, *mysql, *mariadb; /* NULL: no type there */
    TypeClass cls;
} spellings[] = {
    {"int", "int", "int", TYPE_INTEGER},
    {"INTEGER", "int", "int", TYPE_INTEGER},
    {"int(11)", "int", "int", TYPE_INTEGER},
    {"int(5)", "int", "int(5)", TYPE_INTEGER},
    {"int(10) unsigned", "int unsigned", "int unsigned", TYPE_INTEGER},
    {"int signed", "int", "int", TYPE_INTEGER},
    {"int(5) zerofill", "int(5) unsigned zerofill", "int(5) unsigned zerofill", TYPE_INTEGER},
    {"int zerofill", "int(10) unsigned zerofill", "int(10) unsigned zerofill", TYPE_INTEGER},
    {"int1", "tinyint", "tinyint", TYPE_INTEGER},
    {"middleint", "mediumint", "mediumint", TYPE_INTEGER},
    {"int8", "bigint", "bigint", TYPE_INTEGER},
    {"serial", "bigint unsigned", "bigint unsigned", TYPE_INTEGER},
    {"bool", "tinyint(1)", "tinyint(1)", TYPE_BOOLEAN},
    {"boolean", "tinyint(1)", "tinyint(1)", TYPE_BOOLEAN},
    {"tinyint(1)", "tinyint(1)", "tinyint(1)", TYPE_BOOLEAN},
    {"tinyint(1) unsigned", "tinyint unsigned", "tinyint(1) unsigned", TYPE_INTEGER},
    {"tinyint(4)", "tinyint", "tinyint", TYPE_INTEGER},
    {"numeric", "decimal(10,0)", "decimal(10,0)", TYPE_NUMERIC},
    {"dec(12)", "decimal(12,0)", "decimal(12,0)", TYPE_NUMERIC},
    {"fixed(12, 2) unsigned", "decimal(12,2) unsigned", "decimal(12,2) unsigned", TYPE_NUMERIC},
    {"float(24)", "float", "float", TYPE_FLOAT},
    {"float(25)", "double", "double", TYPE_FLOAT},
    {"float(7,4)", "float(7,4)", "float(7,4)", TYPE_FLOAT},
    {"double  precision", "double", "double", TYPE_FLOAT},
    {"real", "double", "double", TYPE_FLOAT},
    {"bit", "bit(1)", "bit(1)", TYPE_BIT},
    {"char", "char(1)", "char(1)", TYPE_CHAR},
    {"character varying ( 20 )", "varchar(20)", "varchar(20)", TYPE_VARCHAR},
    {"national varchar(20)", "varchar(20)", "varchar(20)", TYPE_VARCHAR},
    {"nchar varying(20)", "varchar(20)", "varchar(20)", TYPE_VARCHAR},
    {"char(3) byte", "binary(3)", "binary(3)", TYPE_BINARY},
    {"long varbinary", "mediumblob", "mediumblob", TYPE_BINARY},
    {"text(60)", "tinytext", "tinytext", TYPE_TEXT},
    {"text(100)", "text", "text", TYPE_TEXT},
    {"blob(70000)", "mediumblob", "mediumblob", TYPE_BINARY},
    {"long", "mediumtext", "mediumtext", TYPE_TEXT},
    {"varchar(9) charset latin1", "varchar(9)", "varchar(9)", TYPE_VARCHAR},
    {"datetime(0)", "datetime", "datetime", TYPE_TIMESTAMP},
    {"timestamp(6)", "timestamp(6)", "timestamp(6)", TYPE_TIMESTAMP},
    {"year(4)", "year", "year", TYPE_YEAR},
    {"json", "json", "json", TYPE_JSON},
    {"geomcollection", "geometrycollection", NULL, TYPE_GEOMETRY},
    {"point srid 4326", "point", "point", TYPE_GEOMETRY},
    {"enum('a' , 'it''s','b\\\\c ')", "enum('a','it''s','b\\\\c')", "enum('a','it''s','b\\\\c')",
     TYPE_ENUM},
    {"SET(\"x\")", "set('x')", "set('x')", TYPE_SET},
    {"uuid", NULL, "uuid", TYPE_UUID},
    {"inet4", NULL, "inet4", TYPE_NETWORK},
    {"vector(3)", "vector(3)", NULL, TYPE_OTHER},
};

static void check_spelling(const Server *server, const char *text, const char *wanted,
                           TypeClass cls)
{
    Type type = type_none();
    if (!wanted) {
        ck_assert_msg(!mysql_parse_type(mem, server, text, &type), "\"%s\" is no type", text);
        return;
    }
    type = parse(server, text);
    ck_assert_str_eq(type.text, wanted);
    ck_assert_msg(type.cls == cls, "class of \"%s\"", text);
    Type again = parse(server, type.text);
    ck_assert_msg(mysql_type_equal(server, &type, &again), "\"%s\" read again", type.text);
}

START_TEST(test_spellings)
{
    const Server nine = mysql_nine(), ten = maria_ten();
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        check_spelling(&nine, spellings[i].text, spellings[i].mysql, spellings[i].cls);
        check_spelling(&ten, spellings[i].text, spellings[i].mariadb, spellings[i].cls);
    }
}
END_TEST

START_TEST(test_not_types)
{
    static const char *const texts[] = {"",
                                        "varchar",
                                        "varchar(",
                                        "varchar(x)",
                                        "int(1",
                                        "text unsigned",
                                        "enum",
                                        "enum()",
                                        "enum('a)",
                                        "string(3)",
                                        "int int",
                                        "decimal(1,)",
                                        "date(3)",
                                        "jsonb",
                                        "serial(3)",
                                        "timestamptz",
                                        "char(99999999999)"};
    const Server nine = mysql_nine();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Type type;
        ck_assert_msg(!mysql_parse_type(mem, &nine, texts[i], &type), "\"%s\"", texts[i]);
    }
}
END_TEST

START_TEST(test_equality)
{
    static const struct {
        const char *a, *b;
        bool mysql, mariadb;
    } pairs[] = {
        {"int", "integer", true, true},
        {"int", "int unsigned", false, false},
        {"int(5)", "int", true, false},
        {"int(5) zerofill", "int(6) zerofill", false, false},
        {"bool", "tinyint(1)", true, true},
        {"bool", "tinyint", false, false},
        {"datetime", "datetime(6)", false, false},
        {"varchar(20)", "varchar(21)", false, false},
        {"varchar(20)", "char(20)", false, false},
        {"varchar(20) collate utf8mb4_bin", "varchar(20)", true, true}, /* the column's affair */
        {"enum('a','b')", "enum('b','a')", false, false},
        {"enum('a')", "set('a')", false, false},
        {"decimal", "decimal(10)", true, true},
        {"float", "double", false, false},
        {"double(8,3)", "double", false, false},
        {"datetime", "timestamp", false, false},
    };
    const Server nine = mysql_nine(), ten = maria_ten();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Type a = parse(&nine, pairs[i].a), b = parse(&nine, pairs[i].b);
        ck_assert_msg(mysql_type_equal(&nine, &a, &b) == pairs[i].mysql, "MySQL: %s, %s",
                      pairs[i].a, pairs[i].b);
        a = parse(&ten, pairs[i].a);
        b = parse(&ten, pairs[i].b);
        ck_assert_msg(mysql_type_equal(&ten, &a, &b) == pairs[i].mariadb, "MariaDB: %s, %s",
                      pairs[i].a, pairs[i].b);
    }
}
END_TEST

START_TEST(test_charsets)
{
    const Server nine = mysql_nine();
    Type type = parse(&nine, "varchar(20) CHARACTER SET 'utf8' COLLATE utf8_bin");
    ck_assert_str_eq(type.charset, "utf8mb3");
    ck_assert_str_eq(type.collation, "utf8mb3_bin");
    type = parse(&nine, "text collate latin1_german1_ci");
    ck_assert_str_eq(type.charset, "latin1");
    type = parse(&nine, "char(3) ascii");
    ck_assert_str_eq(type.charset, "latin1");
    type = parse(&nine, "varchar(3) character set koi8r binary");
    ck_assert_str_eq(type.collation, "koi8r_bin");
    type = parse(&nine, "enum('a\tb','c')");
    ck_assert_uint_eq(type.values.len, 2);
    ck_assert_str_eq(type.values.at[0], "a\tb");
}
END_TEST

START_TEST(test_aliases)
{
    static const struct {
        const char *alias, *args, *mysql, *mariadb;
    } cases[] = {
        {"string", "80", "varchar(80)", "varchar(80)"},
        {"string", NULL, NULL, NULL},
        {"bytes", NULL, "longblob", "longblob"},
        {"bytes", "16", "varbinary(16)", "varbinary(16)"},
        {"timestamptz", "6", "timestamp(6)", "timestamp(6)"},
        {"jsonb", NULL, "json", "json"},
        {"uuid", NULL, "char(36)", "char(36)"},
        {"interval", NULL, NULL, NULL},
        {"boolean", NULL, "boolean", "boolean"},
        {"double", NULL, "double", "double"},
    };
    const Server nine = mysql_nine(), ten = maria_ten();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_pstr_eq(syntax_mysql.alias(mem, &nine, cases[i].alias, cases[i].args),
                          cases[i].mysql);
        ck_assert_pstr_eq(syntax_mysql.alias(mem, &ten, cases[i].alias, cases[i].args),
                          cases[i].mariadb);
    }
}
END_TEST

START_TEST(test_capabilities)
{
    static const struct {
        Flavor flavor;
        int version;
        Cap cap;
        bool has;
    } cases[] = {
        {FLAVOR_MYSQL, 80012, CAP_DEFAULT_EXPRESSION, false},
        {FLAVOR_MYSQL, 80013, CAP_DEFAULT_EXPRESSION, true},
        {FLAVOR_MYSQL, 80015, CAP_CHECKS, false},
        {FLAVOR_MYSQL, 80016, CAP_CHECK_UNENFORCED, true},
        {FLAVOR_MYSQL, 90704, CAP_SEQUENCES, false},
        {FLAVOR_MYSQL, 90704, CAP_EXPRESSION_INDEX, true},
        {FLAVOR_MARIADB, 101119, CAP_EXPRESSION_INDEX, false},
        {FLAVOR_MARIADB, 101119, CAP_CHECK_UNENFORCED, false},
        {FLAVOR_MARIADB, 101119, CAP_SEQUENCES, true},
        {FLAVOR_MARIADB, 100700, CAP_DESC_INDEX, false},
        {FLAVOR_MARIADB, 100800, CAP_DESC_INDEX, true},
        {FLAVOR_MARIADB, 101119, CAP_UUID_TYPE, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Server server = mysql_server(cases[i].flavor, cases[i].version);
        ck_assert_msg(server_can(&server, cases[i].cap) == cases[i].has, "case %zu", i);
    }
    ck_assert(syntax_mysql.is_reserved("select"));
    ck_assert(syntax_mysql.is_reserved("rank"));
    ck_assert(!syntax_mysql.is_reserved("name"));
}
END_TEST

HARNESS_MAIN("mysql_types", test_spellings, test_not_types, test_equality, test_charsets,
             test_aliases, test_capabilities)
