#include "report/diagram.h"

#include <stdlib.h>

/* --- rows ------------------------------------------------------------------------------------- */

static bool in_foreign_key(const Column *column)
{
    for (size_t i = 0; i < column->table->constraints.len; i++) {
        const Constraint *key = column->table->constraints.at[i];
        for (size_t k = 0; key->type == CONSTRAINT_FOREIGN_KEY && k < key->keys.len; k++) {
            if (text_equal(key->keys.at[k].column, column->base.name)) {
                return true;
            }
        }
    }
    return false;
}

static void add_rows(Diagram *diagram, const Pair *pair, DiagramRows rows, DiagramTable *out)
{
    Pairs columns = {0};
    pairs_of_members(diagram->mem, pair, OBJ_COLUMN, &columns);
    for (size_t i = 0; i < columns.len; i++) {
        const Column *column = (const Column *)pair_object(&columns.at[i]);
        const DiagramRow row = {column, columns.at[i].mark, column_in_primary_key(column),
                                in_foreign_key(column)};
        bool wanted = rows == ROWS_ALL || pair->mark != MARK_SAME || row.primary || row.foreign;
        if (rows == ROWS_NONE || !wanted) {
            out->hidden++;
        } else {
            list_push(diagram->mem, &out->rows, row);
        }
    }
}

static size_t row_named(const DiagramTable *table, const char *name)
{
    for (size_t i = 0; i < table->rows.len; i++) {
        if (text_equal(table->rows.at[i].column->base.name, name)) {
            return i;
        }
    }
    return NO_ROW;
}

/* --- tables ----------------------------------------------------------------------------------- */

static bool is_plain(const char *text)
{
    for (; *text; text++) {
        if (!char_is_alpha(*text) && !char_is_digit(*text) && *text != '_') {
            return false;
        }
    }
    return true;
}

const char *table_anchor(Mem *mem, const Pairs *tables, size_t i)
{
    const Object *table = pair_object(&tables->at[i]);
    bool again = i && object_compare(table, pair_object(&tables->at[i - 1])) == 0;
    if (again || !is_plain(table->name) || (table->schema && !is_plain(table->schema))) {
        return mem_printf(mem, "t--%zu", i + 1);
    }
    return mem_printf(mem, "t-%s", object_label(mem, table));
}

DiagramRows diagram_rows_for(size_t tables)
{
    return tables <= DIAGRAM_ROWS_MAX ? ROWS_ALL : ROWS_KEYS;
}

static void add_table(Diagram *diagram, const Pairs *tables, size_t i, DiagramRows rows)
{
    const Pair *pair = &tables->at[i];
    const Table *table = pair_table(pair);
    DiagramTable entry = {.label = object_label(diagram->mem, &table->base),
                          .note = table->base.comment,
                          .anchor = table_anchor(diagram->mem, tables, i),
                          .mark = pair->mark,
                          .table = table};
    add_rows(diagram, pair, rows, &entry);
    list_push(diagram->mem, &diagram->tables, entry);
}

/* --- finding what a key refers to ------------------------------------------------------------- */

typedef struct Place {
    const Object *object;
    const char *anchor;
    size_t at; /* in the diagram; NO_ROW = not drawn yet */
} Place;

typedef LIST(Place) Places;

static int by_object(const void *a, const void *b)
{
    const Place *left = a, *right = b;
    return object_compare(left->object, right->object);
}

static Place *place_of(Places *places, const char *schema, const char *name)
{
    const Object object = {.schema = schema, .name = name};
    const Place key = {.object = &object};
    return places->len ? bsearch(&key, places->at, places->len, sizeof key, by_object) : NULL;
}

/* A table that is only referred to: its name, and its section if it has one. */
static size_t add_outside(Diagram *diagram, const Place *known, const Constraint *key)
{
    const Object object = {.schema = key->ref_schema, .name = key->ref_table};
    const DiagramTable entry = {.label = object_label(diagram->mem, &object),
                                .anchor = known ? known->anchor : NULL,
                                .outside = true,
                                .table = known ? (const Table *)known->object : NULL};
    list_push(diagram->mem, &diagram->tables, entry);
    return diagram->tables.len - 1;
}

/* One that no schema has, as for a second key to it. */
static size_t find_stranger(const Diagram *diagram, size_t first, const char *label)
{
    for (size_t i = first; i < diagram->tables.len; i++) {
        if (!diagram->tables.at[i].table && text_equal(diagram->tables.at[i].label, label)) {
            return i;
        }
    }
    return NO_ROW;
}

static size_t find_parent(Diagram *diagram, Places *places, size_t first, const Constraint *key)
{
    Place *place = place_of(places, key->ref_schema, key->ref_table);
    if (!place) {
        const Object object = {.schema = key->ref_schema, .name = key->ref_table};
        size_t known = find_stranger(diagram, first, object_label(diagram->mem, &object));
        return known != NO_ROW ? known : add_outside(diagram, NULL, key);
    }
    if (place->at == NO_ROW) {
        place->at = add_outside(diagram, place, key);
    }
    return place->at;
}

/* --- links ------------------------------------------------------------------------------------ */

static bool is_optional(const Constraint *key)
{
    for (size_t i = 0; i < key->keys.len; i++) {
        const Column *column = table_column(key->table, key->keys.at[i].column);
        if (column && !column->not_null && !column_in_primary_key(column)) {
            return true;
        }
    }
    return false;
}

static bool among(const KeyParts *keys, const char *name)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (text_equal(keys->at[i].column, name)) {
            return true;
        }
    }
    return false;
}

/* Is every column of the unique key one of the foreign key's? */
static bool covers(const KeyParts *unique, const Constraint *key)
{
    for (size_t i = 0; i < unique->len; i++) {
        if (!unique->at[i].column || !among(&key->keys, unique->at[i].column)) {
            return false;
        }
    }
    return unique->len != 0;
}

static bool is_single(const Constraint *key)
{
    const Table *table = key->table;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *other = table->constraints.at[i];
        bool unique = other->type == CONSTRAINT_PRIMARY_KEY || other->type == CONSTRAINT_UNIQUE;
        if (unique && covers(&other->keys, key)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if (index->unique && !index->where.text && covers(&index->keys, key)) {
            return true;
        }
    }
    return false;
}

static const char *key_label(Mem *mem, const Constraint *key)
{
    Buf text = buf_new(mem);
    for (size_t i = 0; i < key->keys.len; i++) {
        buf_fmt(&text, "%s%s", i ? ", " : "", key->keys.at[i].column);
    }
    return buf_text(&text);
}

/* A key of several columns leaves from its last one: the first is often shared by many keys. */
static void add_link(Diagram *diagram, Places *places, size_t first, size_t child, const Pair *pair)
{
    const Constraint *key = (const Constraint *)pair_object(pair);
    if (key->type != CONSTRAINT_FOREIGN_KEY || !key->keys.len) {
        return;
    }
    const size_t last = key->keys.len - 1;
    const size_t parent = find_parent(diagram, places, first, key);
    const DiagramTable *from = &diagram->tables.at[child], *to = &diagram->tables.at[parent];
    DiagramLink link = {.child = child,
                        .parent = parent,
                        .child_row = row_named(from, key->keys.at[last].column),
                        .parent_row = NO_ROW,
                        .label = key_label(diagram->mem, key),
                        .optional = is_optional(key),
                        .single = is_single(key),
                        .mark = pair->mark};
    if (last < key->ref_columns.len) {
        link.parent_row = row_named(to, key->ref_columns.at[last]);
    }
    list_push(diagram->mem, &diagram->links, link);
}

static void index_tables(Mem *mem, const Pairs *tables, Places *out)
{
    for (size_t i = 0; i < tables->len; i++) {
        list_push(mem, out,
                  (Place){pair_object(&tables->at[i]), table_anchor(mem, tables, i), NO_ROW});
    }
    if (out->len > 1) {
        qsort(out->at, out->len, sizeof *out->at, by_object);
    }
}

Diagram *diagram_new(Mem *mem, const Pairs *tables, const DiagramScope *scope)
{
    Diagram *diagram = MEM_NEW(mem, Diagram);
    Places places = {0};
    diagram->mem = mem;
    index_tables(mem, tables, &places);
    LIST(const Pair *) drawn = {0};
    for (size_t i = 0; i < tables->len; i++) {
        const Pair *pair = &tables->at[i];
        if (scope->touched && pair->mark == MARK_SAME) {
            continue;
        }
        const Object *table = pair_object(pair);
        place_of(&places, table->schema, table->name)->at = diagram->tables.len;
        add_table(diagram, tables, i, scope->rows);
        list_push(mem, &drawn, pair);
    }
    const size_t first = diagram->tables.len; /* of those that are only referred to */
    for (size_t i = 0; i < drawn.len; i++) {
        Pairs keys = {0};
        pairs_of_members(mem, drawn.at[i], OBJ_CONSTRAINT, &keys);
        for (size_t k = 0; k < keys.len; k++) {
            add_link(diagram, &places, first, i, &keys.at[k]);
        }
    }
    return diagram;
}
