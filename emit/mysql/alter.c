/* One changed table: what goes before (early.c), then everything else in one ALTER TABLE, and its
 * foreign keys come last. */
#include "emit/mysql/alter.h"
#include "emit/fill.h"
#include "schema/dialects/mysql_text.h"

#include <string.h>

static void modify(Alter *alter, const char *column)
{
    if (column && !mysql_has_name(&alter->modified, column)) {
        list_push(alter->plan->mem, &alter->modified, column);
    }
}

Clauses mysql_begin_clauses(const Alter *alter)
{
    Clauses clauses = clauses_new(alter->plan->mem, alter->server);
    bool versioned = options_has(&alter->from->options, "system_versioned");
    for (size_t i = 0; versioned && i < alter->change->children.len; i++) {
        clauses.keeps_history |= alter->change->children.at[i]->kind == OBJ_COLUMN;
    }
    return clauses;
}

/* --- foreign keys
 */

static void create_foreign_keys(Alter *alter)
{
    ConstraintList keys = {0};
    LIST(const Change *) changes = {0};
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (mysql_is_foreign_key(child) && child->constraint.to && child->op != CHANGE_RENAME) {
            list_push(alter->plan->mem, &keys, child->constraint.to);
            list_push(alter->plan->mem, &changes, child);
        }
    }
    mysql_add_foreign_keys(alter->plan, alter->all->to, alter->from, alter->to, keys.at, keys.len);
    for (size_t i = 0; i < changes.len; i++) {
        Statement *last = alter->plan->statements.at[alter->plan->statements.len - 1];
        statement_explains(alter->plan, last, changes.at[i]);
    }
}

/* --- dropping ----------------------------------------------------------------------------------
 */

static bool replaces_index(const Change *child)
{
    return child->kind == OBJ_INDEX && child->op == CHANGE_ALTER &&
           (child->parts != PART_OPTIONS ||
            text_equal(options_get(&child->index.from->options, "invisible"),
                       options_get(&child->index.to->options, "invisible")));
}

static void drop_constraint(Alter *alter, Clauses *clauses, const Change *child)
{
    const Constraint *from = child->constraint.from;
    bool enforced_only = child->op == CHANGE_ALTER && child->parts == PART_ENFORCED;
    if (!from || mysql_is_foreign_key(child) || child->op == CHANGE_RENAME) {
        return;
    }
    if (from->type == CONSTRAINT_PRIMARY_KEY) {
        Sql sql = sql_new(alter->plan->mem, alter->server);
        sql_kw(&sql, "DROP PRIMARY KEY");
        clauses_add(clauses, &sql);
    } else if (mysql_check_is_inline(alter->server, from)) {
        modify(alter, from->keys.at[0].column);
    } else if (from->type == CONSTRAINT_CHECK && !enforced_only) {
        mysql_drop_check(alter, clauses, from);
    }
}

static void add_drops(Alter *alter, Clauses *clauses)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_INDEX && child->index.from &&
            mysql_has_name(&alter->early_indexes, child->index.from->base.name)) {
            continue;
        }
        if (child->kind == OBJ_INDEX && child->op == CHANGE_DROP) {
            clauses_name(clauses, "DROP INDEX", index_name(alter->all->from, child->index.from));
        } else if (replaces_index(child)) {
            clauses_name(clauses, "DROP INDEX", index_name(alter->all->to, child->index.to));
        } else if (child->kind == OBJ_CONSTRAINT) {
            drop_constraint(alter, clauses, child);
        }
    }
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_DROP) {
            clauses_name(clauses, "DROP COLUMN", child->column.from->base.name);
        }
    }
    for (size_t i = 0; i < alter->replaced.len; i++) {
        clauses_name(clauses, "DROP COLUMN", alter->replaced.at[i]);
    }
}

/* --- InnoDB's own indexes ------------------------------------------------------------------------
 */

static bool begins_with(const KeyParts *keys, const KeyParts *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (i >= keys->len || keys->at[i].length ||
            !text_equal(keys->at[i].column, columns->at[i].column)) {
            return false;
        }
    }
    return columns->len > 0;
}

/* May InnoDB have made this index for a foreign key? It names it after the key or, when that had
 * no name, after the first column: rid, rid_2. */
static bool looks_generated(const Table *table, const Index *index)
{
    if (index->unique || index->method || index->options.len) {
        return false;
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type != CONSTRAINT_FOREIGN_KEY || index->keys.len != key->keys.len ||
            !begins_with(&index->keys, &key->keys)) {
            continue;
        }
        const char *column = key->keys.at[0].column;
        if (text_equal(index->base.name, key->base.name) || text_starts(index->base.name, column)) {
            return true;
        }
    }
    return false;
}

/* Such an index vanishes without a word when another that begins with the same columns is added:
 * dropped and added in the same statement it is an ordinary one. */
static void keep_generated(Alter *alter, Clauses *drops, Clauses *adds)
{
    for (size_t i = 0; i < alter->to->indexes.len; i++) {
        const Index *index = alter->to->indexes.at[i];
        bool wanted = false, changed = false;
        for (size_t j = 0; j < alter->change->children.len; j++) {
            const Change *child = alter->change->children.at[j];
            if (child->kind != OBJ_INDEX || !child->index.to || child->op == CHANGE_RENAME) {
                continue;
            }
            changed |= child->index.to == index;
            wanted |= child->index.to != index && begins_with(&child->index.to->keys, &index->keys);
        }
        if (!wanted || changed || mysql_has_name(&alter->rewritten, index->base.name) ||
            !looks_generated(alter->from, index)) {
            continue;
        }
        clauses_name(drops, "DROP INDEX", index->base.name);
        mysql_add_index(alter, adds, index);
    }
}

/* --- adding and changing -------------------------------------------------------------------------
 */

static bool is_made_of(const Alter *alter, const Column *generated, const Column *column)
{
    return generated->generated != GENERATED_NONE &&
           mysql_mentions(alter->plan->mem, generated->generated_expr.text, column->base.name);
}

/* A generated column, and one whose default is an expression, must stand before the generated
 * columns that are made of it, which may be there already. */
static void put_place(Alter *alter, Sql *sql, const Column *column)
{
    const Column *previous = NULL;
    bool needed = false;
    for (size_t i = 0; i < alter->to->columns.len; i++) {
        const Column *other = alter->to->columns.at[i];
        bool there = other != column && table_column(alter->from, other->base.name) &&
                     !mysql_is_replaced(alter, other);
        needed |= there && is_made_of(alter, other, column);
        if (there && !needed && i < column->position) {
            previous = other;
        }
    }
    if (!needed ||
        (column->generated == GENERATED_NONE && column->default_value.kind != DEFAULT_EXPRESSION)) {
        return;
    }
    sql_kw(sql, previous ? "AFTER" : "FIRST");
    if (previous) {
        sql_ident(sql, previous->base.name);
    }
}

/* Its default comes after everything else, in a statement of its own. */
static void default_later(Alter *alter, const Column *column)
{
    for (size_t i = 0; i < alter->defaults.len; i++) {
        if (text_equal(alter->defaults.at[i]->base.name, column->base.name)) {
            return;
        }
    }
    list_push(alter->plan->mem, &alter->defaults, column);
}

static bool starts_history(const Alter *alter)
{
    return options_has(&alter->to->options, "system_versioned") &&
           !options_has(&alter->from->options, "system_versioned");
}

static Options without_option(Mem *mem, const Options *options, const char *name)
{
    Options kept = {0};
    for (size_t i = 0; i < options->len; i++) {
        if (!text_equal(options->at[i].name, name)) {
            list_push(mem, &kept, options->at[i]);
        }
    }
    return kept;
}

static void column_clause(Alter *alter, Clauses *clauses, const char *words, const Column *column,
                          bool force_nullable)
{
    Column plain = *column;
    if (mysql_default_is_unsafe(alter->plan->mem, alter->server, column)) {
        plain.default_value = (Default){0};
        default_later(alter, column);
    }
    if (options_has(&column->options, "unversioned") && starts_history(alter)) {
        plain.options = without_option(alter->plan->mem, &column->options, "unversioned");
        list_push(alter->plan->mem, &alter->unversioned, column);
    }
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, words);
    mysql_column(&sql, &plain, force_nullable);
    if (text_equal(words, "ADD COLUMN")) {
        put_place(alter, &sql, column);
    }
    clauses_add(clauses, &sql);
}

/* Added and filled before the main statement, which makes it NOT NULL: the value may come from
 * columns that go, and the keys that come need it. */
static bool is_added_before(const Change *child)
{
    return child->kind == OBJ_COLUMN && child->op == CHANGE_CREATE &&
           column_fill(NULL, child->column.to);
}

static bool is_filled_before(const Change *child)
{
    return child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER && (child->parts & PART_NULL) &&
           column_fill(child->column.from, child->column.to) &&
           !mysql_column_is_replaced(child->column.from, child->column.to);
}

/* A value of the new type needs the new type, and a column that was generated takes none. */
static bool is_retyped_before(const Change *child)
{
    return is_filled_before(child) && (child->parts & (PART_TYPE | PART_GENERATED));
}

/* Those that change, in the order of the table: each may be made of those before it. */
static void add_columns(Alter *alter, Clauses *clauses)
{
    NameList added = {0};
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind != OBJ_COLUMN || child->op == CHANGE_RENAME || child->op == CHANGE_DROP) {
            continue;
        }
        const Column *to = child->column.to;
        bool unsafe = mysql_default_is_unsafe(alter->plan->mem, alter->server, to);
        if (unsafe && child->op == CHANGE_ALTER && child->parts == PART_DEFAULT) {
            default_later(alter, to); /* and without a MODIFY, after which MySQL may lose it */
        } else if (is_added_before(child)) {
            modify(alter, to->not_null ? to->base.name : NULL);
            if (unsafe) {
                default_later(alter, to);
            }
        } else if (child->op == CHANGE_CREATE) {
            list_push(alter->plan->mem, &added, to->base.name);
        } else {
            modify(alter, to->base.name);
        }
    }
    for (size_t i = 0; i < alter->to->columns.len; i++) {
        const Column *column = alter->to->columns.at[i];
        if (mysql_has_name(&added, column->base.name) || mysql_is_replaced(alter, column)) {
            column_clause(alter, clauses, "ADD COLUMN", column, false);
        }
    }
    for (size_t i = 0; i < alter->modified.len; i++) {
        const Column *column = table_column(alter->to, alter->modified.at[i]);
        if (column && !mysql_has_name(&added, column->base.name) &&
            !mysql_is_replaced(alter, column)) {
            column_clause(alter, clauses, "MODIFY COLUMN", column, false);
        }
    }
}

/* MariaDB: a check that is part of its column changes with the column. */
static void modify_checked_columns(Alter *alter)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_CONSTRAINT && child->constraint.to && child->op != CHANGE_RENAME &&
            mysql_check_is_inline(alter->server, child->constraint.to)) {
            modify(alter, child->constraint.to->keys.at[0].column);
        }
    }
}

static void add_constraint(Alter *alter, Clauses *clauses, const Change *child)
{
    const Constraint *to = child->constraint.to;
    bool enforced_only = child->op == CHANGE_ALTER && child->parts == PART_ENFORCED;
    if (!to || mysql_is_foreign_key(child) || child->op == CHANGE_RENAME) {
        return;
    }
    if (to->type == CONSTRAINT_PRIMARY_KEY) {
        Sql sql = sql_new(alter->plan->mem, alter->server);
        sql_kw(&sql, "ADD");
        mysql_primary_key(&sql, to);
        clauses_add(clauses, &sql);
    } else if (to->type == CONSTRAINT_CHECK && enforced_only &&
               !mysql_has_name(&alter->early, to->base.name)) {
        Sql sql = sql_new(alter->plan->mem, alter->server);
        sql_kw(&sql, "ALTER CHECK");
        sql_ident(&sql, to->base.name);
        sql_kw(&sql, to->not_enforced ? "NOT ENFORCED" : "ENFORCED");
        clauses_add(clauses, &sql);
    } else if (to->type == CONSTRAINT_CHECK && !mysql_check_is_inline(alter->server, to)) {
        mysql_add_check(alter, clauses, to);
    }
}

static void index_visibility(Alter *alter, Clauses *clauses, const Index *index)
{
    bool maria = alter->server->flavor == FLAVOR_MARIADB;
    bool hidden = options_has(&index->options, "invisible");
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, "ALTER INDEX");
    sql_ident(&sql, index_name(alter->all->to, index));
    sql_kw(&sql, maria ? (hidden ? "IGNORED" : "NOT IGNORED") : (hidden ? "INVISIBLE" : "VISIBLE"));
    clauses_add(clauses, &sql);
}

void mysql_add_index(const Alter *alter, Clauses *clauses, const Index *index)
{
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, "ADD");
    mysql_index(&sql, alter->all->to, index);
    clauses_add(clauses, &sql);
}

static void add_keys(Alter *alter, Clauses *clauses)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_CONSTRAINT) {
            add_constraint(alter, clauses, child);
        } else if (child->kind == OBJ_INDEX &&
                   (child->op == CHANGE_CREATE || replaces_index(child))) {
            bool fulltext = text_equal_nocase(child->index.to->method, "fulltext");
            if (fulltext && alter->fulltext) {
                list_push(alter->plan->mem, &alter->later, child->index.to);
                list_push(alter->plan->mem, &alter->explained, child);
            } else {
                mysql_add_index(alter, clauses, child->index.to);
            }
            alter->fulltext |= fulltext;
        } else if (child->kind == OBJ_INDEX && child->op == CHANGE_ALTER) {
            index_visibility(alter, clauses, child->index.to);
        }
    }
}

/* Does a column by which the table is partitioned get another type? Old bounds may not fit the new
 * type, nor new ones the old type. */
static bool retypes_partition_key(const Alter *alter)
{
    const char *by = alter->from->partition_by;
    for (size_t i = 0; by && i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER && (child->parts & PART_TYPE) &&
            mysql_mentions(alter->plan->mem, by, child->column.from->base.name)) {
            return true;
        }
    }
    return false;
}

/* Changes of single partitions stand alone: nothing else may be in their statement. */
static void set_partition(Alter *alter, Clauses *clauses)
{
    if (alter->change->parts & PART_DEFINITION) {
        const char *from = retypes_partition_key(alter) && alter->to->partition_by
                               ? NULL
                               : alter->from->partition_by;
        alter->partition =
            mysql_change_partitions(alter->plan->mem, alter->server, from, alter->to->partition_by);
        clauses->partition = alter->partition.whole;
    }
}

static void add_statement_hazard(Alter *alter, Statement *statement, HazardKind kind,
                                 const char *format)
{
    const char *label = object_label(alter->plan->mem, &alter->to->base);
    Hazard hazard = {kind, mem_printf(alter->plan->mem, "\"%s\" %s", label, format)};
    list_push(alter->plan->mem, &statement->hazards, hazard);
}

static void change_partitions(Alter *alter)
{
    const char *label = object_label(alter->plan->mem, &alter->to->base);
    for (size_t i = 0; i < alter->partition.steps.len; i++) {
        const PartitionStep *step = &alter->partition.steps.at[i];
        Clauses clauses = clauses_new(alter->plan->mem, alter->server);
        clauses.partition = step->sql;
        Statement *statement = plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base,
                                        clauses_sql(&clauses, &alter->to->base));
        list_push(alter->plan->mem, &statement->comments,
                  mem_printf(alter->plan->mem, "%s: change partitions", label));
        if (step->effect == PARTITION_LOSES_ROWS) {
            add_statement_hazard(alter, statement, HAZARD_DATA_LOSS,
                                 "loses the rows of these partitions");
        } else if (step->effect == PARTITION_MOVES_ROWS) {
            add_statement_hazard(alter, statement, HAZARD_LOCK,
                                 "is not written to while the rows of these partitions are copied");
        }
    }
}

static void explain_later(Alter *alter, const Index *index, Statement *statement)
{
    for (size_t i = 0; i < alter->explained.len; i++) {
        if (alter->explained.at[i]->index.to == index) {
            statement_explains(alter->plan, statement, alter->explained.at[i]);
            return;
        }
    }
    list_push(alter->plan->mem, &statement->comments,
              mem_printf(alter->plan->mem, "%s: index \"%s\" is created again",
                         object_label(alter->plan->mem, &alter->to->base), index->base.name));
}

/* InnoDB makes one FULLTEXT index in a statement: the others get one each. */
static void add_later_indexes(Alter *alter)
{
    for (size_t i = 0; i < alter->later.len; i++) {
        const Index *index = alter->later.at[i];
        Clauses clauses = clauses_new(alter->plan->mem, alter->server);
        mysql_add_index(alter, &clauses, index);
        explain_later(alter, index,
                      plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base,
                               clauses_sql(&clauses, &alter->to->base)));
    }
}

/* --- the main statement --------------------------------------------------------------------------
 */

/* Explained by the main statement: everything that no other statement explains. */
static bool is_main(const Change *child)
{
    return child->kind != OBJ_TRIGGER && child->op != CHANGE_RENAME &&
           !mysql_is_foreign_key(child) && !is_added_before(child) && !is_retyped_before(child);
}

static bool is_explained(const Alter *alter, const Change *child)
{
    for (size_t i = 0; i < alter->explained.len; i++) {
        if (alter->explained.at[i] == child) {
            return true;
        }
    }
    return false;
}

static void explain_main(Alter *alter, Statement *statement)
{
    bool partitions_only = alter->change->parts == PART_DEFINITION && !alter->partition.whole;
    if (alter->change->parts && !partitions_only) {
        statement_explains(alter->plan, statement, alter->change);
    }
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (is_main(child) && !is_explained(alter, child)) {
            statement_explains(alter->plan, statement, child);
        } else if ((is_added_before(child) && child->column.to->not_null) ||
                   is_retyped_before(child)) {
            list_push(alter->plan->mem, &statement->comments,
                      fill_describe_end(alter->plan->mem, child->column.to));
        }
    }
    if (alter->moves_period && options_get(&alter->to->options, "period")) {
        add_statement_hazard(alter, statement, HAZARD_MAY_FAIL,
                             "may hold periods that do not end after they begin, or overlap");
    }
    mysql_explain_replaced(alter, statement);
}

/* --- values for the rows that are there ----------------------------------------------------------
 */

static void set_default(Alter *alter, const Column *column)
{
    Mem *mem = alter->plan->mem;
    Sql sql = sql_new(mem, alter->server);
    sql_kw(&sql, "ALTER TABLE");
    sql_object(&sql, &alter->to->base);
    sql_kw(&sql, "ALTER COLUMN");
    sql_ident(&sql, column->base.name);
    sql_kw(&sql, "SET DEFAULT");
    if (column->default_value.kind == DEFAULT_EXPRESSION) {
        sql_raw(&sql, " (");
        sql_raw(&sql, column->default_value.expr.text);
        sql_raw(&sql, ")");
    } else {
        sql_kw(&sql,
               mysql_default_clause(mem, alter->server, &column->type, &column->default_value));
    }
    Statement *statement =
        plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base, sql_text(&sql));
    list_push(mem, &statement->comments,
              mem_printf(mem, "%s: default of column \"%s\"", object_label(mem, &alter->to->base),
                         column->base.name));
}

static const Column *without_default(Mem *mem, const Column *column)
{
    Column *bare = mem_copy(mem, column, sizeof *column);
    bare->default_value = (Default){0};
    return bare;
}

/* Rows that come get the default before those that are there are filled, batch by batch. */
static void set_defaults_online(Alter *alter)
{
    for (size_t i = 0; alter->plan->online && i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (is_added_before(child) && child->column.to->default_value.kind != DEFAULT_NONE) {
            set_default(alter, child->column.to);
        }
    }
}

static void prepare_columns(Alter *alter)
{
    Mem *mem = alter->plan->mem;
    Clauses clauses = mysql_begin_clauses(alter);
    LIST(const Change *) added = {0};
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (is_added_before(child)) {
            column_clause(alter, &clauses, "ADD COLUMN",
                          alter->plan->online ? without_default(mem, child->column.to)
                                              : child->column.to,
                          true);
            list_push(mem, &added, child);
        } else if (is_retyped_before(child)) {
            column_clause(alter, &clauses, "MODIFY COLUMN", child->column.to, true);
            list_push(mem, &added, child);
        }
    }
    if (!added.len) {
        return;
    }
    Statement *statement = plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base,
                                    clauses_sql(&clauses, &alter->to->base));
    for (size_t i = 0; i < added.len; i++) {
        statement_explains(alter->plan, statement, added.at[i]);
    }
}

static void fill_columns(Alter *alter)
{
    prepare_columns(alter);
    set_defaults_online(alter);
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (is_added_before(child) || is_filled_before(child)) {
            plan_fill(alter->plan, alter->server, PHASE_ALTER_TABLE, child->column.from,
                      child->column.to);
        }
    }
}

static void set_defaults(Alter *alter)
{
    for (size_t i = 0; i < alter->defaults.len; i++) {
        set_default(alter, alter->defaults.at[i]);
    }
}

/* MariaDB takes columns out of the history of a table that has one. */
static void end_histories(Alter *alter)
{
    Mem *mem = alter->plan->mem;
    Clauses clauses = clauses_new(mem, alter->server);
    clauses.keeps_history = true;
    for (size_t i = 0; i < alter->unversioned.len; i++) {
        Sql sql = sql_new(mem, alter->server);
        sql_kw(&sql, "MODIFY COLUMN");
        mysql_column(&sql, alter->unversioned.at[i], false);
        clauses_add(&clauses, &sql);
    }
    if (clauses_any(&clauses)) {
        Statement *statement = plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base,
                                        clauses_sql(&clauses, &alter->to->base));
        list_push(
            mem, &statement->comments,
            mem_printf(mem, "%s: columns without a history", object_label(mem, &alter->to->base)));
    }
}

static void alter_members(Alter *alter)
{
    Mem *mem = alter->plan->mem;
    Clauses drops = mysql_begin_clauses(alter), adds = clauses_new(mem, alter->server);
    add_drops(alter, &drops);
    modify_checked_columns(alter);
    add_columns(alter, &adds);
    mysql_replace_dependents(alter, &drops, &adds);
    keep_generated(alter, &drops, &adds);
    add_keys(alter, &adds);
    mysql_changed_options(&adds, alter->from, alter->to, alter->change->parts);
    set_partition(alter, &adds);
    for (size_t i = 0; i < adds.list.len; i++) {
        list_push(mem, &drops.list, adds.list.at[i]);
    }
    drops.partition = adds.partition;
    if (clauses_any(&drops)) {
        explain_main(alter, plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base,
                                     clauses_sql(&drops, &alter->to->base)));
    }
    end_histories(alter);
    add_later_indexes(alter);
    change_partitions(alter);
    set_defaults(alter);
}

static void alter_triggers(Alter *alter)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind != OBJ_TRIGGER) {
            continue;
        }
        if (child->trigger.from) {
            mysql_drop_trigger(alter->plan, alter->server, child->trigger.from,
                               child->trigger.to ? NULL : child);
        }
        if (child->trigger.to) {
            mysql_create_trigger(alter->plan, alter->server, child->trigger.to, child);
        }
    }
}

bool mysql_alter_table(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Alter alter = {.plan = plan,
                   .all = all,
                   .change = mysql_with_fills(plan, all->to->server, change),
                   .from = change->table.from,
                   .to = change->table.to,
                   .server = all->to->server};
    mysql_find_replaced(&alter);
    mysql_drop_foreign_keys(&alter);
    mysql_drop_spatial_indexes(&alter);
    mysql_drop_taken_checks(&alter);
    mysql_rename_members(&alter);
    fill_columns(&alter);
    alter_members(&alter);
    create_foreign_keys(&alter);
    alter_triggers(&alter);
    return true;
}
