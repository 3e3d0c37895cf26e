#include "schema/dsl/strays.h"

#include <string.h>

Doc *strays_take(Mem *mem, Doc *doc)
{
    static const char *const members[] = {"foreign_keys", "triggers", "rules", "policies"};
    Doc *tables = doc_new(mem, DOC_OBJECT, doc->where);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const Doc *by_table = doc->kind == DOC_OBJECT ? doc_get(mem, doc, members[i]) : NULL;
        for (size_t j = 0; by_table && j < by_table->members.len; j++) {
            const DocMember *member = &by_table->members.at[j];
            Doc *table = doc_get(mem, tables, member->name);
            if (!table) {
                table = doc_new(mem, DOC_OBJECT, member->where);
                doc_set(mem, tables, member->name, member->where, table);
            }
            doc_set(mem, table, members[i], member->where, member->value);
        }
        if (by_table) {
            doc_remove(doc, members[i]);
        }
    }
    if (!tables->members.len) {
        return NULL;
    }
    Doc *strays = doc_new(mem, DOC_OBJECT, doc->where);
    doc_set(mem, strays, "schemadiff", doc->where, doc_number(mem, "1", doc->where));
    doc_set(mem, strays, "tables", doc->where, tables);
    return strays;
}

/* The map of named foreign keys as the array that also holds unnamed ones. */
static Doc *as_array(Mem *mem, const Doc *map)
{
    Doc *array = doc_new(mem, DOC_ARRAY, map->where);
    for (size_t i = 0; i < map->members.len; i++) {
        const DocMember *member = &map->members.at[i];
        Doc *item = doc_new(mem, DOC_OBJECT, member->where);
        doc_set(mem, item, "name", member->where, doc_string(mem, member->name, member->where));
        for (size_t j = 0; j < member->value->members.len; j++) {
            list_push(mem, &item->members, member->value->members.at[j]);
        }
        doc_append(mem, array, item);
    }
    return array;
}

static void place_foreign_keys(Mem *mem, Doc *table, const Doc *added)
{
    DocMember *there = doc_member(mem, table, "foreign_keys");
    Doc *all = !there                             ? doc_new(mem, DOC_ARRAY, added->where)
               : there->value->kind == DOC_OBJECT ? as_array(mem, there->value)
                                                  : there->value;
    for (size_t i = 0; i < added->items.len; i++) {
        doc_append(mem, all, added->items.at[i]);
    }
    if (there) {
        there->value = all;
    } else {
        doc_set(mem, table, "foreign_keys", added->where, all);
    }
}

/* Triggers, rules or policies. */
static bool place_named(Mem *mem, Doc *owner, const char *member, const char *word,
                        const Doc *added, Error *err)
{
    Doc *all = doc_get(mem, owner, member);
    bool good = true;
    if (!added) {
        return true;
    }
    if (!all) {
        all = doc_new(mem, DOC_OBJECT, added->where);
        doc_set(mem, owner, member, added->where, all);
    }
    for (size_t i = 0; i < added->members.len; i++) {
        const DocMember *one = &added->members.at[i];
        const DocMember *earlier = doc_set(mem, all, one->name, one->where, one->value);
        if (earlier) {
            good = error_add(err, ERR_MODEL, one->where, "%s \"%s\" repeats", word, one->name);
            error_hint(err, "the first one is in %s:%u", earlier->where.file, earlier->where.line);
        }
    }
    return good;
}

/* `public` is no schema in DBML. */
static Doc *find_table(Mem *mem, const Doc *tables, const char *key)
{
    bool said = text_starts(key, "public.");
    Doc *table = doc_get(mem, tables, key);
    return table ? table
                 : doc_get(mem, tables,
                           said ? key + strlen("public.") : mem_printf(mem, "public.%s", key));
}

bool strays_place(Mem *mem, Doc *model, const Doc *strays, Error *err)
{
    const Doc *homeless = doc_get(mem, strays, "tables"), *tables = doc_get(mem, model, "tables"),
              *views = doc_get(mem, model, "views");
    bool good = true;
    for (size_t i = 0; homeless && i < homeless->members.len; i++) {
        const DocMember *member = &homeless->members.at[i];
        Doc *table = find_table(mem, tables, member->name);
        const Doc *foreign_keys = doc_get(mem, member->value, "foreign_keys");
        Doc *owner = table ? table : foreign_keys ? NULL : find_table(mem, views, member->name);
        if (!owner) {
            good = error_add(err, ERR_MODEL, member->where,
                             "table \"%s\" is in no file of the model", member->name);
            error_hint(err, "correct the name of the table, or add its file to the model");
            continue;
        }
        if (foreign_keys) {
            place_foreign_keys(mem, table, foreign_keys);
        }
        good &= place_named(mem, owner, "triggers", "trigger",
                            doc_get(mem, member->value, "triggers"), err);
        good &= place_named(mem, owner, "rules", "rule", doc_get(mem, member->value, "rules"), err);
        good &= place_named(mem, owner, "policies", "policy",
                            doc_get(mem, member->value, "policies"), err);
    }
    return good;
}
