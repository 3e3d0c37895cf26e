/* Does a type hold what another one holds? As measured on the servers (tests/integration/widening).
 */
#include "schema/dialect.h"

#include <string.h>

typedef struct Pair {
    const Server *server;
    const Type *from, *to;
} Pair;

static bool is_postgres(const Pair *p)
{
    return p->server->flavor == FLAVOR_POSTGRESQL;
}

static bool is_named(const Type *type, const char *name)
{
    return text_equal(type->name, name);
}

static bool same_name(const Pair *p)
{
    return p->from->cls == p->to->cls && is_named(p->from, p->to->name);
}

static bool fits(int32_t from, int32_t to)
{
    return to == TYPE_UNSET || (from != TYPE_UNSET && from <= to);
}

/* --- numbers ---------------------------------------------------------------------------------- */

typedef struct Width {
    const char *name;
    int bytes, needs, holds; /* decimal digits: of the largest value; that all fit */
} Width;

static const Width widths[] = {
    {"tinyint", 1, 3, 2},  {"smallint", 2, 5, 4},    {"mediumint", 3, 8, 6},
    {"integer", 4, 10, 9}, {"int", 4, 10, 9},        {"bigint", 8, 19, 18},
    {"serial", 4, 10, 9},  {"smallserial", 2, 5, 4}, {"bigserial", 8, 19, 18},
};

static const Width *width_of(const Type *type)
{
    for (size_t i = 0; type->name && i < sizeof widths / sizeof *widths; i++) {
        if (is_named(type, widths[i].name)) {
            return &widths[i];
        }
    }
    return NULL;
}

int type_integer_bytes(const Type *type)
{
    const Width *width = width_of(type);
    return width ? width->bytes : 0;
}

/* MySQL's bit(n) is a number, its boolean an integer of one byte. */
static bool is_whole(const Pair *p, const Type *type)
{
    return type->cls == TYPE_INTEGER || type->cls == TYPE_BOOLEAN || type->cls == TYPE_YEAR ||
           (type->cls == TYPE_BIT && !is_postgres(p));
}

#define YEAR_BITS 12

/* Of the largest value, without a sign. */
static int bits_of(const Type *type)
{
    int bytes = type_integer_bytes(type);
    if (bytes) {
        return 8 * bytes - (type->is_unsigned ? 0 : 1);
    }
    return type->cls == TYPE_BIT ? type->length : type->cls == TYPE_YEAR ? YEAR_BITS : 1;
}

static bool has_sign(const Type *type)
{
    return !type->is_unsigned &&
           (type_integer_bytes(type) || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT);
}

static bool keeps_sign(const Pair *p)
{
    return has_sign(p->to) || !has_sign(p->from);
}

/* Digits before and behind the point of the largest and the finest value; false = no limit. */
static bool digits_of(const Type *type, int32_t *whole, int32_t *behind)
{
    const Width *width = width_of(type);
    *behind = type->scale == TYPE_UNSET ? 0 : type->scale;
    if (type->cls == TYPE_NUMERIC) {
        *whole = type->precision - *behind;
        return type->precision != TYPE_UNSET;
    }
    *behind = 0;
    *whole = !width                                   ? type->cls == TYPE_YEAR ? 4 : 1
             : width->bytes == 8 && type->is_unsigned ? 20
                                                      : width->needs;
    return type->cls != TYPE_BIT;
}

static bool integer_holds(const Pair *p)
{
    int32_t whole, behind;
    const Width *width = width_of(p->to);
    if (p->from->cls == TYPE_NUMERIC) {
        return width && keeps_sign(p) && digits_of(p->from, &whole, &behind) && behind <= 0 &&
               whole <= width->holds;
    }
    return width && is_whole(p, p->from) && keeps_sign(p) && bits_of(p->from) <= bits_of(p->to);
}

static bool numeric_holds(const Pair *p)
{
    const Type *from = p->from, *to = p->to;
    int32_t whole = 0, behind = 0;
    if (is_named(to, "money")) {
        return is_named(from, "money");
    }
    if ((from->cls != TYPE_NUMERIC && !is_whole(p, from)) || !keeps_sign(p)) {
        return false;
    }
    int32_t scale = to->scale == TYPE_UNSET ? 0 : to->scale;
    return to->precision == TYPE_UNSET ||
           (digits_of(from, &whole, &behind) && behind <= scale && whole <= to->precision - scale);
}

#define FLOAT_BITS  24
#define DOUBLE_BITS 53

static int mantissa_of(const Type *type)
{
    return is_named(type, "real") || is_named(type, "float") ? FLOAT_BITS : DOUBLE_BITS;
}

static bool float_holds(const Pair *p)
{
    const Type *from = p->from, *to = p->to;
    bool same = from->precision == to->precision && from->scale == to->scale;
    if (!keeps_sign(p) || (to->precision != TYPE_UNSET && !same)) {
        return false;
    }
    return from->cls == TYPE_FLOAT ? mantissa_of(from) <= mantissa_of(to)
                                   : is_whole(p, from) && bits_of(from) <= mantissa_of(to);
}

/* PostgreSQL's are strings: padded on the right, a longer bit(n) is another value. */
static bool bits_hold(const Pair *p)
{
    if (!is_postgres(p)) {
        return is_whole(p, p->from) && !has_sign(p->from) && bits_of(p->from) <= p->to->length;
    }
    return p->from->cls == TYPE_BIT &&
           (is_named(p->to, "varbit") ? fits(p->from->length, p->to->length)
                                      : same_name(p) && p->from->length == p->to->length);
}

/* --- texts ------------------------------------------------------------------------------------ */

/* Characters of the longest value; 0 = more than fits anywhere, or not known. */
static int32_t longest(const Pair *p, const Type *type)
{
    const Width *width = width_of(type);
    size_t most = 0;
    switch (type->cls) {
    case TYPE_CHAR:
    case TYPE_VARCHAR:
        return type->length == TYPE_UNSET ? 0 : type->length;
    case TYPE_UUID:
        return 36;
    case TYPE_YEAR:
        return 4;
    case TYPE_BOOLEAN:
        return width ? 4 : 5; /* -128, false */
    case TYPE_INTEGER:
        return width && !type->zerofill ? width->needs + 1 : 0;
    case TYPE_ENUM:
        for (size_t i = 0; i < type->values.len; i++) {
            size_t len = strlen(type->values.at[i]);
            most = len > most ? len : most;
        }
        return (int32_t)most;
    case TYPE_TEXT:
        return is_named(type, "tinytext") && !is_postgres(p) ? 255 : 0;
    case TYPE_NONE:
    case TYPE_NUMERIC:
    case TYPE_FLOAT:
    case TYPE_BINARY:
    case TYPE_BIT:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
    case TYPE_INTERVAL:
    case TYPE_SET:
    case TYPE_JSON:
    case TYPE_NETWORK:
    case TYPE_GEOMETRY:
    case TYPE_RANGE:
    case TYPE_XML:
    case TYPE_USER:
    case TYPE_OTHER:
        return 0;
    }
    return 0;
}

/* Blanks at the end of a char(n) are none of its value. */
static bool char_holds(const Pair *p)
{
    int32_t most = longest(p, p->from);
    bool text = p->from->cls == TYPE_VARCHAR || p->from->cls == TYPE_TEXT;
    return !text && most && (p->to->length == TYPE_UNSET || most <= p->to->length);
}

static bool is_citext(const Type *type)
{
    return is_named(type, "citext");
}

/* Text without a limit takes the text of any value; the bytes of a binary one are not text. */
static bool has_text(const Pair *p)
{
    const Type *from = p->from;
    if (from->cls == TYPE_OTHER) {
        return is_citext(from);
    }
    bool rounded = is_named(from, "float") && !is_postgres(p); /* shown with six digits */
    bool bits = from->cls == TYPE_BIT && !is_postgres(p);
    bool document = (from->cls == TYPE_JSON || from->cls == TYPE_XML) && !is_postgres(p);
    return from->cls != TYPE_BINARY && from->cls != TYPE_GEOMETRY && !rounded && !bits && !document;
}

#define BYTES_OF_A_CHARACTER 4
#define AMPLE                65535 /* bytes, for all that is no text */

/* What MySQL's texts and blobs hold, in bytes; 0 = no such type. */
static int64_t capacity(const Type *type)
{
    static const struct {
        const char *text, *blob;
        int64_t bytes;
    } sizes[] = {{"tinytext", "tinyblob", 255},
                 {"text", "blob", 65535},
                 {"mediumtext", "mediumblob", 16777215},
                 {"longtext", "longblob", 4294967295}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (is_named(type, sizes[i].text) || is_named(type, sizes[i].blob)) {
            return sizes[i].bytes;
        }
    }
    bool bytes = is_named(type, "binary") || is_named(type, "varbinary");
    return bytes ? type->length : 0;
}

static bool varchar_holds(const Pair *p)
{
    int32_t most = longest(p, p->from);
    return p->to->length == TYPE_UNSET ? has_text(p) : most && most <= p->to->length;
}

static bool text_holds(const Pair *p)
{
    int64_t room = capacity(p->to);
    if (is_postgres(p)) {
        return has_text(p);
    }
    if (p->from->cls == TYPE_TEXT) {
        return capacity(p->from) <= room;
    }
    if (p->from->cls == TYPE_JSON) {
        return is_named(p->to, "longtext");
    }
    int32_t most = longest(p, p->from);
    bool ample = room >= AMPLE;
    return has_text(p) && (ample || (most && most * BYTES_OF_A_CHARACTER <= room));
}

/* A longer binary(n) is padded with zero bytes. */
static bool binary_holds(const Pair *p)
{
    int64_t most = capacity(p->from), room = capacity(p->to);
    if (is_named(p->to, "binary")) {
        return is_named(p->from, "binary") && most == room;
    }
    return p->from->cls == TYPE_BINARY && (same_name(p) ? most <= room : most && most <= room);
}

static bool values_hold(const Pair *p)
{
    for (size_t i = 0; i < p->from->values.len; i++) {
        bool kept = false;
        for (size_t j = 0; j < p->to->values.len; j++) {
            kept |= text_equal(p->from->values.at[i], p->to->values.at[j]);
        }
        if (!kept) {
            return false;
        }
    }
    return p->from->cls == p->to->cls;
}

/* --- moments ---------------------------------------------------------------------------------- */

/* Not said is all there are in PostgreSQL, none in MySQL. */
static bool keeps_fraction(const Pair *p)
{
    int32_t unsaid = is_postgres(p) ? 6 : 0;
    int32_t from = p->from->fraction == TYPE_UNSET ? unsaid : p->from->fraction;
    return from <= (p->to->fraction == TYPE_UNSET ? unsaid : p->to->fraction);
}

bool type_moves_zone(const Type *from, const Type *to)
{
    bool moment = from->cls == TYPE_TIMESTAMP || from->cls == TYPE_DATE;
    return moment && to->cls == TYPE_TIMESTAMP && from->with_time_zone != to->with_time_zone;
}

static bool moment_holds(const Pair *p)
{
    bool plain = is_postgres(p) ? is_named(p->to, "timestamp") : is_named(p->to, "datetime");
    if (p->to->cls == TYPE_TIMESTAMP && p->from->cls == TYPE_DATE) {
        return plain;
    }
    return same_name(p) && keeps_fraction(p);
}

static bool interval_holds(const Pair *p)
{
    bool fields = !p->to->fields || text_equal(p->from->fields, p->to->fields);
    bool time = p->from->cls == TYPE_TIME && !p->from->with_time_zone && !p->to->fields;
    return fields && (same_name(p) || time) && keeps_fraction(p);
}

/* --- others ----------------------------------------------------------------------------------- */

static bool network_holds(const Pair *p)
{
    return same_name(p) || (is_named(p->from, "cidr") && is_named(p->to, "inet"));
}

static bool geometry_holds(const Pair *p)
{
    const Type *from = p->from, *to = p->to;
    bool any = !is_postgres(p) && is_named(to, "geometry") && from->cls == TYPE_GEOMETRY;
    return any || (same_name(p) && (!to->fields || text_equal(from->fields, to->fields)));
}

/* What stands in parentheses means something only to the extension. */
static bool other_holds(const Pair *p)
{
    bool text = p->from->cls == TYPE_TEXT || p->from->cls == TYPE_VARCHAR;
    return (text && is_citext(p->to)) ||
           (same_name(p) && (!strchr(p->to->text, '(') || text_equal(p->from->text, p->to->text)));
}

static bool holds(const Pair *p)
{
    const Type *from = p->from, *to = p->to;
    switch (to->cls) {
    case TYPE_INTEGER:
        return integer_holds(p);
    case TYPE_NUMERIC:
        return numeric_holds(p);
    case TYPE_FLOAT:
        return float_holds(p);
    case TYPE_BIT:
        return bits_hold(p);
    case TYPE_CHAR:
        return char_holds(p);
    case TYPE_VARCHAR:
        return varchar_holds(p);
    case TYPE_TEXT:
        return text_holds(p);
    case TYPE_BINARY:
        return binary_holds(p);
    case TYPE_BOOLEAN: /* MySQL's tinyint(1) */
        return same_name(p) || (is_named(from, to->name) && !from->is_unsigned);
    case TYPE_ENUM:
    case TYPE_SET:
        return values_hold(p);
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
        return moment_holds(p);
    case TYPE_INTERVAL:
        return interval_holds(p);
    case TYPE_YEAR:
        return same_name(p) && fits(from->length, to->length);
    case TYPE_JSON:
        return same_name(p) || (is_named(from, "jsonb") && is_named(to, "json"));
    case TYPE_NETWORK:
        return network_holds(p);
    case TYPE_GEOMETRY:
        return geometry_holds(p);
    case TYPE_USER:
        return from->cls == to->cls && text_equal(from->user_schema, to->user_schema) &&
               text_equal(from->user_name, to->user_name);
    case TYPE_OTHER:
        return other_holds(p);
    case TYPE_NONE:
    case TYPE_UUID:
    case TYPE_RANGE:
    case TYPE_XML:
        return same_name(p);
    }
    return false;
}

/* --- SQLite ----------------------------------------------------------------------------------- */

/* Its types are preferences: a value changes where the other affinity writes it in another way. */
static TypeClass affinity_of(const Type *type)
{
    TypeClass cls = type->cls;
    return cls == TYPE_VARCHAR ? TYPE_TEXT
           : cls == TYPE_INTEGER || cls == TYPE_TEXT || cls == TYPE_FLOAT || cls == TYPE_BINARY
               ? cls
               : TYPE_NUMERIC;
}

static bool affinity_holds(const Type *from, const Type *to)
{
    TypeClass old = affinity_of(from), new = affinity_of(to);
    bool decimal = from->cls == TYPE_NUMERIC || from->cls == TYPE_FLOAT;
    if (old == new) {
        return true;
    }
    if (new == TYPE_INTEGER) {
        return from->cls == TYPE_BOOLEAN;
    }
    return (new == TYPE_NUMERIC && (old == TYPE_INTEGER || old == TYPE_FLOAT)) ||
           (new == TYPE_TEXT &&old != TYPE_BINARY && !decimal);
}

/* --- all -------------------------------------------------------------------------------------- */

bool type_widens(const Server *server, const Type *from, const Type *to)
{
    if (server->flavor == FLAVOR_SQLITE) {
        return affinity_holds(from, to);
    }
    if (!from->dimensions != !to->dimensions) {
        return from->dimensions && to->cls == TYPE_TEXT;
    }
    return holds(&(Pair){server, from, to});
}
