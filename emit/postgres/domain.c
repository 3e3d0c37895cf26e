#include "emit/postgres/postgres.h"

#include <string.h>

static void put_check(Sql *sql, const Constraint *check)
{
    if (check->base.name) {
        sql_kw(sql, "CONSTRAINT");
        sql_ident(sql, check->base.name);
    }
    sql_kw(sql, "CHECK (");
    sql_raw(sql, check->check.text);
    sql_raw(sql, ")");
}

static Sql alter(const Emit *emit, const Domain *to, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER DOMAIN");
    sql_object(&sql, &to->base);
    sql_kw(&sql, words);
    return sql;
}

static void add_check(Emit *emit, const Domain *to, const Constraint *check)
{
    Sql sql = alter(emit, to, "ADD");
    put_check(&sql, check);
    sql_kw(&sql, check->not_valid ? "NOT VALID" : NULL);
    Statement *statement = emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    emit_hazard(emit, statement, HAZARD_LOCK,
                mem_printf(emit->plan->mem, "all rows of tables that use %s are read",
                           emit_label(emit, &to->base, NULL)));
    comment_new(emit, "CONSTRAINT", &check->base, &to->base);
}

static void create_domain(Emit *emit, const Domain *to)
{
    Sql sql = emit_sql(emit, "CREATE DOMAIN");
    sql_object(&sql, &to->base);
    sql_kw(&sql, "AS");
    put_type(&sql, &to->type);
    put_collation(&sql, emit->all->to, to->collation);
    if (to->default_value.kind != DEFAULT_NONE) {
        sql_kw(&sql, "DEFAULT");
        put_default(&sql, &to->default_value, true);
    }
    sql_kw(&sql, to->not_null ? "NOT NULL" : NULL);
    for (size_t i = 0; i < to->checks.len; i++) {
        if (!to->checks.at[i]->not_valid) {
            sql_raw(&sql, "\n    ");
            put_check(&sql, to->checks.at[i]);
        }
    }
    emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    for (size_t i = 0; i < to->checks.len; i++) {
        if (to->checks.at[i]->not_valid) {
            add_check(emit, to, to->checks.at[i]);
        } else {
            comment_new(emit, "CONSTRAINT", &to->checks.at[i]->base, &to->base);
        }
    }
    comment_new(emit, "DOMAIN", &to->base, NULL);
}

static const Constraint *find_check(const Domain *domain, const char *name)
{
    for (size_t i = 0; i < domain->checks.len; i++) {
        if (text_equal(domain->checks.at[i]->base.name, name)) {
            return domain->checks.at[i];
        }
    }
    return NULL;
}

static bool same_check(Mem *mem, const Constraint *a, const Constraint *b)
{
    const char *x = a->check.canonical ? a->check.canonical : a->check.text;
    const char *y = b->check.canonical ? b->check.canonical : b->check.text;
    return text_equal(expr_light(mem, x), expr_light(mem, y)) && a->not_valid == b->not_valid;
}

/* Unnamed checks of the model have the database's names by now, or are new. */
static void alter_checks(Emit *emit, const Domain *from, const Domain *to)
{
    for (size_t i = 0; i < from->checks.len; i++) {
        const Constraint *old = from->checks.at[i], *new = find_check(to, old->base.name);
        if (!new || !same_check(emit->plan->mem, old, new)) {
            Sql sql = alter(emit, to, "DROP CONSTRAINT");
            sql_ident(&sql, old->base.name);
            emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
        }
    }
    for (size_t i = 0; i < to->checks.len; i++) {
        const Constraint *new = to->checks.at[i], *old = find_check(from, new->base.name);
        if (!old || !same_check(emit->plan->mem, old, new)) {
            add_check(emit, to, new);
        }
    }
}

static void alter_comments(Emit *emit, const Domain *from, const Domain *to)
{
    if (!text_equal(from->base.comment, to->base.comment)) {
        comment_on(emit, "DOMAIN", &to->base, NULL, to->base.comment);
    }
    for (size_t i = 0; i < to->checks.len; i++) {
        const Constraint *new = to->checks.at[i], *old = find_check(from, new->base.name);
        if (old && same_check(emit->plan->mem, old, new) &&
            !text_equal(old->base.comment, new->base.comment)) {
            comment_on(emit, "CONSTRAINT", &new->base, &to->base, new->base.comment);
        }
    }
}

static void alter_domain(Emit *emit, const Domain *from, const Domain *to)
{
    unsigned parts = emit->change->parts;
    if (parts & PART_RECREATE) {
        step_aside(emit, PHASE_CREATE_TYPE, "DOMAIN", &to->base, to->base.name);
        create_domain(emit, to);
        old_drop(emit, "DOMAIN", &to->base, PHASE_DROP_LAST);
        return;
    }
    if (parts & PART_DEFAULT) {
        bool set = to->default_value.kind != DEFAULT_NONE;
        Sql sql = alter(emit, to, set ? "SET DEFAULT" : "DROP DEFAULT");
        if (set) {
            put_default(&sql, &to->default_value, false);
        }
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
    if (parts & PART_NULL) {
        Sql sql = alter(emit, to, to->not_null ? "SET NOT NULL" : "DROP NOT NULL");
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
    if (parts & PART_CHECKS) {
        alter_checks(emit, from, to);
    }
    if (parts & PART_COMMENT) {
        alter_comments(emit, from, to);
    }
}

bool render_domain(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create_domain(&emit, change->domain.to);
        break;
    case CHANGE_DROP:
        drop_or_step_aside(&emit, "DOMAIN", PHASE_DROP_LAST);
        break;
    case CHANGE_RENAME:
        rename_object(&emit, "DOMAIN");
        break;
    case CHANGE_ALTER:
        alter_domain(&emit, change->domain.from, change->domain.to);
        break;
    }
    return true;
}
