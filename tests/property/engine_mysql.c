#include "tests/property/engine.h"

#include <string.h>

#define E(text) "{\"expr\": \"" text "\"}"

enum {
    INTEGERS,
    NUMBERS,
    STRINGS,
    PADDED,
    LONG_TEXTS,
    DAYS,
    MOMENTS,
    BYTES,
    LONG_BYTES,
    DOCUMENTS,
    CHOICES,
    OTHERS
};

#define INTEGER TYPE_KEY | TYPE_INCREMENT

static const TypeWord types[] = {
    {{{"int", "integer", "INT"}}, INTEGERS, INTEGER},
    {{{"bigint"}}, INTEGERS, INTEGER},
    {{{"int unsigned", "INT UNSIGNED", "integer unsigned"}}, INTEGERS, INTEGER},
    {{{"smallint"}}, INTEGERS, INTEGER},
    {{{"tinyint"}}, INTEGERS, INTEGER},
    {{{"mediumint unsigned"}}, INTEGERS, INTEGER},
    {{{"tinyint(1)", "boolean", "bool"}}, INTEGERS, TYPE_KEY},
    {{{"varchar(40)", "string(40)"}}, STRINGS, TYPE_KEY | TYPE_COLLATE},
    {{{"varchar(120)", "character varying(120)"}}, STRINGS, TYPE_KEY | TYPE_COLLATE},
    {{{"char(12)", "character(12)"}}, PADDED, TYPE_KEY | TYPE_COLLATE},
    {{{"text", "TEXT"}}, LONG_TEXTS, TYPE_PREFIX | TYPE_COLLATE},
    {{{"mediumtext"}}, LONG_TEXTS, TYPE_PREFIX | TYPE_COLLATE},
    {{{"decimal(10,2)", "numeric(10, 2)", "dec(10,2)"}}, NUMBERS, TYPE_KEY},
    {{{"decimal(12,0)", "decimal(12)", "numeric(12)"}}, NUMBERS, TYPE_KEY},
    {{{"double", "double precision"}}, NUMBERS, TYPE_KEY},
    {{{"float"}}, NUMBERS, TYPE_KEY},
    {{{"date"}}, DAYS, TYPE_KEY},
    {{{"datetime"}}, MOMENTS, TYPE_KEY},
    {{{"timestamp"}}, MOMENTS, TYPE_KEY},
    {{{"time(3)"}}, OTHERS, TYPE_KEY},
    {{{"year"}}, OTHERS, TYPE_KEY},
    {{{"varbinary(20)"}}, BYTES, TYPE_KEY},
    {{{"binary(4)"}}, BYTES, TYPE_KEY},
    {{{"blob", "BLOB"}}, LONG_BYTES, TYPE_PREFIX},
    {{{"json"}}, DOCUMENTS, 0},
    {{{"enum('a','b','it''s')", "ENUM('a', 'b', 'it''s')"}}, CHOICES, TYPE_KEY | TYPE_COLLATE},
    {{{"set('a','b')"}}, CHOICES, TYPE_KEY | TYPE_COLLATE},
    {{{"bit(3)"}}, OTHERS, TYPE_KEY},
    {{{"point"}}, OTHERS, 0},
};

static const Word integer_defaults[] = {{{"7"}}, {{"0"}}, {{"1"}}, {{E("1 + 2"), E("(1+2)")}}};
static const Word integer_tests[] = {{{"@ > 0", "@>0", "((@) > (0))"}},
                                     {{"@ IN (1, 2, 3)", "@ in (1,2,3)"}},
                                     {{"@ BETWEEN 1 AND 100", "@ between 1 and 100"}},
                                     {{"@ <> 5 OR @ IS NULL", "(@ != 5) or (@ is null)"}},
                                     {{"CASE WHEN @ > 5 THEN 1 ELSE 2 END < 9"}}};
static const Word integer_generated[] = {
    {{"@ * 2", "@*2"}, "bigint"}, {{"abs(@)", "ABS(@)"}, "bigint"}, {{"@ + 1"}, "decimal(12,2)"}};
static const Word integer_keys[] = {{{"@ + 1", "@+1"}}, {{"abs(@)"}}};
static const Word number_defaults[] = {{{"1.5"}}, {{"0"}}, {{E("3 * 0.5")}}};
static const Word number_tests[] = {{{"@ >= 0"}}, {{"@ < 1000000"}}, {{"@ > 1.5 AND NOT @ > 3"}}};
static const Word number_generated[] = {{{"@ * 2"}, "double"}};
static const Word number_keys[] = {{{"abs(@)"}}};
static const Word string_defaults[] = {
    {{"\"x\""}}, {{"\"it's; --\""}}, {{"\"\""}}, {{E("lower('A')"), E("LOWER('A')")}}};
static const Word string_tests[] = {{{"@ <> ''", "@<>''", "@ != ''"}},
                                    {{"char_length(@) > 2", "CHAR_LENGTH(@) > 2"}},
                                    {{"@ LIKE 'a%'", "@ like 'a%'"}},
                                    {{"@ IN ('a', 'it''s; ) --')"}},
                                    {{"lower(@) = 'x'"}}};
static const Word string_generated[] = {{{"upper(@)", "UPPER(@)"}, "varchar(200)"},
                                        {{"char_length(@)"}, "int"}};
static const Word string_keys[] = {{{"lower(@)", "LOWER(@)"}}, {{"substr(@, 1, 3)"}}};
static const Word text_defaults[] = {{{E("'x'")}}, {{E("lower('A')")}}};
static const Word text_keys[] = {{{"char_length(@)"}}};
static const Word day_defaults[] = {{{"\"2024-01-02\""}}};
static const Word day_tests[] = {{{"@ > '2000-01-01'"}}, {{"@ IS NOT NULL"}}};
static const Word day_generated[] = {{{"year(@)", "YEAR(@)"}, "int"}};
static const Word moment_defaults[] = {
    {{"\"2024-01-02 03:04:05\""}},
    {{E("CURRENT_TIMESTAMP"), E("current_timestamp()"), E("now()")}}};
static const Word byte_defaults[] = {{{"\"ab\""}}};
static const Word byte_tests[] = {{{"length(@) < 100"}}};
static const Word byte_generated[] = {{{"hex(@)"}, "varchar(80)"}};
static const Word byte_keys[] = {{{"hex(@)"}}};
static const Word long_byte_defaults[] = {{{E("'ab'")}}};
static const Word document_defaults[] = {{{E("'{}'")}}, {{E("json_object()"), E("JSON_OBJECT()")}}};
static const Word document_tests[] = {{{"@ IS NOT NULL"}}};
static const Word document_generated[] = {
    {{"json_unquote(json_extract(@, '$.a'))"}, "varchar(60)"}};
static const Word choice_defaults[] = {{{"\"a\""}}, {{"\"b\""}}};
static const Word choice_tests[] = {{{"@ <> 'b'", "@<>'b'"}}};

static const Group groups[] = {
    [INTEGERS] = {WORDS(integer_defaults), WORDS(integer_tests), WORDS(integer_generated),
                  WORDS(integer_keys)},
    [NUMBERS] = {WORDS(number_defaults), WORDS(number_tests), WORDS(number_generated),
                 WORDS(number_keys)},
    [STRINGS] = {WORDS(string_defaults), WORDS(string_tests), WORDS(string_generated),
                 WORDS(string_keys)},
    /* MariaDB stores nothing made of CHAR, which a mode of the session pads. */
    [PADDED] = {WORDS(string_defaults), WORDS(string_tests), {0}, WORDS(string_keys)},
    [LONG_TEXTS] = {WORDS(text_defaults), WORDS(string_tests), WORDS(string_generated),
                    WORDS(text_keys)},
    [DAYS] = {WORDS(day_defaults), WORDS(day_tests), WORDS(day_generated), {0}},
    [MOMENTS] = {WORDS(moment_defaults), WORDS(day_tests), WORDS(day_generated), {0}},
    [BYTES] = {WORDS(byte_defaults), WORDS(byte_tests), WORDS(byte_generated), WORDS(byte_keys)},
    [LONG_BYTES] = {WORDS(long_byte_defaults), WORDS(byte_tests), {0}, {0}},
    [DOCUMENTS] = {WORDS(document_defaults), WORDS(document_tests), WORDS(document_generated), {0}},
    [CHOICES] = {WORDS(choice_defaults), WORDS(choice_tests), {0}, {0}},
    [OTHERS] = {{0}, {0}, {0}, {0}},
};

static const char *const collations[] = {NULL, "utf8mb4_bin", "latin1_swedish_ci"};
static const char *const increments[] = {"", ", \"increment\": true"};
static const Action actions[] = {
    {"", false, false},
    {", \"on_delete\": \"cascade\"", false, true},
    {", \"on_delete\": \"set null\"", true, true},
    {", \"on_update\": \"cascade\", \"on_delete\": \"restrict\"", false, true},
};
static const TableOption options[] = {
    {"", false, false, false},
    {"\"mysql\": {\"row_format\": \"COMPRESSED\"}", false, false, false},
};
static const char *const sequences[] = {"\"start\": 1"};

static const char tables_sql[] =
    "SELECT concat(if(table_type = 'VIEW', 'SHOW CREATE VIEW `', 'SHOW CREATE TABLE `'), "
    "replace(table_name, '`', '``'), '`') FROM information_schema.tables WHERE table_schema = "
    "database() ORDER BY 1";

/* MySQL writes the column's character set before a literal once it has copied the table. */
static const char *without_introducers(Mem *mem, const char *line)
{
    static const char *const words[] = {"_utf8mb4'", "_latin1'"};
    Buf buf = buf_new(mem);
    while (*line) {
        for (int i = 0; i < LEN(words); i++) {
            line += text_starts(line, words[i]) ? strlen(words[i]) - 1 : 0;
        }
        buf_char(&buf, *line++);
    }
    return buf_text(&buf);
}

/* The lines of one CREATE TABLE, without what changes by itself. */
static void add_table(Mem *mem, const char *name, const char *text, Buf *out)
{
    typedef LIST(const char *) Cells;
    Cells lines = {0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        const char *line = mem_strndup(mem, text, len - (len && text[len - 1] == ','));
        const char *increment = strstr(line, " AUTO_INCREMENT=");
        if (increment && *line == ')') {
            const char *rest = strchr(increment + 1, ' ');
            line = mem_printf(mem, "%.*s%s", (int)(increment - line), line, rest ? rest : "");
        }
        const char *labelled = mem_printf(mem, "%s%s", name, without_introducers(mem, line));
        list_push(mem, &lines, labelled);
        text += len + (text[len] == '\n');
    }
    const Rows rows = {.len = lines.len, .columns = 1, .cells = lines.at};
    buf_add(out, sorted_lines(mem, &rows));
}

static bool print(Mem *mem, Conn *conn, const char **out, Error *err)
{
    Rows tables, create;
    Buf buf = buf_new(mem);
    bool ok = conn_query_text(conn, mem, tables_sql, &tables, err);
    for (size_t i = 0; ok && i < tables.len; i++) {
        ok = conn_query_text(conn, mem, rows_get(&tables, i, 0), &create, err);
        if (ok) {
            add_table(mem, rows_get(&create, 0, 0), rows_get(&create, 0, 1), &buf);
        }
    }
    *out = buf_text(&buf);
    return ok;
}

static bool wipe(Mem *mem, Conn *conn, Error *err)
{
    const char *name;
    return conn_value(conn, mem, "SELECT concat('`', database(), '`')", &name, err) &&
           conn_exec(conn, mem_printf(mem, "DROP DATABASE %s", name), err) &&
           conn_exec(conn, mem_printf(mem, "CREATE DATABASE %s CHARACTER SET utf8mb4", name),
                     err) &&
           conn_exec(conn, mem_printf(mem, "USE %s", name), err);
}

#define MY(which, variable_name, abilities)                                                  \
    {                                                                                        \
        .name = which, .dialect = "mysql", .variable = variable_name,                        \
        .manage = "\"view\", \"trigger\"", .quote = '`', .can = (abilities), .types = types, \
        .types_len = LEN(types), .groups = groups, .collations = collations,                 \
        .collations_len = LEN(collations), .increments = increments,                         \
        .increments_len = LEN(increments), .actions = actions, .actions_len = LEN(actions),  \
        .options = options, .options_len = LEN(options), .sequences = sequences,             \
        .sequences_len = LEN(sequences), .print = print, .wipe = wipe                        \
    }

enum {
    MARIADB_CAN = HAS_COMMENTS | HAS_VIRTUAL | HAS_VIRTUAL_KEY | NO_NAMES | INCREMENT_IS_KEY |
                  INNODB | HAS_VIEWS | UNIQUE_IS_INDEX
};

const Engine engine_mysql = MY("mysql", "SCHEMADIFF_MYSQL_URL", MARIADB_CAN | HAS_EXPRESSION);
const Engine engine_mariadb = MY("mariadb", "SCHEMADIFF_MARIADB_URL", MARIADB_CAN);
