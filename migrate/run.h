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

typedef struct RunOps {
    unsigned split; /* SplitRule bits */
    /* Takes the exclusive migration lock for the whole run, waiting at most `seconds`. ERR_LOCKED
     * says who holds it and since when, as far as the server tells. SQLite has no lock apart from
     * its transactions: begin() is BEGIN IMMEDIATE. */
    bool (*lock)(Conn *conn, int seconds, Error *err);
    bool (*unlock)(Conn *conn, Error *err);
    /* Opens the transaction of one migration; where DDL is not transactional it is only for the
     * history row. SQLite: switches foreign key enforcement off before it (the rebuild of a table
     * must not cascade), and commit() refuses when foreign_key_check finds new violations. */
    bool (*begin)(Conn *conn, Error *err);
    bool (*commit)(Conn *conn, Error *err);
    bool (*rollback)(Conn *conn, Error *err);
    /* CREATE TABLE IF NOT EXISTS for the history; "%s" stands for the quoted name. */
    const char *history_ddl;
    /* Gives a row when the history table exists; "%s" stands for its name as a literal. */
    const char *history_exists;
} RunOps;

extern const RunOps run_postgres, run_mysql, run_sqlite;

#endif
