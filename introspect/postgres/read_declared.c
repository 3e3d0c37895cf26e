/* The kinds of struct Declared, whose definitions the server writes or a query puts together. */
#include "introspect/postgres/reader.h"

/* Where a kind is found. */
typedef struct Source {
    ObjectKind kind;
    ReaderQuery query;
    const char *class;  /* whose rows are its comments' objects */
    const char *option; /* that its query tells; NULL = none */
} Source;

/* Ranges, which are types as well, are read by read_types.c. */
static const Source sources[] = {
    {OBJ_COLLATION, Q_collations_own, "pg_collation", NULL},
    {OBJ_OPERATOR, Q_operators, "pg_operator", NULL},
    {OBJ_CAST, Q_casts, "pg_cast", NULL},
    {OBJ_STATISTICS, Q_statistics, "pg_statistic_ext", "target"},
    {OBJ_EVENT_TRIGGER, Q_event_triggers, "pg_event_trigger", "enabled"},
};
enum { SOURCE_COUNT = sizeof sources / sizeof *sources };

ReaderQuery declared_query(ObjectKind kind)
{
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (sources[i].kind == kind) {
            return sources[i].query;
        }
    }
    return Q_ranges;
}

const OidMap *declared_of_class(const Reader *reader, const char *class)
{
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (text_equal(sources[i].class, class)) {
            return &reader->declared_objects[sources[i].kind];
        }
    }
    return NULL;
}

/* What is on a relation goes with it: out of scope together. */
static bool is_in_scope(const Reader *reader, const char *oid)
{
    const Relation *relation = oid ? oid_get(&reader->relations, cell_oid(oid)) : NULL;
    return !oid || (relation && (relation->table || relation->view));
}

static void read_row(Reader *reader, const Source *source, size_t row)
{
    const Rows *rows = &reader->rows[source->query];
    const char *ns = NULL, *option = source->option ? rows_get(rows, row, DECLARED_OPTION) : NULL;
    const char *relation = source->option ? rows_get(rows, row, DECLARED_RELATION) : NULL;
    bool wanted = !object_kind_in_schema(source->kind) ||
                  reader_namespace(reader, rows_get(rows, row, DECLARED_SCHEMA), &ns);
    if (!wanted || !is_in_scope(reader, relation)) {
        return;
    }
    Declared *declared =
        schema_add_declared(reader->schema, source->kind, ns, rows_get(rows, row, DECLARED_NAME));
    declared->definition = reader_keep(reader, rows_get(rows, row, DECLARED_TEXT));
    oid_put(reader->temp, &reader->declared_objects[source->kind],
            cell_oid(rows_get(rows, row, DECLARED_OID)), &declared->base);
    if (option) {
        options_set(reader->mem, &declared->options, source->option, option, (Location){0});
    }
}

void read_declared(Reader *reader)
{
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        for (size_t row = 0; row < reader->rows[sources[i].query].len; row++) {
            read_row(reader, &sources[i], row);
        }
    }
}
