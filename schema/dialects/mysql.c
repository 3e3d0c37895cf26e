#include "schema/dialects/mysql_text.h"
#include "schema/dialects/mysql_types.h"
#include "schema/dialects/syntax.h"

#include <stdlib.h>
#include <string.h>

#define NEVER INT32_MAX

/* Capabilities by the first version that has them, per flavor. */
static const struct {
    Cap cap;
    int mysql, mariadb;
} caps_since[] = {
    {CAP_UNIQUE_IS_INDEX, 0, 0},
    {CAP_COMMENTS, 0, 0},
    {CAP_PREFIX_INDEX, 0, 0},
    {CAP_PK_UNNAMED, 0, 0},
    {CAP_FK_NEEDS_INDEX, 0, 0},
    {CAP_VIRTUAL_COLUMNS, 50706, 50200},
    {CAP_STORED_COLUMNS, 50706, 50200},
    {CAP_RENAME_INDEX, 50700, 100502},
    {CAP_RENAME_COLUMN, 80000, 100502},
    {CAP_DESC_INDEX, 80000, 100800},
    {CAP_DEFAULT_EXPRESSION, 80013, 100201},
    {CAP_EXPRESSION_INDEX, 80013, NEVER},
    {CAP_CHECKS, 80016, 100201},
    {CAP_CHECK_UNENFORCED, 80016, NEVER},
    {CAP_INVISIBLE_COLUMN, 80023, 100303},
    {CAP_SEQUENCES, NEVER, 100300},
    {CAP_UUID_TYPE, NEVER, 100700},
};

static uint32_t mysql_caps(int version, Flavor flavor)
{
    uint32_t caps = 0;
    for (size_t i = 0; i < sizeof caps_since / sizeof *caps_since; i++) {
        int since = flavor == FLAVOR_MARIADB ? caps_since[i].mariadb : caps_since[i].mysql;
        caps |= version >= since ? (uint32_t)caps_since[i].cap : 0;
    }
    return caps;
}

/* Portable names that are not native here, without and with arguments; NULL = there is none. */
static const struct {
    const char *alias, *bare, *with_args;
} aliases[] = {
    {"string", NULL, "varchar"},
    {"bytes", "longblob", "varbinary"},
    {"timestamptz", "timestamp", "timestamp"},
    {"jsonb", "json", NULL},
    {"uuid", "char(36)", NULL},
};

static const char *mysql_alias(Mem *mem, const Server *server, const char *alias, const char *args)
{
    const char *native = alias;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(alias, aliases[i].alias) == 0) {
            native = args ? aliases[i].with_args : aliases[i].bare;
        }
    }
    if (!native) {
        return NULL;
    }
    const char *text = args ? mem_printf(mem, "%s(%s)", native, args) : native;
    Type type;
    return mysql_parse_type(mem, server, text, &type) ? text : NULL;
}

/* Reserved in MySQL 9 or MariaDB 11. Sorted. */
static const char *const reserved[] = {
    "accessible", "add", "all", "alter", "analyze", "and", "as", "asc", "asensitive", "before",
    "between", "bigint", "binary", "blob", "both", "by", "call", "cascade", "case", "change",
    "char", "character", "check", "collate", "column", "condition", "constraint", "continue",
    "convert", "create", "cross", "cube", "cume_dist", "current_date", "current_role",
    "current_time", "current_timestamp", "current_user", "cursor", "database", "databases",
    "day_hour", "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare",
    "default", "delayed", "delete", "delete_domain_id", "dense_rank", "desc", "describe",
    "deterministic", "distinct", "distinctrow", "div", "do_domain_ids", "double", "drop",
    "dual", "each", "else", "elseif", "empty", "enclosed", "escaped", "except", "exists",
    "exit", "explain", "false", "fetch", "first_value", "float", "float4", "float8", "for",
    "force", "foreign", "from", "fulltext", "function", "general", "generated", "get", "grant",
    "group", "grouping", "groups", "having", "high_priority", "hour_microsecond", "hour_minute",
    "hour_second", "if", "ignore", "ignore_domain_ids", "ignore_server_ids", "in", "index",
    "infile", "inner", "inout", "insensitive", "insert", "int", "int1", "int2", "int3", "int4",
    "int8", "integer", "intersect", "interval", "into", "io_after_gtids", "io_before_gtids",
    "is", "iterate", "join", "json_table", "key", "keys", "kill", "lag", "last_value",
    "lateral", "lead", "leading", "leave", "left", "library", "like", "limit", "linear",
    "lines", "load", "localtime", "localtimestamp", "lock", "long", "longblob", "longtext",
    "loop", "low_priority", "manual", "master_bind", "master_heartbeat_period",
    "master_ssl_verify_server_cert", "match", "maxvalue", "mediumblob", "mediumint",
    "mediumtext", "middleint", "minute_microsecond", "minute_second", "mod", "modifies",
    "natural", "no_write_to_binlog", "not", "nth_value", "ntile", "null", "numeric", "of",
    "offset", "on", "optimize", "optimizer_costs", "option", "optionally", "or", "order", "out",
    "outer", "outfile", "over", "page_checksum", "parallel", "parse_vcol_expr", "partition",
    "percent_rank", "portion", "precision", "primary", "procedure", "purge", "qualify", "range",
    "rank", "read", "read_write", "reads", "real", "recursive", "ref_system_id", "references",
    "regexp", "release", "rename", "repeat", "replace", "require", "resignal", "restrict",
    "return", "returning", "revoke", "right", "rlike", "row", "row_number", "rows", "schema",
    "schemas", "second_microsecond", "select", "sensitive", "separator", "set", "show",
    "signal", "slow", "smallint", "spatial", "specific", "sql", "sql_big_result",
    "sql_calc_found_rows", "sql_small_result", "sqlexception", "sqlstate", "sqlwarning", "ssl",
    "starting", "stats_auto_recalc", "stats_persistent", "stats_sample_pages", "stored",
    "straight_join", "system", "table", "tablesample", "terminated", "then", "tinyblob",
    "tinyint", "tinytext", "to", "trailing", "trigger", "true", "undo", "union", "unique",
    "unlock", "unsigned", "update", "usage", "use", "using", "utc_date", "utc_time",
    "utc_timestamp", "values", "varbinary", "varchar", "varcharacter", "varying", "virtual",
    "when", "where", "while", "window", "with", "write", "xor", "year_month", "zerofill",
};

static int by_word(const void *word, const void *entry)
{
    return strcmp(word, *(const char *const *)entry);
}

static bool mysql_is_reserved(const char *word)
{
    return bsearch(word, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved, by_word);
}

const SyntaxOps syntax_mysql = {
    .caps = mysql_caps,
    .parse_type = mysql_parse_type,
    .alias = mysql_alias,
    .type_equal = mysql_type_equal,
    .is_reserved = mysql_is_reserved,
    .quote = '`',
    .name_max = 64,
    .name_in_bytes = false,
    .backslash_escapes = true,
};
