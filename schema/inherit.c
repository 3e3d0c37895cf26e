#include "schema/inherit.h"

#include <string.h>

const Table *labelled_table(const Schema *schema, const char *label)
{
    const char *dot = strchr(label, '.');
    const Table *table = schema_table(schema, NULL, label);
    if (table || !dot) {
        return table;
    }
    const char *ns = mem_strndup(schema->mem, label, (size_t)(dot - label));
    return schema_table(schema, text_equal(ns, schema->server->default_schema) ? NULL : ns,
                        dot + 1);
}

static const Column *column_of(const Schema *schema, const char *label, const char *column)
{
    const Table *table = labelled_table(schema, label);
    return table ? any_column(schema, table, column) : NULL;
}

const Column *inherited_column(const Schema *schema, const Table *table, const char *column)
{
    const Column *found = NULL;
    for (size_t i = 0; !found && i < table->inherits.len; i++) {
        found = column_of(schema, table->inherits.at[i], column);
    }
    return found || !table->partition_of ? found : column_of(schema, table->partition_of, column);
}

const Column *any_column(const Schema *schema, const Table *table, const char *column)
{
    const Column *own = table_column(table, column);
    return own ? own : inherited_column(schema, table, column);
}

static bool leads_to(const Schema *schema, const char *label, const Table *ancestor)
{
    const Table *parent = labelled_table(schema, label);
    return parent && (parent == ancestor || is_descendant(schema, parent, ancestor));
}

bool is_descendant(const Schema *schema, const Table *table, const Table *ancestor)
{
    bool found = table->partition_of && leads_to(schema, table->partition_of, ancestor);
    for (size_t i = 0; !found && i < table->inherits.len; i++) {
        found = leads_to(schema, table->inherits.at[i], ancestor);
    }
    return found;
}
