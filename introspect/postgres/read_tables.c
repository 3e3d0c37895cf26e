#include "introspect/postgres/expression.h"
#include "introspect/postgres/literal.h"
#include "introspect/postgres/reader.h"

#include <string.h>

/* Columns of the queries. */
enum {
    RELATION_OID,
    RELATION_SCHEMA,
    RELATION_NAME,
    RELATION_KIND,
    RELATION_PERSISTENCE,
    RELATION_OPTIONS,
    RELATION_TOAST_OPTIONS,
    RELATION_TABLESPACE,
    RELATION_METHOD,
    RELATION_SECURITY,
    RELATION_FORCE_SECURITY,
    RELATION_PARTITION_BY,
    RELATION_BOUND,
    RELATION_QUERY,
    RELATION_TYPE,
    RELATION_TYPE_ARRAY,
    RELATION_REPLICA_IDENTITY,
    RELATION_GRANTED,
    RELATION_OF_TYPE,
    RELATION_OF_TYPE_SCHEMA
};
enum { INHERITS_CHILD, INHERITS_PARENT, INHERITS_PARENT_NAME, INHERITS_PARENT_SCHEMA };
enum {
    COLUMN_TABLE,
    COLUMN_NUMBER,
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_MODIFIER,
    COLUMN_TYPE_TEXT,
    COLUMN_NOT_NULL,
    COLUMN_IDENTITY,
    COLUMN_GENERATED,
    COLUMN_INHERITED,
    COLUMN_ANY_COLLATION,
    COLUMN_COLLATION,
    COLUMN_DEFAULT,
    COLUMN_STORAGE,
    COLUMN_COMPRESSION,
    COLUMN_STATISTICS
};

static const char *word_of_storage(char storage)
{
    static const struct {
        char code;
        const char *word;
    } words[] = {{'p', "plain"}, {'e', "external"}, {'m', "main"}, {'x', "extended"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].code == storage) {
            return words[i].word;
        }
    }
    return NULL;
}

static const char *word_of_compression(char method)
{
    return method == 'p' ? "pglz" : method == 'l' ? "lz4" : NULL;
}

static void set_option(Reader *reader, Options *options, const char *name, const char *value)
{
    if (value) {
        options_set(reader->mem, options, name, value, (Location){0});
    }
}

/* --- relations --- */

static void read_table_options(Reader *reader, size_t row, Table *table)
{
    const Rows *rows = &reader->rows[Q_relations];
    const char *access_method = rows_get(rows, row, RELATION_METHOD);
    bool security = cell_true(rows_get(rows, row, RELATION_SECURITY)),
         force = cell_true(rows_get(rows, row, RELATION_FORCE_SECURITY));
    NameList with = {0};
    options_collect(reader->temp, rows_get(rows, row, RELATION_OPTIONS), "", &with);
    options_collect(reader->temp, rows_get(rows, row, RELATION_TOAST_OPTIONS), "toast.", &with);
    set_option(reader, &table->options, "with", options_join(reader->temp, &with));
    set_option(reader, &table->options, "tablespace", rows_get(rows, row, RELATION_TABLESPACE));
    set_option(reader, &table->options, "unlogged",
               *rows_get(rows, row, RELATION_PERSISTENCE) == 'u' ? "true" : NULL);
    set_option(reader, &table->options, "row_security",
               security && force ? "force"
               : security        ? "on"
               : force           ? "forced_off"
                                 : NULL);
    switch (*rows_get(rows, row, RELATION_REPLICA_IDENTITY)) {
    case 'f':
        set_option(reader, &table->options, "replica_identity", "full");
        break;
    case 'n':
        set_option(reader, &table->options, "replica_identity", "nothing");
        break;
    }
    if (rows_get(rows, row, RELATION_OF_TYPE)) {
        set_option(reader, &table->options, "of_type",
                   reader_label(reader,
                                reader_schema(reader, rows_get(rows, row, RELATION_OF_TYPE_SCHEMA)),
                                rows_get(rows, row, RELATION_OF_TYPE)));
    }
    if (!text_equal(access_method, "heap")) {
        set_option(reader, &table->options, "access_method", access_method);
    }
}

static void read_table(Reader *reader, size_t row, Relation *relation)
{
    const Rows *rows = &reader->rows[Q_relations];
    Table *table = schema_add_table(reader->schema, relation->schema, relation->name);
    relation->table = table;
    table->partition_by = reader_keep(reader, rows_get(rows, row, RELATION_PARTITION_BY));
    table->partition_bound = reader_keep(reader, rows_get(rows, row, RELATION_BOUND));
    read_table_options(reader, row, table);
}

/* reloptions of a view are its own options and the word CHECK OPTION. */
static void read_view_options(Reader *reader, const char *cell, View *view)
{
    const char check[] = "check_option=";
    NameList pairs = {0}, with = {0};
    options_collect(reader->temp, cell, "", &pairs);
    for (size_t i = 0; i < pairs.len; i++) {
        if (text_starts(pairs.at[i], check)) {
            set_option(reader, &view->options, "check_option", pairs.at[i] + strlen(check));
        } else {
            list_push(reader->temp, &with, pairs.at[i]);
        }
    }
    set_option(reader, &view->options, "with", options_join(reader->temp, &with));
}

static const char *without_semicolon(Mem *mem, const char *text)
{
    Str view = str_trim(str_of(text));
    while (view.len && view.ptr[view.len - 1] == ';') {
        view = str_trim((Str){view.ptr, view.len - 1});
    }
    return str_dup(mem, view);
}

static void read_view(Reader *reader, size_t row, Relation *relation)
{
    const Rows *rows = &reader->rows[Q_relations];
    View *view = schema_add_view(reader->schema, relation->schema, relation->name);
    relation->view = view;
    view->materialized = relation->kind == 'm';
    view->base.granted = cell_true(rows_get(rows, row, RELATION_GRANTED));
    view->query = postgres_stable(
        reader->mem, without_semicolon(reader->temp, rows_get(rows, row, RELATION_QUERY)));
    read_view_options(reader, rows_get(rows, row, RELATION_OPTIONS), view);
}

static bool is_wanted(const Reader *reader, const Relation *relation)
{
    const char *ns = relation->schema ? relation->schema : reader->server->default_schema;
    return !text_equal(relation->name, reader->scope->history_table) &&
           filter_accepts(reader->filter, ns, relation->name);
}

void read_relations(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_relations];
    for (size_t i = 0; i < rows->len; i++) {
        uint32_t oid = cell_oid(rows_get(rows, i, RELATION_OID));
        Relation *relation = MEM_NEW(reader->temp, Relation);
        if (!reader_namespace(reader, rows_get(rows, i, RELATION_SCHEMA), &relation->schema)) {
            continue;
        }
        relation->name = rows_get(rows, i, RELATION_NAME);
        relation->kind = *rows_get(rows, i, RELATION_KIND);
        relation->partition = rows_get(rows, i, RELATION_BOUND) != NULL;
        oid_put(reader->temp, &reader->relations, oid, relation);
        if (!is_wanted(reader, relation)) {
            continue;
        }
        bool table = relation->kind == 'r' || relation->kind == 'p';
        (table ? read_table : read_view)(reader, i, relation);
        Object *object = table ? &relation->table->base : &relation->view->base;
        oid_put(reader->temp, &reader->class_objects, oid, object);
        reader_user_type(reader, rows_get(rows, i, RELATION_TYPE),
                         rows_get(rows, i, RELATION_TYPE_ARRAY), object);
    }
}

void read_inherits(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_inherits];
    for (size_t i = 0; i < rows->len; i++) {
        Relation *child = oid_get(&reader->relations, cell_oid(rows_get(rows, i, INHERITS_CHILD)));
        const Relation *known =
            oid_get(&reader->relations, cell_oid(rows_get(rows, i, INHERITS_PARENT)));
        if (!child || !child->table) {
            continue;
        }
        const char *parent =
            reader_label(reader, reader_schema(reader, rows_get(rows, i, INHERITS_PARENT_SCHEMA)),
                         rows_get(rows, i, INHERITS_PARENT_NAME));
        if (known) {
            list_push(reader->temp, &child->parents, known);
        }
        if (child->partition) {
            child->table->partition_of = parent;
        } else {
            list_push(reader->mem, &child->table->inherits, parent);
        }
    }
}

/* --- columns --- */

static void read_expression(Reader *reader, size_t row, uint32_t type_oid, Column *column)
{
    const Rows *rows = &reader->rows[Q_columns];
    const char *text = rows_get(rows, row, COLUMN_DEFAULT),
               *generated = rows_get(rows, row, COLUMN_GENERATED);
    if (!text) {
        return;
    }
    if (*generated) {
        column->generated = *generated == 'v' ? GENERATED_VIRTUAL : GENERATED_STORED;
        column->generated_expr.text = postgres_expression(reader->mem, text);
        return;
    }
    column->default_value =
        postgres_default(reader->mem, text, &column->type, reader_domain_base(reader, type_oid));
}

static void read_column(Reader *reader, size_t row, Table *table, Attribute *attribute)
{
    const Rows *rows = &reader->rows[Q_columns];
    const char *storage = rows_get(rows, row, COLUMN_STORAGE),
               *compression = rows_get(rows, row, COLUMN_COMPRESSION);
    Column *column = table_add_column(reader->schema, table, attribute->name);
    attribute->column = column;
    column->type =
        reader_type(reader, attribute->type, cell_int(rows_get(rows, row, COLUMN_MODIFIER)),
                    rows_get(rows, row, COLUMN_TYPE_TEXT));
    column->not_null = cell_true(rows_get(rows, row, COLUMN_NOT_NULL));
    read_expression(reader, row, attribute->type, column);
    switch (*rows_get(rows, row, COLUMN_IDENTITY)) {
    case 'a':
        column->identity.kind = IDENTITY_ALWAYS;
        break;
    case 'd':
        column->identity.kind = IDENTITY_BY_DEFAULT;
        break;
    }
    column->collation = reader_keep(
        reader, oid_get(&reader->collations, cell_oid(rows_get(rows, row, COLUMN_COLLATION))));
    set_option(reader, &column->options, "storage", storage ? word_of_storage(*storage) : NULL);
    set_option(reader, &column->options, "compression",
               compression ? word_of_compression(*compression) : NULL);
    set_option(reader, &column->options, "statistics", rows_get(rows, row, COLUMN_STATISTICS));
}

/* Rows first … end - 1 are one relation's, in order of attnum. */
static void read_attributes(Reader *reader, Relation *relation, size_t first, size_t end)
{
    const Rows *rows = &reader->rows[Q_columns];
    relation->attribute_count = (size_t)cell_int(rows_get(rows, end - 1, COLUMN_NUMBER));
    relation->attributes = MEM_ARRAY(reader->temp, Attribute, relation->attribute_count);
    for (size_t i = first; i < end; i++) {
        size_t number = (size_t)cell_int(rows_get(rows, i, COLUMN_NUMBER));
        Attribute *attribute = &relation->attributes[number - 1];
        attribute->name = rows_get(rows, i, COLUMN_NAME);
        attribute->type = cell_oid(rows_get(rows, i, COLUMN_TYPE));
        attribute->collation = cell_oid(rows_get(rows, i, COLUMN_ANY_COLLATION));
        attribute->row = i;
    }
}

static const Attribute *find_attribute(const Relation *relation, const char *name)
{
    for (size_t i = 0; i < relation->attribute_count; i++) {
        if (text_equal(relation->attributes[i].name, name)) {
            return &relation->attributes[i];
        }
    }
    return NULL;
}

/* An inherited column is the child's own business only where it differs from all its parents'. */
static bool is_own(const Reader *reader, const Relation *relation, const Attribute *attribute)
{
    static const int same[] = {COLUMN_NOT_NULL,  COLUMN_GENERATED, COLUMN_DEFAULT,
                               COLUMN_COLLATION, COLUMN_STORAGE,   COLUMN_COMPRESSION,
                               COLUMN_STATISTICS};
    const Rows *rows = &reader->rows[Q_columns];
    if (cell_int(rows_get(rows, attribute->row, COLUMN_INHERITED)) == 0) {
        return true;
    }
    bool found = false;
    for (size_t i = 0; i < relation->parents.len; i++) {
        const Attribute *other = find_attribute(relation->parents.at[i], attribute->name);
        bool equal = other != NULL;
        for (size_t j = 0; equal && j < sizeof same / sizeof *same; j++) {
            equal = text_equal(rows_get(rows, attribute->row, (size_t)same[j]),
                               rows_get(rows, other->row, (size_t)same[j]));
        }
        if (equal) {
            return false;
        }
        found |= other != NULL;
    }
    return found;
}

static void read_columns_of(Reader *reader, Relation *relation)
{
    for (size_t i = 0; relation->table && i < relation->attribute_count; i++) {
        Attribute *attribute = &relation->attributes[i];
        if (attribute->name && is_own(reader, relation, attribute)) {
            read_column(reader, attribute->row, relation->table, attribute);
        }
    }
}

Column *reader_own_column(Reader *reader, const Relation *relation, size_t number)
{
    Attribute *attribute = &relation->attributes[number - 1];
    if (!attribute->column && attribute->name && relation->table) {
        read_column(reader, attribute->row, relation->table, attribute);
    }
    return attribute->column;
}

/* Two passes: a child's columns are compared with its parents', whose rows may come later. */
void read_columns(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_columns];
    LIST(Relation *) relations = {0};
    for (size_t first = 0, end = 0; first < rows->len; first = end) {
        uint32_t oid = cell_oid(rows_get(rows, first, COLUMN_TABLE));
        while (end < rows->len && cell_oid(rows_get(rows, end, COLUMN_TABLE)) == oid) {
            end++;
        }
        Relation *relation = oid_get(&reader->relations, oid);
        if (relation) {
            read_attributes(reader, relation, first, end);
            list_push(reader->temp, &relations, relation);
        }
    }
    for (size_t i = 0; i < relations.len; i++) {
        read_columns_of(reader, relations.at[i]);
    }
}
