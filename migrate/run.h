/* The run half of struct Dialect: locking, history, transactions, statement splitting. */
#ifndef MIGRATE_RUN_H
#define MIGRATE_RUN_H

#include "introspect/conn.h"

/* Statement splitting (migrate/split.h): what the dialect's lexer knows. */
typedef enum SplitRule {
    SPLIT_DOLLAR_QUOTES = 1u << 0,       /* $tag$ … $tag$ */
    SPLIT_NESTED_COMMENTS = 1u << 1,     /* C comments nest */
    SPLIT_BACKSLASH = 1u << 2,           /* backslash escapes in '…' and "…" */
    SPLIT_BACKTICKS = 1u << 3,           /* `name` */
    SPLIT_HASH_COMMENTS = 1u << 4,       /* # to the end of the line */
    SPLIT_DASH_NEEDS_SPACE = 1u << 5,    /* "--" begins a comment only before white space */
    SPLIT_DELIMITER = 1u << 6,           /* the client's DELIMITER command */
    SPLIT_BEGIN_END = 1u << 7,           /* compound bodies BEGIN … END in CREATE TRIGGER etc. */
    SPLIT_BEGIN_ATOMIC = 1u << 8,        /* BEGIN ATOMIC … END */
    SPLIT_BRACKETS = 1u << 9,            /* [name] */
    SPLIT_E_STRINGS = 1u << 10,          /* E'…' with backslash escapes */
    SPLIT_TRIGGERS = 1u << 11,           /* CREATE TRIGGER ends at "; END ;" (SQLite's own rule) */
    SPLIT_PARENS = 1u << 12,             /* a semicolon inside parentheses does not end */
    SPLIT_EXECUTABLE_COMMENTS = 1u << 13 /* what stands in such a comment is executed (MySQL) */
} SplitRule;

/* Who runs: what others are told while they wait for the lock, and what the history keeps. */
typedef struct RunIdentity {
    const char *user, *host; /* of the operating system */
    int64_t pid;
} RunIdentity;

/* How long statements may wait and run; 0 = as the database does. */
typedef struct RunLimits {
    int64_t lock_ms, statement_ms;
    size_t retries; /* of what waited too long for locks of others */
} RunLimits;

/* What a statement does to transactions. It decides how the journal goes with it where a migration
 * does not run in one transaction as a whole. */
typedef enum StepKind {
    STEP_PLAIN,   /* runs in one transaction with its journal entry: never in doubt */
    STEP_ALONE,   /* commits by itself, or refuses to run in a transaction: announced before */
    STEP_SESSION, /* sets something for this session only: resuming runs it again */
    STEP_BEGIN,   /* the migration's own transactions: the journal's entries belong to them */
    STEP_COMMIT,
    STEP_ROLLBACK
} StepKind;

/* Is a statement in force whose end nobody has seen? */
typedef enum Verdict { VERDICT_NO, VERDICT_YES, VERDICT_UNKNOWN } Verdict;

/* The columns of the history table as a dialect writes them. */
typedef enum HistoryType {
    HISTORY_KEY,    /* 255 characters, the primary key */
    HISTORY_LINE,   /* 255 characters */
    HISTORY_TEXT,   /* any text, NULL allowed */
    HISTORY_NUMBER, /* 64 bits */
    HISTORY_TYPES   /* how many there are */
} HistoryType;

struct Words;

/* The rows of a table range by range. */
typedef struct Batch {
    const char *table;  /* as the statement writes it */
    const char *column; /* that the ranges go along, quoted; NULL = none that would do */
    int64_t at, end;    /* ranges so far; PostgreSQL: pages, and how many there are */
    bool last;          /* there is no other */
} Batch;

typedef struct RunOps {
    unsigned split; /* SplitRule bits */
    /* Takes the exclusive migration lock for the whole run, waiting at most `seconds`. The lock
     * goes with the process, however it ends, and not before the server is done with its last
     * statement. ERR_LOCKED says who holds it and since when, as far as that can be known. */
    bool (*lock)(Conn *conn, const RunIdentity *who, int seconds, Error *err);
    bool (*unlock)(Conn *conn, Error *err);
    /* Sets the limits of the session. */
    bool (*limit)(Conn *conn, const RunLimits *limits, Error *err);
    /* Opens the transaction of one migration; where DDL is not transactional it is only for the
     * history row. SQLite: switches foreign key enforcement off before it (the rebuild of a table
     * must not cascade), and commit() refuses when foreign_key_check finds new violations. */
    bool (*begin)(Conn *conn, Error *err);
    bool (*commit)(Conn *conn, Error *err);
    bool (*rollback)(Conn *conn, Error *err);

    /* Runs one statement of a migration. NULL: conn_exec(). */
    bool (*exec)(Conn *conn, const char *sql, Error *err);
    /* One statement outside the migration's transaction: how it goes with its journal entry. */
    StepKind (*step_kind)(const struct Words *words);
    const char *step_begin; /* opens the transaction of a STEP_PLAIN */
    /* Was the statement refused because it cannot run in a transaction? Then nothing of it is in
     * force, and it is STEP_ALONE. NULL: step_kind() knows them all. */
    bool (*refused_in_transaction)(const Error *err);
    /* What the server shows of all that the statement names, as text; *out NULL when its effects
     * do not show. Equal texts before and after: it is not in force, or it changed nothing. */
    bool (*observe)(Conn *conn, Mem *mem, const struct Words *words, const char **out, Error *err);
    /* May be NULL: what observe() saw before (its digest) and what it sees now are compared. */
    bool (*verdict)(Conn *conn, Mem *mem, const struct Words *words, const char *before,
                    Verdict *out, Error *err);
    /* Removes what a failed attempt left behind and would make the next one fail (an invalid
     * index), or names what may be such a thing; *told says what, NULL = nothing was there. NULL:
     * nothing can be left behind. */
    bool (*clear_leftover)(Conn *conn, Mem *mem, const struct Words *words, const char **told,
                           Error *err);
    /* Was a statement refused because what it drops is not there, or what it creates is? */
    bool (*refused_as_done)(const Error *err);
    /* Was it refused because others hold locks for too long? Trying again can help. */
    bool (*refused_as_busy)(const Error *err);

    /* An UPDATE in batches: fills `batch` but for its table, then gives one range after the other
     * as a condition; *range NULL = all were given. The last one is open: rows that come meanwhile
     * belong to it. NULL: the statement runs as a whole. */
    bool (*batch_begin)(Conn *conn, Mem *mem, Batch *batch, Error *err);
    bool (*batch_next)(Conn *conn, Mem *mem, Batch *batch, const char **range, Error *err);

    /* A database for trying things out: the URL of one in memory, or the statements that make and
     * drop one; "{name}" stands for its quoted name. */
    const char *scratch_url, *scratch_create, *scratch_drop;

    /* Scripts without a connection. script_stop makes the client end at the first error; the guard
     * fails unless "{condition}" holds, saying "{message}" (a literal) or "{name}" (an identifier).
     */
    const char *script_intro, *script_stop, *script_begin, *script_commit, *script_guard;
    /* Runs the statement that the expression "{needed}" gives; NULL where RenderOps.needed is. */
    const char *script_needed;
    const char *script_now, *script_user; /* applied_at and applied_by as expressions */

    const char *history_types[HISTORY_TYPES];
    const char *history_options; /* behind CREATE TABLE (…) */
    /* The names of the history table's columns, none when it does not exist; "{schema}" and
     * "{table}" stand for literals. */
    const char *history_columns;
} RunOps;

extern const RunOps run_postgres, run_mysql, run_sqlite;

#endif
