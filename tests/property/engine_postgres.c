#include "tests/property/engine.h"

#define E(text) "{\"expr\": \"" text "\"}"

enum {
    INTEGERS,
    NUMBERS,
    TEXTS,
    BOOLEANS,
    DAYS,
    CLOCKS,
    SPANS,
    BYTES,
    UUIDS,
    DOCUMENTS,
    ARRAYS,
    NETWORKS,
    BITS,
    RANGES,
    OTHERS
};

#define INTEGER TYPE_KEY | TYPE_INCREMENT

static const TypeWord types[] = {
    {{{"integer", "int", "int4", "INTEGER"}}, INTEGERS, INTEGER},
    {{{"bigint", "int8"}}, INTEGERS, INTEGER},
    {{{"smallint", "int2"}}, INTEGERS, INTEGER},
    {{{"text", "TEXT"}}, TEXTS, TYPE_KEY | TYPE_COLLATE},
    {{{"varchar(40)", "character varying(40)", "string(40)"}}, TEXTS, TYPE_KEY | TYPE_COLLATE},
    {{{"varchar", "character varying"}}, TEXTS, TYPE_KEY | TYPE_COLLATE},
    {{{"char(30)", "character(30)"}}, TEXTS, TYPE_KEY | TYPE_COLLATE},
    {{{"numeric(10,2)", "decimal(10, 2)", "dec(10,2)"}}, NUMBERS, TYPE_KEY},
    {{{"numeric", "decimal"}}, NUMBERS, TYPE_KEY},
    {{{"real", "float4", "float(12)"}}, NUMBERS, TYPE_KEY},
    {{{"double precision", "float8", "float"}}, NUMBERS, TYPE_KEY},
    {{{"boolean", "bool"}}, BOOLEANS, TYPE_KEY},
    {{{"date"}}, DAYS, TYPE_KEY},
    {{{"timestamp", "timestamp without time zone", "datetime"}}, DAYS, TYPE_KEY},
    {{{"timestamptz", "timestamp with time zone"}}, DAYS, TYPE_KEY},
    {{{"timestamp(3)", "timestamp(3) without time zone"}}, DAYS, TYPE_KEY},
    {{{"time", "time without time zone"}}, CLOCKS, TYPE_KEY},
    {{{"interval"}}, SPANS, TYPE_KEY},
    {{{"bytea"}}, BYTES, TYPE_KEY},
    {{{"uuid"}}, UUIDS, TYPE_KEY},
    {{{"json"}}, DOCUMENTS, 0},
    {{{"jsonb"}}, DOCUMENTS, TYPE_KEY},
    {{{"integer[]", "int4[]", "int[]"}}, ARRAYS, TYPE_KEY},
    {{{"text[]"}}, ARRAYS, TYPE_KEY},
    {{{"inet"}}, NETWORKS, TYPE_KEY},
    {{{"bit(3)"}}, BITS, TYPE_KEY},
    {{{"bit varying(5)", "varbit(5)"}}, BITS, TYPE_KEY},
    {{{"int4range"}}, RANGES, TYPE_KEY},
    {{{"xml"}}, OTHERS, 0},
    {{{"point"}}, OTHERS, 0},
    {{{"tsvector"}}, OTHERS, TYPE_KEY},
    {{{"money"}}, OTHERS, TYPE_KEY},
};

static const Word integer_defaults[] = {{{"7"}}, {{"-3"}}, {{"0"}}, {{E("1 + 2"), E("(1+2)")}}};
static const Word integer_tests[] = {
    {{"@ > 0", "@>0", "((@) > (0))"}},
    {{"@ IN (1, 2, 3)", "@ in (1,2,3)"}},
    {{"@ = ANY (ARRAY[1, 2, 3])"}}, /* the same for integer only: IN casts to the column's type */
    {{"@ BETWEEN 1 AND 100", "@ >= 1 AND @ <= 100"}},
    {{"@ <> 5 OR @ IS NULL", "(@ != 5) or (@ is null)"}},
    {{"CASE WHEN @ > 5 THEN @ < 9 ELSE true END"}}};
static const Word integer_generated[] = {{{"@ * 2", "@*2"}, "integer"},
                                         {{"abs(@)"}, "bigint"},
                                         {{"@ + 1", "(@) + (1)"}, "numeric(12,2)"}};
static const Word integer_keys[] = {{{"@ + 1", "@+1"}}, {{"abs(@)"}}};
static const Word number_defaults[] = {{{"1.5"}}, {{"-2.25"}}, {{"0"}}, {{E("3 * 0.5")}}};
static const Word number_tests[] = {
    {{"@ >= 0", "@ >= 0"}}, {{"@ < 1000000"}}, {{"@ > 1.5 AND NOT @ > 3"}}};
static const Word number_generated[] = {{{"@ * 2"}, "double precision"}};
static const Word number_keys[] = {{{"abs(@)"}}};
static const Word text_defaults[] = {{{"\"x\""}},
                                     {{"\"it's; -- \\\"q\\\" \\\\\""}},
                                     {{"\"\""}},
                                     {{E("lower('A') || ';'"), E("lower('A')||';'")}},
                                     {{E("current_user"), E("CURRENT_USER")}}};
static const Word text_tests[] = {{{"@ <> ''", "@<>''", "@ != ''"}},
                                  {{"length(@) > 2", "LENGTH(@)>2"}},
                                  {{"@ LIKE 'a%'", "@ like 'a%'", "@ ~~ 'a%'"}},
                                  {{"@ IN ('a', 'it''s; ) --')"}},
                                  {{"lower(@) = 'x'", "LOWER(@)='x'"}},
                                  {{"@ ~ '^[a-z]+$'"}}};
static const Word text_generated[] = {{{"upper(@)"}, "text"}, {{"length(@)"}, "integer"}};
static const Word text_keys[] = {{{"lower(@)", "LOWER(@)"}}, {{"substr(@, 1, 3)"}}, {{"md5(@)"}}};
static const Word boolean_defaults[] = {{{"true"}}, {{"false"}}, {{E("NOT false")}}};
static const Word boolean_tests[] = {{{"@", "(@)"}}, {{"@ IS NOT NULL"}}, {{"NOT @", "not @"}}};
static const Word boolean_generated[] = {{{"NOT @"}, "boolean"}};
static const Word boolean_keys[] = {{{"NOT @"}}};
static const Word day_defaults[] = {{{"\"2024-01-02\""}},
                                    {{E("now()"), E("NOW()")}},
                                    {{E("CURRENT_TIMESTAMP"), E("current_timestamp")}},
                                    {{E("CURRENT_DATE")}}};
static const Word day_tests[] = {{{"@ > '2000-01-01'", "@>'2000-01-01'"}}, {{"@ IS NOT NULL"}}};
static const Word day_generated[] = {{{"@ IS NULL"}, "boolean"}};
static const Word clock_defaults[] = {{{"\"12:30\""}}, {{E("LOCALTIME")}}};
static const Word clock_tests[] = {{{"@ > '01:00'"}}};
static const Word span_defaults[] = {{{"\"1 day\""}},
                                     {{E("'2 hours'::interval"), E("interval '2 hours'")}}};
static const Word span_tests[] = {{{"@ > '1 minute'"}}};
static const Word byte_defaults[] = {{{E("'\\\\x00ff'::bytea")}}, {{"\"\\\\x01\""}}};
static const Word byte_tests[] = {{{"length(@) < 100"}}};
static const Word byte_generated[] = {{{"length(@)"}, "integer"}};
static const Word uuid_defaults[] = {{{E("gen_random_uuid()")}},
                                     {{"\"00000000-0000-0000-0000-000000000001\""}}};
static const Word document_defaults[] = {{{"\"{}\""}}, {{E("'[]'")}}};
static const Word document_tests[] = {{{"@ IS NOT NULL"}},
                                      {{"(@ ->> 'a') IS NULL", "@->>'a' is null"}}};
static const Word document_generated[] = {{{"@ ->> 'a'"}, "text"}};
static const Word document_keys[] = {{{"@ ->> 'a'", "(@ ->> 'a')"}}};
static const Word array_defaults[] = {{{"\"{}\""}}, {{E("'{1,2}'")}}};
static const Word array_tests[] = {{{"cardinality(@) < 5"}}, {{"@ IS DISTINCT FROM '{}'"}}};
static const Word network_defaults[] = {{{"\"10.0.0.1\""}}, {{E("'::1'::inet")}}};
static const Word network_tests[] = {{{"family(@) = 4"}}};
static const Word bit_defaults[] = {{{E("B'101'"), E("b'101'")}}};
static const Word bit_tests[] = {{{"@ <> B'111'"}}};
static const Word range_defaults[] = {{{"\"[1,5)\""}}, {{E("int4range(1, 5)")}}};
static const Word range_tests[] = {{{"NOT isempty(@)"}}};

#define ALL(name)                                                                                \
    {                                                                                            \
        WORDS(name##_defaults), WORDS(name##_tests), WORDS(name##_generated), WORDS(name##_keys) \
    }
#define PLAIN(name)                                       \
    {                                                     \
        WORDS(name##_defaults), WORDS(name##_tests), {0}, \
        {                                                 \
            0                                             \
        }                                                 \
    }
#define MADE(name)                                                            \
    {                                                                         \
        WORDS(name##_defaults), WORDS(name##_tests), WORDS(name##_generated), \
        {                                                                     \
            0                                                                 \
        }                                                                     \
    }

static const Group groups[] = {
    [INTEGERS] = ALL(integer),
    [NUMBERS] = ALL(number),
    [TEXTS] = ALL(text),
    [BOOLEANS] = ALL(boolean),
    [DAYS] = MADE(day),
    [CLOCKS] = PLAIN(clock),
    [SPANS] = PLAIN(span),
    [BYTES] = MADE(byte),
    [UUIDS] = {WORDS(uuid_defaults), {0}, {0}, {0}},
    [DOCUMENTS] = ALL(document),
    [ARRAYS] = PLAIN(array),
    [NETWORKS] = PLAIN(network),
    [BITS] = PLAIN(bit),
    [RANGES] = PLAIN(range),
    [OTHERS] = {{0}, {0}, {0}, {0}},
};

static const char *const collations[] = {NULL, "C", "POSIX"};
static const char *const increments[] = {
    "",
    ", \"increment\": true",
    ", \"identity\": \"always\"",
    ", \"identity\": \"by default\"",
    ", \"identity\": {\"generated\": \"by default\", \"start\": 100, \"increment\": 5}",
    ", \"identity\": {\"generated\": \"always\", \"max\": 30000, \"cycle\": true, \"cache\": 3}"};
static const Action actions[] = {
    {"", false, false},
    {", \"on_delete\": \"cascade\"", false, true},
    {", \"on_delete\": \"set null\"", false, true},
    {", \"on_update\": \"cascade\", \"on_delete\": \"restrict\"", false, true},
    {", \"on_update\": \"set default\"", false, true},
    {", \"match\": \"full\"", false, false, true},
};
static const TableOption options[] = {
    {"", false, false, false},
    {"\"postgresql\": {\"with\": {\"fillfactor\": 70}}", false, false, false},
    {"\"postgresql\": {\"with\": {\"fillfactor\": 50, \"autovacuum_enabled\": false}}", false,
     false, false},
};
static const char *const sequences[] = {
    "\"start\": 1",
    "\"increment\": 5",
    "\"start\": 100, \"min\": 10, \"max\": 1000, \"cycle\": true",
    "\"type\": \"integer\"",
    "\"increment\": -1",
    "\"type\": \"smallint\", \"cache\": 7"};

#define OTHER_SCHEMAS "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"

static const char print_sql[] =
    "WITH n AS (SELECT oid, nspname FROM pg_namespace WHERE " OTHER_SCHEMAS "), "
    "c AS (SELECT c.*, n.nspname || '.' || c.relname AS label FROM pg_class c JOIN n ON n.oid = "
    "c.relnamespace) "
    "SELECT concat_ws(' ', 'relation', label, relkind, relpersistence, reloptions::text, "
    "quote_literal(obj_description(c.oid, 'pg_class'))) FROM c "
    "UNION ALL "
    "SELECT concat_ws(' ', 'column', label, attname, format_type(atttypid, atttypmod), attnotnull, "
    "'identity', attidentity, 'generated', attgenerated, pg_get_expr(adbin, adrelid), "
    "(SELECT collname FROM pg_collation o WHERE o.oid = attcollation), "
    "quote_literal(col_description(c.oid, attnum))) "
    "FROM c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relkind IN ('r', 'v') "
    "UNION ALL "
    "SELECT concat_ws(' ', 'constraint', label, conname, pg_get_constraintdef(k.oid), "
    "quote_literal(obj_description(k.oid, 'pg_constraint'))) "
    "FROM c JOIN pg_constraint k ON conrelid = c.oid WHERE contype <> 'n' "
    "UNION ALL "
    "SELECT concat_ws(' ', 'index', pg_get_indexdef(c.oid), "
    "quote_literal(obj_description(c.oid, 'pg_class'))) FROM c WHERE relkind = 'i' "
    "UNION ALL "
    "SELECT concat_ws(' ', 'enum', nspname, typname, quote_literal(obj_description(t.oid, "
    "'pg_type')), (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM "
    "pg_enum WHERE enumtypid = t.oid)) FROM pg_type t JOIN n ON n.oid = typnamespace WHERE typtype "
    "= 'e' "
    "UNION ALL "
    "SELECT concat_ws(' ', 'sequence', label, format_type(seqtypid, NULL), seqstart, seqincrement, "
    "seqmin, seqmax, seqcache, seqcycle, pg_describe_object(refclassid, refobjid, refobjsubid)) "
    "FROM c JOIN pg_sequence ON seqrelid = c.oid LEFT JOIN pg_depend d ON d.classid = "
    "'pg_class'::regclass AND d.objid = c.oid AND deptype IN ('a', 'i') AND d.refobjsubid > 0 "
    "UNION ALL "
    "SELECT concat_ws(' ', 'view', label, pg_get_viewdef(c.oid)) FROM c WHERE relkind IN ('v', 'm')"
    "UNION ALL "
    "SELECT concat_ws(' ', 'schema', nspname, quote_literal(obj_description(oid, 'pg_namespace'))) "
    "FROM n WHERE nspname <> 'public'";

static bool print(Mem *mem, Conn *conn, const char **out, Error *err)
{
    Rows rows;
    if (!conn_query_text(conn, mem, print_sql, &rows, err)) {
        return false;
    }
    *out = sorted_lines(mem, &rows);
    return true;
}

static bool wipe(Mem *mem, Conn *conn, Error *err)
{
    Rows rows;
    bool ok = conn_query_text(
        conn, mem,
        "SELECT 'DROP SCHEMA ' || quote_ident(nspname) || ' CASCADE' FROM pg_namespace "
        "WHERE " OTHER_SCHEMAS,
        &rows, err);
    for (size_t i = 0; ok && i < rows.len; i++) {
        ok = conn_exec(conn, rows_get(&rows, i, 0), err);
    }
    return ok && conn_exec(conn, "CREATE SCHEMA public", err);
}

#define POSTGRESQL(which, variable_name, abilities)                                           \
    {                                                                                         \
        .name = which, .dialect = "postgresql", .variable = variable_name,                    \
        .manage = "\"schema\", \"enum\", \"sequence\", \"view\", \"trigger\", \"domain\"",    \
        .quote = '"', .can = (abilities), .types = types, .types_len = LEN(types),            \
        .groups = groups, .collations = collations, .collations_len = LEN(collations),        \
        .increments = increments, .increments_len = LEN(increments), .actions = actions,      \
        .actions_len = LEN(actions), .options = options, .options_len = LEN(options),         \
        .sequences = sequences, .sequences_len = LEN(sequences), .print = print, .wipe = wipe \
    }

enum {
    PG15_CAN = HAS_SCHEMAS | HAS_ENUMS | HAS_SEQUENCES | HAS_COMMENTS | HAS_COMMENTS_ALL |
               HAS_PARTIAL | HAS_EXPRESSION | HAS_INCLUDE | HAS_NULLS | HAS_DEFERRABLE |
               HAS_KEY_COLLATION | HAS_VIEWS
};

const Engine engine_pg15 = POSTGRESQL("pg15", "SCHEMADIFF_PG15_URL", PG15_CAN);
const Engine engine_pg18 = POSTGRESQL("pg18", "SCHEMADIFF_PG18_URL", PG15_CAN | HAS_VIRTUAL);
