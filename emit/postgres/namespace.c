/* Schemas and extensions. */
#include "emit/postgres/postgres.h"

bool render_namespace(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    const Namespace *from = change->ns.from, *to = change->ns.to;
    Sql sql;
    switch (change->op) {
    case CHANGE_CREATE:
        sql = emit_sql(&emit, "CREATE SCHEMA");
        sql_ident(&sql, to->base.name);
        emit_add(&emit, PHASE_CREATE_FIRST, &to->base, &sql);
        comment_new(&emit, "SCHEMA", &to->base, NULL);
        break;
    case CHANGE_DROP:
        sql = emit_sql(&emit, "DROP SCHEMA");
        sql_ident(&sql, from->base.name);
        emit_add(&emit, PHASE_DROP_LAST, &from->base, &sql);
        break;
    case CHANGE_RENAME:
        sql = emit_sql(&emit, "ALTER SCHEMA");
        sql_ident(&sql, from->base.name);
        sql_kw(&sql, "RENAME TO");
        sql_ident(&sql, to->base.name);
        emit_add(&emit, PHASE_RENAME, &to->base, &sql);
        break;
    case CHANGE_ALTER:
        comment_on(&emit, "SCHEMA", &to->base, NULL, to->base.comment);
        break;
    }
    return true;
}

static void create_extension(Emit *emit, const Extension *to)
{
    Sql sql = emit_sql(emit, "CREATE EXTENSION");
    sql_ident(&sql, to->base.name);
    if (to->in_schema) {
        sql_kw(&sql, "SCHEMA");
        sql_ident(&sql, to->in_schema);
    }
    if (to->version) {
        sql_kw(&sql, "VERSION");
        sql_literal(&sql, to->version);
    }
    emit_add(emit, PHASE_CREATE_FIRST, &to->base, &sql);
    comment_new(emit, "EXTENSION", &to->base, NULL);
}

static void alter_extension(Emit *emit, const Extension *to)
{
    if (emit->change->parts & PART_VERSION) {
        Sql sql = emit_sql(emit, "ALTER EXTENSION");
        sql_ident(&sql, to->base.name);
        sql_kw(&sql, "UPDATE TO");
        sql_literal(&sql, to->version);
        Statement *statement = emit_add(emit, PHASE_CREATE_FIRST, &to->base, &sql);
        emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                    mem_printf(emit->plan->mem,
                               "extension \"%s\" may have no update path to version %s",
                               to->base.name, to->version));
    }
    if ((emit->change->parts & PART_OPTIONS) && to->in_schema) {
        Sql sql = emit_sql(emit, "ALTER EXTENSION");
        sql_ident(&sql, to->base.name);
        sql_kw(&sql, "SET SCHEMA");
        sql_ident(&sql, to->in_schema);
        emit_add(emit, PHASE_CREATE_FIRST, &to->base, &sql);
    }
    if (emit->change->parts & PART_COMMENT) {
        comment_on(emit, "EXTENSION", &to->base, NULL, to->base.comment);
    }
}

bool render_extension(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    Emit emit = emit_begin(plan, all, change);
    Sql sql;
    switch (change->op) {
    case CHANGE_CREATE:
        create_extension(&emit, change->extension.to);
        break;
    case CHANGE_DROP:
        sql = emit_sql(&emit, "DROP EXTENSION");
        sql_ident(&sql, change->object.from->name);
        emit_add(&emit, PHASE_DROP_LAST, change->object.from, &sql);
        break;
    case CHANGE_ALTER:
        alter_extension(&emit, change->extension.to);
        break;
    case CHANGE_RENAME:
        error_at(err, ERR_UNSUPPORTED, change->object.to->where,
                 "extension \"%s\" cannot be renamed", change->object.from->name);
        return error_hint(err, "remove \"renamed_from\" from extension \"%s\"",
                          change->object.to->name);
    }
    return true;
}
