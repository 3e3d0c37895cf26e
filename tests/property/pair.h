/* Random models as plain values: a copy that is changed a little is the other half of a pair.
 *
 * There is one place that knows what is valid: pair_repair(). Whoever makes, changes or shrinks a
 * model edits it freely and repairs it then. */
#ifndef TESTS_PROPERTY_PAIR_H
#define TESTS_PROPERTY_PAIR_H

#include "base/str.h"
#include "tests/property/engine.h"
#include "tests/property/random.h"

enum {
    TABLES_MAX = 6,
    COLUMNS_MAX = 10,
    MEMBERS_MAX = 10,
    KEY_MAX = 3,
    ENUMS_MAX = 3,
    VALUES_MAX = 6,
    SEQUENCES_MAX = 3
};

/* Things refer to each other by `id` (from 1; 0 is none) and are called after `name`. Other
 * numbers index the words of the engine; 0 is the plainest. */
typedef struct PairColumn {
    int id, name, was; /* was: the name before a rename */
    int like;          /* the column whose type it has: it refers to it */
    int type, enumeration;
    int def, collation, comment, increment;
    int generated, source; /* the word, and the column that it is made of */
    bool virtual, not_null;
} PairColumn;

typedef enum MemberKind {
    MEMBER_PRIMARY,
    MEMBER_UNIQUE,
    MEMBER_CHECK,
    MEMBER_FOREIGN,
    MEMBER_INDEX
} MemberKind;

typedef enum MemberFlag {
    FLAG_NAMED = 1u << 0,
    FLAG_INLINE = 1u << 1, /* written at its column */
    FLAG_UNIQUE = 1u << 2, /* index */
    FLAG_DESC = 1u << 3,
    FLAG_PARTIAL = 1u << 4,
    FLAG_EXPRESSION = 1u << 5, /* the first key is an expression */
    FLAG_INCLUDE = 1u << 6,    /* the last column is covered only */
    FLAG_NULLS = 1u << 7,
    FLAG_DEFERRABLE = 1u << 8,
    FLAG_COLLATION = 1u << 9
} MemberFlag;

typedef struct PairMember {
    int id;
    MemberKind kind;
    int columns[KEY_MAX], len;
    int target;  /* foreign key: the primary key or unique constraint it refers to */
    int variant; /* expression, action */
    int comment;
    unsigned flags;
} PairMember;

typedef struct PairTable {
    int id, name, was;
    int schema, option, comment;
    PairColumn columns[COLUMNS_MAX];
    PairMember members[MEMBERS_MAX];
    int columns_len, members_len;
} PairTable;

typedef struct PairEnum {
    int id, schema, comment;
    int values[VALUES_MAX], len;
} PairEnum;

typedef struct PairSequence {
    int id, schema, variant, comment;
} PairSequence;

typedef struct Pair { /* one half of it */
    const Engine *engine;
    PairTable tables[TABLES_MAX];
    PairEnum enums[ENUMS_MAX];
    PairSequence sequences[SEQUENCES_MAX];
    int tables_len, enums_len, sequences_len, next_id;
    int view; /* the table that a view reads */
} Pair;

Pair pair_generate(Random *random, const Engine *engine);
/* Changes one to six things. */
void pair_mutate(Random *random, Pair *pair);
/* Takes away what does not fit. */
void pair_repair(Pair *pair);

/* The simpler pairs next to this one: number `step` of them into *a and *b, false when there are no
 * more. */
bool pair_simpler(Pair *a, Pair *b, int step);

/* Lookups give what may be edited, so models are passed without const. NULL = none. */
PairTable *pair_table(Pair *pair, int id);
PairColumn *pair_column(PairTable *table, int id);
PairEnum *pair_enum(Pair *pair, int id);
/* The key that a foreign key refers to, and its table. */
PairMember *pair_target(Pair *pair, PairMember *member, PairTable **table);
/* The column that decides about the type: of a chain of foreign keys the last. */
PairColumn *pair_root(Pair *pair, PairColumn *column);
bool pair_uses(PairMember *member, int column);

/* --- texts ------------------------------------------------------------------------------------ */

const char *pair_name(Mem *mem, char kind, int number);
/* The model in JSON; `spelling` chooses between the ways to say the same. */
const char *pair_json(Mem *mem, Pair *pair, Random *spelling);

#endif
