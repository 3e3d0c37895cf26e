/* Private to lint/: walking over the tokens of a statement. */
#ifndef LINT_CURSOR_H
#define LINT_CURSOR_H

#include "lint/sql.h"

typedef struct Cursor {
    Mem *mem;
    const SqlTokens *tokens;
    size_t at, end;
} Cursor;

static inline bool cursor_ends(const Cursor *c)
{
    return c->at >= c->end;
}

/* Is the next token this keyword? / this symbol? */
bool cursor_is(const Cursor *c, const char *word);
bool cursor_symbol(const Cursor *c, char symbol);
/* The same `ahead` tokens further. */
bool cursor_is_at(const Cursor *c, size_t ahead, const char *word);
/* Steps over "word word …" when all of them stand there. */
bool cursor_take(Cursor *c, const char *words);
bool cursor_take_symbol(Cursor *c, char symbol);
/* MySQL: do the options of partitioning begin here, which follow all clauses? */
bool cursor_partitions(const Cursor *c);
/* Steps over one token, or over a whole parenthesis. */
void cursor_skip(Cursor *c);
/* A name of one or more parts, joined by "."; NULL = no name stands there. */
const char *cursor_name(Cursor *c);
/* Up to the next comma outside parentheses, which is stepped over; false at the end, with an empty
 * clause. */
bool cursor_clause(Cursor *c, Cursor *clause);
/* What stands in the parenthesis here, which is stepped over; false = none. */
bool cursor_group(Cursor *c, Cursor *inside);
/* The tokens from `from` to here as text. */
const char *cursor_text(const Cursor *c, size_t from);
/* "(a, b DESC, lower(c))" as a, b and "". */
bool cursor_columns(Cursor *c, NameList *out);

/* lint/clause.c: a column behind ADD COLUMN or in CREATE TABLE, from its name on. */
void clause_column(Cursor *c, SqlAction *out);
/* An element of CREATE TABLE, or what follows ADD: a table constraint, index or column. */
SqlAction clause_element(Cursor *c);
/* One clause of ALTER TABLE. */
SqlAction clause_alter(Cursor *c);

#endif
