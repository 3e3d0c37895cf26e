#include "schema/naming.h"

#include "tests/unit/harness.h"
#include "tests/unit/schema/fixture.h"

#include <string.h>

static Constraint *constraint_on(Schema *schema, ConstraintType type)
{
    Table *table = schema_add_table(schema, NULL, "orders");
    Constraint *constraint = table_add_constraint(schema, table, type, NULL);
    fixture_key(schema, &constraint->keys, "customer_id");
    fixture_key(schema, &constraint->keys, "code");
    constraint->ref_table = "customers";
    constraint->check.text = "total >= 0";
    return constraint;
}

START_TEST(default_convention)
{
    static const struct {
        ConstraintType type;
        const char *name;
    } expected[] = {
        {CONSTRAINT_PRIMARY_KEY, "pk_orders"},
        {CONSTRAINT_UNIQUE, "uq_orders_customer_id"},
        {CONSTRAINT_FOREIGN_KEY, "fk_orders_customer_id_customers"},
        {CONSTRAINT_CHECK, "ck_orders_total_0"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        Schema *schema = fixture_schema(mem, &postgres_pure);
        const Constraint *constraint = constraint_on(schema, expected[i].type);
        ck_assert_str_eq(naming_constraint(schema, constraint), expected[i].name);
    }
}
END_TEST

START_TEST(every_token)
{
    static const char *const expected[][2] = {
        {"%(table_name)s", "orders"},
        {"%(column_0_name)s", "customer_id"},
        {"%(column_0_label)s", "orders_customer_id"},
        {"%(column_0_N_name)s", "customer_id_code"},
        {"%(column_0N_name)s", "customer_idcode"},
        {"%(referred_table_name)s", "customers"},
        {"100%_%(unknown)s", "100%_unknown"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        Schema *schema = fixture_schema(mem, &postgres_pure);
        schema->naming.unique = expected[i][0];
        ck_assert_str_eq(naming_constraint(schema, constraint_on(schema, CONSTRAINT_UNIQUE)),
                         expected[i][1]);
    }
}
END_TEST

START_TEST(long_names_are_cut_with_a_hash)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Table *table = schema_add_table(schema, NULL,
                                    "a_table_whose_name_is_nearly_as_long_as_postgresql_allows_it");
    Constraint *a = table_add_constraint(schema, table, CONSTRAINT_UNIQUE, NULL);
    Constraint *b = table_add_constraint(schema, table, CONSTRAINT_UNIQUE, NULL);
    fixture_key(schema, &a->keys, "first");
    fixture_key(schema, &b->keys, "second");
    const char *x = naming_constraint(schema, a), *y = naming_constraint(schema, b);
    ck_assert_uint_le(strlen(x), 63);
    ck_assert_str_ne(x, y);
    ck_assert_str_eq(x, naming_constraint(schema, a));
}
END_TEST

START_TEST(cutting_never_splits_a_character)
{
    Schema *schema = fixture_schema(mem, &postgres_pure);
    Buf name = buf_new(mem);
    for (int i = 0; i < 40; i++) {
        buf_add(&name, "é");
    }
    Table *table = schema_add_table(schema, NULL, buf_text(&name));
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_PRIMARY_KEY, NULL);
    const char *cut = naming_constraint(schema, key);
    ck_assert(utf8_valid(cut, strlen(cut), NULL));
    ck_assert_uint_le(strlen(cut), 63);
}
END_TEST

HARNESS_MAIN("schema/naming", default_convention, every_token, long_names_are_cut_with_a_hash,
             cutting_never_splits_a_character)
