/* Columns that no MODIFY can change are dropped and added again, and with them what is made of
 * them: generated columns, indexes and checks. */
#include "emit/mysql/alter.h"

#include "schema/dialects/mysql_period.h"

/* The column that `to` was, NULL = it is new. */
static const Column *before(const Alter *alter, const Column *to)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->column.to == to) {
            return child->op == CHANGE_CREATE ? NULL : child->column.from;
        }
    }
    return table_column(alter->from, to->base.name);
}

static bool is_made_of(const Alter *alter, const Column *column, const Column *source)
{
    return column && source && column->generated != GENERATED_NONE &&
           mysql_mentions(alter->plan->mem, column->generated_expr.text, source->base.name);
}

static bool must_be_replaced(const Alter *alter, const Column *from, const Column *to)
{
    if (mysql_column_is_replaced(from, to)) {
        return true;
    }
    for (size_t i = 0; i < alter->replaced.len; i++) {
        const Column *source = table_column(alter->to, alter->replaced.at[i]);
        if (is_made_of(alter, to, source) || is_made_of(alter, from, before(alter, source))) {
            return true;
        }
    }
    return false;
}

/* The column's name after the renames of this change. */
static const char *name_after(const Alter *alter, const char *name)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME &&
            text_equal(child->column.from->base.name, name)) {
            return child->column.to->base.name;
        }
    }
    return name;
}

static bool moves_period(const Alter *alter)
{
    Mem *mem = alter->plan->mem;
    MysqlPeriod from = mysql_table_period(mem, alter->from);
    MysqlPeriod to = mysql_table_period(mem, alter->to);
    return !text_equal(from.name, to.name) ||
           !text_equal(name_after(alter, from.start), to.start) ||
           !text_equal(name_after(alter, from.end), to.end);
}

void mysql_find_replaced(Alter *alter)
{
    alter->moves_period = moves_period(alter);
    alter->resizes = mysql_resizes_blocks(alter->plan->mem, alter->from, alter->to);
    size_t known;
    do {
        known = alter->replaced.len;
        for (size_t i = 0; i < alter->to->columns.len; i++) {
            const Column *to = alter->to->columns.at[i], *from = before(alter, to);
            if (from && !mysql_is_replaced(alter, to) && must_be_replaced(alter, from, to)) {
                list_push(alter->plan->mem, &alter->replaced, to->base.name);
            }
        }
    } while (alter->replaced.len > known);
}

bool mysql_is_replaced(const Alter *alter, const Column *to)
{
    return mysql_has_name(&alter->replaced, to->base.name);
}

static bool names_replaced(const Alter *alter, const char *text)
{
    for (size_t i = 0; text && i < alter->replaced.len; i++) {
        if (mysql_mentions(alter->plan->mem, text, alter->replaced.at[i])) {
            return true;
        }
    }
    return false;
}

static bool holds_replaced(const Alter *alter, const KeyParts *keys)
{
    const char *period =
        alter->moves_period ? mysql_table_period(alter->plan->mem, alter->to).name : NULL;
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        if ((key->column &&
             (mysql_has_name(&alter->replaced, key->column) || text_equal(key->column, period))) ||
            names_replaced(alter, key->expr.text)) {
            return true;
        }
    }
    return false;
}

/* Is it made or changed in any other way? */
static bool is_written(const Alter *alter, const Object *to)
{
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        if (child->object.to == to && child->op != CHANGE_RENAME) {
            return true;
        }
    }
    return false;
}

static void replace_indexes(Alter *alter, Clauses *drops, Clauses *adds)
{
    for (size_t i = 0; i < alter->to->indexes.len; i++) {
        const Index *index = alter->to->indexes.at[i];
        if (!(alter->resizes || holds_replaced(alter, &index->keys)) ||
            is_written(alter, &index->base)) {
            continue;
        }
        clauses_name(drops, "DROP INDEX", index_name(alter->all->to, index));
        list_push(alter->plan->mem, &alter->rewritten, index->base.name);
        bool fulltext = text_equal_nocase(index->method, "fulltext");
        if (fulltext && alter->fulltext) {
            list_push(alter->plan->mem, &alter->later, index);
        } else {
            mysql_add_index(alter, adds, index);
        }
        alter->fulltext |= fulltext;
    }
}

static void replace_constraints(Alter *alter, Clauses *drops, Clauses *adds)
{
    for (size_t i = 0; i < alter->to->constraints.len; i++) {
        const Constraint *own = alter->to->constraints.at[i];
        if (is_written(alter, &own->base)) {
            continue;
        }
        if (own->type == CONSTRAINT_CHECK && !mysql_check_is_inline(alter->server, own) &&
            names_replaced(alter, own->check.text)) {
            mysql_drop_check(alter, drops, own);
            mysql_add_check(alter, adds, own);
        } else if (own->type == CONSTRAINT_PRIMARY_KEY &&
                   (alter->resizes || holds_replaced(alter, &own->keys))) {
            Sql drop = sql_new(alter->plan->mem, alter->server), add = drop;
            sql_kw(&drop, "DROP PRIMARY KEY");
            clauses_add(drops, &drop);
            sql_kw(&add, "ADD");
            mysql_primary_key(&add, own);
            clauses_add(adds, &add);
        }
    }
}

static void replace_period(Alter *alter, Clauses *drops, Clauses *adds)
{
    MysqlPeriod from = mysql_table_period(alter->plan->mem, alter->from);
    if (!alter->moves_period) {
        return;
    }
    if (from.name) {
        clauses_name(drops, "DROP PERIOD FOR", from.name);
    }
    Sql sql = sql_new(alter->plan->mem, alter->server);
    sql_kw(&sql, "ADD");
    if (mysql_application_period(&sql, alter->to)) {
        clauses_add(adds, &sql);
    }
}

void mysql_replace_dependents(Alter *alter, Clauses *drops, Clauses *adds)
{
    replace_period(alter, drops, adds);
    replace_indexes(alter, drops, adds);
    replace_constraints(alter, drops, adds);
}

void mysql_explain_replaced(const Alter *alter, Statement *statement)
{
    for (size_t i = 0; i < alter->replaced.len; i++) {
        const Column *column = table_column(alter->to, alter->replaced.at[i]);
        if (!is_written(alter, &column->base)) {
            list_push(
                alter->plan->mem, &statement->comments,
                mem_printf(alter->plan->mem,
                           "%s: column \"%s\" is dropped and added again: it is made of others",
                           object_label(alter->plan->mem, &alter->to->base), column->base.name));
        }
    }
}
