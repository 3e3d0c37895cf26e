#include "tests/unit/sqlite/fixture.h"

#include "introspect/sqlite/parser.h"

static Table *parse(const char *sql)
{
    Schema *schema = empty_schema();
    Table *table = schema_add_table(schema, NULL, "t");
    must(sqlite_parse_table(schema, table, sql, err));
    return table;
}

static const Constraint *constraint(const Table *table, size_t i)
{
    ck_assert_uint_lt(i, table->constraints.len);
    return table->constraints.at[i];
}

START_TEST(test_columns)
{
    Table *t = parse("CREATE TABLE main.t (a, \"b c\" varchar (10) NOT NULL ON CONFLICT IGNORE "
                     "DEFAULT 'x' COLLATE nocase, [d] UNSIGNED BIG INT DEFAULT -1,\n"
                     "  'e' text DEFAULT (1 + (2)), f int GENERATED ALWAYS AS (a || ')') STORED, "
                     "g AS (d) /* end */)");
    ck_assert_uint_eq(t->columns.len, 6);
    ck_assert_str_eq(t->columns.at[0]->type.text, "");
    ck_assert_str_eq(t->columns.at[1]->base.name, "b c");
    ck_assert_str_eq(t->columns.at[1]->type.text, "varchar (10)");
    ck_assert(t->columns.at[1]->not_null);
    ck_assert_str_eq(options_get(&t->columns.at[1]->options, "conflict"), "ignore");
    ck_assert_str_eq(t->columns.at[1]->collation, "nocase");
    ck_assert_str_eq(t->columns.at[2]->type.text, "UNSIGNED BIG INT");
    ck_assert_str_eq(t->columns.at[2]->default_value.value, "-1");
    ck_assert_str_eq(t->columns.at[3]->base.name, "e");
    ck_assert_str_eq(t->columns.at[3]->default_value.expr.text, "1 + (2)");
    ck_assert_int_eq(t->columns.at[4]->generated, GENERATED_STORED);
    ck_assert_str_eq(t->columns.at[4]->generated_expr.text, "a || ')'");
    ck_assert_str_eq(t->columns.at[4]->type.text, "int");
    ck_assert_int_eq(t->columns.at[5]->generated, GENERATED_VIRTUAL);
}
END_TEST

START_TEST(test_column_constraints)
{
    Table *t =
        parse("CREATE TABLE t (id integer CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT REPLACE "
              "AUTOINCREMENT, a int NULL UNIQUE ON CONFLICT ROLLBACK CHECK (a > 0) CHECK "
              "(a <> ')'), b int CONSTRAINT nn NOT NULL CONSTRAINT fk REFERENCES p(x) ON "
              "DELETE SET NULL ON UPDATE CASCADE MATCH FULL NOT DEFERRABLE INITIALLY "
              "DEFERRED, c REFERENCES q DEFERRABLE INITIALLY DEFERRED)");
    ck_assert_uint_eq(t->constraints.len, 6);
    ck_assert_str_eq(constraint(t, 0)->base.name, "pk");
    ck_assert_int_eq(constraint(t, 0)->keys.at[0].order, SORT_DESC);
    ck_assert_str_eq(constraint(t, 0)->conflict, "replace");
    ck_assert_int_eq(t->columns.at[0]->identity.kind, IDENTITY_AUTO);
    ck_assert_ptr_null(constraint(t, 1)->base.name);
    ck_assert_str_eq(constraint(t, 1)->conflict, "rollback");
    ck_assert(constraint(t, 1)->on_column);
    ck_assert_str_eq(constraint(t, 3)->check.text, "a <> ')'");
    ck_assert_str_eq(constraint(t, 4)->base.name, "fk");
    ck_assert_int_eq(constraint(t, 4)->on_delete, ACTION_SET_NULL);
    ck_assert_int_eq(constraint(t, 4)->on_update, ACTION_CASCADE);
    ck_assert_int_eq(constraint(t, 4)->match, MATCH_FULL);
    ck_assert_int_eq(constraint(t, 4)->deferrable, DEFERRABLE_NOT);
    ck_assert_uint_eq(constraint(t, 5)->ref_columns.len, 0);
    ck_assert_int_eq(constraint(t, 5)->deferrable, DEFERRABLE_DEFERRED);
}
END_TEST

START_TEST(test_table_constraints)
{
    Table *t = parse("CREATE TABLE t (a int, b text, PRIMARY KEY (A, b COLLATE rtrim DESC) "
                     "CONSTRAINT u UNIQUE (\"B\") ON CONFLICT FAIL, CHECK (a IN (1, 2)) "
                     "FOREIGN KEY (a, b) REFERENCES p (x, y) DEFERRABLE) WITHOUT ROWID, STRICT;");
    ck_assert_uint_eq(t->constraints.len, 4);
    ck_assert_str_eq(constraint(t, 0)->keys.at[0].column, "a");
    ck_assert_str_eq(constraint(t, 0)->keys.at[1].collation, "rtrim");
    ck_assert_int_eq(constraint(t, 0)->keys.at[1].order, SORT_DESC);
    ck_assert_str_eq(constraint(t, 1)->keys.at[0].column, "b");
    ck_assert_str_eq(constraint(t, 1)->base.name, "u");
    ck_assert(!constraint(t, 1)->on_column);
    ck_assert_str_eq(constraint(t, 2)->check.text, "a IN (1, 2)");
    ck_assert_uint_eq(constraint(t, 3)->ref_columns.len, 2);
    ck_assert_int_eq(constraint(t, 3)->deferrable, DEFERRABLE_IMMEDIATE);
    ck_assert(options_has(&t->options, "strict"));
    ck_assert(options_has(&t->options, "without_rowid"));
}
END_TEST

/* SQLite drops neither comments nor line breaks; what is taken out must still be one expression. */
START_TEST(test_comments_stay_out_of_the_ends)
{
    Table *t = parse("CREATE TABLE t (a int -- the a, (first\n, /* ) */ CHECK (-- why\n a > 0 "
                     "/* x */ AND a < 9 -- ends\n))");
    ck_assert_str_eq(constraint(t, 0)->check.text, "a > 0 /* x */ AND a < 9");
}
END_TEST

START_TEST(test_hostile_text_is_an_error)
{
    static const char *const texts[] = {
        "",
        "CREATE",
        "CREATE TABLE t",
        "CREATE TABLE t (",
        "CREATE TABLE t ()",
        "CREATE TABLE t (a",
        "CREATE TABLE t (a int",
        "CREATE TABLE t (a int,",
        "CREATE TABLE t (a int, PRIMARY",
        "CREATE TABLE t (a int CHECK (a > 0",
        "CREATE TABLE t (a int CHECK (((((((((",
        "CREATE TABLE t (a int DEFAULT",
        "CREATE TABLE t (a int DEFAULT )",
        "CREATE TABLE t (a int REFERENCES",
        "CREATE TABLE t (a int REFERENCES p ON",
        "CREATE TABLE t (a int REFERENCES p ON DELETE SET",
        "CREATE TABLE t (a int CONSTRAINT",
        "CREATE TABLE t (a int NOT",
        "CREATE TABLE t (a int NOT DEFERRABLE)",
        "CREATE TABLE t (a int UNIQUE ON CONFLICT maybe)",
        "CREATE TABLE t (a int, UNIQUE (zzz))",
        "CREATE TABLE t (a int, UNIQUE ())",
        "CREATE TABLE t (a int, UNIQUE (a,))",
        "CREATE TABLE t (a int, FOREIGN KEY (a) p)",
        "CREATE TABLE t (a 'unterminated)",
        "CREATE TABLE t (a int) WITHOUT",
        "CREATE TABLE t (a int) nonsense",
        "CREATE TABLE t (a int);;",
        "CREATE TABLE t (a int /* open",
        "CREATE TABLE t (a int \x01)",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "SELECT 1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Schema *schema = empty_schema();
        Table *table = schema_add_table(schema, NULL, "t");
        Error *failed = error_new(mem);
        ck_assert_msg(!sqlite_parse_table(schema, table, texts[i], failed), "took: %s", texts[i]);
        ck_assert_msg(strstr(failed->message, "\"t\""), "no name in: %s", failed->message);
        ck_assert_ptr_nonnull(failed->hint);
    }
}
END_TEST

/* Every prefix of a rich definition is an error or a table, never a crash. */
START_TEST(test_every_prefix)
{
    static const char text[] =
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, \"b\" text NOT NULL DEFAULT ('x') "
        "COLLATE nocase CHECK (b <> '('), c int AS (id + 1) STORED REFERENCES p(q) ON DELETE SET "
        "NULL DEFERRABLE INITIALLY DEFERRED, CONSTRAINT u UNIQUE (b COLLATE rtrim DESC) ON "
        "CONFLICT REPLACE, FOREIGN KEY (b, c) REFERENCES z) STRICT, WITHOUT ROWID";
    for (size_t len = 0; len < sizeof text; len++) {
        Schema *schema = empty_schema();
        Table *table = schema_add_table(schema, NULL, "t");
        Error *failed = error_new(mem);
        bool done = sqlite_parse_table(schema, table, mem_strndup(mem, text, len), failed);
        ck_assert(done == !error_is_set(failed));
    }
    must(true);
}
END_TEST

START_TEST(test_index)
{
    Schema *schema = empty_schema();
    Table *t = schema_add_table(schema, NULL, "t");
    must(sqlite_parse_table(schema, t, "CREATE TABLE t (a int, b text, c)", err));
    Index *index = table_add_index(schema, t, "ix");
    must(sqlite_parse_index(schema, index,
                            "CREATE UNIQUE INDEX ix ON t (A DESC, b COLLATE nocase, lower(b) "
                            "COLLATE rtrim, a || b COLLATE nocase ASC, (c)) WHERE a > 0 -- active",
                            err));
    ck_assert(index->unique);
    ck_assert_uint_eq(index->keys.len, 5);
    ck_assert_str_eq(index->keys.at[0].column, "a");
    ck_assert_int_eq(index->keys.at[0].order, SORT_DESC);
    ck_assert_str_eq(index->keys.at[1].collation, "nocase");
    ck_assert_str_eq(index->keys.at[2].expr.text, "lower(b)");
    ck_assert_str_eq(index->keys.at[2].collation, "rtrim");
    ck_assert_str_eq(index->keys.at[3].expr.text, "a || b COLLATE nocase");
    ck_assert_ptr_null(index->keys.at[3].collation);
    ck_assert_str_eq(index->keys.at[4].expr.text, "(c)");
    ck_assert_str_eq(index->where.text, "a > 0");
    ck_assert(!sqlite_parse_index(schema, index, "CREATE INDEX ix ON t (a", err));
}
END_TEST

START_TEST(test_view)
{
    Schema *schema = empty_schema();
    View *view = schema_add_view(schema, NULL, "v");
    must(sqlite_parse_view(schema, view, "CREATE VIEW v (x, \"y z\") AS SELECT 1, ';' -- done\n",
                           err));
    ck_assert_uint_eq(view->columns.len, 2);
    ck_assert_str_eq(view->columns.at[1], "y z");
    ck_assert_str_eq(view->query, "SELECT 1, ';'");
    ck_assert(!sqlite_parse_view(schema, view, "CREATE VIEW v AS", err));
}
END_TEST

HARNESS_MAIN("sqlite parser", test_columns, test_column_constraints, test_table_constraints,
             test_comments_stay_out_of_the_ends, test_hostile_text_is_an_error, test_every_prefix,
             test_index, test_view)
