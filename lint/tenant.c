#include "schema/tenant.h"

#include "lint/lint.h"
#include "schema/inherit.h"

/* One table under the rules. */
typedef struct Check {
    Lint *lint;
    const Schema *schema, *model;
    const Tenant *rules;
    const Table *table;
    const char *label;    /* of the table */
    const Column *column; /* that names the tenant; NULL = there is none */
} Check;

static bool asks(const Check *c, TenantRule rule)
{
    return (c->rules->rules & (unsigned)rule) != 0;
}

/* The table as the model has it: there it says whose it is. */
static const Table *said(const Schema *model, const Table *table)
{
    const Table *found = schema_table(model, table->base.schema, table->base.name);
    return found ? found : table;
}

static const Column *column_of(const Schema *model, const Table *table)
{
    const Column *marked = tenant_column(&model->tenant, said(model, table));
    return table_column(table, marked ? marked->base.name : model->tenant.column);
}

static bool owned(const Schema *model, const Table *table)
{
    return tenant_owns(&model->tenant, said(model, table));
}

/* Of an object of the model; nowhere in a database. */
static Location place(const Check *c, const Object *object)
{
    return object->where.file ? object->where : c->table->base.where;
}

static bool in_keys(const KeyParts *keys, const char *column)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (text_equal(keys->at[i].column, column)) {
            return true;
        }
    }
    return false;
}

/* --- the column ------------------------------------------------------------------------------- */

static void check_type(const Check *c)
{
    const Table *home = tenant_home(c->rules, c->schema);
    const Column *key = tenant_home_key(home);
    const Type *wanted = c->rules->type.cls != TYPE_NONE ? &c->rules->type
                         : key                           ? &key->type
                                                         : NULL;
    const Type *is = &c->column->type;
    if (wanted && !c->schema->server->dialect->syntax->type_equal(c->schema->server, wanted, is)) {
        lint_add(c->lint, RULE_TENANT_TYPE, place(c, &c->column->base), c->label,
                 "\"%s\" of \"%s\" is %s, but tenants are named by %s", c->column->base.name,
                 c->label, is->text, wanted->text);
    }
}

static void check_column(const Check *c)
{
    if (!c->column) {
        lint_add(c->lint, RULE_TENANT_COLUMN, c->table->base.where, c->label,
                 "\"%s\" has no column \"%s\": whose are its rows?", c->label, c->rules->column);
        return;
    }
    check_type(c);
    if (!c->column->not_null) {
        lint_add(c->lint, RULE_TENANT_NULL, place(c, &c->column->base), c->label,
                 "\"%s\" of \"%s\" may be NULL: such rows are nobody's", c->column->base.name,
                 c->label);
    }
}

/* --- foreign key and index -------------------------------------------------------------------- */

static bool refers_home(const Check *c)
{
    for (size_t i = 0; i < c->table->constraints.len; i++) {
        const Constraint *key = c->table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY && key->keys.len == 1 &&
            text_equal(key->keys.at[0].column, c->column->base.name) &&
            tenant_is_home(c->rules, key)) {
            return true;
        }
    }
    return false;
}

static void check_foreign_key(const Check *c)
{
    if (tenant_home(c->rules, c->schema) && !refers_home(c)) {
        lint_add(c->lint, RULE_TENANT_FOREIGN_KEY, place(c, &c->column->base), c->label,
                 "\"%s\" of \"%s\" has no foreign key to \"%s\"", c->column->base.name, c->label,
                 object_label(c->lint->mem, &tenant_home(c->rules, c->schema)->base));
    }
}

static bool begins(const KeyParts *keys, const Column *column)
{
    return keys->len && text_equal(keys->at[0].column, column->base.name);
}

static bool begins_index(const Table *table, const Column *column)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if (begins(&index->keys, column) && !index->where.text && !index->method) {
            return true;
        }
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if ((key->type == CONSTRAINT_PRIMARY_KEY || key->type == CONSTRAINT_UNIQUE) &&
            begins(&key->keys, column)) {
            return true;
        }
    }
    return false;
}

static void check_index(const Check *c)
{
    bool made = server_can(c->schema->server, CAP_FK_NEEDS_INDEX) && refers_home(c);
    if (!made && !begins_index(c->table, c->column)) {
        lint_add(c->lint, RULE_TENANT_INDEX, place(c, &c->column->base), c->label,
                 "no index of \"%s\" begins with \"%s\"", c->label, c->column->base.name);
    }
}

/* --- unique keys ------------------------------------------------------------------------------ */

/* A column that is bound to one tenant: by a foreign key that carries the tenant. */
static bool bound(const Check *c, const char *column)
{
    for (size_t i = 0; i < c->table->constraints.len; i++) {
        const Constraint *key = c->table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY && key->keys.len > 1 &&
            in_keys(&key->keys, column) && in_keys(&key->keys, c->column->base.name)) {
            return true;
        }
    }
    return false;
}

/* The only column of a key, less those that each key of a partitioned table must have. */
static const Column *only_column(const Check *c, const KeyParts *keys)
{
    const char *partitions = c->table->partition_by;
    const Column *only = NULL;
    for (size_t i = 0; i < keys->len; i++) {
        const char *name = keys->at[i].column;
        if (name && partitions && keys->len > 1 && text_mentions(partitions, name)) {
            continue;
        }
        if (!name || only) {
            return NULL;
        }
        only = table_column(c->table, name);
    }
    return only;
}

/* Numbers and UUIDs that nobody chooses collide with nothing. */
static bool surrogate(const Check *c, const KeyParts *keys)
{
    const Column *column = only_column(c, keys);
    if (!column) {
        return false;
    }
    const Type *type = &column->type;
    return type->cls == TYPE_INTEGER || type->cls == TYPE_UUID || type->cls == TYPE_BINARY ||
           column->default_value.kind == DEFAULT_EXPRESSION ||
           ((type->cls == TYPE_CHAR || type->cls == TYPE_VARCHAR) && type->length == 36);
}

static const char *key_text(Mem *mem, const KeyParts *keys)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        buf_fmt(&buf, "%s%s", i ? ", " : "", key->column ? key->column : key->expr.text);
    }
    return buf_text(&buf);
}

static void check_unique(const Check *c, const Object *object, const char *name,
                         const KeyParts *keys, const char *word)
{
    bool carries = in_keys(keys, c->column->base.name);
    for (size_t i = 0; !carries && i < keys->len; i++) {
        carries = keys->at[i].column && bound(c, keys->at[i].column);
    }
    if (carries || (name && tenant_exempts(c->rules, &c->table->base, name))) {
        return;
    }
    lint_add(c->lint, RULE_TENANT_UNIQUE, place(c, object), c->label,
             "the %s (%s) of \"%s\" leaves out \"%s\": rows of two tenants can collide", word,
             key_text(c->lint->mem, keys), c->label, c->column->base.name);
}

static void check_unique_keys(const Check *c)
{
    for (size_t i = 0; i < c->table->constraints.len; i++) {
        const Constraint *key = c->table->constraints.at[i];
        const char *name = key->base.name ? key->base.name : key->convention_name;
        if (key->type == CONSTRAINT_UNIQUE) {
            check_unique(c, &key->base, name, &key->keys, "unique key");
        } else if (key->type == CONSTRAINT_PRIMARY_KEY && !surrogate(c, &key->keys)) {
            check_unique(c, &key->base, name, &key->keys, "primary key");
        }
    }
    for (size_t i = 0; i < c->table->indexes.len; i++) {
        const Index *index = c->table->indexes.at[i];
        const char *name = index->base.name ? index->base.name : index->convention_name;
        if (index->unique) {
            check_unique(c, &index->base, name, &index->keys, "unique key");
        }
    }
}

/* --- foreign keys between tables of tenants --------------------------------------------------- */

/* The tenant of this row is the tenant of that one. */
static bool carries_tenant(const Check *c, const Constraint *key, const Column *theirs)
{
    for (size_t i = 0; i < key->keys.len && i < key->ref_columns.len; i++) {
        if (text_equal(key->keys.at[i].column, c->column->base.name) &&
            text_equal(key->ref_columns.at[i], theirs->base.name)) {
            return true;
        }
    }
    return false;
}

static void check_references(const Check *c)
{
    for (size_t i = 0; i < c->table->constraints.len; i++) {
        const Constraint *key = c->table->constraints.at[i];
        const Table *other = key->type == CONSTRAINT_FOREIGN_KEY ? key->references : NULL;
        const Column *theirs = other && owned(c->model, other) ? column_of(c->model, other) : NULL;
        if (!theirs || carries_tenant(c, key, theirs)) {
            continue;
        }
        const char *label = object_label(c->lint->mem, &other->base);
        lint_add(c->lint, RULE_TENANT_REFERENCE, place(c, &key->base), c->label,
                 "the foreign key (%s) of \"%s\" to \"%s\" leaves out \"%s\": a row of one tenant "
                 "can point to a row of another",
                 key_text(c->lint->mem, &key->keys), c->label, label, c->column->base.name);
        lint_remedy(c->lint, "make it (%s, %s) to \"%s\" (%s, …), which needs a unique key on both",
                    c->column->base.name, key_text(c->lint->mem, &key->keys), label,
                    theirs->base.name);
    }
}

/* --- row security ----------------------------------------------------------------------------- */

static bool asks_policy(const Check *c)
{
    return asks(c, TENANT_POLICY) && c->rules->row_security &&
           c->schema->server->flavor == FLAVOR_POSTGRESQL;
}

static void check_policy(const Check *c)
{
    const char *security = options_get(&c->table->options, "row_security");
    bool found = false;
    for (size_t i = 0; i < c->table->policies.len; i++) {
        found |= text_equal(c->table->policies.at[i]->base.name, TENANT_POLICY_NAME);
    }
    if (!found) {
        lint_add(c->lint, RULE_TENANT_POLICY, c->table->base.where, c->label,
                 "\"%s\" has no policy \"%s\"", c->label, TENANT_POLICY_NAME);
    } else if (!security || text_equal(security, "off")) {
        lint_add(c->lint, RULE_TENANT_POLICY, c->table->base.where, c->label,
                 "\"%s\" does not enforce its policies: row security is off", c->label);
    }
}

/* A partition that the model knows, of a table of tenants: it has no column of its own. */
static void check_partition(const Check *c)
{
    const Table *known = schema_table(c->model, c->table->base.schema, c->table->base.name);
    const Table *root = c->table;
    for (size_t i = 0; root && root->partition_of && i < c->schema->tables.len; i++) {
        root = labelled_table(c->schema, root->partition_of);
    }
    if (known && root && known->tenancy == TENANCY_UNSET && owned(c->model, root) &&
        !tenant_exempts(c->rules, &c->table->base, NULL)) {
        check_policy(c);
    }
}

/* --- all -------------------------------------------------------------------------------------- */

static void check_table(const Check *c)
{
    if (asks(c, TENANT_COLUMN)) {
        check_column(c);
    }
    if (!c->column) {
        return;
    }
    if (asks(c, TENANT_FOREIGN_KEY)) {
        check_foreign_key(c);
    }
    if (asks(c, TENANT_INDEX)) {
        check_index(c);
    }
    if (asks(c, TENANT_UNIQUE)) {
        check_unique_keys(c);
    }
    if (asks(c, TENANT_REFERENCE)) {
        check_references(c);
    }
    if (asks_policy(c)) {
        check_policy(c);
    }
}

/* What the project says of the type, and what the tenants' key is: rows could follow only one. */
static void check_home(Lint *lint, const Schema *schema, const Tenant *rules)
{
    const Table *home = tenant_home(rules, schema);
    const Column *key = tenant_home_key(home);
    if (!(rules->rules & TENANT_COLUMN) || !key || rules->type.cls == TYPE_NONE ||
        schema->server->dialect->syntax->type_equal(schema->server, &rules->type, &key->type)) {
        return;
    }
    const char *label = object_label(lint->mem, &home->base);
    lint_add(lint, RULE_TENANT_TYPE, key->base.where, label,
             "\"%s\" of \"%s\" is %s, but \"type\" of the project's \"tenant\" says %s",
             key->base.name, label, key->type.text, rules->type.text);
    lint_remedy(lint, "leave \"type\" out: the key says it");
}

void lint_tenants(Lint *lint, const Schema *schema, const Schema *model)
{
    const Tenant *rules = &model->tenant;
    if (!rules->column) {
        return;
    }
    if (rules->table && !tenant_home(rules, schema)) {
        Location where = schema == model ? rules->where : (Location){0};
        lint_add(lint, RULE_TENANT_TABLE, where, rules->table,
                 "the table of the tenants, \"%s\", is not there", rules->table);
    }
    check_home(lint, schema, rules);
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Table *table = schema->tables.at[i];
        const Check check = {lint,
                             schema,
                             model,
                             rules,
                             table,
                             object_label(lint->mem, &table->base),
                             column_of(model, table)};
        if (owned(model, table)) {
            check_table(&check);
        } else if (table->partition_of && asks_policy(&check)) {
            check_partition(&check);
        }
    }
}
