#include "tests/unit/diff/fixture.h"
#include "tests/unit/harness.h"

#include <string.h>

static const char *changes_of(Schema *from, Schema *to)
{
    ck_assert(schema_finish(from, err));
    ck_assert(schema_finish(to, err));
    return fixture_changes(mem, diff_schemas(mem, from, to));
}

static Schema *live(void)
{
    return fixture_schema(mem, &postgres_diff);
}

START_TEST(the_same_is_no_change)
{
    Schema *a = live(), *b = live();
    fixture_table(a, "orders", false);
    fixture_table(b, "orders", false);
    ck_assert_str_eq(changes_of(a, b), "");
}
END_TEST

START_TEST(tables_and_columns_come_and_go)
{
    Schema *a = live(), *b = live();
    fixture_table(a, "old", false);
    fixture_table(a, "orders", false);
    fixture_table(b, "new", false);
    Table *orders = fixture_table(b, "orders", false);
    fixture_column(b, orders, "notes", "text");
    orders->columns.at[1]->base.name = "title";
    ck_assert_str_eq(changes_of(a, b), "create table \"new\"\n"
                                       "drop table \"old\"\n"
                                       "orders: drop column \"name\"\n"
                                       "orders: add column \"title\" varchar(50)\n"
                                       "orders: add column \"notes\" text\n");
}
END_TEST

START_TEST(a_hint_renames_and_is_found_both_ways)
{
    Schema *a = live(), *b = live();
    fixture_table(a, "pedidos", false);
    Table *orders = fixture_table(b, "orders", false);
    orders->base.renamed_from = "pedidos";
    orders->constraints.at[0]->base.name = "pedidos_pkey";
    orders->columns.at[1]->base.name = "title";
    orders->columns.at[1]->base.renamed_from = "name";
    ck_assert_str_eq(changes_of(a, b), "rename table \"pedidos\" to \"orders\"\n"
                                       "orders: rename column \"name\" to \"title\"\n");
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, b, a)),
                     "rename table \"orders\" to \"pedidos\"\n"
                     "pedidos: rename column \"title\" to \"name\"\n");
}
END_TEST

START_TEST(what_names_a_renamed_column_is_not_a_difference)
{
    Schema *a = live(), *b = live();
    Table *x = fixture_table(a, "orders", false), *y = fixture_table(b, "orders", false);
    y->columns.at[1]->base.name = "title";
    y->columns.at[1]->base.renamed_from = "name";
    fixture_key(a, &table_add_index(a, x, "ix")->keys, "name");
    fixture_key(b, &table_add_index(b, y, "ix")->keys, "title");
    table_add_constraint(a, x, CONSTRAINT_CHECK, "ck")->check.text = "name <> 'name'";
    table_add_constraint(b, y, CONSTRAINT_CHECK, "ck")->check.text = "title <> 'name'";
    ck_assert_str_eq(changes_of(a, b), "orders: rename column \"name\" to \"title\"\n");
}
END_TEST

START_TEST(an_index_or_constraint_under_another_name_is_renamed)
{
    Schema *a = live(), *b = live();
    Table *x = fixture_table(a, "orders", false), *y = fixture_table(b, "orders", false);
    fixture_key(a, &table_add_index(a, x, "ix_a")->keys, "name");
    fixture_key(b, &table_add_index(b, y, "ix_b")->keys, "name");
    y->constraints.at[0]->base.name = "orders_pk";
    ck_assert_str_eq(changes_of(a, b),
                     "orders: rename primary key \"orders_pkey\" to \"orders_pk\"\n"
                     "orders: rename index \"ix_a\" to \"ix_b\"\n");
}
END_TEST

START_TEST(every_part_of_a_column_is_seen)
{
    Schema *a = live(), *b = live();
    Column *from = fixture_table(a, "t", false)->columns.at[1];
    Column *to = fixture_table(b, "t", false)->columns.at[1];
    Error *no = error_new(mem);
    TypeScope scope = {0};
    ck_assert(type_resolve(mem, b->server, &scope, "varchar(60)", (Location){0}, &to->type, no));
    from->not_null = true;
    to->default_value = (Default){.kind = DEFAULT_STRING, .value = "x"};
    to->collation = "C";
    to->base.comment = "hi";
    options_set(mem, &to->options, "storage", "external", (Location){0});
    ck_assert_str_eq(changes_of(a, b),
                     "t: change column \"name\": type varchar(50) -> varchar(60), null allowed, "
                     "default none -> 'x', collation, comment, options\n");
}
END_TEST

START_TEST(defaults_compare_by_value)
{
    static const struct {
        const char *type;
        Default a, b;
        bool same;
    } cases[] = {
        {"integer",
         {.kind = DEFAULT_NUMBER, .value = "5"},
         {.kind = DEFAULT_STRING, .value = "5"},
         true},
        {"numeric(10,2)",
         {.kind = DEFAULT_NUMBER, .value = "0"},
         {.kind = DEFAULT_NUMBER, .value = "0.00"},
         true},
        {"numeric(10,2)",
         {.kind = DEFAULT_NUMBER, .value = "-1.50"},
         {.kind = DEFAULT_NUMBER, .value = "-1.5"},
         true},
        {"numeric",
         {.kind = DEFAULT_NUMBER, .value = "100"},
         {.kind = DEFAULT_NUMBER, .value = "1e2"},
         true},
        {"numeric",
         {.kind = DEFAULT_NUMBER, .value = "12345678901234567890"},
         {.kind = DEFAULT_NUMBER, .value = "12345678901234567891"},
         false},
        {"integer",
         {.kind = DEFAULT_NUMBER, .value = "10"},
         {.kind = DEFAULT_NUMBER, .value = "1"},
         false},
        {"text",
         {.kind = DEFAULT_STRING, .value = "5"},
         {.kind = DEFAULT_STRING, .value = "5.0"},
         false},
        {"text", {.kind = DEFAULT_STRING, .value = ""}, {.kind = DEFAULT_NONE}, false},
        {"text", {.kind = DEFAULT_NULL}, {.kind = DEFAULT_NONE}, true},
        {"boolean",
         {.kind = DEFAULT_BOOLEAN, .value = "true"},
         {.kind = DEFAULT_BOOLEAN, .value = "false"},
         false},
        {"timestamp",
         {.kind = DEFAULT_EXPRESSION, .expr = {.text = "NOW()"}},
         {.kind = DEFAULT_EXPRESSION, .expr = {.text = "now( )"}},
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Schema *a = live(), *b = live();
        fixture_column(a, fixture_table(a, "t", false), "x", cases[i].type)->default_value =
            cases[i].a;
        fixture_column(b, fixture_table(b, "t", false), "x", cases[i].type)->default_value =
            cases[i].b;
        ck_assert_msg((*changes_of(a, b) == '\0') == cases[i].same, "case %zu", i);
    }
}
END_TEST

static Constraint *add_reference(Schema *schema, Table *table)
{
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, "fk");
    fixture_key(schema, &key->keys, "customer_id");
    key->ref_table = "customers";
    list_push(schema->mem, &key->ref_columns, (const char *)"id");
    return key;
}

START_TEST(a_foreign_key_steps_aside_for_a_type_change)
{
    Schema *a = live(), *b = live();
    fixture_table(a, "customers", false);
    fixture_column(a, fixture_table(a, "orders", false), "customer_id", "bigint");
    Table *customers = fixture_table(b, "customers", false);
    fixture_column(b, fixture_table(b, "orders", false), "customer_id", "bigint");
    add_reference(a, a->tables.at[1]);
    add_reference(b, b->tables.at[1]);
    customers->columns.at[0]->type = fixture_column(b, customers, "tmp", "integer")->type;
    customers->columns.len--;
    ck_assert_str_eq(changes_of(a, b),
                     "customers: change column \"id\": type bigint -> integer\n"
                     "orders: change foreign key \"fk\": recreated around other changes\n");
}
END_TEST

START_TEST(views_step_aside_in_chains)
{
    Schema *a = live(), *b = live();
    for (int i = 0; i < 2; i++) {
        Schema *schema = i ? b : a;
        Table *table = fixture_table(schema, "t", false);
        if (i) {
            table->columns.at[1]->base.name = "other";
        }
        schema_add_view(schema, NULL, "v1")->query = "select * from v0";
        schema_add_view(schema, NULL, "v0")->query = "select id from t";
        schema_add_view(schema, NULL, "w")->query = "select 1";
    }
    const char *changes = changes_of(a, b);
    ck_assert_ptr_nonnull(strstr(changes, "change view \"v0\": recreated around other changes\n"));
    ck_assert_ptr_nonnull(strstr(changes, "change view \"v1\": recreated around other changes\n"));
    ck_assert_ptr_null(strstr(changes, "view \"w\""));
}
END_TEST

START_TEST(hazards_are_named)
{
    Schema *a = live(), *b = live();
    fixture_table(a, "gone", false);
    fixture_table(a, "t", false);
    Table *t = fixture_table(b, "t", false);
    t->columns.len = 1;
    fixture_column(b, t, "must", "integer")->not_null = true;
    ck_assert(schema_finish(a, err) && schema_finish(b, err));
    const Changes *changes = diff_schemas(mem, a, b);
    const Change *drop = changes->list.at[0], *alter = changes->list.at[1];
    ck_assert_int_eq(drop->hazards.at[0].kind, HAZARD_DATA_LOSS);
    ck_assert_str_eq(drop->hazards.at[0].text, "the rows of \"gone\" are gone");
    ck_assert_str_eq(alter->children.at[0]->hazards.at[0].text,
                     "the values of \"t\".\"name\" are gone");
    ck_assert_int_eq(alter->children.at[1]->hazards.at[0].kind, HAZARD_MAY_FAIL);
}
END_TEST

/* --- programs ----------------------------------------------------------------------------------
 */

static View *view_with_trigger(Schema *schema, const char *trigger, const char *definition)
{
    View *view = schema_add_view(schema, NULL, "v");
    view->query = "select 1 as id";
    view_add_trigger(schema, view, trigger)->definition = definition;
    return view;
}

START_TEST(triggers_of_views_are_children_of_the_view)
{
    Schema *from = fixture_schema(mem, &postgres_diff), *to = fixture_schema(mem, &postgres_diff);
    view_with_trigger(from, "a", "CREATE TRIGGER a");
    view_add_trigger(from, from->views.at[0], "b")->definition = "CREATE TRIGGER b";
    view_with_trigger(to, "b", "CREATE TRIGGER b other");
    view_add_trigger(to, to->views.at[0], "c")->definition = "CREATE TRIGGER c";
    ck_assert(schema_finish(from, err) && schema_finish(to, err));
    ck_assert_str_eq(
        fixture_changes(mem, diff_schemas(mem, from, to)),
        "v: drop trigger \"a\"\nv: change trigger \"b\": definition\nv: create trigger \"c\"\n");
    ck_assert_uint_eq(diff_schemas(mem, from, from)->list.len, 0);
}
END_TEST

static Policy *policy_of(Schema *schema, const char *role, const char *text)
{
    Policy *policy = table_add_policy(schema, schema->tables.at[0], "p");
    policy->using_.text = text;
    list_push(schema->mem, &policy->roles, role);
    return policy;
}

START_TEST(policies_are_compared)
{
    Schema *from = fixture_schema(mem, &postgres_diff), *to = fixture_schema(mem, &postgres_diff);
    fixture_table(from, "orders", false);
    fixture_table(to, "orders", false);
    policy_of(from, "bob", "id > 1");
    Policy *same = policy_of(to, "bob", "(ID  > 1)");
    ck_assert(schema_finish(from, err) && schema_finish(to, err));
    ck_assert_uint_eq(diff_schemas(mem, from, to)->list.len, 0);
    same->roles.at[0] = "eve";
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, from, to)),
                     "orders: change policy \"p\": definition\n");
}
END_TEST

/* A model may leave the arguments out where the name is unique. */
START_TEST(routines_are_found_without_their_arguments)
{
    Schema *live = fixture_schema(mem, &postgres_diff), *model = fixture_model(mem, &postgres_diff);
    schema_add_function(live, NULL, "area(integer)")->definition = "CREATE FUNCTION area";
    schema_add_function(live, NULL, "two(integer)")->definition = "CREATE FUNCTION two";
    schema_add_function(live, NULL, "two(text)")->definition = "CREATE FUNCTION two";
    schema_add_function(model, NULL, "area")->definition = "create  function area";
    schema_add_function(model, NULL, "two(integer)")->definition = "CREATE FUNCTION two";
    schema_add_function(model, NULL, "two(text)")->definition = "CREATE FUNCTION two";
    model->managed |= 1u << OBJ_FUNCTION;
    ck_assert(schema_finish(live, err) && schema_finish(model, err));
    Questions ask = {.mem = mem};
    diff_questions(mem, model, live, &ask);
    ck_assert_uint_eq(ask.list.len, 0);
    diff_complete(mem, model, live);
    ck_assert_uint_eq(diff_schemas(mem, live, model)->list.len, 0);
    model->functions.at[0]->definition = "CREATE FUNCTION area other";
    ck_assert_str_eq(fixture_changes(mem, diff_schemas(mem, live, model)),
                     "change function \"area(integer)\": definition\n");
}
END_TEST

HARNESS_MAIN("diff/diff", the_same_is_no_change, tables_and_columns_come_and_go,
             a_hint_renames_and_is_found_both_ways, what_names_a_renamed_column_is_not_a_difference,
             an_index_or_constraint_under_another_name_is_renamed, every_part_of_a_column_is_seen,
             defaults_compare_by_value, a_foreign_key_steps_aside_for_a_type_change,
             views_step_aside_in_chains, hazards_are_named,
             triggers_of_views_are_children_of_the_view, policies_are_compared,
             routines_are_found_without_their_arguments)
