/* What identifies a row to replicas: its primary key unless said otherwise. */
#include "emit/postgres/postgres.h"

#include <string.h>

static const char index_word[] = "index ";

static const char *identity_of(const Table *table)
{
    const char *word = table ? options_get(&table->options, "replica_identity") : NULL;
    return word ? word : "default";
}

static const char *index_of(const char *identity)
{
    return text_starts(identity, index_word) ? identity + strlen(index_word) : NULL;
}

/* An index that is made anew is not what replicas use any more. */
static bool is_made_anew(const Emit *emit, const char *index)
{
    const ChangeList *children = &emit->change->children;
    for (size_t i = 0; index && i < children->len; i++) {
        const Change *child = children->at[i];
        bool made = child->op == CHANGE_CREATE ||
                    (child->op == CHANGE_ALTER && (child->parts & (PART_KEYS | PART_RECREATE)));
        if (made && (child->kind == OBJ_INDEX || child->kind == OBJ_CONSTRAINT) &&
            text_equal(child->object.to->name, index)) {
            return true;
        }
    }
    return false;
}

static void set_identity(const Emit *emit, Phase phase, const Object *table, const char *identity)
{
    Emit one = {.plan = emit->plan, .all = emit->all};
    const char *index = index_of(identity);
    Sql sql = emit_sql(&one, "ALTER TABLE");
    sql_object(&sql, table);
    sql_kw(&sql, "REPLICA IDENTITY");
    if (index) {
        sql_kw(&sql, "USING INDEX");
        sql_ident(&sql, index);
    } else {
        sql_kw(&sql, upper(emit->plan->mem, identity));
    }
    emit_add(&one, phase, table, &sql);
}

void replica_identity_change(const Emit *emit, const Table *from, const Table *to)
{
    const char *was = identity_of(from), *is = identity_of(to);
    bool same = text_equal(was, is);
    if (same && !(from && is_made_anew(emit, index_of(is)))) {
        return;
    }
    /* Columns of such an index cannot become nullable. */
    if (from && index_of(was)) {
        set_identity(emit, PHASE_DROP_CONSTRAINT, &from->base, "default");
    }
    if (!text_equal(is, "default")) {
        set_identity(emit, PHASE_CREATE_CONSTRAINT, &to->base, is);
    } else if (from && !index_of(was)) {
        set_identity(emit, PHASE_ALTER_TABLE, &to->base, is);
    }
}
