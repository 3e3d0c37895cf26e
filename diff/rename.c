#include "diff/internal.h"

/* A dropped and an added column of one table with the same type and nullability. */
static bool looks_renamed(const Changes *changes, const Change *drop, const Change *create)
{
    if (drop->op != CHANGE_DROP || create->op != CHANGE_CREATE || drop->kind != create->kind ||
        drop->kind != OBJ_COLUMN) {
        return false;
    }
    const Column *from = drop->column.from, *to = create->column.to;
    const Server *server = changes->to->server;
    return from->not_null == to->not_null &&
           server->dialect->syntax->type_equal(server, &from->type, &to->type);
}

static bool tables_alike(const Changes *changes, const Change *drop, const Change *create)
{
    if (drop->kind != OBJ_TABLE || create->kind != OBJ_TABLE || drop->op != CHANGE_DROP ||
        create->op != CHANGE_CREATE) {
        return false;
    }
    const Table *from = drop->table.from, *to = create->table.to;
    const Server *server = changes->to->server;
    bool same = from->columns.len == to->columns.len;
    for (size_t i = 0; same && i < from->columns.len; i++) {
        same = text_equal(from->columns_by_name[i]->base.name, to->columns_by_name[i]->base.name) &&
               server->dialect->syntax->type_equal(server, &from->columns_by_name[i]->type,
                                                   &to->columns_by_name[i]->type);
    }
    return same;
}

typedef LIST(const char *) Lines;

static void candidates(Mem *mem, const Changes *changes, const ChangeList *list, Lines *lines)
{
    for (size_t i = 0; i < list->len; i++) {
        const Change *drop = list->at[i];
        for (size_t j = 0; drop->op == CHANGE_DROP && j < list->len; j++) {
            const Change *create = list->at[j];
            if (looks_renamed(changes, drop, create)) {
                list_push(mem, lines,
                          mem_printf(mem, "%s: column \"%s\" may have been renamed to \"%s\"",
                                     object_label(mem, &drop->column.from->table->base),
                                     drop->object.from->name, create->object.to->name));
            } else if (tables_alike(changes, drop, create)) {
                list_push(mem, lines,
                          mem_printf(mem, "table \"%s\" may have been renamed to \"%s\"",
                                     object_label(mem, drop->object.from),
                                     object_label(mem, create->object.to)));
            }
        }
        candidates(mem, changes, &drop->children, lines);
    }
}

size_t diff_rename_candidates(Mem *mem, const Changes *changes, const char ***lines_out)
{
    Lines lines = {0};
    candidates(mem, changes, &changes->list, &lines);
    *lines_out = lines.at;
    return lines.len;
}
