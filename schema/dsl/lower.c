/* The whole file: which tables there are, in what order things are made, and the root members. */
#include "schema/dsl/lower.h"

#include "schema/dsl/parse.h"
#include "schema/dsl/text.h"
#include "schema/model.h"

#include <stdarg.h>
#include <string.h>

bool lower_fail(Lower *lower, Location where, const char *hint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_add(lower->err, ERR_MODEL, where, "%s", mem_vprintf(lower->mem, format, args));
    va_end(args);
    return hint ? error_hint(lower->err, "%s", hint) : false;
}

bool lower_set(Lower *lower, Doc *object, const char *name, Location where, Doc *value,
               const char *what)
{
    DocMember *earlier = doc_set(lower->mem, object, name, where, value);
    if (!earlier) {
        return true;
    }
    return lower_fail(lower, where,
                      mem_printf(lower->mem, "the first one is in line %u", earlier->where.line),
                      "%s \"%s\" repeats", what, name);
}

Doc *lower_object(Lower *lower, Doc *parent, const char *name, Location where)
{
    DocMember *there = doc_member(lower->mem, parent, name);
    if (!there) {
        doc_set(lower->mem, parent, name, where, doc_new(lower->mem, DOC_OBJECT, where));
        there = doc_member(lower->mem, parent, name);
    }
    return there->value;
}

void lower_arrange(Doc *object, const char *const *order)
{
    size_t done = 0;
    for (; *order; order++) {
        for (size_t i = done; i < object->members.len; i++) {
            if (strcmp(object->members.at[i].name, *order) == 0) {
                DocMember member = object->members.at[i];
                memmove(object->members.at + done + 1, object->members.at + done,
                        (i - done) * sizeof member);
                object->members.at[done++] = member;
                break;
            }
        }
    }
    /* Positions have moved: the index is built again when it is needed. */
    object->index = NULL;
    object->index_cap = object->indexed = 0;
}

Doc *lower_named(Lower *lower, const NamedDocs *list, const char *bare)
{
    Doc *map = doc_new(lower->mem, DOC_OBJECT, (Location){0});
    Doc *array = doc_new(lower->mem, DOC_ARRAY, (Location){0});
    bool named = true;
    for (size_t i = 0; i < list->len; i++) {
        const NamedDoc *item = &list->at[i];
        map->where = array->where = list->at[0].where;
        Doc *inner = bare ? doc_get(lower->mem, item->doc, bare) : NULL;
        bool alone = inner && inner->kind != DOC_OBJECT && item->doc->members.len == 1;
        named = named && item->name &&
                !doc_set(lower->mem, map, item->name, item->where, alone ? inner : item->doc);
        Doc *listed = alone && !item->name ? inner : item->doc;
        if (item->name) {
            listed = doc_new(lower->mem, DOC_OBJECT, item->where);
            doc_set(lower->mem, listed, "name", item->where,
                    doc_string(lower->mem, item->name, item->where));
            for (size_t j = 0; j < item->doc->members.len; j++) {
                list_push(lower->mem, &listed->members, item->doc->members.at[j]);
            }
        }
        doc_append(lower->mem, array, listed);
    }
    return !list->len ? NULL : named ? map : array;
}

/* --- which tables there are ----------------------------------------------------------------------
 */

static void register_alias(Lower *lower, const char *alias, const char *key, Location where)
{
    lower_set(lower, lower->aliases, alias, where, doc_string(lower->mem, key, where), "alias");
}

static void register_table(Lower *lower, const TableNode *node)
{
    LowerTable *table = MEM_NEW(lower->mem, LowerTable);
    Location where = node->name.where;
    table->node = node;
    table->key = node->partial ? node->name.parts.at[0] : words_join(lower->mem, &node->name.parts);
    table->doc = doc_new(lower->mem, DOC_OBJECT, where);
    Doc *keys = node->partial ? lower->partial_keys : lower->table_keys;
    if (!lower_set(lower, keys, table->key, where, table->doc,
                   node->partial ? "partial" : "table")) {
        return;
    }
    list_push(lower->mem, node->partial ? &lower->partials : &lower->tables, table);
    if (node->alias) {
        register_alias(lower, node->alias, table->key, node->alias_where);
    }
}

static void register_tables(Lower *lower)
{
    const FileNode *ast = lower->ast;
    for (size_t i = 0; i < ast->tables.len; i++) {
        register_table(lower, ast->tables.at[i]);
    }
    for (size_t i = 0; i < ast->aliases.len; i++) {
        const AliasNode *node = &ast->aliases.at[i];
        register_alias(lower, node->alias, words_join(lower->mem, &node->name.parts), node->where);
    }
    for (size_t i = 0; i < lower->aliases->members.len; i++) {
        const DocMember *alias = &lower->aliases->members.at[i];
        if (doc_get(lower->mem, lower->table_keys, alias->name) &&
            strcmp(alias->name, alias->value->text) != 0) {
            lower_fail(lower, alias->where, "choose another alias",
                       "alias \"%s\" is the name of a table", alias->name);
        }
    }
}

static LowerTable *table_of_key(Lower *lower, const char *key)
{
    DocMember *member = doc_member(lower->mem, lower->table_keys, key);
    return member ? lower->tables.at[member - lower->table_keys->members.at] : NULL;
}

static const char *resolve_alias(Lower *lower, const Name *name)
{
    const char *key = words_join(lower->mem, &name->parts);
    const Doc *alias =
        name->parts.len == 1 ? doc_get(lower->mem, lower->aliases, name->parts.at[0]) : NULL;
    return alias ? alias->text : key;
}

LowerTable *lower_find_table(Lower *lower, const Name *name)
{
    const char *key = resolve_alias(lower, name);
    LowerTable *table = table_of_key(lower, key);
    if (!table) {
        /* `public` is no schema in DBML. */
        bool said = text_starts(key, "public.");
        table = table_of_key(lower, said ? key + strlen("public.")
                                         : mem_printf(lower->mem, "public.%s", key));
    }
    return table;
}

const char *lower_table_key(Lower *lower, const Name *name)
{
    LowerTable *table = lower_find_table(lower, name);
    return table ? table->key : resolve_alias(lower, name);
}

/* --- order of work
 * -------------------------------------------------------------------------------- */

static void lower_imports(Lower *lower)
{
    Doc *include = doc_new(lower->mem, DOC_ARRAY, (Location){lower->file, 1, 1});
    for (size_t i = 0; i < lower->ast->imports.len; i++) {
        const ImportNode *node = &lower->ast->imports.at[i];
        doc_append(lower->mem, include, doc_string(lower->mem, node->path, node->where));
    }
    if (include->items.len) {
        doc_set(lower->mem, lower->root, "include", include->items.at[0]->where, include);
    }
}

static void inline_refs(Lower *lower, const LowerTables *tables)
{
    for (size_t i = 0; i < tables->len; i++) {
        LowerTable *table = tables->at[i];
        Doc *columns = doc_get(lower->mem, table->doc, "columns");
        for (size_t j = 0; table->node && columns && j < table->node->columns.len; j++) {
            const ColumnNode *column = &table->node->columns.at[j];
            Doc *doc = doc_get(lower->mem, columns, column->name);
            if (doc && setting_get(&column->settings, "ref")) {
                lower_inline_refs(lower, table, column, doc);
            }
        }
    }
}

static void lower_tables(Lower *lower)
{
    for (size_t i = 0; i < lower->partials.len; i++) {
        lower_table(lower, lower->partials.at[i]);
    }
    for (size_t i = 0; i < lower->tables.len; i++) {
        lower_table(lower, lower->tables.at[i]);
    }
    inline_refs(lower, &lower->partials);
    inline_refs(lower, &lower->tables);
    for (size_t i = 0; i < lower->ast->refs.len; i++) {
        lower_ref(lower, lower->ast->refs.at[i]);
    }
    for (size_t i = 0; i < 2 * lower->ast->elements.len; i++) {
        const ElementNode *element = lower->ast->elements.at[i % lower->ast->elements.len];
        if (lower_is_member(element) == (i >= lower->ast->elements.len)) {
            lower_element(lower, element);
        }
    }
    Location start = {lower->file, 1, 1};
    for (size_t i = 0; i < lower->partials.len; i++) {
        lower_finish_table(lower, lower->partials.at[i],
                           lower_object(lower, lower->root, "partials", start));
    }
    for (size_t i = 0; i < lower->tables.len; i++) {
        lower_finish_table(lower, lower->tables.at[i],
                           lower_object(lower, lower->root, "tables", start));
    }
}

/* "foreign_keys", "triggers", "rules" and "policies" at the root are for tables of other files:
 * strays.c moves them there. */
static const char *const root_order[] = {
    "schemadiff",   "project",  "include", "schemas",   "extensions", "collations",     "enums",
    "composites",   "domains",  "ranges",  "sequences", "functions",  "procedures",     "operators",
    "casts",        "partials", "tables",  "views",     "statistics", "event_triggers", "events",
    "foreign_keys", "triggers", "rules",   "policies",  NULL};

bool dsl_read(Mem *mem, const char *file, const char *text, size_t len, Doc **out, Error *err)
{
    FileNode *ast;
    size_t before = err->count;
    if (!dsl_parse(mem, file, text, len, &ast, err)) {
        return false;
    }
    Location start = {file, 1, 1};
    Lower lower = {.mem = mem, .file = file, .ast = ast, .err = err};
    Doc **const objects[] = {&lower.root,    &lower.table_keys,    &lower.partial_keys,
                             &lower.aliases, &lower.metadata_keys, &lower.relations};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        *objects[i] = doc_new(mem, DOC_OBJECT, start);
    }
    register_tables(&lower);
    lower_imports(&lower);
    for (size_t i = 0; i < ast->enums.len; i++) {
        lower_enum(&lower, ast->enums.at[i]);
    }
    lower_collect_metadata(&lower);
    lower_tables(&lower);
    lower_check_metadata(&lower);
    if (err->count > before) {
        return false;
    }
    doc_set(mem, lower.root, "schemadiff", start, doc_number(mem, "1", start));
    lower_arrange(lower.root, root_order);
    *out = lower.root;
    return true;
}
