/* Relations: which side is the foreign key, and where it is written down. */
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

/* One end of a relation: `table` NULL is that of the partial or table at hand. */
typedef struct Side {
    const Name *name;
    const char *key;
    const Words *columns;
} Side;

/* --- settings ------------------------------------------------------------------------------------
 */

static void lower_action(Lower *lower, const Setting *setting, bool native, const char *member,
                         Doc *out)
{
    static const char *const actions[] = {"no action", "restrict", "cascade", "set null",
                                          "set default"};
    if (!setting) {
        return;
    }
    bool words = setting->value.kind == VALUE_WORDS;
    const char *text = native && !words ? "" : value_text(lower, setting);
    if (!text) {
        return;
    }
    text = text_lower(lower->mem, text);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(text, actions[i]) == 0) {
            lower_set(lower, out, member, setting->where,
                      doc_string(lower->mem, text, setting->value.where), "setting");
            return;
        }
    }
    lower_fail(
        lower, setting->where,
        native ? "as a word without quotes: cascade, restrict, set null, set default or no action"
               : "one of 'cascade', 'restrict', 'set null', 'set default', 'no action'",
        "setting \"%s\" takes a referential action", setting->name);
}

/* --- adding
 * --------------------------------------------------------------------------------------- */

static Doc *names_of(Lower *lower, const Words *names, Location where)
{
    Doc *array = doc_new(lower->mem, DOC_ARRAY, where);
    for (size_t i = 0; i < names->len; i++) {
        doc_append(lower->mem, array, doc_string(lower->mem, names->at[i], where));
    }
    return array;
}

static Doc *foreign_key_doc(Lower *lower, const Side *from, const Side *to, Location where)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, where),
        *target = doc_new(lower->mem, DOC_OBJECT, where);
    doc_set(lower->mem, doc, "columns", where, names_of(lower, from->columns, where));
    doc_set(lower->mem, target, "table", where, doc_string(lower->mem, to->key, where));
    if (to->columns->len) {
        doc_set(lower->mem, target, "columns", where, names_of(lower, to->columns, where));
    }
    doc_set(lower->mem, doc, "references", where, target);
    return doc;
}

void lower_add_foreign_key(Lower *lower, const Name *name, NamedDoc foreign_key)
{
    LowerTable *table = lower_find_table(lower, name);
    if (table) {
        list_push(lower->mem, &table->foreign_keys, foreign_key);
        return;
    }
    /* A table of another file: see strays.h. */
    Doc *all = lower_object(lower, lower->root, "foreign_keys", foreign_key.where);
    const char *key = lower_table_key(lower, name);
    if (!doc_get(lower->mem, all, key)) {
        doc_set(lower->mem, all, key, name->where, doc_new(lower->mem, DOC_ARRAY, name->where));
    }
    Doc *doc = foreign_key.doc;
    if (foreign_key.name) {
        Doc *text = doc_string(lower->mem, foreign_key.name, foreign_key.where);
        doc_set(lower->mem, doc, "name", foreign_key.where, text);
        lower_arrange(doc, (const char *const[]){"name", NULL});
    }
    doc_append(lower->mem, doc_get(lower->mem, all, key), doc);
}

/* --- rules
 * ---------------------------------------------------------------------------------------- */

static const char *side_text(Lower *lower, const Side *side)
{
    return mem_printf(lower->mem, "%s(%s)", side->key, words_join(lower->mem, side->columns));
}

/* The same columns of two tables are related once, and no column to itself, unless the relations
 * have names of their own: databases hold such keys. */
static bool check_relation(Lower *lower, const Side *from, const Side *to, const char *name,
                           Location where)
{
    if (to->columns->len && to->columns->len != from->columns->len) {
        return lower_fail(lower, where, "both ends need as many columns",
                          "a relation of %zu columns to %zu", from->columns->len, to->columns->len);
    }
    const char *a = side_text(lower, from), *b = side_text(lower, to);
    if (strcmp(a, b) == 0 && !name) {
        return lower_fail(lower, where,
                          "name the columns of two ends, or the foreign key if it is meant",
                          "a relation of a column to itself");
    }
    const char *pair = mem_printf(lower->mem, "%s > %s", a, b);
    DocMember *earlier = doc_set(lower->mem, lower->relations, pair, where,
                                 doc_string(lower->mem, name ? name : "", where));
    if (earlier && (!name || !*earlier->value->text || strcmp(earlier->value->text, name) == 0)) {
        return lower_fail(lower, where,
                          mem_printf(lower->mem,
                                     "it is in line %u already; two foreign keys on the "
                                     "same columns need two names",
                                     earlier->where.line),
                          "the relation %s repeats", pair);
    }
    return true;
}

/* --- many to many
 * --------------------------------------------------------------------------------- */

/* serial columns number themselves; what refers to them does not. */
static const char *plain_type(const char *type)
{
    static const char *const serials[][2] = {
        {"serial", "integer"}, {"bigserial", "bigint"}, {"smallserial", "smallint"}};
    for (size_t i = 0; type && i < sizeof serials / sizeof *serials; i++) {
        if (text_equal_nocase(type, serials[i][0])) {
            return serials[i][1];
        }
    }
    return type;
}

/* The columns of one side in the junction table, and the foreign key back to it. */
static bool add_junction_side(Lower *lower, LowerTable *junction, Doc *columns, const Side *side,
                              const Settings *settings, Location where)
{
    LowerTable *table = lower_find_table(lower, side->name);
    Words own = {0};
    if (!table) {
        return lower_fail(lower, side->name->where,
                          "move the relation to the file of the tables, or "
                          "write the junction table yourself",
                          "a many-to-many relation needs table \"%s\" in the same file", side->key);
    }
    const Words *parts = &table->node->name.parts;
    for (size_t i = 0; i < side->columns->len; i++) {
        const char *column = side->columns->at[i];
        const Doc *type = lower_column_type(lower, table, column);
        if (!type) {
            return lower_fail(lower, where, NULL, "table \"%s\" has no column \"%s\"", side->key,
                              column);
        }
        Doc *doc = doc_new(lower->mem, DOC_OBJECT, where),
            *own_type = doc_new(lower->mem, type->kind, where);
        *own_type = *type;
        own_type->text = plain_type(type->text);
        doc_set(lower->mem, doc, "type", where, own_type);
        const char *name = mem_printf(lower->mem, "%s_%s", parts->at[parts->len - 1], column);
        if (!lower_set(lower, columns, name, where, doc, "column")) {
            return false;
        }
        list_push(lower->mem, &own, name);
        list_push(lower->mem, &junction->primary_key, name);
    }
    Side from = {NULL, junction->key, &own};
    Doc *doc = foreign_key_doc(lower, &from, side, where);
    lower_action(lower, setting_get(settings, "delete"), true, "on_delete", doc);
    lower_action(lower, setting_get(settings, "update"), true, "on_update", doc);
    list_push(lower->mem, &junction->foreign_keys, (NamedDoc){NULL, where, doc});
    return true;
}

static void lower_many_to_many(Lower *lower, const Side *left, const Side *right,
                               const Settings *settings, Location where)
{
    LowerTable *junction = MEM_NEW(lower->mem, LowerTable);
    Words key = {0};
    const Words *l = &left->name->parts, *r = &right->name->parts;
    LowerTable *table = lower_find_table(lower, left->name);
    LowerTable *other = lower_find_table(lower, right->name);
    l = table ? &table->node->name.parts : l;
    r = other ? &other->node->name.parts : r;
    for (size_t i = 0; i + 1 < l->len; i++) {
        list_push(lower->mem, &key, l->at[i]);
    }
    list_push(lower->mem, &key,
              mem_printf(lower->mem, "%s_%s", l->at[l->len - 1], r->at[r->len - 1]));
    junction->key = words_join(lower->mem, &key);
    junction->doc = doc_new(lower->mem, DOC_OBJECT, where);
    junction->key_where = where;
    Doc *columns = lower_object(lower, junction->doc, "columns", where);
    if (!add_junction_side(lower, junction, columns, left, settings, where) ||
        !add_junction_side(lower, junction, columns, right, settings, where)) {
        return;
    }
    if (lower_set(lower, lower->table_keys, junction->key, where, junction->doc, "table")) {
        list_push(lower->mem, &lower->tables, junction);
    }
}

/* --- Ref
 * ------------------------------------------------------------------------------------------ */

void lower_ref(Lower *lower, const RefNode *node)
{
    Side left = {&node->left.table, lower_table_key(lower, &node->left.table), &node->left.columns};
    Side right = {&node->right.table, lower_table_key(lower, &node->right.table),
                  &node->right.columns};
    bool many = strcmp(node->op, "<>") == 0, forward = strcmp(node->op, ">") == 0;
    const Side *from = forward || many ? &left : &right, *to = forward || many ? &right : &left;
    if (!from->columns->len) {
        lower_fail(lower, node->where, "name its columns: table.(a, b)",
                   "a foreign key has no columns");
        return;
    }
    if (!check_relation(lower, from, to, node->name, node->where)) {
        return;
    }
    if (many) {
        lower_many_to_many(lower, from, to, &node->settings, node->where);
        return;
    }
    Doc *doc = foreign_key_doc(lower, from, to, node->where);
    lower_action(lower, setting_get(&node->settings, "delete"), true, "on_delete", doc);
    lower_action(lower, setting_get(&node->settings, "update"), true, "on_update", doc);
    lower_settings(lower, CONTEXT_FOREIGN_KEY, &node->settings, doc);
    NamedDoc named = {node->name, node->where, doc};
    if (!setting_flag(lower, &node->settings, "partial")) {
        lower_add_foreign_key(lower, from->name, named);
        return;
    }
    DocMember *partial = doc_member(lower->mem, lower->partial_keys, from->name->parts.at[0]);
    if (!partial) {
        lower_fail(lower, node->where, NULL, "there is no TablePartial \"%s\" in this file",
                   from->key);
        return;
    }
    size_t at = (size_t)(partial - lower->partial_keys->members.at);
    list_push(lower->mem, &lower->partials.at[at]->foreign_keys, named);
}

/* --- inline
 * --------------------------------------------------------------------------------------- */

/* ref_delete; `delete` too, which DBML reads as an annotation without a meaning. */
static const Setting *action_setting(const Settings *settings, const char *action)
{
    const Setting *found = NULL;
    for (size_t i = 0; i < settings->len && !found; i++) {
        const char *name = settings->at[i].name;
        bool prefixed = text_starts(name, "ref_") && strcmp(name + 4, action) == 0;
        found = prefixed || strcmp(name, action) == 0 ? &settings->at[i] : NULL;
    }
    return found;
}

static Name other_table(Lower *lower, const LowerTable *table, const Value *ref)
{
    Name name = {.where = ref->where};
    if (ref->name.parts.len == 1) {
        return table->node->name;
    }
    for (size_t i = 0; i + 1 < ref->name.parts.len; i++) {
        list_push(lower->mem, &name.parts, ref->name.parts.at[i]);
    }
    return name;
}

static void lower_inline(Lower *lower, LowerTable *table, const ColumnNode *column,
                         const Value *ref, Doc *doc)
{
    const Settings *settings = &column->settings;
    Words own_columns = {0}, other_columns = {0};
    list_push(lower->mem, &own_columns, column->name);
    list_push(lower->mem, &other_columns, ref->name.parts.at[ref->name.parts.len - 1]);
    Name other_name = other_table(lower, table, ref);
    bool partial = table->node->partial, back = strcmp(ref->text, "<") == 0;
    bool many = strcmp(ref->text, "<>") == 0;
    if (ref->text[0] == '-' ? ref->text[1] == '>' : ref->text[1] == '-') {
        lower_fail(lower, ref->where, "write ref: > table.column", "this is no relation");
        return;
    }
    if (partial && (back || many || ref->name.parts.len == 1)) {
        lower_fail(lower, ref->where, "write ref: > table.column",
                   "a column of a TablePartial can only refer to a column of a table");
        return;
    }
    Side own = {&table->node->name, table->key, &own_columns};
    Side other = {&other_name, lower_table_key(lower, &other_name), &other_columns};
    const Side *from = back ? &other : &own, *to = back ? &own : &other;
    const char *name = setting_text(lower, settings, "ref_name");
    if (!check_relation(lower, from, to, name, ref->where)) {
        return;
    }
    if (many) {
        lower_many_to_many(lower, from, to, &(Settings){0}, ref->where);
        return;
    }
    bool short_form = !back && !name && !doc_get(lower->mem, doc, "references");
    Doc *key = short_form ? doc : foreign_key_doc(lower, from, to, ref->where);
    if (short_form) {
        Words path = {0};
        list_push(lower->mem, &path, other_columns.at[0]);
        const char *text = mem_printf(lower->mem, "%s.%s", to->key, words_join(lower->mem, &path));
        doc_set(lower->mem, doc, "references", ref->where,
                doc_string(lower->mem, text, ref->where));
    }
    lower_action(lower, action_setting(settings, "delete"), false, "on_delete", key);
    lower_action(lower, action_setting(settings, "update"), false, "on_update", key);
    if (partial && !short_form) {
        list_push(lower->mem, &table->foreign_keys, (NamedDoc){name, ref->where, key});
    } else if (!short_form) {
        lower_add_foreign_key(lower, from->name, (NamedDoc){name, ref->where, key});
    }
}

void lower_inline_refs(Lower *lower, LowerTable *table, const ColumnNode *column, Doc *doc)
{
    size_t refs = 0;
    const Setting *said = setting_get(&column->settings, "ref_name");
    said = said ? said : action_setting(&column->settings, "delete");
    said = said ? said : action_setting(&column->settings, "update");
    for (size_t i = 0; i < column->settings.len; i++) {
        refs += strcmp(column->settings.at[i].name, "ref") == 0;
    }
    if (refs > 1 && said) {
        lower_fail(lower, said->where, "write the relations as Ref elements",
                   "setting \"%s\" needs a column with one ref", said->name);
        return;
    }
    for (size_t i = 0; i < column->settings.len; i++) {
        const Setting *setting = &column->settings.at[i];
        if (strcmp(setting->name, "ref") != 0) {
            continue;
        }
        if (setting->value.kind != VALUE_REF) {
            lower_fail(lower, setting->where, "write ref: > table.column", "this is no relation");
        } else {
            lower_inline(lower, table, column, &setting->value, doc);
        }
    }
}
