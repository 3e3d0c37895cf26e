#include "lint/cursor.h"
#include "lint/script.h"

#include <string.h>

/* --- rows and names --------------------------------------------------------------------------- */

static void say_drop_table(const Script *s, const ScriptStep *step, const char *table)
{
    if (table && !script_has_created(s, step, table) && !script_replaces(s, table)) {
        SAY(s, step, RULE_DROP_TABLE, table, "DROP TABLE: the rows of \"%s\" are gone", table);
    }
}

void script_fit(const Script *s, const ScriptStep *step, const SqlAction *a, const Type *from,
                const Type *to)
{
    const char *table = step->sql.table;
    if (type_moves_zone(from, to)) {
        SAY(s, step, RULE_MAY_NOT_FIT, table,
            "values of \"%s\".\"%s\" become %s by the time zone of the session (it was %s)", table,
            a->name, a->type, from->text);
        lint_remedy(s->lint, "say the zone: USING %s AT TIME ZONE 'UTC'", a->name);
    } else if (!type_widens(s->server, from, to)) {
        SAY(s, step, RULE_MAY_NOT_FIT, table, "values of \"%s\".\"%s\" may not fit %s (it was %s)",
            table, a->name, a->type, from->text);
    }
}

static void check_action(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = step->sql.table;
    switch (a->kind) {
    case ACT_DROP_COLUMN:
        SAY(s, step, RULE_DROP_COLUMN, table,
            "DROP COLUMN: the values of \"%s\".\"%s\" are gone, and code that reads it breaks",
            table, a->name);
        break;
    case ACT_UNVERSION:
        SAY(s, step, RULE_DELETE_ROWS, table,
            "DROP SYSTEM VERSIONING: the history of \"%s\" is gone", table);
        break;
    case ACT_RENAME_COLUMN:
        SAY(s, step, RULE_RENAME, table, "running code still says \"%s\" for \"%s\".\"%s\"",
            a->name, table, a->new_name);
        break;
    case ACT_RENAME_TABLE:
        SAY(s, step, RULE_RENAME, table, "running code still says \"%s\" for \"%s\"", table,
            a->new_name);
        break;
    case ACT_MOVE_TABLE:
        SAY(s, step, RULE_RENAME, table,
            "running code looks for \"%s\" where it was, not in \"%s\"", table,
            a->name ? a->name : "");
        break;
    case ACT_MODIFY_COLUMN:
        if (a->new_name) {
            SAY(s, step, RULE_RENAME, table, "running code still says \"%s\" for \"%s\".\"%s\"",
                a->name, table, a->new_name);
        }
        break;
    case ACT_ADD_COLUMN:
        if (a->not_null && !a->default_ && !a->identity && !a->generated && !a->primary) {
            SAY(s, step, RULE_NEEDS_DEFAULT, table,
                s->server->dialect->model_bit == MODEL_MYSQL
                    ? "\"%s\" of \"%s\" is NOT NULL without DEFAULT: rows that are there get 0 or "
                      "'' without a word"
                    : "\"%s\" of \"%s\" is NOT NULL without DEFAULT: fails as soon as there is a "
                      "row",
                a->name, table);
        }
        break;
    default:
        break;
    }
    if (a->cascade) {
        SAY(s, step, RULE_CASCADE, table, "CASCADE also drops what depends on \"%s\"",
            a->name ? a->name : table);
    }
}

static void check_rows(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    if (!sql->table || script_has_created(s, step, sql->table)) {
        return;
    }
    if (sql->kind == SQL_TRUNCATE) {
        SAY(s, step, RULE_DELETE_ROWS, sql->table, "TRUNCATE: all rows of \"%s\" are gone",
            sql->table);
    } else if (!sql->has_where && sql->kind == SQL_DELETE) {
        SAY(s, step, RULE_DELETE_ROWS, sql->table, "DELETE without WHERE: all rows of \"%s\"",
            sql->table);
    } else if (!sql->has_where && sql->kind == SQL_UPDATE) {
        SAY(s, step, RULE_DELETE_ROWS, sql->table,
            "UPDATE without WHERE writes (and locks) every row of \"%s\"", sql->table);
    }
}

/* --- PostgreSQL statements that are no ALTER TABLE -------------------------------------------- */

static void check_index(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    bool postgres = s->server->flavor == FLAVOR_POSTGRESQL;
    if (!sql->table || script_creates(s, sql->table) || s->server->flavor == FLAVOR_SQLITE) {
        return;
    }
    if (postgres && !sql->concurrently && !sql->only) { /* ONLY a parent has no rows */
        SAY(s, step, RULE_INDEX_LOCK, sql->table,
            "CREATE INDEX takes a SHARE lock: nobody writes to \"%s\" until it is built",
            sql->table);
    } else if (!postgres && sql->fulltext) {
        SAY(s, step, RULE_INDEX_LOCK, sql->table,
            "a FULLTEXT or SPATIAL index takes LOCK=SHARED: nobody writes to \"%s\" until it is "
            "built",
            sql->table);
        lint_remedy(s->lint, "build it in a window without writes");
    }
}

/* A type that makes room for its successor: running code goes on saying the name. */
static bool is_succeeded(const Script *s, const ScriptStep *step)
{
    const char *dot = strrchr(step->sql.name ? step->sql.name : "", '.');
    const char *name = dot ? dot + 1 : step->sql.name;
    for (size_t i = (size_t)(step - s->up.at) + 1; i < s->up.len; i++) {
        const SqlTokens *tokens = &s->up.at[i].sql.tokens;
        size_t at = tokens->len > 4 && text_equal(tokens->at[3].text, ".") ? 4 : 2;
        if (tokens->len > at && text_equal_nocase(tokens->at[0].text, "create") &&
            (text_equal_nocase(tokens->at[1].text, "type") ||
             text_equal_nocase(tokens->at[1].text, "domain")) &&
            text_equal(tokens->at[at].text, name)) {
            return true;
        }
    }
    return false;
}

/* PostgreSQL's DROP SCHEMA refuses what is not empty, unless it cascades. */
static void check_drop_all(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    const char *kind = sql->tokens.at[1].text;
    bool schema = text_equal_nocase(kind, "schema") &&
                  (sql->cascade || s->server->flavor != FLAVOR_POSTGRESQL);
    if (schema || text_equal_nocase(kind, "database")) {
        SAY(s, step, RULE_DROP_TABLE, NULL, "DROP %s: all tables of \"%s\" are gone",
            text_upper(s->lint->mem, kind), sql->name ? sql->name : "");
    }
}

/* PostgreSQL tests the columns of a domain while nobody can write to their tables. */
static void check_domain(const Script *s, const ScriptStep *step)
{
    Cursor c = {s->lint->mem, &step->sql.tokens, 0, step->sql.tokens.len};
    const char *name = cursor_take(&c, "alter domain") ? cursor_name(&c) : NULL;
    bool not_null = name && cursor_take(&c, "set not null");
    bool added = name && cursor_take(&c, "add");
    bool tested = added;
    while (added && !cursor_ends(&c)) {
        tested &= !cursor_take(&c, "not valid");
        cursor_skip(&c);
    }
    if (not_null || tested) {
        SAY(s, step, RULE_VALIDATED, NULL,
            "all tables with columns of the domain \"%s\" are read while nobody can write to them",
            name);
        lint_remedy(s->lint, not_null ? "add CHECK (VALUE IS NOT NULL) NOT VALID, then VALIDATE "
                                        "CONSTRAINT in a revision of its own"
                                      : "add it NOT VALID, then VALIDATE CONSTRAINT in a revision "
                                        "of its own");
    }
}

static void check_statement(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    bool postgres = s->server->flavor == FLAVOR_POSTGRESQL;
    if (sql->kind == SQL_DROP_TABLE) {
        say_drop_table(s, step, sql->table);
        for (size_t i = 0; i < sql->more.len; i++) {
            say_drop_table(s, step, sql->more.at[i]);
        }
    } else if (sql->kind == SQL_CREATE_INDEX) {
        check_index(s, step);
    } else if (sql->kind == SQL_DROP_INDEX && postgres && !sql->concurrently) {
        SAY(s, step, RULE_DROP_INDEX_LOCK, NULL,
            "DROP INDEX \"%s\" takes an ACCESS EXCLUSIVE lock on its table", sql->name);
    } else if (sql->kind == SQL_DROP_OBJECT) {
        check_drop_all(s, step);
    } else if (sql->kind == SQL_RENAME_OBJECT && !is_succeeded(s, step)) {
        SAY(s, step, RULE_RENAME, NULL, "running code still uses the old name of \"%s\"",
            sql->name);
    } else if (sql->kind == SQL_EXCLUSIVE && !sql->concurrently) {
        SAY(s, step, RULE_EXCLUSIVE, sql->table, "%s keeps everybody from \"%s\"",
            text_upper(s->lint->mem, sql->tokens.at[0].text), sql->table ? sql->table : "");
    } else if (sql->kind == SQL_OUTSIDE && sql->table) {
        SAY(s, step, RULE_EXCLUSIVE, sql->table, "VACUUM FULL keeps everybody from \"%s\"",
            sql->table);
    }
    if (sql->cascade) {
        SAY(s, step, RULE_CASCADE, sql->table, "CASCADE also drops what depends on \"%s\"",
            sql->table ? sql->table : sql->name);
    }
    if (postgres) {
        check_domain(s, step);
    }
    check_rows(s, step);
}

/* --- transactions ----------------------------------------------------------------------------- */

static void check_transaction(const Script *s, const ScriptStep *step)
{
    if (step->sql.kind == SQL_TRANSACTION) {
        SAY(s, step, RULE_TRANSACTION, NULL, "%s in a migration",
            text_upper(s->lint->mem, step->sql.tokens.at[0].text));
    } else if (step->sql.outside && step->in_transaction &&
               server_can(s->server, CAP_DDL_TRANSACTION)) {
        SAY(s, step, RULE_IN_TRANSACTION, step->sql.table,
            "this cannot run inside a transaction: the server will refuse it");
    }
}

static void check_enum_values(const Script *s)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const ScriptStep *step = &s->up.at[i];
        for (size_t j = i + 1; step->sql.kind == SQL_ADD_ENUM_VALUE && step->in_transaction &&
                               step->sql.name && j < s->up.len;
             j++) {
            const SqlTokens *tokens = &s->up.at[j].sql.tokens;
            for (size_t t = 0; t < tokens->len; t++) {
                if (tokens->at[t].kind == SQL_STRING &&
                    text_equal(tokens->at[t].text, step->sql.name)) {
                    SAY(s, &s->up.at[j], RULE_ENUM_USED, NULL,
                        "'%s' is used in the transaction that adds it to the enum", step->sql.name);
                    break;
                }
            }
        }
    }
}

/* --- all -------------------------------------------------------------------------------------- */

static void check_alter(const Script *s, const ScriptStep *step)
{
    if (step->sql.kind != SQL_ALTER_TABLE || !step->sql.table ||
        script_has_created(s, step, step->sql.table)) {
        return;
    }
    for (size_t a = 0; a < step->sql.actions.len; a++) {
        check_action(s, step, &step->sql.actions.at[a]);
        if (s->server->flavor == FLAVOR_POSTGRESQL) {
            script_postgres(s, step, &step->sql.actions.at[a]);
        }
    }
    if (s->server->flavor == FLAVOR_MYSQL || s->server->flavor == FLAVOR_MARIADB) {
        script_mysql(s, step);
    }
}

void script_hazards(const Script *s)
{
    for (size_t i = 0; i < s->up.len; i++) {
        check_alter(s, &s->up.at[i]);
        check_statement(s, &s->up.at[i]);
        check_transaction(s, &s->up.at[i]);
    }
    for (size_t i = 0; i < s->down.len; i++) {
        check_transaction(s, &s->down.at[i]);
    }
    check_enum_values(s);
}
