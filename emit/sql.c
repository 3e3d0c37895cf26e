#include "emit/sql.h"

#include <string.h>

Sql sql_new(Mem *mem, const Server *server)
{
    return (Sql){.buf = buf_new(mem), .server = server};
}

/* A space unless the text begins, or something that binds to the right was written last. */
static void separate(Sql *sql)
{
    if (sql->buf.len && !strchr(" (.\n", sql->buf.at[sql->buf.len - 1])) {
        buf_char(&sql->buf, ' ');
    }
}

void sql_kw(Sql *sql, const char *words)
{
    if (words && *words) {
        if (!strchr("),;.", *words)) {
            separate(sql);
        }
        buf_add(&sql->buf, words);
    }
}

void sql_raw(Sql *sql, const char *text)
{
    buf_add(&sql->buf, text);
}

static void quote(Sql *sql, const char *name)
{
    char mark = sql->server->dialect->syntax->quote;
    buf_char(&sql->buf, mark);
    for (const char *c = name; *c; c++) {
        if (*c == mark) {
            buf_char(&sql->buf, mark);
        }
        buf_char(&sql->buf, *c);
    }
    buf_char(&sql->buf, mark);
}

void sql_ident(Sql *sql, const char *name)
{
    separate(sql);
    quote(sql, name);
}

void sql_name(Sql *sql, const char *schema, const char *name)
{
    separate(sql);
    if (schema) {
        quote(sql, schema);
        buf_char(&sql->buf, '.');
    }
    quote(sql, name);
}

void sql_object(Sql *sql, const Object *object)
{
    sql_name(sql, object->schema, object->name);
}

void sql_literal(Sql *sql, const char *text)
{
    bool backslash = sql->server->dialect->syntax->backslash_escapes;
    separate(sql);
    buf_char(&sql->buf, '\'');
    for (const char *c = text; *c; c++) {
        if (*c == '\'' || (*c == '\\' && backslash)) {
            buf_char(&sql->buf, *c);
        }
        buf_char(&sql->buf, *c);
    }
    buf_char(&sql->buf, '\'');
}

void sql_number(Sql *sql, int64_t number)
{
    separate(sql);
    buf_fmt(&sql->buf, "%lld", (long long)number);
}

void sql_idents(Sql *sql, const NameList *names)
{
    for (size_t i = 0; i < names->len; i++) {
        if (i) {
            buf_add(&sql->buf, ", ");
        }
        sql_ident(sql, names->at[i]);
    }
}

const char *sql_text(const Sql *sql)
{
    return mem_strdup(sql->buf.mem, buf_text(&sql->buf));
}

void sql_action(Sql *sql, const char *event, FkAction action)
{
    static const char *const words[] = {
        [ACTION_NO_ACTION] = "NO ACTION",     [ACTION_RESTRICT] = "RESTRICT",
        [ACTION_CASCADE] = "CASCADE",         [ACTION_SET_NULL] = "SET NULL",
        [ACTION_SET_DEFAULT] = "SET DEFAULT",
    };
    if (action != ACTION_NONE) {
        sql_kw(sql, event);
        sql_kw(sql, words[action]);
    }
}
