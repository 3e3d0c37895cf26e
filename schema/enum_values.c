#include "schema/enum_values.h"

static bool has_value(const Enum *enumeration, const char *name)
{
    for (size_t i = 0; i < enumeration->values.len; i++) {
        if (text_equal(enumeration->values.at[i].name, name)) {
            return true;
        }
    }
    return false;
}

size_t enum_value_place(const Enum *from, size_t i, const Enum *to)
{
    const EnumValue *value = &from->values.at[i];
    for (size_t j = 0; j < to->values.len; j++) {
        if (text_equal(to->values.at[j].name, value->name)) {
            return j;
        }
    }
    for (size_t j = 0; j < to->values.len; j++) {
        const EnumValue *other = &to->values.at[j];
        bool renamed = text_equal(other->renamed_from, value->name) ||
                       text_equal(value->renamed_from, other->name);
        if (renamed && !has_value(from, other->name)) {
            return j;
        }
    }
    return to->values.len;
}

bool enum_value_is_new(const Enum *from, const Enum *to, size_t j)
{
    for (size_t i = 0; i < from->values.len; i++) {
        if (enum_value_place(from, i, to) == j) {
            return false;
        }
    }
    return true;
}

bool enum_only_grows(const Enum *from, const Enum *to)
{
    size_t next = 0;
    for (size_t i = 0; i < from->values.len; i++) {
        size_t at = enum_value_place(from, i, to);
        if (at == to->values.len || at < next) {
            return false;
        }
        next = at + 1;
    }
    return true;
}
