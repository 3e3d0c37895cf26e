#include "diff/internal.h"

#include "schema/enum_values.h"

/* --- what looks alike ------------------------------------------------------------------------- */

static bool columns_alike(const Server *server, const Column *from, const Column *to)
{
    return from->not_null == to->not_null &&
           server->dialect->syntax->type_equal(server, &from->type, &to->type);
}

static bool tables_alike(const Server *server, const Table *from, const Table *to)
{
    bool same = from->columns.len == to->columns.len;
    for (size_t i = 0; same && i < from->columns.len; i++) {
        const Column *a = from->columns_by_name[i], *b = to->columns_by_name[i];
        same = text_equal(a->base.name, b->base.name) &&
               server->dialect->syntax->type_equal(server, &a->type, &b->type);
    }
    return same;
}

static bool enums_alike(const Enum *from, const Enum *to)
{
    bool same = from->values.len == to->values.len;
    for (size_t i = 0; same && i < from->values.len; i++) {
        same = text_equal(from->values.at[i].name, to->values.at[i].name);
    }
    return same;
}

/* Only what holds data, or is held by data: the rest is made again without a loss. */
static bool is_candidate(const Server *server, const Change *drop, const Change *create)
{
    if (drop->op != CHANGE_DROP || create->op != CHANGE_CREATE || drop->kind != create->kind ||
        !text_equal(drop->object.from->schema, create->object.to->schema)) {
        return false;
    }
    return drop->kind == OBJ_COLUMN ? columns_alike(server, drop->column.from, create->column.to)
           : drop->kind == OBJ_TABLE
               ? tables_alike(server, drop->table.from, create->table.to)
               : drop->kind == OBJ_ENUM &&
                     enums_alike(drop->enumeration.from, create->enumeration.to);
}

/* --- candidates ------------------------------------------------------------------------------- */

static void add_candidate(Mem *mem, const Change *drop, const Change *create, Renames *out)
{
    const Object *to = create->object.to;
    const Object *owner = to->kind == OBJ_COLUMN ? &create->column.to->table->base : NULL;
    Rename rename = {
        .kind = to->kind,
        .schema = owner ? owner->schema : to->schema,
        .owner = owner ? owner->name : NULL,
        .from = drop->object.from->name,
        .to = to->name,
    };
    list_push(mem, out, rename);
}

/* One value less and one more, at the same place. */
static void add_values(Mem *mem, const Change *change, Renames *out)
{
    const Enum *from = change->enumeration.from, *to = change->enumeration.to;
    if (from->values.len != to->values.len) {
        return;
    }
    for (size_t i = 0; i < from->values.len; i++) {
        if (enum_value_place(from, i, to) == to->values.len && enum_value_is_new(from, to, i)) {
            Rename rename = {
                .kind = OBJ_ENUM,
                .schema = to->base.schema,
                .owner = to->base.name,
                .from = from->values.at[i].name,
                .to = to->values.at[i].name,
            };
            list_push(mem, out, rename);
        }
    }
}

static void find_in(Mem *mem, const Server *server, const ChangeList *list, Renames *out)
{
    for (size_t i = 0; i < list->len; i++) {
        const Change *change = list->at[i];
        for (size_t j = 0; change->op == CHANGE_DROP && j < list->len; j++) {
            if (is_candidate(server, change, list->at[j])) {
                add_candidate(mem, change, list->at[j], out);
            }
        }
        if (change->op == CHANGE_ALTER && change->kind == OBJ_ENUM) {
            add_values(mem, change, out);
        }
        find_in(mem, server, &change->children, out);
    }
}

void diff_rename_candidates(Mem *mem, const Changes *changes, Renames *out)
{
    find_in(mem, changes->to->server, &changes->list, out);
}

/* --- one rename ------------------------------------------------------------------------------- */

bool rename_equal(const Rename *a, const Rename *b)
{
    return a->kind == b->kind && text_equal(a->schema, b->schema) &&
           text_equal(a->owner, b->owner) && text_equal(a->from, b->from) &&
           text_equal(a->to, b->to);
}

const char *rename_what(Mem *mem, const Rename *rename)
{
    const char *word = object_kind_word(rename->kind);
    const Object owner = {.schema = rename->schema,
                          .name = rename->owner ? rename->owner : rename->from};
    const char *label = object_label(mem, &owner);
    if (!rename->owner) {
        return mem_printf(mem, "%s \"%s\"", word, label);
    }
    return mem_printf(mem, "%s \"%s\" of %s", rename->kind == OBJ_ENUM ? "value" : word,
                      rename->from, label);
}

static void hint_column(Table *table, const Rename *rename)
{
    for (size_t i = 0; table && i < table->columns.len; i++) {
        if (text_equal(table->columns.at[i]->base.name, rename->to)) {
            table->columns.at[i]->base.renamed_from = rename->from;
        }
    }
}

static void hint_value(Enum *enumeration, const Rename *rename)
{
    for (size_t i = 0; enumeration && i < enumeration->values.len; i++) {
        if (text_equal(enumeration->values.at[i].name, rename->to)) {
            enumeration->values.at[i].renamed_from = rename->from;
        }
    }
}

void rename_hint(const Rename *rename, Schema *model)
{
    if (rename->kind == OBJ_COLUMN) {
        hint_column(schema_table(model, rename->schema, rename->owner), rename);
    } else if (rename->owner) {
        hint_value(schema_enum(model, rename->schema, rename->owner), rename);
    } else if (rename->kind == OBJ_TABLE) {
        Table *table = schema_table(model, rename->schema, rename->to);
        table->base.renamed_from = rename->from;
    } else {
        Enum *enumeration = schema_enum(model, rename->schema, rename->to);
        enumeration->base.renamed_from = rename->from;
    }
}
