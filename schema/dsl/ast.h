/* What the parser makes of a DSL file, before its meaning: every name still as it is written, every
 * setting with its value and place. lower*.c turn it into a Doc. */
#ifndef SCHEMA_DSL_AST_H
#define SCHEMA_DSL_AST_H

#include "base/error.h"
#include "base/list.h"

typedef LIST(const char *) Words;

typedef struct Name {
    Words parts; /* at least one when there is a name */
    Location where;
} Name;

typedef enum ValueKind {
    VALUE_NONE,   /* a flag: no value */
    VALUE_STRING, /* '…' */
    VALUE_QUOTED, /* "…": a string, or a name */
    VALUE_EXPR,   /* `…` */
    VALUE_NUMBER, /* text with its sign, as JSON writes numbers */
    VALUE_COLOR,
    VALUE_WORDS, /* one word or several: text joined by blanks, name.parts */
    VALUE_NAME,  /* a.b: name */
    VALUE_LIST,  /* (…): items */
    VALUE_REF    /* `> a.b`: text is the operator without "?", name */
} ValueKind;

typedef struct Value Value;
struct Value {
    ValueKind kind;
    bool block; /* '''…''' over several lines */
    Location where;
    const char *text;
    Name name;
    LIST(Value) items;
};

typedef struct Setting {
    const char *name; /* lower case, words and dots joined by "_" */
    bool native;      /* not in a Metadata block, where DBML's own names are annotations */
    bool body;        /* the Note of a body, which wins over `note:` of the heading */
    Location where;
    Value value;
} Setting;

typedef LIST(Setting) Settings;

typedef struct ColumnNode {
    const char *name, *type; /* type "" = `""` */
    Location where, type_where;
    Settings settings; /* the legacy words behind the type too */
} ColumnNode;

typedef struct IndexNode {
    Location where;
    LIST(Value) keys; /* names (VALUE_WORDS) and expressions (VALUE_EXPR, VALUE_STRING) */
    Settings settings;
} IndexNode;

typedef struct CheckNode {
    Value expr;
    Settings settings;
} CheckNode;

/* Table, TablePartial, and the blocks of a View or Domain. */
typedef struct TableNode {
    bool partial;
    Name name;
    const char *alias; /* or NULL */
    Location alias_where;
    Settings settings; /* a body's Note as "note", last */
    LIST(ColumnNode) columns;
    LIST(Name) uses; /* ~partial: one part */
    LIST(IndexNode) indexes;
    LIST(CheckNode) checks;
} TableNode;

typedef struct EnumValueNode {
    const char *name;
    Location where;
    Settings settings;
} EnumValueNode;

typedef struct EnumNode {
    Name name;
    Settings settings;
    LIST(EnumValueNode) values;
} EnumNode;

typedef struct Endpoint {
    Name table;
    Words columns; /* empty: `t.()`, the primary key */
} Endpoint;

typedef struct RefNode {
    const char *name; /* or NULL */
    Location where;
    const char *op; /* "<", ">", "-" or "<>" */
    Endpoint left, right;
    Settings settings;
} RefNode;

typedef enum ElementKind {
    ELEMENT_PROJECT,
    ELEMENT_VIEW,
    ELEMENT_SEQUENCE,
    ELEMENT_DOMAIN,
    ELEMENT_EXTENSION,
    ELEMENT_SCHEMA,
    ELEMENT_TRIGGER,
    ELEMENT_RULE,
    ELEMENT_POLICY,
    ELEMENT_COMPOSITE,
    ELEMENT_FUNCTION,
    ELEMENT_PROCEDURE,
    ELEMENT_EVENT,
    ELEMENT_COLLATION,
    ELEMENT_RANGE,
    ELEMENT_OPERATOR,
    ELEMENT_CAST,
    ELEMENT_STATISTICS,
    ELEMENT_EVENT_TRIGGER,
    ELEMENT_METADATA
} ElementKind;

/* Elements whose body is `key: value` lines. */
typedef struct ElementNode {
    ElementKind kind;
    const char *of; /* Metadata: "table", "column" … */
    Name name;      /* Project: may have no parts */
    Location where;
    Settings settings;
    TableNode blocks; /* indexes and checks; of a composite type its fields as columns */
} ElementNode;

typedef struct ImportNode {
    const char *path;
    Location where;
} ImportNode;

typedef struct AliasNode {
    Name name;
    const char *alias;
    Location where;
} AliasNode;

typedef struct FileNode {
    LIST(ImportNode) imports;
    LIST(AliasNode) aliases;  /* of imported tables */
    LIST(TableNode *) tables; /* partials too, in order */
    LIST(EnumNode *) enums;
    LIST(RefNode *) refs;
    LIST(ElementNode *) elements;
} FileNode;

#endif
