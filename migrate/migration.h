/* A migration file as a value. The header is read at once, the statements on demand: thousands of
 * files must not cost anything where only their order matters. */
#ifndef MIGRATE_MIGRATION_H
#define MIGRATE_MIGRATION_H

#include "migrate/split.h"
#include "schema/dialect.h"

typedef LIST(const char *) Texts;

typedef struct Step {
    const char *sql; /* verbatim, without what ends it */
    uint32_t line, column;
    bool hand_over; /* HAND_OVER_MARK stands right above it */
    bool batches;   /* BATCHES_MARK does */
    bool guarded;   /* GUARDED_MARK does */
} Step;

/* `-- online: hand over`: the statement is done by the project's own tool (Runner.hand_over). */
#define HAND_OVER_MARK "online: hand over"
/* `-- online: in batches`: the UPDATE runs range by range, each committed by itself, where no
 * transaction is around it. */
#define BATCHES_MARK "online: in batches"
/* `-- guarded`: what is there already, or gone, is left out (RenderOps.needed). */
#define GUARDED_MARK "guarded"

typedef struct Section {
    LIST(Step) steps;
    bool transaction_off; /* `-- transaction: off` */
    Texts hazards;        /* `-- hazard: …` lines: "data-loss: the values of …" */
    uint32_t line;        /* of its marker; 0 = there is none */
} Section;

typedef struct Migration Migration;
typedef LIST(Migration *) Migrations;

struct Migration {
    const char *path;
    const char *text; /* the whole file */
    size_t len;
    const char *revision, *message, *created;
    const char *dialect;       /* NULL = not said */
    const char *irreversible;  /* why it cannot be taken back; NULL = it can */
    const char *alembic;       /* the Alembic revisions that it stands for; NULL = none */
    const char *alembic_table; /* where Alembic notes them; NULL = where it always does */
    bool transaction_off;      /* in the header: both sections */
    Texts revises;             /* ids; empty = base */
    Texts labels;              /* of the branch that begins here */
    Texts depends_on;          /* ids or labels: what must be in force before */
    uint32_t revision_line;
    /* migration_parse() */
    bool parsed;
    Section upgrade, downgrade;
    const char *checksum; /* of the statements of both sections */
    /* graph_build() */
    size_t index; /* in Graph.list */
    Migrations parents, children;
    Migrations needs, needed_by; /* depends_on, both ways; parents are left out */
    Texts branches;              /* graph_fill_branches(): labels, its own included */
};

bool texts_hold(const Texts *list, const char *text);
bool migrations_hold(const Migrations *list, const Migration *migration);
/* Adds it unless it is there already: then false. */
bool migrations_add(Mem *mem, Migrations *list, Migration *migration);

/* Reads the header. `text` is kept by reference. ERR_MODEL with places. */
NODISCARD bool migration_read(Mem *mem, const char *path, const char *text, size_t len,
                              Migration **out, Error *err);

/* Splits the sections as the dialect does; a second call does nothing. Fails when the file says
 * that it is for another dialect. */
NODISCARD bool migration_parse(Mem *mem, Migration *migration, const Dialect *dialect, Error *err);

/* The statements of a parsed migration as the history keeps them, so that what was run can be told
 * from what the file says now; NULL when there are too many. */
const char *migration_record(Mem *mem, const Migration *migration);
/* What migration_record() wrote, as a migration without a header. */
NODISCARD bool migration_recorded(Mem *mem, const char *text, const Dialect *dialect,
                                  Migration **out, Error *err);

/* The file with another "-- revises:" line, all else as it is. */
void migration_rewrite_revises(const Migration *migration, const Texts *revises, Buf *out);
/* What stands behind the marker of a section of a parsed migration, comments included. */
const char *migration_section_text(Mem *mem, const Migration *migration, const Section *section);

/* The comment lines right above a line of the file, markers left out; "" = none. */
const char *migration_comments_above(Mem *mem, const Migration *migration, uint32_t line);

/* Are both statements the same but for comments and white space? */
bool step_equal(const Step *a, const Step *b, const Dialect *dialect);

/* `a1b2 "add notes"` for messages. */
const char *migration_label(Mem *mem, const Migration *migration);

/* Is the text fit for a revision id: no white space and none of @ - + : , and not a word that has
 * a meaning (head, heads, base, current)? */
bool revision_is_valid(const char *text);

#endif
