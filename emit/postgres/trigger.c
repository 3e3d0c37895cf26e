/* Triggers and rules of tables and views. */
#include "emit/postgres/postgres.h"

#include <string.h>

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

void put_firing(Sql *sql, const char *state)
{
    sql_kw(sql, text_equal(state, "disabled") ? "DISABLE" : "ENABLE");
    if (state && !text_equal(state, "disabled") && !text_equal(state, "on")) {
        sql_kw(sql, upper(sql->buf.mem, state));
    }
}

/* Which sessions fire it; only triggers and rules of tables have the choice. */
static void put_state(Sql *sql, const Object *table, const char *state, const char *word,
                      const char *name)
{
    sql_object(sql, table);
    put_firing(sql, state);
    sql_kw(sql, word);
    sql_ident(sql, name);
}

/* --- states of a partition's copies of its parent's triggers -----------------------------------
 */

static const char *states_of(const Table *table)
{
    return table ? options_get(&table->options, "trigger_states") : NULL;
}

/* The state that the map gives the trigger of that name; NULL = none. */
static const char *state_in(Mem *mem, const char *map, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = map; at && *at; at += *at == ',') {
        size_t end = strcspn(at, ",");
        if (end > len && strncmp(at, name, len) == 0 && at[len] == '=') {
            return mem_strndup(mem, at + len + 1, end - len - 1);
        }
        at += end;
    }
    return NULL;
}

static void set_copy(Emit *emit, const Table *partition, const char *name, const char *state)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_state(&sql, &partition->base, state, "TRIGGER", name);
    emit_add(emit, PHASE_CREATE_READER, &partition->base, &sql);
}

/* The trigger of the nearest ancestor of the partition; NULL = there is none any more. */
static const Trigger *copied(const Schema *schema, const Table *partition, const char *name)
{
    const Table *parent =
        partition->partition_of ? labelled_table(schema, partition->partition_of) : NULL;
    for (size_t i = 0; parent && i < parent->triggers.len; i++) {
        if (text_equal(parent->triggers.at[i]->base.name, name)) {
            return parent->triggers.at[i];
        }
    }
    return parent ? copied(schema, parent, name) : NULL;
}

void trigger_states_change(Emit *emit, const Table *from, const Table *to)
{
    Mem *mem = emit->plan->mem;
    const char *before = states_of(from), *after = states_of(to);
    for (const char *at = before; at && *at; at += *at == ',') {
        const char *name = mem_strndup(mem, at, strcspn(at, "=,"));
        const Trigger *parent = copied(emit->all->to, to, name);
        if (parent && !state_in(mem, after, name)) {
            set_copy(emit, to, name, options_get(&parent->options, "enabled"));
        }
        at += strcspn(at, ",");
    }
    for (const char *at = after; at && *at; at += *at == ',') {
        const char *name = mem_strndup(mem, at, strcspn(at, "=,"));
        const char *state = state_in(mem, after, name);
        if (!text_equal(state, state_in(mem, before, name))) {
            set_copy(emit, to, name, state);
        }
        at += strcspn(at, ",");
    }
}

/* A state of the parent's trigger becomes that of all its copies, and a new one's is that of new
 * copies: partitions that keep another one get it back. */
static void restore_copies(Emit *emit, const Trigger *trigger)
{
    const Changes *all = emit->all;
    Mem *mem = emit->plan->mem;
    bool any = trigger->table && trigger->table->partition_by && trigger->base.kind == OBJ_TRIGGER;
    for (size_t i = 0; any && i < all->to->tables.len; i++) {
        const Table *table = all->to->tables.at[i];
        const char *state = state_in(mem, states_of(table), trigger->base.name);
        const Table *former = state ? former_table(all, table) : NULL;
        const char *was = state_in(mem, states_of(former), trigger->base.name);
        if (text_equal(state, was) && state && is_descendant(all->to, table, trigger->table)) {
            set_copy(emit, table, trigger->base.name, state);
        }
    }
}

static void put_enabled(Emit *emit, const Trigger *trigger)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    put_state(&sql, owner_of(trigger), options_get(&trigger->options, "enabled"), word_of(trigger),
              trigger->base.name);
    emit_add(emit, creation_of(trigger), &trigger->base, &sql);
}

void trigger_create(Emit *emit, const Trigger *trigger)
{
    Sql sql = emit_sql(emit, trigger->definition);
    emit_add(emit, creation_of(trigger), &trigger->base, &sql);
    if (options_get(&trigger->options, "enabled")) {
        put_enabled(emit, trigger);
    }
    restore_copies(emit, trigger);
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
        restore_copies(emit, to);
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
