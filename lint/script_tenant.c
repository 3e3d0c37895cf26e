#include "lint/script.h"
#include "schema/tenant.h"

#include <string.h>

/* What the upgrade adds for the column that names the tenant. */

/* A table of the upgrade, and what becomes of it. */
typedef struct Subject {
    const char *table;               /* as it is called at the end of the upgrade */
    const char *column, *column_now; /* that names the tenant, then and after later revisions */
    SqlStatements statements;        /* about it: of the upgrade, then of later revisions */
    size_t own;                      /* how many of them the upgrade has */
    const Table *known;              /* in the model; NULL = it is not there */
    bool owned;                      /* by tenants */
} Subject;

static const char *home_name(const Script *s)
{
    return s->home ? object_label(s->lint->mem, &s->home->base) : s->model->tenant.table;
}

/* Is it the table of the tenants, by its name of now? */
static bool is_home(const Script *s, const char *table)
{
    if (!table || !s->home) {
        return sql_same_table(table, s->model->tenant.table);
    }
    return script_is_called(&s->home->base, table) || script_was_called(&s->home->base, table);
}

static bool refers_home(const Script *s, const char *table)
{
    SqlStatements later = {0};
    return is_home(s, later_about(s->lint->mem, s->later, s->migration, table, &later));
}

static bool is_tenant(const Subject *subject, const char *column)
{
    return text_equal_nocase(column, subject->column) ||
           text_equal_nocase(column, subject->column_now);
}

static bool is_key_of(const Script *s, const Subject *subject, const SqlAction *a)
{
    bool key = a->kind == ACT_ADD_FOREIGN_KEY;
    const char *first = !key ? a->name : a->columns.len == 1 ? a->columns.at[0] : NULL;
    return (key || a->kind == ACT_ADD_COLUMN) && is_tenant(subject, first) &&
           refers_home(s, a->references);
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

static bool has_key(const Script *s, const Subject *subject)
{
    for (size_t i = 0; i < subject->statements.len; i++) {
        const SqlStatement *sql = subject->statements.at[i];
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (is_key_of(s, subject, &sql->actions.at[a])) {
                return true;
            }
        }
    }
    return false;
}

static bool begins(const NameList *columns, const Subject *subject)
{
    return columns->len && is_tenant(subject, columns->at[0]);
}

static bool has_index(const Subject *subject)
{
    for (size_t i = 0; i < subject->statements.len; i++) {
        const SqlStatement *sql = subject->statements.at[i];
        if (sql->kind == SQL_CREATE_INDEX && begins(&sql->columns, subject)) {
            return true;
        }
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if ((one->kind == ACT_ADD_INDEX || one->kind == ACT_ADD_UNIQUE ||
                 one->kind == ACT_ADD_PRIMARY_KEY) &&
                begins(&one->columns, subject)) {
                return true;
            }
        }
    }
    return false;
}

/* The column may get its NOT NULL later, when the rows are filled. */
static bool becomes_not_null(const Subject *subject)
{
    for (size_t i = 0; i < subject->statements.len; i++) {
        const SqlStatement *sql = subject->statements.at[i];
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if (is_tenant(subject, one->name) &&
                (one->kind == ACT_SET_NOT_NULL ||
                 (one->kind == ACT_MODIFY_COLUMN && one->not_null))) {
                return true;
            }
        }
    }
    return false;
}

/* Is the table dropped, or made anew, by a later revision? */
static bool is_gone(const Subject *subject)
{
    for (size_t i = subject->own; i < subject->statements.len; i++) {
        if (subject->statements.at[i]->kind == SQL_DROP_TABLE) {
            return true;
        }
    }
    return false;
}

static bool is_added_later(const Subject *subject)
{
    for (size_t i = subject->own; i < subject->statements.len; i++) {
        const SqlStatement *sql = subject->statements.at[i];
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_ADD_COLUMN &&
                is_tenant(subject, sql->actions.at[a].name)) {
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

static bool is_owned(const Script *s, const Table *known, const char *table)
{
    const Object object = object_of(s, table);
    return known ? tenant_owns(&s->model->tenant, known)
                 : !tenant_exempts(&s->model->tenant, &object, NULL) && !is_home(s, table);
}

/* The name of the column before later revisions. */
static const char *former_column(const Subject *subject)
{
    const char *name = subject->column_now;
    for (size_t i = subject->statements.len; i > subject->own; i--) {
        const SqlStatement *sql = subject->statements.at[i - 1];
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *one = &sql->actions.at[a];
            if ((one->kind == ACT_RENAME_COLUMN || one->kind == ACT_MODIFY_COLUMN) &&
                text_equal_nocase(one->new_name, name)) {
                name = one->name;
            }
        }
    }
    return name;
}

static Subject subject_of(const Script *s, const char *table)
{
    Subject out = {.table = final_name(s, table)};
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        if (sql_same_table(sql->table, table) || sql_same_table(sql->table, out.table)) {
            list_push(s->lint->mem, &out.statements, sql);
        }
    }
    out.own = out.statements.len;
    const char *now = later_about(s->lint->mem, s->later, s->migration, out.table, &out.statements);
    out.known = script_known(s, now);
    out.owned = is_owned(s, out.known, now);
    const Column *column = out.known ? tenant_column(&s->model->tenant, out.known) : NULL;
    out.column_now = column ? column->base.name : s->model->tenant.column;
    out.column = former_column(&out);
    return out;
}

/* What the revisions leave. */
static void check_column(const Script *s, const ScriptStep *step, const Subject *subject,
                         const SqlAction *a)
{
    const char *table = subject->table, *column = a->name;
    const Tenant *tenant = &s->model->tenant;
    bool mysql = s->server->dialect->model_bit == MODEL_MYSQL;
    bool key = has_key(s, subject);
    if (tenant->rules & TENANT_COLUMN && !a->not_null && !a->primary &&
        !becomes_not_null(subject)) {
        SAY(s, step, RULE_TENANT_NULL, table, "\"%s\" of \"%s\" may be NULL", column, table);
    }
    if (tenant->rules & TENANT_FOREIGN_KEY && home_name(s) && !key) {
        SAY(s, step, RULE_TENANT_FOREIGN_KEY, table,
            "the upgrade adds \"%s\" to \"%s\" without a foreign key to \"%s\"", column, table,
            home_name(s));
    }
    if (tenant->rules & TENANT_INDEX && !(mysql && key) && !has_index(subject)) {
        SAY(s, step, RULE_TENANT_INDEX, table,
            "the upgrade adds \"%s\" to \"%s\" without an index that begins with it", column,
            table);
    }
}

/* Of CREATE TABLE or ADD COLUMN. */
static void check_statement(const Script *s, const ScriptStep *step, const Subject *subject)
{
    const SqlStatement *sql = &step->sql;
    bool found = sql->kind != SQL_CREATE_TABLE || !sql->actions.len, gone = is_gone(subject);
    for (size_t a = 0; a < sql->actions.len; a++) {
        const SqlAction *one = &sql->actions.at[a];
        if (one->kind != ACT_ADD_COLUMN || !text_equal_nocase(one->name, subject->column)) {
            continue;
        }
        found = true;
        if (!gone) {
            check_column(s, step, subject, one);
        }
        if (sql->kind == SQL_ALTER_TABLE) {
            check_undo(s, step, one->name);
        }
    }
    if (!found && !gone && s->model->tenant.rules & TENANT_COLUMN && !is_added_later(subject)) {
        SAY(s, step, RULE_TENANT_COLUMN, subject->table,
            "\"%s\" is created without \"%s\": whose are its rows?", subject->table,
            subject->column);
    }
}

void script_tenants(const Script *s)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        if (sql->table && (sql->kind == SQL_CREATE_TABLE || sql->kind == SQL_ALTER_TABLE)) {
            const Subject subject = subject_of(s, sql->table);
            if (subject.owned) {
                check_statement(s, &s->up.at[i], &subject);
            }
        }
    }
}
