/* Texts between the DSL and the JSON shape. */
#ifndef SCHEMA_DSL_TEXT_H
#define SCHEMA_DSL_TEXT_H

#include "base/str.h"
#include "schema/dsl/ast.h"

/* What '''…''' over several lines means: blank lines at the start dropped, the indentation that all
 * lines share removed. `trim`: white space at the end dropped too (SQL); else a line break there is
 * kept (notes). */
const char *text_unindent(Mem *mem, const char *text, bool trim);

/* Parts joined by dots, quoted as in schema/model/names.h. */
const char *words_join(Mem *mem, const Words *parts);

/* As SQL writes a string: 'it''s'. */
const char *text_sql_literal(Mem *mem, const char *text);

/* `key=value, key="text"` <-> an object of scalars. False when the text is not of that form. */
struct Doc;
NODISCARD bool text_to_map(Mem *mem, const char *text, Location where, struct Doc **out);
const char *text_from_map(Mem *mem, const struct Doc *map);

/* An integer as JSON writes it, or NULL. */
const char *text_integer(Mem *mem, const char *text);

/* --- written DSL -------------------------------------------------------------------------------
 */

void dsl_add_name(Buf *out, const char *name);   /* quoted when it must be */
void dsl_add_string(Buf *out, const char *text); /* '…' with escapes */
/* '''…''' over several lines, indented by `depth` steps, when that reads back as the same; else
 * dsl_add_string(). `trim` as in text_unindent(). */
void dsl_add_block(Buf *out, const char *text, size_t depth, bool trim);
bool dsl_fits_backticks(const char *text); /* may be written as `…` on one line */

#endif
