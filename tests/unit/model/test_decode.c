#include "tests/unit/model/fixture.h"

static Table *table_of(const Schema *schema, const char *name)
{
    Table *table = schema_table(schema, NULL, name);
    ck_assert_ptr_nonnull(table);
    return table;
}

static Column *column_of(const Schema *schema, const char *table, const char *name)
{
    Column *column = table_column(table_of(schema, table), name);
    ck_assert_ptr_nonnull(column);
    return column;
}

static const Constraint *first_of(const Table *table, ConstraintType type)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->type == type) {
            return table->constraints.at[i];
        }
    }
    return NULL;
}

/* A table `t` with the column `c` of these members. */
static Column *one_column(const Dialect *dialect, const char *members)
{
    return column_of(
        model_for(dialect, mem_printf(mem, "'tables': {'t': {'columns': {'c': {%s}}}}", members)),
        "t", "c");
}

/* --- names and namespaces --------------------------------------------------------------------- */

START_TEST(names_have_namespaces)
{
    Schema *schema =
        model_for(&pg_dialect, "'tables': {'app.orders': {'columns': {'id': {'type': 'integer'}}},"
                               "'public.users': {'columns': {'id': {'type': 'integer'}}},"
                               "'\\'odd.name\\'': {'columns': {'id': {'type': 'integer'}}}}");
    ck_assert_ptr_nonnull(schema_table(schema, "app", "orders"));
    ck_assert_ptr_nonnull(schema_table(schema, NULL, "users"));
    ck_assert_ptr_nonnull(schema_table(schema, NULL, "odd.name"));
    ck_assert_uint_eq(schema->managed_schemas.len, 2);
    ck_assert_ptr_null(schema->managed_schemas.at[0]);
    ck_assert_str_eq(schema->managed_schemas.at[1], "app");
    ck_assert_uint_eq(table_of(schema, "users")->base.where.line, 1);
}
END_TEST

START_TEST(default_schema_of_the_project)
{
    const char *model = "'project': {'default_schema': 'app'}, 'tables': {"
                        "'orders': {'columns': {'id': {'type': 'integer'}}},"
                        "'public.users': {'columns': {'id': {'type': 'integer'}}}}";
    Schema *pg = model_for(&pg_dialect, model);
    ck_assert_ptr_nonnull(schema_table(pg, "app", "orders"));
    ck_assert_ptr_nonnull(schema_table(pg, NULL, "users"));
    Schema *lite = model_for(&lite_dialect, model);
    ck_assert_ptr_nonnull(schema_table(lite, NULL, "orders"));
    ck_assert_ptr_nonnull(schema_table(lite, NULL, "users"));
}
END_TEST

START_TEST(an_empty_model_manages_the_default_schema)
{
    Schema *schema = model_for(&pg_dialect, "'project': {'manage': ['view', 'enum']}");
    ck_assert_uint_eq(schema->managed_schemas.len, 1);
    ck_assert_ptr_null(schema->managed_schemas.at[0]);
    ck_assert(schema_manages(schema, OBJ_TABLE));
    ck_assert(schema_manages(schema, OBJ_INDEX));
    ck_assert(schema_manages(schema, OBJ_VIEW));
    ck_assert(schema_manages(schema, OBJ_ENUM));
    ck_assert(!schema_manages(schema, OBJ_SEQUENCE));
}
END_TEST

START_TEST(kinds_that_occur_are_managed)
{
    Schema *schema = model_for(
        &pg_dialect, "'sequences': {'s': {}}, 'schemas': {'app': {}}, 'tables': {'t': {'columns': "
                     "{'id': {'type': 'integer'}}, 'triggers': {'x': {'definition': "
                     "'create trigger x ;'}}}}");
    ck_assert(schema_manages(schema, OBJ_SEQUENCE));
    ck_assert(schema_manages(schema, OBJ_NAMESPACE));
    ck_assert(schema_manages(schema, OBJ_TRIGGER));
    ck_assert(!schema_manages(schema, OBJ_VIEW));
    ck_assert_str_eq(table_of(schema, "t")->triggers.at[0]->definition, "create trigger x");
}
END_TEST

/* --- dialects --------------------------------------------------------------------------------- */

START_TEST(objects_are_chosen_by_dialect)
{
    const char *model =
        "'tables': {'a': {'dialects': ['sqlite'], 'columns': {'c': {'type': 'text'}}},"
        "'b': {'dialects': ['mysql'], 'columns': {'c': {'type': 'text'}}}}";
    ck_assert_ptr_nonnull(schema_table(model_for(&lite_dialect, model), NULL, "a"));
    ck_assert_ptr_null(schema_table(model_for(&mysql_dialect, model), NULL, "a"));
    ck_assert_ptr_nonnull(schema_table(model_for(&mysql_dialect, model), NULL, "b"));
    ck_assert_ptr_nonnull(schema_table(model_for(&maria_dialect, model), NULL, "b"));
}
END_TEST

START_TEST(texts_are_chosen_by_dialect)
{
    const char *type = "'type': {'default': 'integer', 'postgresql': 'text[]', 'mysql': 'json'}";
    ck_assert_str_eq(one_column(&pg_dialect, type)->type.text, "text[]");
    ck_assert_str_eq(one_column(&mysql_dialect, type)->type.text, "json");
    ck_assert_str_eq(one_column(&maria_dialect, type)->type.text, "json");
    ck_assert_str_eq(one_column(&lite_dialect, type)->type.text, "integer");
    const char *maria = "'type': {'mysql': 'int', 'mariadb': 'bigint'}";
    ck_assert_str_eq(one_column(&maria_dialect, maria)->type.name, "bigint");
}
END_TEST

START_TEST(a_default_for_others_is_none_here)
{
    const char *text = "'type': 'timestamp', 'default': {'expr': {'mysql': 'now()'}},"
                       "'check': {'mysql': 'c > 0'}, 'collate': {'mysql': 'utf8mb4_bin'}";
    const Column *pg = one_column(&pg_dialect, text);
    ck_assert_int_eq(pg->default_value.kind, DEFAULT_NONE);
    ck_assert_ptr_null(pg->collation);
    ck_assert_uint_eq(pg->table->constraints.len, 0);
    ck_assert_int_eq(one_column(&mysql_dialect, text)->default_value.kind, DEFAULT_EXPRESSION);
}
END_TEST

START_TEST(mariadb_reads_the_options_of_mysql)
{
    const char *text =
        "'type': 'text', 'mysql': {'invisible': true, 'charset': 'latin1', 'srid': 4},"
        "'mariadb': {'on_update': 'x'}";
    const Column *maria = one_column(&maria_dialect, text);
    ck_assert(options_has(&maria->options, "invisible"));
    ck_assert_str_eq(options_get(&maria->options, "on_update"), "x");
    ck_assert_ptr_null(options_get(&maria->options, "srid"));
    ck_assert_str_eq(maria->charset, "latin1");
    const Column *mysql = one_column(&mysql_dialect, text);
    ck_assert_ptr_null(options_get(&mysql->options, "on_update"));
    ck_assert_str_eq(options_get(&mysql->options, "srid"), "4");
    ck_assert_uint_eq(one_column(&pg_dialect, text)->options.len, 0);
}
END_TEST

START_TEST(expressions_are_requoted)
{
    const char *text = "'type': 'int', 'generated': '\\'a b\\' + ~x~', 'generated_as': 'virtual'";
    ck_assert_str_eq(one_column(&mysql_dialect, text)->generated_expr.text, "`a b` + 'x'");
    ck_assert_str_eq(one_column(&pg_dialect, text)->generated_expr.text, "\"a b\" + 'x'");
}
END_TEST

/* --- columns ---------------------------------------------------------------------------------- */

START_TEST(defaults_keep_their_kind)
{
    static const struct {
        const char *json;
        DefaultKind kind;
        const char *value;
    } cases[] = {{"1.50", DEFAULT_NUMBER, "1.50"},
                 {"true", DEFAULT_BOOLEAN, "true"},
                 {"'x'", DEFAULT_STRING, "x"},
                 {"null", DEFAULT_NULL, NULL},
                 {"{'expr': 'now()'}", DEFAULT_EXPRESSION, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Column *column =
            one_column(&pg_dialect, mem_printf(mem, "'type': 'text', 'default': %s, 'backfill': %s",
                                               cases[i].json, cases[i].json));
        ck_assert_int_eq(column->default_value.kind, cases[i].kind);
        ck_assert_int_eq(column->backfill.kind, cases[i].kind);
        ck_assert(text_equal(column->default_value.value, cases[i].value));
    }
}
END_TEST

START_TEST(now_is_portable)
{
    const char *text = "'type': 'datetime', 'default': {'expr': 'now()'}";
    ck_assert_str_eq(one_column(&lite_dialect, text)->default_value.expr.text, "CURRENT_TIMESTAMP");
    ck_assert_str_eq(one_column(&pg_dialect, text)->default_value.expr.text, "now()");
}
END_TEST

START_TEST(serial_becomes_identity)
{
    static const char *const types[][2] = {
        {"serial", "integer"}, {"bigserial", "bigint"}, {"smallserial", "smallint"}};
    for (size_t i = 0; i < 3; i++) {
        const Column *column =
            one_column(&pg_dialect, mem_printf(mem, "'type': '%s'", types[i][0]));
        ck_assert_int_eq(column->identity.kind, IDENTITY_SERIAL);
        ck_assert_str_eq(column->type.name, types[i][1]);
        ck_assert_str_eq(column->type.text, types[i][1]);
        ck_assert(column->not_null);
    }
    ck_assert(!one_column(&pg_dialect, "'type': 'serial', 'null': true")->not_null);
    const Column *named =
        one_column(&pg_dialect, "'type': 'serial', 'identity': {'sequence': 's', 'start': 7}");
    ck_assert_int_eq(named->identity.kind, IDENTITY_SERIAL);
    ck_assert_str_eq(named->identity.sequence, "s");
    ck_assert_int_eq(named->identity.numbers.start, 7);
}
END_TEST

START_TEST(increment_is_portable)
{
    const char *model = "'tables': {'t': {'columns': {'c': {'type': 'bigint', 'increment': true}},"
                        "'primary_key': ['c']}}";
    const Column *pg = column_of(model_for(&pg_dialect, model), "t", "c");
    ck_assert_int_eq(pg->identity.kind, IDENTITY_BY_DEFAULT);
    ck_assert(pg->not_null);
    const Column *mysql = column_of(model_for(&mysql_dialect, model), "t", "c");
    ck_assert_int_eq(mysql->identity.kind, IDENTITY_AUTO);
    ck_assert_str_eq(mysql->type.name, "bigint");
    const Column *lite = column_of(model_for(&lite_dialect, model), "t", "c");
    ck_assert_int_eq(lite->identity.kind, IDENTITY_AUTO);
    ck_assert_str_eq(lite->type.text, "integer");
}
END_TEST

START_TEST(identity_elsewhere)
{
    const char *model = "'tables': {'t': {'columns': {'c': {'type': 'bigint', 'identity': "
                        "{'generated': 'always', 'start': 1000, 'cache': 50}}},"
                        "'primary_key': ['c']}}";
    const Column *pg = column_of(model_for(&pg_dialect, model), "t", "c");
    ck_assert_int_eq(pg->identity.kind, IDENTITY_ALWAYS);
    ck_assert_int_eq(pg->identity.numbers.cache, 50);
    ck_assert(pg->identity.numbers.has_start && !pg->identity.numbers.has_min);
    const Column *mysql = column_of(model_for(&mysql_dialect, model), "t", "c");
    ck_assert_int_eq(mysql->identity.kind, IDENTITY_AUTO);
    ck_assert(!mysql->identity.numbers.has_start);
    ck_assert_str_eq(options_get(&mysql->table->options, "auto_increment"), "1000");
    const Column *lite = column_of(model_for(&lite_dialect, model), "t", "c");
    ck_assert_int_eq(lite->identity.kind, IDENTITY_AUTO);
    ck_assert_uint_eq(lite->table->options.len, 0);
}
END_TEST

START_TEST(enums_where_there_are_none)
{
    const char *model = "'enums': {'status': {'values': ['open', {'name': 'it~s', 'note': 'n'}]}},"
                        "'tables': {'t': {'columns': {'s': {'type': 'status', 'null': false}}}}";
    Schema *pg = model_for(&pg_dialect, model);
    ck_assert_int_eq(column_of(pg, "t", "s")->type.cls, TYPE_USER);
    ck_assert_uint_eq(pg->enums.len, 1);
    ck_assert_str_eq(pg->enums.at[0]->values.at[1].note, "n");
    ck_assert(schema_manages(pg, OBJ_ENUM));
    Schema *mysql = model_for(&mysql_dialect, model);
    ck_assert_int_eq(column_of(mysql, "t", "s")->type.cls, TYPE_ENUM);
    ck_assert_uint_eq(column_of(mysql, "t", "s")->type.values.len, 2);
    ck_assert_uint_eq(mysql->enums.len, 0);
    ck_assert(!schema_manages(mysql, OBJ_ENUM));
    Schema *lite = model_for(&lite_dialect, model);
    ck_assert_str_eq(column_of(lite, "t", "s")->type.text, "text");
    ck_assert_uint_eq(lite->enums.len, 0);
    const Constraint *check = first_of(table_of(lite, "t"), CONSTRAINT_CHECK);
    ck_assert_str_eq(check->check.text, "\"s\" IN ('open', 'it''s')");
    ck_assert(check->on_column);
    ck_assert_ptr_null(check->base.name);
}
END_TEST

START_TEST(collation_c_is_portable)
{
    const char *text = "'type': 'string(20)', 'collate': 'C'";
    ck_assert_str_eq(one_column(&pg_dialect, text)->collation, "C");
    ck_assert_ptr_null(one_column(&lite_dialect, text)->collation);
    ck_assert_str_eq(one_column(&mysql_dialect, text)->collation, "utf8mb4_bin");
    const char *latin = "'type': 'string(20)', 'collate': 'C', 'mysql': {'charset': 'latin1'}";
    ck_assert_str_eq(one_column(&mysql_dialect, latin)->collation, "latin1_bin");
}
END_TEST

START_TEST(charset_in_the_type_is_the_columns)
{
    const Column *column =
        one_column(&mysql_dialect, "'type': 'varchar(9) character set latin1 collate latin1_bin'");
    ck_assert_str_eq(column->charset, "latin1");
    ck_assert_str_eq(column->collation, "latin1_bin");
    ck_assert_str_eq(column->type.text, "varchar(9)");
}
END_TEST

START_TEST(unknown_types_pass_when_asked)
{
    const char *table = "'tables': {'t': {'columns': {'c': {'type': 'wobble(3)'}}}}";
    ck_assert_str_eq(model_error(&pg_dialect, table)->message,
                     "unknown type \"wobble(3)\" for postgresql");
    error_clear(err);
    Schema *schema =
        model_for(&pg_dialect, mem_printf(mem, "'project': {'opaque_types': true}, %s", table));
    ck_assert_int_eq(column_of(schema, "t", "c")->type.cls, TYPE_OTHER);
    schema = model_for(&pg_dialect, mem_printf(mem, "'extensions': {'wobble': {}}, %s", table));
    ck_assert_int_eq(column_of(schema, "t", "c")->type.cls, TYPE_OTHER);
    ck_assert_int_eq(one_column(&pg_dialect, "'type': 'ext.wobble'")->type.cls, TYPE_OTHER);
}
END_TEST

START_TEST(comments_where_they_are_kept)
{
    const char *model =
        "'tables': {'t': {'note': 'T', 'columns': {'c': {'type': 'int', 'note': ''}},"
        "'indexes': {'i': {'keys': ['c'], 'note': 'I'}}}}";
    Schema *pg = model_for(&pg_dialect, model), *mysql = model_for(&mysql_dialect, model);
    ck_assert_str_eq(table_of(pg, "t")->base.comment, "T");
    ck_assert_str_eq(table_of(pg, "t")->indexes.at[0]->base.comment, "I");
    ck_assert_ptr_null(column_of(pg, "t", "c")->base.comment);
    ck_assert_ptr_null(table_of(mysql, "t")->indexes.at[0]->base.comment);
    ck_assert_str_eq(options_get(&table_of(mysql, "t")->indexes.at[0]->options, "comment"), "I");
    ck_assert_ptr_null(table_of(model_for(&lite_dialect, model), "t")->base.comment);
}
END_TEST

START_TEST(column_members_become_constraints)
{
    Schema *schema =
        model_for(&pg_dialect,
                  "'tables': {'a': {'columns': {'id': {'type': 'integer'}}, 'primary_key': ['id']},"
                  "'t': {'columns': {'c': {'type': 'integer', 'unique': true, 'check': 'c > 0', "
                  "'references': 'a.id', 'on_delete': 'set null', 'on_update': 'cascade'}}}}");
    const Table *table = table_of(schema, "t");
    const Constraint *unique = first_of(table, CONSTRAINT_UNIQUE);
    const Constraint *check = first_of(table, CONSTRAINT_CHECK);
    const Constraint *key = first_of(table, CONSTRAINT_FOREIGN_KEY);
    ck_assert(unique->on_column && check->on_column && key->on_column);
    ck_assert_ptr_null(unique->base.name);
    ck_assert_str_eq(check->check.text, "c > 0");
    ck_assert_uint_gt(check->check.where.column, 0);
    ck_assert_ptr_eq(key->references, table_of(schema, "a"));
    ck_assert_int_eq(key->on_delete, ACTION_SET_NULL);
    ck_assert_int_eq(key->on_update, ACTION_CASCADE);
    ck_assert_str_eq(key->ref_columns.at[0], "id");
}
END_TEST

/* --- partials --------------------------------------------------------------------------------- */

static const char partial_model[] =
    "'partials': {'p': {'note': 'P', 'columns': {'a': {'type': 'int'}, 'x': {'type': 'int'}},"
    " 'indexes': {'{table}_a_idx': {'keys': ['a'], 'renamed_from': '{table}_old'}},"
    " 'checks': {'{table}_ck': 'a > 0'}},"
    "'q': {'columns': {'a': {'type': 'bigint'}, 'z': {'type': 'int'}}, 'primary_key': ['z'],"
    " 'checks': {'{table}_ck': 'a > 1'}}},"
    "'tables': {'app.t': {'columns': {'id': {'type': 'int'}, 'x': {'type': 'text'}},"
    " 'use': ['p', 'q']}}";

START_TEST(partials_are_injected)
{
    Schema *schema = model_for(&pg_dialect, partial_model);
    const Table *table = schema_table(schema, "app", "t");
    ck_assert_uint_eq(table->columns.len, 4);
    ck_assert_str_eq(table->columns.at[0]->base.name, "id");
    ck_assert_str_eq(table->columns.at[1]->base.name, "x");
    ck_assert_str_eq(table->columns.at[2]->base.name, "a");
    ck_assert_str_eq(table->columns.at[3]->base.name, "z");
    /* the table's own wins, then the later partial */
    ck_assert_str_eq(table_column(table, "x")->type.name, "text");
    ck_assert_str_eq(table_column(table, "a")->type.name, "bigint");
    ck_assert_str_eq(first_of(table, CONSTRAINT_CHECK)->check.text, "a > 1");
    ck_assert_str_eq(first_of(table, CONSTRAINT_CHECK)->base.name, "t_ck");
    ck_assert_str_eq(table->indexes.at[0]->base.name, "t_a_idx");
    ck_assert_str_eq(table->indexes.at[0]->base.renamed_from, "t_old");
    ck_assert_str_eq(table_primary_key(table)->keys.at[0].column, "z");
    ck_assert_str_eq(table->base.comment, "P");
}
END_TEST

START_TEST(unknown_partial)
{
    const Error *first =
        model_error(&pg_dialect, "'partials': {'stamps': {}}, 'tables': {'t': {'columns': "
                                 "{'c': {'type': 'int'}}, 'use': ['stamp']}}");
    ck_assert_str_eq(first->message, "unknown partial \"stamp\"");
    ck_assert_str_eq(first->hint, "did you mean \"stamps\"?");
}
END_TEST

/* --- what the target cannot say --------------------------------------------------------------- */

static const char rich_index[] =
    "'tables': {'t': {'columns': {'a': {'type': 'string(9)'}, 'b': {'type': 'int'}}, 'indexes': "
    "{'i': {'keys': ['b', {'column': 'a', 'order': 'desc', 'nulls': 'last', 'opclass': "
    "'text_pattern_ops', 'collate': 'C'}], 'where': 'b > 0', 'include': ['b'], 'with': "
    "{'fillfactor': 70}, 'tablespace': 'x'}}}}";

START_TEST(indexes_lose_what_only_serves_speed)
{
    const Index *pg = table_of(model_for(&pg_dialect, rich_index), "t")->indexes.at[0];
    ck_assert_str_eq(pg->where.text, "b > 0");
    ck_assert_uint_eq(pg->include.len, 1);
    ck_assert_int_eq(pg->keys.at[1].nulls, NULLS_LAST);
    ck_assert_str_eq(options_get(&pg->options, "with"), "fillfactor=70");
    ck_assert_str_eq(options_get(&pg->options, "tablespace"), "x");
    const Index *mysql = table_of(model_for(&mysql_dialect, rich_index), "t")->indexes.at[0];
    ck_assert_ptr_null(mysql->where.text);
    ck_assert_uint_eq(mysql->include.len, 0);
    ck_assert_uint_eq(mysql->options.len, 0);
    ck_assert_int_eq(mysql->keys.at[1].order, SORT_DESC);
    ck_assert_int_eq(mysql->keys.at[1].nulls, NULLS_DEFAULT);
    ck_assert_ptr_null(mysql->keys.at[1].opclass);
    ck_assert_ptr_null(mysql->keys.at[1].collation);
    const Index *lite = table_of(model_for(&lite_dialect, rich_index), "t")->indexes.at[0];
    ck_assert_str_eq(lite->where.text, "b > 0");
    ck_assert_str_eq(lite->keys.at[1].collation, "C");
}
END_TEST

START_TEST(constraints_that_cannot_wait_or_sleep)
{
    const char *model =
        "'tables': {'a': {'columns': {'id': {'type': 'integer'}}, 'primary_key': ['id'],"
        "'foreign_keys': {'f': {'columns': ['id'], 'references': {'table': 'a'}, 'deferrable': "
        "'initially deferred'}, 'l': {'columns': ['id'], 'references': {'table': 'a'}, 'logical': "
        "true}}, 'checks': {'c': {'expr': 'id > 0', 'enforced': false}}}}";
    const Table *pg = table_of(model_for(&pg_dialect, model), "a");
    ck_assert_int_eq(first_of(pg, CONSTRAINT_FOREIGN_KEY)->deferrable, DEFERRABLE_DEFERRED);
    ck_assert(first_of(pg, CONSTRAINT_CHECK)->not_enforced);
    ck_assert_uint_eq(pg->constraints.len, 3);
    const Table *mysql = table_of(model_for(&mysql_dialect, model), "a");
    ck_assert_int_eq(first_of(mysql, CONSTRAINT_FOREIGN_KEY)->deferrable, DEFERRABLE_NOT);
    ck_assert(first_of(mysql, CONSTRAINT_CHECK)->not_enforced);
    const Table *lite = table_of(model_for(&lite_dialect, model), "a");
    ck_assert_int_eq(first_of(lite, CONSTRAINT_FOREIGN_KEY)->deferrable, DEFERRABLE_DEFERRED);
    ck_assert_ptr_null(first_of(lite, CONSTRAINT_CHECK));
}
END_TEST

START_TEST(project_facts)
{
    Schema *schema = model_for(&pg_dialect, "'project': {'tenant': {'column': 'b', 'table': 'bs'},"
                                            "'naming': {'index': 'i_%(table_name)s'}},"
                                            "'tables': {'t': {'tenant': 'self', 'managed': false,"
                                            "'columns': {'b': {'type': 'int', 'tenant': true}}}}");
    ck_assert_str_eq(schema->tenant.column, "b");
    ck_assert_str_eq(schema->tenant.table, "bs");
    ck_assert_str_eq(schema->naming.index, "i_%(table_name)s");
    ck_assert_str_eq(schema->naming.unique, naming_default.unique);
    ck_assert_int_eq(table_of(schema, "t")->tenancy, TENANCY_SELF);
    ck_assert(table_of(schema, "t")->unmanaged);
    ck_assert(column_of(schema, "t", "b")->tenant);
}
END_TEST

START_TEST(row_security_gives_a_policy)
{
    const char *model =
        "'project': {'tenant': {'column': 'b', 'type': 'uuid', 'rls': true, 'setting': 'x.~y',"
        "'exempt': ['a.*', 'log_*', 't.uq']}}, 'tables': {"
        "'t': {'columns': {'b': {'type': 'uuid'}}}, 'log_a': {'columns': {'b': {'type': 'uuid'}}},"
        "'a.t': {'columns': {'b': {'type': 'uuid'}}}, 'u': {'columns': {'c': {'type': 'int'}}}}";
    Schema *schema = model_for(&pg_dialect, model);
    const Table *table = table_of(schema, "t");
    ck_assert_uint_eq(table->policies.len, 1);
    ck_assert_str_eq(table->policies.at[0]->base.name, "tenant_isolation");
    ck_assert_str_eq(table->policies.at[0]->using_.text, "\"b\" = current_setting('x.''y')::uuid");
    ck_assert_str_eq(options_get(&table->options, "row_security"), "on");
    ck_assert_uint_eq(table_of(schema, "log_a")->policies.len, 0);
    ck_assert_uint_eq(schema_table(schema, "a", "t")->policies.len, 0);
    ck_assert_uint_eq(table_of(schema, "u")->policies.len, 0);
}
END_TEST

HARNESS_MAIN("model decode", names_have_namespaces, default_schema_of_the_project,
             an_empty_model_manages_the_default_schema, kinds_that_occur_are_managed,
             objects_are_chosen_by_dialect, texts_are_chosen_by_dialect,
             a_default_for_others_is_none_here, mariadb_reads_the_options_of_mysql,
             expressions_are_requoted, defaults_keep_their_kind, now_is_portable,
             serial_becomes_identity, increment_is_portable, identity_elsewhere,
             enums_where_there_are_none, collation_c_is_portable,
             charset_in_the_type_is_the_columns, unknown_types_pass_when_asked,
             comments_where_they_are_kept, column_members_become_constraints, partials_are_injected,
             unknown_partial, indexes_lose_what_only_serves_speed,
             constraints_that_cannot_wait_or_sleep, project_facts, row_security_gives_a_policy)
