/* Private to emit/postgres/: one file a kind, and the fragments of SQL that several of them share.
 */
#ifndef EMIT_POSTGRES_POSTGRES_H
#define EMIT_POSTGRES_POSTGRES_H

#include "emit/render.h"
#include "schema/dialects/postgres.h"
#include "schema/inherit.h"

/* One change that is being planned. */
typedef struct Emit {
    Plan *plan;
    const Changes *all;
    const Change *change; /* whose description the first statement bears */
    bool explained;
    const char *words; /* instead of the change's own words and hazards; NULL = those */
} Emit;

Emit emit_begin(Plan *plan, const Changes *all, const Change *change);
/* The same plan for a child of the change. */
Emit emit_child(const Emit *emit, const Change *child);
Sql emit_sql(const Emit *emit, const char *words);
Statement *emit_add(Emit *emit, Phase phase, const Object *object, const Sql *sql);
void emit_hazard(const Emit *emit, Statement *statement, HazardKind kind, const char *text);
/* ALTER word … RENAME TO, DROP word: what the emit's change says of its object. */
void rename_object(Emit *emit, const char *word);
void drop_object(Emit *emit, const char *word, Phase phase);
/* Is it dropped before the renaming, to be made again? Then it must not be renamed as well.
 * Routines are only where they are PART_RECREATE. */
bool is_recreated(const Changes *all, const Object *to);
/* "table"."column" for texts of hazards. */
const char *emit_label(const Emit *emit, const Object *table, const char *column);

/* --- text.c: fragments --- */

void put_type(Sql *sql, const Type *type);
void put_collation(Sql *sql, const Schema *schema, const char *collation); /* NULL: nothing */
/* The value alone; `guarded` puts parentheses around what could run into the next clause. */
void put_default(Sql *sql, const Default *def, bool guarded);
/* The clauses of CREATE or ALTER SEQUENCE in which `to` differs from `from`. */
void put_numbers(Sql *sql, const SequenceNumbers *from, const SequenceNumbers *to);
/* GENERATED … AS IDENTITY (…) */
void put_identity(Sql *sql, const Column *column);
/* (a=1, b='x') of an OPTION_MAP value; false and nothing when NULL. */
bool put_options(Sql *sql, const char *map);
/* What has to be SET and RESET to turn the map `from` into `to`; NULL = nothing. */
const char *options_to_set(Mem *mem, const char *from, const char *to);
const char *options_to_reset(Mem *mem, const char *from, const char *to);
/* "schema.name" or "name" of a list in Table. */
void put_relation(Sql *sql, const Schema *schema, const char *label);
void put_keys(Sql *sql, const Schema *schema, const KeyParts *keys);
void put_include(Sql *sql, const NameList *include);
const char *upper(Mem *mem, const char *text);

/* Ends and adds a COMMENT ON that has said of what; NULL = there is no comment any more. */
void comment_is(Emit *emit, Phase phase, const Object *object, Sql *named, const char *comment);
/* The words that COMMENT ON takes before the name: "TABLE", "CONSTRAINT". */
void comment_on(Emit *emit, const char *words, const Object *object, const Object *table,
                const char *comment);
/* For a new object: says nothing when there is no comment. */
void comment_new(Emit *emit, const char *words, const Object *object, const Object *table);

/* --- kinds --- */

bool render_namespace(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_extension(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_enum(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_composite(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_domain(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_routine(Plan *plan, const Changes *all, const Change *change, Error *err);
/* Is the routine of the change dropped to be made again, or for another one of its name? */
bool routine_comes_back(const Changes *all, const Change *change);
/* When a routine is made; when the one that the change drops, be it to come back, goes. */
Phase routine_create_phase(const Emit *emit, const Routine *to);
Phase routine_drop_phase(const Emit *emit, const Change *change);
bool render_declared(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_sequence(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_table(Plan *plan, const Changes *all, const Change *change, Error *err);
bool render_view(Plan *plan, const Changes *all, const Change *change, Error *err);

/* table.c */
void table_create(Emit *emit, const Table *to);
void table_alter(Emit *emit);
void put_storage(Emit *emit, const Column *from, const Column *to);
/* The table of `all->from` that became this one of `all->to`, or NULL. */
const Table *former_table(const Changes *all, const Table *table);
/* Is the change the creation of a table? Then what is made for it finds no rows. */
bool is_new_table(const Emit *emit);

/* inherit.c: tables that get columns and checks from others */
void inherit_change(Emit *emit);
bool is_inherited(const Schema *schema, const Table *table, const char *column);
/* The emit's change is the table's; `table` is it, after the change. */
void inherited_change(const Emit *emit, const Table *table, const char *name);
/* Does a child that has inherited the column keep it as its own? Then the parent lets it go, and
 * the statements for the children that do not keep it are added here. */
bool children_keep(Emit *emit, const Table *parent, const char *column);
bool is_inherited_check(const Schema *schema, const Table *table, const Constraint *check);

/* --- partition_online.c --- */
/* Are any known? Without a database not those that the model leaves out. */
bool has_partitions(const Emit *emit, const Table *table);
void index_create_on_partitions(Emit *emit, Phase phase, const Index *index);
/* A primary key or unique one. */
void key_create_on_partitions(Emit *emit, const Constraint *key);
/* What the key of a partition has left there, after the parent's. */
void not_null_drop_on_partitions(Emit *emit, const Column *parent, const Table *table);
/* On every partition of the table, and on theirs; `table` itself is left to the caller. */
void foreign_key_create_on_partitions(Emit *emit, const Constraint *key, const Table *table);
/* constraint.c: added NOT VALID and validated under a lock that lets others read and write. The
 * steps are those of `object`. */
void constraint_create_validated(Emit *emit, const Constraint *constraint, const Object *object);
/* Its index is built beforehand, and becomes that of the key. */
void key_create_from_index(Emit *emit, const Constraint *key, const Object *object);
/* Before the table gets that parent: columns and checks become what the parent wants. */
void agree_with_parent(Emit *emit, const Table *from, const Table *to, const char *label);

/* What the table had from a parent that it loses, and shall not have any more. */
void leave_columns(Emit *emit, const Table *from, const Table *to, const Table *parent);
/* A typed table is let go of before what its type does not allow, and taken back behind it; `from`
 * NULL: the table is new. The emit's change is the table's. */
void typed_change(Emit *emit, const Table *from, const Table *to);
/* After the column of a parent has changed, which changed it in all that descend from it: those
 * that have it their own way get it back. The emit's change is the column's. */
void restore_in_children(const Emit *emit);
/* Does the column come, and change, with that of a parent that the table keeps? The emit's change
 * is the table's, here and below. */
bool comes_with_parent(const Emit *emit, const char *column);
/* Does it go with that of a parent that the table keeps? What is left of it then is dropped. */
bool goes_with_parents(Emit *emit, const char *column);

/* partition.c */
void partition_change(Emit *emit);
bool keeps_parent(const Changes *all, const Table *from, const Table *to);

/* table_replace.c: a new table takes the name and the rows. */
bool table_is_replaced(const Changes *all, const Table *from);
/* Is it a partition of one that is? Then its rows go over with those of the parent. */
bool goes_with_parent(const Changes *all, const Table *from);
Statement *table_move_aside(Emit *emit, const Table *from);
void table_replace(Emit *emit, const Table *from, const Table *to);

/* column.c, column_type.c, identity.c */
void put_column(Sql *sql, const Schema *schema, const Column *column);
void column_create(Emit *emit);
void column_drop(Emit *emit, const Table *to, bool early);
void column_alter(Emit *emit);
/* A new table's column, as far as CREATE TABLE cannot say it: what it has not of its parent's
 * (NULL: it has none). */
void differ_from_parent(Emit *emit, const Column *parent, const Column *to);
void add_new_column(Emit *emit, const Column *to);
void change_expression(Emit *emit, const Column *to);
void column_type(Emit *emit, const Column *from, const Column *to);
bool type_rewrites(const Type *from, const Type *to);
/* The name of the sequence behind a serial or identity column. */
const char *column_sequence(Mem *mem, const Column *column);
/* Written inside CREATE TABLE. */
bool constraint_is_inline(const Constraint *constraint);
void identity_take(Emit *emit, const Column *from, const Column *to);
void identity_give(Emit *emit, const Column *from, const Column *to);
/* Sequences of serial and identity columns are renamed with their table or column. */
/* A new counter must not hand out what the rows already have. */
void identity_catch_up(Emit *emit, const Column *to);
void identity_follow(Emit *emit, const Table *from, const Table *to);
/* A declared sequence that was, or will be, the own one of a serial column of `schema`: it is
 * changed in place. */
const Column *serial_of(const Schema *schema, const Sequence *sequence);

void view_create(Emit *emit, const View *to);
void view_drop(Emit *emit, const View *from);

/* generated.c: columns that are dropped and added again around the other changes of the table,
 * because their expression cannot be changed in place, or because the type of a column they read
 * changes. The emit's change is the table's. */
bool generated_is_rebuilt(const Emit *emit, const Column *to);
void generated_take(Emit *emit);
void generated_give(Emit *emit);

/* constraint.c, index.c, trigger.c, policy.c */
/* plan->online, and the table is there already. */
bool is_used(const Emit *emit, const Table *table);
bool is_concurrent(const Emit *emit, const Table *table);
/* What follows CREATE INDEX. */
/* `only`: without those of partitions. */
void put_index(Sql *sql, const Schema *schema, const Object *relation, const Index *index,
               bool only);
void put_constraint(Sql *sql, const Schema *schema, const Constraint *constraint);
void constraint_create(Emit *emit, const Constraint *constraint);
/* The comments of a new one and of its index. */
void constraint_comments(Emit *emit, const Constraint *to);
void constraint_change(Emit *emit, const Table *from, const Table *to);
bool drop_foreign_key(Plan *plan, const Changes *all, const Constraint *key, Error *err);
void index_create(Emit *emit, Phase phase, const Object *relation, const Index *index);
void index_change(Emit *emit, const Table *to);
/* Storage parameters and tablespace of an index, or of a constraint's index, called `name`. */
void index_storage(Emit *emit, const Object *index, const char *name, const Table *table,
                   const Options *from, const Options *to);

/* rights.c: `from`, which SQL calls `name`, is dropped in the phase and comes back as `to`, which
 * is the "TABLE name" or "ROUTINE name(types)" `object`: it gets its owner and privileges back. */
void rights_keep(const Emit *emit, Phase phase, const Object *from, const char *name,
                 const Object *to, const char *object);

/* trigger.c: triggers and rules of tables and views. The emit's change is the trigger's. */
/* ENABLE, DISABLE, ENABLE REPLICA or ENABLE ALWAYS: the option `enabled`. */
void put_firing(Sql *sql, const char *state);
void trigger_create(Emit *emit, const Trigger *trigger);
void trigger_change(Emit *emit);
/* The states of a partition's copies of its parent's triggers; `from` NULL: the partition is new.
 */
void trigger_states_change(Emit *emit, const Table *from, const Table *to);
/* Of a table or view that goes: they may name what goes before it. */
void rules_drop(Emit *emit, Trigger *const *rules, size_t n);

/* replica_identity.c; after the indexes of the table */
void replica_identity_change(const Emit *emit, const Table *from, const Table *to);

/* policy.c */
void policy_create(Emit *emit, const Policy *policy);
void policy_change(Emit *emit);
/* Whether the table has row security, and for its owner, too. */
void security_change(Emit *emit, const Table *from, const Table *to);

/* row_cast.c: values of a composite type that was replaced and has other fields. */
bool is_row_cast(const Changes *all, const Type *from, const Type *to);
void put_row_cast(Sql *sql, const Changes *all, const char *value, const Type *from,
                  const Type *to);
/* The same where the values are elements of an array or of a domain: by a cast that is made for it.
 */
bool is_wrapped_row_cast(const Changes *all, const Type *from, const Type *to);
void put_wrapped_row_cast(Sql *sql, const Changes *all, const char *value, const Type *to);
bool row_cast_is_needed(const Changes *all, const Composite *from, const Composite *to);
void row_cast_create(Emit *emit, Phase phase, const Composite *from, const Composite *to);
void row_cast_drop(Emit *emit, const Composite *to);

/* convert.c: `value` as a value of another type; and USING with it where no assignment cast does it
 * (from and to may be of other names). */
void put_conversion(Sql *sql, const Changes *all, const char *value, const Type *from,
                    const Type *to);
void put_using(Sql *sql, const Changes *all, const Column *from, const Column *to);

/* guard.c */
const char *postgres_guard(Mem *mem, const Server *server, const char *sql);

/* --- names.c: names that are taken again --- */

enum { NAME_OF_RELATION = 1u, NAME_OF_TYPE = 2u, NAME_IN_TABLE = 4u };

/* The spaces in which an object of the kind has its name, as bits; 0 = in none that it shares with
 * other kinds. */
unsigned name_spaces(ObjectKind kind);
/* Does anything of the difference take the name in a phase up to `last`? Asked about names that
 * something has which is dropped or renamed. */
bool name_is_claimed(const Emit *emit, const char *schema, const char *name, unsigned spaces,
                     Phase last);
/* Is another constraint of the table, or another relation, renamed to what this one is called? */
bool constraint_is_claimed(const Emit *emit, const Constraint *from, const Table *to);
/* The same of the sequence that is the column's own, if it has one. */
bool sequence_is_claimed(const Emit *emit, const Column *from, Phase last);
/* … of a table that is dropped, its indexes and its sequences: it has to go early. */
bool table_is_in_the_way(const Emit *emit, const Table *from);

/* Gives the object another name for the time being, which it returns. `word` stands behind ALTER.
 */
const char *step_aside(Emit *emit, Phase phase, const char *word, const Object *object,
                       const char *name);
/* The name under which an object is found that is about to be renamed: its own or, where another
 * one is renamed to that, one that it gets for the time being. */
const char *make_room(Emit *emit, const char *word, const Object *from, const char *name,
                      unsigned spaces);
/* What stepped aside goes. */
void old_drop(Emit *emit, const char *word, const Object *object, Phase phase);
/* The emit's change drops its object, which steps aside before where its name is taken again. */
void drop_or_step_aside(Emit *emit, const char *word, Phase phase);
#define OLD_PREFIX "schemadiff_old_"
/* Cut to what the server takes. */
const char *name_with_prefix(Mem *mem, const char *prefix, const char *name);

/* swap.c: views that stay, but stand in the way of what happens to the table: dropped and made
 * again. */
void views_step_aside(const Emit *emit, const Table *from);

#endif
