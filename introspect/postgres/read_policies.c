/* Row security. */
#include "introspect/postgres/expression.h"
#include "introspect/postgres/reader.h"

/* Columns of the query. */
enum {
    POLICY_OID,
    POLICY_TABLE,
    POLICY_NAME,
    POLICY_COMMAND,
    POLICY_PERMISSIVE,
    POLICY_ROLES,
    POLICY_USING,
    POLICY_CHECK
};

static PolicyCommand command_of(char code)
{
    switch (code) {
    case 'r':
        return POLICY_SELECT;
    case 'a':
        return POLICY_INSERT;
    case 'w':
        return POLICY_UPDATE;
    case 'd':
        return POLICY_DELETE;
    }
    return POLICY_ALL;
}

void read_policies(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_policies];
    for (size_t i = 0; i < rows->len; i++) {
        const Relation *relation =
            oid_get(&reader->relations, cell_oid(rows_get(rows, i, POLICY_TABLE)));
        if (!relation || !relation->table) {
            continue;
        }
        Policy *policy =
            table_add_policy(reader->schema, relation->table, rows_get(rows, i, POLICY_NAME));
        policy->command = command_of(*rows_get(rows, i, POLICY_COMMAND));
        policy->restrictive = !cell_true(rows_get(rows, i, POLICY_PERMISSIVE));
        policy->roles = cell_array(reader->mem, rows_get(rows, i, POLICY_ROLES));
        policy->using_.text = postgres_expression(reader->mem, rows_get(rows, i, POLICY_USING));
        policy->check.text = postgres_expression(reader->mem, rows_get(rows, i, POLICY_CHECK));
        oid_put(reader->temp, &reader->policy_objects, cell_oid(rows_get(rows, i, POLICY_OID)),
                &policy->base);
    }
}
