#include "introspect/conn.h"

static void trace(const Conn *conn, const char *sql)
{
    if (conn->trace) {
        fprintf(conn->trace, "%s;\n", sql);
    }
}

bool conn_query(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err)
{
    trace(conn, query->sql);
    return conn->ops->query(conn, mem, query, out, err);
}

bool conn_query_text(Conn *conn, Mem *mem, const char *sql, Rows *out, Error *err)
{
    const Query query = {.sql = sql};
    return conn_query(conn, mem, &query, out, err);
}

bool conn_query_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out, Error *err)
{
    for (size_t i = 0; i < n; i++) {
        trace(conn, queries[i].sql);
    }
    return conn->ops->query_many(conn, mem, queries, n, out, err);
}

bool conn_exec(Conn *conn, const char *sql, Error *err)
{
    trace(conn, sql);
    return conn->ops->exec(conn, sql, NULL, err);
}

bool conn_value(Conn *conn, Mem *mem, const char *sql, const char **out, Error *err)
{
    Rows rows;
    if (!conn_query_text(conn, mem, sql, &rows, err)) {
        return false;
    }
    *out = rows.len > 0 && rows.columns > 0 ? rows_get(&rows, 0, 0) : NULL;
    return true;
}

const char *conn_literal(Conn *conn, Mem *mem, const char *text)
{
    return mem_printf(mem, "'%s'", conn->ops->escape(conn, mem, text));
}
