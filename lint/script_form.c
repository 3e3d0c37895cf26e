#include "lint/script.h"

#include <string.h>

static Location head(const Script *s)
{
    uint32_t line = s->migration->revision_line ? s->migration->revision_line : 1;
    return (Location){s->migration->path, line, 1};
}

/* --- the message ------------------------------------------------------------------------------ */

static const char *const vague_words[] = {
    "update", "updates", "changes", "change",    "fix",     "fixes",  "misc",    "stuff",
    "wip",    "test",    "tmp",     "temp",      "various", "things", "schema",  "database",
    "db",     "table",   "tables",  "migration", "new",     "more",   "some",    "the",
    "a",      "and",     "modify",  "edit",      "asdf",    "todo",   "initial_"};

static bool is_vague(Str word)
{
    for (size_t i = 0; i < sizeof vague_words / sizeof *vague_words; i++) {
        if (strlen(vague_words[i]) == word.len) {
            size_t n = 0;
            while (n < word.len && char_lower(word.ptr[n]) == vague_words[i][n]) {
                n++;
            }
            if (n == word.len) {
                return true;
            }
        }
    }
    return false;
}

static size_t telling_words(const char *message)
{
    size_t count = 0;
    for (const char *c = message; *c;) {
        size_t n = strcspn(c, " \t_-.,:;");
        count += n > 1 && !is_vague((Str){c, n});
        c += n + (c[n] != '\0');
    }
    return count;
}

static void check_message(const Script *s)
{
    const char *message = s->migration->message;
    if (text_empty(message)) {
        lint_add(s->lint, RULE_MESSAGE, head(s), NULL, "the revision has no message");
    } else if (!telling_words(message)) {
        lint_add(s->lint, RULE_MESSAGE, head(s), NULL, "\"%s\" does not say what the revision does",
                 message);
    }
}

/* --- the way back ----------------------------------------------------------------------------- */

static bool undoes(const Script *s, const SqlStatement *up, const SqlAction *a)
{
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *down = &s->down.at[i].sql;
        bool same = sql_same_table(down->table, up->table);
        if ((down->kind == SQL_DROP_TABLE || script_creates(s, down->table)) && same) {
            return true;
        }
        for (size_t j = 0; a && same && j < down->actions.len; j++) {
            const SqlAction *back = &down->actions.at[j];
            if (back->kind == ACT_DROP_COLUMN && text_equal_nocase(back->name, a->name)) {
                return true;
            }
        }
    }
    return false;
}

static bool drops_table(const Script *s, const char *table)
{
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *sql = &s->down.at[i].sql;
        if (sql->kind == SQL_DROP_TABLE && sql_same_table(sql->table, table)) {
            return true;
        }
        for (size_t j = 0; sql->kind == SQL_DROP_TABLE && j < sql->more.len; j++) {
            if (sql_same_table(sql->more.at[j], table)) {
                return true;
            }
        }
    }
    return false;
}

/* A table that takes the place of another is renamed in the same script. */
static bool is_renamed(const Script *s, const char *table)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_RENAME_TABLE && sql_same_table(sql->table, table)) {
                return true;
            }
        }
    }
    return false;
}

/* SQLite rebuilds a table in the downgrade, too: then its columns are not listed one by one. */
static bool rebuilds(const Script *s, const char *table)
{
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *sql = &s->down.at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_RENAME_TABLE &&
                sql_same_table(sql->actions.at[a].new_name, table)) {
                return true;
            }
        }
    }
    return false;
}

static void check_undone(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    if (sql->kind == SQL_CREATE_TABLE && sql->table && !is_renamed(s, sql->table) &&
        !drops_table(s, sql->table)) {
        SAY(s, step, RULE_ASYMMETRIC, sql->table, "the downgrade does not drop \"%s\"", sql->table);
    }
    for (size_t i = 0; sql->kind == SQL_ALTER_TABLE && i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        if (a->kind == ACT_ADD_COLUMN && !script_creates(s, sql->table) && !undoes(s, sql, a) &&
            !rebuilds(s, sql->table)) {
            SAY(s, step, RULE_ASYMMETRIC, sql->table,
                "the downgrade does not drop \"%s\" of \"%s\"", a->name, sql->table);
        }
    }
}

static void check_lossy(const Script *s, const ScriptStep *step)
{
    const SqlStatement *sql = &step->sql;
    if (sql->kind == SQL_DROP_TABLE && sql->table && !rebuilds(s, sql->table)) {
        SAY(s, step, RULE_LOSSY_DOWNGRADE, sql->table, "taking it back drops \"%s\" with its rows",
            sql->table);
    }
    for (size_t i = 0; i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        if (a->kind == ACT_DROP_COLUMN) {
            SAY(s, step, RULE_LOSSY_DOWNGRADE, sql->table,
                "taking it back drops \"%s\".\"%s\" with its values", sql->table, a->name);
        }
    }
}

static void check_downgrade(const Script *s)
{
    const Migration *m = s->migration;
    if (!s->up.len || m->irreversible) {
        return;
    }
    if (!s->down.len) {
        lint_add(s->lint, RULE_NO_DOWNGRADE,
                 (Location){m->path, m->downgrade.line ? m->downgrade.line : m->upgrade.line, 1},
                 NULL, "the downgrade is empty");
        return;
    }
    for (size_t i = 0; i < s->up.len; i++) {
        check_undone(s, &s->up.at[i]);
    }
    for (size_t i = 0; i < s->down.len; i++) {
        check_lossy(s, &s->down.at[i]);
    }
}

/* --- concerns --------------------------------------------------------------------------------- */

static bool changes_rows(const SqlStatement *sql)
{
    return sql->kind == SQL_INSERT || sql->kind == SQL_UPDATE || sql->kind == SQL_DELETE;
}

static void check_mixed_data(const Script *s)
{
    bool tables = false;
    if (!server_can(s->server, CAP_DDL_TRANSACTION)) {
        return; /* ALTER TABLE commits, and holds nothing afterwards */
    }
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        tables |= sql->kind == SQL_ALTER_TABLE && !script_creates(s, sql->table);
    }
    for (size_t i = 0; tables && i < s->up.len; i++) {
        const ScriptStep *step = &s->up.at[i];
        if (step->in_transaction && changes_rows(&step->sql) && step->sql.table &&
            !script_creates(s, step->sql.table)) {
            SAY(s, step, RULE_MIXED_DATA, step->sql.table,
                "rows of \"%s\" are changed while the locks of ALTER TABLE are held",
                step->sql.table);
        }
    }
}

/* Tables in groups: those that a foreign key or a statement ties together are one concern. */
typedef struct Groups {
    Mem *mem;
    NameList tables;
    LIST(size_t) parent;
} Groups;

static size_t root_of(const Groups *g, size_t i)
{
    while (g->parent.at[i] != i) {
        i = g->parent.at[i];
    }
    return i;
}

static size_t group_of(Groups *g, const char *table)
{
    for (size_t i = 0; i < g->tables.len; i++) {
        if (sql_same_table(g->tables.at[i], table)) {
            return root_of(g, i);
        }
    }
    size_t own = g->parent.len;
    list_push(g->mem, &g->tables, table);
    list_push(g->mem, &g->parent, own);
    return own;
}

static void group_statement(Groups *g, const SqlStatement *sql)
{
    if (!sql->table || (sql->kind != SQL_CREATE_TABLE && sql->kind != SQL_ALTER_TABLE &&
                        sql->kind != SQL_CREATE_INDEX && sql->kind != SQL_DROP_TABLE)) {
        return;
    }
    size_t group = group_of(g, sql->table);
    for (size_t i = 0; i < sql->actions.len; i++) {
        if (sql->actions.at[i].references) {
            size_t other = group_of(g, sql->actions.at[i].references); /* may move the list */
            g->parent.at[other] = group;
        }
    }
}

#define CONCERNS_MAX 2

static void check_concerns(const Script *s)
{
    Groups g = {.mem = s->lint->mem};
    Buf names = buf_new(s->lint->mem);
    size_t count = 0;
    for (size_t i = 0; i < s->up.len; i++) {
        group_statement(&g, &s->up.at[i].sql);
    }
    for (size_t i = 0; i < g.tables.len; i++) {
        if (root_of(&g, i) == i) {
            buf_fmt(&names, "%s\"%s\"", count++ ? ", " : "", g.tables.at[i]);
        }
    }
    if (count > CONCERNS_MAX && s->migration->revises.len) { /* the first one makes everything */
        lint_add(s->lint, RULE_CONCERNS, head(s), NULL, "nothing ties these tables together: %s",
                 buf_text(&names));
    }
}

void script_form(const Script *s)
{
    check_message(s);
    check_downgrade(s);
    check_mixed_data(s);
    check_concerns(s);
}
