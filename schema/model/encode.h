/* Schema -> Doc, the parts. What is the default is left out; members stand in a fixed order. */
#ifndef SCHEMA_MODEL_ENCODE_H
#define SCHEMA_MODEL_ENCODE_H

#include "schema/doc.h"
#include "schema/schema.h"

typedef struct Encoder {
    Mem *mem;
    const Schema *schema;
    const Server *server;
    ModelDialect bit;
    const char *key; /* its name in a model */
} Encoder;

typedef struct Named {
    const char *name; /* NULL = unnamed */
    Doc *value;       /* an object, in long form */
} Named;

typedef LIST(Named) NamedDocs;

/* --- encode_value.c --------------------------------------------------------------------------- */

Doc *encode_object(Encoder *e);
void encode_put(Encoder *e, Doc *object, const char *name, Doc *value);
void encode_put_text(Encoder *e, Doc *object, const char *name, const char *text); /* NULL: not */
void encode_put_flag(Encoder *e, Doc *object, const char *name, bool value);       /* if true */
void encode_put_integer(Encoder *e, Doc *object, const char *name, int64_t value);
void encode_put_names(Encoder *e, Doc *object, const char *name, const NameList *names);
/* Names of tables as in View.depends_on: "schema.name" or "name". */
void encode_put_labels(Encoder *e, Doc *object, const char *name, const NameList *labels);
const char *encode_label(Encoder *e, const char *label);
void encode_put_expr(Encoder *e, Doc *object, const char *name, const char *text);
void encode_put_default(Encoder *e, Doc *object, const char *name, const Default *def);
void encode_put_numbers(Encoder *e, Doc *object, const SequenceNumbers *numbers);
/* Former name and note. */
void encode_put_base(Encoder *e, Doc *object, const Object *base);
/* The object under the dialect's key: options of the kind, after what `native` has already. */
void encode_put_native(Encoder *e, Doc *object, Doc *native, const Options *options,
                       ObjectKind kind);
/* A map by name or, when something has no name, an array; nothing when there is nothing. `only`
 * is the member which may stand for the whole object when it has no other. */
void encode_put_section(Encoder *e, Doc *object, const char *section, NamedDocs *entries,
                        const char *only);

/* --- the kinds -------------------------------------------------------------------------------- */

void encode_project(Encoder *e, Doc *model); /* encode_model.c */
void encode_schemas(Encoder *e, Doc *model); /* encode_object.c */
void encode_extensions(Encoder *e, Doc *model);
void encode_enums(Encoder *e, Doc *model);
void encode_composites(Encoder *e, Doc *model);
void encode_domains(Encoder *e, Doc *model);
void encode_sequences(Encoder *e, Doc *model);
void encode_views(Encoder *e, Doc *model);
void encode_routines(Encoder *e, Doc *model); /* encode_routine.c */
/* The section of a kind of struct Declared. */
void encode_declared(Encoder *e, Doc *model, ObjectKind kind);
/* "triggers" or "rules" of a table or view. */
void encode_put_triggers(Encoder *e, Doc *object, const char *section, Trigger *const *at,
                         size_t n);
void encode_put_policies(Encoder *e, Doc *object, const Table *table);
void encode_tables(Encoder *e, Doc *model); /* encode_table.c */

/* Constraints of the table, those that stand in a column marked in `used`. */
typedef struct TableConstraints {
    LIST(const Constraint *) list; /* with the indexes that are called constraints */
    bool *used;
} TableConstraints;

Doc *encode_column(Encoder *e, const Column *column, TableConstraints *constraints);

/* encode_constraint.c */
TableConstraints encode_constraints_of(Encoder *e, const Table *table);
bool encode_is_constraint(const Index *index); /* a unique index that `unique` can say */
void encode_put_column_constraints(Encoder *e, Doc *object, const Column *column,
                                   TableConstraints *constraints);
void encode_put_constraints(Encoder *e, Doc *object, const TableConstraints *constraints);
void encode_put_checks(Encoder *e, Doc *object, const Domain *domain);
/* encode_key.c */
Doc *encode_keys(Encoder *e, const KeyParts *keys);
Doc *encode_key(Encoder *e, const KeyPart *key);
Doc *encode_index(Encoder *e, const Index *index);

#endif
