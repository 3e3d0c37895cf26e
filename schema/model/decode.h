/* Doc -> Schema, the parts. Everything here reports what is wrong with error_add() and goes on, so
 * that one run shows many errors; what could not be read is left out. The Doc has the shape of
 * schema/shape.h, but nothing here relies on it. */
#ifndef SCHEMA_MODEL_DECODE_H
#define SCHEMA_MODEL_DECODE_H

#include "schema/doc.h"
#include "schema/schema.h"

/* An entry of a section: a member of a map, or an item of an array, which may have no name. */
typedef struct Item {
    const char *name;  /* NULL = none */
    const char *table; /* of a partial: what "{table}" stands for; else NULL */
    Location where;
    const Doc *value;
} Item;

/* A table whose name is known, so that columns may be of its row type, and its entry. */
typedef struct DeclaredTable {
    Item item;
    Table *table;
} DeclaredTable;

typedef struct Decoder {
    Mem *mem; /* the schema's */
    const Server *server;
    Schema *schema;
    const Doc *model;
    ModelDialect bit, fallback;     /* of the target; fallback 0 = none */
    const char *key, *fallback_key; /* their names in a model; NULL = none */
    const char *default_schema;     /* project.default_schema; NULL = the server's */
    bool opaque;                    /* unknown types pass */
    LIST(DeclaredTable) tables;     /* in the order of the model */
    Error *err;
} Decoder;

typedef LIST(Item) Items;

/* A name with its namespace as in struct Object. */
typedef struct QualifiedName {
    const char *ns, *name;
} QualifiedName;

typedef struct Word {
    const char *word;
    int value;
} Word;

#define WORDS(table) (table), sizeof(table) / sizeof *(table)

/* --- decode_value.c: plain members ------------------------------------------------------------ */

const Doc *decode_get(const Doc *object, const char *name);               /* NULL = none */
bool decode_wrong(Decoder *d, const Doc *doc, const char *expected);      /* reports; false */
const char *decode_text(Decoder *d, const Doc *object, const char *name); /* NULL = absent */
bool decode_flag(Decoder *d, const Doc *object, const char *name, bool fallback);
bool decode_integer(Decoder *d, const Doc *object, const char *name, int64_t *out);
/* The value of a word out of `words`; false when absent (or wrong, which is reported). */
bool decode_word(Decoder *d, const Doc *object, const char *name, const Word *words, size_t n,
                 int *out);
void decode_names(Decoder *d, const Doc *object, const char *name, NameList *out);
void decode_numbers(Decoder *d, const Doc *object, SequenceNumbers *out);

/* --- decode_choice.c: what differs by dialect ------------------------------------------------- */

/* The text for the target: `value` itself, or its entry for the dialect, else for "default".
 * NULL = none; that is reported when `required` names what lacks it. */
const char *decode_choice(Decoder *d, const Doc *value, const char *required, Location *where);
bool decode_expr(Decoder *d, const Doc *value, const char *required, Expr *out);
void decode_default(Decoder *d, const Doc *value, Default *out);
/* Do the object's "dialects" include the target? Absent: yes. */
bool decode_applies(Decoder *d, const Doc *object);
/* The member `name` of the object's part for the target ("mysql": {…}); NULL = none. */
const Doc *decode_native(Decoder *d, const Doc *object, const char *name);
void decode_options(Decoder *d, const Doc *object, ObjectKind kind, Options *out);
/* Reports that the target lacks something, with the remedy; false. */
bool decode_unsupported(Decoder *d, Location where, const char *format, ...) PRINTF_LIKE(3, 4);

/* --- decode_name.c: names, sections, what every object has ------------------------------------ */

bool decode_name(Decoder *d, const char *text, Location where, QualifiedName *out);
/* Of another table, which may be outside what the target manages. */
bool decode_reference(Decoder *d, const char *text, Location where, QualifiedName *out);
/* The same for a list of "schema.name" that is kept as text. */
void decode_labels(Decoder *d, const Doc *object, const char *name, NameList *out);
const char *decode_label(Decoder *d, const char *text, Location where);
/* "table.column" or "schema.table.column". */
bool decode_column_name(Decoder *d, const char *text, Location where, QualifiedName *table,
                        const char **column);
void decode_items(Decoder *d, const Doc *object, const char *section, Items *out);
/* Adds those of a partial for `table`: an item replaces an equal name that stands at `own` or
 * behind it, and is dropped when one stands before. */
void decode_items_of_partial(Decoder *d, const Doc *partial, const char *section, const char *table,
                             size_t own, Items *out);
/* Place, comment (where the target keeps one) and former name. */
void decode_base(Decoder *d, const Item *item, Object *object);
bool decode_type(Decoder *d, const char *ns, const char *text, Location where, Type *out);

/* --- the kinds -------------------------------------------------------------------------------- */

void decode_project(Decoder *d); /* decode_project.c */
void decode_manages(Decoder *d);
void decode_schemas(Decoder *d); /* decode_object.c */
void decode_extensions(Decoder *d);
void decode_enums(Decoder *d);
void decode_types(Decoder *d); /* domains and composite types */
void decode_sequences(Decoder *d);
void decode_views(Decoder *d);    /* decode_view.c */
void decode_routines(Decoder *d); /* decode_routine.c */
void decode_all_declared(Decoder *d);
void decode_table_trigger(Decoder *d, Table *table, const Item *item);
void decode_view_trigger(Decoder *d, View *view, const Item *item);
void decode_table_rule(Decoder *d, Table *table, const Item *item);
void decode_view_rule(Decoder *d, View *view, const Item *item);
void decode_policy(Decoder *d, Table *table, const Item *item);
/* A text that is a whole statement, without the semicolon that ends it. */
const char *decode_statement(Mem *mem, const char *text);
/* decode_table.c: first all names, then what the tables hold. */
void declare_tables(Decoder *d);
void decode_tables(Decoder *d);
void decode_column(Decoder *d, Table *table, const Item *item); /* decode_column.c */

/* decode_tenant.c. The type may name a declared domain, so it is read when tables are. */
void decode_tenant(Decoder *d, const Doc *tenant);
/* What `auto` and `rls` add to the tables, which are not finished yet. */
void decode_tenant_columns(Decoder *d);

/* decode_key.c */
void decode_keys(Decoder *d, const Doc *array, KeyParts *out);
/* Folds what the target cannot say away where that changes no meaning, else reports. */
void decode_index(Decoder *d, const Item *item, Index *index);

/* decode_constraint.c. Each adds one constraint to the table, or none. */
void decode_primary_key(Decoder *d, Table *table, const Doc *value, Location where);
void decode_unique(Decoder *d, Table *table, const Item *item);
void decode_check(Decoder *d, Table *table, const Item *item);
void decode_foreign_key(Decoder *d, Table *table, const Item *item);
void decode_exclusion(Decoder *d, Table *table, const Item *item);
/* The constraints that a column carries itself. */
void decode_column_constraints(Decoder *d, Column *column, const Item *item);
/* Expression and attributes of a CHECK, of a table or of a domain; false = leave it out. */
bool decode_check_body(Decoder *d, const Item *item, Constraint *check);

/* The declared enum that a type text names, for targets without such types; NULL = none. */
const Enum *decode_find_enum(Decoder *d, const char *ns, const char *text);

#endif
