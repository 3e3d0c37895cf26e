#include "schema/model/encode.h"
#include "schema/model/names.h"
#include "schema/model/requote.h"

#include <stdlib.h>
#include <string.h>

static const Location nowhere;

Doc *encode_object(Encoder *e)
{
    return doc_new(e->mem, DOC_OBJECT, nowhere);
}

void encode_put(Encoder *e, Doc *object, const char *name, Doc *value)
{
    doc_set(e->mem, object, name, nowhere, value);
}

void encode_put_text(Encoder *e, Doc *object, const char *name, const char *text)
{
    if (text) {
        encode_put(e, object, name, doc_string(e->mem, text, nowhere));
    }
}

void encode_put_flag(Encoder *e, Doc *object, const char *name, bool value)
{
    if (value) {
        encode_put(e, object, name, doc_boolean(e->mem, true, nowhere));
    }
}

void encode_put_integer(Encoder *e, Doc *object, const char *name, int64_t value)
{
    const char *text = mem_printf(e->mem, "%lld", (long long)value);
    encode_put(e, object, name, doc_number(e->mem, text, nowhere));
}

void encode_put_names(Encoder *e, Doc *object, const char *name, const NameList *names)
{
    if (!names->len) {
        return;
    }
    Doc *array = doc_new(e->mem, DOC_ARRAY, nowhere);
    for (size_t i = 0; i < names->len; i++) {
        doc_append(e->mem, array, doc_string(e->mem, names->at[i], nowhere));
    }
    encode_put(e, object, name, array);
}

/* A dot separates only where there are schemas, and not among the types of a routine or operator.
 */
const char *encode_label(Encoder *e, const char *label)
{
    if (!label || !server_can(e->server, CAP_SCHEMAS)) {
        return label ? names_join(e->mem, NULL, label) : NULL;
    }
    size_t len = strcspn(label, "(");
    const char *dot = label[len] ? memchr(label, '.', len) : NULL;
    const char *ns = dot ? mem_strndup(e->mem, label, (size_t)(dot - label)) : NULL;
    return label[len] ? names_join(e->mem, ns, dot ? dot + 1 : label) : label;
}

void encode_put_labels(Encoder *e, Doc *object, const char *name, const NameList *labels)
{
    NameList texts = {0};
    for (size_t i = 0; i < labels->len; i++) {
        list_push(e->mem, &texts, encode_label(e, labels->at[i]));
    }
    encode_put_names(e, object, name, &texts);
}

void encode_put_expr(Encoder *e, Doc *object, const char *name, const char *text)
{
    encode_put_text(e, object, name, requote_for_model(e->mem, e->server, text));
}

/* --- numbers and defaults --------------------------------------------------------------------- */

static size_t count_digits(const char *at)
{
    return strspn(at, "0123456789");
}

/* `text` as JSON spells it: SQL also has +1, 007, .5 and 1. NULL = no number. */
static const char *json_number(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    if (*text == '-') {
        buf_char(&buf, '-');
    }
    text += *text == '-' || *text == '+';
    size_t whole = count_digits(text), fraction = 0;
    const char *point = text + whole;
    for (; whole > 1 && *text == '0'; whole--) {
        text++;
    }
    buf_add_len(&buf, whole ? text : "0", whole ? whole : 1);
    const char *rest = point;
    if (*point == '.') {
        fraction = count_digits(point + 1);
        rest = point + 1 + fraction;
        buf_char(&buf, '.');
        buf_add_len(&buf, fraction ? point + 1 : "0", fraction ? fraction : 1);
    }
    if (!whole && !fraction) {
        return NULL;
    }
    if (char_lower(*rest) == 'e') {
        const char *digits = rest + 1 + (rest[1] == '+' || rest[1] == '-');
        if (!count_digits(digits)) {
            return NULL;
        }
        buf_add_len(&buf, rest, (size_t)(digits - rest) + count_digits(digits));
        rest = digits + count_digits(digits);
    }
    return *rest ? NULL : mem_strdup(mem, buf_text(&buf));
}

static Doc *expr_value(Encoder *e, const char *text)
{
    Doc *object = encode_object(e);
    encode_put_expr(e, object, "expr", text);
    return object;
}

void encode_put_default(Encoder *e, Doc *object, const char *name, const Default *def)
{
    const char *number;
    switch (def->kind) {
    case DEFAULT_NONE:
        return;
    case DEFAULT_NULL: /* the same as none, but a catalogue may keep it */
        encode_put(e, object, name,
                   def->value ? expr_value(e, def->value) : doc_new(e->mem, DOC_NULL, nowhere));
        return;
    case DEFAULT_BOOLEAN:
        encode_put(e, object, name, doc_boolean(e->mem, text_equal(def->value, "true"), nowhere));
        return;
    case DEFAULT_NUMBER:
        number = json_number(e->mem, def->value);
        encode_put(e, object, name,
                   number ? doc_number(e->mem, number, nowhere) : expr_value(e, def->value));
        return;
    case DEFAULT_STRING:
        encode_put_text(e, object, name, def->value);
        return;
    case DEFAULT_EXPRESSION:
        encode_put(e, object, name, expr_value(e, def->expr.text));
        return;
    }
}

void encode_put_numbers(Encoder *e, Doc *object, const SequenceNumbers *numbers)
{
    const struct {
        const char *name;
        bool has;
        int64_t value;
    } members[] = {{"start", numbers->has_start, numbers->start},
                   {"increment", numbers->has_increment, numbers->increment},
                   {"min", numbers->has_min, numbers->min},
                   {"max", numbers->has_max, numbers->max},
                   {"cache", numbers->has_cache, numbers->cache}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].has) {
            encode_put_integer(e, object, members[i].name, members[i].value);
        }
    }
    encode_put_flag(e, object, "cycle", numbers->cycle);
}

void encode_put_base(Encoder *e, Doc *object, const Object *base)
{
    encode_put_text(e, object, "renamed_from", base->renamed_from);
    encode_put_text(e, object, "note", base->comment);
}

/* --- options ---------------------------------------------------------------------------------- */

static Doc *scalar(Encoder *e, const char *text)
{
    const char *number = json_number(e->mem, text);
    if (text_equal(text, "true") || text_equal(text, "false")) {
        return doc_boolean(e->mem, text_equal(text, "true"), nowhere);
    }
    /* Only as it stands: the text is what is compared. */
    return number && text_equal(number, text) ? doc_number(e->mem, text, nowhere)
                                              : doc_string(e->mem, text, nowhere);
}

/* Does "key=" begin at `at`? A comma before anything else belongs to the value. */
static bool begins_pair(const char *at)
{
    size_t len = 0;
    while (char_is_alpha(at[len]) || char_is_digit(at[len]) || at[len] == '_' || at[len] == '.') {
        len++;
    }
    return len && at[len] == '=';
}

/* "fillfactor=70,x=y" -> {"fillfactor": 70, "x": "y"}. */
static Doc *split_map(Encoder *e, const char *text)
{
    Doc *map = encode_object(e);
    while (*text) {
        size_t len = 0, key = strcspn(text, "=");
        while (text[len] && !(text[len] == ',' && begins_pair(text + len + 1))) {
            len++;
        }
        key = key < len ? key : len;
        const char *name = mem_strndup(e->mem, text, key);
        const char *value = key < len ? mem_strndup(e->mem, text + key + 1, len - key - 1) : "";
        encode_put(e, map, name, scalar(e, value));
        text += len + (text[len] == ',');
    }
    return map;
}

static Doc *option_value(Encoder *e, const OptionDef *def, const char *value)
{
    switch (def ? def->type : OPTION_TEXT) {
    case OPTION_TEXT:
        break;
    case OPTION_BOOLEAN:
        return doc_boolean(e->mem, text_equal(value, "true"), nowhere);
    case OPTION_INTEGER:
        return scalar(e, value);
    case OPTION_MAP:
        return split_map(e, value);
    }
    return doc_string(e->mem, value, nowhere);
}

void encode_put_native(Encoder *e, Doc *object, Doc *native, const Options *options,
                       ObjectKind kind)
{
    for (size_t i = 0; i < options->len; i++) {
        const Option *option = &options->at[i];
        const OptionDef *def = option_find(kind, e->bit, option->name);
        encode_put(e, native, option->name, option_value(e, def, option->value));
    }
    if (native->members.len) {
        encode_put(e, object, e->key, native);
    }
}

/* --- sections --------------------------------------------------------------------------------- */

static int compare_docs(const Doc *a, const Doc *b)
{
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    int order = text_compare(a->text, b->text);
    for (size_t i = 0; !order && i < a->items.len && i < b->items.len; i++) {
        order = compare_docs(a->items.at[i], b->items.at[i]);
    }
    for (size_t i = 0; !order && i < a->members.len && i < b->members.len; i++) {
        order = text_compare(a->members.at[i].name, b->members.at[i].name);
        order = order ? order : compare_docs(a->members.at[i].value, b->members.at[i].value);
    }
    if (order || (a->items.len == b->items.len && a->members.len == b->members.len)) {
        return order;
    }
    return a->items.len < b->items.len || a->members.len < b->members.len ? -1 : 1;
}

/* Unnamed ones by what they say: the order in the schema follows names that a rule made. */
static int by_name_then_value(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    int order = text_compare(x->name, y->name);
    return order ? order : compare_docs(x->value, y->value);
}

static Doc *shorten(Doc *value, const char *only)
{
    bool is_short = only && value->members.len == 1 && text_equal(value->members.at[0].name, only);
    return is_short ? value->members.at[0].value : value;
}

static Doc *with_name(Encoder *e, const char *name, const Doc *value)
{
    Doc *object = encode_object(e);
    encode_put_text(e, object, "name", name);
    for (size_t i = 0; i < value->members.len; i++) {
        encode_put(e, object, value->members.at[i].name, value->members.at[i].value);
    }
    return object;
}

void encode_put_section(Encoder *e, Doc *object, const char *section, NamedDocs *entries,
                        const char *only)
{
    bool all_named = true;
    for (size_t i = 0; i < entries->len; i++) {
        all_named &= entries->at[i].name != NULL;
    }
    if (!entries->len) {
        return;
    }
    qsort(entries->at, entries->len, sizeof *entries->at, by_name_then_value);
    Doc *list = doc_new(e->mem, all_named ? DOC_OBJECT : DOC_ARRAY, nowhere);
    for (size_t i = 0; i < entries->len; i++) {
        const Named *entry = &entries->at[i];
        if (all_named) {
            encode_put(e, list, entry->name, shorten(entry->value, only));
        } else {
            doc_append(e->mem, list,
                       entry->name ? with_name(e, entry->name, entry->value)
                                   : shorten(entry->value, only));
        }
    }
    encode_put(e, object, section, list);
}
