#include "emit/postgres/postgres.h"

static void put_field(Sql *sql, const Schema *schema, const CompositeField *field)
{
    sql_ident(sql, field->name);
    put_type(sql, &field->type);
    put_collation(sql, schema, field->collation);
}

static const CompositeField *find_field(const Composite *composite, const char *name)
{
    for (size_t i = 0; i < composite->fields.len; i++) {
        if (text_equal(composite->fields.at[i].name, name)) {
            return &composite->fields.at[i];
        }
    }
    return NULL;
}

/* --- phases --- */

/* A field of a table's row type waits for the table; composites cannot contain themselves. */
static bool needs_table(const Object *type)
{
    for (size_t i = 0; i < type->deps.len; i++) {
        const Object *other = type->deps.at[i];
        if (other->kind == OBJ_TABLE || other->kind == OBJ_VIEW ||
            (other->kind == OBJ_COMPOSITE && needs_table(other))) {
            return true;
        }
    }
    return false;
}

static Phase create_phase(const Composite *to)
{
    return needs_table(&to->base) ? PHASE_CREATE_TABLE : PHASE_CREATE_TYPE;
}

static Phase drop_phase(const Composite *from)
{
    return needs_table(&from->base) ? PHASE_DROP_TABLE : PHASE_DROP_LAST;
}

/* How many fields of `from` stay in place: those before the first one that would have to move. */
static size_t steady(const Composite *from, const Composite *to, bool *keeps)
{
    size_t next = 0;
    for (size_t i = 0; i < from->fields.len; i++) {
        bool here =
            next < to->fields.len && text_equal(from->fields.at[i].name, to->fields.at[next].name);
        keeps[i] = here;
        next += here;
    }
    return next;
}

/* --- comments --- */

static void comment_field(Emit *emit, const Composite *to, const CompositeField *field)
{
    Sql sql = emit_sql(emit, "COMMENT ON COLUMN");
    sql_object(&sql, &to->base);
    sql_raw(&sql, ".");
    sql_ident(&sql, field->name);
    sql_kw(&sql, "IS");
    if (field->comment) {
        sql_literal(&sql, field->comment);
    } else {
        sql_kw(&sql, "NULL");
    }
    emit_add(emit, PHASE_COMMENT, &to->base, &sql);
}

static void alter_comments(Emit *emit, const Composite *from, const Composite *to)
{
    bool *keeps = MEM_ARRAY(emit->plan->mem, bool, from->fields.len + 1);
    size_t kept = steady(from, to, keeps);
    if (!text_equal(from->base.comment, to->base.comment)) {
        comment_on(emit, "TYPE", &to->base, NULL, to->base.comment);
    }
    for (size_t i = 0; i < to->fields.len; i++) {
        const CompositeField *field = &to->fields.at[i], *old = find_field(from, field->name);
        const char *was = old && i < kept ? old->comment : NULL;
        if (!text_equal(was, field->comment)) {
            comment_field(emit, to, field);
        }
    }
}

static void create_composite(Emit *emit, const Composite *to)
{
    Sql sql = emit_sql(emit, "CREATE TYPE");
    sql_object(&sql, &to->base);
    sql_kw(&sql, "AS (");
    for (size_t i = 0; i < to->fields.len; i++) {
        sql_raw(&sql, i ? ",\n    " : "\n    ");
        put_field(&sql, emit->all->to, &to->fields.at[i]);
    }
    sql_raw(&sql, to->fields.len ? "\n)" : ")");
    emit_add(emit, create_phase(to), &to->base, &sql);
    comment_new(emit, "TYPE", &to->base, NULL);
    for (size_t i = 0; i < to->fields.len; i++) {
        if (to->fields.at[i].comment) {
            comment_field(emit, to, &to->fields.at[i]);
        }
    }
}

/* --- alter --- */

static bool same_type(const Emit *emit, const CompositeField *a, const CompositeField *b)
{
    const Server *server = emit->all->to->server;
    return server->dialect->syntax->type_equal(server, &a->type, &b->type) &&
           text_equal(a->collation, b->collation);
}

/* Fields go and come in one statement, whose steps the server sorts: what goes first. */
static void alter_fields(Emit *emit, const Composite *from, const Composite *to)
{
    bool *keeps = MEM_ARRAY(emit->plan->mem, bool, from->fields.len + 1);
    size_t kept = steady(from, to, keeps);
    Sql sql = emit_sql(emit, "ALTER TYPE");
    sql_object(&sql, &to->base);
    const char *comma = "\n    ";
    for (size_t i = 0; i < from->fields.len; i++) {
        const CompositeField *old = &from->fields.at[i], *new = find_field(to, old->name);
        if (!keeps[i]) {
            sql_raw(&sql, comma);
            sql_kw(&sql, "DROP ATTRIBUTE");
            sql_ident(&sql, old->name);
            comma = ",\n    ";
        } else if (!same_type(emit, old, new)) {
            sql_raw(&sql, comma);
            sql_kw(&sql, "ALTER ATTRIBUTE");
            sql_ident(&sql, old->name);
            sql_kw(&sql, "TYPE");
            put_type(&sql, &new->type);
            put_collation(&sql, emit->all->to, new->collation);
            comma = ",\n    ";
        }
    }
    for (size_t i = kept; i < to->fields.len; i++) {
        sql_raw(&sql, comma);
        sql_kw(&sql, "ADD ATTRIBUTE");
        put_field(&sql, emit->all->to, &to->fields.at[i]);
        comma = ",\n    ";
    }
    emit_add(emit, create_phase(to), &to->base, &sql);
}

static void replace_composite(Emit *emit, const Composite *from, const Composite *to)
{
    bool cast = row_cast_is_needed(emit->all, from, to);
    step_aside(emit, PHASE_CREATE_TYPE, "TYPE", &to->base, to->base.name);
    create_composite(emit, to);
    if (cast) {
        row_cast_create(emit, create_phase(to), from, to);
        row_cast_drop(emit, to);
    }
    old_drop(emit, "TYPE", &to->base, PHASE_DROP_LAST);
}

static void alter_composite(Emit *emit, const Composite *from, const Composite *to)
{
    if (emit->change->parts & PART_RECREATE) {
        replace_composite(emit, from, to);
        return;
    }
    if (emit->change->parts & PART_DEFINITION) {
        alter_fields(emit, from, to);
    }
    if (emit->change->parts & (PART_COMMENT | PART_DEFINITION)) {
        alter_comments(emit, from, to);
    }
}

bool render_composite(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create_composite(&emit, change->composite.to);
        break;
    case CHANGE_DROP:
        drop_or_step_aside(&emit, "TYPE", drop_phase(change->composite.from));
        break;
    case CHANGE_RENAME:
        rename_object(&emit, "TYPE");
        break;
    case CHANGE_ALTER:
        alter_composite(&emit, change->composite.from, change->composite.to);
        break;
    }
    return true;
}
