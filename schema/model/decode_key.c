#include "schema/model/decode.h"

#include <string.h>

/* --- keys ------------------------------------------------------------------------------------- */

static void decode_key(Decoder *d, const Doc *item, KeyParts *out)
{
    static const Word orders[] = {{"asc", SORT_ASC}, {"desc", SORT_DESC}};
    static const Word nulls[] = {{"first", NULLS_FIRST}, {"last", NULLS_LAST}};
    KeyPart key = {0};
    int order = SORT_DEFAULT, nulls_order = NULLS_DEFAULT;
    int64_t length = 0;
    if (item->kind == DOC_STRING) {
        key.column = mem_strdup(d->mem, item->text);
        list_push(d->mem, out, key);
        return;
    }
    key.column = decode_text(d, item, "column");
    const Doc *expr = decode_get(item, "expr");
    if (!key.column && !expr) {
        decode_wrong(d, item, "a column's name, or an object with \"column\" or \"expr\"");
        return;
    }
    if (!key.column && !decode_expr(d, expr, "the key", &key.expr)) {
        return;
    }
    decode_word(d, item, "order", WORDS(orders), &order);
    decode_word(d, item, "nulls", WORDS(nulls), &nulls_order);
    if (decode_integer(d, item, "length", &length) && (length < 1 || length > INT32_MAX)) {
        decode_wrong(d, decode_get(item, "length"), "a length of at least 1");
        length = 0;
    }
    key.order = (SortOrder)order;
    key.nulls = (NullsOrder)nulls_order;
    key.length = (int32_t)length;
    key.collation = decode_text(d, item, "collate");
    key.opclass = decode_text(d, item, "opclass");
    list_push(d->mem, out, key);
}

void decode_keys(Decoder *d, const Doc *array, KeyParts *out)
{
    if (!array || array->kind != DOC_ARRAY) {
        if (array) {
            decode_wrong(d, array, "an array of columns");
        }
        return;
    }
    for (size_t i = 0; i < array->items.len; i++) {
        decode_key(d, array->items.at[i], out);
    }
}

/* --- indexes: what the target cannot say ------------------------------------------------------ */

static const char *label(const Index *index)
{
    return index->base.name ? index->base.name : "(unnamed)";
}

/* Order and opclass only serve speed; an expression or, in a unique index, a prefix is meaning. */
static void fold_key(Decoder *d, Index *index, KeyPart *key)
{
    const Server *server = d->server;
    if (key->expr.text && !server_can(server, CAP_EXPRESSION_INDEX)) {
        decode_unsupported(d, key->expr.where, "index \"%s\" of an expression", label(index));
    }
    if (key->length && !server_can(server, CAP_PREFIX_INDEX)) {
        if (index->unique) {
            decode_unsupported(d, index->base.where, "unique index \"%s\" of a prefix",
                               label(index));
        }
        key->length = 0;
    }
    if (!server_can(server, CAP_DESC_INDEX)) {
        key->order = SORT_DEFAULT;
    }
    if (!server_can(server, CAP_NULLS_ORDER)) {
        key->nulls = NULLS_DEFAULT;
    }
    if (d->bit != MODEL_POSTGRESQL) {
        key->opclass = NULL;
    }
    if (d->bit & (MODEL_MYSQL | MODEL_MARIADB)) {
        key->collation = NULL;
    }
}

static void fold_index(Decoder *d, Index *index)
{
    for (size_t i = 0; i < index->keys.len; i++) {
        fold_key(d, index, &index->keys.at[i]);
    }
    if (index->where.text && !server_can(d->server, CAP_PARTIAL_INDEX)) {
        if (index->unique) {
            decode_unsupported(d, index->base.where, "unique index \"%s\" with \"where\"",
                               label(index));
        }
        index->where = (Expr){0};
    }
    if (!server_can(d->server, CAP_INCLUDE)) {
        index->include.len = 0;
    }
    if (index->nulls_not_distinct && !server_can(d->server, CAP_NULLS_NOT_DISTINCT)) {
        decode_unsupported(d, index->base.where, "index \"%s\" with \"nulls_not_distinct\"",
                           label(index));
    }
}

/* Methods of one family of databases; others (of extensions) exist on PostgreSQL only. */
static const struct {
    const char *method;
    unsigned dialects;
} methods[] = {
    {"fulltext", MODEL_MYSQL | MODEL_MARIADB},
    {"spatial", MODEL_MYSQL | MODEL_MARIADB},
    {"rtree", MODEL_MYSQL | MODEL_MARIADB},
    {"vector", MODEL_MARIADB},
    {"hash", MODEL_ALL},
    {"btree", MODEL_ALL},
};

static void decode_method(Decoder *d, const Doc *object, Index *index)
{
    const char *text = decode_text(d, object, "type");
    const char *engine = index->table ? options_get(&index->table->options, "engine") : NULL;
    bool memory = text_equal_nocase(engine, "memory"); /* whose usual index is a hash */
    bool usual = text_equal_nocase(text, memory ? "hash" : "btree");
    bool written = d->bit & (MODEL_MYSQL | MODEL_MARIADB); /* these keep a USING that says it */
    if (text_empty(text) || (usual && (memory || !written))) {
        return;
    }
    const char *method = text_lower(d->mem, text);
    unsigned dialects = MODEL_POSTGRESQL;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].method, method) == 0) {
            dialects = methods[i].dialects;
        }
    }
    if (!(dialects & d->bit)) {
        decode_unsupported(d, index->base.where, "index \"%s\" of type \"%s\"", label(index),
                           method);
    } else if (d->bit != MODEL_SQLITE) {
        index->method = method; /* SQLite has one kind of index: a hash is as good as any there */
    }
}

/* --- indexes ---------------------------------------------------------------------------------- */

/* Options may stand in the index itself too; those that the target has not are not its business. */
static void decode_index_options(Decoder *d, const Doc *object, Index *index)
{
    static const char *const direct[] = {"with", "tablespace", "invisible"};
    Doc part = {.kind = DOC_OBJECT};
    for (size_t i = 0; i < sizeof direct / sizeof *direct; i++) {
        const Doc *value = decode_get(object, direct[i]);
        if (value && option_find(OBJ_INDEX, d->bit, direct[i])) {
            DocMember member = {direct[i], value->where, (Doc *)(uintptr_t)value};
            list_push(d->mem, &part.members, member);
        }
    }
    Doc holder = {.kind = DOC_OBJECT};
    list_push(d->mem, &holder.members, (DocMember){d->key, object->where, &part});
    decode_options(d, &holder, OBJ_INDEX, &index->options);
    decode_options(d, object, OBJ_INDEX, &index->options);
    const char *note = decode_text(d, object, "note");
    if (!text_empty(note) && !index->base.comment && option_find(OBJ_INDEX, d->bit, "comment") &&
        !options_get(&index->options, "comment")) {
        options_set(d->mem, &index->options, "comment", note, object->where);
    }
}

void decode_index(Decoder *d, const Item *item, Index *index)
{
    const Doc *object = item->value;
    decode_base(d, item, &index->base);
    decode_keys(d, decode_get(object, "keys"), &index->keys);
    if (!index->keys.len) {
        decode_wrong(d, object, "an object with at least one of \"keys\"");
    }
    const Doc *where = decode_get(object, "where");
    if (where) {
        decode_expr(d, where, "the predicate", &index->where);
    }
    index->unique = decode_flag(d, object, "unique", false);
    index->nulls_not_distinct = decode_flag(d, object, "nulls_not_distinct", false);
    decode_names(d, object, "include", &index->include);
    decode_method(d, object, index);
    decode_index_options(d, object, index);
    fold_index(d, index);
}
