/* ALTER COLUMN … TYPE: what it costs. */
#include "emit/postgres/postgres.h"

static bool is_text(const Type *type)
{
    return type->cls == TYPE_TEXT || type->cls == TYPE_VARCHAR || type->cls == TYPE_CHAR;
}

static bool is_money(const Type *type)
{
    return text_equal(type->name, "money");
}

static bool fits(int32_t from, int32_t to)
{
    return to == TYPE_UNSET || (from != TYPE_UNSET && from <= to);
}

/* The only change of an array's elements that leaves its values alone. */
static bool loses_limit(const Type *from, const Type *to)
{
    return from->cls == to->cls && text_equal(from->name, to->name) && to->length == TYPE_UNSET &&
           to->cls == TYPE_VARCHAR;
}

/* As measured on 15 to 18: what only changes the catalogue. */
bool type_rewrites(const Type *from, const Type *to)
{
    bool text = is_text(from) && is_text(to) && from->cls != TYPE_CHAR && to->cls != TYPE_CHAR;
    if (from->dimensions || to->dimensions) {
        return !from->dimensions || !to->dimensions || !loses_limit(from, to);
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
        return !fits(from->fraction, to->fraction) ||
               (to->fields && !text_equal(from->fields, to->fields));
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
