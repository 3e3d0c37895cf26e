/* FileNode -> Doc: what the elements mean, in the JSON shape. */
#ifndef SCHEMA_DSL_LOWER_H
#define SCHEMA_DSL_LOWER_H

#include "schema/doc.h"
#include "schema/dsl/settings.h"

/* An index, constraint … that may have no name. */
typedef struct NamedDoc {
    const char *name; /* or NULL */
    Location where;
    Doc *doc;
} NamedDoc;

typedef LIST(NamedDoc) NamedDocs;

/* A table or partial under construction; its lists become members when the whole file is read,
 * because relations may stand anywhere. */
typedef struct LowerTable {
    const TableNode *node; /* NULL: the junction table of a `<>` */
    const char *key;       /* its name in the Doc */
    Doc *doc;
    Words primary_key; /* columns with `pk` */
    Location key_where;
    Doc *primary_key_doc; /* from an index with `pk` */
    NamedDocs unique, checks, foreign_keys, indexes, exclusions;
} LowerTable;

typedef LIST(LowerTable *) LowerTables;

typedef struct Lower {
    Mem *mem;
    const char *file;
    const FileNode *ast;
    Doc *root;
    LowerTables tables, partials;
    /* key -> member at the same position as in `tables`: a Doc is the hash map at hand. */
    Doc *table_keys, *partial_keys, *aliases; /* aliases: name -> key */
    /* "column t.a" -> member at the same position as in `metadata`. */
    Doc *metadata_keys;
    LIST(const ElementNode *) metadata;
    LIST(Settings) metadata_settings;
    LIST(bool) metadata_used;
    Doc *relations; /* "t(a)>u(b)" seen so far: no relation twice */
    Error *err;
} Lower;

/* Reports, with a hint when there is one; false. */
bool lower_fail(Lower *lower, Location where, const char *hint, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Adds a member; one of that name already there is reported as a duplicate of `what`. */
bool lower_set(Lower *lower, Doc *object, const char *name, Location where, Doc *value,
               const char *what);
Doc *lower_object(Lower *lower, Doc *parent, const char *name, Location where); /* gets or adds */

/* --- settings (lower_settings.c, lower_value.c) -------------------------------------------------
 */

const Setting *setting_get(const Settings *settings, const char *name); /* NULL = none */
/* DBML's own word, which is a mere annotation inside a Metadata block. */
bool setting_is_dbml(const char *name);
bool setting_flag(Lower *lower, const Settings *settings, const char *name);
const char *setting_text(Lower *lower, const Settings *settings, const char *name);
/* All but the context's own ones, as members of `out`. */
void lower_settings(Lower *lower, Context context, const Settings *settings, Doc *out);

/* Adds a text for one dialect ("default" too), or (dialect NULL) for all, to a member that may be a
 * text or an object of texts. */
void lower_text(Lower *lower, Doc *out, const char *member, const char *dialect, const char *text,
                Location where);
/* Reads a value as what the field takes; NULL after an error. */
Doc *lower_value(Lower *lower, const Setting *setting, const Field *field);
/* The text of any value that has one; NULL after an error. */
const char *value_text(Lower *lower, const Setting *setting);
bool value_boolean(Lower *lower, const Setting *setting, bool *out);
/* Any scalar, as annotations hold them. */
Doc *value_scalar(Lower *lower, const Value *value);
/* A literal or {"expr": …}; NULL after an error. `native`: as strict as DBML's `default`. */
Doc *value_default(Lower *lower, const Setting *setting, bool native);
/* An array of names from a list, a comma-separated text or one name. */
Doc *value_names(Lower *lower, const Setting *setting);

/* --- elements ------------------------------------------------------------------------------------
 */

void lower_table(Lower *lower, LowerTable *table); /* lower_table.c */
/* The member "type" of a column or field, with what the settings say for single dialects. */
void lower_type(Lower *lower, const ColumnNode *column, const Settings *settings, Doc *doc);
void lower_finish_table(Lower *lower, LowerTable *table, Doc *into);
/* Members in the canonical order: those of `order` first, NULL-ended. */
void lower_arrange(Doc *object, const char *const *order);
/* Map when all have distinct names, else array; NULL when empty. `bare`: the member that stands for
 * the whole object when it is the only one. */
Doc *lower_named(Lower *lower, const NamedDocs *list, const char *bare);
void lower_check(Lower *lower, const CheckNode *node, NamedDocs *out);
void lower_index(Lower *lower, LowerTable *table, const IndexNode *node); /* lower_index.c */

LowerTable *lower_find_table(Lower *lower, const Name *name); /* by name or alias; NULL = none */
const char *lower_table_key(Lower *lower, const Name *name);  /* aliases resolved */
/* The type of a column, its partials' ones included; NULL = unknown. */
Doc *lower_column_type(Lower *lower, const LowerTable *table, const char *column);
void lower_ref(Lower *lower, const RefNode *node); /* lower_ref.c */
void lower_inline_refs(Lower *lower, LowerTable *table, const ColumnNode *column, Doc *doc);
/* The foreign key `doc` belongs to the table of that name, wherever it is. */
void lower_add_foreign_key(Lower *lower, const Name *table, NamedDoc foreign_key);
void lower_enum(Lower *lower, const EnumNode *node); /* lower_element.c */
void lower_element(Lower *lower, const ElementNode *node);
/* Part of a table or view, which must be there before it: a trigger, rule or policy. */
bool lower_is_member(const ElementNode *node);
/* `settings` with what the Metadata blocks say about a "table" or "column". */
Settings lower_with_metadata(Lower *lower, const char *of, const char *key,
                             const Settings *settings);
void lower_collect_metadata(Lower *lower);
void lower_check_metadata(Lower *lower);

#endif
