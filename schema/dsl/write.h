/* Doc -> DSL text. What is written here is laid out by dsl_format(). */
#ifndef SCHEMA_DSL_WRITE_H
#define SCHEMA_DSL_WRITE_H

#include "schema/doc.h"
#include "schema/dsl/settings.h"

typedef struct Writer {
    Mem *mem;
    const Doc *root;
    Buf *out;
} Writer;

/* "name: value" texts of a settings list or a body. */
typedef struct Written {
    Words list;
    size_t depth; /* of the line, in steps */
    bool body;    /* lines of a body: every name has a value */
} Written;

/* Adds all members but the context's own ones. */
void write_members(Writer *writer, Context context, const Doc *doc, Written *out);
void write_text(Writer *writer, Written *out, const char *name,
                const char *text); /* name: 'text' */
void write_flag(Writer *writer, Written *out, const char *name);
/* An SQL text, in backticks where it fits, or an object with one for each dialect. */
void write_texts(Writer *writer, Written *out, const char *name, const Doc *texts, bool backticks);
void write_list(Writer *writer, const Written *settings); /* " [a, b]", nothing when empty */

/* A qualified name out of a map key or a text: a.b */
void write_name(Writer *writer, const char *key);
Words write_split(Writer *writer, const char *key);

const Doc *write_get(const Doc *object, const char *name); /* NULL also when it is no object */

void write_table(Writer *writer, const char *key, const Doc *table, bool partial);
/* Also of a view. */
/* `primary_key`: when it is no flag of its columns, else NULL. */
void write_indexes(Writer *writer, const Doc *table, const Doc *primary_key);
void write_checks(Writer *writer, const Doc *checks);
void write_refs(Writer *writer, const char *key, const Doc *foreign_keys, bool partial);
/* The triggers, rules or policies of the table or view `key`. */
void write_owned(Writer *writer, const char *key, Context context, const Doc *map);
/* Of a composite type. */
void write_fields(Writer *writer, const Doc *fields);

#endif
