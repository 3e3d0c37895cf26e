#include "introspect/conn_postgres.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

typedef struct PostgresConn {
    Conn conn;
    PGconn *pg;
} PostgresConn;

static PGconn *handle(const Conn *conn)
{
    return ((const PostgresConn *)conn)->pg;
}

static void close_connection(void *pg)
{
    PQfinish(pg);
}

static void clear_result(void *result)
{
    PQclear(result);
}

static void ignore_notice(void *arg UNUSED, const PGresult *result UNUSED)
{
}

/* --- errors --- */

/* One line: the server's message texts end in line breaks and may hold some. */
static const char *one_line(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    Str view = str_trim(str_of(text));
    for (size_t i = 0; i < view.len; i++) {
        bool space = char_is_space(view.ptr[i]);
        if (!space || (buf.len && buf.at[buf.len - 1] != ' ')) {
            buf_char(&buf, space ? ' ' : view.ptr[i]);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

/* libpq tries with TLS and without, and has one line for each: the same one twice says no more. */
static const char *lines_once(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    Str last = {0};
    while (*text) {
        Str line = {text, strcspn(text, "\n")};
        if (line.len != last.len || memcmp(line.ptr, last.ptr, line.len) != 0) {
            buf_add_len(&buf, line.ptr, line.len);
            buf_char(&buf, '\n');
        }
        last = line;
        text += line.len + (text[line.len] == '\n');
    }
    return one_line(mem, buf_text(&buf));
}

static const char *without_stop(Mem *mem, const char *text)
{
    size_t len = strlen(text);
    return len && text[len - 1] == '.' ? mem_strndup(mem, text, len - 1) : text;
}

/* The server counts characters of the statement from 1; people count lines. */
static void locate(const char *sql, const char *position, Location *where)
{
    unsigned long left = position ? strtoul(position, NULL, 10) : 0;
    if (!left) {
        return;
    }
    where->line = where->column = 1;
    for (const char *c = sql; *c && left > 1; c++) {
        bool begins = ((unsigned char)c[1] & 0xC0u) != 0x80u;
        left -= begins;
        if (*c == '\n') {
            where->line++;
            where->column = 1;
        } else {
            where->column += begins;
        }
    }
}

static bool fail_sql(Conn *conn, const PGresult *result, const char *sql, Error *err)
{
    if (error_is_set(err)) {
        return false;
    }
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *text = one_line(err->mem, primary ? primary : PQerrorMessage(handle(conn)));
    const char *detail = primary ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL) : NULL;
    const char *hint = primary ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT) : NULL;
    bool lost = PQstatus(handle(conn)) != CONNECTION_OK;
    if (detail) {
        text = mem_printf(err->mem, "%s (%s)", text,
                          without_stop(err->mem, one_line(err->mem, detail)));
    }
    error_set(err, lost ? ERR_CONNECT : ERR_SQL, "%s", without_stop(err->mem, text));
    if (hint) {
        error_hint(err, "%s", one_line(err->mem, hint));
    }
    err->server_code =
        mem_strdup(err->mem, result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL);
    err->statement = mem_strdup(err->mem, sql);
    if (result) {
        locate(sql, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION), &err->where);
    }
    return false;
}

static bool succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

/* --- results --- */

/* The cells point into the result, which the region takes over. */
static void adopt_rows(Mem *mem, PGresult *result, Rows *out)
{
    size_t len = (size_t)PQntuples(result), columns = (size_t)PQnfields(result);
    const char **cells = MEM_ARRAY(mem, const char *, len *columns);
    mem_adopt(mem, result, clear_result);
    for (size_t row = 0; row < len; row++) {
        for (size_t column = 0; column < columns; column++) {
            int r = (int)row, c = (int)column;
            bool null = PQgetisnull(result, r, c);
            cells[row * columns + column] = null ? NULL : PQgetvalue(result, r, c);
        }
    }
    *out = (Rows){.len = len, .columns = columns, .cells = cells};
}

static bool finish(Conn *conn, Mem *mem, PGresult *result, const char *sql, Rows *out, Error *err)
{
    if (!result || !succeeded(result)) {
        fail_sql(conn, result, sql, err);
        PQclear(result);
        return false;
    }
    adopt_rows(mem, result, out);
    return true;
}

/* --- ConnOps --- */

static bool postgres_query(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err)
{
    PGresult *result = query->param_count
                           ? PQexecParams(handle(conn), query->sql, (int)query->param_count, NULL,
                                          query->params, NULL, NULL, 0)
                           : PQexec(handle(conn), query->sql);
    return finish(conn, mem, result, query->sql, out, err);
}

static bool postgres_exec(Conn *conn, const char *sql, int64_t *affected, Error *err)
{
    /* The simple protocol: the text reaches the server as it was written. */
    PGresult *result = PQexec(handle(conn), sql);
    bool ok = result && succeeded(result);
    if (!ok) {
        fail_sql(conn, result, sql, err);
    } else if (affected) {
        *affected = strtoll(PQcmdTuples(result), NULL, 10);
    }
    PQclear(result);
    return ok;
}

static const char *postgres_escape(Conn *conn, Mem *mem, const char *text)
{
    size_t len = strlen(text);
    char *out = mem_alloc(mem, 2 * len + 1);
    PQescapeStringConn(handle(conn), out, text, len, NULL);
    return out;
}

static bool send(Conn *conn, const Query *query)
{
    return PQsendQueryParams(handle(conn), query->sql, (int)query->param_count, NULL, query->params,
                             NULL, NULL, 0) == 1;
}

/* The next result that is one, past the NULL that ends each statement's. */
static PGresult *next_result(Conn *conn)
{
    PGresult *result = PQgetResult(handle(conn));
    return result ? result : PQgetResult(handle(conn));
}

/* Takes what is left up to and including the synchronisation point. */
static void drain(Conn *conn)
{
    while (PQstatus(handle(conn)) == CONNECTION_OK) {
        PGresult *result = next_result(conn);
        bool sync = !result || PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        PQclear(result);
        if (sync) {
            return;
        }
    }
}

static bool receive_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                         Error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!finish(conn, mem, next_result(conn), queries[i].sql, &out[i], err)) {
            return false;
        }
    }
    return true;
}

static bool postgres_query_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                                Error *err)
{
    PGconn *pg = handle(conn);
    bool ok = PQenterPipelineMode(pg) == 1;
    for (size_t i = 0; ok && i < n; i++) {
        ok = send(conn, &queries[i]);
    }
    if (!ok || !PQpipelineSync(pg)) {
        return fail_sql(conn, NULL, n ? queries[0].sql : "", err);
    }
    ok = receive_many(conn, mem, queries, n, out, err);
    drain(conn);
    PQexitPipelineMode(pg);
    return ok;
}

static const ConnOps postgres_ops = {
    .query = postgres_query,
    .query_many = postgres_query_many,
    .exec = postgres_exec,
    .escape = postgres_escape,
};

bool postgres_in_transaction(const Conn *conn)
{
    return PQtransactionStatus(handle(conn)) != PQTRANS_IDLE;
}

/* Each statement has its own synchronisation point, so that an error skips only itself. Batches
 * keep both sides' buffers small. */
#define TRY_BATCH 256u

static bool try_batch(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out, bool *ok,
                      Error *err)
{
    PGconn *pg = handle(conn);
    for (size_t i = 0; i < n; i++) {
        if (!send(conn, &queries[i]) || !PQpipelineSync(pg)) {
            return fail_sql(conn, NULL, queries[i].sql, err);
        }
    }
    for (size_t i = 0; i < n; i++) {
        PGresult *result = next_result(conn);
        ok[i] = result && succeeded(result);
        out[i] = (Rows){0};
        if (ok[i]) {
            adopt_rows(mem, result, &out[i]);
        } else {
            PQclear(result);
        }
        drain(conn);
    }
    return PQstatus(pg) == CONNECTION_OK || fail_sql(conn, NULL, queries[0].sql, err);
}

bool postgres_try_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out, bool *ok,
                       Error *err)
{
    PGconn *pg = handle(conn);
    if (!PQenterPipelineMode(pg)) {
        return fail_sql(conn, NULL, n ? queries[0].sql : "", err);
    }
    bool alive = true;
    for (size_t at = 0; alive && at < n; at += TRY_BATCH) {
        size_t count = n - at < TRY_BATCH ? n - at : TRY_BATCH;
        for (size_t i = 0; conn->trace && i < count; i++) {
            fprintf(conn->trace, "%s;\n", queries[at + i].sql);
        }
        alive = try_batch(conn, mem, queries + at, count, out + at, ok + at, err);
    }
    PQexitPipelineMode(pg);
    return alive;
}

/* --- opening --- */

/* postgres:// and postgresql+psycopg2:// mean postgresql:// */
static const char *libpq_url(Mem *mem, const Url *url)
{
    const char *slashes = strstr(url->text, "://");
    return mem_printf(mem, "postgresql%s", slashes ? slashes : "://");
}

static void mask(Buf *buf, const char *text, const char *secret)
{
    size_t len = secret ? strlen(secret) : 0;
    for (const char *at = len ? strstr(text, secret) : NULL; at; at = strstr(text, secret)) {
        buf_add_len(buf, text, (size_t)(at - text));
        buf_add(buf, "***");
        text = at + len;
    }
    buf_add(buf, text);
}

/* When libpq refuses a URL it quotes the whole of it, or the part that is wrong. */
static const char *without_secrets(Mem *mem, const Url *url, const char *text)
{
    const char *secrets[] = {libpq_url(mem, url), url->password, url_param(url, "password"),
                             url_param(url, "sslpassword")};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        Buf buf = buf_new(mem);
        mask(&buf, text, secrets[i]);
        text = mem_strdup(mem, buf_text(&buf));
    }
    return one_line(mem, text);
}

/* What to do about the commonest reasons; the first match wins. */
static const struct {
    const char *part, *hint;
} remedies[] = {
    {"password authentication failed", "check the user and the password in the URL, PGPASSWORD or "
                                       "~/.pgpass"},
    {"no password supplied", "put the password into the URL, PGPASSWORD or ~/.pgpass"},
    {"does not exist", "check the name; create it with createdb or CREATE DATABASE / CREATE ROLE"},
    {"no pg_hba.conf entry", "the server does not let this user in from here: ask for an entry in "
                             "pg_hba.conf, or try sslmode=require"},
    {"too many", "the server has no free connection slot: try again later"},
    {"starting up", "try again in a moment"},
    {"invalid URI query parameter", "see the connection parameters of libpq"},
    {"could not translate host name", "check the host name"},
    {"SSL", "check sslmode and the certificates"},
};

static bool fail_connect(PGconn *pg, const Url *url, const char *text, Error *err)
{
    const char *clean = lines_once(err->mem, text);
    const char *database = pg ? PQdb(pg) : NULL, *host = pg ? PQhost(pg) : NULL;
    const char *port = pg ? PQport(pg) : NULL;
    if (text_empty(database)) {
        error_set(err, ERR_CONNECT, "cannot connect to %s: %s", url->safe, clean);
    } else {
        error_set(err, ERR_CONNECT, "cannot connect to database \"%s\" on %s%s%s: %s", database,
                  text_empty(host) ? "the local socket" : host, text_empty(port) ? "" : ", port ",
                  text_empty(port) ? "" : port, clean);
    }
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++) {
        if (strstr(clean, remedies[i].part)) {
            return error_hint(err, "%s", remedies[i].hint);
        }
    }
    return error_hint(err,
                      "is the server running, and does it accept connections there? Check host "
                      "and port");
}

static bool check_url(Mem *mem, const Url *url, Error *err)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(libpq_url(mem, url), &message);
    bool ok = options != NULL;
    if (!ok) {
        error_set(err, ERR_USAGE, "the database URL is wrong: %s",
                  without_secrets(err->mem, url, message ? message : "out of memory"));
        error_hint(err, "write it as postgresql://user@host:port/database?parameter=value");
    }
    PQfreemem(message);
    PQconninfoFree(options);
    return ok;
}

static PGconn *connect_to(Mem *mem, const Url *url)
{
    /* libpq: a later value wins over an earlier one, so the URL may override these two. */
    const char *const names[] = {"application_name", "connect_timeout", "dbname", "client_encoding",
                                 NULL};
    const char *timeout = getenv("PGCONNECT_TIMEOUT");
    const char *const values[] = {"schemadiff", timeout ? timeout : "15", libpq_url(mem, url),
                                  "UTF8", NULL};
    return PQconnectdbParams(names, values, 1);
}

/* Literals are written without backslash escapes, whatever the database's settings are. */
static const char greeting[] = "SET standard_conforming_strings = on; "
                               "SELECT current_schema(), current_user, current_database()";

static bool greet(Mem *mem, PostgresConn *conn, const Dialect *dialect, Error *err)
{
    Rows rows;
    int version = PQserverVersion(conn->pg);
    if (version < 130000) {
        error_set(err, ERR_UNSUPPORTED, "PostgreSQL %d.%d is too old", version / 10000,
                  version % 10000);
        return error_hint(err, "versions 15 to 18 are supported");
    }
    if (!conn_query_text(&conn->conn, mem, greeting, &rows, err)) {
        return false;
    }
    const char *schema = rows_get(&rows, 0, 0);
    conn->conn.user = rows_get(&rows, 0, 1);
    conn->conn.database = rows_get(&rows, 0, 2);
    const char *host = PQhost(conn->pg);
    conn->conn.host = text_empty(host) || *host == '/' ? NULL : mem_strdup(mem, host);
    conn->conn.server = (Server){.dialect = dialect,
                                 .version = version,
                                 .flavor = FLAVOR_POSTGRESQL,
                                 .caps = dialect->syntax->caps(version, FLAVOR_POSTGRESQL),
                                 .default_schema = schema ? schema : "public"};
    return true;
}

bool postgres_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out, Error *err)
{
    if (!check_url(mem, url, err)) {
        return false;
    }
    PostgresConn *conn = MEM_NEW(mem, PostgresConn);
    conn->conn.ops = &postgres_ops;
    conn->conn.safe_url = url->safe;
    conn->pg = connect_to(mem, url);
    if (!conn->pg) {
        return fail_connect(NULL, url, "out of memory", err);
    }
    mem_adopt(mem, conn->pg, close_connection);
    if (PQstatus(conn->pg) != CONNECTION_OK) {
        return fail_connect(conn->pg, url, PQerrorMessage(conn->pg), err);
    }
    PQsetNoticeReceiver(conn->pg, ignore_notice, NULL);
    if (!greet(mem, conn, dialect, err)) {
        return false;
    }
    *out = &conn->conn;
    return true;
}
