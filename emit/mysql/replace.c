/* Columns that no MODIFY can change are dropped and added again, and with them what is made of
 * them: generated columns, indexes and checks. */
#include "emit/mysql/alter.h"

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

void mysql_find_replaced(Alter *alter)
{
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
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        if ((key->column && mysql_has_name(&alter->replaced, key->column)) ||
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

void mysql_replace_dependents(Alter *alter, Clauses *drops, Clauses *adds)
{
    for (size_t i = 0; i < alter->to->indexes.len; i++) {
        const Index *index = alter->to->indexes.at[i];
        if (!holds_replaced(alter, &index->keys) || is_written(alter, &index->base)) {
            continue;
        }
        clauses_name(drops, "DROP INDEX", index_name(alter->all->to, index));
        list_push(alter->plan->mem, &alter->rewritten, index->base.name);
        Sql sql = sql_new(alter->plan->mem, alter->server);
        sql_kw(&sql, "ADD");
        mysql_index(&sql, alter->all->to, index);
        clauses_add(adds, &sql);
        alter->fulltext |= text_equal_nocase(index->method, "fulltext");
    }
    for (size_t i = 0; i < alter->to->constraints.len; i++) {
        const Constraint *check = alter->to->constraints.at[i];
        if (check->type == CONSTRAINT_CHECK && !mysql_check_is_inline(alter->server, check) &&
            names_replaced(alter, check->check.text) && !is_written(alter, &check->base)) {
            mysql_drop_check(alter, drops, check);
            mysql_add_check(alter, adds, check);
        }
    }
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
