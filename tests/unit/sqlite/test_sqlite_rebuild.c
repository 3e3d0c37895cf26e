#include "tests/unit/sqlite/fixture.h"

/* --- what other tools lose when SQLite must copy a table -------------------------------------- */

static const char family[] =
    "CREATE TABLE p (id integer primary key, name text);\n"
    "CREATE TABLE c (id integer primary key, p integer references p (id) on delete cascade);\n"
    "CREATE TABLE d (id integer primary key, p integer references p (id) on delete set null);\n"
    "CREATE TABLE e (id integer primary key, p integer references p (id))";

static const char family_rows[] = "INSERT INTO p VALUES (1, 'a'), (2, 'b');\n"
                                  "INSERT INTO c VALUES (1, 1), (2, 2);\n"
                                  "INSERT INTO d VALUES (1, 1), (2, 2);\n"
                                  "INSERT INTO e VALUES (1, 1), (2, 2)";

static const char family_changed[] =
    "CREATE TABLE p (id integer primary key, name text not null default '?');\n"
    "CREATE TABLE c (id integer primary key, p integer references p (id) on delete cascade);\n"
    "CREATE TABLE d (id integer primary key, p integer references p (id) on delete set null);\n"
    "CREATE TABLE e (id integer primary key, p integer references p (id))";

START_TEST(test_children_survive)
{
    Conn *conn = database(family);
    run(conn, family_rows);
    run(conn, "PRAGMA foreign_keys = ON");
    Plan *plan = migrate_to(conn, family_changed);
    ck_assert(plan_has(plan, "_schemadiff_new_p"));
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM c"), "2");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM d WHERE p IS NOT NULL"), "2");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM e"), "2");
    ck_assert_str_eq(value(conn, "SELECT group_concat(id || name) FROM p"), "1a,2b");
    ck_assert_str_eq(value(conn, "SELECT sql LIKE '%references p (id)%' FROM sqlite_schema WHERE "
                                 "name = 'c'"),
                     "1");
}
END_TEST

START_TEST(test_failure_leaves_nothing)
{
    Conn *conn = database("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1, NULL)");
    Schema *to = read_schema(database("CREATE TABLE t (a int, b int not null)"));
    ck_assert(!execute(conn, plan_between(read_schema(conn), to)));
    ck_assert_str_eq(err->server_code, "SQLITE_CONSTRAINT_NOTNULL");
    error_clear(err);
    ck_assert_str_eq(value(conn, "SELECT group_concat(name) FROM sqlite_schema"), "t");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "1");
    run(conn, "UPDATE t SET b = 2");
    must(execute(conn, plan_between(read_schema(conn), to)));
}
END_TEST

/* The text keeps everything that is not changed. */
START_TEST(test_attributes_survive)
{
    Conn *conn = database(
        "CREATE TABLE t (id integer primary key autoincrement, a text not null on conflict fail "
        "collate nocase, b custom_type check (b > 0), c int unique on conflict ignore, d real "
        "default 1.50, check (a <> ''), unique (a, b) on conflict replace);\n"
        "CREATE INDEX ix ON t (a DESC, lower(a)) WHERE b > 1;\n"
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET d = 2 WHERE id = new.id; END;\n"
        "INSERT INTO t (a, b, c) VALUES ('x', 1, 1), ('y', 2, 2);\n"
        "DELETE FROM t WHERE a = 'y'");
    migrate_to(conn,
               "CREATE TABLE t (id integer primary key autoincrement, a text not null on conflict "
               "fail collate nocase, b custom_type check (b > 0), c int unique on conflict ignore, "
               "d real default 1.50, e int, check (a <> ''), check (e > 0), unique (a, b) on "
               "conflict replace);\n"
               "CREATE INDEX ix ON t (a DESC, lower(a)) WHERE b > 1;\n"
               "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET d = 2 WHERE id = new.id; "
               "END");
    /* 2 was given to a row that is gone. */
    run(conn, "INSERT INTO t (a, b, c) VALUES ('z', 3, 3)");
    ck_assert_str_eq(value(conn, "SELECT max(id) FROM t"), "3");
    ck_assert_str_eq(value(conn, "SELECT d FROM t WHERE id = 3"), "2.0");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t WHERE a = 'X'"), "1");
    run(conn, "INSERT INTO t (a, b, c) VALUES ('q', 4, 3)");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t WHERE a = 'q'"), "0");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM sqlite_sequence"), "1");
    ck_assert(!conn_exec(conn, "INSERT INTO t (a, b) VALUES ('', 1)", err));
    error_clear(err);
}
END_TEST

START_TEST(test_strict_and_without_rowid_survive)
{
    Conn *conn = database("CREATE TABLE t (k text primary key, v any) WITHOUT ROWID, STRICT;\n"
                          "INSERT INTO t VALUES ('a', 1)");
    migrate_to(conn,
               "CREATE TABLE t (k text primary key, v any, check (k <> '')) WITHOUT ROWID, STRICT");
    ck_assert_str_eq(value(conn, "SELECT wr || strict FROM pragma_table_list('t')"), "11");
    ck_assert_str_eq(value(conn, "SELECT v FROM t"), "1");
}
END_TEST

START_TEST(test_views_survive)
{
    Conn *conn = database("CREATE TABLE t (a int, b int);\n"
                          "CREATE VIEW v AS SELECT a FROM t;\n"
                          "CREATE TABLE u (x);\n"
                          "CREATE TRIGGER tu AFTER INSERT ON u BEGIN INSERT INTO t VALUES (new.x, "
                          "1); END;\n"
                          "INSERT INTO u VALUES (7)");
    migrate_to(conn, "CREATE TABLE t (a int, b int not null);\n"
                     "CREATE VIEW v AS SELECT a FROM t;\n"
                     "CREATE TABLE u (x);\n"
                     "CREATE TRIGGER tu AFTER INSERT ON u BEGIN INSERT INTO t VALUES (new.x, 1); "
                     "END");
    run(conn, "INSERT INTO u VALUES (8)");
    ck_assert_str_eq(value(conn, "SELECT group_concat(a) FROM v"), "7,8");
}
END_TEST

/* One broken view makes every ALTER TABLE RENAME and DROP COLUMN fail, whatever they touch. */
START_TEST(test_broken_view_is_no_obstacle)
{
    static const char broken[] = ";\nCREATE VIEW v AS SELECT x FROM gone";
    const char *a = mem_printf(mem, "CREATE TABLE t (a int, b int)%s", broken);
    const char *b = mem_printf(mem, "CREATE TABLE t (a int)%s", broken);
    Conn *conn = database(a);
    run(conn, "INSERT INTO t VALUES (1, 2)");
    migrate_to(conn, b);
    migrate_to(conn, a);
    ck_assert_str_eq(value(conn, "SELECT a FROM t"), "1");
}
END_TEST

START_TEST(test_generated_columns)
{
    Conn *conn = database("CREATE TABLE t (a int, g int generated always as (a * 2) stored, h as "
                          "(a + 1));\n"
                          "INSERT INTO t VALUES (1), (2)");
    migrate_to(conn, "CREATE TABLE t (a int not null, g int generated always as (a * 3) stored, h "
                     "as (a + 1))");
    ck_assert_str_eq(value(conn, "SELECT group_concat(g) FROM t"), "3,6");
    /* A generated column that becomes a plain one keeps its values. */
    migrate_to(conn, "CREATE TABLE t (a int not null, g int, h as (a + 1))");
    ck_assert_str_eq(value(conn, "SELECT group_concat(g) FROM t"), "3,6");
}
END_TEST

START_TEST(test_values_are_not_bent)
{
    Conn *conn = database("CREATE TABLE t (a text);\nINSERT INTO t VALUES ('abc'), ('7')");
    migrate_to(conn, "CREATE TABLE t (a integer)");
    ck_assert_str_eq(value(conn, "SELECT group_concat(a || typeof(a)) FROM t"), "abctext,7integer");
    /* A STRICT table cannot hold it: refused, not made 0. */
    Schema *strict = read_schema(database("CREATE TABLE t (a integer) STRICT"));
    ck_assert(!execute(conn, plan_between(read_schema(conn), strict)));
    ck_assert_str_eq(err->server_code, "SQLITE_CONSTRAINT_DATATYPE");
    error_clear(err);
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "2");
    migrate_to(conn, "CREATE TABLE t (a blob) STRICT");
    ck_assert_str_eq(value(conn, "SELECT group_concat(typeof(a)) FROM t"), "blob,blob");
    migrate_to(conn, "CREATE TABLE t (a text) STRICT");
    ck_assert_str_eq(value(conn, "SELECT group_concat(a) FROM t"), "abc,7");
}
END_TEST

START_TEST(test_not_null_takes_the_default)
{
    Conn *conn =
        database("CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (1, NULL), (2, 'x')");
    migrate_to(conn, "CREATE TABLE t (a int, b text not null default 'new')");
    ck_assert_str_eq(value(conn, "SELECT group_concat(b) FROM t"), "new,x");
}
END_TEST

/* OR IGNORE in the definition must not make the copy lose rows. */
START_TEST(test_conflict_clauses_do_not_drop_rows)
{
    Conn *conn = database("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1, 1), (1, 2)");
    Schema *to = read_schema(database("CREATE TABLE t (a int unique on conflict ignore, b int)"));
    ck_assert(!execute(conn, plan_between(read_schema(conn), to)));
    ck_assert_str_eq(err->server_code, "SQLITE_CONSTRAINT_UNIQUE");
    error_clear(err);
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "2");
}
END_TEST

START_TEST(test_self_reference)
{
    Conn *conn = database("CREATE TABLE t (id integer primary key, up int references t (id));\n"
                          "INSERT INTO t VALUES (1, NULL), (2, 1)");
    migrate_to(conn, "CREATE TABLE t (id integer primary key, up int references t (id) on delete "
                     "cascade)");
    run(conn, "PRAGMA foreign_keys = ON");
    run(conn, "DELETE FROM t WHERE id = 1");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "0");
}
END_TEST

/* --- renames ---------------------------------------------------------------------------------- */

/* As a model's hint does it. */
static Schema *target(const char *script, const char *table, const char *from_table,
                      const char *column, const char *from_column)
{
    Schema *to = read_schema(database(script));
    Table *renamed = schema_table(to, NULL, table);
    renamed->base.renamed_from = from_table;
    if (column) {
        table_column(renamed, column)->base.renamed_from = from_column;
    }
    return to;
}

START_TEST(test_renames_with_everything_on_them)
{
    Conn *conn = database(
        "CREATE TABLE old (id integer primary key, a int check (a > 0), b int, unique (a, b));\n"
        "CREATE TABLE child (x int references old (id), y int, foreign key (x, y) references old "
        "(a, b));\n"
        "CREATE INDEX ix ON old (a) WHERE a > 5;\n"
        "INSERT INTO old VALUES (1, 10, 20);\n"
        "INSERT INTO child VALUES (1, 20)");
    /* Renamed natively, then rebuilt for b. */
    Schema *to = target(
        "CREATE TABLE new (id integer primary key, aa int check (aa > 0), b int not null, unique "
        "(aa, b));\n"
        "CREATE TABLE child (x int references new (id), y int, foreign key (x, y) references new "
        "(aa, b));\n"
        "CREATE INDEX ix ON new (aa) WHERE aa > 5",
        "new", "old", "aa", "a");
    run(conn, "DELETE FROM child");
    must(execute(conn, plan_between(read_schema(conn), to)));
    ck_assert_uint_eq(diff_schemas(mem, read_schema(conn), to)->list.len, 0);
    ck_assert_str_eq(value(conn, "SELECT id || aa || b FROM new"), "11020");
}
END_TEST

START_TEST(test_unmanaged_trigger_follows_renames)
{
    Conn *conn = database("CREATE TABLE old (a int, b int);\n"
                          "CREATE TRIGGER tr AFTER INSERT ON old BEGIN UPDATE old SET b = new.a "
                          "WHERE a = new.a; END;\n"
                          "INSERT INTO old VALUES (1, NULL)");
    Schema *live = read_schema(conn);
    Schema *to = target("CREATE TABLE new (aa int not null, b int)", "new", "old", "aa", "a");
    Table *renamed = schema_table(to, NULL, "new");
    list_push(to->mem, &renamed->triggers, schema_table(live, NULL, "old")->triggers.at[0]);
    must(execute(conn, plan_between(live, to)));
    run(conn, "INSERT INTO new VALUES (2, NULL)");
    ck_assert_str_eq(value(conn, "SELECT group_concat(b) FROM new"), "1,2");
}
END_TEST

/* "Name" and "name" are one column to SQLite. */
START_TEST(test_letter_case)
{
    Conn *conn = database("CREATE TABLE t (Name text, n int);\nINSERT INTO t VALUES ('x', 1)");
    migrate_to(conn, "CREATE TABLE t (name text, n int)");
    ck_assert_str_eq(value(conn, "SELECT name FROM t"), "x");
}
END_TEST

START_TEST(test_letter_case_by_hint)
{
    Conn *conn = database("CREATE TABLE T (Name text, n int);\nINSERT INTO T VALUES ('x', 1)");
    Schema *to = target("CREATE TABLE t (name text, n int)", "t", "T", "name", "Name");
    Plan *plan = plan_between(read_schema(conn), to);
    ck_assert(!plan_has(plan, "_schemadiff_new"));
    must(execute(conn, plan));
    ck_assert_uint_eq(diff_schemas(mem, read_schema(conn), to)->list.len, 0);
    ck_assert_str_eq(value(conn, "SELECT name FROM t"), "x");
}
END_TEST

START_TEST(test_name_of_a_dropped_column)
{
    Conn *conn = database("CREATE TABLE t (a text, B text);\nINSERT INTO t VALUES ('a', 'b')");
    Schema *to = target("CREATE TABLE t (b text)", "t", NULL, "b", "a");
    must(execute(conn, plan_between(read_schema(conn), to)));
    ck_assert_uint_eq(diff_schemas(mem, read_schema(conn), to)->list.len, 0);
    ck_assert_str_eq(value(conn, "SELECT b FROM t"), "a");
}
END_TEST

/* --- natively --------------------------------------------------------------------------------- */

START_TEST(test_what_needs_no_copy)
{
    Conn *conn = database("CREATE TABLE p (id integer primary key);\n"
                          "CREATE TABLE t (a int, b int);\n"
                          "INSERT INTO t VALUES (1, 2)");
    Plan *plan = migrate_to(
        conn, "CREATE TABLE p (id integer primary key);\n"
              "CREATE TABLE t (a int, c text not null default 'x', d int references p (id) on "
              "delete cascade, e int generated always as (a + 1) virtual, f int check (f > 0));\n"
              "CREATE INDEX ix ON t (c)");
    ck_assert(!plan_has(plan, "_schemadiff_new"));
    ck_assert(plan_has(plan, "DROP COLUMN \"b\""));
    ck_assert_str_eq(value(conn, "SELECT a || c || e FROM t"), "1x2");
}
END_TEST

START_TEST(test_what_add_column_cannot_do)
{
    static const char *const columns[] = {
        "c int unique", "c text default current_timestamp", "c text default (1 + 1)",
        "c int generated always as (a) stored", "c int default 1 references t (a)"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        Conn *conn = database("CREATE TABLE t (a int unique);\nINSERT INTO t VALUES (1)");
        run(conn, "PRAGMA foreign_keys = ON");
        migrate_to(conn, mem_printf(mem, "CREATE TABLE t (a int unique, %s)", columns[i]));
        ck_assert_str_eq(value(conn, "SELECT count(*) FROM t"), "1");
    }
}
END_TEST

START_TEST(test_what_drop_column_cannot_do)
{
    static const char *const tables[] = {
        "CREATE TABLE t (a int, b int primary key)",
        "CREATE TABLE t (a int, b int unique)",
        "CREATE TABLE t (a int, b int, check (b > a))",
        "CREATE TABLE t (a int, b int references t (a))",
        "CREATE TABLE t (a int, b int, c as (b))",
        "CREATE TABLE t (a int, b int);\nCREATE INDEX ix ON t (a) WHERE b > 0",
        "CREATE TABLE t (a int, b int);\nCREATE VIEW v AS SELECT b FROM t",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        Conn *conn = database(tables[i]);
        run(conn, "INSERT INTO t (a, b) VALUES (1, 2)");
        migrate_to(conn, "CREATE TABLE t (a int)");
        ck_assert_str_eq(value(conn, "SELECT a FROM t"), "1");
    }
}
END_TEST

/* --- the rest --------------------------------------------------------------------------------- */

START_TEST(test_table_in_another_letter_case)
{
    Conn *conn = database("CREATE TABLE Old (x text);\nCREATE TABLE u (y int);\n"
                          "INSERT INTO Old VALUES ('x')");
    Schema *to = target("CREATE TABLE U (x text)", "U", "Old", NULL, NULL);
    must(execute(conn, plan_between(read_schema(conn), to)));
    ck_assert_uint_eq(diff_schemas(mem, read_schema(conn), to)->list.len, 0);
    ck_assert_str_eq(value(conn, "SELECT x FROM U"), "x");
}
END_TEST

START_TEST(test_dropped_tables_in_any_order)
{
    Conn *conn = database("CREATE TABLE a (id int primary key, b int references b (id));\n"
                          "CREATE TABLE b (id int primary key, a int references a (id));\n"
                          "INSERT INTO a VALUES (1, 1);\nINSERT INTO b VALUES (1, 1)");
    migrate_to(conn, "");
    ck_assert_str_eq(value(conn, "SELECT count(*) FROM sqlite_schema"), "0");
}
END_TEST

START_TEST(test_view_changes)
{
    Conn *conn = database("CREATE TABLE t (a);\nCREATE VIEW v AS SELECT a FROM t;\n"
                          "CREATE VIEW w AS SELECT a FROM v");
    migrate_to(conn, "CREATE TABLE t (a);\nCREATE VIEW v (b) AS SELECT a + 1 FROM t;\n"
                     "CREATE VIEW x AS SELECT b FROM v");
    run(conn, "INSERT INTO t VALUES (1)");
    ck_assert_str_eq(value(conn, "SELECT b FROM x"), "2");
}
END_TEST

/* SQLite keeps the statement as it was written, and so do we. */
START_TEST(test_view_spelling_survives)
{
    static const char script[] = "CREATE TABLE t (a);\nCREATE VIEW [My View] (\n `x`) as SELECT a "
                                 "FROM t;\nCREATE VIEW v AS SELECT 1";
    Conn *conn = database("");
    migrate_to(conn, script);
    ck_assert_str_eq(value(conn, "SELECT sql FROM sqlite_schema WHERE name = 'v'"),
                     "CREATE VIEW v AS\nSELECT 1");
    ck_assert_str_eq(value(conn, "SELECT sql FROM sqlite_schema WHERE name = 'My View'"),
                     "CREATE VIEW [My View] (  `x`) as\nSELECT a FROM t");
    /* Another name makes the old spelling worthless. */
    Schema *to = read_schema(conn);
    View *view = schema_view(to, NULL, "v");
    view->base.name = "w";
    ck_assert(plan_has(plan_between(read_schema(open_path("")), to), "CREATE VIEW \"w\" AS\n"));
}
END_TEST

START_TEST(test_unsupported_says_so)
{
    Schema *to = read_schema(database("CREATE TABLE t (a int)"));
    Index *index = table_add_index(to, schema_table(to, NULL, "t"), "ix");
    list_push(to->mem, &index->keys, (KeyPart){.column = "a", .length = 10});
    Schema *from = read_schema(open_path(""));
    ck_assert_ptr_null(plan_changes(mem, diff_schemas(mem, from, to), err));
    ck_assert_int_eq(err->code, ERR_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(err->message, "prefix lengths"));
    error_clear(err);
}
END_TEST

START_TEST(test_definition_is_readable)
{
    Schema *to = read_schema(database(
        "CREATE TABLE orders (id integer primary key autoincrement, customer int not null "
        "references customers on delete cascade, total numeric(12,2) default 0, note text collate "
        "nocase, constraint ck check (total >= 0), unique (customer, note))"));
    Plan *plan = plan_between(read_schema(open_path("")), to);
    ck_assert_uint_eq(plan->statements.len, 1);
    ck_assert_str_eq(plan->statements.at[0]->sql,
                     "CREATE TABLE \"orders\" (\n"
                     "    \"id\" integer PRIMARY KEY AUTOINCREMENT,\n"
                     "    \"customer\" int NOT NULL REFERENCES \"customers\" ON DELETE CASCADE,\n"
                     "    \"total\" numeric(12,2) DEFAULT 0,\n"
                     "    \"note\" text COLLATE \"nocase\",\n"
                     "    UNIQUE (\"customer\", \"note\"),\n"
                     "    CONSTRAINT \"ck\" CHECK (total >= 0)\n"
                     ")");
}
END_TEST

HARNESS_MAIN("sqlite rebuild", test_children_survive, test_failure_leaves_nothing,
             test_attributes_survive, test_strict_and_without_rowid_survive, test_views_survive,
             test_broken_view_is_no_obstacle, test_generated_columns, test_values_are_not_bent,
             test_not_null_takes_the_default, test_conflict_clauses_do_not_drop_rows,
             test_self_reference, test_renames_with_everything_on_them,
             test_unmanaged_trigger_follows_renames, test_letter_case, test_letter_case_by_hint,
             test_name_of_a_dropped_column, test_what_needs_no_copy, test_what_add_column_cannot_do,
             test_what_drop_column_cannot_do, test_table_in_another_letter_case,
             test_dropped_tables_in_any_order, test_view_changes, test_view_spelling_survives,
             test_unsupported_says_so, test_definition_is_readable)
