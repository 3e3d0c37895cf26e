#include "introspect/postgres/reader.h"

#include <string.h>

/* --- constraints ------------------------------------------------------------------------------- */

static bool type_of_constraint(char code, ConstraintType *out)
{
    static const struct {
        char code;
        ConstraintType type;
    } types[] = {{'p', CONSTRAINT_PRIMARY_KEY},
                 {'u', CONSTRAINT_UNIQUE},
                 {'f', CONSTRAINT_FOREIGN_KEY},
                 {'c', CONSTRAINT_CHECK},
                 {'x', CONSTRAINT_EXCLUSION}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].code == code) {
            *out = types[i].type;
            return true;
        }
    }
    return false;
}

static FkAction action_of(const char *cell)
{
    switch (cell ? *cell : 'a') {
    case 'r':
        return ACTION_RESTRICT;
    case 'c':
        return ACTION_CASCADE;
    case 'n':
        return ACTION_SET_NULL;
    case 'd':
        return ACTION_SET_DEFAULT;
    default:
        return ACTION_NONE;
    }
}

static FkMatch match_of(const char *cell)
{
    return cell && *cell == 'f' ? MATCH_FULL : cell && *cell == 'p' ? MATCH_PARTIAL : MATCH_SIMPLE;
}

static const char *attribute_name(const Reader *reader, const Relation *relation, int32_t number)
{
    if (!relation || number < 1 || (size_t)number > relation->attribute_count) {
        return NULL;
    }
    return reader_keep(reader, relation->attributes[number - 1].name);
}

static void add_names(Reader *reader, const Relation *relation, const char *cell, NameList *out)
{
    Numbers numbers = cell_numbers(reader->temp, cell);
    for (size_t i = 0; i < numbers.len; i++) {
        const char *name = attribute_name(reader, relation, numbers.at[i]);
        if (name) {
            list_push(reader->mem, out, name);
        }
    }
}

static void read_foreign_key(Reader *reader, size_t row, const Relation *relation, Constraint *key)
{
    const Rows *rows = &reader->rows[Q_constraints];
    const Relation *other = oid_get(&reader->relations, cell_oid(rows_get(rows, row, 10)));
    NameList columns = {0};
    add_names(reader, relation, rows_get(rows, row, 9), &columns);
    for (size_t i = 0; i < columns.len; i++) {
        list_push(reader->mem, &key->keys, (KeyPart){.column = columns.at[i]});
    }
    key->ref_schema = reader_keep(reader, reader_schema(reader, rows_get(rows, row, 19)));
    key->ref_table = reader_keep(reader, rows_get(rows, row, 18));
    if (other) {
        add_names(reader, other, rows_get(rows, row, 11), &key->ref_columns);
    } else {
        NameList names = cell_array(reader->temp, rows_get(rows, row, 20));
        for (size_t i = 0; i < names.len; i++) {
            list_push(reader->mem, &key->ref_columns, reader_keep(reader, names.at[i]));
        }
    }
    key->on_update = action_of(rows_get(rows, row, 12));
    key->on_delete = action_of(rows_get(rows, row, 13));
    key->match = match_of(rows_get(rows, row, 14));
    add_names(reader, relation, rows_get(rows, row, 15), &key->delete_columns);
}

static void read_constraint(Reader *reader, size_t row, const Relation *relation,
                            Constraint *constraint)
{
    const Rows *rows = &reader->rows[Q_constraints];
    uint32_t oid = cell_oid(rows_get(rows, row, 0));
    bool deferrable = cell_true(rows_get(rows, row, 5)), deferred = cell_true(rows_get(rows, row, 6));
    oid_put(reader->temp, &reader->constraint_objects, oid, &constraint->base);
    constraint->deferrable = deferred     ? DEFERRABLE_DEFERRED
                             : deferrable ? DEFERRABLE_IMMEDIATE
                                          : DEFERRABLE_NOT;
    constraint->not_enforced = oid_get(&reader->not_enforced, oid) != NULL;
    /* What is not enforced was never validated; that goes without saying. */
    constraint->not_valid = !constraint->not_enforced && !cell_true(rows_get(rows, row, 7));
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE:
        oid_put(reader->temp, &reader->backed, cell_oid(rows_get(rows, row, 8)), constraint);
        break;
    case CONSTRAINT_EXCLUSION: {
        NameList operators = cell_array(reader->temp, rows_get(rows, row, 18 - 0));
        (void)operators;
        oid_put(reader->temp, &reader->backed, cell_oid(rows_get(rows, row, 8)), constraint);
        break;
    }
    case CONSTRAINT_FOREIGN_KEY:
        read_foreign_key(reader, row, relation, constraint);
        break;
    case CONSTRAINT_CHECK:
        constraint->check.text = expr_strip_parens(reader->mem, rows_get(rows, row, 17));
        constraint->no_inherit = cell_true(rows_get(rows, row, 16));
        break;
    }
}
