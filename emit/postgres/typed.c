/* Typed tables: those whose columns are the fields of a composite type. */
#include "emit/postgres/postgres.h"

static const char *type_of(const Table *table)
{
    return table ? options_get(&table->options, "of_type") : NULL;
}

/* Does a column change in a way that only the type may? It has changed by then, or does so next. */
static bool fields_change(const Change *table)
{
    for (size_t i = 0; i < table->children.len; i++) {
        const Change *child = table->children.at[i];
        bool allowed = child->op == CHANGE_ALTER && !(child->parts & (PART_TYPE | PART_COLLATION));
        if (child->kind == OBJ_COLUMN && !allowed) {
            return true;
        }
    }
    return false;
}

void typed_change(Emit *emit, const Table *from, const Table *to)
{
    const char *before = type_of(from), *after = type_of(to);
    if (text_equal(before, after) && !(before && fields_change(emit->change))) {
        return;
    }
    if (before) {
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_object(&sql, &from->base);
        sql_kw(&sql, "NOT OF");
        emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
    }
    if (after) {
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "OF");
        put_relation(&sql, emit->all->to, after);
        emit_add(emit, PHASE_CREATE_CONSTRAINT, &to->base, &sql);
    }
}
