/* Members -> settings, by the tables of settings.c. */
#include "schema/dsl/lex.h"
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"
#include "schema/dsl/write.h"
#include "schema/model/names.h"

#include <string.h>

/* Nobody reads a Doc while it is written, so the index that doc_get() may build needs no region of
 * its own: objects here are small. */
const Doc *write_get(const Doc *object, const char *name)
{
    for (size_t i = 0; object && i < object->members.len; i++) {
        if (strcmp(object->members.at[i].name, name) == 0) {
            return object->members.at[i].value;
        }
    }
    return NULL;
}

Words write_split(Writer *writer, const char *key)
{
    NameList parts = {0};
    Words words = {0};
    if (!names_split(writer->mem, key, &parts)) {
        list_push(writer->mem, &words, key);
    }
    for (size_t i = 0; i < parts.len; i++) {
        list_push(writer->mem, &words, parts.at[i]);
    }
    return words;
}

static void add_name(Writer *writer, Buf *out, const char *key)
{
    Words parts = write_split(writer, key);
    for (size_t i = 0; i < parts.len; i++) {
        buf_add(out, i ? "." : "");
        dsl_add_name(out, parts.at[i]);
    }
}

void write_name(Writer *writer, const char *key)
{
    add_name(writer, writer->out, key);
}

static void push(Writer *writer, Written *out, const char *name, const char *value)
{
    const char *shown = out->body && strcmp(name, "note") == 0 ? "Note" : name;
    list_push(writer->mem, &out->list,
              value ? mem_printf(writer->mem, "%s: %s", shown, value)
                    : mem_strdup(writer->mem, name));
}

void write_flag(Writer *writer, Written *out, const char *name)
{
    push(writer, out, name, out->body ? "true" : NULL);
}

void write_text(Writer *writer, Written *out, const char *name, const char *text)
{
    Buf buf = buf_new(writer->mem);
    dsl_add_string(&buf, text);
    push(writer, out, name, buf_text(&buf));
}

static void write_block(Writer *writer, Written *out, const char *name, const char *text, bool trim)
{
    Buf buf = buf_new(writer->mem);
    dsl_add_block(&buf, text, out->depth, trim);
    push(writer, out, name, buf_text(&buf));
}

void write_list(Writer *writer, const Written *settings)
{
    for (size_t i = 0; i < settings->list.len; i++) {
        buf_add(writer->out, i ? ", " : " [");
        buf_add(writer->out, settings->list.at[i]);
    }
    buf_add(writer->out, settings->list.len ? "]" : "");
}

/* --- texts ---------------------------------------------------------------------------------------
 */

static void write_sql(Writer *writer, Written *out, const char *name, const char *text,
                      bool backticks)
{
    if (backticks && *text && dsl_fits_backticks(text)) {
        push(writer, out, name, mem_printf(writer->mem, "`%s`", text));
    } else {
        write_block(writer, out, name, text, true);
    }
}

void write_texts(Writer *writer, Written *out, const char *name, const Doc *texts, bool backticks)
{
    if (texts->kind == DOC_STRING) {
        write_sql(writer, out, name, texts->text, backticks);
        return;
    }
    bool others = texts->members.len > 1;
    for (size_t i = 0; i < texts->members.len; i++) {
        const DocMember *member = &texts->members.at[i];
        const char *text = member->value->text ? member->value->text : "";
        bool base = others && strcmp(member->name, "default") == 0;
        if (base) {
            write_sql(writer, out, name, text, backticks);
        } else {
            const char *prefixed = mem_printf(writer->mem, "%s_%s", member->name, name);
            write_sql(writer, out, prefixed, text, false);
        }
    }
}

/* A scalar as it is: 'text', 12, true, null. */
static const char *scalar_text(Writer *writer, const Doc *value)
{
    if (value->kind != DOC_STRING) {
        return value->kind == DOC_NULL || !value->text ? "null" : value->text;
    }
    Buf buf = buf_new(writer->mem);
    dsl_add_string(&buf, value->text);
    return buf_text(&buf);
}

static void write_default(Writer *writer, Written *out, const char *name, const Doc *value)
{
    const Doc *expr = value->kind == DOC_OBJECT ? write_get(value, "expr") : NULL;
    if (!expr) {
        push(writer, out, name, scalar_text(writer, value));
        return;
    }
    const Doc *base = expr->kind == DOC_STRING ? expr
                      : expr->members.len > 1  ? write_get(expr, "default")
                                               : NULL;
    if (base && base->text) {
        bool ticks = *base->text && dsl_fits_backticks(base->text);
        const char *spelling = ticks ? name : mem_printf(writer->mem, "%s_expr", name);
        write_sql(writer, out, spelling, base->text, true);
    }
    for (size_t i = 0; expr->kind == DOC_OBJECT && i < expr->members.len; i++) {
        const DocMember *member = &expr->members.at[i];
        if (member->value != base && member->value->text) {
            write_sql(writer, out, mem_printf(writer->mem, "%s_%s", member->name, name),
                      member->value->text, false);
        }
    }
}

/* --- annotations ---------------------------------------------------------------------------------
 */

/* A key that may stand as it is: reading makes keys lower case and takes "sd_" and "meta_" off. */
static bool is_key(const char *key)
{
    for (const char *c = key; *c; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            return false;
        }
    }
    return dsl_is_plain_name(key);
}

static void write_annotations(Writer *writer, Context context, const Doc *meta, Written *out)
{
    for (size_t i = 0; i < meta->members.len; i++) {
        const char *key = meta->members.at[i].name;
        const char *value = scalar_text(writer, meta->members.at[i].value);
        bool taken =
            strcmp(key, "meta") == 0 || text_starts(key, "meta_") || text_starts(key, "sd_");
        if (!is_key(key)) {
            Buf odd = buf_new(writer->mem);
            dsl_add_string(&odd, key);
            push(writer, out, "meta", mem_printf(writer->mem, "(%s, %s)", buf_text(&odd), value));
        } else if (taken || !settings_is_annotation(writer->mem, context, key)) {
            push(writer, out, mem_printf(writer->mem, "meta_%s", key), value);
        } else {
            push(writer, out, key, value);
        }
    }
}

/* --- values by type ------------------------------------------------------------------------------
 */

/* 'a, b' where no name has a comma or a blank at its end. */
static bool fits_comma_text(const Doc *names)
{
    for (size_t i = 0; i < names->items.len; i++) {
        const char *text = names->items.at[i]->text;
        Str view = str_of(text);
        if (text_empty(text) || strchr(text, ',') || str_trim(view).len != view.len) {
            return false;
        }
    }
    return names->items.len > 0;
}

static void add_list_item(Writer *writer, Buf *out, const char *text, bool dotted)
{
    Words parts = write_split(writer, text);
    if (dotted && parts.len > 1 && strcmp(words_join(writer->mem, &parts), text) == 0) {
        add_name(writer, out, text);
    } else {
        dsl_add_name(out, text);
    }
}

static void write_names(Writer *writer, Written *out, const char *name, const Doc *names,
                        bool strings, bool dotted)
{
    Buf buf = buf_new(writer->mem);
    if (strings && fits_comma_text(names)) {
        for (size_t i = 0; i < names->items.len; i++) {
            buf_fmt(&buf, "%s%s", i ? ", " : "", names->items.at[i]->text);
        }
        write_text(writer, out, name, buf_text(&buf));
        return;
    }
    buf_char(&buf, '(');
    for (size_t i = 0; i < names->items.len; i++) {
        const char *text = names->items.at[i]->text;
        buf_add(&buf, i ? ", " : "");
        if (strings) {
            dsl_add_string(&buf, text ? text : "");
        } else {
            add_list_item(writer, &buf, text ? text : "", dotted);
        }
    }
    buf_char(&buf, ')');
    push(writer, out, name, buf_text(&buf));
}

static void write_boolean(Writer *writer, Written *out, const char *name, const Doc *value,
                          bool strings)
{
    bool flag = text_equal(value->text, "true");
    if (flag && !out->body && (!strings || setting_is_dbml(name))) {
        write_flag(writer, out, name);
    } else if (strings) {
        write_text(writer, out, name, flag ? "true" : "false");
    } else {
        push(writer, out, name, flag ? "true" : "false");
    }
}

/* A word without quotes where DBML would not take the setting anyway. */
static void write_word(Writer *writer, Written *out, const char *name, const char *text,
                       bool strings)
{
    if (strings || !dsl_is_plain_name(text)) {
        write_text(writer, out, name, text);
    } else {
        push(writer, out, name, text);
    }
}

static void write_string(Writer *writer, Written *out, const char *name, const char *text)
{
    if (strcmp(name, "type") == 0 && !out->body) {
        /* The method of an index: DBML wants a name here. */
        Buf buf = buf_new(writer->mem);
        dsl_add_name(&buf, text);
        push(writer, out, name, buf_text(&buf));
    } else if (strcmp(name, "note") == 0 || strcmp(name, "definition") == 0) {
        write_block(writer, out, name, text, *name == 'd');
    } else {
        write_text(writer, out, name, text);
    }
}

static void write_value(Writer *writer, Written *out, const char *name, const Field *field,
                        const Doc *value, bool strings)
{
    const char *text = value->text ? value->text : "";
    if (field_is_default(field)) {
        write_default(writer, out, name, value);
        return;
    }
    if (field_is_texts(field)) {
        write_texts(writer, out, name, value, !strings && strcmp(name, "where") == 0);
        return;
    }
    switch (field->type) {
    case FIELD_BOOLEAN:
        write_boolean(writer, out, name, value, strings);
        return;
    case FIELD_INTEGER:
        if (strings) {
            write_text(writer, out, name, text);
        } else {
            push(writer, out, name, text);
        }
        return;
    case FIELD_ENUM:
        write_word(writer, out, name, text, strings);
        return;
    case FIELD_NAMES:
    case FIELD_STRINGS:
    case FIELD_ARRAY:
        if (value->items.len) {
            write_names(writer, out, name, value, strings, field->type == FIELD_STRINGS);
        }
        return;
    case FIELD_MAP:
        if (value->members.len) {
            write_text(writer, out, name, text_from_map(writer->mem, value));
        }
        return;
    case FIELD_SCALAR:
    case FIELD_ANY:
        push(writer, out, name, scalar_text(writer, value));
        return;
    case FIELD_STRING:
    case FIELD_NAME:
    case FIELD_OBJECT:
    case FIELD_UNION:
        break;
    }
    write_string(writer, out, name, text);
}

/* --- members -------------------------------------------------------------------------------------
 */

static bool listed(const char *const *words, const char *word)
{
    for (; *words; words++) {
        if (strcmp(*words, word) == 0) {
            return true;
        }
    }
    return false;
}

static const char *setting_name(const ContextDef *def, const char *member)
{
    for (const char *const *pair = def->renamed; *pair; pair += 2) {
        if (strcmp(pair[0], member) == 0) {
            return pair[1];
        }
    }
    return member;
}

/* The members of a small object, behind its name: tenant_column, mysql_engine. */
static void write_parts(Writer *writer, const ContextDef *def, const Field *field,
                        const Doc *object, Written *out)
{
    for (size_t i = 0; i < object->members.len; i++) {
        const DocMember *member = &object->members.at[i];
        const Field *part = settings_option(field->shape, member->name);
        const char *name = mem_printf(writer->mem, "%s_%s", field->name, member->name);
        if (part) {
            write_value(writer, out, name, part, member->value, def->strings);
        }
    }
}

void write_members(Writer *writer, Context context, const Doc *doc, Written *out)
{
    const ContextDef *def = context_def(context);
    const Shape *shape = context_shape(context);
    for (size_t i = 0; i < doc->members.len; i++) {
        const DocMember *member = &doc->members.at[i];
        const Field *field = shape_field(shape, member->name);
        if (!field || listed(def->own_members, member->name)) {
            continue;
        }
        if (strcmp(member->name, "meta") == 0) {
            write_annotations(writer, context, member->value, out);
        } else if (field->type == FIELD_OBJECT) {
            write_parts(writer, def, field, member->value, out);
        } else {
            write_value(writer, out, setting_name(def, member->name), field, member->value,
                        def->strings);
        }
    }
}
