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

/* --- what cannot be converted --- */

/* An expression of ALTER COLUMN … TYPE cannot go through the elements of an array, and a domain's
 * value is not a row to it. */
static bool is_stuck(const Changes *all, const Type *type, const Composite *to)
{
    if (type->cls != TYPE_USER) {
        return false;
    }
    if (type->dimensions) {
        return composite_of(all->to, type) == to;
    }
    const Domain *domain = schema_domain(all->to, type->user_schema, type->user_name);
    return domain && composite_of(all->to, &domain->type) == to;
}

static bool refuse(const Composite *to, const char *user, Error *err)
{
    error_at(err, ERR_UNSUPPORTED, to->base.where,
             "the fields of composite type \"%s\" cannot be changed so while %s holds values of it",
             to->base.name, user);
    return error_hint(err, "add new fields behind the others and keep the types, or change the "
                           "column in a migration of your own");
}

bool row_cast_possible(const Changes *all, const Composite *from, const Composite *to, Error *err)
{
    Mem *mem = all->mem;
    for (size_t i = 0; !same_shape(all, from, to) && i < all->to->tables.len; i++) {
        const Table *table = all->to->tables.at[i];
        const Table *former = former_table(all, table);
        for (size_t j = 0; former && j < table->columns.len; j++) {
            const char *name = table->columns.at[j]->base.name;
            if (table_column(former, name) && is_stuck(all, &table->columns.at[j]->type, to)) {
                return refuse(to,
                              mem_printf(mem, "column \"%s\" of table \"%s\"", name,
                                         object_label(mem, &table->base)),
                              err);
            }
        }
    }
    for (size_t i = 0; !same_shape(all, from, to) && i < all->to->composites.len; i++) {
        const Composite *other = all->to->composites.at[i];
        bool there = schema_composite(all->from, other->base.schema, other->base.name) != NULL;
        for (size_t j = 0; there && j < other->fields.len; j++) {
            if (is_stuck(all, &other->fields.at[j].type, to)) {
                return refuse(to,
                              mem_printf(mem, "field \"%s\" of composite type \"%s\"",
                                         other->fields.at[j].name, other->base.name),
                              err);
            }
        }
    }
    return true;
}
