#include "introspect/conn_postgres.h"
#include "introspect/coverage.h"
#include "introspect/postgres/judge.h"
#include "introspect/postgres/reader.h"

#include "postgres_sql.h"

static const char *const query_texts[QUERY_COUNT] = {
#define QUERY(name) [Q_##name] = sql_##name,
    READER_QUERIES(QUERY)
#undef QUERY
};

const char *const postgres_routines_query = sql_routines;

const char *declared_query_text(ObjectKind kind)
{
    return query_texts[declared_query(kind)];
}

/* The queries that take the scope as $1. */
static const bool query_scoped[QUERY_COUNT] = {
    [Q_namespaces] = true,     [Q_enums] = true,          [Q_domains] = true,
    [Q_relations] = true,      [Q_columns] = true,        [Q_sequences] = true,
    [Q_constraints] = true,    [Q_indexes] = true,        [Q_triggers] = true,
    [Q_dependencies] = true,   [Q_composites] = true,     [Q_policies] = true,
    [Q_routines] = true,       [Q_rules] = true,          [Q_ranges] = true,
    [Q_collations_own] = true, [Q_statistics] = true,     [Q_operators] = true,
    [Q_casts] = true,          [Q_event_triggers] = true,
};

const char postgres_settings[] =
    "SELECT set_config('search_path', quote_ident($1), true), set_config('jit', 'off', true),"
    " set_config('quote_all_identifiers', 'off', true), set_config('datestyle', 'ISO', true),"
    " set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),"
    " set_config('extra_float_digits', '1', true)";

const char *reader_schema(const Reader *reader, const char *name)
{
    return text_equal(name, reader->server->default_schema) ? NULL : name;
}

const char *reader_keep(const Reader *reader, const char *text)
{
    return mem_strdup(reader->mem, text);
}

const char *reader_label(const Reader *reader, const char *schema, const char *name)
{
    return schema ? mem_printf(reader->mem, "%s.%s", schema, name) : mem_strdup(reader->mem, name);
}

bool reader_namespace(const Reader *reader, const char *oid_cell, const char **schema)
{
    const char **found = oid_get(&reader->namespaces, cell_oid(oid_cell));
    if (!found) {
        return false;
    }
    *schema = *found;
    return true;
}

/* {"*"} is everything: no parameter. */
static const char *scope_parameter(Mem *mem, const Server *server, const Scope *scope)
{
    NameList names = {0};
    for (size_t i = 0; i < scope->schemas.len; i++) {
        const char *name = scope->schemas.at[i];
        if (text_equal(name, "*")) {
            return NULL;
        }
        list_push(mem, &names, name ? name : server->default_schema);
    }
    if (!names.len) {
        list_push(mem, &names, server->default_schema);
    }
    return array_literal(mem, &names);
}

/* Everything in one round trip. */
static bool fetch(Reader *reader, Conn *conn, Error *err)
{
    enum { BEFORE = 2, TOTAL = BEFORE + QUERY_COUNT + 1 };
    bool nested = postgres_in_transaction(conn);
    const char **scope = MEM_NEW(reader->temp, const char *);
    const char **path = MEM_NEW(reader->temp, const char *);
    *scope = scope_parameter(reader->temp, reader->server, reader->scope);
    *path = reader->server->default_schema;
    Query queries[TOTAL] = {0};
    Rows rows[TOTAL];
    queries[0].sql =
        nested ? "SAVEPOINT schemadiff_read" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    queries[1] = (Query){postgres_settings, path, 1};
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        bool skip = i == Q_constraints_18 && reader->server->version < 180000;
        const char *sql = skip ? "SELECT NULL WHERE false" : query_texts[i];
        queries[BEFORE + i] = (Query){sql, query_scoped[i] ? scope : NULL, query_scoped[i]};
    }
    queries[TOTAL - 1].sql = nested ? "ROLLBACK TO SAVEPOINT schemadiff_read" : "COMMIT";
    bool ok = conn_query_many(conn, reader->temp, queries, TOTAL, rows, err);
    if (!ok && postgres_in_transaction(conn)) {
        Error *ignored = error_new(reader->temp);
        ok = conn_exec(conn, nested ? queries[TOTAL - 1].sql : "ROLLBACK", ignored) && ok;
    }
    for (size_t i = 0; ok && i < QUERY_COUNT; i++) {
        reader->rows[i] = rows[BEFORE + i];
    }
    return ok;
}

static void build(Reader *reader)
{
    read_namespaces(reader);
    read_extensions(reader);
    read_collations(reader);
    read_ranges(reader);
    read_enums(reader);
    read_composites(reader);
    read_relations(reader);
    read_domains(reader);
    read_fields(reader);
    read_inherits(reader);
    read_columns(reader);
    read_sequences(reader);
    read_constraints(reader);
    read_indexes(reader);
    read_triggers(reader);
    read_rules(reader);
    read_policies(reader);
    read_declared(reader);
    read_routines(reader);
    read_dependencies(reader);
    read_comments(reader);
}

static bool postgres_read(Mem *mem, Conn *conn, const Scope *scope, Schema **out, Error *err)
{
    Mem *temp = mem_child(mem, "catalogue");
    Reader reader = {.temp = temp, .server = &conn->server, .scope = scope};
    Filter *filter;
    if (!filter_new(temp, scope, &filter, err) || !fetch(&reader, conn, err)) {
        mem_destroy(temp);
        return false;
    }
    reader.filter = filter;
    reader.schema = schema_new(mem, &conn->server);
    reader.mem = reader.schema->mem;
    reader.schema->managed = (1u << OBJ_KIND_COUNT) - 1;
    build(&reader);
    mem_destroy(temp);
    *out = reader.schema;
    return schema_finish(reader.schema, err);
}

static bool postgres_coverage(Mem *mem, Conn *conn, const Scope *scope, Coverage *out, Error *err)
{
    const char *schemas = scope_parameter(mem, &conn->server, scope);
    const Query queries[] = {
        {sql_coverage_relations, &schemas, 1},
        {sql_coverage_objects, &schemas, 1},
        {sql_coverage_rights, &schemas, 1},
        {sql_coverage_settings, &schemas, 1},
    };
    return coverage_read(mem, conn, queries, 4, scope, out, err);
}

const IntrospectOps introspect_postgres = {
    .open = postgres_open,
    .read = postgres_read,
    .judge = postgres_judge,
    .coverage = postgres_coverage,
};
