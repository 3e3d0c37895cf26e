#include "schema/model/encode.h"

static const Location nowhere;

static bool is_plain(const KeyPart *key)
{
    return key->column && key->order == SORT_DEFAULT && key->nulls == NULLS_DEFAULT &&
           !key->collation && !key->opclass && !key->length;
}

Doc *encode_key(Encoder *e, const KeyPart *key)
{
    static const char *const orders[] = {
        [SORT_DEFAULT] = NULL, [SORT_ASC] = NULL, [SORT_DESC] = "desc"};
    static const char *const nulls[] = {
        [NULLS_DEFAULT] = NULL, [NULLS_FIRST] = "first", [NULLS_LAST] = "last"};
    if (is_plain(key)) {
        return doc_string(e->mem, key->column, nowhere);
    }
    Doc *object = encode_object(e);
    encode_put_text(e, object, "column", key->column);
    if (!key->column) {
        encode_put_expr(e, object, "expr", key->expr.text);
    }
    encode_put_text(e, object, "order", orders[key->order]);
    encode_put_text(e, object, "nulls", nulls[key->nulls]);
    encode_put_text(e, object, "collate", key->collation);
    encode_put_text(e, object, "opclass", key->opclass);
    if (key->length) {
        encode_put_integer(e, object, "length", key->length);
    }
    return object;
}

Doc *encode_keys(Encoder *e, const KeyParts *keys)
{
    Doc *array = doc_new(e->mem, DOC_ARRAY, nowhere);
    for (size_t i = 0; i < keys->len; i++) {
        doc_append(e->mem, array, encode_key(e, &keys->at[i]));
    }
    return array;
}

Doc *encode_index(Encoder *e, const Index *index)
{
    Doc *object = encode_object(e);
    Options options = {0};
    /* MySQL keeps the comment of an index as an option; a model says note everywhere. */
    const char *note = options_get(&index->options, "comment");
    for (size_t i = 0; i < index->options.len; i++) {
        if (!note || !text_equal(index->options.at[i].name, "comment")) {
            list_push(e->mem, &options, index->options.at[i]);
        }
    }
    encode_put(e, object, "keys", encode_keys(e, &index->keys));
    encode_put_flag(e, object, "unique", index->unique);
    encode_put_text(e, object, "type", index->method);
    encode_put_expr(e, object, "where", index->where.text);
    encode_put_names(e, object, "include", &index->include);
    encode_put_flag(e, object, "nulls_not_distinct", index->nulls_not_distinct);
    encode_put_text(e, object, "renamed_from", index->base.renamed_from);
    encode_put_text(e, object, "note", index->base.comment ? index->base.comment : note);
    encode_put_native(e, object, encode_object(e), &options, OBJ_INDEX);
    return object;
}
