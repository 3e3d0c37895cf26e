/* Defaults that MySQL takes in statements of their own only. */
#include "emit/mysql/mysql.h"

/* What a statement-based binary log cannot repeat. */
bool mysql_default_is_unsafe(Mem *mem, const Server *server, const Column *column)
{
    static const char *const names[] = {
        "uuid",           "uuid_short",   "rand",        "random_bytes", "sysdate",    "user",
        "current_user",   "session_user", "system_user", "version",      "found_rows", "row_count",
        "last_insert_id", "load_file",    "sleep",       "get_lock"};
    bool expression = column->default_value.kind == DEFAULT_EXPRESSION;
    for (size_t i = 0; expression && i < sizeof names / sizeof *names; i++) {
        if (server->flavor == FLAVOR_MYSQL &&
            mysql_mentions(mem, column->default_value.expr.text, names[i])) {
            return true;
        }
    }
    return false;
}

/* An expression as the default of a new column makes the server copy the table; the time of the
 * statement does not. */
static bool copies(Mem *mem, const Default *value)
{
    return value->kind == DEFAULT_EXPRESSION &&
           !mysql_mentions(mem, value->expr.text, "current_timestamp");
}

/* A new column whose default is set later: the rows that are there get its value all the same. */
static Change *fill_by_default(Plan *plan, const Server *server, Change *child)
{
    const Column *to = child->kind == OBJ_COLUMN ? child->column.to : NULL;
    if (child->op != CHANGE_CREATE || !to || to->backfill.kind != DEFAULT_NONE ||
        !(mysql_default_is_unsafe(plan->mem, server, to) ||
          (plan->online && copies(plan->mem, &to->default_value)))) {
        return child;
    }
    Change *change = mem_copy(plan->mem, child, sizeof *child);
    Column *column = mem_copy(plan->mem, to, sizeof *to);
    column->backfill = to->default_value;
    change->column.to = column;
    return change;
}

const Change *mysql_with_fills(Plan *plan, const Server *server, const Change *change)
{
    Change *own = mem_copy(plan->mem, change, sizeof *change);
    own->children = (ChangeList){0};
    for (size_t i = 0; i < change->children.len; i++) {
        list_push(plan->mem, &own->children, fill_by_default(plan, server, change->children.at[i]));
    }
    return own;
}
