#include "emit/fill.h"

const char *fill_describe(Mem *mem, const Column *from, const Column *to)
{
    const char *table = object_label(mem, &to->table->base), *name = to->base.name;
    if (!from) {
        return mem_printf(mem, "%s: fill the new column \"%s\" of the rows that are there", table,
                          name);
    }
    bool is_default = column_fill(from, to) == &to->default_value;
    return mem_printf(mem, "%s: fill column \"%s\" where it is NULL%s", table, name,
                      is_default ? ", with its default" : "");
}

const char *fill_describe_end(Mem *mem, const Column *to)
{
    return mem_printf(mem, "%s: column \"%s\" is NOT NULL from now on",
                      object_label(mem, &to->table->base), to->base.name);
}

static void put_value(Sql *sql, const Default *value)
{
    switch (value->kind) {
    case DEFAULT_NONE:
    case DEFAULT_NULL:
        sql_kw(sql, "NULL");
        break;
    case DEFAULT_BOOLEAN:
    case DEFAULT_NUMBER:
        sql_kw(sql, value->value);
        break;
    case DEFAULT_STRING:
        sql_literal(sql, value->value);
        break;
    case DEFAULT_EXPRESSION:
        sql_kw(sql, value->expr.text);
        break;
    }
}

Statement *plan_fill(Plan *plan, const Server *server, Phase phase, const Column *from,
                     const Column *to)
{
    const Object *table = &to->table->base;
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, "UPDATE");
    sql_object(&sql, table);
    sql_kw(&sql, "SET");
    sql_ident(&sql, to->base.name);
    sql_kw(&sql, "=");
    put_value(&sql, column_fill(from, to));
    if (from || plan->online) {
        sql_kw(&sql, "WHERE");
        sql_ident(&sql, to->base.name);
        sql_kw(&sql, "IS NULL");
    }
    Statement *statement = plan_add(plan, phase, table, sql_text(&sql));
    list_push(plan->mem, &statement->comments, fill_describe(plan->mem, from, to));
    if (plan->online) {
        statement->batches = true;
        statement->tx = TX_OFF;
        return statement;
    }
    Hazard hazard = {HAZARD_LOCK,
                     mem_printf(plan->mem,
                                "the rows of \"%s\" that change are locked until the end",
                                object_label(plan->mem, table))};
    list_push(plan->mem, &statement->hazards, hazard);
    return statement;
}
