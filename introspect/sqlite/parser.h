/* Reads the CREATE statements that SQLite keeps as text, for what its pragmas do not tell. Never
 * trusts them: anything unexpected is an error that names the object. */
#ifndef INTROSPECT_SQLITE_PARSER_H
#define INTROSPECT_SQLITE_PARSER_H

#include "schema/dialects/sqlite.h"
#include "schema/schema.h"

/* Adds the columns, constraints and options of a CREATE TABLE text to the empty `table`. Names in
 * keys get the spelling of the column that they name. */
NODISCARD bool sqlite_parse_table(Schema *schema, Table *table, const char *sql, Error *err);
/* Fills `index`, whose table has its columns already. */
NODISCARD bool sqlite_parse_index(Schema *schema, Index *index, const char *sql, Error *err);
/* Fills query and columns. */
NODISCARD bool sqlite_parse_view(Schema *schema, View *view, const char *sql, Error *err);

/* --- shared by the parsers -------------------------------------------------------------------- */

typedef struct Parser {
    Schema *schema;
    Mem *mem;
    const Object *object; /* what is read: for messages */
    LiteTokens tokens;
    const LiteToken *at;
    Error *err;
} Parser;

Parser ddl_new(Schema *schema, const Object *object, const char *sql, Error *err);
/* Reports what stands at the place that was reached; returns false. */
bool ddl_unexpected(Parser *p);
bool ddl_accept(Parser *p, const char *word);
bool ddl_accept_symbol(Parser *p, const char *symbol);
NODISCARD bool ddl_expect(Parser *p, const char *word);
NODISCARD bool ddl_expect_symbol(Parser *p, const char *symbol);
/* A word, quoted name or string. */
NODISCARD bool ddl_name(Parser *p, const char **out);
/* CREATE [TEMP] [UNIQUE] <word> [IF NOT EXISTS] [schema.]name */
NODISCARD bool ddl_head(Parser *p, const char *word, bool *unique);
/* What stands in parentheses, verbatim, without comments at its ends. */
NODISCARD bool ddl_parenthesised(Parser *p, const char **out);
/* From a token to the last one before `p->at`. */
const char *ddl_slice(const Parser *p, const LiteToken *first);
/* (key [COLLATE c] [ASC|DESC], …); expressions only where `expressions`. */
NODISCARD bool ddl_keys(Parser *p, const Table *table, bool expressions, KeyParts *out,
                        bool *autoincrement);
/* (name, …) */
NODISCARD bool ddl_names(Parser *p, NameList *out);

/* By name in any letter case, as SQLite looks them up; NULL = none. */
Column *sqlite_column(const Table *table, const char *name);

#endif
