#include "introspect/conn_sqlite.h"

#include "base/file.h"

#include <limits.h>
#include <sqlite3.h>
#include <string.h>

#define WAIT_MS 5000

typedef struct SqliteConn {
    Conn conn;
    Mem *mem;
    sqlite3 *db;
    const char *path; /* "" = memory */
    SqliteSession session;
} SqliteConn;

static SqliteConn *sqlite(const Conn *conn)
{
    union {
        const Conn *from;
        SqliteConn *to;
    } cast = {.from = conn};
    return cast.to;
}

static void close_database(void *db)
{
    sqlite3_close_v2(db);
}

static void finalize_statement(void *statement)
{
    sqlite3_finalize(statement);
}

/* --- errors ----------------------------------------------------------------------------------- */

typedef struct CodeName {
    int code;
    const char *name;
} CodeName;

#define CODE(name)  \
    {               \
        name, #name \
    }

static const CodeName code_names[] = {
    CODE(SQLITE_ERROR),
    CODE(SQLITE_INTERNAL),
    CODE(SQLITE_PERM),
    CODE(SQLITE_ABORT),
    CODE(SQLITE_BUSY),
    CODE(SQLITE_BUSY_RECOVERY),
    CODE(SQLITE_BUSY_SNAPSHOT),
    CODE(SQLITE_LOCKED),
    CODE(SQLITE_LOCKED_SHAREDCACHE),
    CODE(SQLITE_NOMEM),
    CODE(SQLITE_READONLY),
    CODE(SQLITE_READONLY_DBMOVED),
    CODE(SQLITE_READONLY_DIRECTORY),
    CODE(SQLITE_INTERRUPT),
    CODE(SQLITE_IOERR),
    CODE(SQLITE_CORRUPT),
    CODE(SQLITE_FULL),
    CODE(SQLITE_CANTOPEN),
    CODE(SQLITE_CANTOPEN_ISDIR),
    CODE(SQLITE_SCHEMA),
    CODE(SQLITE_TOOBIG),
    CODE(SQLITE_CONSTRAINT),
    CODE(SQLITE_CONSTRAINT_CHECK),
    CODE(SQLITE_CONSTRAINT_DATATYPE),
    CODE(SQLITE_CONSTRAINT_FOREIGNKEY),
    CODE(SQLITE_CONSTRAINT_NOTNULL),
    CODE(SQLITE_CONSTRAINT_PRIMARYKEY),
    CODE(SQLITE_CONSTRAINT_ROWID),
    CODE(SQLITE_CONSTRAINT_TRIGGER),
    CODE(SQLITE_CONSTRAINT_UNIQUE),
    CODE(SQLITE_MISMATCH),
    CODE(SQLITE_MISUSE),
    CODE(SQLITE_AUTH),
    CODE(SQLITE_RANGE),
    CODE(SQLITE_NOTADB),
};

static const char *code_name(Mem *mem, int code)
{
    for (size_t i = 0; i < sizeof code_names / sizeof *code_names; i++) {
        if (code_names[i].code == code) {
            return code_names[i].name;
        }
    }
    return mem_printf(mem, "%d", code);
}

typedef struct Reason {
    int code; /* primary result code */
    ErrorCode error;
    bool file; /* it is the file that cannot be used */
    const char *hint;
} Reason;

/* What is wrong with the file rather than with the statement. */
static const Reason reasons[] = {
    {SQLITE_BUSY, ERR_LOCKED, false,
     "another process is using the database: wait until it is done"},
    {SQLITE_LOCKED, ERR_LOCKED, false,
     "another connection is using the table: wait until it is done"},
    {SQLITE_READONLY, ERR_SQL, true,
     "the file or its folder may not be written: check their permissions"},
    {SQLITE_PERM, ERR_CONNECT, true, "check the permissions of the file"},
    {SQLITE_CANTOPEN, ERR_CONNECT, true,
     "check that the path is right, that its folder exists and that it may be written"},
    {SQLITE_NOTADB, ERR_CONNECT, true, "the file is not an SQLite database (or it is encrypted)"},
    {SQLITE_CORRUPT, ERR_CONNECT, true,
     "the file is damaged: run \"pragma integrity_check\" and restore a backup"},
    {SQLITE_FULL, ERR_SQL, true, "make room on the disk"},
    {SQLITE_IOERR, ERR_CONNECT, true, "the system could not read or write the file"},
};

static bool fail(const SqliteConn *lite, const char *sql, Error *err)
{
    int code = sqlite3_extended_errcode(lite->db);
    const Reason *reason = NULL;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].code == (code & 0xFF)) {
            reason = &reasons[i];
        }
    }
    if (error_is_set(err)) {
        return false;
    }
    const char *text = sqlite3_errmsg(lite->db);
    if (reason && reason->file) {
        error_set(err, reason->error, "database \"%s\": %s", lite->path, text);
    } else {
        error_set(err, reason ? reason->error : ERR_SQL, "%s", text);
    }
    if (reason) {
        error_hint(err, "%s", reason->hint);
    }
    err->server_code = code_name(err->mem, code);
    err->statement = mem_strdup(err->mem, sql);
    int offset = sqlite3_error_offset(lite->db);
    if (sql && offset >= 0 && (size_t)offset <= strlen(sql)) {
        err->where.line = err->where.column = 1;
        for (int i = 0; i < offset; i++) {
            bool line = sql[i] == '\n';
            bool begins = ((unsigned char)sql[i] & 0xC0u) != 0x80u;
            err->where.line += line;
            err->where.column = line ? 1 : err->where.column + begins;
        }
    }
    return false;
}

/* --- statements ------------------------------------------------------------------------------- */

/* Prepares the only statement of `sql`; *out is NULL when there is none. */
static bool prepare(SqliteConn *lite, const char *sql, sqlite3_stmt **out, Error *err)
{
    const char *tail = NULL;
    sqlite3_stmt *statement = NULL, *more = NULL;
    if (sqlite3_prepare_v2(lite->db, sql, -1, &statement, &tail) != SQLITE_OK) {
        return fail(lite, sql, err);
    }
    /* White space and comments behind it prepare to nothing; anything else is not ours to skip. */
    while (statement && tail && *tail && !more) {
        const char *rest = tail;
        if (sqlite3_prepare_v2(lite->db, rest, -1, &more, &tail) != SQLITE_OK || more) {
            sqlite3_finalize(more);
            sqlite3_finalize(statement);
            error_set(err, ERR_SQL, "more than one statement where one is expected");
            err->statement = err->statement ? err->statement : mem_strdup(err->mem, sql);
            return false;
        }
        if (tail == rest) {
            break;
        }
    }
    *out = statement;
    return true;
}

static bool bind(SqliteConn *lite, sqlite3_stmt *statement, const Query *query, Error *err)
{
    for (size_t i = 0; i < query->param_count; i++) {
        const char *value = query->params[i];
        int place = (int)i + 1;
        int code = value ? sqlite3_bind_text(statement, place, value, -1, SQLITE_TRANSIENT)
                         : sqlite3_bind_null(statement, place);
        if (code != SQLITE_OK) {
            return fail(lite, query->sql, err);
        }
    }
    return true;
}

static bool fetch(SqliteConn *lite, Mem *mem, sqlite3_stmt *statement, const Query *query,
                  Rows *out, Error *err)
{
    LIST(const char *) cells = {0};
    Rows rows = {.columns = (size_t)sqlite3_column_count(statement)};
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < (int)rows.columns; i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            size_t len = text ? (size_t)sqlite3_column_bytes(statement, i) : 0;
            list_push(mem, &cells, text ? mem_strndup(mem, text, len) : NULL);
        }
        rows.len++;
    }
    if (code != SQLITE_DONE) {
        return fail(lite, query->sql, err);
    }
    rows.cells = cells.at;
    *out = rows;
    return true;
}

static bool sqlite_query(Conn *conn, Mem *mem, const Query *query, Rows *out, Error *err)
{
    SqliteConn *lite = sqlite(conn);
    sqlite3_stmt *statement = NULL;
    if (!prepare(lite, query->sql, &statement, err)) {
        return false;
    }
    if (!statement) {
        *out = (Rows){0};
        return true;
    }
    mem_adopt(mem, statement, finalize_statement);
    bool done = bind(lite, statement, query, err) && fetch(lite, mem, statement, query, out, err);
    mem_release(mem, statement);
    return done;
}

static bool sqlite_query_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                              Error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!sqlite_query(conn, mem, &queries[i], &out[i], err)) {
            return false;
        }
    }
    return true;
}

static bool sqlite_exec(Conn *conn, const char *sql, int64_t *affected, Error *err)
{
    SqliteConn *lite = sqlite(conn);
    Mem *mem = mem_child(lite->mem, "sqlite exec");
    Rows rows;
    int before = sqlite3_total_changes(lite->db);
    bool done = sqlite_query(conn, mem, &(Query){.sql = sql}, &rows, err);
    if (done && affected) {
        *affected = sqlite3_total_changes(lite->db) - before;
    }
    mem_destroy(mem);
    return done;
}

static const char *sqlite_escape(Conn *conn UNUSED, Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    for (const char *c = text; *c; c++) {
        buf_add(&buf, *c == '\'' ? "'" : "");
        buf_char(&buf, *c);
    }
    return mem_strdup(mem, buf_text(&buf));
}

static const ConnOps sqlite_ops = {
    .query = sqlite_query,
    .query_many = sqlite_query_many,
    .exec = sqlite_exec,
    .escape = sqlite_escape,
};

/* --- opening ---------------------------------------------------------------------------------- */

/* SQLite's own words for all of these are "unable to open database file". */
static bool check_path(const char *path, Error *err)
{
    Mem *mem = err->mem;
    const char *folder = path_folder(mem, path);
    if (file_is_folder(path)) {
        error_set(err, ERR_CONNECT, "database \"%s\" is a folder", path);
        return error_hint(err, "name a file in it");
    }
    if (!file_is_folder(folder)) {
        error_set(err, ERR_CONNECT, "the folder \"%s\" of database \"%s\" does not exist", folder,
                  path);
        return error_hint(err, "make the folder first; sqlite:///a.db is relative to the current "
                               "folder, sqlite:////a.db is absolute");
    }
    return true;
}

static bool check_version(Error *err)
{
    if (sqlite3_libversion_number() >= 3038000) {
        return true;
    }
    error_set(err, ERR_UNSUPPORTED, "SQLite %s is too old", sqlite3_libversion());
    return error_hint(err, "install the library in version 3.38 or later");
}

static Server describe(const Dialect *dialect)
{
    int version = sqlite3_libversion_number();
    return (Server){
        .dialect = dialect,
        .version = version,
        .flavor = FLAVOR_SQLITE,
        .caps = dialect->syntax->caps(version, FLAVOR_SQLITE),
        .default_schema = "main",
    };
}

static bool open_file(SqliteConn *lite, const Url *url, Error *err)
{
    const char *mode = url_param(url, "mode");
    int flags = text_equal(mode, "ro")   ? SQLITE_OPEN_READONLY
                : text_equal(mode, "rw") ? SQLITE_OPEN_READWRITE
                                         : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    bool memory = text_empty(lite->path) || text_equal(lite->path, ":memory:");
    if (!memory && !check_path(lite->path, err)) {
        return false;
    }
    bool absent = !memory && !mode && !file_exists(lite->path);
    if (absent && url->absent == ABSENT_ERROR) {
        error_set(err, ERR_CONNECT, "there is no database \"%s\"", lite->path);
        return error_hint(err, "is the path right? sqlite:///a.db is relative to the current "
                               "folder; \"schemadiff upgrade\" and \"create\" make the file");
    }
    lite->conn.absent = absent && url->absent == ABSENT_EMPTY;
    memory |= lite->conn.absent;
    const char *name = memory ? ":memory:" : lite->path;
    int code = sqlite3_open_v2(name, &lite->db, flags, NULL);
    if (!lite->db) {
        return error_set(err, ERR_CONNECT, "out of memory in SQLite");
    }
    mem_adopt(lite->mem, lite->db, close_database);
    sqlite3_extended_result_codes(lite->db, 1);
    sqlite_wait(&lite->conn, WAIT_MS);
    return code == SQLITE_OK || fail(lite, NULL, err);
}

bool sqlite_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out, Error *err)
{
    if (!check_version(err)) {
        return false;
    }
    SqliteConn *lite = MEM_NEW(mem, SqliteConn);
    lite->mem = mem_child(mem, "sqlite connection");
    lite->conn.ops = &sqlite_ops;
    lite->conn.server = describe(dialect);
    lite->conn.safe_url = mem_strdup(mem, url->safe);
    lite->path = mem_strdup(mem, url->database ? url->database : "");
    lite->conn.database = lite->path;
    if (!open_file(lite, url, err)) {
        return false;
    }
    /* The file is only looked at by the first statement. */
    const char *ignored;
    if (!conn_value(&lite->conn, lite->mem, "SELECT count(*) FROM sqlite_schema", &ignored, err)) {
        err->statement = NULL;
        return false;
    }
    *out = &lite->conn;
    return true;
}

/* --- for the runner --------------------------------------------------------------------------- */

SqliteSession *sqlite_session(Conn *conn)
{
    return &sqlite(conn)->session;
}

bool sqlite_in_transaction(const Conn *conn)
{
    return !sqlite3_get_autocommit(sqlite(conn)->db);
}

void sqlite_wait(Conn *conn, int64_t milliseconds)
{
    sqlite3_busy_timeout(sqlite(conn)->db, milliseconds > INT_MAX ? INT_MAX : (int)milliseconds);
}

Mem *sqlite_mem(Conn *conn)
{
    return sqlite(conn)->mem;
}
