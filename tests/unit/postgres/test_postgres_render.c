/* Changes -> SQL, offline: what only shows in the text or in the order of statements. */
#include "tests/unit/postgres/fixture.h"

#include "diff/diff.h"
#include "emit/render.h"

static Server server;
static Schema *before, *after;

static void begin(int version)
{
    server = postgres_server(version);
    before = schema_new(mem, &server);
    after = schema_new(mem, &server);
    before->managed = after->managed = (1u << OBJ_KIND_COUNT) - 1;
}

static Enum *add_enum(Schema *schema, const char *const *values)
{
    Enum *status = schema_add_enum(schema, NULL, "status");
    for (; *values; values++) {
        EnumValue value = {.name = *values};
        list_push(mem, &status->values, value);
    }
    return status;
}

static Column *add_column(Schema *schema, Table *table, const char *name, const char *type)
{
    Column *column = table_add_column(schema, table, name);
    if (text_equal(type, "status")) {
        column->type.cls = TYPE_USER;
        column->type.name = column->type.text = column->type.user_name = type;
    } else {
        ck_assert(syntax_postgres.parse_type(mem, &server, type, &column->type));
    }
    return column;
}

static Column *add_table(Schema *schema, const char *type)
{
    return add_column(schema, schema_add_table(schema, NULL, "t"), "c", type);
}

/* All statements of the way from `before` to `after`, each ended with ";\n". */
static const char *planned(void)
{
    must(schema_finish(before, err));
    must(schema_finish(after, err));
    Plan *plan = plan_changes(mem, diff_schemas(mem, before, after), err);
    must(plan != NULL);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_fmt(&buf, "%s;\n", plan->statements.at[i]->sql);
    }
    return mem_strdup(mem, buf_text(&buf));
}

static const struct {
    const char *from, *to, *sql;
} conversions[] = {
    {"varchar(10)", "text", "text"},
    {"text", "integer", "integer USING \"c\"::integer"},
    {"integer", "bigint", "bigint"},
    {"integer", "text", "text"},
    {"boolean", "integer", "integer USING \"c\"::integer"},
    {"boolean", "bigint", "bigint USING \"c\"::integer::bigint"},
    {"bigint", "boolean", "boolean USING \"c\" <> 0"},
    {"date", "timestamptz", "timestamptz"},
    {"json", "jsonb", "jsonb"},
    {"text", "text[]", "text[] USING ARRAY[\"c\"]::text[]"},
    {"uuid", "bytea", "bytea USING \"c\"::text::bytea"},
    {"int[]", "bigint[]", "bigint[]"},
};

START_TEST(test_casts)
{
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++) {
        begin(150000);
        add_table(before, conversions[i].from);
        add_table(after, conversions[i].to);
        const char *wanted =
            mem_printf(mem, "ALTER TABLE \"t\" ALTER COLUMN \"c\" TYPE %s;\n", conversions[i].sql);
        ck_assert_str_eq(planned(), wanted);
    }
}
END_TEST

START_TEST(test_enum_grows_in_place)
{
    static const char *const old[] = {"a", "c", NULL}, *const new[] = {"0", "a", "b",
                                                                       "c", "d", NULL};
    begin(150000);
    add_enum(before, old);
    add_enum(after, new);
    ck_assert_str_eq(planned(), "ALTER TYPE \"status\" ADD VALUE '0' BEFORE 'a';\n"
                                "ALTER TYPE \"status\" ADD VALUE 'b' AFTER 'a';\n"
                                "ALTER TYPE \"status\" ADD VALUE 'd';\n");
}
END_TEST

START_TEST(test_enum_value_is_renamed)
{
    static const char *const old[] = {"a", "c", NULL}, *const new[] = {"a", "b", NULL};
    begin(150000);
    add_enum(before, old);
    add_enum(after, new)->values.at[1].renamed_from = "c";
    ck_assert_str_eq(planned(), "ALTER TYPE \"status\" RENAME VALUE 'c' TO 'b';\n");
}
END_TEST

START_TEST(test_enum_loses_a_value)
{
    static const char *const old[] = {"a", "b", NULL}, *const new[] = {"a", NULL};
    begin(150000);
    add_enum(before, old);
    add_enum(after, new);
    add_table(before, "status")->default_value = (Default){.kind = DEFAULT_STRING, .value = "a"};
    add_table(after, "status")->default_value = (Default){.kind = DEFAULT_STRING, .value = "a"};
    ck_assert_str_eq(
        planned(),
        "ALTER TYPE \"status\" RENAME TO \"schemadiff_old_status\";\n"
        "CREATE TYPE \"status\" AS ENUM ('a');\n"
        "ALTER TABLE \"t\" ALTER COLUMN \"c\" DROP DEFAULT;\n"
        "ALTER TABLE \"t\" ALTER COLUMN \"c\" TYPE \"status\" USING \"c\"::text::\"status\";\n"
        "ALTER TABLE \"t\" ALTER COLUMN \"c\" SET DEFAULT 'a';\n"
        "DROP TYPE \"schemadiff_old_status\";\n");
}
END_TEST

/* A value that was added in a transaction cannot be used in it. */
START_TEST(test_new_enum_value_that_is_used_at_once)
{
    static const char *const old[] = {"a", NULL}, *const new[] = {"a", "b", NULL};
    begin(150000);
    add_enum(before, old);
    add_enum(after, new);
    add_table(before, "status");
    add_table(after, "status")->default_value = (Default){.kind = DEFAULT_STRING, .value = "b"};
    ck_assert_ptr_null(strstr(planned(), "ADD VALUE"));
}
END_TEST

START_TEST(test_serial_becomes_identity)
{
    begin(150000);
    Column *from = add_table(before, "integer"), *to = add_table(after, "integer");
    from->identity.kind = IDENTITY_SERIAL;
    to->identity.kind = IDENTITY_ALWAYS;
    from->not_null = to->not_null = true;
    ck_assert_str_eq(planned(),
                     "ALTER TABLE \"t\" ALTER COLUMN \"c\" DROP DEFAULT;\n"
                     "DROP SEQUENCE \"t_c_seq\";\n"
                     "ALTER TABLE \"t\" ALTER COLUMN \"c\" ADD GENERATED ALWAYS AS IDENTITY;\n"
                     "SELECT setval(pg_get_serial_sequence('\"t\"', 'c'), max(\"c\")) FROM \"t\" "
                     "HAVING max(\"c\") > 0;\n");
}
END_TEST

START_TEST(test_generated_expression)
{
    static const int versions[] = {150000, 170000};
    for (size_t i = 0; i < 2; i++) {
        begin(versions[i]);
        Column *from = add_table(before, "integer"), *to = add_table(after, "integer");
        from->generated = to->generated = GENERATED_STORED;
        from->generated_expr.text = "1";
        to->generated_expr.text = "2";
        const char *sql = planned();
        ck_assert_msg((strstr(sql, "SET EXPRESSION AS (2)") != NULL) == (i == 1), "%s", sql);
        ck_assert_msg((strstr(sql, "DROP COLUMN \"c\"") != NULL) == (i == 0), "%s", sql);
    }
}
END_TEST

START_TEST(test_not_null_with_a_backfill)
{
    begin(150000);
    add_table(before, "integer");
    Column *to = add_table(after, "integer");
    to->not_null = true;
    to->backfill = (Default){.kind = DEFAULT_NUMBER, .value = "7"};
    ck_assert_str_eq(planned(), "UPDATE \"t\" SET \"c\" = 7 WHERE \"c\" IS NULL;\n"
                                "ALTER TABLE \"t\" ALTER COLUMN \"c\" SET NOT NULL;\n");
}
END_TEST

START_TEST(test_a_new_table_reads_well)
{
    begin(150000);
    Column *id = add_table(after, "bigint");
    id->identity.kind = IDENTITY_BY_DEFAULT;
    id->not_null = true;
    Column *at = add_column(after, id->table, "at", "timestamptz");
    at->default_value =
        (Default){.kind = DEFAULT_EXPRESSION, .expr = {.text = "now() AT TIME ZONE 'utc'"}};
    at->base.comment = "it's";
    Constraint *key = table_add_constraint(after, id->table, CONSTRAINT_PRIMARY_KEY, "t_pkey");
    list_push(mem, &key->keys, (KeyPart){.column = "c"});
    ck_assert_str_eq(planned(), "CREATE TABLE \"t\" (\n"
                                "    \"c\" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,\n"
                                "    \"at\" timestamptz DEFAULT (now() AT TIME ZONE 'utc'),\n"
                                "    CONSTRAINT \"t_pkey\" PRIMARY KEY (\"c\")\n"
                                ");\n"
                                "COMMENT ON COLUMN \"t\".\"at\" IS 'it''s';\n");
}
END_TEST

START_TEST(test_another_partitioning_is_a_new_table)
{
    begin(150000);
    add_table(before, "date")->table->partition_by = "RANGE (c)";
    add_table(after, "date")->table->partition_by = "LIST (c)";
    must(schema_finish(before, err));
    must(schema_finish(after, err));
    const Plan *plan = plan_changes(mem, diff_schemas(mem, before, after), err);
    ck_assert_ptr_nonnull(plan);
    size_t copies = 0, drops = 0;
    for (size_t i = 0; i < plan->statements.len; i++) {
        const char *sql = plan->statements.at[i]->sql;
        copies += text_starts(sql, "INSERT INTO");
        drops += text_starts(sql, "DROP TABLE");
        ck_assert_msg(!drops || copies, "rows go over before the old table is dropped");
    }
    ck_assert_uint_eq(copies, 1);
    ck_assert_uint_eq(drops, 1);
}
END_TEST

HARNESS_MAIN("postgres render", test_casts, test_enum_grows_in_place, test_enum_value_is_renamed,
             test_enum_loses_a_value, test_new_enum_value_that_is_used_at_once,
             test_serial_becomes_identity, test_generated_expression, test_not_null_with_a_backfill,
             test_a_new_table_reads_well, test_another_partitioning_is_a_new_table)
