#include "lint/fit.h"

#include "lint/sql.h"

#include <stdlib.h>
#include <string.h>

static bool is_postgres(const Server *server)
{
    return server->flavor == FLAVOR_POSTGRESQL;
}

static bool is_mysql(const Server *server)
{
    return server->flavor == FLAVOR_MYSQL || server->flavor == FLAVOR_MARIADB;
}

static bool is_one_of(const char *text, const char *const *words, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text_equal_nocase(text, words[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(text, words) is_one_of(text, words, sizeof(words) / sizeof *(words))

/* --- numbers ---------------------------------------------------------------------------------- */

static bool is_numeric(const Type *type)
{
    return type->cls == TYPE_INTEGER || type->cls == TYPE_FLOAT ||
           (type->cls == TYPE_NUMERIC && !text_equal(type->name, "money"));
}

/* NaN and infinity, and what PostgreSQL 16 reads beside decimal digits: 0xff, 1_000. */
static bool is_special_number(const Type *type, const char *text)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    const char *bare = text + (*text == '-' || *text == '+');
    return (type->cls != TYPE_INTEGER && IS_ONE_OF(bare, words)) ||
           (char_is_digit(*bare) && strpbrk(bare, "_xXoObB"));
}

static bool is_out_of_range(const Type *type, const char *number)
{
    int bytes = type_integer_bytes(type);
    if (!bytes) {
        return false;
    }
    double value = strtod(number, NULL), span = 1;
    for (int bit = type->is_unsigned ? 0 : 1; bit < 8 * bytes; bit++) {
        span *= 2;
    }
    /* Half a unit is rounded; what is lost beyond 53 bits errs on the side of fitting. */
    return value > span - 0.5 || value < (type->is_unsigned ? -0.5 : -span - 0.5);
}

static size_t whole_digits(const char *number)
{
    const char *first = number + strspn(number, "+-0");
    return strspn(first, "0123456789");
}

static bool has_too_many_digits(const Type *type, const char *number)
{
    int32_t scale = type->scale == TYPE_UNSET ? 0 : type->scale;
    return type->cls == TYPE_NUMERIC && type->precision != TYPE_UNSET && !strpbrk(number, "eE") &&
           (int32_t)whole_digits(number) > type->precision - scale;
}

static const char *misfit_number(Mem *mem, const Server *server, const Type *type,
                                 const Default *def)
{
    const char *number = str_dup(mem, str_trim(str_of(def->value)));
    if (def->kind == DEFAULT_BOOLEAN) {
        return is_postgres(server) ? "is no number" : NULL;
    }
    if (!sql_is_number(number)) {
        return is_postgres(server) && is_special_number(type, number) ? NULL : "is no number";
    }
    if (is_postgres(server) && type->cls == TYPE_INTEGER && def->kind == DEFAULT_STRING &&
        strpbrk(number, ".eE")) {
        return "is no whole number";
    }
    if (server->flavor == FLAVOR_SQLITE) {
        return NULL;
    }
    if (type->cls != TYPE_NUMERIC && is_out_of_range(type, number)) {
        return mem_printf(mem, "is out of the range of %s", type->text);
    }
    return has_too_many_digits(type, number)
               ? mem_printf(mem, "has more digits than %s", type->text)
               : NULL;
}

/* --- texts and values ------------------------------------------------------------------------- */

static size_t characters(const char *text)
{
    size_t len = strlen(text), n = 0;
    while (len && text[len - 1] == ' ') { /* spaces at the end are cut off */
        len--;
    }
    for (size_t i = 0; i < len; i++) {
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return n;
}

static const char *misfit_text(Mem *mem, const Server *server, const Type *type, const Default *def)
{
    bool escaped = is_mysql(server) && strchr(def->value, '\\');
    bool number = def->kind == DEFAULT_NUMBER && strpbrk(def->value, ".eE");
    bool word = def->kind == DEFAULT_BOOLEAN && is_mysql(server); /* 1 */
    if (type->length == TYPE_UNSET || server->flavor == FLAVOR_SQLITE || escaped || number ||
        word || characters(def->value) <= (size_t)type->length) {
        return NULL;
    }
    return mem_printf(mem, "is longer than %s", type->text);
}

/* MySQL's enum('a','b') and set('a','b'); letter case and accents may be the same to it. */
static bool is_inline_value(const Type *type, const char *text)
{
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c >= 0x80 || *c == '\\') {
            return true;
        }
    }
    return is_one_of(text, type->values.at, type->values.len);
}

static const char *misfit_inline(Mem *mem, const Type *type, const Default *def)
{
    if (type->cls == TYPE_ENUM) {
        return is_inline_value(type, def->value) ? NULL : "is no value of the enum";
    }
    for (const char *at = def->value; def->kind == DEFAULT_STRING && *at;) {
        size_t len = strcspn(at, ",");
        if (!is_inline_value(type, mem_strndup(mem, at, len))) {
            return "has what is no value of the set";
        }
        at += len + (at[len] == ',');
    }
    return NULL;
}

static const char *misfit_enum(const NameList *values, const Default *def)
{
    for (size_t i = 0; def->kind == DEFAULT_STRING && i < values->len; i++) {
        if (text_equal(values->at[i], def->value)) {
            return NULL;
        }
    }
    return "is no value of the enum";
}

/* --- others ----------------------------------------------------------------------------------- */

static const char *misfit_boolean(Mem *mem, const Default *def)
{
    static const char *const words[] = {"t",  "tr", "tru", "true", "y",   "ye",   "yes",
                                        "on", "1",  "f",   "fa",   "fal", "fals", "false",
                                        "n",  "no", "of",  "off",  "0"};
    const char *text = str_dup(mem, str_trim(str_of(def->value)));
    bool fits =
        def->kind == DEFAULT_BOOLEAN || (def->kind == DEFAULT_STRING && IS_ONE_OF(text, words));
    return fits ? NULL : "is no boolean";
}

static const char *misfit_date(Mem *mem, const Server *server, const Default *def)
{
    static const char *const words[] = {"now",      "today",     "tomorrow", "yesterday",
                                        "infinity", "-infinity", "epoch",    "+infinity"};
    const char *text = str_dup(mem, str_trim(str_of(def->value)));
    bool named = is_postgres(server) && IS_ONE_OF(text, words);
    bool digits = strpbrk(text, "0123456789");
    return def->kind != DEFAULT_STRING || named || digits ? NULL : "is no date";
}

static const char *misfit_uuid(const Default *def)
{
    size_t digits = 0;
    for (const char *c = def->value; *c; c++) {
        digits += strchr("0123456789abcdefABCDEF", *c) != NULL;
        if (!strchr("0123456789abcdefABCDEF-{}", *c)) {
            return "is no uuid";
        }
    }
    return digits == 32 ? NULL : "is no uuid";
}

/* PostgreSQL has no cast from numbers and booleans to these. */
static bool takes_strings_only(const Type *type)
{
    return type->dimensions || type->cls == TYPE_DATE || type->cls == TYPE_TIME ||
           type->cls == TYPE_TIMESTAMP || type->cls == TYPE_INTERVAL || type->cls == TYPE_UUID ||
           type->cls == TYPE_JSON || type->cls == TYPE_NETWORK || type->cls == TYPE_BIT;
}

static const char *misfit_postgres(Mem *mem, const Type *type, const NameList *values,
                                   const Default *def)
{
    if (takes_strings_only(type) && def->kind != DEFAULT_STRING) {
        return mem_printf(mem, "is no %s", type->text);
    }
    if (type->dimensions) {
        return strpbrk(def->value, "{[") ? NULL : "is no array";
    }
    if (values) {
        return misfit_enum(values, def);
    }
    if (type->cls == TYPE_UUID) {
        return misfit_uuid(def);
    }
    return type->cls == TYPE_BOOLEAN ? misfit_boolean(mem, def) : NULL;
}

const char *default_misfit(Mem *mem, const Server *server, const Type *type, const NameList *values,
                           const Default *def)
{
    const char *why = NULL;
    if (!default_is_literal(def)) {
        return NULL;
    }
    if (is_postgres(server)) {
        why = misfit_postgres(mem, type, values, def);
    }
    if (why || type->dimensions) {
        return why;
    }
    if (is_numeric(type) || (is_mysql(server) && type->cls == TYPE_BOOLEAN)) {
        return misfit_number(mem, server, type, def);
    }
    if (type->cls == TYPE_CHAR || type->cls == TYPE_VARCHAR) {
        return misfit_text(mem, server, type, def);
    }
    if (type->cls == TYPE_ENUM || type->cls == TYPE_SET) {
        return misfit_inline(mem, type, def);
    }
    bool date = type->cls == TYPE_DATE || type->cls == TYPE_TIMESTAMP;
    return date && server->flavor != FLAVOR_SQLITE ? misfit_date(mem, server, def) : NULL;
}

static bool is_text(const Type *type)
{
    return type->cls == TYPE_CHAR || type->cls == TYPE_VARCHAR || type->cls == TYPE_TEXT;
}

static bool is_moment(const Type *type)
{
    return type->cls == TYPE_DATE || type->cls == TYPE_TIME || type->cls == TYPE_TIMESTAMP ||
           type->cls == TYPE_INTERVAL;
}

bool default_converts(const Type *from, const Type *to, bool is_enum)
{
    if (from->dimensions || to->dimensions || is_text(to)) {
        return true;
    }
    bool other = is_moment(to) || to->cls == TYPE_UUID || to->cls == TYPE_JSON || is_enum;
    if (is_text(from)) {
        return !other && !is_numeric(to) && to->cls != TYPE_BOOLEAN;
    }
    if (is_numeric(from)) {
        return !other && to->cls != TYPE_BOOLEAN;
    }
    return from->cls != TYPE_BOOLEAN || (!other && !is_numeric(to));
}

const char *default_shown(Mem *mem, const Default *def)
{
    return def->kind == DEFAULT_STRING       ? mem_printf(mem, "'%s'", def->value)
           : def->kind == DEFAULT_EXPRESSION ? def->expr.text
           : def->kind == DEFAULT_NULL       ? "NULL"
                                             : def->value;
}
