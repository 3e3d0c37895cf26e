#include "schema/model/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A scan: the lazy index of doc_get() would have to live as long as the Doc does. */
const Doc *decode_get(const Doc *object, const char *name)
{
    for (size_t i = 0; object && i < object->members.len; i++) {
        if (strcmp(object->members.at[i].name, name) == 0) {
            return object->members.at[i].value;
        }
    }
    return NULL;
}

bool decode_wrong(Decoder *d, const Doc *doc, const char *expected)
{
    error_add(d->err, ERR_MODEL, doc->where, "this must be %s", expected);
    return error_hint(d->err, "see \"schemadiff schema\" for the shape of a model");
}

const char *decode_text(Decoder *d, const Doc *object, const char *name)
{
    const Doc *value = decode_get(object, name);
    if (!value || value->kind == DOC_NULL) {
        return NULL;
    }
    if (value->kind != DOC_STRING) {
        decode_wrong(d, value, "a string");
        return NULL;
    }
    return mem_strdup(d->mem, value->text);
}

bool decode_flag(Decoder *d, const Doc *object, const char *name, bool fallback)
{
    const Doc *value = decode_get(object, name);
    if (!value) {
        return fallback;
    }
    if (value->kind != DOC_BOOLEAN) {
        decode_wrong(d, value, "true or false");
        return fallback;
    }
    return text_equal(value->text, "true");
}

bool decode_integer(Decoder *d, const Doc *object, const char *name, int64_t *out)
{
    const Doc *value = decode_get(object, name);
    if (!value) {
        return false;
    }
    char *end = NULL;
    errno = 0;
    long long number = value->kind == DOC_NUMBER ? strtoll(value->text, &end, 10) : 0;
    if (!end || end == value->text || *end || errno) {
        return decode_wrong(d, value, "a whole number of 64 bits");
    }
    *out = number;
    return true;
}

bool decode_word(Decoder *d, const Doc *object, const char *name, const Word *words, size_t n,
                 int *out)
{
    const char *text = decode_text(d, object, name);
    if (!text) {
        return false;
    }
    Buf known = buf_new(d->mem);
    for (size_t i = 0; i < n; i++) {
        if (text_equal_nocase(words[i].word, text)) {
            *out = words[i].value;
            return true;
        }
        buf_fmt(&known, "%s\"%s\"", i ? ", " : "", words[i].word);
    }
    error_add(d->err, ERR_MODEL, decode_get(object, name)->where, "\"%s\" is no value of \"%s\"",
              text, name);
    return error_hint(d->err, "use one of %s", buf_text(&known));
}

void decode_names(Decoder *d, const Doc *object, const char *name, NameList *out)
{
    const Doc *list = decode_get(object, name);
    if (!list) {
        return;
    }
    if (list->kind != DOC_ARRAY) {
        decode_wrong(d, list, "an array of names");
        return;
    }
    for (size_t i = 0; i < list->items.len; i++) {
        const Doc *item = list->items.at[i];
        if (item->kind == DOC_STRING && *item->text) {
            list_push(d->mem, out, mem_strdup(d->mem, item->text));
        } else {
            decode_wrong(d, item, "a name");
        }
    }
}

void decode_numbers(Decoder *d, const Doc *object, SequenceNumbers *out)
{
    out->has_start = decode_integer(d, object, "start", &out->start);
    out->has_increment = decode_integer(d, object, "increment", &out->increment);
    out->has_min = decode_integer(d, object, "min", &out->min);
    out->has_max = decode_integer(d, object, "max", &out->max);
    out->has_cache = decode_integer(d, object, "cache", &out->cache);
    out->has_cycle = decode_get(object, "cycle") != NULL;
    out->cycle = decode_flag(d, object, "cycle", false);
}
