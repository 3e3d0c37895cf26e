#include "schema/doc.h"

#include <string.h>

/* Up to this many members a scan is as fast as a hash and needs no memory. */
#define LINEAR_MAX 16u

Doc *doc_new(Mem *mem, DocKind kind, Location where)
{
    Doc *doc = MEM_NEW(mem, Doc);
    doc->kind = kind;
    doc->where = where;
    return doc;
}

static Doc *with_text(Mem *mem, DocKind kind, const char *text, Location where)
{
    Doc *doc = doc_new(mem, kind, where);
    doc->text = mem_strdup(mem, text);
    return doc;
}

Doc *doc_string(Mem *mem, const char *text, Location where)
{
    return with_text(mem, DOC_STRING, text, where);
}

Doc *doc_number(Mem *mem, const char *text, Location where)
{
    return with_text(mem, DOC_NUMBER, text, where);
}

Doc *doc_boolean(Mem *mem, bool value, Location where)
{
    Doc *doc = doc_new(mem, DOC_BOOLEAN, where);
    doc->text = value ? "true" : "false";
    return doc;
}

void doc_append(Mem *mem, Doc *array, Doc *item)
{
    list_push(mem, &array->items, item);
}

/* FNV-1a. */
static uint32_t hash(const char *name)
{
    uint32_t value = 2166136261u;
    for (; *name; name++) {
        value = (value ^ (unsigned char)*name) * 16777619u;
    }
    return value;
}

/* The slot that holds `name`, or the empty one where it belongs. Slots hold positions + 1. */
static uint32_t *slot_of(const Doc *object, const char *name)
{
    size_t mask = object->index_cap - 1, i = hash(name) & mask;
    while (object->index[i] && strcmp(object->members.at[object->index[i] - 1].name, name) != 0) {
        i = (i + 1) & mask;
    }
    return &object->index[i];
}

/* Brings the index up to date with members that were appended since. */
static void update_index(Mem *mem, Doc *object)
{
    if (object->index_cap < object->members.len * 2) {
        size_t cap = object->index_cap ? object->index_cap : (size_t)LINEAR_MAX * 2;
        while (cap < object->members.len * 2) {
            cap *= 2;
        }
        object->index = MEM_ARRAY(mem, uint32_t, cap);
        object->index_cap = cap;
        object->indexed = 0;
    }
    for (; object->indexed < object->members.len; object->indexed++) {
        *slot_of(object, object->members.at[object->indexed].name) = (uint32_t)object->indexed + 1;
    }
}

DocMember *doc_member(Mem *mem, const Doc *object, const char *name)
{
    if (!object) {
        return NULL;
    }
    if (object->members.len <= LINEAR_MAX) {
        for (size_t i = 0; i < object->members.len; i++) {
            if (strcmp(object->members.at[i].name, name) == 0) {
                return &object->members.at[i];
            }
        }
        return NULL;
    }
    if (object->indexed < object->members.len) {
        /* The index is a cache: what the object says stays the same, and no Doc is a const object.
         */
        update_index(mem, (Doc *)(uintptr_t)object);
    }
    uint32_t at = *slot_of(object, name);
    return at ? &object->members.at[at - 1] : NULL;
}

Doc *doc_get(Mem *mem, const Doc *object, const char *name)
{
    DocMember *member = doc_member(mem, object, name);
    return member ? member->value : NULL;
}

DocMember *doc_set(Mem *mem, Doc *object, const char *name, Location where, Doc *value)
{
    DocMember *earlier = doc_member(mem, object, name);
    if (!earlier) {
        list_push(mem, &object->members, (DocMember){mem_strdup(mem, name), where, value});
    }
    return earlier;
}

void doc_remove(Doc *object, const char *name)
{
    for (size_t i = 0; i < object->members.len; i++) {
        if (strcmp(object->members.at[i].name, name) == 0) {
            memmove(object->members.at + i, object->members.at + i + 1,
                    (object->members.len - i - 1) * sizeof *object->members.at);
            object->members.len--;
            /* The positions in the index have moved. */
            object->index = NULL;
            object->index_cap = object->indexed = 0;
            return;
        }
    }
}

bool doc_equal(Mem *mem, const Doc *a, const Doc *b)
{
    if (a == b) {
        return true;
    }
    if (!a || !b || a->kind != b->kind || !text_equal(a->text, b->text) ||
        a->items.len != b->items.len || a->members.len != b->members.len) {
        return false;
    }
    for (size_t i = 0; i < a->items.len; i++) {
        if (!doc_equal(mem, a->items.at[i], b->items.at[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->members.len; i++) {
        if (strcmp(a->members.at[i].name, b->members.at[i].name) != 0 ||
            !doc_equal(mem, a->members.at[i].value, b->members.at[i].value)) {
            return false;
        }
    }
    return true;
}
