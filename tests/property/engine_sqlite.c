#include "tests/property/engine.h"

enum { INTEGERS, TEXTS, REALS, BLOBS, ANY };

static const TypeWord types[] = {
    {{{"integer", "INTEGER"}}, INTEGERS, TYPE_KEY | TYPE_INCREMENT | TYPE_STRICT},
    {{{"int", "INT"}}, INTEGERS, TYPE_KEY | TYPE_STRICT},
    {{{"bigint"}}, INTEGERS, TYPE_KEY},
    {{{"text", "TEXT"}}, TEXTS, TYPE_KEY | TYPE_COLLATE | TYPE_STRICT},
    {{{"varchar(20)", "varchar( 20 )"}}, TEXTS, TYPE_KEY | TYPE_COLLATE},
    {{{"real", "REAL"}}, REALS, TYPE_KEY | TYPE_STRICT},
    {{{"numeric(10,2)", "numeric(10, 2)"}}, REALS, TYPE_KEY},
    {{{"blob", "BLOB"}}, BLOBS, TYPE_KEY | TYPE_STRICT},
    {{{""}}, ANY, TYPE_KEY},
    {{{"boolean"}}, INTEGERS, TYPE_KEY},
    {{{"datetime"}}, TEXTS, TYPE_KEY},
    {{{"any", "ANY"}}, ANY, TYPE_KEY | TYPE_STRICT},
};

static const Word integer_defaults[] = {
    {{"7"}}, {{"-3"}}, {{"{\"expr\": \"1 + 2\"}", "{\"expr\": \"(1 + 2)\"}"}}, {{"0"}}};
static const Word integer_tests[] = {{{"@ > 0", "@>0", "(@ > 0)"}},
                                     {{"@ IN (1, 2, 3)", "@ in (1,2,3)"}},
                                     {{"@ BETWEEN 1 AND 100", "@ between 1 and 100"}},
                                     {{"@ % 2 = 0 OR @ IS NULL"}}};
static const Word integer_generated[] = {{{"@ * 2", "@*2"}, "integer"}, {{"abs(@)"}, "integer"}};
static const Word integer_keys[] = {{{"@ + 1"}}, {{"abs(@)"}}};
static const Word text_defaults[] = {
    {{"\"x\""}},
    {{"\"it's; --\""}},
    {{"{\"expr\": \"lower('A') || ';'\"}"}},
    {{"{\"expr\": \"CURRENT_TIMESTAMP\"}", "{\"expr\": \"current_timestamp\"}"}},
    {{"\"\""}}};
static const Word text_tests[] = {{{"@ <> ''", "@<>''"}},
                                  {{"length(@) > 2"}},
                                  {{"@ LIKE 'a%'", "@ like 'a%'"}},
                                  {{"@ <> 'it''s; ) --'"}},
                                  {{"lower(@) = @"}}};
static const Word text_generated[] = {{{"@ || '('"}, "text"}, {{"length(@)"}, "integer"}};
static const Word text_keys[] = {{{"lower(@)", "LOWER(@)"}}, {{"substr(@, 1, 3)"}}};
static const Word real_defaults[] = {{{"1.5"}}, {{"-2.25"}}, {{"{\"expr\": \"3 * 0.5\"}"}}};
static const Word real_tests[] = {{{"@ >= 0"}}, {{"@ < 1e6"}}};
static const Word real_generated[] = {{{"@ * 0.21"}, "real"}};
static const Word real_keys[] = {{{"round(@)"}}};
static const Word blob_defaults[] = {{{"{\"expr\": \"x'00ff'\"}"}},
                                     {{"{\"expr\": \"zeroblob(2)\"}"}}};
static const Word blob_tests[] = {{{"length(@) < 100"}}};
static const Word blob_keys[] = {{{"hex(@)"}}};
static const Word any_defaults[] = {
    {{"\"y\""}}, {{"true"}}, {{"{\"expr\": \"abs(-1)\"}"}}, {{"5"}}};
static const Word any_tests[] = {{{"@ IS NOT NULL OR 1"}}};

static const Group groups[] = {
    [INTEGERS] = {WORDS(integer_defaults), WORDS(integer_tests), WORDS(integer_generated),
                  WORDS(integer_keys)},
    [TEXTS] = {WORDS(text_defaults), WORDS(text_tests), WORDS(text_generated), WORDS(text_keys)},
    [REALS] = {WORDS(real_defaults), WORDS(real_tests), WORDS(real_generated), WORDS(real_keys)},
    [BLOBS] = {WORDS(blob_defaults), WORDS(blob_tests), {0}, WORDS(blob_keys)},
    [ANY] = {WORDS(any_defaults), WORDS(any_tests), {0}, {0}},
};

static const char *const collations[] = {NULL, "NOCASE", "RTRIM"};
static const char *const increments[] = {"", ", \"increment\": true"};
static const Action actions[] = {
    {"", false, false},
    {", \"on_delete\": \"cascade\"", false, true},
    {", \"on_delete\": \"set null\"", true, true},
    {", \"on_update\": \"cascade\", \"on_delete\": \"restrict\"", false, true},
    {", \"on_update\": \"set default\"", false, true},
};
static const TableOption options[] = {
    {"", false, false, false},
    {"\"sqlite\": {\"strict\": true}", false, true, false},
    {"\"sqlite\": {\"without_rowid\": true}", true, false, true},
    {"\"sqlite\": {\"without_rowid\": true, \"strict\": true}", true, true, true},
};

static const char print_sql[] =
    "WITH t AS (SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type = "
    "'table' AND name NOT LIKE 'sqlite%') "
    "SELECT 'table ' || name || ' ' || wr || strict AS line FROM t UNION ALL "
    "SELECT 'column ' || t.name || '.' || x.name || ' ' || lower(replace(x.type, ' ', '')) || "
    "x.\"notnull\" || lower(replace(trim(coalesce(x.dflt_value, '-'), '()'), ' ', '')) || x.pk || "
    "x.hidden FROM t JOIN pragma_table_xinfo(t.name) x "
    "UNION ALL "
    "SELECT 'key ' || t.name || ' ' || f.seq || ' ' || f.\"from\" || '>' || f.\"table\" || '.' || "
    "coalesce(f.\"to\", '-') || ' ' || f.on_update || f.on_delete FROM t JOIN "
    "pragma_foreign_key_list(t.name) f UNION ALL "
    "SELECT 'index ' || t.name || ' ' || CASE l.origin WHEN 'c' THEN l.name ELSE l.origin END || "
    "l.\"unique\" || l.partial || (SELECT group_concat(coalesce(x.name, x.cid) || x.\"desc\" || "
    "x.coll) FROM pragma_index_xinfo(l.name) x WHERE x.key) FROM t JOIN "
    "pragma_index_list(t.name) l UNION ALL "
    "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('view', 'trigger')";

static bool print(Mem *mem, Conn *conn, const char **out, Error *err)
{
    Rows rows;
    if (!conn_query_text(conn, mem, print_sql, &rows, err)) {
        return false;
    }
    *out = sorted_lines(mem, &rows);
    return true;
}

const Engine engine_sqlite = {
    .name = "sqlite",
    .dialect = "sqlite",
    .manage = "\"view\", \"trigger\"",
    .quote = '"',
    .can = HAS_PARTIAL | HAS_EXPRESSION | HAS_DEFERRABLE | HAS_KEY_COLLATION | HAS_VIRTUAL |
           HAS_VIRTUAL_KEY | INCREMENT_IS_KEY | UNIQUE_IS_INDEX | HAS_VIEWS,
    .types = types,
    .types_len = LEN(types),
    .groups = groups,
    .collations = collations,
    .collations_len = LEN(collations),
    .increments = increments,
    .increments_len = LEN(increments),
    .actions = actions,
    .actions_len = LEN(actions),
    .options = options,
    .options_len = LEN(options),
    .print = print,
};
