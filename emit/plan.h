/* A Plan: ordered statements with what a reviewer must know about each. ChangeList -> Plan is
 * pure; the text of a migration file and its execution both start from here. */
#ifndef EMIT_PLAN_H
#define EMIT_PLAN_H

#include "schema/change.h"

/* When a statement runs relative to the others; statements of one phase are ordered by their
 * dependencies, then by (kind rank, schema, table, name, arrival). Names in statements before
 * PHASE_RENAME are the old ones, after it the new ones. */
typedef enum Phase {
    PHASE_DROP_FIRST,   /* event triggers: what follows must not fire them */
    PHASE_CREATE_FIRST, /* schemas, extensions: what everything else may live in */
    PHASE_DROP_READER,  /* policies and rules that go or stand in the way: they may name anything */
    PHASE_DROP_DEPENDENT, /* triggers and views that go or stand in the way */
    PHASE_DROP_FOREIGN_KEY,
    PHASE_DROP_CONSTRAINT, /* other constraints and indexes of tables that stay */
    PHASE_DROP_EARLY,      /* columns and tables whose name is taken again */
    PHASE_MAKE_ROOM,       /* others whose name is taken step aside */
    PHASE_RENAME,
    PHASE_CREATE_TYPE, /* enums, domains, sequences: created and altered */
    PHASE_CREATE_TABLE,
    PHASE_ALTER_TABLE, /* add and alter columns, options; MySQL and SQLite: the whole table */
    PHASE_DROP_COLUMN,
    PHASE_DROP_TABLE,
    PHASE_DETACH,            /* partitions whose bounds change, so that none overlaps a new one */
    PHASE_CREATE_CHILD,      /* tables that get columns from one that is changed before */
    PHASE_CREATE_CONSTRAINT, /* primary keys, unique, checks, exclusion, indexes */
    PHASE_CREATE_FOREIGN_KEY,
    PHASE_CREATE_DEPENDENT, /* views, triggers */
    PHASE_CREATE_READER,
    PHASE_COMMENT,
    PHASE_DROP_LAST,  /* sequences, domains, enums, extensions, schemas */
    PHASE_CREATE_LAST /* event triggers */
} Phase;

typedef enum TxMode {
    TX_NORMAL = 0,
    TX_OFF /* cannot run inside a transaction: the whole section says `-- transaction: off` */
} TxMode;

typedef struct Statement {
    const char *sql;             /* without the final semicolon; may span lines */
    LIST(const char *) comments; /* human lines: `orders: add column "notes" text` */
    Hazards hazards;
    TxMode tx;
    bool hand_over; /* for the project's own tool to do, not for the server alone */
    bool batches;   /* runs range by range: plan->online */
    bool guarded;   /* only what is still needed of it runs: RenderOps.needed */
    bool bracket;   /* needs -- +begin / -- +end: its body has semicolons no rule can split */
    Phase phase;
    const Object *object; /* what it creates, drops or alters: for ordering */
    const Change *change; /* of the plan's changes: what it is a step of */
} Statement;

typedef struct Claims Claims; /* emit/postgres/names.c */

typedef struct Plan {
    Mem *mem;
    LIST(Statement *) statements; /* ordered after plan_changes() */
    LIST(const char *) notes;
    bool online; /* others work with the tables meanwhile: forms that do not lock them, where there
                    are any */
    const Claims *claims; /* PostgreSQL: names that are taken again; NULL until one is asked for */
} Plan;

/* Plans one direction. The downgrade is the plan of diff(B, A), never these statements turned
 * round. Fails with ERR_UNSUPPORTED when the dialect cannot do a change (object, place, remedy). */
NODISCARD Plan *plan_changes(Mem *mem, const Changes *changes, Error *err);
/* The same with `online` set. */
NODISCARD Plan *plan_online(Mem *mem, const Changes *changes, Error *err);

/* Used by the renderers (emit/<dialect>/): adds a statement and returns it for its comments and
 * hazards. One without comments is explained by the plan, where it does not follow a step of the
 * same change. `sql` is copied by reference: it must live in plan->mem. */
Statement *plan_add(Plan *plan, Phase phase, const Object *object, const char *sql);
/* Comments and hazards of a change become those of the statement. */
void statement_explains(Plan *plan, Statement *statement, const Change *change);
/* The same for one that only takes away what the change makes anew: its hazards are those of the
 * statement that makes it, which is explained, too. false: it is not such a statement. */
bool statement_makes_room(Plan *plan, Statement *statement, const Change *change);

#endif
