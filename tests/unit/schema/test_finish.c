#include "tests/unit/harness.h"
#include "tests/unit/schema/fixture.h"

#include <string.h>

static const Location place = {"model.json", 3, 5};

static Table *orders(Schema *schema)
{
    Table *table = schema_add_table(schema, NULL, "orders");
    table->base.where = place;
    fixture_column(schema, table, "id", "integer");
    fixture_column(schema, table, "code", "varchar(20)");
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_PRIMARY_KEY, NULL);
    key->base.where = place;
    fixture_key(schema, &key->keys, "id");
    return table;
}

START_TEST(primary_key_means_not_null)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema);
    ck_assert(schema_finish(schema, err));
    ck_assert(table_column(table, "id")->not_null);
    ck_assert(!table_column(table, "code")->not_null);
    ck_assert_str_eq(constraint_name(schema, table_primary_key(table)), "pk_orders");
}
END_TEST

START_TEST(unique_is_an_index_where_the_dialect_says_so)
{
    Schema *schema = fixture_schema(mem, &mysql_pure);
    Table *table = orders(schema);
    Constraint *unique = table_add_constraint(schema, table, CONSTRAINT_UNIQUE, NULL);
    fixture_key(schema, &unique->keys, "code");
    ck_assert(schema_finish(schema, err));
    ck_assert_uint_eq(table->indexes.len, 1);
    ck_assert(table->indexes.at[0]->unique);
    ck_assert_str_eq(index_name(schema, table->indexes.at[0]), "uq_orders_code");
    ck_assert_uint_eq(table->constraints.len, 1);
}
END_TEST

START_TEST(sqlite_keeps_what_has_no_name_nameless)
{
    Schema *schema = fixture_schema(mem, &sqlite_pure);
    Table *table = orders(schema);
    ck_assert(schema_finish(schema, err));
    ck_assert_ptr_null(constraint_name(schema, table_primary_key(table)));
}
END_TEST

START_TEST(references_without_columns_take_the_primary_key)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema);
    Table *lines = schema_add_table(schema, NULL, "lines");
    lines->base.where = place;
    fixture_column(schema, lines, "order_id", "integer");
    Constraint *key = table_add_constraint(schema, lines, CONSTRAINT_FOREIGN_KEY, NULL);
    key->base.where = place;
    key->ref_table = "orders";
    fixture_key(schema, &key->keys, "order_id");
    ck_assert(schema_finish(schema, err));
    ck_assert_ptr_eq(key->references, table);
    ck_assert_uint_eq(key->ref_columns.len, 1);
    ck_assert_str_eq(key->ref_columns.at[0], "id");
    ck_assert(key->ref_implicit);
}
END_TEST

START_TEST(unknown_names_are_reported_with_a_suggestion)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema);
    Index *index = table_add_index(schema, table, "ix");
    index->base.where = place;
    fixture_key(schema, &index->keys, "cod");
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, NULL);
    key->base.where = place;
    key->ref_table = "order";
    fixture_key(schema, &key->keys, "id");
    ck_assert(!schema_finish(schema, err));
    ck_assert_uint_eq(err->count, 2);
    ck_assert_ptr_nonnull(strstr(err->message, "unknown table \"order\""));
    ck_assert_str_eq(err->hint, "did you mean \"orders\"?");
    ck_assert_ptr_nonnull(strstr(err->next->message, "unknown column \"cod\""));
    ck_assert_str_eq(err->next->hint, "did you mean \"code\"?");
    ck_assert_uint_eq(err->where.line, 3);
}
END_TEST

START_TEST(duplicates_and_long_names_are_errors)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    orders(schema);
    orders(schema);
    Table *table = schema_add_table(
        schema, NULL,
        "a_name_that_is_longer_than_the_sixty_three_bytes_that_postgresql_keeps_of_it");
    table->base.where = place;
    ck_assert(!schema_finish(schema, err));
    bool twice = false, too_long = false;
    for (const Error *e = err; e; e = e->next) {
        twice |= strstr(e->message, "table \"orders\" is defined twice") != NULL;
        too_long |= strstr(e->message, "longer than 63 bytes") != NULL;
    }
    ck_assert(twice);
    ck_assert(too_long);
}
END_TEST

START_TEST(sequence_numbers_get_the_defaults_of_their_type_and_direction)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Sequence *up = schema_add_sequence(schema, NULL, "up");
    Sequence *down = schema_add_sequence(schema, NULL, "down");
    up->type.name = "smallint";
    down->type.name = "bigint";
    down->numbers.has_increment = true;
    down->numbers.increment = -1;
    ck_assert(schema_finish(schema, err));
    ck_assert_int_eq(up->numbers.start, 1);
    ck_assert_int_eq(up->numbers.max, INT16_MAX);
    ck_assert_int_eq(down->numbers.start, -1);
    ck_assert(down->numbers.min == INT64_MIN);
}
END_TEST

START_TEST(a_view_depends_on_the_tables_its_query_names)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema);
    View *view = schema_add_view(schema, NULL, "v");
    view->query = "select id from orders where code = 'orders2'";
    ck_assert(schema_finish(schema, err));
    ck_assert_uint_eq(view->base.deps.len, 1);
    ck_assert_ptr_eq(view->base.deps.at[0], &table->base);
}
END_TEST

static bool depends(const Object *object, const void *other)
{
    for (size_t i = 0; i < object->deps.len; i++) {
        if (object->deps.at[i] == other) {
            return true;
        }
    }
    return false;
}

START_TEST(expressions_depend_on_the_functions_they_call)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema);
    Column *code = table->columns.at[1];
    code->default_value = (Default){.kind = DEFAULT_EXPRESSION, .expr.text = "next_code('other')"};
    Routine *called = schema_add_function(schema, NULL, "next_code(text)");
    Routine *overload = schema_add_function(schema, NULL, "next_code(text, integer)");
    Routine *longer = schema_add_function(schema, NULL, "next_code_of(text)");
    Routine *quoted = schema_add_function(schema, NULL, "other()");
    Routine *elsewhere = schema_add_function(schema, "app", "next_code(text)");
    called->definition = overload->definition = longer->definition = quoted->definition =
        elsewhere->definition = "CREATE FUNCTION";
    ck_assert(schema_finish(schema, err));
    ck_assert(depends(&table->base, called));
    ck_assert(depends(&table->base, overload));
    ck_assert(!depends(&table->base, longer));
    ck_assert(!depends(&table->base, quoted));
    ck_assert(!depends(&table->base, elsewhere));
}
END_TEST

START_TEST(routines_depend_on_what_their_heads_name)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = orders(schema), *other = schema_add_table(schema, "app", "items");
    View *view = schema_add_view(schema, NULL, "open_orders");
    view->query = "select * from orders";
    Routine *routine = schema_add_function(schema, NULL, "f()");
    routine->definition = "CREATE FUNCTION f() RETURNS SETOF app.items LANGUAGE sql AS "
                          "$body$ SELECT * FROM open_orders $body$";
    Routine *listed = schema_add_procedure(schema, NULL, "p");
    listed->definition = "CREATE PROCEDURE p() AS 'orders'";
    list_push(schema->mem, &listed->depends_on, "f()");
    list_push(schema->mem, &listed->depends_on, "app.items");
    ck_assert(schema_finish(schema, err));
    ck_assert(depends(&view->base, table));
    ck_assert(depends(&routine->base, other));
    ck_assert(!depends(&routine->base, view));
    ck_assert(depends(&listed->base, routine));
    ck_assert(depends(&listed->base, other));
    ck_assert(!depends(&listed->base, table));
}
END_TEST

HARNESS_MAIN("schema/finish", primary_key_means_not_null,
             unique_is_an_index_where_the_dialect_says_so, sqlite_keeps_what_has_no_name_nameless,
             references_without_columns_take_the_primary_key,
             unknown_names_are_reported_with_a_suggestion, duplicates_and_long_names_are_errors,
             sequence_numbers_get_the_defaults_of_their_type_and_direction,
             a_view_depends_on_the_tables_its_query_names,
             expressions_depend_on_the_functions_they_call,
             routines_depend_on_what_their_heads_name)
