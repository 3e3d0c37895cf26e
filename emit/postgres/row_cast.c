/* Values of a composite type that was replaced: from the old type to the new one. */
#include "emit/postgres/postgres.h"

static const CompositeField *find_field(const Composite *composite, const char *name)
{
    for (size_t i = 0; i < composite->fields.len; i++) {
        if (text_equal(composite->fields.at[i].name, name)) {
            return &composite->fields.at[i];
        }
    }
    return NULL;
}

static const Composite *composite_of(const Schema *schema, const Type *type)
{
    return type->cls == TYPE_USER ? schema_composite(schema, type->user_schema, type->user_name)
                                  : NULL;
}

/* The same fields in the same order, inside of fields, too: then the text of a value serves both.
 */
static bool same_shape(const Changes *all, const Composite *from, const Composite *to)
{
    bool same = from->fields.len == to->fields.len;
    for (size_t i = 0; same && i < from->fields.len; i++) {
        const CompositeField *a = &from->fields.at[i], *b = &to->fields.at[i];
        const Composite *inner = composite_of(all->from, &a->type);
        const Composite *other = composite_of(all->to, &b->type);
        same = text_equal(a->name, b->name) && (!inner || !other || same_shape(all, inner, other));
    }
    return same;
}

bool is_row_cast(const Changes *all, const Type *from, const Type *to)
{
    const Composite *a = composite_of(all->from, from), *b = composite_of(all->to, to);
    return a && b && !from->dimensions && !to->dimensions && !same_shape(all, a, b);
}

void put_row_cast(Sql *sql, const Changes *all, const char *value, const Type *from, const Type *to)
{
    Mem *mem = sql->buf.mem;
    const Composite *a = composite_of(all->from, from), *b = composite_of(all->to, to);
    /* "IS NULL" would also be true of a row whose fields are all NULL. */
    sql_kw(sql, "CASE WHEN");
    sql_kw(sql, value);
    sql_kw(sql, "IS DISTINCT FROM NULL THEN ROW(");
    for (size_t i = 0; i < b->fields.len; i++) {
        const CompositeField *field = &b->fields.at[i], *old = find_field(a, field->name);
        sql_raw(sql, i ? ", " : "");
        if (old) {
            const char *part = mem_printf(mem, "(%s).%s", value, postgres_quote(mem, old->name));
            put_conversion(sql, all, part, &old->type, &field->type);
        } else {
            sql_raw(sql, "NULL");
        }
    }
    sql_raw(sql, ")::");
    sql_raw(sql, postgres_type_ddl(mem, to));
    sql_kw(sql, "END");
}

/* --- inside arrays and domains ---
 * An expression of ALTER COLUMN … TYPE cannot go through the elements of an array, and a domain's
 * value is not a row to it. A cast between the two types can: the server takes it for each element.
 */

/* The type itself, a domain's base or an array's element. */
static const Composite *composite_behind(const Schema *schema, const Type *type, bool *wrapped)
{
    const Domain *domain =
        type->cls == TYPE_USER ? schema_domain(schema, type->user_schema, type->user_name) : NULL;
    *wrapped |= domain || type->dimensions;
    return domain ? composite_behind(schema, &domain->type, wrapped) : composite_of(schema, type);
}

bool is_wrapped_row_cast(const Changes *all, const Type *from, const Type *to)
{
    bool wrapped = false;
    const Composite *a = composite_behind(all->from, from, &wrapped);
    const Composite *b = composite_behind(all->to, to, &wrapped);
    return wrapped && a && b && text_equal(a->base.name, b->base.name) && !same_shape(all, a, b);
}

void put_wrapped_row_cast(Sql *sql, const Changes *all, const char *value, const Type *to)
{
    bool wrapped = false;
    const Domain *domain = schema_domain(all->to, to->user_schema, to->user_name);
    const Composite *row = composite_behind(all->to, to, &wrapped);
    const Type element = {.cls = TYPE_USER,
                          .user_schema = row->base.schema,
                          .user_name = row->base.name,
                          .dimensions =
                              domain && !to->dimensions ? domain->type.dimensions : to->dimensions};
    sql_raw(sql, value);
    sql_raw(sql, "::");
    sql_raw(sql, postgres_type_ddl(sql->buf.mem, &element));
    if (domain) {
        sql_raw(sql, "::");
        sql_raw(sql, postgres_type_ddl(sql->buf.mem, to));
    }
}

static bool wraps(const Changes *all, const Type *type, const Composite *to)
{
    bool wrapped = false;
    return composite_behind(all->to, type, &wrapped) == to && wrapped;
}

bool row_cast_is_needed(const Changes *all, const Composite *from, const Composite *to)
{
    bool changes = !same_shape(all, from, to), found = false;
    for (size_t i = 0; changes && i < all->to->tables.len; i++) {
        const Table *table = all->to->tables.at[i], *former = former_table(all, table);
        for (size_t j = 0; former && j < table->columns.len; j++) {
            found |= wraps(all, &table->columns.at[j]->type, to);
        }
    }
    for (size_t i = 0; changes && i < all->to->composites.len; i++) {
        const Composite *other = all->to->composites.at[i];
        for (size_t j = 0; j < other->fields.len; j++) {
            found |= wraps(all, &other->fields.at[j].type, to);
        }
    }
    return found;
}

static void put_signature(Sql *sql, const Object *type)
{
    Mem *mem = sql->buf.mem;
    sql_name(sql, type->schema, name_with_prefix(mem, "schemadiff_cast_", type->name));
    sql_raw(sql, "(");
    sql_name(sql, type->schema, name_with_prefix(mem, OLD_PREFIX, type->name));
    sql_raw(sql, ")");
}

static void put_cast_of(Sql *sql, const Object *type)
{
    sql_kw(sql, "CAST (");
    sql_name(sql, type->schema, name_with_prefix(sql->buf.mem, OLD_PREFIX, type->name));
    sql_kw(sql, "AS");
    sql_object(sql, type);
    sql_raw(sql, ")");
}

void row_cast_create(Emit *emit, Phase phase, const Composite *from, const Composite *to)
{
    const Type a = {
        .cls = TYPE_USER, .user_schema = from->base.schema, .user_name = from->base.name};
    const Type b = {.cls = TYPE_USER, .user_schema = to->base.schema, .user_name = to->base.name};
    Sql sql = emit_sql(emit, "CREATE FUNCTION");
    put_signature(&sql, &to->base);
    sql_kw(&sql, "RETURNS");
    sql_object(&sql, &to->base);
    sql_kw(&sql, "LANGUAGE sql IMMUTABLE AS $cast$\nSELECT");
    put_row_cast(&sql, emit->all, "$1", &a, &b);
    sql_raw(&sql, "\n$cast$");
    emit_add(emit, phase, &to->base, &sql);
    sql = emit_sql(emit, "CREATE");
    put_cast_of(&sql, &to->base);
    sql_kw(&sql, "WITH FUNCTION");
    put_signature(&sql, &to->base);
    emit_add(emit, phase, &to->base, &sql);
}

void row_cast_drop(Emit *emit, const Composite *to)
{
    Sql sql = emit_sql(emit, "DROP");
    put_cast_of(&sql, &to->base);
    emit_add(emit, PHASE_DROP_LAST, &to->base, &sql);
    sql = emit_sql(emit, "DROP FUNCTION");
    put_signature(&sql, &to->base);
    emit_add(emit, PHASE_DROP_LAST, &to->base, &sql);
}
