/* Literals, names and expression texts as MySQL and MariaDB write them. */
#ifndef SCHEMA_DIALECTS_MYSQL_TEXT_H
#define SCHEMA_DIALECTS_MYSQL_TEXT_H

#include "schema/dialect.h"

/* A byte of a keyword, or of a name without quotes. */
bool mysql_is_word(char c);
/* The value of the string literal that starts at `text` with ' or ": doubled quotes and backslash
 * escapes decoded. *len = its length in `text`, quotes included. NULL when it is not closed. */
const char *mysql_unquote(Mem *mem, const char *text, size_t *len);
/* Does the literal of `len` bytes hold the escape \0, which mysql_unquote() must leave out? */
bool mysql_has_nul(const char *literal, size_t len);
/* 'value' as SHOW CREATE TABLE writes it: quotes doubled, backslashes and control characters
 * escaped. */
const char *mysql_quote(Mem *mem, const char *value);
/* The name in back-quotes that starts at `text`; *len as above. NULL when it is not closed. */
const char *mysql_unquote_name(Mem *mem, const char *text, size_t *len);
const char *mysql_quote_name(Mem *mem, const char *name);

/* One backslash level removed everywhere: MySQL's information_schema escapes whole expressions. */
const char *mysql_unescape(Mem *mem, const char *text);

/* An expression of the catalogue in the spelling that a model would use: without prefixes
 * `database`. (may be NULL), string literals as mysql_quote() writes them, character set
 * introducers like _utf8mb4'x' only if wanted: MySQL writes one before every literal, MariaDB those
 * that its user wrote. */
const char *mysql_expression(Mem *mem, const char *text, const char *database, bool introducers);

/* current_timestamp(), now() … -> CURRENT_TIMESTAMP, digits kept; other texts as they are. */
const char *mysql_timestamp_text(Mem *mem, const char *text);
/* What stands behind DEFAULT: a literal, CURRENT_TIMESTAMP, or an expression in parentheses. NULL
 * when there is no default. */
const char *mysql_default_clause(Mem *mem, const Server *server, const Type *type,
                                 const Default *def);

/* Lower case, with utf8 spelled out as utf8mb3: "utf8_bin" -> "utf8mb3_bin". */
const char *mysql_charset_name(Mem *mem, const char *name);
/* "utf8mb4" of "utf8mb4_bin". */
const char *mysql_collation_charset(Mem *mem, const char *collation);

#endif
