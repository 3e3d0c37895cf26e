#include "lint/script.h"
#include "schema/tenant.h"

#include <string.h>

/* What the upgrade adds for the column that names the tenant. */

static bool is_called(const Object *object, const char *table)
{
    const char *dot = strrchr(table, '.');
    return text_equal_nocase(object->name, dot ? dot + 1 : table) &&
           (!dot || !object->schema ||
            (strlen(object->schema) == (size_t)(dot - table) &&
             text_starts_nocase(table, object->schema)));
}

static bool was_called(const Object *object, const char *table)
{
    Object former = *object;
    former.name = object->renamed_from;
    return former.name && is_called(&former, table);
}

/* As the model has it, under its name of now or before; NULL = it is not there (any more). */
static const Table *in_model(const Script *s, const char *table)
{
    const Table *former = NULL;
    for (size_t i = 0; i < s->model->tables.len; i++) {
        const Table *one = s->model->tables.at[i];
        if (is_called(&one->base, table)) {
            return one;
        }
        former = was_called(&one->base, table) ? one : former;
    }
    return former;
}

static const char *home_name(const Script *s)
{
    return s->home ? object_label(s->lint->mem, &s->home->base) : s->model->tenant.table;
}

/* Is it the table of the tenants? */
static bool is_home(const Script *s, const char *table)
{
    if (!table || !s->home) {
        return sql_same_table(table, s->model->tenant.table);
    }
    return is_called(&s->home->base, table) || was_called(&s->home->base, table);
}

static bool is_key_of(const Script *s, const SqlAction *a, const char *column)
{
    bool key = a->kind == ACT_ADD_FOREIGN_KEY;
    const char *first = !key ? a->name : a->columns.len == 1 ? a->columns.at[0] : NULL;
    return (key || a->kind == ACT_ADD_COLUMN) && text_equal_nocase(first, column) &&
           is_home(s, a->references);
}

/* A table that is written anew gets the name of the old one. */
static const char *final_name(const Script *s, const char *table)
{
    for (size_t i = 0; table && i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_RENAME_TABLE && script_creates(s, table) &&
                sql_same_table(sql->table, table)) {
                return sql->actions.at[a].new_name;
            }
        }
    }
    return table;
}

static bool is_same(const Script *s, const SqlStatement *sql, const char *table)
{
    return sql_same_table(sql->table, table) || sql_same_table(sql->table, final_name(s, table));
}

static bool has_key(const Script *s, const char *table, const char *column)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t a = 0; is_same(s, sql, table) && a < sql->actions.len; a++) {
            if (is_key_of(s, &sql->actions.at[a], column)) {
                return true;
            }
        }
    }
    return false;
}

static bool begins(const NameList *columns, const char *column)
{
    return columns->len && text_equal_nocase(columns->at[0], column);
}

static bool has_index(const Script *s, const char *table, const char *column)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        if (!is_same(s, sql, table)) {
            continue;
        }
        if (sql->kind == SQL_CREATE_INDEX && begins(&sql->columns, column)) {
            return true;
        }
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if ((one->kind == ACT_ADD_INDEX || one->kind == ACT_ADD_UNIQUE ||
                 one->kind == ACT_ADD_PRIMARY_KEY) &&
                begins(&one->columns, column)) {
                return true;
            }
        }
    }
    return false;
}

/* --- the way back ----------------------------------------------------------------------------- */

typedef struct Undo {
    size_t key, index, column; /* positions in the downgrade, from 1; 0 = not there */
} Undo;

static bool ends_with(const char *text, const char *end)
{
    return text && end && text_ends(text, end);
}

/* Names of keys and indexes are not known here, only what kind they are. */
static Undo find_undo(const Script *s, const char *table, const char *column)
{
    Undo undo = {0};
    size_t at = 0;
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *sql = &s->down.at[i].sql;
        at++;
        if (sql->kind == SQL_DROP_INDEX && (!sql->table || sql_same_table(sql->table, table))) {
            undo.index = at;
        }
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++, at++) {
            const SqlAction *one = &sql->actions.at[a];
            if (one->kind == ACT_DROP_FOREIGN_KEY || one->kind == ACT_DROP_CONSTRAINT) {
                undo.key = at;
            } else if (one->kind == ACT_DROP_INDEX) {
                undo.index = at;
            } else if (one->kind == ACT_DROP_COLUMN && text_equal_nocase(one->name, column)) {
                undo.column = at;
            } else if (one->kind == ACT_RENAME_TABLE && ends_with(one->new_name, table)) {
                undo.column = undo.column ? undo.column : at;
            }
        }
        if (sql->kind == SQL_ALTER_TABLE && sql_same_table(sql->table, table) &&
            sql->actions.len > 1) {
            /* One statement does all its clauses at once, whatever their order. */
            undo.key = undo.key && undo.column ? undo.column : undo.key;
            undo.index = undo.index && undo.column ? undo.column : undo.index;
        }
        if (sql->kind == SQL_ALTER_TABLE && sql->actions.len &&
            sql_same_table(sql->actions.at[0].new_name, table)) {
            undo = (Undo){at, at, at}; /* the table is rebuilt without it */
        }
    }
    return undo;
}

/* An index or constraint of the upgrade with the column in it: DROP COLUMN takes it along. */
static bool goes_along(const Script *s, const char *name, const char *column)
{
    for (size_t i = 0; name && i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        if (sql->kind == SQL_CREATE_INDEX && sql_same_table(sql->name, name) &&
            sql_names_have(&sql->columns, column)) {
            return true;
        }
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if (text_equal_nocase(one->name, name) && sql_names_have(&one->columns, column)) {
                return true;
            }
        }
    }
    return false;
}

/* PostgreSQL: what the downgrade drops behind DROP COLUMN, which has taken it along; NULL =
 * nothing.
 */
static const char *dropped_twice(const Script *s, const char *table, const char *column)
{
    bool gone = false;
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *sql = &s->down.at[i].sql;
        if (gone && sql->kind == SQL_DROP_INDEX && !sql->if_exists &&
            goes_along(s, sql->name, column)) {
            return sql->name;
        }
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if (gone && one->kind == ACT_DROP_CONSTRAINT && !one->if_exists &&
                goes_along(s, one->name, column)) {
                return one->name;
            }
            gone |= one->kind == ACT_DROP_COLUMN && text_equal_nocase(one->name, column);
        }
    }
    return NULL;
}

static void check_undo(const Script *s, const ScriptStep *step, const char *column)
{
    const char *table = step->sql.table;
    bool mysql = s->server->dialect->model_bit == MODEL_MYSQL;
    bool postgres = s->server->flavor == FLAVOR_POSTGRESQL;
    const char *twice = postgres ? dropped_twice(s, table, column) : NULL;
    Undo undo = find_undo(s, table, column);
    if (!s->down.len) {
        return; /* no-downgrade */
    }
    if (!undo.column) {
        SAY(s, step, RULE_TENANT_DOWNGRADE, table, "the downgrade does not drop \"%s\" of \"%s\"",
            column, table);
    } else if (mysql && (!undo.key || undo.key > undo.column)) {
        SAY(s, step, RULE_TENANT_DOWNGRADE, table,
            "the downgrade drops \"%s\" of \"%s\" while its foreign key needs it", column, table);
    } else if (mysql && undo.index && undo.index < undo.key) {
        SAY(s, step, RULE_TENANT_DOWNGRADE, table,
            "the downgrade drops the index on \"%s\" of \"%s\" while its foreign key needs it",
            column, table);
    } else if (s->server->flavor == FLAVOR_SQLITE && (!undo.index || undo.index > undo.column)) {
        SAY(s, step, RULE_TENANT_DOWNGRADE, table,
            "the downgrade drops \"%s\" of \"%s\" while an index needs it", column, table);
    } else if (twice) {
        SAY(s, step, RULE_TENANT_DOWNGRADE, table,
            "the downgrade drops \"%s\" after \"%s\" of \"%s\", which takes it along", twice,
            column, table);
    }
}

/* --- all -------------------------------------------------------------------------------------- */

static Object object_of(const Script *s, const char *table)
{
    const char *dot = strrchr(table, '.');
    Object object = {.name = dot ? dot + 1 : table};
    if (dot) {
        object.schema = mem_strndup(s->lint->mem, table, (size_t)(dot - table));
    }
    return object;
}

static bool is_owned(const Script *s, const char *table)
{
    const Table *known = in_model(s, table);
    const Object object = object_of(s, table);
    return known ? tenant_owns(&s->model->tenant, known)
                 : !tenant_exempts(&s->model->tenant, &object, NULL) && !is_home(s, table);
}

/* The one that names the tenant. */
static const char *column_of(const Script *s, const char *table)
{
    const Table *known = in_model(s, table);
    const Column *column = known ? tenant_column(&s->model->tenant, known) : NULL;
    return column ? column->base.name : s->model->tenant.column;
}

static void check_column(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = final_name(s, step->sql.table), *column = a->name;
    const Tenant *tenant = &s->model->tenant;
    bool mysql = s->server->dialect->model_bit == MODEL_MYSQL;
    bool key = has_key(s, step->sql.table, column);
    if (tenant->rules & TENANT_COLUMN && !a->not_null && !a->primary) {
        SAY(s, step, RULE_TENANT_NULL, table, "\"%s\" of \"%s\" may be NULL", column, table);
    }
    if (tenant->rules & TENANT_FOREIGN_KEY && home_name(s) && !key) {
        SAY(s, step, RULE_TENANT_FOREIGN_KEY, table,
            "the upgrade adds \"%s\" to \"%s\" without a foreign key to \"%s\"", column, table,
            home_name(s));
    }
    if (tenant->rules & TENANT_INDEX && !(mysql && key) && !has_index(s, step->sql.table, column)) {
        SAY(s, step, RULE_TENANT_INDEX, table,
            "the upgrade adds \"%s\" to \"%s\" without an index that begins with it", column,
            table);
    }
    if (step->sql.kind == SQL_ALTER_TABLE) {
        check_undo(s, step, column);
    }
}

/* The column may get its NOT NULL later in the script, when the rows are filled. */
static bool becomes_not_null(const Script *s, const char *table, const char *column)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if (text_equal_nocase(one->name, column) &&
                (one->kind == ACT_SET_NOT_NULL ||
                 (one->kind == ACT_MODIFY_COLUMN && one->not_null))) {
                return true;
            }
        }
    }
    return false;
}

/* Of CREATE TABLE or ADD COLUMN. */
static void check_statement(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    const char *table = final_name(s, sql->table), *column = column_of(s, table);
    bool found = sql->kind != SQL_CREATE_TABLE || !sql->actions.len;
    for (size_t a = 0; a < sql->actions.len; a++) {
        SqlAction one = sql->actions.at[a];
        if (one.kind == ACT_ADD_COLUMN && text_equal_nocase(one.name, column)) {
            one.not_null |= becomes_not_null(s, sql->table, column);
            found = true;
            check_column(s, step, &one);
        }
    }
    if (!found && s->model->tenant.rules & TENANT_COLUMN) {
        SAY(s, step, RULE_TENANT_COLUMN, table,
            "\"%s\" is created without \"%s\": whose are its rows?", table, column);
    }
}

void script_tenants(const Script *s)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        bool adds = sql->kind == SQL_CREATE_TABLE || sql->kind == SQL_ALTER_TABLE;
        if (adds && sql->table && is_owned(s, final_name(s, sql->table))) {
            check_statement(s, &s->up.at[i]);
        }
    }
}
