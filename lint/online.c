/* Guards for the statements of a plan: MySQL and MariaDB are told how they may work, so that they
 * refuse rather than lock or copy a table that others use. */
#include "lint/cursor.h"
#include "lint/script.h"

static void read_plan(Script *s, const Plan *plan, ScriptSteps *out)
{
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        ScriptStep one = {
            .sql = sql_statement(s->lint->mem, plan->statements.at[i]->sql, s->server->dialect)};
        list_push(s->lint->mem, out, one);
    }
}

/* The token at which the options of partitioning begin, which follow all clauses; 0 = none. */
static size_t partitioning_at(const SqlStatement *sql)
{
    Cursor c = {NULL, &sql->tokens, 0, sql->tokens.len};
    for (; !cursor_ends(&c); cursor_skip(&c)) {
        if (cursor_partitions(&c)) {
            return c.at;
        }
    }
    return 0;
}

/* Of single partitions: MariaDB takes no guard with it, and what it costs stands above it. */
static bool changes_partition(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->tokens.len; i++) {
        if (sql->tokens.at[i].kind == SQL_WORD &&
            text_equal_nocase(sql->tokens.at[i].text, "partition")) {
            return !partitioning_at(sql);
        }
    }
    return false;
}

/* RENAME TABLE, which only writes the name. */
static bool is_rename(const SqlStatement *sql)
{
    return text_equal_nocase(sql->tokens.at[0].text, "rename");
}

/* ALTER TABLE `t` PARTITION BY …, ALTER TABLE `s`.`t` PARTITION BY …: no clause before it. */
static bool is_alone(const SqlTokens *tokens, size_t partitioning)
{
    return partitioning == 3 || (partitioning == 5 && text_equal(tokens->at[3].text, "."));
}

/* As the last of the clauses. */
static const char *guarded(Mem *mem, const SqlStatement *sql, const char *text, const char *how)
{
    size_t i = partitioning_at(sql);
    if (!i) {
        return mem_printf(mem, "%s, %s", text, how);
    }
    size_t at = sql->tokens.at[i].at;
    const char *head = str_dup(mem, str_trim((Str){text, at}));
    return mem_printf(mem, "%s%s %s %s", head, is_alone(&sql->tokens, i) ? "" : ",", how,
                      text + at);
}

static void add_hazard(Mem *mem, Statement *statement, const char *text)
{
    list_push(mem, &statement->hazards, ((Hazard){HAZARD_LOCK, text}));
}

static void guard(Script *s, const ScriptStep *step, Statement *statement, bool hand_over)
{
    Mem *mem = s->lint->mem;
    const char *how = NULL;
    switch (script_price(s, step)) {
    case PRICE_INSTANT:
        how = "ALGORITHM=INSTANT";
        break;
    case PRICE_INPLACE:
    case PRICE_REBUILD:
        how = "ALGORITHM=INPLACE, LOCK=NONE";
        break;
    case PRICE_SHARED:
        how = "ALGORITHM=INPLACE, LOCK=SHARED";
        add_hazard(mem, statement, "nobody writes meanwhile: there is no other form");
        break;
    case PRICE_COPY_ONLINE:
        how = "ALGORITHM=COPY, LOCK=NONE";
        break;
    case PRICE_COPY:
        statement->hand_over = hand_over;
        if (hand_over) {
            return;
        }
        how = "ALGORITHM=COPY, LOCK=SHARED";
        add_hazard(mem, statement,
                   "the table is copied while nobody writes: there is no other form; \"online\" in "
                   "the project file can hand it over to a tool that does without");
        break;
    }
    statement->sql = guarded(mem, &step->sql, statement->sql, how);
}

void lint_guard(Mem *mem, const Schema *model, Plan *up, const Plan *down, bool hand_over)
{
    const Server *server = model->server;
    Script s = {.lint = lint_new(mem), .server = server, .model = model};
    if (server->flavor != FLAVOR_MYSQL && server->flavor != FLAVOR_MARIADB) {
        return;
    }
    read_plan(&s, up, &s.up);
    read_plan(&s, down, &s.down);
    script_prepare(&s);
    for (size_t i = 0; i < s.up.len; i++) {
        const SqlStatement *sql = &s.up.at[i].sql;
        if (sql->kind == SQL_ALTER_TABLE && sql->table && sql->actions.len &&
            !script_creates(&s, sql->table) && !changes_partition(sql) && !is_rename(sql)) {
            guard(&s, &s.up.at[i], up->statements.at[i], hand_over);
        }
    }
}
