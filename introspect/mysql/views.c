#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_query.h"
#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* Columns of sql/views_*.sql. */
enum { V_NAME, V_QUERY, V_CHECK, V_SECURITY, V_ALGORITHM };

/* --- SHOW CREATE VIEW ----------------------------------------------------------------------------
 */

/* Behind the first `word` outside quotes and parentheses; NULL = it is not there. */
static const char *behind(Mem *mem, const char *text, const char *word)
{
    size_t n = strlen(word), len;
    while (*text) {
        if (strncmp(text, word, n) == 0) {
            return text + n;
        }
        len = 1;
        if (*text == '`') {
            (void)mysql_unquote_name(mem, text, &len);
        } else if (*text == '\'') {
            (void)mysql_unquote(mem, text, &len);
        }
        text += len;
    }
    return NULL;
}

/* (`a`,`b`) */
static const char *take_columns(Mem *mem, const char *at, View *view)
{
    at++;
    while (*at == '`') {
        size_t len;
        const char *name = mysql_unquote_name(mem, at, &len);
        if (!name) {
            return at;
        }
        list_push(mem, &view->columns, name);
        at += len;
        at += *at == ',';
    }
    return at;
}

/* The query, without the check option behind it. */
static const char *cut_option(Mem *mem, const char *query)
{
    static const char *const ends[] = {" WITH LOCAL CHECK OPTION", " WITH CASCADED CHECK OPTION"};
    size_t len = strlen(query);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (text_ends(query, ends[i])) {
            len -= strlen(ends[i]);
            break;
        }
    }
    return mem_strndup(mem, query, len);
}

/* What is stored has the author's joins, but literals in utf8mb3 and without their character set,
 * and functions of the server's own. What SHOW CREATE VIEW says is written anew, with all joins in
 * parentheses. */
static const char *author_query(Mem *mem, const char *stored, const char *shown)
{
    bool whole = !shown || mysql_same_query(stored, shown);
    return whole ? mysql_comma_joins(mem, stored) : shown;
}

/* Fills the view; returns its query. */
static const char *parse_view(Mem *mem, const char *text, const char *database, View *view)
{
    static const char *const algorithms[] = {"merge", "temptable"};
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        if (text_starts_nocase(text, mem_printf(mem, "CREATE ALGORITHM=%s", algorithms[i]))) {
            options_set(mem, &view->options, "algorithm", algorithms[i], (Location){0});
        }
    }
    size_t len = 0;
    const char *at = behind(mem, text, " VIEW ");
    if (!at || *at != '`' || !mysql_unquote_name(mem, at, &len)) {
        return NULL;
    }
    at += len;
    if (text_starts(at, " (")) {
        at = take_columns(mem, at + 1, view);
    }
    at = behind(mem, at, " AS ");
    return at ? mysql_expression(mem, cut_option(mem, at), database, false) : NULL;
}

/* The rest of a view whose query is what information_schema has. Only SHOW CREATE VIEW tells
 * MySQL's algorithm and list of columns; who may not ask does without. */
static bool complete_view(Conn *conn, Mem *mem, View *view, Error *err)
{
    Rows rows = {0};
    Error *trial = error_new(mem);
    const char *shown = NULL;
    const char *sql =
        mem_printf(mem, "SHOW CREATE VIEW %s", mysql_quote_name(mem, view->base.name));
    bool asks = conn->server.flavor != FLAVOR_MARIADB;
    if (asks && conn_query_text(conn, mem, sql, &rows, trial) && rows.len) {
        shown = parse_view(mem, rows_get(&rows, 0, 1), conn->database, view);
    } else if (trial->code == ERR_CONNECT) {
        return error_set(err, ERR_CONNECT, "%s", trial->message);
    }
    view->query = author_query(mem, view->query, shown);
    return true;
}

const char *mysql_view_query(Mem *mem, Conn *conn, const char *name, Error *err)
{
    const char *text = NULL;
    const char *sql = mem_printf(mem,
                                 "SELECT view_definition FROM information_schema.views WHERE "
                                 "table_schema = database() AND table_name = %s",
                                 mysql_quote(mem, name));
    if (!conn_value(conn, mem, sql, &text, err) || !text) {
        return NULL;
    }
    View view = {.base = {.name = name},
                 .query = mysql_expression(mem, text, conn->database, false)};
    return complete_view(conn, mem, &view, err) ? view.query : NULL;
}

/* --- dependencies --------------------------------------------------------------------------------
 */

static int by_text(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static bool is_listed(const NameList *names, const char *name)
{
    return names->len && bsearch(name, names->at, names->len, sizeof *names->at, by_text);
}

/* Names in back-quotes of the query that are tables, views or functions of the database: what the
 * view needs. A column of the same name only orders two objects that need no order. */
static void find_dependencies(const Reading *reading, const NameList *others, View *view)
{
    Mem *mem = reading->schema->mem;
    for (const char *at = view->query; *at;) {
        size_t len = 1;
        const char *name = NULL;
        if (*at == '`') {
            name = mysql_unquote_name(mem, at, &len);
        } else if (*at == '\'' || *at == '"') {
            (void)mysql_unquote(reading->mem, at, &len);
        }
        at += len;
        bool known = name && !text_equal(name, view->base.name) &&
                     (reading_table(reading, name) || is_listed(others, name));
        for (size_t i = 0; known && i < view->depends_on.len; i++) {
            known = !text_equal(view->depends_on.at[i], name);
        }
        if (known) {
            list_push(mem, &view->depends_on, name);
        }
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void mysql_link_views(Reading *reading)
{
    const Schema *schema = reading->schema;
    NameList others = {0};
    for (size_t i = 0; i < schema->views.len; i++) {
        list_push(reading->mem, &others, schema->views.at[i]->base.name);
    }
    for (size_t i = 0; i < schema->functions.len; i++) {
        list_push(reading->mem, &others, schema->functions.at[i]->base.name);
    }
    if (others.len > 1) {
        qsort(others.at, others.len, sizeof *others.at, by_name);
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        find_dependencies(reading, &others, schema->views.at[i]);
    }
}

/* --- reading -------------------------------------------------------------------------------------
 */

static void set_option(Reading *reading, View *view, const char *name, const char *value,
                       const char *usual)
{
    if (value && strcmp(value, usual) != 0) {
        Mem *mem = reading->schema->mem;
        options_set(mem, &view->options, name, text_lower(mem, value), (Location){0});
    }
}

bool mysql_read_views(Reading *reading, const Rows *rows, Error *err)
{
    Mem *mem = reading->schema->mem;
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, V_NAME), *query = rows_get(rows, i, V_QUERY);
        if (text_empty(query) || !filter_accepts(reading->filter, reading->database, name)) {
            continue;
        }
        View *view = schema_add_view(reading->schema, NULL, name);
        view->query = mysql_expression(mem, query, reading->database, false);
        set_option(reading, view, "check_option", rows_get(rows, i, V_CHECK), "NONE");
        set_option(reading, view, "security", rows_get(rows, i, V_SECURITY), "DEFINER");
        set_option(reading, view, "algorithm", rows_get(rows, i, V_ALGORITHM), "UNDEFINED");
        if (!complete_view(reading->conn, mem, view, err)) {
            return false;
        }
    }
    return true;
}
