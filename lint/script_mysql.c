#include "lint/script.h"

static bool maria(const Script *s)
{
    return s->server->flavor == FLAVOR_MARIADB;
}

/* Calls other than the few that give one value for all rows. */
static bool is_expression(const char *text)
{
    return text && text[0] == '(';
}

static Price price_of_column(const Script *s, const SqlAction *a)
{
    if (a->stored || (a->check && !maria(s)) || is_expression(a->default_)) {
        return PRICE_COPY;
    }
    return a->identity ? PRICE_SHARED : PRICE_INSTANT;
}

/* The clause that gives the table this column, or NULL. */
static const SqlAction *column_in(const ScriptStep *other, const ScriptStep *step, const char *name,
                                  bool added)
{
    const SqlStatement *sql = &other->sql;
    for (size_t i = 0; sql_same_table(sql->table, step->sql.table) && i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        bool gives = a->kind == ACT_MODIFY_COLUMN || (added && a->kind == ACT_ADD_COLUMN);
        if (gives && text_equal_nocase(a->name, name)) {
            return a;
        }
    }
    return NULL;
}

/* The column as an earlier statement made it, else as the downgrade gives it back. */
static const SqlAction *before(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *name = a->new_name ? a->new_name : a->name;
    const SqlAction *found = NULL;
    for (size_t i = 0; i < s->up.len && &s->up.at[i] != step; i++) {
        const SqlAction *made = column_in(&s->up.at[i], step, a->name, true);
        found = made ? made : found;
    }
    for (size_t i = 0; !found && i < s->down.len; i++) {
        found = column_in(&s->down.at[i], step, name, false);
    }
    return found;
}

#define UTF8MB4_ONE_BYTE_LENGTH 63

/* varchar that keeps its one or two bytes for the length. */
static bool grows_in_place(const Type *from, const Type *to)
{
    return from->cls == TYPE_VARCHAR && to->cls == TYPE_VARCHAR && to->length >= from->length &&
           (from->length > UTF8MB4_ONE_BYTE_LENGTH) == (to->length > UTF8MB4_ONE_BYTE_LENGTH);
}

/* Values added behind the last one. */
static bool appends_values(const Type *from, const Type *to)
{
    if (from->cls != to->cls || (to->cls != TYPE_ENUM && to->cls != TYPE_SET) ||
        to->values.len < from->values.len) {
        return false;
    }
    for (size_t i = 0; i < from->values.len; i++) {
        if (!text_equal(from->values.at[i], to->values.at[i])) {
            return false;
        }
    }
    return true;
}

/* The column before, and both types; NULL = not known. */
static const SqlAction *change_of(const Script *s, const ScriptStep *step, const SqlAction *a,
                                  Type *from, Type *to)
{
    const SqlAction *old = before(s, step, a);
    const SyntaxOps *syntax = s->server->dialect->syntax;
    bool known = old && a->type && old->type &&
                 syntax->parse_type(s->lint->mem, s->server, old->type, from) &&
                 syntax->parse_type(s->lint->mem, s->server, a->type, to);
    return known ? old : NULL;
}

static Price price_of_change(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const SyntaxOps *syntax = s->server->dialect->syntax;
    Type from, to;
    const SqlAction *old = change_of(s, step, a, &from, &to);
    if (!old) {
        return PRICE_COPY;
    }
    if (syntax->type_equal(s->server, &from, &to)) {
        return old->not_null != a->not_null ? PRICE_REBUILD : PRICE_INSTANT;
    }
    if (appends_values(&from, &to)) {
        return PRICE_INSTANT;
    }
    return grows_in_place(&from, &to) ? PRICE_INPLACE : PRICE_COPY;
}

static bool adds_primary_key(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->actions.len; i++) {
        if (sql->actions.at[i].kind == ACT_ADD_PRIMARY_KEY) {
            return true;
        }
    }
    return false;
}

static Price price_of(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    switch (a->kind) {
    case ACT_ADD_COLUMN:
        return price_of_column(s, a);
    case ACT_MODIFY_COLUMN:
        return price_of_change(s, step, a);
    case ACT_ADD_FOREIGN_KEY:
    case ACT_ADD_CHECK:
    case ACT_CONVERT:
    case ACT_PARTITION:
        return PRICE_COPY;
    case ACT_DROP_PRIMARY_KEY:
        return maria(s) || adds_primary_key(&step->sql) ? PRICE_REBUILD : PRICE_COPY;
    case ACT_ADD_PRIMARY_KEY:
    case ACT_REBUILD:
        return PRICE_REBUILD;
    case ACT_ADD_FULLTEXT:
        return PRICE_SHARED;
    case ACT_ADD_INDEX:
    case ACT_ADD_UNIQUE:
    case ACT_DROP_INDEX:
    case ACT_DROP_FOREIGN_KEY:
        return PRICE_INPLACE;
    default:
        return PRICE_INSTANT;
    }
}

/* ALGORITHM=INSTANT or INPLACE, or LOCK=NONE: the server refuses what would cost more. */
static bool is_guarded(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        if (a->kind == ACT_LOCK && text_equal_nocase(a->name, "none")) {
            return true;
        }
        if (a->kind == ACT_ALGORITHM &&
            (text_equal_nocase(a->name, "instant") || text_equal_nocase(a->name, "nocopy"))) {
            return true;
        }
    }
    return false;
}

static const char *what(const SqlAction *a)
{
    return a->kind == ACT_ADD_FOREIGN_KEY    ? "ADD FOREIGN KEY"
           : a->kind == ACT_ADD_CHECK        ? "ADD CHECK"
           : a->kind == ACT_CONVERT          ? "CONVERT TO CHARACTER SET"
           : a->kind == ACT_PARTITION        ? "the change of partitions"
           : a->kind == ACT_DROP_PRIMARY_KEY ? "DROP PRIMARY KEY"
           : a->kind == ACT_ADD_PRIMARY_KEY  ? "ADD PRIMARY KEY"
           : a->kind == ACT_ADD_FULLTEXT     ? "a FULLTEXT or SPATIAL index"
           : a->kind == ACT_ADD_COLUMN       ? "ADD COLUMN"
           : a->kind == ACT_MODIFY_COLUMN    ? "this change of a column"
                                             : "this";
}

static void say_price(const Script *s, const ScriptStep *step, const SqlAction *a, Price price)
{
    const char *table = step->sql.table;
    switch (price) {
    case PRICE_INSTANT:
    case PRICE_INPLACE:
        break;
    case PRICE_REBUILD:
        SAY(s, step, RULE_REWRITE, table, "%s writes all of \"%s\" again, in place", what(a),
            table);
        lint_remedy(s->lint, "add ALGORITHM=INPLACE, LOCK=NONE, so that it never copies silently");
        break;
    case PRICE_SHARED:
        SAY(s, step, RULE_INDEX_LOCK, table,
            "%s takes LOCK=SHARED: nobody writes to \"%s\" until it is done", what(a), table);
        lint_remedy(s->lint, "run it in a window without writes");
        break;
    case PRICE_COPY:
        SAY(s, step, RULE_COPY, table, "%s copies \"%s\" (ALGORITHM=COPY): nobody writes meanwhile",
            what(a), table);
        break;
    }
}

static void check_mixed(const Script *s, const ScriptStep *step, Price worst)
{
    bool instant = false;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        instant |= (a->kind == ACT_ADD_COLUMN || a->kind == ACT_DROP_COLUMN) &&
                   price_of(s, step, a) == PRICE_INSTANT;
    }
    if (instant && worst != PRICE_INSTANT) {
        SAY(s, step, RULE_MIXED_ALTER, step->sql.table,
            "a clause of this ALTER TABLE would be instant alone; together \"%s\" is written again",
            step->sql.table);
    }
}

/* Of the clauses; what is not known to be instant is not taken for it. */
Price script_price(const Script *s, const ScriptStep *step)
{
    Price worst = PRICE_INSTANT;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        Price price = price_of(s, step, a);
        bool known = a->kind == ACT_ADD_COLUMN || a->kind == ACT_DROP_COLUMN ||
                     a->kind == ACT_RENAME_COLUMN || a->kind == ACT_SET_DEFAULT ||
                     a->kind == ACT_MODIFY_COLUMN;
        price = price == PRICE_INSTANT && !known ? PRICE_INPLACE : price;
        worst = price > worst ? price : worst;
    }
    return worst;
}

static void check_fit(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    Type from, to;
    if (a->kind == ACT_MODIFY_COLUMN && change_of(s, step, a, &from, &to)) {
        script_fit(s, step, a, &from, &to);
    }
}

void script_mysql(const Script *s, const ScriptStep *step)
{
    Price worst = PRICE_INSTANT;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        check_fit(s, step, &step->sql.actions.at[i]);
    }
    if (is_guarded(&step->sql)) {
        return;
    }
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        Price price = price_of(s, step, &step->sql.actions.at[i]);
        say_price(s, step, &step->sql.actions.at[i], price);
        worst = price > worst ? price : worst;
    }
    check_mixed(s, step, worst);
}
