/* Which value of an enum became which. */
#ifndef SCHEMA_ENUM_VALUES_H
#define SCHEMA_ENUM_VALUES_H

#include "schema/kinds.h"

/* The place in `to` of value `i` of `from`, by name or by either side's hint; to->values.len =
 * gone. */
size_t enum_value_place(const Enum *from, size_t i, const Enum *to);
/* Value `j` of `to` comes from none of `from`. */
bool enum_value_is_new(const Enum *from, const Enum *to, size_t j);
/* Every old value is still there, in the old order. */
bool enum_only_grows(const Enum *from, const Enum *to);

#endif
