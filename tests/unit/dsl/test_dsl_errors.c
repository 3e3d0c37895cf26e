/* Wrong texts: what is said, and where. */
#include "schema/model.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

/* "line:column: message" for each error. */
static const char *errors_of(const char *text, size_t len)
{
    Doc *doc = NULL;
    Error *own = error_new(mem);
    Buf buf = buf_new(mem);
    ck_assert_msg(!dsl_read(mem, "model.dbml", text, len, &doc, own), "taken: %s", text);
    for (const Error *one = own; one; one = one->next) {
        ck_assert_int_eq(one->code, ERR_MODEL);
        ck_assert_str_eq(one->where.file, "model.dbml");
        ck_assert_msg(one->hint, "no hint: %s", one->message);
        buf_fmt(&buf, "%u:%u: %s\n", one->where.line, one->where.column, one->message);
    }
    return buf_text(&buf);
}

START_TEST(test_messages)
{
    static const struct {
        const char *dsl, *errors;
    } cases[] = {
        {"Table t {\n a double precision\n}",
         "2:11: expected \"[\" or the end of the line, found \"precision\"\n"},
        {"Table t {\n añ int[pk]\n}", "2:9: expected a number, found \"pk\"\n"},
        {"Table t {\n a int [default: now()]\n}", "2:21: expected \",\" or \"]\", found \"(\"\n"},
        {"Table t {\n a int [default: 'it''s']\n}", "2:22: expected \",\" or \"]\", found 's'\n"},
        {"Table t {\n a int [note: 'x\n}", "2:15: this string has no end\n"},
        {"Table t {\n a int [note: '\\u12']\n}", "2:15: this string has a wrong escape \"\\u\"\n"},
        {"Table t {\n a int [note: '\\0']\n}", "2:15: this string has a wrong escape \"\\0\"\n"},
        {"Table t {\n a int [colate: 'C']\n}", "2:9: a column has no setting \"colate\"\n"},
        {"Table t {\n a int [mysql_foo: 'C']\n}", "2:9: a column has no setting \"mysql_foo\"\n"},
        {"Table t {\n a int [tenant: 'perhaps']\n}",
         "2:17: setting \"tenant\" is either true or false\n"},
        {"Table t {\n a int\n indexes {\n a [wher: `x`]\n }\n}",
         "4:5: an index has no setting \"wher\"\n"},
        {"Table t {\n a int\n A int\n a int\n}", "4:2: column \"a\" repeats\n"},
        {"Table t {\n a int\n}\nTable t {\n a int\n}", "4:7: table \"t\" repeats\n"},
        {"Table t {\n a int [ref: > b.c, ref: > d.e, ref_name: 'x']\n}",
         "2:33: setting \"ref_name\" needs a column with one ref\n"},
        {"Ref: a.b > a.b", "1:1: a relation of a column to itself\n"},
        {"Ref: a.(b, c) > d.e", "1:1: a relation of 2 columns to 1\n"},
        {"Ref: a.b > c.d [delete: remove]",
         "1:17: setting \"delete\" takes a referential action\n"},
        {"Enum e {\n a,\n b\n}", "2:3: expected the end of the line, found \",\"\n"},
        {"<<<<<<< ours\nTable t {\n a int\n}", "1:1: a merge conflict was left in the file\n"},
        {"Sequence s {\n start: x\n}", "2:9: setting \"start\" takes a whole number, not \"x\"\n"},
        {"Table t {\n a int\n}\nRef: t.a <> u.b",
         "4:13: a many-to-many relation needs table \"u\" in the same file\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_str_eq(errors_of(cases[i].dsl, strlen(cases[i].dsl)), cases[i].errors);
    }
}
END_TEST

/* Each mistake once, and none that follows from another. */
START_TEST(test_recovery)
{
    const char *text = "Table a {\n"
                       "  id int [pk\n"
                       "  x int [unknown flag here: ]\n"
                       "  : int\n"
                       "  ok int [not null]\n"
                       "  y text[z]\n"
                       "  indexes {\n"
                       "    (id desc)\n"
                       "    id [\n"
                       "      name: 'i',\n"
                       "      type: 'gin' 'x',\n"
                       "      unique\n"
                       "    ]\n"
                       "    ok\n"
                       "  }\n"
                       "}\n"
                       "\n"
                       "Tabel b {\n"
                       "  id int\n"
                       "}\n"
                       "\n"
                       "Enum c {\n"
                       "  one two\n"
                       "\n"
                       "Table d {\n"
                       "  id int\n"
                       "}\n"
                       "Ref: d.id = a.id\n";
    const char *expected = "3:9: expected \",\" or \"]\", found \"[\"\n"
                           "4:3: expected a column, found \":\"\n"
                           "6:10: expected a number, found \"z\"\n"
                           "8:9: expected \")\", found \"desc\"\n"
                           "11:19: expected \",\" or \"]\", found 'x'\n"
                           "18:1: expected an element, found \"Tabel\"\n"
                           "23:7: expected the end of the line, found \"two\"\n"
                           "25:1: expected \"}\", found \"Table\"\n"
                           "28:11: expected a relation (>, <, - or <>), found \"=\"\n";
    ck_assert_str_eq(errors_of(text, strlen(text)), expected);
}
END_TEST

START_TEST(test_no_text)
{
    ck_assert_str_eq(errors_of("Table t {\n \"é\" \xC3 int\n}", 22),
                     "2:6: the file is not valid UTF-8 (byte 0xC3)\n");
    ck_assert_str_eq(errors_of("Table t {\n a \0 int\n}", 19),
                     "2:4: the file contains a NUL byte\n");
    ck_assert_str_eq(errors_of("Table t {\n a\xC2\xA0int\n}", 18),
                     "2:3: unexpected character \"\xC2\xA0\" (U+00A0)\n");
}
END_TEST

/* Neither many errors nor deep or long input do harm. */
START_TEST(test_limits)
{
    Buf errors = buf_new(mem), deep = buf_new(mem), lines = buf_new(mem);
    for (int i = 0; i < 100000; i++) {
        buf_add(&deep, i % 2 ? "(" : "[");
        buf_add(&errors, "Table {\n a\n}\n");
        buf_fmt(&lines, "Table t%d {\n a int [ref: > t%d.a, note: 'x']\n}\n", i, i + 1);
    }
    errors_of(mem_printf(mem, "Table t %s", buf_text(&deep)), deep.len + 8);
    Error *own = error_new(mem);
    Doc *doc = NULL;
    ck_assert(!dsl_read(mem, "x", buf_text(&errors), errors.len, &doc, own));
    ck_assert_uint_eq(own->count, ERROR_MAX);
    ck_assert(dsl_read(mem, "x", buf_text(&lines), lines.len, &doc, error_new(mem)));
    ck_assert_uint_eq(doc_get(mem, doc, "tables")->members.len, 100000);
}
END_TEST

HARNESS_MAIN("dsl_errors", test_messages, test_recovery, test_no_text, test_limits)
