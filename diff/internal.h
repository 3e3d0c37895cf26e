/* Private to diff/: the context of one comparison and the helpers of its files. */
#ifndef DIFF_INTERNAL_H
#define DIFF_INTERNAL_H

#include "diff/compare.h"
#include "diff/diff.h"

/* --- match.c: which object is which ------------------------------------------------------------
 */

#define NO_MATCH SIZE_MAX

/* partner[i] is the index in `from` of to[i], or NO_MATCH; back[j] the reverse. */
typedef struct Match {
    size_t *partner, *back;
    size_t from_len, to_len;
} Match;

/* One column that has another name on the other side. */
typedef struct ColumnRename {
    const char *from, *to;
} ColumnRename;

typedef LIST(ColumnRename) ColumnRenames;

typedef struct TablePair {
    const Table *from, *to;
    ColumnRenames renames;
    Change *alter; /* the CHANGE_ALTER of the pair, made when the first difference is found */
} TablePair;

typedef struct Diff {
    Mem *mem;
    const Server *server;
    const CompareOps *ops;
    const Schema *from, *to;
    Changes *changes;
    LIST(TablePair) pairs; /* sorted by the name in `from` */
    Match tables;
    bool renamed; /* some table or column has another name on the other side */
} Diff;

typedef struct MatchRule {
    /* Two objects of the same name that may not be paired (constraints of different types). */
    bool (*compatible)(const Object *from, const Object *to);
    /* What an object is without its name; NULL = names only. */
    const char *(*signature)(Mem *mem, const Object *object);
    /* The same with all that may differ between two of one signature: tried first. NULL = none. */
    const char *(*exact)(Mem *mem, const Object *object);
    /* Unnamed objects of `to` may match named ones of `from` (a model against a database). */
    bool unnamed_to_any;
    /* Named objects of the same signature that found no partner are one object renamed. */
    bool pure_renames;
} MatchRule;

Match match_objects(Mem *mem, const Object *const *from, size_t from_len, const Object *const *to,
                    size_t to_len, const MatchRule *rule);

extern const MatchRule match_names, match_constraints, match_indexes;

#define OBJECTS(list) ((const Object *const *)(list)->at), (list)->len

/* --- equal.c: are two values the same -----------------------------------------------------------
 */

/* Expression of `from`, of `to`; `pair` gives renamed columns (NULL: none). */
bool equal_expr(const Diff *diff, const TablePair *pair, const Column *column, const Expr *from,
                const Expr *to);
/* A declared type under its new name is the same type. */
bool equal_type(const Diff *diff, const Type *from, const Type *to);
bool equal_default(const Diff *diff, const Column *column, const Default *from, const Default *to);
bool equal_options(const Diff *diff, ObjectKind kind, const Object *from, const Options *a,
                   const Object *to, const Options *b);
bool equal_names(const NameList *a, const NameList *b);
bool equal_numbers(const SequenceNumbers *a, const SequenceNumbers *b);
bool equal_keys(const Diff *diff, const TablePair *pair, const KeyParts *from, const KeyParts *to);
/* The expression with the columns' new names, as the server itself rewrites it. Strings stay. */
const char *with_renamed_columns(Mem *mem, const TablePair *pair, const char *text);
/* The name in `to` of a column of `from`. */
const char *renamed_column(const TablePair *pair, const char *name);

/* complete.c: a function or procedure of the model that leaves out its arguments gets the name that
 * the database's only one has. */
void complete_routines(Schema *model, const Schema *live);

/* --- table.c, parts.c ---------------------------------------------------------------------------
 */

TablePair *diff_pair(const Diff *diff, const char *schema, const char *name); /* by name in from */
void diff_table(Diff *diff, TablePair *pair);
unsigned column_parts(const Diff *diff, const TablePair *pair, const Column *from,
                      const Column *to);
unsigned constraint_parts(const Diff *diff, const TablePair *pair, const Constraint *from,
                          const Constraint *to);
unsigned index_parts(const Diff *diff, const TablePair *pair, const Index *from, const Index *to);
unsigned view_parts(const Diff *diff, const View *from, const View *to);
unsigned trigger_parts(const Diff *diff, const Trigger *from, const Trigger *to);
unsigned policy_parts(const Diff *diff, const TablePair *pair, const Policy *from,
                      const Policy *to);
unsigned routine_parts(const Diff *diff, const Routine *from, const Routine *to);
unsigned declared_parts(const Diff *diff, const Declared *from, const Declared *to);
/* The change of the table; made when there is none. */
Change *diff_alter(Diff *diff, TablePair *pair);
Change *diff_child(Diff *diff, TablePair *pair, ChangeOp op, ObjectKind kind, const void *from,
                   const void *to);
/* A member that stays, but stands in the way of another change: PART_RECREATE, which gives it its
 * new name, too. */
void diff_recreate(Diff *diff, TablePair *pair, ObjectKind kind, const Object *from);
Change *diff_add(Diff *diff, ChangeOp op, ObjectKind kind, const void *from, const void *to);

/* view_members.c: adds the changes of the view's triggers and rules to `alter`, which is made when
 * there is none (NULL). */
void diff_view_members(Diff *diff, const View *from, const View *to, Change *alter);
/* A trigger or rule of a view that stays as it is, but stands in the way of another change. */
void diff_recreate_on_view(Diff *diff, const View *from, const View *to, const Trigger *member);

/* --- depend.c: what stands in the way of the changes that were found
 * ------------------------------ */

void diff_dependents(Diff *diff);
/* depend_types.c; before the others: what it finds may stand in the way of more. */
void diff_replace_types(Diff *diff);
/* enum_use.c: does any change use the value of an enum? */
bool diff_uses_value(const Diff *diff, const char *value);
/* A change of a column that what reads it must not see: a view, a rule, a policy. */
bool diff_stops_readers(const Change *column);
void diff_recreate_dependents(Diff *diff); /* recreate.c */
void diff_recreate_attached(Diff *diff);   /* attached.c */
void diff_recreate_readers(Diff *diff);    /* depend_readers.c; after the views */

/* --- hazard.c ------------------------------------------------------------------------------------
 */

void diff_hazards(Diff *diff);

#endif
