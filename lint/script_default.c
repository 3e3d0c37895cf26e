#include "lint/cursor.h"
#include "lint/fit.h"
#include "lint/script.h"

#include <string.h>

/* A section, and the other one, whose end is the state before this one. */
typedef struct Side {
    const Script *script;
    const ScriptSteps *here, *there;
} Side;

/* --- what is known of a column ---------------------------------------------------------------- */

typedef bool Tells(const SqlAction *action);

static bool tells_type(const SqlAction *a)
{
    return a->type && (a->kind == ACT_ADD_COLUMN || a->kind == ACT_MODIFY_COLUMN);
}

static bool tells_default(const SqlAction *a)
{
    return a->kind == ACT_ADD_COLUMN || a->kind == ACT_SET_DEFAULT;
}

/* The last of the first `len` steps that tells something of the column. */
static const SqlAction *last_in(const ScriptSteps *steps, size_t len, const char *table,
                                const char *column, Tells *tells)
{
    const SqlAction *found = NULL;
    for (size_t i = 0; i < len; i++) {
        const SqlStatement *sql = &steps->at[i].sql;
        for (size_t a = 0; sql_same_table(sql->table, table) && a < sql->actions.len; a++) {
            const SqlAction *action = &sql->actions.at[a];
            if (tells(action) && text_equal_nocase(action->name, column)) {
                found = action;
            }
        }
    }
    return found;
}

static const SqlAction *before(const Side *side, size_t step, const char *column, Tells *tells)
{
    const char *table = side->here->at[step].sql.table;
    const SqlAction *found = last_in(side->here, step, table, column, tells);
    return found ? found : last_in(side->there, side->there->len, table, column, tells);
}

static bool renames(const ScriptSteps *steps, const char *table)
{
    for (size_t i = 0; i < steps->len; i++) {
        const SqlStatement *sql = &steps->at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            const SqlAction *action = &sql->actions.at[a];
            bool other = action->kind == ACT_RENAME_COLUMN || action->kind == ACT_RENAME_TABLE ||
                         (action->kind == ACT_MODIFY_COLUMN && action->new_name);
            if (other &&
                (sql_same_table(sql->table, table) || sql_same_table(action->new_name, table))) {
                return true;
            }
        }
    }
    return false;
}

/* Does a name mean the same column everywhere in the script? */
static bool is_steady(const Side *side, const char *table)
{
    return !renames(side->here, table) && !renames(side->there, table);
}

/* A name that is no type of the server is somebody's. */
static bool read_type(const Script *s, const SqlAction *action, Type *out)
{
    const SyntaxOps *syntax = s->server->dialect->syntax;
    if (!action || text_empty(action->type)) {
        return false;
    }
    if (!syntax->parse_type(s->lint->mem, s->server, action->type, out)) {
        *out = type_none();
        out->cls = TYPE_USER;
        out->name = out->text = out->user_name = action->type;
    }
    return true;
}

/* --- enums that the section creates ----------------------------------------------------------- */

/* CREATE TYPE name AS ENUM ('a', 'b') */
static bool read_enum(const Script *s, const SqlStatement *sql, const char *name, NameList *out)
{
    Cursor c = {s->lint->mem, &sql->tokens, 0, sql->tokens.len}, inside, value;
    if (!cursor_take(&c, "create type") || !sql_same_table(cursor_name(&c), name) ||
        !cursor_take(&c, "as enum") || !cursor_group(&c, &inside)) {
        return false;
    }
    while (cursor_clause(&inside, &value)) {
        const char *text = cursor_name(&value);
        list_push(s->lint->mem, out, text ? text : "");
    }
    return true;
}

static bool values_of(const Side *side, const Type *type, NameList *out)
{
    bool found = false;
    for (size_t i = 0; type->cls == TYPE_USER && i < side->here->len; i++) {
        found |= read_enum(side->script, &side->here->at[i].sql, type->user_name, out);
    }
    for (size_t i = 0; found && i < side->here->len; i++) { /* whichever enum it is of */
        const SqlStatement *sql = &side->here->at[i].sql;
        if (sql->kind == SQL_ADD_ENUM_VALUE && sql->name) {
            list_push(side->script->lint->mem, out, sql->name);
        }
    }
    return found;
}

/* --- findings --------------------------------------------------------------------------------- */

static void say(const Side *side, size_t step, const SqlAction *column, const Default *def,
                const char *why)
{
    const ScriptStep *at = &side->here->at[step];
    SAY(side->script, at, RULE_BAD_DEFAULT, at->sql.table, "the default %s of \"%s\".\"%s\" %s",
        default_shown(side->script->lint->mem, def), at->sql.table, column->name, why);
}

static const char *misfit(const Side *side, const Type *type, const Default *def)
{
    NameList values = {0};
    bool known = values_of(side, type, &values);
    return default_misfit(side->script->lint->mem, side->script->server, type,
                          known ? &values : NULL, def);
}

/* A column with its type and default in one place. */
static void check_definition(const Side *side, size_t step, const SqlAction *a)
{
    const Script *s = side->script;
    Type type;
    if (a->given.kind == DEFAULT_NULL && a->not_null) {
        say(side, step, a, &a->given, "stands on a column that is NOT NULL");
    }
    if (!default_is_literal(&a->given) || !read_type(s, a, &type)) {
        return;
    }
    const char *why = misfit(side, &type, &a->given);
    if (why) {
        say(side, step, a, &a->given, why);
    }
}

/* PostgreSQL changes types first, whatever the order in the statement. */
static void check_set(const Side *side, size_t step, const SqlAction *a)
{
    Type type;
    const char *table = side->here->at[step].sql.table;
    const SqlAction *typed = last_in(side->here, step + 1, table, a->name, tells_type);
    typed = typed ? typed : before(side, step, a->name, tells_type);
    if (!is_steady(side, table) || !read_type(side->script, typed, &type)) {
        return;
    }
    const char *why = misfit(side, &type, &a->given);
    if (why) {
        say(side, step, a, &a->given, why);
    }
}

/* Is the default of the column set or dropped from this step on? */
static bool is_set_later(const Side *side, size_t step, const char *column)
{
    for (size_t i = step; i < side->here->len; i++) {
        const SqlStatement *sql = &side->here->at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_SET_DEFAULT &&
                text_equal_nocase(sql->actions.at[a].name, column)) {
                return true;
            }
        }
    }
    return false;
}

static bool drops_default(const SqlStatement *sql, const char *column)
{
    for (size_t i = 0; i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        if (a->kind == ACT_SET_DEFAULT && a->given.kind == DEFAULT_NONE &&
            text_equal_nocase(a->name, column)) {
            return true;
        }
    }
    return false;
}

/* PostgreSQL: the type changes, the default that is there stays. */
static void check_kept(const Side *side, size_t step, const SqlAction *a)
{
    const Script *s = side->script;
    const SqlStatement *sql = &side->here->at[step].sql;
    const SqlAction *given = before(side, step, a->name, tells_default);
    Type from, to;
    NameList values = {0};
    bool has = given && given->given.kind != DEFAULT_NONE && given->given.kind != DEFAULT_NULL;
    if (!has || drops_default(sql, a->name) || !is_steady(side, sql->table) ||
        !read_type(s, before(side, step, a->name, tells_type), &from) || !read_type(s, a, &to)) {
        return;
    }
    if (!default_converts(&from, &to, values_of(side, &to, &values))) {
        say(side, step, a, &given->given,
            mem_printf(s->lint->mem, "cannot be cast automatically to %s", to.text));
        lint_remedy(s->lint, "DROP DEFAULT before, SET DEFAULT afterwards");
        return;
    }
    const char *why = misfit(side, &to, &given->given);
    if (why && !is_set_later(side, step, a->name)) {
        say(side, step, a, &given->given, mem_printf(s->lint->mem, "stays, and %s", why));
    }
}

static void check_action(const Side *side, size_t step, const SqlAction *a)
{
    bool postgres = side->script->server->flavor == FLAVOR_POSTGRESQL;
    if (a->kind == ACT_ADD_COLUMN || (a->kind == ACT_MODIFY_COLUMN && !postgres)) {
        check_definition(side, step, a);
    } else if (a->kind == ACT_MODIFY_COLUMN) {
        check_kept(side, step, a);
    } else if (a->kind == ACT_SET_DEFAULT) {
        check_set(side, step, a);
    }
}

static void check_side(const Side *side)
{
    for (size_t i = 0; i < side->here->len; i++) {
        const SqlStatement *sql = &side->here->at[i].sql;
        for (size_t a = 0; sql->table && a < sql->actions.len; a++) {
            if (sql->actions.at[a].name) {
                check_action(side, i, &sql->actions.at[a]);
            }
        }
    }
}

void script_defaults(const Script *s)
{
    const Side up = {s, &s->up, &s->down}, down = {s, &s->down, &s->up};
    check_side(&up);
    check_side(&down);
}
