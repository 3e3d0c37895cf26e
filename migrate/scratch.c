#include "migrate/scratch.h"

#include "base/digest.h"
#include "base/file.h"
#include "diff/diff.h"
#include "emit/sql.h"
#include "migrate/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Place {
    Scratch scratch;
    Mem *mem;                  /* a root of its own: it outlives the connections of the caller */
    Conn *maker;               /* the connection that made it and will drop it; NULL = neither */
    const char *drop;          /* statement */
    const char *history_table; /* borrowed: what to drop besides all others; else NULL */
    const char *folder;        /* a copy: what holds it; else NULL */
    bool ended;
} Place;

/* --- contents ----------------------------------------------------------------------------------
 */

bool scratch_read(Mem *mem, Conn *conn, const char *history_table, Schema **out, Error *err)
{
    Scope scope = {.history_table = history_table, .thorough = true};
    if (server_can(&conn->server, CAP_SCHEMAS)) {
        list_push(mem, &scope.schemas, "*");
    }
    return conn->server.dialect->introspect->read(mem, conn, &scope, out, err);
}

bool scratch_execute(Conn *conn, const Plan *plan, Error *err)
{
    const RunOps *run = conn->server.dialect->run;
    bool off = false;
    for (size_t i = 0; i < plan->statements.len; i++) {
        off |= plan->statements.at[i]->tx == TX_OFF;
    }
    bool ok = off || run->begin(conn, err);
    for (size_t i = 0; ok && i < plan->statements.len; i++) {
        ok = conn_exec(conn, plan->statements.at[i]->sql, err);
    }
    if (off) {
        return ok;
    }
    if (ok) {
        return run->commit(conn, err);
    }
    Error *ignored = error_new(plan->mem);
    (void)!run->rollback(conn, ignored);
    return false;
}

/* What would make the database empty. */
static bool contents(Mem *mem, Conn *conn, const char *history_table, Changes **out, Error *err)
{
    Schema *now = NULL, *empty = schema_new(mem, &conn->server);
    if (!schema_finish(empty, err) || !scratch_read(mem, conn, history_table, &now, err)) {
        return false;
    }
    *out = diff_schemas(mem, now, empty);
    return true;
}

static bool drop_history(Mem *mem, Conn *conn, const char *table, Error *err)
{
    Sql sql = sql_new(mem, &conn->server);
    sql_kw(&sql, "DROP TABLE IF EXISTS");
    sql_ident(&sql, table);
    return conn_exec(conn, sql_text(&sql), err);
}

static bool make_empty(Place *place, Error *err)
{
    Conn *conn = place->scratch.conn;
    Changes *changes = NULL;
    if (!contents(place->mem, conn, place->history_table, &changes, err)) {
        return false;
    }
    Plan *plan = plan_changes(place->mem, changes, err);
    return plan && scratch_execute(conn, plan, err) &&
           drop_history(place->mem, conn, place->history_table, err);
}

/* --- the end -----------------------------------------------------------------------------------
 */

/* The copy, and what the database and the lock put beside it. */
static void remove_folder(Mem *mem, const char *folder)
{
    PathList names = {0};
    Error *ignored = error_new(mem);
    if (!folder || !file_list(mem, folder, &names, ignored)) {
        return;
    }
    for (size_t i = 0; i < names.len; i++) {
        (void)remove(path_join(mem, folder, names.at[i]));
    }
    (void)rmdir(folder);
}

bool scratch_end(Scratch *scratch, Error *err)
{
    Place *place = (Place *)scratch;
    bool ok = true;
    if (place->ended) {
        return true;
    }
    place->ended = true;
    if (place->history_table) {
        ok = make_empty(place, err);
    } else if (place->maker) {
        ok = conn_exec(place->maker, place->drop, err);
    }
    Mem *left = mem_root("scratch folder");
    const char *folder = place->folder ? mem_strdup(left, place->folder) : NULL;
    mem_destroy(place->mem); /* closes the connections */
    remove_folder(left, folder);
    mem_destroy(left);
    return ok;
}

static void end_quietly(void *handle)
{
    Mem *mem = mem_root("scratch error");
    Error *ignored = error_new(mem);
    (void)!scratch_end(handle, ignored);
    mem_destroy(mem);
}

static Place *place_new(Mem *mem)
{
    Place *place = MEM_NEW(mem, Place);
    place->mem = mem_root("scratch");
    mem_adopt(mem, place, end_quietly);
    return place;
}

/* --- making one --------------------------------------------------------------------------------
 */

static const char *statement(Mem *mem, const Server *server, const char *form, const char *name)
{
    const char *at = strstr(form, "{name}");
    Sql quoted = sql_new(mem, server);
    sql_ident(&quoted, name);
    return mem_printf(mem, "%.*s%s%s", (int)(at - form), form, sql_text(&quoted),
                      at + strlen("{name}"));
}

static bool open_url(Place *place, const Dialect *dialect, const char *text, Conn **out, Error *err)
{
    Url *url = MEM_NEW(place->mem, Url);
    place->scratch.url = url;
    return url_parse(place->mem, text, url, err) &&
           dialect->introspect->open(place->mem, dialect, url, out, err);
}

static const char *charset_clause(Mem *mem, const Server *server)
{
    return server->charset && server->collation
               ? mem_printf(mem, " CHARACTER SET %s COLLATE %s", server->charset, server->collation)
               : "";
}

/* Names without a namespace must mean the same in both databases. */
static bool same_default_schema(Place *place, Error *err)
{
    const Server *like = &place->maker->server;
    Conn *conn = place->scratch.conn;
    if (!server_can(like, CAP_SCHEMAS) ||
        text_equal(like->default_schema, conn->server.default_schema)) {
        return true;
    }
    Sql make = sql_new(place->mem, like), set = make;
    sql_kw(&make, "CREATE SCHEMA IF NOT EXISTS");
    sql_ident(&make, like->default_schema);
    sql_kw(&set, "SET search_path TO");
    sql_ident(&set, like->default_schema);
    if (!conn_exec(conn, sql_text(&make), err) || !conn_exec(conn, sql_text(&set), err)) {
        return false;
    }
    conn->server.default_schema = like->default_schema;
    return true;
}

static bool make_on_server(Place *place, const Dialect *dialect, const Url *url, Error *err)
{
    Mem *mem = place->mem;
    const char *name =
        mem_printf(mem, "schemadiff_scratch_%ld_%s", (long)getpid(), digest_random_hex(mem, 4));
    if (!open_url(place, dialect, mem_strdup(mem, url->text), &place->maker, err)) {
        return false;
    }
    const Server *server = &place->maker->server;
    const char *make = statement(mem, server, dialect->run->scratch_create, name);
    Conn *maker = place->maker;
    place->maker = NULL; /* nothing to drop yet */
    if (!conn_exec(maker, mem_printf(mem, "%s%s", make, charset_clause(mem, server)), err)) {
        return error_hint(err, "to use another one, give --scratch with the URL of an empty "
                               "database");
    }
    place->maker = maker;
    place->drop = statement(mem, server, dialect->run->scratch_drop, name);
    place->scratch.label = mem_printf(mem, "database \"%s\"", name);
    return open_url(place, dialect, url_with_database(mem, url, name), &place->scratch.conn, err) &&
           same_default_schema(place, err);
}

bool scratch_make(Mem *mem, const Dialect *dialect, const Url *url, Scratch **out, Error *err)
{
    Place *place = place_new(mem);
    bool ok;
    if (dialect->run->scratch_url) {
        place->scratch.label = "database in memory";
        ok = open_url(place, dialect, dialect->run->scratch_url, &place->scratch.conn, err);
    } else {
        ok = make_on_server(place, dialect, url, err);
    }
    if (!ok) {
        end_quietly(&place->scratch);
        return false;
    }
    *out = &place->scratch;
    return true;
}

/* --- borrowing one -----------------------------------------------------------------------------
 */

static bool is_empty(Place *place, const char *history_table, Error *err)
{
    Changes *changes = NULL;
    const Graph none = {0};
    History history = {0};
    Conn *conn = place->scratch.conn;
    if (!contents(place->mem, conn, history_table, &changes, err) ||
        !history_read(place->mem, conn, history_table, &none, &history, err)) {
        return false;
    }
    if (!changes->list.len && !history.rows.len) {
        return true;
    }
    const Object *first = changes->list.len ? changes->list.at[0]->object.from : NULL;
    error_set(err, ERR_SAFETY, "the scratch database %s is not empty: it has %s \"%s\"",
              conn->safe_url, first ? object_kind_word(first->kind) : "revisions in",
              first ? object_label(err->mem, first) : history_table);
    return error_hint(err, "name an empty one: all that it holds would be dropped");
}

bool scratch_borrow(Mem *mem, const Dialect *dialect, const Url *url, const char *history_table,
                    Scratch **out, Error *err)
{
    Place *place = place_new(mem);
    if (!open_url(place, dialect, mem_strdup(place->mem, url->text), &place->scratch.conn, err) ||
        !is_empty(place, history_table, err)) {
        end_quietly(&place->scratch);
        return false;
    }
    place->scratch.label = mem_strdup(mem, place->scratch.conn->safe_url);
    place->history_table = mem_strdup(mem, history_table);
    *out = &place->scratch;
    return true;
}

/* --- copying one -------------------------------------------------------------------------------
 */

static bool make_folder(Place *place, Error *err)
{
    const char *base = getenv("TMPDIR");
    char *folder = mem_printf(place->mem, "%s/schemadiff_scratch_XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder)) {
        error_set(err, ERR_FILE, "cannot make the folder \"%s\"", folder);
        return error_hint(err, "set $TMPDIR to a folder that can be written");
    }
    place->folder = folder;
    return true;
}

static bool open_file(Place *place, const Dialect *dialect, const char *path, Conn **out,
                      Error *err)
{
    Url *url = MEM_NEW(place->mem, Url);
    *url = (Url){.text = path, .scheme = "sqlite", .database = path, .safe = path};
    place->scratch.url = url;
    return dialect->introspect->open(place->mem, dialect, url, out, err);
}

bool scratch_copy(Mem *mem, const Dialect *dialect, const char *path, Scratch **out, Error *err)
{
    Place *place = place_new(mem);
    Conn *from = NULL;
    bool ok = make_folder(place, err) && open_file(place, dialect, path, &from, err);
    const char *copy = ok ? path_join(place->mem, place->folder, "copy.db") : NULL;
    ok = ok &&
         conn_exec(from,
                   mem_printf(place->mem, "VACUUM INTO %s", conn_literal(from, place->mem, copy)),
                   err) &&
         open_file(place, dialect, copy, &place->scratch.conn, err);
    if (!ok) {
        end_quietly(&place->scratch);
        return false;
    }
    place->scratch.label = mem_printf(mem, "copy of \"%s\"", path);
    *out = &place->scratch;
    return true;
}
