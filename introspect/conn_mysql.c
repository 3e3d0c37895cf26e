/* Connections to MySQL and MariaDB through MariaDB's Connector/C or Oracle's libmysqlclient. */
#include <errmsg.h>
#include <mysql.h>
#undef list_push /* Connector/C has one of its own */

#include "base/who.h"
#include "introspect/mysql/mysql.h"

#include <stdlib.h>
#include <string.h>

#ifdef MARIADB_PACKAGE_VERSION
#define CONNECTOR_C 1
#else
#define CONNECTOR_C 0
#endif

typedef struct ConnMysql {
    Conn base;
    MYSQL *handle;
} ConnMysql;

static MYSQL *handle_of(Conn *conn)
{
    return ((ConnMysql *)conn)->handle;
}

static void close_handle(void *handle)
{
    mysql_close(handle);
}

static void free_result(void *result)
{
    mysql_free_result(result);
}

/* --- statements --------------------------------------------------------------------------------
 */

static bool failed(Conn *conn, const char *sql, Error *err)
{
    MYSQL *handle = handle_of(conn);
    unsigned number = mysql_errno(handle);
    bool gone = number == CR_SERVER_GONE_ERROR || number == CR_SERVER_LOST;
    if (error_is_set(err)) {
        return false;
    }
    error_set(err, gone ? ERR_CONNECT : ERR_SQL, "%s", mysql_error(handle));
    err->server_code = mem_printf(err->mem, "%u (%s)", number, mysql_sqlstate(handle));
    err->statement = mem_strdup(err->mem, sql);
    return false;
}

static void copy_rows(Mem *mem, MYSQL_RES *result, Rows *out)
{
    size_t columns = mysql_num_fields(result), rows = (size_t)mysql_num_rows(result);
    const char **cells = MEM_ARRAY(mem, const char *, rows *columns);
    for (size_t row = 0; row < rows; row++) {
        MYSQL_ROW values = mysql_fetch_row(result);
        unsigned long *lengths = mysql_fetch_lengths(result);
        for (size_t i = 0; values && i < columns; i++) {
            cells[row * columns + i] =
                values[i] ? mem_strndup(mem, values[i], (size_t)lengths[i]) : NULL;
        }
    }
    *out = (Rows){.len = rows, .columns = columns, .cells = cells};
}

/* Results that nobody reads must be fetched all the same, or the connection is out of step. */
static bool drain(Conn *conn, const char *sql, Error *err)
{
    MYSQL *handle = handle_of(conn);
    for (;;) {
        MYSQL_RES *result = mysql_store_result(handle);
        if (!result && mysql_errno(handle)) {
            return failed(conn, sql, err);
        }
        mysql_free_result(result);
        int more = mysql_next_result(handle);
        if (more) {
            return more < 0 || failed(conn, sql, err);
        }
    }
}

static const char *mysql_escape(Conn *conn, Mem *mem, const char *text)
{
    size_t len = strlen(text);
    char *out = mem_alloc(mem, 2 * len + 1);
    mysql_real_escape_string(handle_of(conn), out, text, (unsigned long)len);
    return out;
}

/* The statement with its parameters written into it: each `?` outside quotes. */
static const char *fill_params(Conn *conn, Mem *mem, const Query *query)
{
    Buf buf = buf_new(mem);
    size_t next = 0;
    char quote = 0;
    for (const char *at = query->sql; *at; at++) {
        if (quote) {
            quote = *at == quote ? 0 : quote;
        } else if (*at == '\'' || *at == '"' || *at == '`') {
            quote = *at;
        } else if (*at == '?' && next < query->param_count) {
            const char *value = query->params[next++];
            if (value) {
                buf_fmt(&buf, "'%s'", mysql_escape(conn, mem, value));
            } else {
                buf_add(&buf, "NULL");
            }
            continue;
        }
        buf_char(&buf, *at);
    }
    return buf_text(&buf);
}

static bool mysql_query_rows(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err)
{
    MYSQL *handle = handle_of(conn);
    const char *sql = query->param_count ? fill_params(conn, mem, query) : query->sql;
    if (mysql_real_query(handle, sql, (unsigned long)strlen(sql))) {
        return failed(conn, sql, err);
    }
    MYSQL_RES *result = mysql_store_result(handle);
    if (!result && mysql_field_count(handle)) {
        return failed(conn, sql, err);
    }
    Rows rows = {0};
    if (result) {
        mem_adopt(mem, result, free_result);
        copy_rows(mem, result, &rows);
        mem_release(mem, result);
    }
    int more = mysql_next_result(handle);
    if (more > 0 || (more == 0 && !drain(conn, sql, err))) {
        return failed(conn, sql, err);
    }
    *out = rows;
    return true;
}

static bool mysql_query_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                             Error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!mysql_query_rows(conn, mem, &queries[i], &out[i], err)) {
            return false;
        }
    }
    return true;
}

static bool mysql_exec(Conn *conn, const char *sql, int64_t *affected, Error *err)
{
    MYSQL *handle = handle_of(conn);
    if (mysql_real_query(handle, sql, (unsigned long)strlen(sql))) {
        return failed(conn, sql, err);
    }
    if (affected) {
        *affected = mysql_field_count(handle) ? 0 : (int64_t)mysql_affected_rows(handle);
    }
    return drain(conn, sql, err);
}

static const ConnOps ops = {
    .query = mysql_query_rows,
    .query_many = mysql_query_many,
    .exec = mysql_exec,
    .escape = mysql_escape,
};

/* --- connecting --------------------------------------------------------------------------------
 */

typedef enum SslMode {
    SSL_UNSET,
    SSL_DISABLED,
    SSL_PREFERRED,
    SSL_REQUIRED,
    SSL_VERIFY_CA,
    SSL_VERIFY_IDENTITY
} SslMode;

static const struct {
    const char *word;
    SslMode mode;
} ssl_modes[] = {
    {"disabled", SSL_DISABLED},
    {"disable", SSL_DISABLED},
    {"preferred", SSL_PREFERRED},
    {"prefer", SSL_PREFERRED},
    {"required", SSL_REQUIRED},
    {"require", SSL_REQUIRED},
    {"verify_ca", SSL_VERIFY_CA},
    {"verify-ca", SSL_VERIFY_CA},
    {"verify_identity", SSL_VERIFY_IDENTITY},
    {"verify-identity", SSL_VERIFY_IDENTITY},
    {"verify-full", SSL_VERIFY_IDENTITY},
};

/* Parameters that begin with "ssl": one that is not understood must not be ignored in silence. */
static const char *const ssl_params[] = {"ssl-mode", "sslmode", "ssl-ca",    "ssl-capath",
                                         "ssl-cert", "ssl-key", "ssl-cipher"};

/* The value of a parameter, written with "-" or "_". */
static const char *param(Mem *mem, const Url *url, const char *name)
{
    const char *value = url_param(url, name);
    char *other = mem_strdup(mem, name);
    for (char *c = other; *c; c++) {
        *c = *c == '-' ? '_' : *c;
    }
    return value ? value : url_param(url, other);
}

static bool check_params(Mem *mem, const Url *url, Error *err)
{
    for (size_t i = 0; i < url->params.len; i++) {
        char *name = text_lower(mem, url->params.at[i].name);
        bool known = !text_starts(name, "ssl");
        for (char *c = name; *c; c++) {
            *c = *c == '_' ? '-' : *c;
        }
        for (size_t j = 0; j < sizeof ssl_params / sizeof *ssl_params; j++) {
            known |= strcmp(name, ssl_params[j]) == 0;
        }
        if (!known) {
            error_set(err, ERR_USAGE, "unknown parameter \"%s\" in the database URL %s",
                      url->params.at[i].name, url->safe);
            return error_hint(err, "use ssl-mode, ssl-ca, ssl-cert or ssl-key");
        }
    }
    return true;
}

static bool find_ssl_mode(Mem *mem, const Url *url, SslMode *out, Error *err)
{
    const char *text = param(mem, url, "ssl-mode");
    text = text ? text : param(mem, url, "sslmode");
    *out = SSL_UNSET;
    if (!text) {
        return true;
    }
    for (size_t i = 0; i < sizeof ssl_modes / sizeof *ssl_modes; i++) {
        if (text_equal_nocase(text, ssl_modes[i].word)) {
            *out = ssl_modes[i].mode;
            return true;
        }
    }
    error_set(err, ERR_USAGE, "unknown ssl-mode \"%s\"", text);
    return error_hint(err, "use disabled, preferred, required, verify_ca or verify_identity");
}

#if CONNECTOR_C
static void set_ssl_mode(MYSQL *handle, SslMode mode)
{
    my_bool enforce = mode >= SSL_REQUIRED, verify = mode >= SSL_VERIFY_CA;
    if (mode >= SSL_REQUIRED) {
        mysql_optionsv(handle, MYSQL_OPT_SSL_ENFORCE, &enforce);
    }
    /* Connector/C checks the chain and the host name together or not at all. */
    mysql_optionsv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
}
#else
static void set_ssl_mode(MYSQL *handle, SslMode mode)
{
    static const unsigned modes[] = {
        [SSL_UNSET] = SSL_MODE_PREFERRED,     [SSL_DISABLED] = SSL_MODE_DISABLED,
        [SSL_PREFERRED] = SSL_MODE_PREFERRED, [SSL_REQUIRED] = SSL_MODE_REQUIRED,
        [SSL_VERIFY_CA] = SSL_MODE_VERIFY_CA, [SSL_VERIFY_IDENTITY] = SSL_MODE_VERIFY_IDENTITY,
    };
    mysql_options(handle, MYSQL_OPT_SSL_MODE, &modes[mode]);
}
#endif

static bool set_ssl(Mem *mem, MYSQL *handle, const Url *url, Error *err)
{
    static const struct {
        const char *name;
        enum mysql_option option;
    } files[] = {{"ssl-ca", MYSQL_OPT_SSL_CA},
                 {"ssl-capath", MYSQL_OPT_SSL_CAPATH},
                 {"ssl-cert", MYSQL_OPT_SSL_CERT},
                 {"ssl-key", MYSQL_OPT_SSL_KEY},
                 {"ssl-cipher", MYSQL_OPT_SSL_CIPHER}};
    SslMode mode;
    if (!check_params(mem, url, err) || !find_ssl_mode(mem, url, &mode, err)) {
        return false;
    }
    /* A named authority is there to be checked against. */
    if (mode == SSL_UNSET && (param(mem, url, "ssl-ca") || param(mem, url, "ssl-capath"))) {
        mode = SSL_VERIFY_IDENTITY;
    }
    for (size_t i = 0; mode != SSL_DISABLED && i < sizeof files / sizeof *files; i++) {
        const char *value = param(mem, url, files[i].name);
        if (value) {
            mysql_options(handle, files[i].option, value);
        }
    }
    if (mode != SSL_UNSET) {
        set_ssl_mode(handle, mode);
    }
    return true;
}

static bool find_number(const char *what, const char *text, unsigned max, unsigned *out, Error *err)
{
    char *end;
    unsigned long value = text ? strtoul(text, &end, 10) : *out;
    if (text && (!char_is_digit(*text) || *end || value > max)) {
        error_set(err, ERR_USAGE, "the %s \"%s\" in the database URL is not a number", what, text);
        return error_hint(err, "give a number from 0 to %u", max);
    }
    *out = (unsigned)value;
    return true;
}

/* Others are told when they wait for our lock (performance_schema.session_connect_attrs); the
 * libraries add the process by themselves, as _pid. */
static void introduce(Mem *mem, MYSQL *handle)
{
    mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "schemadiff");
    mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "os_user", who_account(mem));
    mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "os_host", who_host(mem));
}

static bool set_options(Mem *mem, MYSQL *handle, const Url *url, Error *err)
{
    unsigned seconds = 10, no_files = 0;
    const char *timeout = param(mem, url, "connect-timeout");
    if (!find_number("connect_timeout", timeout, 86400, &seconds, err) ||
        !set_ssl(mem, handle, url, err)) {
        return false;
    }
    mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    /* Or a hostile server could ask for any file of this machine. */
    mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no_files);
    mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    /* [client] and [schemadiff] of the option files, ~/.my.cnf among them. */
    mysql_options(handle, MYSQL_READ_DEFAULT_GROUP, "schemadiff");
    introduce(mem, handle);
#if !CONNECTOR_C
    bool fetch_key = true;
    mysql_options(handle, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &fetch_key);
#endif
    return true;
}

static bool refused(MYSQL *handle, const Url *url, Error *err)
{
    if (error_is_set(err)) {
        return false;
    }
    unsigned number = mysql_errno(handle);
    error_set(err, ERR_CONNECT, "cannot connect to %s: %s", url->safe, mysql_error(handle));
    err->server_code = mem_printf(err->mem, "%u (%s)", number, mysql_sqlstate(handle));
    switch (number) {
    case 1045:
        return error_hint(err, "check the user and password of the URL, or of [client] and "
                               "[schemadiff] in ~/.my.cnf");
    case 1049:
        return error_hint(err, "create the database first: CREATE DATABASE `%s`",
                          url->database ? url->database : "");
    case CR_CONNECTION_ERROR:
        if (text_empty(url->host) || text_equal_nocase(url->host, "localhost")) {
            return error_hint(err, "\"localhost\" means the socket: use 127.0.0.1 for TCP, or "
                                   "?unix_socket=PATH");
        }
        return error_hint(err, "is the server running? Check host and port");
    default:
        return error_hint(err, "is the server running, and is it reachable from here?");
    }
}

static bool connect_to(Mem *mem, MYSQL *handle, const Url *url, Error *err)
{
    const char *socket = param(mem, url, "unix-socket"), *host = url->host;
    const char *database = text_empty(url->database) ? NULL : url->database;
    unsigned port = 0;
    socket = socket ? socket : url_param(url, "socket");
    if (!find_number("port", url->port, 65535, &port, err)) {
        return false;
    }
    /* The libraries take "localhost" for the socket even when a port is given; drivers of other
     * languages, whose URLs come here, do not. */
    if (!socket && url->port && text_equal_nocase(host, "localhost")) {
        host = "127.0.0.1";
    }
    if (socket) {
        host = "localhost";
    }
    return mysql_real_connect(handle, text_empty(host) ? NULL : host, url->user, url->password,
                              database, port, socket, 0) ||
           refused(handle, url, err);
}

/* --- the session -------------------------------------------------------------------------------
 */

/* "10.11.19-MariaDB" -> 101119, "9.7.4-2" -> 90704. */
static int version_number(const char *text)
{
    int part[3] = {0};
    for (size_t i = 0; i < 3 && *text; i++) {
        part[i] = (int)strtol(text, NULL, 10);
        text += strcspn(text, ".-");
        text += *text == '.';
    }
    return part[0] * 10000 + part[1] * 100 + part[2];
}

/* The server's sql_mode without what changes how quotes are read or DDL is shown, and strict: or
 * a NULL silently becomes 0 when a column turns NOT NULL. */
const char *mysql_session_mode(Mem *mem, const char *mode)
{
    static const char *const dropped[] = {"ANSI_QUOTES",
                                          "NO_BACKSLASH_ESCAPES",
                                          "ANSI",
                                          "DB2",
                                          "MAXDB",
                                          "MSSQL",
                                          "MYSQL323",
                                          "MYSQL40",
                                          "ORACLE",
                                          "POSTGRESQL",
                                          "NO_FIELD_OPTIONS",
                                          "NO_KEY_OPTIONS",
                                          "NO_TABLE_OPTIONS",
                                          "STRICT_TRANS_TABLES"};
    Buf buf = buf_new(mem);
    buf_add(&buf, "STRICT_TRANS_TABLES");
    while (*mode) {
        size_t len = strcspn(mode, ",");
        bool keep = len > 0;
        for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
            keep &= !str_equal_text((Str){mode, len}, dropped[i]);
        }
        if (keep) {
            buf_char(&buf, ',');
            buf_add_len(&buf, mode, len);
        }
        mode += len;
        mode += *mode == ',';
    }
    return mem_strdup(mem, buf_text(&buf));
}

static void fill_server(Mem *mem, Conn *conn, const Dialect *dialect, const Rows *row)
{
    const char *version = rows_get(row, 0, 0);
    Server *server = &conn->server;
    server->dialect = dialect;
    server->version = version_number(version);
    server->flavor = strstr(version, "MariaDB") ? FLAVOR_MARIADB : FLAVOR_MYSQL;
    server->caps = dialect->syntax->caps(server->version, server->flavor);
    server->default_schema = mem_strdup(mem, rows_get(row, 0, 3));
    server->charset = mem_strdup(mem, rows_get(row, 0, 5));
    server->collation = mem_strdup(mem, rows_get(row, 0, 6));
    server->names_fold = strcmp(rows_get(row, 0, 2), "0") != 0;
    conn->database = server->default_schema;
    conn->user = mem_strdup(mem, rows_get(row, 0, 4));
}

static bool start_session(Mem *mem, Conn *conn, const Dialect *dialect, Error *err)
{
    Mem *work = mem_child(mem, "session");
    Rows row = {0};
    Query query = {.sql = "SELECT version(), @@sql_mode, @@lower_case_table_names, database(), "
                          "current_user(), @@character_set_database, @@collation_database"};
    bool good = mysql_query_rows(conn, work, &query, &row, err);
    if (good) {
        fill_server(mem, conn, dialect, &row);
        const char *mode = mysql_session_mode(work, rows_get(&row, 0, 1));
        good = mysql_exec(conn, mem_printf(work, "SET SESSION sql_mode = '%s'", mode), NULL, err) &&
               mysql_exec(conn, "SET SESSION sql_quote_show_create = 1", NULL, err);
    }
    mem_destroy(work);
    return good;
}

bool mysql_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out, Error *err)
{
    ConnMysql *conn = MEM_NEW(mem, ConnMysql);
    conn->base.ops = &ops;
    conn->base.safe_url = mem_strdup(mem, url->safe);
    conn->base.host =
        param(mem, url, "unix-socket") || url_param(url, "socket") || text_empty(url->host)
            ? NULL
            : mem_strdup(mem, url->host);
    conn->handle = mysql_init(NULL);
    if (!conn->handle) {
        return error_set(err, ERR_CONNECT, "the MySQL client library does not start");
    }
    mem_adopt(mem, conn->handle, close_handle);
    if (!set_options(mem, conn->handle, url, err) || !connect_to(mem, conn->handle, url, err)) {
        return false;
    }
    /* After the connection, so that the session's collation is the server's own for utf8mb4. */
    if (mysql_set_character_set(conn->handle, "utf8mb4")) {
        return refused(conn->handle, url, err);
    }
    if (!start_session(mem, &conn->base, dialect, err)) {
        return false;
    }
    if (!conn->base.database) {
        error_set(err, ERR_USAGE, "the URL %s names no database", url->safe);
        return error_hint(err, "add its name: mysql://user@host/NAME");
    }
    *out = &conn->base;
    return true;
}
