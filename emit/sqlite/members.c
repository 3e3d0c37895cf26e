#include "emit/sqlite/sqlite.h"

void sqlite_plan_drop(Plan *plan, const Schema *schema, Phase phase, const char *words,
                      const Object *object, const Change *why)
{
    Sql sql = sql_new(plan->mem, schema->server);
    sql_kw(&sql, words);
    sql_ident(&sql, object->name);
    Statement *statement = plan_add(plan, phase, object, sql_text(&sql));
    if (!statement_makes_room(plan, statement, why)) {
        statement_explains(plan, statement, why);
    }
}

void sqlite_plan_index(Plan *plan, const Schema *schema, const Index *index, const Change *why)
{
    const char *text = sqlite_create_index(plan, schema, index);
    Statement *statement = plan_add(plan, PHASE_CREATE_CONSTRAINT, &index->base, text);
    if (why) {
        statement_explains(plan, statement, why);
    }
}

void sqlite_plan_trigger(Plan *plan, const Trigger *trigger, const char *definition,
                         const Change *why)
{
    Statement *statement = plan_add(plan, PHASE_CREATE_DEPENDENT, &trigger->base, definition);
    if (why) {
        statement_explains(plan, statement, why);
    }
}

static void say_again(const Alter *alter, const Object *object)
{
    Statement *statement = alter->plan->statements.at[alter->plan->statements.len - 1];
    const char *line = mem_printf(alter->plan->mem, "%s: create %s \"%s\" again",
                                  object_label(alter->plan->mem, &alter->to->base),
                                  object_kind_word(object->kind), object->name);
    list_push(alter->plan->mem, &statement->comments, line);
}

static const Change *change_to(const Alter *alter, const Object *object)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->object.to == object) {
            return child;
        }
    }
    return NULL;
}

static void alter_indexes(const Alter *alter, bool rebuilt)
{
    for (size_t i = 0; i < alter->to->indexes.len; i++) {
        const Index *index = alter->to->indexes.at[i];
        const Change *why = change_to(alter, &index->base);
        if (why || rebuilt) {
            sqlite_plan_index(alter->plan, alter->all->to, index, why);
        }
        if (!why && rebuilt) {
            say_again(alter, &index->base);
        }
    }
}

/* A trigger that nobody manages is known by its old text; what was renamed before the rebuild is
 * renamed in it too, as SQLite itself has done in the text that went with the old table. */
static const char *renamed_definition(const Alter *alter, const Trigger *trigger)
{
    const char *text = trigger->definition;
    bool shared = false;
    for (size_t i = 0; i < alter->from->triggers.len; i++) {
        shared |= alter->from->triggers.at[i] == trigger;
    }
    if (!shared) {
        return text;
    }
    const char *old = alter->from->base.name, *new = alter->to->base.name;
    if (!text_equal(old, new)) {
        text = sqlite_rename_in(alter->plan->mem, text, old, new);
    }
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME) {
            text = sqlite_rename_in(alter->plan->mem, text, child->column.from->base.name,
                                    child->column.to->base.name);
        }
    }
    return text;
}

static void alter_triggers(const Alter *alter, bool rebuilt)
{
    for (size_t i = 0; i < alter->to->triggers.len; i++) {
        const Trigger *trigger = alter->to->triggers.at[i];
        const Change *why = change_to(alter, &trigger->base);
        if (why || rebuilt) {
            sqlite_plan_trigger(alter->plan, trigger, renamed_definition(alter, trigger), why);
        }
        if (!why && rebuilt) {
            say_again(alter, &trigger->base);
        }
    }
}

void sqlite_alter_members(const Alter *alter, bool rebuilt)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (!child->object.from) {
            continue;
        }
        if (child->kind == OBJ_INDEX) {
            sqlite_plan_drop(alter->plan, alter->all->to, PHASE_DROP_CONSTRAINT, "DROP INDEX",
                             child->object.from, child);
        } else if (child->kind == OBJ_TRIGGER) {
            sqlite_plan_drop(alter->plan, alter->all->to, PHASE_DROP_DEPENDENT, "DROP TRIGGER",
                             child->object.from, child);
        }
    }
    alter_indexes(alter, rebuilt);
    alter_triggers(alter, rebuilt);
}
