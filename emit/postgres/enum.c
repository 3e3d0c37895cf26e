#include "emit/postgres/postgres.h"

#include "schema/enum_values.h"

static void create_enum(Emit *emit, const Enum *to)
{
    Sql sql = emit_sql(emit, "CREATE TYPE");
    sql_object(&sql, &to->base);
    sql_kw(&sql, "AS ENUM (");
    for (size_t i = 0; i < to->values.len; i++) {
        sql_raw(&sql, i ? ", " : "");
        sql_literal(&sql, to->values.at[i].name);
    }
    sql_raw(&sql, ")");
    emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    comment_new(emit, "TYPE", &to->base, NULL);
}

/* --- alter --- */

static void rename_values(Emit *emit, const Enum *from, const Enum *to)
{
    for (size_t i = 0; i < from->values.len; i++) {
        size_t j = enum_value_place(from, i, to);
        if (j == to->values.len || text_equal(from->values.at[i].name, to->values.at[j].name)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER TYPE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "RENAME VALUE");
        sql_literal(&sql, from->values.at[i].name);
        sql_kw(&sql, "TO");
        sql_literal(&sql, to->values.at[j].name);
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
}

/* Values come in order, so that the one before is always there. */
static void add_values(Emit *emit, const Enum *from, const Enum *to)
{
    size_t last = to->values.len; /* the last one that is not new: after it none is wanted */
    for (size_t j = 0; j < to->values.len; j++) {
        last = enum_value_is_new(from, to, j) ? last : j;
    }
    for (size_t j = 0; j < to->values.len; j++) {
        if (!enum_value_is_new(from, to, j)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER TYPE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "ADD VALUE");
        sql_literal(&sql, to->values.at[j].name);
        if (j == 0 && from->values.len) {
            sql_kw(&sql, "BEFORE");
            for (size_t k = 1; k < to->values.len; k++) {
                if (!enum_value_is_new(from, to, k)) {
                    sql_literal(&sql, to->values.at[k].name);
                    break;
                }
            }
        } else if (last < to->values.len && j < last) {
            sql_kw(&sql, "AFTER");
            sql_literal(&sql, to->values.at[j - 1].name);
        }
        emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    }
}

static void alter_values(Emit *emit, const Enum *from, const Enum *to)
{
    rename_values(emit, from, to);
    if (emit->change->parts & PART_RECREATE) {
        step_aside(emit, PHASE_CREATE_TYPE, "TYPE", &to->base, to->base.name);
        /* The name is free from here on; the order of arrival is the order of running. */
        create_enum(emit, to);
        old_drop(emit, "TYPE", &to->base, PHASE_DROP_LAST);
    } else {
        add_values(emit, from, to);
    }
}

bool render_enum(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create_enum(&emit, change->enumeration.to);
        break;
    case CHANGE_DROP:
        drop_or_step_aside(&emit, "TYPE", PHASE_DROP_LAST);
        break;
    case CHANGE_RENAME:
        rename_object(&emit, "TYPE");
        break;
    case CHANGE_ALTER:
        if (change->parts & (PART_VALUES | PART_RECREATE)) {
            alter_values(&emit, change->enumeration.from, change->enumeration.to);
        }
        if ((change->parts & PART_COMMENT) && !(change->parts & PART_RECREATE)) {
            comment_on(&emit, "TYPE", change->object.to, NULL, change->object.to->comment);
        }
        break;
    }
    return true;
}
