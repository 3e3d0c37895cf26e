#include "emit/sqlite/sqlite.h"

#include <assert.h>

static bool refuse(const Object *object, const Table *table, const char *what, Error *err)
{
    const char *word = object_kind_word(object->kind);
    assert(what && word);
    if (object->name) {
        error_add(err, ERR_UNSUPPORTED, object->where,
                  "sqlite has no %s: %s \"%s\" of table \"%s\"", what, word, object->name,
                  table->base.name);
    } else {
        error_add(err, ERR_UNSUPPORTED, object->where, "sqlite has no %s: a %s of table \"%s\"",
                  what, word, table->base.name);
    }
    return error_hint(err, "remove it from the model, or restrict the object to other databases "
                           "with \"dialects\"");
}

static bool check_keys(const Object *object, const Table *table, const KeyParts *keys, Error *err)
{
    for (size_t i = 0; i < keys->len; i++) {
        const char *what = keys->at[i].nulls != NULLS_DEFAULT ? "NULLS FIRST and LAST in keys"
                           : keys->at[i].length               ? "prefix lengths"
                           : keys->at[i].opclass              ? "operator classes"
                                                              : NULL;
        if (what) {
            return refuse(object, table, what, err);
        }
    }
    return true;
}

static bool check_constraint(const Table *table, const Constraint *constraint, Error *err)
{
    const char *what = constraint->type == CONSTRAINT_EXCLUSION ? "exclusion constraints"
                       : constraint->include.len                ? "covering columns (include)"
                       : constraint->nulls_not_distinct         ? "NULLS NOT DISTINCT"
                       : constraint->not_enforced       ? "constraints that are not enforced"
                       : constraint->delete_columns.len ? "columns in ON DELETE SET NULL"
                                                        : NULL;
    if (what) {
        return refuse(&constraint->base, table, what, err);
    }
    return check_keys(&constraint->base, table, &constraint->keys, err);
}

static bool check_index(const Table *table, const Index *index, Error *err)
{
    bool btree = !index->method || text_equal_nocase(index->method, "btree");
    const char *what = index->include.len          ? "covering columns (include)"
                       : index->nulls_not_distinct ? "NULLS NOT DISTINCT"
                       : !btree                    ? "index types"
                                                   : NULL;
    if (what) {
        return refuse(&index->base, table, what, err);
    }
    return check_keys(&index->base, table, &index->keys, err);
}

static bool check_column(const Table *table, const Column *column, Error *err)
{
    const Constraint *key = table_primary_key(table);
    bool rowid = key && key->keys.len == 1 &&
                 text_equal(key->keys.at[0].column, column->base.name) &&
                 !options_has(&table->options, "without_rowid");
    if (column->identity.kind != IDENTITY_NONE && !rowid) {
        return refuse(&column->base, table,
                      "AUTOINCREMENT but on the single column of a primary key", err);
    }
    return true;
}

bool sqlite_check_table(const Table *table, Error *err)
{
    bool good = true;
    for (size_t i = 0; i < table->columns.len; i++) {
        good &= check_column(table, table->columns.at[i], err);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        good &= check_constraint(table, table->constraints.at[i], err);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        good &= check_index(table, table->indexes.at[i], err);
    }
    if (table->partition_by || table->partition_of || table->inherits.len) {
        good = refuse(&table->base, table, "partitions and inheritance", err);
    }
    return good;
}
