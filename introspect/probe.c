#include "introspect/probe.h"

/* Few enough for every server's limit on the columns of a result. */
#define PROBES_A_QUERY 200

static void put_name(Buf *sql, const Server *server, const char *name)
{
    char mark = server->dialect->syntax->quote;
    buf_char(sql, mark);
    for (const char *c = name; *c; c++) {
        if (*c == mark) {
            buf_char(sql, mark);
        }
        buf_char(sql, *c);
    }
    buf_char(sql, mark);
}

static void put_probe(Buf *sql, const Server *server, const RowProbe *probe)
{
    const Object *table = &probe->table->base;
    const char *schema = table->schema                     ? table->schema
                         : server_can(server, CAP_SCHEMAS) ? server->default_schema
                                                           : NULL;
    buf_add(sql, "EXISTS (SELECT 1 FROM ");
    if (schema) {
        put_name(sql, server, schema);
        buf_char(sql, '.');
    }
    put_name(sql, server, table->name);
    if (probe->column) {
        buf_add(sql, " WHERE ");
        put_name(sql, server, probe->column->base.name);
        buf_add(sql, " IS NULL");
    }
    buf_char(sql, ')');
}

static bool is_true(const char *cell)
{
    return text_equal(cell, "1") || text_equal(cell, "t");
}

bool probe_rows(Mem *mem, Conn *conn, RowProbe *probes, size_t n, Error *err)
{
    LIST(Query) queries = {0};
    for (size_t i = 0; i < n; i += PROBES_A_QUERY) {
        Buf sql = buf_new(mem);
        for (size_t j = i; j < n && j < i + PROBES_A_QUERY; j++) {
            buf_add(&sql, j == i ? "SELECT " : ", ");
            put_probe(&sql, &conn->server, &probes[j]);
        }
        list_push(mem, &queries, (Query){.sql = buf_text(&sql)});
    }
    Rows *rows = mem_alloc(mem, queries.len * sizeof *rows);
    if (n && !conn_query_many(conn, mem, queries.at, queries.len, rows, err)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        probes[i].found = is_true(rows_get(&rows[i / PROBES_A_QUERY], 0, i % PROBES_A_QUERY));
    }
    return true;
}
