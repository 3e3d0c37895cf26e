/* The model becomes the target: what it leaves open is taken from the database. */
#include "diff/begin.h"

#include <stdlib.h>
#include <string.h>

static bool names_schema(const Schema *model, const char *name)
{
    for (size_t i = 0; i < model->managed_schemas.len; i++) {
        if (text_equal(model->managed_schemas.at[i], name)) {
            return true;
        }
    }
    return false;
}

static int by_object(const void *a, const void *b)
{
    return object_compare(*(const Object *const *)a, *(const Object *const *)b);
}

#define SORT_OBJECTS(list)                                                 \
    do {                                                                   \
        if ((list)->len > 1) {                                             \
            qsort((list)->at, (list)->len, sizeof *(list)->at, by_object); \
        }                                                                  \
    } while (0)

/* The database's objects of a kind that the model does not manage stay as they are. */
static void adopt_kinds(Schema *model, const Schema *live)
{
#define OBJECT(TAG, member, Type, word, rank, list)                \
    if (!schema_manages(model, OBJ_##TAG)) {                       \
        model->list.len = 0;                                       \
        for (size_t i = 0; i < live->list.len; i++) {              \
            list_push(model->mem, &model->list, live->list.at[i]); \
        }                                                          \
    }
#include "schema/kinds.def"
}

/* A schema that the model names without declaring it is made, too. */
static void add_namespaces(Schema *model)
{
    for (size_t i = 0; i < model->managed_schemas.len; i++) {
        const char *name = model->managed_schemas.at[i];
        bool known = !name;
        for (size_t j = 0; j < model->namespaces.len; j++) {
            known |= text_equal(model->namespaces.at[j]->base.name, name);
        }
        if (!known) {
            schema_add_namespace(model, name);
        }
    }
    SORT_OBJECTS(&model->namespaces);
}

/* A schema goes when the model manages schemas and has it not: then what is in it goes, too. The
 * default schema (NULL) itself stays. */
static bool drops_schema(const Schema *model, const char *name)
{
    bool known = !schema_manages(model, OBJ_NAMESPACE);
    for (size_t i = 0; name && !known && i < model->namespaces.len; i++) {
        known = text_equal(model->namespaces.at[i]->base.name, name);
    }
    return !known;
}

static bool has_table(const Schema *model, const Table *table)
{
    return schema_table(model, table->base.schema, table->base.name) != NULL;
}

static const Table *labelled(Mem *mem, const Schema *schema, const char *label)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (text_equal(object_label(mem, &schema->tables.at[i]->base), label)) {
            return schema->tables.at[i];
        }
    }
    return NULL;
}

/* The model's table that is, or will be, that one of the database. */
static const Table *remains(const Schema *model, const Table *live)
{
    for (size_t i = 0; i < model->tables.len; i++) {
        const Object *object = &model->tables.at[i]->base;
        const char *former = object->renamed_from ? object->renamed_from : object->name;
        if (text_equal(object->schema, live->base.schema) &&
            (text_equal(object->name, live->base.name) || text_equal(former, live->base.name))) {
            return model->tables.at[i];
        }
    }
    return NULL;
}

static bool same_partitioning(Mem *mem, const Table *from, const Table *to)
{
    return from->partition_by && to->partition_by &&
           text_equal(expr_light(mem, from->partition_by), expr_light(mem, to->partition_by));
}

/* A partition that the model does not list belongs to whoever makes partitions, as long as the
 * model lists none of its siblings, and its parent stays what it is. */
static bool is_foreign_partition(const Schema *model, const Schema *live, const Table *table)
{
    if (!table->partition_of) {
        return false;
    }
    for (size_t i = 0; i < model->tables.len; i++) {
        if (text_equal(model->tables.at[i]->partition_of, table->partition_of)) {
            return false;
        }
    }
    const Table *parent = labelled(model->mem, live, table->partition_of);
    const Table *stays = parent ? remains(model, parent) : NULL;
    return !parent || (stays ? same_partitioning(model->mem, parent, stays)
                             : is_foreign_partition(model, live, parent));
}

static void adopt_tables(Schema *model, const Schema *live)
{
    size_t kept = 0;
    for (size_t i = 0; i < model->tables.len; i++) {
        Table *table = model->tables.at[i];
        Table *same =
            table->unmanaged ? schema_table(live, table->base.schema, table->base.name) : table;
        if (same) {
            model->tables.at[kept++] = same;
        }
    }
    model->tables.len = kept;
    LIST(Table *) more = {0};
    for (size_t i = 0; i < live->tables.len; i++) {
        Table *table = live->tables.at[i];
        bool elsewhere =
            !names_schema(model, table->base.schema) && !drops_schema(model, table->base.schema);
        if (!has_table(model, table) && (elsewhere || is_foreign_partition(model, live, table))) {
            list_push(model->mem, &more, table);
        }
    }
    for (size_t i = 0; i < more.len; i++) {
        list_push(model->mem, &model->tables, more.at[i]);
    }
    SORT_OBJECTS(&model->tables);
}

static void adopt_options(Schema *model, Table *table, const Table *live)
{
    for (size_t i = 0; live && i < live->options.len; i++) {
        const Option *option = &live->options.at[i];
        const OptionDef *def = option_find(OBJ_TABLE, MODEL_ALL, option->name);
        if (!def || !(def->inherit & server_model_bit(model->server)) ||
            options_get(&table->options, option->name)) {
            continue;
        }
        /* A collation goes with its character set: with another one it is not inherited. */
        const char *charset = options_get(&table->options, "charset");
        bool other = text_equal(option->name, "collate") && charset &&
                     !text_equal_nocase(charset, options_get(&live->options, "charset"));
        if (!other) {
            options_set(model->mem, &table->options, option->name, option->value, option->where);
        }
    }
}

/* --- names -------------------------------------------------------------------------------------
 */

/* Where columns or tables have new names the signatures differ, or where the server writes an
 * expression in more than one way (MySQL: 'x', _latin1'x'): what is left is compared in full. */
static void match_rest(const Diff *diff, const TablePair *pair, Match *match, bool indexes)
{
    for (size_t i = 0; i < match->to_len; i++) {
        for (size_t j = 0; match->partner[i] == NO_MATCH && j < match->from_len; j++) {
            const Object *was =
                indexes ? &pair->from->indexes.at[j]->base : &pair->from->constraints.at[j]->base;
            if (match->back[j] != NO_MATCH || !(diff->renamed || was->name)) {
                continue;
            }
            bool same;
            if (indexes) {
                const Index *from = pair->from->indexes.at[j], *to = pair->to->indexes.at[i];
                same = !to->base.name && !(index_parts(diff, pair, from, to) & PART_KEYS);
            } else {
                const Constraint *from = pair->from->constraints.at[j],
                                 *to = pair->to->constraints.at[i];
                same = !to->base.name && from->type == to->type &&
                       !(constraint_parts(diff, pair, from, to) & PART_KEYS);
            }
            if (same) {
                match->partner[i] = j;
                match->back[j] = i;
            }
        }
    }
}

Match match_model_constraints(const Diff *diff, const TablePair *pair)
{
    MatchRule rule = match_constraints;
    rule.unnamed_to_any = true;
    Match match = match_objects(diff->mem, OBJECTS(&pair->from->constraints),
                                OBJECTS(&pair->to->constraints), &rule);
    match_rest(diff, pair, &match, false);
    return match;
}

Match match_model_indexes(const Diff *diff, const TablePair *pair)
{
    MatchRule rule = match_indexes;
    rule.unnamed_to_any = true;
    Match match =
        match_objects(diff->mem, OBJECTS(&pair->from->indexes), OBJECTS(&pair->to->indexes), &rule);
    match_rest(diff, pair, &match, true);
    return match;
}

/* InnoDB gives the index that it makes for a foreign key the key's name: nobody chose it. */
static bool is_named_by_key(const Server *server, const Index *index)
{
    size_t n = server_can(server, CAP_FK_NEEDS_INDEX) ? index->table->constraints.len : 0;
    for (size_t i = 0; i < n; i++) {
        const Constraint *key = index->table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY && text_equal(key->base.name, index->base.name)) {
            return true;
        }
    }
    return false;
}

/* What is there keeps its name (or has none), and what the model leaves open. Returns which
 * constraints are there. */
static Match take_names(const Diff *diff, const Schema *model, const TablePair *pair, Table *table)
{
    Match keys = match_model_constraints(diff, pair);
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *constraint = table->constraints.at[i];
        bool fixed =
            constraint->type == CONSTRAINT_PRIMARY_KEY && server_can(model->server, CAP_PK_UNNAMED);
        if (!constraint->base.name && !fixed && keys.partner[i] != NO_MATCH) {
            constraint->base.name = pair->from->constraints.at[keys.partner[i]]->base.name;
        }
    }
    Match indexes = match_model_indexes(diff, pair);
    for (size_t i = 0; i < table->indexes.len; i++) {
        Index *index = table->indexes.at[i];
        const Index *live =
            indexes.partner[i] != NO_MATCH ? pair->from->indexes.at[indexes.partner[i]] : NULL;
        /* Every index is a b-tree, unless it or MySQL's memory engine says otherwise. */
        bool memory = text_equal_nocase(options_get(&table->options, "engine"), "memory");
        bool usual = live && !memory && !index->method && text_equal(live->method, "btree");
        index->method = usual ? live->method : index->method;
        if (live && !index->base.name && !is_named_by_key(model->server, live)) {
            index->base.name = live->base.name;
        }
    }
    return keys;
}

static bool is_taken(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (text_equal(table->constraints.at[i]->base.name, name)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_equal(table->indexes.at[i]->base.name, name)) {
            return true;
        }
    }
    return false;
}

/* The convention may have given the others a name that is taken by now. */
static const char *free_name(const Schema *model, const Table *table, const char *name)
{
    const char *candidate = name;
    for (int n = 2; name && is_taken(table, candidate); n++) {
        candidate = mem_printf(model->mem, "%s_%d", name, n);
    }
    return candidate;
}

static void name_members(const Diff *diff, const Schema *model, const TablePair *pair, Table *table)
{
    Match keys = {0};
    if (pair) {
        keys = take_names(diff, model, pair, table);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *constraint = table->constraints.at[i];
        bool fixed =
            constraint->type == CONSTRAINT_PRIMARY_KEY && server_can(model->server, CAP_PK_UNNAMED);
        bool is_there = pair && keys.partner[i] != NO_MATCH;
        if (!constraint->base.name && !fixed && !is_there) {
            constraint->base.name = free_name(model, table, constraint_name(model, constraint));
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        Index *index = table->indexes.at[i];
        if (!index->base.name) {
            index->base.name = free_name(model, table, index_name(model, index));
        }
    }
}

/* --- InnoDB's index for a foreign key ------------------------------------------------------------
 */

static bool begins_with(const KeyParts *keys, const KeyParts *columns, bool descending)
{
    if (keys->len < columns->len) {
        return false;
    }
    for (size_t i = 0; i < columns->len; i++) {
        const KeyPart *part = &keys->at[i];
        if (!text_equal(part->column, columns->at[i].column) || part->length ||
            (part->order == SORT_DESC && !descending)) {
            return false;
        }
    }
    return true;
}

/* Has the table an index that serves the key? */
static bool is_covered(const Table *table, const Constraint *key, bool descending)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if ((!index->method || text_equal(index->method, "btree")) &&
            begins_with(&index->keys, &key->keys, descending)) {
            return true;
        }
    }
    const Constraint *primary = table_primary_key(table);
    return primary && begins_with(&primary->keys, &key->keys, descending);
}

static bool has_constraint(const Table *table, const char *name)
{
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        if (text_equal(table->constraints.at[i]->base.name, name)) {
            return true;
        }
    }
    return false;
}

/* The database's index that serves the key, unless the model's table has one of that name. */
static const Index *live_index(const Table *live, const Table *table, const Constraint *key)
{
    for (size_t i = 0; live && i < live->indexes.len; i++) {
        const Index *index = live->indexes.at[i];
        bool taken = index->unique || !begins_with(&index->keys, &key->keys, false);
        for (size_t j = 0; j < table->indexes.len; j++) {
            taken |= text_equal(table->indexes.at[j]->base.name, index->base.name);
        }
        if (!taken) {
            return index;
        }
    }
    return NULL;
}

static void add_key_indexes(Schema *model, Table *table, const Table *live)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type != CONSTRAINT_FOREIGN_KEY || is_covered(table, key, false)) {
            continue;
        }
        const Index *same = live_index(live, table, key);
        /* A descending index is good enough for some servers: the database shows for which. */
        if (!same && has_constraint(live, key->base.name) && is_covered(table, key, true)) {
            continue;
        }
        const char *name = same ? same->base.name : key->base.name;
        Index *index = table_add_index(model, table, name);
        if (same) {
            Object base = index->base;
            *index = *same;
            index->base.where = base.where;
            index->table = table;
        } else {
            for (size_t j = 0; j < key->keys.len; j++) {
                KeyPart part = {.column = key->keys.at[j].column};
                list_push(model->mem, &index->keys, part);
            }
        }
    }
    SORT_OBJECTS(&table->indexes);
}

/* Where a primary key leaves NULL open (SQLite) and the model says nothing, the database decides.
 */
static void adopt_key_nulls(const Schema *model, Table *table, const Table *live)
{
    const Constraint *key = table_primary_key(table);
    if (!live || !key || !model->server->dialect->syntax->pk_allows_null) {
        return;
    }
    for (size_t i = 0; i < key->keys.len; i++) {
        Column *column = table_column(table, key->keys.at[i].column);
        const Column *same = column ? table_column(live, column->base.name) : NULL;
        if (same && !column->null_said) {
            column->not_null = same->not_null;
        }
    }
}

#define ADOPT_MEMBERS(model, owner, live, T, list)                        \
    do {                                                                  \
        (owner)->list.len = 0;                                            \
        for (size_t adopt_i = 0; adopt_i < (live)->list.len; adopt_i++) { \
            T *adopted = (live)->list.at[adopt_i];                        \
            list_push((model)->mem, &(owner)->list, adopted);             \
        }                                                                 \
    } while (0)

/* "default: null" is no default; a database may have kept it as an expression (NULL::bpchar).
 * SQLite keeps the word itself, and a table that is written anew gets it. */
static void adopt_null_defaults(const Diff *diff, const Table *table, const TablePair *pair)
{
    Match match = match_objects(diff->mem, OBJECTS(&pair->from->columns), OBJECTS(&table->columns),
                                &match_names);
    for (size_t i = 0; i < table->columns.len; i++) {
        Default *own = &table->columns.at[i]->default_value;
        if (own->kind != DEFAULT_NULL || match.partner[i] == NO_MATCH) {
            continue;
        }
        const Default *live = &pair->from->columns.at[match.partner[i]]->default_value;
        if ((live->kind == DEFAULT_NONE && !server_can(diff->server, CAP_NAMELESS)) ||
            (live->kind == DEFAULT_EXPRESSION && text_starts_nocase(live->expr.text, "null::"))) {
            *own = *live;
        }
    }
}

static void complete_table(const Diff *diff, Schema *model, Table *table, const TablePair *pair)
{
    const Table *live = pair ? pair->from : NULL;
    if (live == table) {
        return;
    }
    name_members(diff, model, pair, table);
    adopt_options(model, table, live);
    adopt_key_nulls(model, table, live);
    if (pair) {
        adopt_null_defaults(diff, table, pair);
    }
    if (server_can(model->server, CAP_FK_NEEDS_INDEX)) {
        add_key_indexes(model, table, live);
    }
    /* an unmanaged kind holds what the database holds */
    if (live && !schema_manages(model, OBJ_TRIGGER)) {
        ADOPT_MEMBERS(model, table, live, Trigger, triggers);
    }
    if (live && !schema_manages(model, OBJ_RULE)) {
        ADOPT_MEMBERS(model, table, live, Trigger, rules);
    }
    if (live && !schema_manages(model, OBJ_POLICY)) {
        ADOPT_MEMBERS(model, table, live, Policy, policies);
    }
}

/* A function may be written without its arguments where only one has the name. */
static void adopt_routine_name(Routine *routine, Routine *const *live, size_t n)
{
    const Routine *found = NULL;
    size_t len = strlen(routine->base.name), same = 0;
    for (size_t i = 0; i < n && !strchr(routine->base.name, '('); i++) {
        const Object *other = &live[i]->base;
        if (text_equal(other->schema, routine->base.schema) && other->name[len] == '(' &&
            text_starts(other->name, routine->base.name)) {
            found = live[i];
            same++;
        }
    }
    if (same == 1) {
        routine->base.name = found->base.name;
    }
}

void complete_routines(Schema *model, const Schema *live)
{
    for (size_t i = 0; i < model->functions.len; i++) {
        adopt_routine_name(model->functions.at[i], live->functions.at, live->functions.len);
    }
    for (size_t i = 0; i < model->procedures.len; i++) {
        adopt_routine_name(model->procedures.at[i], live->procedures.at, live->procedures.len);
    }
    SORT_OBJECTS(&model->functions);
    SORT_OBJECTS(&model->procedures);
}

static void complete_views(Schema *model, const Schema *live)
{
    for (size_t i = 0; i < model->views.len; i++) {
        View *view = model->views.at[i];
        const View *same = schema_view(live, view->base.schema, view->base.name);
        if (!same || same == view) {
            continue;
        }
        if (!schema_manages(model, OBJ_TRIGGER)) {
            ADOPT_MEMBERS(model, view, same, Trigger, triggers);
        }
        if (!schema_manages(model, OBJ_RULE)) {
            ADOPT_MEMBERS(model, view, same, Trigger, rules);
        }
    }
}

static int by_type_and_name(const void *a, const void *b)
{
    const Constraint *x = *(const Constraint *const *)a, *y = *(const Constraint *const *)b;
    if (x->type != y->type) {
        return x->type < y->type ? -1 : 1;
    }
    int order = text_compare(x->base.name, y->base.name);
    return order ? order : text_compare(x->convention_name, y->convention_name);
}

void diff_complete(Mem *mem, Schema *model, const Schema *live)
{
    adopt_kinds(model, live);
    adopt_tables(model, live);
    add_namespaces(model);
    complete_views(model, live);
    complete_routines(model, live);
    Diff diff = diff_begin(mem_child(mem, "complete"), live, model);
    for (size_t i = 0; i < model->tables.len; i++) {
        Table *table = model->tables.at[i];
        size_t j = diff.tables.partner[i];
        const Object *from = j == NO_MATCH ? NULL : &live->tables.at[j]->base;
        complete_table(&diff, model, table,
                       from ? diff_pair(&diff, from->schema, from->name) : NULL);
        if (!from || live->tables.at[j] != table) {
            if (table->constraints.len > 1) {
                qsort(table->constraints.at, table->constraints.len, sizeof *table->constraints.at,
                      by_type_and_name);
            }
        }
    }
    for (size_t i = 0; i < model->extensions.len; i++) {
        Extension *extension = model->extensions.at[i];
        for (size_t j = 0; j < live->extensions.len; j++) {
            const Extension *same = live->extensions.at[j];
            if (text_equal(same->base.name, extension->base.name) && extension != same) {
                extension->version = extension->version ? extension->version : same->version;
                extension->in_schema =
                    extension->in_schema ? extension->in_schema : same->in_schema;
            }
        }
    }
}
