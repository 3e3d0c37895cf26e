#include "introspect/postgres/expression.h"
#include "introspect/postgres/reader.h"

#include <string.h>

/* Columns of the queries. */
enum {
    CON_OID,
    CON_TABLE,
    CON_DOMAIN,
    CON_NAME,
    CON_TYPE,
    CON_DEFERRABLE,
    CON_DEFERRED,
    CON_VALIDATED,
    CON_INDEX,
    CON_COLUMNS,
    CON_OTHER,
    CON_OTHER_COLUMNS,
    CON_ON_UPDATE,
    CON_ON_DELETE,
    CON_MATCH,
    CON_SET_COLUMNS,
    CON_NO_INHERIT,
    CON_CHECK,
    CON_OPERATORS,
    CON_OTHER_NAME,
    CON_OTHER_SCHEMA,
    CON_OTHER_COLUMN_NAMES
};
enum {
    INDEX_OID,
    INDEX_TABLE,
    INDEX_NAME,
    INDEX_METHOD,
    INDEX_UNIQUE,
    INDEX_NULLS_NOT_DISTINCT,
    INDEX_KEY_COUNT,
    INDEX_KEYS,
    INDEX_OPCLASSES,
    INDEX_COLLATIONS,
    INDEX_FLAGS,
    INDEX_WHERE,
    INDEX_EXPRESSIONS,
    INDEX_PARAMETERS,
    INDEX_OPTIONS,
    INDEX_TABLESPACE,
    INDEX_REPLICA_IDENTITY,
    INDEX_DEFINITION, /* where an expression has a collation that is not the default one */
    INDEX_ONLY,
    INDEX_PARENT
};
enum {
    OPCLASS_OID,
    OPCLASS_NAME,
    OPCLASS_SCHEMA,
    OPCLASS_VISIBLE,
    OPCLASS_METHOD,
    OPCLASS_TYPE,
    OPCLASS_DEFAULT
};

/* A constraint that an index enforces; the operators are those of an exclusion constraint. */
typedef struct Backed {
    Constraint *constraint;
    NameList operators;
} Backed;

/* --- constraints --- */

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
    const Relation *other = oid_get(&reader->relations, cell_oid(rows_get(rows, row, CON_OTHER)));
    NameList columns = {0};
    add_names(reader, relation, rows_get(rows, row, CON_COLUMNS), &columns);
    for (size_t i = 0; i < columns.len; i++) {
        list_push(reader->mem, &key->keys, (KeyPart){.column = columns.at[i]});
    }
    key->ref_schema =
        reader_keep(reader, reader_schema(reader, rows_get(rows, row, CON_OTHER_SCHEMA)));
    key->ref_table = reader_keep(reader, rows_get(rows, row, CON_OTHER_NAME));
    if (other) {
        add_names(reader, other, rows_get(rows, row, CON_OTHER_COLUMNS), &key->ref_columns);
    } else {
        NameList names = cell_array(reader->temp, rows_get(rows, row, CON_OTHER_COLUMN_NAMES));
        for (size_t i = 0; i < names.len; i++) {
            list_push(reader->mem, &key->ref_columns, reader_keep(reader, names.at[i]));
        }
    }
    key->on_update = action_of(rows_get(rows, row, CON_ON_UPDATE));
    key->on_delete = action_of(rows_get(rows, row, CON_ON_DELETE));
    key->match = match_of(rows_get(rows, row, CON_MATCH));
    add_names(reader, relation, rows_get(rows, row, CON_SET_COLUMNS), &key->delete_columns);
}

/* Of tables and, without a relation, of domains. */
static void read_constraint(Reader *reader, size_t row, const Relation *relation,
                            Constraint *constraint)
{
    const Rows *rows = &reader->rows[Q_constraints];
    uint32_t oid = cell_oid(rows_get(rows, row, CON_OID));
    bool deferred = cell_true(rows_get(rows, row, CON_DEFERRED));
    bool deferrable = cell_true(rows_get(rows, row, CON_DEFERRABLE));
    oid_put(reader->temp, &reader->constraint_objects, oid, &constraint->base);
    constraint->deferrable = deferred     ? DEFERRABLE_DEFERRED
                             : deferrable ? DEFERRABLE_IMMEDIATE
                                          : DEFERRABLE_NOT;
    constraint->not_enforced = oid_get(&reader->not_enforced, oid) != NULL;
    constraint->period = oid_get(&reader->periods, oid) != NULL;
    /* What is not enforced was never validated; that goes without saying. */
    constraint->not_valid =
        !constraint->not_enforced && !cell_true(rows_get(rows, row, CON_VALIDATED));
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE:
    case CONSTRAINT_EXCLUSION: {
        /* The index knows the keys: read_indexes() fills them in. */
        Backed *backed = MEM_NEW(reader->temp, Backed);
        *backed =
            (Backed){constraint, cell_array(reader->temp, rows_get(rows, row, CON_OPERATORS))};
        oid_put(reader->temp, &reader->backed, cell_oid(rows_get(rows, row, CON_INDEX)), backed);
        break;
    }
    case CONSTRAINT_FOREIGN_KEY:
        read_foreign_key(reader, row, relation, constraint);
        break;
    case CONSTRAINT_CHECK:
        constraint->check.text = postgres_expression(reader->mem, rows_get(rows, row, CON_CHECK));
        constraint->no_inherit = cell_true(rows_get(rows, row, CON_NO_INHERIT));
        break;
    }
}

static void read_domain_check(Reader *reader, size_t row, Domain *domain)
{
    const Rows *rows = &reader->rows[Q_constraints];
    Constraint *check = MEM_NEW(reader->mem, Constraint);
    check->base.kind = OBJ_CONSTRAINT;
    check->base.schema = domain->base.schema;
    check->base.name = reader_keep(reader, rows_get(rows, row, CON_NAME));
    check->type = CONSTRAINT_CHECK;
    list_push(reader->mem, &domain->checks, check);
    read_constraint(reader, row, NULL, check);
}

static void read_rarities(Reader *reader)
{
    enum { OID, ENFORCED, PERIOD };
    const Rows *rows = &reader->rows[Q_constraints_18];
    for (size_t i = 0; i < rows->len; i++) {
        uint32_t oid = cell_oid(rows_get(rows, i, OID));
        if (!cell_true(rows_get(rows, i, ENFORCED))) {
            oid_put(reader->temp, &reader->not_enforced, oid, reader);
        }
        if (cell_true(rows_get(rows, i, PERIOD))) {
            oid_put(reader->temp, &reader->periods, oid, reader);
        }
    }
}

void read_constraints(Reader *reader)
{
    read_rarities(reader);
    const Rows *rows = &reader->rows[Q_constraints];
    for (size_t i = 0; i < rows->len; i++) {
        ConstraintType type;
        const Relation *relation =
            oid_get(&reader->relations, cell_oid(rows_get(rows, i, CON_TABLE)));
        Domain *domain = oid_get(&reader->type_objects, cell_oid(rows_get(rows, i, CON_DOMAIN)));
        if (!type_of_constraint(*rows_get(rows, i, CON_TYPE), &type)) {
            continue;
        }
        if (domain && type == CONSTRAINT_CHECK) {
            read_domain_check(reader, i, domain);
        } else if (relation && relation->table) {
            read_constraint(reader, i, relation,
                            table_add_constraint(reader->schema, relation->table, type,
                                                 rows_get(rows, i, CON_NAME)));
        }
    }
}

/* --- indexes --- */

typedef struct Opclass {
    const char *name; /* qualified where it must be */
    uint32_t oid, method, type;
    bool is_default;
    struct Opclass *next; /* another default one for the same type (of another method) */
} Opclass;

/* One index being read: its row's arrays. */
typedef struct IndexRow {
    const Relation *relation;
    size_t key_count;
    Numbers columns, opclasses, collations, flags;
    NameList expressions, parameters;
    const char *definition; /* from the end of the last expression on; NULL = not asked for */
} IndexRow;

static void read_opclasses(Reader *reader, OidMap *defaults)
{
    const Rows *rows = &reader->rows[Q_opclasses];
    for (size_t i = 0; i < rows->len; i++) {
        Opclass *opclass = MEM_NEW(reader->temp, Opclass);
        const char *name = rows_get(rows, i, OPCLASS_NAME);
        opclass->oid = cell_oid(rows_get(rows, i, OPCLASS_OID));
        opclass->method = cell_oid(rows_get(rows, i, OPCLASS_METHOD));
        opclass->type = cell_oid(rows_get(rows, i, OPCLASS_TYPE));
        opclass->is_default = cell_true(rows_get(rows, i, OPCLASS_DEFAULT));
        opclass->name =
            cell_true(rows_get(rows, i, OPCLASS_VISIBLE))
                ? name
                : mem_printf(reader->temp, "%s.%s", rows_get(rows, i, OPCLASS_SCHEMA), name);
        oid_put(reader->temp, &reader->opclasses, opclass->oid, opclass);
        if (opclass->is_default) {
            opclass->next = oid_get(defaults, opclass->type);
            oid_put(reader->temp, defaults, opclass->type, opclass);
        }
    }
}

/* The server takes the default class of exactly this type, if there is one, before a default class
 * of a type that this one can stand in for. */
static bool is_default_opclass(const OidMap *defaults, const Opclass *opclass, uint32_t type)
{
    if (!opclass->is_default) {
        return false;
    }
    for (const Opclass *other = oid_get(defaults, type); other; other = other->next) {
        if (other->method == opclass->method) {
            return other == opclass;
        }
    }
    return true;
}

static const char *opclass_of(Reader *reader, const OidMap *defaults, const IndexRow *row,
                              size_t key, uint32_t type)
{
    const Opclass *opclass = oid_get(&reader->opclasses, (uint32_t)row->opclasses.at[key]);
    const char *parameters = key < row->parameters.len ? row->parameters.at[key] : NULL;
    if (!opclass || (!parameters && is_default_opclass(defaults, opclass, type))) {
        return NULL;
    }
    return parameters ? mem_printf(reader->mem, "%s(%s)", opclass->name, parameters)
                      : reader_keep(reader, opclass->name);
}

static void read_order(int32_t flags, KeyPart *key)
{
    enum { DESCENDING = 1, NULLS_AT_START = 2 };
    key->order = flags & DESCENDING ? SORT_DESC : SORT_DEFAULT;
    bool first = flags & NULLS_AT_START, usual = flags & DESCENDING;
    key->nulls = first == usual ? NULLS_DEFAULT : first ? NULLS_FIRST : NULLS_LAST;
}

/* Whether the collation of an expression, the next one of its index, is not its own. No catalogue
 * says so, but the definition gives it then. */
static bool is_collated(IndexRow *row, const char *expression)
{
    const char *at = row->definition ? strstr(row->definition, expression) : NULL;
    row->definition = at ? at + strlen(expression) : NULL;
    return at && text_starts(row->definition, " COLLATE ");
}

static KeyPart read_key(Reader *reader, const OidMap *defaults, IndexRow *row, size_t at)
{
    const uint32_t default_collation = 100; /* fixed: pg_collation.dat */
    KeyPart key = {0};
    int32_t number = row->columns.at[at];
    uint32_t collation = (uint32_t)row->collations.at[at], own = default_collation, type = 0;
    if (number > 0 && (size_t)number <= row->relation->attribute_count) {
        const Attribute *attribute = &row->relation->attributes[number - 1];
        key.column = reader_keep(reader, attribute->name);
        own = attribute->collation;
        type = attribute->type;
    } else if (at < row->expressions.len && row->expressions.at[at]) {
        key.expr.text = postgres_expression(reader->mem, row->expressions.at[at]);
        own = is_collated(row, row->expressions.at[at]) ? own : collation;
    }
    if (collation && collation != own) {
        key.collation = reader_keep(reader, oid_get(&reader->collations, collation));
    }
    key.opclass = opclass_of(reader, defaults, row, at, type);
    read_order(row->flags.at[at], &key);
    return key;
}

static IndexRow split_row(Reader *reader, size_t i, const Relation *relation)
{
    const Rows *rows = &reader->rows[Q_indexes];
    return (IndexRow){
        .relation = relation,
        .key_count = (size_t)cell_int(rows_get(rows, i, INDEX_KEY_COUNT)),
        .columns = cell_numbers(reader->temp, rows_get(rows, i, INDEX_KEYS)),
        .opclasses = cell_numbers(reader->temp, rows_get(rows, i, INDEX_OPCLASSES)),
        .collations = cell_numbers(reader->temp, rows_get(rows, i, INDEX_COLLATIONS)),
        .flags = cell_numbers(reader->temp, rows_get(rows, i, INDEX_FLAGS)),
        .expressions = cell_array(reader->temp, rows_get(rows, i, INDEX_EXPRESSIONS)),
        .parameters = cell_array(reader->temp, rows_get(rows, i, INDEX_PARAMETERS)),
        .definition = rows_get(rows, i, INDEX_DEFINITION),
    };
}

static void read_index_options(Reader *reader, size_t row, Options *options)
{
    const Rows *rows = &reader->rows[Q_indexes];
    const char *tablespace = rows_get(rows, row, INDEX_TABLESPACE);
    NameList pairs = {0};
    options_collect(reader->temp, rows_get(rows, row, INDEX_OPTIONS), "", &pairs);
    const char *with = options_join(reader->temp, &pairs);
    if (with) {
        options_set(reader->mem, options, "with", with, (Location){0});
    }
    if (tablespace) {
        options_set(reader->mem, options, "tablespace", tablespace, (Location){0});
    }
}

static void read_keys(Reader *reader, const OidMap *defaults, IndexRow *row, KeyParts *keys,
                      NameList *include)
{
    for (size_t i = 0; i < row->columns.len; i++) {
        if (i < row->key_count) {
            list_push(reader->mem, keys, read_key(reader, defaults, row, i));
        } else {
            list_push(reader->mem, include,
                      attribute_name(reader, row->relation, row->columns.at[i]));
        }
    }
}

static void read_backed(Reader *reader, const OidMap *defaults, size_t i, IndexRow *row,
                        const Backed *backed)
{
    const Rows *rows = &reader->rows[Q_indexes];
    Constraint *constraint = backed->constraint;
    read_keys(reader, defaults, row, &constraint->keys, &constraint->include);
    read_index_options(reader, i, &constraint->options);
    constraint->nulls_not_distinct = cell_true(rows_get(rows, i, INDEX_NULLS_NOT_DISTINCT));
    if (constraint->type != CONSTRAINT_EXCLUSION) {
        return;
    }
    if (!text_equal(rows_get(rows, i, INDEX_METHOD), "gist")) {
        constraint->method = reader_keep(reader, rows_get(rows, i, INDEX_METHOD));
    }
    for (size_t k = 0; k < constraint->keys.len && k < backed->operators.len; k++) {
        constraint->keys.at[k].operator_ = reader_keep(reader, backed->operators.at[k]);
    }
    if (rows_get(rows, i, INDEX_WHERE)) {
        constraint->where.text = postgres_expression(reader->mem, rows_get(rows, i, INDEX_WHERE));
    }
}

/* Of a table, or of a materialized view (then without a table). */
static Index *add_index(Reader *reader, const Relation *relation, const char *name)
{
    if (relation->table) {
        return table_add_index(reader->schema, relation->table, name);
    }
    Index *index = MEM_NEW(reader->mem, Index);
    index->base.kind = OBJ_INDEX;
    index->base.schema = relation->view->base.schema;
    index->base.name = reader_keep(reader, name);
    list_push(reader->mem, &relation->view->indexes, index);
    return index;
}

static void read_index(Reader *reader, const OidMap *defaults, size_t i, IndexRow *row)
{
    const Rows *rows = &reader->rows[Q_indexes];
    Index *index = add_index(reader, row->relation, rows_get(rows, i, INDEX_NAME));
    oid_put(reader->temp, &reader->class_objects, cell_oid(rows_get(rows, i, INDEX_OID)),
            &index->base);
    index->unique = cell_true(rows_get(rows, i, INDEX_UNIQUE));
    index->nulls_not_distinct = cell_true(rows_get(rows, i, INDEX_NULLS_NOT_DISTINCT));
    if (!text_equal(rows_get(rows, i, INDEX_METHOD), "btree")) {
        index->method = reader_keep(reader, rows_get(rows, i, INDEX_METHOD));
    }
    read_keys(reader, defaults, row, &index->keys, &index->include);
    read_index_options(reader, i, &index->options);
    if (cell_true(rows_get(rows, i, INDEX_ONLY))) {
        options_set(reader->mem, &index->options, "only", "true", (Location){0});
    }
    if (rows_get(rows, i, INDEX_PARENT)) {
        options_set(reader->mem, &index->options, "partition_of", rows_get(rows, i, INDEX_PARENT),
                    (Location){0});
    }
    if (rows_get(rows, i, INDEX_WHERE)) {
        index->where.text = postgres_expression(reader->mem, rows_get(rows, i, INDEX_WHERE));
    }
}

void read_indexes(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_indexes];
    OidMap defaults = {0}; /* type -> its default classes */
    read_opclasses(reader, &defaults);
    for (size_t i = 0; i < rows->len; i++) {
        const Relation *relation =
            oid_get(&reader->relations, cell_oid(rows_get(rows, i, INDEX_TABLE)));
        if (!relation || (!relation->table && !relation->view)) {
            continue;
        }
        const Backed *backed = oid_get(&reader->backed, cell_oid(rows_get(rows, i, INDEX_OID)));
        IndexRow row = split_row(reader, i, relation);
        if (relation->table && cell_true(rows_get(rows, i, INDEX_REPLICA_IDENTITY))) {
            options_set(reader->mem, &relation->table->options, "replica_identity",
                        mem_printf(reader->temp, "index %s", rows_get(rows, i, INDEX_NAME)),
                        (Location){0});
        }
        if (backed) {
            oid_put(reader->temp, &reader->key_constraints, cell_oid(rows_get(rows, i, INDEX_OID)),
                    backed->constraint);
            read_backed(reader, &defaults, i, &row, backed);
        } else {
            read_index(reader, &defaults, i, &row);
        }
    }
}
