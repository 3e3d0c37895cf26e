#include "schema/object.h"

const char *object_kind_word(ObjectKind kind)
{
    static const char *const words[] = {
#define KIND(TAG, member, Type, word, rank) [OBJ_##TAG] = word,
#include "schema/kinds.def"
    };
    return words[kind];
}

bool object_kind_in_schema(ObjectKind kind)
{
    return kind != OBJ_NAMESPACE && kind != OBJ_EXTENSION && kind != OBJ_EVENT_TRIGGER &&
           kind != OBJ_CAST;
}

bool object_kind_is_declared(ObjectKind kind)
{
    static const bool declared[OBJ_KIND_COUNT] = {
#define OBJECT(...)
#define DECLARED(TAG, ...) [OBJ_##TAG] = true,
#include "schema/kinds.def"
    };
    return declared[kind];
}

int object_kind_rank(ObjectKind kind)
{
    static const int ranks[] = {
#define KIND(TAG, member, Type, word, rank) [OBJ_##TAG] = rank,
#include "schema/kinds.def"
    };
    return ranks[kind];
}

int object_compare(const Object *a, const Object *b)
{
    int order = text_compare(a->schema, b->schema);
    return order ? order : text_compare(a->name, b->name);
}

const char *object_label(Mem *mem, const Object *object)
{
    const char *name = object->name ? object->name : "(unnamed)";
    return object->schema ? mem_printf(mem, "%s.%s", object->schema, name) : mem_strdup(mem, name);
}
