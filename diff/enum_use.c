/* Are new values of an enum used in the migration that adds them? PostgreSQL does not let a
 * transaction use a value that it has added. */
#include "diff/internal.h"

#include <string.h>

typedef struct Search {
    const CompareOps *ops;
    const char *value;
    const char *quoted; /* 'value' */
} Search;

static bool text_uses(const Search *search, const char *text)
{
    return text && strstr(text, search->quoted);
}

static bool default_uses(const Search *search, const Default *def, const Type *type)
{
    return (def->kind == DEFAULT_STRING &&
            (text_equal(def->value, search->value) ||
             (type->dimensions && strstr(def->value, search->value)))) ||
           text_uses(search, def->expr.text);
}

static bool column_uses(const Search *search, const Column *column)
{
    return default_uses(search, &column->default_value, &column->type) ||
           default_uses(search, &column->backfill, &column->type) ||
           text_uses(search, column->generated_expr.text);
}

static bool domain_uses(const Search *search, const Domain *domain)
{
    bool uses = default_uses(search, &domain->default_value, &domain->type);
    for (size_t i = 0; i < domain->checks.len; i++) {
        uses |= text_uses(search, domain->checks.at[i]->check.text);
    }
    return uses;
}

static bool object_uses(const Search *search, const Object *object);

#define ANY_USES(search, list, uses)                                    \
    for (size_t i = 0; i < (list)->len; i++) {                          \
        (uses) = (uses) || object_uses((search), &(list)->at[i]->base); \
    }

/* Not a body that is read only when it runs. */
static bool routine_uses(const Search *search, const Routine *routine)
{
    Str text =
        search->ops->routine_text ? search->ops->routine_text(routine->definition) : (Str){0};
    const char *at = strstr(routine->definition, search->quoted);
    if (at && text.len && at >= text.ptr) {
        const char *end = text.ptr + text.len;
        at = at < end ? strstr(end, search->quoted) : at;
    }
    return at != NULL;
}

static bool table_uses(const Search *search, const Table *table)
{
    bool uses = text_uses(search, table->partition_bound);
    ANY_USES(search, &table->columns, uses);
    ANY_USES(search, &table->constraints, uses);
    ANY_USES(search, &table->indexes, uses);
    ANY_USES(search, &table->triggers, uses);
    ANY_USES(search, &table->rules, uses);
    ANY_USES(search, &table->policies, uses);
    return uses;
}

static bool object_uses(const Search *search, const Object *object)
{
    switch (object->kind) {
    case OBJ_DOMAIN:
        return domain_uses(search, (const Domain *)object);
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
        return routine_uses(search, (const Routine *)object);
    case OBJ_TABLE:
        return table_uses(search, (const Table *)object);
    case OBJ_COLUMN:
        return column_uses(search, (const Column *)object);
    case OBJ_CONSTRAINT:
        return text_uses(search, ((const Constraint *)object)->check.text) ||
               text_uses(search, ((const Constraint *)object)->where.text);
    case OBJ_INDEX:
        return text_uses(search, ((const Index *)object)->where.text);
    case OBJ_VIEW:
        return text_uses(search, ((const View *)object)->query);
    case OBJ_TRIGGER:
    case OBJ_RULE:
        return text_uses(search, ((const Trigger *)object)->definition);
    case OBJ_POLICY:
        return text_uses(search, ((const Policy *)object)->using_.text) ||
               text_uses(search, ((const Policy *)object)->check.text);
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_SEQUENCE:
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return false;
    }
    return false;
}

static bool change_uses(const Search *search, const Change *change)
{
    bool whole = change->object.to && (change->op == CHANGE_CREATE || change->kind != OBJ_TABLE);
    if (whole && object_uses(search, change->object.to)) {
        return true;
    }
    for (size_t i = 0; i < change->children.len; i++) {
        if (change_uses(search, change->children.at[i])) {
            return true;
        }
    }
    return false;
}

static const char *quote(Mem *mem, const char *value)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '\'');
    for (; *value; value++) {
        buf_add(&buf, *value == '\'' ? "'" : "");
        buf_char(&buf, *value);
    }
    buf_char(&buf, '\'');
    return mem_strdup(mem, buf_text(&buf));
}

bool diff_uses_value(const Diff *diff, const char *value)
{
    const Search search = {diff->ops, value, quote(diff->mem, value)};
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        if (change_uses(&search, diff->changes->list.at[i])) {
            return true;
        }
    }
    return false;
}
