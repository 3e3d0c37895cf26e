#include "schema/type.h"

int type_integer_bytes(const Type *type)
{
    static const struct {
        const char *name;
        int bytes;
    } widths[] = {{"tinyint", 1}, {"smallint", 2}, {"mediumint", 3},
                  {"integer", 4}, {"int", 4},      {"bigint", 8}};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        if (text_equal(widths[i].name, type->name)) {
            return widths[i].bytes;
        }
    }
    return 0;
}

/* The sizes of MySQL's texts and blobs, in bytes of the length; 0 = unlimited or another type. */
static int size_rank(const char *name)
{
    static const char *const sizes[][2] = {{"tinytext", "tinyblob"},
                                           {"text", "blob"},
                                           {"mediumtext", "mediumblob"},
                                           {"longtext", "longblob"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (text_equal(name, sizes[i][0]) || text_equal(name, sizes[i][1])) {
            return (int)i + 1;
        }
    }
    return 0;
}

static bool is_text(const Type *type)
{
    return type->cls == TYPE_TEXT || type->cls == TYPE_VARCHAR || type->cls == TYPE_CHAR;
}

static bool shorter(int32_t from, int32_t to)
{
    return to != TYPE_UNSET && (from == TYPE_UNSET || from > to);
}

/* Not said is none for MySQL's datetime, and 6 or none for what others call timestamp: 6 is the
 * most anywhere. */
static bool loses_fraction(const Type *from, const Type *to)
{
    bool none = from->fraction == TYPE_UNSET && text_equal(from->name, "datetime");
    return !none && to->fraction != 6 && shorter(from->fraction, to->fraction);
}

static bool keeps_values(const Type *from, const Type *to)
{
    for (size_t i = 0; i < from->values.len; i++) {
        bool kept = false;
        for (size_t j = 0; j < to->values.len; j++) {
            kept |= text_equal(from->values.at[i], to->values.at[j]);
        }
        if (!kept) {
            return false;
        }
    }
    return true;
}

/* Text without a limit takes the text of any value; the bytes of a binary one are not text. */
static bool takes_any_text(const Type *from, const Type *to)
{
    bool short_text = from->cls != TYPE_TEXT && from->cls != TYPE_BINARY &&
                      from->cls != TYPE_JSON && from->cls != TYPE_XML && from->cls != TYPE_OTHER &&
                      from->cls != TYPE_GEOMETRY;
    return to->cls == TYPE_TEXT && text_equal(to->name, "text") && !to->dimensions && short_text;
}

static bool integer_widens(const Type *from, const Type *to)
{
    static const int digits[] = {0, 3, 5, 8, 10, 0, 0, 0, 19}; /* by bytes */
    int bytes = type_integer_bytes(from), other = type_integer_bytes(to);
    if (to->cls == TYPE_NUMERIC) {
        int32_t scale = to->scale == TYPE_UNSET ? 0 : to->scale;
        return bytes && !text_equal(to->name, "money") && (from->is_unsigned || !to->is_unsigned) &&
               (to->precision == TYPE_UNSET ||
                (from->is_unsigned && bytes == 8 ? 20 : digits[bytes]) <= to->precision - scale);
    }
    if (from->is_unsigned == to->is_unsigned) {
        return bytes && bytes <= other;
    }
    return from->is_unsigned && bytes < other;
}

bool type_widens(const Type *from, const Type *to)
{
    if (takes_any_text(from, to)) {
        return true;
    }
    if (from->cls == to->cls && (from->cls == TYPE_ENUM || from->cls == TYPE_SET)) {
        return keeps_values(from, to);
    }
    if (from->dimensions != to->dimensions) {
        return false;
    }
    if (from->cls == TYPE_BOOLEAN && to->cls == TYPE_INTEGER) {
        return !to->is_unsigned;
    }
    if (from->cls == TYPE_BINARY && to->cls == TYPE_BINARY && size_rank(from->name)) {
        return size_rank(to->name) >= size_rank(from->name);
    }
    if (from->cls == TYPE_INTEGER && (to->cls == TYPE_INTEGER || to->cls == TYPE_NUMERIC)) {
        return integer_widens(from, to);
    }
    if (from->is_unsigned != to->is_unsigned) {
        return false;
    }
    if (is_text(from) && is_text(to)) {
        int rank = size_rank(from->name);
        return to->cls == TYPE_TEXT
                   ? text_equal(from->name, to->name) || size_rank(to->name) > (rank ? rank : 1) ||
                         (!rank && text_equal(to->name, "text"))
                   : from->cls != TYPE_TEXT && !shorter(from->length, to->length);
    }
    if (from->cls == TYPE_NUMERIC && to->cls == TYPE_NUMERIC) {
        int32_t a_scale = from->scale == TYPE_UNSET ? 0 : from->scale;
        int32_t b_scale = to->scale == TYPE_UNSET ? 0 : to->scale;
        return to->precision == TYPE_UNSET ||
               (from->precision != TYPE_UNSET && a_scale <= b_scale &&
                from->precision - a_scale <= to->precision - b_scale);
    }
    if (from->cls == to->cls && (from->cls == TYPE_TIMESTAMP || from->cls == TYPE_TIME)) {
        return from->with_time_zone == to->with_time_zone && !loses_fraction(from, to);
    }
    return from->cls == to->cls && text_equal(from->name, to->name) &&
           text_equal(from->user_schema, to->user_schema) &&
           text_equal(from->user_name, to->user_name) && !shorter(from->length, to->length);
}
