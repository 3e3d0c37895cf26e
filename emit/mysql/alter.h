/* Private to emit/mysql/: one changed table on its way into statements (alter.c). */
#ifndef EMIT_MYSQL_ALTER_H
#define EMIT_MYSQL_ALTER_H

#include "emit/mysql/mysql.h"

typedef LIST(const Constraint *) ConstraintList;

typedef struct Alter {
    Plan *plan;
    const Changes *all;
    const Change *change;
    const Table *from, *to;
    const Server *server;
    NameList modified; /* columns of `to` that get a MODIFY, each once */
    NameList early;    /* checks that went with the renames already */
    NameList early_indexes;
    NameList replaced;  /* columns of `to` that are dropped and added again */
    bool moves_period;  /* the table's period goes, or becomes another one */
    bool resizes;       /* its KEY_BLOCK_SIZE does, which the keys that are there would keep */
    NameList rewritten; /* indexes that go and come with them */
    bool renamed;
    bool fulltext;                  /* the main statement adds one */
    LIST(const Index *) later;      /* that need statements of their own */
    LIST(const Change *) explained; /* by other statements than the main one */
    PartitionChange partition;
    LIST(const Column *) defaults;    /* that MySQL takes in statements of their own only */
    LIST(const Column *) unversioned; /* that MariaDB takes once the table is versioned */
} Alter;

/* Clauses that may change columns. */
Clauses mysql_begin_clauses(const Alter *alter);
bool mysql_is_foreign_key(const Change *child);
bool mysql_has_name(const NameList *names, const char *name);
/* Is the member of `from` changed, apart from its name? */
bool mysql_alters(const Alter *alter, const Object *from);
void mysql_add_check(Alter *alter, Clauses *clauses, const Constraint *check);
void mysql_add_index(const Alter *alter, Clauses *clauses, const Index *index);
/* Unless it went already. */
void mysql_drop_check(Alter *alter, Clauses *clauses, const Constraint *check);

/* --- early.c: what goes before ---------------------------------------------------------------- */

void mysql_drop_foreign_keys(Alter *alter);
void mysql_drop_spatial_indexes(Alter *alter);
/* Whose names another table takes. */
void mysql_drop_taken_checks(Alter *alter);
void mysql_rename_members(Alter *alter);

/* --- replace.c ----------------------------------------------------------------------------------
 */

/* Fills alter->replaced: columns that no MODIFY can change, and what is made of them; and says
 * what else makes keys go and come. */
void mysql_find_replaced(Alter *alter);
bool mysql_is_replaced(const Alter *alter, const Column *to);
/* The period that changes, and what stays as it is, but must go and come: keys and checks that name
 * it or such a column, keys when their table's blocks get another size. */
void mysql_replace_dependents(Alter *alter, Clauses *drops, Clauses *adds);
/* A comment for each column that goes and comes although nothing of its own changed. */
void mysql_explain_replaced(const Alter *alter, Statement *statement);

#endif
