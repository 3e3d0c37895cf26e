/* What MySQL wants before the main statement of a table: its foreign keys and spatial indexes go,
 * columns and indexes get their names. */
#include "emit/mysql/alter.h"

bool mysql_is_foreign_key(const Change *child)
{
    const Constraint *constraint =
        child->constraint.from ? child->constraint.from : child->constraint.to;
    return child->kind == OBJ_CONSTRAINT && constraint->type == CONSTRAINT_FOREIGN_KEY;
}

bool mysql_has_name(const NameList *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (text_equal(names->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* --- foreign keys ------------------------------------------------------------------------------
 */

void mysql_drop_foreign_keys(Alter *alter)
{
    Clauses clauses = clauses_new(alter->plan->mem, alter->server);
    LIST(const Change *) dropped = {0};
    LIST(const char *) comments = {0};
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (!mysql_is_foreign_key(child) || !child->constraint.from || child->op == CHANGE_RENAME) {
            continue;
        }
        const char *name = constraint_name(alter->all->from, child->constraint.from);
        clauses_name(&clauses, "DROP FOREIGN KEY", name);
        if (child->op == CHANGE_DROP) {
            list_push(alter->plan->mem, &dropped, child);
        } else {
            list_push(alter->plan->mem, &comments,
                      mem_printf(alter->plan->mem,
                                 "%s: foreign key \"%s\" is dropped and created again",
                                 alter->from->base.name, name));
        }
    }
    if (!clauses_any(&clauses)) {
        return;
    }
    Statement *statement = plan_add(alter->plan, PHASE_DROP_FOREIGN_KEY, &alter->from->base,
                                    clauses_sql(&clauses, &alter->from->base));
    for (size_t i = 0; i < comments.len; i++) {
        list_push(alter->plan->mem, &statement->comments, comments.at[i]);
    }
    for (size_t i = 0; i < dropped.len; i++) {
        statement_explains(alter->plan, statement, dropped.at[i]);
    }
}

/* --- renames -----------------------------------------------------------------------------------
 */

static bool mentions_renamed(const Alter *alter, const char *text)
{
    for (size_t i = 0; text && i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME &&
            mysql_mentions(alter->plan->mem, text, child->column.from->base.name)) {
            return true;
        }
    }
    return false;
}

static const Constraint *find_check(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *check = table->constraints.at[i];
        if (check->type == CONSTRAINT_CHECK && name && text_equal(check->base.name, name)) {
            return check;
        }
    }
    return NULL;
}

bool mysql_alters(const Alter *alter, const Object *from)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->object.from == from && child->op != CHANGE_RENAME) {
            return true;
        }
    }
    return false;
}

void mysql_add_check(Alter *alter, Clauses *clauses, const Constraint *check)
{
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, "ADD");
    mysql_check(&sql, alter->all->to, check);
    clauses_add(clauses, &sql);
}

void mysql_drop_check(Alter *alter, Clauses *clauses, const Constraint *check)
{
    const char *name = constraint_name(alter->all->from, check);
    if (name && !mysql_has_name(&alter->early, name)) {
        bool maria = alter->server->flavor == FLAVOR_MARIADB;
        clauses_name(clauses, maria ? "DROP CONSTRAINT" : "DROP CHECK", name);
    }
}

static const Index *find_index(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_equal(table->indexes.at[i]->base.name, name)) {
            return table->indexes.at[i];
        }
    }
    return NULL;
}

/* How the index of `from` only gets another name; NULL = it does not. */
static const Change *rename_of(const Alter *alter, const Index *from)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->op == CHANGE_RENAME && child->object.from == &from->base) {
            return child;
        }
    }
    return NULL;
}

/* What the index of `from` is afterwards; NULL = it goes. */
static const Index *index_after(const Alter *alter, const Index *from)
{
    const Change *rename = rename_of(alter, from);
    return rename ? rename->index.to : find_index(alter->to, from->base.name);
}

/* It went before the renames, or comes with them, under its new name. */
static bool is_remade(const Alter *alter, const Change *rename)
{
    return rename->kind == OBJ_INDEX &&
           mysql_has_name(&alter->early_indexes, rename->index.from->base.name);
}

static bool index_mentions_renamed(const Alter *alter, const Index *index)
{
    for (size_t i = 0; i < index->keys.len; i++) {
        if (mentions_renamed(alter, index->keys.at[i].expr.text)) {
            return true;
        }
    }
    return false;
}

static void rewrite_indexes(Alter *alter, Clauses *clauses)
{
    for (size_t i = 0; i < alter->from->indexes.len; i++) {
        const Index *index = alter->from->indexes.at[i];
        if (!index_mentions_renamed(alter, index)) {
            continue;
        }
        clauses_name(clauses, "DROP INDEX", index->base.name);
        list_push(alter->plan->mem, &alter->early_indexes, index->base.name);
        const Index *to = index_after(alter, index);
        if (to && !mysql_alters(alter, &index->base)) {
            mysql_add_index(alter, clauses, to);
        }
    }
}

/* MySQL renames no column that a check, an index or a generated column names; MariaDB rewrites them
 * itself. Written anew in the same statement they are no obstacle. */
static void rewrite_dependents(Alter *alter, Clauses *clauses)
{
    for (size_t i = 0; i < alter->from->constraints.len; i++) {
        const Constraint *check = alter->from->constraints.at[i];
        if (check->type != CONSTRAINT_CHECK || !mentions_renamed(alter, check->check.text)) {
            continue;
        }
        mysql_drop_check(alter, clauses, check);
        list_push(alter->plan->mem, &alter->early, check->base.name);
        const Constraint *to = find_check(alter->to, check->base.name);
        if (to && !mysql_alters(alter, &check->base)) {
            mysql_add_check(alter, clauses, to);
        }
    }
    for (size_t i = 0; i < alter->from->columns.len; i++) {
        const Column *column = alter->from->columns.at[i];
        const Column *to = table_column(alter->to, column->base.name);
        if (!to || !column->generated_expr.text || to->generated != column->generated ||
            !mentions_renamed(alter, column->generated_expr.text)) {
            continue;
        }
        Sql sql = sql_new(alter->plan->mem, alter->server);
        sql_kw(&sql, "MODIFY COLUMN");
        mysql_column(&sql, to, false);
        clauses_add(clauses, &sql);
    }
}

/* How the index itself changes; NULL = it stays. */
static const Change *change_of(const Alter *alter, const Index *from)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_INDEX && child->index.from == from && child->op != CHANGE_RENAME) {
            return child;
        }
    }
    return NULL;
}

/* Does the column get another type or SRID, and stays the same column? */
static bool is_reshaped(const Alter *alter, const Column *from)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->column.from == from && child->op == CHANGE_ALTER &&
            (child->parts & (PART_OPTIONS | PART_TYPE))) {
            return !mysql_is_replaced(alter, child->column.to);
        }
    }
    return false;
}

/* MySQL changes no SRID under a spatial index, not even one that goes in the same statement. */
void mysql_drop_spatial_indexes(Alter *alter)
{
    for (size_t i = 0; i < alter->from->indexes.len; i++) {
        const Index *from = alter->from->indexes.at[i];
        const Column *column = table_column(alter->from, from->keys.at[0].column);
        const Change *change = change_of(alter, from);
        bool alters = change ? column && mysql_alters(alter, &column->base)
                             : column && is_reshaped(alter, column);
        if (!text_equal_nocase(from->method, "spatial") || !alters) {
            continue;
        }
        Clauses clauses = clauses_new(alter->plan->mem, alter->server);
        clauses_name(&clauses, "DROP INDEX", from->base.name);
        list_push(alter->plan->mem, &alter->early_indexes, from->base.name);
        Statement *statement = plan_add(alter->plan, PHASE_DROP_CONSTRAINT, &from->base,
                                        clauses_sql(&clauses, &alter->from->base));
        if (change && change->op == CHANGE_DROP) {
            statement_explains(alter->plan, statement, change);
            list_push(alter->plan->mem, &alter->explained, change);
        } else if (!change && index_after(alter, from)) {
            const Change *rename = rename_of(alter, from);
            list_push(alter->plan->mem, &alter->later, index_after(alter, from));
            if (rename) {
                list_push(alter->plan->mem, &alter->explained, rename);
            }
        }
    }
}

/* --- checks ------------------------------------------------------------------------------------
 */

void mysql_drop_taken_checks(Alter *alter)
{
    if (alter->server->flavor != FLAVOR_MYSQL) {
        return; /* there each table has names of its own */
    }
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        const Constraint *from = child->kind == OBJ_CONSTRAINT ? child->constraint.from : NULL;
        if (!from || from->type != CONSTRAINT_CHECK || child->op != CHANGE_DROP ||
            !mysql_check_is_taken(alter->all, alter->from, from->base.name)) {
            continue;
        }
        Clauses clauses = clauses_new(alter->plan->mem, alter->server);
        mysql_drop_check(alter, &clauses, from);
        list_push(alter->plan->mem, &alter->early, from->base.name);
        Statement *statement = plan_add(alter->plan, PHASE_DROP_CONSTRAINT, &from->base,
                                        clauses_sql(&clauses, &alter->from->base));
        statement_explains(alter->plan, statement, child);
        list_push(alter->plan->mem, &alter->explained, child);
    }
}

static void rename_clause(Alter *alter, Clauses *clauses, const Change *child)
{
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, child->kind == OBJ_COLUMN ? "RENAME COLUMN" : "RENAME INDEX");
    sql_ident(&sql, child->object.from->name);
    sql_kw(&sql, "TO");
    sql_ident(&sql, child->object.to->name);
    clauses_add(clauses, &sql);
}

void mysql_rename_members(Alter *alter)
{
    Clauses clauses = mysql_begin_clauses(alter);
    LIST(const Change *) renames = {0};
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        bool column = child->kind == OBJ_COLUMN, index = child->kind == OBJ_INDEX;
        if (child->op == CHANGE_RENAME && (column || index) && !is_remade(alter, child)) {
            alter->renamed |= column;
            list_push(alter->plan->mem, &renames, child);
        }
    }
    if (alter->renamed && alter->server->flavor == FLAVOR_MYSQL) {
        rewrite_dependents(alter, &clauses);
        rewrite_indexes(alter, &clauses);
    }
    for (size_t i = 0; i < renames.len; i++) {
        if (!is_remade(alter, renames.at[i])) {
            rename_clause(alter, &clauses, renames.at[i]);
        }
    }
    if (!clauses_any(&clauses)) {
        return;
    }
    Statement *statement = plan_add(alter->plan, PHASE_RENAME, &alter->to->base,
                                    clauses_sql(&clauses, &alter->to->base));
    for (size_t i = 0; i < renames.len; i++) {
        statement_explains(alter->plan, statement, renames.at[i]);
    }
}
