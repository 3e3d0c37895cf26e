#include "schema/model/decode.h"
#include "schema/model/requote.h"

#include <stdlib.h>
#include <string.h>

/* --- texts ------------------------------------------------------------------------------------ */

const char *decode_choice(Decoder *d, const Doc *value, const char *required, Location *where)
{
    const Doc *chosen = value;
    if (value && value->kind == DOC_OBJECT) {
        const char *const keys[] = {d->key, d->fallback_key, "default"};
        chosen = NULL;
        for (size_t i = 0; i < sizeof keys / sizeof *keys && !chosen; i++) {
            chosen = keys[i] ? decode_get(value, keys[i]) : NULL;
        }
        if (!chosen && required) {
            error_add(d->err, ERR_MODEL, value->where, "%s has no text for %s", required, d->key);
            error_hint(d->err, "add \"%s\" or \"default\" to it", d->key);
        }
    }
    if (!chosen || chosen->kind == DOC_NULL) {
        return NULL;
    }
    if (chosen->kind != DOC_STRING) {
        decode_wrong(d, chosen, "a string, or an object with a string for each dialect");
        return NULL;
    }
    if (where) {
        *where = chosen->where;
    }
    return mem_strdup(d->mem, chosen->text);
}

bool decode_expr(Decoder *d, const Doc *value, const char *required, Expr *out)
{
    Location where = {0};
    const char *text = decode_choice(d, value, required, &where);
    if (!text) {
        return false;
    }
    const char *trimmed = str_dup(d->mem, str_trim(str_of(text)));
    if (!*trimmed) {
        return decode_wrong(d, value, "an SQL expression");
    }
    *out = (Expr){.text = requote_for_server(d->mem, d->server, trimmed), .where = where};
    return true;
}

/* now() is what portable models say; SQLite accepts it in a default and fails on every insert. */
static const char *portable_default(const Decoder *d, const char *text)
{
    bool now = d->bit == MODEL_SQLITE && text_equal_nocase(text, "now()");
    return now ? "CURRENT_TIMESTAMP" : text;
}

static void decode_literal(Decoder *d, const Doc *value, Default *out)
{
    out->value = mem_strdup(d->mem, value->text);
    switch (value->kind) {
    case DOC_NULL:
        out->kind = DEFAULT_NULL;
        out->value = NULL;
        break;
    case DOC_BOOLEAN:
        out->kind = DEFAULT_BOOLEAN;
        break;
    case DOC_NUMBER:
        out->kind = DEFAULT_NUMBER;
        break;
    case DOC_STRING:
        out->kind = DEFAULT_STRING;
        break;
    case DOC_ARRAY:
    case DOC_OBJECT:
        out->value = NULL;
        decode_wrong(d, value, "a string, a number, true, false, null or {\"expr\": …}");
        break;
    }
}

/* SQLite keeps the word as it is written: null, which is what NULL is. */
static void keep_null(const Decoder *d, Default *out)
{
    const char *text = out->expr.text;
    if (d->bit == MODEL_SQLITE && text_equal_nocase(text, "null")) {
        *out = (Default){.kind = DEFAULT_NULL, .value = text};
    }
}

/* An expression that is written for other dialects only is no default here. */
void decode_default(Decoder *d, const Doc *value, Default *out)
{
    if (!value) {
        return;
    }
    if (value->kind != DOC_OBJECT) {
        decode_literal(d, value, out);
        return;
    }
    const Doc *expr = decode_get(value, "expr");
    if (!expr) {
        decode_wrong(d, value, "a literal or {\"expr\": …}");
    } else if (decode_expr(d, expr, NULL, &out->expr)) {
        out->kind = DEFAULT_EXPRESSION;
        out->expr.text = portable_default(d, out->expr.text);
        keep_null(d, out);
    }
}

/* --- dialects --------------------------------------------------------------------------------- */

bool decode_applies(Decoder *d, const Doc *object)
{
    const Doc *list = decode_get(object, "dialects");
    if (!list) {
        return true;
    }
    if (list->kind != DOC_ARRAY) {
        return decode_wrong(d, list, "an array of dialects");
    }
    for (size_t i = 0; i < list->items.len; i++) {
        const char *word = list->items.at[i]->text;
        if (text_equal(word, d->key) || (d->fallback_key && text_equal(word, d->fallback_key))) {
            return true;
        }
    }
    return false;
}

const Doc *decode_native(Decoder *d, const Doc *object, const char *name)
{
    const Doc *own = decode_get(decode_get(object, d->key), name);
    if (!own && d->fallback_key) {
        own = decode_get(decode_get(object, d->fallback_key), name);
    }
    return own;
}

/* How "dialects" would have to be written to leave the target out: the others of the project, else
 * the database that has most. */
static const char *remedy(Decoder *d)
{
    const Doc *listed = decode_get(decode_get(d->model, "project"), "dialects");
    Buf buf = buf_new(d->mem);
    for (size_t i = 0; listed && i < listed->items.len; i++) {
        const char *word = listed->items.at[i]->text;
        if (word && !text_equal(word, d->key) && !text_equal(word, d->fallback_key)) {
            buf_fmt(&buf, "%s\"%s\"", buf.len ? ", " : "", word);
        }
    }
    bool main = d->bit == MODEL_POSTGRESQL;
    return buf.len ? buf_text(&buf) : main ? "\"mysql\"" : "\"postgresql\"";
}

bool decode_unsupported(Decoder *d, Location where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = mem_vprintf(d->mem, format, args);
    va_end(args);
    error_add(d->err, ERR_UNSUPPORTED, where, "%s: %s cannot do that", text, d->key);
    return error_hint(
        d->err, "restrict it to other databases with \"dialects\": [%s], or remove it", remedy(d));
}

/* --- options ---------------------------------------------------------------------------------- */

/* {"fillfactor": 70} -> "fillfactor=70". */
static const char *join_map(Decoder *d, const Doc *value)
{
    LIST(const char *) pairs = {0};
    for (size_t i = 0; i < value->members.len; i++) {
        const DocMember *member = &value->members.at[i];
        const char *text = member->value->text;
        list_push(d->mem, &pairs, mem_printf(d->mem, "%s=%s", member->name, text ? text : ""));
    }
    Buf buf = buf_new(d->mem);
    for (size_t i = 0; i < pairs.len; i++) {
        buf_add(&buf, i ? "," : "");
        buf_add(&buf, pairs.at[i]);
    }
    return pairs.len ? mem_strdup(d->mem, buf_text(&buf)) : NULL;
}

static const char *option_value(Decoder *d, const OptionDef *def, const Doc *value)
{
    switch (def->type) {
    case OPTION_TEXT:
        if (value->kind == DOC_STRING) {
            return *value->text ? value->text : NULL;
        }
        decode_wrong(d, value, "a string");
        return NULL;
    case OPTION_BOOLEAN:
        if (value->kind == DOC_BOOLEAN) {
            return text_equal(value->text, "true") ? "true" : NULL;
        }
        decode_wrong(d, value, "true or false");
        return NULL;
    case OPTION_INTEGER:
        if (value->kind == DOC_NUMBER || value->kind == DOC_STRING) {
            return value->text;
        }
        decode_wrong(d, value, "a whole number");
        return NULL;
    case OPTION_MAP:
        if (value->kind == DOC_OBJECT) {
            return join_map(d, value);
        }
        decode_wrong(d, value, "an object of settings");
        return NULL;
    }
    return NULL;
}

/* Members that are no options of the kind (partition_by, charset) have their own readers. What the
 * fallback dialect has and the target has not is skipped: MariaDB reads MySQL's part. */
static void read_options(Decoder *d, const Doc *part, ObjectKind kind, Options *out)
{
    for (size_t i = 0; part && i < part->members.len; i++) {
        const DocMember *member = &part->members.at[i];
        const OptionDef *def = option_find(kind, d->bit, member->name);
        if (def) {
            options_set(d->mem, out, def->name, option_value(d, def, member->value), member->where);
        }
    }
}

void decode_options(Decoder *d, const Doc *object, ObjectKind kind, Options *out)
{
    if (d->fallback_key) {
        read_options(d, decode_get(object, d->fallback_key), kind, out);
    }
    read_options(d, decode_get(object, d->key), kind, out);
}
