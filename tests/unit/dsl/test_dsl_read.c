/* What the DSL's constructs mean: each text and the JSON that says the same. */
#include "schema/dsl/strays.h"
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/unit/harness.h"

#include <string.h>

typedef struct Pair {
    const char *dsl, *json;
} Pair;

static Doc *read_dsl(const char *text)
{
    Doc *doc = NULL;
    bool read = dsl_read(mem, "model.dbml", text, strlen(text), &doc, err);
    ck_assert_msg(read, "%u:%u: %s\n%s", err->where.line, err->where.column, err->message, text);
    return doc;
}

static Doc *read_json(const char *members)
{
    Doc *doc = NULL;
    const char *text = mem_printf(mem, "{\"schemadiff\": 1, %s}", members);
    bool read = json_read(mem, "model.json", text, strlen(text), true, &doc, err);
    ck_assert_msg(read, "%s\n%s", err->message, text);
    return doc;
}

static const char *shown(const Doc *doc)
{
    Buf buf = buf_new(mem);
    json_write(doc, &buf);
    return buf_text(&buf);
}

/* Compares as text: the order of members is part of the normal form. */
static void check_pairs(const Pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ck_assert_str_eq(shown(read_dsl(pairs[i].dsl)), shown(read_json(pairs[i].json)));
    }
}

#define CHECK_PAIRS(pairs) check_pairs(pairs, sizeof(pairs) / sizeof *(pairs))

/* A table t of one column c with these settings. */
static void check_columns(const Pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *dsl = mem_printf(mem, "Table t {\n c %s\n}", pairs[i].dsl);
        const char *json =
            mem_printf(mem, "\"tables\": {\"t\": {\"columns\": {\"c\": {%s}}}}", pairs[i].json);
        ck_assert_str_eq(shown(read_dsl(dsl)), shown(read_json(json)));
    }
}

/* A table t with columns a and b and one line in its `indexes`. */
static void check_indexes(const Pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *dsl =
            mem_printf(mem, "Table t {\n a int\n b int\n indexes {\n %s\n }\n}", pairs[i].dsl);
        const char *json =
            mem_printf(mem,
                       "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\"}, "
                       "\"b\": {\"type\": \"int\"}}, %s}}",
                       pairs[i].json);
        ck_assert_str_eq(shown(read_dsl(dsl)), shown(read_json(json)));
    }
}

START_TEST(test_columns)
{
    static const Pair pairs[] = {
        {"int [not null, default: 1]", "\"type\": \"int\", \"null\": false, \"default\": 1"},
        {"int [null]", "\"type\": \"int\", \"null\": true"},
        {"\"double precision\"", "\"type\": \"double precision\""},
        {"decimal( 10 , 2 )[]", "\"type\": \"decimal(10,2)[]\""},
        {"enum('a', 'it\\'s')", "\"type\": \"enum('a','it''s')\""},
        {"s.e [default: s.e.open]", "\"type\": \"s.e\", \"default\": \"open\""},
        {"int [default: 007]", "\"type\": \"int\", \"default\": 7"},
        {"int [default: --1.]", "\"type\": \"int\", \"default\": 1"},
        {"int [default: - 1.50]", "\"type\": \"int\", \"default\": -1.50"},
        {"int [default: 12345678901234567890]",
         "\"type\": \"int\", \"default\": 12345678901234567890"},
        {"int [default: `now()`]", "\"type\": \"int\", \"default\": {\"expr\": \"now()\"}"},
        {"int [default: NULL]", "\"type\": \"int\", \"default\": null"},
        {"int [default: 'x', mysql_default: 'uuid()']",
         "\"type\": \"int\", \"default\": {\"expr\": {\"default\": \"'x'\", \"mysql\": "
         "\"uuid()\"}}"},
        {"int [default_expr: 'concat(`a`)']",
         "\"type\": \"int\", \"default\": {\"expr\": \"concat(`a`)\"}"},
        {"json [postgresql_type: 'jsonb']",
         "\"type\": {\"default\": \"json\", \"postgresql\": \"jsonb\"}"},
        {"\"\" [mysql_type: 'json']", "\"type\": {\"mysql\": \"json\"}"},
        {"int [identity: 'always', identity_options: 'start 5 increment -1 no cycle', "
         "identity_sequence: 's']",
         "\"type\": \"int\", \"identity\": {\"generated\": \"always\", \"start\": 5, "
         "\"increment\": -1, "
         "\"cycle\": false, \"sequence\": \"s\"}"},
        {"int [identity]", "\"type\": \"int\", \"identity\": \"by default\""},
        {"int [generated: 'a * 2', generated_as: 'virtual']",
         "\"type\": \"int\", \"generated\": \"a * 2\", \"generated_as\": \"virtual\""},
        {"int [generated: '''\n    a +\n      b\n  ''']",
         "\"type\": \"int\", \"generated\": \"a +\\n  b\""},
        {"int [check: `c > 0`, mysql_check: 'c']",
         "\"type\": \"int\", \"check\": {\"default\": \"c > 0\", \"mysql\": \"c\"}"},
        {"int [collate: 'C', mysql_collate: 'utf8mb4_bin', mysql_charset: 'utf8mb4']",
         "\"type\": \"int\", \"collate\": {\"default\": \"C\", \"mysql\": \"utf8mb4_bin\"}, "
         "\"mysql\": {\"charset\": \"utf8mb4\"}"},
        {"int [renamed from: 'old', tenant: 'true', backfill: 0]",
         "\"type\": \"int\", \"tenant\": true, \"backfill\": 0, \"renamed_from\": \"old\""},
        {"int [invisible: 'true', mysql.on_update: 'now()', sd_collate: 'C']",
         "\"type\": \"int\", \"collate\": \"C\", \"mysql\": {\"invisible\": true, \"on_update\": "
         "\"now()\"}"},
        {"int [Owner: 'me', brand: #fff, size: 3, pii]",
         "\"type\": \"int\", \"meta\": {\"owner\": \"me\", \"brand\": \"#fff\", \"size\": 3, "
         "\"pii\": true}"},
        {"int [meta_note: 'x', meta: ('A b', 1)]",
         "\"type\": \"int\", \"meta\": {\"note\": \"x\", \"A b\": 1}"},
        {"int [ref: > s.u.id, ref_delete: 'cascade', ref_update: 'set null']",
         "\"type\": \"int\", \"references\": \"s.u.id\", \"on_delete\": \"cascade\", "
         "\"on_update\": \"set null\""},
        {"int [ref: - u.\"a.b\", delete: cascade]",
         "\"type\": \"int\", \"references\": \"u.\\\"a.b\\\"\", \"on_delete\": \"cascade\""},
        {"int [note: 'a\\tb\\u00e9\\ud83d\\ude00\\q\\ x']",
         "\"type\": \"int\", \"note\": \"a\\tbé😀q\\\\ x\""},
        {"int [note: '''\n\n    x\n      y\n    ''']",
         "\"type\": \"int\", \"note\": \"x\\n  y\\n\""},
    };
    check_columns(pairs, sizeof pairs / sizeof *pairs);
}
END_TEST

START_TEST(test_indexes)
{
    static const Pair pairs[] = {
        {"a", "\"indexes\": [{\"keys\": [\"a\"]}]"},
        {"a b [name: 'i']", "\"indexes\": {\"i\": {\"keys\": [\"a\", \"b\"]}}"},
        {"(a, `lower(b)`, b)",
         "\"indexes\": [{\"keys\": [\"a\", {\"expr\": \"lower(b)\"}, \"b\"]}]"},
        {"(`a desc nulls last`, `b asc`)",
         "\"indexes\": [{\"keys\": [{\"column\": \"a\", \"order\": \"desc\", \"nulls\": \"last\"}, "
         "{\"column\": \"b\", \"order\": \"asc\"}]}]"},
        {"`a(10)`", "\"indexes\": [{\"keys\": [{\"column\": \"a\", \"length\": 10}]}]"},
        {"`f(10)`", "\"indexes\": [{\"keys\": [{\"expr\": \"f(10)\"}]}]"},
        {"`a collate \"C\" text_ops`", "\"indexes\": [{\"keys\": [{\"column\": \"a\", \"collate\": "
                                       "\"C\", \"opclass\": \"text_ops\"}]}]"},
        {"`lower(a) gin_ops(x=1) desc`", "\"indexes\": [{\"keys\": [{\"expr\": \"lower(a)\", "
                                         "\"opclass\": \"gin_ops(x=1)\", \"order\": \"desc\"}]}]"},
        {"`a + b desc`", "\"indexes\": [{\"keys\": [{\"expr\": \"a + b\", \"order\": \"desc\"}]}]"},
        {"`(a) is null`", "\"indexes\": [{\"keys\": [{\"expr\": \"(a) is null\"}]}]"},
        {"`case when a then f(b) end`",
         "\"indexes\": [{\"keys\": [{\"expr\": \"case when a then f(b) end\"}]}]"},
        {"'f(`a`)'", "\"indexes\": [{\"keys\": [{\"expr\": \"f(`a`)\"}]}]"},
        {"(a, `desc`) [expr_2: 'b', mysql_expr_2: 'c']",
         "\"indexes\": [{\"keys\": [\"a\", {\"expr\": {\"default\": \"b\", \"mysql\": \"c\"}, "
         "\"order\": \"desc\"}]}]"},
        {"a [unique, name: 'u', type: gin, where: `a > 0`, include: (b), nulls_not_distinct]",
         "\"indexes\": {\"u\": {\"keys\": [\"a\"], \"unique\": true, \"type\": \"gin\", \"where\": "
         "\"a > 0\", "
         "\"include\": [\"b\"], \"nulls_not_distinct\": true}}"},
        {"a [postgresql_with: 'fillfactor=70, x=\"on off\"', mysql_parser: 'ngram', note: 'n']",
         "\"indexes\": [{\"keys\": [\"a\"], \"postgresql\": {\"with\": {\"fillfactor\": 70, \"x\": "
         "\"on off\"}}, "
         "\"mysql\": {\"parser\": \"ngram\"}, \"note\": \"n\"}]"},
        {"(a, b) [unique, constraint, name: 'u', deferrable: 'initially deferred']",
         "\"unique\": {\"u\": {\"columns\": [\"a\", \"b\"], \"deferrable\": \"initially "
         "deferred\"}}"},
        {"(a, b) [unique, constraint, name: 'u']", "\"unique\": {\"u\": [\"a\", \"b\"]}"},
        {"(a, b) [unique, constraint]", "\"unique\": [[\"a\", \"b\"]]"},
        {"(a, b) [pk]", "\"primary_key\": [\"a\", \"b\"]"},
        {"(a, b) [pk, name: 'p', include: (b)]",
         "\"primary_key\": {\"name\": \"p\", \"columns\": [\"a\", \"b\"], \"include\": [\"b\"]}"},
        {"(`a`, `b`) [exclude: ('=', '&&'), type: gist, name: 'x', where: `a > 0`]",
         "\"exclusions\": {\"x\": {\"elements\": [{\"key\": \"a\", \"with\": \"=\"}, {\"key\": "
         "\"b\", \"with\": "
         "\"&&\"}], \"using\": \"gist\", \"where\": \"a > 0\"}}"},
        {"a [name: 'i']\n b [name: 'i']", "\"indexes\": [{\"name\": \"i\", \"keys\": [\"a\"]}, "
                                          "{\"name\": \"i\", \"keys\": [\"b\"]}]"},
    };
    check_indexes(pairs, sizeof pairs / sizeof *pairs);
}
END_TEST

#define TWO    "\"t\": {\"columns\": {\"a\": {\"type\": \"int\"}, \"b\": {\"type\": \"int\"}}"
#define TABLES "Table t {\n a int\n b int\n}\nTable u as U {\n a int\n b int\n}\n"
#define JSON_U "\"u\": {\"columns\": {\"a\": {\"type\": \"int\"}, \"b\": {\"type\": \"int\"}}}"

START_TEST(test_relations)
{
    static const Pair pairs[] = {
        {TABLES "Ref: t.a > U.b",
         "\"tables\": {" TWO ", \"foreign_keys\": [{\"columns\": [\"a\"], "
         "\"references\": {\"table\": \"u\", \"columns\": [\"b\"]}}]}, " JSON_U "}"},
        {TABLES "Ref fk: u.b < t.a [delete: set null, update: no action]",
         "\"tables\": {" TWO
         ", \"foreign_keys\": {\"fk\": {\"columns\": [\"a\"], \"references\": {\"table\": "
         "\"u\", \"columns\": [\"b\"]}, \"on_delete\": \"set null\", \"on_update\": \"no "
         "action\"}}}, " JSON_U "}"},
        {TABLES "Ref fk: u.b - t.a",
         "\"tables\": {" TWO ", \"foreign_keys\": {\"fk\": {\"columns\": [\"a\"], "
         "\"references\": {\"table\": \"u\", \"columns\": [\"b\"]}}}}, " JSON_U "}"},
        {TABLES
         "Ref fk {\n t.(a, b) ?>? u.() [deferrable, match: full, logical, delete_columns: (b)]\n}",
         "\"tables\": {" TWO
         ", \"foreign_keys\": {\"fk\": {\"columns\": [\"a\", \"b\"], \"references\": {\"table\": "
         "\"u\"}, \"deferrable\": \"initially immediate\", \"match\": \"full\", \"logical\": true, "
         "\"delete_columns\": [\"b\"]}}}, " JSON_U "}"},
        {TABLES "Ref: t.a > u.a\nRef: t.b > t.a\nRef: t.a > t.b",
         "\"tables\": {" TWO
         ", \"foreign_keys\": [{\"columns\": [\"a\"], \"references\": {\"table\": \"u\", "
         "\"columns\": [\"a\"]}}, {\"columns\": [\"b\"], \"references\": {\"table\": \"t\", "
         "\"columns\": [\"a\"]}}, "
         "{\"columns\": [\"a\"], \"references\": {\"table\": \"t\", \"columns\": "
         "[\"b\"]}}]}, " JSON_U "}"},
        {TABLES "Ref own: t.a > t.a",
         "\"tables\": {" TWO
         ", \"foreign_keys\": {\"own\": {\"columns\": [\"a\"], \"references\": {\"table\": "
         "\"t\", \"columns\": [\"a\"]}}}}, " JSON_U "}"},
        {"Table t {\n a serial [pk]\n}\nTable s.u {\n b uuid\n}\nRef: t.a <> s.u.b [delete: "
         "cascade]",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"serial\"}}, \"primary_key\": "
         "[\"a\"]}, \"s.u\": "
         "{\"columns\": {\"b\": {\"type\": \"uuid\"}}}, \"t_u\": {\"columns\": {\"t_a\": "
         "{\"type\": \"integer\"}, "
         "\"u_b\": {\"type\": \"uuid\"}}, \"primary_key\": [\"t_a\", \"u_b\"], \"foreign_keys\": "
         "[{\"columns\": "
         "[\"t_a\"], \"references\": {\"table\": \"t\", \"columns\": [\"a\"]}, \"on_delete\": "
         "\"cascade\"}, "
         "{\"columns\": [\"u_b\"], \"references\": {\"table\": \"s.u\", \"columns\": [\"b\"]}, "
         "\"on_delete\": "
         "\"cascade\"}]}}"},
        {"Table t {\n a int [ref: > t.b, ref: < t.c]\n b int\n c int\n}",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\", \"references\": \"t.b\"}, "
         "\"b\": {\"type\": "
         "\"int\"}, \"c\": {\"type\": \"int\"}}, \"foreign_keys\": [{\"columns\": [\"c\"], "
         "\"references\": "
         "{\"table\": \"t\", \"columns\": [\"a\"]}}]}}"},
        {"Ref fk: x.a > y.b",
         "\"foreign_keys\": {\"x\": [{\"name\": \"fk\", \"columns\": [\"a\"], \"references\": "
         "{\"table\": \"y\", \"columns\": [\"b\"]}}]}"},
        {"TablePartial p {\n a int\n}\nRef fk: p.(a, b) > u.(c, d) [partial]",
         "\"partials\": {\"p\": {\"columns\": {\"a\": {\"type\": \"int\"}}, \"foreign_keys\": "
         "{\"fk\": "
         "{\"columns\": [\"a\", \"b\"], \"references\": {\"table\": \"u\", \"columns\": [\"c\", "
         "\"d\"]}}}}}"},
        {"use { table auth.users as W } from './w'\nTable t {\n a int [ref: > W.id]\n}",
         "\"include\": [\"./w\"], \"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\", "
         "\"references\": "
         "\"auth.users.id\"}}}}"},
    };
    CHECK_PAIRS(pairs);
}
END_TEST

START_TEST(test_elements)
{
    static const Pair pairs[] = {
        {"Project p {\n database_type: 'X'\n dialects: 'postgresql, mysql'\n tenant_column: 's'\n "
         "naming_index: "
         "'ix'\n manage: 'enum, view'\n opaque_types: 'true'\n a: '1'\n a: '2'\n Note: 'n'\n}",
         "\"project\": {\"name\": \"p\", \"dialects\": [\"postgresql\", \"mysql\"], \"tenant\": "
         "{\"column\": "
         "\"s\"}, \"naming\": {\"index\": \"ix\"}, \"manage\": [\"enum\", \"view\"], "
         "\"opaque_types\": true, "
         "\"note\": \"n\", \"meta\": {\"database_type\": \"X\", \"a\": \"2\"}}"},
        {"Enum s.e [renamed_from: 'd', note: 'n'] {\n a\n \"b c\" [renamed_from: 'b', note: "
         "'x']\n}",
         "\"enums\": {\"s.e\": {\"values\": [\"a\", {\"name\": \"b c\", \"renamed_from\": \"b\", "
         "\"note\": \"x\"}], "
         "\"renamed_from\": \"d\", \"note\": \"n\"}}"},
        {"View v {\n query: '''\n  select 1\n    from t\n'''\n materialized: true\n depends_on: "
         "(t, s.u)\n indexes "
         "{\n a [name: 'i']\n }\n}",
         "\"views\": {\"v\": {\"query\": \"select 1\\n  from t\", \"materialized\": true, "
         "\"depends_on\": [\"t\", "
         "\"s.u\"], \"indexes\": {\"i\": {\"keys\": [\"a\"]}}}}"},
        {"Sequence s {\n type: bigint\n start: 1000\n cycle: true\n owned_by: orders.id\n}",
         "\"sequences\": {\"s\": {\"type\": \"bigint\", \"start\": 1000, \"cycle\": true, "
         "\"owned_by\": \"orders.id\"}}"},
        {"Domain email {\n type: 'varchar(255)'\n null: false\n check: `value like '%@%'`\n}",
         "\"domains\": {\"email\": {\"type\": \"varchar(255)\", \"null\": false, \"checks\": "
         "[\"value like '%@%'\"]}}"},
        {"Domain d {\n type: int\n checks {\n `value > 0` [name: 'c', not_valid]\n }\n}",
         "\"domains\": {\"d\": {\"type\": \"int\", \"checks\": {\"c\": {\"expr\": \"value > 0\", "
         "\"not_valid\": true}}}}"},
        {"Extension \"uuid-ossp\" {\n version: '1.1'\n}\nSchema shop {\n note: 'x'\n}",
         "\"schemas\": {\"shop\": {\"note\": \"x\"}}, \"extensions\": {\"uuid-ossp\": "
         "{\"version\": \"1.1\"}}"},
        {"Collation app.c {\n definition: 'd'\n}\nRange r {\n definition: 'e'\n note: 'n'\n}",
         "\"collations\": {\"app.c\": {\"definition\": \"d\"}}, \"ranges\": {\"r\": "
         "{\"definition\": "
         "\"e\", \"note\": \"n\"}}"},
        {"Operator app.\"===(integer, text)\" {\n definition: 'd'\n}\nCast \"app.x as text\" {\n"
         " definition: 'e'\n}",
         "\"operators\": {\"app.===(integer, text)\": {\"definition\": \"d\"}}, \"casts\": "
         "{\"app.x as text\": {\"definition\": \"e\"}}"},
        {"EventTrigger \"e.t\" {\n definition: 'd'\n postgresql_enabled: 'always'\n}",
         "\"event_triggers\": {\"e.t\": {\"definition\": \"d\", \"postgresql\": {\"enabled\": "
         "\"always\"}}}"},
        {"Statistics app.s {\n definition: 'd'\n postgresql_target: 5\n}",
         "\"statistics\": {\"app.s\": {\"definition\": \"d\", \"postgresql\": {\"target\": 5}}}"},
        {"Table t {\n a int\n}\nTrigger t.g {\n definition: '''\n  create trigger g\n'''\n}",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\"}}, \"triggers\": {\"g\": "
         "{\"definition\": "
         "\"create trigger g\"}}}}"},
        {"Table t {\n a int\n}\nView v {\n query: 'q'\n}\nRule t.r {\n definition: 'd'\n note: "
         "'n'\n"
         " postgresql_enabled: 'always'\n}\nRule v.r {\n definition: 'e'\n}",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\"}}, \"rules\": {\"r\": "
         "{\"definition\": \"d\", \"note\": \"n\", \"postgresql\": {\"enabled\": \"always\"}}}}}, "
         "\"views\": {\"v\": {\"query\": \"q\", \"rules\": {\"r\": {\"definition\": \"e\"}}}}"},
        {"Table t [renamed_from: 'o', tenant: 'self', managed: 'false', dialects: 'mysql', "
         "postgresql_inherits: 'p, s.q', x: 'y'] {\n a int\n ~p\n Note: 'n'\n checks {\n `a > 0` "
         "[enforced: false]\n "
         "'b'\n }\n}\nMetadata Table t {\n mysql_engine: 'InnoDB'\n note: 'm'\n}\nMetadata Column "
         "t.a {\n collate: "
         "'C'\n}",
         "\"tables\": {\"t\": {\"renamed_from\": \"o\", \"tenant\": \"self\", \"managed\": false, "
         "\"dialects\": "
         "[\"mysql\"], \"note\": \"n\", \"columns\": {\"a\": {\"type\": \"int\", \"collate\": "
         "\"C\"}}, \"use\": "
         "[\"p\"], \"checks\": [{\"expr\": \"a > 0\", \"enforced\": false}, \"b\"], "
         "\"postgresql\": {\"inherits\": "
         "[\"p\", \"s.q\"]}, \"mysql\": {\"engine\": \"InnoDB\"}, \"meta\": {\"x\": \"y\", "
         "\"note\": \"m\"}}}"},
        {"Table t [engine: 'X', tablespace: 's'] {\n a int\n}",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\"}}, \"postgresql\": "
         "{\"tablespace\": "
         "\"s\"}, \"mysql\": {\"engine\": \"X\", \"tablespace\": \"s\"}}}"},
        {"Table t {\n a int [check: `a > 0`, check: `a < 9`]\n}",
         "\"tables\": {\"t\": {\"columns\": {\"a\": {\"type\": \"int\", \"check\": \"a > 0\"}}, "
         "\"checks\": "
         "[\"a < 9\"]}}"},
        {"Table t [pk_name: 'p'] {\n id int [pk]\n}",
         "\"tables\": {\"t\": {\"columns\": {\"id\": {\"type\": \"int\"}}, \"primary_key\": "
         "{\"name\": \"p\", "
         "\"columns\": [\"id\"]}}}"},
    };
    CHECK_PAIRS(pairs);
}
END_TEST

/* Relations and triggers of tables of other files find their way home. */
START_TEST(test_strays)
{
    Doc *model = read_dsl("Table t {\n a int\n b int\n}\nRef x: t.a > u.a");
    Doc *file = read_dsl("Ref y: t.b > u.b\nTrigger t.g {\n definition: 'd'\n}");
    Doc *home = read_dsl("Table t {\n a int\n b int\n}\nRef x: t.a > u.a\nRef y: t.b > u.b\n"
                         "Trigger t.g {\n definition: 'd'\n}");
    Doc *strays = strays_take(mem, file);
    ck_assert_ptr_null(strays_take(mem, model));
    ck_assert_ptr_nonnull(strays);
    ck_assert_uint_eq(file->members.len, 1);
    ck_assert(shape_check(mem, &shape_model, strays, err));
    ck_assert(strays_place(mem, model, strays, err));
    Doc *table = doc_get(mem, doc_get(mem, model, "tables"), "t");
    Doc *wanted = doc_get(mem, doc_get(mem, home, "tables"), "t");
    ck_assert_str_eq(shown(doc_get(mem, table, "triggers")),
                     shown(doc_get(mem, wanted, "triggers")));
    const Doc *keys = doc_get(mem, table, "foreign_keys");
    ck_assert_int_eq(keys->kind, DOC_ARRAY);
    ck_assert_uint_eq(keys->items.len, 2);
    ck_assert_str_eq(doc_get(mem, keys->items.at[0], "name")->text, "x");
    ck_assert_str_eq(doc_get(mem, keys->items.at[1], "name")->text, "y");
    Doc *nowhere = strays_take(mem, read_dsl("Ref: z.b > u.b"));
    ck_assert(!strays_place(mem, model, nowhere, err));
    ck_assert_str_eq(err->message, "table \"z\" is in no file of the model");
    ck_assert_uint_eq(err->where.column, 6);
}
END_TEST

START_TEST(test_places)
{
    Doc *doc = read_dsl("\xEF\xBB\xBFTable t {\r\n  \"ñandú\" int [note: 'é', collate: 'C']\r\n}");
    Doc *columns = doc_get(mem, doc_get(mem, doc_get(mem, doc, "tables"), "t"), "columns");
    const DocMember *column = &columns->members.at[0];
    ck_assert_str_eq(column->name, "ñandú");
    ck_assert_str_eq(column->where.file, "model.dbml");
    ck_assert_uint_eq(column->where.line, 2);
    ck_assert_uint_eq(column->where.column, 3);
    const Doc *collate = doc_get(mem, column->value, "collate");
    ck_assert_uint_eq(collate->where.column, 36);
}
END_TEST

HARNESS_MAIN("dsl_read", test_columns, test_indexes, test_relations, test_elements, test_strays,
             test_places)
