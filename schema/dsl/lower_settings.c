/* Settings -> members, by the tables of settings.c. */
#include "schema/dsl/lower.h"
#include "schema/dsl/text.h"

#include <string.h>

const Setting *setting_get(const Settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->len; i++) {
        if (strcmp(settings->at[i].name, name) == 0) {
            return &settings->at[i];
        }
    }
    return NULL;
}

bool setting_flag(Lower *lower, const Settings *settings, const char *name)
{
    const Setting *setting = setting_get(settings, name);
    bool flag = false;
    return setting && value_boolean(lower, setting, &flag) && flag;
}

const char *setting_text(Lower *lower, const Settings *settings, const char *name)
{
    const Setting *setting = setting_get(settings, name);
    return setting ? value_text(lower, setting) : NULL;
}

static Doc *texts_object(Lower *lower, DocMember *member, Location where)
{
    if (member->value->kind != DOC_OBJECT) {
        Doc *object = doc_new(lower->mem, DOC_OBJECT, where);
        doc_set(lower->mem, object, "default", where, member->value);
        member->value = object;
    }
    return member->value;
}

void lower_text(Lower *lower, Doc *out, const char *member, const char *dialect, const char *text,
                Location where)
{
    Doc *value = doc_string(lower->mem, text, where);
    DocMember *there = doc_member(lower->mem, out, member);
    if (!dialect && !there) {
        doc_set(lower->mem, out, member, where, value);
        return;
    }
    if (!there) {
        doc_set(lower->mem, out, member, where, doc_new(lower->mem, DOC_OBJECT, where));
        there = doc_member(lower->mem, out, member);
    }
    Doc *texts = texts_object(lower, there, where);
    lower_set(lower, texts, dialect ? dialect : "default", where, value, "setting");
    lower_arrange(
        texts, (const char *const[]){"default", "postgresql", "mysql", "mariadb", "sqlite", NULL});
}

/* A literal as the SQL text that it stands for. */
static const char *literal_sql(Lower *lower, const Doc *literal)
{
    return literal->kind == DOC_STRING ? text_sql_literal(lower->mem, literal->text)
           : literal->kind == DOC_NULL ? "null"
                                       : literal->text;
}

/* mysql_default, backfill_expr: the value becomes {"expr": …}. */
static void add_expression(Lower *lower, Doc *out, const Target *target, const char *text,
                           Location where)
{
    DocMember *there = doc_member(lower->mem, out, target->member);
    if (!there) {
        doc_set(lower->mem, out, target->member, where, doc_new(lower->mem, DOC_OBJECT, where));
        there = doc_member(lower->mem, out, target->member);
    } else if (there->value->kind != DOC_OBJECT) {
        Doc *expr = doc_new(lower->mem, DOC_OBJECT, where);
        const char *literal = literal_sql(lower, there->value);
        doc_set(lower->mem, expr, "expr", where, doc_string(lower->mem, literal, where));
        there->value = expr;
    }
    lower_text(lower, there->value, "expr", target->dialect, text, where);
}

static void lower_annotation(Lower *lower, const char *key, const Value *value, Location where,
                             Doc *out)
{
    Doc *scalar = value_scalar(lower, value);
    if (scalar) {
        lower_set(lower, lower_object(lower, out, "meta", where), key, where, scalar, "annotation");
    }
}

/* meta: ('Any key', 'value', …) */
static void lower_annotations(Lower *lower, const Setting *setting, Doc *out)
{
    const Value *list = &setting->value;
    if (list->kind != VALUE_LIST || list->items.len % 2) {
        lower_fail(lower, setting->where, "write meta: ('Key', 'value')",
                   "setting \"meta\" takes a list of keys and values");
        return;
    }
    for (size_t i = 0; i < list->items.len; i += 2) {
        Setting key = {
            .name = "meta", .where = list->items.at[i].where, .value = list->items.at[i]};
        const char *text = value_text(lower, &key);
        if (text) {
            lower_annotation(lower, text, &list->items.at[i + 1], key.where, out);
        }
    }
}

/* DBML's own words, which are mere annotations inside a Metadata block. */
bool setting_is_dbml(const char *name)
{
    static const char *const words[] = {"pk",     "primary_key", "null", "not_null",
                                        "unique", "increment",   "note", "default",
                                        "check",  "ref",         "dep",  "headercolor"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void lower_unknown(Lower *lower, Context context, const Setting *setting, Doc *out)
{
    const char *name = setting->name;
    bool meta = context_has_meta(context);
    if (meta && strcmp(name, "meta") == 0) {
        lower_annotations(lower, setting, out);
    } else if (meta && text_starts(name, "meta_")) {
        lower_annotation(lower, name + strlen("meta_"), &setting->value, setting->where, out);
    } else if (meta && ((!setting->native && setting_is_dbml(name)) ||
                        settings_is_annotation(lower->mem, context, name))) {
        lower_annotation(lower, name, &setting->value, setting->where, out);
    } else {
        const char *nearest = settings_nearest(lower->mem, context, name, false);
        const char *note =
            meta ? mem_printf(lower->mem, " (an annotation of that name: meta_%s)", name) : "";
        const char *hint =
            nearest ? mem_printf(lower->mem, "did you mean \"%s\"?%s", nearest, note) : "remove it";
        lower_fail(lower, setting->where, hint, "%s has no setting \"%s\"",
                   context_def(context)->word, name);
    }
}

static void lower_option(Lower *lower, const Setting *setting, const Target *target, Doc *out)
{
    Doc *value = lower_value(lower, setting, target->field);
    for (size_t i = 0; value && i < DIALECT_COUNT; i++) {
        if (target->dialects & 1u << i) {
            Doc *object = lower_object(lower, out, dialect_names[i], setting->where);
            lower_set(lower, object, target->part, setting->where, value, "setting");
        }
    }
}

static void lower_member(Lower *lower, const Setting *setting, const Target *target, Doc *out)
{
    const char *member = target->member;
    if (field_is_texts(target->field)) {
        const char *text = value_text(lower, setting);
        if (text) {
            text = setting->value.block ? text_unindent(lower->mem, text, true) : text;
            lower_text(lower, out, member, NULL, text, setting->value.where);
        }
        return;
    }
    bool is_default = field_is_default(target->field);
    Doc *value = lower_value(lower, setting, target->field);
    if (value && is_default && setting->value.block && value->kind == DOC_OBJECT) {
        value->members.at[0].value->text = text_unindent(lower->mem, setting->value.text, true);
    }
    if (value) {
        lower_set(lower, out, member, setting->where, value, "setting");
    }
}

/* What only diagrams show is dropped, but it must be right. */
static void check_drawn(Lower *lower, const Setting *setting)
{
    bool color = text_ends(setting->name, "color"), dep = strcmp(setting->name, "dep") == 0;
    ValueKind wanted = color ? VALUE_COLOR : dep ? VALUE_REF : VALUE_NONE;
    if (setting->value.kind != wanted) {
        lower_fail(lower, setting->where,
                   color ? "write a colour: #3498db"
                   : dep ? "write dep: <- table"
                         : "leave its value out",
                   "setting \"%s\" has a wrong value", setting->name);
    }
}

static void lower_setting(Lower *lower, Context context, const Setting *setting,
                          const Target *target, Doc *out)
{
    switch (target->kind) {
    case TARGET_OWN:
        break;
    case TARGET_DRAWN:
        check_drawn(lower, setting);
        break;
    case TARGET_UNKNOWN:
        lower_unknown(lower, context, setting, out);
        break;
    case TARGET_MEMBER:
        lower_member(lower, setting, target, out);
        break;
    case TARGET_PART: {
        Doc *value = lower_value(lower, setting, target->field);
        if (value) {
            Doc *object = lower_object(lower, out, target->member, setting->where);
            lower_set(lower, object, target->part, setting->where, value, "setting");
        }
        break;
    }
    case TARGET_OPTION:
        lower_option(lower, setting, target, out);
        break;
    case TARGET_TEXT:
    case TARGET_EXPR: {
        const char *text = value_text(lower, setting);
        if (!text) {
            break;
        }
        text = setting->value.block ? text_unindent(lower->mem, text, true) : text;
        if (target->kind == TARGET_EXPR || field_is_default(target->field)) {
            add_expression(lower, out, target, text, setting->value.where);
        } else {
            lower_text(lower, out, target->member, target->dialect, text, setting->value.where);
        }
        break;
    }
    }
}

/* Names that may come several times; `primary_key` is `pk`. */
static const char *once_name(const char *name)
{
    return strcmp(name, "primary_key") == 0 ? "pk" : strcmp(name, "not_null") == 0 ? "null" : name;
}

static bool check_once(Lower *lower, const Settings *settings, size_t i)
{
    const Setting *setting = &settings->at[i];
    const char *name = once_name(setting->name);
    static const char *const several[] = {"check", "ref", "dep", "meta"};
    for (size_t j = 0; j < sizeof several / sizeof *several; j++) {
        if (strcmp(name, several[j]) == 0) {
            return true;
        }
    }
    for (size_t j = 0; j < i; j++) {
        const Setting *other = &settings->at[j];
        if (strcmp(name, once_name(other->name)) == 0 && setting->body == other->body &&
            setting->native == other->native) {
            bool same = strcmp(setting->name, other->name) == 0;
            return same ? lower_fail(lower, setting->where, "remove one of them",
                                     "setting \"%s\" repeats", setting->name)
                        : lower_fail(lower, setting->where, "remove one of them",
                                     "setting \"%s\" repeats or contradicts \"%s\"", setting->name,
                                     other->name);
        }
    }
    return true;
}

/* The heading's note gives way to the body's. */
static bool is_overridden(const Settings *settings, const Setting *setting)
{
    bool note = setting->native && strcmp(setting->name, "note") == 0;
    for (size_t i = 0; note && i < settings->len; i++) {
        const Setting *other = &settings->at[i];
        if (other->body && !setting->body && strcmp(other->name, "note") == 0) {
            return true;
        }
    }
    return false;
}

/* `delete: cascade` beside a ref: an annotation to DBML, but what it means is plain. lower_ref.c
 * reads it. */
static bool is_action(Context context, const Settings *settings, const Setting *setting)
{
    bool named = strcmp(setting->name, "delete") == 0 || strcmp(setting->name, "update") == 0;
    return context == CONTEXT_COLUMN && named && setting_get(settings, "ref");
}

void lower_settings(Lower *lower, Context context, const Settings *settings, Doc *out)
{
    /* What adds to a member comes after what makes it. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < settings->len; i++) {
            const Setting *setting = &settings->at[i];
            Target target = settings_find(lower->mem, context, setting->name);
            bool adds = target.kind == TARGET_TEXT || target.kind == TARGET_EXPR;
            if (!setting->native && setting_is_dbml(setting->name)) {
                target = (Target){0};
                adds = false;
            }
            if (adds == (pass == 1) && !is_overridden(settings, setting) &&
                !is_action(context, settings, setting) && check_once(lower, settings, i)) {
                lower_setting(lower, context, setting, &target, out);
            }
        }
    }
}
