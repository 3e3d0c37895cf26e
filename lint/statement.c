#include "lint/cursor.h"
#include "migrate/run.h"

/* --- tables ----------------------------------------------------------------------------------- */

static void create_table(Cursor *c, SqlStatement *out)
{
    Cursor elements, part;
    out->kind = SQL_CREATE_TABLE;
    out->if_not_exists = cursor_take(c, "if not exists");
    out->table = cursor_name(c);
    if (cursor_group(c, &elements)) {
        while (cursor_clause(&elements, &part)) {
            SqlAction action = clause_element(&part);
            list_push(c->mem, &out->actions, action);
        }
    }
    while (!cursor_ends(c) && !out->as_select) {
        out->as_select = cursor_is(c, "as") || cursor_is(c, "select") || cursor_is(c, "partition");
        c->at++;
    }
}

static void alter_table(Cursor *c, SqlStatement *out)
{
    Cursor part;
    out->kind = SQL_ALTER_TABLE;
    cursor_take(c, "if exists");
    out->only = cursor_take(c, "only");
    out->table = cursor_name(c);
    cursor_take_symbol(c, '*');
    size_t clauses = c->at;
    while (cursor_clause(c, &part)) {
        SqlAction action = clause_alter(&part);
        out->outside |= action.concurrently;
        list_push(c->mem, &out->actions, action);
    }
    for (c->at = clauses; !cursor_ends(c); cursor_skip(c)) {
        if (cursor_partitions(c)) { /* no comma before it */
            list_push(c->mem, &out->actions, (SqlAction){.kind = ACT_PARTITION});
            c->at = c->end;
        }
    }
}

static void drop_table(Cursor *c, SqlStatement *out)
{
    out->kind = SQL_DROP_TABLE;
    cursor_take(c, "if exists");
    out->table = cursor_name(c);
    while (cursor_take_symbol(c, ',')) {
        const char *name = cursor_name(c);
        if (name) {
            list_push(c->mem, &out->more, name);
        }
    }
    out->cascade = cursor_take(c, "cascade");
}

/* RENAME TABLE a TO b, c TO d (MySQL) */
static void rename_table(Cursor *c, SqlStatement *out)
{
    out->kind = SQL_ALTER_TABLE;
    out->table = cursor_name(c);
    cursor_take(c, "to");
    SqlAction action = {.kind = ACT_RENAME_TABLE, .new_name = cursor_name(c)};
    list_push(c->mem, &out->actions, action);
}

/* --- indexes ---------------------------------------------------------------------------------- */

static void create_index(Cursor *c, SqlStatement *out)
{
    out->kind = SQL_CREATE_INDEX;
    out->concurrently = out->outside = cursor_take(c, "concurrently");
    out->if_not_exists = cursor_take(c, "if not exists");
    if (!cursor_is(c, "on")) {
        out->name = cursor_name(c);
    }
    while (!cursor_ends(c) && !cursor_take(c, "on")) {
        cursor_skip(c);
    }
    out->only = cursor_take(c, "only");
    out->table = cursor_name(c);
    if (cursor_take(c, "using")) {
        cursor_skip(c);
    }
    cursor_columns(c, &out->columns);
    while (!cursor_ends(c) && !out->has_where) {
        out->has_where = cursor_take(c, "where");
        cursor_skip(c);
    }
}

static void drop_index(Cursor *c, SqlStatement *out)
{
    out->kind = SQL_DROP_INDEX;
    out->concurrently = out->outside = cursor_take(c, "concurrently");
    out->if_exists = cursor_take(c, "if exists");
    out->name = cursor_name(c);
    if (cursor_take(c, "on")) {
        out->table = cursor_name(c);
    }
    out->cascade = cursor_take(c, "cascade");
}

/* --- by the first words ----------------------------------------------------------------------- */

static void create(Cursor *c, SqlStatement *out)
{
    cursor_take(c, "or replace");
    (void)(cursor_take(c, "global") || cursor_take(c, "local"));
    if (cursor_take(c, "temporary") || cursor_take(c, "temp")) {
        return; /* nobody else sees it */
    }
    cursor_take(c, "unlogged");
    out->unique = cursor_take(c, "unique");
    out->fulltext = cursor_take(c, "fulltext") || cursor_take(c, "spatial");
    if (cursor_take(c, "table")) {
        create_table(c, out);
    } else if (cursor_take(c, "index")) {
        create_index(c, out);
    } else if (cursor_is(c, "database") || cursor_is(c, "tablespace")) {
        out->kind = SQL_OUTSIDE;
        out->outside = true;
    }
}

static void drop(Cursor *c, SqlStatement *out)
{
    if (cursor_take(c, "table") || cursor_take(c, "tables")) {
        drop_table(c, out);
    } else if (cursor_take(c, "index")) {
        drop_index(c, out);
    } else {
        out->kind = SQL_DROP_OBJECT;
        out->outside = cursor_is(c, "database") || cursor_is(c, "tablespace");
        cursor_skip(c);
        cursor_take(c, "if exists");
        out->name = cursor_name(c);
        while (!cursor_ends(c)) {
            out->cascade |= cursor_is(c, "cascade");
            c->at++;
        }
    }
}

static void alter(Cursor *c, SqlStatement *out)
{
    if (cursor_take(c, "table")) {
        alter_table(c, out);
        return;
    }
    out->kind = cursor_is(c, "system") ? SQL_OUTSIDE : SQL_OTHER;
    out->outside = out->kind == SQL_OUTSIDE;
    bool index = cursor_is(c, "index");
    cursor_skip(c);
    cursor_take(c, "if exists");
    out->name = cursor_name(c);
    if (cursor_symbol(c, '(')) { /* what a function is called with */
        cursor_skip(c);
    }
    if (cursor_take(c, "add value")) {
        out->kind = SQL_ADD_ENUM_VALUE;
        cursor_take(c, "if not exists");
        out->name = cursor_name(c);
    } else if ((cursor_is(c, "rename") || cursor_take(c, "set schema")) && !index) {
        out->kind = SQL_RENAME_OBJECT;
    }
}

static bool has_where(Cursor *c)
{
    while (!cursor_ends(c)) {
        if (cursor_is(c, "where") || cursor_is(c, "limit")) {
            return true;
        }
        cursor_skip(c);
    }
    return false;
}

static void change_rows(Cursor *c, SqlStatement *out, SqlKind kind)
{
    out->kind = kind;
    (void)(cursor_take(c, "into") || cursor_take(c, "from"));
    cursor_take(c, "only");
    out->table = cursor_name(c);
    out->has_where = has_where(c);
}

/* Not the name of what is locked. */
static bool take_kind_word(Cursor *c)
{
    return cursor_take(c, "table") || cursor_take(c, "index") || cursor_take(c, "materialized") ||
           cursor_take(c, "view") || cursor_take(c, "schema") || cursor_take(c, "database") ||
           cursor_take(c, "only");
}

/* (FULL, ANALYZE): is the option there? Steps over all of them. */
static bool take_option(Cursor *c, const char *word)
{
    Cursor options;
    bool found = false;
    if (cursor_group(c, &options)) {
        while (!cursor_ends(&options)) {
            found |= cursor_is(&options, word);
            cursor_skip(&options);
        }
    }
    return found;
}

static void exclusive(Cursor *c, SqlStatement *out)
{
    bool reindex = cursor_is(c, "reindex");
    out->kind = SQL_EXCLUSIVE;
    cursor_skip(c);
    out->concurrently = take_option(c, "concurrently");
    while (!cursor_ends(c)) {
        if (cursor_take(c, "concurrently")) {
            out->concurrently = true;
        } else if (!take_kind_word(c)) {
            const char *name = cursor_symbol(c, '(') ? NULL : cursor_name(c);
            out->table = out->table ? out->table : name;
            if (!name) {
                cursor_skip(c);
            }
        }
    }
    out->outside = reindex && out->concurrently;
}

static void vacuum(Cursor *c, SqlStatement *out)
{
    out->kind = SQL_OUTSIDE;
    out->outside = true;
    out->table = take_option(c, "full") || cursor_take(c, "full") ? cursor_name(c) : NULL;
}

/* BEGIN … END is also the body of a program (MySQL); there, nothing is one statement. */
static bool is_transaction(const Cursor *c)
{
    static const char *const words[] = {"begin",     "commit",  "rollback", "start",
                                        "savepoint", "release", "abort",    "end"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (cursor_is(c, words[i])) {
            return true;
        }
    }
    return false;
}

/* WITH a AS (…), b AS (…) DELETE … */
static void skip_queries(Cursor *c)
{
    while (cursor_is(c, "with") || (c->at && !cursor_ends(c) && !cursor_is(c, "insert") &&
                                    !cursor_is(c, "update") && !cursor_is(c, "delete"))) {
        cursor_skip(c);
    }
}

static void classify(Cursor *c, SqlStatement *out)
{
    skip_queries(c);
    if (cursor_take(c, "create")) {
        create(c, out);
    } else if (cursor_take(c, "alter")) {
        alter(c, out);
    } else if (cursor_take(c, "drop")) {
        drop(c, out);
    } else if (cursor_take(c, "rename table")) {
        rename_table(c, out);
    } else if (cursor_take(c, "truncate")) {
        cursor_take(c, "table");
        change_rows(c, out, SQL_TRUNCATE);
    } else if (cursor_take(c, "insert") || cursor_take(c, "replace")) {
        change_rows(c, out, SQL_INSERT);
    } else if (cursor_take(c, "update")) {
        change_rows(c, out, SQL_UPDATE);
    } else if (cursor_take(c, "delete")) {
        change_rows(c, out, SQL_DELETE);
    } else if (cursor_take(c, "vacuum")) {
        vacuum(c, out);
    } else if (cursor_is(c, "cluster") || cursor_is(c, "reindex") || cursor_is(c, "refresh") ||
               (cursor_is(c, "lock") && !cursor_is_at(c, 1, "tables"))) {
        exclusive(c, out);
    } else if (is_transaction(c)) {
        out->kind = SQL_TRANSACTION;
    }
}

SqlStatement sql_statement(Mem *mem, const char *text, const Dialect *dialect)
{
    SqlStatement out = {0};
    sql_tokens(mem, text, dialect->run->split, &out.tokens);
    Cursor cursor = {mem, &out.tokens, 0, out.tokens.len};
    classify(&cursor, &out);
    return out;
}
