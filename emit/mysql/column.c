#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

/* MariaDB's JSON is LONGTEXT with a check of its own, unless the column is written with another. */
bool mysql_check_is_inline(const Server *server, const Constraint *constraint)
{
    if (constraint->type != CONSTRAINT_CHECK || !constraint->on_column || !constraint->keys.len ||
        server->flavor != FLAVOR_MARIADB) {
        return false;
    }
    const Column *column = table_column(constraint->table, constraint->keys.at[0].column);
    return !column || column->type.cls != TYPE_JSON;
}

bool mysql_column_is_replaced(const Column *from, const Column *to)
{
    bool geometry = from->type.cls == TYPE_GEOMETRY, turns = to->type.cls == TYPE_GEOMETRY;
    bool virtual = from->generated == GENERATED_VIRTUAL || to->generated == GENERATED_VIRTUAL;
    /* There is no cast between geometry and anything else, not even for no rows. */
    return geometry != turns || (virtual && from->generated != to->generated);
}

bool mysql_mentions(Mem *mem, const char *text, const char *column)
{
    while (text && *text) {
        size_t len = 1;
        const char *word = NULL;
        if (*text == '\'' || *text == '"') {
            (void)mysql_unquote(mem, text, &len);
        } else if (*text == '`') {
            word = mysql_unquote_name(mem, text, &len);
        } else if (mysql_is_word(*text)) {
            for (len = 1; mysql_is_word(text[len]); len++) {
            }
            word = mem_strndup(mem, text, len);
        }
        if (text_equal_nocase(word, column)) {
            return true;
        }
        text += len;
    }
    return false;
}

static void add_collation(Sql *sql, const Column *column)
{
    const char *charset = column->charset ? column->charset : column->type.charset;
    const char *collation = column->collation ? column->collation : column->type.collation;
    if (charset) {
        sql_kw(sql, "CHARACTER SET");
        sql_kw(sql, charset);
    }
    if (collation) {
        sql_kw(sql, "COLLATE");
        sql_kw(sql, collation);
    }
}

bool mysql_is_row_start(const Column *column)
{
    return text_equal_nocase(column->generated_expr.text, "ROW START");
}

bool mysql_is_row_end(const Column *column)
{
    return text_equal_nocase(column->generated_expr.text, "ROW END");
}

static void add_generated(Sql *sql, const Column *column)
{
    if (mysql_is_row_start(column) || mysql_is_row_end(column)) {
        sql_kw(sql, "GENERATED ALWAYS AS");
        sql_kw(sql, column->generated_expr.text);
    } else if (column->generated != GENERATED_NONE) {
        sql_kw(sql, "GENERATED ALWAYS AS (");
        sql_raw(sql, column->generated_expr.text);
        sql_raw(sql, column->generated == GENERATED_STORED ? ") STORED" : ") VIRTUAL");
    }
}

static void add_null(Sql *sql, const Column *column, bool force_nullable)
{
    bool generated = column->generated != GENERATED_NONE;
    if (generated && sql->server->flavor == FLAVOR_MARIADB) {
        return; /* not in its grammar */
    }
    if (column->not_null && !force_nullable) {
        sql_kw(sql, "NOT NULL");
    } else if (text_equal(column->type.name, "timestamp")) {
        sql_kw(sql, "NULL"); /* or older servers make it NOT NULL */
    }
}

static void add_default(Sql *sql, const Column *column)
{
    const char *text =
        mysql_default_clause(sql->buf.mem, sql->server, &column->type, &column->default_value);
    const char *update = options_get(&column->options, "on_update");
    if (text && column->generated == GENERATED_NONE) {
        sql_kw(sql, "DEFAULT ");
        sql_raw(sql, text);
    }
    if (update) {
        sql_kw(sql, "ON UPDATE");
        sql_kw(sql, update);
    }
}

static void add_check(Sql *sql, const Column *column)
{
    const Table *table = column->table;
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        const Constraint *check = table->constraints.at[i];
        if (mysql_check_is_inline(sql->server, check) &&
            text_equal(check->keys.at[0].column, column->base.name)) {
            sql_kw(sql, "CHECK (");
            sql_raw(sql, check->check.text);
            sql_raw(sql, ")");
        }
    }
}

void mysql_column(Sql *sql, const Column *column, bool force_nullable)
{
    const char *srid = options_get(&column->options, "srid");
    srid = srid ? srid : column->type.fields;
    sql_ident(sql, column->base.name);
    sql_kw(sql, column->type.text);
    sql_kw(sql, options_has(&column->options, "compressed") ? "COMPRESSED" : NULL);
    add_collation(sql, column);
    add_generated(sql, column);
    add_null(sql, column, force_nullable);
    if (srid && column->type.cls == TYPE_GEOMETRY) {
        sql_kw(sql, sql->server->flavor == FLAVOR_MARIADB ? "REF_SYSTEM_ID=" : "SRID ");
        sql_raw(sql, srid);
    }
    add_default(sql, column);
    if (column->identity.kind != IDENTITY_NONE) {
        sql_kw(sql, "AUTO_INCREMENT");
    }
    if (options_has(&column->options, "invisible")) {
        sql_kw(sql, "INVISIBLE");
    }
    if (options_has(&column->options, "unversioned")) {
        sql_kw(sql, "WITHOUT SYSTEM VERSIONING");
    }
    if (column->base.comment) {
        sql_kw(sql, "COMMENT");
        sql_literal(sql, column->base.comment);
    }
    add_check(sql, column);
}
