/* Rows in the tables of a case: put in before the upgrade, looked for after it and after the
 * downgrade. */
#ifndef TESTS_INTEGRATION_CASE_ROWS_H
#define TESTS_INTEGRATION_CASE_ROWS_H

#include "introspect/conn.h"
#include "schema/change.h"

/* Puts up to three rows into every table: values that its types, keys and checks take, as far as a
 * few guesses go. Same schema, same rows. *bare (NULL = none) is a table that took none. */
void rows_generate(Mem *mem, Conn *conn, const Schema *schema, const Table **bare);

/* What a table held. */
typedef struct TableRows {
    const Table *table;
    Rows rows; /* a cell a column of the table, in its order */
} TableRows;

typedef struct Kept {
    LIST(TableRows) tables;
} Kept;

NODISCARD bool rows_keep(Mem *mem, Conn *conn, const Schema *schema, Kept *out, Error *err);

/* After the upgrade: every row of each table that stays is there, with its values in each column
 * that stays as it is, under its new name. ERR_BUG says what is missing. */
NODISCARD bool rows_survive(Mem *mem, Conn *conn, const Kept *kept, const Changes *up, Error *err);
/* After the downgrade: the same under the old names. */
NODISCARD bool rows_return(Mem *mem, Conn *conn, const Kept *kept, const Changes *up, Error *err);

/* A case's own rows: statements, each ends at a semicolon that ends its line. */
NODISCARD bool rows_insert(Mem *mem, Conn *conn, const char *statements, Error *err);
/* Lines that begin with SELECT are asked; the lines behind each are the rows: a|b|NULL. */
NODISCARD bool rows_expect(Mem *mem, Conn *conn, const char *text, Error *err);

#endif
