/* Doc: what a model file says, as a tree with places, whichever language it was written in. The
 * JSON reader and the DSL parser both produce the shape of docs/model.md; one decoder
 * (schema/model.h) turns it into a Schema for a target. Members keep their order; a name occurs
 * once. Numbers keep their text. */
#ifndef SCHEMA_DOC_H
#define SCHEMA_DOC_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

typedef enum DocKind {
    DOC_NULL,
    DOC_BOOLEAN,
    DOC_NUMBER,
    DOC_STRING,
    DOC_ARRAY,
    DOC_OBJECT
} DocKind;

typedef struct Doc Doc;

typedef struct DocMember {
    const char *name;
    Location where; /* of the name */
    Doc *value;
} DocMember;

struct Doc {
    DocKind kind;
    Location where;
    const char
        *text; /* string: its value; number: its digits as written; boolean: "true"/"false" */
    LIST(Doc *) items;       /* array */
    LIST(DocMember) members; /* object */
    /* Open-addressing index over members, built lazily by doc_get() for large objects. */
    uint32_t *index;
    size_t index_cap, indexed;
};

Doc *doc_new(Mem *mem, DocKind kind, Location where);
Doc *doc_string(Mem *mem, const char *text, Location where);
Doc *doc_number(Mem *mem, const char *text, Location where);
Doc *doc_boolean(Mem *mem, bool value, Location where);
void doc_append(Mem *mem, Doc *array, Doc *item);
/* Appends a member; returns the earlier one of the same name instead when there is one (and adds
 * nothing): the caller reports both places. NULL = appended. */
DocMember *doc_set(Mem *mem, Doc *object, const char *name, Location where, Doc *value);
DocMember *doc_member(Mem *mem, const Doc *object, const char *name); /* NULL = none */
Doc *doc_get(Mem *mem, const Doc *object, const char *name); /* NULL = none, also for NULL object */
void doc_remove(Doc *object, const char *name);
bool doc_equal(Mem *mem, const Doc *a, const Doc *b); /* places and member order ignored for objects
                                                other than those whose order means something: it is
                                                compared for all, columns are ordered */

/* Nesting limit of both readers. */
#define DOC_DEPTH_MAX 64

#endif
