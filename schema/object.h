/* What every object of a schema has. Object is the first member of each kind's struct, so that
 * `&table->base` and a cast back are the two directions. */
#ifndef SCHEMA_OBJECT_H
#define SCHEMA_OBJECT_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

typedef enum ObjectKind {
#define KIND(TAG, member, Type, word, rank) OBJ_##TAG,
#include "schema/kinds.def"
} ObjectKind;

enum {
    OBJ_KIND_COUNT = 0
#define KIND(...) +1
#include "schema/kinds.def"
};

#define KIND(TAG, member, Type, word, rank) typedef struct Type Type;
#include "schema/kinds.def"

typedef struct Object Object;
struct Object {
    ObjectKind kind;
    /* The namespace; NULL is the connection's default one (PostgreSQL: the first of search_path,
     * elsewhere the database). Never the name of the default namespace itself. */
    const char *schema;
    /* As stored by the server (already folded), unquoted. NULL for a constraint or index that has
     * no name: in a model it then matches by what it is. */
    const char *name;
    const char *comment;      /* NULL = none; never "" */
    const char *renamed_from; /* hint of the model: the former name; NULL = none */
    Location where;           /* in the model; zero when introspected */
    bool granted; /* a live view or routine on which others than its owner have rights */
    LIST(const Object *) deps; /* what must exist before this; filled by schema_finish() */
};

const char *object_kind_word(ObjectKind kind); /* "table" */
/* Are its objects in schemas? Others are of the database as a whole. */
bool object_kind_in_schema(ObjectKind kind);
/* Is it one of the kinds of struct Declared? */
bool object_kind_is_declared(ObjectKind kind);
int object_kind_rank(ObjectKind kind);
/* By (schema, name); NULL sorts first. */
int object_compare(const Object *a, const Object *b);
/* `orders`, or `app.orders` outside the default namespace: for messages and comments, not SQL. */
const char *object_label(Mem *mem, const Object *object);

#endif
