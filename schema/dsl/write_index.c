/* `indexes` blocks: indexes, unique and exclusion constraints, primary keys that are no flags. */
#include "schema/dsl/keys.h"
#include "schema/dsl/text.h"
#include "schema/dsl/write.h"

#include <string.h>

typedef struct Scope {
    const Writer *writer;
    const Doc *table;
} Scope;

static bool has_column(const Doc *table, const char *name)
{
    return write_get(write_get(table, "columns"), name);
}

/* The columns that reading will see: the table's and those of its partials in the same text. */
static bool is_column(const void *context, const char *name)
{
    const Scope *scope = context;
    const Doc *use = write_get(scope->table, "use"),
              *partials = write_get(scope->writer->root, "partials");
    bool found = has_column(scope->table, name);
    for (size_t i = 0; use && !found && i < use->items.len; i++) {
        const char *partial = use->items.at[i]->text;
        found = partial && has_column(write_get(partials, partial), name);
    }
    return found;
}

/* Like doc_equal(), whatever the order of members. */
static bool same_key(const Doc *a, const Doc *b)
{
    if (a->kind != b->kind || a->members.len != b->members.len) {
        return false;
    }
    for (size_t i = 0; i < a->members.len; i++) {
        const Doc *other = write_get(b, a->members.at[i].name);
        if (!other || !text_equal(other->text, a->members.at[i].value->text)) {
            return false;
        }
    }
    return text_equal(a->text, b->text);
}

static void add_ticked(Buf *out, const char *text)
{
    if (dsl_fits_backticks(text)) {
        buf_fmt(out, "`%s`", text);
    } else {
        dsl_add_string(out, text);
    }
}

/* One key; what cannot be said in its place goes to `settings`. */
static void write_key(Writer *writer, const Doc *table, const Doc *key, size_t i, Written *settings)
{
    if (key->kind == DOC_STRING) {
        dsl_add_name(writer->out, key->text);
        return;
    }
    const Doc *column = write_get(key, "column"), *expr = write_get(key, "expr");
    bool plain = column || (expr && expr->kind == DOC_STRING);
    if (plain) {
        Scope scope = {writer, table};
        const char *text = key_write(writer->mem, key);
        const Doc *back = key_read(writer->mem, &(KeyScope){is_column, &scope}, text, key->where);
        if (same_key(back, key)) {
            add_ticked(writer->out, text);
            return;
        }
    }
    add_ticked(writer->out, key_modifiers(writer->mem, key));
    if (column) {
        write_text(writer, settings, mem_printf(writer->mem, "column_%zu", i + 1),
                   column->text ? column->text : "");
        return;
    }
    const char *name = mem_printf(writer->mem, "expr_%zu", i + 1);
    if (expr && expr->kind == DOC_STRING) {
        write_text(writer, settings, name, expr->text);
    }
    for (size_t j = 0; expr && j < expr->members.len; j++) {
        const DocMember *member = &expr->members.at[j];
        write_text(writer, settings, mem_printf(writer->mem, "%s_%s", member->name, name),
                   member->value->text ? member->value->text : "");
    }
}

static const Doc *key_of(const Doc *item)
{
    const Doc *key = write_get(item, "key");
    return key ? key : item;
}

static void write_keys(Writer *writer, const Doc *table, const Doc *keys, Written *settings)
{
    bool single = keys->items.len == 1;
    buf_add(writer->out, single ? "" : "(");
    for (size_t i = 0; i < keys->items.len; i++) {
        buf_add(writer->out, i ? ", " : "");
        write_key(writer, table, key_of(keys->items.at[i]), i, settings);
    }
    buf_add(writer->out, single ? "" : ")");
}

static void write_operators(Writer *writer, const Doc *elements, Written *settings)
{
    Buf buf = buf_new(writer->mem);
    for (size_t i = 0; i < elements->items.len; i++) {
        const Doc *with = write_get(elements->items.at[i], "with");
        buf_add(&buf, i ? ", " : "exclude: (");
        dsl_add_string(&buf, with && with->text ? with->text : "");
    }
    buf_add(&buf, ")");
    list_push(writer->mem, &settings->list, buf_text(&buf));
}

/* One line. `value` is an object, or the bare array of columns. */
static void write_item(Writer *writer, const Doc *table, Context context, const char *name,
                       const Doc *value)
{
    static const char *const members[] = {[CONTEXT_INDEX] = "keys",
                                          [CONTEXT_UNIQUE] = "columns",
                                          [CONTEXT_PRIMARY_KEY] = "columns",
                                          [CONTEXT_EXCLUSION] = "elements"};
    Written settings = {.depth = 2};
    const Doc *keys = value->kind == DOC_ARRAY ? value : write_get(value, members[context]);
    if (!keys || keys->kind != DOC_ARRAY || !keys->items.len) {
        return;
    }
    const Doc *unique = write_get(value, "unique"), *named = write_get(value, "name");
    if (context == CONTEXT_PRIMARY_KEY) {
        write_flag(writer, &settings, "pk");
    } else if (context == CONTEXT_UNIQUE) {
        write_flag(writer, &settings, "unique");
        write_flag(writer, &settings, "constraint");
    } else if (context == CONTEXT_EXCLUSION) {
        write_operators(writer, keys, &settings);
    } else if (unique) {
        bool flag = text_equal(unique->text, "true");
        list_push(writer->mem, &settings.list, flag ? "unique" : "unique: false");
    }
    name = named && named->text ? named->text : name;
    if (name) {
        write_text(writer, &settings, "name", name);
    }
    buf_add(writer->out, "    ");
    write_keys(writer, table, keys, &settings);
    if (value->kind == DOC_OBJECT) {
        write_members(writer, context, value, &settings);
    }
    write_list(writer, &settings);
    buf_char(writer->out, '\n');
}

static size_t count(const Doc *list)
{
    return list ? list->members.len + list->items.len : 0;
}

static void write_items(Writer *writer, const Doc *table, Context context, const Doc *list)
{
    for (size_t i = 0; list && i < list->members.len; i++) {
        write_item(writer, table, context, list->members.at[i].name, list->members.at[i].value);
    }
    for (size_t i = 0; list && i < list->items.len; i++) {
        write_item(writer, table, context, NULL, list->items.at[i]);
    }
}

void write_indexes(Writer *writer, const Doc *table, const Doc *primary_key)
{
    const Doc *unique = write_get(table, "unique"), *exclusions = write_get(table, "exclusions");
    const Doc *indexes = write_get(table, "indexes");
    if (!primary_key && !count(unique) && !count(exclusions) && !count(indexes)) {
        return;
    }
    buf_add(writer->out, "\n  indexes {\n");
    if (primary_key) {
        write_item(writer, table, CONTEXT_PRIMARY_KEY, NULL, primary_key);
    }
    write_items(writer, table, CONTEXT_UNIQUE, unique);
    write_items(writer, table, CONTEXT_EXCLUSION, exclusions);
    write_items(writer, table, CONTEXT_INDEX, indexes);
    buf_add(writer->out, "  }\n");
}

/* --- checks --------------------------------------------------------------------------------------
 */

static void write_check(Writer *writer, const char *name, const Doc *value)
{
    Written settings = {.depth = 2};
    const Doc *expr = value->kind == DOC_STRING ? value : write_get(value, "expr");
    const Doc *named = write_get(value, "name");
    name = named && named->text ? named->text : name;
    if (name) {
        write_text(writer, &settings, "name", name);
    }
    if (!expr) {
        return;
    }
    const Doc *base = expr->kind == DOC_STRING ? expr
                      : expr->members.len > 1  ? write_get(expr, "default")
                                               : NULL;
    buf_add(writer->out, "    ");
    add_ticked(writer->out, base && base->text ? base->text : "");
    for (size_t i = 0; i < expr->members.len; i++) {
        const DocMember *member = &expr->members.at[i];
        if (member->value != base && member->value->text) {
            write_text(writer, &settings, mem_printf(writer->mem, "%s_check", member->name),
                       member->value->text);
        }
    }
    for (size_t i = 0; i < value->members.len; i++) {
        const DocMember *member = &value->members.at[i];
        if (strcmp(member->name, "expr") != 0) {
            Doc one = {.kind = DOC_OBJECT, .members = {(DocMember *)(uintptr_t)member, 1, 1}};
            write_members(writer, CONTEXT_CHECK, &one, &settings);
        }
    }
    write_list(writer, &settings);
    buf_char(writer->out, '\n');
}

void write_checks(Writer *writer, const Doc *checks)
{
    if (!count(checks)) {
        return;
    }
    buf_add(writer->out, "\n  checks {\n");
    for (size_t i = 0; i < checks->members.len; i++) {
        write_check(writer, checks->members.at[i].name, checks->members.at[i].value);
    }
    for (size_t i = 0; i < checks->items.len; i++) {
        write_check(writer, NULL, checks->items.at[i]);
    }
    buf_add(writer->out, "  }\n");
}
