#include "emit/postgres/postgres.h"

Emit emit_begin(Plan *plan, const Changes *all, const Change *change)
{
    return (Emit){.plan = plan, .all = all, .change = change};
}

Emit emit_child(const Emit *emit, const Change *child)
{
    return (Emit){.plan = emit->plan, .all = emit->all, .change = child};
}

Sql emit_sql(const Emit *emit, const char *words)
{
    Sql sql = sql_new(emit->plan->mem, emit->all->to->server);
    sql_kw(&sql, words);
    return sql;
}

Statement *emit_add(Emit *emit, Phase phase, const Object *object, const Sql *sql)
{
    Statement *statement = plan_add(emit->plan, phase, object, sql_text(sql));
    if (emit->change && !emit->explained) {
        if (emit->words) {
            list_push(emit->plan->mem, &statement->comments, emit->words);
        } else if (statement_makes_room(emit->plan, statement, emit->change)) {
            return statement;
        } else {
            statement_explains(emit->plan, statement, emit->change);
        }
        emit->explained = true;
    }
    return statement;
}

void emit_hazard(const Emit *emit, Statement *statement, HazardKind kind, const char *text)
{
    Hazard hazard = {kind, text};
    list_push(emit->plan->mem, &statement->hazards, hazard);
}

const char *emit_label(const Emit *emit, const Object *table, const char *column)
{
    const char *label = object_label(emit->plan->mem, table);
    return column ? mem_printf(emit->plan->mem, "\"%s\".\"%s\"", label, column)
                  : mem_printf(emit->plan->mem, "\"%s\"", label);
}

void rename_object(Emit *emit, const char *word)
{
    const Object *from = emit->change->object.from, *to = emit->change->object.to;
    Sql sql = emit_sql(emit, "ALTER");
    sql_kw(&sql, word);
    sql_name(&sql, from->schema, make_room(emit, word, from, from->name, name_spaces(from->kind)));
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, to->name);
    emit_add(emit, PHASE_RENAME, to, &sql);
}

void drop_object(Emit *emit, const char *word, Phase phase)
{
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, word);
    sql_object(&sql, emit->change->object.from);
    emit_add(emit, phase, emit->change->object.from, &sql);
}

bool is_recreated(const Changes *all, const Object *to)
{
    bool routine = to->kind == OBJ_FUNCTION || to->kind == OBJ_PROCEDURE;
    unsigned parts = PART_RECREATE | (routine ? 0u : (unsigned)PART_DEFINITION);
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->op == CHANGE_ALTER && change->object.to == to) {
            return change->parts & parts;
        }
    }
    return false;
}

const RenderOps render_postgres = {
    .render =
        {
            [OBJ_NAMESPACE] = render_namespace,
            [OBJ_EXTENSION] = render_extension,
            [OBJ_ENUM] = render_enum,
            [OBJ_COMPOSITE] = render_composite,
            [OBJ_DOMAIN] = render_domain,
            [OBJ_COLLATION] = render_declared,
            [OBJ_RANGE] = render_declared,
            [OBJ_OPERATOR] = render_declared,
            [OBJ_CAST] = render_declared,
            [OBJ_STATISTICS] = render_declared,
            [OBJ_EVENT_TRIGGER] = render_declared,
            [OBJ_SEQUENCE] = render_sequence,
            [OBJ_FUNCTION] = render_routine,
            [OBJ_PROCEDURE] = render_routine,
            [OBJ_TABLE] = render_table,
            [OBJ_VIEW] = render_view,
        },
    .drop_foreign_key = drop_foreign_key,
    .guard = postgres_guard,
};
