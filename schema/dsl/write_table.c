/* Tables, partials, columns, relations, triggers, rules, policies. */
#include "schema/dsl/parse.h"
#include "schema/dsl/text.h"
#include "schema/dsl/write.h"

#include <string.h>

/* --- columns -------------------------------------------------------------------------------------
 */

/* May the type stand without quotes? Asked of the parser itself, where it is not plain to see. */
static bool is_plain_type(Writer *writer, const char *type)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
                                  "(),[]'.-";
    if (dsl_is_plain_name(type)) {
        return true;
    }
    if (!*type || type[strspn(type, allowed)]) {
        return false;
    }
    const char *text = mem_printf(writer->mem, "Table t {\n c %s\n}", type);
    FileNode *file = NULL;
    Error *err = error_new(writer->mem);
    if (!dsl_parse(writer->mem, "", text, strlen(text), &file, err) || file->tables.len != 1) {
        return false;
    }
    const TableNode *table = file->tables.at[0];
    return table->columns.len == 1 && !table->columns.at[0].settings.len &&
           strcmp(table->columns.at[0].type, type) == 0;
}

static void write_type(Writer *writer, const Doc *type, Written *settings)
{
    const char *base = type && type->kind == DOC_STRING ? type->text : "";
    if (type && type->kind == DOC_OBJECT) {
        const Doc *text = write_get(type, "default");
        base = text && text->text ? text->text : "";
        if (type->members.len == 1 && *base) {
            write_text(writer, settings, "default_type", base);
        }
        for (size_t i = 0; i < type->members.len; i++) {
            const DocMember *member = &type->members.at[i];
            if (member->value != text && member->value->text) {
                write_text(writer, settings, mem_printf(writer->mem, "%s_type", member->name),
                           member->value->text);
            }
        }
    }
    buf_char(writer->out, ' ');
    if (is_plain_type(writer, base)) {
        buf_add(writer->out, base);
    } else {
        dsl_add_name(writer->out, base);
    }
}

static void write_identity(Writer *writer, const Doc *identity, Written *settings)
{
    Buf options = buf_new(writer->mem);
    if (identity->kind == DOC_STRING) {
        write_text(writer, settings, "identity", identity->text);
    }
    const char *sequence = NULL;
    for (size_t i = 0; i < identity->members.len; i++) {
        const char *name = identity->members.at[i].name,
                   *text = identity->members.at[i].value->text;
        text = text ? text : "";
        if (strcmp(name, "generated") == 0) {
            write_text(writer, settings, "identity", text);
        } else if (strcmp(name, "sequence") == 0) {
            sequence = text;
        } else if (strcmp(name, "cycle") == 0) {
            buf_fmt(&options, "%s%scycle", options.len ? " " : "", *text == 't' ? "" : "no ");
        } else {
            buf_fmt(&options, "%s%s %s", options.len ? " " : "", name, text);
        }
    }
    if (options.len) {
        write_text(writer, settings, "identity_options", buf_text(&options));
    }
    if (sequence) {
        write_text(writer, settings, "identity_sequence", sequence);
    }
}

/* `ref: > t.c` */
static void write_reference(Writer *writer, const char *text, Written *settings)
{
    Buf buf = buf_new(writer->mem);
    Words parts = write_split(writer, text);
    buf_add(&buf, "ref: > ");
    for (size_t i = 0; i < parts.len; i++) {
        buf_add(&buf, i ? "." : "");
        dsl_add_name(&buf, parts.at[i]);
    }
    list_push(writer->mem, &settings->list, buf_text(&buf));
}

/* The members that have a form of their own in a column. */
static void write_own(Writer *writer, const DocMember *member, Written *settings)
{
    const Doc *value = member->value;
    const char *text = value->text ? value->text : "";
    if (strcmp(member->name, "null") == 0) {
        write_flag(writer, settings, *text == 't' ? "null" : "not null");
    } else if (strcmp(member->name, "check") == 0) {
        write_texts(writer, settings, "check", value, true);
    } else if (strcmp(member->name, "identity") == 0) {
        write_identity(writer, value, settings);
    } else if (strcmp(member->name, "references") == 0) {
        write_reference(writer, text, settings);
    } else if (text_starts(member->name, "on_")) {
        write_text(writer, settings, mem_printf(writer->mem, "ref_%s", member->name + 3), text);
    }
}

static void write_column(Writer *writer, const char *name, const Doc *column, bool in_key)
{
    Written settings = {.depth = 1};
    buf_add(writer->out, "  ");
    dsl_add_name(writer->out, name);
    if (in_key) {
        write_flag(writer, &settings, "pk");
    }
    write_type(writer, write_get(column, "type"), &settings);
    for (size_t i = 0; i < column->members.len; i++) {
        Doc one = {.kind = DOC_OBJECT, .members = {&column->members.at[i], 1, 1}};
        write_own(writer, &column->members.at[i], &settings);
        write_members(writer, CONTEXT_COLUMN, &one, &settings);
    }
    write_list(writer, &settings);
    buf_char(writer->out, '\n');
}

/* --- tables --------------------------------------------------------------------------------------
 */

/* Can the key be said by `pk` at its columns? When it is nothing but own columns, in their order.
 */
static bool key_is_flags(const Doc *table, const Doc *key)
{
    const Doc *columns = write_get(table, "columns");
    size_t next = 0;
    if (!key || key->kind != DOC_ARRAY || !key->items.len) {
        return false;
    }
    for (size_t i = 0; columns && i < columns->members.len; i++) {
        const Doc *item = next < key->items.len ? key->items.at[next] : NULL;
        next += item && item->kind == DOC_STRING &&
                strcmp(item->text, columns->members.at[i].name) == 0;
    }
    return next == key->items.len;
}

static bool in_key(const Doc *key, const char *column)
{
    for (size_t i = 0; i < key->items.len; i++) {
        if (text_equal(key->items.at[i]->text, column)) {
            return true;
        }
    }
    return false;
}

static void write_uses(Writer *writer, const Doc *use)
{
    for (size_t i = 0; use && i < use->items.len; i++) {
        buf_add(writer->out, "  ~");
        dsl_add_name(writer->out, use->items.at[i]->text ? use->items.at[i]->text : "");
        buf_char(writer->out, '\n');
    }
}

/* A table without columns says so, unless it takes them from elsewhere. */
static bool is_bare(const Doc *table)
{
    const Doc *columns = write_get(table, "columns"), *postgresql = write_get(table, "postgresql");
    return !(columns && columns->members.len) && !write_get(table, "use") &&
           !write_get(postgresql, "inherits") && !write_get(postgresql, "partition_of");
}

void write_table(Writer *writer, const char *key, const Doc *table, bool partial)
{
    Written settings = {0};
    const Doc *columns = write_get(table, "columns"),
              *primary_key = write_get(table, "primary_key");
    bool flags = key_is_flags(table, primary_key);
    buf_add(writer->out, partial ? "\nTablePartial " : "\nTable ");
    if (partial) {
        dsl_add_name(writer->out, key);
    } else {
        write_name(writer, key);
    }
    write_members(writer, partial ? CONTEXT_PARTIAL : CONTEXT_TABLE, table, &settings);
    if (!partial && is_bare(table)) {
        write_text(writer, &settings, "no_columns", "true");
    }
    write_list(writer, &settings);
    buf_add(writer->out, " {\n");
    for (size_t i = 0; columns && i < columns->members.len; i++) {
        const DocMember *column = &columns->members.at[i];
        write_column(writer, column->name, column->value,
                     flags && in_key(primary_key, column->name));
    }
    write_uses(writer, write_get(table, "use"));
    write_indexes(writer, table, flags ? NULL : primary_key);
    write_checks(writer, write_get(table, "checks"));
    buf_add(writer->out, "}\n");
    write_refs(writer, key, write_get(table, "foreign_keys"), partial);
    write_owned(writer, key, CONTEXT_TRIGGER, write_get(table, "triggers"));
    write_owned(writer, key, CONTEXT_RULE, write_get(table, "rules"));
    write_owned(writer, key, CONTEXT_POLICY, write_get(table, "policies"));
}

/* --- relations -----------------------------------------------------------------------------------
 */

static void write_endpoint(Writer *writer, const char *key, bool partial, const Doc *columns)
{
    bool single = columns && columns->items.len == 1;
    if (partial) {
        dsl_add_name(writer->out, key);
    } else {
        write_name(writer, key);
    }
    buf_add(writer->out, single ? "." : ".(");
    for (size_t i = 0; columns && i < columns->items.len; i++) {
        const char *text = columns->items.at[i]->text;
        buf_add(writer->out, i ? ", " : "");
        dsl_add_name(writer->out, text ? text : "");
    }
    buf_add(writer->out, single ? "" : ")");
}

static void write_ref(Writer *writer, const char *key, const char *name, const Doc *doc,
                      bool partial)
{
    Written settings = {0};
    const Doc *target = write_get(doc, "references"), *named = write_get(doc, "name");
    const Doc *table = write_get(target, "table");
    if (!table || !table->text) {
        return;
    }
    name = named && named->text ? named->text : name;
    buf_add(writer->out, "Ref");
    if (name) {
        buf_char(writer->out, ' ');
        dsl_add_name(writer->out, name);
    }
    buf_add(writer->out, ": ");
    write_endpoint(writer, key, partial, write_get(doc, "columns"));
    buf_add(writer->out, " > ");
    write_endpoint(writer, table->text, false, write_get(target, "columns"));
    const Doc *on_delete = write_get(doc, "on_delete"), *on_update = write_get(doc, "on_update");
    if (on_delete && on_delete->text) {
        list_push(writer->mem, &settings.list,
                  mem_printf(writer->mem, "delete: %s", on_delete->text));
    }
    if (on_update && on_update->text) {
        list_push(writer->mem, &settings.list,
                  mem_printf(writer->mem, "update: %s", on_update->text));
    }
    if (partial) {
        write_flag(writer, &settings, "partial");
    }
    write_members(writer, CONTEXT_FOREIGN_KEY, doc, &settings);
    write_list(writer, &settings);
    buf_char(writer->out, '\n');
}

void write_refs(Writer *writer, const char *key, const Doc *list, bool partial)
{
    if (list && list->members.len + list->items.len) {
        buf_char(writer->out, '\n');
    }
    for (size_t i = 0; list && i < list->members.len; i++) {
        write_ref(writer, key, list->members.at[i].name, list->members.at[i].value, partial);
    }
    for (size_t i = 0; list && i < list->items.len; i++) {
        write_ref(writer, key, NULL, list->items.at[i], partial);
    }
}

void write_owned(Writer *writer, const char *key, Context context, const Doc *map)
{
    for (size_t i = 0; map && i < map->members.len; i++) {
        const DocMember *member = &map->members.at[i];
        Written body = {.depth = 1, .body = true};
        buf_add(writer->out, context == CONTEXT_POLICY ? "\nPolicy "
                             : context == CONTEXT_RULE ? "\nRule "
                                                       : "\nTrigger ");
        write_name(writer, key);
        buf_char(writer->out, '.');
        dsl_add_name(writer->out, member->name);
        buf_add(writer->out, " {\n");
        write_members(writer, context, member->value, &body);
        for (size_t j = 0; j < body.list.len; j++) {
            buf_fmt(writer->out, "  %s\n", body.list.at[j]);
        }
        buf_add(writer->out, "}\n");
    }
}

void write_fields(Writer *writer, const Doc *fields)
{
    for (size_t i = 0; fields && i < fields->members.len; i++) {
        const Doc *field = fields->members.at[i].value;
        const Doc *type = field->kind == DOC_OBJECT ? write_get(field, "type") : field;
        Written settings = {.depth = 1};
        buf_add(writer->out, "  ");
        dsl_add_name(writer->out, fields->members.at[i].name);
        write_type(writer, type, &settings);
        write_members(writer, CONTEXT_COMPOSITE_FIELD, field, &settings);
        write_list(writer, &settings);
        buf_char(writer->out, '\n');
    }
}
