/* How values of one type become values of another: USING of ALTER COLUMN … TYPE. */
#include "emit/postgres/postgres.h"

#include <string.h>

#define NUMBERS   "smallint|integer|bigint|numeric|real|double precision"
#define AUTOMATIC NULL /* implicit or assignment cast: ALTER TYPE needs no USING */
#define ASKED     ""   /* a cast that must be written */

/* pg_cast of PostgreSQL 15 to 18 without the types of text, and for pairs that it lacks the type in
 * between that keeps the value. Any other pair goes over as text. The first row that fits counts;
 * names are canonical, separated by "|". */
static const struct {
    const char *from, *to, *by;
} ways[] = {
    {NUMBERS, NUMBERS, AUTOMATIC},
    {"integer|bigint|numeric", "money", AUTOMATIC},
    {"smallint|real|double precision", "money", "numeric"},
    {"money", "numeric", AUTOMATIC},
    {"money", NUMBERS, "numeric"},
    {"boolean", "integer", ASKED},
    {"boolean", NUMBERS "|money|bit", "integer"},
    {"integer", "boolean", ASKED},
    {NUMBERS "|bit", "boolean", "integer"},
    {"integer|bigint", "bit", ASKED},
    {"smallint", "bit", "integer"},
    {"bit", "integer|bigint", ASKED},
    {"bit", "smallint", "integer"},
    {"bit|varbit", "bit|varbit", AUTOMATIC},
    {"smallint|integer|bigint", "oid", AUTOMATIC},
    {"oid", "integer|bigint", AUTOMATIC},
    {"oid", "smallint", "bigint"},
    {"date", "timestamp|timestamptz", AUTOMATIC},
    {"timestamp|timestamptz", "timestamp|timestamptz|date|time", AUTOMATIC},
    {"timestamptz", "timetz", AUTOMATIC},
    {"time", "timetz|interval", AUTOMATIC},
    {"timetz|interval", "time", AUTOMATIC},
    {"timestamp|interval", "timetz", "time"},
    {"timetz", "interval", "time"},
    {"json|jsonb", "json|jsonb", AUTOMATIC},
    {"jsonb", NUMBERS "|boolean", ASKED},
    {"jsonb", "money", "numeric"},
    {"json", NUMBERS "|boolean", "jsonb"},
    {"inet|cidr", "inet|cidr", AUTOMATIC},
    {"macaddr|macaddr8", "macaddr|macaddr8", AUTOMATIC},
    {"point", "box", AUTOMATIC},
    {"path|box", "polygon", AUTOMATIC},
    {"polygon", "path", AUTOMATIC},
    {"lseg|box|polygon|circle", "point", ASKED},
    {"box", "lseg|circle", ASKED},
    {"polygon", "circle", ASKED},
    {"polygon|circle", "box", ASKED},
    {"circle", "polygon", ASKED},
    {"int4range", "int4multirange", ASKED},
    {"int8range", "int8multirange", ASKED},
    {"numrange", "nummultirange", ASKED},
    {"tsrange", "tsmultirange", ASKED},
    {"tstzrange", "tstzmultirange", ASKED},
    {"daterange", "datemultirange", ASKED},
    {"xid8", "xid", ASKED},
};

static bool is_text(const Type *type)
{
    return type->cls == TYPE_TEXT || type->cls == TYPE_VARCHAR || type->cls == TYPE_CHAR;
}

static bool is_one_of(const char *names, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = names; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, name, len) == 0 && (at[len] == '|' || !at[len])) {
            return true;
        }
    }
    return false;
}

/* A domain casts as its base does. */
static const Type *base_of(const Schema *schema, const Type *type)
{
    for (;;) {
        const Domain *domain = type->cls == TYPE_USER
                                   ? schema_domain(schema, type->user_schema, type->user_name)
                                   : NULL;
        if (!domain) {
            return type;
        }
        type = &domain->type;
    }
}

static bool is_array(const Schema *schema, const Type *type)
{
    return type->dimensions > 0 || base_of(schema, type)->dimensions > 0;
}

/* The old type has stepped aside: values go over as text. */
static bool is_replaced(const Type *from, const Type *to)
{
    return from->cls == TYPE_USER && to->cls == TYPE_USER &&
           text_equal(from->user_name, to->user_name) &&
           text_equal(from->user_schema, to->user_schema);
}

/* AUTOMATIC, ASKED or the type in between, for one element of an array as for a single value. */
static const char *way_of(const Changes *all, const Type *from, const Type *to)
{
    if (is_replaced(from, to)) {
        return "text";
    }
    const Type *a = base_of(all->from, from), *b = base_of(all->to, to);
    bool domain = a != from || b != to;
    if (is_text(b) || (a->cls != TYPE_USER && text_equal(a->name, b->name))) {
        return domain ? ASKED : AUTOMATIC;
    }
    if (is_text(a)) {
        return ASKED;
    }
    for (size_t i = 0; a->name && b->name && i < sizeof ways / sizeof *ways; i++) {
        if (is_one_of(ways[i].from, a->name) && is_one_of(ways[i].to, b->name)) {
            return domain && !ways[i].by ? ASKED : ways[i].by;
        }
    }
    return "text";
}

/* Bits that are no number of a fixed width: aligned to the right, as bit(n) does it by itself. */
static bool put_bits(Sql *sql, const char *value, const Type *from, const Type *to)
{
    bool number = is_one_of("smallint|integer|bigint", to->name ? to->name : "");
    if (text_equal(from->name, "varbit") && number) {
        sql_raw(sql, mem_printf(sql->buf.mem, "lpad(%s::text, 64, '0')::bit(64)::bigint", value));
        return true;
    }
    if (from->cls == TYPE_INTEGER && text_equal(to->name, "varbit")) {
        int32_t width = text_equal(from->name, "bigint") ? 64 : 32;
        sql_raw(sql, value);
        sql_raw(sql, text_equal(from->name, "smallint") ? "::integer" : "");
        sql_raw(sql, mem_printf(sql->buf.mem, "::bit(%d)",
                                (int)(to->length == TYPE_UNSET ? width : to->length)));
        return true;
    }
    return false;
}

/* A single value, up to the last cast. */
static void put_value(Sql *sql, const Changes *all, const char *value, const Type *from,
                      const Type *to)
{
    const Type *a = base_of(all->from, from), *b = base_of(all->to, to);
    const char *by = way_of(all, from, to);
    if (!is_replaced(from, to) && put_bits(sql, value, a, b)) {
        return;
    }
    sql_raw(sql, value);
    if (by && *by) {
        sql_raw(sql, mem_printf(sql->buf.mem, "::%s", by));
    }
}

static void put_cast(Sql *sql, const Type *type)
{
    sql_raw(sql, "::");
    sql_raw(sql, postgres_type_ddl(sql->buf.mem, type));
}

/* 0.4 is true, although it is 0 as an integer. */
static bool is_compared(const Changes *all, const Type *from, const Type *to)
{
    const Type *a = base_of(all->from, from);
    return a->name && is_one_of(NUMBERS, a->name) && !text_equal(a->name, "integer") &&
           to->cls == TYPE_BOOLEAN;
}

void put_conversion(Sql *sql, const Changes *all, const char *value, const Type *from,
                    const Type *to)
{
    bool was = is_array(all->from, from), becomes = is_array(all->to, to);
    if (is_row_cast(all, from, to)) {
        put_row_cast(sql, all, value, from, to);
        return;
    }
    if (is_wrapped_row_cast(all, from, to)) {
        put_wrapped_row_cast(sql, all, value, to);
        return;
    }
    if (was && becomes) {
        const char *by = way_of(all, from, to);
        sql_raw(sql, value);
        sql_raw(sql, by && *by ? mem_printf(sql->buf.mem, "::%s[]", by) : "");
        put_cast(sql, to);
        return;
    }
    if (becomes) {
        sql_raw(sql, "ARRAY[");
        put_value(sql, all, value, from, to);
        sql_raw(sql, "]");
        put_cast(sql, to);
        return;
    }
    if (was) {
        value = mem_printf(sql->buf.mem, "%s[1]", value);
    }
    if (is_compared(all, from, to)) {
        sql_raw(sql, value);
        sql_raw(sql, " <> 0");
        return;
    }
    put_value(sql, all, value, from, to);
    put_cast(sql, to);
}

void put_using(Sql *sql, const Changes *all, const Column *from, const Column *to)
{
    const Type *a = &from->type, *b = &to->type;
    bool was = is_array(all->from, a), becomes = is_array(all->to, b);
    bool as_text = was && !becomes && is_text(b); /* any type's output function */
    if (as_text || (was == becomes && way_of(all, a, b) == AUTOMATIC)) {
        return;
    }
    sql_kw(sql, "USING");
    sql_raw(sql, " ");
    put_conversion(sql, all, postgres_quote(sql->buf.mem, to->base.name), a, b);
}
