#include "schema/tenant.h"

#include <string.h>

static const struct {
    unsigned rule;
    const char *word;
} rule_words[] = {{TENANT_COLUMN, "column"},       {TENANT_FOREIGN_KEY, "foreign_key"},
                  {TENANT_INDEX, "index"},         {TENANT_UNIQUE, "unique"},
                  {TENANT_REFERENCE, "reference"}, {TENANT_POLICY, "policy"}};

const char *tenant_rule_word(unsigned rule)
{
    for (size_t i = 0; i < sizeof rule_words / sizeof *rule_words; i++) {
        if (rule_words[i].rule == rule) {
            return rule_words[i].word;
        }
    }
    return NULL;
}

static bool is_label(const char *label, const char *ns, const char *name)
{
    size_t n = ns ? str_of(ns).len : 0;
    if (!label) {
        return false;
    }
    return ns ? text_starts(label, ns) && label[n] == '.' && text_equal(label + n + 1, name)
              : text_equal(label, name);
}

/* `*` stands for any text. */
static bool matches(Str pattern, const char *text)
{
    if (!pattern.len) {
        return !*text;
    }
    Str rest = {pattern.ptr + 1, pattern.len - 1};
    if (*pattern.ptr == '*') {
        return matches(rest, text) || (*text && matches(pattern, text + 1));
    }
    return *pattern.ptr == *text && matches(rest, text + 1);
}

/* A pattern "a.b" against names, part by part; NULL names are no part. */
static bool matches_parts(const char *pattern, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!names[i]) {
            continue;
        }
        const char *end = strchr(pattern, '.');
        Str part = {pattern, end ? (size_t)(end - pattern) : strlen(pattern)};
        if (!matches(part, names[i])) {
            return false;
        }
        pattern += part.len + (end != NULL);
    }
    return !*pattern;
}

bool tenant_exempts(const Tenant *tenant, const Object *table, const char *member)
{
    for (size_t i = 0; i < tenant->exempt.len; i++) {
        const char *const names[] = {table->schema, table->name, member};
        if (matches_parts(tenant->exempt.at[i], names, 3)) {
            return true;
        }
    }
    return false;
}

bool tenant_owns(const Tenant *tenant, const Table *table)
{
    switch (table->tenancy) {
    case TENANCY_COLUMN:
        return true;
    case TENANCY_SELF:
    case TENANCY_NONE:
        return false;
    case TENANCY_UNSET:
        break;
    }
    return tenant->column && !table->partition_of &&
           !is_label(tenant->table, table->base.schema, table->base.name) &&
           !tenant_exempts(tenant, &table->base, NULL);
}

Column *tenant_column(const Tenant *tenant, const Table *table)
{
    Column *named = NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        Column *column = table->columns.at[i];
        if (column->tenant) {
            return column;
        }
        named = text_equal(column->base.name, tenant->column) ? column : named;
    }
    return named;
}

const Table *tenant_home(const Tenant *tenant, const Schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Table *table = schema->tables.at[i];
        if (tenant->table ? is_label(tenant->table, table->base.schema, table->base.name)
                          : table->tenancy == TENANCY_SELF) {
            return table;
        }
    }
    return NULL;
}

bool tenant_is_home(const Tenant *tenant, const Constraint *key)
{
    return tenant->table ? is_label(tenant->table, key->ref_schema, key->ref_table)
                         : key->references && key->references->tenancy == TENANCY_SELF;
}

const Column *tenant_home_key(const Table *home)
{
    const Constraint *key = home ? table_primary_key(home) : NULL;
    for (size_t i = 0; key && key->keys.len == 1 && i < home->columns.len; i++) {
        if (text_equal(home->columns.at[i]->base.name, key->keys.at[0].column)) {
            return home->columns.at[i];
        }
    }
    return NULL;
}

static void add_doubled(Buf *buf, const char *text, char quote)
{
    buf_char(buf, quote);
    for (const char *c = text; *c; c++) {
        buf_fmt(buf, *c == quote ? "%c%c" : "%c", *c, *c);
    }
    buf_char(buf, quote);
}

const char *tenant_condition(Mem *mem, const Tenant *tenant, const Column *column)
{
    Buf buf = buf_new(mem);
    add_doubled(&buf, column->base.name, '"');
    buf_add(&buf, " = current_setting(");
    add_doubled(&buf, tenant->setting ? tenant->setting : TENANT_SETTING, '\'');
    buf_fmt(&buf, ")::%s", column->type.text);
    return buf_text(&buf);
}
