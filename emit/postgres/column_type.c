/* ALTER COLUMN … TYPE: the cast it needs and what it costs. */
#include "emit/postgres/postgres.h"

#include <string.h>

static bool is_text(const Type *type)
{
    return type->cls == TYPE_TEXT || type->cls == TYPE_VARCHAR || type->cls == TYPE_CHAR;
}

static bool is_number(const Type *type)
{
    return (type->cls == TYPE_INTEGER || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT) &&
           !text_equal(type->name, "money");
}

static bool is_money(const Type *type)
{
    return text_equal(type->name, "money");
}

/* Casts between different classes that ALTER TYPE applies by itself (pg_cast: implicit and
 * assignment). */
static const struct {
    TypeClass from, to;
} assignments[] = {
    {TYPE_DATE, TYPE_TIMESTAMP}, {TYPE_TIMESTAMP, TYPE_DATE}, {TYPE_TIMESTAMP, TYPE_TIME},
    {TYPE_TIME, TYPE_INTERVAL},  {TYPE_INTERVAL, TYPE_TIME},
};

/* Casts that must be asked for. */
static const struct {
    TypeClass from, to;
} casts[] = {
    {TYPE_BOOLEAN, TYPE_INTEGER}, {TYPE_INTEGER, TYPE_BOOLEAN}, {TYPE_INTEGER, TYPE_BIT},
    {TYPE_BIT, TYPE_INTEGER},     {TYPE_JSON, TYPE_BOOLEAN},    {TYPE_JSON, TYPE_INTEGER},
    {TYPE_JSON, TYPE_NUMERIC},    {TYPE_JSON, TYPE_FLOAT},
};

static bool is_assignable(const Type *from, const Type *to)
{
    if (is_text(to)) {
        return true;
    }
    if ((is_number(from) && is_number(to)) || (is_number(from) && is_money(to)) ||
        (is_money(from) && to->cls == TYPE_NUMERIC)) {
        return from->cls != TYPE_FLOAT || !is_money(to);
    }
    if (from->cls == to->cls && from->cls != TYPE_USER && from->cls != TYPE_OTHER &&
        from->cls != TYPE_GEOMETRY && from->cls != TYPE_RANGE) {
        return from->cls != TYPE_NETWORK || text_equal(to->name, from->name) ||
               text_equal(from->name, "cidr") || text_equal(to->name, "cidr");
    }
    for (size_t i = 0; i < sizeof assignments / sizeof *assignments; i++) {
        if (from->cls == assignments[i].from && to->cls == assignments[i].to) {
            return true;
        }
    }
    return false;
}

static bool is_castable(const Changes *all, const Type *from, const Type *to)
{
    if (is_text(from)) {
        return true;
    }
    if (from->cls == TYPE_USER && !schema_enum(all->from, from->user_schema, from->user_name)) {
        return true; /* a domain casts as its base does */
    }
    if (to->cls == TYPE_USER && !schema_enum(all->to, to->user_schema, to->user_name)) {
        return true;
    }
    for (size_t i = 0; i < sizeof casts / sizeof *casts; i++) {
        bool narrow = from->cls != TYPE_INTEGER || text_equal(from->name, "integer") ||
                      to->cls != TYPE_BOOLEAN;
        if (from->cls == casts[i].from && to->cls == casts[i].to && narrow) {
            return true;
        }
    }
    return false;
}

/* The old type has stepped aside: values go over as text. */
static bool is_replaced(const Type *from, const Type *to)
{
    return from->cls == TYPE_USER && to->cls == TYPE_USER &&
           text_equal(from->user_name, to->user_name) &&
           text_equal(from->user_schema, to->user_schema);
}

static void put_cast(Sql *sql, const Type *type)
{
    sql_raw(sql, "::");
    sql_raw(sql, postgres_type_ddl(sql->buf.mem, type));
}

void put_conversion(Sql *sql, const Changes *all, const Type *from, const Type *to)
{
    bool arrays = from->dimensions > 0 && to->dimensions > 0;
    if (is_replaced(from, to) || !(is_assignable(from, to) || is_castable(all, from, to))) {
        sql_raw(sql, arrays ? "::text[]" : "::text");
    }
    put_cast(sql, to);
}

void put_using(Sql *sql, const Changes *all, const Column *from, const Column *to)
{
    const Type *a = &from->type, *b = &to->type;
    bool was_array = a->dimensions > 0, is_array = b->dimensions > 0;
    if (was_array == is_array && is_assignable(a, b)) {
        return;
    }
    if (was_array && !is_array && is_text(b)) {
        return; /* any type becomes text by its output function */
    }
    sql_kw(sql, "USING");
    if (is_row_cast(all, a, b)) {
        put_row_cast(sql, all, postgres_quote(sql->buf.mem, to->base.name), a, b);
        return;
    }
    if (!was_array && is_array) {
        sql_kw(sql, "ARRAY[");
        sql_raw(sql, postgres_quote(sql->buf.mem, to->base.name));
        sql_raw(sql, "]");
        put_cast(sql, b);
        return;
    }
    if (is_number(a) && b->cls == TYPE_BOOLEAN && !text_equal(a->name, "integer")) {
        sql_ident(sql, to->base.name);
        sql_kw(sql, "<> 0");
        return;
    }
    sql_ident(sql, to->base.name);
    sql_raw(sql, was_array && !is_array ? "[1]" : "");
    if (a->cls == TYPE_BOOLEAN && is_number(b) && !text_equal(b->name, "integer")) {
        sql_raw(sql, "::integer");
    } else if (is_replaced(a, b) || !is_castable(all, a, b)) {
        sql_raw(sql, was_array && is_array ? "::text[]" : "::text");
    }
    put_cast(sql, b);
}

/* --- cost --- */

static bool fits(int32_t from, int32_t to)
{
    return to == TYPE_UNSET || (from != TYPE_UNSET && from <= to);
}

/* As measured on 15 to 18: what only changes the catalogue. */
bool type_rewrites(const Type *from, const Type *to)
{
    bool text = is_text(from) && is_text(to) && from->cls != TYPE_CHAR && to->cls != TYPE_CHAR;
    if ((from->dimensions > 0) != (to->dimensions > 0)) {
        return true;
    }
    if (text) {
        return !fits(from->length, to->length);
    }
    if (from->cls == TYPE_NUMERIC && to->cls == TYPE_NUMERIC && !is_money(from) && !is_money(to)) {
        bool free_scale = to->precision == TYPE_UNSET;
        return !free_scale && (from->scale != to->scale || !fits(from->precision, to->precision));
    }
    if (text_equal(from->name, "cidr") && text_equal(to->name, "inet")) {
        return false;
    }
    if (from->cls != to->cls || !text_equal(from->name, to->name)) {
        return true;
    }
    switch (to->cls) {
    case TYPE_TIME:
    case TYPE_TIMESTAMP:
    case TYPE_INTERVAL:
        return !fits(from->fraction, to->fraction) || !text_equal(from->fields, to->fields);
    case TYPE_BIT:
        return !text_equal(to->name, "varbit") || !fits(from->length, to->length);
    case TYPE_NONE:
    case TYPE_BOOLEAN:
    case TYPE_INTEGER:
    case TYPE_NUMERIC:
    case TYPE_FLOAT:
    case TYPE_CHAR:
    case TYPE_VARCHAR:
    case TYPE_TEXT:
    case TYPE_BINARY:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_UUID:
    case TYPE_JSON:
    case TYPE_NETWORK:
    case TYPE_GEOMETRY:
    case TYPE_RANGE:
    case TYPE_XML:
    case TYPE_ENUM:
    case TYPE_SET:
    case TYPE_USER:
    case TYPE_OTHER:
        return true;
    }
    return true;
}

void column_type(Emit *emit, const Column *from, const Column *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &to->table->base);
    sql_kw(&sql, "ALTER COLUMN");
    sql_ident(&sql, to->base.name);
    sql_kw(&sql, "TYPE");
    put_type(&sql, &to->type);
    put_collation(&sql, emit->all->to, to->collation);
    if ((emit->change->parts & PART_TYPE) && to->generated == GENERATED_NONE) {
        put_using(&sql, emit->all, from, to);
    }
    Statement *statement = emit_add(emit, PHASE_ALTER_TABLE, &to->table->base, &sql);
    if ((emit->change->parts & PART_TYPE) && type_rewrites(&from->type, &to->type)) {
        emit_hazard(emit, statement, HAZARD_TABLE_REWRITE,
                    mem_printf(emit->plan->mem, "%s is written anew and locked meanwhile",
                               emit_label(emit, &to->table->base, NULL)));
    }
}
