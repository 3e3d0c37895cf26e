/* What a dialect compares differently: the compare half of struct Dialect. A NULL slot means the
 * generic answer. */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "schema/change.h"

typedef struct CompareOps {
    /* Are two literal defaults the same value for a column of this type? Generic: same kind and
     * text; numbers by value; a number and a string of the same digits on numeric types. */
    bool (*literal_equal)(const Server *server, const Type *type, const Default *a,
                          const Default *b);
    /* Expression texts that are the same to this server though spelled differently, beyond the
     * light canonical form: now() and CURRENT_TIMESTAMP. `column` may be NULL. */
    bool (*expr_equal)(Mem *mem, const Server *server, const Column *column, const char *a,
                       const char *b);
    /* Whole CREATE statements of routines, triggers and events that are the same to this server.
     * Slot NULL: compared as expressions are. */
    bool (*statement_equal)(Mem *mem, const Server *server, const char *a, const char *b);
    /* Is the table copied when the column gets another name? Foreign keys of the column do not live
     * through that. Slot NULL: no. */
    bool (*rename_copies)(const Server *server, const Table *table, const char *column);
    /* Does the server keep USING BTREE apart from an index that does not say how it is made? */
    bool keeps_btree;
    /* PARTITION BY clauses. Slot NULL: compared as expressions are. */
    bool (*partition_equal)(Mem *mem, const char *a, const char *b);
    /* FOR VALUES clauses. Slot NULL: compared as expressions are. */
    bool (*bound_equal)(Mem *mem, const char *a, const char *b);
    /* Does the server keep a view's list of columns as part of its query? Slot NULL: no. */
    bool (*view_columns_in_query)(const Server *server);
    /* Value of an option when it is absent ("btree", "heap" …), or NULL. */
    const char *(*option_default)(const Server *server, ObjectKind kind, const Object *object,
                                  const char *name);
    /* A view stops changes to the columns it uses: it must be dropped before and created after. */
    bool views_block;
    /* A table or routine that is altered, but not in place: a new one takes its name. Slot NULL:
     * none. */
    bool (*is_replaced)(const Changes *all, const Change *change);
    /* The body of a routine that is nothing but a text to the server until it runs; empty: there is
     * none, or it is bound to the tables and columns that it names. Slot NULL: all bodies are. */
    Str (*routine_text)(const char *definition);
    /* Effective charset and collation of a column, so that "inherited" and "written out" are the
     * same; NULL results are unknown and equal anything. Slot NULL: compares the fields. */
    void (*column_collation)(const Server *server, const Column *column, const char **charset,
                             const char **collation);
} CompareOps;

extern const CompareOps compare_postgres, compare_mysql, compare_sqlite;

#endif
