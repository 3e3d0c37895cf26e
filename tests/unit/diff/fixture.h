/* Schemas for diff tests: small builders over the pure halves of the dialects. */
#ifndef TESTS_UNIT_DIFF_FIXTURE_H
#define TESTS_UNIT_DIFF_FIXTURE_H

#include "diff/compare.h"
#include "diff/diff.h"
#include "tests/unit/schema/fixture.h"

static const CompareOps generic_compare = {.views_block = true};
static const CompareOps mysql_compare = {0};
static const Dialect postgres_diff = {.name = "postgresql",
                                      .model_bit = MODEL_POSTGRESQL,
                                      .assumed_version = 150000,
                                      .assumed_flavor = FLAVOR_POSTGRESQL,
                                      .syntax = &syntax_postgres,
                                      .compare = &generic_compare};
static const Dialect mysql_diff = {.name = "mysql",
                                   .model_bit = MODEL_MYSQL,
                                   .assumed_version = 90704,
                                   .assumed_flavor = FLAVOR_MYSQL,
                                   .syntax = &syntax_mysql,
                                   .compare = &mysql_compare};

/* A table with an integer "id" primary key and a text "name"; `where` marks it as a model's. */
static inline Table *fixture_table(Schema *schema, const char *name, bool model)
{
    Table *table = schema_add_table(schema, NULL, name);
    fixture_column(schema, table, "id", "bigint");
    fixture_column(schema, table, "name", "varchar(50)");
    Constraint *key = table_add_constraint(schema, table, CONSTRAINT_PRIMARY_KEY,
                                           model ? NULL : mem_printf(schema->mem, "%s_pkey", name));
    fixture_key(schema, &key->keys, "id");
    if (model) {
        table->base.where = key->base.where = (Location){"model.json", 1, 1};
    }
    return table;
}

static inline Schema *fixture_model(Mem *mem, const Dialect *dialect)
{
    Schema *schema = fixture_schema(mem, dialect);
    schema->managed = 1u << OBJ_TABLE | 1u << OBJ_COLUMN | 1u << OBJ_CONSTRAINT | 1u << OBJ_INDEX;
    list_push(schema->mem, &schema->managed_schemas, (const char *)NULL);
    return schema;
}

/* "alter orders; add column \"notes\" text; …": all changes, children after their table. */
static inline const char *fixture_changes(Mem *mem, const Changes *changes)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (!change->children.len || change->parts) {
            buf_fmt(&buf, "%s\n", change_describe(mem, change, true));
        }
        for (size_t j = 0; j < change->children.len && !change->parts; j++) {
            buf_fmt(&buf, "%s\n", change_describe(mem, change->children.at[j], true));
        }
    }
    return buf_text(&buf);
}

#endif
