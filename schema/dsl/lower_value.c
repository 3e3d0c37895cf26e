/* One value of the DSL -> the JSON shape. */
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

const char *value_text(Lower *lower, const Setting *setting)
{
    const Value *value = &setting->value;
    switch (value->kind) {
    case VALUE_STRING:
    case VALUE_QUOTED:
    case VALUE_EXPR:
    case VALUE_NUMBER:
    case VALUE_COLOR:
    case VALUE_WORDS:
        return value->text;
    case VALUE_NAME:
        return words_join(lower->mem, &value->name.parts);
    case VALUE_NONE:
        lower_fail(lower, setting->where, mem_printf(lower->mem, "write %s: 'text'", setting->name),
                   "setting \"%s\" needs a value", setting->name);
        return NULL;
    case VALUE_LIST:
    case VALUE_REF:
        break;
    }
    lower_fail(lower, value->where, mem_printf(lower->mem, "write %s: 'text'", setting->name),
               "setting \"%s\" takes one text", setting->name);
    return NULL;
}

bool value_boolean(Lower *lower, const Setting *setting, bool *out)
{
    static const char *const yes[] = {"true", "yes", "on"}, *const no[] = {"false", "no", "off"};
    const Value *value = &setting->value;
    if (value->kind == VALUE_NONE) {
        *out = true;
        return true;
    }
    for (size_t i = 0; value->text && i < sizeof yes / sizeof *yes; i++) {
        if (text_equal_nocase(value->text, yes[i]) || text_equal_nocase(value->text, no[i])) {
            *out = text_equal_nocase(value->text, yes[i]);
            return true;
        }
    }
    return lower_fail(lower, value->where, "write 'true' or 'false'",
                      "setting \"%s\" is either true or false", setting->name);
}

Doc *value_scalar(Lower *lower, const Value *value)
{
    static const char *const words[] = {"true", "false", "null"};
    switch (value->kind) {
    case VALUE_NONE:
        return doc_boolean(lower->mem, true, value->where);
    case VALUE_STRING:
    case VALUE_QUOTED:
    case VALUE_EXPR:
    case VALUE_COLOR:
        return doc_string(lower->mem, value->text, value->where);
    case VALUE_NUMBER:
        return doc_number(lower->mem, value->text, value->where);
    case VALUE_WORDS:
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (text_equal_nocase(value->text, words[i])) {
                return i == 2 ? doc_new(lower->mem, DOC_NULL, value->where)
                              : doc_boolean(lower->mem, i == 0, value->where);
            }
        }
        return doc_string(lower->mem, value->text, value->where);
    case VALUE_NAME:
        return doc_string(lower->mem, words_join(lower->mem, &value->name.parts), value->where);
    case VALUE_LIST:
    case VALUE_REF:
        break;
    }
    lower_fail(lower, value->where, "write a 'string' or a number", "this is not one value");
    return NULL;
}

static Doc *expression(Lower *lower, const Value *value)
{
    Doc *doc = doc_new(lower->mem, DOC_OBJECT, value->where);
    doc_set(lower->mem, doc, "expr", value->where,
            doc_string(lower->mem, value->text, value->where));
    return doc;
}

Doc *value_default(Lower *lower, const Setting *setting, bool native)
{
    const Value *value = &setting->value;
    bool word = value->kind == VALUE_WORDS;
    bool constant =
        word && (text_equal_nocase(value->text, "true") ||
                 text_equal_nocase(value->text, "false") || text_equal_nocase(value->text, "null"));
    if (value->kind == VALUE_EXPR) {
        return expression(lower, value);
    }
    if (value->kind == VALUE_NAME) {
        /* enum.member: what counts is the member. */
        const Words *parts = &value->name.parts;
        return doc_string(lower->mem, parts->at[parts->len - 1], value->where);
    }
    bool wrong = value->kind == VALUE_NONE || value->kind == VALUE_COLOR || (word && !constant);
    if (native && wrong) {
        lower_fail(lower, value->kind == VALUE_NONE ? setting->where : value->where,
                   "a string stands in quotes ('open'), an SQL expression in backticks (`now()`)",
                   "setting \"%s\" takes a string, a number, true, false, null or an expression",
                   setting->name);
        return NULL;
    }
    return value_scalar(lower, value);
}

/* 'a, b' */
static void split_names(Lower *lower, const char *text, Location where, Doc *out)
{
    for (;;) {
        size_t len = strcspn(text, ",");
        const char *name = str_dup(lower->mem, str_trim((Str){text, len}));
        if (*name || text[len]) {
            doc_append(lower->mem, out, doc_string(lower->mem, name, where));
        }
        if (!text[len]) {
            return;
        }
        text += len + 1;
    }
}

Doc *value_names(Lower *lower, const Setting *setting)
{
    const Value *value = &setting->value;
    Doc *out = doc_new(lower->mem, DOC_ARRAY, value->where);
    if (value->kind == VALUE_STRING) {
        split_names(lower, value->text, value->where, out);
        return out;
    }
    size_t n = value->kind == VALUE_LIST ? value->items.len : 1;
    for (size_t i = 0; i < n; i++) {
        Setting item = *setting;
        item.value = value->kind == VALUE_LIST ? value->items.at[i] : *value;
        const char *text = value_text(lower, &item);
        if (!text) {
            return NULL;
        }
        doc_append(lower->mem, out, doc_string(lower->mem, text, item.value.where));
    }
    return out;
}

static Doc *value_integer(Lower *lower, const Setting *setting)
{
    const char *text = value_text(lower, setting);
    const char *number = text ? text_integer(lower->mem, text) : NULL;
    if (text && !number) {
        lower_fail(lower, setting->value.where, "write digits only",
                   "setting \"%s\" takes a whole number, not \"%s\"", setting->name, text);
    }
    return number ? doc_number(lower->mem, number, setting->value.where) : NULL;
}

static Doc *value_map(Lower *lower, const Setting *setting)
{
    const char *text = value_text(lower, setting);
    Doc *map = NULL;
    if (text && !text_to_map(lower->mem, text, setting->value.where, &map)) {
        lower_fail(lower, setting->value.where, "write 'fillfactor=70, fastupdate=off'",
                   "setting \"%s\" takes parameters as key=value, each once", setting->name);
    }
    return map;
}

/* A word out of a few, in lower case. Flags that ask for the usual one are welcome. */
static Doc *value_word(Lower *lower, const Setting *setting)
{
    const Value *value = &setting->value;
    bool deferrable = strcmp(setting->name, "deferrable") == 0;
    if (deferrable && (value->kind == VALUE_NONE || text_equal_nocase(value->text, "yes") ||
                       text_equal_nocase(value->text, "true"))) {
        return doc_string(lower->mem, "initially immediate", setting->where);
    }
    const char *text = value_text(lower, setting);
    return text ? doc_string(lower->mem, text_lower(lower->mem, text), value->where) : NULL;
}

static Doc *value_string(Lower *lower, const Setting *setting)
{
    const Value *value = &setting->value;
    bool note = strcmp(setting->name, "note") == 0;
    bool string = value->kind == VALUE_STRING || value->kind == VALUE_QUOTED;
    if (note && !string) {
        lower_fail(lower, value->kind == VALUE_NONE ? setting->where : value->where,
                   "write note: 'text'", "a note is a string");
        return NULL;
    }
    const char *text = value_text(lower, setting);
    if (text && value->block) {
        /* A query or trigger is SQL; its last line break is layout. */
        bool sql = strcmp(setting->name, "definition") == 0;
        text = note || sql ? text_unindent(lower->mem, text, sql) : text;
    }
    return text ? doc_string(lower->mem, text, value->where) : NULL;
}

Doc *lower_value(Lower *lower, const Setting *setting, const Field *field)
{
    if (field_is_default(field)) {
        return value_default(lower, setting, strcmp(setting->name, "default") == 0);
    }
    switch (field->type) {
    case FIELD_BOOLEAN: {
        bool flag;
        return value_boolean(lower, setting, &flag) ? doc_boolean(lower->mem, flag, setting->where)
                                                    : NULL;
    }
    case FIELD_INTEGER:
        return value_integer(lower, setting);
    case FIELD_ENUM:
        return value_word(lower, setting);
    case FIELD_NAMES:
    case FIELD_STRINGS:
    case FIELD_ARRAY:
        return value_names(lower, setting);
    case FIELD_MAP:
        return value_map(lower, setting);
    case FIELD_SCALAR:
    case FIELD_ANY:
        return value_scalar(lower, &setting->value);
    case FIELD_STRING:
    case FIELD_NAME:
    case FIELD_OBJECT:
    case FIELD_UNION:
        break;
    }
    return value_string(lower, setting);
}
