/* What is declared by a statement of its own: functions, procedures, triggers, rules and the kinds
 * of struct Declared; policies. */
#include "schema/model/decode.h"
#include "schema/model/requote.h"

const char *decode_statement(Mem *mem, const char *text)
{
    Str view = str_trim(str_of(text));
    while (view.len && view.ptr[view.len - 1] == ';') {
        view.len--;
        view = str_trim(view);
    }
    return str_dup(mem, view);
}

/* The definition is a whole statement in the words of its database: opaque, never requoted. NULL =
 * none for the target. */
static const char *definition_of(Decoder *d, const Item *item, const char *what)
{
    const Doc *definition = decode_get(item->value, "definition");
    if (!definition || !item->name) {
        decode_wrong(
            d, item->value,
            mem_printf(d->mem, "an object with a \"definition\", under the %s's name", what));
        return NULL;
    }
    const char *text = decode_choice(d, definition, mem_printf(d->mem, "the %s", what), NULL);
    return text ? decode_statement(d->mem, text) : NULL;
}

/* --- functions and procedures ----------------------------------------------------------------- */

static bool has_routines(const Decoder *d)
{
    return d->bit != MODEL_SQLITE;
}

static void decode_routine(Decoder *d, const Item *item, ObjectKind kind)
{
    QualifiedName name;
    const char *word = object_kind_word(kind);
    if (!has_routines(d)) {
        decode_unsupported(d, item->where, "%s \"%s\"", word, item->name ? item->name : "");
        return;
    }
    const char *definition = definition_of(d, item, word);
    if (!definition || !decode_name(d, item->name, item->where, &name)) {
        return;
    }
    Routine *routine = kind == OBJ_FUNCTION ? schema_add_function(d->schema, name.ns, name.name)
                                            : schema_add_procedure(d->schema, name.ns, name.name);
    decode_base(d, item, &routine->base);
    routine->definition = definition;
    decode_labels(d, item->value, "depends_on", &routine->depends_on);
}

void decode_routines(Decoder *d)
{
    static const struct {
        const char *section;
        ObjectKind kind;
    } sections[] = {{"functions", OBJ_FUNCTION}, {"procedures", OBJ_PROCEDURE}};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        Items items = {0};
        decode_items(d, d->model, sections[i].section, &items);
        for (size_t j = 0; j < items.len; j++) {
            if (decode_applies(d, items.at[j].value)) {
                decode_routine(d, &items.at[j], sections[i].kind);
            }
        }
    }
}

/* --- what a statement declares as a whole -------------------------------------------------------
 */

static void decode_declared(Decoder *d, ObjectKind kind, const char *section, unsigned dialects)
{
    const char *word = object_kind_word(kind);
    Items items = {0};
    decode_items(d, d->model, section, &items);
    for (size_t i = 0; i < items.len; i++) {
        const Item *item = &items.at[i];
        QualifiedName name = {.name = item->name};
        if (!decode_applies(d, item->value)) {
            continue;
        }
        if (!(d->bit & dialects)) {
            decode_unsupported(d, item->where, "%s \"%s\"", word, item->name ? item->name : "");
            continue;
        }
        const char *definition = definition_of(d, item, word);
        bool dotted = object_kind_in_schema(kind);
        if (definition && (!dotted || decode_name(d, item->name, item->where, &name))) {
            Declared *declared = schema_add_declared(d->schema, kind, name.ns, name.name);
            decode_base(d, item, &declared->base);
            decode_options(d, item->value, kind, &declared->options);
            declared->definition = definition;
        }
    }
}

void decode_all_declared(Decoder *d)
{
#define OBJECT(...)
#define DECLARED(TAG, member, word, rank, list, dialects) \
    decode_declared(d, OBJ_##TAG, #list, dialects);
#include "schema/kinds.def"
}

/* --- triggers and rules ----------------------------------------------------------------------- */

static void fill_trigger(Decoder *d, const Item *item, const char *definition, Trigger *out)
{
    decode_base(d, item, &out->base);
    decode_options(d, item->value, out->base.kind, &out->options);
    out->definition = definition;
}

void decode_table_trigger(Decoder *d, Table *table, const Item *item)
{
    const char *definition = definition_of(d, item, "trigger");
    if (definition) {
        fill_trigger(d, item, definition, table_add_trigger(d->schema, table, item->name));
    }
}

void decode_view_trigger(Decoder *d, View *view, const Item *item)
{
    const char *definition = definition_of(d, item, "trigger");
    if (definition) {
        fill_trigger(d, item, definition, view_add_trigger(d->schema, view, item->name));
    }
}

static const char *rule_definition(Decoder *d, const Item *item)
{
    if (item->name && d->bit != MODEL_POSTGRESQL) {
        decode_unsupported(d, item->where, "rule \"%s\"", item->name);
        return NULL;
    }
    return definition_of(d, item, "rule");
}

void decode_table_rule(Decoder *d, Table *table, const Item *item)
{
    const char *definition = rule_definition(d, item);
    if (definition) {
        fill_trigger(d, item, definition, table_add_rule(d->schema, table, item->name));
    }
}

void decode_view_rule(Decoder *d, View *view, const Item *item)
{
    const char *definition = rule_definition(d, item);
    if (definition) {
        fill_trigger(d, item, definition, view_add_rule(d->schema, view, item->name));
    }
}

/* --- policies --------------------------------------------------------------------------------- */

static void decode_policy_expr(Decoder *d, const Item *item, const char *name, Expr *out)
{
    const Doc *at = decode_get(item->value, name);
    const char *text = decode_choice(d, at, NULL, &out->where);
    out->text = requote_for_server(d->mem, d->server, text_empty(text) ? NULL : text);
}

void decode_policy(Decoder *d, Table *table, const Item *item)
{
    static const Word commands[] = {{"all", POLICY_ALL},
                                    {"select", POLICY_SELECT},
                                    {"insert", POLICY_INSERT},
                                    {"update", POLICY_UPDATE},
                                    {"delete", POLICY_DELETE}};
    int command = POLICY_ALL;
    if (!item->name) {
        decode_wrong(d, item->value, "an object under the policy's name");
        return;
    }
    if (d->bit != MODEL_POSTGRESQL) {
        decode_unsupported(d, item->where, "policy \"%s\"", item->name);
        return;
    }
    Policy *policy = table_add_policy(d->schema, table, item->name);
    decode_base(d, item, &policy->base);
    decode_word(d, item->value, "command", WORDS(commands), &command);
    policy->command = (PolicyCommand)command;
    policy->restrictive = decode_flag(d, item->value, "restrictive", false);
    decode_names(d, item->value, "roles", &policy->roles);
    decode_policy_expr(d, item, "using", &policy->using_);
    decode_policy_expr(d, item, "check", &policy->check);
}
