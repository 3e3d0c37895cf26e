/* What ALTER TABLE costs: measured on MySQL 9.7, MariaDB 10.11 and 11.8; what older versions cannot
 * do yet is in their manuals (MySQL 8.0, Online DDL Operations; MariaDB, InnoDB Online DDL). */
#include "lint/script.h"
#include "schema/dialects/mysql_text.h"

#include <limits.h>

#define NEVER INT_MAX

static bool maria(const Script *s)
{
    return s->server->flavor == FLAVOR_MARIADB;
}

/* Is the server one of these versions or later? */
static bool since(const Script *s, int mysql, int mariadb)
{
    return s->server->version >= (maria(s) ? mariadb : mysql);
}

/* For what only the catalogue knows of. */
static Price at_once(const Script *s)
{
    return since(s, 80012, 100307) ? PRICE_INSTANT : PRICE_INPLACE;
}

/* Calls other than the few that give one value for all rows. */
static bool is_expression(const char *text)
{
    return text && text[0] == '(';
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
    size_t n;
    const ScriptStep *const *about = script_about(&s->up_by_table, step->sql.table, &n);
    for (size_t i = 0; i < n && about[i] < step; i++) {
        const SqlAction *made = column_in(about[i], step, a->name, true);
        found = made ? made : found;
    }
    about = script_about(&s->down_by_table, step->sql.table, &n);
    for (size_t i = 0; !found && i < n; i++) {
        found = column_in(about[i], step, name, false);
    }
    return found;
}

/* Does the clause add or drop a virtual column? What is dropped the downgrade gives back. */
static bool moves_virtual(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const SqlAction *made = a->kind == ACT_ADD_COLUMN ? a : NULL;
    size_t n = 0;
    const ScriptStep *const *about =
        a->kind == ACT_DROP_COLUMN ? script_about(&s->down_by_table, step->sql.table, &n) : NULL;
    for (size_t i = 0; !made && i < n; i++) {
        made = column_in(about[i], step, a->name, true);
    }
    return made && made->generated && !made->stored;
}

/* Does the index have a virtual column that comes in the same statement? */
static bool has_new_virtual(const Script *s, const ScriptStep *step, const NameList *keys)
{
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        if (a->kind == ACT_ADD_COLUMN && moves_virtual(s, step, a) &&
            sql_names_have(keys, a->name)) {
            return true;
        }
    }
    return false;
}

static bool adds(const Script *s, const char *table, const char *key)
{
    size_t n;
    const ScriptStep *const *about = script_about(&s->up_by_table, table, &n);
    for (size_t i = 0; i < n; i++) {
        const SqlStatement *sql = &about[i]->sql;
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_ADD_FOREIGN_KEY &&
                text_equal_nocase(sql->actions.at[a].name, key)) {
                return true;
            }
        }
    }
    return false;
}

static bool writes_children(FkAction action)
{
    return action == ACTION_CASCADE || action == ACTION_SET_NULL || action == ACTION_SET_DEFAULT;
}

/* Is it written to when rows of another table go or change? */
static bool is_cascaded_to(const Script *s, const char *name)
{
    const Table *table = script_known(s, name);
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY &&
            (writes_children(key->on_delete) || writes_children(key->on_update)) &&
            !adds(s, name, key->base.name)) {
            return true;
        }
    }
    return false;
}

/* Rows get numbers on the way. */
static bool numbers(const Script *s, const ScriptStep *step)
{
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        const SqlAction *old = a->kind == ACT_MODIFY_COLUMN ? before(s, step, a) : NULL;
        if (a->identity && !(old && old->identity)) {
            return true;
        }
    }
    return false;
}

static Price price_of_copy(const Script *s, const ScriptStep *step)
{
    bool online =
        since(s, NEVER, 110200) && !numbers(s, step) && !is_cascaded_to(s, step->sql.table);
    return online ? PRICE_COPY_ONLINE : PRICE_COPY;
}

static Price price_of_column(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    if (a->stored || (a->check && !maria(s)) || is_expression(a->default_)) {
        return price_of_copy(s, step);
    }
    if (a->identity) {
        return PRICE_SHARED;
    }
    return (a->placed ? since(s, 80029, 100400) : since(s, 80012, 100307)) ? PRICE_INSTANT
                                                                           : PRICE_REBUILD;
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

const SqlAction *script_change(const Script *s, const ScriptStep *step, const SqlAction *a,
                               Type *from, Type *to)
{
    const SqlAction *old = before(s, step, a);
    const SyntaxOps *syntax = s->server->dialect->syntax;
    bool known = old && a->type && old->type &&
                 syntax->parse_type(s->lint->mem, s->server, old->type, from) &&
                 syntax->parse_type(s->lint->mem, s->server, a->type, to);
    return known ? old : NULL;
}

static Price worse(Price a, Price b)
{
    return a > b ? a : b;
}

static Price price_of_type(const Script *s, const ScriptStep *step, const Type *from,
                           const Type *to)
{
    if (s->server->dialect->syntax->type_equal(s->server, from, to) || appends_values(from, to)) {
        return PRICE_INSTANT;
    }
    return grows_in_place(from, to) ? PRICE_INPLACE : price_of_copy(s, step);
}

static bool same_charset(Mem *mem, const char *a, const char *b)
{
    return a && b &&
           text_equal_nocase(mysql_collation_charset(mem, a), mysql_collation_charset(mem, b));
}

static Price price_of_letters(const Script *s, const ScriptStep *step, const SqlAction *old,
                              const SqlAction *a)
{
    if (text_equal_nocase(old->collation, a->collation)) {
        return PRICE_INSTANT;
    }
    return maria(s) && same_charset(s->lint->mem, old->collation, a->collation)
               ? PRICE_INPLACE
               : price_of_copy(s, step);
}

static Price price_of_expression(const Script *s, const ScriptStep *step, const SqlAction *old,
                                 const SqlAction *a)
{
    bool stored = old->stored || a->stored;
    bool changed = !text_equal(old->expression, a->expression);
    return (maria(s) ? stored : changed) ? price_of_copy(s, step) : PRICE_INSTANT;
}

static Price price_of_change(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    Type from, to;
    const SqlAction *old = script_change(s, step, a, &from, &to);
    if (!old || (a->check && !maria(s)) || (a->identity && !old->identity) ||
        (old->identity && !a->identity && !maria(s)) ||
        !text_equal_nocase(from.charset, to.charset)) {
        return price_of_copy(s, step);
    }
    Price price = worse(price_of_type(s, step, &from, &to), price_of_letters(s, step, old, a));
    price = worse(price, price_of_expression(s, step, old, a));
    if (old->not_null != a->not_null || (a->placed && !since(s, NEVER, 100400))) {
        price = worse(price, PRICE_REBUILD);
    }
    return worse(price, a->unique ? PRICE_INPLACE : at_once(s));
}

/* The engine that the downgrade gives back; NULL = it says none. */
static const char *engine_before(const Script *s, const char *table)
{
    size_t n;
    const ScriptStep *const *about = script_about(&s->down_by_table, table, &n);
    for (size_t i = 0; i < n; i++) {
        const SqlStatement *sql = &about[i]->sql;
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_REBUILD && sql->actions.at[a].name) {
                return sql->actions.at[a].name;
            }
        }
    }
    return NULL;
}

static Price price_of_rebuild(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *old = a->name ? engine_before(s, step->sql.table) : NULL;
    return old && !text_equal_nocase(old, a->name) ? price_of_copy(s, step) : PRICE_REBUILD;
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

/* On a table of InnoDB that has nothing special. */
static Price price_alone(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    switch (a->kind) {
    case ACT_ADD_COLUMN:
        return price_of_column(s, step, a);
    case ACT_DROP_COLUMN:
        return since(s, 80029, 100400) ? PRICE_INSTANT : PRICE_REBUILD;
    case ACT_RENAME_COLUMN:
        return since(s, 80028, 100307) ? PRICE_INSTANT : PRICE_INPLACE;
    case ACT_SET_DEFAULT:
        return at_once(s);
    case ACT_MODIFY_COLUMN:
        return price_of_change(s, step, a);
    case ACT_ADD_FOREIGN_KEY:
    case ACT_ADD_CHECK:
    case ACT_CONVERT:
    case ACT_PARTITION:
    case ACT_VERSION:
        return price_of_copy(s, step);
    case ACT_DROP_PRIMARY_KEY:
        return maria(s) || adds_primary_key(&step->sql) ? PRICE_REBUILD : PRICE_COPY;
    case ACT_REBUILD:
        return price_of_rebuild(s, step, a);
    case ACT_ADD_PRIMARY_KEY:
        return PRICE_REBUILD;
    case ACT_ADD_FULLTEXT:
    case ACT_UNVERSION:
        return PRICE_SHARED;
    case ACT_ADD_INDEX:
    case ACT_ADD_UNIQUE:
        return has_new_virtual(s, step, &a->columns) ? PRICE_SHARED : PRICE_INPLACE;
    case ACT_DROP_INDEX:
    case ACT_DROP_FOREIGN_KEY:
        return PRICE_INPLACE;
    default:
        return PRICE_INSTANT;
    }
}

/* --- what the table adds ---------------------------------------------------------------------- */

static bool has_index(const Table *table, const char *method)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_equal_nocase(table->indexes.at[i]->method, method)) {
            return true;
        }
    }
    return false;
}

static bool has_generated(const Table *table, GeneratedKind kind)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (table->columns.at[i]->generated == kind) {
            return true;
        }
    }
    return false;
}

static bool has_virtual(const Table *table, const KeyParts *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        const Column *column = keys->at[i].column ? table_column(table, keys->at[i].column) : NULL;
        if (column && column->generated == GENERATED_VIRTUAL) {
            return true;
        }
    }
    return false;
}

static bool has_virtual_key(const Table *table)
{
    bool any = false;
    for (size_t i = 0; !any && i < table->indexes.len; i++) {
        any = has_virtual(table, &table->indexes.at[i]->keys);
    }
    for (size_t i = 0; !any && i < table->constraints.len; i++) {
        any = has_virtual(table, &table->constraints.at[i]->keys);
    }
    return any;
}

/* Does the clause change what a row is made of? `price` is what it costs by itself. */
static bool reshapes(const Script *s, const ScriptStep *step, const SqlAction *a, Price price)
{
    bool moves = a->kind == ACT_ADD_COLUMN || a->kind == ACT_DROP_COLUMN;
    return (moves && !moves_virtual(s, step, a)) || price == PRICE_REBUILD ||
           (a->kind == ACT_MODIFY_COLUMN && a->placed);
}

static bool becomes_not_null(const SqlAction *a, Price price)
{
    return a->kind == ACT_MODIFY_COLUMN && a->not_null && price == PRICE_REBUILD;
}

/* MariaDB works on a table with generated columns in fewer ways. */
static Price beside_generated(const Script *s, const ScriptStep *step, const SqlAction *a,
                              Price price, const Table *table)
{
    bool key = has_virtual_key(table), not_null = becomes_not_null(a, price);
    bool placed = a->kind == ACT_ADD_COLUMN && a->placed;
    if ((placed && has_generated(table, GENERATED_VIRTUAL)) ||
        (not_null && has_generated(table, GENERATED_STORED)) ||
        (key && (placed || not_null || a->kind == ACT_DROP_COLUMN))) {
        return price_of_copy(s, step);
    }
    return key ? worse(price, PRICE_SHARED) : price;
}

/* Engines other than InnoDB write only their catalogue without a copy. */
static Price in_other_engine(const Script *s, const ScriptStep *step, const SqlAction *a,
                             Price price)
{
    switch (a->kind) {
    case ACT_ADD_COLUMN:
    case ACT_DROP_COLUMN:
    case ACT_ADD_INDEX:
    case ACT_ADD_UNIQUE:
    case ACT_DROP_INDEX:
        return price_of_copy(s, step);
    case ACT_DROP_CONSTRAINT:
        return maria(s) ? price : PRICE_COPY;
    default:
        return price > PRICE_INSTANT ? worse(price, price_of_copy(s, step)) : price;
    }
}

static Price in_table(const Script *s, const ScriptStep *step, const SqlAction *a, Price price,
                      const Table *table)
{
    const char *engine = options_get(&table->options, "engine");
    if (engine && !text_equal_nocase(engine, "innodb")) {
        return in_other_engine(s, step, a, price);
    }
    if (maria(s) && table->partition_by && moves_virtual(s, step, a)) {
        return price_of_copy(s, step);
    }
    if (!reshapes(s, step, a, price)) {
        return price;
    }
    if (has_index(table, "fulltext")) {
        return worse(price, maria(s) ? PRICE_SHARED : PRICE_COPY);
    }
    if (has_index(table, "spatial") && price == PRICE_REBUILD) {
        price = PRICE_SHARED;
    }
    if (text_equal_nocase(options_get(&table->options, "row_format"), "compressed")) {
        price = worse(price, PRICE_REBUILD);
    }
    return maria(s) ? beside_generated(s, step, a, price, table) : price;
}

/* A clause that is instant alone takes part when its neighbours have the table written again. */
static Price price_among(const Script *s, const ScriptStep *step, const SqlAction *a,
                         Price neighbours)
{
    const Table *table = script_known(s, step->sql.table);
    Price price = price_alone(s, step, a);
    if (neighbours > PRICE_INSTANT && reshapes(s, step, a, price)) {
        price = worse(price, PRICE_REBUILD);
    }
    return table ? in_table(s, step, a, price, table) : price;
}

Price script_price_of(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    return price_among(s, step, a, PRICE_INSTANT);
}

/* What is not known to be instant is not taken for it. */
static bool may_be_instant(const SqlAction *a)
{
    return a->kind == ACT_ADD_COLUMN || a->kind == ACT_DROP_COLUMN ||
           a->kind == ACT_RENAME_COLUMN || a->kind == ACT_SET_DEFAULT ||
           a->kind == ACT_MODIFY_COLUMN;
}

static Price worst_among(const Script *s, const ScriptStep *step, Price neighbours)
{
    Price worst = PRICE_INSTANT;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        Price price = price_among(s, step, a, neighbours);
        worst = worse(worst, price == PRICE_INSTANT && !may_be_instant(a) ? PRICE_INPLACE : price);
    }
    return worst;
}

/* Servers copy rather than add or drop a virtual column beside a clause that changes rows, and
 * beside some that do not. */
static bool disturbs_virtual(const Script *s, const ScriptStep *step, const SqlAction *a,
                             Price worst)
{
    switch (a->kind) {
    case ACT_RENAME_COLUMN:
        return true;
    case ACT_SET_DEFAULT:
        return maria(s);
    case ACT_ADD_COLUMN:
    case ACT_MODIFY_COLUMN:
        if (maria(s) && !moves_virtual(s, step, a)) {
            return true;
        }
        break;
    default:
        break;
    }
    return reshapes(s, step, a, price_alone(s, step, a)) &&
           price_among(s, step, a, worst) >= PRICE_REBUILD;
}

static bool is_copied_for_virtual(const Script *s, const ScriptStep *step, Price worst)
{
    const Table *table = script_known(s, step->sql.table);
    bool moves = false, disturbs = table && table->partition_by && worst > PRICE_INSTANT;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        moves |= moves_virtual(s, step, a);
        disturbs |= disturbs_virtual(s, step, a, worst);
    }
    return moves && disturbs;
}

Price script_price(const Script *s, const ScriptStep *step)
{
    Price worst = worst_among(s, step, worst_among(s, step, PRICE_INSTANT));
    return is_copied_for_virtual(s, step, worst) ? worse(worst, price_of_copy(s, step)) : worst;
}
