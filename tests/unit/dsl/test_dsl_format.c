/* Layout: what goes in and what must come out; formatting twice changes nothing. */
#include "schema/model.h"
#include "tests/unit/harness.h"

#include <string.h>

static const char *formatted(const char *text)
{
    Buf buf = buf_new(mem);
    bool good = dsl_format(mem, "model.dbml", text, strlen(text), &buf, err);
    ck_assert_msg(good, "%u:%u: %s\n%s", err->where.line, err->where.column, err->message, text);
    return mem_strdup(mem, buf_text(&buf));
}

START_TEST(test_layout)
{
    static const struct {
        const char *before, *after;
    } cases[] = {
        {"", ""},
        {"\n\n// only\n\n", "// only\n"},
        {"\xEF\xBB\xBFtable t{a int}\r\n", "Table t {\n  a int\n}\n"},
        {"Table t {\n a  numeric( 10 , 2 )[ ]   [ PK,Not  NULL , default:- 1 ]\n}",
         "Table t {\n  a numeric(10,2)[] [pk, not null, default: -1]\n}\n"},
        {"Table \"t\" as X [ note:'x' ]\n{\n \"a\" \"int\" pk\n \"b c\" \"double precision\"\n "
         "\"note\" x\n}",
         "Table t as X [note: 'x'] {\n  a int pk\n  \"b c\" \"double precision\"\n  \"note\" "
         "x\n}\n"},
        {"Table t {\n a int [pk,Not  NULL,default:- 1,ref:>u . b,Renamed  "
         "From:'x',mysql.y:\"q\"]\n}",
         "Table t {\n  a int [pk, not null, default: -1, ref: > u.b, renamed_from: 'x', mysql_y: "
         "\"q\"]\n}\n"},
        {"Table t {\n a int [\n  pk, // key\n  /* b */ unique, note: 'n'\n  // last\n ]\n}",
         "Table t {\n  a int [\n    pk,  // key\n    /* b */ unique,\n    note: 'n'\n    // last\n "
         " ]\n}\n"},
        {"Table t {\n a int // one\n bb int [pk] // two\n\n\n // alone\n c int\n}\n// end",
         "Table t {\n  a int        // one\n  bb int [pk]  // two\n\n  // alone\n  c int\n}\n\n// "
         "end\n"},
        {"Table t {\n a int\n indexes {(a , `lower(a)`)[unique]\n a a\n}\n NOTE:'''\n  x\n   "
         "y'''\n}",
         "Table t {\n  a int\n  indexes {\n    (a, `lower(a)`) [unique]\n    a a\n  }\n  Note: "
         "'''\n  x\n   y'''\n}\n"},
        {"enum e{\n \"x\"[note:'n']\n y\n}ref fk:\n t.(a,b) // c\n >? u . (a , b)[delete:cascade]",
         NULL},
        {"enum e{\n \"x\"[note:'n']\n y\n}\nref fk:\n t.(a,b) // c\n >? u . (a , "
         "b)[delete:cascade]",
         "Enum e {\n  x [note: 'n']\n  y\n}\n\nRef fk: t.(a, b)  // c\n  >? u.(a, b) [delete: "
         "cascade]\n"},
        {"use{ table a . b as c\n enum d }from'./x'\nproject{ note:\"x\" }\nnote n{\"y\"}",
         "use {\n  table a.b as c\n  enum d\n} from './x'\n\nProject {\n  Note: \"x\"\n}\n\nNote n "
         "{\n  \"y\"\n}\n"},
        {"records t(a,b){ 1,-2\n ,'x'\n}", "records t(a, b) {\n  1, -2\n  , 'x'\n}\n"},
        {"Table t {\n a int [note: 'a long note that makes this line much longer than a line "
         "should "
         "be', check: `a > 0`]\n}",
         "Table t {\n  a int [\n    note: 'a long note that makes this line much longer than a "
         "line should "
         "be',\n    check: `a > 0`\n  ]\n}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!cases[i].after) {
            Buf buf = buf_new(mem);
            Error *own = error_new(mem);
            ck_assert(!dsl_format(mem, "x", cases[i].before, strlen(cases[i].before), &buf, own));
            ck_assert_uint_eq(buf.len, 0);
            continue;
        }
        const char *once = formatted(cases[i].before);
        ck_assert_str_eq(once, cases[i].after);
        ck_assert_str_eq(formatted(once), once);
    }
}
END_TEST

HARNESS_MAIN("dsl_format", test_layout)
