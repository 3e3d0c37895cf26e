#include "introspect/coverage.h"
#include "introspect/mysql/mysql.h"
#include "introspect/mysql/mysql_sql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

const char *reading_expression(const Reading *reading, const char *text)
{
    Mem *mem = reading->schema->mem;
    if (!reading->maria) {
        text = mysql_unescape(reading->mem, text);
    }
    return expr_strip_parens(mem, mysql_expression(mem, text, reading->database, reading->maria));
}

/* The statements of one introspection; the two flavors answer with the same columns. */
enum {
    Q_TABLES,
    Q_COLUMNS,
    Q_INDEXES,
    Q_KEY_COLUMNS,
    Q_KEYS,
    Q_CHECKS,
    Q_CHECK_TABLES,
    Q_VIEWS,
    Q_ROUTINES,
    Q_EVENTS,
    Q_TRIGGERS,
    Q_COUNT
};

static bool read_catalogue(Reading *reading, Rows *rows, Error *err)
{
    static const char *const mysql[Q_COUNT] = {
        [Q_TABLES] = sql_tables,
        [Q_COLUMNS] = sql_columns_mysql,
        [Q_INDEXES] = sql_indexes_mysql,
        [Q_KEY_COLUMNS] = sql_foreign_key_columns,
        [Q_KEYS] = sql_foreign_keys,
        [Q_CHECKS] = sql_checks_mysql,
        [Q_CHECK_TABLES] = sql_check_tables_mysql,
        [Q_VIEWS] = sql_views_mysql,
        [Q_ROUTINES] = sql_routines,
        [Q_EVENTS] = sql_events,
        [Q_TRIGGERS] = sql_triggers,
    };
    static const char *const mariadb[Q_COUNT] = {
        [Q_TABLES] = sql_tables,
        [Q_COLUMNS] = sql_columns_mariadb,
        [Q_INDEXES] = sql_indexes_mariadb,
        [Q_KEY_COLUMNS] = sql_foreign_key_columns,
        [Q_KEYS] = sql_foreign_keys,
        [Q_CHECKS] = sql_checks_mariadb,
        [Q_CHECK_TABLES] = sql_check_tables_mariadb,
        [Q_VIEWS] = sql_views_mariadb,
        [Q_ROUTINES] = sql_routines,
        [Q_EVENTS] = sql_events,
        [Q_TRIGGERS] = sql_triggers,
    };
    Query queries[Q_COUNT] = {0};
    for (size_t i = 0; i < Q_COUNT; i++) {
        queries[i].sql = reading->maria ? mariadb[i] : mysql[i];
    }
    return conn_query_many(reading->conn, reading->mem, queries, Q_COUNT, rows, err);
}

static bool fill_schema(Reading *reading, Error *err)
{
    Rows rows[Q_COUNT] = {0};
    if (!read_catalogue(reading, rows, err) || !mysql_read_tables(reading, &rows[Q_TABLES], err) ||
        !mysql_read_columns(reading, &rows[Q_COLUMNS], err)) {
        return false;
    }
    mysql_read_indexes(reading, &rows[Q_INDEXES]);
    mysql_read_foreign_keys(reading, &rows[Q_KEY_COLUMNS], &rows[Q_KEYS]);
    mysql_read_checks(reading, &rows[Q_CHECKS], &rows[Q_CHECK_TABLES]);
    if (!mysql_read_views(reading, &rows[Q_VIEWS], err) ||
        !mysql_read_routines(reading, &rows[Q_ROUTINES], err) ||
        !mysql_read_events(reading, &rows[Q_EVENTS], err) ||
        !mysql_read_triggers(reading, &rows[Q_TRIGGERS], err)) {
        return false;
    }
    mysql_link_views(reading);
    return mysql_read_sequences(reading, err) && mysql_read_definitions(reading, err) &&
           schema_finish(reading->schema, err);
}

static void set_managed(Schema *schema)
{
    static const ObjectKind kinds[] = {OBJ_TABLE,    OBJ_COLUMN,    OBJ_CONSTRAINT,
                                       OBJ_INDEX,    OBJ_VIEW,      OBJ_TRIGGER,
                                       OBJ_FUNCTION, OBJ_PROCEDURE, OBJ_EVENT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        schema->managed |= 1u << kinds[i];
    }
    if (server_can(schema->server, CAP_SEQUENCES)) {
        schema->managed |= 1u << OBJ_SEQUENCE;
    }
    list_push(schema->mem, &schema->managed_schemas, NULL);
}

static bool mysql_read(Mem *mem, Conn *conn, const Scope *scope, Schema **out, Error *err)
{
    Mem *work = mem_child(mem, "introspection");
    Filter *filter = NULL;
    Reading reading = {.mem = work,
                       .conn = conn,
                       .scope = scope,
                       .schema = schema_new(mem, &conn->server),
                       .database = conn->server.default_schema,
                       .maria = conn->server.flavor == FLAVOR_MARIADB};
    set_managed(reading.schema);
    bool good = filter_new(work, scope, &filter, err);
    reading.filter = filter;
    good = good && fill_schema(&reading, err);
    mem_destroy(work);
    if (good) {
        *out = reading.schema;
    }
    return good;
}

static bool mysql_coverage(Mem *mem, Conn *conn, const Scope *scope, Coverage *out, Error *err)
{
    bool maria = conn->server.flavor == FLAVOR_MARIADB;
    const Query database = {.sql = maria ? sql_coverage_mariadb : sql_coverage_mysql};
    const Query server = {.sql = sql_coverage_server};
    return coverage_read(mem, conn, &database, 1, scope, out, err) &&
           coverage_read_closed(mem, conn, &server, scope,
                                "loadable functions, servers and rights on routines", out, err);
}

const IntrospectOps introspect_mysql = {
    .open = mysql_open,
    .read = mysql_read,
    .has_depth = true,
    .judge = mysql_judge,
    .coverage = mysql_coverage,
};
