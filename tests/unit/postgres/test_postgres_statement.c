#include "schema/dialects/postgres_statement.h"

#include "tests/unit/harness.h"

static void check_part(Str part, const char *expected)
{
    ck_assert_str_eq(str_dup(mem, part), expected);
}

START_TEST(the_parts_of_a_function_are_found_wherever_they_stand)
{
    PostgresRoutine routine;
    ck_assert(
        postgres_routine_parse("create  or replace /* x */ function \"Odd (\".f(a int, b text "
                               "default ')') strict language 'plpgsql' returns table(x "
                               "numeric(3,1)) immutable as $b$ begin; $b$",
                               &routine));
    ck_assert(routine.or_replace && !routine.bound);
    ck_assert_str_eq(routine.word, "FUNCTION");
    check_part(routine.name, "\"Odd (\".f");
    check_part(routine.arguments, "a int, b text default ')'");
    check_part(routine.returns, "table(x numeric(3,1))");
    check_part(routine.body, " begin; ");
}
END_TEST

START_TEST(null_input_is_no_type_that_is_returned)
{
    PostgresRoutine routine;
    ck_assert(postgres_routine_parse("CREATE FUNCTION f() RETURNS NULL ON NULL INPUT RETURNS "
                                     "timestamp with time zone SET as TO 1 LANGUAGE sql AS 'x'",
                                     &routine));
    check_part(routine.returns, "timestamp with time zone");
    check_part(routine.body, "x");
}
END_TEST

START_TEST(bodies_that_the_server_reads_are_bound)
{
    PostgresRoutine routine;
    ck_assert(postgres_routine_parse("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END", &routine));
    ck_assert(routine.bound);
    check_part(routine.rest, "BEGIN ATOMIC SELECT 1; END");
    ck_assert(postgres_routine_parse("CREATE FUNCTION f() RETURNS int RETURN 1", &routine));
    ck_assert(routine.bound);
    ck_assert(!postgres_routine_parse("CREATE VIEW v AS SELECT 1", &routine));
    ck_assert(!postgres_routine_parse("", &routine));
}
END_TEST

START_TEST(a_replacement_keeps_what_callers_see)
{
    static const struct {
        const char *from, *to;
        bool in_place;
    } pairs[] = {
        {"f(a integer) RETURNS integer LANGUAGE sql AS '1'",
         "f(a  INTEGER)\nRETURNS integer\nSTRICT LANGUAGE sql AS '2'", true},
        {"f(a integer) RETURNS integer AS '1'", "f(a integer DEFAULT 2) RETURNS integer AS '1'",
         true},
        {"f(a integer = 1) RETURNS integer AS '1'", "f(a integer) RETURNS integer AS '1'", false},
        {"f(a integer) RETURNS integer AS '1'", "f(b integer) RETURNS integer AS '1'", false},
        {"f(a integer) RETURNS integer AS '1'", "f(a integer) RETURNS bigint AS '1'", false},
        {"f(a integer) RETURNS integer AS '1'", "f(a integer) RETURNS SETOF integer AS '1'", false},
        {"f(a integer) AS '1'", "f(a integer, OUT b integer) AS '1'", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ck_assert_int_eq(
            postgres_routine_in_place(mem, mem_printf(mem, "CREATE FUNCTION %s", pairs[i].from),
                                      mem_printf(mem, "CREATE FUNCTION %s", pairs[i].to)),
            pairs[i].in_place);
    }
    ck_assert(!postgres_routine_in_place(mem, "CREATE AGGREGATE a(integer) (SFUNC = f)",
                                         "CREATE AGGREGATE a(integer) (SFUNC = f)"));
    ck_assert(
        !postgres_routine_in_place(mem, "CREATE FUNCTION a() AS ''", "CREATE PROCEDURE a() AS ''"));
}
END_TEST

START_TEST(names_of_arguments_are_not_what_a_routine_uses)
{
    const char *uses = postgres_routine_uses(
        mem, "CREATE FUNCTION f(IN users app.kind, area, v things DEFAULT make(1)) RETURNS "
             "TABLE(orders status) LANGUAGE sql AS 'select from log'");
    ck_assert(text_mentions(uses, "kind") && text_mentions(uses, "area"));
    ck_assert(text_mentions(uses, "things") && text_mentions(uses, "make"));
    ck_assert(text_mentions(uses, "status"));
    ck_assert(!text_mentions(uses, "users") && !text_mentions(uses, "v"));
    ck_assert(!text_mentions(uses, "orders") && !text_mentions(uses, "log"));
    ck_assert(text_mentions(
        postgres_routine_uses(mem, "CREATE AGGREGATE a(integer) (SFUNC = step)"), "step"));
}
END_TEST

START_TEST(the_name_of_a_collation_or_type_is_found)
{
    check_part(postgres_declared_name("create collation if not exists app.\"De\" (locale = 'de')"),
               "app.\"De\"");
    check_part(postgres_declared_name("CREATE TYPE r AS RANGE (subtype = text)"), "r");
    check_part(postgres_declared_name("create operator \"a b\".<=>(function = f)"), "\"a b\".<=>");
    check_part(postgres_declared_name("CREATE OPERATOR !== (FUNCTION = f)"), "!==");
    check_part(postgres_declared_name("CREATE CAST (varchar(3) AS app.x) WITH INOUT"),
               "varchar(3) AS app.x");
    check_part(postgres_declared_name("CREATE EVENT TRIGGER \"a b\" ON sql_drop"), "\"a b\"");
    check_part(postgres_declared_name("CREATE STATISTICS app.s (mcv) ON a, b FROM t"), "app.s");
    ck_assert_uint_eq(postgres_declared_name("CREATE DOMAIN r AS text").len, 0);
    ck_assert_uint_eq(postgres_declared_name(NULL).len, 0);
}
END_TEST

START_TEST(the_relation_of_a_trigger_or_rule_is_found)
{
    check_part(postgres_trigger_relation("CREATE CONSTRAINT TRIGGER \"on\" AFTER INSERT OR UPDATE "
                                         "OF a, \"on\" ON app.\"Odd t\" FROM b FOR EACH ROW"),
               "app.\"Odd t\"");
    check_part(
        postgres_trigger_relation("CREATE TRIGGER x BEFORE DELETE on t EXECUTE FUNCTION f()"), "t");
    check_part(postgres_trigger_relation("CREATE OR REPLACE RULE \"to\" AS ON INSERT TO app.v DO "
                                         "INSTEAD UPDATE t SET a = 1"),
               "app.v");
    ck_assert_uint_eq(postgres_trigger_relation("CREATE TRIGGER x").len, 0);
    ck_assert_uint_eq(postgres_trigger_relation("CREATE RULE x AS ON INSERT").len, 0);
    ck_assert_uint_eq(postgres_trigger_relation("SELECT 1").len, 0);
}
END_TEST

START_TEST(statistics_are_of_a_set_on_a_relation)
{
    const char *one = "CREATE STATISTICS s (mcv, ndistinct) ON b, \"from\", (extract(year from c)) "
                      "FROM app.\"T\"";
    const char *other =
        "create statistics if not exists x(ndistinct,mcv) on (extract(year from c)),"
        " b,\"from\" from t";
    check_part(postgres_declared_relation(one), "app.\"T\"");
    check_part(postgres_declared_relation(other), "t");
    ck_assert_uint_eq(postgres_declared_relation("CREATE COLLATION c FROM d").len, 0);
    ck_assert_uint_eq(postgres_declared_relation("CREATE STATISTICS s ON a, b").len, 0);
    ck_assert_str_eq(postgres_declared_text(mem, one), postgres_declared_text(mem, other));
    ck_assert_str_ne(postgres_declared_text(mem, one),
                     postgres_declared_text(mem, "CREATE STATISTICS s (mcv) ON b, c FROM t"));
    ck_assert_str_eq(
        postgres_declared_text(mem, "CREATE OPERATOR === (FUNCTION = f, LEFTARG = text)"),
        postgres_declared_text(mem, "create operator app.===(leftarg = text, function = f)"));
    ck_assert_str_eq(postgres_declared_text(mem, "CREATE TYPE r AS RANGE (subtype = text)"),
                     "CREATE TYPE  AS RANGE (subtype = text)");
}
END_TEST

HARNESS_MAIN("schema/postgres_statement", the_parts_of_a_function_are_found_wherever_they_stand,
             null_input_is_no_type_that_is_returned, bodies_that_the_server_reads_are_bound,
             a_replacement_keeps_what_callers_see, names_of_arguments_are_not_what_a_routine_uses,
             the_relation_of_a_trigger_or_rule_is_found, statistics_are_of_a_set_on_a_relation,
             the_name_of_a_collation_or_type_is_found)
