#include "tests/unit/model/fixture.h"

/* Every error has a place and says what to do. */
static void assert_errors(size_t count)
{
    ck_assert_uint_eq(err->count, count);
    for (const Error *at = err; at; at = at->next) {
        ck_assert_msg(at->where.file != NULL, "no place: %s", at->message);
        ck_assert_msg(at->where.line > 0, "no line: %s", at->message);
        ck_assert_msg(at->hint != NULL, "no hint: %s", at->message);
    }
}

static void assert_error(const Dialect *dialect, const char *members, const char *message)
{
    error_clear(err);
    const Error *first = model_error(dialect, members);
    ck_assert_str_eq(first->message, message);
    assert_errors(1);
}

START_TEST(targets_that_the_model_is_not_for)
{
    assert_error(&mysql_dialect, "'project': {'dialects': ['postgresql', 'sqlite']}",
                 "the model is not meant for mysql");
    ck_assert_uint_eq(err->where.line, 1);
}
END_TEST

START_TEST(objects_that_the_target_has_not)
{
    assert_error(&mysql_dialect, "'sequences': {'s': {}}", "sequence \"s\": mysql cannot do that");
    assert_has(err->hint, "\"dialects\": [\"postgresql\"]");
    assert_error(&lite_dialect, "'domains': {'d': {'type': 'text'}}",
                 "domain \"d\": sqlite cannot do that");
    assert_error(&lite_dialect,
                 "'project': {'dialects': ['mysql', 'sqlite']},"
                 "'extensions': {'e': {}}",
                 "extension \"e\": sqlite cannot do that");
    assert_has(err->hint, "\"dialects\": [\"mysql\"]");
    assert_error(&lite_dialect, "'schemas': {'app': {}}", "schema \"app\": sqlite cannot do that");
    assert_error(&mysql_dialect, "'views': {'v': {'query': 'select 1', 'materialized': true}}",
                 "materialized view \"v\": mysql cannot do that");
    assert_error(&lite_dialect, "'tables': {'app.t': {'columns': {'a': {'type': 'int'}}}}",
                 "schema prefix \"app\": sqlite cannot do that");
    assert_error(&lite_dialect,
                 "'tables': {'t': {'columns': {'a': {'type': 'int'}}, 'exclusions': "
                 "{'x': {'elements': [{'key': 'a', 'with': '='}]}}}}",
                 "exclusion constraint \"x\": sqlite cannot do that");
}
END_TEST

START_TEST(restricted_objects_are_no_error)
{
    model_for(&mysql_dialect, "'sequences': {'s': {'dialects': ['postgresql']}},"
                              "'domains': {'d': {'type': 'x', 'dialects': ['postgresql']}},"
                              "'extensions': {'e': {'dialects': ['postgresql']}},"
                              "'schemas': {'app': {'dialects': ['postgresql']}}");
}
END_TEST

static const char *index_of(const char *members)
{
    return mem_printf(
        mem, "'tables': {'t': {'columns': {'a': {'type': 'int'}}, 'indexes': {'i': {%s}}}}",
        members);
}

START_TEST(indexes_whose_meaning_would_change)
{
    assert_error(&mysql_dialect, index_of("'keys': ['a'], 'unique': true, 'where': 'a > 0'"),
                 "unique index \"i\" with \"where\": mysql cannot do that");
    assert_error(&maria_dialect, index_of("'keys': [{'expr': 'lower(a)'}]"),
                 "index \"i\" of an expression: mariadb cannot do that");
    assert_error(&pg_dialect, index_of("'keys': [{'column': 'a', 'length': 4}], 'unique': true"),
                 "unique index \"i\" of a prefix: postgresql cannot do that");
    assert_error(&lite_dialect, index_of("'keys': ['a'], 'nulls_not_distinct': true"),
                 "index \"i\" with \"nulls_not_distinct\": sqlite cannot do that");
    assert_error(&lite_dialect, index_of("'keys': ['a'], 'type': 'gin'"),
                 "index \"i\" of type \"gin\": sqlite cannot do that");
    assert_error(&pg_dialect, index_of("'keys': ['a'], 'type': 'fulltext'"),
                 "index \"i\" of type \"fulltext\": postgresql cannot do that");
}
END_TEST

static const char *column_of(const char *members)
{
    return mem_printf(mem, "'tables': {'t': {'columns': {'a': {%s}}}}", members);
}

START_TEST(texts_that_are_missing)
{
    assert_error(&pg_dialect, column_of("'type': {'mysql': 'int'}"),
                 "the type has no text for postgresql");
    assert_error(&pg_dialect, column_of("'type': 'int', 'generated': {'mysql': '1'}"),
                 "the generated column has no text for postgresql");
    assert_error(&pg_dialect, "'views': {'v': {'query': {'mysql': 'select 1'}}}",
                 "the query has no text for postgresql");
    assert_error(&pg_dialect,
                 "'tables': {'t': {'columns': {'a': {'type': 'int'}}, 'checks': "
                 "{'c': {'expr': {'mysql': '1'}}}}}",
                 "the check has no text for postgresql");
    assert_error(&pg_dialect, column_of("'null': true"), "column \"a\" of table \"t\" has no type");
}
END_TEST

START_TEST(names_that_are_none)
{
    assert_error(&pg_dialect, "'tables': {'a.b.c': {'columns': {}}}", "\"a.b.c\" is no name");
    assert_error(&pg_dialect, "'views': {'.v': {'query': 'select 1'}}", "\".v\" is no name");
    assert_error(&pg_dialect, column_of("'type': 'int', 'references': 'a'"), "\"a\" is no name");
    assert_error(&pg_dialect, "'tables': {'app.t': {'renamed_from': 'old.t', 'columns': {}}}",
                 "\"old.t\" is in another schema than \"app.t\"");
    assert_error(&pg_dialect, "'project': {'manage': ['vew']}", "\"vew\" is no kind of object");
}
END_TEST

START_TEST(twice)
{
    assert_error(&pg_dialect, "'enums': {'e': {'values': ['a', 'b', 'a']}}",
                 "enum \"e\" has the value \"a\" twice");
}
END_TEST

START_TEST(versions_without_virtual_columns)
{
    Dialect old = pg_dialect;
    old.assumed_version = 150000;
    assert_error(&old, column_of("'type': 'int', 'generated': '1', 'generated_as': 'virtual'"),
                 "this version of postgresql has no virtual generated columns");
}
END_TEST

START_TEST(many_errors_at_once)
{
    model_error(&pg_dialect, "'tables': {'t': {'columns': {'a': {'type': 'wobble'}, 'b': {'type': "
                             "'wibble'}, 'c': {'type': {'mysql': 'x'}}}, 'use': ['p']}}");
    assert_errors(4);
}
END_TEST

/* No model is so wrong that it may crash; every member of every kind of value is tried. */
START_TEST(wrong_shapes_are_reported)
{
    static const char *const values[] = {"null",      "true",      "1",     "'x'", "[]",
                                         "['x']",     "[[]]",      "[{}]",  "{}",  "{'x': 1}",
                                         "{'x': {}}", "{'x': []}", "[null]"};
    static const char *const places[] = {
        "'project': %s",
        "'project': {'dialects': %s}",
        "'project': {'manage': %s}",
        "'project': {'tenant': %s}",
        "'project': {'naming': %s}",
        "'schemas': %s",
        "'extensions': %s",
        "'enums': %s",
        "'enums': {'x': {'values': %s}}",
        "'domains': %s",
        "'domains': {'d': {'type': 'text', 'checks': %s}}",
        "'sequences': %s",
        "'views': %s",
        "'views': {'v': {'query': %s}}",
        "'views': {'v': {'query': 'q', 'indexes': %s}}",
        "'views': {'v': {'query': 'q', 'depends_on': %s}}",
        "'partials': %s",
        "'tables': %s",
        "'tables': {'t': {'columns': %s}}",
        "'tables': {'t': {'columns': {'x': %s}}}",
        "'partials': {'x': %s}, 'tables': {'t': {'use': ['x'], 'columns': {}}}",
        "'tables': {'t': {'columns': {}, 'use': %s}}",
        "'tables': {'t': {'columns': {}, 'primary_key': %s}}",
        "'tables': {'t': {'columns': {}, 'unique': %s}}",
        "'tables': {'t': {'columns': {}, 'unique': {'u': %s}}}",
        "'tables': {'t': {'columns': {}, 'checks': %s}}",
        "'tables': {'t': {'columns': {}, 'foreign_keys': %s}}",
        "'tables': {'t': {'columns': {}, 'foreign_keys': {'f': {'columns': [], 'references': "
        "%s}}}}",
        "'tables': {'t': {'columns': {}, 'indexes': %s}}",
        "'tables': {'t': {'columns': {}, 'indexes': {'i': {'keys': %s}}}}",
        "'tables': {'t': {'columns': {}, 'indexes': {'i': {'keys': [{'column': 'a', 'length': "
        "%s}]}}}}",
        "'tables': {'t': {'columns': {}, 'exclusions': %s}}",
        "'tables': {'t': {'columns': {}, 'exclusions': {'x': {'elements': %s}}}}",
        "'tables': {'t': {'columns': {}, 'triggers': %s}}",
        "'tables': {'t': {'columns': {}, 'dialects': %s}}",
        "'tables': {'t': {'columns': {}, 'postgresql': %s}}",
        "'tables': {'t': {'columns': {}, 'postgresql': {'with': %s}}}",
        "'tables': {'t': {'columns': {}, 'postgresql': {'inherits': %s, 'partition_by': %s}}}",
        "'tables': {'t': {'columns': {'c': {'type': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'default': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'default': {'expr': %s}}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'identity': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'identity': {'start': %s}}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'generated': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'check': %s, 'unique': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'references': %s, 'on_delete': %s}}}}",
        "'tables': {'t': {'columns': {'c': {'type': 'int', 'postgresql': {'statistics': %s}}}}}",
    };
    static const Dialect *const dialects[] = {&pg_dialect, &maria_dialect, &lite_dialect};
    size_t refused = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            Buf buf = buf_new(mem);
            for (const char *at = places[i]; *at; at++) {
                bool here = at[0] == '%' && at[1] == 's';
                buf_add_len(&buf, here ? values[j] : at, here ? strlen(values[j]) : 1);
                at += here;
            }
            Doc *doc = model_read(mem_printf(mem, "{%s}", buf_text(&buf)));
            for (size_t k = 0; k < 3; k++) {
                Schema *schema = NULL;
                bool ok = model_decode(mem, doc, model_server(dialects[k]), &schema, err);
                ck_assert_msg(ok == (schema != NULL) && ok == !error_is_set(err), "%s",
                              buf_text(&buf));
                if (ok) {
                    model_encode(mem, schema);
                }
                refused += !ok;
                error_clear(err);
            }
        }
    }
    ck_assert_uint_gt(refused, 500);
}
END_TEST

START_TEST(a_model_must_be_an_object)
{
    Schema *schema = NULL;
    ck_assert(!model_decode(mem, model_read("[]"), model_server(&pg_dialect), &schema, err));
    ck_assert_str_eq(err->message, "a model must be an object");
    error_clear(err);
    ck_assert(!model_decode(mem, NULL, model_server(&pg_dialect), &schema, err));
}
END_TEST

HARNESS_MAIN("model decode errors", targets_that_the_model_is_not_for,
             objects_that_the_target_has_not, restricted_objects_are_no_error,
             indexes_whose_meaning_would_change, texts_that_are_missing, names_that_are_none, twice,
             versions_without_virtual_columns, many_errors_at_once, wrong_shapes_are_reported,
             a_model_must_be_an_object)
