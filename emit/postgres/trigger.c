/* Triggers and rules of tables and views. */
#include "emit/postgres/postgres.h"

static const Object *owner_of(const Trigger *trigger)
{
    return trigger->view ? &trigger->view->base : &trigger->table->base;
}

static const char *word_of(const Trigger *trigger)
{
    return trigger->base.kind == OBJ_RULE ? "RULE" : "TRIGGER";
}

/* A rule may name anything. */
static Phase creation_of(const Trigger *trigger)
{
    return trigger->base.kind == OBJ_RULE ? PHASE_CREATE_READER : PHASE_CREATE_DEPENDENT;
}

/* Which sessions fire it; only triggers and rules of tables have the choice. */
static void put_enabled(Emit *emit, const Trigger *trigger)
{
    Mem *mem = emit->plan->mem;
    const char *enabled = options_get(&trigger->options, "enabled");
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, owner_of(trigger));
    sql_kw(&sql, text_equal(enabled, "disabled") ? "DISABLE" : "ENABLE");
    if (enabled && !text_equal(enabled, "disabled") && !text_equal(enabled, "on")) {
        sql_kw(&sql, upper(mem, enabled));
    }
    sql_kw(&sql, word_of(trigger));
    sql_ident(&sql, trigger->base.name);
    emit_add(emit, creation_of(trigger), &trigger->base, &sql);
}

void trigger_create(Emit *emit, const Trigger *trigger)
{
    Sql sql = emit_sql(emit, trigger->definition);
    emit_add(emit, creation_of(trigger), &trigger->base, &sql);
    if (options_get(&trigger->options, "enabled")) {
        put_enabled(emit, trigger);
    }
    comment_new(emit, word_of(trigger), &trigger->base, owner_of(trigger));
}

static void drop_trigger(Emit *emit, const Trigger *from)
{
    bool rule = from->base.kind == OBJ_RULE;
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, word_of(from));
    sql_ident(&sql, from->base.name);
    sql_kw(&sql, "ON");
    sql_object(&sql, owner_of(from));
    emit_add(emit, rule ? PHASE_DROP_READER : PHASE_DROP_DEPENDENT, &from->base, &sql);
}

void rules_drop(Emit *emit, Trigger *const *rules, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        drop_trigger(emit, rules[i]);
    }
}

static void alter_trigger(Emit *emit, const Trigger *from, const Trigger *to)
{
    unsigned parts = emit->change->parts;
    if (parts & (PART_DEFINITION | PART_RECREATE)) {
        drop_trigger(emit, from);
        trigger_create(emit, to);
        return;
    }
    if (parts & PART_OPTIONS) {
        put_enabled(emit, to);
    }
    if (parts & PART_COMMENT) {
        comment_on(emit, word_of(to), &to->base, owner_of(to), to->base.comment);
    }
}

void trigger_change(Emit *emit)
{
    const Trigger *from = emit->change->trigger.from, *to = emit->change->trigger.to;
    Sql sql;
    switch (emit->change->op) {
    case CHANGE_CREATE:
        trigger_create(emit, to);
        break;
    case CHANGE_DROP:
        drop_trigger(emit, from);
        break;
    case CHANGE_ALTER:
        alter_trigger(emit, from, to);
        break;
    case CHANGE_RENAME:
        sql = emit_sql(emit, "ALTER");
        sql_kw(&sql, word_of(from));
        sql_ident(&sql, from->base.name);
        sql_kw(&sql, "ON");
        sql_object(&sql, owner_of(to));
        sql_kw(&sql, "RENAME TO");
        sql_ident(&sql, to->base.name);
        emit_add(emit, PHASE_RENAME, &to->base, &sql);
        break;
    }
}
