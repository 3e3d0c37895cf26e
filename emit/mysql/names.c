#include "emit/mysql/mysql.h"

static bool is_check(const Constraint *constraint, const char *name)
{
    return constraint && constraint->type == CONSTRAINT_CHECK &&
           text_equal(constraint->base.name, name);
}

static bool creates_check(const Change *change, const char *name)
{
    for (size_t i = 0; change->op == CHANGE_CREATE && i < change->table.to->constraints.len; i++) {
        if (is_check(change->table.to->constraints.at[i], name)) {
            return true;
        }
    }
    for (size_t i = 0; i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        if (child->kind == OBJ_CONSTRAINT && is_check(child->constraint.to, name) &&
            !is_check(child->constraint.from, name)) {
            return true;
        }
    }
    return false;
}

bool mysql_check_is_taken(const Changes *all, const Table *table, const char *name)
{
    for (size_t i = 0; name && i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op != CHANGE_DROP && change->table.from != table &&
            creates_check(change, name)) {
            return true;
        }
    }
    return false;
}
