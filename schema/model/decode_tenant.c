#include "schema/model/decode.h"
#include "schema/tenant.h"

static unsigned rules_of(const Doc *list)
{
    unsigned rules = list ? 0 : TENANT_ALL;
    for (size_t i = 0; list && i < list->items.len; i++) {
        for (unsigned rule = 1; rule & TENANT_ALL; rule <<= 1) {
            rules |= text_equal(tenant_rule_word(rule), list->items.at[i]->text) ? rule : 0;
        }
    }
    return rules;
}

void decode_tenant(Decoder *d, const Doc *object)
{
    Tenant *tenant = &d->schema->tenant;
    const char *table = decode_text(d, object, "table");
    tenant->type = type_none();
    if (!object) {
        return;
    }
    tenant->column = decode_text(d, object, "column");
    tenant->where = table ? decode_get(object, "table")->where : object->where;
    tenant->table = table ? decode_label(d, table, tenant->where) : NULL;
    tenant->rules = rules_of(decode_get(object, "rules"));
    tenant->automatic = decode_flag(d, object, "auto", false);
    tenant->row_security = decode_flag(d, object, "rls", false);
    tenant->setting = decode_text(d, object, "setting");
    decode_names(d, object, "exempt", &tenant->exempt);
}

/* --- what auto adds --------------------------------------------------------------------------- */

static const Doc *tenant_doc(const Decoder *d)
{
    return decode_get(decode_get(d->model, "project"), "tenant");
}

/* Of what nobody wrote: the rule that asked for it. */
static Location place(const Decoder *d)
{
    return tenant_doc(d)->where;
}

static bool read_type(Decoder *d)
{
    const Doc *doc = decode_get(tenant_doc(d), "type");
    return !doc || decode_type(d, NULL, doc->text, doc->where, &d->schema->tenant.type);
}

static Column *add_column(Decoder *d, Table *table, const Column *key)
{
    const Tenant *tenant = &d->schema->tenant;
    Column *column = table_add_column(d->schema, table, tenant->column);
    column->base.where = place(d);
    column->not_null = true;
    column->null_said = true;
    column->tenant = true;
    column->type = tenant->type.cls != TYPE_NONE ? tenant->type : key->type;
    column->collation = key ? key->collation : NULL;
    column->charset = key ? key->charset : NULL;
    return column;
}

static bool has_key(const Table *table, const char *column)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY && key->keys.len == 1 &&
            text_equal(key->keys.at[0].column, column)) {
            return true;
        }
    }
    return false;
}

static void add_key(Decoder *d, Table *table, const Column *column, const Table *home)
{
    Constraint *key = table_add_constraint(d->schema, table, CONSTRAINT_FOREIGN_KEY, NULL);
    key->base.where = place(d);
    key->ref_schema = home->base.schema;
    key->ref_table = home->base.name;
    list_push(d->mem, &key->keys, (KeyPart){.column = column->base.name});
}

static bool begins(const KeyParts *keys, const char *column)
{
    return keys->len && text_equal(keys->at[0].column, column);
}

static bool has_index(const Table *table, const char *column)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const Index *index = table->indexes.at[i];
        if (begins(&index->keys, column) && !index->where.text) {
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

static void add_index(Decoder *d, Table *table, const Column *column)
{
    Index *index = table_add_index(d->schema, table, NULL);
    index->base.where = place(d);
    list_push(d->mem, &index->keys, (KeyPart){.column = column->base.name});
}

static void add_policy(Decoder *d, Table *table, const Column *column)
{
    for (size_t i = 0; i < table->policies.len; i++) {
        if (text_equal(table->policies.at[i]->base.name, TENANT_POLICY_NAME)) {
            return;
        }
    }
    Policy *policy = table_add_policy(d->schema, table, TENANT_POLICY_NAME);
    policy->base.where = place(d);
    policy->using_.text = tenant_condition(d->mem, &d->schema->tenant, column);
    if (!options_get(&table->options, "row_security")) {
        options_set(d->mem, &table->options, "row_security", "on", place(d));
    }
}

static void complete_table(Decoder *d, Table *table, const Table *home, const Column *key)
{
    const Tenant *tenant = &d->schema->tenant;
    Column *column = tenant_column(tenant, table);
    if (tenant->automatic) {
        column = column ? column : add_column(d, table, key);
        column->not_null |= !column->null_said;
        if (home && !has_key(table, column->base.name)) {
            add_key(d, table, column, home);
        }
        if (!has_index(table, column->base.name)) {
            add_index(d, table, column);
        }
    }
    if (tenant->row_security && column && d->bit == MODEL_POSTGRESQL) {
        add_policy(d, table, column);
    }
}

static const Table *parent_of(const Decoder *d, const Table *table)
{
    for (size_t i = 0; i < d->schema->tables.len; i++) {
        const Table *one = d->schema->tables.at[i];
        if (text_equal(object_label(d->mem, &one->base), table->partition_of)) {
            return one;
        }
    }
    return NULL;
}

/* Who asks a partition by its own name is not under the policy of its parent. */
static void complete_partition(Decoder *d, Table *table)
{
    const Tenant *tenant = &d->schema->tenant;
    const Table *root = table;
    for (size_t i = 0; root && root->partition_of && i < d->schema->tables.len; i++) {
        root = parent_of(d, root);
    }
    const Column *column = root && tenant_owns(tenant, root) ? tenant_column(tenant, root) : NULL;
    if (column && table->tenancy == TENANCY_UNSET && !tenant_exempts(tenant, &table->base, NULL)) {
        add_policy(d, table, column);
    }
}

void decode_tenant_columns(Decoder *d)
{
    const Tenant *tenant = &d->schema->tenant;
    if (!tenant->column || !read_type(d) || !(tenant->automatic || tenant->row_security)) {
        return;
    }
    const Table *home = tenant_home(tenant, d->schema);
    const Column *key = tenant_home_key(home);
    if (tenant->automatic && tenant->type.cls == TYPE_NONE && !key) {
        error_add(d->err, ERR_MODEL, place(d), "the type of \"%s\" is not known", tenant->column);
        error_hint(d->err, "give \"tenant\" a \"type\", or a \"table\" with a primary key of one "
                           "column");
        return;
    }
    for (size_t i = 0; i < d->schema->tables.len; i++) {
        Table *table = d->schema->tables.at[i];
        if (!table->unmanaged && tenant_owns(tenant, table)) {
            complete_table(d, table, home, key);
        }
    }
    for (size_t i = 0; i < d->schema->tables.len; i++) {
        Table *table = d->schema->tables.at[i];
        if (tenant->row_security && d->bit == MODEL_POSTGRESQL && table->partition_of &&
            !table->unmanaged) {
            complete_partition(d, table);
        }
    }
}
