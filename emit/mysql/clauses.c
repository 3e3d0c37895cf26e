#include "emit/mysql/mysql.h"

Clauses clauses_new(Mem *mem, const Server *server)
{
    return (Clauses){.server = server, .mem = mem};
}

void clauses_add(Clauses *clauses, const Sql *clause)
{
    list_push(clauses->mem, &clauses->list, sql_text(clause));
}

void clauses_name(Clauses *clauses, const char *words, const char *name)
{
    Sql sql = sql_new(clauses->mem, clauses->server);
    sql_kw(&sql, words);
    sql_ident(&sql, name);
    clauses_add(clauses, &sql);
}

bool clauses_any(const Clauses *clauses)
{
    return clauses->list.len || clauses->partition;
}

/* One clause stays on the line, several get one each. */
const char *clauses_sql(const Clauses *clauses, const Object *table)
{
    Sql sql = sql_new(clauses->mem, clauses->server);
    bool many = clauses->list.len > 1;
    if (clauses->keeps_history) {
        sql_kw(&sql, "SET STATEMENT system_versioning_alter_history=KEEP FOR");
    }
    sql_kw(&sql, "ALTER TABLE");
    sql_object(&sql, table);
    for (size_t i = 0; i < clauses->list.len; i++) {
        sql_raw(&sql, i ? ",\n    " : many ? "\n    " : " ");
        sql_raw(&sql, clauses->list.at[i]);
    }
    if (clauses->partition) {
        sql_raw(&sql, many ? "\n    " : " ");
        sql_raw(&sql, clauses->partition);
    }
    return sql_text(&sql);
}
