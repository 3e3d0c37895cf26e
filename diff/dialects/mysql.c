#include "diff/dialects/mysql.h"
#include "diff/compare.h"

#include "schema/dialects/mysql_partition.h"
#include "schema/dialects/mysql_text.h"
#include "schema/dialects/mysql_types.h"

#include <stdlib.h>
#include <string.h>

/* --- literals ----------------------------------------------------------------------------------
 */

static bool is_numeric(const Type *type)
{
    return type->cls == TYPE_INTEGER || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT ||
           type->cls == TYPE_BOOLEAN || type->cls == TYPE_BIT || type->cls == TYPE_YEAR;
}

/* A decimal number in parts that do not change its value: -007.50 is "7" and "5", negative. */
typedef struct Decimal {
    bool valid, negative;
    Str whole, fraction;
} Decimal;

static Decimal decimal_of(const char *text)
{
    Decimal out = {.negative = *text == '-'};
    text += *text == '-' || *text == '+';
    size_t given = strspn(text, "0123456789"), zeros = strspn(text, "0");
    out.whole = (Str){text + zeros, given - zeros};
    text += given;
    if (*text == '.') {
        out.fraction = (Str){text + 1, strspn(text + 1, "0123456789")};
        given += out.fraction.len;
        text += out.fraction.len + 1;
    }
    while (out.fraction.len && out.fraction.ptr[out.fraction.len - 1] == '0') {
        out.fraction.len--;
    }
    out.valid = given > 0 && !*text;
    out.negative &= out.whole.len || out.fraction.len;
    return out;
}

static const char *number_text(const Default *value)
{
    if (value->kind == DEFAULT_BOOLEAN) {
        return strcmp(value->value, "true") == 0 ? "1" : "0";
    }
    return value->value;
}

static bool equal_numbers(const char *a, const char *b)
{
    Decimal x = decimal_of(a), y = decimal_of(b);
    if (x.valid && y.valid) {
        return x.negative == y.negative && str_equal(x.whole, y.whole) &&
               str_equal(x.fraction, y.fraction);
    }
    char *a_end, *b_end;
    double p = strtod(a, &a_end), q = strtod(b, &b_end);
    return *a && *b && !*a_end && !*b_end && !(p < q) && !(p > q);
}

/* true is 1, and '5' is 5 where the column holds numbers; 5 is '5' where it holds text. */
static bool literal_equal(const Server *server UNUSED, const Type *type, const Default *a,
                          const Default *b)
{
    if (is_numeric(type)) {
        const char *x = number_text(a), *y = number_text(b);
        return strcmp(x, y) == 0 || equal_numbers(x, y);
    }
    return strcmp(a->value, b->value) == 0;
}

/* --- expressions -------------------------------------------------------------------------------
 */

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || c == '@' ||
           (unsigned char)c >= 0x80;
}

static void add_word(Buf *buf, const char *word)
{
    if (buf->len && is_word(buf->at[buf->len - 1])) {
        buf_char(buf, ' ');
    }
    buf_add(buf, text_lower(buf->mem, word));
}

/* The length of _latin1 before an ASCII literal: MySQL adds the column's character set when it
 * writes the table anew. Not of those that read ASCII bytes as something else. */
static size_t introducer_length(Mem *mem, const char *at)
{
    static const char *const others[] = {"_binary'", "_ucs2'", "_utf16'", "_utf16le'", "_utf32'"};
    size_t len = 0, literal = 0;
    while (*at == '_' && is_word(at[len])) {
        len++;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (text_starts_nocase(at, others[i])) {
            return 0;
        }
    }
    if (!len || at[len] != '\'' || !mysql_unquote(mem, at + len, &literal)) {
        return 0;
    }
    for (size_t i = 0; i < literal; i++) {
        if ((unsigned char)at[len + i] >= 0x80) {
            return 0;
        }
    }
    return len;
}

/* The length of DEFINER=`user`@`host`, of a comment or an introducer at `at`, which mean nothing
 * here. */
static size_t noise_length(Mem *mem, const char *at)
{
    if (*at == '_') {
        return introducer_length(mem, at);
    }
    if (at[0] == '/' && at[1] == '*' && at[2] != '!') {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end - at) + 2 : strlen(at);
    }
    if (at[0] == '#' || (at[0] == '-' && at[1] == '-' && char_is_space(at[2]))) {
        return strcspn(at, "\n");
    }
    if (!text_starts_nocase(at, "definer")) {
        return 0;
    }
    const char *start = at;
    at += strlen("definer");
    at += strspn(at, " ");
    if (*at != '=') {
        return 0;
    }
    at++;
    at += strspn(at, " ");
    while (*at && !char_is_space(*at)) {
        size_t len = 1;
        if (*at == '`') {
            (void)mysql_unquote_name(mem, at, &len);
        } else if (*at == '\'') {
            (void)mysql_unquote(mem, at, &len);
        }
        at += len;
    }
    return (size_t)(at - start);
}

/* One token of an expression, in a spelling that quoting, letter case and white space do not
 * change; returns how much of `at` it took. */
static size_t fold_token(Buf *buf, const char *at)
{
    size_t len = 1;
    const char *value = NULL;
    if (*at == '\'' || *at == '"') {
        value = mysql_unquote(buf->mem, at, &len);
        buf_add(buf, value ? mysql_quote(buf->mem, value) : "");
    } else if (*at == '`') {
        value = mysql_unquote_name(buf->mem, at, &len);
        add_word(buf, value ? value : "");
    } else if (is_word(*at)) {
        while (is_word(at[len])) {
            len++;
        }
        add_word(buf, mem_strndup(buf->mem, at, len));
    } else if (*at == '!' && at[1] == '=') {
        buf_add(buf, "<>");
        len = 2;
    } else {
        buf_char(buf, *at);
    }
    return len;
}

const char *mysql_fold(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    text = expr_strip_parens(mem, mysql_expression(mem, text, NULL, false));
    text = mysql_timestamp_text(mem, text);
    while (*text) {
        bool starts = !buf.len || !is_word(buf.at[buf.len - 1]) || char_is_space(text[-1]);
        size_t noise = starts ? noise_length(mem, text) : 0;
        if (noise || char_is_space(*text)) {
            text += noise ? noise : 1;
            continue;
        }
        text += fold_token(&buf, text);
    }
    return mem_strdup(mem, buf_text(&buf));
}

/* CURRENT_TIMESTAMP without digits is written with the column's by MySQL. */
static const char *fold_timestamp(Mem *mem, const Server *server, const Column *column,
                                  const char *text)
{
    bool bare =
        strcmp(text, "current_timestamp") == 0 && column && column->type.fraction != TYPE_UNSET;
    return bare && server->flavor == FLAVOR_MYSQL
               ? mem_printf(mem, "current_timestamp(%d)", column->type.fraction)
               : text;
}

static bool expr_equal(Mem *mem, const Server *server, const Column *column, const char *a,
                       const char *b)
{
    const char *x = fold_timestamp(mem, server, column, mysql_fold(mem, a));
    const char *y = fold_timestamp(mem, server, column, mysql_fold(mem, b));
    return strcmp(x, y) == 0;
}

/* --- options, collations -------------------------------------------------------------------------
 */

static const char *option_default(const Server *server UNUSED, ObjectKind kind,
                                  const Object *object UNUSED, const char *name)
{
    static const struct {
        ObjectKind kind;
        const char *name, *value;
    } defaults[] = {
        {OBJ_INDEX, "key_block_size", "0"},   {OBJ_CONSTRAINT, "key_block_size", "0"},
        {OBJ_TABLE, "row_format", "DEFAULT"}, {OBJ_TABLE, "tablespace", "innodb_file_per_table"},
        {OBJ_VIEW, "algorithm", "undefined"}, {OBJ_VIEW, "security", "definer"}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (defaults[i].kind == kind && strcmp(defaults[i].name, name) == 0) {
            return defaults[i].value;
        }
    }
    return NULL;
}

/* The old name of utf8mb3, which catalogues no longer use. */
static const char *modern(const char *charset)
{
    return text_equal_nocase(charset, "utf8") ? "utf8mb3" : charset;
}

static void column_collation(const Server *server UNUSED, const Column *column,
                             const char **charset, const char **collation)
{
    *charset = *collation = NULL;
    if (!mysql_type_has_charset(&column->type)) {
        return;
    }
    const Options *options = &column->table->options;
    const char *own_set = column->charset ? column->charset : column->type.charset;
    const char *own = column->collation ? column->collation : column->type.collation;
    const char *table_set = options_get(options, "charset");
    *charset = modern(own_set ? own_set : own ? NULL : table_set);
    /* CHARACTER SET alone means the set's own collation, not the table's (MySQL 8.0 manual, Column
     * Character Set and Collation), and which one that is the server decides. */
    *collation = own ? own : own_set ? NULL : options_get(options, "collate");
}

static bool mentions_choice(const Table *table, const char *text)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        if ((column->type.cls == TYPE_ENUM || column->type.cls == TYPE_SET) &&
            text_mentions(text, column->base.name)) {
            return true;
        }
    }
    return false;
}

/* MariaDB gives the new name to what uses the column. MySQL is told to write that anew, and does so
 * by itself with every check of an ENUM or SET. */
static bool rename_copies(const Server *server, const Table *table, const char *name)
{
    bool copies = false, asks = server->flavor == FLAVOR_MYSQL;
    for (size_t i = 0; asks && i < table->constraints.len; i++) {
        const char *check = table->constraints.at[i]->check.text;
        copies |= check && (text_mentions(check, name) || mentions_choice(table, check));
    }
    for (size_t i = 0; asks && i < table->columns.len; i++) {
        const char *value = table->columns.at[i]->generated_expr.text;
        copies |= value && text_mentions(value, name);
    }
    for (size_t i = 0; asks && i < table->indexes.len; i++) {
        const KeyParts *keys = &table->indexes.at[i]->keys;
        for (size_t j = 0; j < keys->len; j++) {
            copies |= keys->at[j].expr.text && text_mentions(keys->at[j].expr.text, name);
        }
    }
    return copies;
}

/* MariaDB writes a view's list of columns into its query. */
static bool columns_in_query(const Server *server)
{
    return server->flavor == FLAVOR_MARIADB;
}

const CompareOps compare_mysql = {
    .statement_equal = mysql_statement_equal,
    .keeps_btree = true,
    .partition_equal = mysql_partitioning_equal,
    .view_columns_in_query = columns_in_query,
    .literal_equal = literal_equal,
    .expr_equal = expr_equal,
    .rename_copies = rename_copies,
    .option_default = option_default,
    .column_collation = column_collation,
};
