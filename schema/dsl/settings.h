/* Which settings a place of the DSL knows, and which members of the JSON shape they stand for. The
 * names come from the shapes (schema/shape.h): a member that is added there can be said here. What
 * has a form of its own in the DSL (columns, keys, relations …) is `own` to its context: read by
 * lower*.c and written by write*.c. */
#ifndef SCHEMA_DSL_SETTINGS_H
#define SCHEMA_DSL_SETTINGS_H

#include "schema/dsl/ast.h"
#include "schema/options.h"
#include "schema/shape.h"

typedef enum Context {
    CONTEXT_PROJECT,
    CONTEXT_TABLE,
    CONTEXT_PARTIAL,
    CONTEXT_COLUMN,
    CONTEXT_INDEX,
    CONTEXT_UNIQUE,
    CONTEXT_PRIMARY_KEY,
    CONTEXT_EXCLUSION,
    CONTEXT_CHECK,
    CONTEXT_FOREIGN_KEY,
    CONTEXT_ENUM,
    CONTEXT_ENUM_VALUE,
    CONTEXT_VIEW,
    CONTEXT_SEQUENCE,
    CONTEXT_DOMAIN,
    CONTEXT_EXTENSION,
    CONTEXT_SCHEMA,
    CONTEXT_TRIGGER,
    CONTEXT_RULE,
    CONTEXT_POLICY,
    CONTEXT_COMPOSITE,
    CONTEXT_COMPOSITE_FIELD,
    CONTEXT_FUNCTION,
    CONTEXT_PROCEDURE,
    CONTEXT_COLLATION,
    CONTEXT_RANGE,
    CONTEXT_OPERATOR,
    CONTEXT_CAST,
    CONTEXT_STATISTICS,
    CONTEXT_EVENT_TRIGGER,
    CONTEXT_EVENT
} Context;
#define CONTEXT_COUNT (CONTEXT_EVENT + 1)

typedef struct ContextDef {
    const char *word; /* for messages: "a column" */
    const char *path; /* from the root shape */
    /* NULL-ended: settings that the caller reads, members that it writes. */
    const char *const *own;
    const char *const *own_members;
    const char *const *drawn; /* NULL-ended: what only diagrams show; read and dropped */
    /* Member and setting where they differ; NULL-ended pairs. */
    const char *const *renamed;
    bool strings; /* values are written as 'strings', which DBML itself accepts here */
} ContextDef;

const ContextDef *context_def(Context context);
/* Are its objects in schemas? Elsewhere a name has one part, which may hold dots. */
bool context_in_schema(Context context);
/* What the place may say; never NULL. */
const Shape *context_shape(Context context);
bool context_has_meta(Context context);

typedef enum TargetKind {
    TARGET_UNKNOWN,
    TARGET_OWN,
    TARGET_DRAWN,
    TARGET_MEMBER, /* member */
    TARGET_PART,   /* member of the object `member`: tenant_column */
    TARGET_TEXT,   /* text of `member` for one dialect, or for "default": mysql_check */
    TARGET_EXPR,   /* default_expr: an expression that cannot stand in backticks */
    TARGET_OPTION  /* member of the dialects' objects */
} TargetKind;

typedef struct Target {
    TargetKind kind;
    const char *member;
    const char *part;    /* TARGET_PART, TARGET_OPTION: name inside the object */
    const char *dialect; /* TARGET_TEXT */
    unsigned dialects;   /* TARGET_OPTION: ModelDialect bits */
    const Field *field;  /* type of the value */
} Target;

/* `name` as in Setting. */
Target settings_find(Mem *mem, Context context, const char *name);
/* The setting that was meant, or NULL. `typo`: only when it differs by one letter. */
const char *settings_nearest(Mem *mem, Context context, const char *name, bool typo);
/* An unknown name that becomes an annotation. */
bool settings_is_annotation(Mem *mem, Context context, const char *name);

/* What kind of text a member holds. */
bool field_is_texts(const Field *field);   /* one SQL text, or one per dialect */
bool field_is_default(const Field *field); /* a literal or {"expr": …} */
/* Field of a dialect's object: an option or more; NULL = none. */
const Field *settings_option(const Shape *dialect_shape, const char *name);

/* "postgresql", "mysql", "mariadb", "sqlite", "default": length 5; the first four are
 * ModelDialects. */
extern const char *const dialect_names[];
#define DIALECT_COUNT 4u

#endif
