#include "introspect/coverage.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_KIND, COLUMN_NAMESPACE, COLUMN_RELATION, COLUMN_NAME };

typedef struct Look {
    Mem *mem; /* of what is kept */
    const Conn *conn;
    const Scope *scope;
    Filter *filter;
} Look;

static bool is_wanted(const Look *look, const char *ns, const char *name)
{
    const char *history = look->scope->history_table;
    return !(history && text_equal(name, history)) && filter_accepts(look->filter, ns, name);
}

static void add_row(const Look *look, const Rows *rows, size_t row, Coverage *out)
{
    Mem *mem = look->mem;
    const char *ns = rows_get(rows, row, COLUMN_NAMESPACE);
    const char *relation = rows_get(rows, row, COLUMN_RELATION);
    const char *name = rows_get(rows, row, COLUMN_NAME);
    if (!is_wanted(look, ns, relation ? relation : name)) {
        return;
    }
    bool elsewhere = ns && !text_equal(ns, look->conn->server.default_schema);
    Uncovered found = {
        .kind = mem_strdup(mem, rows_get(rows, row, COLUMN_KIND)),
        .name = elsewhere ? mem_printf(mem, "%s.%s", ns, name) : mem_strdup(mem, name),
    };
    list_push(mem, &out->list, found);
}

static int by_kind_and_name(const void *left, const void *right)
{
    const Uncovered *a = left, *b = right;
    int order = strcmp(a->kind, b->kind);
    return order ? order : strcmp(a->name, b->name);
}

bool coverage_read(Mem *mem, Conn *conn, const Query *queries, size_t n, const Scope *scope,
                   Coverage *out, Error *err)
{
    Mem *temp = mem_child(mem, "coverage");
    Look look = {.mem = mem, .conn = conn, .scope = scope};
    Rows *rows = MEM_ARRAY(temp, Rows, n);
    bool ok = filter_new(temp, scope, &look.filter, err) &&
              conn_query_many(conn, temp, queries, n, rows, err);
    for (size_t q = 0; ok && q < n; q++) {
        for (size_t i = 0; i < rows[q].len; i++) {
            add_row(&look, &rows[q], i, out);
        }
    }
    if (out->list.len) {
        qsort(out->list.at, out->list.len, sizeof *out->list.at, by_kind_and_name);
    }
    mem_destroy(temp);
    return ok;
}

bool coverage_read_closed(Mem *mem, Conn *conn, const Query *query, const Scope *scope,
                          const char *what, Coverage *out, Error *err)
{
    Error *denied = error_new(mem);
    if (coverage_read(mem, conn, query, 1, scope, out, denied)) {
        return true;
    }
    if (denied->code != ERR_SQL) {
        return error_set(err, denied->code, "%s", denied->message);
    }
    list_push(mem, &out->notes,
              mem_printf(mem, "%s: this user may not see them (%s)", what, denied->message));
    return true;
}
