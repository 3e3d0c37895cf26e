/* Introspection and the judge on real servers. */
#include "tests/unit/mysql/fixture.h"

static const char *const ddl[] = {
    "CREATE TABLE branches (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, "
    "name varchar(80) NOT NULL COMMENT 'the name''s \\\\', UNIQUE KEY uq_name (name)) "
    "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=COMPACT "
    "STATS_PERSISTENT=1 COMMENT='shops'",
    "CREATE TABLE orders (id bigint NOT NULL, branch_id int unsigned, rid int unsigned, "
    "status enum('open','it''s','a\\\\b') DEFAULT 'it''s', flag bool DEFAULT true, "
    "bits bit(3) DEFAULT b'101', total decimal(12,2) NOT NULL DEFAULT 0, "
    "word varchar(20) DEFAULT (concat('a','b\\'c')), latin text CHARACTER SET latin1, "
    "exact varchar(10) COLLATE utf8mb4_bin, doc json, "
    "at datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), "
    "tax decimal(12,2) GENERATED ALWAYS AS (total * 0.21) STORED, "
    "more int GENERATED ALWAYS AS (id + 1) VIRTUAL, hidden int INVISIBLE, "
    "PRIMARY KEY (id), KEY ix (exact(3), id DESC), FULLTEXT KEY ft (latin), "
    "CONSTRAINT positive CHECK (total >= 0 AND status <> 'it\\'s'), "
    "CONSTRAINT fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE CASCADE, "
    "FOREIGN KEY (rid) REFERENCES branches (id)) DEFAULT CHARSET=utf8mb4 "
    "COLLATE=utf8mb4_unicode_ci",
    "CREATE TABLE parts (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) "
    "PARTITION BY RANGE (year(at)) (PARTITION p0 VALUES LESS THAN (2000), "
    "PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE `odd ``name` (`a b` int NOT NULL PRIMARY KEY)",
    "CREATE TABLE schemadiff_revisions (id int)",
    "CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'open' "
    "WITH LOCAL CHECK OPTION",
    "CREATE VIEW deeper AS SELECT id FROM open_orders",
    "CREATE TRIGGER tr BEFORE UPDATE ON orders FOR EACH ROW SET NEW.total = NEW.total + 1",
    NULL};

static const char *const mysql_only[] = {
    "CREATE TABLE extra (a int, b varchar(20), p point SRID 4326, "
    "t text DEFAULT ('x'), KEY f ((a + 1)), KEY hide (a) INVISIBLE, "
    "CONSTRAINT loose CHECK (a > 0) NOT ENFORCED)",
    NULL};

static const char *const mariadb_only[] = {
    "CREATE TABLE extra (a int CHECK (a > 0), u uuid, n inet6, j longtext COLLATE utf8mb4_bin "
    "CHECK (json_valid(j)), l longtext CHECK (json_valid(l)), KEY hide (a) IGNORED)",
    "CREATE TABLE kept (a int) WITH SYSTEM VERSIONING",
    "CREATE SEQUENCE numbers START WITH 7 INCREMENT BY 5 MAXVALUE 99 CACHE 3 CYCLE",
    "CREATE TABLE uses (a bigint DEFAULT nextval(numbers))", NULL};

static const Column *column_of(const Table *table, const char *name)
{
    ck_assert_ptr_nonnull(table);
    const Column *column = table_column(table, name);
    ck_assert_msg(column != NULL, "column %s", name);
    return column;
}

static const Index *index_of(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_equal(table->indexes.at[i]->base.name, name)) {
            return table->indexes.at[i];
        }
    }
    ck_abort_msg("no index %s", name);
    return NULL;
}

static const Constraint *constraint_of(const Table *table, ConstraintType type, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *constraint = table->constraints.at[i];
        if (constraint->type == type && text_equal(constraint->base.name, name)) {
            return constraint;
        }
    }
    ck_abort_msg("no constraint %s", name ? name : "without a name");
    return NULL;
}

static void check_tables(const Schema *schema)
{
    const Table *branches = schema_table(schema, NULL, "branches");
    ck_assert_str_eq(options_get(&branches->options, "engine"), "InnoDB");
    ck_assert_str_eq(options_get(&branches->options, "charset"), "utf8mb4");
    ck_assert_str_eq(options_get(&branches->options, "collate"), "utf8mb4_unicode_ci");
    ck_assert_str_eq(options_get(&branches->options, "row_format"), "COMPACT");
    ck_assert_str_eq(options_get(&branches->options, "create_options"), "stats_persistent=1");
    ck_assert_str_eq(branches->base.comment, "shops");
    ck_assert_ptr_null(options_get(&schema_table(schema, NULL, "orders")->options, "row_format"));
    ck_assert_ptr_null(schema_table(schema, NULL, "schemadiff_revisions"));
    ck_assert_ptr_nonnull(schema_table(schema, NULL, "odd `name"));
    const char *partitions = schema_table(schema, NULL, "parts")->partition_by;
    ck_assert_msg(text_starts(partitions, "RANGE (year(`at`))"), "%s", partitions);
    ck_assert_ptr_null(strstr(partitions, "*/"));
}

static void check_columns(const Schema *schema)
{
    const Table *orders = schema_table(schema, NULL, "orders");
    const Column *id = column_of(schema_table(schema, NULL, "branches"), "id");
    ck_assert_int_eq(id->identity.kind, IDENTITY_AUTO);
    ck_assert(id->not_null && id->type.is_unsigned);
    ck_assert_str_eq(id->type.text, "int unsigned");
    ck_assert_str_eq(column_of(id->table, "name")->base.comment, "the name's \\");
    ck_assert_ptr_null(column_of(id->table, "name")->collation);
    ck_assert_str_eq(column_of(orders, "status")->type.text, "enum('open','it''s','a\\\\b')");
    ck_assert_str_eq(column_of(orders, "status")->default_value.value, "it's");
    ck_assert_str_eq(column_of(orders, "flag")->default_value.value, "1");
    ck_assert_str_eq(column_of(orders, "bits")->default_value.value, "5");
    ck_assert_int_eq(column_of(orders, "total")->default_value.kind, DEFAULT_NUMBER);
    ck_assert_str_eq(column_of(orders, "word")->default_value.expr.text, "concat('a','b''c')");
    ck_assert_str_eq(column_of(orders, "latin")->charset, "latin1");
    ck_assert_str_eq(column_of(orders, "exact")->collation, "utf8mb4_bin");
    ck_assert_ptr_null(column_of(orders, "exact")->charset);
    ck_assert_int_eq(column_of(orders, "doc")->type.cls, TYPE_JSON);
    ck_assert_ptr_null(column_of(orders, "doc")->collation);
    ck_assert_str_eq(column_of(orders, "at")->default_value.expr.text, "CURRENT_TIMESTAMP(6)");
    ck_assert_str_eq(options_get(&column_of(orders, "at")->options, "on_update"),
                     "CURRENT_TIMESTAMP(6)");
    ck_assert_int_eq(column_of(orders, "tax")->generated, GENERATED_STORED);
    ck_assert_str_eq(column_of(orders, "tax")->generated_expr.text, "`total` * 0.21");
    ck_assert_int_eq(column_of(orders, "more")->generated, GENERATED_VIRTUAL);
    ck_assert(options_has(&column_of(orders, "hidden")->options, "invisible"));
}

static void check_keys(const Schema *schema)
{
    const Table *orders = schema_table(schema, NULL, "orders");
    const Constraint *key = constraint_of(orders, CONSTRAINT_PRIMARY_KEY, NULL);
    ck_assert_str_eq(key->keys.at[0].column, "id");
    const Index *index = index_of(orders, "ix");
    ck_assert_int_eq(index->keys.at[0].length, 3);
    ck_assert_int_eq(index->keys.at[1].order, SORT_DESC);
    ck_assert_str_eq(index_of(orders, "ft")->method, "fulltext");
    ck_assert(index_of(schema_table(schema, NULL, "branches"), "uq_name")->unique);
    ck_assert_str_eq(index_of(orders, "fk_branch")->keys.at[0].column, "branch_id");
    ck_assert_str_eq(index_of(orders, "rid")->keys.at[0].column, "rid");
    const Constraint *foreign = constraint_of(orders, CONSTRAINT_FOREIGN_KEY, "fk_branch");
    ck_assert_str_eq(foreign->ref_table, "branches");
    ck_assert_ptr_null(foreign->ref_schema);
    ck_assert_int_eq(foreign->on_delete, ACTION_CASCADE);
    ck_assert_int_eq(foreign->on_update, ACTION_NONE);
    const Constraint *plain = constraint_of(orders, CONSTRAINT_FOREIGN_KEY, "orders_ibfk_1");
    ck_assert_int_eq(plain->on_delete, ACTION_NONE);
    const char *check = constraint_of(orders, CONSTRAINT_CHECK, "positive")->check.text;
    ck_assert_msg(strstr(check, "<> 'it''s'") != NULL, "%s", check);
    ck_assert(check[0] != '(' || strstr(check, ") and (") != NULL);
}

static void check_others(const Schema *schema)
{
    const View *view = schema_view(schema, NULL, "open_orders");
    ck_assert_str_eq(options_get(&view->options, "check_option"), "local");
    ck_assert_ptr_null(strstr(view->query, "schemadiff_unit"));
    ck_assert_str_eq(schema_view(schema, NULL, "deeper")->depends_on.at[0], "open_orders");
    const Table *orders = schema_table(schema, NULL, "orders");
    ck_assert_uint_eq(orders->triggers.len, 1);
    ck_assert_str_eq(orders->triggers.at[0]->definition,
                     "CREATE TRIGGER `tr` BEFORE UPDATE ON `orders` FOR EACH ROW SET NEW.total = "
                     "NEW.total + 1");
}

static void check_mysql(const Schema *schema)
{
    const Table *extra = schema_table(schema, NULL, "extra");
    ck_assert_str_eq(options_get(&column_of(extra, "p")->options, "srid"), "4326");
    ck_assert_int_eq(column_of(extra, "t")->default_value.kind, DEFAULT_EXPRESSION);
    ck_assert_str_eq(column_of(extra, "t")->default_value.expr.text, "'x'");
    ck_assert_str_eq(index_of(extra, "f")->keys.at[0].expr.text, "`a` + 1");
    ck_assert(options_has(&index_of(extra, "hide")->options, "invisible"));
    ck_assert(constraint_of(extra, CONSTRAINT_CHECK, "loose")->not_enforced);
    ck_assert(!schema_manages(schema, OBJ_SEQUENCE));
}

static void check_mariadb(const Schema *schema)
{
    const Table *extra = schema_table(schema, NULL, "extra");
    ck_assert_str_eq(column_of(extra, "u")->type.text, "uuid");
    ck_assert_str_eq(column_of(extra, "j")->type.text, "json");
    ck_assert_str_eq(column_of(extra, "l")->type.text, "longtext"); /* another collation */
    ck_assert_uint_eq(extra->constraints.len, 2);
    const Constraint *check = extra->constraints.at[0];
    ck_assert(check->on_column && !check->base.name);
    ck_assert(options_has(&index_of(extra, "hide")->options, "invisible"));
    ck_assert(options_has(&schema_table(schema, NULL, "kept")->options, "system_versioned"));
    const Sequence *numbers = schema_sequence(schema, NULL, "numbers");
    ck_assert_ptr_nonnull(numbers);
    ck_assert_int_eq(numbers->numbers.start, 7);
    ck_assert_int_eq(numbers->numbers.increment, 5);
    ck_assert_int_eq(numbers->numbers.max, 99);
    ck_assert(numbers->numbers.cycle);
    const Default *next = &column_of(schema_table(schema, NULL, "uses"), "a")->default_value;
    ck_assert_str_eq(next->expr.text, "nextval(`numbers`)");
}

START_TEST(test_reading)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        run_all(scratch.conn, ddl);
        run_all(scratch.conn, is_maria(&scratch) ? mariadb_only : mysql_only);
        const Schema *schema = read_all(scratch.conn);
        check_tables(schema);
        check_columns(schema);
        check_keys(schema);
        check_others(schema);
        (is_maria(&scratch) ? check_mariadb : check_mysql)(schema);
        scratch_close(&scratch);
    }
}
END_TEST

START_TEST(test_connection)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        Rows rows;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        const char *const params[] = {"it's ? \\", NULL};
        Query query = {"SELECT ?, '?', ?, `x?`.a FROM (SELECT 1 AS a) AS `x?`", params, 2};
        must(conn_query(scratch.conn, mem, &query, &rows, err));
        ck_assert_uint_eq(rows.len, 1);
        ck_assert_str_eq(rows_get(&rows, 0, 0), "it's ? \\");
        ck_assert_str_eq(rows_get(&rows, 0, 1), "?");
        ck_assert_ptr_null(rows_get(&rows, 0, 2));
        ck_assert_str_eq(scratch.conn->database, scratch.name);
        ck_assert_int_ge(scratch.conn->server.version, is_maria(&scratch) ? 101100 : 80000);
        Error *own = error_new(mem);
        ck_assert(!conn_exec(scratch.conn, "SELECT nonsense FROM nowhere", own));
        ck_assert_int_eq(own->code, ERR_SQL);
        ck_assert_str_eq(own->server_code, "1146 (42S02)");
        ck_assert_str_eq(own->statement, "SELECT nonsense FROM nowhere");
        int64_t affected = 0;
        must(conn_exec(scratch.conn, "CREATE TABLE t (a int)", err));
        must(
            scratch.conn->ops->exec(scratch.conn, "INSERT INTO t VALUES (1), (2)", &affected, err));
        ck_assert_int_eq(affected, 2);
        scratch_close(&scratch);
    }
}
END_TEST

static Question question(QuestionKind kind, const Table *table, const Column *column,
                         const char *text)
{
    return (Question){.kind = kind, .table = table, .column = column, .text = text};
}

static void check_answers(Questions *questions, bool maria)
{
    const Question *list = questions->list.at;
    ck_assert_ptr_null(questions->note);
    ck_assert_int_eq(list[0].answer_default.kind, DEFAULT_NUMBER);
    ck_assert_str_eq(list[0].answer_default.value, "1.50");
    ck_assert_str_eq(list[1].answer,
                     maria ? "`a` > 0 and `b` <> 'it''s'" : "(`a` > 0) and (`b` <> 'it''s')");
    ck_assert_str_eq(list[2].answer, "`a` * 2");
    ck_assert_ptr_null(list[3].answer); /* no such column: the others are answered all the same */
    ck_assert_ptr_nonnull(list[4].answer);
    ck_assert_ptr_null(strstr(list[4].answer, "schemadiff_unit"));
}

START_TEST(test_judge)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        must(conn_exec(scratch.conn,
                       "CREATE TABLE t (a int, b varchar(20), d decimal(10,2) DEFAULT 1.5, "
                       "g int GENERATED ALWAYS AS (a + a) STORED)",
                       err));
        const Schema *schema = read_all(scratch.conn);
        const Table *table = schema_table(schema, NULL, "t");
        Questions questions = {.mem = mem};
        list_push(mem, &questions.list,
                  question(QUESTION_DEFAULT, table, table_column(table, "d"), NULL));
        list_push(mem, &questions.list,
                  question(QUESTION_CHECK, table, NULL, "a>0 AND b != 'it\\'s'"));
        list_push(mem, &questions.list,
                  question(QUESTION_GENERATED, table, table_column(table, "g"), "a*2"));
        list_push(mem, &questions.list, question(QUESTION_CHECK, table, NULL, "nowhere > 0"));
        const View view = {.query = "select a from t"};
        Question of_view = question(QUESTION_VIEW, NULL, NULL, view.query);
        of_view.view = &view;
        list_push(mem, &questions.list, of_view);
        must(introspect_mysql.judge(mem, scratch.conn, &questions, err));
        check_answers(&questions, is_maria(&scratch));
        Rows rows;
        must(conn_query_text(scratch.conn, mem, "SHOW TABLES", &rows, err));
        ck_assert_uint_eq(rows.len, 1); /* nothing is left behind */
        scratch_close(&scratch);
    }
}
END_TEST

HARNESS_MAIN("mysql_read", test_reading, test_connection, test_judge)
