/* Changes -> SQL, offline: what only shows in the text or in the order of statements. */
#include "tests/unit/mysql/fixture.h"

#include "diff/diff.h"
#include "emit/render.h"

static Server server;
static Schema *before, *after;

static void begin(Server assumed)
{
    server = assumed;
    before = schema_new(mem, &server);
    after = schema_new(mem, &server);
    before->managed = after->managed = (1u << OBJ_KIND_COUNT) - 1;
}

static Column *add_column(Schema *schema, Table *table, const char *name, const char *type)
{
    Column *column = table_add_column(schema, table, name);
    ck_assert(mysql_parse_type(mem, &server, type, &column->type));
    return column;
}

static Table *add_table(Schema *schema, const char *name, const char *type)
{
    Table *table = schema_add_table(schema, NULL, name);
    add_column(schema, table, "a", type);
    return table;
}

static Index *add_index(Schema *schema, Table *table, const char *name, const char *column)
{
    Index *index = table_add_index(schema, table, name);
    list_push(mem, &index->keys, (KeyPart){.column = column});
    return index;
}

static Constraint *add_key(Schema *schema, Table *table, const char *name, const char *target)
{
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_FOREIGN_KEY, name);
    list_push(mem, &key->keys, (KeyPart){.column = "a"});
    list_push(mem, &key->ref_columns, "a");
    key->ref_table = target;
    return key;
}

static Constraint *add_check(Schema *schema, Table *table, const char *name, const char *text)
{
    Constraint *check = table_add_constraint(schema, table, CONSTRAINT_CHECK, name);
    check->check.text = text;
    return check;
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

START_TEST(test_full_definition)
{
    begin(mysql_nine());
    Schema *sides[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        Column *column = add_column(sides[i], add_table(sides[i], "t", "int"), "b", "varchar(9)");
        column->type = type_none();
        ck_assert(mysql_parse_type(mem, &server, i ? "varchar(20)" : "varchar(9)", &column->type));
        column->not_null = true;
        column->base.comment = "it's";
        column->charset = "latin1";
        column->collation = "latin1_bin";
        column->default_value = (Default){.kind = DEFAULT_STRING, .value = "x"};
        options_set(mem, &column->options, "invisible", "true", (Location){0});
    }
    ck_assert_str_eq(planned(),
                     "ALTER TABLE `t` MODIFY COLUMN `b` varchar(20) CHARACTER SET latin1 "
                     "COLLATE latin1_bin NOT NULL DEFAULT 'x' INVISIBLE COMMENT "
                     "'it''s';\n");
}
END_TEST

/* A foreign key on a column whose type changes is in the way on both of its ends. */
START_TEST(test_foreign_key_around_type)
{
    begin(mysql_nine());
    Schema *sides[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        const char *type = i ? "bigint" : "int";
        Table *parent = add_table(sides[i], "parent", type);
        Constraint *primary = table_add_constraint(sides[i], parent, CONSTRAINT_PRIMARY_KEY, NULL);
        list_push(mem, &primary->keys, (KeyPart){.column = "a"});
        Table *child = add_table(sides[i], "child", type);
        add_index(sides[i], child, "fk", "a");
        add_key(sides[i], child, "fk", "parent");
    }
    ck_assert_str_eq(planned(),
                     "ALTER TABLE `child` DROP FOREIGN KEY `fk`;\n"
                     "ALTER TABLE `parent` MODIFY COLUMN `a` bigint NOT NULL;\n"
                     "ALTER TABLE `child` MODIFY COLUMN `a` bigint;\n"
                     "ALTER TABLE `child` ADD CONSTRAINT `fk` FOREIGN KEY (`a`) REFERENCES "
                     "`parent` (`a`);\n");
}
END_TEST

/* InnoDB would drop its own index without a word when another one covers the key. */
START_TEST(test_generated_index_stays)
{
    begin(mysql_nine());
    Schema *sides[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        Table *parent = add_table(sides[i], "parent", "int");
        Constraint *primary = table_add_constraint(sides[i], parent, CONSTRAINT_PRIMARY_KEY, NULL);
        list_push(mem, &primary->keys, (KeyPart){.column = "a"});
        Table *child = add_table(sides[i], "child", "int");
        add_index(sides[i], child, "fk", "a");
        add_key(sides[i], child, "fk", "parent");
        if (i) {
            add_index(sides[i], child, "ix", "a");
        }
    }
    ck_assert_str_eq(planned(), "ALTER TABLE `child`\n"
                                "    DROP INDEX `fk`,\n"
                                "    ADD KEY `fk` (`a`),\n"
                                "    ADD KEY `ix` (`a`);\n");
}
END_TEST

static void rename_with_check(void)
{
    Schema *sides[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        Table *table = add_table(sides[i], "t", "int");
        Column *column = add_column(sides[i], table, i ? "new" : "old", "int");
        column->base.renamed_from = i ? "old" : NULL;
        add_check(sides[i], table, "ck", i ? "`new` > 0" : "`old` > 0");
        Column *made = add_column(sides[i], table, "g", "int");
        made->generated = GENERATED_STORED;
        made->generated_expr.text = i ? "`new` + 1" : "`old` + 1";
    }
}

START_TEST(test_rename_with_dependents)
{
    begin(mysql_nine());
    rename_with_check();
    ck_assert_str_eq(planned(),
                     "ALTER TABLE `t`\n"
                     "    DROP CHECK `ck`,\n"
                     "    ADD CONSTRAINT `ck` CHECK (`new` > 0),\n"
                     "    MODIFY COLUMN `g` int GENERATED ALWAYS AS (`new` + 1) STORED,\n"
                     "    RENAME COLUMN `old` TO `new`;\n");
    begin(maria_ten());
    rename_with_check();
    ck_assert_str_eq(planned(), "ALTER TABLE `t` RENAME COLUMN `old` TO `new`;\n");
}
END_TEST

START_TEST(test_virtual_is_replaced)
{
    begin(mysql_nine());
    Schema *sides[] = {before, after};
    for (size_t i = 0; i < 2; i++) {
        Column *made = add_column(sides[i], add_table(sides[i], "t", "int"), "g", "int");
        made->generated = i ? GENERATED_STORED : GENERATED_VIRTUAL;
        made->generated_expr.text = "`a` + 1";
    }
    ck_assert_str_eq(planned(), "ALTER TABLE `t`\n"
                                "    DROP COLUMN `g`,\n"
                                "    ADD COLUMN `g` int GENERATED ALWAYS AS (`a` + 1) STORED;\n");
}
END_TEST

START_TEST(test_auto_increment_with_its_key)
{
    begin(mysql_nine());
    add_table(before, "t", "int");
    Table *table = add_table(after, "t", "int");
    Column *id = add_column(after, table, "id", "bigint");
    id->identity.kind = IDENTITY_AUTO;
    Constraint *primary = table_add_constraint(after, table, CONSTRAINT_PRIMARY_KEY, NULL);
    list_push(mem, &primary->keys, (KeyPart){.column = "id"});
    ck_assert_str_eq(planned(), "ALTER TABLE `t`\n"
                                "    ADD COLUMN `id` bigint NOT NULL AUTO_INCREMENT,\n"
                                "    ADD PRIMARY KEY (`id`);\n");
}
END_TEST

START_TEST(test_backfill)
{
    begin(mysql_nine());
    Column *old = add_column(before, add_table(before, "t", "int"), "b", "int");
    old->not_null = false;
    Table *table = add_table(after, "t", "int");
    Column *column = add_column(after, table, "b", "int");
    column->not_null = true;
    column->backfill = (Default){.kind = DEFAULT_NUMBER, .value = "7"};
    Column *added = add_column(after, table, "c", "varchar(3)");
    added->not_null = true;
    added->backfill = (Default){.kind = DEFAULT_STRING, .value = "it's"};
    ck_assert_str_eq(planned(), "ALTER TABLE `t` ADD COLUMN `c` varchar(3);\n"
                                "UPDATE `t` SET `c` = 'it''s';\n"
                                "UPDATE `t` SET `b` = 7 WHERE `b` IS NULL;\n"
                                "ALTER TABLE `t`\n"
                                "    MODIFY COLUMN `c` varchar(3) NOT NULL,\n"
                                "    MODIFY COLUMN `b` int NOT NULL;\n");
}
END_TEST

/* A check that is part of its column: MariaDB changes it with the column, MySQL by its name. */
START_TEST(test_column_check)
{
    Server servers[] = {maria_ten(), mysql_nine()};
    static const char *const wanted[] = {"ALTER TABLE `t` MODIFY COLUMN `a` int CHECK (a > 1);\n",
                                         "ALTER TABLE `t` ADD CONSTRAINT `ck_a` CHECK (a > 1);\n"};
    for (size_t i = 0; i < 2; i++) {
        begin(servers[i]);
        add_table(before, "t", "int");
        Constraint *check =
            add_check(after, add_table(after, "t", "int"), i ? "ck_a" : NULL, "a > 1");
        check->on_column = true;
        list_push(mem, &check->keys, (KeyPart){.column = "a"});
        ck_assert_str_eq(planned(), wanted[i]);
    }
}
END_TEST

START_TEST(test_options)
{
    begin(mysql_nine());
    Table *from = add_table(before, "t", "varchar(3)"), *to = add_table(after, "t", "varchar(3)");
    options_set(mem, &from->options, "collate", "latin1_swedish_ci", (Location){0});
    options_set(mem, &from->options, "charset", "latin1", (Location){0});
    options_set(mem, &from->options, "row_format", "COMPRESSED", (Location){0});
    options_set(mem, &from->options, "create_options", "compression=zlib,key_block_size=8",
                (Location){0});
    options_set(mem, &to->options, "collate", "utf8mb4_bin", (Location){0});
    options_set(mem, &to->options, "charset", "utf8mb4", (Location){0});
    options_set(mem, &to->options, "create_options", "key_block_size=4", (Location){0});
    to->base.comment = "it's";
    ck_assert_str_eq(planned(), "ALTER TABLE `t`\n"
                                "    MODIFY COLUMN `a` varchar(3),\n"
                                "    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin,\n"
                                "    ROW_FORMAT=DEFAULT,\n"
                                "    KEY_BLOCK_SIZE=4,\n"
                                "    COMPRESSION='',\n"
                                "    COMMENT='it''s';\n");
}
END_TEST

START_TEST(test_sequence_needs_mariadb)
{
    begin(mysql_nine());
    schema_add_sequence(after, NULL, "s");
    must(schema_finish(before, err) && schema_finish(after, err));
    ck_assert_ptr_null(plan_changes(mem, diff_schemas(mem, before, after), err));
    ck_assert_int_eq(err->code, ERR_UNSUPPORTED);
    ck_assert_ptr_nonnull(err->hint);
}
END_TEST

HARNESS_MAIN("mysql_render", test_full_definition, test_foreign_key_around_type,
             test_generated_index_stays, test_rename_with_dependents, test_virtual_is_replaced,
             test_auto_increment_with_its_key, test_backfill, test_column_check, test_options,
             test_sequence_needs_mariadb)
