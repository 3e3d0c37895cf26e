/* A diff as values: what to do, before any SQL exists. */
#ifndef SCHEMA_CHANGE_H
#define SCHEMA_CHANGE_H

#include "schema/schema.h"

typedef enum ChangeOp { CHANGE_CREATE, CHANGE_DROP, CHANGE_ALTER, CHANGE_RENAME } ChangeOp;

/* What of an object changed (CHANGE_ALTER); one object may have several bits. A rename is an op of
 * its own: an object that is renamed and altered has both changes, the rename first. */
typedef enum ChangePart {
    PART_TYPE = 1u << 0, /* column, domain: type; sequence: type */
    PART_NULL = 1u << 1, /* NOT NULL */
    PART_DEFAULT = 1u << 2,
    PART_GENERATED = 1u << 3, /* expression or kind */
    PART_IDENTITY = 1u << 4,  /* identity, serial, auto-increment, with its numbers */
    PART_COLLATION = 1u << 5, /* collation or charset */
    PART_COMMENT = 1u << 6,
    PART_OPTIONS = 1u << 7,
    PART_KEYS = 1u << 8,        /* index, constraint: definition */
    PART_VALUES = 1u << 9,      /* enum */
    PART_NUMBERS = 1u << 10,    /* sequence */
    PART_OWNER = 1u << 11,      /* sequence OWNED BY */
    PART_DEFINITION = 1u << 12, /* view, routine, trigger, rule, policy, event, composite type;
                                   partition clause, inheritance */
    PART_ENFORCED = 1u << 13,   /* constraint: enforced, validated, deferrable only */
    PART_VERSION = 1u << 14,    /* extension */
    PART_CHECKS = 1u << 15,     /* domain */
    /* Constraint, view: the same before and after, but it stands in the way of another change (a
     * foreign key on a column whose type changes, a view on a column that goes): dropped before it
     * and created again after it. Enum, domain, composite: a new type takes the name, and columns
     * of the old one, which have PART_TYPE then, change over. */
    PART_RECREATE = 1u << 16
} ChangePart;

/* Named dangers, written above the statement as `-- hazard: name: text`. */
typedef enum HazardKind {
    HAZARD_DATA_LOSS,     /* data-loss */
    HAZARD_TABLE_REWRITE, /* table-rewrite */
    HAZARD_LOCK,          /* long-lock */
    HAZARD_MAY_FAIL,      /* may-fail: existing rows can make the statement fail */
    HAZARD_IRREVERSIBLE,  /* irreversible: the way back cannot restore everything */
    HAZARD_RENAME         /* rename: running code uses the old name */
} HazardKind;

const char *hazard_word(HazardKind kind);

typedef struct Hazard {
    HazardKind kind;
    const char *text; /* one line: what happens to what */
} Hazard;

typedef LIST(Hazard) Hazards;

typedef struct Change Change;
typedef LIST(Change *) ChangeList;

struct Change {
    ChangeOp op;
    ObjectKind kind;
    unsigned parts; /* ChangePart bits; CHANGE_ALTER only */
    Hazards hazards;
    union {
        struct {
            const Object *from, *to; /* from NULL: create; to NULL: drop */
        } object;
#define KIND(TAG, member, Type, word, rank) \
    struct {                                \
        const Type *from, *to;              \
    } member;
#include "schema/kinds.def"
    };
    /* CHANGE_ALTER of a table: the changes of its columns, constraints, indexes, triggers,
     * rules and policies, in order: renames, drops, creates, alters; each group by kind rank, then
     * position or name. parts of such a change are the table's own (options, comment,
     * partitioning). CHANGE_ALTER of a view: those of its triggers and rules. */
    ChangeList children;
};

/* All changes between two schemas: dropped and created objects of each kind, one CHANGE_ALTER for
 * each table that differs (with a CHANGE_RENAME before it when its name changed too). Sorted by
 * (kind rank, schema, name, op): same input, same bytes. */
typedef struct Changes {
    Mem *mem;
    const Schema *from, *to;
    ChangeList list;
    LIST(const char *) notes; /* said to the user: what was not compared and why */
} Changes;

/* One line for people: `add column "notes" text`, `drop index "ix_a"`; with `owner`, the table's
 * name and a colon before it. Never SQL. */
const char *change_describe(Mem *mem, const Change *change, bool owner);
/* The line above a further step of a change, apart from its first: `create table "orders",
 * continued: foreign key "fk_orders_user"`. `step` is what the step works on (may be NULL). */
const char *change_continue(Mem *mem, const Change *change, const Object *step);
/* All changes, one line each; the children of a table's change in its place. */
typedef LIST(const char *) ChangeLines;
void changes_describe(Mem *mem, const Changes *changes, ChangeLines *out);
/* The same as text: at most 20 lines, each behind two blanks, no line feed behind the last. */
const char *changes_text(Mem *mem, const Changes *changes);

#endif
