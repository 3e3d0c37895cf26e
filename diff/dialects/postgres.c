#include "schema/dialects/postgres.h"
#include "diff/compare.h"
#include "schema/dialects/postgres_statement.h"

#include <string.h>

/* Without the casts that a constant argument gets from the server: nextval('s'::regclass). */
static const char *without_regclass(Mem *mem, const char *text)
{
    const char cast[] = "::regclass";
    Buf buf = buf_new(mem);
    for (const char *at = strstr(text, cast); at; at = strstr(text, cast)) {
        buf_add_len(&buf, text, (size_t)(at - text));
        text = at + strlen(cast);
    }
    buf_add(&buf, text);
    return mem_strdup(mem, buf_text(&buf));
}

/* Where a string constant at the start of `text` ends; NULL when there is none. */
static const char *after_string(const char *text)
{
    if (*text != '\'') {
        return NULL;
    }
    for (text++; *text; text++) {
        if (*text == '\'' && *++text != '\'') {
            return text;
        }
    }
    return NULL;
}

/* 'x'::status as the default of a status column is 'x'. */
static const char *without_own_cast(Mem *mem, const Server *server, const Column *column,
                                    const char *text)
{
    const char *rest = column ? after_string(text) : NULL;
    if (!rest || !text_starts(rest, "::")) {
        return text;
    }
    const char *cast = rest + strlen("::");
    Type type;
    bool own = column->type.cls == TYPE_USER
                   ? text_equal_nocase(cast, column->type.text) ||
                         text_equal_nocase(cast, postgres_type_ddl(mem, &column->type))
                   : postgres_parse_type(mem, server, cast, &type) &&
                         type.cls == column->type.cls && text_equal(type.name, column->type.name) &&
                         (type.dimensions > 0) == (column->type.dimensions > 0);
    return own ? mem_strndup(mem, text, (size_t)(rest - text)) : text;
}

static const char *plain(Mem *mem, const Server *server, const Column *column, const char *text)
{
    text = without_regclass(mem, expr_light(mem, text));
    return without_own_cast(mem, server, column, text);
}

static bool postgres_expr_equal(Mem *mem, const Server *server, const Column *column, const char *a,
                                const char *b)
{
    return text_equal(plain(mem, server, column, a), plain(mem, server, column, b));
}

static const char *postgres_option_default(const Server *server UNUSED, ObjectKind kind,
                                           const Object *object, const char *name)
{
    if (kind == OBJ_COLUMN && text_equal(name, "storage")) {
        return postgres_storage(&((const Column *)object)->type);
    }
    if (kind == OBJ_TABLE && text_equal(name, "access_method")) {
        return "heap";
    }
    if (kind == OBJ_TABLE && text_equal(name, "row_security")) {
        return "off";
    }
    if (kind == OBJ_TABLE && text_equal(name, "replica_identity")) {
        return "default";
    }
    return text_equal(name, "tablespace") ? "pg_default" : NULL;
}

static const char *server_text(const Routine *routine)
{
    return routine->canonical ? routine->canonical : routine->definition;
}

/* The server keeps a partition key, and the types of its columns. */
static bool partitioning_changes(Mem *mem, const Change *change)
{
    const char *from = change->table.from->partition_by, *to = change->table.to->partition_by;
    if (!from || !to) {
        return from != to;
    }
    for (size_t i = 0; i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        bool typed = child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER &&
                     (child->parts & (PART_TYPE | PART_COLLATION));
        if (typed && text_mentions(from, child->object.from->name)) {
            return true;
        }
    }
    return (change->parts & PART_DEFINITION) &&
           !text_equal(expr_light(mem, from), expr_light(mem, to));
}

static bool postgres_is_replaced(const Changes *all, const Change *change)
{
    if (change->kind == OBJ_TABLE) {
        return partitioning_changes(all->mem, change);
    }
    bool routine = change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE;
    return routine && (change->parts & PART_DEFINITION) &&
           !postgres_routine_in_place(all->mem, server_text(change->function.from),
                                      server_text(change->function.to));
}

static Str postgres_routine_text(const char *definition)
{
    PostgresRoutine parsed;
    return postgres_routine_parse(definition, &parsed) ? parsed.body : (Str){0};
}

static bool postgres_bound_equal(Mem *mem, const char *a, const char *b)
{
    return text_equal(postgres_bound(mem, a), postgres_bound(mem, b));
}

const CompareOps compare_postgres = {
    .bound_equal = postgres_bound_equal,
    .is_replaced = postgres_is_replaced,
    .routine_text = postgres_routine_text,
    .expr_equal = postgres_expr_equal,
    .option_default = postgres_option_default,
    .views_block = true,
};
