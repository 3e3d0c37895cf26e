#include "schema/dialects/postgres.h"
#include "schema/dialects/postgres_statement.h"
#include "schema/dialects/syntax.h"
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

/* Capabilities by the first version that has them. */
static const struct {
    int since;
    uint32_t caps;
} caps_since[] = {
    {0, CAP_DDL_TRANSACTION | CAP_SCHEMAS | CAP_COMMENTS | CAP_COMMENTS_ALL | CAP_ENUM_TYPES |
            CAP_DOMAINS | CAP_SEQUENCES | CAP_CHECKS | CAP_PARTIAL_INDEX | CAP_INCLUDE |
            CAP_EXPRESSION_INDEX | CAP_RENAME_CONSTRAINT | CAP_RENAME_INDEX | CAP_RENAME_COLUMN |
            CAP_NULLS_ORDER | CAP_EXCLUSION | CAP_DEFERRABLE | CAP_DEFAULT_EXPRESSION |
            CAP_MATERIALIZED | CAP_STORED_COLUMNS | CAP_DESC_INDEX | CAP_UUID_TYPE},
    {150000, CAP_NULLS_NOT_DISTINCT},
    {180000, CAP_VIRTUAL_COLUMNS | CAP_CHECK_UNENFORCED},
};

static uint32_t postgres_caps(int version, Flavor flavor UNUSED)
{
    uint32_t caps = 0;
    for (size_t i = 0; i < sizeof caps_since / sizeof *caps_since; i++) {
        caps |= version >= caps_since[i].since ? caps_since[i].caps : 0;
    }
    return caps;
}

/* Portable names that are not native here or that mean something else; the others are native. */
static const struct {
    const char *alias, *native;
    bool keeps_args;
} aliases[] = {
    {"string", "varchar", true},
    {"double", "double precision", false},
    {"datetime", "timestamp", true},
    {"bytes", "bytea", false},
};

static const char *postgres_alias(Mem *mem, const Server *server, const char *alias,
                                  const char *args)
{
    const char *native = alias;
    bool keeps_args = true;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(alias, aliases[i].alias) == 0) {
            native = aliases[i].native;
            keeps_args = aliases[i].keeps_args;
        }
    }
    const char *text = args && keeps_args ? mem_printf(mem, "%s(%s)", native, args) : native;
    Type type;
    return postgres_parse_type(mem, server, text, &type) ? text : NULL;
}

/* PostgreSQL 18: reserved, and reserved except as names of functions and types. Sorted. */
static const char *const reserved[] = {"all",
                                       "analyse",
                                       "analyze",
                                       "and",
                                       "any",
                                       "array",
                                       "as",
                                       "asc",
                                       "asymmetric",
                                       "authorization",
                                       "binary",
                                       "both",
                                       "case",
                                       "cast",
                                       "check",
                                       "collate",
                                       "collation",
                                       "column",
                                       "concurrently",
                                       "constraint",
                                       "create",
                                       "cross",
                                       "current_catalog",
                                       "current_date",
                                       "current_role",
                                       "current_schema",
                                       "current_time",
                                       "current_timestamp",
                                       "current_user",
                                       "default",
                                       "deferrable",
                                       "desc",
                                       "distinct",
                                       "do",
                                       "else",
                                       "end",
                                       "except",
                                       "false",
                                       "fetch",
                                       "for",
                                       "foreign",
                                       "freeze",
                                       "from",
                                       "full",
                                       "grant",
                                       "group",
                                       "having",
                                       "ilike",
                                       "in",
                                       "initially",
                                       "inner",
                                       "intersect",
                                       "into",
                                       "is",
                                       "isnull",
                                       "join",
                                       "lateral",
                                       "leading",
                                       "left",
                                       "like",
                                       "limit",
                                       "localtime",
                                       "localtimestamp",
                                       "natural",
                                       "not",
                                       "notnull",
                                       "null",
                                       "offset",
                                       "on",
                                       "only",
                                       "or",
                                       "order",
                                       "outer",
                                       "overlaps",
                                       "placing",
                                       "primary",
                                       "references",
                                       "returning",
                                       "right",
                                       "select",
                                       "session_user",
                                       "similar",
                                       "some",
                                       "symmetric",
                                       "system_user",
                                       "table",
                                       "tablesample",
                                       "then",
                                       "to",
                                       "trailing",
                                       "true",
                                       "union",
                                       "unique",
                                       "user",
                                       "using",
                                       "variadic",
                                       "verbose",
                                       "when",
                                       "where",
                                       "window",
                                       "with"};

static int compare_words(const void *word, const void *entry)
{
    return strcmp(word, *(const char *const *)entry);
}

static bool postgres_is_reserved(const char *word)
{
    return bsearch(word, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved,
                   compare_words) != NULL;
}

static void quote(Buf *buf, const char *name)
{
    buf_char(buf, '"');
    for (const char *c = name; *c; c++) {
        buf_add(buf, *c == '"' ? "\"" : "");
        buf_char(buf, *c);
    }
    buf_char(buf, '"');
}

const char *postgres_quote(Mem *mem, const char *name)
{
    Buf buf = buf_new(mem);
    quote(&buf, name);
    return mem_strdup(mem, buf_text(&buf));
}

const char *postgres_type_ddl(Mem *mem, const Type *type)
{
    if (type->cls != TYPE_USER) {
        return type->text;
    }
    Buf buf = buf_new(mem);
    if (type->user_schema) {
        quote(&buf, type->user_schema);
        buf_char(&buf, '.');
    }
    quote(&buf, type->user_name);
    for (uint8_t i = 0; i < type->dimensions; i++) {
        buf_add(&buf, "[]");
    }
    return mem_strdup(mem, buf_text(&buf));
}

static bool is_namespace(const Schema *schema, const char *name)
{
    for (size_t i = 0; schema && i < schema->namespaces.len; i++) {
        if (text_equal(schema->namespaces.at[i]->base.name, name)) {
            return true;
        }
    }
    return text_equal(name, "pg_catalog") || text_equal(name, "public");
}

const char *postgres_collation_ddl(Mem *mem, const Schema *schema, const char *collation)
{
    const char *dot = strchr(collation, '.');
    Buf buf = buf_new(mem);
    if (dot) {
        const char *prefix = mem_strndup(mem, collation, (size_t)(dot - collation));
        if (is_namespace(schema, prefix)) {
            quote(&buf, prefix);
            buf_char(&buf, '.');
            collation = dot + 1;
        }
    }
    quote(&buf, collation);
    return mem_strdup(mem, buf_text(&buf));
}

/* At most `max` bytes of `text` without cutting a character. */
static size_t clip(const char *text, size_t max)
{
    size_t len = strlen(text);
    if (len <= max) {
        return len;
    }
    while (max > 0 && ((unsigned char)text[max] & 0xC0u) == 0x80u) {
        max--;
    }
    return max;
}

const char *postgres_sequence_name(Mem *mem, const char *table, const char *column)
{
    const size_t room = 63 - strlen("__seq");
    size_t table_len = strlen(table), column_len = strlen(column);
    /* The server shortens the longer of the two until both fit. */
    while (table_len + column_len > room) {
        if (table_len > column_len) {
            table_len--;
        } else {
            column_len--;
        }
    }
    table_len = clip(table, table_len);
    column_len = clip(column, column_len);
    return mem_printf(mem, "%.*s_%.*s_seq", (int)table_len, table, (int)column_len, column);
}

SequenceNumbers postgres_sequence_defaults(const char *type_name, bool descending)
{
    int64_t limit = INT64_MAX;
    if (text_equal(type_name, "smallint") || text_equal(type_name, "smallserial")) {
        limit = INT16_MAX;
    } else if (text_equal(type_name, "integer") || text_equal(type_name, "serial")) {
        limit = INT32_MAX;
    }
    SequenceNumbers numbers = {.has_start = true,
                               .has_increment = true,
                               .has_min = true,
                               .has_max = true,
                               .has_cache = true,
                               .has_cycle = true,
                               .increment = 1,
                               .min = descending ? -limit - 1 : 1,
                               .max = descending ? -1 : limit,
                               .cache = 1};
    numbers.start = descending ? numbers.max : numbers.min;
    return numbers;
}

const char *postgres_storage(const Type *type)
{
    switch (type->dimensions ? TYPE_TEXT : type->cls) {
    case TYPE_BOOLEAN:
    case TYPE_INTEGER:
    case TYPE_FLOAT:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
    case TYPE_INTERVAL:
    case TYPE_YEAR:
    case TYPE_UUID:
        return "plain";
    case TYPE_NUMERIC:
        return text_equal(type->name, "money") ? "plain" : "main";
    case TYPE_CHAR:
    case TYPE_VARCHAR:
    case TYPE_TEXT:
    case TYPE_BINARY:
    case TYPE_BIT:
    case TYPE_JSON:
    case TYPE_RANGE:
    case TYPE_XML:
        return "extended";
    case TYPE_NETWORK:
    case TYPE_GEOMETRY:
    case TYPE_NONE:
    case TYPE_ENUM:
    case TYPE_SET:
    case TYPE_USER:
    case TYPE_OTHER:
        return NULL;
    }
    return NULL;
}

static size_t number_length(const char *text)
{
    size_t sign = *text == '-', len = sign;
    while (char_is_digit(text[len]) || text[len] == '.') {
        len++;
    }
    return len > sign ? len : 0;
}

const char *postgres_bound(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    for (const char *at = expr_light(mem, text); *at;) {
        const char *end = *at == '\'' ? strchr(at + 1, '\'') : NULL;
        size_t number = end ? number_length(at + 1) : 0;
        if (number && at + 1 + number == end) {
            buf_add_len(&buf, at + 1, number);
        } else {
            buf_add_len(&buf, at, end ? (size_t)(end + 1 - at) : 1);
        }
        at = end ? end + 1 : at + 1;
    }
    return mem_strdup(mem, buf_text(&buf));
}

const SyntaxOps syntax_postgres = {
    .caps = postgres_caps,
    .parse_type = postgres_parse_type,
    .alias = postgres_alias,
    .type_equal = postgres_type_equal,
    .is_reserved = postgres_is_reserved,
    .routine_uses = postgres_routine_uses,
    .declared_relation = postgres_declared_relation,
    .declared_text = postgres_declared_text,
    .quote = '"',
    .name_max = 63,
    .name_in_bytes = true,
    .backslash_escapes = false,
};
