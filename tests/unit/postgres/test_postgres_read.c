/* Introspection and the judge on real servers. */
#include "tests/unit/postgres/fixture.h"

static const char ddl[] =
    "CREATE TYPE status AS ENUM ('open', 'paid', 'in transit');"
    "CREATE DOMAIN email AS varchar(100) COLLATE \"C\" DEFAULT 'x@y' NOT NULL CHECK (value LIKE "
    "'%@%');"
    "CREATE SEQUENCE free_seq AS integer INCREMENT BY -5 MINVALUE -100 MAXVALUE -1 CACHE 20 CYCLE;"
    "CREATE TABLE branches (id serial PRIMARY KEY, name varchar(80) NOT NULL UNIQUE);"
    "COMMENT ON COLUMN branches.name IS 'the name';"
    "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 2),"
    " branch_id int NOT NULL REFERENCES branches ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,"
    " status status DEFAULT 'open', mail email, total numeric(12,2) DEFAULT -1.5,"
    " tax numeric GENERATED ALWAYS AS (total * 0.21) STORED, note text DEFAULT 'it''s',"
    " CONSTRAINT orders_pk PRIMARY KEY (id) INCLUDE (total) WITH (fillfactor=80),"
    " CONSTRAINT positive CHECK (total >= 0 AND total < 1000) NO INHERIT,"
    " CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (branch_id, note),"
    " EXCLUDE USING gist (int4range(branch_id, branch_id, '[]') WITH &&) WHERE (total > 0))"
    " WITH (fillfactor=70);"
    "CREATE INDEX ix ON orders (branch_id DESC NULLS LAST, lower(note) text_pattern_ops,"
    " note COLLATE \"C\") INCLUDE (total) WHERE total > 0;"
    "CREATE VIEW open_orders AS SELECT id FROM orders WHERE status = 'open';"
    "CREATE VIEW deeper WITH (security_barrier=true) AS SELECT * FROM open_orders;"
    "CREATE MATERIALIZED VIEW counted AS SELECT branch_id, count(*) AS n FROM orders GROUP BY 1;"
    "CREATE UNIQUE INDEX counted_ix ON counted (branch_id);"
    "CREATE TRIGGER tr BEFORE UPDATE OF total ON orders FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger();"
    "CREATE TABLE parent (a int, b text DEFAULT 'x'); CREATE TABLE child (c int) INHERITS (parent);"
    "CREATE TABLE other () INHERITS (parent); ALTER TABLE other ALTER b SET DEFAULT 'y';"
    "CREATE TABLE ev (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
    "CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
    "CREATE SCHEMA shop; CREATE TABLE shop.items (id int PRIMARY KEY, b int REFERENCES branches);"
    "CREATE TABLE \"Odd \"\"name\" (\"a b\" serial, c int DEFAULT nextval('free_seq'));";

static const Column *column_of(const Table *table, const char *name)
{
    ck_assert_ptr_nonnull(table);
    const Column *column = table_column(table, name);
    ck_assert_msg(column != NULL, "column %s", name);
    return column;
}

static const Constraint *constraint_of(const Table *table, ConstraintType type)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->type == type) {
            return table->constraints.at[i];
        }
    }
    ck_abort_msg("no constraint of type %d", (int)type);
    return NULL;
}

static void check_columns(const Schema *schema)
{
    const Table *orders = schema_table(schema, NULL, "orders");
    const Table *branches = schema_table(schema, NULL, "branches");
    ck_assert_int_eq(column_of(branches, "id")->identity.kind, IDENTITY_SERIAL);
    ck_assert_int_eq(column_of(branches, "id")->default_value.kind, DEFAULT_NONE);
    ck_assert_str_eq(column_of(branches, "name")->base.comment, "the name");
    const Column *id = column_of(orders, "id");
    ck_assert_int_eq(id->identity.kind, IDENTITY_ALWAYS);
    ck_assert_int_eq(id->identity.numbers.start, 100);
    ck_assert_int_eq(id->identity.numbers.increment, 2);
    ck_assert(!id->identity.numbers.has_max);
    const Column *status = column_of(orders, "status");
    ck_assert_int_eq(status->type.cls, TYPE_USER);
    ck_assert_str_eq(status->type.user_name, "status");
    ck_assert_int_eq(status->default_value.kind, DEFAULT_STRING);
    ck_assert_int_eq(column_of(orders, "total")->default_value.kind, DEFAULT_NUMBER);
    ck_assert_str_eq(column_of(orders, "total")->default_value.value, "-1.5");
    ck_assert_str_eq(column_of(orders, "note")->default_value.value, "it's");
    ck_assert_int_eq(column_of(orders, "tax")->generated, GENERATED_STORED);
    ck_assert_str_eq(column_of(orders, "tax")->generated_expr.text, "total * 0.21");
    ck_assert_str_eq(options_get(&orders->options, "with"), "fillfactor=70");
    const Table *odd = schema_table(schema, NULL, "Odd \"name");
    ck_assert_int_eq(column_of(odd, "a b")->identity.kind, IDENTITY_SERIAL);
    ck_assert_str_eq(column_of(odd, "c")->default_value.expr.text, "nextval('free_seq'::regclass)");
}

static void check_constraints(const Schema *schema)
{
    const Table *orders = schema_table(schema, NULL, "orders");
    const Constraint *key = constraint_of(orders, CONSTRAINT_PRIMARY_KEY);
    ck_assert_str_eq(key->keys.at[0].column, "id");
    ck_assert_str_eq(key->include.at[0], "total");
    ck_assert_str_eq(options_get(&key->options, "with"), "fillfactor=80");
    const Constraint *foreign = constraint_of(orders, CONSTRAINT_FOREIGN_KEY);
    ck_assert_str_eq(foreign->ref_table, "branches");
    ck_assert_str_eq(foreign->ref_columns.at[0], "id");
    ck_assert_int_eq(foreign->on_delete, ACTION_CASCADE);
    ck_assert_int_eq(foreign->deferrable, DEFERRABLE_DEFERRED);
    const Constraint *check = constraint_of(orders, CONSTRAINT_CHECK);
    ck_assert_str_eq(check->check.text, "(total >= (0)::numeric) AND (total < (1000)::numeric)");
    ck_assert(check->no_inherit);
    ck_assert(constraint_of(orders, CONSTRAINT_UNIQUE)->nulls_not_distinct);
    const Constraint *exclusion = constraint_of(orders, CONSTRAINT_EXCLUSION);
    ck_assert_str_eq(exclusion->keys.at[0].operator_, "&&");
    ck_assert_str_eq(exclusion->where.text, "total > (0)::numeric");
    const Constraint *far =
        constraint_of(schema_table(schema, "shop", "items"), CONSTRAINT_FOREIGN_KEY);
    ck_assert_ptr_null(far->ref_schema);
}

static void check_index(const Schema *schema)
{
    const Table *orders = schema_table(schema, NULL, "orders");
    ck_assert_uint_eq(orders->indexes.len, 1);
    const Index *index = orders->indexes.at[0];
    ck_assert_uint_eq(index->keys.len, 3);
    ck_assert_int_eq(index->keys.at[0].order, SORT_DESC);
    ck_assert_int_eq(index->keys.at[0].nulls, NULLS_LAST);
    ck_assert_ptr_null(index->keys.at[0].opclass);
    ck_assert_str_eq(index->keys.at[1].expr.text, "lower(note)");
    ck_assert_str_eq(index->keys.at[1].opclass, "text_pattern_ops");
    ck_assert_str_eq(index->keys.at[2].collation, "C");
    ck_assert_str_eq(index->include.at[0], "total");
    ck_assert_str_eq(index->where.text, "total > (0)::numeric");
}

static void check_others(const Schema *schema)
{
    ck_assert_uint_eq(schema->enums.len, 1);
    ck_assert_str_eq(schema->enums.at[0]->values.at[2].name, "in transit");
    const Domain *email = schema_domain(schema, NULL, "email");
    ck_assert_str_eq(email->collation, "C");
    ck_assert_str_eq(email->default_value.value, "x@y");
    ck_assert(email->not_null);
    ck_assert_uint_eq(email->checks.len, 1);
    ck_assert_uint_eq(schema->sequences.len, 1);
    ck_assert_int_eq(schema->sequences.at[0]->numbers.increment, -5);
    ck_assert(schema->sequences.at[0]->numbers.cycle);
    const View *deeper = schema_view(schema, NULL, "deeper");
    ck_assert_str_eq(deeper->depends_on.at[0], "open_orders");
    ck_assert_str_eq(options_get(&deeper->options, "with"), "security_barrier=true");
    const View *counted = schema_view(schema, NULL, "counted");
    ck_assert(counted->materialized);
    ck_assert_str_eq(counted->indexes.at[0]->base.name, "counted_ix");
    ck_assert_uint_eq(schema_table(schema, NULL, "orders")->triggers.len, 1);
}

static void check_families(const Schema *schema)
{
    const Table *child = schema_table(schema, NULL, "child");
    ck_assert_uint_eq(child->columns.len, 1);
    ck_assert_str_eq(child->inherits.at[0], "parent");
    const Table *other = schema_table(schema, NULL, "other");
    ck_assert_uint_eq(other->columns.len, 1); /* only what differs from the parent's */
    ck_assert_str_eq(column_of(other, "b")->default_value.value, "y");
    ck_assert_str_eq(schema_table(schema, NULL, "ev")->partition_by, "RANGE (at)");
    const Table *part = schema_table(schema, NULL, "ev_1");
    ck_assert_str_eq(part->partition_of, "ev");
    ck_assert_str_eq(part->partition_bound, "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
    ck_assert_uint_eq(part->columns.len, 0);
    ck_assert_uint_eq(part->constraints.len, 0);
    ck_assert_uint_eq(part->indexes.len, 0);
}

START_TEST(test_reading)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        must(conn_exec(scratch.conn, ddl, err));
        const Schema *schema = read_all(scratch.conn);
        check_columns(schema);
        check_constraints(schema);
        check_index(schema);
        check_others(schema);
        check_families(schema);
        scratch_close(&scratch);
    }
}
END_TEST

START_TEST(test_scope)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        Schema *schema;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        must(conn_exec(scratch.conn, ddl, err));
        Scope scope = {.history_table = "parent"};
        list_push(mem, &scope.exclude, "\\.ev_");
        must(introspect_postgres.read(mem, scratch.conn, &scope, &schema, err));
        ck_assert_ptr_null(schema_table(schema, "shop", "items"));
        ck_assert_ptr_null(schema_table(schema, NULL, "ev_1"));
        ck_assert_ptr_null(schema_table(schema, NULL, "parent"));
        ck_assert_ptr_nonnull(schema_table(schema, NULL, "ev"));
        /* A foreign key out of what is read keeps the names of both ends. */
        Scope shop = {0};
        list_push(mem, &shop.schemas, "shop");
        must(introspect_postgres.read(mem, scratch.conn, &shop, &schema, err));
        const Table *items = schema_table(schema, "shop", "items");
        const Constraint *key = constraint_of(items, CONSTRAINT_FOREIGN_KEY);
        ck_assert_str_eq(key->ref_table, "branches");
        ck_assert_str_eq(key->ref_columns.at[0], "id");
        scratch_close(&scratch);
    }
}
END_TEST

static Question ask(QuestionKind kind, const Table *table, const char *text)
{
    return (Question){.kind = kind, .table = table, .text = text};
}

START_TEST(test_judge)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        must(conn_exec(scratch.conn, ddl, err));
        const Schema *schema = read_all(scratch.conn);
        const Table *orders = schema_table(schema, NULL, "orders");
        Questions questions = {.mem = mem};
        Question question = ask(QUESTION_CHECK, orders, "orders.total>=0");
        list_push(mem, &questions.list, question);
        question = ask(QUESTION_CHECK, orders, "no_such_function(total)");
        list_push(mem, &questions.list, question);
        question = ask(QUESTION_GENERATED, orders, "total*0.21");
        question.column = column_of(orders, "tax");
        list_push(mem, &questions.list, question);
        question = ask(QUESTION_DEFAULT, orders, "'pa' || 'id'");
        question.column = column_of(orders, "note");
        list_push(mem, &questions.list, question);
        question = ask(QUESTION_INDEX_WHERE, orders, "status = 'open'");
        question.index = orders->indexes.at[0];
        list_push(mem, &questions.list, question);
        question = ask(QUESTION_INDEX_KEY, orders, "LOWER( note )");
        question.index = orders->indexes.at[0];
        question.key = 1;
        list_push(mem, &questions.list, question);
        question = (Question){.kind = QUESTION_VIEW, .text = "select * from open_orders"};
        question.view = schema_view(schema, NULL, "deeper");
        list_push(mem, &questions.list, question);
        must(introspect_postgres.judge(mem, scratch.conn, &questions, err));
        ck_assert_ptr_null(questions.note);
        ck_assert_str_eq(questions.list.at[0].answer, "total >= (0)::numeric");
        ck_assert_ptr_null(questions.list.at[1].answer);
        ck_assert_str_eq(questions.list.at[2].answer, "total * 0.21");
        ck_assert_int_eq(questions.list.at[3].answer_default.kind, DEFAULT_EXPRESSION);
        ck_assert_str_eq(questions.list.at[3].answer_default.expr.text, "'pa'::text || 'id'::text");
        ck_assert_str_eq(questions.list.at[4].answer, "status = 'open'::status");
        ck_assert_str_eq(questions.list.at[5].answer, "lower(note)");
        ck_assert_str_eq(questions.list.at[6].answer, question.view->query);
        /* Nothing stays behind. */
        const char *left = NULL;
        must(conn_value(scratch.conn, mem,
                        "SELECT relname FROM pg_class WHERE relname LIKE "
                        "'schemadiff_%' OR relpersistence = 't'",
                        &left, err));
        ck_assert_ptr_null(left);
        scratch_close(&scratch);
    }
}
END_TEST

START_TEST(test_read_only_connections_cannot_judge)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        must(conn_exec(scratch.conn, ddl, err));
        const Schema *schema = read_all(scratch.conn);
        Questions questions = {.mem = mem};
        Question question = ask(QUESTION_CHECK, schema_table(schema, NULL, "orders"), "total>=0");
        list_push(mem, &questions.list, question);
        must(conn_exec(scratch.conn, "BEGIN READ ONLY", err));
        must(introspect_postgres.judge(mem, scratch.conn, &questions, err));
        ck_assert_ptr_nonnull(questions.note);
        ck_assert_ptr_null(questions.list.at[0].answer);
        ck_assert_uint_eq(read_all(scratch.conn)->tables.len, schema->tables.len);
        must(conn_exec(scratch.conn, "ROLLBACK", err));
        scratch_close(&scratch);
    }
}
END_TEST

START_TEST(test_errors_of_the_server)
{
    for (size_t i = 0; i < SERVERS; i++) {
        Scratch scratch;
        if (!scratch_open(i, &scratch)) {
            continue;
        }
        ck_assert(!conn_exec(scratch.conn, "SELECT\n  nothing", err));
        ck_assert_int_eq(err->code, ERR_SQL);
        ck_assert_str_eq(err->server_code, "42703");
        ck_assert_str_eq(err->statement, "SELECT\n  nothing");
        ck_assert_uint_eq(err->where.line, 2);
        ck_assert_uint_eq(err->where.column, 3);
        error_clear(err);
        /* The right one of many is blamed, and the connection goes on working. */
        const Query queries[] = {{.sql = "SELECT 1"}, {.sql = "SELECT wrong"}, {.sql = "SELECT 2"}};
        Rows rows[3];
        ck_assert(!conn_query_many(scratch.conn, mem, queries, 3, rows, err));
        ck_assert_str_eq(err->statement, "SELECT wrong");
        error_clear(err);
        const char *const params[] = {"it's"};
        const Query query = {"SELECT $1 || '!', NULL", params, 1};
        must(conn_query(scratch.conn, mem, &query, &rows[0], err));
        ck_assert_str_eq(rows_get(&rows[0], 0, 0), "it's!");
        ck_assert_ptr_null(rows_get(&rows[0], 0, 1));
        ck_assert_str_eq(conn_literal(scratch.conn, mem, "a'b\\c"), "'a''b\\c'");
        scratch_close(&scratch);
    }
}
END_TEST

START_TEST(test_no_connection)
{
    Url url;
    Conn *conn = NULL;
    must(url_parse(mem, "postgresql://u:geheim@127.0.0.1:1/d", &url, err));
    ck_assert(!introspect_postgres.open(mem, dialect_named("postgresql"), &url, &conn, err));
    ck_assert_int_eq(err->code, ERR_CONNECT);
    ck_assert_ptr_nonnull(err->hint);
    ck_assert(strstr(err->message, "\"d\"") && strstr(err->message, "127.0.0.1"));
    ck_assert(!strstr(err->message, "geheim"));
    error_clear(err);
    must(url_parse(mem, "postgresql://u:geheim@h/d?nonsense=1", &url, err));
    ck_assert(!introspect_postgres.open(mem, dialect_named("postgresql"), &url, &conn, err));
    ck_assert_int_eq(err->code, ERR_USAGE);
    ck_assert_msg(strstr(err->message, "nonsense") && !strstr(err->message, "geheim"), "%s",
                  err->message);
}
END_TEST

HARNESS_MAIN("postgres read", test_reading, test_scope, test_judge,
             test_read_only_connections_cannot_judge, test_errors_of_the_server, test_no_connection)
