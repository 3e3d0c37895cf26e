#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_period.h"

#include <string.h>

void mysql_keys(Sql *sql, const Table *table, const KeyParts *keys)
{
    const char *period = mysql_table_period(sql->buf.mem, table).name;
    sql_kw(sql, "(");
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        if (i) {
            sql_raw(sql, ", ");
        }
        if (key->column) {
            sql_ident(sql, key->column);
            sql_kw(sql, text_equal(key->column, period) ? "WITHOUT OVERLAPS" : NULL);
        } else {
            sql_raw(sql, "(");
            sql_raw(sql, key->expr.text);
            sql_raw(sql, ")");
        }
        if (key->length) {
            sql_raw(sql, mem_printf(sql->buf.mem, "(%d)", key->length));
        }
        if (key->order == SORT_DESC) {
            sql_kw(sql, "DESC");
        }
    }
    sql_raw(sql, ")");
}

static void add_details(Sql *sql, const char *method, const char *size)
{
    if (method) {
        sql_kw(sql, "USING");
        sql_kw(sql, text_upper(sql->buf.mem, method));
    }
    if (size) {
        sql_kw(sql, "KEY_BLOCK_SIZE=");
        sql_raw(sql, size);
    }
}

void mysql_primary_key(Sql *sql, const Constraint *key)
{
    sql_kw(sql, "PRIMARY KEY");
    mysql_keys(sql, key->table, &key->keys);
    add_details(sql, options_get(&key->options, "using"),
                options_get(&key->options, "key_block_size"));
    if (key->base.comment) {
        sql_kw(sql, "COMMENT");
        sql_literal(sql, key->base.comment);
    }
}

void mysql_index(Sql *sql, const Schema *schema, const Index *index)
{
    const char *size = options_get(&index->options, "key_block_size");
    const char *parser = options_get(&index->options, "parser");
    const char *comment = options_get(&index->options, "comment");
    bool fulltext = text_equal_nocase(index->method, "fulltext");
    bool spatial = text_equal_nocase(index->method, "spatial");
    comment = comment ? comment : index->base.comment;
    sql_kw(sql, index->unique ? "UNIQUE KEY"
                : fulltext    ? "FULLTEXT KEY"
                : spatial     ? "SPATIAL KEY"
                              : "KEY");
    sql_ident(sql, index_name(schema, index));
    mysql_keys(sql, index->table, &index->keys);
    add_details(sql, fulltext || spatial ? NULL : index->method, size);
    if (parser) {
        sql_kw(sql, "WITH PARSER");
        sql_ident(sql, parser);
    }
    if (comment) {
        sql_kw(sql, "COMMENT");
        sql_literal(sql, comment);
    }
    if (options_has(&index->options, "invisible")) {
        sql_kw(sql, sql->server->flavor == FLAVOR_MARIADB ? "IGNORED" : "INVISIBLE");
    }
}

void mysql_check(Sql *sql, const Schema *schema, const Constraint *check)
{
    const char *name = constraint_name(schema, check);
    if (name) {
        sql_kw(sql, "CONSTRAINT");
        sql_ident(sql, name);
    }
    sql_kw(sql, "CHECK (");
    sql_raw(sql, check->check.text);
    sql_raw(sql, ")");
    if (check->not_enforced && server_can(sql->server, CAP_CHECK_UNENFORCED)) {
        sql_kw(sql, "NOT ENFORCED");
    }
}

void mysql_foreign_key(Sql *sql, const Schema *schema, const Constraint *key)
{
    const char *name = constraint_name(schema, key);
    if (name) {
        sql_kw(sql, "CONSTRAINT");
        sql_ident(sql, name);
    }
    sql_kw(sql, "FOREIGN KEY");
    mysql_keys(sql, key->table, &key->keys);
    sql_kw(sql, "REFERENCES");
    sql_name(sql, key->ref_schema, key->ref_table);
    sql_kw(sql, "(");
    sql_idents(sql, &key->ref_columns);
    sql_raw(sql, ")");
    sql_action(sql, "ON DELETE", key->on_delete);
    sql_action(sql, "ON UPDATE", key->on_update);
}
