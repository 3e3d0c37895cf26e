#include "schema/dialects/postgres.h"

#include <stdlib.h>
#include <string.h>

/* What may stand in parentheses behind a type's name. */
typedef enum Modifier {
    MOD_NONE,
    MOD_LENGTH,   /* (n) */
    MOD_ONE,      /* (n), and 1 when there is none: char, bit */
    MOD_NUMERIC,  /* (p) or (p,s) */
    MOD_FLOAT,    /* (binary digits): chooses between real and double precision */
    MOD_FRACTION, /* (digits of a second), before WITH TIME ZONE */
    MOD_INTERVAL, /* (digits), after the fields */
    MOD_FREE      /* anything: kept in Type.fields */
} Modifier;

typedef struct NativeType {
    const char *words;     /* as written, lower case, single blanks */
    const char *canonical; /* Type.name */
    TypeClass cls;
    Modifier modifier;
} NativeType;

/* Sorted by words. */
static const NativeType native_types[] = {
    {"aclitem", "aclitem", TYPE_OTHER, MOD_NONE},
    {"bigint", "bigint", TYPE_INTEGER, MOD_NONE},
    {"bigserial", "bigserial", TYPE_INTEGER, MOD_NONE},
    {"bit", "bit", TYPE_BIT, MOD_ONE},
    {"bit varying", "varbit", TYPE_BIT, MOD_LENGTH},
    {"bool", "boolean", TYPE_BOOLEAN, MOD_NONE},
    {"boolean", "boolean", TYPE_BOOLEAN, MOD_NONE},
    {"box", "box", TYPE_GEOMETRY, MOD_NONE},
    {"bpchar", "bpchar", TYPE_CHAR, MOD_LENGTH},
    {"bytea", "bytea", TYPE_BINARY, MOD_NONE},
    {"char", "char", TYPE_CHAR, MOD_ONE},
    {"char varying", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"character", "char", TYPE_CHAR, MOD_ONE},
    {"character varying", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"cid", "cid", TYPE_OTHER, MOD_NONE},
    {"cidr", "cidr", TYPE_NETWORK, MOD_NONE},
    {"circle", "circle", TYPE_GEOMETRY, MOD_NONE},
    {"citext", "citext", TYPE_OTHER, MOD_NONE},
    {"cube", "cube", TYPE_OTHER, MOD_NONE},
    {"date", "date", TYPE_DATE, MOD_NONE},
    {"datemultirange", "datemultirange", TYPE_RANGE, MOD_NONE},
    {"daterange", "daterange", TYPE_RANGE, MOD_NONE},
    {"dec", "numeric", TYPE_NUMERIC, MOD_NUMERIC},
    {"decimal", "numeric", TYPE_NUMERIC, MOD_NUMERIC},
    {"double precision", "double precision", TYPE_FLOAT, MOD_NONE},
    {"float", "double precision", TYPE_FLOAT, MOD_FLOAT},
    {"float4", "real", TYPE_FLOAT, MOD_NONE},
    {"float8", "double precision", TYPE_FLOAT, MOD_NONE},
    {"geography", "geography", TYPE_GEOMETRY, MOD_FREE},
    {"geometry", "geometry", TYPE_GEOMETRY, MOD_FREE},
    {"gtsvector", "gtsvector", TYPE_OTHER, MOD_NONE},
    {"halfvec", "halfvec", TYPE_OTHER, MOD_FREE},
    {"hstore", "hstore", TYPE_OTHER, MOD_NONE},
    {"inet", "inet", TYPE_NETWORK, MOD_NONE},
    {"int", "integer", TYPE_INTEGER, MOD_NONE},
    {"int2", "smallint", TYPE_INTEGER, MOD_NONE},
    {"int2vector", "int2vector", TYPE_OTHER, MOD_NONE},
    {"int4", "integer", TYPE_INTEGER, MOD_NONE},
    {"int4multirange", "int4multirange", TYPE_RANGE, MOD_NONE},
    {"int4range", "int4range", TYPE_RANGE, MOD_NONE},
    {"int8", "bigint", TYPE_INTEGER, MOD_NONE},
    {"int8multirange", "int8multirange", TYPE_RANGE, MOD_NONE},
    {"int8range", "int8range", TYPE_RANGE, MOD_NONE},
    {"integer", "integer", TYPE_INTEGER, MOD_NONE},
    {"interval", "interval", TYPE_INTERVAL, MOD_INTERVAL},
    {"json", "json", TYPE_JSON, MOD_NONE},
    {"jsonb", "jsonb", TYPE_JSON, MOD_NONE},
    {"jsonpath", "jsonpath", TYPE_OTHER, MOD_NONE},
    {"line", "line", TYPE_GEOMETRY, MOD_NONE},
    {"lquery", "lquery", TYPE_OTHER, MOD_NONE},
    {"lseg", "lseg", TYPE_GEOMETRY, MOD_NONE},
    {"ltree", "ltree", TYPE_OTHER, MOD_NONE},
    {"ltxtquery", "ltxtquery", TYPE_OTHER, MOD_NONE},
    {"macaddr", "macaddr", TYPE_NETWORK, MOD_NONE},
    {"macaddr8", "macaddr8", TYPE_NETWORK, MOD_NONE},
    {"money", "money", TYPE_NUMERIC, MOD_NONE},
    {"name", "name", TYPE_OTHER, MOD_NONE},
    {"national char", "char", TYPE_CHAR, MOD_ONE},
    {"national char varying", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"national character", "char", TYPE_CHAR, MOD_ONE},
    {"national character varying", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"nchar", "char", TYPE_CHAR, MOD_ONE},
    {"nchar varying", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"numeric", "numeric", TYPE_NUMERIC, MOD_NUMERIC},
    {"nummultirange", "nummultirange", TYPE_RANGE, MOD_NONE},
    {"numrange", "numrange", TYPE_RANGE, MOD_NONE},
    {"oid", "oid", TYPE_OTHER, MOD_NONE},
    {"oidvector", "oidvector", TYPE_OTHER, MOD_NONE},
    {"path", "path", TYPE_GEOMETRY, MOD_NONE},
    {"pg_lsn", "pg_lsn", TYPE_OTHER, MOD_NONE},
    {"pg_snapshot", "pg_snapshot", TYPE_OTHER, MOD_NONE},
    {"point", "point", TYPE_GEOMETRY, MOD_NONE},
    {"polygon", "polygon", TYPE_GEOMETRY, MOD_NONE},
    {"real", "real", TYPE_FLOAT, MOD_NONE},
    {"refcursor", "refcursor", TYPE_OTHER, MOD_NONE},
    {"regclass", "regclass", TYPE_OTHER, MOD_NONE},
    {"regcollation", "regcollation", TYPE_OTHER, MOD_NONE},
    {"regconfig", "regconfig", TYPE_OTHER, MOD_NONE},
    {"regdictionary", "regdictionary", TYPE_OTHER, MOD_NONE},
    {"regnamespace", "regnamespace", TYPE_OTHER, MOD_NONE},
    {"regoper", "regoper", TYPE_OTHER, MOD_NONE},
    {"regoperator", "regoperator", TYPE_OTHER, MOD_NONE},
    {"regproc", "regproc", TYPE_OTHER, MOD_NONE},
    {"regprocedure", "regprocedure", TYPE_OTHER, MOD_NONE},
    {"regrole", "regrole", TYPE_OTHER, MOD_NONE},
    {"regtype", "regtype", TYPE_OTHER, MOD_NONE},
    {"seg", "seg", TYPE_OTHER, MOD_NONE},
    {"serial", "serial", TYPE_INTEGER, MOD_NONE},
    {"serial2", "smallserial", TYPE_INTEGER, MOD_NONE},
    {"serial4", "serial", TYPE_INTEGER, MOD_NONE},
    {"serial8", "bigserial", TYPE_INTEGER, MOD_NONE},
    {"smallint", "smallint", TYPE_INTEGER, MOD_NONE},
    {"smallserial", "smallserial", TYPE_INTEGER, MOD_NONE},
    {"sparsevec", "sparsevec", TYPE_OTHER, MOD_FREE},
    {"text", "text", TYPE_TEXT, MOD_NONE},
    {"tid", "tid", TYPE_OTHER, MOD_NONE},
    {"time", "time", TYPE_TIME, MOD_FRACTION},
    {"time with time zone", "timetz", TYPE_TIME, MOD_FRACTION},
    {"time without time zone", "time", TYPE_TIME, MOD_FRACTION},
    {"timestamp", "timestamp", TYPE_TIMESTAMP, MOD_FRACTION},
    {"timestamp with time zone", "timestamptz", TYPE_TIMESTAMP, MOD_FRACTION},
    {"timestamp without time zone", "timestamp", TYPE_TIMESTAMP, MOD_FRACTION},
    {"timestamptz", "timestamptz", TYPE_TIMESTAMP, MOD_FRACTION},
    {"timetz", "timetz", TYPE_TIME, MOD_FRACTION},
    {"tsmultirange", "tsmultirange", TYPE_RANGE, MOD_NONE},
    {"tsquery", "tsquery", TYPE_OTHER, MOD_NONE},
    {"tsrange", "tsrange", TYPE_RANGE, MOD_NONE},
    {"tstzmultirange", "tstzmultirange", TYPE_RANGE, MOD_NONE},
    {"tstzrange", "tstzrange", TYPE_RANGE, MOD_NONE},
    {"tsvector", "tsvector", TYPE_OTHER, MOD_NONE},
    {"txid_snapshot", "txid_snapshot", TYPE_OTHER, MOD_NONE},
    {"uuid", "uuid", TYPE_UUID, MOD_NONE},
    {"varbit", "varbit", TYPE_BIT, MOD_LENGTH},
    {"varchar", "varchar", TYPE_VARCHAR, MOD_LENGTH},
    {"vector", "vector", TYPE_OTHER, MOD_FREE},
    {"xid", "xid", TYPE_OTHER, MOD_NONE},
    {"xid8", "xid8", TYPE_OTHER, MOD_NONE},
    {"xml", "xml", TYPE_XML, MOD_NONE},
};

/* The system type "char" is not char: only its quotes tell them apart. */
static const NativeType quoted_char = {"\"char\"", "\"char\"", TYPE_OTHER, MOD_NONE};

static const char *const interval_fields[] = {"year",
                                              "month",
                                              "day",
                                              "hour",
                                              "minute",
                                              "second",
                                              "year to month",
                                              "day to hour",
                                              "day to minute",
                                              "day to second",
                                              "hour to minute",
                                              "hour to second",
                                              "minute to second"};

/* A type text taken apart, before anything is known about the type. */
typedef struct TypeText {
    const char *words; /* in front of the parentheses */
    const char *args;  /* between them; NULL = none */
    const char *tail;  /* words behind them; "" = none */
    uint8_t dimensions;
} TypeText;

static const char *skip_space(const char *at)
{
    while (char_is_space(*at)) {
        at++;
    }
    return at;
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

/* Words in lower case joined by single blanks; returns where they end. */
static const char *read_words(Mem *mem, const char *at, const char **out)
{
    Buf buf = buf_new(mem);
    for (at = skip_space(at); char_is_alpha(*at) || (buf.len && *at == '_'); at = skip_space(at)) {
        if (buf.len) {
            buf_char(&buf, ' ');
        }
        while (is_word_char(*at)) {
            buf_char(&buf, char_lower(*at++));
        }
    }
    *out = mem_strdup(mem, buf_text(&buf));
    return at;
}

/* "[]", "[3]", "[][]"; NULL when malformed. */
static const char *read_brackets(const char *at, uint8_t *dimensions)
{
    for (at = skip_space(at); *at == '['; at = skip_space(at)) {
        at = skip_space(at + 1);
        while (char_is_digit(*at)) {
            at++;
        }
        at = skip_space(at);
        if (*at++ != ']' || *dimensions == UINT8_MAX) {
            return NULL;
        }
        (*dimensions)++;
    }
    return at;
}

/* SQL's own spelling of a one-dimensional array: "integer array", "integer array[4]". */
static const char *strip_array_word(Mem *mem, const char *words, uint8_t *dimensions)
{
    size_t len = strlen(words);
    if (text_equal(words, "array")) {
        *dimensions = 1;
        return "";
    }
    if (!text_ends(words, " array")) {
        return words;
    }
    *dimensions = 1;
    return mem_strndup(mem, words, len - strlen(" array"));
}

static bool split_text(Mem *mem, const char *text, TypeText *out)
{
    *out = (TypeText){.tail = ""};
    const char *at = skip_space(text);
    if (text_starts_nocase(at, "pg_catalog.")) {
        at += strlen("pg_catalog.");
    }
    if (text_starts(at, "\"char\"")) {
        out->words = quoted_char.words;
        at += strlen("\"char\"");
    } else {
        at = read_words(mem, at, &out->words);
    }
    if (*at == '(') {
        const char *close = strchr(at, ')');
        if (!close) {
            return false;
        }
        out->args = str_dup(mem, str_trim((Str){at + 1, (size_t)(close - at - 1)}));
        at = read_words(mem, close + 1, &out->tail);
    }
    uint8_t by_word = 0;
    out->words = strip_array_word(mem, out->words, &by_word);
    out->tail = strip_array_word(mem, out->tail, &by_word);
    at = read_brackets(at, &out->dimensions);
    if (by_word && out->dimensions == 0) {
        out->dimensions = 1;
    }
    return at && *at == '\0';
}

static int compare_words(const void *words, const void *native)
{
    return strcmp(words, ((const NativeType *)native)->words);
}

static const NativeType *find_native(const char *words)
{
    if (strcmp(words, quoted_char.words) == 0) {
        return &quoted_char;
    }
    return bsearch(words, native_types, sizeof native_types / sizeof *native_types,
                   sizeof *native_types, compare_words);
}

/* Up to two integers; returns how many, or -1. */
static int read_numbers(const char *args, int32_t numbers[2])
{
    for (int n = 0; n < 2; n++) {
        char *end;
        args = skip_space(args);
        if (!char_is_digit(*args) && !((*args == '-' || *args == '+') && char_is_digit(args[1]))) {
            return -1;
        }
        long number = strtol(args, &end, 10);
        if (number < -1000000000L || number > 1000000000L) {
            return -1;
        }
        numbers[n] = (int32_t)number;
        args = skip_space(end);
        if (!*args) {
            return n + 1;
        }
        if (*args++ != ',') {
            return -1;
        }
    }
    return -1;
}

static bool set_numbers(const NativeType *native, int n, const int32_t numbers[2], Type *out)
{
    switch (native->modifier) {
    case MOD_LENGTH:
        out->length = n ? numbers[0] : TYPE_UNSET;
        if (n && strcmp(native->canonical, "bpchar") == 0) {
            out->name = "char"; /* bpchar is char without a limit */
        }
        return n == 0 || (n == 1 && numbers[0] > 0);
    case MOD_ONE:
        out->length = n ? numbers[0] : 1;
        return n == 0 || (n == 1 && numbers[0] > 0);
    case MOD_NUMERIC:
        if (n > 0) {
            out->precision = numbers[0];
            out->scale = n == 2 ? numbers[1] : 0;
        }
        return n == 0 || numbers[0] > 0;
    case MOD_FLOAT:
        if (n == 1 && numbers[0] <= 24) {
            out->name = "real";
        }
        return n == 0 || (n == 1 && numbers[0] > 0 && numbers[0] <= 53);
    case MOD_FRACTION:
    case MOD_INTERVAL:
        out->fraction = n ? numbers[0] : TYPE_UNSET;
        return n == 0 || (n == 1 && numbers[0] >= 0 && numbers[0] <= 6);
    case MOD_NONE:
    case MOD_FREE:
        return n == 0;
    }
    return false;
}

static const char *find_fields(const char *words)
{
    for (size_t i = 0; i < sizeof interval_fields / sizeof *interval_fields; i++) {
        if (strcmp(words, interval_fields[i]) == 0) {
            return interval_fields[i];
        }
    }
    return NULL;
}

/* The row of the table for the words around the parentheses, or NULL. */
static const NativeType *match_native(Mem *mem, const TypeText *parts, Type *out)
{
    if (text_starts(parts->words, "interval ")) {
        out->fields = find_fields(parts->words + strlen("interval "));
        return out->fields && !*parts->tail ? find_native("interval") : NULL;
    }
    if (!*parts->tail) {
        const NativeType *native = find_native(parts->words);
        bool late =
            native && parts->args && native->modifier == MOD_FRACTION && strchr(parts->words, ' ');
        return late ? NULL : native; /* timestamp with time zone(3) is no type */
    }
    /* Only the time types have words behind the parentheses. */
    const NativeType *native = find_native(mem_printf(mem, "%s %s", parts->words, parts->tail));
    return native && native->modifier == MOD_FRACTION ? native : NULL;
}

static void write_text(Mem *mem, Type *type)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, type->name);
    if (type->cls == TYPE_INTERVAL && type->fields) {
        buf_fmt(&buf, " %s", type->fields);
    } else if (type->fields) {
        buf_fmt(&buf, "(%s)", type->fields);
    }
    if (type->length != TYPE_UNSET) {
        buf_fmt(&buf, "(%d)", type->length);
    } else if (type->precision != TYPE_UNSET && type->scale) {
        buf_fmt(&buf, "(%d,%d)", type->precision, type->scale);
    } else if (type->precision != TYPE_UNSET) {
        buf_fmt(&buf, "(%d)", type->precision);
    } else if (type->fraction != TYPE_UNSET) {
        buf_fmt(&buf, "(%d)", type->fraction);
    }
    for (uint8_t i = 0; i < type->dimensions; i++) {
        buf_add(&buf, "[]");
    }
    type->text = mem_strdup(mem, buf_text(&buf));
}

/* "Point, 4326" -> "Point,4326" */
static const char *without_space(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    for (; *text; text++) {
        if (!char_is_space(*text)) {
            buf_char(&buf, *text);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

bool postgres_parse_type(Mem *mem, const Server *server UNUSED, const char *text, Type *out)
{
    TypeText parts;
    if (!split_text(mem, text, &parts)) {
        return false;
    }
    Type type = type_none();
    const NativeType *native = match_native(mem, &parts, &type);
    if (!native) {
        return false;
    }
    type.cls = native->cls;
    type.name = native->canonical;
    type.dimensions = parts.dimensions;
    int32_t numbers[2] = {0, 0};
    int n = 0;
    if (parts.args && native->modifier == MOD_FREE) {
        type.fields = without_space(mem, parts.args);
    } else if (parts.args) {
        n = read_numbers(parts.args, numbers);
    }
    /* serial[] has no meaning: the array would need a sequence an element. */
    bool serial = text_ends(type.name, "serial");
    if (n < 0 || !set_numbers(native, n, numbers, &type) || (serial && type.dimensions)) {
        return false;
    }
    type.with_time_zone = text_ends(type.name, "tz");
    write_text(mem, &type);
    *out = type;
    return true;
}

/* Without blanks and letter case: how opaque type texts compare. */
static bool loosely_equal(const char *a, const char *b)
{
    if (!a || !b) {
        return a == b;
    }
    for (;; a++, b++) {
        a = skip_space(a);
        b = skip_space(b);
        if (char_lower(*a) != char_lower(*b)) {
            return false;
        }
        if (!*a) {
            return true;
        }
    }
}

bool postgres_type_equal(const Server *server UNUSED, const Type *a, const Type *b)
{
    if (a->cls != b->cls || (a->dimensions > 0) != (b->dimensions > 0)) {
        return false;
    }
    if (a->cls == TYPE_USER) {
        return text_equal(a->user_schema, b->user_schema) && text_equal(a->user_name, b->user_name);
    }
    /* The server does not enforce the number of dimensions, so an array is an array. */
    return loosely_equal(a->name, b->name) && a->length == b->length &&
           a->precision == b->precision && a->scale == b->scale && a->fraction == b->fraction &&
           loosely_equal(a->fields, b->fields);
}
