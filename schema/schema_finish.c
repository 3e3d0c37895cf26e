#include "schema/dependencies.h"
#include "schema/dialects/mysql_options.h"
#include "schema/dialects/mysql_period.h"
#include "schema/naming.h"
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

static int by_object(const void *a, const void *b)
{
    return object_compare(*(const Object *const *)a, *(const Object *const *)b);
}

static int by_column_name(const void *a, const void *b)
{
    const Column *const *x = a, *const *y = b;
    return text_compare((*x)->base.name, (*y)->base.name);
}

#define SORT(list, compare)                                                \
    do {                                                                   \
        if ((list)->len > 1) {                                             \
            qsort((list)->at, (list)->len, sizeof *(list)->at, (compare)); \
        }                                                                  \
    } while (0)

static bool from_model(const Object *object)
{
    return object->where.file != NULL;
}

/* --- names -------------------------------------------------------------------------------------
 */

static size_t name_size(const Server *server, const char *name)
{
    size_t count = 0;
    for (const char *c = name; *c; c++) {
        count += server->dialect->syntax->name_in_bytes || ((unsigned char)*c & 0xC0) != 0x80;
    }
    return count;
}

static void check_name(const Schema *schema, const Object *object, Error *err)
{
    size_t max = schema->server->dialect->syntax->name_max;
    const char *word = object_kind_word(object->kind);
    if (!from_model(object) || !object->name) {
        return;
    }
    if (!*object->name) {
        error_add(err, ERR_MODEL, object->where, "a %s has an empty name", word);
    } else if (max && name_size(schema->server, object->name) > max) {
        error_add(err, ERR_MODEL, object->where, "the name of %s \"%s\" is longer than %zu %s",
                  word, object->name, max,
                  schema->server->dialect->syntax->name_in_bytes ? "bytes" : "characters");
        error_hint(err, "%s would cut or refuse it: shorten the name",
                   schema->server->dialect->name);
    }
}

static void say_duplicate(const Object *a, const Object *b, Error *err)
{
    const Object *second = from_model(b) ? b : a;
    error_add(err, ERR_MODEL, second->where, "%s \"%s\" is defined twice",
              object_kind_word(b->kind), b->name);
    if (a->where.file) {
        error_hint(err, "it is also defined at %s:%u:%u", a->where.file, a->where.line,
                   a->where.column);
    }
}

/* `at` is sorted by (schema, name). */
static void check_objects(const Schema *schema, void *const *at, size_t len, Error *err)
{
    for (size_t i = 0; i < len; i++) {
        const Object *object = at[i];
        check_name(schema, object, err);
        if (i > 0 && object_compare(at[i - 1], object) == 0) {
            say_duplicate(at[i - 1], object, err);
        }
    }
}

#define INHERIT_DEPTH 100

/* --- keys --------------------------------------------------------------------------------------
 */

/* What says no more than the server would do anyway. */
static void fold_key(const Table *table, KeyPart *key)
{
    for (size_t i = 0; table && key->column && key->collation && i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        if (text_equal(column->base.name, key->column) &&
            text_equal(column->collation, key->collation)) {
            key->collation = NULL;
        }
    }
    if (key->order == SORT_ASC) {
        key->order = SORT_DEFAULT;
    }
    NullsOrder usual = key->order == SORT_DESC ? NULLS_FIRST : NULLS_LAST;
    if (key->nulls == usual) {
        key->nulls = NULLS_DEFAULT;
    }
}

/* A column of the table or of a table that it inherits from or is a partition of. */
static bool has_column(const Schema *schema, const Table *table, const char *name, int depth);

static bool parent_has_column(const Schema *schema, const char *label, const char *name, int depth)
{
    const char *dot = strchr(label, '.');
    const char *ns = dot ? mem_strndup(schema->mem, label, (size_t)(dot - label)) : NULL;
    const Table *parent = schema_table(
        schema, text_equal(ns, schema->server->default_schema) ? NULL : ns, dot ? dot + 1 : label);
    return !parent || has_column(schema, parent, name, depth + 1);
}

static bool has_column(const Schema *schema, const Table *table, const char *name, int depth)
{
    bool found = table_column(table, name) || depth > INHERIT_DEPTH ||
                 text_equal(mysql_table_period(schema->mem, table).name, name);
    for (size_t i = 0; !found && i < table->inherits.len; i++) {
        found = parent_has_column(schema, table->inherits.at[i], name, depth);
    }
    return found ||
           (table->partition_of && parent_has_column(schema, table->partition_of, name, depth));
}

static void check_columns(const Schema *schema, const Table *table, const Object *owner,
                          const char *const *names, size_t n, Error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!names[i] || has_column(schema, table, names[i], 0)) {
            continue;
        }
        LIST(const char *) known = {0};
        for (size_t j = 0; j < table->columns.len; j++) {
            list_push(err->mem, &known, table->columns.at[j]->base.name);
        }
        error_add(
            err, ERR_MODEL, owner->where, "%s%s%s%s of table \"%s\" names an unknown column \"%s\"",
            object_kind_word(owner->kind), owner->name ? " \"" : "", owner->name ? owner->name : "",
            owner->name ? "\"" : "", table->base.name, names[i]);
        const char *nearest = text_nearest(names[i], known.at, known.len);
        if (nearest) {
            error_hint(err, "did you mean \"%s\"?", nearest);
        }
    }
}

static void check_keys(const Schema *schema, const Table *table, const Object *owner,
                       KeyParts *keys, Error *err)
{
    for (size_t i = 0; i < keys->len; i++) {
        fold_key(table, &keys->at[i]);
        if (from_model(owner)) {
            check_columns(schema, table, owner, &keys->at[i].column, 1, err);
        }
    }
}

/* --- what means the same -----------------------------------------------------------------------
 */

static void unique_to_index(Schema *schema, Table *table, const Constraint *unique)
{
    Index *index = table_add_index(schema, table, unique->base.name);
    index->base = unique->base;
    index->base.kind = OBJ_INDEX;
    index->unique = index->from_constraint = true;
    index->keys = unique->keys;
    index->include = unique->include;
    index->nulls_not_distinct = unique->nulls_not_distinct;
}

static void fold_constraints(Schema *schema, Table *table)
{
    const Server *server = schema->server;
    size_t kept = 0;
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *constraint = table->constraints.at[i];
        if (constraint->type == CONSTRAINT_UNIQUE && server_can(server, CAP_UNIQUE_IS_INDEX)) {
            unique_to_index(schema, table, constraint);
            continue;
        }
        if (constraint->type == CONSTRAINT_PRIMARY_KEY && server_can(server, CAP_PK_UNNAMED)) {
            constraint->base.name = NULL;
        }
        table->constraints.at[kept++] = constraint;
    }
    table->constraints.len = kept;
}

/* A primary key means NOT NULL. SQLite does not enforce that: there what the catalogue says is kept
 * apart, and a model that says nothing gets NOT NULL, except on the integer key that is the rowid,
 * which cannot be NULL anyway. */
static void fold_primary_key(const Schema *schema, const Table *table)
{
    const Constraint *key = table_primary_key(table);
    bool allows_null = schema->server->dialect->syntax->pk_allows_null;
    for (size_t i = 0; key && i < key->keys.len; i++) {
        Column *column =
            key->keys.at[i].column ? table_column(table, key->keys.at[i].column) : NULL;
        bool rowid = column && column_is_rowid(column);
        bool said =
            allows_null && (rowid || !from_model(&table->base) || (column && column->null_said));
        if (column && !said) {
            column->not_null = true;
        }
    }
}

typedef struct Range {
    int64_t min, max;
} Range;

static Range integer_range(const Type *type)
{
    if (text_equal(type->name, "smallint")) {
        return (Range){INT16_MIN, INT16_MAX};
    }
    if (text_equal(type->name, "integer") || text_equal(type->name, "int")) {
        return (Range){INT32_MIN, INT32_MAX};
    }
    return (Range){INT64_MIN, INT64_MAX};
}

/* The defaults of CREATE SEQUENCE (PostgreSQL 18 manual; MariaDB's cache and limits differ). */
static void fold_numbers(const Server *server, const Type *type, SequenceNumbers *numbers)
{
    Range range = integer_range(type);
    bool maria = server->flavor == FLAVOR_MARIADB;
    if (!numbers->has_increment) {
        numbers->increment = 1;
    }
    bool up = numbers->increment >= 0;
    if (!numbers->has_min) {
        numbers->min = up ? 1 : range.min + maria;
    }
    if (!numbers->has_max) {
        numbers->max = up ? range.max - maria : -1;
    }
    if (!numbers->has_start) {
        numbers->start = up ? numbers->min : numbers->max;
    }
    if (!numbers->has_cache) {
        numbers->cache = maria ? 1000 : 1;
    }
}

/* One place to compare: a character set inside the type text is the column's. RESTRICT is what
 * MariaDB's catalogue says of a key without an action. */
/* What the default is called is the default. */
static FkAction fold_action(const Server *server, FkAction action)
{
    FkAction usual = server->flavor == FLAVOR_MARIADB ? ACTION_RESTRICT : ACTION_NO_ACTION;
    return action == usual ? ACTION_NONE : action;
}

static void fold_flavor(Schema *schema, Table *table, Error *err)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        Column *column = table->columns.at[i];
        column->charset = column->charset ? column->charset : column->type.charset;
        column->collation = column->collation ? column->collation : column->type.collation;
        column->type.charset = column->type.collation = NULL;
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *key = table->constraints.at[i];
        key->on_delete = fold_action(schema->server, key->on_delete);
        key->on_update = fold_action(schema->server, key->on_update);
    }
    if (schema->server->flavor == FLAVOR_MARIADB) {
        mysql_fold_periods(schema, table, err);
        mysql_fold_aria(schema, table);
    }
}

static void canonicalise(Schema *schema, Expr *expr)
{
    const SyntaxOps *syntax = schema->server->dialect->syntax;
    if (expr->text && !expr->canonical) {
        expr->canonical = syntax->canonical(schema->mem, expr->text);
    }
}

/* Where a dialect knows which spellings are one expression, they compare as one from here on. */
static void fold_expressions(Schema *schema, Table *table)
{
    if (!schema->server->dialect->syntax->canonical) {
        return;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        canonicalise(schema, &table->columns.at[i]->generated_expr);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        canonicalise(schema, &table->constraints.at[i]->check);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        Index *index = table->indexes.at[i];
        for (size_t j = 0; j < index->keys.len; j++) {
            canonicalise(schema, &index->keys.at[j].expr);
        }
        canonicalise(schema, &index->where);
    }
}

/* --- signatures --------------------------------------------------------------------------------
 */

static void sign_expr(Buf *buf, const Expr *expr)
{
    buf_add(buf, expr_light(buf->mem, expr->canonical ? expr->canonical : expr->text));
}

static void sign_keys(Buf *buf, const KeyParts *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        buf_add(buf, i ? "," : "(");
        if (key->column) {
            buf_fmt(buf, "\"%s\"", key->column);
        } else if (key->expr.text) {
            sign_expr(buf, &key->expr);
        }
        buf_fmt(buf, ":%d:%d:%s:%s:%d:%s", (int)key->order, (int)key->nulls,
                key->collation ? text_lower(buf->mem, key->collation) : "",
                key->opclass ? key->opclass : "", (int)key->length,
                key->operator_ ? key->operator_ : "");
    }
    buf_char(buf, ')');
}

static void sign_names(Buf *buf, const NameList *names)
{
    for (size_t i = 0; i < names->len; i++) {
        buf_fmt(buf, "%s\"%s\"", i ? "," : "", names->at[i]);
    }
}

const char *constraint_signature(Mem *mem, const Constraint *constraint)
{
    Buf buf = buf_new(mem);
    buf_fmt(&buf, "%d", (int)constraint->type);
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
        break;
    case CONSTRAINT_UNIQUE:
        sign_keys(&buf, &constraint->keys);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        sign_keys(&buf, &constraint->keys);
        buf_fmt(&buf, ">%s.%s:", constraint->ref_schema ? constraint->ref_schema : "",
                constraint->ref_table);
        sign_names(&buf, &constraint->ref_columns);
        break;
    case CONSTRAINT_CHECK:
        sign_expr(&buf, &constraint->check);
        break;
    case CONSTRAINT_EXCLUSION:
        buf_fmt(&buf, "%s", constraint->method ? constraint->method : "gist");
        sign_keys(&buf, &constraint->keys);
        if (constraint->where.text) {
            buf_add(&buf, "?");
            sign_expr(&buf, &constraint->where);
        }
        break;
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *index_signature(Mem *mem, const Index *index)
{
    Buf buf = buf_new(mem);
    buf_fmt(&buf, "%d:%s", (int)index->unique, index->method ? index->method : "");
    sign_keys(&buf, &index->keys);
    sign_names(&buf, &index->include);
    if (index->where.text) {
        buf_add(&buf, "?");
        sign_expr(&buf, &index->where);
    }
    return mem_strdup(mem, buf_text(&buf));
}

/* --- tables ------------------------------------------------------------------------------------
 */

static int by_constraint(const void *a, const void *b)
{
    const Constraint *x = *(const Constraint *const *)a, *y = *(const Constraint *const *)b;
    if (x->type != y->type) {
        return x->type < y->type ? -1 : 1;
    }
    int order = text_compare(x->base.name, y->base.name);
    /* Nameless ones keep a total order of their own: what they were given, else what they are. */
    return order ? order : text_compare(x->convention_name, y->convention_name);
}

static int by_index(const void *a, const void *b)
{
    const Index *x = *(const Index *const *)a, *y = *(const Index *const *)b;
    int order = text_compare(x->base.name, y->base.name);
    return order ? order : text_compare(x->convention_name, y->convention_name);
}

static const char *free_name(Mem *mem, const Table *table, const char *name)
{
    const char *candidate = name;
    for (int n = 2;; n++) {
        bool taken = false;
        for (size_t i = 0; i < table->constraints.len; i++) {
            const Constraint *c = table->constraints.at[i];
            taken |=
                text_equal(c->base.name, candidate) || text_equal(c->convention_name, candidate);
        }
        for (size_t i = 0; i < table->indexes.len; i++) {
            const Index *x = table->indexes.at[i];
            taken |=
                text_equal(x->base.name, candidate) || text_equal(x->convention_name, candidate);
        }
        if (!taken) {
            return candidate;
        }
        candidate = mem_printf(mem, "%s_%d", name, n);
    }
}

static void name_by_convention(Schema *schema, Table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *constraint = table->constraints.at[i];
        if (!constraint->base.name) {
            const char *name = naming_constraint(schema, constraint);
            constraint->convention_name = free_name(schema->mem, table, name);
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        Index *index = table->indexes.at[i];
        if (!index->base.name) {
            index->convention_name = free_name(schema->mem, table, naming_index(schema, index));
        }
    }
}

static void check_columns_of(const Schema *schema, Table *table, Error *err)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns_by_name[i];
        check_name(schema, &column->base, err);
        if (i > 0 && text_equal(table->columns_by_name[i - 1]->base.name, column->base.name)) {
            say_duplicate(&table->columns_by_name[i - 1]->base, &column->base, err);
        }
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        bool given = column->default_value.kind != DEFAULT_NONE;
        if (from_model(&column->base) && column->generated != GENERATED_NONE &&
            (given || column->identity.kind != IDENTITY_NONE)) {
            error_add(err, ERR_MODEL, column->base.where,
                      "column \"%s\" of table \"%s\" has both a%s and a generated value",
                      column->base.name, table->base.name, given ? " default" : "n identity");
            error_hint(err, "a generated column computes all its values: remove one of the two");
        }
    }
    if (!table->columns.len && from_model(&table->base) && !table->partition_of &&
        !table->inherits.len && !server_can(schema->server, CAP_SCHEMAS)) {
        error_add(err, ERR_MODEL, table->base.where, "table \"%s\" has no columns",
                  table->base.name);
        error_hint(err, "give it at least one column");
    }
}

static void finish_columns(Schema *schema, Table *table, Error *err)
{
    table->columns_by_name = MEM_ARRAY(schema->mem, Column *, table->columns.len);
    for (size_t i = 0; i < table->columns.len; i++) {
        Column *column = table->columns.at[i];
        table->columns_by_name[i] = column;
        if (column->identity.kind != IDENTITY_NONE) {
            fold_numbers(schema->server, &column->type, &column->identity.numbers);
        }
    }
    if (table->columns.len > 1) {
        qsort(table->columns_by_name, table->columns.len, sizeof(Column *), by_column_name);
    }
    check_columns_of(schema, table, err);
}

/* --- references --------------------------------------------------------------------------------
 */

static void unknown_table(const Schema *schema, const Constraint *key, Error *err)
{
    LIST(const char *) known = {0};
    for (size_t i = 0; i < schema->tables.len; i++) {
        list_push(err->mem, &known, schema->tables.at[i]->base.name);
    }
    error_add(err, ERR_MODEL, key->base.where,
              "a foreign key of table \"%s\" refers to an unknown table \"%s\"",
              key->table->base.name, key->ref_table);
    const char *nearest = text_nearest(key->ref_table, known.at, known.len);
    if (nearest) {
        error_hint(err, "did you mean \"%s\"?", nearest);
    } else {
        error_hint(err,
                   "add the table to the model, correct the name, or say \"external\": true when "
                   "another model manages it");
    }
}

static void resolve_foreign_key(Schema *schema, Constraint *key, Error *err)
{
    const Table *target = schema_table(schema, key->ref_schema, key->ref_table);
    if (!target && !key->ref_schema && key->base.schema && from_model(&key->base)) {
        target = schema_table(schema, key->base.schema, key->ref_table);
        key->ref_schema = target ? key->base.schema : NULL;
    }
    key->references = target;
    if (!target) {
        if (from_model(&key->base) && !key->external) {
            unknown_table(schema, key, err);
        }
        return;
    }
    const Constraint *primary = table_primary_key(target);
    if (!key->ref_columns.len && primary) {
        key->ref_implicit = true;
        for (size_t i = 0; i < primary->keys.len; i++) {
            list_push(schema->mem, &key->ref_columns, primary->keys.at[i].column);
        }
    }
    if (!from_model(&key->base)) {
        return;
    }
    check_columns(schema, target, &key->base, key->ref_columns.at, key->ref_columns.len, err);
    if (key->ref_columns.len != key->keys.len) {
        error_add(err, ERR_MODEL, key->base.where,
                  "a foreign key of table \"%s\" has %zu columns but refers to %zu of \"%s\"",
                  key->table->base.name, key->keys.len, key->ref_columns.len, key->ref_table);
        error_hint(err, "name as many columns of \"%s\" as the foreign key has", key->ref_table);
    }
}

/* Whatever else is named, a policy for PUBLIC is for everybody. */
static void fold_roles(Policy *policy)
{
    for (size_t i = 0; i < policy->roles.len; i++) {
        if (text_equal_nocase(policy->roles.at[i], "public")) {
            policy->roles.len = 0;
        }
    }
}

static void finish_table(Schema *schema, Table *table, Error *err)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        Constraint *constraint = table->constraints.at[i];
        check_keys(schema, table, &constraint->base, &constraint->keys, err);
        check_name(schema, &constraint->base, err);
        if (constraint->type == CONSTRAINT_FOREIGN_KEY) {
            resolve_foreign_key(schema, constraint, err);
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        Index *index = table->indexes.at[i];
        check_keys(schema, table, &index->base, &index->keys, err);
        check_name(schema, &index->base, err);
        if (from_model(&index->base)) {
            check_columns(schema, table, &index->base, index->include.at, index->include.len, err);
        }
    }
    name_by_convention(schema, table);
    SORT(&table->constraints, by_constraint);
    SORT(&table->indexes, by_index);
    SORT(&table->triggers, by_object);
    SORT(&table->rules, by_object);
    SORT(&table->policies, by_object);
    for (size_t i = 0; i < table->policies.len; i++) {
        fold_roles(table->policies.at[i]);
    }
    for (size_t i = 1; i < table->constraints.len; i++) {
        const Object *a = &table->constraints.at[i - 1]->base, *b = &table->constraints.at[i]->base;
        if (b->name && text_equal(a->name, b->name)) {
            say_duplicate(a, b, err);
        }
    }
    for (size_t i = 1; i < table->indexes.len; i++) {
        const Object *a = &table->indexes.at[i - 1]->base, *b = &table->indexes.at[i]->base;
        if (b->name && text_equal(a->name, b->name)) {
            say_duplicate(a, b, err);
        }
    }
    check_objects(schema, (void *const *)table->triggers.at, table->triggers.len, err);
    check_objects(schema, (void *const *)table->rules.at, table->rules.len, err);
    check_objects(schema, (void *const *)table->policies.at, table->policies.len, err);
}

static int by_view_column(const void *a, const void *b)
{
    return text_compare(((const ViewColumnNote *)a)->column, ((const ViewColumnNote *)b)->column);
}

static void finish_view(const Schema *schema, View *view, Error *err)
{
    SORT(&view->triggers, by_object);
    SORT(&view->rules, by_object);
    SORT(&view->column_notes, by_view_column);
    check_objects(schema, (void *const *)view->triggers.at, view->triggers.len, err);
    check_objects(schema, (void *const *)view->rules.at, view->rules.len, err);
}

static void check_all_objects(const Schema *schema, Error *err)
{
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        Members objects = schema_objects(schema, (ObjectKind)kind);
        check_objects(schema, (void *const *)(const void *)objects.at, objects.len, err);
    }
}

bool schema_finish(Schema *schema, Error *err)
{
#define OBJECT(TAG, member, Type, word, rank, list) SORT(&schema->list, by_object);
#include "schema/kinds.def"
    check_all_objects(schema, err);
    for (size_t i = 0; i < schema->tables.len; i++) {
        finish_columns(schema, schema->tables.at[i], err);
        fold_expressions(schema, schema->tables.at[i]);
        fold_constraints(schema, schema->tables.at[i]);
        fold_primary_key(schema, schema->tables.at[i]);
        fold_flavor(schema, schema->tables.at[i], err);
    }
    for (size_t i = 0; i < schema->sequences.len; i++) {
        fold_numbers(schema->server, &schema->sequences.at[i]->type,
                     &schema->sequences.at[i]->numbers);
    }
    for (size_t i = 0; i < schema->tables.len; i++) {
        finish_table(schema, schema->tables.at[i], err);
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        finish_view(schema, schema->views.at[i], err);
    }
    schema_fill_dependencies(schema);
    return !error_is_set(err);
}
