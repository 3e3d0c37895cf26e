#include "schema/dialects/mysql_types.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* What may stand in parentheses after a type's name. */
typedef enum TypeArgs {
    ARGS_NONE,
    ARGS_WIDTH,     /* int(11): display width */
    ARGS_LENGTH,    /* char(3), bit(8): 1 when absent */
    ARGS_REQUIRED,  /* varchar(20) */
    ARGS_EXACT,     /* decimal(10,2) */
    ARGS_FLOAT,     /* float(24), double(8,3) */
    ARGS_FRACTION,  /* datetime(6) */
    ARGS_YEAR,      /* year(4), which means nothing */
    ARGS_BLOB,      /* text(100): chooses among the four sizes */
    ARGS_VALUES,    /* enum('a','b') */
    ARGS_DIMENSIONS /* vector(3) */
} TypeArgs;

typedef struct TypeName {
    const char *spelling, *name; /* the longest spelling that fits wins */
    TypeClass cls;
    TypeArgs args;
    int since_mysql, since_mariadb; /* version, 0 = always, -1 = never */
    const char *charset;            /* of the "national" types */
} TypeName;

static const TypeName names[] = {
    {"tinyint", "tinyint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int1", "tinyint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"smallint", "smallint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int2", "smallint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"mediumint", "mediumint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"middleint", "mediumint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int3", "mediumint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int", "int", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"integer", "int", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int4", "int", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"bigint", "bigint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"int8", "bigint", TYPE_INTEGER, ARGS_WIDTH, 0, 0, NULL},
    {"bool", "tinyint", TYPE_BOOLEAN, ARGS_NONE, 0, 0, NULL},
    {"boolean", "tinyint", TYPE_BOOLEAN, ARGS_NONE, 0, 0, NULL},
    {"serial", "bigint", TYPE_INTEGER, ARGS_NONE, 0, 0, NULL},
    {"decimal", "decimal", TYPE_NUMERIC, ARGS_EXACT, 0, 0, NULL},
    {"dec", "decimal", TYPE_NUMERIC, ARGS_EXACT, 0, 0, NULL},
    {"numeric", "decimal", TYPE_NUMERIC, ARGS_EXACT, 0, 0, NULL},
    {"fixed", "decimal", TYPE_NUMERIC, ARGS_EXACT, 0, 0, NULL},
    {"float", "float", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"float4", "float", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"float8", "double", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"double", "double", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"double precision", "double", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"real", "double", TYPE_FLOAT, ARGS_FLOAT, 0, 0, NULL},
    {"bit", "bit", TYPE_BIT, ARGS_LENGTH, 0, 0, NULL},
    {"char", "char", TYPE_CHAR, ARGS_LENGTH, 0, 0, NULL},
    {"character", "char", TYPE_CHAR, ARGS_LENGTH, 0, 0, NULL},
    {"nchar", "char", TYPE_CHAR, ARGS_LENGTH, 0, 0, "utf8mb3"},
    {"national char", "char", TYPE_CHAR, ARGS_LENGTH, 0, 0, "utf8mb3"},
    {"national character", "char", TYPE_CHAR, ARGS_LENGTH, 0, 0, "utf8mb3"},
    {"varchar", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, NULL},
    {"varcharacter", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, NULL},
    {"char varying", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, NULL},
    {"character varying", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, NULL},
    {"nvarchar", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"nchar varchar", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"nchar varying", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"national varchar", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"national varcharacter", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"national char varying", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"national character varying", "varchar", TYPE_VARCHAR, ARGS_REQUIRED, 0, 0, "utf8mb3"},
    {"tinytext", "tinytext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"text", "text", TYPE_TEXT, ARGS_BLOB, 0, 0, NULL},
    {"mediumtext", "mediumtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"long", "mediumtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"long varchar", "mediumtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"long char varying", "mediumtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"long character varying", "mediumtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"longtext", "longtext", TYPE_TEXT, ARGS_NONE, 0, 0, NULL},
    {"binary", "binary", TYPE_BINARY, ARGS_LENGTH, 0, 0, NULL},
    {"char byte", "binary", TYPE_BINARY, ARGS_LENGTH, 0, 0, NULL},
    {"varbinary", "varbinary", TYPE_BINARY, ARGS_REQUIRED, 0, 0, NULL},
    {"tinyblob", "tinyblob", TYPE_BINARY, ARGS_NONE, 0, 0, NULL},
    {"blob", "blob", TYPE_BINARY, ARGS_BLOB, 0, 0, NULL},
    {"mediumblob", "mediumblob", TYPE_BINARY, ARGS_NONE, 0, 0, NULL},
    {"long varbinary", "mediumblob", TYPE_BINARY, ARGS_NONE, 0, 0, NULL},
    {"longblob", "longblob", TYPE_BINARY, ARGS_NONE, 0, 0, NULL},
    {"date", "date", TYPE_DATE, ARGS_NONE, 0, 0, NULL},
    {"time", "time", TYPE_TIME, ARGS_FRACTION, 0, 0, NULL},
    {"datetime", "datetime", TYPE_TIMESTAMP, ARGS_FRACTION, 0, 0, NULL},
    {"timestamp", "timestamp", TYPE_TIMESTAMP, ARGS_FRACTION, 0, 0, NULL},
    {"year", "year", TYPE_YEAR, ARGS_YEAR, 0, 0, NULL},
    {"json", "json", TYPE_JSON, ARGS_NONE, 0, 0, NULL},
    {"enum", "enum", TYPE_ENUM, ARGS_VALUES, 0, 0, NULL},
    {"set", "set", TYPE_SET, ARGS_VALUES, 0, 0, NULL},
    {"geometry", "geometry", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"point", "point", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"linestring", "linestring", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"polygon", "polygon", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"multipoint", "multipoint", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"multilinestring", "multilinestring", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"multipolygon", "multipolygon", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"geometrycollection", "geometrycollection", TYPE_GEOMETRY, ARGS_NONE, 0, 0, NULL},
    {"geomcollection", "geometrycollection", TYPE_GEOMETRY, ARGS_NONE, 0, -1, NULL},
    {"uuid", "uuid", TYPE_UUID, ARGS_NONE, -1, 100700, NULL},
    {"inet6", "inet6", TYPE_NETWORK, ARGS_NONE, -1, 100500, NULL},
    {"inet4", "inet4", TYPE_NETWORK, ARGS_NONE, -1, 101000, NULL},
    {"vector", "vector", TYPE_OTHER, ARGS_DIMENSIONS, 90000, 110700, NULL},
};
#define NAME_COUNT (sizeof names / sizeof *names)

/* The display widths that the server gives by itself: signed, unsigned. */
static const struct {
    const char *name;
    int32_t is_signed, is_unsigned;
} widths[] = {{"tinyint", 4, 3},
              {"smallint", 6, 5},
              {"mediumint", 9, 8},
              {"int", 11, 10},
              {"bigint", 20, 20}};

static int32_t usual_width(const Type *type)
{
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        if (strcmp(widths[i].name, type->name) == 0) {
            return type->is_unsigned ? widths[i].is_unsigned : widths[i].is_signed;
        }
    }
    return TYPE_UNSET;
}

/* MySQL 8.0.19 forgets display widths, except of tinyint(1) and of zerofill; MariaDB keeps them. */
static bool keeps_width(const Server *server)
{
    return server->flavor == FLAVOR_MARIADB || server->version < 80019;
}

/* --- reading -----------------------------------------------------------------------------------
 */

typedef struct Reader {
    Mem *mem;
    const Server *server;
    const char *at;
} Reader;

static void skip_space(Reader *reader)
{
    while (char_is_space(*reader->at)) {
        reader->at++;
    }
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

/* The next word without moving; empty when there is none. */
static Str peek_word(Reader *reader)
{
    skip_space(reader);
    size_t len = 0;
    while (is_word_char(reader->at[len])) {
        len++;
    }
    return (Str){reader->at, len};
}

/* Takes the words of `phrase` when they come next. */
static bool take_words(Reader *reader, const char *phrase)
{
    Reader ahead = *reader;
    while (*phrase) {
        size_t len = strcspn(phrase, " ");
        Str word = peek_word(&ahead);
        if (word.len != len) {
            return false;
        }
        for (size_t i = 0; i < len; i++) {
            if (char_lower(word.ptr[i]) != phrase[i]) {
                return false;
            }
        }
        ahead.at += len;
        phrase += len;
        phrase += *phrase == ' ';
    }
    *reader = ahead;
    return true;
}

static bool take_char(Reader *reader, char c)
{
    skip_space(reader);
    if (*reader->at != c) {
        return false;
    }
    reader->at++;
    return true;
}

static bool take_number(Reader *reader, int32_t max, int32_t *out)
{
    skip_space(reader);
    int64_t value = 0;
    const char *start = reader->at;
    while (char_is_digit(*reader->at)) {
        value = value * 10 + (*reader->at++ - '0');
        if (value > max) {
            return false;
        }
    }
    *out = (int32_t)value;
    return reader->at > start;
}

static const char *take_string(Reader *reader)
{
    skip_space(reader);
    if (*reader->at != '\'' && *reader->at != '"') {
        return NULL;
    }
    size_t len;
    const char *text = mysql_unquote(reader->mem, reader->at, &len);
    reader->at += text ? len : 0;
    return text;
}

/* A character set or collation: utf8mb4 or 'utf8mb4', in lower case; "utf8" is utf8mb3. */
static const char *take_charset(Reader *reader)
{
    const char *text = take_string(reader);
    if (!text) {
        Str word = peek_word(reader);
        if (!word.len) {
            return NULL;
        }
        text = str_dup(reader->mem, word);
        reader->at += word.len;
    }
    return mysql_charset_name(reader->mem, text);
}

static const TypeName *take_name(Reader *reader)
{
    const TypeName *best = NULL;
    Reader best_end = *reader;
    const Server *server = reader->server;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        Reader ahead = *reader;
        int since =
            server->flavor == FLAVOR_MARIADB ? names[i].since_mariadb : names[i].since_mysql;
        if (since >= 0 && server->version >= since && take_words(&ahead, names[i].spelling) &&
            (!best || ahead.at > best_end.at)) {
            best = &names[i];
            best_end = ahead;
        }
    }
    *reader = best_end;
    return best;
}

static bool take_values(Reader *reader, Type *type)
{
    do {
        const char *text = take_string(reader);
        if (!text) {
            return false;
        }
        /* The server cuts trailing spaces of a member. */
        size_t len = strlen(text);
        while (len && text[len - 1] == ' ') {
            len--;
        }
        list_push(reader->mem, &type->values, mem_strndup(reader->mem, text, len));
    } while (take_char(reader, ','));
    return take_char(reader, ')');
}

/* float(p) is a choice between float and double; float(m,d) is kept. */
static void fold_float(Type *type)
{
    if (type->precision != TYPE_UNSET && type->scale == TYPE_UNSET) {
        if (strcmp(type->name, "float") == 0 && type->precision > 24) {
            type->name = "double";
        }
        type->precision = TYPE_UNSET;
    }
}

/* text(n) is the smallest of the four that holds n characters. */
static void fold_blob(const Server *server, Type *type, int32_t length)
{
    static const char *const texts[] = {"tinytext", "text", "mediumtext", "longtext"};
    static const char *const blobs[] = {"tinyblob", "blob", "mediumblob", "longblob"};
    const char *charset = type->charset ? type->charset : server->charset;
    bool narrow = text_equal(charset, "latin1") || text_equal(charset, "ascii");
    bool text = type->cls == TYPE_TEXT;
    int64_t bytes = (int64_t)length * (text && !narrow ? 4 : 1);
    size_t size = bytes <= 0 ? 1 : bytes < 256 ? 0 : bytes < 65536 ? 1 : bytes < 16777216 ? 2 : 3;
    type->name = text ? texts[size] : blobs[size];
}

static bool take_numbers(Reader *reader, TypeArgs args, Type *type)
{
    int32_t first = TYPE_UNSET, second = TYPE_UNSET;
    if (!take_number(reader, INT32_MAX, &first)) {
        return false;
    }
    bool pair = args == ARGS_EXACT || args == ARGS_FLOAT;
    if (take_char(reader, ',') && (!pair || !take_number(reader, INT32_MAX, &second))) {
        return false;
    }
    if (pair) {
        type->precision = first;
        type->scale = second;
    } else if (args == ARGS_FRACTION) {
        type->fraction = first;
    } else {
        type->length = first;
    }
    return take_char(reader, ')');
}

static bool take_args(Reader *reader, const TypeName *name, Type *type)
{
    if (!take_char(reader, '(')) {
        return name->args != ARGS_REQUIRED && name->args != ARGS_VALUES;
    }
    if (name->args == ARGS_VALUES) {
        return take_values(reader, type);
    }
    return name->args != ARGS_NONE && take_numbers(reader, name->args, type);
}

static bool take_attribute(Reader *reader, Type *type, bool *binary)
{
    bool number = type->cls == TYPE_INTEGER || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT;
    bool text = mysql_type_has_charset(type);
    if (number && take_words(reader, "unsigned")) {
        return type->is_unsigned = true;
    }
    if (number && take_words(reader, "signed")) {
        return true;
    }
    if (number && take_words(reader, "zerofill")) {
        return type->is_unsigned = type->zerofill = true;
    }
    if (text && (take_words(reader, "character set") || take_words(reader, "charset") ||
                 take_words(reader, "char set"))) {
        return (type->charset = take_charset(reader)) != NULL;
    }
    if (text && take_words(reader, "collate")) {
        return (type->collation = take_charset(reader)) != NULL;
    }
    if (text && take_words(reader, "ascii")) {
        return (type->charset = "latin1") != NULL;
    }
    if (text && take_words(reader, "unicode")) {
        return (type->charset = "ucs2") != NULL;
    }
    if (text && take_words(reader, "binary")) {
        return *binary = true;
    }
    if (text && take_words(reader, "byte")) {
        bool fixed = type->cls == TYPE_CHAR;
        type->name = fixed ? "binary" : type->cls == TYPE_VARCHAR ? "varbinary" : "blob";
        type->cls = TYPE_BINARY;
        return true;
    }
    if (type->cls == TYPE_GEOMETRY &&
        (take_words(reader, "srid") ||
         (take_words(reader, "ref_system_id") && take_char(reader, '=')))) {
        int32_t srid;
        bool found = take_number(reader, INT32_MAX, &srid);
        type->fields = found ? mem_printf(reader->mem, "%d", srid) : NULL;
        return found;
    }
    return false;
}

/* --- the server's own form ---------------------------------------------------------------------
 */

static void fold_width(const Server *server, Type *type)
{
    int32_t usual = usual_width(type);
    bool flag = type->length == 1 && strcmp(type->name, "tinyint") == 0 && !type->zerofill;
    if (type->length == TYPE_UNSET && type->zerofill) {
        type->length = usual;
    }
    if (!keeps_width(server) && !type->zerofill && !(flag && !type->is_unsigned)) {
        type->length = TYPE_UNSET;
    }
    if (type->length == usual && !type->zerofill) {
        type->length = TYPE_UNSET;
    }
}

static void fold_type(const Server *server, const TypeName *name, Type *type)
{
    int32_t given = type->length;
    switch (name->args) {
    case ARGS_WIDTH:
        fold_width(server, type);
        break;
    case ARGS_LENGTH:
        type->length = given == TYPE_UNSET ? 1 : given;
        break;
    case ARGS_EXACT:
        type->precision = type->precision == TYPE_UNSET ? 10 : type->precision;
        type->scale = type->scale == TYPE_UNSET ? 0 : type->scale;
        break;
    case ARGS_FLOAT:
        fold_float(type);
        break;
    case ARGS_FRACTION:
        type->fraction = type->fraction == 0 ? TYPE_UNSET : type->fraction;
        break;
    case ARGS_YEAR: /* MariaDB still has year(2) */
        type->length = server->flavor == FLAVOR_MARIADB && given == 2 ? 2 : TYPE_UNSET;
        break;
    case ARGS_BLOB:
        type->length = TYPE_UNSET;
        if (given != TYPE_UNSET) {
            fold_blob(server, type, given);
        }
        break;
    case ARGS_DIMENSIONS:
        type->length = given == TYPE_UNSET ? 2048 : given;
        break;
    case ARGS_NONE:
    case ARGS_REQUIRED:
    case ARGS_VALUES:
        break;
    }
}

static void add_values(Buf *buf, const Type *type)
{
    for (size_t i = 0; i < type->values.len; i++) {
        buf_char(buf, i ? ',' : '(');
        buf_add(buf, mysql_quote(buf->mem, type->values.at[i]));
    }
    buf_char(buf, ')');
}

static const char *type_words(Mem *mem, const Type *type)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, type->name);
    if (type->values.len) {
        add_values(&buf, type);
    } else if (type->precision != TYPE_UNSET) {
        buf_fmt(&buf, "(%d,%d)", type->precision, type->scale);
    } else if (type->fraction != TYPE_UNSET) {
        buf_fmt(&buf, "(%d)", type->fraction);
    } else if (type->length != TYPE_UNSET) {
        buf_fmt(&buf, "(%d)", type->length);
    }
    buf_add(&buf, type->is_unsigned ? " unsigned" : "");
    buf_add(&buf, type->zerofill ? " zerofill" : "");
    return mem_strdup(mem, buf_text(&buf));
}

bool mysql_parse_type(Mem *mem, const Server *server, const char *text, Type *out)
{
    Reader reader = {mem, server, text};
    const TypeName *name = take_name(&reader);
    if (!name) {
        return false;
    }
    Type type = type_none();
    type.cls = name->cls;
    type.name = name->name;
    type.charset = name->charset;
    if (!take_args(&reader, name, &type)) {
        return false;
    }
    if (strcmp(name->spelling, "serial") == 0) {
        type.is_unsigned = true;
    }
    bool binary = false;
    skip_space(&reader);
    while (*reader.at) {
        if (!take_attribute(&reader, &type, &binary)) {
            return false;
        }
        skip_space(&reader);
    }
    if (name->cls == TYPE_BOOLEAN) {
        type.length = 1;
    }
    fold_type(server, name, &type);
    /* tinyint(1) is the boolean of these servers, however it was written. */
    if (type.cls == TYPE_INTEGER && type.length == 1 && !type.is_unsigned &&
        strcmp(type.name, "tinyint") == 0) {
        type.cls = TYPE_BOOLEAN;
    }
    if (binary && !type.collation) {
        const char *charset = type.charset ? type.charset : server->charset;
        type.collation = charset ? mem_printf(mem, "%s_bin", charset) : NULL;
    }
    if (type.collation && !type.charset) {
        type.charset = mysql_collation_charset(mem, type.collation);
    }
    type.text = type_words(mem, &type);
    *out = type;
    return true;
}

/* --- comparing ---------------------------------------------------------------------------------
 */

bool mysql_type_has_charset(const Type *type)
{
    switch (type->cls) {
    case TYPE_CHAR:
    case TYPE_VARCHAR:
    case TYPE_TEXT:
    case TYPE_ENUM:
    case TYPE_SET:
        return true;
    case TYPE_NONE:
    case TYPE_BOOLEAN:
    case TYPE_INTEGER:
    case TYPE_NUMERIC:
    case TYPE_FLOAT:
    case TYPE_BINARY:
    case TYPE_BIT:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
    case TYPE_INTERVAL:
    case TYPE_YEAR:
    case TYPE_UUID:
    case TYPE_JSON:
    case TYPE_NETWORK:
    case TYPE_GEOMETRY:
    case TYPE_RANGE:
    case TYPE_XML:
    case TYPE_USER:
    case TYPE_OTHER:
        return false;
    }
    return false;
}

bool mysql_type_equal(const Server *server UNUSED, const Type *a, const Type *b)
{
    if (a->cls != b->cls || !text_equal(a->name, b->name) || a->length != b->length ||
        a->precision != b->precision || a->scale != b->scale || a->fraction != b->fraction ||
        a->is_unsigned != b->is_unsigned || a->zerofill != b->zerofill ||
        a->values.len != b->values.len) {
        return false;
    }
    for (size_t i = 0; i < a->values.len; i++) {
        if (!text_equal(a->values.at[i], b->values.at[i])) {
            return false;
        }
    }
    return true;
}
