#include "tests/unit/diff/fixture.h"
#include "tests/unit/harness.h"

static Schema *live(const Dialect *dialect)
{
    return fixture_schema(mem, dialect);
}

static const char *up_and_down(Schema *database, Schema *model)
{
    ck_assert(schema_finish(database, err));
    ck_assert(schema_finish(model, err));
    diff_complete(mem, model, database);
    return mem_printf(mem, "%s--\n%s", fixture_changes(mem, diff_schemas(mem, database, model)),
                      fixture_changes(mem, diff_schemas(mem, model, database)));
}

START_TEST(an_unnamed_key_matches_whatever_the_database_calls_it)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    fixture_table(database, "orders", false);
    fixture_table(model, "orders", true);
    ck_assert_str_eq(up_and_down(database, model), "--\n");
    ck_assert_str_eq(model->tables.at[0]->constraints.at[0]->base.name, "orders_pkey");
}
END_TEST

START_TEST(what_must_be_made_gets_its_name_by_convention_and_the_way_back_names_it)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    fixture_table(database, "orders", false);
    Table *table = fixture_table(model, "orders", true);
    Constraint *unique = table_add_constraint(model, table, CONSTRAINT_UNIQUE, NULL);
    unique->base.where = table->base.where;
    fixture_key(model, &unique->keys, "name");
    ck_assert_str_eq(up_and_down(database, model),
                     "orders: add unique constraint \"uq_orders_name\"\n--\n"
                     "orders: drop unique constraint \"uq_orders_name\"\n");
}
END_TEST

START_TEST(kinds_and_schemas_that_the_model_does_not_manage_stay)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    fixture_table(database, "orders", false);
    schema_add_table(database, "audit", "log");
    schema_add_view(database, NULL, "v")->query = "select 1";
    schema_add_enum(database, NULL, "e");
    table_add_trigger(database, database->tables.at[0], "trg")->definition = "create trigger trg";
    fixture_table(model, "orders", true);
    ck_assert_str_eq(up_and_down(database, model), "--\n");
    ck_assert_uint_eq(model->tables.len, 2);
    ck_assert_uint_eq(model->views.len, 1);
}
END_TEST

START_TEST(tables_of_a_managed_schema_that_the_model_lacks_are_dropped)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    fixture_table(database, "extra", false);
    fixture_table(database, "orders", false);
    fixture_table(model, "orders", true);
    ck_assert_str_eq(up_and_down(database, model),
                     "drop table \"extra\"\n--\ncreate table \"extra\"\n");
}
END_TEST

START_TEST(options_that_the_model_does_not_name_are_left_as_they_are)
{
    Schema *database = live(&mysql_diff), *model = fixture_model(mem, &mysql_diff);
    Table *table = fixture_table(database, "orders", false);
    options_set(mem, &table->options, "engine", "MyISAM", (Location){0});
    fixture_table(model, "orders", true);
    ck_assert_str_eq(up_and_down(database, model), "--\n");
    ck_assert_str_eq(options_get(&model->tables.at[0]->options, "engine"), "MyISAM");
}
END_TEST

static void reference(Schema *schema, Table *table, const char *name)
{
    fixture_column(schema, table, "customer_id", "bigint");
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, name);
    key->base.where = table->base.where;
    fixture_key(schema, &key->keys, "customer_id");
    key->ref_table = "customers";
    list_push(schema->mem, &key->ref_columns, (const char *)"id");
}

START_TEST(the_index_that_a_foreign_key_needs_is_part_of_the_target)
{
    Schema *database = live(&mysql_diff), *model = fixture_model(mem, &mysql_diff);
    fixture_table(database, "customers", false);
    fixture_column(database, fixture_table(database, "orders", false), "customer_id", "bigint");
    fixture_table(model, "customers", true);
    reference(model, fixture_table(model, "orders", true), "fk");
    ck_assert_str_eq(up_and_down(database, model),
                     "orders: add foreign key \"fk\"\norders: create index \"fk\"\n--\n"
                     "orders: drop index \"fk\"\norders: drop foreign key \"fk\"\n");
}
END_TEST

START_TEST(the_index_that_the_server_made_for_a_foreign_key_stays)
{
    Schema *database = live(&mysql_diff), *model = fixture_model(mem, &mysql_diff);
    fixture_table(database, "customers", false);
    Table *orders = fixture_table(database, "orders", false);
    reference(database, orders, "orders_ibfk_1");
    fixture_key(database, &table_add_index(database, orders, "customer_id")->keys, "customer_id");
    fixture_table(model, "customers", true);
    reference(model, fixture_table(model, "orders", true), NULL);
    ck_assert_str_eq(up_and_down(database, model), "--\n");
}
END_TEST

static void two_references(Schema *schema, FkAction first, FkAction second)
{
    fixture_table(schema, "customers", true);
    Table *orders = fixture_table(schema, "orders", true);
    reference(schema, orders, NULL);
    orders->columns.len--;
    reference(schema, orders, NULL);
    orders->constraints.at[1]->on_delete = first;
    orders->constraints.at[2]->on_delete = second;
}

START_TEST(foreign_keys_without_a_name_are_told_apart_by_what_they_do)
{
    Schema *a = fixture_model(mem, &postgres_diff), *b = fixture_model(mem, &postgres_diff);
    two_references(a, ACTION_CASCADE, ACTION_NONE);
    two_references(b, ACTION_NONE, ACTION_CASCADE);
    ck_assert(schema_finish(a, err) && schema_finish(b, err));
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, a, b)), "");
}
END_TEST

START_TEST(questions_are_asked_once_and_answers_decide)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    Table *a = fixture_table(database, "orders", false), *b = fixture_table(model, "orders", true);
    table_add_constraint(database, a, CONSTRAINT_CHECK, "ck")->check.text = "(id > (0)::bigint)";
    Constraint *check = table_add_constraint(model, b, CONSTRAINT_CHECK, "ck");
    check->check.text = "id > 0";
    Constraint *same = table_add_constraint(model, b, CONSTRAINT_CHECK, "ck2");
    same->check.text = "ID <> 7";
    table_add_constraint(database, a, CONSTRAINT_CHECK, "ck2")->check.text = "(id <> 7)";
    ck_assert(schema_finish(database, err) && schema_finish(model, err));
    Questions questions = {0};
    diff_questions(mem, model, database, &questions);
    ck_assert_uint_eq(questions.list.len, 1);
    ck_assert_int_eq(questions.list.at[0].kind, QUESTION_CHECK);
    ck_assert_str_eq(questions.list.at[0].text, "id > 0");
    questions.list.at[0].answer = "(id > (0)::bigint)";
    diff_answer(&questions);
    diff_complete(mem, model, database);
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, database, model)), "");
    check->check.canonical = "(id > (1)::bigint)";
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, database, model)),
                     "orders: change check \"ck\": definition\n");
}
END_TEST

START_TEST(an_unnamed_check_is_found_once_the_server_has_spelled_it)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    Table *a = fixture_table(database, "orders", false), *b = fixture_table(model, "orders", true);
    table_add_constraint(database, a, CONSTRAINT_CHECK, "orders_check")->check.text =
        "(id > (0)::bigint)";
    table_add_constraint(model, b, CONSTRAINT_CHECK, NULL)->check.text = "id > 0";
    ck_assert(schema_finish(database, err) && schema_finish(model, err));
    Questions questions = {0};
    diff_questions(mem, model, database, &questions);
    ck_assert_uint_eq(questions.list.len, 1);
    questions.list.at[0].answer = "(id > (0)::bigint)";
    diff_answer(&questions);
    diff_complete(mem, model, database);
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, database, model)), "");
}
END_TEST

START_TEST(a_server_that_cannot_be_asked_reports_no_difference)
{
    Schema *database = live(&postgres_diff), *model = fixture_model(mem, &postgres_diff);
    Table *a = fixture_table(database, "orders", false), *b = fixture_table(model, "orders", true);
    table_add_constraint(database, a, CONSTRAINT_CHECK, "ck")->check.text = "(id > (0)::bigint)";
    table_add_constraint(model, b, CONSTRAINT_CHECK, "ck")->check.text = "id > 0";
    ck_assert(schema_finish(database, err) && schema_finish(model, err));
    Questions questions = {0};
    diff_questions(mem, model, database, &questions);
    questions.note = "the server is read-only";
    diff_answer(&questions);
    diff_complete(mem, model, database);
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, database, model)), "");
}
END_TEST

HARNESS_MAIN("diff/complete", foreign_keys_without_a_name_are_told_apart_by_what_they_do,
             an_unnamed_key_matches_whatever_the_database_calls_it,
             what_must_be_made_gets_its_name_by_convention_and_the_way_back_names_it,
             kinds_and_schemas_that_the_model_does_not_manage_stay,
             tables_of_a_managed_schema_that_the_model_lacks_are_dropped,
             options_that_the_model_does_not_name_are_left_as_they_are,
             the_index_that_a_foreign_key_needs_is_part_of_the_target,
             the_index_that_the_server_made_for_a_foreign_key_stays,
             questions_are_asked_once_and_answers_decide,
             an_unnamed_check_is_found_once_the_server_has_spelled_it,
             a_server_that_cannot_be_asked_reports_no_difference)
