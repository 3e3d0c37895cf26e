#include "emit/order.h"
#include "emit/render.h"

#include "tests/unit/harness.h"
#include "tests/unit/schema/fixture.h"

#include <string.h>

/* A renderer that writes what it is asked to do, so that only the order is tested. */
static bool say(Plan *plan, const Changes *all UNUSED, const Change *change, Error *failed UNUSED)
{
    bool drop = change->op == CHANGE_DROP;
    const Object *object = drop ? change->object.from : change->object.to;
    Phase phase = change->kind == OBJ_VIEW ? (drop ? PHASE_DROP_DEPENDENT : PHASE_CREATE_DEPENDENT)
                                           : (drop ? PHASE_DROP_TABLE : PHASE_CREATE_TABLE);
    plan_add(plan, phase, object, mem_printf(plan->mem, "%c%s", drop ? '-' : '+', object->name));
    return true;
}

static bool say_key(Plan *plan, const Changes *all UNUSED, const Constraint *key,
                    Error *failed UNUSED)
{
    plan_add(plan, PHASE_DROP_FOREIGN_KEY, &key->base,
             mem_printf(plan->mem, "-%s.fk", key->table->base.name));
    return true;
}

static const RenderOps render = {.render = {[OBJ_TABLE] = say, [OBJ_VIEW] = say},
                                 .drop_foreign_key = say_key};
static const Dialect dialect = {.name = "test",
                                .model_bit = MODEL_POSTGRESQL,
                                .assumed_version = 150000,
                                .assumed_flavor = FLAVOR_POSTGRESQL,
                                .syntax = &syntax_postgres,
                                .render = &render};

static void add_change(Changes *changes, ChangeOp op, const Object *object)
{
    Change *change = MEM_NEW(mem, Change);
    change->op = op;
    change->kind = object->kind;
    change->object.from = op == CHANGE_DROP ? object : NULL;
    change->object.to = op == CHANGE_DROP ? NULL : object;
    list_push(mem, &changes->list, change);
}

static const char *planned(Schema *schema, ChangeOp op)
{
    ck_assert(schema_finish(schema, err));
    Changes changes = {.mem = mem, .from = schema, .to = schema};
    for (size_t i = 0; i < schema->tables.len; i++) {
        add_change(&changes, op, &schema->tables.at[i]->base);
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        add_change(&changes, op, &schema->views.at[i]->base);
    }
    const Plan *plan = plan_changes(mem, &changes, err);
    ck_assert_ptr_nonnull(plan);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_fmt(&buf, "%s ", plan->statements.at[i]->sql);
    }
    return buf_text(&buf);
}

static void reference(Schema *schema, const char *from, const char *to)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        Table *table = schema->tables.at[i];
        if (text_equal(table->base.name, from)) {
            Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, to);
            key->ref_table = to;
            fixture_key(schema, &key->keys, "id");
            list_push(schema->mem, &key->ref_columns, (const char *)"id");
        }
    }
}

static Schema *tables(const char *names)
{
    Schema *schema = fixture_schema(mem, &dialect);
    for (const char *c = names; *c; c++) {
        fixture_column(schema, schema_add_table(schema, NULL, mem_strndup(mem, c, 1)), "id",
                       "integer");
    }
    return schema;
}

START_TEST(referenced_tables_come_first_and_go_last)
{
    Schema *schema = tables("abc");
    reference(schema, "a", "b");
    reference(schema, "b", "c");
    ck_assert_str_eq(planned(schema, CHANGE_CREATE), "+c +b +a ");
    ck_assert_str_eq(planned(schema, CHANGE_DROP), "-a -b -c ");
}
END_TEST

START_TEST(a_circle_is_cut_before_its_tables_are_dropped)
{
    Schema *schema = tables("ab");
    reference(schema, "a", "b");
    reference(schema, "b", "a");
    ck_assert_str_eq(planned(schema, CHANGE_CREATE), "+b +a ");
    ck_assert_str_eq(planned(schema, CHANGE_DROP), "-b.fk -a -b ");
}
END_TEST

START_TEST(a_table_that_refers_to_itself_needs_nothing)
{
    Schema *schema = tables("a");
    reference(schema, "a", "a");
    ck_assert_str_eq(planned(schema, CHANGE_DROP), "-a ");
}
END_TEST

START_TEST(views_follow_what_they_read)
{
    Schema *schema = tables("t");
    schema_add_view(schema, NULL, "a")->query = "select * from b";
    schema_add_view(schema, NULL, "b")->query = "select * from t";
    ck_assert_str_eq(planned(schema, CHANGE_CREATE), "+t +b +a ");
    ck_assert_str_eq(planned(schema, CHANGE_DROP), "-a -b -t ");
}
END_TEST

START_TEST(a_long_chain_of_references_does_not_overflow)
{
    Schema *schema = fixture_schema(mem, &dialect);
    enum { N = 10000 };
    for (int i = 0; i < N; i++) {
        Table *table = schema_add_table(schema, NULL, mem_printf(mem, "t%05d", i));
        fixture_column(schema, table, "id", "integer");
        Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, "fk");
        key->ref_table = mem_printf(mem, "t%05d", i + 1 < N ? i + 1 : i);
        fixture_key(schema, &key->keys, "id");
        list_push(schema->mem, &key->ref_columns, (const char *)"id");
    }
    const char *plan = planned(schema, CHANGE_CREATE);
    ck_assert(text_starts(plan, "+t09999 +t09998 "));
}
END_TEST

START_TEST(what_the_dialect_lacks_is_an_error_with_the_object)
{
    Schema *schema = fixture_schema(mem, &dialect);
    schema_add_sequence(schema, NULL, "s");
    Changes changes = {.mem = mem, .from = schema, .to = schema};
    add_change(&changes, CHANGE_CREATE, &schema->sequences.at[0]->base);
    ck_assert_ptr_null(plan_changes(mem, &changes, err));
    ck_assert_int_eq(err->code, ERR_UNSUPPORTED);
    ck_assert_str_eq(err->message, "test has no sequence: cannot create sequence \"s\"");
}
END_TEST

HARNESS_MAIN("emit/order", referenced_tables_come_first_and_go_last,
             a_circle_is_cut_before_its_tables_are_dropped,
             a_table_that_refers_to_itself_needs_nothing, views_follow_what_they_read,
             a_long_chain_of_references_does_not_overflow,
             what_the_dialect_lacks_is_an_error_with_the_object)
