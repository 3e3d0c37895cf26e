#include "migrate/guard_sqlite.h"

#include "schema/dialects/sqlite.h"

#include <string.h>

/* The name in DROP TABLE [IF EXISTS] [main.]name; NULL for any other statement. */
static const char *dropped_table(Mem *mem, const char *sql)
{
    if (!text_starts_nocase(sql + strspn(sql, " \t\r\n"), "drop")) {
        return NULL;
    }
    LiteTokens tokens = sqlite_lex(mem, sql);
    const LiteToken *at = tokens.at;
    if (!lite_is(at++, "drop") || !lite_is(at++, "table")) {
        return NULL;
    }
    if (lite_is(at, "if") && lite_is(at + 1, "exists")) {
        at += 2;
    }
    if (lite_is(at, "main") && lite_is_symbol(at + 1, ".")) {
        at += 2;
    }
    return at->kind == LITE_END || at->kind == LITE_BAD ? NULL : lite_value(mem, at);
}

static bool count_rows(Conn *conn, Mem *mem, const char *table, const char **out, Error *err)
{
    Buf sql = buf_new(mem);
    buf_add(&sql, "SELECT count(*) FROM main.");
    sqlite_quote(&sql, table);
    return conn_value(conn, mem, buf_text(&sql), out, err);
}

/* One row for each table that refers to `table`, with how many rows it has. */
typedef struct Child {
    const char *table, *rows;
} Child;

typedef LIST(Child) Children;

static bool find_children(Conn *conn, Mem *mem, const char *table, Children *out, Error *err)
{
    const char *params[] = {table, table};
    const Query query = {.sql = "SELECT DISTINCT m.name FROM sqlite_schema AS m "
                                "JOIN pragma_foreign_key_list(m.name) AS f "
                                "WHERE m.type = 'table' AND f.\"table\" = ? COLLATE NOCASE "
                                "AND m.name <> ? COLLATE NOCASE ORDER BY 1",
                         .params = params,
                         .param_count = 2};
    Rows rows;
    if (!conn_query(conn, mem, &query, &rows, err)) {
        return false;
    }
    for (size_t i = 0; i < rows.len; i++) {
        Child child = {.table = rows_get(&rows, i, 0)};
        if (!count_rows(conn, mem, child.table, &child.rows, err)) {
            return false;
        }
        list_push(mem, out, child);
    }
    return true;
}

static bool same_children(Conn *conn, Mem *mem, const Children *children, const char *table,
                          Error *err)
{
    for (size_t i = 0; i < children->len; i++) {
        const Child *child = &children->at[i];
        const char *now = NULL;
        if (!count_rows(conn, mem, child->table, &now, err)) {
            return false;
        }
        if (!text_equal(now, child->rows)) {
            return error_set(err, ERR_BUG,
                             "table \"%s\" has %s rows after \"%s\" was dropped, before it had %s",
                             child->table, now, table, child->rows);
        }
    }
    return true;
}

static bool is_complete(Conn *conn, Mem *mem, const char *table, const char *copy, Error *err)
{
    const char *before = NULL, *after = NULL, *enforced = NULL;
    if (!count_rows(conn, mem, table, &before, err) || !count_rows(conn, mem, copy, &after, err) ||
        !conn_value(conn, mem, "PRAGMA foreign_keys", &enforced, err)) {
        return false;
    }
    if (!text_equal(before, after)) {
        error_set(err, ERR_SAFETY, "table \"%s\" has %s rows, its copy \"%s\" has %s", table,
                  before, copy, after);
        return error_hint(err, "nothing was lost; when rows shall go, delete them in a statement "
                               "of its own before the copy");
    }
    if (text_equal(enforced, "1")) {
        error_set(err, ERR_SAFETY,
                  "dropping table \"%s\" would delete or change the rows that refer to it, for "
                  "foreign keys are enforced",
                  table);
        return error_hint(err, "run the migration in a transaction, or begin it with: pragma "
                               "foreign_keys = off");
    }
    return true;
}

static bool drop_copied(Conn *conn, Mem *mem, const char *table, const char *copy, const char *sql,
                        Error *err)
{
    Children children = {0};
    return is_complete(conn, mem, table, copy, err) &&
           find_children(conn, mem, table, &children, err) && conn_exec(conn, sql, err) &&
           same_children(conn, mem, &children, table, err);
}

static bool exec_in(Conn *conn, Mem *mem, const char *sql, Error *err)
{
    const char *table = dropped_table(mem, sql);
    if (!table) {
        return conn_exec(conn, sql, err);
    }
    const char *params[] = {table, mem_printf(mem, SQLITE_NEW_PREFIX "%s", table)};
    const Query query = {.sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND "
                                "(name = ? COLLATE NOCASE OR name = ? COLLATE NOCASE)",
                         .params = params,
                         .param_count = 2};
    Rows found;
    if (!conn_query(conn, mem, &query, &found, err)) {
        return false;
    }
    return text_equal(rows_get(&found, 0, 0), "2")
               ? drop_copied(conn, mem, table, params[1], sql, err)
               : conn_exec(conn, sql, err);
}

bool sqlite_guarded_exec(Conn *conn, const char *sql, Error *err)
{
    Mem *mem = mem_root("sqlite statement");
    bool ok = exec_in(conn, mem, sql, err);
    mem_destroy(mem);
    return ok;
}
