/* Row security: the table's switches and its policies. */
#include "emit/postgres/postgres.h"

/* --- switches --- */

typedef struct Security {
    bool enabled, forced;
} Security;

static Security security_of(const Table *table)
{
    const char *word = table ? options_get(&table->options, "row_security") : NULL;
    return (Security){.enabled = text_equal(word, "on") || text_equal(word, "force"),
                      .forced = text_equal(word, "force") || text_equal(word, "forced_off")};
}

static void set_security(Emit *emit, const Table *to, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->base);
    sql_kw(&sql, words);
    emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
}

void security_change(Emit *emit, const Table *from, const Table *to)
{
    Security was = security_of(from), is = security_of(to);
    if (was.enabled != is.enabled) {
        set_security(emit, to,
                     is.enabled ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
    }
    if (was.forced != is.forced) {
        set_security(emit, to,
                     is.forced ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY");
    }
}

/* --- policies --- */

static const char *command_words(PolicyCommand command)
{
    switch (command) {
    case POLICY_ALL:
        return NULL;
    case POLICY_SELECT:
        return "FOR SELECT";
    case POLICY_INSERT:
        return "FOR INSERT";
    case POLICY_UPDATE:
        return "FOR UPDATE";
    case POLICY_DELETE:
        return "FOR DELETE";
    }
    return NULL;
}

static Sql begin(const Emit *emit, const char *words, const char *name, const Table *table)
{
    Sql sql = emit_sql(emit, words);
    sql_ident(&sql, name);
    sql_kw(&sql, "ON");
    sql_object(&sql, &table->base);
    return sql;
}

static void put_roles(Sql *sql, const NameList *roles)
{
    sql_kw(sql, "TO");
    if (roles->len) {
        sql_idents(sql, roles);
    } else {
        sql_kw(sql, "PUBLIC");
    }
}

static void put_expression(Sql *sql, const char *words, const Expr *expr)
{
    if (expr->text) {
        sql_kw(sql, words);
        sql_kw(sql, "(");
        sql_raw(sql, expr->text);
        sql_raw(sql, ")");
    }
}

void policy_create(Emit *emit, const Policy *policy)
{
    Sql sql = begin(emit, "CREATE POLICY", policy->base.name, policy->table);
    sql_kw(&sql, policy->restrictive ? "AS RESTRICTIVE" : NULL);
    sql_kw(&sql, command_words(policy->command));
    if (policy->roles.len) {
        put_roles(&sql, &policy->roles);
    }
    put_expression(&sql, "USING", &policy->using_);
    put_expression(&sql, "WITH CHECK", &policy->check);
    emit_add(emit, PHASE_CREATE_READER, &policy->base, &sql);
    comment_new(emit, "POLICY", &policy->base, &policy->table->base);
}

static void drop_policy(Emit *emit, const Policy *from)
{
    Sql sql = begin(emit, "DROP POLICY", from->base.name, from->table);
    emit_add(emit, PHASE_DROP_READER, &from->base, &sql);
}

static bool same_expression(Mem *mem, const Expr *a, const Expr *b)
{
    const char *x = a->canonical ? a->canonical : a->text,
               *y = b->canonical ? b->canonical : b->text;
    return text_equal(x, y) || (x && y && text_equal(expr_light(mem, x), expr_light(mem, y)));
}

static bool same_roles(const NameList *a, const NameList *b)
{
    bool same = a->len == b->len;
    for (size_t i = 0; same && i < a->len; i++) {
        same = text_equal(a->at[i], b->at[i]);
    }
    return same;
}

/* ALTER POLICY changes neither the command nor the kind, and cannot take an expression away. */
static bool is_made_anew(const Change *change)
{
    const Policy *from = change->policy.from, *to = change->policy.to;
    return (change->parts & PART_RECREATE) || from->command != to->command ||
           from->restrictive != to->restrictive || (from->using_.text && !to->using_.text) ||
           (from->check.text && !to->check.text);
}

static void alter_policy(Emit *emit, const Policy *from, const Policy *to)
{
    Mem *mem = emit->plan->mem;
    if (is_made_anew(emit->change)) {
        drop_policy(emit, from);
        policy_create(emit, to);
        return;
    }
    if (emit->change->parts & PART_DEFINITION) {
        Sql sql = begin(emit, "ALTER POLICY", to->base.name, to->table);
        if (!same_roles(&from->roles, &to->roles)) {
            put_roles(&sql, &to->roles);
        }
        if (!same_expression(mem, &from->using_, &to->using_)) {
            put_expression(&sql, "USING", &to->using_);
        }
        if (!same_expression(mem, &from->check, &to->check)) {
            put_expression(&sql, "WITH CHECK", &to->check);
        }
        emit_add(emit, PHASE_CREATE_READER, &to->base, &sql);
    }
    if (emit->change->parts & PART_COMMENT) {
        comment_on(emit, "POLICY", &to->base, &to->table->base, to->base.comment);
    }
}

/* A policy that is made anew gets its name then. */
static void rename_policy(Emit *emit, const Policy *from, const Policy *to)
{
    const Change *table = NULL;
    for (size_t i = 0; !table && i < emit->all->list.len; i++) {
        const Change *change = emit->all->list.at[i];
        bool wanted = change->kind == OBJ_TABLE && change->op == CHANGE_ALTER;
        table = wanted && change->table.to == to->table ? change : NULL;
    }
    for (size_t i = 0; table && i < table->children.len; i++) {
        const Change *child = table->children.at[i];
        if (child->op == CHANGE_ALTER && child->object.to == &to->base && is_made_anew(child)) {
            return;
        }
    }
    Sql sql = begin(emit, "ALTER POLICY", from->base.name, to->table);
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, to->base.name);
    emit_add(emit, PHASE_RENAME, &to->table->base, &sql);
}

void policy_change(Emit *emit)
{
    const Policy *from = emit->change->policy.from, *to = emit->change->policy.to;
    switch (emit->change->op) {
    case CHANGE_CREATE:
        policy_create(emit, to);
        break;
    case CHANGE_DROP:
        drop_policy(emit, from);
        break;
    case CHANGE_ALTER:
        alter_policy(emit, from, to);
        break;
    case CHANGE_RENAME:
        rename_policy(emit, from, to);
        break;
    }
}
