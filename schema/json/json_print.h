/* The one layout of JSON, for the writer and the formatter. */
#ifndef SCHEMA_JSON_JSON_PRINT_H
#define SCHEMA_JSON_JSON_PRINT_H

#include "schema/doc.h"

typedef struct JsonComment {
    Location where;
    const char *text;
    bool trailing;     /* stands behind something on its line and belongs to that */
    bool blank_before; /* an empty line stood before it */
} JsonComment;

typedef struct JsonClose {
    Location where;
    bool comma; /* a trailing comma stood before it */
} JsonClose;

/* What a source text has besides its values, in the order of the text. */
typedef struct JsonNotes {
    LIST(JsonComment) comments;
    LIST(JsonClose) closes; /* of objects and arrays, in the order in which they open */
    size_t comment, close;  /* the next ones to print */
} JsonNotes;

/* `notes` NULL: none. */
void json_print(const Doc *doc, JsonNotes *notes, Buf *out);

#endif
