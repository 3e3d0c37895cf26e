/* The text of an index key: a column with what may follow it, or an expression.
 *
 *     created_at desc nulls last      code(10)      code collate "C" text_pattern_ops
 *     lower(code) text_pattern_ops    (a || b) desc
 *
 * A text is a column key when it starts with a column and only such modifiers follow; modifiers
 * behind a function call or a parenthesis belong to the key too; everything else is one expression.
 */
#ifndef SCHEMA_DSL_KEYS_H
#define SCHEMA_DSL_KEYS_H

#include "schema/doc.h"

/* `is_column` tells whether a name is a column of the table, for `name(10)` against a call. */
typedef struct KeyScope {
    bool (*is_column)(const void *table, const char *name);
    const void *table;
} KeyScope;

/* The JSON shape of the key: a name, or an object with "column" or "expr". */
Doc *key_read(Mem *mem, const KeyScope *scope, const char *text, Location where);
/* Only modifiers ("desc", "(10) collate …"): added to `key`. False when there is more. */
NODISCARD bool key_read_modifiers(Mem *mem, const char *text, Doc *key);

/* The way back: the key's modifiers alone, or with what they follow. */
const char *key_modifiers(Mem *mem, const Doc *key);
const char *key_write(Mem *mem, const Doc *key);

#endif
