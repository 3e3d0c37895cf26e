/* Schemas and extensions. */
#include "emit/postgres/postgres.h"

#include <string.h>

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

static Statement *drop_extension(Emit *emit, Phase phase, const Extension *from)
{
    Sql sql = emit_sql(emit, "DROP EXTENSION");
    sql_ident(&sql, from->base.name);
    return emit_add(emit, phase, &from->base, &sql);
}

/* "1.10" is above "1.9": numbers count as numbers, the rest as text. */
static bool is_lower_version(const char *a, const char *b)
{
    while (*a && *b) {
        size_t x = strspn(a, "0123456789"), y = strspn(b, "0123456789");
        int order = x && y && x != y ? (x < y ? -1 : 1) : strncmp(a, b, x && y ? x : 1);
        if (order) {
            return order < 0;
        }
        a += x && y ? x : 1;
        b += x && y ? y : 1;
    }
    return *b != '\0';
}

/* Extensions come with scripts to newer versions only. */
static void change_version(Emit *emit, const Extension *from, const Extension *to)
{
    const char *label = mem_printf(emit->plan->mem, "extension \"%s\"", to->base.name);
    if (from->version && is_lower_version(to->version, from->version)) {
        Statement *statement = drop_extension(emit, PHASE_CREATE_FIRST, from);
        emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                    mem_printf(emit->plan->mem,
                               "fails while anything uses %s: it has no way back to version %s but "
                               "to be made anew",
                               label, to->version));
        create_extension(emit, to);
        return;
    }
    Sql sql = emit_sql(emit, "ALTER EXTENSION");
    sql_ident(&sql, to->base.name);
    sql_kw(&sql, "UPDATE TO");
    sql_literal(&sql, to->version);
    Statement *statement = emit_add(emit, PHASE_CREATE_FIRST, &to->base, &sql);
    emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                mem_printf(emit->plan->mem, "%s may have no update path to version %s", label,
                           to->version));
}

static void alter_extension(Emit *emit, const Extension *from, const Extension *to)
{
    if (emit->change->parts & PART_VERSION) {
        change_version(emit, from, to);
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
    switch (change->op) {
    case CHANGE_CREATE:
        create_extension(&emit, change->extension.to);
        break;
    case CHANGE_DROP:
        drop_extension(&emit, PHASE_DROP_LAST, change->extension.from);
        break;
    case CHANGE_ALTER:
        alter_extension(&emit, change->extension.from, change->extension.to);
        break;
    case CHANGE_RENAME:
        error_at(err, ERR_UNSUPPORTED, change->object.to->where,
                 "extension \"%s\" cannot be renamed", change->object.from->name);
        return error_hint(err, "remove \"renamed_from\" from extension \"%s\"",
                          change->object.to->name);
    }
    return true;
}
