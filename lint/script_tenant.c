#include "lint/script.h"
#include "schema/tenant.h"

/* What the upgrade adds for the column that names the tenant. */

static bool is_key_of(const SqlAction *a, const char *column)
{
    if (a->kind == ACT_ADD_FOREIGN_KEY) {
        return a->columns.len == 1 && text_equal_nocase(a->columns.at[0], column);
    }
    return a->kind == ACT_ADD_COLUMN && a->references && text_equal_nocase(a->name, column);
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
            if (is_key_of(&sql->actions.at[a], column)) {
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

static void check_undo(const Script *s, const ScriptStep *step, const char *column)
{
    const char *table = step->sql.table;
    bool mysql = s->server->dialect->model_bit == MODEL_MYSQL;
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
    }
}

/* --- all -------------------------------------------------------------------------------------- */

static bool is_exempt(const Script *s, const char *table)
{
    const char *dot = table;
    Object object = {.name = table};
    for (const char *c = table; *c; c++) {
        dot = *c == '.' ? c : dot;
    }
    if (*dot == '.') {
        object.schema = mem_strndup(s->lint->mem, table, (size_t)(dot - table));
        object.name = dot + 1;
    }
    return tenant_exempts(s->tenant, &object, NULL) || sql_same_table(table, s->tenant->table);
}

static void check_column(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = final_name(s, step->sql.table), *column = s->tenant->column;
    bool mysql = s->server->dialect->model_bit == MODEL_MYSQL;
    bool key = has_key(s, step->sql.table, column);
    if (s->tenant->rules & TENANT_COLUMN && !a->not_null && !a->primary) {
        SAY(s, step, RULE_TENANT_NULL, table, "\"%s\" of \"%s\" may be NULL", column, table);
    }
    if (s->tenant->rules & TENANT_FOREIGN_KEY && s->tenant->table && !key) {
        SAY(s, step, RULE_TENANT_FOREIGN_KEY, table,
            "the upgrade adds \"%s\" to \"%s\" without a foreign key to \"%s\"", column, table,
            s->tenant->table);
    }
    if (s->tenant->rules & TENANT_INDEX && !(mysql && key) &&
        !has_index(s, step->sql.table, column)) {
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

void script_tenants(const Script *s)
{
    const char *column = s->tenant->column;
    for (size_t i = 0; i < s->up.len; i++) {
        const ScriptStep *step = &s->up.at[i];
        const SqlStatement *sql = &step->sql;
        bool found = sql->kind != SQL_CREATE_TABLE || !sql->actions.len;
        for (size_t a = 0; sql->table && a < sql->actions.len; a++) {
            SqlAction one = sql->actions.at[a];
            if (one.kind == ACT_ADD_COLUMN && text_equal_nocase(one.name, column)) {
                one.not_null |= becomes_not_null(s, sql->table, column);
                found = true;
                if (!is_exempt(s, final_name(s, sql->table))) {
                    check_column(s, step, &one);
                }
            }
        }
        const char *table = final_name(s, sql->table);
        if (!found && table && s->tenant->rules & TENANT_COLUMN && !is_exempt(s, table)) {
            SAY(s, step, RULE_TENANT_COLUMN, table,
                "\"%s\" is created without \"%s\": whose are its rows?", table, column);
        }
    }
}
